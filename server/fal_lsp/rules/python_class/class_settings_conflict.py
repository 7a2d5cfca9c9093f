"""Settings of the class contradict each other.

## What it does
Reports a `ref` or `python_entry_point` to a `fal.App` class that sets both `image` and `app_files`, that sets `app_files_context_dir` without `app_files`, or that has two endpoints with a `health_check`.

## Why
fal refuses the class as soon as its file runs, and with it every other app of that file.

## Example
```toml
[tool.fal.apps.image-generator]
ref = "app.py::ImageGenerator"
```
```python app.py
import fal


class ImageGenerator(fal.App):
    image = fal.ContainerImage.from_dockerfile("Dockerfile")
    app_files = ["weights"]

    @fal.endpoint("/")
    def generate(self) -> dict:
        return {}
```

## Use instead
```python app.py
import fal


class ImageGenerator(fal.App):
    image = fal.ContainerImage.from_dockerfile("Dockerfile")

    @fal.endpoint("/")
    def generate(self) -> dict:
        return {}
```

## Source in fal
`App.__init_subclass__`: "app_files is not supported for container apps.", "app_files_context_dir is only supported when app_files is provided"; `App.get_health_check_config`: "An app can only have one health check endpoint." (verified with fal 1.83.0).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from ..app_source import loaded_class
from ..context import AppContext
from ..finding import FilePlace, Finding, Related, Rule, Severity

if TYPE_CHECKING:
    from ...project.python.class_settings import ClassSettings, Origin


def check(app: AppContext) -> Iterator[Finding]:
    """At most one finding, on the name of the class."""
    loaded = loaded_class(app)
    if loaded is None:
        return
    settings = loaded.project.class_settings(loaded.target)
    if settings is None:
        return
    conflict = _files(settings, app.has("image")) or _health_checks(settings)
    methods = loaded.project.class_methods(loaded.target) if conflict is not None else None
    if conflict is None or methods is None or methods.is_own_affair:
        return
    yield Finding(
        RULE.name,
        f"Class `{loaded.target.name}` {conflict.words}.",
        loaded.place,
        related=tuple(
            Related(f"`{each.setting.value.source}`", FilePlace(each.path, each.setting.line))
            for each in conflict.origins
        ),
        help=conflict.advice,
    )


class _Conflict(NamedTuple):
    """What the class does wrong, as the rest of a sentence, the cure, and the lines to show."""

    words: str
    advice: str
    origins: tuple[Origin, ...]


def _files(settings: ClassSettings, has_image: bool) -> _Conflict | None:
    files, image = settings.attributes.get("app_files"), settings.attributes.get("image")
    if files is not None and (files.setting.conditional or not files.setting.value.known):
        return None
    if files is not None and files.setting.value.data:
        # With an `image` in the TOML, `class-app-files-in-container` reports it.
        if has_image or image is None or not _is_made(image, "ContainerImage"):
            return None
        return _Conflict(
            "sets both `image` and `app_files`, which fal does not support",
            "Copy the files in the Dockerfile.",
            (image, files),
        )
    base = settings.attributes.get("app_files_context_dir")
    if base is None or base.setting.conditional or not settings.is_complete:
        return None
    if not base.setting.value.known or base.setting.value.data is None:
        return None
    return _Conflict(
        "sets `app_files_context_dir` without `app_files`",
        "Add `app_files`, or remove `app_files_context_dir`.",
        (base,),
    )


def _health_checks(settings: ClassSettings) -> _Conflict | None:
    checks = tuple(
        each.health_check
        for each in settings.endpoints
        if each.health_check is not None and _is_made(each.health_check, "HealthCheck")
    )
    if len(checks) < 2:
        return None
    return _Conflict(
        f"has {len(checks)} endpoints with a `health_check`, but fal allows only one", "", checks
    )


def _is_made(origin: Origin, name: str) -> bool:
    """Whether a value is an instance of a class of fal, so that it is certainly not `None`."""
    made, bracket, _ = origin.setting.value.source.partition("(")
    return bool(bracket) and name in made.split(".") and not origin.setting.conditional


RULE = Rule("class-settings-conflict", Severity.ERROR, __doc__, check_app=check, reads_project=True)
