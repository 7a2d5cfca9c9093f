"""What the `ref` or the `python_entry_point` of an app refers to in the project.

Knows how fal reads the two values; must not report anything about them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from ..paths import relative_path
from ..project.files import Unreadable
from ..project.python.imports import ModuleLocation
from .context import AppContext, memoized
from .finding import FilePlace, Place, Related

if TYPE_CHECKING:
    from ..project import Project
    from ..project.python.app_class import AppClass
    from ..project.python.apps import Target
    from ..project.python.attribute_words import AttributeWords
    from ..project.python.entry_points import MissingIn
    from ..project.python.loading import Loading
    from ..project.python.module import Module


_T = TypeVar("_T")


class Reference(NamedTuple):
    """A `ref` as fal reads it: the file, and the symbol in it where there is one."""

    file: str
    symbol: str | None


class EntryPoint(NamedTuple):
    """A `python_entry_point` as fal reads it: split at the first colon."""

    module: str
    symbol: str


class LoadedClass(NamedTuple):
    """A `fal.App` class of the project, and the place in the document that names it."""

    target: Target
    app_class: AppClass
    place: Place
    project: Project


@memoized
def reference(app: AppContext) -> Reference | None:
    """The `ref` of an app, `None` where there is none or `ref-format` reports it.

    fal splits at the first `::` and resolves the file from the directory of pyproject.toml.
    """
    ref = reference_to_any_file(app)
    return ref if ref is not None and ref.file.endswith(".py") else None


@memoized
def reference_to_any_file(app: AppContext) -> Reference | None:
    """As `reference`, also of a file that does not end in `.py`."""
    ref = app.string("ref")
    if ref is None or app.has("python_entry_point") or app.is_refused("ref"):
        return None
    file, separator, symbol = ref.partition("::")
    if not file.strip() or (":" in file and not file.endswith(".py")):
        return None
    if not separator:
        return Reference(file, None)
    return Reference(file, symbol) if symbol.isidentifier() else None


def file_place(app: AppContext, ref: Reference) -> Place:
    """The file's part of the `ref`."""
    return Place((*app.path, "ref"), within=(0, len(ref.file)))


def symbol_place(app: AppContext, ref: Reference) -> Place:
    """The symbol's part of the `ref`, the whole where it has none."""
    path = (*app.path, "ref")
    if ref.symbol is None:
        return Place(path)
    start = len(ref.file) + len("::")
    return Place(path, within=(start, start + len(ref.symbol)))


@memoized
def ref_target(app: AppContext) -> Target | None:
    """The class or function that fal would load; `None` where that is not certain.

    Without a symbol the only app of the file is the target: if the file bound a second name to an
    app, fal would refuse the `ref`.
    """
    ref = reference(app)
    project = app.project
    if ref is None or project is None:
        return None
    if ref.symbol is not None:
        target = project.target(ref.file, ref.symbol)
        return None if isinstance(target, Unreadable) else target
    targets = project.targets(ref.file)
    if isinstance(targets, Unreadable):
        return None
    if targets.apps:
        return targets.apps[0] if len(targets.apps) == 1 else None
    certain = targets.is_complete and not targets.unknown
    return targets.functions[0] if certain and len(targets.functions) == 1 else None


@memoized
def ref_module(app: AppContext) -> Module | None:
    """The Python file of the `ref`; `None` where there is none that can be read."""
    ref, project = reference(app), app.project
    module = None if ref is None or project is None else project.module(ref.file)
    return None if isinstance(module, Unreadable) else module


@memoized
def ref_loading(app: AppContext) -> Loading | None:
    """What runs when fal runs the file of the `ref`."""
    ref, project = reference(app), app.project
    return None if ref is None or project is None else project.loading(ref.file)


@memoized
def may_create_files(app: AppContext) -> bool:
    """Whether loading the file of the `ref` may create files that are not there now."""
    loading, project = ref_loading(app), app.project
    return (
        loading is not None
        and project is not None
        and bool(loading.modules)
        and project.may_create_files(loading)
    )


@memoized
def app_loading(app: AppContext) -> Loading | None:
    """What runs when fal loads the file of the `ref`, or the runner the installed entry point."""
    entry, project = entry_point(app), app.project
    if project is None or reference(app) is not None:
        return ref_loading(app)
    located = project_module(app)
    if entry is None or not isinstance(located, ModuleLocation) or located.kind == "namespace":
        return None
    if is_left_out(app) or _may_change_modules(project, local_directories(app)):
        return None
    return project.loading(located.path, entry.module)


