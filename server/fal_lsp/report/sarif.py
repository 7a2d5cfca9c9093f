"""The format `sarif`: SARIF 2.1.0 for code scanning services. Knows its object model.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from fal_schema.addresses import DOCUMENTATION

from .identity import fingerprints
from .paths import relative_uri, uri

if TYPE_CHECKING:
    from ..lint.diagnostic import RelatedSpan
    from ..text import LineIndex
    from .entry import CheckedFile, Context, EntryFix

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_BASE = "%SRCROOT%"
_LEVELS = {"error": "error", "warning": "warning", "information": "note", "hint": "note"}
_PROBLEM = {
    "error": "error",
    "warning": "warning",
    "information": "recommendation",
    "hint": "recommendation",
}


def render(files: Sequence[CheckedFile], context: Context) -> Iterator[str]:
    """One log with one run; only the rules that have results are described."""
    names = sorted({entry.rule for file in files for entry in file.entries})
    run = {
        "tool": {"driver": _driver(names)},
        "originalUriBaseIds": {_BASE: {"uri": uri(context.root).rstrip("/") + "/"}},
        "columnKind": "unicodeCodePoints",
        "results": [result for file in files for result in _results(file, names, context)],
    }
    yield json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _driver(names: Sequence[str]) -> dict[str, Any]:
    from .. import __version__

    return {
        "name": "fal-lsp",
        "version": __version__,
        "informationUri": DOCUMENTATION,
        "rules": [_rule(name) for name in names],
    }


def _rule(name: str) -> dict[str, Any]:
    from ..rules import BY_NAME
    from ..rules.page import page

    rule = BY_NAME[name]
    text = page(rule)
    return {
        "id": name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.summary},
        "help": {"text": text, "markdown": text},
        "helpUri": rule.url,
        "defaultConfiguration": {"level": _LEVELS[rule.severity.value]},
        "properties": {"problem.severity": _PROBLEM[rule.severity.value], "tags": ["fal"]},
    }


def _results(file: CheckedFile, names: Sequence[str], context: Context) -> Iterator[dict[str, Any]]:
    from ..text import LineIndex

    lines = LineIndex(file.text)
    artifact = _artifact(file.path, context.root)
    for entry, fingerprint in fingerprints(file, context.root):
        result = {
            "ruleId": entry.rule,
            "ruleIndex": names.index(entry.rule),
            "level": _LEVELS[entry.severity.value],
            "message": {"text": f"{entry.message}\n{entry.help}".rstrip()},
            "locations": [_location(artifact, _region(*entry.location, *entry.end_location))],
            "partialFingerprints": {"falLsp/v1": fingerprint},
        }
        if entry.related:
            result["relatedLocations"] = [
                {
                    "id": number,
                    **_related(related, lines, artifact, context.root),
                    "message": {"text": related.message},
                }
                for number, related in enumerate(entry.related, 1)
            ]
        fixes = [_fix(fix, artifact) for fix in entry.fixes]
        if fixes:
            result["fixes"] = fixes
        yield result


def _artifact(path: str, directory: str) -> dict[str, str]:
    below = relative_uri(path, directory)
    return {"uri": uri(path)} if below is None else {"uri": below, "uriBaseId": _BASE}


def _location(artifact: dict[str, str], region: dict[str, int]) -> dict[str, Any]:
    return {"physicalLocation": {"artifactLocation": artifact, "region": region}}


def _region(row: int, column: int, end_row: int, end_column: int) -> dict[str, int]:
    return {"startLine": row, "startColumn": column, "endLine": end_row, "endColumn": end_column}


def _related(
    related: RelatedSpan, lines: LineIndex, artifact: dict[str, str], directory: str
) -> dict[str, Any]:
    from ..text import Span

    place = related.place
    if isinstance(place, Span):
        (row, column), (end_row, end_column) = map(lines.position, place)
        return _location(artifact, _region(row + 1, column + 1, end_row + 1, end_column + 1))
    return _location(_artifact(place.file, directory), {"startLine": place.line + 1})


def _fix(fix: EntryFix, artifact: dict[str, str]) -> dict[str, Any]:
    replacements = [
        {
            "deletedRegion": _region(*edit.location, *edit.end_location),
            "insertedContent": {"text": edit.content},
        }
        for edit in fix.edits
    ]
    return {
        "description": {"text": fix.title},
        "artifactChanges": [{"artifactLocation": artifact, "replacements": replacements}],
    }
