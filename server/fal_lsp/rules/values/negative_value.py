"""A count or a number of seconds is negative.

## What it does
Reports a negative integer in a setting of an app.

## Why
No setting of fal has a meaning below zero; the server may reject the value or treat it as unset. A negative `retries` is treated as 0.

## Example
```toml
[tool.fal.apps.image-generator]
ref = "src/app.py::ImageGenerator"
keep_alive = -1
```

## Use instead
```toml
[tool.fal.apps.image-generator]
ref = "src/app.py::ImageGenerator"
keep_alive = 0
```

## Source in fal
The loader accepts negative integers; `validate_retry_config_dict` clamps `retries` to 0 (fal 1.83.0).
"""

from __future__ import annotations

from collections.abc import Iterator

from fal_schema.literals import short

from ..context import AppContext
from ..finding import Finding, Place, Rule, Severity


def check(app: AppContext) -> Iterator[Finding]:
    """A finding for each negative integer that the schema has accepted."""
    for path, value in _integers(app):
        # What is below a rejected key has no meaning, and internal keys have their own rules.
        if (
            value < 0
            and not path[0].startswith("_")
            and not any(app.is_refused(*path[: end + 1]) for end in range(len(path)))
        ):
            yield Finding(
                RULE.name,
                f"`{path[-1]}` is negative ({short(value)}).",
                Place((*app.path, *path)),
                help="Use 0 or more, or remove it to use the default.",
            )


def _integers(app: AppContext, *table: str) -> Iterator[tuple[tuple[str, ...], int]]:
    for name, node in app.settings(*table):
        path = (*table, name)
        if node.children:
            yield from _integers(app, *path)
        elif "integer" in node.types and (value := app.integer(*path)) is not None:
            yield path, value


RULE = Rule("negative-value", Severity.WARNING, __doc__, check_app=check, judges_values=True)
