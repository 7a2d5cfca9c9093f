"""Whether files may be created, or looked for elsewhere, while modules are loaded.

Knows what creates files in Python; must not know which files are looked for, so that any of them
may be there then.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .source import Function

_CREATING = frozenset(
    {"write_text", "write_bytes", "mkdir", "makedirs", "touch", "symlink", "symlink_to"}
    | {"hardlink_to", "copyfile", "copytree", "copy2", "urlretrieve", "extractall", "system"}
    | {"unpack_archive", "savetxt", "to_csv", "to_json", "safe_dump"}
)
_MOVING = frozenset({"chdir", "fchdir"})
"""After these, relative paths are those of files in another directory."""

_OF_MODULES = {
    "shutil": frozenset({"copy", "move"}),
    "os": frozenset({"rename", "replace", "link", "open", "popen"}),
    "subprocess": frozenset({"run", "call", "check_call", "check_output", "Popen"}),
}
"""Functions with names that others have, too, by the module."""

_MOST_NODES = 200_000


def may_create_files(trees: Iterable[ast.Module]) -> bool:
    """Whether what certainly or possibly runs when modules are loaded may create a file, or move
    to another directory.

    A function runs where something calls one of its name.
    """
    trees = list(trees)
    functions: dict[str, list[Function]] = {}
    for tree in trees:
        for node in tree.body:
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                functions.setdefault(node.name, []).append(node)
    left = _MOST_NODES
    waiting: list[ast.stmt] = [node for tree in trees for node in tree.body]
    while waiting:
        for each in _evaluated(waiting.pop()):
            left -= 1
            if left < 0:
                return True
            if isinstance(each, ast.Call):
                if _creates(each):
                    return True
                for function in functions.pop(_name(each.func), ()):
                    waiting += function.body
    return False


def _evaluated(statement: ast.stmt) -> Iterator[ast.AST]:
    """The nodes of a statement without the bodies of functions that it defines."""
    waiting: list[ast.AST] = [statement]
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            waiting += node.decorator_list
        else:
            waiting += ast.iter_child_nodes(node)


def _creates(node: ast.Call) -> bool:
    name = _name(node.func)
    if name in _CREATING | _MOVING or "download" in name or "clone" in name:
        return True
    if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
        return name in _OF_MODULES.get(node.func.value.id, ()) or (
            name == "open" and _writes(node, 0)
        )
    return name == "open" and _writes(node, int(isinstance(node.func, ast.Name)))


def _writes(node: ast.Call, index: int) -> bool:
    """Whether a call of `open` may write; `index` is that of the mode."""
    modes = [each.value for each in node.keywords if each.arg in ("mode", None)]
    modes += node.args[index : index + 1]
    return any(
        not isinstance(mode, ast.Constant)
        or (isinstance(mode.value, str) and not set("wax+").isdisjoint(mode.value))
        for mode in modes
    )


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
