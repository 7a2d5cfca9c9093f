"""Where the project is published: the addresses in messages, schemas and metadata.

To be set by who publishes it, here and where a file cannot read it: `[project.urls]`,
README.md and the extension's package.json, which `tests/test_addresses.py` compares with these.
"""

from __future__ import annotations

from typing import Final

REPOSITORY: Final = "https://github.com/fal-lsp/fal-lsp"
DOCUMENTATION: Final = "https://fal-lsp.readthedocs.io/en/latest/"
PAGES_OF_RULES: Final = "rules"
"""Where the site has the pages of the rules, one for each name, below `DOCUMENTATION`."""
