"""The file of a `ref` does not exist.

## What it does
Reports a `ref` whose file does not exist, and suggests the nearest Python file. Paths are relative to the directory of pyproject.toml.

## Why
fal fails with "No such file or directory" when it loads the app.

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
`get_app_data_from_toml` joins the path to the project's root, and `fal.utils.load_function_from` passes it to `runpy.run_path`: FileNotFoundError (verified with fal 1.83.0).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..app_source import file_place, reference_to_any_file
from ..context import AppContext
from ..did_you_mean import defines, did_you_mean, nearest_path
from ..finding import Finding, Rule, Severity

if TYPE_CHECKING:
    from ...project import Project


def check(app: AppContext) -> Iterator[Finding]:
    """One finding on the file's part of the `ref`."""
    ref, project = reference_to_any_file(app), app.project
    if ref is None or project is None or project.is_file(ref.file):
        return
    place = file_place(app, ref)
    if project.exists(ref.file):
        what = "a directory" if project.is_dir(ref.file) else "a device or a pipe"
        yield Finding(
            RULE.name,
            f"`ref`: `{ref.file}` is {what}, not a Python file.",
            place,
            help="Use the path of a Python file.",
        )
        return
    symbol = ref.symbol
    meant = None if symbol is not None else _with_symbol(project, ref.file)
    yield did_you_mean(
        RULE.name,
        f"`ref`: `{ref.file}` does not exist.",
        place,
        meant or nearest_path(project, ref.file, symbol),
        after="" if symbol is None else f"::{symbol}",
        advice="Paths are relative to the directory of pyproject.toml.",
    )


def _with_symbol(project: Project, written: str) -> str | None:
    """`src/app.py::A` for `src/app.py.A` or `src/app.A`: the file alone would lose the name."""
    for separator in "./#":
        path, _, symbol = written.rpartition(separator)
        path = path.removesuffix(".py").removeprefix("./") + ".py"
        if symbol.isidentifier() and project.is_file(path) and defines(project, path, symbol):
            return f"{path}::{symbol}"
    return None


RULE = Rule(
    "ref-file-missing",
    Severity.ERROR,
    __doc__,
    check_app=check,
    reads_project=True,
    fixable="unsafe",
)
