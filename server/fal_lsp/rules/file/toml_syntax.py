"""The file is not valid TOML.

## What it does
Reports every place where the text breaks TOML's grammar. The verdict is that of tomli, the parser that fal runs; the places come from a parser that goes on after a mistake, so tables that are intact are still checked.

## Why
fal cannot read the file at all, and neither can pip or any other tool. fal's own message is one line and column, often just behind the culprit.

## Example
```toml
[tool.fal.apps.image-generator]
ref = "src/app.py::ImageGenerator
```

## Use instead
```toml
[tool.fal.apps.image-generator]
ref = "src/app.py::ImageGenerator"
```

## Source in fal
`fal.project._load_toml` calls `tomli.load` and lets its error through (fal 1.83.0).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..context import FileContext
from ..finding import Finding, Fix, ReplaceText, Rule, Severity
from ._sentence import sentence

if TYPE_CHECKING:
    from ...toml.types import TextEdit


def check(file: FileContext) -> Iterator[Finding]:
    """Hands on what the parser saw."""
    for problem in file.document.problems:
        if problem.kind == "syntax":
            fixes = _fixes(file.document.text, problem.repair)
            yield Finding(RULE.name, sentence(problem.message), problem.span, fixes=fixes)


def _fixes(text: str, repair: TextEdit | None) -> tuple[Fix, ...]:
    if repair is None:
        return ()
    old, new = text[repair.span.start : repair.span.end].strip(), repair.text.strip()
    if not repair.text:
        title = f"Remove `{old}`"
    elif not new:
        title = "Start a new line"
    else:
        title = f"{'Write' if old else 'Add'} `{new}`"
    # A guess at what was meant: `auth = private` might have lost more than its quotes.
    return (Fix(title, (ReplaceText(*repair),), safe=False),)


RULE = Rule("toml-syntax", Severity.ERROR, __doc__, check_file=check)
