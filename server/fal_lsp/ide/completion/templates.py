"""Whole new apps, one for each way to say what to run. Knows which keys belong together.

What the values look like is read from the schema, but what the project has comes first: a class, a
Dockerfile and its port.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from fal_schema.literals import header, key, literal
from fal_schema.lookup import node_at

from ...project.python.app_class import class_words
from ...rules.context import APPS, FAL
from ...text import Span
from ...toml.recovery import line_end
from ...toml.types import TextEdit
from ..types import Completion
from .headers import new_app_name
from .placeholders import placeholder, tabstops
from .ranking import STARTS_ALIAS, filter_text, narrowed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fal_schema.lookup import SchemaNode

    from ...project import Project
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


Known = tuple[tuple[str, tuple[str, ...]], ...]
"""The values that the project has for a key, as TOML; those of a string without their quotes."""

_MOST_CHOICES = 20
_MOST_SECTIONS = 50

TEMPLATES = (
    Template("fal app: ref", "a Python file", ("ref", "auth", "machine_type")),
    Template(
        "fal app: python_entry_point",
        "a package",
        ("python_entry_point", "requirements", "auth", "machine_type"),
    ),
    Template(
        "fal app: Dockerfile",
        "a container image to build",
        ("machine_type", "exposed_port"),
        "image",
        ("dockerfile",),
    ),
    Template(
        "fal app: image",
        "an existing container image",
        ("machine_type", "exposed_port"),
        "image",
        ("image",),
    ),
)


def templates(context: Context, worst: int) -> list[Completion]:
    """The new apps for a line of their own; `worst` is the worst grade of a match."""
    is_inline = context.cursor.path == APPS
    if not is_inline and not context.takes_headers:
        return []
    lead = "" if is_inline else context.blank_line
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
    if context.is_above_pairs or not context.takes_headers:
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
    snippets, known = context.snippets, _known(context, template)
    name = new_app_name(context, _class_words(known))
    text = (_inline if is_inline else _tables)(template, name, snippets, known)
    example = _tables(template, name, False, known)
    return Completion(
        template.label,
        "snippet",
        TextEdit(span, lead + text.replace("\n", context.newline)),
        f"A new app that runs {template.detail}.\n\n```toml\n{example}\n```",
        description=template.detail,
        filter_text=filter_text(context.cursor.prefix, template.match, template.aliases),
        snippet=snippets,
    )


def _known(context: Context, template: Template) -> Known:
    """What the project has for the keys of a template."""
    project, keys = context.project, (*template.keys, *template.table_keys)
    if project is None:
        return ()
    if "ref" in keys:
        used = _used_refs(context)
        # A class that no app runs yet is what a new app is for.
        classes = [each.ref for each in project.app_names() if not each.is_function]
        refs = sorted(classes, key=lambda ref: ref in used)
        return (("ref", _strings(refs)),) if refs else ()
    if "python_entry_point" in keys:
        apps = [each for each in project.app_names() if each.module and not each.is_function]
        entries = [f"{each.module}:{each.name}" for each in apps]
        return (("python_entry_point", _strings(entries)),) if entries else ()
    if "dockerfile" in keys:
        names = project.dockerfiles().names[:_MOST_CHOICES]
        ports = _ports(project, names[0]) if len(names) == 1 else ()
        found = ("dockerfile", _strings(names)), ("exposed_port", ports)
        return tuple(each for each in found if each[1])
    return ()


def _class_words(known: Known) -> str:
    """The name that fal gives the class that is filled in, empty where none is."""
    found = [texts[0] for key, texts in known if key in ("ref", "python_entry_point")]
    return class_words(found[0].rpartition(":")[2]) if found else ""


def _used_refs(context: Context) -> set[str]:
    """The `ref`s of the apps; none in a large file, where that takes too long at a keystroke."""
    if len(context.document.sections) > _MOST_SECTIONS:
        return set()
    apps = context.document.data(APPS)
    return {
        app["ref"]
        for app in (apps.values() if isinstance(apps, dict) else ())
        if isinstance(app, dict) and isinstance(app.get("ref"), str)
    }


def _strings(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(literal(value)[1:-1] for value in values[:_MOST_CHOICES])


def _ports(project: Project, dockerfile: str) -> tuple[str, ...]:
    """The ports that a Dockerfile exposes."""
    from ...project.files import Unreadable

    found = project.dockerfile(dockerfile)
    ports = () if isinstance(found, Unreadable) else found.exposed
    return tuple(str(each.first) for each in ports if each.first is not None)


@lru_cache(maxsize=64)
def _tables(template: Template, name: str, snippets: bool, known: Known) -> str:
    """The app with a header of its own, and a second one for the table below it."""
    stops = tabstops(snippets)
    table = header(APPS[len(FAL) :]).removesuffix("]")
    path = f"{table}.{_placed(name, stops)}"
    lines = [f"{path}]", *_pairs(_keys(template, known), (), stops, known)]
    if template.table:
        # The same place again: what is typed at the one is typed at the other.
        lines += ["", f"{path}.{template.table}]"]
        lines += _pairs(template.table_keys, (template.table,), stops, known)
    return "\n".join(lines)


@lru_cache(maxsize=64)
def _inline(template: Template, name: str, snippets: bool, known: Known) -> str:
    """The app on one line, below `[tool.fal.apps]`."""
    stops = tabstops(snippets)
    place = _placed(name, stops)
    pairs = _pairs(_keys(template, known), (), stops, known)
    if template.table:
        inner = _pairs(template.table_keys, (template.table,), stops, known)
        pairs.append(f"{template.table} = {{ {', '.join(inner)} }}")
    return f"{place} = {{ {', '.join(pairs)} }}"


def _placed(name: str, stops: Tabstops) -> str:
    """The name of an app to type over, in quotes where it has to be."""
    return key(name).replace(name, stops.placeholder(name))


def _keys(template: Template, known: Known) -> tuple[str, ...]:
    """The keys to write: a class that is there says itself what machine it needs."""
    is_known = any(key == "ref" for key, _ in known)
    return tuple(key for key in template.keys if not (is_known and key == "machine_type"))


def _pairs(
    keys: tuple[str, ...], table: tuple[str, ...], stops: Tabstops, known: Known
) -> list[str]:
    app = node_at((*APPS[len(FAL) :], "app", *table))
    assert app is not None
    children, values = app.children, dict(known)
    return [f"{key} = {_value(children[key], values.get(key, ()), stops)}" for key in keys]


def _value(node: SchemaNode, known: tuple[str, ...], stops: Tabstops) -> str:
    """A value to fill in: the list of what there is, which the editor opens, or an example."""
    quote = '"' if node.values or isinstance(node.examples[0], str) else ""
    if not known and node.values and quote:
        known = tuple(literal(each.value)[1:-1] for each in node.values[:_MOST_CHOICES])
        known = tuple(dict.fromkeys((literal(node.examples[0])[1:-1], *known)))
    if not known:
        return placeholder(node, stops)
    text = stops.choice(known) if len(known) > 1 else stops.placeholder(known[0])
    return f"{quote}{text}{quote}"
