"""The app is written in TOML 1.1, which many tools cannot read yet.

## What it does
Reports an inline table under `[tool.fal]` that spans several lines or ends in a comma.

## Why
fal reads it, with tomli 2.4 or newer. pip, `python -m build`, `tomllib` up to Python 3.14 and older tools do not, and with a local requirement such as `requirements = ["."]` the deploy itself runs `python -m build` on this very file and fails.

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
fal 1.83.0 pins `tomli>2,<3`; seen with `python -m build --sdist` on Python 3.11.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..context import APPS, FAL, AppContext, FileContext
from ..finding import ExpandInline, Finding, Fix, Place, Rule, Severity

if TYPE_CHECKING:
    from ...toml import Node
    from ..finding import Path


def check_app(app: AppContext) -> Iterator[Finding]:
    """A finding for each outermost inline table of the app that TOML 1.0 does not have."""
    node = app.node
    if node is not None and node.may_need_toml_1_1:
        yield from _below(node, app.path)


def check_file(file: FileContext) -> Iterator[Finding]:
    """A finding for `fal` or `apps` itself, which then speaks for the apps in it."""
    for path in (FAL, APPS):
        node = file.document.node(path)
        if node is not None and node.form == "inline" and node.needs_toml_1_1:
            yield _finding(path, node)
            return


def _below(node: Node, path: Path) -> Iterator[Finding]:
    if node.kind == "array":
        for index, item in enumerate(node.items()):
            yield from _below(item, (*path, index))
    elif node.kind == "table":
        if node.form == "inline" and node.needs_toml_1_1:
            yield _finding(path, node)
            return
        for name, child in node.entries().items():
            yield from _below(child, (*path, name))


def _finding(path: Path, node: Node) -> Finding:
    name = path[-1]
    fixes: tuple[Fix, ...] = ()
    if not any(isinstance(key, int) for key in path):
        fixes = (Fix(f"Write `{name}` as a table of its own", (ExpandInline(path),)),)
    return Finding(
        RULE.name,
        f"`{name}` is an inline table over several lines or with a trailing comma (TOML 1.1): pip, "
        "`python -m build` and `tomllib` up to Python 3.14 cannot read this file; write a table "
        f"with a header, `[{'.'.join(map(str, path))}]`.",
        Place(path, "key"),
        fixes=fixes,
    )


RULE = Rule(
    "toml-1-1-syntax", Severity.WARNING, __doc__, check_app=check_app, check_file=check_file
)
