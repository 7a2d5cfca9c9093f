"""A local requirement cannot be built.

## What it does
Reports a requirement that is a directory (`.`, `.[extra]`, `projects/foo`) without a pyproject.toml, or with one that is not valid TOML or has no `[project].name`.

## Why
fal builds a source distribution of the directory before the deploy, and refuses a directory without these.

## Example
```toml
[tool.fal.apps.image-generator]
python_entry_point = "acme.server:ImageGenerator"
requirements = ["lib"]
```
```python lib/acme/server.py
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
requirements = ["./lib"]
```
```toml lib/pyproject.toml
[project]
name = "acme"
version = "1"
```

## Source in fal
`_read_package_name` in `fal/api/_sdist.py`: "no pyproject.toml at", "[project].name is missing or empty in", or TOMLDecodeError (verified with fal 1.83.0).
"""

from __future__ import annotations

from collections.abc import Iterator

from ..context import AppContext
from ..finding import Finding, Place, Rule, Severity
from ..precedence import drops_requirements

_PROBLEMS = {
    "no-pyproject": "it has no pyproject.toml",
    "no-name": "its pyproject.toml has no `name` in `[project]`",
    "broken-pyproject": "its pyproject.toml is not valid TOML",
}


def check(app: AppContext) -> Iterator[Finding]:
    """A finding for each local requirement that fal refuses to build."""
    project = app.project
    if project is None or drops_requirements(app):
        return
    base = project.requirements_base(app.string("requirements_context_dir"))
    for path, text in app.strings("requirements"):
        local = project.local_requirement(text, base)
        if local is None or local.problem is None:
            continue
        if local.problem == "broken-pyproject" and local.path == project.real(project.root):
            # It is this file: its syntax errors are reported on their own.
            continue
        problem = _PROBLEMS[local.problem]
        message = f"fal cannot build `{local.written}`: {problem}."
        advice = ""
        if not local.is_path:
            message = f"`{text}` matches a local directory that fal cannot build: {problem}."
            advice = f"To install the package of that name, pin a version: `{text}>=1`."
        yield Finding(RULE.name, message, Place(path, "item"), help=advice)


RULE = Rule(
    "local-requirement-unbuildable", Severity.ERROR, __doc__, check_app=check, reads_project=True
)
