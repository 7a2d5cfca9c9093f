"""A requirement matches a local directory of the same name.

## What it does
Reports a requirement that is written like a package (`numpy`) if a directory of that name exists.

## Why
fal builds the directory instead of installing the package. If that is intended, write `./numpy`. Otherwise rename the directory or pin a version of the package (`numpy>=1`).

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
`_parse_local_path_requirement` in `fal/api/_sdist.py` treats a requirement as local if it equals an existing directory, ignoring extras (verified with fal 1.83.0).
"""

from __future__ import annotations

from collections.abc import Iterator

from ...project.packages.install_options import VALUED
from ..context import AppContext
from ..did_you_mean import change_to
from ..finding import Finding, Place, Rule, Severity
from ..precedence import drops_requirements


def check(app: AppContext) -> Iterator[Finding]:
    """A finding for each requirement that has the name of a directory."""
    project = app.project
    requirements = app.valid_strings("requirements")
    if project is None or not requirements:
        return
    # Whoever names the directory of the requirements means what is in it.
    if app.has("requirements_context_dir") or drops_requirements(app):
        return
    base = project.requirements_base()
    before = ""
    for path, text in requirements:
        option, before = before, text.strip()
        local = project.local_requirement(text, base)
        if local is None or local.is_path or local.problem is not None:
            continue
        if project.build_problem(local.path) is not None:
            continue
        place = Place(path, "item")
        if option in VALUED:
            yield Finding(
                RULE.name,
                f"`{text}` matches a local directory, so fal builds the directory.",
                place,
                help=f"fal does not upload the directory for `{option}`. Use a URL.",
            )
            continue
        yield Finding(
            RULE.name,
            f"`{text}` matches a local directory, so fal builds the directory instead of "
            "installing the package.",
            place,
            fixes=(change_to(place, f"./{text}", safe=False),),
            help=f"Use `./{text}` if that is intended, or pin a version of the package.",
        )


RULE = Rule(
    "local-requirement-shadow",
    Severity.INFORMATION,
    __doc__,
    check_app=check,
    reads_project=True,
    fixable="unsafe",
)
