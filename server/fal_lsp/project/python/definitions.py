"""What `def` and `class` bind. Knows functions, classes and decorators; must not know what fal
makes of them.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Literal

from . import fal_names, pydantic_configuration
from .scope import Scope
from .signatures import required, signature
from .source import Definition, Function, first_paragraph
from .type_operators import without_arguments
from .values import (
    ABC_META,
    Binding,
    ClassValue,
    Constant,
    FunctionValue,
    Made,
    Route,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from .calls import Calls
    from .control_flow import Completion
    from .run import Run

_HOOK = "__init_subclass__"

_IMPLICIT: dict[str, Literal["class", "static"]] = {
    _HOOK: "class",
    "__class_getitem__": "class",
    "__new__": "static",
}
"""The methods that Python makes class or static methods without a decorator (its data model)."""


class Definitions:
    """Definitions in one run. `block` runs the statements of a class."""

    def __init__(self, calls: Calls, block: Callable[[list[ast.stmt], Scope], None]) -> None:
        self.calls = calls
        self.evaluator = calls.evaluator
        self.run: Run = calls.run
        self.block = block
        self.functions: list[FunctionValue] = []
        """All that were defined in the file, with their trees."""

    def function(self, node: Function, scope: Scope) -> Completion:
        """Run `def`: bind what its decorators make of the function."""
        definition = Definition(
            node.name,
            scope.source.path,
            node.lineno - 1,
            first_paragraph(node),
            scope.source.extent(node) if scope.source.lines else None,
        )
        function = FunctionValue(definition, node, scope)
        if scope.kind == "class" and node.name in _IMPLICIT:
            function.kind = _IMPLICIT[node.name]
        function.is_async = isinstance(node, ast.AsyncFunctionDef)
        function.defaults = self.calls.defaults(node.args, scope)
        function.required = required(node.args)
        arguments = node.args
        function.takes_positional = bool(
            arguments.posonlyargs or arguments.args or arguments.vararg
        )
        self.functions.append(function)
        self.evaluator.call_in_annotations(node, scope)
        value = self._decorated(node, function, scope)
        if isinstance(value, FunctionValue) and value.definition is definition and value.route:
            value = self._signed(value, value.route, node, scope)
        is_endpoint = isinstance(value, FunctionValue) and value.route is not None
        self.evaluator.note_annotations(node, scope, "endpoint" if is_endpoint else "other")
        if scope.kind == "class" and self.run.is_certain(scope):
            self._note_replaced(node.name, value, scope)
        self._keep(function, scope)
        self.run.bind(scope, node.name, value, definition.line)
        return None

    def _note_replaced(self, name: str, value: Value, scope: Scope) -> None:
        """Keep an endpoint, or a method that fal calls, whose name another function gets."""
        binding = self.run.store.read(scope.names, name)
        before = binding.value if isinstance(binding, Binding) else None
        if not isinstance(before, FunctionValue) or not isinstance(value, FunctionValue):
            return
        is_called = before.route is not None or name in fal_names.CALLED
        if is_called and not before.opaque:
            scope.replaced.append(before.definition)

    def _signed(
        self, function: FunctionValue, route: Route, node: Function, scope: Scope
    ) -> FunctionValue:
        """An endpoint with its signature, where its names are those of the module."""
        if scope.is_local():
            return function
        value = partial(self.evaluator.unrisked, scope=scope)
        path = route.path.data if isinstance(route.path, Constant) else None
        read = signature(
            node,
            value,
            partial(self.run.is_unbound, scope),
            in_text=self.run.annotations_are_text,
            has_parameters=not isinstance(path, str) or "{" in path,
        )
        return function.changed(route=route._replace(signature=read))

    def _decorated(self, node: Function | ast.ClassDef, value: Value, scope: Scope) -> Value:
        # Decorators are evaluated from the top and applied from the bottom.
        decorators = [self.evaluator.resolved(each, scope) for each in node.decorator_list]
        for each, decorator in zip(node.decorator_list, decorators, strict=True):
            self.calls.note_bare(decorator, value, each, scope)
        for each, decorator in zip(
            reversed(node.decorator_list), reversed(decorators), strict=True
        ):
            before = value
            value = self.calls.decorators.decorate(decorator, value, each.lineno - 1, scope)
            if isinstance(before, FunctionValue) and isinstance(value, FunctionValue):
                is_dropped = before.route is not None and value.route is None
                if is_dropped and not (before.opaque or value.opaque):
                    value = value.changed(dropped=(before.definition, ast.unparse(each)))
        return value

    def class_(self, node: ast.ClassDef, scope: Scope) -> Completion:
        """Run `class`: run its body, and bind what its decorators make of it."""
        # The bases see the type parameters of the class.
        parameters = Scope("function", self.run.store.table(), scope.source, scope)
        for parameter in getattr(node, "type_params", ()):
            self.run.bind(parameters, parameter.name, Unknown("a type", "TypeVar"), node.lineno - 1)
        around = parameters if parameters.names else scope
        bases = self.evaluator.spread(node.bases, around)
        if bases is not None:
            bases = [without_arguments(each) for each in bases]
        path = scope.source.path
        keywords, is_known = self.calls.keywords(node.keywords, around, node.name)
        metaclass = keywords.pop("metaclass", None)
        names = self.run.store.table()
        definition = Definition(
            node.name,
            path,
            node.lineno - 1,
            first_paragraph(node),
            scope.source.extent(node) if scope.source.lines else None,
        )
        found = ClassValue(
            definition,
            tuple(bases) if bases is not None else (Unknown("bases that are spread"),),
            keywords,
            not is_known,
            metaclass.value if metaclass is not None else None,
            names,
            self.run.store.table(),
        )
        inner = Scope("class", names, scope.source, around, node.name)
        self.block(node.body, inner)
        found.configuration = pydantic_configuration.read(self.run.store, names)
        for each in [*names.values()]:
            made = each.value if isinstance(each, Binding) else None
            if isinstance(made, Made) and isinstance(made.callee, ClassValue):
                self.calls.unfollowed.run_methods(made.callee, ("__set_name__",), (found,))
        found.is_hooked = found.metaclass not in (None, ABC_META)
        for base in map(self.run.resolve, found.bases):
            if isinstance(base, ClassValue) and (base.is_hooked or _HOOK in base.namespace):
                found.is_hooked = True
                self.calls.unfollowed.run_methods(base, (_HOOK,))
        kept = {
            each.value.definition
            for each in names.values()
            if isinstance(each, Binding) and isinstance(each.value, FunctionValue)
        }
        found.replaced = [each for each in inner.replaced if each not in kept]
        found.annotated = inner.annotated
        found.types = None if inner.has_text_types else tuple(inner.types)
        found.notes = tuple(inner.notes)
        if inner.in_text and scope.kind == "module" and not parameters.names:
            found.in_text = tuple(
                (each, self.run.is_missing(inner, each.name))
                for each in inner.in_text
                if each.name != node.name and each.name not in names
            )
        value = self._decorated(node, found, scope)
        self._keep(found, scope)
        self.run.bind(scope, node.name, value, definition.line)
        self.calls.callbacks.define(node, scope, found)
        return None

    def _keep(self, value: ClassValue | FunctionValue, scope: Scope) -> None:
        if scope.kind == "module" and scope.source.path == self.run.module.path:
            self.run.module.definitions.append(value)
            if isinstance(value, ClassValue) and not (
                self.run.uncertainty.depth or self.run.rescue.depth
            ):
                self.run.module.classes.append(value)
