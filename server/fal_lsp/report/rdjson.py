"""The format `rdjson`: for reviewdog, which comments on pull requests. Knows its object model.

https://github.com/reviewdog/reviewdog/tree/master/proto/rdf
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from fal_schema.addresses import DOCUMENTATION

from .paths import portable

if TYPE_CHECKING:
    from ..text import LineIndex
    from .entry import CheckedFile, Context, Entry, Location

_SEVERITIES = {"error": "ERROR", "warning": "WARNING", "information": "INFO", "hint": "INFO"}


def render(files: Sequence[CheckedFile], context: Context) -> Iterator[str]:
    """One result with all findings; a column counts bytes of UTF-8."""
    from ..text import LineIndex

    diagnostics = []
    for file in files:
        path, lines = portable(file.path, context.root), LineIndex(file.text)
        diagnostics += [_diagnostic(path, lines, entry) for entry in file.entries]
    source = {"name": "fal-lsp", "url": DOCUMENTATION}
    yield json.dumps({"source": source, "diagnostics": diagnostics}, indent=2) + "\n"


def _diagnostic(path: str, lines: LineIndex, entry: Entry) -> dict[str, Any]:
    place = _range(lines, entry.location, entry.end_location)
    result: dict[str, Any] = {
        "message": f"{entry.message}\n{entry.help}".rstrip(),
        "location": {"path": path, "range": place},
        "severity": _SEVERITIES[entry.severity.value],
        "code": {"value": entry.rule, "url": entry.url},
    }
    # A suggestion is one edit, so a fix of several is none.
    edits = entry.fix.edits if entry.fix else ()
    if len(edits) == 1:
        at = _range(lines, edits[0].location, edits[0].end_location)
        result["suggestions"] = [{"range": at, "text": edits[0].content}]
    return result


def _range(lines: LineIndex, start: Location, end: Location) -> dict[str, dict[str, int]]:
    return {"start": _position(lines, start), "end": _position(lines, end)}


def _position(lines: LineIndex, location: Location) -> dict[str, int]:
    offset = lines.offset(location.row - 1, location.column - 1)
    line, column = lines.position(offset, "utf-8")
    return {"line": line + 1, "column": column + 1}
