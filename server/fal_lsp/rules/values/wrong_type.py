"""A value has another type than its key takes.

## What it does
Reports a value whose TOML type is not the one that fal's reference gives for the key: a string for an integer, a float for a timeout, a string for a list, an app that is not a table.

## Why
fal's loader lets most of them through. They fail after the remote build, when the values are packed for the server (`TypeError` from protobuf), or change the meaning silently.

## Example
```toml
[tool.fal.apps.image-generator]
ref = "src/app.py::ImageGenerator"
keep_alive = "300"
```

## Use instead
```toml
[tool.fal.apps.image-generator]
ref = "src/app.py::ImageGenerator"
keep_alive = 300
```

## Source in fal
`"5"`, `5.0` and `true` all pass `get_app_data_from_toml` for most integer keys and fail at register (fal 1.83.0).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fal_schema.literals import literal

from .._schema import app_check, file_check
from ..context import FAL
from ..finding import Fix, ReplaceValue, Rule, Severity, SingleTable

if TYPE_CHECKING:
    from fal_schema.violation import Violation

    from ...toml import Document


def fixes(document: Document, violation: Violation) -> tuple[Fix, ...]:
    """Write the same value in the expected type, where that is no guess."""
    path = (*FAL, *violation.path)
    node = document.node(path)
    if node is None:
        return ()
    if node.form == "array-item":
        # `[[x]]` is no value that could be written anew.
        if violation.replacement is None:
            return ()
        from fal_schema.literals import header

        return (Fix(f"Write `{header(violation.path)}`", (SingleTable(path),)),)
    if node.kind in ("integer", "float", "datetime") and _is_free_text(violation):
        # The value of 3.10 has lost its zero, that of a time how it is written: the string is made
        # of the text.
        text = literal(document.text[node.span.start : node.span.end])
    elif violation.replacement is not None:
        text = literal(violation.replacement)
    else:
        return ()
    return (Fix(f"Write `{text}`", (ReplaceValue(path, text),)),)


def _is_free_text(violation: Violation) -> bool:
    """Whether a string is expected, and any will do."""
    from fal_schema.lookup import node_at

    node = node_at(violation.path)
    return (
        violation.expected == "a string" and node is not None and not (node.values or node.outline)
    )


RULE = Rule(
    "wrong-type",
    Severity.ERROR,
    __doc__,
    check_app=app_check("wrong-type", fixes),
    check_file=file_check("wrong-type", fixes),
)
