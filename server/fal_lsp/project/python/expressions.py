"""What an expression stands for. Knows the expressions of Python; must not know statements, nor
what calls do (`calls.py`).
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from . import fal_names, pydantic_names
from .attribute_access import get_attribute, property_function
from .lattice import choices, join, without
from .module import Missing
from .operations import MAX_ITEMS, text_of
from .operators import Operators
from .plain_data import non_iterable, plain
from .python_names import PYTHON_NAMES, lacks
from .signatures import calls_in_type, evaluated_names, evaluated_types
from .source import Function, place
from .type_operators import refused_type
from .values import (
    NONE,
    Arguments,
    Choice,
    ClassValue,
    Constant,
    Dictionary,
    FalThing,
    Foreign,
    Made,
    ModuleValue,
    Sequence,
    Unknown,
    Unset,
    Value,
)

if TYPE_CHECKING:
    from .module import RaisedKind
    from .run import Run
    from .scope import Scope, Site

_MAX_DEPTH = 60
_MOST_BITS = 14_000
"""Of an integer that Python prints in decimal: at most 4,300 digits (`int_max_str_digits`)."""


class Calling(Protocol):
    """Calls, which need expressions themselves."""

    def call(self, callee: Value, arguments: Arguments, line: int, scope: Scope) -> Value:
        """What a call of a value gives back."""

    def expression(self, node: ast.Call, scope: Scope) -> Value:
        """The value of a call."""

    def function_of_lambda(self, node: ast.Lambda, scope: Scope) -> Value:
        """A `lambda`."""

    def operate(self, values: Iterable[Value]) -> None:
        """Operators, a subscript or a loop call special methods of instances."""

    def some_item(self, owner: Value) -> Value:
        """An item of a container, where it is not known which."""


class Assigning(Protocol):
    """Assignments, which need expressions themselves."""

    def assign(self, target: ast.expr, value: Value, scope: Scope, source: str = "") -> None:
        """Run `target = value`."""


class Evaluating(Protocol):
    """Expressions of one kind, which need others themselves."""

    def value(self, node: Any, scope: Scope) -> Value:
        """The value of such an expression."""


class Comprehending(Protocol):
    """Comprehensions, which need other expressions themselves."""

    def value(self, node: Any, scope: Scope, *, is_consumed: bool = False) -> Value:
        """The value of a comprehension; `is_consumed` where a generator is certainly asked."""


class Evaluator:
    """Evaluates the expressions of one run."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.operators = Operators(run, lambda values: self.calls.operate(values))
        self.calls: Calling
        self.targets: Assigning
        self.subscripts: Evaluating
        self.comprehensions: Comprehending
        self._depth = 0

    def value(self, node: ast.expr, scope: Scope) -> Value:
        """The value of an expression. Deep ones are not followed."""
        if isinstance(node, ast.Constant):
            data = node.value
            if type(data) is int and data.bit_length() > _MOST_BITS:
                return Unknown("an integer that Python does not print", "int")
            return Constant(data)
        if isinstance(node, ast.Name):
            found = self.run.lookup(scope, node.id)
            if isinstance(found, Unknown) and self.run.is_missing(scope, node.id):
                self.note(Missing("", node.id, place(node)))
            return found
        if self._depth >= _MAX_DEPTH:
            self.run.risks += 1
            return Unknown("nested too deeply")
        method = _METHODS.get(type(node))
        if method is None:
            self.run.risks += 1
            return Unknown("this kind of expression is not followed")
        self._depth += 1
        try:
            return method(self, node, scope)
        finally:
            self._depth -= 1

    def resolved(self, node: ast.expr, scope: Scope) -> Value:
        """The value of an expression, imported where it is imported."""
        return self.run.resolve(self.value(node, scope))

    def unrisked(self, node: ast.expr, scope: Scope) -> Value:
        """The value of an expression that may not be evaluated now, as an annotation."""
        with self.run.rescue:
            return self.resolved(node, scope)

    def _attribute(self, node: ast.Attribute, scope: Scope) -> Value:
        owner = self.resolved(node.value, scope)
        self.note_attribute(owner, node, scope)
        function = (
            property_function(self.run, owner, node.attr) if isinstance(owner, Made) else None
        )
        if function is not None:
            return self.calls.call(function, Arguments((owner,)), node.lineno - 1, scope)
        return get_attribute(self.run, owner, node.attr)

    def note_attribute(self, owner: Value, node: ast.Attribute, scope: Scope) -> None:
        """Keep an attribute that is certainly not there."""
        run = self.run
        if isinstance(owner, FalThing):
            known = fal_names.attributes(owner.name)
            is_missing = known is not None and node.attr not in known
            name = owner.name
        elif owner == Foreign("pydantic"):
            name, is_missing = "pydantic", pydantic_names.lacks(node.attr)
        elif isinstance(owner, Foreign) and owner.name in PYTHON_NAMES:
            name, is_missing = owner.name, lacks(owner.name, node.attr)
        elif isinstance(owner, ModuleValue):
            is_missing = run.modules.lacks(owner, node.attr, run.store)
            name = ast.unparse(node.value) if is_missing else ""
        elif isinstance(owner, ClassValue):
            if run.modules.class_lacks(owner, node.attr, run.store, run.lineages):
                run.raises(scope, node, "AttributeError", node.attr, "attribute")
            return
        elif _is_missing_attribute(owner, node.attr):
            run.raises(scope, node, "AttributeError", node.attr, "attribute")
            return
        else:
            return
        if is_missing and not node.attr.startswith("_") and run.is_certain(scope):
            path = owner.path if isinstance(owner, ModuleValue) else ""
            self.note(Missing(name, node.attr, place(node), path))

    def note_annotations(self, node: Function | ast.AnnAssign, scope: Scope, kind: Any) -> None:
        """Keep the names of annotations that are evaluated now and certainly not there."""
        run = self.run
        if run.annotations_are_text or not run.is_certain(scope) or scope.is_local():
            return
        for each in evaluated_names(node):
            if run.is_missing(scope, each.name):
                self.note(Missing("", each.name, each.written, annotates=kind))
        for annotation in evaluated_types(node):
            found = refused_type(annotation, partial(self.unrisked, scope=scope))
            if found is not None:
                part, error, words = found
                how: RaisedKind = "attribute" if error == "AttributeError" else "operation"
                run.raises(scope, part, error, words, how, is_lazy=kind != "endpoint")

    def call_in_annotations(self, node: Function | ast.AnnAssign, scope: Scope) -> None:
        """Run the calls in annotations, which Python 3.14 may do later or never."""
        if self.run.annotations_are_text:
            return
        calls = [call for each in evaluated_types(node) for call in calls_in_type(each)]
        if calls:
            self.run.store.branch()
            for call in calls:
                self.unrisked(call, scope)
            self.run.store.merge([self.run.store.take_back(), {}])

    def note(self, missing: Missing) -> None:
        """Keep a name that is certainly not there."""
        self.run.module.missing[missing.written.start] = missing

    def _call(self, node: ast.Call, scope: Scope) -> Value:
        return self.calls.expression(node, scope)

    def _list(self, node: ast.List | ast.Tuple | ast.Set, scope: Scope) -> Value:
        kind = "list" if isinstance(node, ast.List) else "tuple"
        items = self.spread(node.elts, scope)
        if isinstance(node, ast.Set):
            if items is not None and not all(self.run.plain(each)[0] for each in items):
                items = None
            value: Value = self.run.sequence("set", items)
            # `{[1]}` raises.
            if items is None or self.run.plain(value)[0]:
                return value
            for each in map(self.run.resolve, items):
                if isinstance(each, Dictionary) or (isinstance(each, Sequence) and _is_list(each)):
                    kind = each.kind if isinstance(each, Sequence) else "dict"
                    error = TypeError(f"unhashable type: '{kind}'")
                    self.run.operation_raises((scope, node), error)
                    break
            return Unknown("not hashable", "set")
        return self.run.sequence(kind, items)  # type: ignore[arg-type]

    def spread(
        self,
        nodes: list[ast.expr],
        scope: Scope,
        consumed: ast.expr | None = None,
        *,
        of_call: bool = False,
    ) -> list[Value] | None:
        """The values of some expressions with `*a` spread; `None` where that is not known.

        `consumed` is a generator among them that is certainly asked for an item; `of_call`: they
        are the arguments of a call.
        """
        what = "argument" if of_call and len(nodes) == 1 else "Value"
        words = f"{what} after * must be an iterable, not {{}}"
        items: list[Value] = []
        known = True
        for node in nodes:
            if isinstance(node, ast.Starred):
                more = self.iterated(self.value(node.value, scope), (scope, node.value), words)
                known = known and more is not None and self.run.spend_on(4 * len(more))
                items.extend((more or ()) if known else ())
            elif node is consumed:
                items.append(self.comprehensions.value(node, scope, is_consumed=True))
            else:
                items.append(self.value(node, scope))
        return items if known and len(items) <= MAX_ITEMS else None

    def iterated(
        self, value: Value, site: Site | None = None, words: str = "'{}' object is not iterable"
    ) -> list[Value] | None:
        """What iterating over a value yields, `None` where that is not known.

        `site` is the expression with that value, where it is certainly iterated over; `words` are
        those of the error, with `{}` for the type.
        """
        value = self.run.resolve(value)
        items = self.run.items(value)
        if items is not None:
            if isinstance(value, Sequence) and value.kind == "set" and len(items) > 1:
                # The order of a set of strings is another one in every process.
                return None
            return [Constant(key) for key in items] if isinstance(items, dict) else list(items)
        if isinstance(value, Constant) and isinstance(value.data, str):
            return [Constant(each) for each in value.data[: MAX_ITEMS + 1]]
        kind = non_iterable(value) if site is not None else ""
        if kind:
            self.run.operation_raises(site, TypeError(words.format(kind)))
        self.run.risks += 1
        self.calls.operate((value,))
        return None

    def _dict(self, node: ast.Dict, scope: Scope) -> Value:
        items: dict[Any, Value] | None = {}
        every = []
        for key, value in zip(node.keys, node.values, strict=True):
            if key is None:
                more = self.resolved(value, scope)
                contents = self.run.items(more) if isinstance(more, Dictionary) else None
                items = None if items is None or contents is None else {**items, **contents}
                continue
            known, data = plain(self.resolved(key, scope))
            item = self.value(value, scope)
            every.append(item)
            if items is None or not known:
                items = None
                continue
            try:
                items[data] = item
            except TypeError as error:
                self.run.operation_raises((scope, node), error)
                return Unknown("not hashable", "dict")
        if items is not None and len(items) > MAX_ITEMS:
            items = None
        if items is None:
            self.run.escape_all(every)
        return self.run.dictionary(items)

    def _unary(self, node: ast.UnaryOp, scope: Scope) -> Value:
        value = self.resolved(node.operand, scope)
        return self.operators.unary(node.op, value, (scope, node))

    def _binary(self, node: ast.BinOp, scope: Scope) -> Value:
        # A long sum is a tree that leans to the left.
        left_nodes = [node]
        while isinstance(left_nodes[-1].left, ast.BinOp):
            left_nodes.append(left_nodes[-1].left)
        value = self.resolved(left_nodes[-1].left, scope)
        for each in reversed(left_nodes):
            right = self.resolved(each.right, scope)
            value = self.operators.binary(each.op, value, right, (scope, each))
        return value

    def _boolean(self, node: ast.BoolOp, scope: Scope) -> Value:
        found: list[Value] = []
        stops = isinstance(node.op, ast.Or)
        uncertain = self.run.uncertainty.depth
        for index, each in enumerate(node.values):
            value = self.resolved(each, scope)
            if index == len(node.values) - 1:
                found.append(value)
                break
            holds = self.run.truth(value)
            if holds is stops:
                found.append(value)
                break
            if holds is None:
                # Where it ends here, only what counts as true (or as false) is left.
                rest = without(value, lambda each: self.run.truth(each) is (not stops))
                if rest is not None:
                    found.append(_not_none(rest) if stops else rest)
                self.run.uncertainty.depth += 1
        self.run.uncertainty.depth = uncertain
        return join(found)

    def _compare(self, node: ast.Compare, scope: Scope) -> Value:
        values = [self.resolved(each, scope) for each in (node.left, node.comparators[0])]
        # `a < b < c` may end after `a < b`.
        with self.run.uncertainty:
            values += [self.resolved(each, scope) for each in node.comparators[1:]]
        return self.operators.compare(node.ops, values, (scope, node))

    def _conditional(self, node: ast.IfExp, scope: Scope) -> Value:
        holds = self.run.truth(self.resolved(node.test, scope))
        if holds is not None:
            return self.value(node.body if holds else node.orelse, scope)
        run = self.run
        values, changes = [], []
        for branch in (node.body, node.orelse):
            run.store.branch()
            with run.uncertainty:
                values.append(self.value(branch, scope))
            changes.append(run.store.take_back())
        run.store.merge(changes)
        return join(values)

    def _f_string(self, node: ast.JoinedStr, scope: Scope) -> Value:
        texts = [self._part(part, scope) for part in node.values]
        if all(map(_is_data, texts)) and sum(isinstance(each, Choice) for each in texts) <= 2:
            joined: Value = Constant("")
            for text in texts:
                joined = self.operators.binary(ast.Add(), joined, text)
            if _is_data(joined):
                return joined
        return Unknown("an f-string", "str")

    def _part(self, node: ast.expr, scope: Scope) -> Value:
        if not isinstance(node, ast.FormattedValue):
            return self.value(node, scope)
        value = self.resolved(node.value, scope)
        written = Constant("") if node.format_spec is None else self.value(node.format_spec, scope)
        specification = written.data if isinstance(written, Constant) else None
        if not isinstance(specification, str):
            return Unknown("a format that is computed", "str")
        return self.operators.of_data(
            [value],
            lambda data: text_of(data, node.conversion, specification),
            "str",
            (scope, node),
        )

    def _subscript(self, node: ast.Subscript, scope: Scope) -> Value:
        return self.subscripts.value(node, scope)

    def _comprehension(self, node: ast.expr, scope: Scope) -> Value:
        return self.comprehensions.value(node, scope)

    def _walrus(self, node: ast.NamedExpr, scope: Scope) -> Value:
        value = self.value(node.value, scope)
        self.run.bind(scope, node.target.id, value, node.lineno - 1)
        return value

    def _lambda(self, node: ast.Lambda, scope: Scope) -> Value:
        return self.calls.function_of_lambda(node, scope)

    def _starred(self, node: ast.Starred, scope: Scope) -> Value:
        return self.value(node.value, scope)

    def _other(self, node: ast.expr, scope: Scope) -> Value:
        self.run.risks += 1
        inner = getattr(node, "value", None)
        if isinstance(inner, ast.expr):
            self.value(inner, scope)
        return Unknown("what only runs later")


