"""fal cannot create an app from the class.

## What it does
Reports a `ref` or `python_entry_point` to a `fal.App` class that has `@dataclass`, that leaves an abstract method of a base class undefined, or that has a method with the name of a setting, such as `regions`. A method that fal calls itself (`setup`, `teardown`, `handle_exit`, `health`, `provide_hints`) is reported if it requires arguments or has no `self`; `handle_exit` and `provide_hints` also if they are asynchronous.

In the Python file it reports:

- settings of the class of a `ref` that fal rejects: `local_python_modules` that is not a list, an unknown `kind`, `kind = "conda"`, and an option in `host_kwargs` that is unknown or that fal sets itself;
- a websocket endpoint without `async def` or without a `WebSocket` parameter, an endpoint without `self`, and one that replaces a method that fal calls (`openapi`, `serve`);
- an annotation of an endpoint with a name that is only imported under `TYPE_CHECKING` or, in a string, only defined in the class;
- a model of an endpoint with a field whose type is only defined below the model, in a string or with `from __future__ import annotations`; a dataclass or `TypedDict` with such a type at all;
- a type of a parameter or result that pydantic does not support, such as a plain class, a module, a value, `any` or `PIL.Image.Image`, and a `Response` or `Request` in a union or list;
- a parameter that FastAPI rejects: a model or list in the path, a `Query` for a parameter of the path, a default in `Annotated`, a parameter that is twice in the path;
- a property that certainly raises another error than `AttributeError` before `setup` has run: fal reads it when it looks for endpoints;
- a global variable or an attribute of the class that fal cannot pickle with it, such as an `httpx.Client`, a `ThreadPoolExecutor`, a generator, a function with `singledispatch` or a `NewType` of the file.

## Why
fal creates an instance of the class before it deploys it, with an argument that only the `__init__` of `fal.App` accepts: `@dataclass` replaces that, and Python refuses to instantiate a class with abstract methods. A method with the name of a setting is sent as the value of that setting. fal calls `setup` and `teardown` on the runner without arguments, so a method that requires arguments fails there; it does not await `handle_exit` and `provide_hints`. An endpoint without `self` gets the app in place of its first parameter.

## Example
```toml
[tool.fal.apps.image-generator]
ref = "app.py::ImageGenerator"
```
```python app.py
from dataclasses import dataclass

import fal


@dataclass
class ImageGenerator(fal.App):
    steps: int = 4

    @fal.endpoint("/")
    def generate(self) -> dict:
        return {}
```

## Use instead
```python app.py
import fal


class ImageGenerator(fal.App):
    steps: int = 4

    @fal.endpoint("/")
    def generate(self) -> dict:
        return {}
```

## Source in fal
`fal.app.wrap_app` calls `cls(_allow_init=True)`: "__init__() got an unexpected keyword argument '_allow_init'", "Can't instantiate abstract class". `_build_app` refuses such a websocket, and FastAPI such an annotation, shown as "Failed to generate OpenAPI metadata for function". `wrap_app` passes the attributes of the class to `fal.function`, whatever they are: the request that registers the app cannot be built from a function (verified with fal 1.83.0).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from ...project.python.fal_names import (
    CALLED,
    CALLED_SYNC,
    ENVIRONMENT_OPTIONS,
    HOST_OPTIONS,
    PASSED_KEYWORDS,
    SETTINGS,
    STARTING_AND_ENDING,
)
from ..app_source import loaded_class, ref_loading
from ..app_versions import has_newer_fal
from ..context import AppContext
from ..did_you_mean import nearest, question
from ..endpoint_errors import RENAME, replaced_methods, unservable_endpoints
from ..finding import FilePlace, FileRange, Finding, Related, Rule, Severity
from ..python_values import name_range, value_range, written_range

if TYPE_CHECKING:
    from ...project.python.app_class import AppClass
    from ...project.python.class_methods import Method


def check(app: AppContext) -> Iterator[Finding]:
    """At most one finding, on the name of the class."""
    loaded = loaded_class(app)
    if loaded is None:
        return
    found = loaded.app_class
    if found.is_complete:
        if app.has("ref"):
            yield from replaced_methods(RULE.name, found)
        if not found.is_own_affair:
            if app.has("ref"):
                yield from _settings(app, found)
            yield from unservable_endpoints(RULE.name, app, found)
            yield from _raising(found)
            yield from _unpicklable(app, found)
    problem = _dataclass(found) or _abstract(found) or _method(found)
    problem = problem or (_called(found) if found.is_complete else None)
    if problem is None:
        return
    yield Finding(
        RULE.name,
        problem.message,
        loaded.place,
        severity=problem.severity,
        related=(Related(problem.where, FilePlace(problem.path, problem.line)),),
        help=problem.help,
    )


def _raising(found: AppClass) -> Iterator[Finding]:
    """Properties that raise when fal looks for the endpoints of a new instance."""
    for each in found.raising:
        yield Finding(
            RULE.name,
            f"Property `{each.name}` raises `{each.error}` before `setup` has run, "
            f"when fal looks for the endpoints of `{found.definition.name}`.",
            written_range(each.path, each.written),
            help="Make it a method, or raise `AttributeError`.",
        )


def _unpicklable(app: AppContext, found: AppClass) -> Iterator[Finding]:
    """Variables that are sent to the runner with the class, and that cannot be."""
    loading, project = ref_loading(app), app.project
    if loading is None or project is None or not loading.modules:
        return
    from ...project.python.pickling import GENERATOR, TEMPLATE, unpicklable

    question = ("unpicklable", loading.modules[0].module.path)
    every = app.once(question, lambda: unpicklable(project.python(), loading))
    for each in every.get(found.definition, ()):
        what = "a generator" if each.maker == GENERATOR else f"`{each.maker}`"
        how = "read from its pickle" if each.maker == TEMPLATE else "pickled"
        advice = _CURES.get(
            each.maker.rpartition(".")[2], "Create it in `setup`, as an attribute of `self`."
        )
        yield Finding(
            RULE.name,
            f"fal cannot send `{each.name}` to the runner: {what} cannot be {how}.",
            FileRange(each.path, (each.line, 0)),
            help=advice,
        )


_CURES = {
    "generator": "Use a list, or create it in `setup`.",
    "NewType": "Use the type itself, or an alias (`Seed = int`).",
    "TypeAliasType": "Use the type itself, or an alias (`Seed = int`).",
    "ParamSpec": "Define it in a module that `app_files` uploads.",
    "TypeVarTuple": "Define it in a module that `app_files` uploads.",
    "singledispatch": "Define it in a module that `app_files` uploads.",
    "singledispatchmethod": "Use a method that asks with `isinstance`.",
}


def _settings(app: AppContext, found: AppClass) -> Iterator[Finding]:
    """At most one finding, on a value that fal refuses when it loads the class."""
    for name, refused in _REFUSED.items():
        origin = found.attributes.get(name)
        possible = None if origin is None else origin.setting.value.possible
        if origin is None or origin.setting.conditional or not possible:
            continue
        if all(refused.applies(value) for value in possible):
            message = f"`{name}` must be {refused.words}."
            yield Finding(RULE.name, message, value_range(origin), help=refused.advice)
            return
    yield from _kind(app, found)
    unknown = [*_host_options(found)]
    if unknown and not has_newer_fal(app):
        yield from unknown


class _Refused(NamedTuple):
    """When fal refuses a value, what it has to be instead, and the cure."""

    applies: Callable[[Any], bool]
    words: str
    advice: str


def _is_string(value: Any) -> bool:
    return isinstance(value, str)


def _are_no_modules(value: Any) -> bool:
    return bool(value) and not (isinstance(value, list) and all(map(_is_string, value)))


def _is_no_image(value: Any) -> bool:
    return bool(value) and not isinstance(value, dict)


_REFUSED = {
    "local_python_modules": _Refused(
        _are_no_modules, "a list of module names", "Put the names in a list."
    ),
    "image": _Refused(
        _is_no_image, "a `ContainerImage`", "Use `ContainerImage.from_dockerfile_str`."
    ),
}


def _kind(app: AppContext, found: AppClass) -> Iterator[Finding]:
    is_set = any(each.owner for each in found.collected.values.values())
    options = found.passed() if is_set else None
    if options is None:
        return
    from ...project.python.plain_data import plain
    from ...project.python.refusals import holds, refused_options
    from ...project.python.settings import origin
    from ...project.python.values import Constant

    image, binding = options.get("image"), options.get("kind")
    has_image = False if image is None else holds(image.value)
    known, kind = (True, "virtualenv") if binding is None else plain(binding.value)
    if not known or has_image is None:
        return
    if has_image or kind in ("virtualenv", "container"):
        refused = refused_options(Constant(kind), options, has_image)
        is_refused = refused is not None and refused[0] == "option-of-kind"
        if refused is not None and is_refused and not has_newer_fal(app):
            option = options[refused[1]]
            kind = "container" if has_image else kind
            yield Finding(
                RULE.name,
                f'fal has no option `{refused[1]}` for the kind "{kind}".',
                name_range(origin(option)),
                help=f"Remove `{refused[1]}`.",
            )
        return
    if binding is None or not binding.owner:
        return
    message = f'fal has no environment of the kind "{kind}".'
    if kind is None:
        message = "`kind` must be a string, not `None`."
    if kind in ENVIRONMENT_OPTIONS:
        # `requirements` and `resolver` are always passed.
        message = f'fal does not support the kind "{kind}" for a class.'
    advice = 'Use "virtualenv" or "container".'
    yield Finding(RULE.name, message, value_range(origin(binding)), help=advice)


def _host_options(found: AppClass) -> Iterator[Finding]:
    if "host_kwargs" not in found.attributes:
        # `invalid-class-keyword` reports keywords.
        return
    from ...project.python.settings import origin

    given = found.attributes["host_kwargs"]
    data = given.setting.value.data if given.setting.value.known else {}
    for name in data if isinstance(data, dict) and not given.setting.conditional else ():
        if name in PASSED_KEYWORDS:
            yield Finding(
                RULE.name,
                f"`host_kwargs` cannot have `{name}`, which fal sets itself.",
                value_range(given, name),
                help=f"Set `{name}` as a class attribute." if name in SETTINGS else "Remove it.",
            )
    known = frozenset().union(*ENVIRONMENT_OPTIONS.values()) | HOST_OPTIONS | {"kind", "env_yml"}
    for name, binding in found.collected.values.items():
        if name in known | PASSED_KEYWORDS or name in found.keywords or not binding.owner:
            continue
        meant = nearest(name, sorted(known))
        message = f"fal has no option `{name}`."
        yield Finding(
            RULE.name,
            f"{message} {question(meant)}" if meant else message,
            value_range(origin(binding)),
            help="" if meant else f"Remove `{name}` from `host_kwargs`.",
        )


class _Problem(NamedTuple):
    message: str
    help: str
    where: str
    path: str
    line: int
    severity: Severity | None = None


def _dataclass(found: AppClass) -> _Problem | None:
    init = found.methods.get("__init__")
    if init is None or not init.generated or init.conditional:
        return None
    if init.class_name != found.definition.name:
        # It is refused when it is defined (`class-defines-init`).
        return None
    return _Problem(
        f"fal cannot create `{found.definition.name}` because `@dataclass` replaces `__init__`.",
        "Remove `@dataclass`.",
        f"`{init.class_name}` is a dataclass.",
        init.path,
        init.line,
    )


def _abstract(found: AppClass) -> _Problem | None:
    if not found.abstract:
        return None
    first = found.abstract[0]
    name = found.definition.name
    return _Problem(
        f"fal cannot create `{name}` because its method `{first.name}` is abstract.",
        f"Define `{first.name}` in `{name}`.",
        f"`{first.name}` is declared here.",
        first.path,
        first.line,
    )


def _called(found: AppClass) -> _Problem | None:
    endpoints = {endpoint.method for endpoint in found.endpoints}
    # Who calls the others may be another method of the class.
    is_served_by_fal = found.methods.keys().isdisjoint(_CALLERS)
    for name in CALLED if is_served_by_fal else STARTING_AND_ENDING:
        method = found.methods.get(name)
        if method is None or method.conditional or name in endpoints:
            continue
        words = _uncallable(name, method, found.definition.name)
        if words is not None:
            message, advice, severity = words
            where = f"`{name}` is defined here."
            return _Problem(message, advice, where, method.path, method.line, severity)
    return None


def _uncallable(
    name: str, method: Method, class_name: str
) -> tuple[str, str, Severity | None] | None:
    """Why fal cannot call a method of an instance, and what to do about it."""
    if method.required:
        parameter = method.required[0]
        return (
            f"fal calls `{name}` of `{class_name}` without arguments, "
            f"but it requires `{parameter}`.",
            f"Give `{parameter}` a default, or remove it.",
            None if name in STARTING_AND_ENDING else Severity.WARNING,
        )
    if not method.takes_self:
        return (
            f"fal calls `{name}` of `{class_name}` on an instance, but it has no `self`.",
            "Add `self` as the first parameter.",
            None if name in STARTING_AND_ENDING else Severity.WARNING,
        )
    if method.is_async and name in CALLED_SYNC:
        message = f"fal calls `{name}` of `{class_name}` without `await`."
        return message, "Define it without `async`.", Severity.WARNING
    return None


_CALLERS = ("_add_extra_routes", "_add_extra_middlewares")


def _method(found: AppClass) -> _Problem | None:
    endpoints = {endpoint.method for endpoint in found.endpoints}
    for name, origin in found.attributes.items():
        is_certain = origin.setting.value.is_function and not origin.setting.conditional
        if is_certain and name in SETTINGS:
            return _Problem(
                f"Method `{name}` replaces the setting `{name}` of class `{origin.class_name}`.",
                RENAME if name in endpoints else "Rename the method.",
                f"`{name}` is defined here.",
                origin.path,
                origin.setting.line,
            )
    return None


RULE = Rule(
    "app-class-not-loadable",
    Severity.ERROR,
    __doc__,
    check_app=check,
    needs=loaded_class,
    reads_project=True,
    cause_in_file=True,
)
