"""Finds the files that the arguments name. Knows paths and names."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from ..paths import relative_path
from ..project.exclusion import ExcludeSettings, Exclusion, Patterns, exclude_settings
from ..project.files import repository_root
from ..project.manifests import LINK, find_manifests
from ..project.packages.pyproject_tables import PYPROJECT
from ..report.escape import file_name

_UPWARDS = "is a symbolic link to a directory that it is in, so it is not searched"


class Search(NamedTuple):
    """What the command line says of the files that are left out."""

    exclude: tuple[str, ...] = ()
    """Patterns, relative to the current directory."""
    gitignore: bool = True
    force: bool = False
    """Files that are named are left out, too."""
    isolated: bool = False
    """`[tool.fal-lsp]` is not read."""

    def exclusion(self, directory: str) -> Exclusion:
        """What is left out below a directory."""
        return Exclusion(directory, self._settings(directory), self.gitignore)

    def leaves_out(self, path: str) -> bool:
        """Whether a search of the repository, or of the current directory, would pass over a file.

        So only where files that are named can be left out.
        """
        if not self.force:
            return False
        directory = os.path.dirname(path)
        top = repository_root(directory) or os.getcwd()
        if not path.startswith(os.path.join(top, "")):
            top = directory
        return Exclusion(top, self._settings(directory), self.gitignore).excludes(path)

    def _settings(self, directory: str) -> ExcludeSettings:
        given = Patterns(os.getcwd(), self.exclude)
        if self.isolated:
            return ExcludeSettings((given,) if self.exclude else ())
        return exclude_settings(directory, given.lines, given.base)


def find(
    paths: Sequence[str],
    warn: Callable[[str], object],
    search: Search | None = None,
    tell: Callable[[str], object] | None = None,
) -> list[str]:
    """The absolute paths of the files that the paths name, sorted, each once.

    A path that does not exist, or a directory that may not be listed, counts as a file: the
    check reports that it cannot be read. A Python file or a Dockerfile stands for the
    pyproject.toml of its project, which `tell` gets a message about. `warn` gets a message for what
    leads to no file, and for what the search has to skip: a link to `/`, say, that a repository
    holds and a pattern of the shell names.
    """
    search = search or Search()
    found: set[str] = set()
    parts: list[str] = []
    for path in paths:
        absolute = os.path.abspath(path)
        is_directory = os.path.isdir(absolute) and os.path.basename(absolute) != PYPROJECT
        if is_directory and _leads_up(absolute):
            warn(f"{path} {_UPWARDS}")
        elif is_directory and _is_listable(absolute):
            files = list(_search(absolute, warn, search))
            if not files:
                warn(f"no {PYPROJECT} in {path}{_instead(absolute)}")
            found.update(files)
        elif search.leaves_out(absolute):
            continue
        elif not is_directory and not absolute.endswith(".toml"):
            parts.append(absolute)
        else:
            found.add(absolute)
    if parts:
        found.update(_projects(parts, warn, search, tell))
    return sorted(found, key=_order)


def _projects(
    paths: Sequence[str],
    warn: Callable[[str], object],
    search: Search,
    tell: Callable[[str], object] | None,
) -> Iterator[str]:
    """The pyproject.toml of each Python file and Dockerfile; other files stand for themselves."""
    from .owners import Owners, is_part

    owners = Owners()
    lost = []
    for path in paths:
        if not is_part(path):
            yield path
            continue
        owner = owners.of(path)
        if owner is None:
            lost.append(path)
        elif not search.leaves_out(owner):
            if tell is not None:
                tell(f"{path}: checked as a part of {owner}")
            yield owner
    if lost:
        more = f" (and {len(lost) - 1} more)" if lost[1:] else ""
        warn(f"no {PYPROJECT} with [tool.fal] for {lost[0]}{more}")


def _instead(directory: str) -> str:
    """The pyproject.toml above a directory that has none, as the rest of a sentence."""
    from .owners import nearest_above

    above = nearest_above(directory)
    return (
        ""
        if above is None
        else f"; the nearest one above is {file_name(relative_path(above, os.getcwd()))}"
    )


def _leads_up(directory: str) -> bool:
    """Whether a directory is a link to one that it lies in, such as `/`."""
    if not os.path.islink(directory):
        return False
    above = os.path.join(os.path.realpath(os.path.dirname(directory)), "")
    return above.startswith(os.path.join(os.path.realpath(directory), ""))


def _is_listable(directory: str) -> bool:
    try:
        os.scandir(directory).close()
    except OSError:
        return False
    return True


def _search(directory: str, warn: Callable[[str], object], search: Search) -> Iterator[str]:
    """The paths below a directory with the right name; links to directories are not followed."""

    def refused(path: str, error: OSError) -> None:
        warn(f"{path} cannot be searched: {error.strerror}")

    def outside(path: str) -> None:
        warn(f"{path} {LINK}")

    found = find_manifests((directory,), refused, search.exclusion, outside)
    return (path for path in found if path is not None)


def _order(path: str) -> list[str]:
    """By directory, so that the files of one directory are together."""
    return path.split(os.sep)
