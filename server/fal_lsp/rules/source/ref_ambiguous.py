"""A `ref` names a file with more than one app, or with none.

## What it does
Reports a `ref` without `::` to a file that holds several `fal.App` classes, or several `fal.function`s and no class, or nothing that fal can deploy.

## Why
Without a name fal takes the only app of the file, and refuses where there is not exactly one: "Multiple fal.Apps found in the module".

## Example
```toml
[tool.fal.apps.image-generator]
ref = "src/app.py"
```
```python src/app.py
import fal


class ImageGenerator(fal.App):
    @fal.endpoint("/")
    def generate(self) -> dict:
        return {}


class Captioner(fal.App):
    @fal.endpoint("/")
    def generate(self) -> dict:
        return {}
```

## Use instead
```toml
[tool.fal.apps.image-generator]
ref = "src/app.py::ImageGenerator"
```

## Source in fal
`fal.utils._find_target`: "Multiple fal.Apps found in the module", "Multiple fal.functions found in the module" or "No fal.App or fal.function found in the module"; two names of one class count twice (verified with fal 1.83.0).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fal_schema.literals import literal

from ..app_source import reference
from ..context import AppContext
from ..finding import FilePlace, Finding, Fix, Place, Related, ReplaceValue, Rule, Severity

if TYPE_CHECKING:
    from ...project.python.apps import Target


def check(app: AppContext) -> Iterator[Finding]:
    """One finding on the `ref`, with a fix for each app of the file."""
    from ...project.files import Unreadable

    found, project = reference(app), app.project
    if found is None or found.symbol is not None or project is None:
        return
    targets = project.targets(found.file)
    if isinstance(targets, Unreadable):
        return
    certain = targets.is_complete and not targets.unknown
    place = Place((*app.path, "ref"))
    if len(targets.apps) > 1:
        yield _several(place, found.file, "fal.App classes", targets.apps)
    elif certain and not targets.apps and len(targets.functions) > 1:
        yield _several(place, found.file, "fal functions", targets.functions)
    elif certain and not targets.apps and not targets.functions:
        message = (
            f"`{found.file}` has no fal.App and no fal.function: nothing in it can be deployed."
        )
        yield Finding(RULE.name, message, place)


def _several(place: Place, file: str, what: str, targets: tuple[Target, ...]) -> Finding:
    names = ", ".join(f"`{target.name}`" for target in targets[:5])
    fixes = tuple(
        Fix(
            f"Write `{ref}`", (ReplaceValue(place.path, literal(ref)),), safe=False, preferred=False
        )
        for ref in (f"{file}::{target.name}" for target in targets)
    )
    return Finding(
        RULE.name,
        f"`{file}` has {len(targets)} {what} ({names}): name one, `{file}::{targets[0].name}`.",
        place,
        related=tuple(
            Related(f"`{target.name}`", FilePlace(target.path, target.line)) for target in targets
        ),
        fixes=fixes,
    )


RULE = Rule("ref-ambiguous", Severity.ERROR, __doc__, check_app=check, reads_project=True)
