"""`[fal.apps]` is at the top level instead of under `tool`.

## What it does
Reports a top-level table `fal` that contains `apps`.

## Why
fal only reads `[tool.fal]`, so it does not find these apps: "App not found in pyproject.toml".

## Example
```toml
[fal.apps.image-generator]
ref = "src/app.py::ImageGenerator"
```

## Use instead
```toml
[tool.fal.apps.image-generator]
ref = "src/app.py::ImageGenerator"
```

## Source in fal
`fal.project.parse_pyproject_toml` reads `["tool"]["fal"]` (fal 1.83.0).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..context import APPS, FAL, FileContext
from ..finding import Finding, Fix, MoveKey, Place, Rule, Severity

if TYPE_CHECKING:
    from ...toml import Document, Node

_MISPLACED = FAL[1:]


def check(file: FileContext) -> Iterator[Finding]:
    """One finding on the key `fal`, with a fix that moves the apps."""
    fal = file.document.node(_MISPLACED)
    if fal is not None and fal.kind == "table" and "apps" in fal.entries():
        moves = _moves(file.document, fal)
        title = "Move its apps to `[tool.fal.apps]`"
        yield Finding(
            RULE.name,
            "`[fal.apps]` is ignored. Did you mean `[tool.fal.apps]`?",
            Place(_MISPLACED, "key"),
            fixes=(Fix(title, moves, safe=False),) if moves else (),
        )


def _moves(document: Document, fal: Node) -> tuple[MoveKey, ...]:
    """The whole table, its apps or each of them: what has no other of its name where it belongs."""
    own, apps = fal.entries(), document.node(APPS)
    if document.node(FAL) is None and len(own) == 1:
        return (MoveKey(_MISPLACED, FAL[:1]),)
    table = (*_MISPLACED, "apps")
    if apps is None:
        return (MoveKey(table, FAL),)
    names = own["apps"].entries()
    if own["apps"].form != "implicit" or not apps.entries().keys().isdisjoint(names):
        return ()
    return tuple(MoveKey((*table, name), APPS) for name in names)


RULE = Rule(
    "misplaced-table",
    Severity.INFORMATION,
    __doc__,
    check_file=check,
    fixable="unsafe",
)
