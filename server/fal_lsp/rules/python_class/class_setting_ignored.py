"""A class setting is ignored for an entry-point app.

## What it does
Reports settings (`machine_type`, `keep_alive`, ...) in the class of a `python_entry_point`, or in its `@fal.function(...)`, that pyproject.toml does not set.

## Why
For entry points fal reads runtime and deployment settings only from pyproject.toml. Settings of the class are ignored, and fal's defaults (machine type XS, `keep_alive` 10) apply.

## Example
```toml
[project]
name = "acme"
version = "1"

[tool.fal.apps.image-generator]
python_entry_point = "acme.server:ImageGenerator"
requirements = ["."]
```
```python acme/__init__.py
```
```python acme/server.py
import fal


class ImageGenerator(fal.App):
    machine_type = "GPU-H100"

    @fal.endpoint("/")
    def generate(self) -> dict:
        return {}
```

## Use instead
```toml
[project]
name = "acme"
version = "1"

[tool.fal.apps.image-generator]
python_entry_point = "acme.server:ImageGenerator"
requirements = ["."]
machine_type = "GPU-H100"
```

## Source in fal
`fal.utils._load_from_python_entry_point` uses the options of the TOML and does not import the module (verified with fal 1.83.0). fal's reference: "Runtime and deployment settings for entry-point apps are read from `pyproject.toml`, not from class attributes or function decorator options in the imported package."
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from fal_schema.literals import literal
from fal_schema.lookup import app_node
from fal_schema.words import join

from ..app_source import entry_point, entry_symbol_place, installed_target
from ..context import AppContext
from ..finding import FilePlace, Finding, Fix, InsertKey, Related, Rule, Severity
from ..precedence import name_in_python, of_python

if TYPE_CHECKING:
    from ...project.python.apps import Target
    from ...project.python.settings import Origin


def check(app: AppContext) -> Iterator[Finding]:
    """One finding on the symbol, with all the settings that are ignored."""
    entry = entry_point(app)
    target = installed_target(app)
    ignored = _ignored(app, target)
    if entry is None or target is None or not ignored:
        return
    names = join([*ignored])
    edits = tuple(
        InsertKey(app.path, name, literal(origin.setting.value.data))
        for name, origin in ignored.items()
        if origin.setting.value.known and _has_literal(origin.setting.value.data)
    )
    copied = join([edit.name for edit in edits])
    kind = "class" if target.kind == "app" else "function"
    be, them = ("is", "it") if len(ignored) == 1 else ("are", "them")
    yield Finding(
        RULE.name,
        f"{names} on {kind} `{entry.symbol}` {be} ignored for entry-point apps.",
        entry_symbol_place(app, entry),
        related=tuple(
            Related(
                f"`{origin.class_name}` sets `{name}` here.",
                FilePlace(origin.path, origin.setting.line),
            )
            for name, origin in ignored.items()
        ),
        fixes=(Fix(f"Copy {copied} from `{entry.symbol}`", edits, safe=False),) if edits else (),
        help=f"Set {them} in pyproject.toml." if len(edits) < len(ignored) else "",
    )


def _ignored(app: AppContext, target: Target | None) -> Mapping[str, Origin]:
    if target is None or app.project is None:
        return {}
    ignored = {}
    for key, seen in of_python(app.project, target).items():
        node, origin = app_node().children[key], seen.certain
        if (
            node.wins == "class"
            and origin is not None
            and name_in_python(key, target) == key
            and origin.setting.value.is_none is not True
            and app.lacks(key)
            and not node.internal
        ):
            ignored[key] = origin
    return ignored


def _has_literal(value: Any) -> bool:
    if isinstance(value, list):
        return all(_has_literal(item) for item in value)
    return isinstance(value, (str, int))


RULE = Rule(
    "class-setting-ignored",
    Severity.INFORMATION,
    __doc__,
    check_app=check,
    needs=installed_target,
    reads_project=True,
    fixable="unsafe",
)
