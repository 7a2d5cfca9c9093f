"""Which keys of an app have no effect, since what its `ref` leads to sets the same.

Knows which keys fal takes from where; how a class comes by its options is known in `project/`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ._reads import once_an_app
from ._target import ref_target
from .context import AppContext

if TYPE_CHECKING:
    from ..project.python.app_options import Option

# Parts of the environment, of which fal takes what the class has (`_merge_options`, fal/utils.py).
_ENVIRONMENT = ("python_version", "image")


@once_an_app
def options(app: AppContext) -> Mapping[str, Option]:
    """What the class or the function of a `ref` sets, empty where that is not certain."""
    target = ref_target(app)
    if target is None or app.project is None:
        return {}
    return app.project.options(target)


@once_an_app
def overridden(app: AppContext) -> Mapping[str, Option]:
    """The keys of the app that have no effect, with what wins over each.

    `requirements` are left out: those of a class win even where it sets none.
    """
    from fal_schema.lookup import node_at

    target = ref_target(app)
    if target is None:
        return {}
    found = {}
    for name, option in options(app).items():
        schema = node_at(("apps", app.name, name))
        if schema is None or not option.wins or not app.has(name):
            continue
        # The port of a class is the TOML's, of a function the decorator's.
        of_function = target.kind == "function" and name == "exposed_port"
        if schema.wins == "class" or name in _ENVIRONMENT or of_function:
            found[name] = option
    if not app.get("app_files"):
        # Without files the patterns and the directory have rules of their own.
        found.pop("app_files_ignore", None)
        found.pop("app_files_context_dir", None)
    return found


@once_an_app
def drops_requirements(app: AppContext) -> bool:
    """Whether fal drops the `requirements` of the app for those of what the `ref` leads to."""
    target = ref_target(app)
    if target is None:
        return False
    if target.kind == "function":
        # `serve` adds requirements of fal to those of the decorator (`Host.parse_options`).
        return bool({"requirements", "serve"} & options(app).keys()) and not _serves_not(app)
    return target.kind == "app" and target.definition is not None


def _serves_not(app: AppContext) -> bool:
    """The decorator has no requirements, and its `serve` is off or cannot be known."""
    if "requirements" in options(app):
        return False
    value = options(app)["serve"].origin.setting.value
    return not (value.known and value.data)
