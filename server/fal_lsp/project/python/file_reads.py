"""Which files a function certainly reads, by the paths that its expressions make, and whether other
code may make these files.

Knows paths as they are written; must not know which files there are, nor where the code runs.
"""

from __future__ import annotations

import ast
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from .certain_runs import CertainRuns
from .endings import Endings, FunctionEnds
from .operations import FilePath, Unknowable, binary
from .path_values import FUNCTIONS, names_file, opened, path_attribute, path_function, path_method
from .source import Function, bound_names
from .values import Arguments, Binding, Constant, Foreign

READING = re.compile(r"\bopen\b|\bread_(?:text|bytes)\b")
"""A function that has none of these reads no file here."""

_MAKING = re.compile(
    r"extract|unpack|clone|copy_?(?:tree|file)|shutil|download(?!_model_weights\b)|subprocess|popen"
    r"|\bsystem\(|chdir|\bgit\b|\bpip\b|rsync|fsspec|symlink|\bmount|checkout",
    re.IGNORECASE,
)
"""Code with one of these may make any file, or look for files in another directory."""

_HERE = {"pathlib.Path.cwd": FilePath("."), "os.getcwd": "."}
_OF_RELATIVE = ("os.path.abspath", "os.path.realpath", "resolve", "absolute")
"""What these make of a relative path names the same file."""

_OPENING = ("builtins.open", "io.open")
_ASKING = ("exists", "is_file", "is_dir", "stat")
_ASKING_FUNCTIONS = ("os.path.exists", "os.path.isfile", "os.path.isdir")
_READING_METHODS = ("open", "read_text", "read_bytes")
_HARMLESS = frozenset({"builtins.print", "builtins.len", "builtins.str", "json.load", "json.loads"})

_MOST_NESTED = 20


class FileRead(NamedTuple):
    """A file that a method certainly reads."""

    path: str
    """Relative to the working directory, or absolute."""
    node: ast.expr
    """The expression of the path."""
    is_first: bool
    """`setup` reads it, and nothing that may make files was called before."""


class FileReads:
    """What the methods of one class read, in the file that defines it."""

    def __init__(self, endings: Endings) -> None:
        self.attributes = endings.attributes
        self.path = self.attributes.module.path
        self.endings = endings
        self.tree = endings.trees.module(self.path) or ast.Module([], [])

    def certain(self) -> Iterator[FileRead]:
        """What `setup`, the endpoints and the functions of this file that they call read."""
        replaced = self.endings.models.set_anywhere
        known: dict[int, tuple[_Paths, tuple[int, int]]] = {}
        is_first = True
        for running, each in (
            () if replaced is None else CertainRuns(self.endings, replaced.keys()).parts()
        ):
            is_first = is_first and running.node.name == "setup"
            if running.path != self.path or not isinstance(each, ast.Call):
                continue
            if id(running.node) not in known:
                paths = _Paths(running.ends, self.tree)
                known[id(running.node)] = paths, _first_making(running.node, paths)
            paths, making = known[id(running.node)]
            read = paths.read(each)
            if read is not None:
                yield FileRead(*read, is_first and _start(each) < making)
            elif paths.may_make(each):
                is_first = False

    def may_be_made(self, path: str, trees: Iterable[ast.Module], texts: Iterable[str]) -> bool:
        """Whether any code of some modules, which have these texts, may make a file.

        Whoever makes it names it or a directory around it, but for what makes any file where it is.
        """
        known = self._reading()
        others = [*self._others(known)]
        # Nothing else leads to the directory of the file.
        is_far = os.path.isabs(path) and not others
        if not is_far and any(map(_MAKING.search, texts)):
            return True
        for tree in trees:
            for each in _running(tree):
                text = each.value if isinstance(each, ast.Constant) else None
                is_other = isinstance(text, str) and id(each) not in known.nodes
                if is_other and names_file([str(text)], path):
                    return True
        for parts in others:
            words = [each.value for each in parts if isinstance(each, ast.Constant)]
            if names_file([each for each in words if isinstance(each, str)], path):
                return True
        return False

    def _others(self, known: _Used) -> Iterator[list[ast.AST]]:
        """What the names stand for that are used in other expressions, too."""
        names = {**known.names, ("__file__", None): []}
        for (name, scope), parts in names.items():
            used = (
                id(each)
                for each in ast.walk(self.tree if scope is None else scope)
                if isinstance(each, ast.Name) and each.id == name and isinstance(each.ctx, ast.Load)
            )
            if any(each not in known.nodes for each in used):
                yield parts

    def _reading(self) -> _Used:
        """What all expressions consist of that only read a file or ask for it."""
        used = _Used({}, {})
        for function in ast.walk(self.tree):
            if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
                paths = _Paths(FunctionEnds(self.endings, function, self.path), self.tree)
                for each in ast.walk(function):
                    if isinstance(each, ast.Call) and (paths.read(each) or paths.asks(each)):
                        used.nodes.update(paths.used.nodes)
                        used.names.update(paths.used.names)
        return used


