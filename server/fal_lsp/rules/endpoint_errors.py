"""Endpoints from which fal cannot build the server of an app.

Knows what is said of each; must not know what decides that they are reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..project.files import Unreadable
from ..project.python.fal_names import NEVER_ENDPOINTS
from .app_source import ref_loading
from .app_versions import before_python, may_have_pydantic_1
from .context import AppContext
from .did_you_mean import MOST_SUGGESTIONS, nearest, question
from .finding import Finding, Severity
from .python_values import definition_range, written_range

if TYPE_CHECKING:
    from ..project.python.app_class import AppClass
    from ..project.python.endpoints import Endpoint
    from ..project.python.fastapi_parameters import RefusedParameter

TYPED_DICTS = (3, 12)
"""The first Python of which pydantic supports `typing.TypedDict`."""

RENAME = "Rename the method. The path of an endpoint is independent of its name."

_INSTEAD = {
    "any": "Use `typing.Any`.",
    "callable": "Use a type that pydantic supports.",
    "PIL.Image": "Use `fal.toolkit.Image`.",
    "PIL.Image.Image": "Use `fal.toolkit.Image`.",
    "datetime": "Use `datetime.datetime`.",
    "dict[...]": "Give `dict` two types, such as `dict[str, int]`.",
}
"""What to use in place of a type that pydantic does not support."""

_PARAMETERS = {
    "path-twice": ("its path has the parameter `{name}` twice", "Rename one of them."),
    "path-type": ("parameter `{name}` of its path is {words}", "Use `str`, `int` or `float`."),
    "path-source": (
        "parameter `{name}` of its path is declared with `{words}`",
        "Use `Path`, or remove `{words}`.",
    ),
    "path-default": ("`Path` of `{name}` has a default", "Remove the default."),
    "query-type": ("query parameter `{name}` is {words}", "Use `Body` instead of `Query`."),
    "default-in-type": (
        "`{words}` in the annotation of `{name}` has a default",
        "Put the default after the annotation, with `=`.",
    ),
    "path-convertor": (
        "parameter `{name}` of its path has the unknown type `{words}`",
        "Use `str`, `path`, `int`, `float` or `uuid`.",
    ),
    "pattern": (
        "pydantic rejects the pattern of `{name}`, which has {words}",
        "Write the pattern without that, or check the value in the endpoint.",
    ),
    "source-twice": (
        "parameter `{name}` has `{words}` as its default, and something like it in `Annotated`",
        "Remove one of them.",
    ),
}

_IMPORTS = re.compile(r"(?:import|class)\b(.*)")
"""What follows on the line."""


def unservable_endpoints(rule: str, app: AppContext, found: AppClass) -> Iterator[Finding]:
    """Endpoints from which the server of the class cannot be built, in their Python file."""
    number = 0
    told = set[object]()
    for endpoint in found.endpoints:
        for name, written, is_inner in endpoint.missing:
            number += 1
            yield Finding(
                rule,
                f"fal cannot evaluate the annotation of an endpoint: `{name}` is not defined.",
                written_range(endpoint.path, written),
                help=f"Move `{name}` out of the class."
                if is_inner
                else _undefined(app, endpoint.path, name)
                if number <= MOST_SUGGESTIONS
                else f"Define or import `{name}`.",
            )
        for name, written in endpoint.plain:
            yield Finding(
                rule,
                f"fal cannot serve endpoint `{endpoint.method}`: `{name}` is a plain class.",
                written_range(endpoint.path, written),
                help=f"Derive `{name}` from `pydantic.BaseModel`.",
            )
        for name, written in endpoint.no_data:
            what = f"the type `{name}`" if name else "the type of an annotation"
            yield Finding(
                rule,
                f"fal cannot serve endpoint `{endpoint.method}`: pydantic does not support {what}.",
                written_range(endpoint.path, written),
                help=_INSTEAD.get(name, "Use a type that pydantic supports, such as a model."),
            )
        for refused in endpoint.refused:
            if refused.kind != "path-convertor" or not _has_convertors(app):
                yield _refused_parameter(rule, endpoint, refused)
        severity = before_python(app, TYPED_DICTS) if endpoint.typed_dicts else None
        if severity is not None:
            for name, written in endpoint.typed_dicts:
                yield Finding(
                    rule,
                    f"fal cannot serve endpoint `{endpoint.method}`: `{name}` is a "
                    "`typing.TypedDict`, which pydantic does not support before Python 3.12.",
                    written_range(endpoint.path, written),
                    severity,
                    help="Import `TypedDict` from `typing_extensions`.",
                )
        if endpoint.unresolved and app.has("ref") and not may_have_pydantic_1(app):
            # The field of a model is told once, however many endpoints take the model.
            for finding in _unresolved(rule, app, endpoint):
                if finding.place not in told:
                    told.add(finding.place)
                    yield finding
        for name, written in endpoint.misplaced:
            yield Finding(
                rule,
                f"fal cannot serve endpoint `{endpoint.method}`: `{name}` is used as data.",
                written_range(endpoint.path, written),
                help=f"Use `{name}` as the whole type of "
                + ("the result." if name.endswith("Response") else "a parameter."),
            )
        if not endpoint.takes_self and endpoint.definition is not None:
            yield Finding(
                rule,
                f"Endpoint `{endpoint.method}` is a method without parameters.",
                definition_range(endpoint.definition),
                help="Add `self` as the first parameter.",
            )
        elif endpoint.for_self and endpoint.definition is not None:
            yield Finding(
                rule,
                f"The first parameter of endpoint `{endpoint.method}` is the app, "
                f"not a `{endpoint.for_self}`.",
                definition_range(endpoint.definition),
                severity=Severity.WARNING,
                help="Add `self` as the first parameter.",
            )
        if endpoint.is_websocket and endpoint.definition is not None:
            place = definition_range(endpoint.definition)
            message = f"Websocket endpoint `{endpoint.method}` must be"
            if endpoint.is_sync:
                advice = "Define it with `async def`."
                yield Finding(rule, f"{message} asynchronous.", place, help=advice)
            elif endpoint.lacks_websocket:
                message = f"Websocket endpoint `{endpoint.method}` has no parameter for the socket."
                advice = "Annotate a parameter as `fastapi.WebSocket`."
                yield Finding(rule, message, place, help=advice)


def _has_convertors(app: AppContext) -> bool:
    """Whether a file that is loaded may add types of parameters of paths."""
    loading, project = ref_loading(app), app.project
    if loading is None or project is None:
        return True
    texts = (project.source(each.module.path) for each in loading.modules)
    return any(isinstance(each, Unreadable) or "url_convertor" in each for each in texts)


def _refused_parameter(rule: str, endpoint: Endpoint, refused: RefusedParameter) -> Finding:
    problem, advice = _PARAMETERS[refused.kind]
    words = refused.words
    if refused.kind in ("path-type", "query-type") and words != "a model":
        words = f"a `{words}`"
    if refused.kind == "pattern" and words.startswith("an un"):
        advice = "Correct the pattern."
    path, written = endpoint.path, refused.written
    if written is None and endpoint.written is not None:
        path, written = endpoint.written
    return Finding(
        rule,
        f"fal cannot serve endpoint `{endpoint.method}`: "
        f"{problem.format(name=refused.name, words=words)}.",
        written_range(path, written),
        help=advice.format(name=refused.name, words=words),
    )


def _unresolved(rule: str, app: AppContext, endpoint: Endpoint) -> Iterator[Finding]:
    """Names in the annotations of models that pydantic does not find in the file of the `ref`."""
    loading = ref_loading(app)
    first = loading.modules[0].module.path if loading is not None and loading.modules else None
    for each in endpoint.unresolved:
        if each.path != first:
            continue
        if not each.is_model:
            advice = f"Derive `{each.owner}` from `pydantic.BaseModel`."
        elif each.is_later:
            advice = f"Move `{each.name}` above `{each.owner}`, or call "
            advice += f"`{each.owner}.model_rebuild()` below both."
        else:
            advice = _undefined(app, each.path, each.name)
        yield Finding(
            rule,
            f"fal cannot serve endpoint `{endpoint.method}`: pydantic does not find "
            f"`{each.name}`, the type of a field of `{each.owner}`.",
            written_range(each.path, each.written),
            help=advice,
        )


def _undefined(app: AppContext, path: str, name: str) -> str:
    """What to do about a name that a module does not have when it runs."""
    text = app.project.source(path) if app.project is not None else ""
    found = () if isinstance(text, Unreadable) else _IMPORTS.findall(text)
    if any(re.search(rf"\b{name}\b", each) for each in found):
        return f"Import `{name}` outside of `if TYPE_CHECKING`."
    module = app.project.python().module(path) if app.project is not None else None
    names = [] if module is None or isinstance(module, Unreadable) else [*module.names]
    meant = nearest(name, sorted(each for each in names if isinstance(each, str)))
    return question(meant) if meant else f"Define or import `{name}`."


def replaced_methods(rule: str, found: AppClass) -> Iterator[Finding]:
    """Endpoints that replace a method that fal calls itself."""
    for endpoint in found.endpoints:
        method = found.methods.get(endpoint.method)
        if method is None or endpoint.method not in NEVER_ENDPOINTS:
            continue
        # fal calls `openapi()`, and an endpoint without parameters gives it something.
        is_refused = endpoint.method != "openapi" or method.required
        if is_refused and endpoint.definition is not None:
            yield Finding(
                rule,
                f"Endpoint `{endpoint.method}` replaces a method of `fal.App` that fal calls.",
                definition_range(endpoint.definition),
                help=RENAME,
            )
