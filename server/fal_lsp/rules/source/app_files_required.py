"""`app_files_context_dir` is set without `app_files`.

## What it does
Reports `app_files_context_dir` in an app that has no `app_files`.

## Why
It is the base directory of `app_files`. fal refuses it without them.

## Example
```toml
[tool.fal.apps.image-generator]
ref = "src/app.py::ImageGenerator"
app_files_context_dir = "assets"
```

## Use instead
```toml
[tool.fal.apps.image-generator]
ref = "src/app.py::ImageGenerator"
app_files = ["models"]
app_files_context_dir = "assets"
```

## Source in fal
`get_app_data_from_toml`: "app_files_context_dir is only supported when app_files is provided" (fal 1.83.0).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..context import FAL, AppContext
from ..finding import Finding, Rule, Severity
from ..fixes import add_app_files, remove_either
from ..violations import app_check
from .app_files import set_in_python

if TYPE_CHECKING:
    from fal_schema.violation import Violation

    from ...toml import Document
    from ..finding import Fix


def fixes(document: Document, violation: Violation) -> tuple[Fix, ...]:
    """Add the files that the key is the base of, or remove it."""
    app = (*FAL, *violation.path[:-1])
    return add_app_files(document, app, *remove_either(document, violation))


def check(app: AppContext) -> Iterator[Finding]:
    """The findings of the schema, with another cure where the class has the files."""
    for found in app_check("app-files-required", fixes)(app):
        yield set_in_python(app, found, "app_files_context_dir")


RULE = Rule(
    "app-files-required",
    Severity.ERROR,
    __doc__,
    check_app=check,
    claims_absence=True,
    fixable="unsafe",
)
