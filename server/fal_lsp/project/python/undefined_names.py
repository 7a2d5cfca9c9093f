"""The names that certainly run functions read, and that are certainly not there then.

Knows what a module has; must not know which functions run (`certain_runs.py`), nor where Python
looks for a name (`function_names.py`).
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from .certain_runs import first_parameter
from .function_names import FileNames, function_names
from .method_error import Kind, MethodError
from .source import place

if TYPE_CHECKING:
    from .certain_runs import Running
    from .loading import Loading
    from .modules import Modules
    from .source import Function


class Suspects(NamedTuple):
    """What may be missing in the functions of a file."""

    missing: frozenset[str]
    names: FileNames


def suspects(modules: Modules, loading: Loading) -> Mapping[str, Suspects]:
    """The files that are loaded in which a name may be missing. Never raises."""
    found: dict[str, Suspects] = {}
    for loaded in loading.modules:
        module = loaded.module
        names = function_names(modules.workspace, module.path)
        looked_for = frozenset().union(*names.of_module.values()).difference(module.names)
        missing = frozenset(
            name
            for name in looked_for
            if modules.has_no_name(module.path, name)
            and not modules.is_submodule(module.path, name)
        )
        if missing or names.unassigned:
            found[module.path] = Suspects(missing, names)
    return found


class UndefinedNames:
    """Looks for missing names in what certainly runs."""

    def __init__(self, files: Mapping[str, Suspects]) -> None:
        self.files = files
        self._counted: dict[int, frozenset[int]] = {}

    def error(self, running: Running, node: ast.AST) -> MethodError | None:
        """What is wrong with a part of a function that certainly runs."""
        suspect = self.files.get(running.path)
        if suspect is None or not isinstance(node, ast.Name):
            return None
        line, name = running.node.lineno - 1, node.id
        if name == "self" and not first_parameter(running.node):
            # The call of the method is refused.
            return None
        is_looked_for = name in suspect.names.of_module.get(line, ())
        if isinstance(node.ctx, ast.Load) and is_looked_for and name in suspect.missing:
            return self._made("undefined", running, node)
        bound = suspect.names.unassigned.get(line, {}).get(name)
        if bound is not None and (node.lineno, node.col_offset) < bound:
            if isinstance(node.ctx, ast.Load):
                return self._made("unassigned", running, node)
            if id(node) in self._counting(running.node):
                return self._made("counted", running, node)
        return None

    def _made(self, kind: Kind, running: Running, node: ast.Name) -> MethodError:
        return MethodError(kind, node.id, running.path, place(node), has_self=running.has_self)

    def _counting(self, function: Function) -> frozenset[int]:
        """The names that are counted up."""
        known = self._counted.get(id(function))
        if known is None:
            known = self._counted[id(function)] = frozenset(
                id(each.target) for each in ast.walk(function) if isinstance(each, ast.AugAssign)
            )
        return known
