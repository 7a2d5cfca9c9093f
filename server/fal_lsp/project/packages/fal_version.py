"""Which version of fal a project uses, and which Python. Knows where versions are written; must not
know what follows from them.

Nothing is run or imported: of an installed fal only the name of its `fal-1.83.0.dist-info`
directory is read, of a lock file only the two lines that name a package and its version.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple

from ..files import MAX_LOCK_BYTES, Unreadable
from .pyproject_tables import PYPROJECT
from .version_requirements import fal_specifiers, python_specifier

if TYPE_CHECKING:
    from typing import Any

    from ..workspace import Content, Workspace

LOCK_FILES = ("uv.lock", "poetry.lock", "pdm.lock", "pylock.toml")

# The four tools write the name first and the version behind it.
_LOCKED = re.compile(rb'^name = "fal"\r?\nversion = "([^"\s]{1,60})"', re.MULTILINE)
_INSTALLED = re.compile(r"fal-([0-9][^-]{0,60})\.dist-info", re.IGNORECASE)
_PYTHON_DIRECTORY = re.compile(r"python(\d+\.\d+)t?")
_PYTHON_VERSION = re.compile(r"^version(?:_info)?\s*=\s*(\d+\.\d+)", re.MULTILINE)
_PINNED_PYTHON = re.compile(r"\A\s*(?:cpython-?|python-?)?(\d+\.\d+)")


class FalVersion(NamedTuple):
    """A version of fal, or the versions that a requirement allows."""

    version: str | None
    """The one version; of a specifier only where it is pinned (`==1.83.0`)."""
    specifier: str | None
    """In the form of PEP 440, `""` for any version; `None` for a version that was found."""
    kind: Literal["installed", "locked", "required"]
    source: str
    """The file or the directory in which it stands."""
    path: tuple[str | int, ...]
    """The keys in pyproject.toml that lead to the requirement, else empty."""
    certain: bool
    """This is what runs: it is installed, or it is the only one that is locked."""


class PythonVersion(NamedTuple):
    """A minor version of the local Python such as `3.12`, and what says so."""

    version: str
    source: str


def fal_versions(
    workspace: Workspace,
    data: Mapping[str, Any],
    directories: tuple[str, ...],
    virtual_env: str | None = None,
) -> tuple[FalVersion, ...]:
    """All that tells which fal is used, what runs first: installed, locked, required.

    `data` is that of the project's pyproject.toml, `directories` are those in which environments
    and lock files may lie, the nearest first. `virtual_env` is the value of `VIRTUAL_ENV`, of
    which only names of directories are read, wherever it lies.
    """
    found: list[FalVersion] = []
    for packages, anywhere in _site_packages(workspace, directories, virtual_env):
        found.extend(_installed(workspace, packages, anywhere))
    for directory in directories:
        for name in LOCK_FILES:
            found.extend(_locked(workspace, os.path.join(directory, name)))
    source = os.path.join(directories[0], PYPROJECT)
    for path, specifier in fal_specifiers(data):
        version = _pinned(specifier)
        found.append(FalVersion(version, specifier, "required", source, path, False))
    return tuple(found)


def requires_python(data: Mapping[str, Any]) -> str | None:
    """The specifier of the Python versions that the project supports, in the form of PEP 440."""
    return python_specifier(data)


def local_python(
    workspace: Workspace, directories: tuple[str, ...], virtual_env: str | None = None
) -> PythonVersion | None:
    """The Python that `fal` would run in: of an environment, else what `.python-version` pins."""
    for packages, _anywhere in _site_packages(workspace, directories, virtual_env):
        found = _PYTHON_DIRECTORY.fullmatch(os.path.basename(os.path.dirname(packages)))
        if found is not None:
            return PythonVersion(found.group(1), packages)
    for directory in directories:
        for name, pattern in (
            (".venv/pyvenv.cfg", _PYTHON_VERSION),
            (".python-version", _PINNED_PYTHON),
        ):
            text = workspace.read_text(os.path.join(directory, name))
            found = None if isinstance(text, Unreadable) else pattern.search(text.text)
            if found is not None and not isinstance(text, Unreadable):
                return PythonVersion(found.group(1), text.path)
    return None


def _locked(workspace: Workspace, path: str) -> list[FalVersion]:
    versions = workspace.derive(path, "locked fal", _locked_versions, MAX_LOCK_BYTES)
    if isinstance(versions, Unreadable):
        return []
    certain = len(versions) == 1
    real = workspace.real(path)
    return [FalVersion(version, None, "locked", real, (), certain) for version in versions]


def _locked_versions(real: str, content: Content) -> tuple[str, ...]:
    data = content.encode("utf-8", "replace") if isinstance(content, str) else content
    return tuple(dict.fromkeys(each.decode("ascii", "replace") for each in _LOCKED.findall(data)))


def _site_packages(
    workspace: Workspace, directories: tuple[str, ...], virtual_env: str | None
) -> Iterator[tuple[str, bool]]:
    """The directories of installed packages, and whether they may lie outside of the workspace."""
    environments = [(virtual_env, True)] if virtual_env else []
    environments += [(os.path.join(directory, ".venv"), False) for directory in directories]
    for environment, anywhere in environments:
        # `lib/python3.11/site-packages`, on Windows `Lib/site-packages`.
        libraries = os.path.join(environment, "lib")
        for name in workspace.names(libraries, anywhere=anywhere):
            if _PYTHON_DIRECTORY.fullmatch(name):
                yield os.path.join(libraries, name, "site-packages"), anywhere
        if os.name == "nt":
            yield os.path.join(environment, "Lib", "site-packages"), anywhere


def _installed(workspace: Workspace, packages: str, anywhere: bool) -> Iterator[FalVersion]:
    for name in workspace.names(packages, anywhere=anywhere):
        found = _INSTALLED.fullmatch(name)
        if found is not None:
            source = os.path.join(packages, name)
            yield FalVersion(found.group(1), None, "installed", source, (), True)


def _pinned(specifier: str) -> str | None:
    found = re.fullmatch(r"={2,3}\s*([^\s,*]+)", specifier)
    return found.group(1) if found else None
