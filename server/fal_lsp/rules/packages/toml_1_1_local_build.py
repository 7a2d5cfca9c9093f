"""A local requirement builds a pyproject.toml that uses TOML 1.1 syntax.

## What it does
Reports a local requirement that builds this project (`requirements = ["."]`) if the file uses TOML 1.1 syntax, under `[tool.fal]` or elsewhere.

## Why
fal packages the project with `python -m build`, whose TOML parser does not support TOML 1.1. The deploy fails there, although fal itself can read the file.

## Example
```toml
[project]
name = "acme"
version = "1"

[tool.fal.apps]
image-generator = {
  python_entry_point = "acme.server:ImageGenerator",
  requirements = ["."],
}
```
```python acme/__init__.py
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
[project]
name = "acme"
version = "1"

[tool.fal.apps.image-generator]
python_entry_point = "acme.server:ImageGenerator"
requirements = ["."]
```

## Source in fal
`_build_sdist` in `fal/api/_sdist.py` runs `python -m build --sdist` on the directory: "sdist build for ... failed" for the example of fal's own reference (verified with fal 1.83.0 and build 1.6.1 on Python 3.11).
"""

from __future__ import annotations

from collections.abc import Iterator

from ..context import FileContext
from ..finding import Finding, Place, Related, Rule, Severity
from ..precedence import drops_requirements


def check(file: FileContext) -> Iterator[Finding]:
    """A finding on each requirement that builds this file's project."""
    project = file.project
    if project is None:
        return
    syntax = file.document.first_toml_1_1()
    if syntax is None:
        return
    for app in file.apps:
        if drops_requirements(app):
            continue
        base = project.requirements_base(app.string("requirements_context_dir"))
        for path, text in app.valid_strings("requirements"):
            local = project.local_requirement(text, base)
            if local is not None and local.path == project.real(project.root):
                yield Finding(
                    RULE.name,
                    f"Building `{text}` fails: `python -m build` cannot parse the TOML 1.1 syntax "
                    "in this file.",
                    Place(path, "item"),
                    related=(Related("This is TOML 1.1 syntax.", syntax),),
                    help="Use table headers instead.",
                )


RULE = Rule("toml-1-1-local-build", Severity.WARNING, __doc__, check_file=check, reads_project=True)
