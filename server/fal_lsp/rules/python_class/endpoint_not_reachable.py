"""No request reaches an endpoint of a class.

## What it does
Reports an endpoint of a `fal.App` class whose path does not begin with `/`, one whose path another endpoint of the class has, one whose method is defined again further down in the class (or a `setup` or `teardown` that is), and one that is a static method, a property, or a class method with `@classmethod` below `@fal.endpoint`.

## Why
fal accepts all of these silently. A request to such a path gets the status 404, or is answered by the other endpoint.

## Example
```toml
[tool.fal.apps.image-generator]
ref = "app.py::ImageGenerator"
```
```python app.py
import fal


class ImageGenerator(fal.App):
    @fal.endpoint("generate")
    def generate(self) -> dict:
        return {}
```

## Use instead
```python app.py
import fal


class ImageGenerator(fal.App):
    @fal.endpoint("/generate")
    def generate(self) -> dict:
        return {}
```

## Source in fal
`App.collect_routes` looks for methods of an instance and puts them in a dict by their routes, and `App._build_app` adds a route of FastAPI for each path as it is written (verified with fal 1.83.0).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...project.python.fal_names import CALLED
from ..app_source import loaded_class
from ..context import AppContext
from ..finding import FilePlace, FileRange, Finding, Related, Rule, Severity
from ..python_values import definition_range
from .class_without_endpoint import lost_endpoint

if TYPE_CHECKING:
    from ...project.python.app_class import AppClass
    from ...project.python.endpoints import Endpoint
    from ...project.python.source import Definition


def check(app: AppContext) -> Iterator[Finding]:
    """A finding for each endpoint, at its path or the name of its method in the Python file."""
    loaded = loaded_class(app)
    if loaded is None or loaded.app_class.is_own_affair:
        return
    found = loaded.app_class
    yield from _paths(found)
    # Without any other, `class-without-endpoint` says it.
    for definition, kind in found.lost if found.endpoints else ():
        message, advice = lost_endpoint(definition, kind)
        yield Finding(RULE.name, message, definition_range(definition), help=advice)
    for definition in found.replaced:
        what = "Method" if definition.name in CALLED else "Endpoint"
        yield Finding(
            RULE.name,
            f"{what} `{definition.name}` is replaced: the class defines `{definition.name}` again.",
            definition_range(definition),
            help="Rename one of the methods." if what == "Endpoint" else "Merge the methods.",
        )


def _paths(found: AppClass) -> Iterator[Finding]:
    first: dict[tuple[str, bool], tuple[Endpoint, Definition]] = {}
    for endpoint in found.endpoints:
        route, definition = endpoint.route, endpoint.definition
        if route is None or definition is None:
            continue
        if not route.startswith("/"):
            what = (
                f"`{route}` of an endpoint does not begin" if route else "of an endpoint must begin"
            )
            yield Finding(
                RULE.name,
                f"Path {what} with `/`.",
                _path_range(endpoint, definition),
                help=f"Write `/{route}`.",
            )
        key = route, endpoint.is_websocket or endpoint.kind == "realtime"
        other, before = first.setdefault(key, (endpoint, definition))
        # Another name of the same function is no second endpoint.
        if before != definition:
            yield Finding(
                RULE.name,
                f"Endpoints `{other.method}` and `{endpoint.method}` have the same path `{route}`.",
                _path_range(endpoint, definition),
                related=(
                    Related(
                        f"`{other.method}` is defined here.", FilePlace(before.path, before.line)
                    ),
                ),
                help="Give each endpoint a path of its own.",
            )


def _path_range(endpoint: Endpoint, definition: Definition) -> FileRange:
    if endpoint.written is None:
        return definition_range(definition)
    path, written = endpoint.written
    return FileRange(path, written.start, written.end)


RULE = Rule(
    "endpoint-not-reachable", Severity.WARNING, __doc__, check_app=check, reads_project=True
)
