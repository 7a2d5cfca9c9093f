"""Fixes that add or remove keys without breaking another rule. Knows no rule and no key.

Which changes break a rule is decided by what the schema says about the keys of a table.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from typing import TYPE_CHECKING, Any

from fal_schema.literals import key, literal
from fal_schema.lookup import node_at

from .context import FAL
from .finding import Edit, Fix, InsertKey, MoveKey, RemoveKey, RenameKey, ReplaceValue

if TYPE_CHECKING:
    from fal_schema.lookup import NodeRule, SchemaNode
    from fal_schema.violation import Path, Violation

    from ..toml import Document

BASE = '["."]'
"""The `app_files` that upload the whole base directory."""

THIS_PROJECT = '["."]'
"""The `requirements` that build and install the project of the file."""


_IGNORED: Mapping[Path, str] = {("auth",): "private"}
"""Ends of paths where fal ignores a value that it does not know, with the default that applies then."""


_BY_TRUTH: Collection[Path] = {("no_scale",)}
"""Ends of paths where fal asks any value whether it is true, so that the text "false" is."""


def keeps_deployed(path: Path, wrong: object, value: object) -> bool:
    """Whether writing a value instead of a wrong one deploys nothing else than before.

    fal refuses most wrong values. One that it ignores is deployed as the default of the key, and
    one that it asks whether it is true as the answer.
    """
    if path[-1:] in _BY_TRUTH:
        return bool(wrong) == bool(value)
    return _IGNORED.get(path[-1:], value) == value


def remove_either(document: Document, violation: Violation) -> tuple[Fix, ...]:
    """Remove the marked key, or one of those that it conflicts with; the first one is preferred.

    None of the fixes is safe: only the author knows which key was meant. A fix that would break
    another rule, or keep a deprecated key, is left out.
    """
    paths = (violation.path, *(path for path, _, _ in violation.related))
    sound = [path for path in paths if _is_sound(document, path, paths)] or [violation.path]
    return tuple(
        Fix(
            f"Remove `{_written(path[-1])}`",
            (RemoveKey((*FAL, *path)),),
            safe=False,
            preferred=number == 0,
        )
        for number, path in enumerate(sound)
    )


def _written(step: str | int) -> str:
    return key(step) if isinstance(step, str) else str(step)


def add_missing(document: Document, violation: Violation) -> tuple[Fix, ...]:
    """Add all the keys that are missing.

    Not safe: the values are the examples of the documentation, which the author has to replace.
    """
    edits = _insertions(violation)
    if not edits:
        return ()
    pairs = ", ".join(f"{edit.name} = {edit.text}" for edit in edits)
    return (Fix(f"Add `{pairs}`", edits, safe=False),)


def add_one_of(document: Document, violation: Violation) -> tuple[Fix, ...]:
    """Add one of several keys of which one is required. Not safe.

    None is preferred: the values are examples, which a person has to replace. A key that the
    present keys exclude is left out.
    """
    edits = [
        edit
        for edit in _insertions(violation)
        if not breaks_a_rule(document, violation.path, add=(edit.name,))
    ]
    return tuple(
        Fix(f"Add `{edit.name} = {edit.text}`", (edit,), safe=False, preferred=False)
        for edit in edits
    )


def install_project(document: Document, app: Path) -> tuple[InsertKey, ...]:
    """The edit that installs this project on the runner of an app.

    Empty if the app has `requirements` or `image`, which decide what is installed.
    """
    node = document.node(app)
    entries = node.entries() if node is not None else {}
    if "requirements" in entries or "image" in entries:
        return ()
    return (InsertKey(app, "requirements", THIS_PROJECT),)


def add_app_files(document: Document, app: Path, *others: Fix) -> tuple[Fix, ...]:
    """Add `app_files` with the whole base directory to the app at a path, or one of the others.

    Not safe. It keeps what is written, so it is preferred, unless the present keys exclude it.
    """
    if breaks_a_rule(document, app[len(FAL) :], add=("app_files",)):
        return others
    node = document.node((*app, "app_files"))
    path = (*app, "app_files")
    edit: Edit = ReplaceValue(path, BASE) if node else InsertKey(app, "app_files", BASE)
    title = f"{'Change to' if node else 'Add'} `app_files = {BASE}`"
    added = Fix(title, (edit,), safe=False)
    return (added, *[other._replace(preferred=False) for other in others])


def breaks_a_rule(
    document: Document, table: Path, add: Collection[str] = (), remove: Collection[str] = ()
) -> bool:
    """Whether a change of a table's keys breaks a rule of the schema that is not broken yet.

    `table` is a path from `[tool.fal]` on; the table need not exist yet.
    """
    schema, node = node_at(table), document.node((*FAL, *table))
    # Of a table without rules, such as that of all apps, the keys need not be read.
    if schema is None or not schema.rules:
        return False
    now = frozenset(node.entries() if node is not None else ())
    then = now.difference(remove).union(add)
    return any(_is_broken(rule, then) and not _is_broken(rule, now) for rule in schema.rules)


def conflict(document: Document, table: Path, first: Set[str], second: Set[str]) -> bool:
    """Whether keys that may be added to a table break a rule if others are added as well."""
    return breaks_a_rule(document, table, add=first | second) and not any(
        breaks_a_rule(document, table, add=keys) for keys in (first, second)
    )


def added_keys(edits: Iterable[Edit]) -> Mapping[Path, Set[str]]:
    """The keys that edits add to each table of `[tool.fal]`, whose path is one from there on."""
    added: dict[Path, set[str]] = {}
    for edit in edits:
        if isinstance(edit, RenameKey):
            table, name = edit.path[:-1], edit.name
        elif isinstance(edit, MoveKey):
            table, name = edit.table, str(edit.path[-1])
        elif isinstance(edit, InsertKey):
            table, name = edit.path, edit.name
        else:
            continue
        if table[: len(FAL)] == FAL:
            added.setdefault(table[len(FAL) :], set()).add(name)
    return added


def _is_broken(rule: NodeRule, names: Collection[str]) -> bool:
    if rule.keys:
        return not any(name in names for name in rule.keys)
    if rule.present not in names:
        return False
    if rule.needed:
        return rule.needed not in names
    return rule.absent in names and rule.unless not in names


def _is_sound(document: Document, path: Path, paths: Sequence[Path]) -> bool:
    if breaks_a_rule(document, path[:-1], remove=(str(path[-1]),)):
        return False
    left = [node_at(other) for other in paths if other != path]
    return not any(node is not None and node.deprecated for node in left)


def _insertions(violation: Violation) -> tuple[InsertKey, ...]:
    edits: list[InsertKey] = []
    for name in violation.missing:
        node = node_at((*violation.path, name))
        if node is not None and not node.is_table and node.examples:
            text = literal(_example(violation.path, node))
            edits.append(InsertKey((*FAL, *violation.path), name, text))
    return tuple(edits)


def _example(table: Path, node: SchemaNode) -> Any:
    """The first example of a key; of a secret of another entry of a map a neutral one instead."""
    example, entry = node.examples[0], node.parent
    around = entry.parent if entry is not None else None
    if entry is None or around is None or around.entry is not entry:
        return example
    if not isinstance(example, str) or not example.startswith("$"):
        return example
    is_shown = any(table[-1] in each for each in around.examples)
    return example if is_shown else f"${entry.name.upper()}_TOKEN"
