"""What fal uses for each key of an app: what pyproject.toml says, or its class or function.

Knows `load_function_from` and `_merge_options` (fal/utils.py) of fal 1.83.0, and which option of
Python each key is; what a class or a function makes of an option is known in `project/`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from fal_schema.lookup import NodePython, app_node

from .app_source import ref_target
from .context import AppContext, memoized

if TYPE_CHECKING:
    from ..project import Project
    from ..project.python.app_class import AppClass
    from ..project.python.apps import Target
    from ..project.python.candidates import Candidates
    from ..project.python.settings import Data, Origin

    Source = Literal["toml", "python", "default"]

_FILES = frozenset({"app_files", "app_files_ignore", "app_files_context_dir"})
_NO_NAMES = NodePython()


class Outcome(NamedTuple):
    """One thing that fal may use for a key."""

    source: Source
    """Who sets it; a default is fal's own."""
    value: Data | None = None
    """The value in Python, `None` for that of pyproject.toml and where nothing sets one."""


class Outcomes(NamedTuple):
    """All that fal may use for a key. `origin` is where a Python file sets it."""

    possible: tuple[Outcome, ...]
    origin: Origin | None = None

    @property
    def uses_toml(self) -> bool:
        """Whether pyproject.toml may say what fal uses."""
        return any(each.source == "toml" for each in self.possible)


class SetBy(NamedTuple):
    """Where a Python file sets what takes precedence over a key, and under which name."""

    origin: Origin
    name: str


@memoized
def outcomes(app: AppContext) -> Mapping[str, Outcomes]:
    """What fal may use for the keys of which the class or the function of the `ref` says something.

    Empty where neither is certainly what fal loads.
    """
    project, targets = app.project, _targets(app)
    if project is None:
        return {}
    keys = [key for target in targets for key in _named(target, _app_class(project, target))]
    return {key: _of_key(app, key, targets) for key in dict.fromkeys(keys)}


def _targets(app: AppContext) -> tuple[Target, ...]:
    """The class or the function of the `ref`, all that it may be where a condition decides."""
    target = ref_target(app)
    if target is None or target.kind not in ("app", "function"):
        return ()
    return target.alternatives or (target,)


def _of_key(app: AppContext, key: str, targets: Sequence[Target]) -> Outcomes:
    classes = [_app_class(app.project, target) for target in targets]
    each = [
        merged(app, key, candidates(key, target, found), found)
        for target, found in zip(targets, classes, strict=True)
    ]
    origins = [outcome.origin for outcome in each if outcome.origin is not None]
    origin = origins[0] if origins else None
    if origin is not None and any(other != origin for other in origins):
        # Which of the values it is nobody knows.
        value = origin.setting.value._replace(source="")
        origin = origin._replace(setting=origin.setting._replace(value=value))
    return Outcomes(tuple(outcome for one in each for outcome in one.possible), origin)


def _app_class(project: Project | None, target: Target) -> AppClass | None:
    return project.app_class(target) if project and target.kind == "app" else None


def of_python(project: Project, target: Target) -> Mapping[str, Candidates]:
    """The keys of which a class or a function says something, with what it makes of them."""
    found = _app_class(project, target)
    return {key: candidates(key, target, found) for key in _named(target, found)}


def _named(target: Target, found: AppClass | None) -> list[str]:
    """The keys of which the class `found`, otherwise the function of the target, says something."""
    from ..project.python.candidates import named

    given = target.options
    if found is None and given is None:
        return []
    names = named(found) if found is not None else None
    if given is not None and not given.spreads_keywords:
        # `serve` brings requirements of fal's own.
        brought = {"requirements"} if "serve" in given.keywords else set()
        names = given.keywords.keys() | brought
    return [key for key, own in _in_python() if names is None or not names.isdisjoint(own)]


@lru_cache(maxsize=1)
def _in_python() -> tuple[tuple[str, tuple[Any, ...]], ...]:
    """The keys that Python may set, each with its names there."""
    nodes = app_node().children.items()
    return tuple((key, node.python[:4]) for key, node in nodes if node.python is not None)


def candidates(key: str, target: Target | None, found: AppClass | None) -> Candidates:
    """What the class `found`, otherwise the function of the target, makes of a key."""
    from ..project.python.candidates import ABSENT, attribute, of_class, of_function

    names = app_node().children[key].python
    if names is None:
        return ABSENT
    if found is not None:
        return attribute(found, names.attribute) if key == "auth" else of_class(found, key)
    return of_function(target, names.option) if target and names.option else ABSENT


