"""A key is unknown to fal.

## What it does
Reports a key that fal does not support in this table. It suggests the key you probably meant, or the table that the key belongs in.

## Why
In an app, and in its `health_check`, `image` and `retry_config`, an unknown key makes fal reject the whole app ("Found unexpected keys in pyproject.toml"). Directly under `[tool.fal]` and in a registry fal ignores the key silently, so there it is a warning.

## Example
```toml
[tool.fal.apps.image-generator]
ref = "src/app.py::ImageGenerator"
machine_typ = "GPU-H100"
```

## Use instead
```toml
[tool.fal.apps.image-generator]
ref = "src/app.py::ImageGenerator"
machine_type = "GPU-H100"
```

## Source in fal
`fal.cli._utils.get_app_data_from_toml` raises an error for unknown keys (fal 1.83.0).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fal_schema.literals import header, key
from fal_schema.lookup import node_at

from ..context import FAL
from ..finding import Fix, MoveKey, RemoveKey, RenameKey, Rule, Severity
from ..fixes import breaks_a_rule
from ..violations import app_check, file_check

if TYPE_CHECKING:
    from fal_schema.violation import Path, Violation

    from ...toml import Document


def fixes(document: Document, violation: Violation) -> tuple[Fix, ...]:
    """Rename to the suggestion, move to the table that the key belongs in, or remove."""
    path = (*FAL, *violation.path)
    name = path[-1]
    remove = Fix(f"Remove `{key(str(name))}`", (RemoveKey(path),), safe=False, preferred=False)
    if violation.home is not None:
        if violation.suggestion is None:
            return (remove,)
        home = (*FAL, *violation.home)
        meant = violation.suggestion
        is_taken = document.node((*home, meant)) is not None
        if is_taken or breaks_a_rule(document, violation.home, add=(meant,)):
            return (remove,)
        title = f"Move `{key(str(name))}` to `{header(violation.home)}`"
        if meant == name:
            safe = _is_only_home(violation.home, meant) and _completes(
                document, violation.home, meant
            )
            return (Fix(title, (MoveKey(path, home),), safe), remove)
        edits = (RenameKey(path, meant), MoveKey((*path[:-1], meant), home))
        return (Fix(f"{title} as `{key(meant)}`", edits, safe=False), remove)
    suggestion = violation.suggestion
    if suggestion is None:
        return (remove,)
    # Where the value has to change as well, the rename is not preferred.
    fits = _accepts(violation, document.data(path))
    if document.node((*path[:-1], suggestion)) is None:
        if breaks_a_rule(document, violation.path[:-1], add=(suggestion,)):
            return (remove,)
        title, rename = f"Rename to `{suggestion}`", RenameKey(path, suggestion)
        return (Fix(title, (rename,), safe=False, preferred=fits), remove)
    moves = _moves(document, path, (*path[:-1], suggestion))
    if moves and fits:
        return (Fix(f"Move its tables to `{suggestion}`", moves, safe=False), remove)
    return (remove,)


def _moves(document: Document, path: Path, home: Path) -> tuple[MoveKey, ...]:
    """The moves that add one table of tables to another: `[tool.fal.app.x]` to `apps`."""
    own, other = document.node(path), document.node(home)
    if own is None or other is None or own.form != "implicit" or other.kind != "table":
        return ()
    names = own.entries()
    if not other.entries().keys().isdisjoint(names):
        return ()
    return tuple(MoveKey((*path, name), home) for name in names)


def _accepts(violation: Violation, value: Any) -> bool:
    """Whether the suggested key accepts the value, or one with the same meaning."""
    from fal_schema.acceptance import is_type
    from fal_schema.wrong_type import violation as refused

    path = (*violation.path[:-1], violation.suggestion or "")
    node = node_at(path)
    if node is None or value is None:
        return True
    fits = any(is_type(value, kind) for kind in node.types)
    return fits or refused(path, node, value).replacement is not None


def _is_only_home(home: Path, name: str) -> bool:
    """Whether no table beside the one that a key is moved to takes the key as well."""
    above = node_at(home[:-1])
    beside = above.children.values() if above else ()
    return sum(name in each.children for each in beside) <= 1


def _completes(document: Document, home: Path, name: str) -> bool:
    """Whether the table that a key is moved to is complete with it."""
    node = node_at(home)
    needed = [] if node is None else [rule.keys for rule in node.rules if rule.keys]
    required = set() if node is None else {*node.schema.get("required", ())}
    # Only then the table is read: each key that is moved to it would cost all that it has.
    if not needed and required <= {name}:
        return True
    table = document.data((*FAL, *home))
    keys = {name, *(table if isinstance(table, dict) else ())}
    return keys >= required and all(keys.intersection(each) for each in needed)


RULE = Rule(
    "unknown-key",
    Severity.ERROR,
    __doc__,
    check_app=app_check("unknown-key", fixes),
    check_file=file_check("unknown-key", fixes),
    judges_values=True,
    fixable="safe",
)
