"""An app uses TOML 1.1 syntax, which many tools cannot parse.

## What it does
Reports an inline table under `[tool.fal]` that spans several lines or has a trailing comma, and a string with the escapes `\\xHH` or `\\e`.

## Why
fal can parse it with tomli 2.4 or newer. pip, `python -m build`, `tomllib` up to Python 3.14 and other tools cannot. With a local requirement such as `requirements = ["."]` the deploy itself runs `python -m build` with this file, and fails.

## Example
```toml
[tool.fal.apps]
image-generator = {
  ref = "src/app.py::ImageGenerator",
  auth = "private",
}
```

## Use instead
```toml
[tool.fal.apps.image-generator]
ref = "src/app.py::ImageGenerator"
auth = "private"
```

## Source in fal
fal 1.83.0 requires `tomli>2,<3`; the failure was verified with `python -m build --sdist` on Python 3.11.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fal_schema.literals import literal

from ..context import APPS, FAL, AppContext, FileContext
from ..finding import ExpandInline, Finding, Fix, Place, ReplaceValue, Rule, Severity

if TYPE_CHECKING:
    from ...toml import Node
    from ..finding import Path


def check_app(app: AppContext) -> Iterator[Finding]:
    """A finding for each outermost value of the app that is not TOML 1.0."""
    node = app.node
    if node is not None and node.may_need_toml_1_1:
        yield from _below(node, app.path)


def check_file(file: FileContext) -> Iterator[Finding]:
    """A finding for `fal` or `apps` itself, which then covers the apps in it."""
    for path in (FAL, APPS):
        node = file.document.node(path)
        if node is not None and node.form == "inline" and node.needs_toml_1_1:
            yield _finding(path)
            return


def _below(node: Node, path: Path) -> Iterator[Finding]:
    if node.kind == "array":
        for index, item in enumerate(node.items()):
            yield from _below(item, (*path, index))
    elif node.kind == "table":
        if node.form == "inline" and node.needs_toml_1_1:
            yield _finding(path)
            return
        for name, child in node.entries().items():
            yield from _below(child, (*path, name))
    elif node.kind == "string" and node.needs_toml_1_1:
        place = Place(path, "item" if isinstance(path[-1], int) else "value")
        text, value = literal(node.value), str(node.value)
        title = f"Change to `{value if value.isprintable() else text}`"
        yield Finding(
            RULE.name,
            "The escapes `\\x` and `\\e` require TOML 1.1, which pip and `python -m build` cannot "
            "parse.",
            place,
            fixes=(Fix(title, (ReplaceValue(path, text),)),),
        )


def _finding(path: Path) -> Finding:
    fixes: tuple[Fix, ...] = ()
    if not any(isinstance(key, int) for key in path):
        fixes = (Fix(f"Convert `{path[-1]}` to a `[table]`", (ExpandInline(path),)),)
    return Finding(
        RULE.name,
        "Multi-line inline tables and trailing commas require TOML 1.1, which pip and "
        "`python -m build` cannot parse.",
        Place(path, "key"),
        fixes=fixes,
        help="" if fixes else "Put the table on one line, without a trailing comma.",
    )


RULE = Rule(
    "toml-1-1-syntax",
    Severity.WARNING,
    __doc__,
    check_app=check_app,
    check_file=check_file,
    fixable="safe",
)
