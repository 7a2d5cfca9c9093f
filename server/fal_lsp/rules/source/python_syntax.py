"""The Python file of an app has a syntax error.

## What it does
Reports a `ref` or a `python_entry_point` to a file with a syntax error, or with bytes that are not UTF-8. What Python refuses once the file is parsed is a syntax error, too: `return` outside a function, `await` outside an `async def`, a repeated argument. Modules of the project that it imports count as well. The finding is an error if no version of Python accepts the file, or if the project's Python is known to be no newer than the one that fal-lsp runs in. It is a warning if `requires-python` merely includes that version. What may be written for a newer Python is not reported: an f-string with the same quotes inside (3.12), type parameters (3.12), `except A, B:` (3.14).

## Why
fal runs the file before it deploys, and stops with a SyntaxError. An entry point fails on the runner.

## Example
```toml
[project]
name = "acme"
version = "1"
requires-python = ">=3.10"

[tool.fal.apps.image-generator]
ref = "app.py::ImageGenerator"
```
```python app.py
import fal


class ImageGenerator(fal.App):
    @fal.endpoint("/")
    def generate(self) -> dict:
        print "generating"
        return {}
```

## Use instead
```python app.py
import fal


class ImageGenerator(fal.App):
    @fal.endpoint("/")
    def generate(self) -> dict:
        print("generating")
        return {}
```

## Source in fal
`fal.utils.load_function_from` calls `runpy.run_path`, which compiles the file: SyntaxError (verified with fal 1.83.0).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...paths import relative_path
from ...project.files import Unreadable
from ...project.python.imports import ModuleLocation
from ..app_source import (
    app_loading,
    entry_module_place,
    entry_point,
    file_place,
    project_module,
    reference,
)
from ..context import AppContext
from ..finding import FilePlace, Finding, Place, Related, Rule, Severity

if TYPE_CHECKING:
    from ...project import Project


def check(app: AppContext) -> Iterator[Finding]:
    """One finding on the part of the value that names the file."""
    file = _file(app)
    if file is None or app.project is None:
        return
    path, place = file
    # For a `ref` fal also reads the text, as UTF-8 whatever the file says of itself.
    text = app.project.read_text(path) if reference(app) is not None else None
    module = app.project.module(path)
    if isinstance(text, Unreadable) and text.reason == "undecodable":
        if isinstance(module, Unreadable) and module.reason == "undecodable":
            yield Finding(RULE.name, _message(app.project, text), place)
        else:
            yield Finding(
                RULE.name,
                f"fal reads `{relative_path(text.path, app.project.root)}` as UTF-8: {text.detail}.",
                place,
                help="Save the file as UTF-8, without the comment that declares its encoding.",
            )
        return
    if not isinstance(module, Unreadable):
        loading, files = app_loading(app), [module.refused]
        if loading is not None:
            files = [each.module.refused for each in loading.modules]
            files += [each.file for each in loading.broken]
        for refused in [each for each in files if each is not None][:1]:
            yield from _finding(app, app.project, refused, place)
        return
    if module.reason not in ("syntax", "undecodable"):
        return
    yield from _finding(app, app.project, module, place)


def _finding(
    app: AppContext, project: Project, module: Unreadable, place: Place
) -> Iterator[Finding]:
    found = _certain(project, module)
    severity = Severity.ERROR
    if found is None:
        found, allowed = module, _severity(app, project)
        if allowed is None:
            return
        severity = allowed
    yield Finding(
        RULE.name,
        _message(project, found),
        place,
        severity,
        related=()
        if found.line is None
        else (Related(found.detail, FilePlace(found.path, found.line)),),
    )


def _file(app: AppContext) -> tuple[str, Place] | None:
    ref, entry = reference(app), entry_point(app)
    if ref is not None:
        return ref.file, file_place(app, ref)
    located = project_module(app)
    if entry is None or not isinstance(located, ModuleLocation) or located.kind == "namespace":
        return None
    return located.path, entry_module_place(app, entry)


def _certain(project: Project, module: Unreadable) -> Unreadable | None:
    """What no Python reads in a file that this one does not."""
    if module.reason == "undecodable":
        return module
    from ...project.python.newer_syntax import refused_everywhere

    text = project.source(module.path)
    return None if isinstance(text, Unreadable) else refused_everywhere(module.path, text)


def _severity(app: AppContext, project: Project) -> Severity | None:
    """How certain it is that the project uses this Python, or an older one."""
    ours = sys.version_info[:2]
    local = project.local_python()
    if local is not None:
        theirs = tuple(int(part) for part in local.version.split("."))
        return Severity.ERROR if theirs <= ours else None
    specifier = project.requires_python(app.surroundings.data)
    if not specifier:
        return None
    from packaging.specifiers import SpecifierSet

    version = ".".join(map(str, ours))
    try:
        allowed = SpecifierSet(specifier)
        includes = any(allowed.contains(f"{version}.{patch}") for patch in range(31))
    except ValueError:  # invalid, or with more digits than Python reads
        return None
    return Severity.WARNING if includes else None


def _message(project: Project, module: Unreadable) -> str:
    file = relative_path(module.path, project.root)
    # Python adds hints to some errors, which are in the related line.
    detail = module.detail.partition(". ")[0].partition(" (detected at ")[0].rstrip(".")
    if module.line is None:
        return f"`{file}` is not valid Python: {detail}."
    version = ".".join(map(str, sys.version_info[:2]))
    line = module.line + 1
    return f"Syntax error in `{file}`, line {line}: {detail} (checked with Python {version})."


RULE = Rule(
    "python-syntax",
    Severity.ERROR,
    __doc__,
    check_app=check,
    reads_project=True,
    cause_in_file=True,
)