def merged(app: AppContext, key: str, seen: Candidates, found: AppClass | None) -> Outcomes:
    """What fal may use for a key of which Python makes what is seen."""
    toml, is_written = Outcome("toml"), app.has(key)
    if key == "auth" and is_written:
        # That of the class takes the place of an empty one.
        if app.get(key) or app.get(key) is None:
            return Outcomes((toml,))
        is_written = False
    source: Source = "default" if seen.is_default or seen.origin is None else "python"
    possible: list[Outcome] = []
    for each in seen.values:
        if each.value is None or (is_written and each.gives_way is not False):
            possible.append(toml if is_written else Outcome("default"))
        if each.value is not None and not (is_written and each.gives_way is True):
            possible.append(Outcome(source, each.value))
    if key in _FILES and found is not None and is_written and app.get("app_files"):
        from ..project.python.candidates import attribute

        # `_apply_toml_app_file_options`: those of TOML count where the class has no files.
        has_files = attribute(found, "app_files").holds
        if not has_files:
            possible = [toml] if has_files is False else [*possible, toml]
    return Outcomes(tuple(possible), seen.origin)


def name_in_python(key: str, target: Target | None) -> str:
    """What a key is called in a class or in a decorator."""
    names = app_node().children[key].python or _NO_NAMES
    if target is not None and target.kind == "function":
        return names.option
    return names.attribute or names.keyword or names.endpoint


@memoized
def overridden(app: AppContext) -> Mapping[str, SetBy]:
    """The keys of the app that have no effect, with what takes precedence over each.

    Not among them are `requirements`, which have no effect even where a class sets none, and an
    empty `auth`, which is a mistake of its own.
    """
    lost: dict[str, SetBy] = {}
    for key, each in outcomes(app).items():
        by = _set_by(app, key, each)
        if by is not None:
            lost[key] = by
    if not app.get("app_files"):
        # Without files the patterns and the directory have rules of their own.
        lost.pop("app_files_ignore", None)
        lost.pop("app_files_context_dir", None)
    return lost


def _set_by(app: AppContext, key: str, each: Outcomes) -> SetBy | None:
    if key in ("requirements", "auth") or not app.has(key) or each.uses_toml:
        return None
    origin, name = each.origin, name_in_python(key, ref_target(app))
    if origin is None and key == "app_files_ignore":
        origin, name = outcomes(app)["app_files"].origin, "app_files"
    # A method instead of a setting is a mistake of its own.
    if origin is None or origin.setting.value.is_function:
        return None
    return SetBy(origin, name)


class Ignored(NamedTuple):
    """A key that would have no effect: whose setting counts, and whether there is one."""

    owner: str
    is_set: bool


@memoized
def ignored_if_set(app: AppContext) -> Mapping[str, Ignored]:
    """The keys that the app does not have, and that would have no effect if it had them."""
    targets, ignored = _targets(app), dict[str, Ignored]()
    # The requirements of a class have a precedence of their own, even where it sets none.
    for key in dict.fromkeys((*outcomes(app), "requirements")) if targets else ():
        if app.has(key):
            continue
        with_it = app.with_values({key: app_node().children[key].examples[0]}, frozenset())
        found = _of_key(with_it, key, targets)
        by = _set_by(with_it, key, found)
        if by is not None:
            ignored[key] = Ignored(by.origin.class_name, True)
        elif key == "requirements" and not found.uses_toml:
            owner = found.origin.class_name if found.origin is not None else targets[0].name
            ignored[key] = Ignored(owner, found.origin is not None)
    return ignored


def served_function(app: AppContext) -> Target | None:
    """The function of a `ref` that fal certainly puts behind a server of its own."""
    from ..project.python.candidates import of_function

    target = ref_target(app)
    if target is None or target.kind != "function":
        return None
    return target if of_function(target, "serve").holds else None


@memoized
def drops_requirements(app: AppContext) -> bool:
    """Whether fal drops the `requirements` of the app for those of the target of its `ref`."""
    targets = _targets(app)
    seen = _of_key(app, "requirements", targets)
    return bool(targets) and not seen.uses_toml
