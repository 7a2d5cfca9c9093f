"""`app_files_ignore` is set without `app_files`.

## What it does
Reports `app_files_ignore` in an app that has no `app_files`.

## Why
The patterns filter `app_files`. Without `app_files` they have no effect.

## Example
```toml
[tool.fal.apps.image-generator]
ref = "src/app.py::ImageGenerator"
app_files_ignore = ["\\\\.log$"]
```

## Use instead
```toml
[tool.fal.apps.image-generator]
ref = "src/app.py::ImageGenerator"
app_files = ["models"]
app_files_ignore = ["\\\\.log$"]
```

## Source in fal
`fal.utils._apply_toml_app_file_options` returns early without `app_files` (fal 1.83.0).
"""

from __future__ import annotations

from collections.abc import Iterator

from ..context import AppContext
from ..finding import Finding, Fix, Place, RemoveKey, Rule, Severity
from ..fixes import add_app_files
from .app_files import set_in_python


def check(app: AppContext) -> Iterator[Finding]:
    """One finding on the key."""
    if not app.has("app_files_ignore") or not app.get("app_files_ignore"):
        return
    if not app.lacks("app_files") and app.get("app_files") != []:
        return
    path = (*app.path, "app_files_ignore")
    # With an `image`, `app_files` is not supported: a .dockerignore does the same there.
    both = "Add `app_files`, or remove `app_files_ignore`." if app.lacks("image") else ""
    found = Finding(
        RULE.name,
        "`app_files_ignore` has no effect without `app_files`.",
        Place(path, "key"),
        tags=("unnecessary",),
        fixes=add_app_files(
            app.document,
            app.path,
            Fix("Remove `app_files_ignore`", (RemoveKey(path),), safe=False),
        ),
        help=both,
    )
    yield set_in_python(app, found, "app_files_ignore")


RULE = Rule(
    "app-files-ignore-unused",
    Severity.WARNING,
    __doc__,
    check_app=check,
    claims_absence=True,
    fixable="unsafe",
)
