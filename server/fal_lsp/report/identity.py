"""Fingerprints: how a service knows that a finding is the one it saw yesterday.

A fingerprint depends on the file, the rule, the message and the text that is marked, and not on
the line, so it survives an edit elsewhere in the file. Equal findings of one file differ by
their order.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import TYPE_CHECKING

from .paths import portable

if TYPE_CHECKING:
    from .entry import CheckedFile, Entry


def fingerprints(file: CheckedFile, root: str) -> Iterator[tuple[Entry, str]]:
    """Every entry with its fingerprint: 32 hexadecimal digits, unique within the run."""
    path = portable(file.path, root)
    seen: dict[tuple[str, ...], int] = {}
    for entry in file.entries:
        marked = file.text[entry.span.start : entry.span.end]
        key = (path, entry.rule, entry.message, marked)
        seen[key] = count = seen.get(key, 0) + 1
        digest = sha256("\0".join((*key, str(count))).encode("utf-8", "surrogatepass"))
        yield entry, digest.hexdigest()[:32]
