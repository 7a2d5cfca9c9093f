"""What the parts of completion share: the request, and a candidate before it is written down.

Knows the text around the cursor; must not know which keys and values there are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from ...rules.context import APPS, FAL
from ...text import Span
from ...toml.types import TextEdit

if TYPE_CHECKING:
    from ...memo import Memo
    from ...project import Project
    from ...toml import Document, Node
    from ...toml.cursor import Cursor
    from ...toml.types import Path
    from ..types import CompletionKind

UNTYPED = "\N{ZERO WIDTH SPACE}"
"""The filter of what is meant only as long as nothing is typed: nobody types this character. By the
label an editor would keep `10` where `1` is typed, and Enter would put it in its place."""

_APP = len(APPS) + 1


@dataclass(frozen=True)
class Context:
    """One request: a document, the place in it, the files around it, what the editor can do.

    What every candidate needs of the place is found once. `trigger` is the character that was typed
    if the editor asks because of it. What stops at a limit adds to `left_off` the kind of
    candidates that it left off.
    """

    document: Document
    cursor: Cursor
    project: Project | None
    snippets: bool
    left_off: list[str]
    trigger: str = ""
    memo: Memo | None = None

    @property
    def is_ours(self) -> bool:
        """Whether the cursor is in `[tool.fal]`."""
        return self.cursor.path[: len(FAL)] == FAL

    @property
    def path(self) -> Path:
        """The path of the place from `[tool.fal]` on."""
        return self.cursor.path[len(FAL) :]

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the place from the app on, without the indices of items."""
        return tuple([part for part in self.cursor.path[_APP:] if isinstance(part, str)])

    def at(self, cursor: Cursor) -> Context:
        """The same request at another place."""
        return replace(self, cursor=cursor)

    def inside(self, path: Path) -> Context:
        """The same request for a table at another path."""
        return self.at(replace(self.cursor, path=path))

    def app(self, *keys: str) -> Any:
        """A value of the app around the cursor, `None` where it is missing or malformed."""
        value = self.document.data(self.cursor.path[:_APP])
        for key in keys:
            value = value.get(key) if isinstance(value, dict) else None
        return value

    def app_string(self, *keys: str) -> str:
        """A string of the app around the cursor, empty where there is none."""
        value = self.app(*keys)
        return value if isinstance(value, str) else ""

    @cached_property
    def apps(self) -> Node | None:
        """The table of all apps, `None` where there is none."""
        return self.document.node(APPS)

    @cached_property
    def takes_headers(self) -> bool:
        """Whether `[tool.fal.apps]` is no array and no value, so that a header can add to it."""
        for depth in range(1, len(APPS) + 1):
            node = self.document.node(APPS[:depth])
            if node is None:
                return True
            if node.form not in ("header", "implicit", "dotted"):
                return False
        return True

    @cached_property
    def newline(self) -> str:
        """The line end that the document uses first."""
        text = self.document.text
        return "\r\n" if text.endswith("\r\n", 0, text.find("\n") + 1) else "\n"

    @cached_property
    def blank_line(self) -> str:
        """The line end that sets a header off from a line above it that is not empty."""
        lines = self.document.lines
        line, _ = lines.position(self.cursor.offset)
        return self.newline if line and lines.line_text(line - 1).strip() else ""

    @cached_property
    def lead(self) -> str:
        """What has to stand between what would be replaced and what is in front of it."""
        if self.is_stuck:
            return ", "
        start = self.cursor.span.start
        return " " if self.document.text[start - 1 : start] in ("=", ",") else ""

    @cached_property
    def comma_in_front(self) -> tuple[TextEdit, ...]:
        """The comma that is missing in front, right after the value or pair there."""
        at = self.cursor.comma_at
        return (TextEdit(Span(at, at), ","),) if at >= 0 and not self.is_stuck else ()

    @property
    def is_above_pairs(self) -> bool:
        """Whether pairs follow before the next header, which a header here would take over."""
        document, offset = self.document, self.cursor.offset
        index = document.section_at(offset)
        pairs = document.sections[index].pairs
        return bool(pairs) and pairs[-1].start + document.starts[index] > offset

    @property
    def is_stuck(self) -> bool:
        """Whether what would be replaced is right after a value, without a comma between."""
        return self.cursor.comma_before and self.cursor.comma_at == self.cursor.span.start


class Candidate(NamedTuple):
    """A value that can be inserted at the cursor, before its text is built.

    - `match` is what typed text is compared with, `aliases` are other words for it;
    - `text` is its TOML source where nothing or a bare word is typed; in snippet syntax where
      `snippet` is true, which it is only where `Context.snippets` is;
    - `content` is the value of a string, which can be written between quotes that are there
      already, `None` for everything else;
    - `filter` is what the editor compares with typed text, if not `match`;
    - `is_partial`: more has to be typed in the same string, such as the symbol after a module;
    - `penalty`: candidates with a higher one come after all those with a lower one.
    """

    label: str
    match: str
    text: str
    content: str | None = None
    kind: CompletionKind = "value"
    docs: str = ""
    detail: str = ""
    description: str = ""
    aliases: tuple[str, ...] = ()
    snippet: bool = False
    retrigger: bool = False
    is_partial: bool = False
    filter: str = ""
    deprecated: bool = False
    penalty: int = 0
