"""Plain data to violations, in the order of the data. Knows no TOML text.

The packaged schema decides what is wrong (`keywords.errors`); `report` puts it into words. Both are
only imported where something is wrong, and jsonschema with them. What only follows from another
violation is left out here.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from . import acceptance, packaged
from .lookup import app_node

if TYPE_CHECKING:
    from .violation import Path, Severity, Violation


_MOST = 1000
"""Problems that are looked at. Nobody reads more, and each takes about a tenth of a millisecond."""


def validate(data: Any) -> list[Violation]:
    """The violations of the content of the `[tool.fal]` table, given with tomli's types.

    `None` anywhere in the data is a value that is there but unknown (half-typed): its
    key counts as present, and nothing is said of it. Never raises, whatever the data.
    """
    return _violations(packaged.shared(), data, (), data)


def validate_app(name: str, data: Any) -> list[Violation]:
    """The same of an app alone; the paths start at `[tool.fal]`, too."""
    # Nothing around it says more of an app than its own schema.
    return _violations(app_node().schema, data, ("apps", name), {"apps": {name: data}})


def _violations(schema: acceptance.Schema, data: Any, path: Path, whole: Any) -> list[Violation]:
    """The violations of a node of the schema by its data, which is at a path in the whole."""
    with acceptance.remembering():
        if acceptance.accepts(schema, data):
            return []
        from . import keywords, report

        errors = list(islice(keywords.errors(data, schema, path), _MOST))
    violations = _independent(report.violations(errors, whole), whole)
    return _in_order(violations, whole) if len(violations) > 1 else violations


def _independent(violations: list[Violation], data: Any) -> list[Violation]:
    """Without the violations that only follow from another one.

    A key that is misspelt or in the wrong table counts as written where it belongs, so that the
    table there lacks nothing; and a table that is only there because a name was cut at a dot
    was never meant. Where something is lacking, the key that was meant for it is as grave.
    """
    meant: dict[Path, Path] = {}
    cut: dict[Path, Path] = {}
    for violation in violations:
        path = violation.meant
        if path is not None:
            meant.update((path[:end], violation.path) for end in range(len(path) + 1))
            if path[:-1] == violation.path[:-2] and "." in str(path[-1]):
                cut[violation.path[:-1]] = violation.path
        elif violation.home is not None:
            # A table that lacks the name of its app is the `image` that an app there would lack.
            meant[(*violation.path[:-1], violation.path[-2])] = violation.path
    remaining: list[Violation] = []
    graver: dict[Path, Severity] = {}
    for violation in violations:
        places = [(*violation.path, key) for key in violation.missing]
        if violation.needs is not None:
            places.append((*violation.path[:-1], violation.needs))
        reasons = [meant[place] for place in places if place in meant]
        if violation.missing and violation.path in cut:
            reasons.append(cut[violation.path])
        if reasons:
            graver.update((reason, violation.severity) for reason in reasons)
        elif not _is_unknown(violation.path, data):
            remaining.append(violation)
    return [each._replace(severity=graver.get(each.path, each.severity)) for each in remaining]


def _is_unknown(path: Path, data: Any) -> bool:
    """Whether the value at a path is `None`, so that nothing is certain about it."""
    for part in path:
        data = data[part]
    return data is None


def _in_order(violations: list[Violation], data: Any) -> list[Violation]:
    places: dict[int, dict[str, int]] = {}

    def position(violation: Violation) -> list[int]:
        result = []
        value = data
        for part in violation.path:
            if isinstance(part, str):
                known = places.get(id(value))
                if known is None:
                    known = places[id(value)] = {key: at for at, key in enumerate(value)}
                result.append(known[part])
            else:
                result.append(part)
            value = value[part]
        return result

    return sorted(violations, key=position)
