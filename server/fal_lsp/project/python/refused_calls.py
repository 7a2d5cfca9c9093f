"""Calls in functions that certainly run, whose arguments do not fit the function that is called.

Knows which function a call means; must not know which functions run (`certain_runs.py`).
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import TYPE_CHECKING

from .call_errors import call_error, in_words, parameters_of
from .call_shapes import misused_functions
from .method_error import MethodError
from .source import Function, place

if TYPE_CHECKING:
    from .certain_runs import CertainRuns, Running
    from .loading import Loading
    from .modules import Modules


def doubtful_calls(modules: Modules, loading: Loading) -> Mapping[str, frozenset[str]]:
    """The functions of each loaded file to look at. Never raises."""
    paths = [each.module.path for each in loading.modules]
    found = {path: misused_functions(modules.workspace, path) for path in paths}
    return {path: names for path, names in found.items() if names}


def refused_call(
    runs: CertainRuns, doubtful: Mapping[str, frozenset[str]], running: Running, node: ast.AST
) -> MethodError | None:
    """What is wrong with a call in a function that certainly runs."""
    names = doubtful.get(running.path)
    if not names or not isinstance(node, ast.Call):
        return None
    name = getattr(node.func, "id", getattr(node.func, "attr", ""))
    if name not in names or any(isinstance(each, ast.Starred) for each in node.args):
        return None
    called = runs.called(running, node.func)
    statement = None if called is None else runs.statement(called.function)
    if called is None or not isinstance(statement, Function) or statement.decorator_list:
        return None
    keywords = [each.arg for each in node.keywords if each.arg is not None]
    if len(keywords) < len(node.keywords):
        return None
    count = len(node.args) + called.has_self
    problem = call_error(parameters_of(statement.args), count, keywords)
    if not problem:
        return None
    # What is in the function only follows.
    runs.followed.add(called.function.definition)
    words = in_words(statement.name, problem)
    return MethodError("call", name, running.path, place(node, 0), words=words)
