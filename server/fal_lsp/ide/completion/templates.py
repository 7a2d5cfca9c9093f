"""Whole new apps, one for each way to say what to run. Knows which keys belong together.

What the values look like is read from the schema; nothing else about a key is written here.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from fal_schema.literals import header
from fal_schema.lookup import node_at

from ...rules.context import APPS, FAL
from ...text import Span
from ...toml.recovery import line_end
from ...toml.types import TextEdit
from ..types import Completion
from .headers import blank_line, new_app_name, takes_headers
from .placeholders import placeholder, tabstops
from .ranking import STARTS_ALIAS, filter_text, narrowed

if TYPE_CHECKING:
    from .context import Context
    from .placeholders import Tabstops


class Template(NamedTuple):
    """A kind of app: its keys, and those of a table below it."""

    label: str
    detail: str
    keys: tuple[str, ...]
    table: str = ""
    table_keys: tuple[str, ...] = ()

    @property
    def match(self) -> str:
        return self.label

    @property
    def aliases(self) -> tuple[str, ...]:
        return (".".join(map(str, APPS)),)

    @property
    def penalty(self) -> int:
        return 0


TEMPLATES = (
    Template("fal app: ref", "a Python file", ("ref", "auth", "machine_type")),
    Template(
        "fal app: python_entry_point",
        "a package",
        ("python_entry_point", "requirements", "auth", "machine_type"),
    ),
    Template(
        "fal app: Dockerfile",
        "a container to build",
        ("machine_type", "exposed_port"),
        "image",
        ("dockerfile",),
    ),
    Template(
        "fal app: image",
        "a container that exists",
        ("machine_type", "exposed_port"),
        "image",
        ("image",),
    ),
)


def templates(context: Context, worst: int) -> list[Completion]:
    """The new apps for a line of their own; `worst` is the worst grade of a match."""
    is_inline = context.cursor.path == APPS
    if not is_inline and not takes_headers(context):
        return []
    lead = "" if is_inline else blank_line(context)
    return [
        _completion(context, each, context.cursor.span, lead, is_inline)
        for each in narrowed(context.cursor.prefix, TEMPLATES, worst)
    ]


def templates_in_brackets(context: Context) -> list[Completion]:
    """The new apps for a header of which nothing is typed but (a part of) the first key."""
    cursor = context.cursor
    if cursor.typed or cursor.following or cursor.quote or cursor.notation != "header":
        return []
    # What is below the header would end up in the last table of the new app.
    if context.is_above_pairs or not takes_headers(context):
        return []
    span, text = cursor.span, context.document.text
    if cursor.header_closed:
        span = Span(span.start, text.index("]", span.end) + 1)
    if text[span.end : line_end(text, span.end)].strip(" \t"):
        return []
    found = narrowed(cursor.prefix, TEMPLATES, STARTS_ALIAS)
    opened = [_completion(context, each, span) for each in found]
    return [each._replace(edit=TextEdit(span, each.edit.text[1:])) for each in opened]


def _completion(
    context: Context, template: Template, span: Span, lead: str = "", is_inline: bool = False
) -> Completion:
    name, snippets = new_app_name(context), context.snippets
    text = (_inline if is_inline else _tables)(template, name, snippets)
    example = _tables(template, name, False)
    return Completion(
        template.label,
        "snippet",
        TextEdit(span, lead + text.replace("\n", context.newline)),
        f"A new app that runs {template.detail}.\n\n```toml\n{example}\n```",
        description=template.detail,
        filter_text=filter_text(context.cursor.prefix, template.match, template.aliases),
        snippet=snippets,
    )


@lru_cache(maxsize=64)
def _tables(template: Template, name: str, snippets: bool) -> str:
    """The app with a header of its own, and a second one for the table below it."""
    stops = tabstops(snippets)
    path = (*APPS[len(FAL) :], name)
    place = stops.placeholder(name)
    lines = [header(path).replace(name, place), *_pairs(template.keys, (), stops)]
    if template.table:
        # The same place again: what is typed at the one is typed at the other.
        lines += ["", header((*path, template.table)).replace(name, place)]
        lines += _pairs(template.table_keys, (template.table,), stops)
    return "\n".join(lines)


@lru_cache(maxsize=64)
def _inline(template: Template, name: str, snippets: bool) -> str:
    """The app on one line, below `[tool.fal.apps]`."""
    stops = tabstops(snippets)
    place = stops.placeholder(name)
    pairs = _pairs(template.keys, (), stops)
    if template.table:
        inner = _pairs(template.table_keys, (template.table,), stops)
        pairs.append(f"{template.table} = {{ {', '.join(inner)} }}")
    return f"{place} = {{ {', '.join(pairs)} }}"


def _pairs(keys: tuple[str, ...], table: tuple[str, ...], stops: Tabstops) -> list[str]:
    app = node_at((*APPS[len(FAL) :], "app", *table))
    assert app is not None
    children = app.children
    return [f"{key} = {placeholder(children[key], stops)}" for key in keys]
