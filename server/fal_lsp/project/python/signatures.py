"""The signature of an endpoint, as far as the server of fal looks at it. Knows `ast`; must not know
what an app is.

fal asks FastAPI for the types of parameters and result (`BaseServable._build_app`, fal/api/api.py),
and looks for a parameter of the type `WebSocket` itself (`_validate_websocket_endpoint`).
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from .source import place
from .values import Constant, Foreign, Signature, Value, Written

_NO_TYPES = (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.NamedExpr)
_PLAIN = frozenset(
    f"builtins.{each}"
    for each in ("str", "int", "float", "bool", "bytes", "list", "dict", "tuple", "set", "object")
)


def signature(
    node: ast.FunctionDef | ast.AsyncFunctionDef, value: Callable[[ast.expr], Value]
) -> Signature:
    """What the annotations of a function say; `value` evaluates one."""
    if getattr(node, "type_params", None):
        return Signature()
    arguments = node.args
    parameters = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    annotations = [each.annotation for each in parameters if each.annotation is not None]
    answers = {_is_websocket(each, value) for each in annotations}
    takes = True if True in answers else None if None in answers else False
    first = parameters[0].annotation if parameters else None
    # Nobody looks at the type of `self`.
    evaluated = [each for each in (*annotations, node.returns) if each and each is not first]
    return Signature(tuple(name for each in evaluated for name in _names(each)), takes)


def _is_websocket(node: ast.expr, value: Callable[[ast.expr], Value]) -> bool | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return True if node.value.rpartition(".")[2] == "WebSocket" else None
    last = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
    if last == "WebSocket":
        return True
    found = value(node)
    is_plain = isinstance(found, Constant) or (isinstance(found, Foreign) and found.name in _PLAIN)
    return False if is_plain else None


def _names(node: ast.expr) -> Iterator[tuple[str, Written]]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        first = node.value.partition(".")[0].strip()
        if all(part.strip().isidentifier() for part in node.value.split(".")):
            yield first, place(node)
        return
    inner = list(ast.walk(node))
    if any(isinstance(each, _NO_TYPES) for each in inner):
        return
    for each in inner:
        if isinstance(each, ast.Name):
            yield each.id, place(each)
