"""`app_files_ignore` stands without `app_files`.

## What it does
Reports `app_files_ignore` in an app that lists no `app_files`.

## Why
It filters `app_files`; without them it has no effect.

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


def check(app: AppContext) -> Iterator[Finding]:
    """One finding on the key."""
    if not app.has("app_files_ignore") or not app.get("app_files_ignore"):
        return
    if not app.lacks("app_files") and app.get("app_files") != []:
        return
    path = (*app.path, "app_files_ignore")
    # `app_files` is refused beside an `image`: what is ignored there stands in a .dockerignore.
    advice = "add the files, or remove it" if app.lacks("image") else "remove it"
    yield Finding(
        RULE.name,
        f"`app_files_ignore` has no effect without `app_files`: {advice}.",
        Place(path, "key"),
        tags=("unnecessary",),
        fixes=(Fix("Remove `app_files_ignore`", (RemoveKey(path),), safe=False),),
    )


RULE = Rule(
    "app-files-ignore-unused", Severity.WARNING, __doc__, check_app=check, claims_absence=True
)
