"""Which methods of a class fal serves, and what it makes of their signatures.

Knows `App.collect_routes` and `App.get_health_check_config` of fal 1.83.0 (fal/app.py); must not
know settings.
"""

from __future__ import annotations

import typing
from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Literal, NamedTuple

from . import fal_names
from .fastapi_parameters import RefusedParameter, refused_parameters, refused_path
from .lattice import choices, join
from .model_refusals import is_no_type
from .modules import may_be_builtin
from .plain_data import plain, truth
from .pydantic_names import CALLABLES, FAL_MODEL, MODEL, is_no_data, shown
from .settings import Origin, origin
from .type_operators import without_arguments
from .values import (
    NONE,
    STATELESS,
    Binding,
    ClassValue,
    Constant,
    FalThing,
    Foreign,
    FunctionValue,
    Made,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from .attributes import Attributes
    from .source import Definition, Written
    from .values import Named, Route, TypePart


_TYPED_DICTS = frozenset({Foreign("typing.TypedDict"), Foreign("typing_extensions.TypedDict")})
_PLAIN = frozenset(
    f"builtins.{each}"
    for each in ("str", "int", "float", "bool", "bytes", "list", "dict", "tuple", "set", "object")
)
_HOOKS = ("__get", "__pydantic", "__init_subclass", "__class_getitem", "__module__")
"""How the names begin with which a class decides what pydantic makes of it."""


class Unresolved(NamedTuple):
    """A name in the text of an annotation that pydantic does not find.

    `is_model`: of a pydantic model, which looked when its class statement ran. Of other classes it
    looks once the file has run, where it does not find the module of a file that fal runs.
    """

    owner: str
    name: str
    path: str
    written: Written
    is_model: bool
    is_later: bool
    """The module has it once it has run."""


class Endpoint(NamedTuple):
    """A method that handles requests. `route` is `None` where it is not known."""

    route: str | None
    method: str
    kind: Literal["endpoint", "realtime"]
    path: str
    line: int
    health_check: Origin | None = None
    """The `health_check` of the decorator, where it has one."""
    is_sync: bool = False
    """It is certainly a plain function, which fal runs in a thread of a pool."""
    definition: Definition | None = None
    """Where it is defined, if it is certainly this function."""
    written: tuple[str, Written] | None = None
    """The file and the place of its path."""
    missing: tuple[tuple[str, Written, bool], ...] = ()
    """The names of its annotations that its module certainly has not, and whether the class has."""
    plain: tuple[tuple[str, Written], ...] = ()
    """The classes of its annotations that are certainly nothing to make of a request or answer."""
    misplaced: tuple[tuple[str, Written], ...] = ()
    """What FastAPI gives or sends by itself, where it has to be made of a request or answer."""
    no_data: tuple[tuple[str, Written], ...] = ()
    """What is certainly no type of data, where there has to be one."""
    typed_dicts: tuple[tuple[str, Written], ...] = ()
    """The classes of its annotations that Python's own `TypedDict` makes."""
    refused: tuple[RefusedParameter, ...] = ()
    """The parameters that FastAPI certainly refuses."""
    unresolved: tuple[Unresolved, ...] = ()
    """The names in the annotations of its types that are certainly not found."""
    takes_self: bool = True
    for_self: str = ""
    """The type that its first parameter has and that its class certainly is not."""
    is_websocket: bool = False
    lacks_websocket: bool = False
    """No parameter is annotated as a WebSocket."""
    is_served: bool = True
    """`False` for a static method, whose health check fal uses nevertheless."""


class EndpointReader:
    """Reads the endpoints among the attributes of a class as one file sees them."""

    def __init__(self, attributes: Attributes, found: Mapping[str, Binding | None]) -> None:
        self._attributes = attributes
        self._found = found

    def endpoints(self) -> Iterator[Endpoint]:
        """Those that are served, and those whose health check fal uses nevertheless."""
        for name, binding in self._found.items():
            for each in choices(binding.value) if binding is not None else ():
                if not isinstance(each, FunctionValue) or each.route is None or binding is None:
                    continue
                if not _is_lost(each) or _has_check(each):
                    yield self._endpoint(name, binding, each, each.route)

    def _endpoint(
        self, name: str, binding: Binding, function: FunctionValue, route: Route
    ) -> Endpoint:
        is_method = function.kind in ("function", "class")
        is_certain = len(choices(binding.value)) == 1 and not function.opaque and is_method
        known, path = plain(route.path) if route.path else (False, None)
        websocket = route.keywords.get("is_websocket")
        signature = route.signature
        names = signature.names if is_certain else ()
        if websocket is not None:
            names = tuple(each for each in names if not each.in_text)
        is_typed = is_certain and websocket is None and route.kind == "endpoint"
        types = signature.types if is_typed else ()
        file = function.definition.path
        return Endpoint(
            path if known and isinstance(path, str) else None,
            name,
            route.kind,
            file,
            function.definition.line,
            health_check=self._health_check(binding, function, route),
            is_sync=not function.is_async and not function.opaque and is_method,
            definition=function.definition if is_certain else None,
            written=route.written if is_certain else None,
            missing=tuple(self._missing(file, names)),
            plain=tuple(self._plain(file, types)),
            misplaced=tuple(self._misplaced(file, types)),
            no_data=tuple(self._no_data(file, types)),
            typed_dicts=tuple(self._typed_dicts(file, types)),
            refused=tuple(self._refused(function, route, is_typed=is_typed)) if is_certain else (),
            unresolved=tuple(self._unresolved(file, types)),
            takes_self=not is_certain or signature.takes_self,
            for_self=self._for_self(file, signature.first) if is_certain else "",
            is_websocket=websocket is not None and truth(websocket.value) is True,
            lacks_websocket=self._lacks_websocket(file, signature.annotated),
            is_served=not _is_lost(function),
        )

    def _health_check(
        self, binding: Binding, function: FunctionValue, route: Route
    ) -> Origin | None:
        # `get_health_check_config` looks for functions, which a class method is not.
        if route.health_check is None or function.kind == "class":
            return None
        value = self._attributes.resolved(route.health_check.value)
        if len(choices(binding.value)) > 1:
            value = join([value, NONE])
        check = route.health_check._replace(value=value, owner=binding.owner, path=binding.path)
        return origin(check)

    def _missing(self, path: str, names: tuple[Named, ...]) -> Iterator[tuple[str, Written, bool]]:
        for each in names:
            of_class = each.name in self._found
            # A string is evaluated outside of the class.
            is_bound = (of_class and not each.in_text) or each.name in fal_names.FASTAPI_NAMES
            if not is_bound and self._attributes.modules.has_no_name(path, each.name):
                yield each.name, each.written, of_class

    def _plain(self, path: str, types: tuple[TypePart, ...]) -> Iterator[tuple[str, Written]]:
        for each in types:
            found = self._type(path, each)
            if isinstance(found, ClassValue) and is_no_type(self._attributes, found):
                yield found.definition.name, each.written

    def _misplaced(self, path: str, types: tuple[TypePart, ...]) -> Iterator[tuple[str, Written]]:
        for each in types:
            found = self._type(path, each)
            if not isinstance(found, Foreign):
                continue
            is_fine = each.is_whole and (each.name or found.name in fal_names.RESPONSES)
            if found.name in fal_names.RESPONSES | fal_names.OF_REQUEST and not is_fine:
                yield found.name.rpartition(".")[2], each.written

    def _no_data(self, path: str, types: tuple[TypePart, ...]) -> Iterator[tuple[str, Written]]:
        for each in types:
            found = self._type(path, each)
            if is_no_data(found) or (each.is_whole and found in CALLABLES):
                yield shown(found), each.written

    def _typed_dicts(self, path: str, types: tuple[TypePart, ...]) -> Iterator[tuple[str, Written]]:
        for each in types:
            found = self._type(path, each)
            if not isinstance(found, ClassValue) or self._kind_of_data(found) != "dict":
                continue
            if Foreign("typing.TypedDict") in self._attributes.lineage(found).links:
                yield found.definition.name, each.written

    def _refused(
        self, function: FunctionValue, route: Route, *, is_typed: bool
    ) -> Iterator[RefusedParameter]:
        known, path = plain(route.path) if route.path else (False, None)
        path = path if known and isinstance(path, str) else None
        if path is not None:
            yield from refused_path(path)
        if is_typed:
            resolve = partial(self._kind, function.definition.path)
            yield from refused_parameters(path, route.signature.parameters, resolve, self._is_model)

    def _is_model(self, found: Value) -> bool:
        return isinstance(found, ClassValue) and self._kind_of_data(found) in ("model", "dataclass")

    def _unresolved(self, path: str, types: tuple[TypePart, ...]) -> Iterator[Unresolved]:
        for each in types:
            found = self._type(path, each)
            if not isinstance(found, ClassValue) or not found.in_text:
                continue
            kind = self._kind_of_data(found)
            is_model = kind == "model"
            if not kind or (is_model and found.is_used):
                continue
            file = found.definition.path
            for named, is_late in found.in_text:
                is_later = not self._attributes.modules.has_no_name(file, named.name)
                is_known = named.name in fal_names.FASTAPI_NAMES or may_be_builtin(named.name)
                if is_known or (is_model and not is_late):
                    continue
                # Some versions of FastAPI import more of `typing` than others.
                if not is_model and hasattr(typing, named.name):
                    continue
                owner = found.definition.name
                yield Unresolved(owner, named.name, file, named.written, is_model, is_later)
                break

    def _kind_of_data(self, found: ClassValue) -> str:
        """What makes a class data for pydantic, empty where that is not certain."""
        line = self._attributes.lineage(found)
        if not line.is_complete or not all(map(self._is_unchanged, line.classes)):
            return ""
        foreign = {each for each in line.links if not isinstance(each, ClassValue)}
        foreign -= STATELESS
        if foreign - {FAL_MODEL} == {MODEL} and all(each.is_as_written for each in line.classes):
            return "model"
        if line.links == (found,) and found.is_dataclass and not found.is_altered:
            return "dataclass"
        is_dict = len(foreign) == 1 and foreign <= _TYPED_DICTS
        return "dict" if is_dict and all(each.is_as_written for each in line.classes) else ""

    def _is_unchanged(self, found: ClassValue) -> bool:
        return (
            found.metaclass is None
            and not (found.opaque or found.is_hooked)
            and not self._attributes.may_have_others(found)
            and not set(self._attributes.changed_later(found)) - {"__init__"}
            and not any(name.startswith(_HOOKS) for name in found.namespace)
        )

    def _for_self(self, path: str, first: Value | str | None) -> str:
        """What the first parameter takes instead of the instance, where that is certain."""
        if first is None:
            return ""
        if isinstance(first, str) and first in fal_names.DATA_TYPES:
            return first
        found = self._kind(path, first)
        if isinstance(found, Foreign):
            name = found.name.removeprefix("builtins.")
            is_data = name in fal_names.DATA_TYPES or name in fal_names.OF_REQUEST
            return name.rpartition(".")[2] if is_data else ""
        if not isinstance(found, ClassValue):
            return ""
        line = self._attributes.lineage(found)
        is_model = line.is_complete and not line.is_app and MODEL in line.links
        return found.definition.name if is_model else ""

    def _lacks_websocket(self, path: str, annotated: tuple[Value | str | None, ...] | None) -> bool:
        return annotated is not None and all(self._is_no_socket(path, each) for each in annotated)

    def _is_no_socket(self, path: str, value: Value | str | None) -> bool:
        # Where one of several annotations cannot be evaluated, fal takes each as the text it is.
        if value is None or value == "WebSocket":
            return False
        found = self._kind(path, value)
        return isinstance(found, Constant) or (isinstance(found, Foreign) and found.name in _PLAIN)

    def _type(self, path: str, part: TypePart) -> Value:
        return self._attributes.of_annotation(path, part.value)

    def _kind(self, path: str, value: Value | str) -> Value:
        return without_arguments(self._attributes.of_annotation(path, value))


def may_route(found: Mapping[str, Binding | None]) -> bool:
    """Whether other attributes than endpoints may handle requests."""
    for name, binding in found.items():
        if binding is None or name in fal_names.APP_ATTRIBUTES:
            continue
        for each in choices(binding.value):
            if isinstance(each, FunctionValue) and each.opaque:
                return True
            if isinstance(each, Unknown) and not each.kind:
                return True
            if isinstance(each, Made) and not isinstance(each.callee, (FalThing, ClassValue)):
                return True
    return False


def lost(found: Mapping[str, Binding | None]) -> Iterator[tuple[Definition, str]]:
    """The endpoints that are certainly no methods of an instance, with what they are instead."""
    for binding in found.values():
        value = binding.value if binding is not None else None
        if isinstance(value, FunctionValue) and not value.opaque:
            if _is_lost(value):
                yield value.definition, value.kind
            elif value.dropped is not None and value.route is None:
                yield value.dropped
        elif isinstance(value, Made) and isinstance(value.callee, FalThing):
            first = value.arguments.first
            if value.callee.name in fal_names.ENDPOINTS and isinstance(first, FunctionValue):
                yield first.definition, value.callee.name


def _is_lost(function: FunctionValue) -> bool:
    """Whether `App.collect_routes`, which looks for methods of an instance, misses an endpoint."""
    route = function.route
    return route is not None and (route.is_lost or function.kind in ("static", "property"))


def _has_check(function: FunctionValue) -> bool:
    """Whether `get_health_check_config`, which looks for functions of the class, sees an endpoint
    that is none of an instance."""
    return function.kind == "static" and function.route is not None and not function.route.is_lost
