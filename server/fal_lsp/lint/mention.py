"""Whether a file has anything to do with fal. Knows the word, not TOML.

Nothing is reported for a file that a search found, or a document that is open, if it does not
mention fal, even if it is not valid TOML: that is for other tools.
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
