"""From jsonschema's errors to violations: which rule, which place, which words. Knows no key.

Each keyword of the schema has a function below that turns an error of that keyword into a
violation. All names, units and sentences come from the schema's node.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

from . import unknown, wrong_type
from .literals import short
from .lookup import node_at
from .nearest import LONGEST, nearest, normal
from .violation import Related, Violation
from .words import capital, did_you_mean, join, subject

if TYPE_CHECKING:
    from jsonschema import ValidationError

    from .lookup import NodeRule, SchemaNode
    from .violation import Path

_GUESSES = 100
"""The number of unknown keys in a file for which a suggestion is searched; the search is slow."""

_SHORT = 40
"""Code points of a list of accepted values that fits into a message; a longer one is the help."""

_BITS = {2**31 - 1: 32, 2**63 - 1: 64}
"""The largest integer of a size in bits, which is the limit of what fal can send."""


def violations(errors: Iterable[ValidationError], data: Any) -> list[Violation]:
    """The violations of some errors, one for each problem, in the errors' order."""
    by_slot: dict[tuple[Path, str], Violation] = {}
    guesses = 0
    for error in errors:
        path = tuple(error.path)
        keyword = str(error.validator)
        violation: Violation | None
        if keyword == "additionalProperties":
            guesses += 1
            violation = _unknown_key(path, data, guesses <= _GUESSES)
        elif keyword in ("false", "maxItems"):
            violation = _excluded(error, path, data)
        else:
            violation = _KEYWORDS[keyword](error, path, node_at(path))
        if violation is None:
            continue
        if "x-fal" in error.schema_path:
            violation = violation._replace(severity="warning")
        slot = (path, "missing" if violation.missing else "entry")
        if slot not in by_slot or _rank(by_slot[slot]) > _rank(violation):
            by_slot[slot] = violation
    return list(by_slot.values())


def _rank(violation: Violation) -> int:
    return _RANK.get(violation.rule, 2)


_RANK = {"ref-conflict": 0, "image-conflict": 0, "wrong-type": 1}
"""Of two violations of one entry the lower one is shown: a key that is to be removed needs no other
type, and a value of the wrong type is not checked further."""


def _unknown_key(path: Path, data: Any, search: bool) -> Violation:
    *table, name = path
    node = node_at(tuple(table))
    content = _at(table, data)
    if search and node is not None:
        meant = unknown.guess(str(name), tuple(table), node, content, content[name])
    else:
        meant = unknown.Guess(unknown.message(str(name)))
    severity: Any = node.unknown_key_severity if node else "error"
    return Violation(
        "unknown-key",
        path,
        "key",
        meant.message,
        severity,
        suggestion=meant.suggestion,
        home=meant.home,
        help=meant.help,
    )


def _at(path: Iterable[str | int], data: Any) -> Any:
    for part in path:
        data = data[part]
    return data


def _type(error: ValidationError, path: Path, node: SchemaNode | None) -> Violation:
    return wrong_type.violation(path, node, error.instance)


def _enum(error: ValidationError, path: Path, node: SchemaNode | None) -> Violation:
    assert node is not None
    value: Any = error.instance
    meant = _meant(value, node)
    name, values = capital(subject(path, node)), _accepted(node)
    if len(values) <= _SHORT:
        message, advice = f"{name} must be {values}, not {short(value)}.", ""
    else:
        message, advice = f"{name} cannot be {short(value)}.", f"Use {values}."
    return _invalid(path, message, meant, "invalid-value", advice)


def _pattern(error: ValidationError, path: Path, node: SchemaNode | None) -> Violation:
    assert node is not None
    rule, words = node.special
    value: Any = error.instance
    message = f"{words}, not {short(value)}."
    return _invalid(path, message, _meant(value, node), rule or "invalid-value")


def _invalid(path: Path, message: str, meant: str | None, rule: str, advice: str = "") -> Violation:
    if meant is not None:
        message, advice = f"{message} {did_you_mean(meant)}", ""
    return Violation(rule, path, "value", message, suggestion=meant, replacement=meant, help=advice)


def _meant(value: str, node: SchemaNode) -> str | None:
    if len(value) > LONGEST:
        return None
    return _mistakes(node).get(normal(value)) or nearest(value, _names(node))


@cache
def _names(node: SchemaNode) -> tuple[str, ...]:
    """The values that a node accepts; cached, as what is below, since one is typed many times."""
    return tuple([each.value for each in node.values])


@cache
def _accepted(node: SchemaNode) -> str:
    return join(_names(node), "or")


@cache
def _mistakes(node: SchemaNode) -> dict[str, str]:
    """What people write by mistake, each with the value that they mean."""
    return {normal(alias): meant for alias, meant in node.meant.items()}


def _empty(error: ValidationError, path: Path, node: SchemaNode | None) -> Violation:
    assert node is not None
    if node.suggested:
        words = f"Add at least one of {join([*node.suggested])}"
    elif node.examples:
        words = f"Use a value such as {short(node.examples[0])}"
    else:
        words = "Add at least one value"
    message = f"{capital(subject(path, node))} must not be empty."
    return Violation("invalid-value", path, "value", message, help=f"{words}, or remove the key.")


def _range(error: ValidationError, path: Path, node: SchemaNode | None) -> Violation:
    assert node is not None
    low, high = node.schema["minimum"], node.schema["maximum"]
    bits = _BITS.get(high)
    limits = f"fit in a {bits}-bit integer" if bits else f"be between {low} and {high}"
    message = f"{capital(subject(path, node))} must {limits} (got {short(error.instance)})."
    return Violation("out-of-range", path, "value", message)


def _required(error: ValidationError, path: Path, node: SchemaNode | None) -> Violation | None:
    assert node is not None
    way = list(error.schema_path)
    wanted: Any = error.validator_value
    if "then" in way:
        rule = next(rule for rule in node.rules if rule.keys)
        message = f"{capital(subject(path, node))} {rule.message}"
        return Violation(rule.rule, path, "key", message, missing=rule.keys, help=rule.help)
    if "dependencies" in way:
        present, needed = way[-2], wanted[0]
        rule = next(rule for rule in node.rules if (rule.present, rule.needed) == (present, needed))
        return Violation(
            rule.rule, (*path, rule.present), "key", rule.message, needs=needed, help=rule.help
        )
    missing: tuple[str, ...] = tuple(wanted)
    keys = f"key{'s' if len(missing) > 1 else ''} {join(missing)}"
    message = f"{capital(subject(path, node))} is missing the required {keys}."
    return Violation("missing-key", path, "key", message, missing=missing)


def _excluded(error: ValidationError, path: Path, data: Any) -> Violation | None:
    rule = _exclusion(error, path)
    *table, _ = path
    if rule.unless in _at(table, data):
        return None
    related = Related((*table, rule.present), "key", f"`{rule.present}` is set here")
    return Violation(rule.rule, path, "key", rule.message, related=(related,), help=rule.help)


def _exclusion(error: ValidationError, path: Path) -> NodeRule:
    parent = node_at(path[:-1])
    assert parent is not None
    way = list(error.schema_path)
    present = way[way.index("dependencies", -4) + 1]
    return next(rule for rule in parent.rules if (rule.present, rule.absent) == (present, path[-1]))


_KEYWORDS: dict[str, Callable[[Any, Path, SchemaNode | None], Violation | None]] = {
    "type": _type,
    "anyOf": _type,
    "enum": _enum,
    "pattern": _pattern,
    "minLength": _empty,
    "minItems": _empty,
    "minProperties": _empty,
    "minimum": _range,
    "maximum": _range,
    "required": _required,
}
