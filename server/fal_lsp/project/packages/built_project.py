"""A project that a build backend reads, and what is wrong with it. Knows the tables of its
pyproject.toml; must not know what a backend refuses.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from .package_roots import module_names_of
from .pyproject_tables import strings, table

if TYPE_CHECKING:
    from ..workspace import Workspace
    from .build_backends import Backend


class BuildProblem(NamedTuple):
    """What is wrong, as the rest of a sentence, and the cure."""

    text: str
    help: str


class BuiltProject(NamedTuple):
    """The files of a project, its pyproject.toml and what builds it."""

    workspace: Workspace
    directory: str
    data: Mapping[str, Any]
    backend: Backend

    @property
    def metadata(self) -> Mapping[str, Any]:
        """The table `[project]`, empty where there is none."""
        return table(self.data, "project")

    @property
    def modules(self) -> tuple[str, ...]:
        """The names that a module may have because of the project's, the normalized one first."""
        return module_names_of(self.data)

    def tool(self, *keys: str) -> Mapping[str, Any]:
        """The table at some keys of `[tool]`, empty where there is none."""
        return table(self.data, "tool", *keys)

    def is_dynamic(self, field: str) -> bool:
        """Whether `dynamic` lists a key of `[project]`."""
        return field in strings(self.metadata.get("dynamic"))

    def is_file(self, *parts: str) -> bool:
        """Whether a file is at a path from the project's directory."""
        return self.workspace.is_file(os.path.join(self.directory, *parts))

    def is_dir(self, *parts: str) -> bool:
        """Whether a directory is at a path from the project's directory."""
        return self.workspace.is_dir(os.path.join(self.directory, *parts))

    def names(self, *parts: str) -> tuple[str, ...]:
        """The names in a directory of the project."""
        return self.workspace.names(os.path.join(self.directory, *parts))
