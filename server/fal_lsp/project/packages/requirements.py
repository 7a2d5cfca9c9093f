"""Requirements that fal takes for a directory of the project. Knows how fal recognizes them; must
not know other requirements.

`_parse_local_path_requirement` (fal/api/_sdist.py:135): whatever precedes a closing `[...]` is
a path if a directory of that name exists, `numpy` as well as `./numpy`. `_read_package_name`
(fal/api/_sdist.py:188) then wants a pyproject.toml with a `[project].name` there.
"""

from __future__ import annotations

import os
import re
from collections.abc import Set
from typing import TYPE_CHECKING, Literal, NamedTuple

from ..files import Unreadable
from .pyproject_tables import PYPROJECT, local_project

if TYPE_CHECKING:
    from ..workspace import Workspace

Problem = Literal["no-pyproject", "no-name", "broken-pyproject"]


class LocalRequirement(NamedTuple):
    """A requirement that fal builds from a directory."""

    path: str
    """The directory, absolute and without symbolic links."""
    written: str
    """The path as written, without the extras."""
    extras: tuple[str, ...]
    is_path: bool
    """Written like a path, not like the name of a package."""
    name: str | None
    """`[project].name`; `None` where fal finds none, or where nobody may look."""
    declared_extras: tuple[str, ...]
    problem: Problem | None
    """Why fal refuses to build it."""
    unreadable: Unreadable | None
    """Why its pyproject.toml was not read; not a problem of the requirement by itself."""


def requirements_base(workspace: Workspace, context_dir: str | None) -> str:
    """The directory that local requirements start from (fal/cli/_utils.py:287).

    The project's own, or `requirements_context_dir`: a path from there, in which `~` is the home.
    """
    return workspace.real(os.path.expanduser(context_dir or "."))


def local_requirement(workspace: Workspace, text: str, base: str) -> LocalRequirement | None:
    """What fal builds for a requirement, `None` where it leaves it to pip. Never raises.

    `base` is an absolute directory. Outside of the workspace only the existence of the directory
    and of its pyproject.toml is asked.
    """
    written, extras = _parted(text.strip())
    if not written or "\0" in written:
        return None
    path = os.path.join(base, os.path.expanduser(written))
    if not workspace.is_dir(path):
        return None
    directory = workspace.real(path)
    is_path = written in (".", "..") or any(sign in written for sign in ("/", os.sep, "~"))
    plain = LocalRequirement(directory, written, extras, is_path, None, (), None, None)
    if not workspace.is_file(os.path.join(directory, PYPROJECT)):
        return plain._replace(problem="no-pyproject")
    project = local_project(workspace, directory)
    if project is None:
        return plain._replace(problem="no-name")
    if isinstance(project, Unreadable):
        broken = project.reason in ("syntax", "undecodable")
        return plain._replace(problem="broken-pyproject" if broken else None, unreadable=project)
    return plain._replace(name=project.name, declared_extras=project.extras)


def _parted(text: str) -> tuple[str, tuple[str, ...]]:
    # What `\[[^\]]+\]$` finds, without its quadratic search.
    start = text.find("[", text.rfind("]", 0, -1) + 1) if text.endswith("]") else -1
    if start < 0 or start + 2 >= len(text):
        return text, ()
    extras = (extra.strip() for extra in text[start + 1 : -1].split(","))
    return text[:start].strip(), tuple(extra for extra in extras if extra)


def is_another_package(text: str, words: Set[str]) -> bool:
    """Whether a requirement names a package of an index in whose name none of the words is."""
    found = re.match(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^]]*\])?\s*(?:[<>=!~;,(].*)?$", text)
    return found is not None and words.isdisjoint(re.split(r"[-_.]+", found.group(1).lower()))
