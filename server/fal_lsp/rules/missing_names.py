"""Names, attributes and modules that a Python file uses and that are certainly not there.

Knows what may be there all the same: what is installed, built, or set by other code. Must not know
what else can be wrong with a file.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from ..paths import relative_path
from ..project.files import Unreadable
from ..project.packages.pyproject_tables import all_strings
from ..project.python.fal_names import FASTAPI_NAMES, attributes, homes
from ..project.python.imports import ModuleLocation
from ..project.python.pydantic_names import misspelled
from ..project.python.python_names import PYTHON_NAMES
from .app_source import app_words, entry_point, may_have_more_modules, reference
from .app_versions import has_newer_fal, has_older_fal, may_have_pydantic_1
from .context import AppContext
from .did_you_mean import MOST_SUGGESTIONS, nearest, question
from .finding import FileRange, Finding, Severity
from .python_values import written_range

if TYPE_CHECKING:
    from ..project import Project
    from ..project.python.loading import FailedImport, Loading
    from ..project.python.module import Missing, Module


def missing_names(rule: str, app: AppContext, module: Module) -> Iterator[Finding]:
    """Names of the module, of Python and of fal that are not there when they are used."""
    seen: set[tuple[str, str]] = set()
    for missing in module.missing.values():
        named = missing.owner, missing.name
        if missing.path or missing.owner in PYTHON_NAMES or named in seen:
            continue
        if _may_be_in_another(app, missing):
            continue
        seen.add(named)
        severity = None
        if missing.annotates:
            severity = of_annotation(app)
            # `app-class-not-loadable` says what the server cannot evaluate either.
            is_reported = missing.annotates == "endpoint" and not (
                _is_later(missing, module) or missing.name in FASTAPI_NAMES
            )
            if severity is None or is_reported:
                continue
        message, advice = _words(missing, module, suggests=len(seen) <= MOST_SUGGESTIONS)
        place = written_range(module.path, missing.written)
        yield Finding(rule, message, place, severity, help=advice)


def _may_be_in_another(app: AppContext, missing: Missing) -> bool:
    """Whether another version of a package than the verified one may have a name."""
    owner = missing.owner
    if owner == "pydantic":
        return misspelled(missing.name) is None and may_have_pydantic_1(app)
    if not attributes(owner):
        return False
    return has_newer_fal(app) or (owner != "fal" and has_older_fal(app))


def _is_later(missing: Missing, module: Module) -> bool:
    """Whether the module binds the name, but further down."""
    return not missing.owner and missing.name in module.names


def _words(missing: Missing, module: Module, *, suggests: bool) -> tuple[str, str]:
    """The message and the help; `suggests`: a similar name may be looked for."""
    owner, name = missing.owner, missing.name
    if _is_later(missing, module):
        advice = f"Move the definition of `{name}` up."
        if missing.annotates:
            advice = "Put the annotation in quotes."
        return f"`{name}` is used before it is defined.", advice
    if missing.is_of_class:
        message = f"A comprehension in a class does not see `{name}` of the class."
        return message, f"Define `{name}` outside of the class."
    meant = misspelled(name) if owner == "pydantic" else None
    if meant is not None:
        return f"`pydantic` has no name `{name}`. {question(meant)}", ""
    if owner == "pydantic":
        advice = "Use the package `pydantic-settings`." if name == "BaseSettings" else ""
        return f"`{name}` does not exist in pydantic 2.", advice
    message = f"`{owner}` has no name `{name}`."
    home = _elsewhere_in_fal(owner, name)
    if home:
        return message, home
    if not owner:
        return words_of_name(name, module, suggests=suggests)
    meant = _nearest_alike(name, attributes(owner) or ()) if suggests else None
    return (f"{message} {question(meant)}" if meant else message), ""


def words_of_name(name: str, module: Module, *, suggests: bool) -> tuple[str, str]:
    """The message and the help of a name that a module does not have."""
    message = f"`{name}` is not defined."
    if name in sys.stdlib_module_names:
        return message, f"Add `import {name}`."
    meant = _nearest_alike(name, module.names) if suggests else None
    if meant is not None:
        return f"{message} {question(meant)}", ""
    if name == "self":
        return message, "Use it in a method that has it as a parameter, such as `setup`."
    return message, f"Define or import `{name}`."


def _nearest_alike(name: str, known: Iterable[str]) -> str | None:
    """The name that is probably meant: no module for a class, and no function for a constant."""
    return nearest(
        name, sorted(each for each in map(str, known) if each[:1].isupper() == name[:1].isupper())
    )


def _elsewhere_in_fal(owner: str, name: str) -> str:
    """What to do about a class that another module of fal has; empty where none has it."""
    if owner.partition(".")[0] != "fal" or not name[:1].isupper():
        return ""
    home = next((each for each, names in homes().items() if name in names and each != owner), "")
    return f"Use `{home}.{name}`." if home else ""


def of_annotation(app: AppContext) -> Severity | None:
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


def missing_attributes(
    rule: str, app: AppContext, project: Project, module: Module
) -> Iterator[Finding]:
    """Attributes that modules do not have, and that no code that may run sets."""
    attributes = [
        each for each in module.missing.values() if each.path or each.owner in PYTHON_NAMES
    ]
    words = app_words(app) if attributes else None
    if words is None:
        return
    from ..project.python.attribute_words import makes_names
    from ..project.python.set_attributes import set_attributes

    workspace = project.python().workspace
    every = set_attributes(workspace, words.files)
    if every is None or makes_names(workspace, words):
        return
    for missing in islice(attributes, MOST_SUGGESTIONS):
        if missing.owner in PYTHON_NAMES:
            if missing.name not in every:
                message, advice = words_of_attribute(missing.owner, missing.name)
                place = written_range(module.path, missing.written)
                yield Finding(rule, message, place, help=advice)
            continue
        owner = project.python().module(missing.path)
        if isinstance(owner, Unreadable):
            continue
        top = relative_path(owner.path, project.real(project.root)).removeprefix("src/")
        may_be_installed = _may_be_installed(
            app, project, top.partition("/")[0].removesuffix(".py")
        )
        if may_be_installed or missing.name in every:
            continue
        meant = nearest(missing.name, sorted(each for each in owner.names if isinstance(each, str)))
        message = f"`{missing.owner}` has no name `{missing.name}`."
        yield Finding(
            rule,
            f"{message} {question(meant)}" if meant else message,
            written_range(module.path, missing.written),
            help="" if meant else f"Define `{missing.name}` in that module.",
        )


def words_of_attribute(owner: str, name: str) -> tuple[str, str]:
    """The message and the help of an attribute that a module or class of Python does not have."""
    message = f"`{owner}` has no name `{name}`."
    if owner.endswith(f".{name}"):
        return message, f"`{name}` is the class here: use it alone."
    # Rather `datetime.datetime` than another class of that module.
    ranked = sorted(PYTHON_NAMES, key=lambda each: each != f"{owner}.{owner}")
    inner = (each for each in ranked if each.startswith(f"{owner}."))
    home = next((each for each in inner if name in PYTHON_NAMES[each]), "")
    meant = f"{home}.{name}" if home else nearest(name, sorted(PYTHON_NAMES[owner]))
    return f"{message} {question(meant)}" if meant else message, ""


def missing_imports(
    rule: str, app: AppContext, project: Project, loading: Loading
) -> Iterator[Finding]:
    """Modules that are imported and do not exist, and names that they do not have."""
    for failed in loading.failed:
        finding = missing_import(rule, app, project, failed)
        if finding is not None:
            yield finding


def missing_import(
    rule: str, app: AppContext, project: Project, failed: FailedImport
) -> Finding | None:
    """An import that fails; `None` where it may find something else."""
    module = failed.importer
    if not project.is_own_source(module.path) or _is_rescued(app, project, failed):
        return None
    top, _, inner = failed.statement.module.partition(".")
    if top == "fal" and (has_newer_fal(app) or (inner and has_older_fal(app))):
        return None
    message, advice = _of_import(project, failed)
    place = FileRange(module.path, (failed.statement.line, 0))
    if failed.written is not None:
        place = written_range(module.path, failed.written)
    return Finding(rule, message, place, help=advice)


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
    if may_have_more_modules(app):
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
        named += all_strings({key: each for key, each in tables.items() if key != "tool"})
        named += _names(tables.get("tool", {}).get("poetry", {}))
    name = "" if isinstance(tables, Unreadable) else str(tables.get("project", {}).get("name", ""))
    if top == name.lower().replace("_", "-"):
        return False
    return any(each.lower().replace("_", "-").startswith(top) for each in named)


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
    meant = _nearest_alike(failed.name, _names_of(project, failed))
    return f"{message} {question(meant)}" if meant else message, ""


def _names_of(project: Project, failed: FailedImport) -> Iterable[str]:
    """The names of the module that has not the name that is imported."""
    known = attributes(failed.statement.module)
    location = project.python().find(failed.importer.path, failed.statement.module)
    if known is None and isinstance(location, ModuleLocation) and location.kind != "namespace":
        module = project.python().module(location.path)
        return () if isinstance(module, Unreadable) else module.names
    return known or ()
