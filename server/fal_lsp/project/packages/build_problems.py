"""Why the build of a local requirement certainly fails. Knows what the usual build backends
refuse; must not know rules.

fal runs `python -m build --sdist` (fal/api/_sdist.py:208), and pip builds the wheel on the runner.
Each refusal was seen with the backends of 2026: setuptools 84, hatchling 1.33, flit_core 4.2,
poetry-core 2.5, pdm-backend 2.5, uv_build 0.13 (`tests/conformance/test_local_builds.py`).
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from .build_backends import backend, missing_backend
from .build_metadata import is_python_version, is_requirement, metadata_problems
from .build_settings import settings_problems
from .built_project import BuildProblem, BuiltProject
from .flat_layout import flat_modules, flat_packages
from .pyproject_tables import strings, table

if TYPE_CHECKING:
    from ..workspace import Workspace

_NAMED = 3
_MOST_PROJECTS = 100
_USUAL = ("setuptools", "hatchling", "flit_core", "poetry", "pdm", "uv_build")
_NAME = re.compile(r"[A-Z0-9](?:[A-Z0-9._-]*[A-Z0-9])?", re.IGNORECASE)


def build_problem(
    workspace: Workspace, directory: str, data: Mapping[str, Any]
) -> BuildProblem | None:
    """The first reason why a directory with a `[project].name` certainly cannot be built."""
    found = BuiltProject(workspace, directory, data, backend(data))
    return next((problem for check in _CHECKS for problem in check(found)), None)


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_table(value: Any) -> bool:
    return isinstance(value, Mapping)


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _are_tables(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_table, value))


def _is_text_or_table(value: Any) -> bool:
    return _is_text(value) or _is_table(value)


def _is_table_of(is_value: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: _is_table(value) and all(map(is_value, value.values()))


_TYPES: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    **dict.fromkeys(("version", "description", "requires-python"), (_is_text, "a string")),
    **dict.fromkeys(("keywords", "classifiers", "dependencies"), (_are_texts, "a list of strings")),
    **dict.fromkeys(("authors", "maintainers"), (_are_tables, "a list of tables")),
    "urls": (_is_table, "a table"),
    "optional-dependencies": (_is_table_of(_are_texts), "a table of lists of strings"),
    **dict.fromkeys(("scripts", "gui-scripts"), (_is_table_of(_is_text), "a table of strings")),
    "entry-points": (_is_table_of(_is_table_of(_is_text)), "a table of tables of strings"),
    "license": (_is_text_or_table, "a string or a table"),
    "readme": (_is_text_or_table, "a string or a table"),
    "dynamic": (_are_texts, "a list of strings"),
}
"""The types of the keys of `[project]`, of which every backend refuses another."""

_KEYS = frozenset({*_TYPES, "name", "license-files", "import-names", "import-namespaces"})
"""What `[project]` may have (PEP 621, 639 and 794)."""


def _table(found: BuiltProject) -> Iterator[BuildProblem]:
    """Keys of `[project]` that do not exist, and values of another type."""
    for key, value in found.metadata.items():
        is_type, words = _TYPES.get(key, (None, ""))
        if is_type is not None and found.backend.package in _USUAL and not is_type(value):
            yield BuildProblem(f"`{key}` of its `[project]` must be {words}", "")
        if key not in _KEYS and found.backend.package in ("setuptools", "flit_core"):
            yield BuildProblem(f"`{key}` is not a key of `[project]`", f"Remove `{key}`.")


def _system(found: BuiltProject) -> Iterator[BuildProblem]:
    missing = missing_backend(found.data)
    if missing is None:
        return
    if missing.why == "no-requires":
        yield BuildProblem("its `[build-system]` has no `requires`", "List the build backend.")
    elif missing.why == "not-required":
        yield BuildProblem(
            f"its `requires` does not install the build backend `{missing.name}`",
            "Name the backend in `requires` of `[build-system]`.",
        )
    else:
        advice = f"Use `{missing.meant}`." if missing.meant else ""
        yield BuildProblem(f"there is no build backend `{missing.name}`", advice)


def _values(found: BuiltProject) -> Iterator[BuildProblem]:
    """Values that no backend reads."""
    if found.backend.package is None:
        return
    from packaging.version import InvalidVersion, Version

    name, version = found.metadata.get("name"), found.metadata.get("version")
    python = found.metadata.get("requires-python")
    if isinstance(name, str) and not _NAME.fullmatch(name):
        yield BuildProblem(
            f"`{name}` is not a valid name", "Use letters, digits, `-`, `_` and `.`."
        )
    try:
        Version(version if isinstance(version, str) else "1")
    except InvalidVersion:
        yield BuildProblem(f"`{version}` is not a valid version", "Use one such as `1.0.0`.")
    if not is_python_version(python, found.backend.package):
        yield BuildProblem(
            f"`requires-python` is not valid: `{python}`", "Use one such as `>=3.11`."
        )
    if found.backend.package == "flit_core":
        # flit copies the requirements without reading them.
        return
    extras = table(found.metadata, "optional-dependencies")
    groups = {"`dependencies`": found.metadata.get("dependencies")}
    groups |= {f"extra `{name}`": value for name, value in extras.items()}
    for group, texts in groups.items():
        for text in strings(texts):
            if not is_requirement(text, found.backend.package):
                yield BuildProblem(
                    f"`{text}` in its {group} is not a valid requirement",
                    "Use one such as `torch>=2.0`.",
                )


def _version(found: BuiltProject) -> Iterator[BuildProblem]:
    package, has_version = found.backend.package, "version" in found.metadata
    if package not in _USUAL:
        return
    if package == "poetry" and (has_version or "version" in found.tool("poetry")):
        return
    is_dynamic = found.is_dynamic("version")
    if not has_version and not is_dynamic:
        yield BuildProblem("its `[project]` has no `version`", "Add it, or list it in `dynamic`.")
    elif has_version and is_dynamic:
        yield BuildProblem("its `version` is also listed in `dynamic`", "Remove one of the two.")
    elif has_version or not found.backend.is_plain:
        return
    elif package == "uv_build":
        yield BuildProblem("uv_build does not support a dynamic `version`", "Add a `version`.")
    elif package == "poetry":
        yield BuildProblem("nothing sets its dynamic `version`", "Add a `version`.")
    elif package == "hatchling" and not (
        {"version", "metadata"} & set(found.tool("hatch")) or found.is_file("hatch.toml")
    ):
        yield BuildProblem(
            "nothing sets its dynamic `version`", "Add `[tool.hatch.version]` or a `version`."
        )


def _files(found: BuiltProject) -> Iterator[BuildProblem]:
    """Files that the metadata name; setuptools only warns of those."""
    if found.backend.package not in ("hatchling", "flit_core", "poetry", "pdm", "uv_build"):
        return
    for field in ("readme", "license"):
        value = found.metadata.get(field)
        path = value if field == "readme" else None
        path = value.get("file") if isinstance(value, dict) else path
        if not isinstance(path, str) or not path or found.is_dynamic(field):
            continue
        if not found.workspace.exists(os.path.join(found.directory, path)):
            yield BuildProblem(
                f"its `{field}` file `{path}` does not exist", "Create the file, or remove the key."
            )


def _flit(found: BuiltProject) -> Iterator[BuildProblem]:
    if found.backend.package != "flit_core" or "description" in found.metadata:
        return
    if not found.is_dynamic("description"):
        yield BuildProblem("flit requires a `description`", "Add it, or list it in `dynamic`.")


def _modules(found: BuiltProject) -> Iterator[BuildProblem]:
    """No package of the project's name, where the backend looks for nothing else."""
    names, package = found.modules, found.backend.package
    if any("." in name or name.endswith("_stubs") for name in names):
        return
    if (package == "flit_core" and not found.tool("flit")) or (
        package == "poetry" and found.backend.is_plain and not _configures_poetry(found)
    ):
        has = _has_module(found, names, ("", "src"), needs_init=False)
    elif package == "uv_build" and not found.tool("uv", "build-backend"):
        has = any(found.is_file("src", name, "__init__.py") for name in names)
    elif package == "hatchling" and found.backend.is_plain and not _configures_hatch(found):
        has = _has_module(found, names, ("", *found.names()), needs_init=True)
    else:
        return
    if not has:
        where = f"src/{names[0]}" if package == "uv_build" else names[0]
        yield BuildProblem(
            f"its build finds no package `{where}`",
            f"Name the directory like the project, or configure `{package}`.",
        )


