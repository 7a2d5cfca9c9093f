"""The configuration of fal-lsp itself has a mistake.

## What it does
Reports an unknown key of `[tool.fal-lsp]`, a rule that does not exist, a severity that does not exist, and a `# fal-lsp: ignore[...]` comment that names no rule.

## Why
A setting that is dropped silently leaves people with findings that they meant to switch off, or without those that they meant to have.

## Example
```toml
[tool.fal-lsp]
ignore = ["negativ-value"]
```

## Use instead
```toml
[tool.fal-lsp]
ignore = ["negative-value"]
```

## Source in fal
None: `[tool.fal-lsp]` is read by fal-lsp alone.
"""

from __future__ import annotations

from ..finding import Rule, Severity

# The findings come from `config.py` and `suppressions.py`, which read the configuration.
RULE = Rule("invalid-configuration", Severity.ERROR, __doc__)
