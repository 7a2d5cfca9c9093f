"""The file of an app raises an error when fal loads it.

## What it does
Reports a statement in the file of a `ref` or the module of a `python_entry_point`, or in a module of the project that it imports, that certainly raises: a call of `fal.endpoint`, `HealthCheck`, `ContainerImage` or `fal.function` that fal refuses, a Dockerfile that does not exist, a second route of a method, base classes that Python or fal refuses, a field of a dataclass with a list or dict as its default, what pydantic 2 refuses in a model (a field without a type or with one that it does not support, a validator of a missing field, arguments of pydantic 1), a name that is not defined when it is used (a warning in an annotation where Python 3.14 may run), or one that the imported module does not define. So are `raise` and `sys.exit`, an assertion that fails, a key, an index or an attribute that is certainly missing, an operation or a call that certainly raises, such as `int("5m")`, and a file that is read and does not exist. Functions of the project are followed; what is in `try`, under a condition or in a function that is not called is not reported.

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
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from ...paths import relative_path
from ...project.files import Unreadable
from ...project.python.fal_names import APP_CLASSES, attributes, homes
from ...project.python.imports import ModuleLocation
from ...project.python.values import ClassValue
from ..app_source import (
    app_loading,
    entry_point,
    has_newer_fal,
    has_older_fal,
    may_create_files,
    reference,
)
from ..context import AppContext
from ..did_you_mean import MOST_SUGGESTIONS, nearest, question
from ..finding import FileRange, Finding, Related, Rule, Severity
from ..python_errors import error_words
from ..python_values import definition_range

if TYPE_CHECKING:
    from ...project import Project
    from ...project.python.loading import FailedImport, Loaded, Loading
    from ...project.python.module import Module
    from ...project.python.mro import Lineages
    from ...project.python.refusal import Refusal
    from ...project.python.refusals import Refusals
    from ...project.python.source import Written


def check(app: AppContext) -> Iterator[Finding]:
    """A finding for each statement, in its Python file."""
    loading, project = app_loading(app), app.project
    if loading is None or project is None:
        return
    if any(each.module.changes_others for each in loading.modules):
        # What there is when a statement runs is not followed over modules.
        return
    changing = [
        each.module
        for each in loading.modules
        if each.module.changes_containers or each.module.changes_instances
    ]
    for loaded in loading.modules:
        if project.is_own_source(loaded.module.path):
            others = any(each is not loaded.module for each in changing)
            yield from _in_module(app, project, loaded, others=others)
            yield from _attributes(app, project, loading, loaded.module)
    yield from _imports(app, project, loading)


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
                f"Method `{definition.name}` has two routes, which fal refuses.",
                definition_range(definition),
                help="Define a method for each route.",
            )
    yield from _missing(app, module)
    yield from _raised(app, project, module, others)
    if reference(app) is not None and refused.paths and not may_create_files(app):
        yield from _dockerfiles(project, module, refused)
    yield from _bases(project, module, refused)
    fields = [*refused.defaults]
    if refused.fields and not _may_be_old_pydantic(project):
        fields += refused.fields
    for refusal in fields:
        yield _finding(module, refusal)


def _raised(app: AppContext, project: Project, module: Module, others: bool) -> Iterator[Finding]:
    """What the statements of a module raise."""
    for raised in module.raised.values():
        if others and raised.kind not in ("raise", "exit", "attribute"):
            continue
        if raised.kind == "file" and _may_be_read(app, project, module, raised.words):
            continue
        message, advice = error_words(raised)
        related: tuple[Related, ...] = ()
        if raised.inside is not None:
            path, written = raised.inside
            place = FileRange(path, written.start, written.end)
            related = (Related(f"`{raised.error or 'The error'}` is raised here.", place),)
        place = _range(module, raised.written)
        yield Finding(RULE.name, message, place, related=related, help=advice)


_OLD_PYDANTIC = re.compile(
    r"\bpydantic\b(?:\[[\w,\s]{0,40}\])?[^a-z]{0,8}?(?:version)?[^a-z]{0,8}?"
    r"(?:[=~^<>\"'\s][01]\b|<\s?2(?!\.[1-9]))"
)
"""In a list of requirements, a table of Poetry or a lock."""


def _may_be_old_pydantic(project: Project) -> bool:
    """Whether the project may use pydantic 1, for which a value is enough."""
    texts = (project.read_text(os.path.join(project.root, name)) for name in _PINS)
    return any(
        not isinstance(each, Unreadable) and _OLD_PYDANTIC.search(each.text) for each in texts
    )


_PINS = ("pyproject.toml", "requirements.txt", "uv.lock", "poetry.lock", "pdm.lock")
"""The files in which a project says which pydantic it uses."""


def _missing(app: AppContext, module: Module) -> Iterator[Finding]:
    seen = set()
    for missing in module.missing.values():
        owner, name = missing.owner, missing.name
        if missing.path:
            continue
        names = attributes(owner)
        if (owner, name) in seen or (names and has_newer_fal(app)):
            continue
        if names and owner != "fal" and has_older_fal(app):
            continue
        if owner == "pydantic" and app.project is not None and _may_be_old_pydantic(app.project):
            continue
        seen.add((owner, name))
        known = names or (module.names if not owner else ())
        is_later = not owner and name in known
        severity = None
        if missing.annotates:
            severity = _of_annotation(app)
            # `app-class-not-loadable` says what the server cannot evaluate.
            if severity is None or (missing.annotates == "endpoint" and not is_later):
                continue
        meant, advice = None, _elsewhere_in_fal(owner, name)
        if not is_later and not advice and len(seen) <= MOST_SUGGESTIONS:
            meant = _nearest_alike(name, known)
        message = f"`{owner}` has no name `{name}`." if owner else f"`{name}` is not defined."
        if is_later:
            message = f"`{name}` is used before it is defined."
            advice = f"Move the definition of `{name}` up."
            if missing.annotates:
                advice = "Put the annotation in quotes."
        elif meant is not None:
            message = f"{message} {question(meant)}"
        elif not owner:
            advice = f"Define or import `{name}`."
        elif owner == "pydantic":
            message = f"pydantic 2 has no `{name}`."
            advice = "Use the package `pydantic-settings`." if name == "BaseSettings" else ""
        yield Finding(
            RULE.name,
            message,
            _range(module, missing.written),
            severity or RULE.severity,
            help=advice,
        )


def _nearest_alike(name: str, known: Iterable[str]) -> str | None:
    """The name that is probably meant: no module for a class, and no function for a constant."""
    return nearest(name, sorted(each for each in known if each[:1].isupper() == name[:1].isupper()))


def _elsewhere_in_fal(owner: str, name: str) -> str:
    """What to do about a class that another module of fal has; empty where none has it."""
    if owner.partition(".")[0] != "fal" or not name[:1].isupper():
        return ""
    home = next((each for each, names in homes().items() if name in names and each != owner), "")
    return f"Use `{home}.{name}`." if home else ""


def _of_annotation(app: AppContext) -> Severity | None:
    """An error where the Python that fal runs in certainly evaluates annotations at once."""
    project = app.project
    local = project.local_python() if project is not None else None
    if local is not None:
        version = tuple(int(part) for part in local.version.split("."))
        return Severity.ERROR if version < (3, 14) else None
    specifier = project.requires_python(app.surroundings.data) if project is not None else None
    return Severity.WARNING if specifier is None or _allows_older(specifier) else None


def _allows_older(specifier: str) -> bool:
    """Whether a specifier of Python versions allows one before 3.14."""
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    try:
        allowed = SpecifierSet(specifier)
    except InvalidSpecifier:
        return True
    return any(allowed.contains(f"3.{minor}.99") for minor in range(8, 14))


_LATE_IMPORT = re.compile(r"^[ \t]+(?:from|import)[ \t]+([\w.]+)", re.MULTILINE)


def _attributes(
    app: AppContext, project: Project, loading: Loading, module: Module
) -> Iterator[Finding]:
    """Attributes that modules do not have, and that no code that may run sets."""
    of_files = (each for each in module.missing.values() if each.path)
    for missing in islice(of_files, MOST_SUGGESTIONS):
        owner = project.python().module(missing.path)
        if isinstance(owner, Unreadable):
            continue
        top = relative_path(owner.path, project.real(project.root)).removeprefix("src/")
        if _may_be_installed(app, project, top.partition("/")[0].removesuffix(".py")):
            continue
        sets = re.compile(rf"\.\s*{missing.name}\s*(?::[^=\n]*)?=(?!=)|\bsetattr\b|__dict__")
        if any(isinstance(each, Unreadable) or sets.search(each) for each in _texts(app, loading)):
            continue
        meant = nearest(missing.name, sorted(each for each in owner.names if isinstance(each, str)))
        message = f"`{missing.owner}` has no name `{missing.name}`."
        yield Finding(
            RULE.name,
            f"{message} {question(meant)}" if meant else message,
            _range(module, missing.written),
            help="" if meant else f"Define `{missing.name}` in that module.",
        )


def _texts(app: AppContext, loading: Loading) -> Iterator[str | Unreadable]:
    """The texts of the modules that are loaded, and of those that their functions may import."""
    if app.project is None:
        return
    for each in loading.modules:
        text = app.project.source(each.module.path)
        yield text
        for name in _LATE_IMPORT.findall("" if isinstance(text, Unreadable) else text):
            found = app.project.python().find(each.module.path, name)
            if isinstance(found, ModuleLocation) and found.kind != "namespace":
                yield app.project.source(found.path)


# Calls


_WORDS = {
    "argument-unknown": "`{subject}` has no parameter `{name}`.",
    "argument-missing": "`{subject}` requires `{name}`.",
    "argument-value": "`{name}` of `{subject}` must be {words}.",
    "option-unknown": "`fal.function` has no option `{name}`.",
    "option-of-kind": '`fal.function` has no option `{name}` for the kind "{words}".',
    "requirements-type": "`requirements` must be a list of strings or a list of lists of strings.",
    "websocket-check": "A websocket endpoint can't have a `health_check`.",
    "container-files": "`app_files` is not supported for containers.",
    "field-without-type": "Field `{name}` of the pydantic model `{subject}` has no type.",
    "field-type": "Pydantic does not support the type of field `{name}` of model `{subject}`.",
    "field-twice": "`Field` has both a default and `default_factory`.",
    "field-underscore": "Field `{name}` of the pydantic model `{subject}` starts with `_`.",
    "config-twice": "Pydantic model `{subject}` has both `Config` and `model_config`.",
    "root-field": "Pydantic model `{subject}` has a field `__root__`.",
    "field-of-validator": "Pydantic model `{subject}` has no field `{name}` to validate.",
    "validator-of-instance": "Validator `{name}` is an instance method.",
    "removed-argument": "`{subject}` of pydantic 2 has no parameter `{name}`.",
    "validator-bare": "`{subject}` of pydantic 2 requires {words}.",
    "mutable-default": "Field `{name}` of the dataclass `{subject}` has a mutable default.",
    "app-created": "fal refuses to create an instance of the class `{subject}`.",
}
_HELP = {
    "requirements-type": "Put the requirements into a list.",
    "websocket-check": "Use an endpoint without `is_websocket` for the health check.",
    "container-files": "Copy the files in the Dockerfile.",
    "field-without-type": "Annotate `{name}`, with `ClassVar` if it is not a field.",
    "field-type": "Use another type than `{words}`, or set `arbitrary_types_allowed`.",
    "field-twice": "Remove one of them.",
    "field-underscore": "Rename it, or use `PrivateAttr`.",
    "config-twice": "Remove `Config`.",
    "root-field": "Use `pydantic.RootModel`.",
    "field-of-validator": "Correct the name of the field that `{words}` validates.",
    "validator-of-instance": "Use `cls` as its first parameter.",
    "mutable-default": "Use `field(default_factory={words})`.",
    "app-created": 'Run it with `fal run`, or put it under `if __name__ == "__main__":`.',
}


def _finding(module: Module, refusal: Refusal, *, suggests: bool = False) -> Finding:
    message, advice = _words(refusal, suggests=suggests)
    return Finding(RULE.name, message, _range(module, refusal.written), help=advice)


def _words(refusal: Refusal, *, suggests: bool) -> tuple[str, str]:
    from ...project.python import fal_names

    kind, subject, name = refusal.kind, refusal.subject, refusal.name
    if kind == "argument-count":
        if name == "0":
            return f"`{subject}` only accepts keyword arguments.", "Pass each argument by name."
        plural = "" if name == "1" else "s"
        return (
            f"`{subject}` takes {name} positional argument{plural}.",
            "Pass the other arguments by name.",
        )
    if kind == "environment-kind":
        if name.isidentifier() and subject == "function" and not refusal.words:
            return f"`fal.function` is used without parentheses on `{name}`.", "Add `()`."
        known = ", ".join(f'"{each}"' for each in fal_names.ENVIRONMENT_OPTIONS)
        return f'fal has no environment of the kind "{name}".', f"Use one of {known}."
    message = _WORDS[kind].format(subject=subject, name=name, words=refusal.words)
    advice = _HELP.get(kind, "").format(name=name, words=refusal.words)
    if kind == "removed-argument":
        advice = f"Use {refusal.words} instead." if refusal.words else f"Remove `{name}`."
    if kind == "field-type" and not refusal.words:
        advice = "Use a type instead of a value."
    if kind == "validator-bare" and subject == "root_validator":
        advice = "Use `model_validator`, or add `skip_on_failure=True`."
    if kind == "app-created" and subject in fal_names.APP_CLASSES:
        advice = "Derive from the class itself, without parentheses after its name."
    if kind == "argument-unknown":
        positional, by_keyword, _ = fal_names.PARAMETERS[f"fal.{subject}"]
        meant = nearest(name, (*positional, *by_keyword)) if suggests else None
        if meant is not None:
            return f"{message} {question(meant)}", ""
        advice = f"Remove `{name}`."
    if kind == "option-unknown":
        options = frozenset().union(*fal_names.ENVIRONMENT_OPTIONS.values())
        meant = nearest(name, sorted(options | fal_names.HOST_OPTIONS)) if suggests else None
        if meant is not None and not meant.startswith("_"):
            return f"{message} {question(meant)}", ""
        advice = f"Remove `{name}`."
        if name in ("auth", "name", "team"):
            advice = f"Set `{name}` in pyproject.toml."
    return message, advice


def _dockerfiles(project: Project, module: Module, refused: Refusals) -> Iterator[Finding]:
    """Dockerfiles that are read and that are nowhere they could be meant."""
    for path, written in refused.paths:
        if _may_be_there(project, module, path):
            continue
        if "\n" in path.strip() or re.match(r"\s*FROM\s", path, re.IGNORECASE):
            yield Finding(
                RULE.name,
                "`from_dockerfile` requires a path, not the text of a Dockerfile.",
                _range(module, written),
                help="Use `ContainerImage.from_dockerfile_str`.",
            )
            continue
        yield Finding(
            RULE.name,
            f"Dockerfile `{project.shown(path)}` does not exist.",
            _range(module, written),
            help=""
            if os.path.isabs(path)
            else "fal resolves the path from the directory in which it is run.",
        )


def _may_be_read(app: AppContext, project: Project, module: Module, path: str) -> bool:
    """Whether a file may be there when the file of the app is loaded, or in another checkout."""
    if reference(app) is None or _may_be_there(project, module, path) or may_create_files(app):
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


# Classes


def _bases(project: Project, module: Module, refused: Refusals) -> Iterator[Finding]:
    modules = project.python()
    for found, refusal in refused.bases:
        message, advice = _of_bases(refusal)
        yield Finding(RULE.name, message, _class_range(found), help=advice)
    known: Lineages = {}
    for owner, written in module.subscripted:
        if isinstance(owner, ClassValue):
            line = modules.lineage(owner, module.store, known)
            names = [getattr(each, "name", "") for each in line.links]
            name, advice = (
                owner.definition.name,
                "Put `Generic` before `fal.App` in the base classes.",
            )
            reason = ": `Generic` is behind `fal.App`"
            is_refused = "fal.App" in names and "typing.Generic" in names[names.index("fal.App") :]
        else:
            name, advice, reason = owner.name, f"Use `{owner.name}` without `[]`.", ""
            is_refused = name in APP_CLASSES
        if is_refused:
            message = f"`{name}` has no type parameters{reason}."
            yield Finding(RULE.name, message, _range(module, written), help=advice)


def _of_bases(refusal: Refusal) -> tuple[str, str]:
    name, base = refusal.subject, refusal.name
    if refusal.kind == "base-twice":
        return f"Class `{name}` has the base class `{base}` twice.", "Remove one."
    if refusal.kind == "base-no-class":
        what = f"`{base}`" if base else "A base"
        return f"{what} of class `{name}` is not a class.", "Use a class, such as `fal.App`."
    if refusal.kind == "bases-order":
        return (
            f"The base classes of `{name}` have no consistent order.",
            "Put a class before the classes that it derives from.",
        )
    if refusal.kind == "base-init":
        advice = f"Put `fal.App` before `{base}` in the base classes."
        if base == "pydantic.BaseModel":
            advice = f"Remove `{base}`."
        return f"Class `{name}` has the `__init__` of `{base}`, which fal refuses.", advice
    return f"Class `{name}` can't derive from both `fal.App` and `{base}`.", f"Remove `{base}`."


# Imports


def _imports(app: AppContext, project: Project, loading: Loading) -> Iterator[Finding]:
    for failed in loading.failed:
        module = failed.importer
        if not project.is_own_source(module.path) or _is_rescued(app, project, failed):
            continue
        top, _, inner = failed.statement.module.partition(".")
        if top == "fal" and (has_newer_fal(app) or (inner and has_older_fal(app))):
            continue
        message, advice = _of_import(project, failed)
        place = FileRange(module.path, (failed.statement.line, 0))
        if failed.written is not None:
            place = _range(module, failed.written)
        yield Finding(RULE.name, message, place, help=advice)


def _is_rescued(app: AppContext, project: Project, failed: FailedImport) -> bool:
    """Whether something that is installed or built may be what is imported."""
    if failed.kind in ("no-parent", "beyond-top"):
        return False
    if failed.statement.module.partition(".")[0] == "fal":
        return False
    last = failed.name.rpartition(".")[2]
    if last.lstrip("_") in ("version", "build", "about") or "_pb2" in last:
        # Often written by a build.
        return True
    if failed.statement.module.startswith("."):
        return False
    return _may_be_installed(app, project, failed.statement.module.partition(".")[0])


def _may_be_installed(app: AppContext, project: Project, top: str) -> bool:
    """Whether an import may find another module than that of the project."""
    entry = entry_point(app) if reference(app) is None else None
    if entry is not None:
        return top != entry.module.partition(".")[0]
    top = top.lower().replace("_", "-")
    tables = project.tables()
    named = [text for _, text in app.strings("requirements")]
    if not isinstance(tables, Unreadable):
        named += _strings({key: each for key, each in tables.items() if key != "tool"})
        named += _names(tables.get("tool", {}).get("poetry", {}))
    name = "" if isinstance(tables, Unreadable) else str(tables.get("project", {}).get("name", ""))
    if top == name.lower().replace("_", "-"):
        return False
    return any(each.lower().replace("_", "-").startswith(top) for each in named)


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for each in value.values() for text in _strings(each)]
    if isinstance(value, list):
        return [text for each in value for text in _strings(each)]
    return []


def _names(value: object) -> list[str]:
    if not isinstance(value, dict):
        return []
    return [*value, *(name for each in value.values() for name in _names(each))]


def _of_import(project: Project, failed: FailedImport) -> tuple[str, str]:
    file = relative_path(failed.importer.path, project.real(project.root))
    if failed.kind == "no-parent":
        return (
            f"Relative import of `{failed.name}` fails because `{file}` is not in a package.",
            "Use an absolute import.",
        )
    if failed.kind == "beyond-top":
        return (
            f"Relative import of `{failed.name}` goes beyond the package that fal imports.",
            "Use an absolute import.",
        )
    if failed.kind == "no-module":
        return f"Module `{failed.name}` does not exist.", ""
    message = f"`{failed.statement.module}` has no name `{failed.name}`."
    advice = _elsewhere_in_fal(failed.statement.module, failed.name)
    if advice:
        return message, advice
    meant = _nearest_alike(failed.name, attributes(failed.statement.module) or ())
    return f"{message} {question(meant)}" if meant else message, ""


# Places


def _range(module: Module, written: Written | None) -> FileRange:
    if written is None:
        return FileRange(module.path, (0, 0))
    return FileRange(module.path, written.start, written.end)


def _class_range(found: ClassValue) -> FileRange:
    return definition_range(found.definition)


RULE = Rule(
    "app-file-not-loadable",
    Severity.ERROR,
    __doc__,
    check_app=check,
    needs=app_loading,
    reads_project=True,
)
