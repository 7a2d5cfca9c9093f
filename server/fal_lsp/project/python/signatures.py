"""The signature of an endpoint, as far as the server of fal looks at it. Knows `ast`; must not know
what an app is.

fal asks FastAPI for the types of parameters and result (`BaseServable._build_app`, fal/api/api.py),
and looks for a parameter of the type `WebSocket` itself (`_validate_websocket_endpoint`). Both see
the annotations as they were evaluated with the function, and evaluate those in strings later.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from .pydantic_names import HALF_DICT
from .source import Function, Written, place
from .syntax import parse
from .values import Foreign, Named, Parameter, Signature, TypePart, Value

_NO_TYPES = (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.NamedExpr)
_NEVER_DATA = ("Callable", "Awaitable", "Coroutine")
_CONTAINERS = ("Optional", "Union", "list", "List", "dict", "Dict")
_EVALUATED = (ast.Attribute, ast.Constant, ast.List, ast.Tuple, ast.Dict)
_MAX_TEXT = 200
"""Characters of an annotation in a string that is parsed."""


def signature(
    node: Function,
    value: Callable[[ast.expr], Value],
    is_unbound: Callable[[str], bool],
    *,
    in_text: bool = False,
    has_parameters: bool = True,
) -> Signature:
    """What the annotations of a function say; `value` evaluates one now.

    `is_unbound`: a name is certainly not bound now. `in_text`: `from __future__ import annotations`
    makes a string of each. `has_parameters`: some of its parameters may be in the path.
    """
    if getattr(node, "type_params", None):
        return Signature()
    arguments = node.args
    positional = [*arguments.posonlyargs, *arguments.args]
    parameters = [*positional, *arguments.kwonlyargs]
    written = [each.annotation for each in parameters if each.annotation is not None]
    first = parameters[0].annotation if parameters else None
    # Nobody looks at the type of `self`.
    evaluated = [each for each in (*written, node.returns) if each and each is not first]
    # A default may say how a value is made of the request, as `Depends` does.
    defaults = [None] * (len(positional) - len(arguments.defaults)) + [*arguments.defaults]
    given = [
        *zip(positional[1:], defaults[1:], strict=True),
        *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True),
    ]
    parameters_of_request = [
        _parameter(each, default, value, in_text)
        for each, default in given
        if has_parameters or isinstance(default, ast.Call) or _annotated(each.annotation)
    ]
    bare = [
        (each.arg, each.annotation)
        for each, default in given
        if default is None or isinstance(default, ast.Constant)
    ]
    return Signature(
        tuple(
            name
            for each in evaluated
            for name in _names(each, in_text)
            if name.in_text or is_unbound(name.name)
        ),
        tuple(
            TypePart(
                name,
                part.id if late and isinstance(part, ast.Name) else part_value(part, value),
                written or place(part),
                is_whole,
            )
            for name, each in (*bare, ("", node.returns))
            if each is not None
            for part, late, written, is_whole in parts_of_type(each, in_text)
        ),
        tuple(parameters_of_request),
        bool(positional or arguments.vararg),
        _type(first, value, in_text) if first is not None and positional else None,
        tuple(_type(each, value, in_text) for each in written),
    )


def _parameter(
    node: ast.arg, default: ast.expr | None, value: Callable[[ast.expr], Value], late: bool
) -> Parameter:
    annotation, notes = node.annotation, []
    inner = _annotated(annotation)
    if inner:
        annotation = inner[0]
        # In a string, the names of the module are looked up later, and are still the same.
        notes = [(value(each), place(each)) for each in inner[1:]]
    return Parameter(
        node.arg,
        _type(annotation, value, late) if annotation is not None else None,
        place(annotation) if annotation is not None else None,
        value(default) if default is not None else None,
        place(default) if default is not None else None,
        tuple(notes),
    )


def _annotated(node: ast.expr | None) -> list[ast.expr]:
    """The type of an `Annotated` and what that adds to it, nothing for another type."""
    if not isinstance(node, ast.Subscript) or not isinstance(node.slice, ast.Tuple):
        return []
    return node.slice.elts if _last_name(node.value) == "Annotated" else []


def _last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def part_value(node: ast.expr, value: Callable[[ast.expr], Value]) -> Value:
    """What a part of a type stands for."""
    # A dict with the type of its keys alone.
    is_cut = isinstance(node, ast.Subscript) and value(node.value) == Foreign("builtins.dict")
    return HALF_DICT if is_cut else value(node)


def _type(node: ast.expr, value: Callable[[ast.expr], Value], late: bool) -> Value | str | None:
    """The type that an annotation names, without what is in its brackets."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        parsed, late = _parsed(node.value), True
        if parsed is None:
            return None
        node = parsed
    if isinstance(node, ast.Subscript):
        node = node.value
    if isinstance(node, ast.Name):
        return node.id if late else value(node)
    is_same = isinstance(node, ast.Constant)
    return value(node) if is_same or (isinstance(node, ast.Attribute) and not late) else None


def required(parameters: ast.arguments) -> tuple[str, ...]:
    """The parameters that have no default."""
    positional = [*parameters.posonlyargs, *parameters.args]
    named = zip(parameters.kwonlyargs, parameters.kw_defaults, strict=True)
    return (
        *(each.arg for each in positional[: len(positional) - len(parameters.defaults)]),
        *(each.arg for each, default in named if default is None),
    )


def takes_one(parameters: ast.arguments) -> bool:
    """Whether there is one parameter and no more, which can be given by position."""
    others = (parameters.vararg, parameters.kwarg, *parameters.kwonlyargs)
    return len([*parameters.posonlyargs, *parameters.args]) == 1 and not any(others)


