"""The file of an app has a top-level import of a package that is only installed on the runner.

## What it does
Reports an import at the top of the file of a `ref`, or of a module that it imports, of a package that is in the class's `requirements` but not among the dependencies of the project.

## Why
fal runs the file where `fal deploy` is started, to find the class. The `requirements` are only installed on the runner, so the package must also be installed where the deploy runs. An import inside `setup()` or an endpoint only runs on the runner.

## Example
```toml
[tool.fal.apps.image-generator]
ref = "app.py::ImageGenerator"
```
```python app.py
import fal
import torch


class ImageGenerator(fal.App):
    requirements = ["torch"]

    @fal.endpoint("/")
    def generate(self) -> dict:
        return {"version": torch.__version__}
```

## Use instead
```python app.py
import fal


class ImageGenerator(fal.App):
    requirements = ["torch"]

    @fal.endpoint("/")
    def generate(self) -> dict:
        import torch

        return {"version": torch.__version__}
```

## Source in fal
`fal.utils.load_function_from` runs the file with `runpy.run_path`: "No module named 'torch'" (verified with fal 1.83.0).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ...project.files import Unreadable
from ...project.packages.pyproject_tables import all_strings
from ..app_source import loaded_class, ref_loading
from ..context import AppContext
from ..finding import FileRange, Finding, Rule, Severity

if TYPE_CHECKING:
    from ...project import Project

_NAME = re.compile(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)")

_PACKAGES = {
    "cv2": (
        *("opencv-python", "opencv-python-headless"),
        *("opencv-contrib-python", "opencv-contrib-python-headless"),
    ),
    "sklearn": ("scikit-learn",),
    "skimage": ("scikit-image",),
    "onnxruntime": ("onnxruntime-gpu",),
    "websocket": ("websocket-client",),
    "bs4": ("beautifulsoup4",),
}
"""Packages that are imported under another name."""


def check(app: AppContext) -> Iterator[Finding]:
    """A finding at the first import of each package in each Python file."""
    loaded, loading = loaded_class(app), ref_loading(app)
    if (
        loaded is None
        or loading is None
        or not any(each.module.imports for each in loading.modules)
    ):
        return
    origin = loaded.app_class.attributes.get("requirements")
    value = None if origin is None else origin.setting.value.data
    required = {_normal(text) for text in all_strings(value)} - {""}
    if not required:
        return
    from ...project.python.modules import known_module

    project = loaded.project
    installed: set[str] | None = None
    for each in loading.modules:
        if not project.is_own_source(each.module.path):
            continue
        reported: set[str] = set()
        for statement in each.module.imports:
            top = statement.module.partition(".")[0]
            names = {*_PACKAGES.get(top, ()), _normal(top)} & required
            # What fal is built on is there wherever fal runs.
            if not names or top in reported or known_module(top) is not None:
                continue
            installed = _declared(project) if installed is None else installed
            if names & installed:
                continue
            reported.add(top)
            yield Finding(
                RULE.name,
                f"`{top}` must also be installed where `fal deploy` runs.",
                FileRange(each.module.path, (statement.line, 0)),
                help="Import it where it is used, or install it locally.",
            )


def _normal(requirement: str) -> str:
    found = _NAME.match(requirement)
    return re.sub(r"[._-]+", "-", found[1]).lower() if found else ""


def _declared(project: Project) -> set[str]:
    """The packages that the project itself depends on, by its tables and requirements.txt."""
    tables = project.tables()
    names: set[str] = set()
    if not isinstance(tables, Unreadable):
        own = tables.get("project", {})
        for part in (own.get("dependencies"), own.get("optional-dependencies")):
            names |= {_normal(text) for text in all_strings(part)}
        names |= {_normal(text) for text in all_strings(tables.get("dependency-groups"))}
        names |= {_normal(text) for text in _tables_of(tables.get("tool", {}))}
    for file in ("requirements.txt", "requirements-dev.txt", "requirements.in"):
        text = project.read_text(file)
        if not isinstance(text, Unreadable):
            names |= {_normal(line) for line in text.text.splitlines()}
    return names


def _tables_of(tool: Any) -> list[str]:
    """The names in the dependency tables of Poetry, PDM, Hatch, pixi and uv."""
    names: list[str] = []
    waiting = [tool]
    while waiting:
        table = waiting.pop()
        if not isinstance(table, dict):
            continue
        for key, value in table.items():
            if "dependencies" in str(key):
                names += list(value) if isinstance(value, dict) else all_strings(value)
            elif key != "fal":
                waiting.append(value)
    return names


RULE = Rule(
    "requirement-imported-at-top",
    Severity.INFORMATION,
    __doc__,
    check_app=check,
    needs=loaded_class,
    reads_project=True,
)
