"""The format `json`: one array of findings, its fields named as ruff names them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from .escape import file_name

if TYPE_CHECKING:
    from .entry import CheckedFile, Context, Entry, EntryFix, Location


def render(files: Sequence[CheckedFile], context: Context) -> Iterator[str]:
    """An array with one object a finding, in ASCII, so that every terminal and pipe carries it."""
    objects = [finding_object(file, entry) for file in files for entry in file.entries]
    yield json.dumps(objects, indent=2) + "\n"


def finding_object(file: CheckedFile, entry: Entry) -> dict[str, Any]:
    """One finding as plain data; `filename` is absolute, as it is in ruff's output."""
    return {
        "filename": file_name(file.path),
        "rule": entry.rule,
        "severity": entry.severity.value,
        "message": entry.message,
        "help": entry.help or None,
        "location": location_object(entry.location),
        "end_location": location_object(entry.end_location),
        "url": entry.url,
        "fix": _fix_object(entry.fix) if entry.fix else None,
    }


def location_object(location: Location) -> dict[str, int]:
    """A place as plain data, counted from 1."""
    return {"row": location.row, "column": location.column}


def _fix_object(fix: EntryFix) -> dict[str, Any]:
    return {
        "message": fix.title,
        "applicability": "safe" if fix.safe else "unsafe",
        "edits": [
            {
                "content": edit.content,
                "location": location_object(edit.location),
                "end_location": location_object(edit.end_location),
            }
            for edit in fix.edits
        ],
    }
