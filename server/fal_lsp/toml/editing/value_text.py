"""The source of values: as it is given, in TOML 1.0, or on one line.

Knows the syntax of values; must not know paths.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from .. import parse
from ..literals import string_text
from ..section import value_of
from ..syntax_tree import Pair, Value, commas

if TYPE_CHECKING:
    from ..section import Section


def value_text(text: str, end: str) -> str | None:
    """TOML for a value with the line end `end`; None where it is not one value."""
    text = text.replace("\r\n", "\n")
    probe = parse(f"v = {text}")
    node = probe.node(("v",))
    if probe.problems or node is None or node.span != (4, 4 + len(text)):
        return None
    return text.replace("\n", end)


def in_toml_1_0(section: Section, value: Value) -> str | None:
    """The source of a value whose inline tables have no line ends and no trailing commas.

    None where a comment would be lost.
    """
    parts = _children(section, value, in_toml_1_0)
    if parts is None:
        return None
    if value.kind == "table":
        between = gaps(section, value)
        if "\n" in between or len(commas(section.text, value)) == len(parts) > 0:
            return None if "#" in between else braced(parts)
    pieces: list[str] = []
    position = value.start
    for child, part in zip(value.children, parts, strict=True):
        pieces += (section.text[position : child.start], part)
        position = child.end
    return "".join((*pieces, section.text[position : value.end]))


def on_one_line(section: Section, value: Value) -> str | None:
    """The source of a value without a line end, in TOML 1.0; None where a comment would be lost."""
    if "\n" not in section.text[value.start : value.end]:
        return in_toml_1_0(section, value)
    if value.kind == "string":
        return string_text(value_of(section.text, value))
    parts = _children(section, value, on_one_line)
    if parts is None or "#" in gaps(section, value):
        return None
    return f"[{', '.join(parts)}]" if value.kind == "array" else braced(parts)


def braced(pairs: list[str]) -> str:
    """Pairs as an inline table."""
    return f"{{ {', '.join(pairs)} }}" if pairs else "{}"


def gaps(section: Section, value: Value) -> str:
    """What is between the brackets of a value besides its children: space, commas, comments."""
    pieces: list[str] = []
    position = value.start + 1
    for child in value.children:
        pieces.append(section.text[position : child.start])
        position = child.end
    return "".join((*pieces, section.text[position : value.end - 1]))


def _children(
    section: Section, value: Value, write: Callable[[Section, Value], str | None]
) -> list[str] | None:
    parts: list[str] = []
    for child in value.children:
        inner = child.value if isinstance(child, Pair) else child
        part = write(section, inner)
        if part is None:
            return None
        parts.append(section.text[child.start : inner.start] + part)
    return parts
