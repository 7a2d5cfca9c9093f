"""The packages and modules that setuptools finds beside pyproject.toml. Knows the names that it
leaves out (`setuptools/discovery.py`); must not know rules.
"""

from __future__ import annotations

import os
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..workspace import Workspace

_NOT_PACKAGES = (
    *("ci", "bin", "debian", "doc", "docs", "documentation", "manpages", "news", "newsfragments"),
    *("changelog", "test", "tests", "unit_test", "unit_tests", "example", "examples", "scripts"),
    *("tools", "util", "utils", "python", "build", "dist", "venv", "env", "requirements", "tasks"),
    *("fabfile", "site_scons", "benchmark", "benchmarks", "exercise", "exercises", "htmlcov"),
    "[._]*",
)
_NOT_MODULES = (
    *("setup", "conftest", "test", "tests", "example", "examples", "build", "toxfile", "noxfile"),
    *("pavement", "dodo", "tasks", "fabfile", "[Ss][Cc]onstruct", "conanfile", "manage"),
    *("benchmark", "benchmarks", "exercise", "exercises", "[._]*"),
)


def flat_packages(workspace: Workspace, directory: str) -> tuple[str, ...]:
    """The directories that count as packages, whatever is in them."""
    return tuple(
        name
        for name in workspace.names(directory)
        if name.isidentifier()
        and not _matches(name, _NOT_PACKAGES)
        and workspace.is_dir(os.path.join(directory, name))
    )


def flat_modules(workspace: Workspace, directory: str) -> tuple[str, ...]:
    """The modules, which only count where there is no package."""
    stems = (
        name.removesuffix(".py") for name in workspace.names(directory) if name.endswith(".py")
    )
    return tuple(
        stem
        for stem in stems
        if stem.isidentifier()
        and not _matches(stem, _NOT_MODULES)
        and workspace.is_file(os.path.join(directory, f"{stem}.py"))
    )


def _matches(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)
