"""An app does not say what to run.

## What it does
Reports an app that has none of `ref`, `python_entry_point` and `image`.

## Why
fal refuses an app without code or container to deploy.

## Example
```toml
[tool.fal.apps.image-generator]
auth = "private"
```

## Use instead
```toml
[tool.fal.apps.image-generator]
ref = "src/app.py::ImageGenerator"
auth = "private"
```

## Source in fal
`get_app_data_from_toml`: "does not have a ref key in pyproject.toml" (fal 1.83.0).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..finding import Fix, InsertKey, Rule, Severity
from ..fixes import add_one_of, install_project
from ..violations import app_check

if TYPE_CHECKING:
    from fal_schema.violation import Violation

    from ...toml import Document


def fixes(document: Document, violation: Violation) -> tuple[Fix, ...]:
    """Add a source; an entry point together with the requirement that installs its package."""
    return tuple(_installed(document, fix) for fix in add_one_of(document, violation))


def _installed(document: Document, fix: Fix) -> Fix:
    (edit,) = fix.edits
    if not isinstance(edit, InsertKey) or edit.name != "python_entry_point":
        return fix
    more = install_project(document, edit.path)
    title = "".join([fix.title, *(f" and `{each.name} = {each.text}`" for each in more)])
    return fix._replace(title=title, edits=(edit, *more))


RULE = Rule(
    "app-source-missing",
    Severity.ERROR,
    __doc__,
    check_app=app_check("app-source-missing", fixes),
    claims_absence=True,
    fixable="unsafe",
)
