"""The classes and functions of a project that an app may be meant to run, for its fixes.

Knows which of them fal can deploy, and how a `ref` and an entry point name them; must not report
anything.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from ..paths import relative_path
from ..project.files import Unreadable
from ..project.python.imports import ModuleLocation
from .app_source import ref_target, shown_target
from .did_you_mean import change_to

if TYPE_CHECKING:
    from ..project import Project
    from ..project.python.app_class import AppClass
    from ..project.python.apps import Target
    from .context import AppContext
    from .finding import Fix, Place

_MOST = 5
"""How many candidates are offered."""
_EXAMPLE = re.compile(
    r"(?:^|/)(?:tests?|testing|examples?|docs)/|(?:^|/)(?:test_[^/]*|conftest)\.py$"
)


class Candidate(NamedTuple):
    """A class or function of the project that fal can load."""

    file: str
    target: Target
    entry_point: str
    """How an entry point names it; empty where no build of the project has its file."""
    is_used: bool = False
    """Another app runs it."""

    @property
    def names(self) -> tuple[str, ...]:
        """What may be written for its module: its file, with dots as well, its own name."""
        module = self.entry_point.partition(":")[0]
        dotted = self.file.removesuffix(".py").replace("/", ".")
        return module, self.file, dotted, self.target.name

    @property
    def ref(self) -> str:
        """How a `ref` names it."""
        return f"{self.file}::{self.target.name}"


def candidates(app: AppContext) -> tuple[Candidate, ...]:
    """What an app may be meant to run: what no other app runs first, then what serves requests."""
    project = app.project
    if project is None:
        return ()
    found = app.shared(_found, partial(_found, project))
    users, own = app.tally(_runs), app.ask(_runs)
    places = [(each.target.path, each.target.line) for each in found]
    marked = [
        each._replace(is_used=users[place] > (place == own))
        for each, place in zip(found, places, strict=True)
    ]
    return tuple(sorted(marked, key=lambda each: each.is_used))


def meant(app: AppContext, fits: Callable[[Candidate], bool]) -> list[Candidate]:
    """The candidates that fit what is written, a few of many; one that is used is a last resort."""
    fitting = [each for each in candidates(app) if fits(each)]
    return [each for each in fitting if not each.is_used][:_MOST] or fitting[:_MOST]


def in_file(app: AppContext, file: str) -> tuple[Target, ...]:
    """What a `ref` to a file may mean: its classes, or its functions where it has none."""
    project = app.project
    targets = project.targets(file) if project is not None else None
    if project is None or targets is None or isinstance(targets, Unreadable):
        return ()
    return by_purpose(project, targets.apps)[:_MOST] or targets.functions[:_MOST]


def by_purpose(project: Project, classes: Sequence[Target]) -> tuple[Target, ...]:
    """The classes of a file that a `ref` may mean: those that it defines, before those of others.

    A class without endpoints is the base of another, and so may be one that another derives from.
    """
    known = {target: project.app_class(target) for target in classes}
    bases = {base for each in known.values() if each is not None for base in each.ancestors}

    def distance(target: Target) -> tuple[bool, bool, bool]:
        found = known[target]
        can_serve = found is None or bool(found.endpoints) or found.may_route
        return target.path != target.seen_from, not can_serve, target.definition in bases

    ordered = sorted(classes, key=distance)
    own = [each for each in ordered if each.path == each.seen_from]
    return tuple(own or ordered)


def is_certain(known: Sequence[Candidate]) -> bool:
    """Whether there is one candidate, and no other app runs it."""
    return len(known) == 1 and not known[0].is_used


def change_to_one(place: Place, values: Sequence[str], *, preferred: bool) -> tuple[Fix, ...]:
    """The fixes that write one of some values; none is safe."""
    return tuple(change_to(place, each, safe=False, preferred=preferred) for each in values)


def module_name(project: Project, target: Target) -> str | None:
    """The dotted name that the build of the project gives to the target's file.

    A name that the build certainly has comes first, then one of which that is not known. `None`
    where it has neither, or nothing can be built.
    """
    tables = project.tables()
    if isinstance(tables, Unreadable) or not {"build-system", "project"} & tables.keys():
        return None
    if project.build_problem(project.root) is not None:
        return None
    unknown = None
    for name in _module_names(project, target):
        located = project.find_module(name)
        if not isinstance(located, ModuleLocation) or located.path != target.path:
            continue
        is_left_out = project.leaves_out(project.root, located)
        if is_left_out is False:
            return name
        if is_left_out is None and "." in name:
            unknown = unknown or name
    return unknown


def is_example(path: str) -> bool:
    """Whether a file with this path from the project's directory is a test or an example."""
    return bool(_EXAMPLE.search(path))


def is_deployable(target: Target, found: AppClass | None) -> bool:
    """Whether a target handles requests; `found` is its class.

    A class without an endpoint is a base for others.
    """
    if found is not None:
        return bool(found.endpoints) and not found.abstract
    keywords = target.options.keywords if target.options is not None else {}
    return any(keywords[name].value.holds for name in ("serve", "exposed_port") if name in keywords)


def _found(project: Project) -> tuple[Candidate, ...]:
    """Those of the whole project, tests and what handles no requests last."""
    graded = []
    for each in project.app_names():
        target = project.target(each.file, each.name)
        if not isinstance(target, Unreadable) and target.kind in ("app", "function"):
            serves = is_deployable(target, project.app_class(target))
            module = module_name(project, target)
            entry_point = f"{module}:{each.name}" if module else ""
            candidate = Candidate(each.file, target, entry_point)
            graded.append((is_example(each.file), not serves, candidate))
    return tuple(each for *_, each in sorted(graded, key=lambda grade: grade[:2]))


def _runs(app: AppContext) -> tuple[str, int] | None:
    """The file and line of what it runs."""
    target = ref_target(app) or shown_target(app)
    return (target.path, target.line) if target is not None else None


def _module_names(project: Project, target: Target) -> Iterator[str]:
    """The dotted names that the target's file has in the directories of packages."""
    for root in project.roots():
        relative = relative_path(target.path, root.directory)
        if relative.startswith(os.pardir) or not relative.endswith(".py"):
            continue
        parts = [*root.prefix, *relative[: -len(".py")].split("/")]
        if parts[-1] == "__init__":
            parts.pop()
        if parts and all(part.isidentifier() for part in parts):
            yield ".".join(parts)
