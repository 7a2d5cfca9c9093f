"""Which of a project's files a runner needs, which has nothing but the pickle of an app.

Knows what the pickle refers to, and what the methods that fal calls import and open; must not know
`[tool.fal]`.
"""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple

from ..files import Unreadable
from .certain_reads import reached
from .imports import ModuleLocation
from .modules import known_module
from .pickling import PickleReader, TooMuch, texts_pickled_by_fal
from .values import ClassValue, FalThing

if TYPE_CHECKING:
    from .loading import Loading
    from .module import Module
    from .modules import Modules
    from .mro import Lineages
    from .source import Definition, Function

_SERVING = re.compile(r"\bfal\.function\b|\bimport\b.*\bfunction\b")
"""fal pickles the package of a `@fal.function` by value, also where a module is only imported."""

_BRINGING = re.compile(
    r"\bsys\.(?:path|modules|meta_path)\b|PYTHONPATH|clone_repository|addsitedir|importlib|\bchdir\b"
    r"|\bgit\b|\bpip\b"
)
"""A file with one of these may bring its modules by itself when it runs."""

_LATE = re.compile(r"^[ \t]+(?:from|import)\b|[;:][ \t]*(?:from|import)\b|\bopen\b", re.MULTILINE)
"""An import inside of a function, or a file that is opened."""

_CALLED = ("setup", "teardown", "handle_exit")
"""The methods that fal calls on the runner in addition to the endpoints."""


class Need(NamedTuple):
    """A file of the project that the runner certainly looks for.

    `pickled`: the pickle refers to the module. `imported`: a method that fal calls imports it.
    `opened`: `setup` begins with opening it.
    """

    kind: Literal["pickled", "imported", "opened"]
    name: str
    """The dotted name of the module, or the path as the code has it."""
    path: str
    """The file, absolute."""
    line: int
    """Where the app's file imports or opens it, counted from 0."""


def runner_needs(
    modules: Modules, loading: Loading, listed: Iterable[str]
) -> Mapping[Definition, tuple[Need, ...]]:
    """What the runner needs of each app that the first module of `loading` defines. Never raises.

    `listed` are the `local_python_modules` of these apps.
    """
    texts = texts_pickled_by_fal(modules, loading)
    if not texts or (len(texts) == 1 and not _LATE.search(texts[0])):
        # Most apps are one file that needs no other: no reason to parse it once more.
        return {}
    module = loading.modules[0].module
    by_value = {*listed, _package(modules, module.path)}
    # Another class or function may list modules, too.
    if sum(text.count("local_python_modules") for text in texts) > bool(listed):
        return {}
    for each, text in zip(loading.modules[1:], texts[1:], strict=True):
        if each.name is not None and _SERVING.search(text):
            by_value.add(each.name.partition(".")[0])
    reader = PickleReader(modules, loading, texts[0], frozenset(by_value))
    lineages: Lineages = {}
    needs = {}
    try:
        for found in module.classes:
            line = modules.lineage(found, module.store, lineages)
            if any(isinstance(each, FalThing) for each in line.links):
                reader.read(found)
                wanted = _Needs(modules, module, reader)
                if not _BRINGING.search(texts[0]):
                    wanted.read_methods(found)
                needs[found.definition] = tuple(wanted.found.values())
    except (RecursionError, TooMuch):
        return {}
    return needs


def _package(modules: Modules, path: str) -> str:
    """The package around a file that fal pickles by value (`include_package_from_path`)."""
    parent = path
    while modules.workspace.is_file(os.path.join(os.path.dirname(parent), "__init__.py")):
        parent = os.path.dirname(parent)
    return os.path.basename(parent) if parent != path else ""