def _start(node: ast.AST) -> tuple[int, int]:
    return getattr(node, "lineno", 0), getattr(node, "col_offset", 0)


def _first_making(function: Function, paths: _Paths) -> tuple[int, int]:
    """Where a function first calls what may make a file, also under a condition or in a `try`."""
    parts = (part for statement in function.body for part in ast.walk(statement))
    end = (function.end_lineno or 0) + 1, 0
    return min(map(_start, filter(paths.may_make, parts)), default=end)


class _Used(NamedTuple):
    """The parts of expressions, by identity, and the names in them with what they are made of."""

    nodes: dict[int, ast.AST]
    names: dict[tuple[str, Function | None], list[ast.AST]]
    """By the name and the function that it is a local variable of."""


class _Paths:
    """The paths that expressions of one function make."""

    def __init__(self, ends: FunctionEnds, tree: ast.Module) -> None:
        self.ends = ends
        self.attributes = ends.attributes
        self.function = function = ends.function
        self.path = ends.path
        self.used = _Used({}, {})
        """What the last path was made of."""
        self._statements = _assigned(tree.body)
        self._own = _assigned(ast.walk(function))
        self._bound = Counter(bound_names(function.body))
        self._bound.update(
            each.arg for each in ast.walk(function.args) if isinstance(each, ast.arg)
        )
        self._depth = 0

    def read(self, call: ast.Call) -> tuple[str, ast.expr] | None:
        """The file that a call reads, with the expression of its path."""
        method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        owner = call.func.value if isinstance(call.func, ast.Attribute) else call.func
        data = self._known(owner) if method in _READING_METHODS else None
        if isinstance(data, FilePath):
            node, rest = owner, call.args
        elif call.args and self._calls(call, _OPENING):
            node, rest, method = call.args[0], call.args[1:], "open"
            data = self._known(node)
        else:
            return None
        if data is None:
            return None
        path = data.text if isinstance(data, FilePath) else data
        if method == "open":
            # What is no constant is no mode.
            values = [Constant(getattr(each, "value", None)) for each in rest]
            keywords = {
                each.arg or "opener": Binding(Constant(getattr(each.value, "value", None)), 0)
                for each in call.keywords
            }
            path = opened(Arguments((Constant(data), *values), keywords))
        if not path or path.startswith("~") or "\0" in path:
            return None
        return os.path.normpath(path), node

    def asks(self, call: ast.Call) -> bool:
        """Whether a call asks whether there is a file."""
        method = call.func if isinstance(call.func, ast.Attribute) else None
        if method is not None and method.attr in _ASKING:
            return isinstance(self._known(method.value), FilePath)
        if len(call.args) == 1 and self._calls(call, _ASKING_FUNCTIONS):
            return self._known(call.args[0]) is not None
        return False

    def may_make(self, node: ast.AST) -> bool:
        """Whether an expression is a call that may make a file."""
        if not isinstance(node, ast.Call) or self.read(node) is not None:
            return False
        is_harmless = self._calls(node, _HARMLESS) or self.asks(node)
        return not is_harmless and self._known(node) is None

    def _calls(self, call: ast.Call, names: Iterable[str]) -> bool:
        value = self.ends.named(call.func)
        return isinstance(value, Foreign) and value.name in names

    def _known(self, node: ast.expr) -> str | FilePath | None:
        self.used = _Used({}, {})
        try:
            return self._value(node)
        except Unknowable:
            return None

    def _value(self, node: ast.expr) -> str | FilePath:
        """A path, or a part of one. Raises `Unknowable`."""
        if self._depth > _MOST_NESTED:
            raise Unknowable
        self._depth += 1
        try:
            found = self._made(node)
        finally:
            self._depth -= 1
        if not isinstance(found, (str, FilePath)):
            raise Unknowable
        self.used.nodes[id(node)] = node
        return found

    def _made(self, node: ast.expr) -> object:
        match node:
            case ast.Constant(value=str()):
                return node.value
            case ast.Name():
                return self._named(node.id)
            case ast.BinOp():
                return binary(node.op, self._value(node.left), self._value(node.right))
            case ast.Attribute():
                owner = self._value(node.value)
                return path_attribute(owner, node.attr) if isinstance(owner, FilePath) else None
            case ast.Subscript(ast.Attribute(inner, "parents"), ast.Constant(int(index))):
                owner = self._value(inner)
                found = path_attribute(owner, "parents") if isinstance(owner, FilePath) else []
                return found[index] if 0 <= index < len(found) else None
            case ast.JoinedStr():
                return "".join(map(self._part, node.values))
            case ast.Call() if not node.keywords:
                return self._called(node)
        return None

    def _part(self, node: ast.expr) -> str:
        if isinstance(node, ast.FormattedValue) and (node.conversion != -1 or node.format_spec):
            raise Unknowable
        found = self._value(node.value if isinstance(node, ast.FormattedValue) else node)
        return found.text if isinstance(found, FilePath) else found

    def _named(self, name: str) -> object:
        if self._bound[name]:
            node = self._own.get(name) if self._bound[name] == 1 else None
            if node is None:
                return None
            found = self._value(node)
            self._note(name, self.function, node)
            return found
        if name == "__file__":
            return self.path
        module = self.attributes.module
        binding = module.names.get(name)
        binding = self.attributes.store.read(module.names, name) if binding else None
        value = binding.value if isinstance(binding, Binding) else None
        if isinstance(value, Constant) and name in self._statements:
            self._note(name, None, self._statements[name])
            return value.data
        return None

    def _note(self, name: str, scope: Function | None, node: ast.expr) -> None:
        """A name is used, which stands for an expression."""
        if (name, scope) in self.used.names:
            return
        parts = self.used.names[name, scope] = [*ast.walk(node)]
        for each in list(parts):
            self.used.nodes[id(each)] = each
            inner = self._statements.get(each.id) if isinstance(each, ast.Name) else None
            if inner is not None and isinstance(each, ast.Name) and scope is None:
                self._note(each.id, None, inner)
                parts += self.used.names[each.id, None]

    def _called(self, node: ast.Call) -> object:
        function = self.ends.named(node.func)
        if isinstance(function, Foreign):
            if function.name in _HERE and not node.args:
                return _HERE[function.name]
            if function.name not in FUNCTIONS:
                return None
            values = [self._value(each) for each in node.args]
            if function.name in _OF_RELATIVE and len(values) == 1 and not _is_absolute(values[0]):
                return values[0]
            return path_function(function.name, values)
        if not isinstance(node.func, ast.Attribute):
            return None
        owner = self._value(node.func.value)
        if not isinstance(owner, FilePath):
            return None
        if node.func.attr in _OF_RELATIVE and not node.args and not _is_absolute(owner):
            return owner
        return path_method(owner, node.func.attr, [self._value(each) for each in node.args])


def _is_absolute(value: str | FilePath) -> bool:
    return os.path.isabs(value.text if isinstance(value, FilePath) else value)


def _assigned(nodes: Iterable[ast.AST]) -> dict[str, ast.expr]:
    """What names are plainly bound to; those that are bound once among these are of use."""
    found: dict[str, ast.expr] = {}
    for each in nodes:
        if isinstance(each, ast.Assign):
            targets, value = each.targets, each.value
        elif isinstance(each, ast.AnnAssign) and each.value is not None:
            targets, value = [each.target], each.value
        else:
            continue
        if len(targets) == 1 and isinstance(targets[0], ast.Name):
            found[targets[0].id] = value
    return found


def _running(tree: ast.Module) -> Iterator[ast.AST]:
    """The nodes of a module but for its docstrings and the `app_files` of classes."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue
        target = node.targets[0] if isinstance(node, ast.Assign) else None
        if isinstance(target, ast.Name) and target.id == "app_files":
            continue
        waiting += ast.iter_child_nodes(node)
