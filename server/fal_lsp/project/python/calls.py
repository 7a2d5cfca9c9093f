"""What a call gives back and changes. Follows functions of the project that are simple; must not
know statements, nor what functions of Python do (`python_calls.py`).
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from . import fal_names, pydantic_names
from .attribute_access import get_attribute
from .call_errors import call_error, in_words, parameters_of
from .callbacks import Callbacks
from .decorators import Decorators
from .enumerations import lacks_value
from .instances import Instances
from .methods import Methods
from .module import Call
from .operations import FilePath
from .python_calls import PythonCalls
from .python_names import PYTHON_MODULES
from .run import MAX_CALLS, Run
from .scope import Scope
from .source import Definition, keyword_place, place
from .type_operators import without_arguments
from .unfollowed import Unfollowed
from .values import (
    NONE,
    Arguments,
    Binding,
    Choice,
    ClassValue,
    Constant,
    Dictionary,
    FalFunction,
    FalThing,
    Foreign,
    FunctionValue,
    Made,
    ModuleValue,
    Namespace,
    Sequence,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from .expressions import Evaluator
    from .flow import Changes
    from .targets import Targets


_ASKING = frozenset(
    f"builtins.{each}"
    for each in ("all", "any", "dict", "frozenset", "list", "max", "min", "set", "sorted", "sum")
) | {"builtins.tuple"}
"""Functions that go through what they are given."""

_RUNS_MODULES = frozenset(
    {"import_module", "__import__", "reload", "run_path", "run_module", "exec_module"}
)
"""Functions that run a file, which may be any and change what this one has."""


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
        self.run: Run = evaluator.run
        self.decorators = Decorators(self.run, self.call)
        self.unfollowed = Unfollowed(self.run)
        self.callbacks = Callbacks(self.run)
        self._instances = Instances(self.run, self._simple_call)
        self._methods = Methods(evaluator, targets)
        self._python = PythonCalls(evaluator, self.decorators, self.unfollowed)
        self._execute = execute

    def expression(self, node: ast.Call, scope: Scope) -> Value:
        """The value of a call."""
        evaluator = self.evaluator
        receiver: Value | None = None
        if isinstance(node.func, ast.Attribute):
            receiver = evaluator.resolved(node.func.value, scope)
            evaluator.note_attribute(receiver, node.func, scope)
            container = isinstance(receiver, (Sequence, Dictionary, Namespace, Constant, Choice))
            callee: Value = NONE if container else get_attribute(self.run, receiver, node.func.attr)
            if node.func.attr == "total_seconds" and _is_duration(receiver):
                self._arguments(node, scope, callee)
                return Unknown("total_seconds()", "float")
        else:
            container = False
            callee = evaluator.resolved(node.func, scope)
        consumed = node.args[0] if _asks_for_items(node, callee, receiver) else None
        arguments = self._arguments(node, scope, callee, consumed)
        if _called_name(node) in _RUNS_MODULES or _runs_anything(callee):
            self.run.runs_anything = True
        self.run.sites.append((scope, node))
        try:
            if container and isinstance(node.func, ast.Attribute) and receiver is not None:
                return self._methods.call(receiver, node.func.attr, arguments)
            if isinstance(callee, Unknown) and receiver is not None:
                self.unfollowed.use(receiver)
            result = self.call(callee, arguments, node.lineno - 1, scope)
        finally:
            self.run.sites.pop()
        if isinstance(result, Made) and _is_judged(result.callee):
            is_own = result.callee == callee
            if is_own and not isinstance(callee, Made) and self.run.is_certain(scope):
                places = tuple(map(place, node.args))
                self.run.module.calls.append(Call(result, place(node), places))
                if places:
                    result.first = scope.source.path, places[0]
        return result

    def note_bare(self, decorator: Value, decorated: Value, node: ast.expr, scope: Scope) -> None:
        """Keep a decorator without parentheses, which is called with what it decorates."""
        if isinstance(decorator, Foreign) and _is_judged(decorator) and self.run.is_certain(scope):
            made = Made(decorator, Arguments((decorated,)), node.lineno - 1)
            self.run.module.calls.append(Call(made, place(node), (place(node),)))

    def _arguments(
        self, node: ast.Call, scope: Scope, callee: Value, consumed: ast.expr | None = None
    ) -> Arguments:
        """What a call is given; `consumed` is a generator that is certainly asked for an item."""
        positional = self.evaluator.spread(node.args, scope, consumed, of_call=True)
        is_shown = isinstance(callee, (FalThing, Made)) or _is_judged(callee)
        keywords, is_known = self.keywords(node.keywords, scope, is_shown=is_shown)
        return Arguments(tuple(positional or ()), keywords, positional is None or not is_known)

    def keywords(
        self, nodes: Iterable[ast.keyword], scope: Scope, owner: str = "", *, is_shown: bool = True
    ) -> tuple[dict[str, Binding], bool]:
        """The keywords of a call or a class, and whether `**` spreads only what is known.

        `owner` is the class that gets them; those that are shown have their source and places.
        """
        keywords: dict[str, Binding] = {}
        is_known = True
        path = scope.source.path
        for each in nodes:
            value = self.evaluator.value(each.value, scope)
            line = each.value.lineno - 1
            if each.arg is not None:
                found = Binding(value, line, "", path, owner)
                if is_shown:
                    source = scope.source.text(each.value)
                    written = place(each.value)
                    found = found._replace(source=source, name=keyword_place(each), written=written)
                keywords[each.arg] = found
                continue
            items = self.run.items(self.run.resolve(value))
            if isinstance(items, dict) and all(isinstance(key, str) for key in items):
                keywords.update(
                    {key: Binding(item, line, "", path, owner) for key, item in items.items()}
                )
            else:
                is_known = False
        return keywords, is_known

    def call(self, callee: Value, arguments: Arguments, line: int, scope: Scope) -> Value:
        """What a call of a value gives back."""
        callee = without_arguments(self.run.resolve(callee))
        if isinstance(callee, Choice):
            return self._call_of_one(callee, arguments, line, scope)
        if isinstance(callee, FalThing):
            return self._call_of_fal(callee, arguments, line)
        if isinstance(callee, Made):
            return self._call_of_made(callee, arguments, line, scope)
        if isinstance(callee, Foreign) and callee.name not in PYTHON_MODULES:
            return self._python.call(callee, arguments, line, scope)
        if isinstance(callee, FunctionValue):
            return self._call_of_function(callee, arguments)
        if isinstance(callee, ClassValue):
            self.run.risks += 1
            lineage = self.run.modules.lineage(callee, self.run.store, self.run.lineages)
            if lacks_value(callee, arguments, lineage, self.run.store):
                shown = repr(arguments.only.data) if isinstance(arguments.only, Constant) else "It"
                words = f"{shown} is not a valid {callee.definition.name}"
                self.run.call_raises(ValueError(words))
            made = self._instances.made(callee, arguments, line)
            if made is not None:
                return made
            self.run.gives(arguments.every)
            self.run.escape_all(arguments.every)
            makers = ("__new__", "__init__", "__post_init__")
            self.unfollowed.run_methods(callee, makers, arguments.positional)
            return Made(callee, arguments, line)
        kind = _not_callable(callee)
        if kind:
            self.run.call_raises(TypeError(f"'{kind}' object is not callable"))
        self.run.risks += 1
        self.unfollowed.give(arguments.every)
        return Unknown("a call that cannot be followed")

    def _call_of_one(self, callee: Choice, arguments: Arguments, line: int, scope: Scope) -> Value:
        """Call one of several values: what any of them changes may have changed.

        Of what they give back only that is kept which can be called or changed.
        """
        branches: list[Changes] = []
        results = []
        for each in callee.values:
            self.run.spend()
            self.run.store.branch()
            with self.run.uncertainty:
                results.append(self.call(each, arguments, line, scope))
            branches.append(self.run.store.take_back())
        self.run.store.merge(branches)
        return self.some_item(self.run.sequence("tuple", results))

    def _simple_call(self, callee: Value, arguments: Arguments) -> Value:
        """A call by which Python makes an instance."""
        scope, node = self.run.sites[-1]
        return self.call(callee, arguments, node.lineno - 1, scope)

    def operate(self, values: Iterable[Value]) -> None:
        """Operators, a subscript or a loop call special methods of instances."""
        self.unfollowed.operate(values)

    def some_item(self, owner: Value) -> Value:
        """An item of a container, where it is not known which."""
        return self.unfollowed.some_item(owner)

    # fal

    def _call_of_fal(self, callee: FalThing, arguments: Arguments, line: int) -> Value:
        if callee.name in fal_names.SAME and len(arguments.positional) == 1:
            only = arguments.positional[0]
            # `Hidden` takes a field alone.
            if not isinstance(only, Constant) and not arguments.keywords:
                return only
        if callee.name in fal_names.PATHS:
            named = arguments.keywords.items()
            arguments = arguments._replace(
                positional=tuple(map(_path_text, arguments.positional)),
                keywords={
                    name: each._replace(value=_path_text(each.value)) for name, each in named
                },
            )
        if f"{callee.name}.".startswith(("fal.toolkit.", "fal.logging.")):
            self.run.risks += 1
        made = Made(callee, arguments, line)
        made.changed_later = self.run.store.table()
        return made

    def _call_of_made(self, callee: Made, arguments: Arguments, line: int, scope: Scope) -> Value:
        maker = callee.callee
        name = maker.name if isinstance(maker, (FalThing, Foreign)) else ""
        if name == "functools.partial" and callee.arguments.positional:
            inner, *rest = callee.arguments.positional
            first = callee.arguments._replace(positional=tuple(rest))
            return self.call(inner, first.with_more(arguments), line, scope)
        if name != "functools.wraps":
            self.unfollowed.use(callee)
        only = arguments.only
        if only is not None:
            if isinstance(maker, FalThing) and name == fal_names.FUNCTION:
                return FalFunction(callee, only)
            return self.decorators.decorate(callee, only, line, scope)
        self.run.risks += 1
        self.unfollowed.give(arguments.every)
        if isinstance(maker, ClassValue):
            self.unfollowed.run_methods(maker, ("__call__",), arguments.positional)
        return Unknown("a call that cannot be followed")

    # Functions of the project

    def function_of_lambda(self, node: ast.Lambda, scope: Scope) -> Value:
        """A `lambda`."""
        definition = Definition("<lambda>", scope.source.path, node.lineno - 1, None)
        function = FunctionValue(definition, node, scope)
        function.defaults = self.defaults(node.args, scope)
        return function

    def defaults(self, arguments: ast.arguments, scope: Scope) -> dict[str, Value]:
        """The values of the defaults of a function that is defined."""
        positional = [*arguments.posonlyargs, *arguments.args]
        found = {}
        if arguments.defaults:
            last = positional[-len(arguments.defaults) :]
            for each, default in zip(last, arguments.defaults, strict=True):
                found[each.arg] = self.evaluator.value(default, scope)
        for each, keyword_default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
            if keyword_default is not None:
                found[each.arg] = self.evaluator.value(keyword_default, scope)
        return found

    def _call_of_function(self, function: FunctionValue, arguments: Arguments) -> Value:
        run = self.run
        run.risks += 1
        node = function.node
        is_plain = not (function.opaque or arguments.spreads) and run.steps >= 0
        is_plain = is_plain and function.kind in ("function", "static")
        problem = _refused(function, arguments) if is_plain and node else ""
        if problem:
            run.call_raises(TypeError(problem))
        is_simple = is_plain and not (function.is_async or problem)
        is_followed = is_simple and node and run.calls < MAX_CALLS and run.spend()
        scope = self._bound(function, arguments) if is_followed else None
        if scope is None:
            self.unfollowed.leave(function, arguments)
            return Unknown("a call that cannot be followed")
        if not run.calls:
            run.call_begins()
        run.calls += 1
        run.store.branch()
        try:
            value, is_followed = self._execute(function, scope)
        finally:
            run.calls -= 1
        is_followed = is_followed and run.steps >= 0
        if not run.calls:
            run.call_ends(is_followed=is_followed)
        if not is_followed:
            run.store.widen(run.store.take_back(), "a call that cannot be followed")
            self.unfollowed.leave(function, arguments)
            return Unknown("a call that cannot be followed")
        run.store.keep()
        return value

    def _bound(self, function: FunctionValue, arguments: Arguments) -> Scope:
        """The scope of a call that is not refused, with the parameters bound."""
        outer: Scope = function.scope
        parameters: ast.arguments = function.node.args
        scope = Scope("function", self.run.store.table(), outer.source, outer)
        if outer.kind == "class":
            scope.outer = outer.outer
        line = function.definition.line
        positional = [*parameters.posonlyargs, *parameters.args]
        given: dict[str, Value] = dict(function.defaults)
        given.update(zip([each.arg for each in positional], arguments.positional, strict=False))
        more = arguments.positional[len(positional) :]
        if parameters.vararg is not None:
            given[parameters.vararg.arg] = self.run.sequence("tuple", more)
        names = {each.arg for each in (*parameters.args, *parameters.kwonlyargs)}
        others = {}
        for name, binding in arguments.keywords.items():
            if name in names:
                given[name] = binding.value
            else:
                others[name] = binding.value
        if parameters.kwarg is not None:
            given[parameters.kwarg.arg] = self.run.dictionary(others)
        for name, value in given.items():
            self.run.bind(scope, name, value, line)
        return scope


def _asks_for_items(node: ast.Call, callee: Value, receiver: Value | None) -> bool:
    """Whether a function certainly asks its first argument, a generator, for an item."""
    if not node.args or not isinstance(node.args[0], ast.GeneratorExp):
        return False
    if isinstance(callee, Foreign):
        return callee.name in _ASKING
    is_text = isinstance(receiver, Constant) and isinstance(receiver.data, str)
    return is_text and isinstance(node.func, ast.Attribute) and node.func.attr == "join"


def _is_judged(callee: Value) -> bool:
    """Whether there is something to say of what a call of it is given."""
    if isinstance(callee, Foreign):
        return callee.name in pydantic_names.SIGNATURES
    return isinstance(callee, (FalThing, ClassValue))


def _called_name(node: ast.Call) -> str:
    """The last name of what is called."""
    func = node.func
    return func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")


def _runs_anything(callee: Value) -> bool:
    """Whether a call runs code that is in a text, or a function of a module of a computed name."""
    name = callee.name if isinstance(callee, Foreign) else ""
    return name in ("builtins.eval", "builtins.exec") or name.startswith("sys.modules")


def _not_callable(value: Value) -> str:
    """The type of a value that is certainly nothing to call, empty for others."""
    if isinstance(value, ModuleValue) or (
        isinstance(value, Foreign) and value.name in PYTHON_MODULES
    ):
        return "module"
    if isinstance(value, Sequence):
        return value.kind
    if isinstance(value, Constant):
        is_plain = isinstance(value.data, (str, int, float, type(None)))
        return type(value.data).__name__ if is_plain else ""
    return "dict" if isinstance(value, Dictionary) else ""


def _refused(function: FunctionValue, arguments: Arguments) -> str:
    """Why Python refuses the arguments of a call, nothing where it takes them."""
    parameters = parameters_of(function.node.args)
    problem = call_error(parameters, len(arguments.positional), arguments.keywords)
    scope: Scope = function.scope
    name = function.definition.name
    if scope.kind == "class":
        name, scope = f"{scope.owner}.{name}", scope.outer or scope
    return in_words(name if scope.kind == "module" else "", problem) if problem else ""


def _is_duration(value: Value) -> bool:
    return isinstance(value, Made) and value.callee == Foreign("datetime.timedelta")


def _path_text(value: Value) -> Value:
    """A path as text, where it is known."""
    if isinstance(value, Constant) and isinstance(value.data, FilePath):
        return Constant(value.data.text)
    return value