class _Needs:
    """What the runner needs of one class: the modules in its pickle, and what its methods do."""

    def __init__(self, modules: Modules, module: Module, reader: PickleReader) -> None:
        self.modules = modules
        self.module = module
        self.reader = reader
        self.found: dict[str, Need] = {}
        for each in reader.references.values():
            self._add("pickled", *each)

    def _add(
        self, kind: Literal["pickled", "imported", "opened"], name: str, path: str, line: int
    ) -> None:
        top = name if kind == "opened" else name.partition(".")[0]
        known = self.found.get(top)
        if known is None or line < known.line:
            self.found[top] = Need(kind, name, path, line)

    def read_methods(self, found: ClassValue) -> None:
        """Follow the first statements of the methods that fal calls."""
        node = self.reader.statement(found)
        if node is None:
            return
        for name, (method, value) in self.reader.methods(node, found):
            if value.route is None and name not in _CALLED:
                continue
            for each in reached(method.body):
                if isinstance(each, ast.Import):
                    for alias in each.names:
                        self._import(alias.name, alias, method, each)
                elif isinstance(each, ast.ImportFrom) and each.module and not each.level:
                    for alias in each.names:
                        self._import_from(each.module, alias.name, each)
            if name == "setup":
                self._open(method)

    def _import(self, name: str, alias: ast.alias, method: Function, node: ast.Import) -> None:
        located = self._located(name)
        if located is None:
            return
        if "." not in name:
            # An installed package of the same name has other names.
            known = alias.asname or name
            used = [
                each.attr
                for each in ast.walk(method)
                if isinstance(each, ast.Attribute)
                and isinstance(each.value, ast.Name)
                and each.value.id == known
            ]
            if not used or not all(self._has(located, attribute) for attribute in used):
                return
        self._add("imported", name, located.path, node.lineno - 1)

    def _import_from(self, name: str, wanted: str, node: ast.ImportFrom) -> None:
        located = self._located(name)
        if located is not None and self._has(located, wanted):
            self._add("imported", name, located.path, node.lineno - 1)

    def _located(self, name: str) -> ModuleLocation | None:
        """The file of a module of the project that is no namespace package."""
        top = name.partition(".")[0]
        if known_module(name) is not None:
            return None
        first = self.modules.find(self.module.path, top)
        found = self.modules.find(self.module.path, name)
        if not isinstance(first, ModuleLocation) or first.kind == "namespace":
            return None
        return found if isinstance(found, ModuleLocation) and found.kind != "namespace" else None

    def _has(self, located: ModuleLocation, name: str) -> bool:
        """Whether a module certainly has a name, or a module of its package."""
        module = self.modules.module(located.path)
        if not isinstance(module, Unreadable) and name in module.names:
            return True
        inner = self.modules.find(self.module.path, f"{located.name}.{name}")
        return isinstance(inner, ModuleLocation)

    def _open(self, method: Function) -> None:
        """A file that is opened before anything else is called."""
        for statement in reached(method.body):
            if not any(isinstance(each, (ast.Call, ast.Await)) for each in ast.walk(statement)):
                continue
            first = _first_call(statement)
            if first is None or not isinstance(first.func, ast.Name) or first.func.id != "open":
                return
            path = _opened(first)
            if path and "open" not in self.module.names:
                for base in (os.path.dirname(self.module.path), self.modules.workspace.root):
                    if self.modules.workspace.is_file(os.path.join(base, path)):
                        real = self.modules.workspace.real(os.path.join(base, path))
                        self._add("opened", path, real, first.lineno - 1)
                        return
            return


def _first_call(statement: ast.AST) -> ast.Call | None:
    """The call that a simple statement certainly makes first; `None` where that is not clear."""
    if isinstance(statement, ast.With):
        return _first_of([statement.items[0].context_expr])
    if isinstance(statement, (ast.Expr, ast.Return)) and statement.value is not None:
        return _first_of([statement.value])
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target = statement.targets[0]
        is_simple = isinstance(target, ast.Name) or (
            isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name)
        )
        return _first_of([statement.value]) if is_simple else None
    return None


def _first_of(nodes: Iterable[ast.expr]) -> ast.Call | None:
    for node in nodes:
        if isinstance(node, (ast.Constant, ast.Name)):
            continue
        if isinstance(node, ast.Attribute):
            found = _first_of([node.value])
        elif isinstance(node, ast.Call):
            parts = [node.func, *node.args, *(each.value for each in node.keywords)]
            if not any(isinstance(each, ast.Call) for part in parts for each in ast.walk(part)):
                return node
            found = _first_of(parts)
        else:
            return None
        if found is not None:
            return found
    return None


def _opened(node: ast.Call) -> str:
    """The relative path that a call of `open` reads, empty where that is not certain."""
    values = [each.value if isinstance(each, ast.Constant) else None for each in node.args]
    modes = [each for each in node.keywords if each.arg == "mode"]
    if not values or not isinstance(values[0], str) or modes or len(values) > 2:
        return ""
    if len(values) == 2 and (not isinstance(values[1], str) or values[1].strip("rbt")):
        return ""
    path = values[0]
    return "" if os.path.isabs(path) or path.startswith("~") or "\0" in path else path
