"""The file is not valid TOML.

## What it does
Reports every syntax error in the file. Whether the file is valid is decided by tomli, the parser that fal uses; the positions come from a parser that continues after an error, so all other tables are still checked.

## Why
fal cannot read the file at all, nor can pip or any other tool. fal reports a single position, often just past the actual mistake.

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
`fal.project._load_toml` calls `tomli.load` and does not catch its error (fal 1.83.0).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..context import FileContext
from ..finding import Finding, Fix, ReplaceText, Rule, Severity

if TYPE_CHECKING:
    from ...toml.types import TextEdit


def check(file: FileContext) -> Iterator[Finding]:
    """Report the syntax errors of the parser."""
    for problem in file.document.problems:
        if problem.kind == "syntax":
            fixes = _fixes(file.document.text, problem.repair)
            advice = "" if fixes else problem.help
            yield Finding(RULE.name, problem.message, problem.span, fixes=fixes, help=advice)


def _fixes(text: str, repair: TextEdit | None) -> tuple[Fix, ...]:
    if repair is None:
        return ()
    old, new = text[repair.span.start : repair.span.end].strip(), repair.text.strip()
    if not repair.text:
        title = f"Remove `{old}`"
    elif not new:
        title = "Move to a new line"
    else:
        title = f"{'Change to' if old else 'Add'} `{new}`"
    # A guess at what was meant: `auth = private` might have lost more than its quotes.
    return (Fix(title, (ReplaceText(*repair),), safe=False),)


RULE = Rule("toml-syntax", Severity.ERROR, __doc__, check_file=check, fixable="unsafe")
