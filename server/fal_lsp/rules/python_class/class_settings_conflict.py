"""Settings of the class exclude each other.

## What it does
Reports a `ref` or a `python_entry_point` to a `fal.App` class with an `image` and `app_files`, with an `app_files_context_dir` and no `app_files`, or with two endpoints that have a `health_check`.

## Why
fal refuses the class as soon as its file runs, and every other app of that file with it.

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
from typing import TYPE_CHECKING

from ..app_source import loaded_class
from ..context import AppContext
from ..finding import FilePlace, Finding, Related, Rule, Severity

if TYPE_CHECKING:
    from ...project.python.class_settings import ClassSettings, Origin


def check(app: AppContext) -> Iterator[Finding]:
    """One finding on the name of the class at most."""
    found = loaded_class(app)
    if found is None:
        return
    settings = found.project.class_settings(found.target)
    if settings is None:
        return
    conflict = _files(settings, app.has("image")) or _health_checks(settings)
    methods = found.project.class_methods(found.target) if conflict is not None else None
    if conflict is None or methods is None or methods.is_own_affair:
        return
    words, origins = conflict
    yield Finding(
        RULE.name,
        f"`{found.target.name}` has {words}",
        found.place,
        related=tuple(
            Related(f"`{each.setting.value.source}`", FilePlace(each.path, each.setting.line))
            for each in origins
        ),
    )


def _files(settings: ClassSettings, has_image: bool) -> tuple[str, tuple[Origin, ...]] | None:
    files, image = settings.attributes.get("app_files"), settings.attributes.get("image")
    if files is not None and (files.setting.conditional or not files.setting.value.known):
        return None
    if files is not None and files.setting.value.data:
        # Beside an `image` of the TOML that is `class-app-files-in-container`.
        if has_image or image is None or not _is_made(image, "ContainerImage"):
            return None
        words = "`image` and `app_files`, and fal refuses a container with files: copy them in the"
        return f"{words} Dockerfile.", (image, files)
    base = settings.attributes.get("app_files_context_dir")
    if base is None or base.setting.conditional or not settings.is_complete:
        return None
    if not base.setting.value.known or base.setting.value.data is None:
        return None
    return "`app_files_context_dir` and no `app_files`, which fal refuses: remove it.", (base,)


def _health_checks(settings: ClassSettings) -> tuple[str, tuple[Origin, ...]] | None:
    checks = tuple(
        each.health_check
        for each in settings.endpoints
        if each.health_check is not None and _is_made(each.health_check, "HealthCheck")
    )
    if len(checks) < 2:
        return None
    return f"{len(checks)} endpoints with a `health_check`, and fal takes one: keep one.", checks


def _is_made(origin: Origin, name: str) -> bool:
    """Whether a value is made by a class of fal here, so that it is certainly not `None`."""
    made, bracket, _ = origin.setting.value.source.partition("(")
    return bool(bracket) and name in made.split(".") and not origin.setting.conditional


RULE = Rule("class-settings-conflict", Severity.ERROR, __doc__, check_app=check, reads_project=True)
