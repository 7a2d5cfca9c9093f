"""The class of an entry point sets what fal does not read there.

## What it does
Reports settings (`machine_type`, `keep_alive`, ...) in the class of a `python_entry_point`, or in its `@fal.function(...)`, that the TOML does not have.

## Why
For entry points fal reads runtime and deployment settings from pyproject.toml alone: the class's are ignored, and fal's defaults (machine XS, keep_alive 10) take their place.

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
`fal.utils._load_from_python_entry_point` takes the options of the TOML and does not import the module (verified with fal 1.83.0). fal's reference: "Runtime and deployment settings for entry-point apps are read from `pyproject.toml`, not from class attributes or function decorator options in the imported package."
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from fal_schema.literals import literal

from ..app_source import entry_point, entry_symbol_place, installed_target
from ..context import AppContext
from ..finding import FilePlace, Finding, Fix, InsertKey, Related, Rule, Severity

if TYPE_CHECKING:
    from ...project.python.class_settings import Origin


def check(app: AppContext) -> Iterator[Finding]:
    """One finding on the symbol, with all the settings that are ignored."""
    found = entry_point(app)
    ignored = _ignored(app)
    if found is None or not ignored:
        return
    names = ", ".join(f"`{name}`" for name in ignored)
    edits = tuple(
        InsertKey(app.path, name, literal(origin.setting.value.data))
        for name, origin in ignored.items()
        if origin.setting.value.known and _has_literal(origin.setting.value.data)
    )
    copied = ", ".join(f"`{edit.name}`" for edit in edits)
    yield Finding(
        RULE.name,
        f"fal does not read {names} of `{found.symbol}`, since this app is an entry point: set what "
        "you need here.",
        entry_symbol_place(app, found),
        related=tuple(
            Related(
                f"`{origin.class_name}` sets `{name}` here",
                FilePlace(origin.path, origin.setting.line),
            )
            for name, origin in ignored.items()
        ),
        fixes=(Fix(f"Copy {copied} from `{found.symbol}`", edits, safe=False),) if edits else (),
    )


def _ignored(app: AppContext) -> Mapping[str, Origin]:
    from fal_schema.lookup import node_at

    target, schema = installed_target(app), node_at(("apps", app.name))
    if target is None or app.project is None or schema is None:
        return {}
    options = app.project.options(target)
    return {
        name: options[name].origin
        for name, node in schema.children.items()
        if node.wins == "class"
        and name in options
        and options[name].name == name
        and not _is_none(options[name].origin)
        and app.lacks(name)
        and not node.internal
    }


def _is_none(origin: Origin) -> bool:
    value = origin.setting.value
    return value.known and value.data is None


def _has_literal(value: Any) -> bool:
    if isinstance(value, list):
        return all(_has_literal(item) for item in value)
    return isinstance(value, (str, int))


RULE = Rule(
    "class-setting-ignored", Severity.INFORMATION, __doc__, check_app=check, reads_project=True
)
