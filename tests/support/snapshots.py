"""Compares a whole text with a file. `make snapshots` writes the files anew: read what changed.

Knows neither what the texts are nor who makes them. A test that uses it has the marker `snapshot`.
"""

from __future__ import annotations

import os
from pathlib import Path


def check_snapshot(file: Path, text: str) -> None:
    """Compare a text with the content of a file, or write it there with UPDATE_SNAPSHOTS set."""
    if os.environ.get("UPDATE_SNAPSHOTS"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="")
    assert text == file.read_bytes().decode("utf-8"), f"run `make snapshots` if {file.name} is old"
