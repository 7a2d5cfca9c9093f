"""fal-lsp: the command-line check and the language server for `[tool.fal]` in pyproject.toml."""

__version__ = "0.1.0"
