"""`ref` is not of the form `path/to/file.py::Symbol`.

## What it does
Reports a `ref` that is empty, is missing the file or the symbol, has more than one `::`, or is written like an entry point (`package.module:Symbol`). A file that does not end in `.py` is a warning, or information where it is Python nevertheless.

## Why
fal uses the part before `::` as a file, and looks up the rest in it. The loader checks neither; the deploy fails with "file not found" or "Function not found in module".

## Example
```toml
[tool.fal.apps.image-generator]
ref = "my_package.server:ImageGenerator"
```

## Use instead
```toml
[tool.fal.apps.image-generator]
python_entry_point = "my_package.server:ImageGenerator"
requirements = ["."]
```

## Source in fal
`RefAction.split_ref` splits at the first `::`; `fal.utils._find_target` looks up the symbol in the module's globals, so a dotted name is never found (fal 1.83.0).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...project.files import Unreadable
from ..app_candidates import change_to_one, in_file, is_certain, meant
from ..app_source import file_reference, reference_to_any_file
from ..context import AppContext
from ..did_you_mean import change_to
from ..finding import Edit, Finding, Fix, Place, RenameKey, Rule, Severity
from ..fixes import install_project

_ENTRY_POINT = r"[^\W\d]\w*(\.[^\W\d]\w*)*:[^\W\d]\w*(\.[^\W\d]\w*)*"
_NO_FILE = r"(?P<file>(?:[A-Za-z]:[/\\])?[^:]+):(?P<rest>[^:]+)(?<!\.py)"
_SINGLE_COLON = r"(?P<file>.+\.py):(?P<symbol>[^\W\d]\w*)"


def check(app: AppContext) -> Iterator[Finding]:
    """One finding at most, on the part of the value that is wrong."""
    ref = app.string("ref")
    if ref is None or app.is_refused("ref"):
        return
    file, separator, symbol = ref.partition("::")
    if file.endswith(".py") and symbol.isidentifier():
        return
    whole = Place((*app.path, "ref"))
    if not ref.strip():
        fixes = _candidates(app, whole)
        yield _error(
            whole, "`ref` is empty.", "Use a file and a class: `src/app.py::MyApp`.", fixes
        )
    elif match := re.fullmatch(_SINGLE_COLON, ref):
        yield _fixed(
            whole,
            "`ref` must separate the file and the class with `::`.",
            f"{match['file']}::{match['symbol']}",
        )
    elif re.fullmatch(_ENTRY_POINT, ref):
        yield _entry_point(app, ref, whole)
    elif match := re.fullmatch(_NO_FILE, file):
        yield _error(
            whole,
            "`ref` must be of the form `<file>.py::<symbol>`.",
            f"Use `{match['file']}.py::{symbol or match['rest']}`.",
        )
    elif not file.strip():
        yield _error(
            whole,
            "`ref` has no file before `::`.",
            f"Add the path of the file, such as `src/app.py::{symbol or 'MyApp'}`.",
            _candidates(app, whole, symbol.strip()),
        )
    elif separator and not symbol.strip():
        yield _error(
            whole,
            "`ref` has no class after `::`.",
            _without_class(file),
            _in_file(app, whole, file),
        )
    elif file.endswith(".py:"):
        file = file.rstrip(":")
        yield _error(
            whole,
            "`ref` must separate the file and the class with `::`.",
            _without_class(file),
            _in_file(app, whole, file),
        )
    elif "::" in symbol:
        yield _error(whole, "`ref` contains more than one `::`.", _top_level(file))
    elif separator and symbol != symbol.strip() and symbol.strip().isidentifier():
        yield _fixed(
            whole,
            "`ref` must not have spaces around the class name.",
            f"{file.strip()}::{symbol.strip()}",
        )
    elif separator and not symbol.isidentifier():
        yield _error(
            whole._replace(within=(len(ref) - len(symbol), len(ref))),
            f"`ref`: `{symbol}` is not a valid Python name.",
            _top_level(file),
        )
    elif not file.endswith(".py") and not _is_missing(app):
        yield _other_file(app, file, whole._replace(within=(0, len(file))))


def _other_file(app: AppContext, file: str, place: Place) -> Finding:
    """A file that is there, and whose name is not that of a Python file."""
    if file.endswith(".ipynb"):
        return Finding(
            RULE.name,
            f"`ref`: `{file}` is a notebook, but fal runs it as a Python file.",
            place,
            severity=Severity.WARNING,
            help="Move the app into a `.py` file.",
        )
    read = app.project.module(file) if app.project is not None else None
    is_python = read is not None and not isinstance(read, Unreadable)
    return Finding(
        RULE.name,
        f"`ref`: `{file}` does not end in `.py`, but fal runs it as a Python file.",
        place,
        severity=Severity.INFORMATION if is_python else Severity.WARNING,
    )


def _is_missing(app: AppContext) -> bool:
    """Whether `ref-file-missing` reports the file."""
    ref = reference_to_any_file(app)
    return ref is not None and app.project is not None and not app.project.is_file(ref.file)


def _candidates(app: AppContext, place: Place, name: str = "") -> tuple[Fix, ...]:
    """Write what the project has, of this name where one is written."""
    known = meant(app, lambda each: name in ("", each.target.name))
    return change_to_one(place, [each.ref for each in known], preferred=is_certain(known))


def _in_file(app: AppContext, place: Place, file: str) -> tuple[Fix, ...]:
    """Write what a file has after its name."""
    values = [f"{file}::{each.name}" for each in in_file(app, file)]
    return change_to_one(place, values, preferred=len(values) == 1)


def _without_class(file: str) -> str:
    return f"Use `{file}::MyApp`, or only `{file}` if the file has a single app."


def _error(place: Place, message: str, advice: str, fixes: tuple[Fix, ...] = ()) -> Finding:
    return Finding(RULE.name, message, place, fixes=fixes, help="" if fixes else advice)


def _fixed(place: Place, message: str, value: str) -> Finding:
    return Finding(RULE.name, message, place, fixes=(change_to(place, value),))


def _top_level(file: str) -> str:
    return f"Use the name of a class or function at the top level of `{file}`."


def _entry_point(app: AppContext, ref: str, place: Place) -> Finding:
    message = f"`ref` must be a file path; `{ref}` looks like an entry point."
    if app.has("python_entry_point"):
        return _error(place, message, "Use the form `src/app.py::MyApp`.")
    edits: tuple[Edit, ...] = (
        RenameKey(place.path, "python_entry_point"),
        *install_project(app.document, app.path),
    )
    file = file_reference(app, ref)
    convert = Fix("Convert to `python_entry_point`", edits, safe=False, preferred=file is None)
    if file is None:
        return Finding(RULE.name, message, place, fixes=(convert,))
    # As an entry point the app would lose the settings and the requirements of its class.
    return Finding(RULE.name, message, place, fixes=(change_to(place, file, safe=False), convert))


RULE = Rule("ref-format", Severity.ERROR, __doc__, check_app=check, fixable="safe")
