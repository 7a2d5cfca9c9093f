"""A pattern of `app_files_ignore` is not a valid regular expression.

## What it does
Reports an item of `app_files_ignore` that Python's `re` cannot compile, typically a glob pattern such as `*.pyc`.

## Why
fal compiles the patterns only when it collects the files of the deploy, and fails with `re.error`.

## Example
```toml
[tool.fal.apps.image-generator]
ref = "src/app.py::ImageGenerator"
app_files = ["models"]
app_files_ignore = ["*.pyc"]
```

## Use instead
```toml
[tool.fal.apps.image-generator]
ref = "src/app.py::ImageGenerator"
app_files = ["models"]
app_files_ignore = ["\\\\.pyc$"]
```

## Source in fal
The loader checks only that the items are strings (`_validate_str_list`, fal 1.83.0).
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator

from ..context import AppContext
from ..finding import Finding, Fix, Place, ReplaceValue, Rule, Severity

_GLOB = r"\*+(?:/\*)?(?P<suffix>(?:\.\w+)+)"


def check(app: AppContext) -> Iterator[Finding]:
    """A finding for each pattern that does not compile."""
    for path, pattern in app.strings("app_files_ignore"):
        reason = _error(pattern)
        if reason is None:
            continue
        glob = re.fullmatch(_GLOB, pattern)
        if glob is None:
            message = (
                f"`app_files_ignore`: `{pattern}` is not a valid regular expression: {reason}."
            )
            yield Finding(RULE.name, message, Place(path, "item"))
            continue
        regex = glob["suffix"].replace(".", r"\.") + "$"
        yield Finding(
            RULE.name,
            f"`app_files_ignore` must be regular expressions; `{pattern}` is a glob pattern.",
            Place(path, "item"),
            fixes=(Fix(f"Change to `{regex}`", (ReplaceValue(path, f"'{regex}'"),)),),
        )


def _error(pattern: str) -> str | None:
    """The error of `re` for a pattern, `None` for a valid one."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            re.compile(pattern)
    except re.error as error:
        return str(error)
    except (OverflowError, RecursionError, MemoryError):
        return "it is too large"
    return None


RULE = Rule("invalid-regex", Severity.ERROR, __doc__, check_app=check)
