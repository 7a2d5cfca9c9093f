"""The class statement of an app has a keyword that fal refuses.

## What it does
Reports a `ref` or a `python_entry_point` to a class like `class A(fal.App, machine_type="M")`, whose keyword fal sets by itself or does not know. Keywords of its base classes count as well.

## Why
The class can be defined, which is why it looks right; but fal cannot make an app of it: "got multiple values for keyword argument 'machine_type'". Such settings belong into the body of the class.

## Example
```toml
[tool.fal.apps.image-generator]
ref = "app.py::ImageGenerator"
```
```python app.py
import fal


class ImageGenerator(fal.App, machine_type="GPU-H100"):
    @fal.endpoint("/")
    def generate(self) -> dict:
        return {}
```

## Use instead
```python app.py
import fal


class ImageGenerator(fal.App):
    machine_type = "GPU-H100"

    @fal.endpoint("/")
    def generate(self) -> dict:
        return {}
```

## Source in fal
`App.__init_subclass__` keeps all keywords; `wrap_app` gives them to `fal.function` beside the attributes of the same name (TypeError), and `Host.parse_options` refuses those it does not know: "Unrecognised option 'auth'" (verified with fal 1.83.0). A newer fal may know more, so where one is installed or locked only the first kind is reported.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..app_source import has_newer_fal, loaded_class
from ..context import AppContext
from ..did_you_mean import nearest
from ..finding import FilePlace, Finding, Related, Rule, Severity

if TYPE_CHECKING:
    from ...project.python.class_settings import Origin
    from ..app_source import LoadedClass


def check(app: AppContext) -> Iterator[Finding]:
    """One finding on the name of the class, with all the keywords."""
    found = loaded_class(app)
    refused = _refused(app, found) if found is not None else {}
    if found is None or not refused:
        return
    names = ", ".join(f"`{name}`" for name in refused)
    yield Finding(
        RULE.name,
        f"`{found.target.name}` has {names} in its class statement, which fal refuses there: "
        f"{_advice(refused)}",
        found.place,
        related=tuple(
            Related(f"`{name}` stands here", FilePlace(origin.path, origin.setting.line))
            for name, origin in refused.items()
        ),
    )


def _refused(app: AppContext, found: LoadedClass) -> dict[str, Origin]:
    from ...project.python.fal_names import CLASS_KEYWORDS, PASSED_KEYWORDS

    settings = found.project.class_settings(found.target)
    if settings is None or settings.keywords.keys() <= CLASS_KEYWORDS:
        return {}
    methods = found.project.class_methods(found.target)
    if methods is None or methods.is_own_affair or not settings.is_complete:
        return {}
    if "host_kwargs" in settings.attributes:
        # It replaces what the keywords say.
        return {}
    written = {
        name: origin
        for lineage in reversed(settings.chain)
        for name, origin in lineage[0].keywords.items()
    }
    passed = {name: origin for name, origin in written.items() if name in PASSED_KEYWORDS}
    if passed or has_newer_fal(app):
        return passed
    return {name: origin for name, origin in written.items() if name not in CLASS_KEYWORDS}


def _advice(refused: dict[str, Origin]) -> str:
    from ...project.python.fal_names import APP_ATTRIBUTES, CLASS_KEYWORDS

    if refused.keys() <= APP_ATTRIBUTES:
        return f"write `{next(iter(refused))} = ...` in the body of the class."
    name = next(each for each in refused if each not in APP_ATTRIBUTES)
    close = nearest(name, sorted(CLASS_KEYWORDS))
    return f"did you mean `{close}`?" if close else f"remove `{name}`."


RULE = Rule("invalid-class-keyword", Severity.ERROR, __doc__, check_app=check, reads_project=True)