_METHODS: dict[type[ast.expr], Callable[[Evaluator, Any, Scope], Value]] = {
    ast.Attribute: Evaluator._attribute,
    ast.Call: Evaluator._call,
    ast.List: Evaluator._list,
    ast.Tuple: Evaluator._list,
    ast.Set: Evaluator._list,
    ast.Dict: Evaluator._dict,
    ast.UnaryOp: Evaluator._unary,
    ast.BinOp: Evaluator._binary,
    ast.BoolOp: Evaluator._boolean,
    ast.Compare: Evaluator._compare,
    ast.IfExp: Evaluator._conditional,
    ast.JoinedStr: Evaluator._f_string,
    ast.Subscript: Evaluator._subscript,
    ast.NamedExpr: Evaluator._walrus,
    ast.ListComp: Evaluator._comprehension,
    ast.SetComp: Evaluator._comprehension,
    ast.DictComp: Evaluator._comprehension,
    ast.GeneratorExp: Evaluator._comprehension,
    ast.Lambda: Evaluator._lambda,
    ast.Starred: Evaluator._starred,
    ast.Await: Evaluator._other,
    ast.Yield: Evaluator._other,
    ast.YieldFrom: Evaluator._other,
}


def _is_list(value: Sequence) -> bool:
    return value.kind in ("list", "set")


def _is_missing_attribute(owner: Value, name: str) -> bool:
    """Whether a dict, a list or `None` certainly has no such attribute."""
    if isinstance(owner, Dictionary):
        return not hasattr(dict, name)
    if isinstance(owner, Sequence):
        return owner.kind == "list" and not hasattr(list, name)
    return owner == NONE and not hasattr(None, name)


def _not_none(value: Value) -> Value:
    """What is left of an unknown value that is certainly not `None`."""
    return join(
        Unknown(each.reason, each.kind or "object") if isinstance(each, Unknown) else each
        for each in choices(value)
        if not isinstance(each, Unset)
    )


def _is_data(value: Value) -> bool:
    """Whether all that a value may be is plain data."""
    return all(isinstance(each, Constant) for each in choices(value))
