"""Which pyproject.toml a file is checked with that is not one itself: `fal-lsp check app.py`.

Knows names of files and the directories above them; the nearest project with `[tool.fal]` counts.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from ..lint.mention import mentions_fal
from ..paths import relative_path
from ..project.files import is_below, repository_root
from ..project.listing import is_dockerfile
from ..project.packages.pyproject_tables import PYPROJECT
from .read import FileProblem, decode, read_file

_FAL = ("tool", "fal")


class Owners:
    """The projects of the files that one command line names; each directory is looked at once."""

    def __init__(self) -> None:
        self._known: dict[str, str | None] = {}

    def of(self, path: str) -> str | None:
        """The pyproject.toml of the project that an absolute path belongs to, if it has one."""
        directory = os.path.dirname(path)
        if directory not in self._known:
            top = repository_root(directory) or os.getcwd()
            self._known[directory] = next(_manifests(directory, top), None)
        return self._known[directory]


def default_manifest() -> str:
    """The pyproject.toml that a command without `--file` means, from the current directory on.

    As for fal, the nearest with `[tool.fal]` in this directory or above counts; else the nearest.
    """
    directory = os.getcwd()
    top = repository_root(directory) or directory
    found = next(_manifests(directory, top), None) or nearest_above(directory)
    if found is None:
        return PYPROJECT
    return relative_path(found, directory)


def nearest_above(directory: str) -> str | None:
    """The nearest pyproject.toml in or above an absolute directory, within its repository."""
    return next(_files(directory, repository_root(directory) or directory), None)


def is_part(path: str) -> bool:
    """Whether a file is certainly no pyproject.toml but may be part of a project of fal."""
    name = os.path.basename(path)
    is_source = name.endswith(".py") or name == ".dockerignore" or is_dockerfile(name)
    return is_source and os.path.isfile(path)


def _manifests(directory: str, top: str) -> Iterator[str]:
    """The files with `[tool.fal]` in a directory and in those above it, up to `top`."""
    return filter(_configures_fal, _files(directory, top))


def _files(directory: str, top: str) -> Iterator[str]:
    """The pyproject.toml files in a directory and in those above it, up to `top`."""
    if not f"{directory}{os.sep}".startswith(os.path.join(top, "")):
        top = directory
    while True:
        path = os.path.join(directory, PYPROJECT)
        if os.path.isfile(path) and is_below(path, (top,)):
            yield path
        if directory == top:
            return
        directory = os.path.dirname(directory)


def _configures_fal(path: str) -> bool:
    data = read_file(path)
    if isinstance(data, FileProblem) or not mentions_fal(data):
        return False
    text = decode(data)
    if isinstance(text, FileProblem):
        # Nobody can say whether it is about fal; its check says what is wrong with it.
        return True
    from ..toml import parse

    return parse(text).node(_FAL) is not None
