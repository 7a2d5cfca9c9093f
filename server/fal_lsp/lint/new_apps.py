"""The apps that a project has in its code but not in its pyproject.toml, as tables to add.

Knows which classes, functions and Dockerfiles fal can deploy and how an app is written for each;
must not know how a user chooses among them. Nothing that the code sets is repeated in the table,
unless fal would no longer read it there.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from fal_schema.literals import literal

from ..memo import Memo
from ..paths import relative_path
from ..project.files import Unreadable
from ..project.packages.pyproject_tables import PYPROJECT
from ..project.python.app_class import class_words, deployed_name
from ..rules.app_candidates import is_deployable, is_example, module_name
from ..rules.app_source import ref_target, shown_target
from ..rules.context import APPS, FileContext
from ..rules.finding import Severity
from ..rules.precedence import of_python
from ..rules.source.ref_import_missing import RULE as IMPORT_MISSING
from ..toml import parse
from ..toml.edits import apply, text_edits
from ..toml.lookup import path_at
from ..toml.types import InsertKey
from .check import check

if TYPE_CHECKING:
    from ..project import Project
    from ..project.python.apps import Target
    from ..toml import Document
    from ..toml.types import Path, TextEdit

_MOST_ATTRIBUTES = 3_000
"""How many attributes the classes of a file have, inherited ones too, that are looked at."""
_PLAIN_NAME = re.compile(r"[A-Za-z0-9_-]+")


Settings = tuple[tuple["Path", str], ...]
"""Keys by their paths from the table of an app, with their values as TOML."""


class NewApp(NamedTuple):
    """An app to add: its name, what it runs in words, and its keys with their values as TOML."""

    name: str
    runs: str
    """Such as `class Painter in src/app.py:4`."""
    settings: Settings
    doubt: str = ""
    """What speaks against it: a base class, a class in the tests and a Dockerfile beside Python
    apps may be meant for something else, and fal may not be able to load a class."""

    @property
    def is_likely(self) -> bool:
        """Nothing speaks against it."""
        return not self.doubt


def new_apps(document: Document, project: Project) -> tuple[NewApp, ...]:
    """The apps that the project defines and that no app of the document runs, likely ones first."""
    file = FileContext(document, project)
    taken = {app.name for app in file.apps}
    targets = [*_targets(project)]
    bases = {base for each in targets for base in _bases(project, each)}
    used = {(each.path, each.line) for each in _used(file)}
    unused = []
    for target in targets:
        place = (target.path, target.line)
        if place not in used:
            doubt = "other classes derive from it" if place in bases else ""
            if is_example(_relative(project, target)):
                doubt = "a test or an example"
            unused.append((doubt, target))
    unused.sort(key=lambda each: bool(each[0]))
    # The apps that are there are checked once, not again with each new one.
    memo = Memo()
    apps = [
        app._replace(doubt=doubt or app.doubt)
        for doubt, target in unused
        for app in (_new_app(document, project, target, taken, memo),)
    ]
    apps += _containers(file, project, taken, any(each.is_likely for each in apps) or bool(used))
    return tuple(apps)


def new_app(document: Document, project: Project, path: str, name: str) -> NewApp | None:
    """The app for a class or function of a Python file, whether or not others run it already.

    `None` where the file defines no app of this name that fal could deploy.
    """
    target = next((each for each in _defined(project, path) if each.name == name), None)
    if target is None:
        return None
    taken = {app.name for app in FileContext(document, project).apps}
    return _new_app(document, project, target, taken, Memo())


def _new_app(
    document: Document, project: Project, target: Target, taken: set[str], memo: Memo
) -> NewApp:
    path = _relative(project, target)
    runs = f"{'class' if target.kind == 'app' else 'function'} {target.name}"
    found = project.app_class(target)
    own = target.name if found is None else class_words(target.name)
    # The name that fal gives the app without a pyproject.toml.
    name = own if found is None else deployed_name(found)
    if name in taken:
        name = own
    settings: list[tuple[Path, str]] = [(("ref",), literal(f"{path}::{target.name}"))]
    if not _PLAIN_NAME.fullmatch(name):
        # The command line of fal takes some names for files, such as `app.py`.
        settings.append((("name",), literal(name)))
        name = own
    place = f"{runs} in {path}:{target.line + 1}"
    app = NewApp(_free(name, taken), place, tuple(settings))
    return _loadable(document, project, app, target, memo)


def _relative(project: Project, target: Target) -> str:
    return relative_path(target.path, project.root)


def with_apps(document: Document, apps: Sequence[NewApp]) -> tuple[TextEdit, ...] | None:
    """The text edits that add apps; `None` where what is there leaves no place for them."""
    return text_edits(
        document,
        [
            InsertKey((*APPS, app.name, *path[:-1]), str(path[-1]), text)
            for app in apps
            for path, text in app.settings
        ],
    )


def class_settings(project: Project, target: Target) -> dict[str, str]:
    """What the class or function of a target certainly sets, as TOML for the keys of an app.

    For an app that moves to a `python_entry_point`: fal doesn't read the class then. A value that
    TOML cannot hold is left out.
    """
    settings = {}
    for key, seen in of_python(project, target).items():
        value = seen.certain.setting.value if seen.certain is not None else None
        if value is not None and value.known and _has_toml(value.data):
            settings[key] = literal(value.data)
    return settings


def _has_toml(value: Any) -> bool:
    if isinstance(value, (list, tuple)):
        return all(_has_toml(item) for item in value)
    if isinstance(value, dict):
        return all(isinstance(key, str) and _has_toml(item) for key, item in value.items())
    return isinstance(value, (str, int, float, bool))


def _targets(project: Project) -> Iterator[Target]:
    """The classes and functions that fal could deploy, each in the file that defines it."""
    for path in _own(project, project.python_files().names):
        text = project.read_text(path)
        if not isinstance(text, Unreadable) and "fal" in text.text:
            yield from _defined(project, path)


def _own(project: Project, paths: Sequence[str]) -> Iterator[str]:
    """The files that do not belong to a pyproject.toml with `[tool.fal]` further down."""
    known = {"": True}

    def is_own(directory: str) -> bool:
        if directory not in known:
            known[directory] = is_own(os.path.dirname(directory))
            manifest = os.path.join(project.root, directory, PYPROJECT)
            if known[directory] and project.is_file(manifest):
                tables = project.tables(manifest)
                known[directory] = isinstance(tables, Unreadable) or "fal" not in tables.get(
                    "tool", {}
                )
        return known[directory]

    return (path for path in paths if is_own(os.path.dirname(path)))


def _defined(project: Project, path: str) -> Iterator[Target]:
    """Those of one file."""
    targets = project.targets(path)
    if isinstance(targets, Unreadable):
        return
    real = project.real(path)
    seen = set()
    left = _MOST_ATTRIBUTES
    for each in (*targets.apps, *targets.functions):
        if each.path != real or each.line in seen:
            continue
        found = project.app_class(each) if left > 0 else None
        left -= len(found.attributes) if found is not None else 0
        if is_deployable(each, found):
            seen.add(each.line)
            yield each


def _bases(project: Project, target: Target) -> Iterator[tuple[str, int]]:
    found = project.app_class(target)
    for base in found.bases if found is not None else ():
        yield base.definition.path, base.definition.line


def _used(file: FileContext) -> Iterator[Target]:
    for app in file.apps:
        target = ref_target(app) or shown_target(app)
        if target is not None:
            yield target


def _free(name: str, taken: set[str]) -> str:
    """The name, with a number where another app has it; it is taken then."""
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}-{number}"
    taken.add(free)
    return free


def _loadable(
    document: Document, project: Project, app: NewApp, target: Target, memo: Memo
) -> NewApp:
    """The app, run from its package where its file cannot be run by its path.

    fal imports from the working directory: a file in `src/` that imports its own package needs the
    package installed, here and on the runner.
    """
    elsewhere = _elsewhere(project, target)
    if elsewhere:
        return app._replace(doubt=elsewhere)
    module = _module(project, target)
    doubt = _failure(document, project, app, memo)
    if module is None or not (doubt or _imports(project, target, module.partition(".")[0])):
        return app._replace(doubt=doubt)
    entry, *rest = _packaged(project, target, module)
    packaged = app._replace(settings=(entry, *app.settings[1:], *rest))
    if _failure(document, project, packaged, memo):
        return app._replace(doubt=doubt)
    return packaged


def packaged(project: Project, target: Target) -> Settings | None:
    """The keys of an app that runs the target from its package, with what the class sets.

    `None` where its file is in no package that can be installed.
    """
    module = _module(project, target)
    return _packaged(project, target, module) if module is not None else None


def _packaged(project: Project, target: Target, module: str) -> Settings:
    settings = class_settings(project, target)
    requirements = ['"."']
    if "requirements" in settings:
        requirements.append(settings.pop("requirements")[1:-1])
    return (
        (("python_entry_point",), literal(f"{module}:{target.name}")),
        (("requirements",), f"[{', '.join(filter(None, requirements))}]"),
        *(((name,), text) for name, text in settings.items()),
    )


def _failure(document: Document, project: Project, app: NewApp, memo: Memo) -> str:
    """Why fal could not load the app, were it added to the document."""
    edits = with_apps(document, [app])
    if edits is None:
        return ""
    changed = parse(apply(document.text, edits), document)
    path = (*APPS, app.name)
    for each in check(changed, project, memo=memo):
        is_fatal = each.severity is Severity.ERROR or each.rule == IMPORT_MISSING.name
        entry = path_at(changed, each.span.start) if is_fatal else None
        if entry is not None and entry.path[: len(path)] == path:
            return " ".join(filter(None, (each.message, each.help)))
    return ""


def _elsewhere(project: Project, target: Target) -> str:
    """Which Dockerfile of the target's file is found only where fal runs beside that file."""
    directory = os.path.dirname(target.path)
    for path, _ in project.apps().refusals(target.path).paths:
        if project.exists(path) or not project.exists(os.path.join(directory, path)):
            continue
        place = relative_path(directory, project.root)
        return f"Dockerfile `{path}` is found only where fal runs in `{place}`."
    return ""


