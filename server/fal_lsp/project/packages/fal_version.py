"""Which version of fal a project uses, and which Python. Knows where versions are written; must not
know what follows from them.

Nothing is run or imported: of an installed fal only the name of its `fal-1.83.0.dist-info`
directory is read, and whether a `direct_url.json` is in it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from ...paths import relative_path
from ..files import Unreadable
from .lock_files import LOCK_FILES, locked
from .pyproject_tables import PYPROJECT, read_tables, strings, table
from .version_requirements import (
    FalRequirement,
    applies,
    fal_overrides,
    fal_requirements,
    is_fal,
    marker_of,
    python_specifier,
    release_of,
    specifier_of,
)

if TYPE_CHECKING:
    from typing import Any

    from ..workspace import Workspace

_PYTHON_DIRECTORY = re.compile(r"python(\d+\.\d+)t?")
_PYTHON_VERSION = re.compile(r"^version(?:_info)?\s*=\s*(\d+\.\d+)", re.MULTILINE)
_PINNED_PYTHON = re.compile(r"\A\s*(?:cpython-?|python-?)?(\d+\.\d+)")

_AT_LEAST = (">=", ">", "==", "~=")
"""The operators that allow no older version than theirs."""

_INCLUDE = re.compile(r"(?:-r\s*|--requirement[\s=]\s*)(\S+)")
_ENVIRONMENTS = (".venv", "venv")
_MAX_INCLUDED = 50
_MAX_GLOB_PARTS = 20


class FalVersion(NamedTuple):
    """A version of fal, or the versions that a requirement allows.

    Neither a version nor a specifier: a fal that may be of any release or of none, from a
    repository, a directory or an address.
    """

    version: str | None
    """The one version; of a specifier only where it is pinned (`==1.83.0`)."""
    specifier: str | None
    """In the form of PEP 440, `""` for any version; `None` for a version that was found."""
    kind: Literal["installed", "locked", "required"]
    source: str
    """The file or the directory that says so."""
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
    """The fal that the project uses, from the first source that says so with certainty.

    The sources: the active environment, the project's own one, its lock files, its requirements,
    its requirements.txt. Several versions where a source has several; empty where nothing is
    certain. `data` is that of the project's pyproject.toml, `directories` are its own and those
    above it, the nearest first. Another project's environment or lock file does not count.
    `virtual_env` is the value of `VIRTUAL_ENV`, of which only names of directories are read.
    """
    own, *above = directories
    locks = [name for name in LOCK_FILES if workspace.is_file(os.path.join(own, name))]
    shared = [each for each in above if _is_workspace_of(workspace, each, own)]
    environments = [own, *shared]
    if not locks and not _is_project(data):
        environments += _environments_above(workspace, above)
    for packages, anywhere in _site_packages(workspace, tuple(environments), virtual_env):
        found = tuple(
            _installed(workspace, version, source)
            for version, source in installed(workspace, packages, "fal", anywhere=anywhere)
        )
        if found:
            return found
    for directory in (own, *shared):
        found = tuple(
            each
            for name in (locks if directory == own else LOCK_FILES)
            for each in _locked(workspace, os.path.join(directory, name))
        )
        if found:
            versions = {each.version for each in found}
            return found if len(versions) == 1 or len({each.source for each in found}) == 1 else ()
    return _required(workspace, data, own, shared)


@lru_cache(maxsize=512)
def is_at_least(fal: FalVersion, release: str) -> bool:
    """Whether this is certainly a release such as `1.72.7` or a newer one.

    Every version that a specifier allows has to be.
    """
    from packaging.specifiers import SpecifierSet
    from packaging.version import Version

    least = Version(release)
    try:
        if fal.version is not None:
            return Version(fal.version) >= least
        return any(
            each.operator in _AT_LEAST and Version(each.version.removesuffix(".*")) >= least
            for each in SpecifierSet(fal.specifier or "")
        )
    except ValueError:  # invalid, or with more digits than Python reads
        return False


@lru_cache(maxsize=512)
def other_than(fal: FalVersion, release: str) -> frozenset[Literal["older", "newer"]]:
    """Whether this is older or newer than a release; empty where it may be that release itself.

    Both where a specifier only excludes the release, where it is not valid, and where no release
    is known.
    """
    from packaging.specifiers import SpecifierSet
    from packaging.version import Version

    if fal.version is None and fal.specifier is None:
        return frozenset(("older", "newer"))
    ours = Version(release)
    sides: set[Literal["older", "newer"]] = set()
    try:
        allowed = SpecifierSet(
            f"=={fal.version}" if fal.version is not None else fal.specifier or ""
        )
        if allowed.contains(ours):
            return frozenset()
        for each in allowed:
            if each.operator == "!=" or each.contains(ours):
                continue
            bound = Version(each.version.removesuffix(".*"))
            is_upper = each.operator == "<" or (each.operator != ">" and bound < ours)
            sides.add("older" if is_upper else "newer")
    except ValueError:  # invalid, or with more digits than Python reads
        return frozenset(("older", "newer"))
    return frozenset(sides or ("older", "newer"))


def _is_project(data: Mapping[str, Any]) -> bool:
    return bool(table(data, "project") or table(data, "tool", "poetry"))


def _environments_above(workspace: Workspace, above: list[str]) -> Iterator[str]:
    """The directories whose environment serves the ones below: up to the first project."""
    for directory in above:
        yield directory
        data = read_tables(workspace, os.path.join(directory, PYPROJECT))
        is_missing = isinstance(data, Unreadable) and data.reason == "missing"
        is_project = not is_missing and (isinstance(data, Unreadable) or _is_project(data))
        names = (os.path.join(directory, name) for name in LOCK_FILES)
        if is_project or any(map(workspace.is_file, names)):
            return


def _is_workspace_of(workspace: Workspace, directory: str, member: str) -> bool:
    """Whether a directory has a workspace of uv that includes another directory below it."""
    data = read_tables(workspace, os.path.join(directory, PYPROJECT))
    if isinstance(data, Unreadable):
        return False
    found = table(data, "tool", "uv", "workspace")
    parts = relative_path(member, directory).split("/")

    def includes(key: str) -> bool:
        patterns = (os.path.normpath(each).split(os.sep) for each in strings(found.get(key)))
        return any(_matches(pattern, parts) for pattern in patterns)

    return includes("members") and not includes("exclude")


def _matches(pattern: list[str], parts: list[str]) -> bool:
    if not pattern or len(pattern) > _MAX_GLOB_PARTS:
        return not pattern and not parts
    if pattern[0] == "**":
        return any(_matches(pattern[1:], parts[at:]) for at in range(len(parts) + 1))
    return bool(parts) and fnmatchcase(parts[0], pattern[0]) and _matches(pattern[1:], parts[1:])


def _required(
    workspace: Workspace, data: Mapping[str, Any], own: str, shared: list[str]
) -> tuple[FalVersion, ...]:
    found_in = os.path.join(own, PYPROJECT)
    tables = {found_in: data}
    # The members of a workspace of uv have its sources and overrides.
    for directory in shared:
        found = read_tables(workspace, os.path.join(directory, PYPROJECT))
        if not isinstance(found, Unreadable):
            tables[os.path.join(directory, PYPROJECT)] = found
    sources = ("tool", "uv", "sources", "fal")
    for path, each in tables.items():
        address = table(each, *sources[:-1]).get(sources[-1])
        if address is not None and not (isinstance(address, dict) and "index" in address):
            return (FalVersion(None, None, "required", path, sources, False),)
    overrides = [(path, each) for path, above in tables.items() for each in fal_overrides(above)]
    requirements = overrides or [(found_in, each) for each in fal_requirements(data)]
    main = [each for each in requirements if each[1].is_main]
    # Extras and groups count only where the dependencies do not name fal.
    if not main and not requirements:
        main = list(_requirements_file(workspace, os.path.join(own, "requirements.txt"), set()))
    python = python_specifier(data)
    versions: list[FalVersion] = []
    is_certain = False
    for source, required in main or requirements:
        holds, specifier = applies(required.marker, python), required.specifier
        if holds is False:
            continue
        if specifier is None:
            return (FalVersion(None, None, "required", source, required.path, False),)
        is_certain = is_certain or holds is True
        version = _pinned(specifier)
        versions.append(FalVersion(version, specifier, "required", source, required.path, False))
    return tuple(versions) if is_certain else ()


def _requirements_file(
    workspace: Workspace, path: str, seen: set[str]
) -> Iterator[tuple[str, FalRequirement]]:
    """The requirements of fal in a file for pip and in those that it includes."""
    real = workspace.real(path)
    text = workspace.read_text(path)
    if real in seen or len(seen) > _MAX_INCLUDED or isinstance(text, Unreadable):
        return
    seen.add(real)
    for line in re.sub(r"\\\r?\n", " ", text.text).splitlines():
        line = re.sub(r"(?:^|\s)#.*", "", line).strip()
        included = _INCLUDE.fullmatch(line)
        if included is not None:
            file = os.path.join(os.path.dirname(path), included[1])
            yield from _requirements_file(workspace, file, seen)
        elif is_fal(line):
            # Options of a requirement, such as `--hash`, follow it.
            line = re.split(r"\s--[a-z]", line, maxsplit=1)[0]
            yield path, FalRequirement((), specifier_of(line), marker_of(line))


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
            *((f"{name}/pyvenv.cfg", _PYTHON_VERSION) for name in _ENVIRONMENTS),
            (".python-version", _PINNED_PYTHON),
        ):
            text = workspace.read_text(os.path.join(directory, name))
            found = None if isinstance(text, Unreadable) else pattern.search(text.text)
            if found is not None and not isinstance(text, Unreadable):
                return PythonVersion(found.group(1), text.path)
    return None


def _locked(workspace: Workspace, path: str) -> list[FalVersion]:
    versions = dict.fromkeys(
        release_of(each.version) if each.is_indexed and each.version else None
        for each in locked(workspace, path, "fal")
    )
    certain = len(versions) == 1 and None not in versions
    real = workspace.real(path)
    return [FalVersion(version, None, "locked", real, (), certain) for version in versions]


def _site_packages(
    workspace: Workspace, directories: tuple[str, ...], virtual_env: str | None
) -> Iterator[tuple[str, bool]]:
    """The directories of installed packages, and whether they may lie outside of the workspace."""
    environments = [(virtual_env, True)] if virtual_env else []
    environments += [
        (os.path.join(directory, name), False)
        for directory in directories
        for name in _ENVIRONMENTS
    ]
    for environment, anywhere in environments:
        if not workspace.is_dir(environment):
            continue
        # `lib/python3.11/site-packages`, on Windows `Lib/site-packages`.
        libraries = os.path.join(environment, "lib")
        for name in workspace.names(libraries, anywhere=anywhere):
            if _PYTHON_DIRECTORY.fullmatch(name):
                yield os.path.join(libraries, name, "site-packages"), anywhere
        if os.name == "nt":
            yield os.path.join(environment, "Lib", "site-packages"), anywhere


def installed(
    workspace: Workspace, packages: str, package: str, *, anywhere: bool = False
) -> Iterator[tuple[str, str]]:
    """The versions of a package in a directory of packages, each with what says so.

    `anywhere`: the directory may lie outside of the workspace.
    """
    pattern = re.compile(rf"{package}-([0-9][^-]{{0,60}})\.dist-info", re.IGNORECASE)
    for name in workspace.names(packages, anywhere=anywhere):
        found = pattern.fullmatch(name)
        if found is not None:
            yield found.group(1), os.path.join(packages, name)


def _installed(workspace: Workspace, version: str, source: str) -> FalVersion:
    # Written for what is installed from an address or a directory (PEP 610).
    is_indexed = not workspace.is_file(os.path.join(source, "direct_url.json"))
    release = release_of(version) if is_indexed else None
    return FalVersion(release, None, "installed", source, (), release is not None)


def has_fal(workspace: Workspace, environment: str) -> bool:
    """Whether fal is installed in a virtual environment, which may lie anywhere."""
    return any(
        any(installed(workspace, packages, "fal", anywhere=anywhere))
        for packages, anywhere in _site_packages(workspace, (), environment)
    )


def _pinned(specifier: str) -> str | None:
    found = re.fullmatch(r"={2,3}\s*([^\s,*]+)", specifier)
    return found.group(1) if found else None
