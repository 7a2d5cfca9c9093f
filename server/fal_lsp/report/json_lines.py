"""The format `json-lines`: one object a line, for programs that read a stream."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from .json_array import finding_object

if TYPE_CHECKING:
    from .entry import CheckedFile, Context


def render(files: Sequence[CheckedFile], context: Context) -> Iterator[str]:
    """The objects of the format `json`, each on a line of its own."""
    for file in files:
        for entry in file.entries:
            yield json.dumps(finding_object(file, entry), separators=(",", ":")) + "\n"
