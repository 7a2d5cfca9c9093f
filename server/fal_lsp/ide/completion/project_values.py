"""Values and keys that the files around supply. Reads files by `project/`, and runs nothing.

Each finder takes the context and the project and yields candidates of plain values; `values.py`
puts the brackets of a list around them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, NamedTuple

from ...lint.changes import begin
from ...markup import code, plain
from ...memo import OneVersion
from ...paths import relative_path
from ...project import Project, Text, Unreadable
from ...rules.context import APPS
from .context import Candidate, Context
from .insert_text import string_candidate
from .ranking import grade

if TYPE_CHECKING:
    from ...project.docker.dockerfile import Argument, Dockerfile
    from ...project.python.apps import Target
    from ...rules.context import AppContext

_MAX_READ = 200
"""How many files are searched for a mention of fal."""

_MAX_PARSED = 40
_MAX_LISTED = 300
_MAX_PROJECTS = 50


def is_backed(context: Context, keys: tuple[str, ...]) -> bool:
    """Whether the project has the values of a key, so that an example would only mislead."""
    source = _source(keys)
    return context.project is not None and source is not None and source.is_complete


def values_from_project(context: Context) -> Iterable[Candidate]:
    """The values that the files around supply for the value or item at the cursor."""
    source = _source(context.keys)
    return source.find(context, context.project) if source and context.project else ()


def names_from_project(context: Context) -> Iterable[Candidate]:
    """The keys that the files around supply for the table at the cursor."""
    find = _NAMES.get(context.keys)
    return find(context, context.project) if find and context.project else ()


def keys_without_effect(context: Context) -> Mapping[str, str]:
    """The keys that would be reported in the table at the cursor, because of the app's class.

    Each with the reason in short.
    """
    app = _app(context)
    if app is None:
        return {}
    from ...rules.container.image_needs_container_kind import without_container
    from ...rules.precedence import ignored_if_set

    found = {
        key: f"{'set by' if each.is_set else 'ignored for'} {each.owner}"
        for key, each in ignored_if_set(app).items()
    }
    if without_container(app) is not None:
        found.setdefault("image", 'requires kind "container"')
    return found


def _app(context: Context) -> AppContext | None:
    """The app whose own table is at the cursor."""
    path = context.cursor.path
    if context.project is None or path[:-1] != APPS or not context.app_string("ref"):
        return None
    file = begin(context.memo or OneVersion(), context.document, context.project)
    return file.app(str(path[-1])) if path[-1] in file.sources else None


def _source(keys: tuple[str, ...]) -> _Source | None:
    return _VALUES.get(keys) or _VALUES.get((*keys[:-1], "*"))


def _refs(context: Context, project: Project) -> Iterator[Candidate]:
    """`path.py::Name` for the apps of the project, `path.py` for its Python files.

    A file of which fal would not know which app is meant comes only with a name.
    """
    path, colons, _ = context.cursor.prefix.partition("::")
    if colons:
        yield from _symbols(project, [_File(path, f"{path}::")], named_alone=True)
        return
    lead = "./" if path.startswith("./") else ""
    typed, names = path[len(lead) :].rstrip(":"), project.python_files().names
    files = _fitting(context, typed, names)
    read = (
        _File(project.absolute(file), f"{lead}{file}::") for file in dict.fromkeys((*files, *names))
    )
    found = [*_with_fal(context, project, typed, read, len(files))]
    yield from _symbols(project, found)
    ambiguous = {file.lead for file in found if _is_ambiguous(project, file)}
    for file in files:
        if f"{lead}{file}::" not in ambiguous:
            yield string_candidate(lead + file, kind="file")


def _is_ambiguous(project: Project, file: _File) -> bool:
    found = project.targets(file.path)
    return not isinstance(found, Unreadable) and bool(found.several)


def _entry_points(context: Context, project: Project) -> Iterator[Candidate]:
    """`module:Name` for the apps of the project, `module:` for its modules."""
    name, colon, _ = context.cursor.prefix.partition(":")
    if colon:
        path = _module_file(project, name)
        if path:
            yield from _symbols(project, [_File(path, f"{name}:")], named_alone=True)
        return
    names = project.modules().names
    modules = _fitting(context, name, names)
    read = (
        _File(_module_file(project, module), f"{module}:")
        for module in dict.fromkeys((*modules, *names))
    )
    yield from _symbols(project, _with_fal(context, project, name, read, len(modules)))
    for module in modules:
        candidate = string_candidate(f"{module}:", module, "module")
        yield candidate._replace(is_partial=True, retrigger=True)


def _versions(context: Context, project: Project) -> Iterator[Candidate]:
    """The Python of the project's environment, which a `ref` has to run with."""
    found = project.local_python()
    if found is not None:
        candidate = string_candidate(found.version)
        yield candidate._replace(
            description="the Python used here", docs=f"Found in {code(found.source)}."
        )


