"""What the pickle of an app has: what its file defines, by value, and references to modules.

Knows how fal pickles the class of a `ref`: what the file itself defines is in the
pickle, and what another module defines is a reference to that module, which the runner imports
(cloudpickle), unless fal or `local_python_modules` names the module or a package around it
(fal/_serialization.py). Must not know what a runner has.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from ..files import Unreadable
from .imports import ModuleLocation
from .syntax import read_source
from .trees import Trees
from .values import (
    ANY_NAME,
    Binding,
    ClassValue,
    Deferred,
    External,
    Foreign,
    FunctionValue,
    Made,
    ModuleValue,
    Sequence,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from .loading import Loading
    from .module import Module
    from .modules import Modules
    from .source import Definition, Function


_MOST_NAMES = 200_000
"""Names in functions, and nodes of annotations, that are looked at; some twice."""

_MOST_WORK = 1_000_000_000
"""Squares of the characters of the functions that are compiled: at worst a second, for one of
30,000 characters that was made for it."""

_PICKLING = re.compile(
    r"\b(?:cloudpickle|copyreg|wrap_app|__module__)\b|_serialization\b|\b__reduce"
)
"""A file with one of these may decide by itself how something is pickled."""

_UNUSUAL = ("__new__", "__reduce__", "__reduce_ex__", "__getnewargs__", "__getnewargs_ex__")
"""Methods of a class that decide what its instances are, or how they are pickled."""

TEMPLATE = "jinja2.Template"
"""Pickled, but not read again: its `__new__` requires the source."""

UNPICKLABLE = frozenset(
    {"asyncio.new_event_loop", "concurrent.futures.ProcessPoolExecutor"}
    | {"concurrent.futures.ThreadPoolExecutor", "contextvars.ContextVar", "httpx.AsyncClient"}
    | {"httpx.Client", "multiprocessing.Lock", "multiprocessing.Queue", "queue.SimpleQueue"}
    | {"socket.socket", "sqlite3.connect", "ssl.create_default_context", "threading.local"}
    | {"typing.NewType", "typing_extensions.NewType"}
    | {f"{each}.ParamSpec" for each in ("typing", "typing_extensions")}
    | {f"{each}.TypeVarTuple" for each in ("typing", "typing_extensions")}
    | {f"{each}.TypeAliasType" for each in ("typing", "typing_extensions")}
    | {f"hashlib.{each}" for each in ("md5", "sha1", "sha224", "sha256", "sha384", "sha512")}
    | {f"hashlib.{each}" for each in ("blake2b", "blake2s", "sha3_256", "sha3_512", "new")}
    | {"hmac.new", "struct.Struct", "weakref.WeakValueDictionary", "weakref.WeakKeyDictionary"}
    | {"tempfile.NamedTemporaryFile", "tempfile.TemporaryFile", "random.SystemRandom"}
    | {"zlib.compressobj", "zlib.decompressobj", "csv.reader", "csv.writer", "mmap.mmap"}
    | {"ssl.SSLContext", "selectors.DefaultSelector", "os.scandir", TEMPLATE}
    | {"functools.singledispatch", "functools.singledispatchmethod"}
)
"""What makes an object that fal cannot pickle. Locks, loggers and threads are no problem for it."""

GENERATOR = "generator"
"""What makes an object of a generator expression, or of a function with `yield`."""

BY_NAME = frozenset(
    f"{module}.{name}"
    for module in ("typing", "typing_extensions")
    for name in ("NewType", "ParamSpec", "TypeVarTuple", "TypeAliasType")
)
"""What makes an object that is pickled as a name of the module that made it."""

_OTHERWISE: Mapping[str, tuple[str, ...]] = {
    "httpx.AsyncClient": ("transport",),
    "httpx.Client": ("transport",),
    "tempfile.NamedTemporaryFile": ("mode",),
    "tempfile.TemporaryFile": ("mode",),
}
"""The arguments with which something else is made."""

_MAKING = re.compile(
    r"\b(?:" + "|".join(sorted(each.rpartition(".")[2] for each in UNPICKLABLE)) + r")\b"
    r"|=[ \t]*\([^=]{0,300}?\bfor\b|\byield\b"
)


class Reference(NamedTuple):
    """A module of the project that the pickle of an app certainly refers to."""

    name: str
    """The dotted name."""
    path: str
    """The file, absolute."""
    line: int
    """Where the app's file imports it, counted from 0."""


class Unpicklable(NamedTuple):
    """A variable that the pickle of an app certainly has, and that cannot be pickled."""

    name: str
    maker: str
    """The function or class that made its value."""
    path: str
    line: int
    """Where it is set, counted from 0."""


