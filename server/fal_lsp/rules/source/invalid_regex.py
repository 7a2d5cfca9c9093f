"""A pattern in `app_files_ignore` is not a valid regular expression.

## What it does
Reports an item of `app_files_ignore` that Python's `re` cannot compile, typically a glob pattern such as `*.pyc`.

## Why
fal compiles the patterns only when it collects the files to upload, and fails with `re.error`.

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
from collections.abc import Iterator
from typing import Any

from ..context import AppContext
from ..finding import Finding, Fix, Place, ReplaceValue, Rule, Severity

_GLOB = r"(?=.*(?:^|/)\*)[\w./*?!\[\]-]+"
"""A pattern of names in which no sign is one of regular expressions alone."""
_SUFFIX = r"\*+(?:/\*)?(?P<suffix>(?:\.\w+)+)"


def check(app: AppContext) -> Iterator[Finding]:
    """A finding for each pattern that does not compile."""
    for path, pattern in app.strings("app_files_ignore"):
        reason = _error(pattern)
        if reason is None:
            continue
        if not re.fullmatch(_GLOB, pattern):
            message = (
                f"`app_files_ignore`: `{pattern}` is not a valid regular expression: {reason}."
            )
            yield Finding(RULE.name, message, Place(path, "item"))
            continue
        fixes: tuple[Fix, ...] = ()
        if suffix := re.fullmatch(_SUFFIX, pattern):
            regex = suffix["suffix"].replace(".", r"\.") + "$"
            fixes = (Fix(f"Change to `{regex}`", (ReplaceValue(path, f"'{regex}'"),)),)
        yield Finding(
            RULE.name,
            f"`app_files_ignore` must be regular expressions; `{pattern}` is a glob pattern.",
            Place(path, "item"),
            fixes=fixes,
            help="" if fixes else r"Use a regular expression such as `\.pyc$`.",
        )


def _error(pattern: str) -> str | None:
    """The error of `re` for a pattern, `None` for a valid one.

    The pattern is only parsed: to compile one character class can take 10 ms.
    """
    from ...project.regex_parser import parse

    try:
        return _look_behind_error(parse(pattern))
    except re.error as error:
        return str(error)
    except (OverflowError, RecursionError, MemoryError, ValueError):
        return "it is too large"


def _look_behind_error(parsed: Any) -> str | None:
    """The only error that `re` finds when it compiles what it has parsed."""
    from ...project.regex_parser import PARSER

    waiting = [parsed]
    while waiting:
        part = waiting.pop()
        if isinstance(part, PARSER.SubPattern):
            waiting += part.data
        elif isinstance(part, (list, tuple)):
            # An operator is an integer, too.
            is_assertion = part and (part[0] is PARSER.ASSERT or part[0] is PARSER.ASSERT_NOT)
            if is_assertion and part[1][0] < 0:
                shortest, longest = part[1][1].getwidth()
                if shortest != longest:
                    return "look-behind requires fixed-width pattern"
            waiting += part
    return None


RULE = Rule(
    "invalid-regex", Severity.ERROR, __doc__, check_app=check, judges_values=True, fixable="safe"
)
