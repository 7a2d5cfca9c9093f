"""The format `gitlab`: a Code Quality report. Knows GitLab's field names and severities.

https://docs.gitlab.com/ci/testing/code_quality/
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from .identity import fingerprints
from .paths import portable

if TYPE_CHECKING:
    from .entry import CheckedFile, Context, Entry

_SEVERITIES = {"error": "major", "warning": "minor", "information": "info", "hint": "info"}


def render(files: Sequence[CheckedFile], context: Context) -> Iterator[str]:
    """An array of issues whose paths are relative to the project."""
    issues = [
        _issue(portable(file.path, context.root), entry, fingerprint)
        for file in files
        for entry, fingerprint in fingerprints(file, context.root)
    ]
    yield json.dumps(issues, indent=2) + "\n"


def _issue(path: str, entry: Entry, fingerprint: str) -> dict[str, Any]:
    (row, column), (end_row, end_column) = entry.location, entry.end_location
    return {
        "type": "issue",
        "check_name": entry.rule,
        "description": f"{entry.rule}: {entry.message}",
        "content": {"body": "\n\n".join(filter(None, (entry.message, entry.help, entry.url)))},
        "categories": ["Bug Risk"],
        "severity": _SEVERITIES[entry.severity.value],
        "fingerprint": fingerprint,
        "location": {
            "path": path,
            "positions": {
                "begin": {"line": row, "column": column},
                "end": {"line": end_row, "column": end_column},
            },
        },
    }
