"""A deprecated key is used.

## What it does
Reports a key that fal still reads, but asks you to replace.

## Why
fal prints a warning on every deploy, and a later release may reject the key.

## Example
```toml
[tool.fal.apps.image-generator]
ref = "src/app.py::ImageGenerator"
no_scale = true
```

## Use instead
```toml
[tool.fal.apps.image-generator]
ref = "src/app.py::ImageGenerator"
app_scale_settings = false
```

## Source in fal
fal warns "no_scale is deprecated, use app_scale_settings instead"; `app_scale_settings` is the inverse of `no_scale` (fal 1.83.0).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from fal_schema.literals import literal
from fal_schema.lookup import app_node

from ..context import AppContext
from ..finding import Edit, Finding, Fix, Place, RenameKey, ReplaceValue, Rule, Severity

if TYPE_CHECKING:
    from fal_schema.lookup import SchemaNode


def check(app: AppContext) -> Iterator[Finding]:
    """A finding for each key of the app that the schema marks as deprecated."""
    for name, node in _deprecated().items():
        if app.has(name) and not _is_in_conflict(app, name):
            fixes = _fixes(app, name, node)
            yield Finding(
                RULE.name,
                _message(name, node.instead if fixes or not node.deprecated else ""),
                Place((*app.path, name), "key"),
                tags=("deprecated",),
                fixes=fixes,
                help="" if fixes else node.deprecated,
            )


def _message(name: str, instead: str | None) -> str:
    return f"`{name}` is deprecated{f'; use `{instead}` instead' if instead else ''}."


@lru_cache(maxsize=1)
def _deprecated() -> dict[str, SchemaNode]:
    return {name: node for name, node in app_node().children.items() if node.deprecated}


def _is_in_conflict(app: AppContext, name: str) -> bool:
    """Whether the key already has a finding of another rule."""
    return any(violation.part == "key" for violation in app.violations_at(name))


def _fixes(app: AppContext, name: str, node: SchemaNode) -> tuple[Fix, ...]:
    if not node.instead or app.has(node.instead):
        return ()
    path = (*app.path, name)
    rename = RenameKey(path, node.instead)
    edits: tuple[Edit, ...] = (rename,)
    title = f"Rename to `{node.instead}`"
    if node.opposite:
        value = app.get(name)
        if not isinstance(value, bool):
            return ()
        text = literal(not value)
        edits = (ReplaceValue(path, text), rename)
        title = f"Change to `{node.instead} = {text}`"
    return (Fix(title, edits),)


RULE = Rule("deprecated-key", Severity.WARNING, __doc__, check_app=check, fixable="safe")
