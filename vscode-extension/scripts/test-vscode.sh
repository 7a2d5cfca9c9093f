#!/usr/bin/env bash
# Tests the extension, in the end in a real VS Code, from a fresh clone on: installs what is missing,
# checks types and style, runs the unit tests, builds the wheel and the .vsix, installs both as a
# person would, runs the tests in VS Code and makes the pictures.
#
#   scripts/test-vscode.sh [NAME...]   runs only test/vscode/NAME.test.ts
#
# PYTHON        the Python that builds the wheel and runs the server (default: python3)
# FAL_LSP_CACHE where downloads are kept between runs (default: ~/.cache/fal-lsp)
# FAL_LSP_TEST_TYPING=all types every file at every pace, which takes some 15 minutes, 60,110 at these
# FAL_LSP_TEST_FILM=FOLDER leaves a film of an app that is typed there, as pictures
# Failed tests leave pictures in FAL_LSP_TEST_PICTURES (default: a temporary folder, named at the end).
set -euo pipefail
cd "$(dirname "$0")/.."

uv=0.13.9 # one of the two makers of environments
python="${PYTHON:-python3}"
cache="${FAL_LSP_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/fal-lsp}"
mkdir -p "$cache"

if [ ! -e node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  npm ci --no-audit --no-fund --loglevel=error
fi
if [ $# -eq 0 ]; then
  npm run --silent check
  npm test --silent
fi
FAL_LSP_TEST_CODE_SERVER="$(scripts/install-vscode.sh | tail -n 1)"

PYTHON="$python" npm run --silent package
version="$(node -p 'require("./package.json").version')"
wheel="$(ls "$PWD"/bundled/*.whl)"

# The packages that the server needs are fetched once; the tests install from this folder alone.
export PIP_DISABLE_PIP_VERSION_CHECK=1
wheels="$cache/wheels-$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')"
"$python" -m pip download -q --only-binary :all: --dest "$wheels" "$wheel" "uv==$uv"
rm -f "$wheels"/fal_lsp-*.whl

environment="$cache/test-environment"
rm -rf "$environment"
"$python" -m venv "$environment"
"$environment/bin/python" -m pip install -q --no-index --find-links "$wheels" "$wheel" "uv==$uv"

export FAL_LSP_TEST_CODE_SERVER
export FAL_LSP_TEST_PYTHON="$environment/bin/python"

# The .vsix is installed as a person would; each test takes a copy of what VS Code made of it.
installed="$cache/test-extensions"
rm -rf "$installed"
EXTENSIONS_GALLERY='{"serviceUrl":"","itemUrl":"","resourceUrlTemplate":""}' \
  "$FAL_LSP_TEST_CODE_SERVER/node" \
  "$FAL_LSP_TEST_CODE_SERVER/node_modules/code-server/out/node/entry.js" \
  --user-data-dir "$installed/data" --extensions-dir "$installed/extensions" \
  --config "$installed/config.yaml" --install-extension "$PWD/dist/fal-lsp-$version.vsix"
export FAL_LSP_TEST_EXTENSIONS="$installed/extensions"
export FAL_LSP_TEST_WHEELS="$wheels"
export FAL_LSP_TEST_PICTURES="${FAL_LSP_TEST_PICTURES:-$(mktemp -d -t fal-lsp-failed-XXXXXX)}"
mkdir -p "$FAL_LSP_TEST_PICTURES"

node scripts/build.mjs --tests
files=(out/test/vscode/*.test.js)
if [ $# -gt 0 ]; then files=("${@/#/out/test/vscode/}"); files=("${files[@]/%/.test.js}"); fi

# One at a time: two windows on two cores keep each other waiting. A lone test that fails is tried
# once more, so that a machine that was busy elsewhere fails nobody; two or more are a failure.
passed="$(mktemp -u -t fal-lsp-passed-XXXXXX)"
output="$(mktemp -t fal-lsp-output-XXXXXX)"
limit=240000 # milliseconds for each test
if [ -n "${FAL_LSP_TEST_TYPING:-}" ]; then limit=3600000; fi
run() {
  "$FAL_LSP_TEST_CODE_SERVER/node" --test --test-concurrency=1 --test-timeout="$limit" \
    --test-reporter=spec --test-rerun-failures="$passed" "${files[@]}" 2>&1 | tee "$output"
}
status=0
run || status=$?
if [ "$status" != 0 ] && grep -qx 'ℹ fail [12]' "$output" && [ "$(grep -c '^test at ' "$output")" = 1 ]; then
  echo "RETRIED: one test failed (see above) and is tried once more."
  status=0
  run || status=$?
fi
rm -f "$passed" "$output"
rmdir "$FAL_LSP_TEST_PICTURES" 2>/dev/null || echo "Pictures of what failed: $FAL_LSP_TEST_PICTURES" >&2
exit "$status"