def _has_module(
    found: BuiltProject, names: tuple[str, ...], places: tuple[str, ...], *, needs_init: bool
) -> bool:
    return any(
        found.is_file(place, f"{name}.py")
        or (found.is_file(place, name, "__init__.py") if needs_init else found.is_dir(place, name))
        for place in places
        for name in names
    )


def _configures_poetry(found: BuiltProject) -> bool:
    return bool({"packages", "include", "package-mode", "build"} & set(found.tool("poetry")))


def _configures_hatch(found: BuiltProject) -> bool:
    return bool(found.tool("hatch", "build")) or found.is_file("hatch.toml")


def _holds_projects(found: BuiltProject, name: str) -> bool:
    """Whether a directory without Python has a pyproject.toml, or one of those in it has."""
    names = found.names(name)
    return not any(each.endswith(".py") for each in names) and any(
        found.is_file(name, *parts, "pyproject.toml")
        for parts in ((), *((each,) for each in names[:_MOST_PROJECTS]))
    )


def _flat_layout(found: BuiltProject) -> Iterator[BuildProblem]:
    """Several packages or modules beside pyproject.toml, which setuptools does not choose from."""
    if found.backend.package != "setuptools" or not found.backend.is_plain:
        return
    if {"packages", "py-modules", "package-dir", "ext-modules"} & set(found.tool("setuptools")):
        return
    if found.is_dir("src") or found.is_file("setup.py") or found.is_file("setup.cfg"):
        return
    directories = flat_packages(found.workspace, found.directory)
    # setuptools counts every directory, also one without Python. One that holds other projects is
    # left alone: the build fails, but nobody would look for the reason there.
    packages = [name for name in directories if not _holds_projects(found, name)]
    if directories and not packages:
        return
    modules = flat_modules(found.workspace, found.directory)
    for kind, several in (("package", packages), ("module", () if packages else modules)):
        if len(several) > 1:
            listed = ", ".join(f"`{name}`" for name in several[:_NAMED])
            key = "packages" if kind == "package" else "py-modules"
            yield BuildProblem(
                f"setuptools finds several top-level {kind}s: {listed}",
                f"List the {kind}s in `{key}` of `[tool.setuptools]`, or move them to `src`.",
            )


_CHECKS: tuple[Callable[[BuiltProject], Iterator[BuildProblem]], ...] = (
    *(_system, _table, _values, _version, metadata_problems, _files, _flit),
    *(settings_problems, _modules, _flat_layout),
)
"""In this order; only the first problem is reported."""
