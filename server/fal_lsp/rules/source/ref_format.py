"""A `ref` is not of the form `path/to/file.py::Symbol`.

## What it does
Reports a `ref` that is empty, lacks the file or the symbol, has more than one `::`, or is written like an entry point (`package.module:Symbol`). A file that does not end in `.py` is a warning.

## Why
fal takes the part before `::` as a file and looks up the rest in it. The loader checks neither; the deploy fails with "file not found" or "Function not found in module".

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
`RefAction.split_ref` cuts at the first `::`; `fal.utils._find_target` looks the symbol up in the module's globals, so a dotted name is never found (fal 1.83.0).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from fal_schema.literals import literal

from .._package import installation
from ..context import AppContext
from ..finding import Finding, Fix, Place, RenameKey, ReplaceValue, Rule, Severity

_ENTRY_POINT = r"[^\W\d]\w*(\.[^\W\d]\w*)*:[^\W\d]\w*(\.[^\W\d]\w*)*"
_NO_FILE = r"(?P<file>(?:[A-Za-z]:[/\\])?[^:]+):(?P<rest>[^:]+)(?<!\.py)"
_SINGLE_COLON = r"(?P<file>.+\.py):(?P<symbol>[^\W\d]\w*)"


def check(app: AppContext) -> Iterator[Finding]:
    """One finding at most, on the part of the value that is wrong."""
    ref = app.string("ref")
    if ref is None or app.is_refused("ref"):
        return
    file, separator, symbol = ref.partition("::")
    whole = Place((*app.path, "ref"))
    if not ref.strip():
        yield _error("`ref` is empty: write the file and the class, `src/app.py::MyApp`.", whole)
    elif match := re.fullmatch(_SINGLE_COLON, ref):
        text = f'"{match["file"]}::{match["symbol"]}"'
        yield Finding(
            RULE.name,
            f"`ref` separates the file and the class with two colons: write `{text}`.",
            whole,
            fixes=(Fix(f"Write `{text}`", (ReplaceValue(whole.path, text),)),),
        )
    elif re.fullmatch(_ENTRY_POINT, ref):
        yield _entry_point(app, ref, whole)
    elif match := re.fullmatch(_NO_FILE, file):
        yield _error(
            "`ref` separates the file and the class with two colons, and the file ends in `.py`: "
            f"write `{match['file']}.py::{symbol or match['rest']}`.",
            whole,
        )
    elif not file.strip():
        yield _error(
            f"`ref` names no file before `::`: write `src/app.py::{symbol or 'MyApp'}`.", whole
        )
    elif separator and not symbol.strip():
        yield _error(
            f"`ref` names no class after `::`: write `{file}::MyApp`, or `{file}` alone if the "
            "file has only one app.",
            whole,
        )
    elif "::" in symbol:
        yield _error(
            f"`ref` has more than one `::`: fal looks up one name at the top level of `{file}`.",
            whole,
        )
    elif separator and symbol != symbol.strip() and symbol.strip().isidentifier():
        text = f"{file.strip()}::{symbol.strip()}"
        yield Finding(
            RULE.name,
            f"`ref` has a space that fal takes for a part of the name: write `{literal(text)}`.",
            whole,
            fixes=(Fix(f"Write `{literal(text)}`", (ReplaceValue(whole.path, literal(text)),)),),
        )
    elif separator and not symbol.isidentifier():
        yield _error(
            f"`ref` must name a class or function at the top level of `{file}`; "
            f"`{symbol}` is not a Python name.",
            whole._replace(within=(len(ref) - len(symbol), len(ref))),
        )
    elif not file.endswith(".py"):
        yield Finding(
            RULE.name,
            f"`ref` names `{file}`, which does not end in `.py`: fal runs it as a Python file.",
            whole._replace(within=(0, len(file))),
            severity=Severity.WARNING,
        )


def _error(message: str, place: Place) -> Finding:
    return Finding(RULE.name, message, place)


def _entry_point(app: AppContext, ref: str, place: Place) -> Finding:
    fixes: tuple[Fix, ...] = ()
    if not app.has("python_entry_point"):
        rename = Fix(
            "Use `python_entry_point` instead",
            (
                RenameKey(place.path, "python_entry_point"),
                *installation(app.document, app.path),
            ),
            safe=False,
        )
        fixes = (rename,)
    return Finding(
        RULE.name,
        f"`ref` takes a file, and `{ref}` looks like an entry point: write "
        f'`python_entry_point = "{ref}"`, or the file as `src/app.py::MyApp`.',
        place,
        fixes=fixes,
    )


RULE = Rule("ref-format", Severity.ERROR, __doc__, check_app=check)