def _imports(project: Project, target: Target, package: str) -> bool:
    """Whether the file imports a package that isn't in the working directory."""
    if project.is_dir(package) or project.is_file(f"{package}.py"):
        return False
    text = project.read_text(target.path)
    pattern = rf"^[ \t]*(?:from|import)[ \t]+{re.escape(package)}\b"
    return not isinstance(text, Unreadable) and bool(re.search(pattern, text.text, re.MULTILINE))


def _module(project: Project, target: Target) -> str | None:
    """The dotted name of the target's file in a package; one beside pyproject.toml is in none."""
    is_beside = os.path.dirname(target.path) == project.real(project.root)
    return None if is_beside else module_name(project, target)


def _containers(
    file: FileContext, project: Project, taken: set[str], has_others: bool
) -> Iterator[NewApp]:
    """The Dockerfiles that expose one port and that nothing else of the project builds."""
    built = {
        project.real(path)
        for app in file.apps
        if isinstance(path := app.get("image", "dockerfile"), str)
    }
    sources = [
        text.text
        for path in project.python_files().names
        if not isinstance(text := project.read_text(path), Unreadable)
    ]
    for path in _own(project, project.dockerfiles().names):
        dockerfile = project.dockerfile(path)
        name = path.rpartition("/")[2]
        if isinstance(dockerfile, Unreadable) or project.real(path) in built:
            continue
        if any(name in source for source in sources):
            continue
        ports = {port.first for port in dockerfile.exposed if port.first == port.last}
        port = ports.pop() if len(ports) == 1 else None
        if port is None:
            continue
        directory = os.path.dirname(project.absolute(path))
        words = re.findall("[a-z0-9]+", os.path.basename(directory).lower())
        app = _free("-".join(words) or "app", taken)
        settings = ((("exposed_port",), str(port)), (("image", "dockerfile"), literal(path)))
        doubt = "the project has other apps" if has_others else ""
        yield NewApp(app, f"container built from {path}", settings, doubt)
