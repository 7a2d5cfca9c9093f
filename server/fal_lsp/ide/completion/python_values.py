"""What `ref` and `python_entry_point` may name, from the project's Python files. Runs nothing.

The files that hold an app come first, each app with its file in one piece; a file is only parsed
where its text mentions fal, and only so many are looked into.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from ...project import Text, Unreadable
from .insert_text import string_offer
from .ranking import grade

if TYPE_CHECKING:
    from ...project import Project
    from ...project.python.apps import Target
    from .candidate import Context, Offer

_MAX_READ = 200
"""How many files are searched for a mention of fal."""

_MAX_PARSED = 40
_MAX_LISTED = 300


def refs(context: Context, project: Project) -> Iterator[Offer]:
    """`path.py::Name` for the apps of the project, `path.py` for its Python files."""
    path, colons, _ = context.cursor.prefix.partition("::")
    if colons:
        yield from _symbols(project, path, f"{path}::", named_alone=True)
        return
    lead = "./" if path.startswith("./") else ""
    files = _fitting(context, path[len(lead) :].rstrip(":"), project.python_files().names)
    for file in _with_fal(context, project, ((file, project.absolute(file)) for file in files)):
        yield from _symbols(project, file, f"{lead}{file}::")
    for file in files:
        yield string_offer(lead + file, kind="file")


def entry_points(context: Context, project: Project) -> Iterator[Offer]:
    """`module:Name` for the apps of the project, `module:` for its modules."""
    name, colon, _ = context.cursor.prefix.partition(":")
    if colon:
        path = _module_file(project, name)
        if path:
            yield from _symbols(project, path, f"{name}:", named_alone=True)
        return
    modules = _fitting(context, name, project.modules().names)
    paths = {module: _module_file(project, module) for module in modules[:_MAX_READ]}
    for module in _with_fal(context, project, paths.items()):
        yield from _symbols(project, paths[module], f"{module}:")
    for module in modules:
        offer = string_offer(f"{module}:", module, "module")
        yield offer._replace(is_partial=True, retrigger=True)


def versions(context: Context, project: Project) -> Iterator[Offer]:
    """The Python of the project's environment, which a `ref` has to run with."""
    found = project.local_python()
    if found is not None:
        offer = string_offer(found.version)
        yield offer._replace(description="the Python used here", docs=f"Found in `{found.source}`.")


def _symbols(
    project: Project, path: str, lead: str, *, named_alone: bool = False
) -> Iterator[Offer]:
    """The apps and functions of a file, its own before those that it imports."""
    found = project.targets(path)
    if isinstance(found, Unreadable):
        return
    own = project.real(path)
    certain = sorted((*found.apps, *found.functions), key=lambda target: target.path != own)
    for target in certain or found.unknown:
        yield _symbol(target, lead, named_alone)


def _symbol(target: Target, lead: str, named_alone: bool) -> Offer:
    label = target.name if named_alone else lead + target.name
    offer = string_offer(
        lead + target.name, label, "function" if target.kind == "function" else "class"
    )
    doc = target.definition.doc if target.definition is not None else None
    description = {"app": "fal.App", "function": "fal.function"}.get(target.kind, "")
    return offer._replace(docs=doc or "", description=description)


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
    context: Context, project: Project, paths: Iterable[tuple[str, str]]
) -> Iterator[str]:
    """The names of the (name, path) pairs whose file mentions fal, as many as are parsed."""
    found = 0
    for name, path in islice(paths, _MAX_READ):
        text = project.read_text(path) if path else None
        if isinstance(text, Text) and "fal" in text.text:
            yield name
            found += 1
            if found == _MAX_PARSED:
                context.left_off.append("apps")
                return