class _File(NamedTuple):
    """A Python file: its path, and what is written in front of the names in it.

    With `named` only those of its own names are meant that have this in them.
    """

    path: str
    lead: str
    named: str = ""


def _symbols(
    project: Project, files: Iterable[_File], *, named_alone: bool = False
) -> Iterator[Candidate]:
    """The apps and functions of the files, in the order in which they are probably meant."""
    found = []
    for file in files:
        own = project.real(file.path)
        for target in _targets(project, file.path, named_alone):
            is_own = target.path == own
            if file.named and not (is_own and file.named in target.name.lower()):
                continue
            candidate = _symbol(project, target, file.lead, named_alone)
            found.append((_rank(target, is_own), candidate))
    return (candidate for _, candidate in sorted(found, key=lambda entry: entry[0]))


def _targets(project: Project, path: str, named_alone: bool) -> Iterable[Target]:
    found = project.targets(path)
    if isinstance(found, Unreadable):
        return ()
    # What a file imports from elsewhere is seldom an app: only where the file is chosen already.
    unknown = [each for each in found.unknown if named_alone or each.definition is not None]
    return (*found.apps, *found.functions) or unknown


def _rank(target: Target, is_own: bool) -> tuple[int, bool]:
    """Classes, then functions that are served, then others; those of a file before imported."""
    from ...project.python.candidates import of_function

    kind = 0
    if target.kind == "function":
        kind = 2 if of_function(target, "serve").holds is False else 1
    return kind, not is_own


def _symbol(project: Project, target: Target, lead: str, named_alone: bool) -> Candidate:
    label = target.name if named_alone else lead + target.name
    candidate = string_candidate(
        lead + target.name, label, "function" if target.kind == "function" else "class"
    )
    doc = target.definition.doc if target.definition is not None else None
    description = {"app": "fal.App", "function": "fal.function"}.get(target.kind, "")
    # Without a docstring, at least where it is.
    where = f"{code(project.shown(target.path))}, line {target.line + 1}."
    docs = plain(doc) if doc else where
    return candidate._replace(docs=docs, description=description)


def _module_file(project: Project, name: str) -> str:
    from ...project.python.imports import ModuleLocation

    found = project.find_module(name)
    return found.path if isinstance(found, ModuleLocation) and found.kind != "namespace" else ""


def _fitting(context: Context, typed: str, names: Iterable[str]) -> list[str]:
    """The names that fit what is typed, the best first."""
    graded = [(found, name) for name in names if (found := grade(typed, name)) is not None]
    if len(graded) > _MAX_READ:
        context.left_off.append("names")
    return [name for _, name in sorted(graded, key=lambda entry: entry[0])][:_MAX_LISTED]


def _with_fal(
    context: Context, project: Project, typed: str, files: Iterable[_File], fitting: int
) -> Iterator[_File]:
    """The files that mention fal, as many as are parsed.

    So many of them `fitting` what is typed come first; of the others, a name in them has to.
    """
    found, typed = 0, typed.lower()
    for index, file in enumerate(islice(files, _MAX_READ)):
        text = project.read_text(file.path) if file.path else None
        if not isinstance(text, Text) or "fal" not in text.text:
            continue
        is_fitting = index < fitting
        if not is_fitting and typed not in text.text.lower():
            continue
        yield file if is_fitting else file._replace(named=typed)
        found += 1
        if found == _MAX_PARSED:
            context.left_off.append("apps")
            return


def _dockerfiles(context: Context, project: Project) -> Iterator[Candidate]:
    """Files named like a Dockerfile; any file where a directory is typed."""
    found = project.dockerfiles().names
    yield from _paths(context, (), found)
    if "/" in context.cursor.prefix:
        yield from _paths(context, (), project.tree().files)


def _app_files(context: Context, project: Project) -> Iterator[Candidate]:
    """Files and directories from where `app_files` start: its context or the app's own file."""
    base = context.app_string("app_files_context_dir")
    if not base:
        base = os.path.dirname(context.app_string("ref").partition("::")[0])
    found = project.tree(base)
    yield from _paths(context, found.directories, found.files)


def _directories(context: Context, project: Project) -> Iterator[Candidate]:
    """The directories of the project, and the one around it inside of a repository."""
    found = project.directories().names
    outside = project.repository is not None and project.repository != project.root
    yield from _paths(context, (*found, *([".."] if outside else [])), ())


def _paths(
    context: Context, directories: Iterable[str], files: Iterable[str]
) -> Iterator[Candidate]:
    typed = context.cursor.prefix
    lead = "./" if typed.startswith("./") else ""
    typed = typed[len(lead) :]
    listed = 0
    named = chain(((path, True) for path in directories), ((path, False) for path in files))
    for path, is_directory in sorted(named, key=lambda entry: entry[0].count("/")):
        if grade(typed, path) is None:
            continue
        listed += 1
        if listed > _MAX_LISTED:
            context.left_off.append("paths")
            return
        yield string_candidate(lead + path, kind="folder" if is_directory else "file")


