"""The words of the specification's examples, and which of them nobody could suggest."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

EXAMPLES = Path(__file__).parents[2] / "examples" / "spec"
FIRST = 3

# What the person at the keyboard made up, by example.
MADE_UP = {
    "dockerfile": {"container-app", '"12.4"', "PIP_TOKEN"},
    "entry-point": {"image-generator"},
    "health-check": {"image-generator"},
    "image": {
        "container-app",
        '"my-org/container-app:latest"',
        '"your-server"',
        '"8000"',
    },
    "one-line": {"image-generator"},
    "several-apps": {"image-generator", "captioner"},
}

_WORD = re.compile(r'"[^"\n]*"|[A-Za-z0-9_-]+')


def words(text: str) -> Iterator[tuple[int, int]]:
    """The words of the tables of fal, from the first header on."""
    for line in re.finditer(r"[^\n]+", text[text.index("[tool.fal") :]):
        base = text.index("[tool.fal") + line.start()
        if not line.group().startswith("#"):
            for match in _WORD.finditer(line.group()):
                yield base + match.start(), base + match.end()


def goal(text: str, start: int, end: int) -> str:
    """What a suggestion for the word must have made of the text, at least.

    Of a string the closing quote may be there or not, as the editor has it.
    """
    return text[: end - 1 if text[end - 1] == '"' else end]


def is_known(name: str, word: str) -> bool:
    """Whether a word of an example can be suggested while it is typed."""
    return word not in MADE_UP[name] and not (word.isdigit() and len(word) == 1)
