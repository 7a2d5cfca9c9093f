"""Settings of the usual build backends that certainly make a build fail: paths that do not exist,
and values that they refuse. Knows `[tool]`; must not know rules.

Seen with setuptools 84, hatchling 1.33, flit_core 4.2 and poetry-core 2.5.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..files import Unreadable
from .built_project import BuildProblem
from .pyproject_tables import strings

if TYPE_CHECKING:
    from .built_project import BuiltProject

_PATTERN = frozenset("*?[")
_NAME = r"(?i)[A-Z0-9](?:[A-Z0-9._-]*[A-Z0-9])?"
_SETS_VERSION = r"__version__|import\s*\*|__getattr__|globals|setattr|exec"
_DOCSTRING = r"""(?:[^\S\n]*(?:#[^\n]*)?\n)*[^\S\n]*[rRuU]?["']"""


def settings_problems(found: BuiltProject) -> Iterator[BuildProblem]:
    """What the backend of a project refuses in its settings."""
    package = found.backend.package
    if not found.backend.is_plain:
        return
    if package == "setuptools" and not found.is_file("setup.py"):
        yield from _setuptools(found)
    elif package == "hatchling" and not found.is_file("hatch.toml"):
        yield from _hatchling(found)
    elif package == "flit_core":
        yield from _flit(found)
    elif package == "poetry":
        yield from _poetry(found)


def _setuptools(found: BuiltProject) -> Iterator[BuildProblem]:
    classifiers = strings(found.metadata.get("classifiers"))
    licenses = [each for each in classifiers if each.startswith("License :: ")]
    if isinstance(found.metadata.get("license"), str) and licenses:
        yield BuildProblem(
            f"setuptools refuses `{licenses[0]}` together with `license`", "Remove the classifier."
        )
    settings = found.tool("setuptools")
    if found.is_file("setup.cfg") or "cmdclass" in settings:
        return
    places = {
        name: path
        for name, path in found.tool("setuptools", "package-dir").items()
        if isinstance(path, str)
    }
    where = strings(found.tool("setuptools", "packages", "find").get("where"))
    root = places.get("", where[0] if len(where) == 1 else "")
    if root and not found.is_dir(root):
        yield BuildProblem(
            f"its packages are in `{root}`, which does not exist",
            "Change `package-dir` or `where` in `[tool.setuptools]`.",
        )
    packages = settings.get("packages")
    for name in packages if isinstance(packages, list) else ():
        if isinstance(name, str) and name and not found.is_dir(_directory(name, places)):
            yield BuildProblem(
                f"setuptools finds no package `{name}`",
                "Correct `packages` or `package-dir` in `[tool.setuptools]`.",
            )


def _directory(package: str, places: dict[str, str]) -> str:
    """Where setuptools looks for a package (`build_py.get_package_dir`)."""
    above, below = package.split("."), list[str]()
    while above and ".".join(above) not in places:
        below.insert(0, above.pop())
    return os.path.join(places.get(".".join(above), ""), *below)


def _hatchling(found: BuiltProject) -> Iterator[BuildProblem]:
    version, metadata = found.tool("hatch", "version"), found.tool("hatch", "metadata")
    path = version.get("path")
    if (
        found.is_dynamic("version")
        and isinstance(path, str)
        and version.get("source", "regex") in ("regex", "code")
        and not found.is_file(path)
    ):
        yield BuildProblem(
            f"the file of its version `{path}` does not exist",
            "Correct `path` in `[tool.hatch.version]`.",
        )
    extras = found.metadata.get("optional-dependencies")
    extras = extras if isinstance(extras, dict) else {}
    for name in extras:
        if not re.fullmatch(_NAME, name):
            yield BuildProblem(
                f"`{name}` is not a valid name of an extra",
                "Use letters, digits, `-`, `_` and `.`.",
            )
    if "allow-direct-references" in metadata or "hooks" in metadata:
        return
    groups = (found.metadata.get("dependencies"), *extras.values())
    for text in (each for group in groups for each in strings(group)):
        if re.match(r"[^;@]+@\s*\S", text):
            yield BuildProblem(
                f"hatchling refuses the URL of `{text.partition('@')[0].strip()}`",
                "Set `allow-direct-references = true` in `[tool.hatch.metadata]`.",
            )


def _flit(found: BuiltProject) -> Iterator[BuildProblem]:
    directory = found.tool("flit", "external-data").get("directory")
    if isinstance(directory, str) and not found.is_dir(directory):
        yield BuildProblem(
            f"the directory of its data `{directory}` does not exist",
            "Correct `directory` in `[tool.flit.external-data]`.",
        )
    text = None if found.tool("flit", "module") else _module_text(found)
    if text is None:
        return
    # What an import would bring is not known.
    if found.is_dynamic("version") and not re.search(_SETS_VERSION, text):
        yield BuildProblem("its module has no `__version__`", "Add it, or a `version`.")
    if found.is_dynamic("description") and "__doc__" not in text and not re.match(_DOCSTRING, text):
        yield BuildProblem("its module has no docstring", "Add one, or a `description`.")


def _module_text(found: BuiltProject) -> str | None:
    """The text of the one module of the project's name; `None` where several files may count."""
    texts = []
    for place in ("", "src"):
        for name in found.modules:
            names = set(found.names(place, name))
            if {"version.py", "_version.py", "__version__.py"} & names:
                return None
            for parts in ((place, name, "__init__.py"), (place, f"{name}.py")):
                if found.is_file(*parts):
                    texts.append(found.workspace.read_text(os.path.join(found.directory, *parts)))
    if len(texts) != 1 or isinstance(texts[0], Unreadable):
        return None
    return texts[0].text


def _poetry(found: BuiltProject) -> Iterator[BuildProblem]:
    packages = found.tool("poetry").get("packages")
    for each in packages if isinstance(packages, list) else ():
        if not isinstance(each, dict) or "format" in each:
            continue
        path, origin = each.get("include"), each.get("from", "")
        if not isinstance(path, str) or not isinstance(origin, str) or _PATTERN & set(path):
            continue
        if not found.workspace.exists(os.path.join(found.directory, origin, path)):
            yield BuildProblem(
                f"its build finds no package `{os.path.join(origin, path).replace(os.sep, '/')}`",
                "Correct `packages` in `[tool.poetry]`.",
            )
