"""The file of a `ref` imports a module from a directory that fal does not search.

## What it does
Reports a `ref` to a file in a subdirectory that imports a module from that directory or from one above it, such as `from helpers import SIZE` in `services/app.py` with `services/helpers.py`, and a file that does so among the modules that it imports. Imports inside functions and `try`, and files that change `sys.path` when they are loaded, are not reported.

## Why
fal runs the file by its path and adds only its own working directory to `sys.path`. When it runs next to pyproject.toml, it does not search the directory of the file, so the import fails: "No module named 'helpers'".

## Example
```toml
[tool.fal.apps.image-generator]
ref = "services/app.py::ImageGenerator"
```
```python services/helpers.py
SIZE = 1024
```
```python services/app.py
import fal
from helpers import SIZE


class ImageGenerator(fal.App):
    @fal.endpoint("/")
    def generate(self) -> dict:
        return {"size": SIZE}
```

## Use instead
```python services/app.py
import fal
from services.helpers import SIZE


class ImageGenerator(fal.App):
    @fal.endpoint("/")
    def generate(self) -> dict:
        return {"size": SIZE}
```

## Source in fal
`fal.utils.load_function_from` appends the working directory to `sys.path` and calls `runpy.run_path`, which adds nothing for a file: ModuleNotFoundError (verified with fal 1.83.0). An installed module of the same name would be imported instead, so this is a warning.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from ...paths import relative_path
from ...project.files import Unreadable
from ..app_source import file_place, ref_module, reference
from ..context import AppContext
from ..finding import FilePlace, Finding, Related, Rule, Severity

if TYPE_CHECKING:
    from ...project import Project
    from ...project.python.module import Import, Module

_PACKAGE_FILES = ("pyproject.toml", "setup.py", "setup.cfg")


def check(app: AppContext) -> Iterator[Finding]:
    """One finding on the file's part of the `ref`."""
    ref, project = reference(app), app.project
    if ref is None or project is None:
        return
    file = ref.file
    found = app.once((_elsewhere, file), lambda: _elsewhere(project, file))
    if found is None:
        return
    if found.is_imported:
        file = relative_path(found.path, project.real(project.root))
    place = relative_path(found.directory, project.real(project.root))
    own, top = os.path.dirname(found.path), found.name
    where = "its own directory" if found.directory == own else f"`{place}`"
    yield Finding(
        RULE.name,
        f"`{file}` imports `{top}` from {where}, which fal does not search.",
        file_place(app, ref),
        related=(Related(f"`{top}` is imported here.", FilePlace(found.path, found.line)),),
        help=_help(place, top),
    )


class _Elsewhere(NamedTuple):
    """An import of a module that fal does not search."""

    path: str
    line: int
    is_imported: bool
    """The import is not in the file of the `ref`, but in a module that this imports."""
    name: str
    directory: str
    """Where the module is."""


def _elsewhere(project: Project, file: str) -> _Elsewhere | None:
    """The first of a file, which is looked for once for all apps that refer to it."""
    modules = [each.module for each in project.loading(file).modules]
    if not any(each.imports for each in modules):
        return None
    if any(_changes_path(project, module) for module in modules):
        return None
    for module in modules:
        own = os.path.dirname(module.path)
        for each in module.imports:
            top = each.module.partition(".")[0]
            directory = _only_place(project, own, top) if top else None
            if directory is not None and _means(project, module, each, directory):
                is_imported = module is not modules[0]
                return _Elsewhere(module.path, each.line, is_imported, top, directory)
    return None


def _help(place: str, top: str) -> str:
    parts = [*place.split("/"), top]
    if not all(part.isidentifier() for part in parts):
        return f"Run fal in `{place}`."
    return f"Import it as `{'.'.join(parts)}`, or run fal in `{place}`."


