"""The build tools cannot read the file that the deploy makes them read.

## What it does
Reports a local requirement that builds this very project (`requirements = ["."]`) while the file uses the inline tables of TOML 1.1, under `[tool.fal]` or elsewhere.

## Why
fal packages the project with `python -m build`, whose TOML parser does not know TOML 1.1: the deploy fails there, although fal itself can read the file.

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

from ...toml.layout import first_toml_1_1
from ..context import FileContext
from ..finding import Finding, Place, Related, Rule, Severity
from ..precedence import drops_requirements


def check(file: FileContext) -> Iterator[Finding]:
    """A finding on each requirement that builds this file's project."""
    project = file.project
    if project is None:
        return
    culprit = first_toml_1_1(file.document)
    if culprit is None:
        return
    for app in file.apps:
        if drops_requirements(app):
            continue
        base = project.requirements_base(app.string("requirements_context_dir"))
        for path, text in app.strings("requirements"):
            local = project.local_requirement(text, base)
            if local is not None and local.path == project.real(project.root):
                yield Finding(
                    RULE.name,
                    f"`requirements`: `{text}` makes `python -m build` read this file, and it "
                    "cannot read its TOML 1.1: the deploy fails; write a table with a header.",
                    Place(path, "item"),
                    related=(Related("this is TOML 1.1", culprit),),
                )


RULE = Rule("toml-1-1-local-build", Severity.WARNING, __doc__, check_file=check, reads_project=True)
