"""Document URIs to paths of this machine and back. Knows no protocol message, reads no disk.

pygls has functions for this, but they answer a relative path for a Windows URI on Linux, and a
relative path would be looked up in whatever directory the server was started in. The results are
cached: every message asks several times about the same few documents.
"""

from __future__ import annotations

import ntpath
import os
import posixpath
import re
from functools import lru_cache
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from ..file_uri import path_uri

__all__ = ["document_name", "is_editable", "path_uri", "uri_path"]

_EDITABLE = frozenset({"file", "untitled", "buffer", "inmemory", "vscode-vfs", "vsls"})
"""Schemes of what is edited: Sublime Text names a new document `buffer:`, Monaco `inmemory:`."""

_DRIVE = re.compile(r"/[A-Za-z]:(?=/|$)")


@lru_cache(maxsize=256)
def document_name(uri: str) -> str:
    """The last part of a URI's path, decoded: `pyproject.toml` for `file:///a/pyproject.toml`.

    Any scheme: an `untitled:pyproject.toml` is a document like any other.
    """
    return re.split(r"[/\\]", _path(uri))[-1]


def is_editable(uri: str) -> bool:
    """Whether a URI is that of a file or of a new document, not of a revision or an archive."""
    return uri.partition(":")[0].lower() in _EDITABLE


@lru_cache(maxsize=256)
def uri_path(uri: str, windows: bool = os.name == "nt") -> str | None:
    """The absolute path, without `..`, that a `file:` URI names here; `None` if it names none."""
    try:
        scheme, host, *_ = urlsplit(uri)
    except ValueError:
        return None
    path = _path(uri)
    if scheme.lower() != "file" or "\0" in path:
        return None
    has_drive = bool(_DRIVE.match(path))
    if not windows:
        is_local = host in ("", "localhost") and path.startswith("/") and not has_drive
        return posixpath.normpath(path) if is_local else None
    if host not in ("", "localhost"):
        return ntpath.normpath(f"//{unquote(host)}{path}")
    # Editors write the drive in either case; a path is compared as text, so it gets one.
    return ntpath.normpath(path[1].upper() + path[2:]) if has_drive else None


def _path(uri: str) -> str:
    try:
        name = unquote_to_bytes(urlsplit(uri).path)
        # A file's name need not be valid UTF-8, and the locale need not spell it: Python keeps the
        # odd bytes as lone surrogates.
        return name.decode("utf-8", "surrogateescape") if os.name == "nt" else os.fsdecode(name)
    except ValueError:
        return ""
