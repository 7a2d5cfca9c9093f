"""The `file:` URI of a path. Knows no document.

`Path.as_uri` would do, but from Python 3.14 on it imports `urllib.request`, with all of HTTP.
"""

from __future__ import annotations

import os
from pathlib import PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from pathlib import PurePath


def path_uri(path: str | PurePath, windows: bool = os.name == "nt") -> str:
    """The `file:` URI of an absolute path, encoded as VS Code does (`c%3A`, `%40`)."""
    pure = PureWindowsPath(path) if windows else PurePosixPath(path)
    text = pure.as_posix()
    if not windows:
        return "file://" + quote(os.fsencode(text))
    if text.startswith("//"):
        host, _, rest = text[2:].partition("/")
        return f"file://{quote(host, safe='')}/{quote(rest)}"
    return "file:///" + quote(text[0].lower() + text[1:])
