"""Files that a build is configured to leave out. Knows the patterns of hatchling, PDM and uv; must
not know what a build chooses by itself (`shipped_modules.py`).

fal builds a source distribution, and the runner a wheel of that, so what either leaves out is not
installed. Seen with hatchling 1.33, pdm-backend 2.5 and uv_build 0.13.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..exclusion import is_listed
from ..files import Unreadable
from .pyproject_tables import strings, table

if TYPE_CHECKING:
    from ..workspace import Workspace

_PATTERN = frozenset("*?[{!\\")


def is_excluded(
    workspace: Workspace, directory: str, data: Mapping[str, Any], backend: str | None, path: str
) -> bool:
    """Whether a file certainly is neither in the source distribution nor in the wheel.

    `path` is relative to the directory of the project, with `/`.
    """
    if backend == "hatchling":
        return _hatchling(workspace, directory, data, path)
    if backend == "pdm":
        build = table(data, "tool", "pdm", "build")
        if "includes" in build:
            return False
        root, excludes = build.get("package-dir"), _plain(build.get("excludes"))
        is_outside = isinstance(root, str) and not _is_in(path, os.path.normpath(root))
        return is_outside or any(_is_in(path, os.path.normpath(each)) for each in excludes)
    if backend == "uv_build":
        settings = table(data, "tool", "uv", "build-backend")
        return any(
            _is_in(path, each[1:]) if each.startswith("/") else f"/{each}/" in f"/{path}/"
            for key in ("source-exclude", "wheel-exclude")
            for text in strings(settings.get(key))
            for each in _plain(text.removeprefix("**/"))
        )
    return False


def _hatchling(workspace: Workspace, directory: str, data: Mapping[str, Any], path: str) -> bool:
    build = table(data, "tool", "hatch", "build")
    ignored = workspace.read_text(os.path.join(directory, ".gitignore"))
    for target in (table(build, "targets", "sdist"), table(build, "targets", "wheel")):
        settings = {**build, **target}
        only = strings(settings.get("only-include"))
        if only and not any(_is_in(path, os.path.normpath(each.lstrip("/"))) for each in only):
            return True
        lines = strings(settings.get("exclude"))
        if not isinstance(ignored, Unreadable) and settings.get("ignore-vcs") is not True:
            lines = [*ignored.text.splitlines(), *lines]
        if is_listed(path, lines):
            return True
    # The source distribution has the last part of such a path alone, so the wheel finds nothing.
    sdist = {**build, **table(build, "targets", "sdist")}
    wheel = {**build, **table(build, "targets", "wheel")}
    if {"only-include", "sources"} & {*sdist, *wheel}:
        return False
    configured = {*strings(sdist.get("packages"))} & {*strings(wheel.get("packages"))}
    return any(
        os.path.dirname(os.path.normpath(each)) and _is_in(path, os.path.normpath(each))
        for each in configured
    )


def _is_in(path: str, other: str) -> bool:
    return other == "." or f"{path}/".startswith(f"{other.replace(os.sep, '/')}/")


def _plain(value: Any) -> Iterator[str]:
    """The paths of a list of patterns, without those that have wildcards or end with a slash."""
    for each in strings(value):
        if each and not _PATTERN & set(each) and not each.endswith("/"):
            yield each
