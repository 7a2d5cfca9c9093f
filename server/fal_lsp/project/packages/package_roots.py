"""Where a project keeps its importable packages, from the plain data of its pyproject.toml.

Knows the settings of build backends; must not know TOML text or which files exist. Sources: the
user guides of setuptools (`package-dir`, `packages.find.where`), Hatchling (`packages`, `sources`),
Poetry (`packages`), PDM (`package-dir`), uv (`module-root`), maturin (`python-source`) and
scikit-build-core (`wheel.packages`).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from .pyproject_tables import strings, table


class Root(NamedTuple):
    """A directory that holds the modules below a dotted prefix, which is usually empty."""

    directory: str
    prefix: tuple[str, ...] = ()


def package_roots(data: Mapping[str, Any], directory: str) -> tuple[Root, ...]:
    """The roots of a project in the order in which they are searched.

    First what its build backend is configured to use, then the two layouts that all of them find
    by themselves: `src` and the project's own directory.
    """
    configured = [
        Root(os.path.normpath(os.path.join(directory, path)), prefix)
        for path, prefix in _told(table(data, "tool"))
    ]
    usual = [Root(os.path.join(directory, "src")), Root(directory)]
    return tuple(dict.fromkeys([*configured, *usual]))


def module_names_of(data: Mapping[str, Any]) -> tuple[str, ...]:
    """The names that a module may have because of the project's, the normalized one first."""
    name = str(table(data, "project").get("name"))
    forms = (name.replace("-", "_"), re.sub(r"[^\w.]+", "_", name))
    return tuple(dict.fromkeys((re.sub(r"[-_.]+", "_", name).lower(), *forms)))


def _told(tool: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for package, path in table(tool, "setuptools", "package-dir").items():
        if isinstance(path, str):
            yield path, tuple(package.split(".")) if package else ()
    for path in strings(table(tool, "setuptools", "packages", "find").get("where")):
        yield path, ()
    yield from _hatch(tool)
    yield from _poetry(table(tool, "poetry").get("packages"))
    for path in (
        table(tool, "pdm", "build").get("package-dir"),
        table(tool, "uv", "build-backend").get("module-root"),
        table(tool, "maturin").get("python-source"),
    ):
        if isinstance(path, str):
            yield path, ()
    for path in strings(table(tool, "scikit-build", "wheel").get("packages")):
        yield os.path.dirname(path), ()


def _hatch(tool: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for build in (table(tool, "hatch", "build", "targets", "wheel"), table(tool, "hatch", "build")):
        for path in strings(build.get("packages")):
            yield os.path.dirname(path), ()
        sources = build.get("sources")
        for path in strings(sources):
            yield path, ()
        for path, package in table(build, "sources").items():
            if isinstance(package, str):
                yield path, tuple(part for part in package.split("/") if part)


def _poetry(packages: Any) -> Iterator[tuple[str, tuple[str, ...]]]:
    for package in packages if isinstance(packages, list) else []:
        origin = package.get("from") if isinstance(package, dict) else None
        if isinstance(origin, str):
            yield origin, ()
