"""A key or table is written twice.

## What it does
Reports a key, a table header or a mixture of both that defines something for the second time, and names the place of the first.

## Why
TOML forbids it, so fal cannot read the file. tomli's error points behind the second one and does not say where the first is.

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
`fal.project._load_toml` calls `tomli.load`, which answers "Cannot overwrite a value" (fal 1.83.0).
"""

from __future__ import annotations

from collections.abc import Iterator

from ..context import FileContext
from ..finding import Finding, Related, Rule, Severity
from ._sentence import sentence


def check(file: FileContext) -> Iterator[Finding]:
    """Hands on the duplicates that the tree found."""
    for problem in file.document.problems:
        if problem.kind == "duplicate-key":
            related = (Related("first written here", problem.related),) if problem.related else ()
            yield Finding(RULE.name, sentence(problem.message), problem.span, related=related)


RULE = Rule("duplicate-key", Severity.ERROR, __doc__, check_file=check)
