"""The configuration of fal-lsp is invalid.

## What it does
Reports an unknown key, rule or severity in `[tool.fal-lsp]`, and a `# fal-lsp: ignore[...]` comment without a rule or with an unknown one.

## Why
If an invalid setting were ignored silently, findings would appear that you meant to turn off, or be missing where you meant to see them.

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
None; only fal-lsp reads `[tool.fal-lsp]`.
"""

from __future__ import annotations

from ..finding import Rule, Severity

# The findings come from `config.py` and `suppressions.py`, which read the configuration.
RULE = Rule("invalid-configuration", Severity.ERROR, __doc__)
