"""The plain tables of a pyproject.toml, on the disk or in an unsaved buffer, and its `[project]`.

Knows the keys of the packaging standards; must not know TOML text (tomli reads it) or fal.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from ...memo import record
from ..files import Unreadable
from ..own_tables import SYNTAX, TABLES

if TYPE_CHECKING:
    from ..workspace import Content, Workspace

PYPROJECT = "pyproject.toml"


class LocalProject(NamedTuple):
    """A directory that can be built and installed: its pyproject.toml names it."""

    directory: str
    name: str
    extras: tuple[str, ...]


def read_tables(workspace: Workspace, path: str) -> Mapping[str, Any] | Unreadable:
    """The data of a pyproject.toml; `syntax` where tomli refuses it.

    That of the project's own is without `[tool.fal]` where a document is being checked, and without
    what is malformed in it: its text need not be valid while somebody types.
    """
    own = workspace.own_tables
    if own is None or not workspace.is_own(path):
        return workspace.derive(path, "toml", _tables)
    record(TABLES)
    return own.data


def local_project(workspace: Workspace, directory: str) -> LocalProject | Unreadable | None:
    """The project in a directory; `None` where its pyproject.toml has no `[project].name`."""
    path = f"{directory}/{PYPROJECT}"
    data = read_tables(workspace, path)
    if isinstance(data, Unreadable):
        return data
    project = table(data, "project")
    name = project.get("name")
    if not isinstance(name, str) or not name:
        return Unreadable(workspace.real(path), "syntax") if is_malformed(workspace, path) else None
    return LocalProject(directory, name, tuple(table(project, "optional-dependencies")))


def is_malformed(workspace: Workspace, path: str) -> bool:
    """Whether what is missing in the data may be in a part of the text that is malformed."""
    own = workspace.own_tables
    if own is None or not workspace.is_own(path):
        return False
    record(SYNTAX)
    return not own.is_valid


def _tables(real: str, content: Content) -> Mapping[str, Any] | Unreadable:
    import tomli

    try:
        text = content if isinstance(content, str) else content.decode("utf-8")
        return tomli.loads(text)
    except UnicodeDecodeError as error:
        return Unreadable(real, "undecodable", f"byte {error.start} is not UTF-8")
    except (ValueError, RecursionError) as error:
        found = re.search(r"\(at line (\d+), column \d+\)$", str(error))
        line = int(found.group(1)) - 1 if found else None
        return Unreadable(real, "syntax", str(error), line)


def table(data: Any, *keys: str) -> Mapping[str, Any]:
    """The table at some keys, empty where there is none or something else."""
    for key in keys:
        data = data.get(key) if isinstance(data, dict) else None
    return data if isinstance(data, dict) else {}


def strings(value: Any) -> list[str]:
    """The strings of a list, or a single string that is given instead."""
    if isinstance(value, str):
        return [value]
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def all_strings(value: Any) -> list[str]:
    """The strings in plain data, however deep in lists and tables."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, (list, tuple)):
        return [text for each in value for text in all_strings(each)]
    if isinstance(value, dict):
        return [text for each in value.values() for text in all_strings(each)]
    return []