def has_text(node: ast.expr) -> bool:
    """Whether a type has names in strings, which are not evaluated with it."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str)
    if isinstance(node, ast.Call):
        return False
    if isinstance(node, ast.Subscript):
        last = node.value.attr if isinstance(node.value, ast.Attribute) else node.value
        if (last.id if isinstance(last, ast.Name) else last) in ("Literal", "Annotated"):
            return False
    return any(isinstance(each, ast.expr) and has_text(each) for each in ast.iter_child_nodes(node))


def parts_of_type(
    node: ast.expr, late: bool
) -> Iterator[tuple[ast.expr, bool, Written | None, bool]]:
    """The names that a type consists of, whether each is looked up late, where it is written, and
    whether it is the whole type. So are values that are no types.

    pydantic asks each of them how to read it.
    """
    written: Written | None = None
    waiting = [(node, late, written, True)]
    while waiting:
        each, late, written, is_whole = waiting.pop()
        inner: list[ast.expr] = []
        if isinstance(each, ast.Constant) and isinstance(each.value, str):
            parsed = _parsed(each.value)
            if parsed is not None:
                waiting.append((parsed, True, written or place(each), is_whole))
        elif isinstance(each, ast.BinOp) and isinstance(each.op, ast.BitOr):
            inner = [each.left, each.right]
        elif isinstance(each, ast.Subscript):
            last = each.value.attr if isinstance(each.value, ast.Attribute) else each.value
            name = last.id if isinstance(last, ast.Name) else last
            if name in _CONTAINERS:
                inner = each.slice.elts if isinstance(each.slice, ast.Tuple) else [each.slice]
            if name == "dict" and len(inner) == 1 and not late:
                yield each, late, written, is_whole
            if name in _NEVER_DATA:
                waiting.append((each.value, late, written, is_whole))
        elif isinstance(each, ast.Name) or (isinstance(each, _EVALUATED) and not late):
            yield each, late, written, is_whole
        waiting += [(part, late, written, False) for part in inner]


def calls_in_type(node: ast.expr) -> Iterator[ast.Call]:
    """The calls in a type, such as those that `Annotated` adds to it."""
    waiting = [node]
    while waiting:
        each = waiting.pop()
        if isinstance(each, ast.Call):
            yield each
        elif isinstance(each, ast.Subscript):
            waiting.append(each.slice)
        elif isinstance(each, ast.Tuple):
            waiting += reversed(each.elts)
        elif isinstance(each, ast.BinOp):
            waiting += (each.right, each.left)


def names_in_text(node: ast.expr, late: bool) -> Iterator[Named]:
    """The names in those parts of a type that are in strings; all of them where it is `late`."""
    written: Written | None = None
    waiting = [(node, late, written)]
    while waiting:
        each, late, written = waiting.pop()
        inner: list[ast.expr] = []
        if isinstance(each, ast.Constant) and isinstance(each.value, str):
            parsed = _parsed(each.value)
            if parsed is not None:
                waiting.append((parsed, True, written or place(each)))
        elif isinstance(each, ast.Name):
            if late:
                yield Named(each.id, written or place(each), True)
        elif isinstance(each, ast.Subscript):
            last = each.value.attr if isinstance(each.value, ast.Attribute) else each.value
            name = last.id if isinstance(last, ast.Name) else last
            inner = [each.value]
            if name == "Annotated" and isinstance(each.slice, ast.Tuple):
                inner += each.slice.elts[:1]
            elif name != "Literal":
                inner.append(each.slice)
        elif isinstance(each, (ast.Attribute, ast.BinOp, ast.Tuple, ast.List)):
            inner = [part for part in ast.iter_child_nodes(each) if isinstance(part, ast.expr)]
        waiting += [(part, late, written) for part in inner]


def evaluated_names(node: Function | ast.AnnAssign) -> list[Named]:
    """The names that Python up to 3.13 looks up in annotations when the statement runs."""
    return [
        name
        for each in evaluated_types(node)
        if not isinstance(each, ast.Constant)
        for name in _names(each, False)
    ]


def evaluated_types(node: Function | ast.AnnAssign) -> list[ast.expr]:
    """The annotations that Python up to 3.13 evaluates when the statement runs."""
    if isinstance(node, ast.AnnAssign):
        return [node.annotation]
    if getattr(node, "type_params", None):
        return []
    arguments = node.args
    parameters = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    parameters += [each for each in (arguments.vararg, arguments.kwarg) if each is not None]
    found = [each.annotation for each in parameters if each.annotation is not None]
    return [*found, *([node.returns] if node.returns is not None else [])]


def _names(node: ast.expr, in_text: bool) -> Iterator[Named]:
    written = None
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        parsed = _parsed(node.value)
        if parsed is None:
            return
        node, in_text, written = parsed, True, place(node)
    if isinstance(node, ast.Name):
        yield Named(node.id, written or place(node), in_text)
        return
    inner = list(ast.walk(node))
    if any(isinstance(each, _NO_TYPES) for each in inner):
        return
    for each in inner:
        if isinstance(each, ast.Name):
            yield Named(each.id, written or place(each), in_text)


def _parsed(text: str) -> ast.expr | None:
    tree = parse("", text.strip()) if len(text) <= _MAX_TEXT else None
    statements = tree.body if isinstance(tree, ast.Module) else []
    only = statements[0] if len(statements) == 1 else None
    return only.value if isinstance(only, ast.Expr) else None
