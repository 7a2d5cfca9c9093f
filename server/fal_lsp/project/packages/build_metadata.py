"""Values of `[project]` that some of the usual build backends refuse. Knows which of them do; must
not know rules.

Each was seen with the backends of 2026 and with older ones: setuptools 61 and 75, hatchling 1.6 and
1.24, flit_core 3.4 and 3.9, poetry-core 2.0, pdm-backend 2.0 and 2.3, uv_build 0.7. A value that
one of them takes is left alone for that backend.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from .built_project import BuildProblem
from .pyproject_tables import strings, table
from .requirement_text import refusal

if TYPE_CHECKING:
    from .built_project import BuiltProject

_LICENSE = re.compile(r"[A-Za-z0-9.+:()-]+(?:\s+[A-Za-z0-9.+:()-]+)*")
_OPERATORS = frozenset({"and", "or", "with"})
_SUFFIXES = frozenset({".md", ".rst", ".txt"})
_CONTENT_TYPES = frozenset({"text/markdown", "text/x-rst", "text/plain"})
_USUAL = frozenset({"setuptools", "hatchling", "flit_core", "poetry", "pdm", "uv_build"})
_GROUPS = {"console_scripts": "scripts", "gui_scripts": "gui-scripts"}


def metadata_problems(found: BuiltProject) -> Iterator[BuildProblem]:
    """What the backend of a project refuses in its `[project]`."""
    if found.backend.package not in _USUAL:
        return
    for check in (_license, _readme, _urls, _scripts, _dynamic):
        yield from check(found)


def _is_one_of(found: BuiltProject, *packages: str) -> bool:
    return found.backend.package in packages


def _license(found: BuiltProject) -> Iterator[BuildProblem]:
    value, files = found.metadata.get("license"), found.metadata.get("license-files")
    if isinstance(value, dict):
        known = {"text", "file"} & set(value)
        if not known:
            yield BuildProblem("its `license` has neither `text` nor `file`", "Add one of the two.")
        elif len(known) == 2 and not _is_one_of(found, "uv_build"):
            yield BuildProblem("its `license` has both `text` and `file`", "Remove one of the two.")
    elif (
        isinstance(value, str)
        and value.strip()
        and _is_one_of(found, "setuptools", "hatchling", "flit_core", "uv_build")
        and not _is_license(value.strip(), found.backend.package)
    ):
        yield BuildProblem(
            f"its `license` is not an SPDX expression: `{value}`", "Use one such as `MIT`."
        )
    if isinstance(files, str) and not _is_one_of(found, "flit_core", "poetry"):
        yield BuildProblem("its `license-files` must be a list", f'Write `["{files}"]`.')


def _is_license(text: str, package: str | None) -> bool:
    """Whether a backend reads an SPDX expression; uv_build reads no license in other letters."""
    if package == "uv_build" and "ref-" in text.lower():
        # It has its own rules for the names of own licenses.
        return True
    try:
        from packaging.licenses import (
            InvalidLicenseExpression,
            canonicalize_license_expression,
        )
    except ImportError:  # packaging before 24.2 has no list of licenses
        return _is_expression(text)
    try:
        canonical = canonicalize_license_expression(text)
    except InvalidLicenseExpression:
        return False
    return package != "uv_build" or _licenses(canonical) == _licenses(text)


def _licenses(text: str) -> list[str]:
    words = re.sub(r"[()]", " ", text).split()
    return [word for word in words if word.lower() not in _OPERATORS]


def _is_expression(text: str) -> bool:
    """Whether a text has the form of an SPDX expression; which licenses there are is not known."""
    if not _LICENSE.fullmatch(text.strip()):
        return False
    words = re.sub(r"[()]", " ", text).split()
    are_operators = [word.lower() in _OPERATORS for word in words]
    return are_operators == [number % 2 == 1 for number in range(len(words))]


def _readme(found: BuiltProject) -> Iterator[BuildProblem]:
    value = found.metadata.get("readme")
    if isinstance(value, dict):
        kind = value.get("content-type")
        if not {"text", "file"} & set(value):
            yield BuildProblem("its `readme` has neither `text` nor `file`", "Add one of the two.")
        elif kind is None and not found.is_dynamic("readme"):
            yield BuildProblem(
                "its `readme` has no `content-type`", 'Add `content-type = "text/markdown"`.'
            )
        elif (
            isinstance(kind, str)
            and kind.partition(";")[0].strip().lower() not in _CONTENT_TYPES
            and _is_one_of(found, "hatchling", "flit_core", "uv_build")
        ):
            yield BuildProblem(
                f"the `content-type` of its `readme` is not valid: `{kind}`",
                "Use one such as `text/markdown`.",
            )
    elif isinstance(value, str) and value:
        suffix = os.path.splitext(value)[1].lower()
        is_refused = suffix not in _SUFFIXES and (
            _is_one_of(found, "hatchling", "pdm", "uv_build")
            or (suffix != "" and _is_one_of(found, "setuptools") and found.is_file(value))
        )
        if is_refused:
            yield BuildProblem(
                f"the type of its `readme` is not known: `{value}`",
                "Use a file that ends with `.md`, `.rst` or `.txt`.",
            )


def _urls(found: BuiltProject) -> Iterator[BuildProblem]:
    if _is_one_of(found, "flit_core"):
        return
    for name, value in table(found.metadata, "urls").items():
        if not isinstance(value, str):
            yield BuildProblem(f"`{name}` of its `urls` must be a string", "Use one URL.")


def _scripts(found: BuiltProject) -> Iterator[BuildProblem]:
    for key in ("scripts", "gui-scripts") if _is_one_of(found, "setuptools") else ():
        for name, value in table(found.metadata, key).items():
            if isinstance(value, str) and "[" not in value and not _is_reference(value):
                yield BuildProblem(
                    f"`{name}` of its `{key}` is not a reference: `{value}`",
                    "Use one such as `package.module:function`.",
                )
    for group in table(found.metadata, "entry-points"):
        if group in _GROUPS and _is_one_of(found, "flit_core", "poetry"):
            yield BuildProblem(
                f"its `entry-points` must not have `{group}`",
                f"Use `[project.{_GROUPS[group]}]`.",
            )


def _is_reference(text: str) -> bool:
    module, _, name = text.partition(":")
    parts = (*module.split("."), *(name.split(".") if name else ()))
    return all(part.strip().isidentifier() for part in parts)


def _dynamic(found: BuiltProject) -> Iterator[BuildProblem]:
    for field in strings(found.metadata.get("dynamic")):
        if field == "name":
            yield BuildProblem("its `dynamic` lists `name`", "Remove it.")
        elif (
            field != "version"
            and field in found.metadata
            and _is_one_of(found, "setuptools", "hatchling", "flit_core", "uv_build")
        ):
            yield BuildProblem(
                f"its `{field}` is also listed in `dynamic`", "Remove one of the two."
            )


def is_requirement(text: str, package: str | None) -> bool:
    """Whether a backend reads a requirement. Poetry drops a comment after it."""
    return refusal(text.partition(" #")[0] if package == "poetry" else text) is None


def is_python_version(text: Any, package: str | None) -> bool:
    """Whether a backend reads `requires-python`. flit copies it, and Poetry has its own grammar."""
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    if not isinstance(text, str) or package == "flit_core":
        return True
    if package == "poetry":
        return re.search(r"=[<>]|[0-9]\+\s*$", text) is None
    try:
        SpecifierSet(text)
    except InvalidSpecifier:
        return False
    return True
