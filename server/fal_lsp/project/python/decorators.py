"""What a decorator makes of a function or a class. Knows Python's own and fal's; must not know
statements.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from . import fal_names
from .plain_data import truth
from .pydantic_names import COMPUTED, MODES, OF_FIELDS
from .values import (
    Arguments,
    Binding,
    Choice,
    ClassValue,
    Constant,
    FalFunction,
    FalThing,
    Foreign,
    FunctionValue,
    Made,
    Route,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from .run import Run
    from .scope import Scope

SAME = frozenset(
    {"typing.final", "typing.override", "typing.no_type_check", "typing.runtime_checkable"}
    | {"typing_extensions.final", "typing_extensions.override", "typing.overload"}
    | {"typing_extensions.runtime_checkable", "functools.total_ordering", "enum.unique"}
    | {"contextlib.contextmanager", "contextlib.asynccontextmanager", "types.coroutine"}
    | {"typing.dataclass_transform", "typing_extensions.dataclass_transform", "typing.cast"}
)
"""Decorators of Python that leave a function a function and a class what it is."""

_METHOD_KINDS = {
    "builtins.staticmethod": "static",
    "builtins.classmethod": "class",
    "builtins.property": "property",
    "functools.cached_property": "property",
}
_ABSTRACT = frozenset(
    {"abc.abstractmethod", "abc.abstractproperty", "abc.abstractclassmethod"}
    | {"abc.abstractstaticmethod"}
)
DATACLASS = frozenset({"dataclasses.dataclass", "pydantic.dataclasses.dataclass"})
_ORDER = frozenset({"init", "kw_only"})
"""What says of a dataclass that its fields need no order."""

DECORATORS = frozenset(_METHOD_KINDS) | _ABSTRACT | DATACLASS
"""Decorators of Python whose call with a function or a class does as `@decorator` does."""


def _validated(decorator: Made) -> tuple[str, ...] | None:
    """The fields that a validator names, `None` where that is not known or not looked at."""
    given = decorator.arguments
    names = [each.data for each in given.positional if isinstance(each, Constant)]
    texts = tuple(each for each in names if isinstance(each, str))
    is_known = not given.spreads and "check_fields" not in given.keywords
    return texts if is_known and len(texts) == len(given.positional) else None


class Calling(Protocol):
    """Calls, of which some are decorators."""

    def __call__(self, callee: Value, arguments: Arguments, line: int, scope: Scope) -> Value:
        """What a call of a value gives back."""


class Decorators:
    """Decorators in one run."""

    def __init__(self, run: Run, call: Calling) -> None:
        self.run = run
        self._call = call

    def decorate(self, decorator: Value, value: Value, line: int, scope: Scope) -> Value:
        """What `@decorator` makes of a function or a class."""
        decorator, value = self.run.resolve(decorator), self.run.resolve(value)
        maker = decorator.callee if isinstance(decorator, Made) else decorator
        name = maker.name if isinstance(maker, (FalThing, Foreign)) else ""
        if isinstance(value, ClassValue) and name not in SAME:
            value.decorated = True
            value.is_altered = value.is_altered or name not in DATACLASS
        if isinstance(decorator, Made) and isinstance(maker, FalThing):
            if name == fal_names.FUNCTION:
                return FalFunction(decorator, value)
            if name in fal_names.ENDPOINTS:
                self._note_second_route(value, scope)
                return self._endpoint(decorator, name, value)
        elif isinstance(maker, FalThing):
            if name == "fal.cached":
                return value
            if name == fal_names.FUNCTION or name in fal_names.ENDPOINTS:
                return Made(maker, Arguments((value,)), line)
        is_partial = isinstance(decorator, Made) and name == "functools.partial"
        if isinstance(maker, Foreign) and not is_partial:
            return self._by_python(decorator, name, value)
        if is_partial or isinstance(decorator, (FunctionValue, Choice)):
            made = self._call(decorator, Arguments((value,)), line, scope)
            if not isinstance(made, Unknown):
                return made
        return self._opaque(value)

    def _note_second_route(self, value: Value, scope: Scope) -> None:
        if not isinstance(value, FunctionValue) or value.route is None or value.opaque:
            return
        if self.run.is_certain(scope):
            self.run.module.routed_twice.append(value.definition)

    def _opaque(self, value: Value) -> Value:
        self.run.risks += 1
        if isinstance(value, FunctionValue):
            self.run.escape(value)
            return value if value.opaque else value.changed(opaque=True)
        if isinstance(value, ClassValue):
            value.opaque = True
            return value
        if isinstance(value, FalFunction):
            return Unknown("a decorator over fal's")
        return Unknown("a decorator that cannot be followed")

    def _endpoint(self, decorator: Made, name: str, value: Value) -> Value:
        if not isinstance(value, FunctionValue):
            return self._opaque(value)
        arguments = decorator.arguments
        path = arguments.keywords.get("path")
        text = arguments.named(("path",)).get("path")
        if arguments.spreads:
            text = text or Unknown("arguments that are spread")
        written = decorator.first
        if path is not None and path.written is not None:
            written = path.path, path.written
        check = arguments.keywords.get("health_check")
        kind = fal_names.ENDPOINTS[name]
        is_lost = value.kind in ("class", "static", "property")
        route = Route(kind, text, written, check, arguments.keywords, is_lost)  # type: ignore[arg-type]
        return value.changed(route=route)

    def _by_python(self, decorator: Value, name: str, value: Value) -> Value:
        """What a decorator of Python or another package makes of a value."""
        if isinstance(value, FunctionValue):
            if name == "builtins.classmethod" and value.kind == "property":
                # Python 3.9 to 3.12 ask the property.
                return Unknown("a property of the class")
            if name in _METHOD_KINDS:
                return value.changed(kind=_METHOD_KINDS[name])
            if name in _ABSTRACT:
                return value.changed(is_abstract=True)
            inner = decorator.arguments.first if isinstance(decorator, Made) else None
            if name == "functools.wraps" and inner is not None:
                if isinstance(inner, FunctionValue) and value.route is None:
                    return value.changed(route=inner.route)
                return value
            if name in OF_FIELDS and isinstance(decorator, Made):
                value = value.changed(validates=_validated(decorator))
            if name in MODES and isinstance(decorator, Made):
                value = value.changed(validator=decorator)
            elif name == COMPUTED:
                is_bare = not isinstance(decorator, Made)
                made = Made(decorator, Arguments(), 0) if is_bare else decorator
                value = value.changed(validator=made)
            return value if name in SAME else value.changed(kind="object", decorator=name)
        if isinstance(value, ClassValue):
            if name in DATACLASS:
                value.is_dataclass = name.startswith("dataclasses.")
                value.is_frozen = _is_frozen(decorator)
                given = decorator.arguments if isinstance(decorator, Made) else Arguments()
                value.is_keyword_only = given.spreads or not given.keywords.keys().isdisjoint(
                    _ORDER
                )
                value.may_have_slots = given.spreads or "slots" in given.keywords
                self._dataclass(decorator, value)
            elif name not in SAME:
                self.run.risks += 1
            return value
        if isinstance(value, FalFunction):
            return Unknown("a decorator over fal's")
        return value if name in SAME else Unknown("a decorator of Python")

    def _dataclass(self, decorator: Value, value: ClassValue) -> None:
        arguments = decorator.arguments if isinstance(decorator, Made) else Arguments()
        if arguments.spreads or "init" in arguments.keywords:
            wanted = None if arguments.spreads else truth(arguments.keywords["init"].value)
            if wanted is False:
                return
            if wanted is None:
                unknown = Binding(Unknown("a dataclass"), value.definition.line)
                self.run.store.write(value.changed_later, "__init__", unknown)
                return
        # An `__init__` of the class itself is replaced, too.
        init = FunctionValue(value.definition)
        init.kind = "generated"
        binding = Binding(
            init, value.definition.line, "", value.definition.path, value.definition.name
        )
        self.run.store.write(value.changed_later, "__init__", binding)


def _is_frozen(decorator: Value) -> bool:
    given = decorator.arguments.by_keyword if isinstance(decorator, Made) else {}
    return "frozen" in given and truth(given["frozen"]) is True
