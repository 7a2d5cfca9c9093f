"""What a call of a function that is no part of the project gives back: those of Python's modules,
and what is known of other packages. Must not know functions of the project.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from .attribute_access import set_attribute
from .builtin_functions import Builtins
from .decorators import DATACLASS, DECORATORS, SAME, Decorators
from .lattice import join
from .operations import PURE, Unknowable
from .path_values import FUNCTIONS as PATH_FUNCTIONS
from .path_values import opened, path_function
from .pydantic_names import CONFIGURATION
from .values import (
    ANY_NAME,
    NONE,
    Arguments,
    Binding,
    ClassValue,
    Constant,
    Dictionary,
    Foreign,
    FunctionValue,
    Made,
    Sequence,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from .expressions import Evaluator
    from .run import Run
    from .scope import Scope
    from .unfollowed import Unfollowed

_ENVIRONMENT = frozenset({"os.environ.get", "os.getenv"})

_HARMLESS = frozenset(
    {"builtins.print", "builtins.len", "builtins.repr", "builtins.id", "builtins.isinstance"}
    | {"builtins.hasattr", "builtins.callable", "json.dumps", "os.path.join", "pprint.pprint"}
    | {f"logging.{each}" for each in ("debug", "info", "warning", "error", "exception", "log")}
    | {"warnings.warn", "builtins.hash", "builtins.iter", "builtins.issubclass", "builtins.open"}
)
_KINDS = {
    "builtins.print": "NoneType",
    "os.path.join": "str",
    "os.getcwd": "str",
    "json.dumps": "str",
    "builtins.open": "file",
    "builtins.str": "str",
    "builtins.repr": "str",
    "builtins.int": "int",
    "builtins.float": "float",
    "builtins.bool": "bool",
    "builtins.len": "int",
    "builtins.isinstance": "bool",
    "builtins.hasattr": "bool",
    "builtins.callable": "bool",
    "pathlib.Path": "Path",
    "logging.getLogger": "Logger",
    "os.cpu_count": "",
    "typing.TypeVar": "TypeVar",
    "re.compile": "Pattern",
    "os.path.dirname": "str",
    "os.path.abspath": "str",
    "os.path.exists": "bool",
}


class PythonCalls:
    """Calls of such functions in one run."""

    def __init__(
        self, evaluator: Evaluator, decorators: Decorators, unfollowed: Unfollowed
    ) -> None:
        self._unfollowed = unfollowed
        self.run: Run = evaluator.run
        self._decorators = decorators
        self._builtins = Builtins(evaluator)

    def call(self, callee: Foreign, arguments: Arguments, line: int, scope: Scope) -> Value:
        """What a call of a function gives back, by the name of the function."""
        name = callee.name
        top, _, last = name.partition(".")
        positional, in_order = arguments.positional, arguments.in_order
        if name in _ENVIRONMENT:
            return self._variable(arguments)
        if name in PATH_FUNCTIONS and in_order is not None:
            values = tuple(self.run.resolve(each) for each in in_order)
            with contextlib.suppress(Unknowable):
                data = [each.data if isinstance(each, Constant) else None for each in values]
                return Constant(path_function(name, data))
        if name == "builtins.exec":
            set_attribute(self.run, Unknown(name), ANY_NAME, Binding(Unknown(name), line))
        if last in ("__setattr__", "type.__setattr__", "object.__setattr__"):
            top, last = "builtins", "setattr"
        if name == CONFIGURATION:
            # A `TypedDict`, which makes dicts.
            top, last = "builtins", "dict"
        if top == "builtins":
            value = self._builtins.call(last, arguments, line, scope)
            if value is not None:
                return value
        if name in PURE and in_order is not None:
            value = self._builtins.plain_call(name, in_order)
            if value is not None:
                return value
        if name == "functools.update_wrapper" and positional:
            set_attribute(
                self.run,
                positional[0],
                "__dict__",
                Binding(Unknown(name), line, "", scope.source.path),
            )
            return positional[0]
        if name == "copy.copy" or name == "copy.deepcopy":
            return self._copied(positional[0]) if len(positional) == 1 else Unknown(name)
        if name == "os.environ.setdefault" and len(positional) == 2:
            return join([Unknown("a variable", "str"), positional[1]])
        if name in ("builtins.open", "io.open") and not arguments.spreads:
            values = tuple(self.run.resolve(each) for each in positional)
            self.run.reads(opened(Arguments(values, arguments.keywords)))
        if name in DECORATORS and len(positional) == 1 and not arguments.keywords:
            return self._decorators.decorate(callee, positional[0], line, scope)
        if name in ("functools.partial", "functools.wraps", *DATACLASS) or last in (
            "lru_cache",
            "suppress",
        ):
            return Made(callee, arguments, line)
        self.run.risks += 1
        if name not in _HARMLESS:
            self._unfollowed.give(arguments.every, to_python=True)
        if _KINDS.get(name):
            return NONE if _KINDS[name] == "NoneType" else Unknown(f"{name}()", _KINDS[name])
        only = positional[0] if len(positional) == 1 else None
        if isinstance(only, (FunctionValue, ClassValue)):
            if name in SAME:
                return only
            if isinstance(only, ClassValue):
                only.decorated = only.is_altered = True
            # Whether it is called to decorate, to ask or to do something is not known.
            return Unknown(f"{name}()")
        return Made(callee, arguments, line)

    def _variable(self, arguments: Arguments) -> Value:
        default = arguments.named(("key", "default")).get("default", NONE)
        return join([Unknown("a variable of the environment", "str"), default])

    def _copied(self, value: Value) -> Value:
        value = self.run.resolve(value)
        items = self.run.items(value)
        if isinstance(value, Sequence):
            return self.run.sequence(value.kind, items)
        if isinstance(value, Dictionary):
            return self.run.dictionary(items)
        is_own = isinstance(value, Made) and isinstance(value.callee, ClassValue)
        return Unknown("a copy") if is_own else value
