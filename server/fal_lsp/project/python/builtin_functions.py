"""What Python's built-in functions give back and change. Knows each by its name; must not know how
a call is written, nor functions of modules (`python_calls.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from .attribute_access import delete_attribute, get_attribute, set_attribute
from .operations import MAX_ITEMS, Raises, Unknowable, builtin_function
from .plain_data import plain
from .source import Definition
from .values import (
    ANY_NAME,
    NONE,
    Arguments,
    Binding,
    Choice,
    ClassValue,
    Constant,
    Dictionary,
    Foreign,
    FunctionValue,
    Made,
    Namespace,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from .expressions import Evaluator
    from .run import Run
    from .scope import Scope


class _Call(NamedTuple):
    """A call whose arguments are all known by their place or name."""

    name: str
    values: tuple[Value, ...]
    """The positional arguments, imported where they are imported."""
    arguments: Arguments
    line: int
    scope: Scope


class Builtins:
    """Calls of built-in functions in one run."""

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator
        self.run: Run = evaluator.run

    def call(self, name: str, arguments: Arguments, line: int, scope: Scope) -> Value | None:
        """What a call gives back, `None` where it is not followed."""
        values = tuple(self.run.resolve(each) for each in arguments.positional)
        if arguments.spreads:
            return None
        follow = _FOLLOWED.get(name)
        if follow is not None:
            value = follow(self, _Call(name, values, arguments, line, scope))
            if value is not None:
                return value
        return None if arguments.keywords else self.plain_call(name, values)

    def plain_call(self, name: str, arguments: tuple[Value, ...]) -> Value | None:
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

    def _sequence(self, call: _Call) -> Value | None:
        if call.arguments.keywords or len(call.values) > 1:
            return None
        items = self.evaluator.iterated(call.values[0]) if call.values else []
        return self.run.sequence(_SEQUENCES[call.name], items)

    def _dict(self, call: _Call) -> Value | None:
        if len(call.values) > 1:
            return None
        pairs = self.run.items(call.values[0]) if call.values else {}
        if call.values and not isinstance(call.values[0], Dictionary):
            pairs = self._pairs(call.values[0])
        more = call.arguments.by_keyword
        return self.run.dictionary({**pairs, **more} if isinstance(pairs, dict) else None)

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

    def _range(self, call: _Call) -> Value:
        data = [plain(each) for each in call.values]
        if data and len(data) <= 3 and all(known and type(each) is int for known, each in data):
            numbers = [each for _, each in data]
            if len(numbers) < 3 or numbers[2]:
                found = range(*numbers)
                if len(found) <= MAX_ITEMS and self.run.spend_on(len(found)):
                    return self.run.sequence("tuple", map(Constant, found))
        return self.run.sequence("tuple", None)

    def _iterator(self, call: _Call) -> Value | None:
        if call.arguments.keywords:
            return None
        lists = [self.evaluator.iterated(each) for each in call.values]
        if not lists or any(each is None for each in lists):
            return self.run.sequence("tuple", None)
        known = [each for each in lists if each is not None]
        if not self.run.spend_on(3 * sum(map(len, known))):
            return self.run.sequence("tuple", None)
        if call.name == "reversed" and len(known) == 1:
            return self.run.sequence("tuple", known[0][::-1])
        if call.name == "enumerate" and len(known) == 1:
            known = [[Constant(index) for index in range(len(known[0]))], known[0]]
        elif call.name != "zip":
            return self.run.sequence("tuple", None)
        pairs = (self.run.sequence("tuple", each) for each in zip(*known, strict=False))
        return self.run.sequence("tuple", pairs)

    def _getattr(self, call: _Call) -> Value | None:
        if len(call.values) not in (2, 3):
            return None
        known, attribute = plain(call.values[1])
        if not known or not isinstance(attribute, str):
            return Unknown("getattr")
        value = get_attribute(self.run, call.values[0], attribute)
        if len(call.values) == 3 and isinstance(value, (Unknown, Foreign)):
            # A list or a function that it may give back may be changed or called.
            default = self.evaluator.calls.some_item(self.run.sequence("tuple", call.values[2:]))
            if isinstance(value, Unknown) or isinstance(default, Choice):
                return default
        return value

    def _setattr(self, call: _Call) -> Value | None:
        if len(call.values) != 3:
            return None
        owner, name, value = call.values
        known, attribute = plain(name)
        wanted = attribute if known and isinstance(attribute, str) else ANY_NAME
        value = value if wanted != ANY_NAME else Unknown("setattr")
        binding = Binding(value, call.line, "", call.scope.source.path)
        set_attribute(self.run, owner, wanted, binding)
        return NONE

    def _delattr(self, call: _Call) -> Value | None:
        if len(call.values) != 2:
            return None
        known, attribute = plain(call.values[1])
        delete_attribute(self.run, call.values[0], attribute if known else ANY_NAME, call.line)
        return NONE

    def _type(self, call: _Call) -> Value | None:
        if len(call.values) == 1:
            made = call.values[0].callee if isinstance(call.values[0], Made) else None
            return made if isinstance(made, ClassValue) else Unknown("a type")
        return self._class_by_type(call) if len(call.values) == 3 else None

    def _class_by_type(self, call: _Call) -> Value:
        known, name = plain(call.values[0])
        bases, body = map(self.run.items, call.values[1:])
        if not known or not isinstance(name, str) or not isinstance(bases, tuple):
            return Unknown("type()")
        if not isinstance(body, dict) or not all(isinstance(key, str) for key in body):
            return Unknown("type()")
        self.run.escape_all(each for each in body.values() if isinstance(each, FunctionValue))
        path = call.scope.source.path
        names = self.run.store.table(
            {key: Binding(each, call.line, "", path, name) for key, each in body.items()}
        )
        definition = Definition(name, path, call.line, None)
        later = self.run.store.table()
        return ClassValue(definition, bases, call.arguments.keywords, False, None, names, later)

    def _boolean(self, call: _Call) -> Value:
        return Unknown(call.name, "bool")

    def _super(self, call: _Call) -> Value:
        return Unknown(call.name)

    def _names(self, call: _Call) -> Value | None:
        names = call.scope.top() if call.name == "globals" else call.scope
        if call.values or names.kind == "function":
            return None
        return Namespace(names.names, call.scope.source.path, names.owner, call.line)


_SEQUENCES: Mapping[str, Literal["list", "tuple", "set"]]
_SEQUENCES = {"list": "list", "tuple": "tuple", "set": "set"}

_FOLLOWED: Mapping[str, Callable[[Builtins, _Call], Value | None]] = {
    **dict.fromkeys(_SEQUENCES, Builtins._sequence),
    "dict": Builtins._dict,
    "range": Builtins._range,
    **dict.fromkeys(("reversed", "enumerate", "zip"), Builtins._iterator),
    "getattr": Builtins._getattr,
    "setattr": Builtins._setattr,
    "delattr": Builtins._delattr,
    "type": Builtins._type,
    **dict.fromkeys(("hasattr", "isinstance", "issubclass", "callable"), Builtins._boolean),
    "super": Builtins._super,
    **dict.fromkeys(("globals", "locals", "vars"), Builtins._names),
}
"""Each gives back `None` where a call is not followed."""
