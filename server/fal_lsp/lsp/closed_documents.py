"""The trees of pyproject.toml files that are not open in the editor. Knows the disk, no feature."""

# Paths are strings here, as they come from `os.scandir`.
# ruff: noqa: PTH116

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING

from ..project.files import read_start

if TYPE_CHECKING:
    from ..toml import Document

log = logging.getLogger(__name__)

_MAX_BYTES = 1_000_000


class ClosedDocuments:
    """The files by their paths, each parsed once as long as it stays the same."""

    def __init__(self) -> None:
        self._trees: dict[str, tuple[tuple[int, int], Document]] = {}

    def tree(self, path: str, is_known: bool = True) -> Document | None:
        """The tree of a file; one `is_known` until the stamp of the file changes."""
        try:
            status = os.stat(path)
        except OSError:
            self.forget(path)
            return None
        stamp = (status.st_mtime_ns, status.st_size)
        cached = self._trees.get(path)
        if cached is not None and is_known and cached[0] == stamp:
            return cached[1]
        text = _read_text(path)
        if text is None:
            return None
        # A tree of the same text stays the same object, by which it is known elsewhere.
        document = cached[1] if cached is not None and cached[1].text == text else _parsed(text)
        self._trees[path] = stamp, document
        return document

    def forget(self, path: str) -> None:
        """A file is open, gone or not of interest."""
        self._trees.pop(path, None)


def _parsed(text: str) -> Document:
    from .. import toml

    return toml.parse(text)


def _read_text(path: str) -> str | None:
    """The text of a regular file of reasonable size in UTF-8, else `None`."""
    try:
        content = read_start(path, _MAX_BYTES + 1)
        if content is None or len(content) > _MAX_BYTES:
            return None
        return content.decode("utf-8")
    except (OSError, ValueError) as error:
        log.info("%s cannot be read: %s", path, error)
        return None
