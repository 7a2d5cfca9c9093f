"""Whether a file has anything to do with fal. Knows the word, not TOML.

A file that was only found by a search, and a document that somebody has open, is silent where this
says no, even if its TOML is torn: that is the business of other tools.
"""

from __future__ import annotations

import re

_TEXT = re.compile(r"\bfal\b")
_BYTES = re.compile(rb"\bfal\b")


def mentions_fal(content: str | bytes) -> bool:
    """Whether the word is there: `[tool.fal]`, `"fal"` and `fal-lsp:` have it, `false` has not.

    Bytes may be UTF-16: fal cannot read them, and whoever wrote them for fal wants to know.
    """
    if isinstance(content, str):
        return _TEXT.search(content) is not None
    return _BYTES.search(content.replace(b"\0", b"")) is not None
