"""Build backends by what `[build-system]` says of them. Knows which requirement brings which
backend; must not know which files a project has.

`python -m build` installs `requires` into an environment of its own and imports `build-backend`
there (PEP 517), so a backend that no requirement brings is missing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from .pyproject_tables import strings, table

DEFAULT = "setuptools"

_MODULES = {
    "setuptools": ("setuptools.build_meta", "setuptools.build_meta:__legacy__"),
    "hatchling": ("hatchling.build", "hatchling.ouroboros"),
    "flit_core": ("flit_core.buildapi", "flit_core.build_thyself"),
    "poetry": ("poetry.core.masonry.api",),
    "pdm": ("pdm.backend",),
    "uv_build": ("uv_build",),
    "maturin": ("maturin",),
    "scikit_build_core": ("scikit_build_core.build", "scikit_build_core.setuptools.build_meta"),
    "mesonpy": ("mesonpy",),
}
"""The modules of a package that are backends; the first is the usual one."""

_BRINGS: dict[str, set[str]] = {
    "setuptools": {"setuptools"},
    "wheel": set(),
    "setuptools-scm": {"setuptools"},
    "setuptools-rust": {"setuptools"},
    "cython": set(),
    "numpy": set(),
    "pybind11": set(),
    "packaging": set(),
    "hatchling": {"hatchling"},
    "hatch-vcs": {"hatchling", "setuptools"},
    "hatch-fancy-pypi-readme": {"hatchling"},
    "hatch-requirements-txt": {"hatchling"},
    "flit-core": {"flit_core"},
    "poetry-core": {"poetry"},
    "pdm-backend": {"pdm"},
    "uv-build": {"uv_build"},
    "maturin": {"maturin"},
    "scikit-build-core": {"scikit_build_core"},
    "meson-python": {"mesonpy"},
    "ninja": set(),
    "cmake": set(),
}
"""The backends that a requirement brings with everything that it requires itself."""

_PLAIN = frozenset(
    {"setuptools", "wheel", "hatchling", "flit-core", "poetry-core", "pdm-backend", "uv-build"}
)
"""Requirements that add no plugin to a backend."""


class Backend(NamedTuple):
    """What builds a project.

    `package` is the top package of the backend, `None` where it is not one of the known ones or
    may be another than it seems. `is_plain`: nothing but the backend itself takes part.
    """

    package: str | None
    is_plain: bool


def backend(data: Mapping[str, Any]) -> Backend:
    """The backend of a project by the data of its pyproject.toml."""
    system = table(data, "build-system")
    if "backend-path" in system:
        return Backend(None, False)
    name = system.get("build-backend", _MODULES[DEFAULT][0])
    names = _requires(system)
    package = name.partition(".")[0] if isinstance(name, str) else ""
    if not isinstance(name, str) or name not in _MODULES.get(package, ()):
        return Backend(None, False)
    return Backend(package, names is None or _PLAIN.issuperset(names))


class Missing(NamedTuple):
    """A backend that cannot be imported: its name, and the one that was meant where one is near.

    `why` is `unknown` (no such module), `not-required` (no requirement brings it) or `no-requires`.
    """

    name: str
    why: str
    meant: str | None = None


def missing_backend(data: Mapping[str, Any]) -> Missing | None:
    """The backend that the build certainly cannot import."""
    system = table(data, "build-system")
    if "build-system" not in data or "backend-path" in system:
        return None
    name = system.get("build-backend", _MODULES[DEFAULT][0])
    if not isinstance(name, str):
        return None
    if "requires" not in system:
        return Missing(name, "no-requires")
    package = name.partition(":")[0].partition(".")[0]
    names = _requires(system)
    if names is None or not _BRINGS.keys() >= set(names):
        return None
    brought = set().union(*(_BRINGS[each] for each in names))
    if package not in brought:
        meant = _MODULES[next(iter(brought))][0] if len(brought) == 1 else None
        return Missing(name, "unknown" if package not in _MODULES else "not-required", meant)
    if ":" in name or name in _MODULES[package]:
        return None
    return Missing(name, "unknown", _MODULES[package][0])


_COPY_SOURCES = frozenset({"setuptools", "hatchling", "poetry", "flit_core", "pdm", "uv_build"})
"""The backends that only copy what lies in the sources unless they are told otherwise."""

BUILD_FILES = ("setup.py", "hatch.toml", "pdm_build.py")
"""Files beside pyproject.toml that may make a build add modules."""


_ADDING = frozenset(
    {
        *("setuptools-scm", "setuptools-git-versioning", "setuptools-git", "vcs-versioning"),
        *("versioneer", "versioningit", "dunamai", "incremental", "calver", "packaging", "tomli"),
        *("hatch-vcs", "hatch-regex-commit", "hatch-semver", "hatch-nodejs-version"),
        *("hatch-fancy-pypi-readme", "hatch-requirements-txt", "hatch-docstring-description"),
        *("uv-dynamic-versioning", "poetry-dynamic-versioning", "maturin"),
    }
)
"""Requirements of a build that add a module at most: that of the version, or a compiled one."""

_ADDING_HOOKS = frozenset({"vcs", "version"})
"""The hooks of hatchling that write the version."""

_VERSIONED = "poetry_dynamic_versioning.backend"


def may_change_modules(data: Mapping[str, Any]) -> bool:
    """Whether the modules that lie in the sources may be others, or elsewhere, in what is built.

    Own build hooks, forced files, extension modules, and plugins that are not known may do that.
    maturin copies what is written in Python.
    """
    tool, system = table(data, "tool"), table(data, "build-system")
    is_known = backend(data).package in {*_COPY_SOURCES, "maturin"} or (
        system.get("build-backend") == _VERSIONED and "backend-path" not in system
    )
    if not is_known or not (_PLAIN | _ADDING).issuperset(_requires(system) or ()):
        return True
    poetry = table(tool, "poetry").get("packages")
    if any("to" in each for each in (poetry if isinstance(poetry, list) else ())):
        return True
    return (
        any("force-include" in build for build in _hatch_builds(tool))
        or any(set(table(build, "hooks")) - _ADDING_HOOKS for build in _hatch_builds(tool))
        or bool({"ext-modules", "cmdclass"} & set(table(tool, "setuptools")))
        or "build" in table(tool, "poetry")
        or bool({"custom-hook", "run-setuptools"} & set(_pdm_build(tool)))
    )


def may_generate_modules(data: Mapping[str, Any]) -> bool:
    """Whether a build may add modules that are not where the sources lie."""
    tool, found = table(data, "tool"), backend(data)
    # A plugin, such as setuptools-rust or mypy, compiles or writes modules.
    if found.package not in _COPY_SOURCES or not found.is_plain or "maturin" in tool:
        return True
    return (
        may_change_modules(data)
        or any(key in build for build in _hatch_builds(tool) for key in ("hooks", "artifacts"))
        or "write_to" in table(tool, "pdm", "version")
        or "source-includes" in _pdm_build(tool)
    )


def _hatch_builds(tool: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    hatch = table(tool, "hatch", "build")
    return (hatch, table(hatch, "targets", "wheel"), table(hatch, "targets", "sdist"))


def _pdm_build(tool: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**table(tool, "pdm", "build"), **table(tool, "pdm", "build", "hooks")}


def _requires(system: Mapping[str, Any]) -> list[str] | None:
    """The normalized names in `requires`, `None` where they are not all names."""
    if "requires" not in system:
        return None
    names = [re.match(r"\s*([A-Za-z0-9._-]+)", each) for each in strings(system["requires"])]
    return [re.sub(r"[-_.]+", "-", each.group(1)).lower() for each in names if each is not None]
