"""What a call of a function that is no part of the project gives back: Python's own functions, and
what is known of those of other packages. Must not know functions of the project.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .decorators import DATACLASS, DECORATORS, Decorators
from .operations import MAX_ITEMS, PURE, Raises, Unknowable, builtin_function
from .path_values import FUNCTIONS as PATH_FUNCTIONS
from .path_values import opened, path_function
from .values import (
    ANY_NAME,
    NONE,
    Arguments,
    Binding,
    ClassValue,
    Constant,
    Definition,
    Dictionary,
    Foreign,
    FunctionValue,
    Made,
    Namespace,
    Sequence,
    Unknown,
    Value,
    join,
    plain,
)

if TYPE_CHECKING:
    from .expressions import Evaluator
    from .run import Run, Scope
    from .unfollowed import Unfollowed

_ENVIRONMENT = frozenset({"os.environ.get", "os.getenv"})

_HARMLESS = frozenset(
    {"builtins.print", "builtins.len", "builtins.repr", "builtins.id", "builtins.isinstance"}
    | {"builtins.hasattr", "builtins.callable", "json.dumps", "os.path.join", "pprint.pprint"}
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
    "typing.NewType": "type",
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
        self.evaluator = evaluator
        self._unfollowed = unfollowed
        self.run: Run = evaluator.run
        self._decorators = decorators

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
            self.run.set_attribute(Unknown(name), ANY_NAME, Binding(Unknown(name), line))
        if last in ("__setattr__", "type.__setattr__", "object.__setattr__"):
            top, last = "builtins", "setattr"
        if top == "builtins":
            value = self._builtin(last, arguments, line, scope)
            if value is not None:
                return value
        if name in PURE and in_order is not None:
            value = self._plain_call(name, in_order)
            if value is not None:
                return value
        if name == "functools.update_wrapper" and positional:
            self.run.set_attribute(
                positional[0], "__dict__", Binding(Unknown(name), line, "", scope.source.path)
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
        if len(positional) == 1 and isinstance(positional[0], (FunctionValue, ClassValue)):
            if isinstance(positional[0], ClassValue):
                positional[0].decorated = True
            return self._decorators.by_python(callee, name, positional[0])
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
        return value

    def _builtin(
        self,
        name: str,
        arguments: Arguments,
        line: int,
        scope: Scope,
    ) -> Value | None:
        run, evaluator = self.run, self.evaluator
        values = tuple(run.resolve(each) for each in arguments.positional)
        keywords = arguments.keywords
        if arguments.spreads:
            return None
        if name in ("list", "tuple", "set") and not keywords and len(values) <= 1:
            items = evaluator.iterated(values[0]) if values else []
            return run.sequence(name, items)  # type: ignore[arg-type]
        if name == "dict" and len(values) <= 1:
            pairs = run.items(values[0]) if values else {}
            if values and not isinstance(values[0], Dictionary):
                pairs = self._pairs(values[0])
            more = arguments.by_keyword
            return run.dictionary({**pairs, **more} if isinstance(pairs, dict) else None)
        if name == "range":
            return self._range(values)
        if name in ("reversed", "enumerate", "zip") and not keywords:
            return self._iterator(name, values)
        if name == "getattr" and len(values) in (2, 3):
            known, attribute = plain(values[1])
            if known and isinstance(attribute, str):
                value = run.attribute(values[0], attribute)
                if len(values) == 3 and isinstance(value, Unknown):
                    return Unknown(value.reason)
                return value
            return Unknown("getattr")
        if name == "setattr" and len(values) == 3:
            known, attribute = plain(values[1])
            wanted = attribute if known and isinstance(attribute, str) else ANY_NAME
            value = values[2] if wanted != ANY_NAME else Unknown("setattr")
            binding = Binding(value, line, "", scope.source.path)
            run.set_attribute(values[0], wanted, binding)
            return NONE
        if name == "delattr" and len(values) == 2:
            known, attribute = plain(values[1])
            run.delete_attribute(values[0], attribute if known else ANY_NAME, line)
            return NONE
        if name == "type" and len(values) == 1:
            made = values[0].callee if isinstance(values[0], Made) else None
            return made if isinstance(made, ClassValue) else Unknown("a type")
        if name == "type" and len(values) == 3:
            return self._class_by_type(values, keywords, line, scope)
        if name in ("hasattr", "isinstance", "issubclass", "callable"):
            return Unknown(name, "bool")
        if name == "super":
            return Unknown("super")
        if name in ("globals", "locals", "vars") and not values:
            names = scope.top() if name == "globals" else scope
            if names.kind != "function":
                return Namespace(names.names, scope.source.path, names.owner, line)
        return None if keywords else self._plain_call(name, values)

    def _plain_call(self, name: str, arguments: tuple[Value, ...]) -> Value | None:
        """What a function without effects returns for plain data, `None` where not known."""
        data = [self.run.plain(self.run.resolve(each)) for each in arguments]
        if all(known for known, _ in data):
            try:
                return self.run.value(builtin_function(name, [each for _, each in data]))
            except Raises as error:
                self.run.call_raises(error.error)
            except Unknowable:
                return None
        return None

    def _class_by_type(
        self, values: tuple[Value, ...], keywords: Mapping[str, Binding], line: int, scope: Scope
    ) -> Value:
        known, name = plain(values[0])
        bases = self.run.items(values[1])
        body = self.run.items(values[2])
        if not known or not isinstance(name, str) or not isinstance(bases, tuple):
            return Unknown("type()")
        if not isinstance(body, dict) or not all(isinstance(key, str) for key in body):
            return Unknown("type()")
        path = scope.source.path
        names = self.run.store.table(
            {key: Binding(each, line, "", path, name) for key, each in body.items()}
        )
        definition = Definition(name, path, line, None)
        later = self.run.store.table()
        return ClassValue(definition, bases, keywords, False, None, names, later)

    def _pairs(self, value: Value) -> dict[Any, Value] | None:
        pairs = self.evaluator.iterated(value)
        found: dict[Any, Value] = {}
        for pair in pairs or ():
            items = self.run.items(pair)
            known, key = plain(items[0]) if isinstance(items, tuple) and len(items) == 2 else (0, 0)
            if not known or isinstance(key, (list, dict, set)):
                return None
            found[key] = items[1]
        return found if pairs is not None else None

    def _range(self, values: tuple[Value, ...]) -> Value:
        data = [plain(each) for each in values]
        if data and len(data) <= 3 and all(known and type(each) is int for known, each in data):
            numbers = [each for _, each in data]
            if len(numbers) < 3 or numbers[2]:
                found = range(*numbers)
                if len(found) <= MAX_ITEMS and self.run.spend_on(len(found)):
                    return self.run.sequence("tuple", map(Constant, found))
        return self.run.sequence("tuple", None)

    def _iterator(self, name: str, values: tuple[Value, ...]) -> Value:
        lists = [self.evaluator.iterated(each) for each in values]
        if not lists or any(each is None for each in lists):
            return self.run.sequence("tuple", None)
        known = [each for each in lists if each is not None]
        if not self.run.spend_on(3 * sum(map(len, known))):
            return self.run.sequence("tuple", None)
        if name == "reversed" and len(known) == 1:
            return self.run.sequence("tuple", known[0][::-1])
        if name == "enumerate" and len(known) == 1:
            known = [[Constant(index) for index in range(len(known[0]))], known[0]]
        elif name != "zip":
            return self.run.sequence("tuple", None)
        pairs = (self.run.sequence("tuple", each) for each in zip(*known, strict=False))
        return self.run.sequence("tuple", pairs)
