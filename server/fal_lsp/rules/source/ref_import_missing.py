"""The file of a `ref` imports a module from its own directory.

## What it does
Reports a `ref` to a file in a subdirectory that imports a module from its own directory, such as `from helpers import SIZE` in `services/app.py` with `services/helpers.py`, and a file that does so among the modules that it imports. Imports inside functions and `try`, and files that change `sys.path`, are not reported.

## Why
fal runs the file by its path and adds only its own working directory, that of pyproject.toml, to `sys.path`. The directory of the file is not on it, so the import fails: "No module named 'helpers'".

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
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...paths import relative_path
from ...project.files import Unreadable
from ..app_source import file_place, ref_loading, ref_module, reference
from ..context import AppContext
from ..finding import FilePlace, Finding, Related, Rule, Severity

if TYPE_CHECKING:
    from ...project import Project


def check(app: AppContext) -> Iterator[Finding]:
    """One finding on the file's part of the `ref`."""
    ref, project, loading = reference(app), app.project, ref_loading(app)
    if ref is None or project is None or loading is None:
        return
    modules = [each.module for each in loading.modules]
    for module in modules:
        text = project.read_text(module.path)
        if isinstance(text, Unreadable) or "sys.path" in text.text:
            return
    for module in modules:
        directory = os.path.dirname(module.path)
        for each in module.imports:
            top = each.module.partition(".")[0]
            if not top or not _is_only_beside(project, directory, top):
                continue
            file = ref.file
            if module is not modules[0]:
                file = relative_path(module.path, project.real(project.root))
            yield Finding(
                RULE.name,
                f"`{file}` imports `{top}` from its own directory, which fal does not search.",
                file_place(app, ref),
                related=(Related(f"`{top}` is imported here.", FilePlace(module.path, each.line)),),
                help=f"Import it as `{_dotted(project, directory, top)}`.",
            )
            return


def _is_only_beside(project: Project, directory: str, top: str) -> bool:
    """Whether a module is in a directory, and in none that Python searches."""
    if directory == project.real(project.root) or not _has(project, directory, top):
        return False
    roots = [project.root]
    if _is_installable(project):
        roots += [each.directory for each in project.roots() if not each.prefix]
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


def _dotted(project: Project, directory: str, top: str) -> str:
    relative = relative_path(directory, project.real(project.root))
    return ".".join([*relative.split("/"), top])


RULE = Rule(
    "ref-import-missing",
    Severity.WARNING,
    __doc__,
    check_app=check,
    needs=ref_module,
    reads_project=True,
)
