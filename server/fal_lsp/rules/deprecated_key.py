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

from typing import TYPE_CHECKING, Any

from ._base import Edit, Finding, Fix, Place, RenameKey, ReplaceValue, Rule, Severity
from ._conversion import literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fal_schema.lookup import Deprecation

    from ._base import Path
    from ._subject import App


def check(app: App) -> Iterator[Finding]:
    """A finding for each key of the app that the schema marks as deprecated."""
    from fal_schema.lookup import deprecations

    for name, deprecation in deprecations(("apps", app.name)).items():
        if name not in app.table or _in_conflict(app, name):
            continue
        path = (*app.path, name)
        yield Finding(
            RULE.name,
            f"`{name}` is deprecated: {deprecation.advice}",
            Place(path, "key"),
            tags=("deprecated",),
            fixes=_fixes(app, path, app.get(name), deprecation),
        )


def _in_conflict(app: App, name: str) -> bool:
    """Whether another finding stands on the key already."""
    return any(
        violation.path[2:] == (name,) and violation.part == "key" for violation in app.violations
    )


def _fixes(app: App, path: Path, value: Any, deprecation: Deprecation) -> tuple[Fix, ...]:
    replacement = deprecation.replaced_by
    if replacement is None or app.has(replacement):
        return ()
    edits: tuple[Edit, ...] = (RenameKey(path, replacement),)
    title = f"Replace with `{replacement}`"
    if deprecation.inverted:
        if not isinstance(value, bool):
            return ()
        text = literal(not value)
        edits = (RenameKey(path, replacement), ReplaceValue(path, text))
        title = f"Replace with `{replacement} = {text}`"
    return (Fix(title, edits),)


RULE = Rule("deprecated-key", Severity.WARNING, __doc__, check_app=check)
