"""The file of an app raises an error when fal loads it.

## What it does
Reports a statement that certainly raises in the file of a `ref`, in the module of a `python_entry_point`, or in a module of the project that these import:

- a call of `fal.endpoint`, `HealthCheck`, `ContainerImage` or `fal.function` that fal rejects, a Dockerfile that does not exist, or a second route of a method;
- base classes that Python or fal rejects, a field of a dataclass with a list or dict as its default or in the wrong order, and a value for a name in `__slots__`;
- what pydantic 2 rejects in a model: a field without a type or with one that is not supported (such as a `TypedDict` of `typing` before Python 3.12), a computed field without a type, a validator or a discriminator of a missing field, a pattern with look-around, a limit that is a string, a `model_config` with a colon, an unknown mode or value of `extra`, arguments of pydantic 1;
- a name that is not defined when it is used (a warning in an annotation if Python 3.14 may run), such as a name of the class in a comprehension in it, or that the imported module does not define;
- `raise`, `sys.exit`, and an assertion that fails;
- a key, index or attribute that is certainly missing, an operation or call that certainly raises, such as `int("5m")`, a path `+` a string, a model without a required field, `"%s %s" % "a"`, the type `"Image" | None` (a warning if Python 3.14 may run) or a value that an enumeration does not have, and a file that is read but does not exist.

Functions of the project are followed. What is in `try`, under a condition, or in a function that is not called, is not reported.

## Why
fal runs the whole file before it deploys any app of it. An error in one class or function makes all of them fail. The module of a `python_entry_point` runs on the runner, after the deploy.

## Example
```toml
[tool.fal.apps.image-generator]
ref = "app.py::ImageGenerator"
```
```python app.py
import fal


class ImageGenerator(fal.App):
    @fal.endpoint("/", method="GET")
    def generate(self) -> dict:
        return {}
```

## Use instead
```python app.py
import fal


class ImageGenerator(fal.App):
    @fal.endpoint("/")
    def generate(self) -> dict:
        return {}
```

## Source in fal
`fal.utils.load_function_from` runs the file with `runpy.run_path`: "endpoint() got an unexpected keyword argument 'method'", "Can't set multiple routes for the same function", "Unrecognised option 'auth'", "No such file or directory" (verified with fal 1.83.0). If a newer fal is installed or locked, only what Python itself refuses is reported.
"""

from __future__ import annotations

import fnmatch
import os
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...project.files import Unreadable
from ...project.python.fal_names import APP_CLASSES
from ...project.python.path_values import names_file
from ...project.python.values import ClassValue
from ..app_source import app_loading, may_create_files, reference
from ..app_versions import before_python, has_newer_fal, may_have_pydantic_1
from ..context import AppContext
from ..did_you_mean import MOST_SUGGESTIONS
from ..endpoint_errors import TYPED_DICTS
from ..finding import FileRange, Finding, Related, Rule, Severity
from ..missing_names import (
    missing_attributes,
    missing_imports,
    missing_names,
    of_annotation,
)
from ..python_errors import base_words, error_words, refusal_words
from ..python_values import definition_range, written_range

if TYPE_CHECKING:
    from ...project import Project
    from ...project.python.loading import Loaded
    from ...project.python.module import Module
    from ...project.python.mro import Lineages
    from ...project.python.refusal import Refusal
    from ...project.python.refusals import Refusals


def check(app: AppContext) -> Iterator[Finding]:
    """A finding for each statement, in its Python file."""
    loading, project = app_loading(app), app.project
    if loading is None or project is None:
        return
    if any(each.changes_others for each in loading.running):
        # What there is when a statement runs is not followed over modules.
        return
    changing = [
        each for each in loading.running if each.changes_containers or each.changes_instances
    ]
    for loaded in loading.modules:
        if project.is_own_source(loaded.module.path):
            others = any(each is not loaded.module for each in changing)
            yield from _in_module(app, project, loaded, others=others)
            yield from missing_attributes(RULE.name, app, project, loaded.module)
    yield from missing_imports(RULE.name, app, project, loading)


def _in_module(
    app: AppContext, project: Project, loaded: Loaded, *, others: bool
) -> Iterator[Finding]:
    """`others`: another module changes lists, dicts or instances that are not its own."""
    module = loaded.module
    refused = project.apps().refusals(module.path)
    if (refused.calls or module.routed_twice) and not has_newer_fal(app):
        for number, refusal in enumerate(refused.calls):
            yield _finding(module, refusal, suggests=number < MOST_SUGGESTIONS)
        for definition in module.routed_twice:
            yield Finding(
                RULE.name,
                f"Method `{definition.name}` has two routes, but fal allows only one.",
                definition_range(definition),
                help="Define a method for each route.",
            )
    yield from missing_names(RULE.name, app, module)
    yield from _raised(app, project, module, others)
    if reference(app) is not None and refused.paths and not may_create_files(app):
        yield from _dockerfiles(project, module, refused)
    yield from _bases(project, module, refused)
    fields = [*refused.defaults]
    if refused.fields and not may_have_pydantic_1(app):
        fields += refused.fields
    for refusal in fields:
        severity: Severity | None = Severity.ERROR
        if refusal.kind == "field-typed-dict":
            severity = before_python(app, TYPED_DICTS)
        if severity is not None:
            yield _finding(module, refusal, severity)


