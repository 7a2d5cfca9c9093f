"""A class attribute looks like a setting, but fal does not read it.

## What it does
Reports a method `set_up`, `startup`, `tear_down`, `shutdown` or the like that nothing calls and that is meant for `setup` or `teardown`, and an attribute or a class keyword of a `fal.App` that has the name of a setting of pyproject.toml or of another library (`auth`, `auth_mode`, `exposed_port`, `machine_types`), that is a misspelled setting (`max_concurency`), or that is called `health_check` and is a `HealthCheck`, which belongs in the decorator of an endpoint. A class keyword together with an attribute of the same name is reported, too, and as information a setting of a base class that comes after `fal.App`. An attribute that the code of the project uses is not reported, nor one with a type annotation unless its name is a misspelled setting.

## Why
Python accepts any attribute, so the mistake goes unnoticed: the app is deployed with fal's default.

## Example
```toml
[tool.fal.apps.image-generator]
ref = "app.py::ImageGenerator"
```
```python app.py
import fal


class ImageGenerator(fal.App):
    auth_mode = "public"

    @fal.endpoint("/")
    def generate(self) -> dict:
        return {}
```

## Use instead
```python app.py
import fal


class ImageGenerator(fal.App):
    app_auth = "public"

    @fal.endpoint("/")
    def generate(self) -> dict:
        return {}
```

## Source in fal
`App.__init_subclass__`, `wrap_app` and `_find_target` read the attributes that `fal.App` defines, and no others, those before the keywords; `Host.parse_options` accepts the keyword `machine_types`, which nothing reads (verified with fal 1.83.0). If a newer fal is installed or locked, nothing is reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...project.files import Unreadable
from ...project.python.fal_names import (
    APP_ATTRIBUTES,
    APP_DEFAULTS,
    APP_METHODS,
    ENVIRONMENT_OPTIONS,
    SETTINGS,
)
from ..app_source import loaded_class
from ..app_versions import has_newer_fal
from ..context import AppContext
from ..did_you_mean import question
from ..finding import FilePlace, FileRange, Finding, Related, Rule, Severity
from ..python_values import definition_range, name_range

if TYPE_CHECKING:
    from ...project import Project
    from ...project.python.app_class import AppClass
    from ...project.python.settings import Origin
    from ..app_source import LoadedClass

_ATTRIBUTES = {
    "auth": "app_auth",
    "auth_mode": "app_auth",
    "application_auth": "app_auth",
    "application_auth_mode": "app_auth",
    "name": "app_name",
    "application_name": "app_name",
    "machine": "machine_type",
    "machine_types": "machine_type",
    "gpus": "num_gpus",
    "num_gpu": "num_gpus",
    "gpu_count": "num_gpus",
    "region": "regions",
    "multiplexing": "max_multiplexing",
    "max_concurrent": "max_concurrency",
    "min_concurrent": "min_concurrency",
    "termination_grace_period": "termination_grace_period_seconds",
    "concurrency_buffer_percent": "concurrency_buffer_perc",
    "container_image": "image",
    "python_requirements": "requirements",
}
"""Names that people use for a setting, with the attribute that fal reads."""

_VALUES = {
    "machine": re.compile(r"GPU-|(?:XS|S|M|L|XL)$"),
    "region": re.compile(r"(?:us|eu)-"),
}
"""What the values of the most ordinary of these names begin with where they are meant for fal."""

_KEYWORDS = frozenset({"private_logs", "python_version", "setup_function"})
"""Settings that fal takes from the class statement alone."""

_MANIFEST = frozenset({"deployment_strategy", "app_scale_settings", "team", "exposed_port"})
"""Settings that only pyproject.toml has."""

_METHODS = {
    "setup": "setup",
    "startup": "setup",
    "onstartup": "setup",
    "teardown": "teardown",
    "shutdown": "teardown",
    "onshutdown": "teardown",
    "handleexit": "handle_exit",
}
"""Names of methods, without underscores, with the method that fal calls."""

_SHORTEST = 8
"""The length from which a name is so long that one like it is no other word."""


def check(app: AppContext) -> Iterator[Finding]:
    """A finding for each attribute, at its name in the Python file."""
    loaded = loaded_class(app)
    if loaded is None or not app.has("ref") or loaded.app_class.is_own_affair:
        return
    target = loaded.target
    # Once for all apps of a class.
    question = (_of_class, target.path, target.name, target.seen_from)
    unused = app.once(question, lambda: _of_class(app))
    if unused and not has_newer_fal(app):
        yield from unused


def _of_class(app: AppContext) -> tuple[Finding, ...]:
    """What is wrong with the class of an app, whatever else the app says."""
    # Asked again, so that the memo knows what this answer has read.
    loaded = loaded_class(app)
    if loaded is None:
        return ()
    found = loaded.app_class
    unused = () if "host_kwargs" in found.attributes else _unused(loaded, found)
    return (*unused, *_methods(loaded, found))


def _unused(loaded: LoadedClass, found: AppClass) -> Iterator[Finding]:
    for name, origin in found.attributes.items():
        finding = _attribute(name, origin, found)
        if finding is not None and not _is_used(loaded, name, origin):
            yield finding
    keyword = found.keywords.get("machine_types")
    if keyword is not None:
        yield Finding(
            RULE.name,
            f"fal does not read the keyword `machine_types`. {question('machine_type')}",
            name_range(keyword),
            help="Set `machine_type` as a class attribute.",
        )
    yield from _hidden(found)
    for name, keyword in found.keywords.items():
        yield from _beside_attribute(name, keyword, found)


def _hidden(found: AppClass) -> Iterator[Finding]:
    """A finding where `fal.App` comes before a class with settings."""
    for name, origin in found.hidden.items():
        value = origin.setting.value
        is_default = value.known and value.data == APP_DEFAULTS[name]
        if origin.setting.conditional or value.is_none is not False or is_default:
            continue
        if name == "kind" and not (value.known and value.data in ENVIRONMENT_OPTIONS):
            # In front, it would be a kind that fal does not have: it is meant for something else.
            continue
        yield Finding(
            RULE.name,
            f"`{name}` of `{origin.class_name}` has no effect, because `fal.App` comes before it.",
            definition_range(found.definition),
            related=(
                Related(f"`{name}` is set here.", FilePlace(origin.path, origin.setting.line)),
            ),
            help=f"Put `{origin.class_name}` first in the base classes.",
            # It may be on purpose: the mixin can be for other classes, too.
            severity=Severity.INFORMATION,
        )
        return


def _beside_attribute(name: str, keyword: Origin, found: AppClass) -> Iterator[Finding]:
    """A finding where an attribute counts, and not the keyword of the class statement."""
    attribute = found.at_definition.get(name)
    is_own = keyword.class_name == found.definition.name and not name.startswith("app_files")
    if attribute is None or not is_own or name not in SETTINGS:
        return
    given, set_to = keyword.setting, attribute.setting
    if set_to.conditional or set_to.value.is_none is not False or set_to.value.is_function:
        return
    if not given.value.known or not set_to.value.known or given.value.data == set_to.value.data:
        return
    owner = attribute.class_name
    yield Finding(
        RULE.name,
        f"The keyword `{name}` has no effect, because `{owner}` has an attribute `{name}`.",
        name_range(keyword),
        related=(Related("The attribute is set here.", FilePlace(attribute.path, set_to.line)),),
        help="Remove one of them."
        if owner == found.definition.name
        else f"Set `{name}` as an attribute of `{found.definition.name}`.",
    )


def _methods(loaded: LoadedClass, found: AppClass) -> Iterator[Finding]:
    """Methods that certainly nothing calls, and that are meant for one that fal calls."""
    endpoints = {each.method for each in found.endpoints}
    for name, method in found.methods.items() if found.is_complete else ():
        meant = _METHODS.get(name.replace("_", "").lower())
        if meant is None or meant in found.methods or name in endpoints or method.conditional:
            continue
        text = loaded.project.source(method.path)
        lines = [] if isinstance(text, Unreadable) else text.split("\n")
        above = lines[method.line - 1].lstrip() if 0 < method.line <= len(lines) else ""
        if above.startswith(("@", ")")) or _is_read(loaded, name, method.path):
            continue
        place = FileRange(method.path, (method.line, 0))
        yield Finding(RULE.name, f"fal does not call `{name}`. {question(meant)}", place)


def _attribute(name: str, origin: Origin, found: AppClass) -> Finding | None:
    setting = origin.setting
    if name in APP_ATTRIBUTES or name in APP_METHODS or name.startswith("_"):
        return None
    if setting.value.is_none is not False or setting.value.is_function:
        return None
    if setting.conditional or setting.name is None:
        return None
    message = f"fal does not read the attribute `{name}` of a class."
    if name == "health_check" and setting.value.made_by == "fal.HealthCheck":
        advice = "Pass it to the decorator of an endpoint: `@fal.endpoint(..., health_check=...)`."
        return Finding(RULE.name, message, name_range(origin), help=advice)
    if name in found.methods or (not setting.value.known and not setting.value.possible):
        return None
    if name in _KEYWORDS:
        if name in found.keywords:
            return None
        value = setting.value.source or "..."
        advice = (
            f"Write `{name}={value}` in the parentheses of `class {found.definition.name}(...)`."
        )
        return Finding(RULE.name, message, name_range(origin), help=advice)
    if name in _MANIFEST:
        advice = f"Set `{name}` in pyproject.toml."
        if name == "exposed_port":
            advice = "fal serves a class on port 8080. Remove `exposed_port`."
        return Finding(RULE.name, message, name_range(origin), help=advice)
    meant = _ATTRIBUTES.get(name) or _misspelt(name)
    if meant is None or meant in found.attributes or not _may_be_meant(name, origin):
        return None
    return Finding(RULE.name, f"{message} {question(meant)}", name_range(origin))


def _may_be_meant(name: str, origin: Origin) -> bool:
    wanted = _VALUES.get(name)
    values = origin.setting.value.possible or ()
    return wanted is None or all(isinstance(each, str) and wanted.match(each) for each in values)


def _misspelt(name: str) -> str | None:
    """The setting that a name is one typing mistake away from; a constant is none."""
    if len(name) < _SHORTEST or name.isupper():
        return None
    squeezed = name.replace("_", "").lower()
    for setting in sorted(APP_ATTRIBUTES):
        if not setting.startswith("_") and _is_near(squeezed, setting.replace("_", "")):
            return setting
    return None


def _is_near(one: str, other: str) -> bool:
    """Whether a letter is too many, missing or another one, or two letters change places."""
    if one == other:
        return True
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    left, right = one[start:], other[start:]
    swapped = left[:2] == right[1::-1][:2] and left[2:] == right[2:] and len(left) > 1
    return left[1:] == right or left == right[1:] or left[1:] == right[1:] or swapped


def _is_used(loaded: LoadedClass, name: str, origin: Origin) -> bool:
    """Whether code of the project may read the attribute, or its type is declared.

    A type says that an attribute is meant for something of one's own, but for a misspelled setting:
    settings have types, too.
    """
    if _is_read(loaded, name, origin.path):
        return True
    return _misspelt(name) is None and _is_annotated(loaded.project, origin)


def _is_read(loaded: LoadedClass, name: str, path: str) -> bool:
    project = loaded.project
    paths = {path: None, loaded.target.path: None, loaded.target.seen_from: None}
    for each in project.loading(loaded.target.seen_from).modules:
        paths[each.module.path] = None
    reads = re.compile(rf"\.\s*{name}\b|[\"']{name}[\"']|[(,\[{{=+:]\s*{name}\b(?!\s*[=:(])")
    return any(_has(project, each, reads) for each in paths)


def _has(project: Project, path: str, reads: re.Pattern[str]) -> bool:
    text = project.source(path)
    if isinstance(text, Unreadable):
        return True
    return any(not _is_comment(text, found.start()) for found in reads.finditer(text))


def _is_comment(text: str, offset: int) -> bool:
    line = text[text.rfind("\n", 0, offset) + 1 : offset]
    return line.lstrip().startswith("#")


def _is_annotated(project: Project, origin: Origin) -> bool:
    text, name = project.source(origin.path), origin.setting.name
    if isinstance(text, Unreadable) or name is None:
        return True
    lines = text.split("\n")
    if name.end[0] >= len(lines):
        return True
    rest = lines[name.end[0]].encode("utf-8")[name.end[1] :]
    return rest.lstrip().startswith(b":")


RULE = Rule(
    "class-attribute-unused",
    Severity.WARNING,
    __doc__,
    check_app=check,
    needs=loaded_class,
    reads_project=True,
)
