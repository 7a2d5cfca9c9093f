"""The Python file of an app has a syntax error.

## What it does
Reports a `ref` or a `python_entry_point` to a file with a syntax error, or with bytes that are not UTF-8. What Python refuses once the file is parsed is a syntax error, too: `return` outside a function, `await` outside an `async def`, a repeated argument. Modules of the project that it imports count as well. The finding is an error if no version of Python accepts the file (a bracket that is never closed), or if the project's Python is known to be no newer than the one that fal-lsp runs in. It is a warning if `requires-python` merely includes that version. A file that may be written for a newer Python is not reported.

## Why
fal runs the file before it deploys, and stops with a SyntaxError. An entry point fails on the runner.

## Example
```toml
[project]
name = "acme"
version = "1"
requires-python = ">=3.10"

[tool.fal.apps.image-generator]
ref = "app.py::ImageGenerator"
```
```python app.py
import fal


class ImageGenerator(fal.App):
    @fal.endpoint("/")
    def generate(self) -> dict:
        print "generating"
        return {}
```

## Use instead
```python app.py
import fal


class ImageGenerator(fal.App):
    @fal.endpoint("/")
    def generate(self) -> dict:
        print("generating")
        return {}
```

## Source in fal
`fal.utils.load_function_from` calls `runpy.run_path`, which compiles the file: SyntaxError (verified with fal 1.83.0).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...paths import relative_path
from ...project.files import Unreadable
from ...project.python.imports import ModuleLocation
from ..app_source import (
    app_loading,
    entry_module_place,
    entry_point,
    file_place,
    project_module,
    reference,
)
from ..context import AppContext
from ..finding import FilePlace, Finding, Place, Related, Rule, Severity

if TYPE_CHECKING:
    from ...project import Project

_HOPELESS = (
    "was never closed",
    "does not match opening",
    "unmatched",
    "unexpected indent",
    "unindent does not match",
    "expected an indented block",
    "Missing parentheses in call to 'print'",
    " outside ",
    "not properly in loop",
    "duplicate argument",
    "argument repeated",
    "must be last",
    "__future__ imports must",
    " declaration",
    "binding for nonlocal",
    "is parameter and",
    "at module level",
)
"""Errors of Python's parser and compiler that no newer syntax can explain."""

_NEWER = re.compile(
    r"""
      except\s*\*                               # 3.11
    | \[[^\]\n]*\*\s*\w                        # 3.11, `x[*a]`; 3.15, `[*x for x in y]`
    | ^\s*type\s+\w+                           # 3.12
    | ^\s*(?:class|(?:async\s+)?def)\s+\w+\s*\[ # 3.12
    | except\s+[\w.]+\s*,                      # 3.14
    | \b[tT][rR]?["\'] | \b[rR][tT]["\']       # 3.14
    | ^\s*lazy\s                               # 3.15
    | [{(]\s*\*                               # 3.15, `{**x for x in y}`
    """,
    re.VERBOSE | re.MULTILINE,
)
"""Where newer Pythons than 3.10 accept more than that one, anywhere in a file."""

_F_STRING = re.compile(r"\b[fF][rR]?[\"']|\b[rR][fF][\"']")


def check(app: AppContext) -> Iterator[Finding]:
    """One finding on the part of the value that names the file."""
    file = _file(app)
    if file is None or app.project is None:
        return
    path, place = file
    # For a `ref` fal also reads the text, as UTF-8 whatever the file says of itself.
    text = app.project.read_text(path) if reference(app) is not None else None
    module = app.project.module(path)
    if isinstance(text, Unreadable) and text.reason == "undecodable":
        if isinstance(module, Unreadable) and module.reason == "undecodable":
            yield Finding(RULE.name, _message(app.project, text), place)
        else:
            yield Finding(
                RULE.name,
                f"fal reads `{relative_path(text.path, app.project.root)}` as UTF-8: {text.detail}.",
                place,
                help="Save the file as UTF-8, without the comment that declares its encoding.",
            )
        return
    if not isinstance(module, Unreadable):
        loading, files = app_loading(app), [module.refused]
        if loading is not None:
            files = [each.module.refused for each in loading.modules]
            files += [each.file for each in loading.broken]
        for refused in [each for each in files if each is not None][:1]:
            yield from _finding(app, app.project, refused, place)
        return
    if module.reason not in ("syntax", "undecodable"):
        return
    yield from _finding(app, app.project, module, place)


def _finding(
    app: AppContext, project: Project, module: Unreadable, place: Place
) -> Iterator[Finding]:
    severity = _severity(app, project, module)
    if severity is None:
        return
    yield Finding(
        RULE.name,
        _message(project, module),
        place,
        severity,
        related=()
        if module.line is None
        else (Related(module.detail, FilePlace(module.path, module.line)),),
    )


def _file(app: AppContext) -> tuple[str, Place] | None:
    ref, entry = reference(app), entry_point(app)
    if ref is not None:
        return ref.file, file_place(app, ref)
    located = project_module(app)
    if entry is None or not isinstance(located, ModuleLocation) or located.kind == "namespace":
        return None
    return located.path, entry_module_place(app, entry)


def _severity(app: AppContext, project: Project, module: Unreadable) -> Severity | None:
    if module.reason == "undecodable":
        return Severity.ERROR
    if _is_hopeless(project, module):
        return Severity.ERROR
    ours = sys.version_info[:2]
    local = project.local_python()
    if local is not None:
        theirs = tuple(int(part) for part in local.version.split("."))
        return Severity.ERROR if theirs <= ours else None
    specifier = project.requires_python(app.surroundings.data)
    if not specifier:
        return None
    from packaging.specifiers import SpecifierSet

    version = ".".join(map(str, ours))
    try:
        allowed = SpecifierSet(specifier)
        includes = any(allowed.contains(f"{version}.{patch}") for patch in range(31))
    except ValueError:  # invalid, or with more digits than Python reads
        return None
    return Severity.WARNING if includes else None


def _is_hopeless(project: Project, module: Unreadable) -> bool:
    """Whether every Python rejects the file: nothing in it is syntax that a newer one accepts."""
    detail = module.detail
    if detail.startswith("f-string"):
        return False
    if any(words in detail for words in _HOPELESS):
        return True
    text = project.read_text(module.path)
    if isinstance(text, Unreadable) or _NEWER.search(text.text):
        return False
    # Up to 3.11 the braces of an f-string cannot hold its own quotes.
    return sys.version_info >= (3, 12) or not _F_STRING.search(text.text)


def _message(project: Project, module: Unreadable) -> str:

    file = relative_path(module.path, project.root)
    # Python adds a hint to some errors, which is in the related line.
    detail = module.detail.partition(". ")[0].rstrip(".")
    if module.line is None:
        return f"`{file}` is not valid Python: {detail}."
    version = ".".join(map(str, sys.version_info[:2]))
    line = module.line + 1
    return f"Syntax error in `{file}`, line {line}: {detail} (checked with Python {version})."


RULE = Rule("python-syntax", Severity.ERROR, __doc__, check_app=check, reads_project=True)
