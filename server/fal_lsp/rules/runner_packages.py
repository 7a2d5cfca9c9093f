"""What is installed on the runner of a class. Must not know what the class needs."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ..project.files import Unreadable
from .context import AppContext

if TYPE_CHECKING:
    from ..project.python.app_class import AppClass
    from ..project.python.settings import Data


def may_bring(app: AppContext, found: AppClass, path: str, module: str) -> bool:
    """Whether a requirement of a class in a file may bring a module of a name."""
    from ..project.packages.requirements import is_another_package

    project, requirements = app.project, strings(found.attributes.get("requirements"))
    if project is None or requirements is None:
        return True
    base = os.path.dirname(path)
    if any(project.local_requirement(text, base) for text in requirements):
        return True
    words = _own_words(app) | _words(module.partition(".")[0])
    return not all(is_another_package(text, words) for text in requirements)


def has_plain_runner(found: AppClass) -> bool:
    """Whether the class certainly has a virtual environment."""
    if not found.is_complete or found.is_own_affair or not found.collected.is_certain:
        return False
    return not sets(found, "image") and not sets(found, "kind")


def sets(found: AppClass, name: str) -> bool:
    """Whether a class has a setting."""
    return name in found.collected.values or name in found.attributes


def strings(origin: Any) -> tuple[str, ...] | None:
    """The texts of a setting that is a list; `None` where they are not known."""
    if origin is None:
        return ()
    value: Data = origin.setting.value
    if origin.setting.conditional or not value.known:
        return None
    if not isinstance(value.data, (list, type(None))):
        return None
    return _flat(value.data or ())


def _flat(data: Sequence[Any]) -> tuple[str, ...] | None:
    found: list[str] = []
    for each in data:
        if isinstance(each, list):
            inner = _flat(each)
            if inner is None:
                return None
            found += inner
        elif isinstance(each, str):
            found.append(each)
        else:
            return None
    return tuple(found)


def _own_words(app: AppContext) -> frozenset[str]:
    """The words in the name of this project, which an index may have, too."""
    tables = app.project.tables() if app.project is not None else {}
    data = {} if isinstance(tables, Unreadable) else tables.get("project")
    name = data.get("name") if isinstance(data, dict) else None
    return _words(name) if isinstance(name, str) else frozenset()


def _words(name: str) -> frozenset[str]:
    parts = name.lower().replace("-", "_").replace(".", "_").split("_")
    return frozenset({*parts, "".join(parts)} - {""})
