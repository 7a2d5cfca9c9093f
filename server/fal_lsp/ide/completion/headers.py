"""Headers at the cursor, `[tool.fal.apps.x.image]`: in brackets that are there, or a whole line.

Knows how they are written; which tables there are is told by `header_targets.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...text import Span
from ...toml.literals import key_text
from ...toml.types import TextEdit
from ..types import Completion
from .header_targets import header_targets
from .insert_text import content
from .ranking import STARTS_ALIAS, filter_text, narrowed
from .tabstops import tabstops

if TYPE_CHECKING:
    from .candidate import Context
    from .header_targets import Target

_NO_NAME = "\N{ZERO WIDTH SPACE}"
"""What nobody types: the example of a name goes as soon as a name is begun. By its label an editor
would keep it for `a` or `new`, and Enter would put it in the place of the name."""


class _Choice(NamedTuple):
    """A target with the parts to write, their text and what typed text is compared with."""

    target: Target
    parts: tuple[str, ...]
    text: str
    match: str
    aliases: tuple[str, ...] = ()

    @property
    def penalty(self) -> int:
        return self.target.penalty


def headers(context: Context) -> list[Completion]:
    """What may stand in the brackets of a header behind the parts that are typed there."""
    cursor = context.cursor
    if cursor.notation != "header":
        return []
    choices = []
    for target in header_targets(context, cursor.typed):
        depth = len(cursor.typed)
        parts = target.parts[depth:]
        if target.parts[:depth] != cursor.typed:
            continue
        if cursor.quote or cursor.following:
            # Only the part under the cursor: what stands around it stays.
            target = target if len(parts) == 1 else target._replace(schema=None, example="")
            parts = parts[:1]
            if cursor.following and _is_taken(context, parts):
                continue
            text = parts[0] if cursor.quote and parts else ".".join(map(key_text, parts))
        else:
            text = _text(parts, target)
        if text or (target.example and context.snippets):
            choices.append(_Choice(target, parts, text, text))
    found: dict[str, Completion] = {}
    for choice in narrowed(cursor.prefix, choices, STARTS_ALIAS):
        completion = _in_brackets(context, choice)
        if completion:
            found.setdefault(completion.label, completion)
    return list(found.values())


def _is_taken(context: Context, parts: tuple[str, ...]) -> bool:
    """Whether the header would be another table's with these parts in the place of the cursor's."""
    cursor = context.cursor
    if parts == (context.document.text[slice(*cursor.span)],):
        return False
    node = context.document.node((*cursor.typed, *parts, *cursor.following))
    # A table that only its sub-tables imply may still get a header.
    return node is not None and node.form != "implicit"


def header_lines(context: Context, worst: int) -> list[Completion]:
    """Whole headers, for a line of their own; `worst` is the worst grade of a match."""
    choices: dict[str, _Choice] = {}
    for target in header_targets(context, ()):
        text = _text(target.parts, target)
        match = text if target.goes_on else target.parts[-1]
        choices.setdefault(text, _Choice(target, target.parts, text, match, (text,)))
    fitting = narrowed(context.cursor.prefix, choices.values(), worst)
    return [_line(context, choice) for choice in fitting]


def _text(parts: tuple[str, ...], target: Target) -> str:
    """The parts as they are written, with a dot behind them where another one has to follow."""
    return ".".join([*map(key_text, parts), *([""] if target.goes_on and parts else [])])


def _in_brackets(context: Context, choice: _Choice) -> Completion | None:
    cursor, target = context.cursor, choice.target
    if cursor.following:
        inner = content(choice.parts[0], cursor.quote) if cursor.quote else None
        text = inner if cursor.quote else key_text(choice.parts[0])
        return None if text is None else _part(context, choice, cursor.span, text)
    ends = not cursor.header_closed
    if cursor.quote:
        inner = content(choice.parts[0], cursor.quote) if choice.parts else None
        if inner is None:
            return None
        end = "." if target.goes_on else "]" if ends else ""
        span = Span(cursor.span.start, cursor.span.end + (cursor.closed and bool(end)))
        closing = cursor.quote if end or not cursor.closed else ""
        return _part(context, choice, span, inner + closing + end)
    fills_in = bool(target.example) and context.snippets
    closing = "]" if ends and (fills_in or not target.goes_on) else ""
    if not fills_in:
        return _part(context, choice, cursor.span, choice.text + closing)
    stops = tabstops(True)
    text = stops.text(choice.text) + stops.placeholder(key_text(target.example)) + closing
    return _part(context, choice, cursor.span, text)._replace(snippet=True, retrigger=False)


def _part(context: Context, choice: _Choice, span: Span, text: str) -> Completion:
    cursor, target = context.cursor, choice.target
    return Completion(
        choice.text or "new app",
        "app" if target.goes_on else "table",
        TextEdit(span, text),
        target.schema.markdown if target.schema else "",
        filter_text=filter_text(cursor.prefix, choice.match) if choice.text else _NO_NAME,
        retrigger=target.goes_on and not cursor.following,
    )


def _line(context: Context, choice: _Choice) -> Completion:
    target = choice.target
    stops = tabstops(context.snippets)
    name = stops.placeholder(key_text(target.example)) if target.example else ""
    line = f"{blank_line(context)}[{stops.text(choice.text)}{name}]"
    if context.snippets:
        line += context.newline + stops.empty()
    return Completion(
        f"[{choice.text}{'…' if target.example else ''}]",
        "app" if target.example else "table",
        TextEdit(context.cursor.span, line),
        target.schema.markdown if target.schema else "",
        filter_text=filter_text(context.cursor.prefix, choice.match, choice.aliases),
        snippet=context.snippets,
        retrigger=context.snippets and not target.example,
    )


def blank_line(context: Context) -> str:
    """The line end that sets a header off from a line above it that is not empty."""
    lines = context.document.lines
    line, _ = lines.position(context.cursor.offset)
    return context.newline if line and lines.line_text(line - 1).strip() else ""
