"""A requirement is taken for a directory of the same name.

## What it does
Reports a requirement that is written like a package (`numpy`) while a directory of that name exists.

## Why
fal then builds the directory instead of asking for the package. Write `./numpy` if that is meant; otherwise rename the directory or pin the package (`numpy>=1`).

## Example
```toml
[tool.fal.apps.image-generator]
python_entry_point = "acme.server:ImageGenerator"
requirements = [".", "lib"]

[project]
name = "acme"
version = "1"
```
```toml lib/pyproject.toml
[project]
name = "lib"
version = "1"
```
```python acme/server.py
import fal


class ImageGenerator(fal.App):
    @fal.endpoint("/")
    def generate(self) -> dict:
        return {}
```

## Use instead
```toml
[tool.fal.apps.image-generator]
python_entry_point = "acme.server:ImageGenerator"
requirements = [".", "./lib"]

[project]
name = "acme"
version = "1"
```

## Source in fal
`_parse_local_path_requirement` in `fal/api/_sdist.py` takes what equals an existing directory, extras aside, for local (verified with fal 1.83.0).
"""

from __future__ import annotations

from collections.abc import Iterator

from fal_schema.literals import literal

from ..context import AppContext
from ..finding import Finding, Fix, Place, ReplaceValue, Rule, Severity
from ..precedence import drops_requirements


def check(app: AppContext) -> Iterator[Finding]:
    """A finding for each requirement that shares its name with a directory."""
    project = app.project
    if project is None or drops_requirements(app):
        return
    base = project.requirements_base(app.string("requirements_context_dir"))
    for path, text in app.strings("requirements"):
        local = project.local_requirement(text, base)
        if local is None or local.is_path or local.problem is not None:
            continue
        fix = Fix(f"Write `./{text}`", (ReplaceValue(path, literal(f"./{text}")),))
        yield Finding(
            RULE.name,
            f"`requirements`: fal takes `{text}` for the directory `{local.written}` and not for "
            f"the package: write `./{text}` if that is meant.",
            Place(path, "item"),
            fixes=(fix,),
        )


RULE = Rule(
    "local-requirement-shadow", Severity.INFORMATION, __doc__, check_app=check, reads_project=True
)