@memoized
def app_words(app: AppContext) -> AttributeWords | None:
    """What all files that run, or may run, with the app say of attributes; None if not known."""
    loading, project = app_loading(app), app.project
    if loading is None or project is None or not loading.modules:
        return None
    from ..project.python.attribute_words import attribute_words

    paths = [each.path for each in loading.running]
    workspace = project.python().workspace
    return app.once(("attribute words", *paths), lambda: attribute_words(workspace, paths))


@memoized
def entry_point(app: AppContext) -> EntryPoint | None:
    """The entry point of an app, `None` where there is none or `entry-point-format` reports it."""
    text = app.string("python_entry_point")
    if text is None or app.is_refused("python_entry_point"):
        return None
    module, _, symbol = text.partition(":")
    names = [*module.split("."), *symbol.split(".")]
    return EntryPoint(module, symbol) if all(name.isidentifier() for name in names) else None


def entry_module_place(app: AppContext, entry: EntryPoint) -> Place:
    """The module's part of the `python_entry_point`."""
    return Place((*app.path, "python_entry_point"), within=(0, len(entry.module)))


def entry_symbol_place(app: AppContext, entry: EntryPoint) -> Place:
    """The symbol's part of the `python_entry_point`."""
    start = len(entry.module) + len(":")
    return Place((*app.path, "python_entry_point"), within=(start, start + len(entry.symbol)))


@memoized
def local_directories(app: AppContext) -> list[str]:
    """The directories that the app's requirements install, absolute."""
    project = app.project
    if project is None:
        return []
    base = project.requirements_base(app.string("requirements_context_dir"))
    requirements = [
        project.local_requirement(text, base) for _, text in app.strings("requirements")
    ]
    return [each.path for each in requirements if each is not None and each.problem is None]


@memoized
def project_module(app: AppContext) -> ModuleLocation | MissingIn | None:
    """The file of the entry point's module in this project, or where the module is missing.

    `None` where the module may come from elsewhere: from an image, or from a dependency if no
    requirement installs anything of this project.
    """
    from ..project.python.entry_points import MissingIn

    entry, project = entry_point(app), app.project
    if entry is None or project is None or not app.lacks("image"):
        return None
    directories = local_directories(app)
    if not directories:
        return None
    located = project.find_module(entry.module, directories)
    if isinstance(located, MissingIn) and _may_generate_modules(project, directories):
        return None
    return located if isinstance(located, (ModuleLocation, MissingIn)) else None


@memoized
def is_left_out(app: AppContext) -> bool:
    """Whether the builds of all local requirements certainly leave out the entry point's module."""
    located = project_module(app)
    return isinstance(located, ModuleLocation) and builds_leave_out(app, located)


def builds_leave_out(app: AppContext, located: ModuleLocation) -> bool:
    """Whether the builds of all local requirements certainly leave out a module of the project.

    Another requirement or a dependency with a word of the module's name may bring it, and so may
    `app_files`, whose directory is on the path of the runner.
    """
    from ..project.packages.requirements import is_another_package

    project, directories = app.project, local_directories(app)
    if project is None or not app.lacks("app_files"):
        return False
    if not any(located.path.startswith(project.real(each) + os.sep) for each in directories):
        return False
    base = project.requirements_base(app.string("requirements_context_dir"))
    listed = [text for _, text in app.strings("requirements")]
    others = [text for text in listed if project.local_requirement(text, base) is None]
    for directory in directories:
        dependencies = _dependencies(project, directory)
        if dependencies is None:
            return False
        others += dependencies
    words = frozenset(located.name.lower().partition(".")[0].split("_"))
    return all(is_another_package(text, words) for text in others) and all(
        project.leaves_out(each, located) and project.build_problem(each) is None
        for each in directories
    )


def _dependencies(project: Project, directory: str) -> list[str] | None:
    """What the project in a directory requires; `None` where the build decides it."""
    from ..project.packages.pyproject_tables import strings, table

    data = project.tables(os.path.join(directory, "pyproject.toml"))
    if isinstance(data, Unreadable):
        return None
    metadata = table(data, "project")
    is_dynamic = "dependencies" in strings(metadata.get("dynamic"))
    return None if is_dynamic else strings(metadata.get("dependencies"))


def may_have_more_modules(app: AppContext) -> bool:
    """Whether the runner may have modules of the entry point's packages that a build adds."""
    project, entry = app.project, entry_point(app)
    if project is None or entry is None or reference(app) is not None:
        return False
    return _may_generate_modules(project, local_directories(app))


def _may_generate_modules(project: Project, directories: list[str]) -> bool:
    """Whether the build of a local requirement may add modules that are not in its sources."""
    from ..project.packages.build_backends import may_generate_modules

    return _any_build(project, directories, may_generate_modules)


