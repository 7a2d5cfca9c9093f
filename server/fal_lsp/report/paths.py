"""How a report writes the path of a file. Knows the working directory, nothing of findings."""

from __future__ import annotations

import os

from .escape import file_name


def relative(path: str, directory: str) -> str:
    """The path relative to a directory that it lies below, otherwise the path as it is."""
    prefix = directory if directory.endswith(os.sep) else directory + os.sep
    return path[len(prefix) :] if path.startswith(prefix) else path


def shown(path: str, directory: str) -> str:
    """The path for a person: relative where it can be, and safe to print."""
    return file_name(relative(path, directory))


def portable(path: str, directory: str) -> str:
    """The path for another program: relative where it can be, with forward slashes."""
    path = file_name(relative(path, directory))
    return path.replace(os.sep, "/") if os.sep != "/" else path


def uri(path: str) -> str:
    """The URI of an absolute path, every byte that is not plain written as `%xx`."""
    from urllib.parse import quote

    path = path.replace(os.sep, "/") if os.sep != "/" else path
    prefix = "file:" if path.startswith("//") else "file://" if path[:1] == "/" else "file:///"
    return prefix + quote(os.fsencode(path), safe="/:")


def relative_uri(path: str, directory: str) -> str | None:
    """The URI reference of a path below a directory, `None` for one that lies elsewhere."""
    from urllib.parse import quote

    below = relative(path, directory)
    if below == path and os.path.isabs(path):
        return None
    below = below.replace(os.sep, "/") if os.sep != "/" else below
    return quote(os.fsencode(below), safe="/")
