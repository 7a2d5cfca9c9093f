# Everything runs in .venv, which the first target makes; `make demo` and `make test` work on a
# fresh clone with nothing but Python >= 3.10 (and Node for the cross-checks with peers).
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: demo install test lint types unit conformance generate fresh docs clean

demo: install
	@echo "== The examples of fal's reference, and a project without a mistake =="
	$(BIN)/fal-lsp check examples/spec examples/good
	@echo
	@echo "== One mistake of each kind =="
	-$(BIN)/fal-lsp check examples/mistakes

install: $(STAMP)

# pip's --group needs pip 25.1; the versions are those of requirements-dev.txt.
$(STAMP): pyproject.toml requirements-dev.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
# As pip does for what is not editable: without it, a first run that may not write costs double.
	$(BIN)/python -m compileall -q schema server
	touch $@

test: lint types fresh unit

lint: install
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: install
	$(BIN)/mypy

fresh: install
	$(BIN)/python -m fal_schema.generate --check
	$(BIN)/python -m fal_lsp.commands.explain --check

generate: install
	$(BIN)/python -m fal_schema.generate
	$(BIN)/python -m fal_lsp.commands.explain

unit: install
	$(BIN)/python -m pytest -n auto

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
