#!/usr/bin/env bash
# Tests the built playground (`make playground`) in Chromium without a screen, and takes the pictures
# into build/playground-pictures. Installs the browser where there is none.
set -euo pipefail
cd "$(dirname "$0")/.."

FAL_LSP_CHROMIUM="$(scripts/install-browser.sh | tail -n 1)"
export FAL_LSP_CHROMIUM
export FAL_LSP_PLAYGROUND="$PWD/../build/playground"
export FAL_LSP_TEST_PICTURES="$PWD/../build/playground-pictures"
mkdir -p "$FAL_LSP_TEST_PICTURES"
npm run --silent check
out=../build/playground-work/test
rm -rf "$out"
# Beside node_modules: they stay packages.
npx esbuild test/*.test.ts --bundle --platform=node --format=esm --external:playwright-core --external:pyodide \
  --outdir="$out" --out-extension:.js=.mjs --log-level=warning
ln -sfn "$PWD/node_modules" ../build/playground-work/node_modules
node --test --test-concurrency=1 --test-timeout=120000 "$out"/
