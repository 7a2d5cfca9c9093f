"""A value is not one of the allowed values.

## What it does
Reports a string that the key does not allow (`auth`, `deployment_strategy`, `regions`, `skip_retry_conditions`), and an empty value where fal requires one (`machine_type = []`, a blank image, an empty `retry_config`).

## Why
fal ignores an unknown `auth`, and the app gets fal's default. An unknown `deployment_strategy` raises a `KeyError` after the remote build.

## Example
```toml
[tool.fal.apps.image-generator]
ref = "src/app.py::ImageGenerator"
auth = "privat"
```

## Use instead
```toml
[tool.fal.apps.image-generator]
ref = "src/app.py::ImageGenerator"
auth = "private"
```

## Source in fal
`get_app_data_from_toml` passes `auth` and `deployment_strategy` on unchecked; `_validate_regions` and `_validate_skip_retry_conditions` reject other values (fal 1.83.0).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..context import FAL
from ..did_you_mean import change_to
from ..finding import Fix, Place, Rule, Severity
from ..fixes import keeps_deployed
from ..violations import app_check, file_check

if TYPE_CHECKING:
    from fal_schema.violation import Violation

    from ...toml import Document


def fixes(document: Document, violation: Violation) -> tuple[Fix, ...]:
    """Change to the suggested value; safe where only the spelling differs."""
    path = (*FAL, *violation.path)
    node = document.node(path)
    if violation.suggestion is None or node is None or node.kind != "string":
        return ()
    same = _plain(node.value) == _plain(violation.suggestion)
    safe = same and keeps_deployed(violation.path, node.value, violation.suggestion)
    return (change_to(Place(path), violation.suggestion, safe=safe),)


def _plain(value: str) -> str:
    return value.strip().lower().replace("_", "-").replace(" ", "-")


RULE = Rule(
    "invalid-value",
    Severity.ERROR,
    __doc__,
    check_app=app_check("invalid-value", fixes),
    check_file=file_check("invalid-value", fixes),
    judges_values=True,
    fixable="safe",
)
