"""The file of a `ref` does not exist.

## What it does
Reports a `ref` whose file is not there, seen from the directory of pyproject.toml, with the closest name that is.

## Why
fal takes the path from there and fails with "No such file or directory" when it loads the app.

## Example
```toml
[tool.fal.apps.image-generator]
ref = "src/ap.py::ImageGenerator"
```
```python src/app.py
import fal


class ImageGenerator(fal.App):
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
`get_app_data_from_toml` joins the path to the project's root, `fal.utils.load_function_from` gives it to `runpy.run_path`: FileNotFoundError (verified with fal 1.83.0).
"""

from __future__ import annotations

from collections.abc import Iterator

from fal_schema.literals import literal

from ..app_source import reference
from ..context import AppContext
from ..did_you_mean import nearest_path
from ..finding import Finding, Fix, Place, ReplaceValue, Rule, Severity


def check(app: AppContext) -> Iterator[Finding]:
    """One finding on the file's part of the `ref`."""
    found, project = reference(app), app.project
    if found is None or project is None or project.is_file(found.file):
        return
    place = Place((*app.path, "ref"), within=(0, len(found.file)))
    if project.is_dir(found.file):
        message = f"`ref` names the directory `{found.file}`: name a Python file in it."
        yield Finding(RULE.name, message, place)
        return
    if project.exists(found.file):
        message = f"`ref` names `{found.file}`, which is a device or a pipe: name a Python file."
        yield Finding(RULE.name, message, place)
        return
    close = nearest_path(project, found.file, found.symbol)
    if close is None:
        message = f"`ref` names `{found.file}`, and there is no such file beside pyproject.toml."
        yield Finding(RULE.name, message, place)
        return
    ref = close if found.symbol is None else f"{close}::{found.symbol}"
    fix = Fix(f"Write `{ref}`", (ReplaceValue(place.path, literal(ref)),), safe=False)
    yield Finding(
        RULE.name,
        f"`ref` names `{found.file}`, which does not exist: did you mean `{close}`?",
        place,
        fixes=(fix,),
    )


RULE = Rule("ref-file-missing", Severity.ERROR, __doc__, check_app=check, reads_project=True)
