"""Headers at the cursor, `[tool.fal.apps.x.image]`: in brackets that are there, or a whole line.

Reads the schema and the tree: which tables of `[tool.fal]` may get a header.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from fal_schema.lookup import SchemaNode, node_at

from ...rules.context import APPS, FAL
from ...text import Span
from ...toml.literals import key_text
from ...toml.lookup import section_path
from ...toml.recovery import line_end, line_start
from ...toml.types import TextEdit
from ..types import Completion
from .context import UNTYPED
from .insert_text import content
from .placeholders import tabstops
from .project_values import names_from_project
from .ranking import STARTS_ALIAS, conflicts, filter_text, narrowed, ranked_keys

if TYPE_CHECKING:
    from ...toml import Node
    from .context import Context

Names = tuple[str, ...]


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
    """What can be written in the brackets of a header after the parts that are typed there."""
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
            # Only the part under the cursor: what is around it stays.
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
    """Whether the header would be another table's with these parts instead of the cursor's."""
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
    """The parts as they are written, with a dot after them where another one has to follow."""
    return ".".join([*map(key_text, parts), *([""] if target.goes_on and parts else [])])


def _in_brackets(context: Context, choice: _Choice) -> Completion | None:
    cursor, target = context.cursor, choice.target
    if cursor.following:
        inner = content(choice.parts[0], cursor.quote) if cursor.quote else None
        text = inner if cursor.quote else key_text(choice.parts[0])
        return None if text is None else _part(context, choice, cursor.span, text)
    span, end = cursor.span, "]"
    if cursor.quote:
        span = Span(span.start, span.end + cursor.closed)
    if cursor.header_closed:
        # Behind the bracket Enter is a new line, so a bracket that is there is written again.
        text = context.document.text
        bracket = text.index("]", span.end) + 1
        end = "" if target.goes_on else text[span.end : bracket]
        span = span if target.goes_on else Span(span.start, bracket)
    if cursor.quote:
        inner = content(choice.parts[0], cursor.quote) if choice.parts else None
        end = cursor.quote + ("." if target.goes_on else end)
        return None if inner is None else _part(context, choice, span, inner + end)
    if not (target.example and context.snippets):
        return _part(context, choice, span, choice.text + ("" if target.goes_on else end))
    stops = tabstops(True)
    text = stops.text(choice.text) + stops.placeholder(key_text(target.example)) + end
    return _part(context, choice, span, text)._replace(snippet=True, retrigger=False)


def _part(context: Context, choice: _Choice, span: Span, text: str) -> Completion:
    cursor, target = context.cursor, choice.target
    return Completion(
        choice.text or "new app",
        "app" if target.goes_on else "table",
        TextEdit(span, text),
        target.schema.markdown if target.schema else "",
        filter_text=filter_text(cursor.prefix, choice.match) if choice.text else UNTYPED,
        retrigger=target.goes_on and not cursor.following,
    )


def _line(context: Context, choice: _Choice) -> Completion:
    target = choice.target
    stops = tabstops(context.snippets)
    name = stops.placeholder(key_text(target.example)) if target.example else ""
    line = f"{context.blank_line}[{stops.text(choice.text)}{name}]"
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


_APP = len(APPS) + 1
_MAX_APPS = 50
_MAX_SECTIONS_ABOVE = 50


class Target(NamedTuple):
    """A table to name in a header, with its schema; `None` where a part has to follow.

    `example` is a name for a part to fill in after the known ones.
    """

    parts: Names
    schema: SchemaNode | None
    example: str = ""
    penalty: int = 0

    @property
    def goes_on(self) -> bool:
        """Whether a part has to follow after the known ones."""
        return bool(self.example) or self.schema is None


def header_targets(context: Context, typed: Names) -> Iterator[Target]:
    """The tables that may get a header, the likeliest first, as far as the typed parts allow.

    Below the app that is typed; else those of the table above and of its app, then a new app.
    """
    if not context.takes_headers:
        return
    if typed[: len(APPS)] == APPS and len(typed) > len(APPS):
        yield from _below(context, typed, typed)
        return
    above = table_above(context)
    if above:
        yield from _below(context, above, ())
    if len(above) > _APP:
        yield from _below(context, above[:_APP], ())
    apps = node_at(APPS[len(FAL) :])
    assert apps is not None
    yield Target(APPS_NAMES, apps.entry, new_app_name(context))
    node = context.apps
    if node is None or _is_own(context, node):
        yield Target(APPS_NAMES, apps)
    elif typed == APPS:
        yield from _other_apps(context, node)


APPS_NAMES: Names = tuple([str(part) for part in APPS])


def new_app_name(context: Context, wish: str = "") -> str:
    """A name that no other app has: the wish, or that of an example."""
    apps = node_at(APPS[len(FAL) :])
    assert apps is not None
    name = first = wish or str(next(iter(apps.examples[0])))
    there = context.apps
    number = 1
    while there is not None and there.get(name) is not None:
        number += 1
        name = f"{first}-{number}"
    return name


def table_above(context: Context) -> Names:
    """The nearest table of an app at or above the cursor that has a header; empty for none."""
    document = context.document
    index = document.section_at(context.cursor.offset)
    if index == _own_section(context):
        index -= 1
    for number in range(index, max(index - _MAX_SECTIONS_ABOVE, -1), -1):
        path = section_path(document, number)
        if path[: len(APPS)] == APPS and len(path) > len(APPS):
            return tuple([str(part) for part in path])
    return ()


def _below(context: Context, table: Names, typed: Names) -> Iterator[Target]:
    """The tables below one that may get a header; those that others there exclude come last."""
    schema = node_at(table[len(FAL) :])
    node = context.document.node(table)
    if schema is None or (node is not None and node.form not in ("header", "implicit", "dotted")):
        return
    entries = {} if node is None else node.entries()
    there = {name: entry for name, entry in entries.items() if not _is_own(context, entry)}
    if schema.entry is not None and schema.entry.is_table:
        candidates = names_from_project(context.inside(table))
        names = [
            *(candidate.match for candidate in candidates),
            *(key.value for key in schema.keys),
        ]
        for name in dict.fromkeys(names):
            if name not in there:
                yield Target((*table, name), schema.entry)
    avoided = conflicts(schema, there)
    for name, child in ranked_keys(schema, there):
        if not child.is_table or child.deprecated:
            continue
        inner, entry = (*table, name), there.get(name)
        has_tables_only = child.entry is not None and child.entry.is_table
        if not has_tables_only and not _has_header(context, entry):
            yield Target(inner, child, penalty=int(name in avoided))
        is_on_the_way = typed[: len(inner)] == inner or has_tables_only
        if is_on_the_way or (entry is not None and entry.form in ("header", "implicit")):
            yield from _below(context, inner, typed)


def _is_own(context: Context, entry: Node) -> bool:
    """Whether an entry is only there because of the header that is being typed."""
    own = _own_section(context)
    return own >= 0 and entry.headers == (own,)


def _has_header(context: Context, entry: Node | None) -> bool:
    """Whether a table can get no header, as it has one besides that which is being typed."""
    if entry is None or entry.form == "implicit":
        return False
    own = _own_section(context)
    start = context.document.starts[own] if own >= 0 else -1
    line = line_end(context.document.text, start)
    return entry.form != "header" or not (own >= 0 and start <= entry.keys[0].start < line)


def _own_section(context: Context) -> int:
    """The section of the header that is being typed; -1 where the text has none of it yet."""
    document, offset = context.document, context.cursor.offset
    if context.cursor.place != "header":
        return -1
    index = document.section_at(offset)
    header = document.sections[index].header
    line = line_start(document.text, offset)
    return index if header and document.starts[index] + header.start >= line else -1


def _other_apps(context: Context, apps: Node) -> Iterator[Target]:
    """The apps that have a header, to add a table below one."""
    typed = context.cursor.prefix.lower()
    listed = 0
    for name in context.cursor.present:
        if not name.lower().startswith(typed):
            continue
        node = apps.get(name)
        if node is not None and node.form in ("header", "implicit"):
            listed += 1
            yield Target((*APPS_NAMES, name), None)
        if listed == _MAX_APPS:
            context.left_off.append("apps")
            return
