"""A value has the wrong type.

## What it does
Reports a value whose TOML type is not the one in fal's reference, such as a string for an integer, a float for a timeout, a string for a list, or an app that is not a table.

## Why
fal's loader accepts most of them. They fail after the remote build, when the values are serialized for the server (`TypeError` from protobuf), or silently change the meaning.

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
`get_app_data_from_toml` accepts `"5"`, `5.0` and `true` for most integer keys; registering the app then fails (fal 1.83.0).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fal_schema.literals import literal
from fal_schema.lookup import node_at

from ..app_source import file_reference
from ..context import FAL, AppContext
from ..finding import ArrayToTable, Finding, Fix, Place, ReplaceValue, Rule, Severity
from ..fixes import keeps_deployed
from ..violations import app_check, file_check

if TYPE_CHECKING:
    from fal_schema.violation import Violation

    from ...toml import Document


def fixes(document: Document, violation: Violation) -> tuple[Fix, ...]:
    """Change to the same value in the expected type, where that is certain."""
    path = (*FAL, *violation.path)
    node = document.node(path)
    if node is None:
        return ()
    if node.form == "array-item":
        # `[[x]]` is not a value that could be replaced.
        if violation.replacement is None:
            return ()
        from fal_schema.literals import header

        return (Fix(f"Change to `{header(violation.path)}`", (ArrayToTable(path),)),)
    if node.kind in ("integer", "float", "datetime") and _is_free_text(violation):
        # The value of 3.10 has lost its zero, and that of a time its notation: use the text.
        text = literal(document.text[node.span.start : node.span.end])
    elif violation.replacement is not None:
        text = literal(violation.replacement)
    else:
        return ()
    # As an entry point the app would lose what its class sets, where it was meant as a `ref`.
    meant = violation.replacement
    is_safe = not (isinstance(meant, dict) and "python_entry_point" in meant)
    is_safe = is_safe and keeps_deployed(violation.path, document.data(path), meant)
    # In quotes the number 3 is a string, but no machine.
    is_safe = is_safe and _is_known(violation, meant)
    return (Fix(f"Change to `{text}`", (ReplaceValue(path, text),), safe=is_safe),)


def _is_known(violation: Violation, meant: object) -> bool:
    """Whether a string is among the values of its key, where those are known."""
    node = node_at(violation.path)
    if node is None or not node.values or not isinstance(meant, str):
        return True
    return meant in node.value_names


def check(app: AppContext) -> Iterator[Finding]:
    """The findings of the schema; what names a class in a file of the project becomes a `ref`."""
    for finding in app_check("wrong-type", fixes)(app):
        file = _file_of(app, finding)
        if file is None:
            yield finding
            continue
        text = literal({"ref": file})
        edit = ReplaceValue(app.path, text)
        others = tuple(fix._replace(preferred=False) for fix in finding.fixes)
        yield finding._replace(
            fixes=(Fix(f"Change to `{text}`", (edit,), safe=False), *others), help=""
        )


def _file_of(app: AppContext, finding: Finding) -> str | None:
    """The `ref` for an app that is written as the string of an entry point.

    A key that is where an app should be has no fix: it is not to become one.
    """
    is_app = isinstance(finding.place, Place) and finding.place.path == app.path
    if not is_app or not finding.fixes:
        return None
    value = app.document.data(app.path)
    return file_reference(app, value) if isinstance(value, str) else None


def _is_free_text(violation: Violation) -> bool:
    """Whether any string is accepted."""
    node = node_at(violation.path)
    return (
        violation.expected == "a string" and node is not None and not (node.values or node.outline)
    )


RULE = Rule(
    "wrong-type",
    Severity.ERROR,
    __doc__,
    check_app=check,
    check_file=file_check("wrong-type", fixes),
    judges_values=True,
    fixable="safe",
)