def _local_requirements(context: Context, project: Project) -> Iterator[Candidate]:
    """`.` and `.[extra]`, and the same for projects below the directory where paths start."""
    base = project.requirements_base(context.app_string("requirements_context_dir") or None)
    root = project.real(project.root)
    own: Any = context.document.data(("project",))
    if base == root and isinstance(own, dict) and isinstance(own.get("name"), str):
        extras = own.get("optional-dependencies")
        yield from _with_extras(".", own["name"], extras if isinstance(extras, dict) else ())
    projects = project.local_projects(base)
    if len(projects) > _MAX_PROJECTS:
        context.left_off.append("projects")
    for found in projects[:_MAX_PROJECTS]:
        if base == root and found.directory == root:
            continue
        path = relative_path(found.directory, base)
        yield from _with_extras(path, found.name, found.extras)


def _with_extras(path: str, name: str, extras: Iterable[str]) -> Iterator[Candidate]:
    yield string_candidate(path, kind="folder")._replace(description=name)
    for extra in extras:
        yield string_candidate(f"{path}[{extra}]", kind="folder")._replace(description=name)


def _arguments(context: Context, project: Project) -> Iterator[Candidate]:
    """The names of the build arguments that the Dockerfile declares, with their defaults."""
    for argument in _declared(context, project):
        shown = f"ARG, default {argument.default}" if argument.default else "ARG"
        yield Candidate(argument.name, argument.name, "", kind="key", description=shown)


def _argument_defaults(context: Context, project: Project) -> Iterator[Candidate]:
    """The default of the build argument at the cursor."""
    for argument in _declared(context, project):
        if argument.name == context.keys[-1] and argument.default:
            yield string_candidate(argument.default)._replace(description="default of the ARG")


def _build_secrets(context: Context, project: Project) -> Iterator[Candidate]:
    """The secrets that the Dockerfile mounts, each as the fal secret of the same name."""
    found = _dockerfile(context, project)
    for name in found.secrets if found else ():
        yield Candidate(name, name, "", kind="key", description="mounted by the Dockerfile")


def _ports(context: Context, project: Project) -> Iterator[Candidate]:
    """The ports that the Dockerfile exposes."""
    found = _dockerfile(context, project)
    for port in found.exposed if found else ():
        if port.first is not None and port.first == port.last and port.protocol == "tcp":
            text = str(port.first)
            yield Candidate(text, text, text, description="EXPOSE of the Dockerfile")


def _registries(context: Context, project: Project) -> Iterator[Candidate]:
    """The hosts that the app's image and the stages of its Dockerfile are pulled from."""
    found = _dockerfile(context, project)
    images = [context.app_string("image", "image")]
    images += [stage.image for stage in found.stages if stage.base is None] if found else []
    for image in images:
        host, slash, _ = image.partition("/")
        # Without a dot or a port the first part of an image is a name on Docker Hub.
        if slash and ("." in host or ":" in host):
            yield Candidate(host, host, "", kind="key", description=image)


def _declared(context: Context, project: Project) -> Iterator[Argument]:
    found = _dockerfile(context, project)
    if found is None:
        return
    groups = (found.arguments, *(stage.arguments for stage in found.stages))
    named: dict[str, Argument] = {}
    for group in groups:
        for argument in group:
            known = named.get(argument.name)
            if known is None or known.default is None:
                named[argument.name] = argument
    yield from named.values()


def _dockerfile(context: Context, project: Project) -> Dockerfile | None:
    path = context.app_string("image", "dockerfile")
    found = project.dockerfile(path) if path else None
    return None if found is None or isinstance(found, Unreadable) else found


_Finder = Callable[[Context, Project], Iterable[Candidate]]


class _Source(NamedTuple):
    """Finds the values of a key; `is_complete`: a value that it doesn't find is hardly right."""

    find: _Finder
    is_complete: bool = False


_VALUES: dict[tuple[str, ...], _Source] = {
    ("ref",): _Source(_refs, True),
    ("python_entry_point",): _Source(_entry_points, True),
    ("python_version",): _Source(_versions),
    ("image", "dockerfile"): _Source(_dockerfiles, True),
    ("app_files",): _Source(_app_files, True),
    ("app_files_context_dir",): _Source(_directories, True),
    ("requirements_context_dir",): _Source(_directories, True),
    ("requirements",): _Source(_local_requirements, True),
    ("exposed_port",): _Source(_ports),
    ("image", "build_args", "*"): _Source(_argument_defaults, True),
}
"""The source of a key's values, by the keys from the app on; `*` is a key that the user chooses."""

_NAMES: dict[tuple[str, ...], _Finder] = {
    ("image", "build_args"): _arguments,
    ("image", "secrets"): _build_secrets,
    ("image", "registries"): _registries,
}
"""The finder of the keys of a table in which the user chooses them."""
