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
_SETS_ANY = r"import\s*\*|__getattr__|globals|setattr|exec|sys\.modules|__dict__"
_SETS_VERSION = rf"__version__|{_SETS_ANY}"
_ONLY_PIP = r"-[-a-zA-Z]|(?:[a-z+]+)://"
_SETUPTOOLS_KEYS = frozenset(
    {"platforms", "provides", "obsoletes", "zip-safe", "script-files", "eager-resources"}
    | {"packages", "package-dir", "package-data", "include-package-data", "exclude-package-data"}
    | {"namespace-packages", "py-modules", "data-files", "cmdclass", "license-files", "dynamic"}
    | {"ext-modules"}
)
_FIND_KEYS = ("where", "exclude", "include")
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
    yield from _setuptools_types(found)
    settings = found.tool("setuptools")
    if found.is_file("setup.cfg") or "cmdclass" in settings:
        return
    yield from _dynamic_files(found)
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
    yield from _attribute(found, {"", "src", *places.values(), *where})


def _setuptools_types(found: BuiltProject) -> Iterator[BuildProblem]:
    """Keys and types of `[tool.setuptools]` that its schema has never had."""
    settings = found.tool("setuptools")
    for key in [key for key in settings if key not in _SETUPTOOLS_KEYS]:
        import difflib

        # A newer one may have another key.
        for meant in difflib.get_close_matches(key, sorted(_SETUPTOOLS_KEYS), 1, 0.8):
            yield BuildProblem(
                f"`{key}` is not a key of `[tool.setuptools]`", f"Did you mean `{meant}`?"
            )
    lists = {f"`{key}`": settings.get(key) for key in ("packages", "py-modules")}
    find = found.tool("setuptools", "packages", "find")
    lists |= {f"`{key}` of its `packages.find`": find.get(key) for key in _FIND_KEYS}
    for words, value in lists.items():
        if isinstance(value, str):
            yield BuildProblem(f"{words} must be a list of strings", f'Write `["{value}"]`.')
    version = found.tool("setuptools", "dynamic").get("version")
    if isinstance(version, str) and found.is_dynamic("version"):
        yield BuildProblem(
            "`version` of its `[tool.setuptools.dynamic]` must be a table",
            "Set `version` in `[project]`, or name an `attr` or a `file`.",
        )


def _dynamic_files(found: BuiltProject) -> Iterator[BuildProblem]:
    """Files of requirements that only pip can read: setuptools knows no options in them."""
    dynamic = found.tool("setuptools", "dynamic")
    tables = [(name, dynamic.get(name)) for name in ("dependencies",) if found.is_dynamic(name)]
    if found.is_dynamic("optional-dependencies"):
        tables += [*found.tool("setuptools", "dynamic", "optional-dependencies").items()]
    for _, value in tables:
        for path in strings(value.get("file")) if isinstance(value, dict) else ():
            text = found.workspace.read_text(os.path.join(found.directory, path))
            lines = () if isinstance(text, Unreadable) else text.text.splitlines()
            for line in map(str.strip, lines):
                if re.match(_ONLY_PIP, line):
                    yield BuildProblem(
                        f"setuptools cannot read `{line}` in `{path}`",
                        "List requirements alone, as `name @ URL` where they have a URL.",
                    )
                    return


def _attribute(found: BuiltProject, roots: set[str]) -> Iterator[BuildProblem]:
    """The attribute of the version (`read_attr` in setuptools/config/expand.py)."""
    version = found.tool("setuptools", "dynamic").get("version")
    attribute = version.get("attr") if isinstance(version, dict) else None
    if not isinstance(attribute, str) or not found.is_dynamic("version"):
        return
    *names, name = attribute.strip().split(".")
    # Elsewhere it may be a package that is installed.
    if not names or not any(found.is_dir(root, names[0]) for root in roots):
        return
    files = [
        path
        for root in roots
        for path in (
            os.path.join(root, *names[:-1], f"{names[-1]}.py"),
            os.path.join(root, *names, "__init__.py"),
        )
        if found.is_file(path)
    ]
    if not files:
        yield BuildProblem(
            f"setuptools finds no module `{'.'.join(names)}` of its version",
            "Correct `attr` in `[tool.setuptools.dynamic]`.",
        )
    text = found.workspace.read_text(os.path.join(found.directory, files[0])) if files else None
    if len(files) != 1 or text is None or isinstance(text, Unreadable):
        return
    if not re.search(rf"\b{re.escape(name)}\b|{_SETS_ANY}", text.text):
        yield BuildProblem(
            f"the module of its version has no `{name}`",
            f"Add `{name}`, or correct `attr` in `[tool.setuptools.dynamic]`.",
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
    if metadata.get("allow-direct-references", False) is not False or "hooks" in metadata:
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
    if found.tool("poetry").get("package-mode") is False:
        yield BuildProblem(
            "its `[tool.poetry]` has `package-mode = false`", "Remove `package-mode`."
        )
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
