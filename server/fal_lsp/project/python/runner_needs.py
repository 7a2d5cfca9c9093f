"""What of a project's files a runner needs that has nothing but the pickle of an app.

Knows how fal pickles the class of a `ref`: what the file itself defines is in the
pickle, and what another module defines is a reference to that module, which the runner imports
(cloudpickle), unless fal or `local_python_modules` names the module or a package around it
(fal/_serialization.py). Must not know `[tool.fal]`.
"""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple

from ..files import Unreadable
from .imports import ModuleLocation
from .modules import known_module
from .source import bound_names
from .syntax import parse, read_source
from .values import (
    ANY_NAME,
    Binding,
    ClassValue,
    FalThing,
    Foreign,
    FunctionValue,
    Made,
    ModuleValue,
    Value,
)

if TYPE_CHECKING:
    from .loading import Loading
    from .module import Module
    from .modules import Modules
    from .mro import Lineages
    from .source import Definition

_MOST_NODES = 200_000
"""Nodes of a file's tree that are looked at, some twice."""

_PICKLING = re.compile(r"\bcloudpickle\b|_serialization\b|\bwrap_app\b|\b__module__\b|\b__reduce")
"""A file with one of these may decide by itself how something is pickled."""

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
"""The methods that fal calls on the runner beside the endpoints."""

_UNUSUAL = ("__new__", "__reduce__", "__reduce_ex__", "__getnewargs__", "__getnewargs_ex__")
"""Methods of a class that decide what its instances are, or how they are pickled."""

UNPICKLABLE = frozenset(
    {"asyncio.new_event_loop", "concurrent.futures.ProcessPoolExecutor"}
    | {"concurrent.futures.ThreadPoolExecutor", "contextvars.ContextVar", "httpx.AsyncClient"}
    | {"httpx.Client", "multiprocessing.Lock", "multiprocessing.Queue", "queue.SimpleQueue"}
    | {"socket.socket", "sqlite3.connect", "ssl.create_default_context", "threading.local"}
)
"""What makes an object that fal cannot pickle. Locks, loggers and threads are no problem for it."""

_MAKING = re.compile(
    r"\b(?:" + "|".join(sorted(each.rpartition(".")[2] for each in UNPICKLABLE)) + r")\b"
)

Function = ast.FunctionDef | ast.AsyncFunctionDef


class Unpicklable(NamedTuple):
    """A variable that the pickle of an app certainly has, and that cannot be pickled."""

    name: str
    maker: str
    """The function or class that made its value."""
    path: str
    line: int
    """Where it is set, counted from 0."""


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
    if not loading.modules:
        return {}
    module = loading.modules[0].module
    texts = [read_source(modules.workspace, each.module.path) for each in loading.modules]
    known = [text for text in texts if not isinstance(text, Unreadable)]
    if len(known) < len(texts) or module.is_open or module.sets_unknown:
        return {}
    if len(known) == 1 and not _LATE.search(known[0]):
        # Most apps are one file that needs no other: no reason to parse it once more.
        return {}
    if any(_PICKLING.search(text) for text in known):
        return {}
    by_value = {*listed, _package(modules, module.path)}
    # Another class or function may list modules, too.
    if sum(text.count("local_python_modules") for text in known) > bool(listed):
        return {}
    for each, text in zip(loading.modules[1:], known[1:], strict=True):
        if each.name is not None and _SERVING.search(text):
            by_value.add(each.name.partition(".")[0])
    tree = parse(module.path, known[0])
    if isinstance(tree, Unreadable):
        return {}
    reader = _Reader(modules, loading, tree, frozenset(by_value))
    lineages: Lineages = {}
    needs = {}
    try:
        for found in module.classes:
            line = modules.lineage(found, module.store, lineages)
            if any(isinstance(each, FalThing) for each in line.links):
                reader.read(found)
                if not _BRINGING.search(known[0]):
                    reader.read_methods(found)
                needs[found.definition] = reader.taken()
    except (RecursionError, _TooMuch):
        return {}
    return needs


def unpicklable(modules: Modules, loading: Loading) -> Mapping[Definition, tuple[Unpicklable, ...]]:
    """What cannot be pickled of each app that the first module of `loading` defines.

    Never raises.
    """
    module = loading.modules[0].module if loading.modules else None
    texts = [read_source(modules.workspace, each.module.path) for each in loading.modules]
    known = [text for text in texts if not isinstance(text, Unreadable)]
    if module is None or len(known) < len(texts) or module.is_open or module.sets_unknown:
        return {}
    if not any(map(_MAKING.search, known)) or any(map(_PICKLING.search, known)):
        return {}
    tree = parse(module.path, known[0])
    if isinstance(tree, Unreadable):
        return {}
    reader = _Reader(modules, loading, tree, frozenset())
    found = {}
    try:
        for each in module.classes:
            reader.read(each)
            found[each.definition] = tuple(reader.unpicklable.values())
            reader.taken()
    except (RecursionError, _TooMuch):
        return {}
    return found


