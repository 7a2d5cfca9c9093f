"""Settings of the class contradict each other.

## What it does
Reports a `ref` or `python_entry_point` to a `fal.App` class that sets both `image` and `app_files`, in the class itself or a base class, that sets `app_files_context_dir` without `app_files`, or that has two endpoints with a `health_check`.

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
    image = fal.ContainerImage.from_dockerfile_str("FROM python:3.12")
    app_files = ["weights"]

    @fal.endpoint("/")
    def generate(self) -> dict:
        return {}
```

## Use instead
```python app.py
import fal


class ImageGenerator(fal.App):
    image = fal.ContainerImage.from_dockerfile_str("FROM python:3.12")

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

from ..app_source import loaded_class, of_loaded_classes
from ..context import AppContext
from ..finding import FilePlace, Finding, Related, Rule, Severity

if TYPE_CHECKING:
    from ...project.python.app_class import AppClass
    from ...project.python.settings import Origin
    from ..app_source import LoadedClass


def check(app: AppContext) -> Iterator[Finding]:
    """At most one finding, on the name of the class."""
    loaded = loaded_class(app)
    if loaded is None:
        return
    for found, conflict in _conflicts(app, loaded):
        yield Finding(
            RULE.name,
            f"Class `{found.definition.name}` {conflict.words}.",
            loaded.place,
            related=tuple(
                Related(f"`{each.setting.value.source}`", FilePlace(each.path, each.setting.line))
                for each in conflict.origins
            ),
            help=conflict.advice,
        )
        return


def _conflicts(app: AppContext, loaded: LoadedClass) -> Iterator[tuple[AppClass, _Conflict]]:
    """The classes that fal refuses when they are defined, and the app itself when it is loaded."""
    has_image = app.has("image")
    for found, alone in of_loaded_classes(app, _conflict):
        is_beside = has_image and found.definition == loaded.target.definition
        conflict = _files(found, True) or _health_checks(found) if is_beside else alone
        if conflict is not None:
            yield found, conflict
    own = loaded.app_class
    if app.has("ref") and not has_image and not own.is_own_affair:
        late = _container(own)
        if late is not None:
            yield own, late


class _Conflict(NamedTuple):
    """What the class does wrong, as the rest of a sentence, the cure, and the lines to show."""

    words: str
    advice: str
    origins: tuple[Origin, ...]


def _conflict(found: AppClass) -> _Conflict | None:
    """What the class does wrong whatever pyproject.toml says of an app."""
    return None if found.is_own_affair else _files(found, False) or _health_checks(found)


def _files(found: AppClass, has_image: bool) -> _Conflict | None:
    files, image = found.at_definition.get("app_files"), found.at_definition.get("image")
    if files is not None and (files.setting.conditional or files.setting.value.holds is None):
        return None
    if files is not None and files.setting.value.holds:
        # With an `image` in the TOML, `class-app-files-in-container` reports it.
        if has_image or image is None or image.setting.conditional:
            return None
        if image.setting.value.is_none is not False:
            return None
        return _Conflict(
            "sets both `image` and `app_files`, which fal does not support",
            "Copy the files into the image.",
            (image, files),
        )
    base = found.at_definition.get("app_files_context_dir")
    if base is None or base.setting.conditional or not found.is_complete:
        return None
    if base.setting.value.is_none is not False:
        return None
    return _Conflict(
        "sets `app_files_context_dir` without `app_files`",
        "Add `app_files`, or remove `app_files_context_dir`.",
        (base,),
    )


def _container(found: AppClass) -> _Conflict | None:
    """`app_files` of a class that is a container by a keyword or by a base class."""
    options = found.passed() if "app_files" in found.collected.values else None
    if options is None:
        return None
    from ...project.python.plain_data import plain, truth
    from ...project.python.refusals import holds
    from ...project.python.settings import origin

    files, image, kind = options["app_files"], options.get("image"), options.get("kind")
    if truth(files.value) is not True:
        return None
    has_image = image is not None and holds(image.value)
    is_kind = has_image is False and kind is not None and plain(kind.value)[1] == "container"
    container = image if has_image else kind if is_kind else None
    if container is None:
        return None
    own = found.at_definition.get("image")
    is_removed = has_image and own is not None and own.setting.value.is_none is True
    return _Conflict(
        "is a container app with `app_files`, which fal does not support",
        "`image = None` does not remove the image of a base class."
        if is_removed
        else "Copy the files into the image.",
        (origin(container), origin(files)),
    )


def _health_checks(found: AppClass) -> _Conflict | None:
    checks = tuple(
        each.health_check
        for each in found.health_checks
        if each.health_check is not None
        and each.health_check.setting.value.made_by == "fal.HealthCheck"
        and not each.health_check.setting.conditional
    )
    if len(checks) < 2:
        return None
    return _Conflict(
        f"has {len(checks)} endpoints with a `health_check`, but fal allows only one", "", checks
    )


RULE = Rule(
    "class-settings-conflict",
    Severity.ERROR,
    __doc__,
    check_app=check,
    needs=loaded_class,
    reads_project=True,
    cause_in_file=True,
)
