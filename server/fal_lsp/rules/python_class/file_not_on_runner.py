"""An app needs a file of the project that is not on its runner.

## What it does
Reports a module of the project whose functions or classes the class or function of a `ref` uses, as a base, in a method, an annotation or a setting, where nothing brings the module to the runner: no `app_files`, no `local_python_modules`, no requirement that may contain it. A module that `setup` or an endpoint imports is reported even if it is in `local_python_modules`. So is a file of the project that `setup` or an endpoint certainly reads by a relative path, unless other code may make it there, and one that it reads by the path from `__file__`, even with `app_files`. Apps with an `image` are not reported, nor are imports in a file that changes `sys.path`.

Of a `python_entry_point`, it reports an import of a module that the build of the project leaves out.

## Why
fal pickles the class and sends it to the runner, without the other files of the project. What another module defines is only named in the pickle, and the runner imports that module: "No module named 'helpers'". `local_python_modules` puts the functions and classes of a module into the pickle, but not the module itself. `__file__` is pickled, too: on the runner it is still the path on the machine that deploys.

## Example
```toml
[tool.fal.apps.image-generator]
ref = "app.py::ImageGenerator"
```
```python helpers.py
def render() -> str:
    return "image.png"
```
```python app.py
import fal
from helpers import render


class ImageGenerator(fal.App):
    @fal.endpoint("/")
    def generate(self) -> dict:
        return {"image": render()}
```

## Use instead
```toml
[tool.fal.apps.image-generator]
ref = "app.py::ImageGenerator"
app_files = ["helpers.py"]
```

## Source in fal
`fal.utils.load_function_from` makes cloudpickle pickle by value only what the file itself, a package around it (`include_package_from_path`) and the modules in `local_python_modules` define; all else is a reference. Only `app_files` and containers get a directory on `sys.path` (`_apply_runtime_config` in `fal/api/api.py`). Reading the pickle raises ModuleNotFoundError (verified with fal 1.83.0).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...paths import relative_path
from ...project.python.imports import ModuleLocation
from ..app_source import (
    app_loading,
    builds_leave_out,
    entry_point,
    local_directories,
    ref_loading,
    ref_target,
    reference,
)
from ..context import AppContext
from ..finding import FileRange, Finding, Rule, Severity
from ..python_values import written_range
from ..runner_packages import has_plain_runner, may_bring, sets, strings

if TYPE_CHECKING:
    from ...project.python.app_class import AppClass
    from ...project.python.runner_needs import Need


def check(app: AppContext) -> Iterator[Finding]:
    """A finding at each import of another package or module, and at a file that is opened."""
    yield from _left_out(app)
    target, loading, project = ref_target(app), ref_loading(app), app.project
    if target is None or loading is None or project is None or not loading.modules:
        return
    found = project.app_class(target) if target.kind == "app" else None
    module = loading.modules[0].module
    if found is None or target.value is None or target.path != module.path:
        return
    listed = _listed(found)
    if listed is None or app.has("image") or not has_plain_runner(found):
        return
    has_files = app.has("app_files") or sets(found, "app_files")
    from ...project.python.runner_needs import runner_needs

    modules = project.python()
    question = ("runner needs", module.path, listed)
    needs = app.once(question, lambda: runner_needs(modules, loading, listed))
    every = needs.get(found.definition, ())
    needed = [each for each in every if each.kind != "read-here"]
    for need in every:
        if need.kind == "read-here":
            yield _finding(need, module.path)
    if not needed or has_files:
        return
    for need in needed:
        if not may_bring(app, found, module.path, need.name):
            yield _finding(need, module.path)


def _left_out(app: AppContext) -> Iterator[Finding]:
    """A finding at the first import of each module that the build of the project leaves out."""
    loading, project = app_loading(app), app.project
    if entry_point(app) is None or reference(app) is not None or loading is None or project is None:
        return
    missing: set[str] = set()
    built: set[str] = set()
    reported: set[object] = set()
    for loaded in loading.modules:
        at, name = loaded.imported_at, loaded.name or ""
        located = None if at is None else project.find_module(name, local_directories(app))
        path = project.real(loaded.module.path)
        if at is None or not isinstance(located, ModuleLocation):
            built.add(name)
            continue
        if project.real(located.path) != path or not builds_leave_out(app, located):
            built.add(name)
            continue
        missing.add(loaded.module.path)
        # What is beside or in a package that is not there, and what such a module imports, follows.
        package = name.rpartition(".")[0]
        package = name if not package or package in built else package
        follows = at in reported or package in reported or at[0] in missing
        reported |= {at, package, name}
        if follows:
            continue
        advice = "Include it in the build settings."
        if "." not in name:
            advice = "Move it into the package that is built, or include it in the build settings."
        message = f"The build of the project leaves out the module `{name}`."
        yield Finding(RULE.name, message, FileRange(at[0], (at[1], 0)), help=advice)


def _finding(need: Need, app_file: str) -> Finding:
    directory = os.path.dirname(app_file)
    shown = f"`{need.name}`"
    path = need.path
    is_read = need.kind in ("read", "read-here")
    if not is_read:
        # The package as a whole.
        depth = need.name.count(".") + (os.path.basename(path) == "__init__.py")
        for _ in range(depth):
            path = os.path.dirname(path)
    file = relative_path(path, directory)
    root = directory if is_read else os.path.dirname(path)
    cure = f"Add `{file}` to `app_files`"
    if file.startswith("../") or root != directory:
        cure = "Upload it with `app_files`"
        if directory.startswith(os.path.join(root, "")):
            cure += f' and `app_files_context_dir = "{relative_path(root, directory)}"`'
    if need.kind == "pickled":
        cure += f", or list `{need.name.partition('.')[0]}` in `local_python_modules`"
    message = f"{shown} is not on the runner."
    if need.kind == "read-here":
        message = f"{shown} is not found on the runner: `__file__` is a path on your machine."
        cure = f'Use `Path("{need.name}")` with `app_files`'
        if file.startswith("../"):
            cure = "Upload it with `app_files`, and read it by a relative path"
    place = FileRange(app_file, (need.line, 0))
    if need.written is not None:
        place = written_range(app_file, need.written)
    return Finding(RULE.name, message, place, help=f"{cure}.")


def _listed(found: AppClass) -> tuple[str, ...] | None:
    """The `local_python_modules` of a class; `None` where they are not known."""
    return strings(found.attributes.get("local_python_modules"))


RULE = Rule(
    "file-not-on-runner",
    Severity.WARNING,
    __doc__,
    check_app=check,
    needs=app_loading,
    reads_project=True,
)
