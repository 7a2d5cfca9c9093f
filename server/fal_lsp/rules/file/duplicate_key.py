"""A key or table is defined twice.

## What it does
Reports a key or a table header that defines something a second time, and shows where it is defined first.

## Why
TOML does not allow it, so fal cannot read the file. fal's error points past the second definition, and does not say where the first one is.

## Example
```toml
[tool.fal.apps.image-generator]
ref = "src/app.py::ImageGenerator"
auth = "private"
auth = "shared"
```

## Use instead
```toml
[tool.fal.apps.image-generator]
ref = "src/app.py::ImageGenerator"
auth = "shared"
```

## Source in fal
`fal.project._load_toml` calls `tomli.load`, which raises "Cannot overwrite a value" (fal 1.83.0).
"""

from __future__ import annotations

from collections.abc import Iterator

from ..context import FileContext
from ..finding import Finding, Related, Rule, Severity


def check(file: FileContext) -> Iterator[Finding]:
    """Report the duplicates of the parser and the tree."""
    for problem in file.document.problems:
        if problem.kind == "duplicate-key":
            related = (Related("first written here", problem.related),) if problem.related else ()
            yield Finding(
                RULE.name, problem.message, problem.span, related=related, help=problem.help
            )


RULE = Rule("duplicate-key", Severity.ERROR, __doc__, check_file=check)
