"""A value of the wrong type: what was expected, and what to write instead. Knows no key."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from .acceptance import accepts
from .literals import header, key, literal, short
from .nearest import nearest
from .violation import Violation
from .words import article, capital, expected, got, join, quoted, subject

if TYPE_CHECKING:
    from .lookup import SchemaNode
    from .violation import Path

_INTEGER = r"\s*[+-]?[0-9](?:_?[0-9]){0,9}\s*"
_DURATION = r"\s*([0-9]{1,6})\s*(s|m|h|d)(?:ec(?:ond)?s?|in(?:ute)?s?|(?:ou)?rs?|ays?)?\s*"
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_TRUE = frozenset(("true", "yes", "on", "1", "enabled"))
_FALSE = frozenset(("false", "no", "off", "0", "disabled"))


class Cure(NamedTuple):
    """What to do, in a sentence; the value to write instead, where it is certain."""

    help: str
    replacement: Any = None


def violation(path: Path, node: SchemaNode | None, value: Any) -> Violation:
    """The violation for a value at a path whose node accepts other types.

    It has a help only where it has no replacement: whoever writes that has nothing more to say.
    """
    if node is None:
        return Violation("wrong-type", path, "value", "This value has the wrong type.")
    wanted = expected(node)
    misplaced = _key_among_entries(path, node)
    if misplaced:
        message, advice = misplaced
        return Violation("wrong-type", path, "value", message, expected=wanted, help=advice)
    cure = _cure(path, node, value)
    if cure.replacement is not None and not _is_meant(node, cure.replacement):
        values = [each.value for each in node.values]
        if values:
            cure = Cure(f"Use {join(values, 'or')}.")
        elif node.outline:
            cure = Cure(f"Use a value such as {short(node.examples[0])}.")
        else:
            cure = Cure(cure.help)
    message = f"{capital(subject(path, node))} must be {wanted}, not {_got(value, node)}."
    return Violation(
        "wrong-type",
        path,
        "value",
        message,
        expected=wanted,
        replacement=cure.replacement,
        help=cure.help if cure.replacement is None else "",
    )


def _is_meant(node: SchemaNode, replacement: Any) -> bool:
    """Whether a value is accepted, both here and by a rule of its own."""
    outline = node.outline
    return accepts(node.schema, replacement) and (
        not outline or re.search(outline, replacement) is not None
    )


def _got(value: Any, node: SchemaNode) -> str:
    return "a mix of both" if isinstance(value, list) and "array" in node.types else got(value)


def _key_among_entries(path: Path, node: SchemaNode) -> tuple[str, str] | None:
    """The message and the help for a key of an app that is directly in `[tool.fal.apps]`."""
    name = path[-1] if path else ""
    if node.parent is None or node.parent.entry is not node or name not in node.children:
        return None
    example = header((*path[:-1], f"my-{node.name}"))
    return (
        f"{quoted(str(name))} must be in the table of {article(node.name)}, not directly in "
        f"`{header(path[:-1])}`.",
        f"Move it below a header with a name, such as `{example}`.",
    )


def _cure(path: Path, node: SchemaNode, value: Any) -> Cure:
    if isinstance(value, tuple):
        return Cure("Use a list.") if "array" in node.types else Cure("")
    if not isinstance(value, (str, int, float, list, dict)) and not hasattr(value, "isoformat"):
        return Cure("")
    for kind in ("object", "array", "integer", "boolean", "string"):
        if kind in node.types:
            cure = _CURES[kind](path, node, value)
            if cure.help:
                return cure
    return Cure("")


def _table(path: Path, node: SchemaNode, value: Any) -> Cure:
    name = str(path[-1]) if path else "fal"
    if isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
        if node.entry is not None and node.entry.is_table:
            example = (*path, f"my-{node.entry.name}")
            return Cure(f"Use `{header(example)}` for each {node.entry.name}.")
        if len(value) == 1:
            return Cure(f"Use `{header(path)}` with single brackets.", value[0])
        return Cure(f"Use `{header(path)}` once, with single brackets.")
    text = str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else None
    for pattern, child in node.shorthands if text is not None else ():
        if re.search(pattern, text or "") and accepts(node.children[child].schema, value):
            table = {child: value}
            return Cure(f"Use `{key(name)} = {_inline(table)}`.", table)
    if node.entry is not None and node.entry.is_table:
        example = (*path, f"my-{node.entry.name}")
        return Cure(f"Use `{header(example)}` for each {node.entry.name}.")
    for table in node.examples:
        if isinstance(table, dict):
            return Cure(f"Use `{header(path)}` with keys such as `{next(iter(table))}`.")
    return Cure(f"Use `{header(path)}`.")


def _inline(table: dict[str, Any]) -> str:
    ((name, value),) = table.items()
    return f"{{ {key(name)} = {short(value)} }}"


def _list(path: Path, node: SchemaNode, value: Any) -> Cure:
    if isinstance(value, list):
        return Cure("Make every item a list, or none of them.")
    item = node.item
    if item is not None and isinstance(value, str) and "string" in item.types:
        if "string" in node.types:
            return Cure("")
        if item.misread(value):
            return Cure(f"{capital(item.misread(value))}.")
        if not value.strip():
            return Cure("Use `[]`.", [])
        items = _split(value, item)
        meant = [_meant(each, item) for each in items]
        if item.values and not all(accepts(item.schema, each) for each in meant):
            return Cure(f"Use a list such as `{short(node.examples[0])}`.")
        written = ", ".join(map(short, meant))
        # What was meant by a misspelled item is a guess, which nobody writes unasked.
        return Cure(f"Use a list: `[{written}]`.", items if meant == items else None)
    return Cure("")


def _meant(text: str, item: SchemaNode) -> str:
    """The value of an item that a text is, or most likely was meant to be."""
    if accepts(item.schema, text):
        return text
    return nearest(text, [each.value for each in item.values]) or text


def _split(text: str, item: SchemaNode) -> list[str]:
    """The items that a string lists: lines, or words after commas; else the string alone.

    A comma without a space may be part of a requirement, a path or a pattern, so it separates
    only where there is a set of values to choose from, or where no item can have one.
    """
    separator = r"[\n,]" if item.values else r"\n|,\s+(?=[A-Za-z.])"
    separator = r"[\s,]+" if item.is_word else separator
    parts = [part.strip() for part in re.split(separator, text)]
    parts = [part for part in parts if part]
    return parts if len(parts) > 1 and all(map(_is_whole, parts)) else [text]


def _is_whole(text: str) -> bool:
    """Whether every bracket and every quotation mark in a text has its partner."""
    brackets = (("[", "]"), ("(", ")"), ("{", "}"))
    pairs = all(text.count(left) == text.count(right) for left, right in brackets)
    return pairs and not any(text.count(mark) % 2 for mark in "'\"")


def _integer(path: Path, node: SchemaNode, value: Any) -> Cure:
    if isinstance(value, str):
        if re.fullmatch(_INTEGER, value):
            return Cure("Remove the quotes.", int(value))
        duration = re.fullmatch(_DURATION, value, re.IGNORECASE)
        if duration and node.unit == "seconds":
            seconds = int(duration[1]) * _SECONDS[duration[2].lower()]
            return Cure(f"Use `{seconds}`.", seconds)
        unit = f" of {node.unit}" if node.unit and node.unit != "port" else ""
        return Cure(f"Use a plain number{unit}.") if re.match(r"\s*[0-9]", value) else Cure("")
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return Cure(f"Use `{int(value)}`.", int(value))
    return Cure("")


def _boolean(path: Path, node: SchemaNode, value: Any) -> Cure:
    word = str(value).strip().lower() if isinstance(value, (str, int)) else ""
    for meant, words in ((True, _TRUE), (False, _FALSE)):
        if word in words:
            text = literal(meant)
            return Cure("Remove the quotes." if value == text else f"Use `{text}`.", meant)
    return Cure("Use `true` or `false`.") if isinstance(value, str) else Cure("")


def _string(path: Path, node: SchemaNode, value: Any) -> Cure:
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], str):
        return Cure("Remove the brackets.", value[0])
    if isinstance(value, (dict, list)):
        return Cure("")
    # A float may have lost a zero: 3.10 is 3.1 by now, so only what cannot have is replaced.
    text = short(value)
    if isinstance(value, float) and len(text.rpartition(".")[2]) == 1:
        # What has many digits, such as 1e5, is hardly a version.
        why = f": as a float, {text}0 is the same as {text}" if abs(value) < 1000 else ""
        return Cure(f"Put it in quotes{why}.")
    return Cure("Put it in quotes.", None if text.endswith("...") else text)


_CURES: dict[str, Callable[[Path, SchemaNode, Any], Cure]] = {
    "object": _table,
    "array": _list,
    "integer": _integer,
    "boolean": _boolean,
    "string": _string,
}