def _raised(app: AppContext, project: Project, module: Module, others: bool) -> Iterator[Finding]:
    """What the statements of a module raise."""
    for raised in module.raised.values():
        if others and raised.kind not in ("raise", "exit", "attribute"):
            continue
        if raised.kind == "file" and _may_be_read(app, project, module, raised.words):
            continue
        severity = of_annotation(app) if raised.is_lazy else Severity.ERROR
        if severity is None:
            continue
        message, advice = error_words(raised)
        related: tuple[Related, ...] = ()
        if raised.inside is not None:
            path, written = raised.inside
            place = FileRange(path, written.start, written.end)
            related = (Related(f"`{raised.error or 'The error'}` is raised here.", place),)
        place = written_range(module.path, raised.written)
        yield Finding(RULE.name, message, place, severity, related=related, help=advice)


def _finding(
    module: Module,
    refusal: Refusal,
    severity: Severity = Severity.ERROR,
    *,
    suggests: bool = False,
) -> Finding:
    message, advice = refusal_words(refusal, suggests=suggests)
    place = written_range(module.path, refusal.written)
    return Finding(RULE.name, message, place, severity, help=advice)


def _dockerfiles(project: Project, module: Module, refused: Refusals) -> Iterator[Finding]:
    """Dockerfiles that are read and that are nowhere they could be meant."""
    for path, written in refused.paths:
        if _may_be_there(project, module, path):
            continue
        if "\n" in path.strip() or re.match(r"\s*FROM\s", path, re.IGNORECASE):
            yield Finding(
                RULE.name,
                "`from_dockerfile` requires a path, not the text of a Dockerfile.",
                written_range(module.path, written),
                help="Use `ContainerImage.from_dockerfile_str`.",
            )
            continue
        yield Finding(
            RULE.name,
            f"Dockerfile `{project.shown(path)}` does not exist.",
            written_range(module.path, written),
            help=""
            if os.path.isabs(path)
            else "fal resolves the path from the directory in which it is run.",
        )


def _may_be_read(app: AppContext, project: Project, module: Module, path: str) -> bool:
    """Whether a file may be there when the file of the app is loaded, or in another checkout."""
    if reference(app) is None or _may_be_there(project, module, path) or may_create_files(app):
        return True
    if _may_be_made(app, module, path):
        return True
    parts = [each for each in path.replace(os.sep, "/").split("/") if each]
    bases = {project.root, project.repository or project.root, os.path.dirname(module.path)}
    for base in bases:
        ignored = project.read_text(os.path.join(base, ".gitignore"))
        for line in "" if isinstance(ignored, Unreadable) else ignored.text.splitlines():
            pattern = line.strip().strip("/").rpartition("/")[2]
            if any(fnmatch.fnmatch(each, pattern) for each in parts):
                return True
    return False


def _may_be_made(app: AppContext, module: Module, path: str) -> bool:
    """Whether another module gives code that is not followed the name of a file.

    What the module itself gave before it reads the file is known to its reader.
    """
    loading = app_loading(app)
    running = [] if loading is None else loading.running
    return any(names_file(each.given, path) for each in running if each is not module)


def _may_be_there(project: Project, module: Module, path: str) -> bool:
    if not path or path.startswith("~") or "\0" in path:
        return bool(path)
    if os.path.isabs(path):
        return not project.is_inside(path) or project.exists(path)
    # fal may be run from any directory at or below that of pyproject.toml; the other directories
    # are those in which people run it.
    bases = {project.root, os.path.dirname(module.path)}
    directory = os.path.dirname(module.path)
    while project.is_inside(directory) and os.path.dirname(directory) != directory:
        bases.add(directory)
        directory = os.path.dirname(directory)
    if project.repository is not None:
        bases.add(project.repository)
    for base in bases:
        whole = os.path.join(base, path)
        if not project.is_inside(whole) or project.exists(whole):
            return True
    return False


def _bases(project: Project, module: Module, refused: Refusals) -> Iterator[Finding]:
    modules = project.python()
    for found, refusal in refused.bases:
        message, advice = base_words(refusal)
        yield Finding(RULE.name, message, definition_range(found.definition), help=advice)
    known: Lineages = {}
    for owner, written in module.subscripted:
        if isinstance(owner, ClassValue):
            line = modules.lineage(owner, module.store, known)
            names = [getattr(each, "name", "") for each in line.links]
            name, advice = (
                owner.definition.name,
                "Put `Generic` before `fal.App` in the base classes.",
            )
            reason = ": `Generic` comes after `fal.App`"
            is_refused = "fal.App" in names and "typing.Generic" in names[names.index("fal.App") :]
        else:
            name, advice, reason = owner.name, f"Use `{owner.name}` without `[]`.", ""
            is_refused = name in APP_CLASSES
        if is_refused:
            message = f"`{name}` has no type parameters{reason}."
            yield Finding(RULE.name, message, written_range(module.path, written), help=advice)


RULE = Rule(
    "app-file-not-loadable",
    Severity.ERROR,
    __doc__,
    check_app=check,
    needs=app_loading,
    reads_project=True,
)
