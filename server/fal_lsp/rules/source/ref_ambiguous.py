"""The file of `ref` has several apps, or none.

## What it does
Reports a `ref` without `::` to a file that has several `fal.App` classes, several `fal.function`s and no class, or neither.

## Why
Without a symbol fal loads the only app of the file, and fails if there is not exactly one: "Multiple fal.Apps found in the module".

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

from ...project.files import Unreadable
from ..app_candidates import by_purpose
from ..app_source import ref_module, reference
from ..context import AppContext
from ..did_you_mean import change_to
from ..finding import FilePlace, Finding, Place, Related, Rule, Severity

if TYPE_CHECKING:
    from ...project.python.apps import Target


def check(app: AppContext) -> Iterator[Finding]:
    """One finding on the `ref`, with a fix for each app of the file."""
    ref, project = reference(app), app.project
    if ref is None or ref.symbol is not None or project is None:
        return
    targets = project.targets(ref.file)
    if isinstance(targets, Unreadable):
        return
    place, several = Place((*app.path, "ref")), targets.several
    if several and targets.apps:
        yield _several(
            place, ref.file, "`fal.App` classes", several, by_purpose(project, targets.apps)
        )
    elif several:
        yield _several(place, ref.file, "`fal.function`s", several, several)
    elif targets.is_certain and not targets.apps and not targets.functions:
        message = f"`{ref.file}` has no `fal.App` class and no `fal.function`."
        yield Finding(RULE.name, message, place)


def _several(
    place: Place,
    file: str,
    what: str,
    targets: tuple[Target, ...],
    meant: tuple[Target, ...],
) -> Finding:
    names = ", ".join(f"`{target.name}`" for target in targets[:5])
    fixes = tuple(
        change_to(place, f"{file}::{target.name}", safe=False, preferred=False) for target in meant
    )
    return Finding(
        RULE.name,
        f"`{file}` has {len(targets)} {what}: {names}.",
        place,
        related=tuple(
            Related(f"`{target.name}`", FilePlace(target.path, target.line)) for target in targets
        ),
        fixes=fixes,
        help=f"Add the name of one to `ref`, such as `{file}::{meant[0].name}`.",
    )


RULE = Rule(
    "ref-ambiguous",
    Severity.ERROR,
    __doc__,
    check_app=check,
    needs=ref_module,
    reads_project=True,
    fixable="unsafe",
)