def _package(modules: Modules, path: str) -> str:
    """The package around a file that fal pickles by value (`include_package_from_path`)."""
    parent = path
    while modules.workspace.is_file(os.path.join(os.path.dirname(parent), "__init__.py")):
        parent = os.path.dirname(parent)
    return os.path.basename(parent) if parent != path else ""


class _TooMuch(Exception):  # noqa: N818
    """The file is too large to be looked at."""


class _Reader:
    def __init__(
        self, modules: Modules, loading: Loading, tree: ast.Module, by_value: frozenset[str]
    ) -> None:
        self.modules = modules
        self.module: Module = loading.modules[0].module
        self.by_value = by_value
        self.needs: dict[str, Need] = {}
        self.unpicklable: dict[str, Unpicklable] = {}
        self._names = {each.module.path: each.name for each in loading.modules if each.name}
        self._statements = {
            (each.name, each.lineno - 1): each
            for each in tree.body
            if isinstance(each, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
        }
        self._annotates = not any(
            isinstance(each, ast.ImportFrom)
            and each.module == "__future__"
            and any(alias.name == "annotations" for alias in each.names)
            for each in tree.body
        )
        self._seen: set[int] = set()
        self._waiting: list[tuple[ast.stmt, ClassValue | FunctionValue]] = []
        self._left = _MOST_NODES

    def taken(self) -> tuple[Need, ...]:
        """What was found since the last class."""
        found = tuple(self.needs.values())
        self.needs, self.unpicklable, self._seen = {}, {}, set()
        return found

    # What is in the pickle

    def read(self, found: ClassValue) -> None:
        """Follow what the pickle of a class has."""
        self._refer(found, 0)
        while self._waiting:
            node, value = self._waiting.pop()
            if isinstance(node, ast.ClassDef) and isinstance(value, ClassValue):
                self._read_class(node, value)
            elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                self._read_function(node, value)

    def _refer(self, value: Value, line: int) -> None:
        value = self.modules.resolve(value, self.module.store)
        if isinstance(value, ModuleValue):
            self._need(value.path, line)
        elif isinstance(value, Made):
            made = value.callee
            if isinstance(made, ClassValue) and not _is_unusual(made):
                self._refer(made, line)
        elif isinstance(value, FunctionValue):
            if value.opaque or value.kind != "function":
                return
            self._refer_to(value, line)
        elif isinstance(value, ClassValue) and not value.opaque and not value.is_hooked:
            self._refer_to(value, line)

    def _refer_to(self, value: ClassValue | FunctionValue, line: int) -> None:
        definition = value.definition
        if definition.path == self.module.path:
            node = self._statements.get((definition.name, definition.line))
            if node is not None and id(node) not in self._seen:
                self._seen.add(id(node))
                self._waiting.append((node, value))
            return
        module = self.modules.module(definition.path)
        if isinstance(module, Unreadable) or module.is_open:
            return
        # What is not found under its name is pickled by value.
        binding = module.names.get(definition.name)
        if isinstance(binding, Binding) and binding.value is value:
            self._need(definition.path, line)

    def _need(self, path: str, line: int) -> None:
        name = self._names.get(path)
        if name is None:
            return
        parts = name.split(".")
        if any(".".join(parts[: count + 1]) in self.by_value for count in range(len(parts))):
            return
        self._add("pickled", name, path, self._import_line(path, name, line))

    def _add(
        self, kind: Literal["pickled", "imported", "opened"], name: str, path: str, line: int
    ) -> None:
        top = name if kind == "opened" else name.partition(".")[0]
        known = self.needs.get(top)
        if known is None or line < known.line:
            self.needs[top] = Need(kind, name, path, line)

    def _import_line(self, path: str, name: str, line: int) -> int:
        top = name.partition(".")[0]
        best = None
        for each in self.module.imports:
            located = self.modules.find(self.module.path, each.module)
            if isinstance(located, ModuleLocation) and located.path == path:
                return each.line
            if best is None and each.module.partition(".")[0] == top:
                best = each.line
        return line if best is None else best

    def _read_class(self, node: ast.ClassDef, value: ClassValue) -> None:
        for base in value.bases:
            self._refer(base, node.lineno - 1)
        if ANY_NAME in value.changed_later:
            return
        methods = dict(self._methods(node, value))
        for name in value.namespace:
            binding = self.module.store.read(value.namespace, name)
            if name in methods or name == ANY_NAME or name in value.changed_later:
                continue
            if isinstance(binding, Binding):
                self._note_unpicklable(name, binding)
                self._refer(binding.value, binding.line)
        for method, function in methods.values():
            self._read_function(method, function)
        for each in node.body:
            if isinstance(each, ast.AnnAssign):
                self._read_annotation(each.annotation)

    def _methods(
        self, node: ast.ClassDef, value: ClassValue
    ) -> Iterator[tuple[str, tuple[Function, FunctionValue]]]:
        """The methods that are certainly those of the class, by name."""
        for each in node.body:
            if not isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef)):
                continue
            if each.name in value.changed_later or ANY_NAME in value.changed_later:
                continue
            binding = self.module.store.read(value.namespace, each.name)
            found = binding.value if isinstance(binding, Binding) else None
            if not isinstance(found, FunctionValue) or found.opaque or found.kind == "object":
                continue
            if found.definition.line == each.lineno - 1:
                yield each.name, (each, found)

    def _read_function(self, node: Function, value: ClassValue | FunctionValue) -> None:
        if isinstance(value, FunctionValue):
            for default in value.defaults.values():
                self._refer(default, node.lineno - 1)
        arguments = node.args
        every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        every += [each for each in (arguments.vararg, arguments.kwarg) if each is not None]
        for annotation in (*(each.annotation for each in every), node.returns):
            self._read_annotation(annotation)
        local = {each.arg for each in every} | set(bound_names(node.body))
        loaded: dict[str, int] = {}
        for each in self._evaluated(node.body):
            if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load):
                loaded.setdefault(each.id, each.lineno - 1)
            elif isinstance(each, ast.arg):
                local.add(each.arg)
            elif isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                local |= set(bound_names(each.body))
            elif isinstance(each, (ast.Global, ast.Nonlocal)):
                local |= set(each.names)
        for name, line in loaded.items():
            if name not in local:
                self._read_name(name, line)

    def _read_name(self, name: str, line: int) -> None:
        binding = self.module.store.read(self.module.names, name)
        if isinstance(binding, Binding):
            self._note_unpicklable(name, binding)
            self._refer(binding.value, line)

    def _note_unpicklable(self, name: str, binding: Binding) -> None:
        value = self.modules.resolve(binding.value, self.module.store)
        maker = value.callee if isinstance(value, Made) else None
        if not isinstance(value, Made) or value.arguments.spreads:
            return
        # A client with a transport of one's own has no other.
        is_plain = "transport" not in value.arguments.keywords
        if isinstance(maker, Foreign) and maker.name in UNPICKLABLE and is_plain:
            path = binding.path or self.module.path
            self.unpicklable[name] = Unpicklable(name, maker.name, path, binding.line)

    def _read_annotation(self, node: ast.expr | None) -> None:
        if node is None or not self._annotates:
            return
        for each in self._evaluated([node]):
            if isinstance(each, ast.Name):
                self._read_name(each.id, each.lineno - 1)

    def _evaluated(self, nodes: Iterable[ast.AST]) -> Iterator[ast.AST]:
        """Some nodes and those in them, without what Python's compiler leaves out."""
        waiting = list(_reached(nodes))
        while waiting:
            node = waiting.pop()
            self._left -= 1
            if self._left < 0:
                raise _TooMuch
            yield node
            for name, field in ast.iter_fields(node):
                is_annotation = name in ("annotation", "returns")
                if is_annotation and (isinstance(node, ast.AnnAssign) or not self._annotates):
                    continue
                if isinstance(field, ast.AST):
                    waiting.append(field)
                elif isinstance(field, list):
                    waiting.extend(_reached(field))

    # What runs on the runner

    def read_methods(self, found: ClassValue) -> None:
        """Follow the first statements of the methods that fal calls."""
        node = self._statements.get((found.definition.name, found.definition.line))
        if not isinstance(node, ast.ClassDef):
            return
        for name, (method, value) in self._methods(node, found):
            if value.route is None and name not in _CALLED:
                continue
            for each in _reached(method.body):
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
                for each in self._evaluated(method.body)
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
        for statement in _reached(method.body):
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


def _is_unusual(found: ClassValue) -> bool:
    """Whether a class decides what its instances are, or how they are pickled."""
    return found.metaclass is not None or any(name in found.namespace for name in _UNUSUAL)


def _reached(nodes: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """The nodes of a list without what the compiler leaves out: `if 0`, and what is not reached."""
    for node in nodes:
        if isinstance(node, ast.If) and isinstance(node.test, ast.Constant):
            continue
        if isinstance(node, ast.AST):
            yield node
        if isinstance(node, (ast.Return, ast.Raise, ast.Break, ast.Continue)):
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
