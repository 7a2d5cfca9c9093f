"""The classes and functions in a project's files that look like apps, found by their text alone.

For suggestions, which may be wrong and have to be quick: interpreting a file takes a hundred times
as long. Knows how they are usually written; what fal makes of one is for `apps.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ...paths import relative_path
from ..files import Unreadable
from .imports import ModuleLocation, locate

if TYPE_CHECKING:
    from ..packages.package_roots import Root
    from ..workspace import Workspace

_MOST_SEARCHED, _MOST_FOUND = 100, 20
_APP = re.compile(r"^class[ \t]+(\w+)[ \t]*\([^()]*\bApp\b", re.M)
_FUNCTION = re.compile(
    r"^@(?:fal\.)?function\b(?:(?!^(?:async|def|class)\b)[\s\S])*?^(?:async[ \t]+)?def[ \t]+(\w+)",
    re.M,
)
_IMPORT = re.compile(r"^(?:import|from)[ \t]+fal\b", re.M)


class AppName(NamedTuple):
    """A class or function: its file from the project's directory, its name, its module if any."""

    file: str
    name: str
    module: str = ""
    is_function: bool = False

    @property
    def ref(self) -> str:
        """How a `ref` names it."""
        return f"{self.file}::{self.name}"


def app_names(
    workspace: Workspace, files: Sequence[str], roots: Sequence[Root]
) -> Iterator[AppName]:
    """The apps in the order of the files, whose paths are from the project's directory.

    The classes of a file come before its functions: where it has both, fal takes the classes.
    """
    found = 0
    for file in files[:_MOST_SEARCHED]:
        text = workspace.read_text(file)
        if isinstance(text, Unreadable) or not _IMPORT.search(text.text):
            continue
        names = {
            match[1]: pattern is _FUNCTION
            for pattern in (_APP, _FUNCTION)
            for match in pattern.finditer(text.text)
        }
        module = _module(workspace, file, roots) if names else ""
        for name, is_function in names.items():
            yield AppName(file, name, module, is_function)
            found += 1
            if found == _MOST_FOUND:
                return


def _module(workspace: Workspace, file: str, roots: Sequence[Root]) -> str:
    """The dotted name by which a package of the project has a file, empty where none does."""
    path = workspace.absolute(file)
    for root in roots:
        parts = relative_path(path, root.directory).removesuffix(".py").split("/")
        name = ".".join((*root.prefix, *(part for part in parts if part != "__init__")))
        found = locate(workspace, name, roots)
        if isinstance(found, ModuleLocation) and found.path == workspace.real(file):
            return name
    return ""
