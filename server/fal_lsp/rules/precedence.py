"""Which keys of an app have no effect because the class or function of its `ref` sets the same.

Knows for which keys the class takes precedence; how a class gets its options is known in
`project/`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from fal_schema.lookup import app_node

from .app_source import ref_target
from .context import AppContext, memoized

if TYPE_CHECKING:
    from ..project.python.app_options import Option
    from ..project.python.apps import Target


@memoized
def options(app: AppContext) -> Mapping[str, Option]:
    """What the class or the function of a `ref` sets, empty where that is not certain.

    By the keys of the app, and other options by their own names.
    """
    target = ref_target(app)
    if target is None or app.project is None:
        return {}
    keys = _keys()
    return {keys.get(name, name): each for name, each in app.project.options(target).items()}


@lru_cache(maxsize=1)
def _keys() -> Mapping[str, str]:
    """The key of each option that a class or a function may set."""
    return {
        each.python.option: key
        for key, each in app_node().children.items()
        if each.python is not None
    }


@memoized
def overridden(app: AppContext) -> Mapping[str, Option]:
    """The keys of the app that have no effect, each with the option that takes precedence.

    `requirements` are left out: those of a class take precedence even where it sets none.
    """
    target = ref_target(app)
    if target is None:
        return {}
    result = {}
    for name, option in options(app).items():
        schema = app_node().children.get(name)
        if schema is None or not option.wins or not app.has(name):
            continue
        # What a decorator sets always counts.
        is_lost = schema.wins == "class" or target.kind == "function"
        if is_lost and name != "requirements":
            result[name] = option
    if not app.get("app_files"):
        # Without files the patterns and the directory have rules of their own.
        result.pop("app_files_ignore", None)
        result.pop("app_files_context_dir", None)
    return result


def served_function(app: AppContext) -> Target | None:
    """The function of a `ref` that fal certainly puts behind a server of its own."""
    target = ref_target(app)
    serve = options(app).get("serve") if target and target.kind == "function" else None
    is_served = serve is not None and serve.origin.setting.value.holds is True
    return target if is_served else None


@memoized
def drops_requirements(app: AppContext) -> bool:
    """Whether fal drops the `requirements` of the app for those of the target of its `ref`."""
    target = ref_target(app)
    if target is None:
        return False
    if target.kind == "function":
        # `serve` adds requirements of fal to those of the decorator (`Host.parse_options`).
        return bool({"requirements", "serve"} & options(app).keys()) and not _may_not_serve(app)
    return target.kind == "app" and target.definition is not None


def _may_not_serve(app: AppContext) -> bool:
    """Whether the decorator has no requirements, and its `serve` is off or unknown."""
    if "requirements" in options(app):
        return False
    return not options(app)["serve"].origin.setting.value.holds