def unpicklable(modules: Modules, loading: Loading) -> Mapping[Definition, tuple[Unpicklable, ...]]:
    """What cannot be pickled of each app that the first module of `loading` defines.

    Never raises.
    """
    texts = texts_pickled_by_fal(modules, loading)
    if not any(map(_MAKING.search, texts)):
        return {}
    module = loading.modules[0].module
    reader = PickleReader(modules, loading, texts[0], frozenset())
    found = {}
    try:
        for each in module.classes:
            reader.read(each)
            found[each.definition] = tuple(reader.unpicklable.values())
    except (RecursionError, TooMuch):
        return {}
    return found


def texts_pickled_by_fal(modules: Modules, loading: Loading) -> list[str]:
    """The texts of the modules that are loaded, the file of the apps first.

    Empty where one of them cannot be read or may decide by itself how something is pickled, and
    where the file may have names that are not seen.
    """
    texts = [read_source(modules.workspace, each.module.path) for each in loading.modules]
    known = [text for text in texts if not isinstance(text, Unreadable)]
    if not known or len(known) < len(texts) or any(map(_PICKLING.search, known)):
        return []
    module = loading.modules[0].module
    return [] if module.is_open or module.sets_unknown else known


class TooMuch(Exception):  # noqa: N818
    """The file is too large to be looked at."""


