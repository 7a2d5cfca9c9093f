"""REFERENCE.md from the model. Knows Markdown, but no key of fal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from . import docs, model
from .literals import header
from .tool_fal import TOOL_FAL

if TYPE_CHECKING:
    from .model import Field, Kind
    from .violation import Path

_INTRODUCTION = """\
# Keys of `[tool.fal]`

Every key that fal reads from pyproject.toml, with its type, default and the fal release that \
introduced it. The editor shows the same on hover.
"""


def render() -> str:
    """The whole page; tables in the order in which they nest, keys in the model's order."""
    return "\n".join([_INTRODUCTION, *_sections(TOOL_FAL, ())])


def type_name(kind: Kind) -> str:
    """A kind as the reference writes it: `integer`, `list[string]`, `string` or `list[string]`."""
    if isinstance(kind, model.Either):
        return f"{type_name(kind.one)} or {type_name(kind.other)}"
    return f"`{_type_name(kind)}`"


def _type_name(kind: Kind) -> str:
    if isinstance(kind, model.String):
        return "string"
    if isinstance(kind, model.Integer):
        return "integer"
    if isinstance(kind, model.Boolean):
        return "boolean"
    if isinstance(kind, model.Array):
        return f"list[{_type_name(kind.items)}]"
    return "table"


def _sections(field: Field, path: Path) -> Iterator[str]:
    kind = field.kind
    if isinstance(kind, model.Map):
        if isinstance(kind.item.kind, model.Table):
            yield from _sections(kind.item, (*path, f"<{kind.item.name}>"))
        return
    if not isinstance(kind, model.Table):
        return
    yield f"## `{_title(path)}`\n"
    yield f"{field.summary}\n\n{field.docs}\n"
    for title, fields in kind.groups or (("", kind.fields),):
        shown = [child for child in fields if not child.internal]
        if title:
            yield f"### {title}\n"
        if shown[1:]:
            yield _overview(shown, path)
        internal = ", ".join(f"`{child.name}`" for child in fields if child.internal)
        if internal:
            yield f"Also accepted, but internal to fal: {internal}.\n"
        for child in shown:
            yield _key(child, (*path, child.name))
    for child in kind.fields:
        yield from _sections(child, (*path, child.name))


def _title(path: Path) -> str:
    return header(path).replace('"', "")


def _overview(fields: list[Field], path: Path) -> str:
    lines = ["| Key | Type | Description |", "| --- | --- | --- |"]
    for field in fields:
        note = "**Deprecated.** " if field.deprecated else ""
        note += "**Required.** " if field.required else ""
        link = f"[`{field.name}`](#{_anchor((*path, field.name))})"
        lines.append(f"| {link} | {type_name(field.kind)} | {note}{field.summary} |")
    return "\n".join(lines) + "\n"


def _key(field: Field, path: Path) -> str:
    shown = (*docs.EXAMPLE_APP, *path[2:]) if path[1:] else path
    return f"""\
<a id="{_anchor(path)}"></a>

#### `{field.name}`

{type_name(field.kind)} · {docs.facts(field)}

{docs.explanation(field, shown)}
"""


def _anchor(path: Path) -> str:
    """The anchor of a key: the same name may be a key of several tables."""
    return "-".join(str(step) for step in path if not str(step).startswith("<"))