def _changes_path(project: Project, module: Module) -> bool:
    """Whether a module may change `sys.path` when it is loaded: anywhere but in a method of an app,
    which runs on the runner alone."""
    from ...project.python.values import FunctionValue

    text = project.read_text(module.path)
    if isinstance(text, Unreadable):
        return True
    if "sys.path" not in text.text:
        return False
    targets = project.targets(module.path)
    if isinstance(targets, Unreadable):
        return True
    apps = {each.line for each in targets.apps if each.path == module.path}
    methods = [
        (method.definition.line, method.definition.extent.last)
        for each in module.classes
        if each.definition.line in apps
        for method in (binding.value for binding in each.namespace.values() if binding is not None)
        if isinstance(method, FunctionValue) and method.kind == "function"
        if method.definition.extent is not None
    ]
    return any(
        "sys.path" in line and not any(first <= number <= last for first, last in methods)
        for number, line in enumerate(text.text.splitlines())
    )


def _only_place(project: Project, directory: str, top: str) -> str | None:
    """The directory, or one above it, that alone has a module; `None` if Python searches one."""
    root, package = project.real(project.root), ""
    while directory.startswith(os.path.join(root, "")):
        # The package around needs no `__init__.py`.
        if package == top or _has(project, directory, top):
            return directory if _is_only_there(project, directory, top) else None
        directory, package = os.path.split(directory)
    return None


def _means(project: Project, module: Module, statement: Import, directory: str) -> bool:
    """Whether an import means a module of a directory, and not a package of the same name that is
    installed, as `mypy.py` does that imports `mypy`."""
    from ...project.python.values import Unset

    top, *parts = statement.module.split(".")
    path = os.path.join(directory, top)
    if module.path == f"{path}.py":
        return False
    if parts and not _has(project, os.path.join(path, *parts[:-1]), parts[-1]):
        return False
    is_bare = not parts and not statement.names
    if is_bare and module.path.startswith(os.path.join(path, "")):
        return False
    names = _attributes(project, module, top) if is_bare else [name for name, _ in statement.names]
    file = os.path.join(path, *parts)
    places = (f"{file}.py", os.path.join(file, "__init__.py"))
    defined = [each for each in places if project.is_file(each)]
    return all(
        _has(project, file, name)
        or any(not isinstance(project.python().member(each, name), Unset) for each in defined)
        for name in names
    )


def _attributes(project: Project, module: Module, name: str) -> set[str]:
    """The attributes of a name that the text of a module mentions."""
    text = project.read_text(module.path)
    if isinstance(text, Unreadable):
        return set()
    return set(re.findall(rf"(?<![\w.]){re.escape(name)}\.(\w+)", text.text))


def _is_only_there(project: Project, directory: str, top: str) -> bool:
    """Whether a module of a directory is in none that Python searches."""
    roots = [project.root]
    if _is_installable(project):
        roots += [each.directory for each in project.roots() if not each.prefix]
    around, root = directory, project.real(project.root)
    while around != root:
        # A package of its own, which may be installed.
        if any(project.is_file(os.path.join(around, name)) for name in _PACKAGE_FILES):
            return False
        around = os.path.dirname(around)
    if any(project.is_file(name) for name in _PACKAGE_FILES[1:]):
        return False
    return not any(
        project.real(root) == directory
        or _has(project, root, top)
        or project.is_dir(os.path.join(root, top))
        for root in roots
    )


def _has(project: Project, directory: str, top: str) -> bool:
    path = os.path.join(directory, top)
    return project.is_file(f"{path}.py") or project.is_file(os.path.join(path, "__init__.py"))


def _is_installable(project: Project) -> bool:
    """Whether the project may be installed where fal runs, so that its packages are found."""
    tables = project.tables()
    if isinstance(tables, Unreadable):
        return True
    return "project" in tables or "build-system" in tables or "poetry" in tables.get("tool", {})


RULE = Rule(
    "ref-import-missing",
    Severity.WARNING,
    __doc__,
    check_app=check,
    needs=ref_module,
    reads_project=True,
    cause_in_file=True,
)
