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

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from fal_schema.literals import literal
from fal_schema.lookup import node_at

from ...toml.lookup import path_at
from ..context import FAL, FileContext
from ..finding import Finding, Fix, ReplaceText, Rule, Severity

if TYPE_CHECKING:
    from fal_schema.lookup import SchemaNode

    from ...toml import Document
    from ...toml.syntax_tree import Problem
    from ...toml.types import Path, TextEdit


_NUMBER = re.compile(r"(-?[0-9]+)[^0-9.]+")
"""A number with something after it, such as a unit."""


def check(file: FileContext) -> Iterator[Finding]:
    """Report the syntax errors of the parser."""
    for problem in file.document.problems:
        if problem.kind == "syntax":
            fixes, advice = _repaired(file.document, problem)
            advice = "" if fixes else advice
            yield Finding(RULE.name, problem.message, problem.span, fixes=fixes, help=advice)


def _repaired(document: Document, problem: Problem) -> tuple[tuple[Fix, ...], str]:
    """The fixes and the help."""
    repair = problem.repair
    if repair is None:
        return (), problem.help
    value = document.text[repair.span.start : repair.span.end]
    entry = path_at(document, repair.span.start) if repair.text == literal(value) else None
    if entry is not None and entry.part != "key" and entry.path[: len(FAL)] == FAL:
        path = entry.path[len(FAL) :]
        node = node_at(path)
        if node is not None and node.types and "string" not in node.types:
            return _typed(document.text, repair, path, node)
    return (_fix(document.text, repair),), problem.help


def _typed(
    text: str, repair: TextEdit, path: Path, node: SchemaNode
) -> tuple[tuple[Fix, ...], str]:
    """The same for a bare word where no string goes: in quotes it would be as wrong."""
    from fal_schema.acceptance import accepts
    from fal_schema.wrong_type import violation as wrong_type

    value = text[repair.span.start : repair.span.end]
    refused = wrong_type(path, node, value)
    if refused.replacement is not None:
        return (_fix(text, repair._replace(text=literal(refused.replacement))),), ""
    number = _NUMBER.fullmatch(value)
    if number is not None and accepts(node.schema, int(number[1])):
        guess = _fix(text, repair._replace(text=str(int(number[1]))))
        return (guess._replace(preferred=False),), ""
    return (), refused.help or f"Use {refused.expected}."


def _fix(text: str, repair: TextEdit) -> Fix:
    old, new = text[repair.span.start : repair.span.end].strip(), repair.text.strip()
    if not repair.text:
        title = f"Remove `{old}`"
    elif not new:
        title = "Move to a new line"
    else:
        title = f"{'Change to' if old else 'Add'} `{new}`"
    # A guess at what was meant: `auth = private` might have lost more than its quotes.
    return Fix(title, (ReplaceText(*repair),), safe=False)


RULE = Rule("toml-syntax", Severity.ERROR, __doc__, check_file=check, fixable="unsafe")