class PickleReader:
    """Follows what the pickles of the classes of one file have, up to a limit.

    `by_value` are the modules, or packages around them, whose contents are put into the pickle.
    """

    def __init__(
        self,
        modules: Modules,
        loading: Loading,
        text: str,
        by_value: frozenset[str],
    ) -> None:
        self.modules = modules
        self.module: Module = loading.modules[0].module
        self.by_value = by_value
        self.references: dict[str, Reference] = {}
        """What the class that was read last refers to, by the name of the outermost package."""
        self.unpicklable: dict[str, Unpicklable] = {}
        """Its variables that cannot be pickled."""
        self._names = {each.module.path: each.name for each in loading.modules if each.name}
        self.trees = Trees(modules.workspace)
        """Those of all modules that are looked at."""
        tree = self.trees.module(self.module.path)
        self._annotates = not any(
            isinstance(each, ast.ImportFrom)
            and each.module == "__future__"
            and any(alias.name == "annotations" for alias in each.names)
            for each in (tree.body if tree is not None else ())
        )
        self._assigned: dict[tuple[str, int], ast.expr] | None = None
        self._seen: set[int] = set()
        self._waiting: list[tuple[ast.stmt, ClassValue | FunctionValue]] = []
        self._names_of: dict[int, tuple[str, ...]] = {}
        self._ends = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
        self._work = 0
        self._left = _MOST_NAMES

    def read(self, found: ClassValue) -> None:
        """Follow what the pickle of a class has. Raises `TooMuch`, or `RecursionError`."""
        self.references, self.unpicklable, self._seen = {}, {}, set()
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
            node = self.trees.at_top(definition)
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
        top, line = parts[0], self._import_line(path, name, line)
        known = self.references.get(top)
        if known is None or line < known.line:
            self.references[top] = Reference(name, path, line)

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
        methods = dict(self.methods(node, value))
        for name in value.namespace:
            binding = self.module.store.read(value.namespace, name)
            if name in methods or name == ANY_NAME or name in value.changed_later:
                continue
            if isinstance(binding, Binding):
                self._note_unpicklable(name, binding)
                self._refer(binding.value, binding.line)
        for method, function in methods.values():
            self._read_function(method, function, node.name)
        for each in node.body:
            if isinstance(each, ast.AnnAssign):
                self._read_annotation(each.annotation)

    def statement(self, found: ClassValue) -> ast.ClassDef | None:
        """The statement of a class at the top of the file."""
        node = self.trees.at_top(found.definition)
        return node if isinstance(node, ast.ClassDef) else None

    def methods(
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

    def _read_function(
        self, node: Function, value: ClassValue | FunctionValue, owner: str = ""
    ) -> None:
        if isinstance(value, FunctionValue):
            for default in value.defaults.values():
                self._refer(default, node.lineno - 1)
            for part in value.route.signature.types if value.route is not None else ():
                if not isinstance(part.value, str):
                    self._refer(part.value, node.lineno - 1)
        arguments = node.args
        every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        every += [each for each in (arguments.vararg, arguments.kwarg) if each is not None]
        for annotation in (*(each.annotation for each in every), node.returns):
            self._read_annotation(annotation)
        for name in self._global_names(node, owner):
            self._read_name(name, node.lineno - 1)

    def _global_names(self, node: Function, owner: str) -> tuple[str, ...]:
        """The global names that a function uses, compiled once."""
        names = self._names_of.get(id(node))
        if names is None:
            first = min(each.lineno for each in (node, *node.decorator_list))
            length = self._ends[node.end_lineno or first] - self._ends[first - 1]
            self._work += length**2
            if self._work > _MOST_WORK:
                raise TooMuch
            is_text = not self._annotates
            from .compiled_names import global_names

            names = global_names(node, owner, annotations_are_text=is_text)
            self._names_of[id(node)] = names
        self._spend(len(names))
        return names

    def _spend(self, count: int) -> None:
        self._left -= count
        if self._left < 0:
            raise TooMuch

    def _read_name(self, name: str, line: int, *, is_evaluated: bool = False) -> None:
        binding = self.module.store.read(self.module.names, name)
        # What is evaluated with the statement does not see what the name gets below.
        if isinstance(binding, Binding) and not (is_evaluated and binding.line > line):
            self._note_unpicklable(name, binding)
            self._refer(binding.value, line)

    def _note_unpicklable(self, name: str, binding: Binding) -> None:
        value = self.modules.resolve(binding.value, self.module.store)
        path = binding.path or self.module.path
        is_own = path == self.module.path
        maker = self._maker(value, binding, is_own=is_own)
        if maker is None and is_own and isinstance(value, (Unknown, Sequence)):
            maker = self._written_maker(name, binding.line)
        if maker is not None:
            self.unpicklable[name] = Unpicklable(name, maker, path, binding.line)

    def _maker(self, value: Value, binding: Binding, *, is_own: bool) -> str | None:
        """What made a value that cannot be pickled; `is_own`: the file of the app binds it."""
        if isinstance(value, FunctionValue):
            # What another module defines is pickled by its name.
            made = value.decorator if is_own else None
            return made if made in UNPICKLABLE else None
        maker = value.callee if isinstance(value, Made) else None
        if not isinstance(value, Made) or value.arguments.spreads or not isinstance(maker, Foreign):
            return None
        given, name = value.arguments, maker.name
        others = _OTHERWISE.get(name, ())
        if others and (given.positional or not given.keywords.keys().isdisjoint(others)):
            return None
        if name in BY_NAME:
            # The runner does not have the module of a file that fal runs, but may have others.
            is_made_here = isinstance(binding.value, Made) and value.line == binding.line
            if not (is_made_here and is_own):
                return None
        return name if name in UNPICKLABLE else None

    def _written_maker(self, name: str, line: int) -> str | None:
        """What makes a value that is not known otherwise, as its statement at the top says."""
        if self._assigned is None:
            self._assigned = _assigned(self.trees.module(self.module.path))
        node = self._assigned.get((name, line))
        if isinstance(node, ast.GeneratorExp):
            return GENERATOR
        if not isinstance(node, ast.Call):
            return None
        names = ast.unparse(node.func).split(".") if isinstance(node.func, _DOTTED) else [""]
        binding = self.module.store.read(self.module.names, names[0])
        value = binding.value if isinstance(binding, Binding) else None
        if isinstance(value, Deferred) and value.module == "jinja2":
            inner = ".".join(filter(None, ("jinja2", value.name, *names[1:])))
            package = self.modules.resolve(value._replace(name=""), self.module.store)
            is_external = isinstance(package, External)
            return TEMPLATE if inner == TEMPLATE and is_external else None
        if not isinstance(value, FunctionValue) or len(names) > 1 or value.opaque:
            return None
        function = self.trees.at_top(value.definition)
        if not isinstance(function, ast.FunctionDef) or value.kind != "function":
            return None
        return GENERATOR if _yields(function) else None

    def _read_annotation(self, node: ast.expr | None) -> None:
        if node is None or not self._annotates:
            return
        for each in ast.walk(node):
            self._spend(1)
            if isinstance(each, ast.Name):
                self._read_name(each.id, each.lineno - 1, is_evaluated=True)


_DOTTED = (ast.Name, ast.Attribute)


def _assigned(tree: ast.Module | None) -> dict[tuple[str, int], ast.expr]:
    """What statements at the top of a file, and of its classes, assign to one name, by its line."""
    if tree is None:
        return {}
    # What a function may bind, too, is not known.
    other = {name for each in ast.walk(tree) if isinstance(each, ast.Global) for name in each.names}
    found = {}
    classes = (each for each in tree.body if isinstance(each, ast.ClassDef))
    for each in (*tree.body, *(inner for outer in classes for inner in outer.body)):
        if not isinstance(each, (ast.Assign, ast.AnnAssign)) or each.value is None:
            continue
        targets = each.targets if isinstance(each, ast.Assign) else [each.target]
        name = targets[0].id if isinstance(targets[0], ast.Name) else ""
        if len(targets) == 1 and name not in other:
            found[name, each.lineno - 1] = each.value
    return found


def _yields(function: ast.FunctionDef) -> bool:
    """Whether a call of a function makes a generator."""
    waiting: list[ast.AST] = [*function.body]
    while waiting:
        each = waiting.pop()
        if isinstance(each, (ast.Yield, ast.YieldFrom)):
            return True
        if not isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
            waiting += ast.iter_child_nodes(each)
    return False


def _is_unusual(found: ClassValue) -> bool:
    """Whether a class decides what its instances are, or how they are pickled."""
    return found.metaclass is not None or any(name in found.namespace for name in _UNUSUAL)
