"""Which modules the build of a project leaves out. Knows what the usual backends choose; must not
know rules.

What a backend chooses by itself was seen with setuptools 84, hatchling 1.33, flit_core 4.2,
poetry-core 2.5 and uv_build 0.13, and is read from their settings otherwise. Where a plugin, a
pattern or another file takes part, nothing is left out for certain.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, NamedTuple

from ...paths import relative_path
from ..python.imports import ModuleLocation, locate
from .build_backends import BUILD_FILES, backend, may_generate_modules
from .excluded_files import is_excluded
from .flat_layout import flat_modules, flat_packages
from .package_roots import Root, module_names_of
from .pyproject_tables import strings, table

if TYPE_CHECKING:
    from ..workspace import Workspace

_PATTERN = frozenset("*?[!")
_HATCH_UNCLEAR = frozenset({"include", "only-include", "sources", "bypass-selection"})
_POETRY_UNCLEAR = frozenset({"include", "package-mode", "build"})
_UV_UNCLEAR = frozenset({"namespace", "data"})


class _Chosen(NamedTuple):
    """A directory or a file that a build takes, and the directory on the path that it lies in."""

    root: str
    path: str


def leaves_out(
    workspace: Workspace, directory: str, data: Mapping[str, Any], module: ModuleLocation
) -> bool | None:
    """Whether the build of a directory certainly leaves out a module; `None` if not known."""
    if may_generate_modules(data) or module.kind == "namespace":
        return None
    if any(
        workspace.is_file(os.path.join(directory, each)) for each in (*BUILD_FILES, "setup.cfg")
    ):
        return None
    package = backend(data).package
    path = relative_path(module.path, workspace.real(directory))
    if not path.startswith("..") and is_excluded(workspace, directory, data, package, path):
        return True
    if package == "setuptools":
        is_missing = _setuptools(workspace, directory, data, module)
        return (
            None if is_missing and _may_be_data(workspace, directory, data, module) else is_missing
        )
    choose = _CHOICES.get(package or "")
    chosen = None if choose is None else choose(workspace, directory, data)
    return None if chosen is None else not _is_in(workspace, chosen, module)


def _is_in(workspace: Workspace, chosen: Iterable[_Chosen], module: ModuleLocation) -> bool:
    for each in chosen:
        found = locate(workspace, module.name, [Root(os.path.normpath(each.root))])
        path = os.path.normpath(each.path)
        if isinstance(found, ModuleLocation) and f"{found.path}{os.sep}".startswith(path + os.sep):
            return True
    return False


def _hatchling(
    workspace: Workspace, directory: str, data: Mapping[str, Any]
) -> list[_Chosen] | None:
    build = table(data, "tool", "hatch", "build")
    wheel = table(build, "targets", "wheel")
    sent = table(build, "targets", "sdist").get("packages", build.get("packages"))
    # The source distribution has the last part of a path alone.
    if _HATCH_UNCLEAR & {*build, *wheel} or any(map(os.path.dirname, strings(sent))):
        return None
    configured = strings(wheel.get("packages", build.get("packages")))
    if configured:
        paths = [os.path.join(directory, path) for path in configured]
        return [_Chosen(os.path.dirname(os.path.normpath(path)), path) for path in paths]
    for name in module_names_of(data):
        for place in (directory, os.path.join(directory, "src")):
            if workspace.is_file(os.path.join(place, name, "__init__.py")):
                return [_Chosen(place, os.path.join(place, name))]
        if workspace.is_file(os.path.join(directory, f"{name}.py")):
            return [_Chosen(directory, os.path.join(directory, f"{name}.py"))]
    return None


def _poetry(workspace: Workspace, directory: str, data: Mapping[str, Any]) -> list[_Chosen] | None:
    settings = table(data, "tool", "poetry")
    if _POETRY_UNCLEAR & set(settings):
        return None
    configured = settings.get("packages")
    if configured is None:
        return _named(workspace, directory, module_names_of(data))
    chosen: list[_Chosen] = []
    for each in configured if isinstance(configured, list) else [None]:
        path = each.get("include") if isinstance(each, dict) else None
        if not isinstance(each, dict) or not isinstance(path, str) or _PATTERN & set(path):
            return None
        root = os.path.join(directory, str(each.get("from", "")))
        chosen.append(_Chosen(root, os.path.join(root, path)))
    return chosen


def _flit(workspace: Workspace, directory: str, data: Mapping[str, Any]) -> list[_Chosen] | None:
    configured = table(data, "tool", "flit", "module").get("name")
    names = (configured,) if isinstance(configured, str) else module_names_of(data)
    return _named(workspace, directory, names)


def _uv(workspace: Workspace, directory: str, data: Mapping[str, Any]) -> list[_Chosen] | None:
    settings = table(data, "tool", "uv", "build-backend")
    if _UV_UNCLEAR & set(settings):
        return None
    root = os.path.join(directory, str(settings.get("module-root", "src")))
    names = strings(settings.get("module-name")) or module_names_of(data)[:1]
    return [_Chosen(root, os.path.join(root, *name.split("."))) for name in names]


def _named(workspace: Workspace, directory: str, names: tuple[str, ...]) -> list[_Chosen] | None:
    """The package or the module of a name, beside pyproject.toml or in `src`."""
    found = [
        _Chosen(place, path)
        for place in (directory, os.path.join(directory, "src"))
        for name in names
        for path in (os.path.join(place, *name.split(".")), os.path.join(place, f"{name}.py"))
        if workspace.exists(path)
    ]
    return found or None


_CHOICES: dict[str, Callable[[Workspace, str, Mapping[str, Any]], list[_Chosen] | None]] = {
    "hatchling": _hatchling,
    "poetry": _poetry,
    "flit_core": _flit,
    "uv_build": _uv,
}


def _setuptools(
    workspace: Workspace, directory: str, data: Mapping[str, Any], module: ModuleLocation
) -> bool | None:
    settings = table(data, "tool", "setuptools")
    top, _, below = module.name.partition(".")
    if not {"packages", "py-modules", "package-dir"} & set(settings):
        chosen = _discovered(workspace, directory)
        return None if chosen is None else not _is_in(workspace, chosen, module)
    if set(table(settings, "package-dir")) - {""}:
        return None
    is_told = bool({"packages", "py-modules"} & set(settings))
    if module.kind == "module" and not below:
        return top not in strings(settings.get("py-modules")) if is_told else None
    if is_told and "packages" not in settings:
        return True
    container = module.name if module.kind == "package" else module.name.rpartition(".")[0]
    packages = settings.get("packages")
    if isinstance(packages, list):
        return container not in packages
    find = table(packages, "find")
    if not find:
        return None
    includes, excludes = strings(find.get("include", "*")), strings(find.get("exclude", []))
    return not _any(container, includes) or _any(container, excludes)


def _may_be_data(
    workspace: Workspace, directory: str, data: Mapping[str, Any], module: ModuleLocation
) -> bool:
    """Whether setuptools may take a file below a package as the package's data."""
    if "." not in module.name:
        return False
    settings = table(data, "tool", "setuptools")
    return "package-data" in settings or workspace.is_file(os.path.join(directory, "MANIFEST.in"))


def _discovered(workspace: Workspace, directory: str) -> list[_Chosen] | None:
    """What setuptools finds by itself; `None` where it refuses to choose."""
    source = os.path.join(directory, "src")
    if workspace.is_dir(source):
        return [_Chosen(source, source)]
    found = flat_packages(workspace, directory)
    if not found:
        found = tuple(f"{name}.py" for name in flat_modules(workspace, directory))
    return [_Chosen(directory, os.path.join(directory, found[0]))] if len(found) == 1 else None


def _any(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)
