"""A pattern of `app_files_ignore` is not a regular expression.

## What it does
Reports an item of `app_files_ignore` that Python's `re` cannot compile, typically a glob such as `*.pyc`.

## Why
fal compiles the patterns only when it collects the files of the deploy, and fails there with `re.error`.

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
The loader checks that the items are strings and no more (`_validate_str_list`, fal 1.83.0).
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
        reason = _refusal(pattern)
        if reason is None:
            continue
        glob = re.fullmatch(_GLOB, pattern)
        if glob is None:
            message = (
                f"`app_files_ignore` takes regular expressions, and `{pattern}` is none: {reason}."
            )
            yield Finding(RULE.name, message, Place(path, "item"))
            continue
        regex = glob["suffix"].replace(".", r"\.") + "$"
        yield Finding(
            RULE.name,
            f"`app_files_ignore` takes regular expressions, and `{pattern}` is a glob: "
            f"write `{regex}`.",
            Place(path, "item"),
            fixes=(Fix(f"Write `'{regex}'`", (ReplaceValue(path, f"'{regex}'"),)),),
        )


def _refusal(pattern: str) -> str | None:
    """Why `re` refuses a pattern, in its words; `None` where it takes it."""
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
