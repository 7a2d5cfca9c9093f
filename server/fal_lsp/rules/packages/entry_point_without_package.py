"""Nothing installs the package of a `python_entry_point`.

## What it does
Reports a `python_entry_point` in an app that has neither `requirements` nor an `image`.

## Why
fal imports the module on the runner. The import fails after the deploy unless `requirements = ["."]`, another requirement or an image installs the module.

## Example
```toml
[tool.fal.apps.image-generator]
python_entry_point = "my_package.server:ImageGenerator"
```

## Use instead
```toml
[tool.fal.apps.image-generator]
python_entry_point = "my_package.server:ImageGenerator"
requirements = ["."]
```

## Source in fal
fal's reference: "Use with `requirements = ["."]` or with a container image that already includes the package."
"""

from __future__ import annotations

from collections.abc import Iterator

from ..app_source import entry_point
from ..context import AppContext
from ..finding import Finding, Fix, InsertKey, Place, ReplaceValue, Rule, Severity
from ..fixes import THIS_PROJECT


def check(app: AppContext) -> Iterator[Finding]:
    """One finding on the entry point."""
    if entry_point(app) is None or app.has("ref") or not app.lacks("image"):
        return
    if app.has("requirements"):
        if app.strings("requirements") or app.is_refused("requirements"):
            return
        if app.get("requirements") is None:
            return
        edit: InsertKey | ReplaceValue = ReplaceValue((*app.path, "requirements"), THIS_PROJECT)
    elif not app.lacks("requirements"):
        return
    else:
        edit = InsertKey(app.path, "requirements", THIS_PROJECT)
    yield Finding(
        RULE.name,
        "Nothing installs the package of `python_entry_point` on the runner.",
        Place((*app.path, "python_entry_point")),
        fixes=(Fix('Add `requirements = ["."]`', (edit,), safe=False),),
        help='Add `requirements = ["."]`, or an `image` that contains the package.',
    )


RULE = Rule(
    "entry-point-without-package",
    Severity.WARNING,
    __doc__,
    check_app=check,
    claims_absence=True,
    fixable="unsafe",
)
