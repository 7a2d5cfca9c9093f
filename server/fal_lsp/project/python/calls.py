"""What a call gives back and changes. Knows Python's own functions, fal's decorators and functions
of the project that are simple; must not know statements.
"""

from __future__ import annotations

import ast
import contextlib
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from . import fal_names
from .methods import Methods
from .modules import Call
from .operations import MAX_ITEMS, PURE, FilePath, Unknowable, builtin_function
from .path_values import FUNCTIONS as PATH_FUNCTIONS
from .path_values import path_function
from .run import MAX_CALLS, Run, Scope
from .source import keyword_place, place
from .values import (
    ANY_NAME,
    NONE,
    Binding,
    Choice,
    ClassValue,
    Constant,
    Definition,
    Dictionary,
    FalFunction,
    FalThing,
    Foreign,
    FunctionValue,
    Made,
    Namespace,
    Route,
    Sequence,
    Unknown,
    Value,
    choices,
    join,
    plain,
    truth,
)

if TYPE_CHECKING:
    from .expressions import Evaluator
    from .targets import Targets
    from .values import Written

Keywords = Mapping[str, Binding]

_SAME = frozenset(
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
_DATACLASS = frozenset({"dataclasses.dataclass", "pydantic.dataclasses.dataclass"})
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


class Calls:
    """Calls in one run. `execute` runs the body of a function in a scope (`interpreter.py`)."""

    def __init__(
        self,
        evaluator: Evaluator,
        targets: Targets,
        execute: Callable[[FunctionValue, Scope], tuple[Value, bool]],
    ) -> None:
        self.evaluator = evaluator
        self.targets = targets
        self._methods = Methods(evaluator, targets)
        self.run: Run = evaluator.run
        self._execute = execute

    def expression(self, node: ast.Call, scope: Scope) -> Value:
        """The value of a call."""
        evaluator = self.evaluator
        receiver: Value | None = None
        if isinstance(node.func, ast.Attribute):
            receiver = evaluator.resolved(node.func.value, scope)
            evaluator.note_attribute(receiver, node.func, scope)
            container = isinstance(receiver, (Sequence, Dictionary, Namespace, Constant, Choice))
            callee: Value = NONE if container else self.run.attribute(receiver, node.func.attr)
        else:
            container = False
            callee = evaluator.resolved(node.func, scope)
        arguments, keywords, spreads = self._arguments(node, scope, callee)
        if container and isinstance(node.func, ast.Attribute) and receiver is not None:
            return self._methods.call(receiver, node.func.attr, arguments, keywords, spreads)
        result = self.call(callee, tuple(arguments), keywords, spreads, node.lineno - 1, scope)
        if isinstance(result, Made) and isinstance(result.callee, (FalThing, ClassValue)):
            is_own = result.callee == callee
            if is_own and not isinstance(callee, Made) and self.run.is_certain(scope):
                places = tuple(map(place, node.args))
                self.run.module.calls.append(Call(result, place(node), places))
                if places:
                    result.first = scope.source.path, places[0]
        return result

    def _arguments(
        self, node: ast.Call, scope: Scope, callee: Value
    ) -> tuple[list[Value], dict[str, Binding], bool]:
        spreads = False
        arguments = self.evaluator.spread(node.args, scope)
        if arguments is None:
            arguments, spreads = [], True
        keywords: dict[str, Binding] = {}
        path = scope.source.path
        is_kept = isinstance(callee, (FalThing, Made))
        for each in node.keywords:
            value = self.evaluator.value(each.value, scope)
            if each.arg is not None:
                line, source = each.value.lineno - 1, ""
                places: tuple[Written | None, Written | None] = (None, None)
                if is_kept:
                    source = scope.source.text(each.value)
                    places = keyword_place(each), place(each.value)
                keywords[each.arg] = Binding(value, line, source, path, "", *places)
                continue
            items = self.run.items(self.run.resolve(value))
            if isinstance(items, dict) and all(isinstance(key, str) for key in items):
                line = each.value.lineno - 1
                more = {key: Binding(item, line, "", path) for key, item in items.items()}
                keywords.update(more)
            else:
                spreads = True
        return arguments, keywords, spreads

    def call(
        self,
        callee: Value,
        arguments: tuple[Value, ...],
        keywords: Keywords,
        spreads: bool,
        line: int,
        scope: Scope,
    ) -> Value:
        """What a call of a value gives back."""
        callee = self.run.resolve(callee)
        if isinstance(callee, FalThing):
            return self._call_of_fal(callee, arguments, keywords, spreads, line)
        if isinstance(callee, Made):
            return self._call_of_made(callee, arguments, keywords, spreads, line, scope)
        if isinstance(callee, Foreign):
            return self._call_of_python(callee, arguments, keywords, spreads, line, scope)
        if isinstance(callee, FunctionValue):
            return self._call_of_function(callee, arguments, keywords, spreads)
        if isinstance(callee, ClassValue):
            self.run.risks += 1
            self.run_methods(callee, ("__new__", "__init__", "__post_init__"), arguments)
            return Made(callee, arguments, keywords, spreads, line)
        self.run.risks += 1
        self.run.escape_all(arguments)
        self.run.escape_all(each.value for each in keywords.values())
        return Unknown("a call that cannot be followed")

    # fal

    def _call_of_fal(
        self,
        callee: FalThing,
        arguments: tuple[Value, ...],
        keywords: Keywords,
        spreads: bool,
        line: int,
    ) -> Value:
        if callee.name == "fal.cached" and len(arguments) == 1:
            return arguments[0]
        if callee.name in fal_names.PATHS:
            arguments = tuple(map(_path_text, arguments))
            keywords = {
                name: each._replace(value=_path_text(each.value)) for name, each in keywords.items()
            }
        if f"{callee.name}.".startswith(("fal.toolkit.", "fal.logging.")):
            self.run.risks += 1
        return Made(callee, arguments, keywords, spreads, line)

    def _call_of_made(
        self,
        callee: Made,
        arguments: tuple[Value, ...],
        keywords: Keywords,
        spreads: bool,
        line: int,
        scope: Scope,
    ) -> Value:
        maker = callee.callee
        name = maker.name if isinstance(maker, (FalThing, Foreign)) else ""
        if name == "functools.partial" and callee.arguments:
            inner, *first = callee.arguments
            return self.call(
                inner,
                (*first, *arguments),
                {**callee.keywords, **keywords},
                spreads or callee.spreads,
                line,
                scope,
            )
        if len(arguments) == 1 and not keywords and not spreads:
            if isinstance(maker, FalThing) and name == fal_names.FUNCTION:
                return FalFunction(callee, arguments[0])
            return self.decorate(callee, arguments[0], line, scope)
        self.run.risks += 1
        self.run.escape_all(arguments)
        if isinstance(maker, ClassValue):
            self.run_methods(maker, ("__call__",), arguments)
        return Unknown("a call that cannot be followed")

    # Decorators

    def decorate(self, decorator: Value, value: Value, line: int, scope: Scope) -> Value:
        """What `@decorator` makes of a function or a class."""
        decorator, value = self.run.resolve(decorator), self.run.resolve(value)
        maker = decorator.callee if isinstance(decorator, Made) else decorator
        name = maker.name if isinstance(maker, (FalThing, Foreign)) else ""
        if isinstance(value, ClassValue) and name not in _SAME:
            value.decorated = True
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
                return Made(maker, (value,), {}, False, line)
        is_partial = isinstance(decorator, Made) and name == "functools.partial"
        if isinstance(maker, Foreign) and not is_partial:
            return self._decorated_by_python(decorator, name, value)
        if is_partial or isinstance(decorator, FunctionValue):
            made = self.call(decorator, (value,), {}, False, line, scope)
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
            return value.changed(opaque=True)
        if isinstance(value, ClassValue):
            value.opaque = True
            return value
        if isinstance(value, FalFunction):
            return Unknown("a decorator over fal's")
        return Unknown("a decorator that cannot be followed")

    def _endpoint(self, decorator: Made, name: str, value: Value) -> Value:
        if not isinstance(value, FunctionValue):
            return self._opaque(value)
        path = decorator.keywords.get("path")
        text = path.value if path else next(iter(decorator.arguments), None)
        if decorator.spreads:
            text = text or Unknown("arguments that are spread")
        written = decorator.first
        if path is not None and path.written is not None:
            written = path.path, path.written
        check = decorator.keywords.get("health_check")
        kind = fal_names.ENDPOINTS[name]
        is_lost = value.kind in ("class", "static", "property")
        route = Route(kind, text, written, check, decorator.keywords, is_lost)  # type: ignore[arg-type]
        return value.changed(route=route)

    def _decorated_by_python(self, decorator: Value, name: str, value: Value) -> Value:
        if isinstance(value, FunctionValue):
            if name in _METHOD_KINDS:
                return value.changed(kind=_METHOD_KINDS[name])
            if name in _ABSTRACT:
                return value.changed(is_abstract=True)
            if name == "functools.wraps" and isinstance(decorator, Made) and decorator.arguments:
                inner = decorator.arguments[0]
                if isinstance(inner, FunctionValue) and value.route is None:
                    return value.changed(route=inner.route)
                return value
            return value if name in _SAME else value.changed(kind="object")
        if isinstance(value, ClassValue):
            if name in _DATACLASS:
                value.is_dataclass = name.startswith("dataclasses.")
                self._dataclass(decorator, value)
            elif name not in _SAME:
                self.run.risks += 1
            return value
        if isinstance(value, FalFunction):
            return Unknown("a decorator over fal's")
        return value if name in _SAME else Unknown("a decorator of Python")

    def _dataclass(self, decorator: Value, value: ClassValue) -> None:
        keywords = decorator.keywords if isinstance(decorator, Made) else {}
        if isinstance(decorator, Made) and (decorator.spreads or "init" in keywords):
            wanted = None if decorator.spreads else truth(keywords["init"].value)
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

    # Functions of the project

    def function_of_lambda(self, node: ast.Lambda, scope: Scope) -> Value:
        """A `lambda`."""
        definition = Definition("<lambda>", scope.source.path, node.lineno - 1, None)
        return FunctionValue(definition, node, scope)

    def _call_of_function(
        self,
        function: FunctionValue,
        arguments: tuple[Value, ...],
        keywords: Keywords,
        spreads: bool,
    ) -> Value:
        run = self.run
        run.risks += 1
        node = function.node
        is_simple = not (function.opaque or function.is_async or spreads) and function.kind in (
            "function",
            "static",
        )
        scope = self._bound(function, arguments, keywords) if is_simple and node else None
        if scope is None or run.calls >= MAX_CALLS or not run.spend():
            self._leave_unfollowed(function, arguments, keywords)
            return Unknown("a call that cannot be followed")
        run.calls += 1
        run.store.branch()
        try:
            value, is_followed = self._execute(function, scope)
        finally:
            run.calls -= 1
        if not is_followed or run.steps < 0:
            run.store.widen(run.store.take_back(), "a call that cannot be followed")
            self._leave_unfollowed(function, arguments, keywords)
            return Unknown("a call that cannot be followed")
        run.store.keep()
        return value

    def _bound(
        self, function: FunctionValue, arguments: tuple[Value, ...], keywords: Keywords
    ) -> Scope | None:
        """The scope of a call with the parameters bound; `None` where that cannot be followed."""
        outer: Scope = function.scope
        parameters: ast.arguments = function.node.args
        scope = Scope("function", self.run.store.table(), outer.source, outer)
        if outer.kind == "class":
            scope.outer = outer.outer
        line = function.definition.line
        positional = [*parameters.posonlyargs, *parameters.args]
        given: dict[str, Value] = dict(function.defaults)
        given.update((each.arg, value) for each, value in zip(positional, arguments, strict=False))
        more = arguments[len(positional) :]
        if more and parameters.vararg is None:
            return None
        if parameters.vararg is not None:
            given[parameters.vararg.arg] = self.run.sequence("tuple", more)
        names = {each.arg for each in (*parameters.args, *parameters.kwonlyargs)}
        others = {}
        for name, binding in keywords.items():
            if name in names:
                given[name] = binding.value
            else:
                others[name] = binding.value
        if others and parameters.kwarg is None:
            return None
        if parameters.kwarg is not None:
            given[parameters.kwarg.arg] = self.run.dictionary(others)
        wanted = {each.arg for each in (*positional, *parameters.kwonlyargs)}
        if not wanted <= given.keys():
            return None
        for name, value in given.items():
            self.run.bind(scope, name, value, line)
        return scope

    def run_methods(
        self, found: ClassValue, names: tuple[str, ...], arguments: tuple[Value, ...] = ()
    ) -> None:
        """Python calls methods of a class, which are not followed, by itself."""
        if not self.run.spend(50):
            return
        instance = Made(found, (), {}, False, 0)
        links = self.run.modules.lineage(found, self.run.store, self.run.lineages).links
        for link in [each for each in links if isinstance(each, ClassValue)]:
            for name in names:
                binding = self.run.store.read(link.namespace, name)
                for each in choices(binding.value) if isinstance(binding, Binding) else ():
                    if isinstance(each, FunctionValue):
                        self._leave_unfollowed(each, (instance, *arguments), {})

    def _leave_unfollowed(
        self, function: FunctionValue, arguments: tuple[Value, ...], keywords: Keywords
    ) -> None:
        """A function runs that is not followed: what it can change is unknown."""
        self.run.escape_all([*arguments, *(each.value for each in keywords.values())])
        node, scope = function.node, function.scope
        if node is None or scope is None or not self.run.spend(100):
            return
        names = [each.arg for each in node.args.args]
        given = dict(zip(names, arguments, strict=False))
        for found in ast.walk(node):
            owner, is_set = _changed(found)
            root, is_class = _root(owner)
            if root is None:
                continue
            value = given.get(root.id) or self.run.resolve(self.run.lookup(scope, root.id))
            if isinstance(value, Made) and isinstance(value.callee, ClassValue):
                self.run.escape_attributes(value.callee)
                value = value.callee if is_class else value
            elif isinstance(value, ClassValue):
                self.run.escape_attributes(value)
            self.run.escape(value)
            if is_set and isinstance(value, ClassValue):
                unknown = Binding(Unknown("a call that cannot be followed"), 0)
                self.run.store.write(value.changed_later, ANY_NAME, unknown)

    # Python

    def _call_of_python(
        self,
        callee: Foreign,
        arguments: tuple[Value, ...],
        keywords: Keywords,
        spreads: bool,
        line: int,
        scope: Scope,
    ) -> Value:
        name = callee.name
        top, _, last = name.partition(".")
        if name in _ENVIRONMENT:
            return self._variable(arguments, keywords)
        if name in PATH_FUNCTIONS and not keywords and not spreads:
            values = [self.run.resolve(each) for each in arguments]
            with contextlib.suppress(Unknowable):
                data = [each.data if isinstance(each, Constant) else None for each in values]
                return Constant(path_function(name, data))
        if top == "builtins":
            value = self._builtin(last, arguments, keywords, spreads, line, scope)
            if value is not None:
                return value
        if name in PURE and not keywords and not spreads:
            value = self._plain_call(name, arguments)
            if value is not None:
                return value
        if name == "copy.copy" or name == "copy.deepcopy":
            return self._copied(arguments[0]) if len(arguments) == 1 else Unknown(name)
        if name == "os.environ.setdefault" and len(arguments) == 2:
            return join([Unknown("a variable", "str"), arguments[1]])
        is_decorator = name in _METHOD_KINDS or name in _ABSTRACT or name in _DATACLASS
        if is_decorator and len(arguments) == 1 and not keywords:
            return self.decorate(callee, arguments[0], line, scope)
        if name in ("functools.partial", "functools.wraps", *_DATACLASS) or last in (
            "lru_cache",
            "suppress",
        ):
            return Made(callee, arguments, keywords, spreads, line)
        self.run.risks += 1
        if name not in _HARMLESS:
            self.run.escape_all(arguments)
            self.run.escape_all(each.value for each in keywords.values())
        if _KINDS.get(name):
            return NONE if _KINDS[name] == "NoneType" else Unknown(f"{name}()", _KINDS[name])
        if len(arguments) == 1 and isinstance(arguments[0], (FunctionValue, ClassValue)):
            return self._decorated_by_python(callee, name, arguments[0])
        return Made(callee, arguments, keywords, spreads, line)

    def _variable(self, arguments: tuple[Value, ...], keywords: Keywords) -> Value:
        variable = Unknown("a variable of the environment", "str")
        default = keywords["default"].value if "default" in keywords else NONE
        return join([variable, arguments[1] if len(arguments) > 1 else default])

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
        arguments: tuple[Value, ...],
        keywords: Keywords,
        spreads: bool,
        line: int,
        scope: Scope,
    ) -> Value | None:
        run, evaluator = self.run, self.evaluator
        values = tuple(run.resolve(each) for each in arguments)
        if spreads:
            return None
        if name in ("list", "tuple", "set") and not keywords and len(values) <= 1:
            items = evaluator.iterated(values[0]) if values else []
            return run.sequence(name, items)  # type: ignore[arg-type]
        if name == "dict" and len(values) <= 1:
            pairs = run.items(values[0]) if values else {}
            if values and not isinstance(values[0], Dictionary):
                pairs = self._pairs(values[0])
            more = {key: each.value for key, each in keywords.items()}
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
        data = [plain(self.run.resolve(each)) for each in arguments]
        if all(known for known, _ in data):
            try:
                return self.run.value(builtin_function(name, [each for _, each in data]))
            except Unknowable:
                return None
        return None

    def _class_by_type(
        self, values: tuple[Value, ...], keywords: Keywords, line: int, scope: Scope
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
                if len(found) <= MAX_ITEMS:
                    return self.run.sequence("tuple", map(Constant, found))
        return self.run.sequence("tuple", None)

    def _iterator(self, name: str, values: tuple[Value, ...]) -> Value:
        lists = [self.evaluator.iterated(each) for each in values]
        if not lists or any(each is None for each in lists):
            return self.run.sequence("tuple", None)
        known = [each for each in lists if each is not None]
        if name == "reversed" and len(known) == 1:
            return self.run.sequence("tuple", known[0][::-1])
        if name == "enumerate" and len(known) == 1:
            known = [[Constant(index) for index in range(len(known[0]))], known[0]]
        elif name != "zip":
            return self.run.sequence("tuple", None)
        pairs = (self.run.sequence("tuple", each) for each in zip(*known, strict=False))
        return self.run.sequence("tuple", pairs)


def _path_text(value: Value) -> Value:
    """A path as text, where it is known."""
    if isinstance(value, Constant) and isinstance(value.data, FilePath):
        return Constant(value.data.text)
    return value


def _changed(node: ast.AST) -> tuple[ast.expr | None, bool]:
    """What an expression may change, and whether it sets something of it."""
    if isinstance(node, (ast.Attribute, ast.Subscript)) and not isinstance(node.ctx, ast.Load):
        return node.value, True
    if not isinstance(node, ast.Call):
        return None, False
    if isinstance(node.func, ast.Attribute):
        return node.func.value, False
    is_setattr = isinstance(node.func, ast.Name) and node.func.id in ("setattr", "delattr")
    return (node.args[0], True) if is_setattr and node.args else (None, False)


def _root(node: ast.expr | None) -> tuple[ast.Name | None, bool]:
    """The name that an expression starts from, and whether the class of its value is meant."""
    is_class = False
    while node is not None and not isinstance(node, ast.Name):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
            if node.func.id != "type":
                return None, False
            node, is_class = node.args[0], True
        elif isinstance(node, (ast.Attribute, ast.Subscript)):
            is_class = is_class or (isinstance(node, ast.Attribute) and node.attr == "__class__")
            node = node.value
        else:
            return None, False
    return node, is_class
