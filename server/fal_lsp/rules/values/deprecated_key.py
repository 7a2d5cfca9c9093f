"""A key is deprecated.

## What it does
Reports a key that fal still reads but asks people to replace.

## Why
fal prints a warning at every deploy, and a later release may refuse the key.

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
"no_scale is deprecated, use app_scale_settings instead"; `app_scale_settings` is the opposite of `no_scale` (fal 1.83.0).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from fal_schema.literals import literal

from ..context import AppContext
from ..finding import Edit, Finding, Fix, Place, RenameKey, ReplaceValue, Rule, Severity

if TYPE_CHECKING:
    from fal_schema.lookup import SchemaNode


def check(app: AppContext) -> Iterator[Finding]:
    """A finding for each key of the app that the schema marks as deprecated."""
    for name, node in _deprecated().items():
        if app.has(name) and not _is_in_conflict(app, name):
            yield Finding(
                RULE.name,
                f"`{name}` is deprecated. {node.deprecated}",
                Place((*app.path, name), "key"),
                tags=("deprecated",),
                fixes=_fixes(app, name, node),
            )


@lru_cache(maxsize=1)
def _deprecated() -> dict[str, SchemaNode]:
    from fal_schema.lookup import node_at

    app = node_at(("apps", "x"))
    children = app.children if app is not None else {}
    return {name: node for name, node in children.items() if node.deprecated}


def _is_in_conflict(app: AppContext, name: str) -> bool:
    """Whether another finding stands on the key already."""
    return any(violation.part == "key" for violation in app.violations_at(name))


def _fixes(app: AppContext, name: str, node: SchemaNode) -> tuple[Fix, ...]:
    if not node.instead or app.has(node.instead):
        return ()
    path = (*app.path, name)
    rename = RenameKey(path, node.instead)
    edits: tuple[Edit, ...] = (rename,)
    title = f"Replace with `{node.instead}`"
    if node.opposite:
        value = app.get(name)
        if not isinstance(value, bool):
            return ()
        text = literal(not value)
        edits = (rename, ReplaceValue(path, text))
        title = f"Replace with `{node.instead} = {text}`"
    return (Fix(title, edits),)


RULE = Rule("deprecated-key", Severity.WARNING, __doc__, check_app=check)
