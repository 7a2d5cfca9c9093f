"""The Markdown of a key, put together from its field. Knows no key and no JSON Schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import model
from .literals import document, key, literal

if TYPE_CHECKING:
    from .model import Field, Kind, Value
    from .violation import Path

EXAMPLE_APP: Path = ("apps", "my-app")

_WINS = {
    "class": "With `ref`, a value set on the `fal.App` class takes precedence.",
    "toml": "With `ref`, this value takes precedence over the one of the `fal.App` class.",
}


def markdown(field: Field, path: Path) -> str:
    """What a hover over the key at a path shows, without its name and type."""
    return f"{explanation(field, path)}\n\n{facts(field)}"


def explanation(field: Field, path: Path) -> str:
    """What the key at a path is for, with its values and an example."""
    parts = [field.summary]
    if field.deprecated:
        parts.append(f"**Deprecated.** {field.deprecated.message}")
    parts.append(field.docs)
    values = string_values(field.kind)
    if values:
        parts.append(values_table(values) if len(values) > 6 else _values_list(values))
    if field.wins:
        parts.append(_WINS[field.wins])
    parts.append(f"```toml\n{example(field, path)}\n```")
    return "\n\n".join(parts)


def facts(field: Field) -> str:
    """A line with the default, the first release of fal with the key, and a link."""
    facts = [default_text(field), f"Since fal {field.since}", f"[fal's documentation]({field.url})"]
    return " · ".join(fact for fact in facts if fact)


def default_text(field: Field) -> str:
    """`Default: ...` for a person; empty where there is nothing to say."""
    if field.required:
        return "Required"
    if field.default_note:
        return f"Default: {field.default_note}"
    if field.default is None:
        return ""
    unit = field.kind.unit if isinstance(field.kind, model.Integer) else ""
    words = f" {unit}" if unit in ("seconds", "percent") else ""
    return f"Default: `{literal(field.default)}`{words}"


def example(field: Field, path: Path) -> str:
    """TOML that sets the key at a path: a line, or the table with its header."""
    value = field.examples[0]
    if isinstance(value, dict):
        return document(value, path)
    return f"{key(str(path[-1]))} = {literal(value)}"


def string_values(kind: Kind) -> tuple[Value, ...]:
    """The values that strings of a kind take, wherever in the kind they are."""
    if isinstance(kind, model.String):
        return kind.values
    if isinstance(kind, model.Array):
        return string_values(kind.items)
    if isinstance(kind, model.Either):
        return string_values(kind.one)
    if isinstance(kind, model.Map):
        return kind.keys
    return ()


def values_table(values: tuple[Value, ...]) -> str:
    """Values with their facts as a Markdown table, a column for each fact."""
    columns = list(dict.fromkeys(name for value in values for name, _ in value.facts))
    heads = ["Value", *(_COLUMNS[column] for column in columns)]
    rows = [
        [f"`{value.value}`", *(dict(value.facts).get(column, "") for column in columns)]
        for value in values
    ]
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


_COLUMNS = {"cpu": "CPU", "memory": "Memory", "vram": "VRAM"}


def _values_list(values: tuple[Value, ...]) -> str:
    return "\n".join(f"- `{value.value}`: {value.docs}" for value in values)
