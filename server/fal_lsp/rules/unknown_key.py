"""A key that fal does not know.

## What it does
Reports a key that no table of `[tool.fal]` has there. It suggests the key that was probably meant, or the table to which the key belongs.

## Why
Inside an app, `health_check`, `image` and `retry_config` fal refuses the whole app ("Found unexpected keys in pyproject.toml"). Directly under `[tool.fal]` and in a registry it drops the key without a word, so there it is a warning.

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
`fal.cli._utils.get_app_data_from_toml` raises when keys are left over (fal 1.83.0).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._base import Fix, MoveKey, RemoveKey, RenameKey, Rule, Severity
from ._schema import app_check, file_check
from ._subject import FAL

if TYPE_CHECKING:
    from fal_schema.violation import Violation

    from ..toml import Document


def fixes(document: Document, violation: Violation) -> tuple[Fix, ...]:
    """Rename to the suggestion, or move to the table where the key belongs, or remove."""
    path = (*FAL, *violation.path)
    name = path[-1]
    remove = Fix(f"Remove `{name}`", (RemoveKey(path),), safe=False, preferred=False)
    if violation.home is not None:
        home = (*FAL, *violation.home)
        meant = violation.suggestion or str(name)
        if document.node((*home, meant)) is not None:
            return (remove,)
        title = f"Move `{name}` to `[{'.'.join(map(str, home))}]`"
        if meant == name:
            return (Fix(title, (MoveKey(path, home),)), remove)
        edits = (RenameKey(path, meant), MoveKey(path, home))
        return (Fix(f"{title} as `{meant}`", edits, safe=False), remove)
    suggestion = violation.suggestion
    if suggestion is not None and document.node((*path[:-1], suggestion)) is None:
        rename = Fix(
            f"Rename `{name}` to `{suggestion}`", (RenameKey(path, suggestion),), safe=False
        )
        return (rename, remove)
    return (remove,)


RULE = Rule(
    "unknown-key",
    Severity.ERROR,
    __doc__,
    check_app=app_check("unknown-key", fixes),
    check_file=file_check("unknown-key", fixes),
)
