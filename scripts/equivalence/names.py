"""The rules that have another name now, and texts that name them. Knows no tree."""

from __future__ import annotations

import json
import re
from typing import Any

RENAMED = {
    "dockerfile-copies-nothing": "dockerfile-copy-source-missing",
    "manifest-shadowed": "pyproject-not-found-from-root",
    "build-tools-cannot-read": "toml-1-1-local-build",
    "path-missing": "app-files-missing",
    "class-keyword-refused": "invalid-class-keyword",
    "image-without-container": "image-needs-container-kind",
}

_OLD = re.compile(rf"(?<![\w-])(?:{'|'.join(RENAMED)})(?![\w-])")


def renamed(value: Any) -> Any:
    """Plain data in which the rules have their new names."""
    text = json.dumps(value)
    return json.loads(_OLD.sub(lambda match: RENAMED[match[0]], text))


class Translation:
    """A text with the names that a tree knows, and how its offsets belong to those of the original.

    Only what a text says about rules is translated: `# fal-lsp: ignore[...]` and `[tool.fal-lsp]`.
    """

    def __init__(self, original: str, known: frozenset[str]) -> None:
        self.text = ""
        self._pieces: list[tuple[int, int, int]] = []
        """The replaced names: where each ends in the original and here, and how long it is here."""
        end = 0
        for match in _OLD.finditer(original):
            new = RENAMED[match[0]]
            if match[0] not in known and new in known:
                self.text += original[end : match.start()] + new
                end = match.end()
                self._pieces.append((end, len(self.text), len(new)))
        self.text += original[end:]

    def offset(self, original: int) -> int:
        """The offset here of one in the original."""
        shift = 0
        for old_end, new_end, _ in self._pieces:
            if original >= old_end:
                shift = new_end - old_end
        return original + shift

    def back(self, offset: int) -> int:
        """The offset in the original of one here; inside a replaced name it is that of its end."""
        shift = 0
        for old_end, new_end, size in self._pieces:
            if offset >= new_end:
                shift = new_end - old_end
            elif offset > new_end - size:
                return old_end
        return offset - shift

    def span(self, span: tuple[int, int]) -> list[int]:
        """A span of the original, for one of the text here."""
        return [self.back(span[0]), self.back(span[1])]
