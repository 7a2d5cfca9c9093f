#!/usr/bin/env bash
# Installs the browser of the tests where there is none, from Debian's or Ubuntu's packages, as root.
# Prints its path as the last line. Ends with 1 and one sentence where it cannot be installed.
# FAL_LSP_CHROMIUM names another browser.
set -euo pipefail

fail() { echo "$1" >&2; exit 1; }
found() { command -v chromium-headless-shell || command -v chromium; }

if [ -n "${FAL_LSP_CHROMIUM:-}" ]; then echo "$FAL_LSP_CHROMIUM"; exit; fi
if ! found >/dev/null; then
  command -v apt-get >/dev/null || fail "There is no apt-get to install Chromium with."
  as_root=()
  if [ "$(id -u)" != 0 ]; then as_root=(sudo -n); fi
  install() {
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
      apt-get install -qy --no-remove --no-install-recommends "$@" >&2
  }
  "${as_root[@]}" apt-get update -q >&2 || true
  # Debian's browser without a window is half the size.
  install chromium-headless-shell fonts-dejavu-core || install chromium fonts-dejavu-core ||
    fail "Chromium cannot be installed by apt-get, which needs root."
fi
found || fail "Chromium was installed but is not there."
