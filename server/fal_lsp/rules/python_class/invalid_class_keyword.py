"""The class statement of an app has an unsupported keyword.

## What it does
Reports a `ref` or `python_entry_point` to a class such as `class A(fal.App, machine_type="M")`, whose keyword fal sets itself or does not support. Keywords of its base classes count as well.

## Why
Python accepts the class, but fal cannot load it as an app: "got multiple values for keyword argument 'machine_type'". Such settings belong in the body of the class.

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
`App.__init_subclass__` stores all keywords. `wrap_app` passes them to `fal.function` together with the attributes of the same name (TypeError), and `Host.parse_options` refuses unknown ones: "Unrecognised option 'auth'" (verified with fal 1.83.0). A newer fal may support more, so if one is installed or locked, only the first kind is reported.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from fal_schema.words import join

from ...project.python.fal_names import APP_ATTRIBUTES, CLASS_KEYWORDS, PASSED_KEYWORDS
from ..app_source import loaded_class
from ..app_versions import has_newer_fal
from ..context import AppContext
from ..did_you_mean import MOST_SUGGESTIONS, nearest, question
from ..finding import FilePlace, Finding, Related, Rule, Severity

if TYPE_CHECKING:
    from ...project.python.settings import Origin
    from ..app_source import LoadedClass


def check(app: AppContext) -> Iterator[Finding]:
    """One finding on the name of the class, with all the keywords."""
    loaded = loaded_class(app)
    refused = _refused(app, loaded) if loaded is not None else {}
    if loaded is None or not refused:
        return
    message = f"Unsupported class keyword{'' if len(refused) == 1 else 's'} {join([*refused])}."
    meant, advice = _cure(refused)
    yield Finding(
        RULE.name,
        f"{message} {question(meant)}" if meant else message,
        loaded.place,
        related=tuple(
            Related(f"`{name}` is set here.", FilePlace(origin.path, origin.setting.line))
            for name, origin in refused.items()
        ),
        help=advice,
    )


def _refused(app: AppContext, loaded: LoadedClass) -> Mapping[str, Origin]:
    found = loaded.app_class
    if found.keywords.keys() <= CLASS_KEYWORDS:
        return {}
    if found.is_own_affair or not found.is_complete:
        return {}
    if "host_kwargs" in found.attributes:
        # It replaces the keywords.
        return {}
    written = found.keywords
    passed = {name: origin for name, origin in written.items() if name in PASSED_KEYWORDS}
    if passed or has_newer_fal(app):
        return passed
    return {name: origin for name, origin in written.items() if name not in CLASS_KEYWORDS}


def _cure(refused: Mapping[str, Origin]) -> tuple[str | None, str]:
    """The keyword that was probably meant, or else the help."""
    attributes = [each for each in refused if each in APP_ATTRIBUTES]
    others = [each for each in refused if each not in APP_ATTRIBUTES]
    meant = {
        each: nearest(each, sorted(CLASS_KEYWORDS)) if number < MOST_SUGGESTIONS else None
        for number, each in enumerate(others)
    }
    if len(refused) == 1:
        (name,) = refused
        if attributes:
            return None, "Set it as a class attribute instead."
        return meant[name], "" if meant[name] else f"Remove `{name}`."
    advice = []
    if len(attributes) == len(refused):
        advice.append("Set them as class attributes instead.")
    elif attributes:
        what = "a class attribute" if len(attributes) == 1 else "class attributes"
        advice.append(f"Set {join(attributes)} as {what}.")
    advice += [f"Rename `{name}` to `{each}`." for name, each in meant.items() if each]
    unknown = [name for name, each in meant.items() if not each]
    if unknown:
        advice.append(f"Remove {join(unknown)}.")
    return None, " ".join(advice)


RULE = Rule(
    "invalid-class-keyword",
    Severity.ERROR,
    __doc__,
    check_app=check,
    needs=loaded_class,
    reads_project=True,
    cause_in_file=True,
)
