"""From jsonschema's errors to violations: which rule, which place, which words. Knows no key.

Each keyword of the schema has a function below that answers for an error of that keyword. All
names, units and sentences come from the schema's node.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from . import unknown, wrong_type
from .literals import short
from .lookup import node_at
from .nearest import LONGEST, nearest, normal
from .violation import Related, Violation
from .words import capital, join, quoted, subject

if TYPE_CHECKING:
    from jsonschema import ValidationError

    from .lookup import NodeRule, SchemaNode
    from .violation import Path

_GUESSES = 100
"""Unknown keys of one file for which a meaning is looked for; the search takes time."""


def violations(errors: Iterable[ValidationError], data: Any) -> list[Violation]:
    """The violations that errors stand for, one for each problem, in the errors' order."""
    found: dict[tuple[Path, str], Violation] = {}
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
        if slot not in found or _rank(found[slot]) > _rank(violation):
            found[slot] = violation
    return list(found.values())


def _rank(violation: Violation) -> int:
    return _RANK.get(violation.rule, 2)


_RANK = {"ref-conflict": 0, "image-conflict": 0, "wrong-type": 1}
"""Of two violations of one entry the lower one is shown: a key to remove needs no other type, and
a value of another type need not fit the rest."""


def _unknown_key(path: Path, data: Any, search: bool) -> Violation:
    *table, name = path
    node = node_at(tuple(table))
    content = _at(table, data)
    if search and node is not None:
        meant = unknown.guess(str(name), tuple(table), node, content, content[name])
    else:
        meant = unknown.Guess(f"Unknown key {quoted(str(name))}.")
    severity: Any = node.unknown_key_severity if node else "error"
    return Violation(
        "unknown-key",
        path,
        "key",
        meant.message,
        severity,
        suggestion=meant.suggestion,
        home=meant.home,
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
    words = join([each.value for each in node.values], "or")
    hint = f": did you mean {quoted(meant)}?" if meant else "."
    message = f"{capital(subject(path, node))} must be {words}, not {short(value)}{hint}"
    return _invalid(path, message, meant, "invalid-value")


def _pattern(error: ValidationError, path: Path, node: SchemaNode | None) -> Violation:
    assert node is not None
    rule, words = node.special
    value: Any = error.instance
    meant = _meant(value, node)
    hint = f" Did you mean {quoted(meant)}?" if meant else ""
    message = f"{capital(subject(path, node))} cannot be {short(value)}: {words}.{hint}"
    return _invalid(path, message, meant, rule or "invalid-value")


def _invalid(path: Path, message: str, meant: str | None, rule: str) -> Violation:
    return Violation(rule, path, "value", message, suggestion=meant, replacement=meant)


def _meant(value: str, node: SchemaNode) -> str | None:
    if len(value) > LONGEST:
        return None
    names = [each.value for each in node.values]
    wanted = normal(value)
    known = {normal(alias): meant for alias, meant in node.meant.items()}
    return known.get(wanted) or nearest(value, names)


def _empty(error: ValidationError, path: Path, node: SchemaNode | None) -> Violation:
    assert node is not None
    name = capital(subject(path, node))
    if node.suggested:
        words = f"add at least one of {join([*node.suggested], 'or')}"
    elif node.examples:
        words = f"write one such as {short(node.examples[0])}"
    else:
        words = "write at least one value"
    message = f"{name} must not be empty: {words}, or remove the key."
    return Violation("invalid-value", path, "value", message)


def _range(error: ValidationError, path: Path, node: SchemaNode | None) -> Violation:
    assert node is not None
    low, high = node.schema["minimum"], node.schema["maximum"]
    reason = ", since fal sends it as a 32-bit integer" if high == 2**31 - 1 else ""
    message = (
        f"{capital(subject(path, node))} must be from {low} to {high}{reason}; "
        f"{short(error.instance)} is out of range."
    )
    return Violation("out-of-range", path, "value", message)


def _required(error: ValidationError, path: Path, node: SchemaNode | None) -> Violation | None:
    assert node is not None
    way = list(error.schema_path)
    wanted: Any = error.validator_value
    if "then" in way:
        rule = next(rule for rule in node.rules if rule.keys)
        message = f"{capital(subject(path, node))} {rule.message}"
        return Violation(rule.rule, path, "key", message, missing=rule.keys)
    if "dependencies" in way:
        present, needed = way[-2], wanted[0]
        rule = next(rule for rule in node.rules if (rule.present, rule.needed) == (present, needed))
        return Violation(rule.rule, (*path, rule.present), "key", rule.message, needs=needed)
    missing: tuple[str, ...] = tuple(wanted)
    words = " and ".join(f"{quoted(key)} ({_lower(node.children[key].summary)})" for key in missing)
    them = "it" if len(missing) == 1 else "them"
    message = f"{capital(subject(path, node))} lacks {words}: add {them}."
    return Violation("missing-key", path, "key", message, missing=missing)


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:].rstrip(".")


def _excluded(error: ValidationError, path: Path, data: Any) -> Violation | None:
    rule = _exclusion(error, path)
    *table, _ = path
    if rule.unless in _at(table, data):
        return None
    related = Related((*table, rule.present), "key", f"`{rule.present}` is set here.")
    return Violation(rule.rule, path, "key", rule.message, related=(related,))


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
