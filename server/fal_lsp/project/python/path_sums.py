"""Sums of a path and a string in functions that certainly run: a path has no `+`.

Knows which expressions are certainly paths; must not know which functions run (`certain_runs.py`).
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..files import Unreadable
from .method_error import MethodError
from .operators import is_path
from .source import bound_names, place
from .syntax import read_source
from .values import Foreign

if TYPE_CHECKING:
    from .certain_runs import Running
    from .loading import Loading
    from .modules import Modules

_PATHS = (Foreign("pathlib.Path"), Foreign("pathlib.PurePath"))
_SUM = re.compile(r"\+[ \t]*[frub]{0,2}[\"']|[\"'][ \t]*\+")
_MAKING = re.compile(r"\bpathlib\b|_DIR\b")


def doubtful_sums(modules: Modules, loading: Loading) -> frozenset[str]:
    """The files that may add a string to a path. Never raises."""
    texts = (
        (e.module.path, read_source(modules.workspace, e.module.path)) for e in loading.modules
    )
    return frozenset(
        path
        for path, text in texts
        if not isinstance(text, Unreadable) and _SUM.search(text) and _MAKING.search(text)
    )


def path_sum(doubtful: Iterable[str], running: Running, node: ast.AST) -> MethodError | None:
    """What is wrong with a sum in a function that certainly runs."""
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Add):
        return None
    if running.path not in doubtful:
        return None
    for one, other in ((node.left, node.right), (node.right, node.left)):
        is_text = isinstance(other, ast.JoinedStr) or (
            isinstance(other, ast.Constant) and isinstance(other.value, str)
        )
        if is_text and _is_path(running, one, set()):
            return MethodError("path", ast.unparse(node), running.path, place(node))
    return None


def _is_path(running: Running, node: ast.expr, seen: set[str]) -> bool:
    while isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
        node = node.left
    if isinstance(node, ast.Call):
        return running.ends.named(node.func) in _PATHS
    if is_path(running.ends.named(node)):
        return True
    if not isinstance(node, ast.Name) or node.id in seen:
        return False
    # A local variable that is bound once.
    if Counter(bound_names(running.node.body))[node.id] != 1:
        return False
    values = [
        each.value
        for each in ast.walk(running.node)
        if isinstance(each, ast.Assign)
        and len(each.targets) == 1
        and isinstance(each.targets[0], ast.Name)
        and each.targets[0].id == node.id
    ]
    return len(values) == 1 and _is_path(running, values[0], {*seen, node.id})