def _may_change_modules(project: Project, directories: list[str]) -> bool:
    """Whether the build of a local requirement may change the modules of its sources."""
    from ..project.packages.build_backends import may_change_modules

    return _any_build(project, directories, may_change_modules)


def _any_build(
    project: Project, directories: list[str], may: Callable[[Mapping[str, Any]], bool]
) -> bool:
    from ..project.packages.build_backends import BUILD_FILES

    for directory in directories:
        data = project.tables(os.path.join(directory, "pyproject.toml"))
        if isinstance(data, Unreadable) or may(data):
            return True
        if any(project.is_file(os.path.join(directory, name)) for name in BUILD_FILES):
            return True
    return False


@memoized
def installed_target(app: AppContext) -> Target | None:
    """The target of the entry point; `None` where the runner may have it from elsewhere."""
    return _entry_target(app, project_module(app))


@memoized
def shown_target(app: AppContext) -> Target | None:
    """The target of the entry point among the files of the project.

    For features that only show it: the runner may import the module from elsewhere.
    """
    entry, project = entry_point(app), app.project
    if entry is None or project is None:
        return None
    return _entry_target(app, project.find_module(entry.module, local_directories(app)))


def _entry_target(app: AppContext, located: object) -> Target | None:
    entry, project = entry_point(app), app.project
    if entry is None or project is None or not isinstance(located, ModuleLocation):
        return None
    target = project.symbol(located, entry.symbol)
    return None if isinstance(target, Unreadable) else target


def file_reference(app: AppContext, entry_point: str) -> str | None:
    """The `ref` to what an entry point refers to, `pkg/mod.py::Class` for `pkg.mod:Class`.

    `None` where the project has no such file, or the file no such name.
    """
    project = app.project
    module, _, symbol = entry_point.partition(":")
    if project is None or not symbol.isidentifier():
        return None
    located = project.find_module(module)
    if not isinstance(located, ModuleLocation) or located.kind == "namespace":
        return None
    file = relative_path(located.path, project.root)
    if file.startswith("../") or not file.endswith(".py"):
        return None
    target = project.target(file, symbol)
    if isinstance(target, Unreadable) or target.kind == "missing":
        return None
    return f"{file}::{symbol}"


@memoized
def loaded_class(app: AppContext) -> LoadedClass | None:
    """The class that fal loads: on this machine for a `ref`, on the runner for an entry point.

    `None` where that is not certainly a `fal.App` class of the project.
    """
    ref, entry = reference(app), entry_point(app)
    if ref is not None:
        target, place = ref_target(app), symbol_place(app, ref)
    elif entry is not None:
        target, place = installed_target(app), entry_symbol_place(app, entry)
    else:
        return None
    project = app.project
    found = project.app_class(target) if project and target and target.kind == "app" else None
    if project is None or target is None or found is None:
        return None
    return LoadedClass(target, found, place, project)


def of_loaded_classes(
    app: AppContext, question: Callable[[AppClass], _T | None]
) -> Iterator[tuple[AppClass, _T]]:
    """Answers about the `fal.App` classes that are certainly defined when that of the app is loaded.

    The class itself comes first, then its bases and the others of its file and of the modules that
    this imports: fal refuses some when they are defined, and then the file cannot run. Those of a
    file are asked once for all apps; `None` is no answer.
    """
    loaded = loaded_class(app)
    if loaded is None:
        return
    own = (loaded.app_class, *reversed(loaded.app_class.bases))
    yield from _answers(question, own)
    # What a `ref` imports runs on the same machine, of an entry point nobody knows.
    loading = ref_loading(app)
    modules = loading.modules if loading is not None else ()
    paths = dict.fromkeys((loaded.target.seen_from, *(each.module.path for each in modules)))
    known = [each.definition for each in own]
    for path in paths:
        others = app.once((question, path), partial(_of_file, question, loaded.project, path))
        yield from (each for each in others if each[0].definition not in known)


def _of_file(
    question: Callable[[AppClass], _T | None], project: Project, path: str
) -> list[tuple[AppClass, _T]]:
    return _answers(question, project.app_classes(path))


def _answers(
    question: Callable[[AppClass], _T | None], classes: Iterable[AppClass]
) -> list[tuple[AppClass, _T]]:
    answers = ((each, question(each)) for each in classes)
    return [(each, answer) for each, answer in answers if answer is not None]


def defined_here(target: Target) -> tuple[Related, ...]:
    """The line that defines a class or a function, where there is one."""
    if target.definition is None:
        return ()
    return (Related(f"`{target.name}` is defined here.", FilePlace(target.path, target.line)),)
