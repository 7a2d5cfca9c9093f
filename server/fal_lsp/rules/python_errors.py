"""What is said of errors that a file certainly raises. Knows their words; must not know where they
come from.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..project.python.module import Raised

_LONGEST = 40
"""Code points of an expression that is quoted."""
_LONGEST_WORDS = 100


def error_words(raised: Raised) -> tuple[str, str]:
    """The message and the help of an error."""
    text = raised.text if len(raised.text) <= _LONGEST and "`" not in raised.text else ""
    error = _code(raised.error) if raised.error else "an error"
    says = "The error says" if raised.kind == "call" else "Python reports"
    reported = f"{says}: {raised.words}." if _is_short(raised.words) else ""
    if raised.kind == "raise":
        return f"The file raises {error} when fal loads it.", "Move the `raise` into a function."
    if raised.kind == "exit":
        return (
            f"{_code(f'{raised.words}()')} stops fal when it loads the file.",
            'Put code for local runs under `if __name__ == "__main__":`.',
        )
    if raised.kind == "assert":
        return "The assertion fails when fal loads the file.", "Correct the condition or the value."
    if raised.kind == "file":
        path = raised.words if len(raised.words) <= _LONGEST else os.path.basename(raised.words)
        return f"File {_code(path)} does not exist.", ""
    if raised.kind == "key":
        owner = _code(text.rpartition("[")[0]) if text.endswith("]") else "The dict"
        key = f" {_code(raised.words)}" if len(raised.words) <= _LONGEST else " that is used here"
        return f"{owner} has no key{key}.", "Add the key, or use `get`."
    if raised.kind == "attribute":
        owner, name = text.rpartition(".")[0], _code(raised.words)
        return f"{_code(owner) if owner else 'The class'} has no attribute {name}.", ""
    what = _code(text) if text else "This call" if raised.kind == "call" else "This expression"
    return f"{what} raises {error} when fal loads the file.", reported


def _code(text: str) -> str:
    return "`" + text.replace("`", "'") + "`"


def _is_short(words: str) -> bool:
    return bool(words) and len(words) <= _LONGEST_WORDS and "\n" not in words
