"""Modules of a project by their names, each read once. Knows how fal's Python finds modules; must
not know what is done with their contents.

fal runs the file of a `ref` by its path and appends its working directory to `sys.path`
(fal/utils.py): an import finds what is installed, then what is below that directory. A module
beside the file is found only where its directory is one of these.
"""

from __future__ import annotations

import abc
import builtins
import enum
import os
import sys
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from ...memo import UNTRACKED, Memo, record
from ..files import Unreadable
from . import fal_names
from .imports import Absent, ModuleLocation, import_base, locate, relative
from .lattice import join, join_bindings, may_be_unset, set_part
from .mro import lineage
from .plain_data import data_value
from .values import (
    ANY_NAME,
    UNSET,
    Binding,
    Choice,
    ClassValue,
    Deferred,
    External,
    FalThing,
    Foreign,
    ModuleValue,
    Unknown,
    Unset,
    Value,
)

if TYPE_CHECKING:
    from ..packages.package_roots import Root
    from ..workspace import Workspace
    from .flow import Store
    from .module import Module
    from .mro import Lineage, Lineages

MAX_DEPTH = 20
"""Modules that are read while another one is."""

_MAX_STEPS = 40

_MODULE_NAMES = frozenset(
    {"__builtins__", "__cached__", "__doc__", "__file__", "__loader__", "__name__", "__package__"}
    | {"__spec__"}
)

BUILTINS = frozenset(vars(builtins))
"""The names that Python has everywhere."""

_OTHER_BUILTINS = frozenset(
    {"_", "aiter", "anext", "EncodingWarning", "BaseExceptionGroup", "ExceptionGroup"}
    | {"PythonFinalizationError", "WindowsError", "exit", "quit", "copyright", "credits"}
    | {"license", "profile", "ic", "reveal_type"}
)
"""Builtins of other Pythons and systems, and what tools add to them."""


_CLASSES = {
    "enum.Enum": enum.Enum,
    "enum.IntEnum": enum.IntEnum,
    "enum.Flag": enum.Flag,
    "enum.IntFlag": enum.IntFlag,
    "abc.ABC": abc.ABC,
    "builtins.str": str,
    "builtins.int": int,
}
"""Classes of Python of which the attributes are known, and which no other Python adds to."""

if sys.version_info >= (3, 11):
    _CLASSES["enum.StrEnum"] = enum.StrEnum


class Modules:
    """The modules of a project. `roots` are the directories in which its packages are.

    `read` runs a file; it calls its last argument before the first statement.
    """

    def __init__(
        self,
        workspace: Workspace,
        roots: Callable[[], Iterable[Root]],
        memo: Memo,
        read: Callable[[Modules, str, Callable[[Module], None]], Module | Unreadable],
    ) -> None:
        self.workspace = workspace
        self.roots = roots
        self._memo = memo
        self._run = read
        self._running: dict[str, Module] = {}

    def module(self, path: str) -> Module | Unreadable:
        """The module in a file; what is bound so far where it is being read right now."""
        real = self.workspace.real(path)
        running = self._running.get(real)
        if running is not None:
            # Where the circle is entered decides who hears this.
            record(UNTRACKED)
            return running
        if len(self._running) >= MAX_DEPTH:
            record(UNTRACKED)
            return Unreadable(real, "too-large", "too many modules import each other")
        return self._memo.ask(("python", real), lambda: self._read(real))

    def _read(self, path: str) -> Module | Unreadable:
        def begin(module: Module) -> None:
            self._running[path] = module

        try:
            return self._run(self, path, begin)
        finally:
            self._running.pop(path, None)

    # Names

    def find(self, path: str, module: str) -> ModuleLocation | Absent | Foreign | FalThing:
        """What the module of an import statement in a file leads to (dots first if relative)."""
        if module.startswith("."):
            return relative(self.workspace, path, module)
        known = known_module(module)
        if known is not None:
            return known
        top = module.partition(".")[0]
        if top in fal_names.ALSO_INSTALLED:
            return Absent(module, "", top, (), False, "")
        return locate(self.workspace, module, self._search_path(path))

    def is_submodule(self, path: str, name: str) -> bool:
        """Whether a file is that of a package that has a module of this name."""
        is_package = path.endswith(("/__init__.py", "\\__init__.py"))
        return is_package and isinstance(self.find(path, f".{name}"), ModuleLocation)

    def _search_path(self, path: str) -> tuple[Root, ...]:
        return self._memo.ask(("search path", path), lambda: self._directories(path))

    def _directories(self, path: str) -> tuple[Root, ...]:
        """Where Python looks for what a file imports."""
        roots = tuple(self.roots())
        base = import_base(self.workspace, path)
        # A package that a file belongs to was imported from somewhere. What only lies beside the
        # file is found nowhere.
        is_package = self.workspace.is_file(f"{os.path.dirname(path)}/__init__.py")
        return (*roots, base) if is_package and base not in roots else roots

    def resolve(self, value: Value, store: Store | None = None) -> Value:
        """A value that is not `Deferred`. `store` is that of the file that runs."""
        if not isinstance(value, (Choice, Deferred)):
            return value
        followed: list[Deferred] = []
        while isinstance(value, Deferred):
            if value in followed or len(followed) == _MAX_STEPS:
                return Unknown("a circle of imports, or followed too far")
            followed.append(value)
            value = self._imported(value, store)
        if not isinstance(value, Choice) or not any(isinstance(e, Deferred) for e in value.values):
            return value
        return join(self.resolve(each, store) for each in value.values)

    def _imported(self, wanted: Deferred, store: Store | None) -> Value:
        found = self.find(wanted.importer, wanted.module)
        if isinstance(found, (FalThing, Foreign)):
            return found if not wanted.name else attribute_of_known(found, wanted.name)
        if isinstance(found, Absent):
            if not wanted.name:
                return External(wanted.module)
            return Unknown(f"the module {wanted.module} is not in the project")
        if not wanted.name:
            return ModuleValue(found.path)
        value: Value = UNSET
        if found.kind != "namespace":
            value = self.member(found.path, wanted.name, store)
        if not isinstance(value, Unset) or found.kind == "module":
            return value
        dot = "" if wanted.module.endswith(".") else "."
        inner = self.find(wanted.importer, f"{wanted.module}{dot}{wanted.name}")
        if isinstance(inner, ModuleLocation):
            return ModuleValue(inner.path)
        return Unknown(f"{wanted.name} is not in {wanted.module}")

    def member(
        self, path: str, name: str, store: Store | None = None, *, imported: bool = True
    ) -> Value:
        """What a name of a module stands for, `UNSET` where it certainly has no such name.

        `imported`: its `__getattr__` may know more names.
        """
        module = self.module(path)
        if isinstance(module, Unreadable):
            return Unknown(f"{module.reason}: {module.path}")
        binding = module.names.get(name) if store is None else store.read(module.names, name)
        value = UNSET if binding is None else set_part(binding.value) or UNSET
        if not isinstance(value, Unset):
            return value
        if module.path in self._running:
            return Unknown("a circle of names")
        if module.is_open:
            return Unknown("names are bound by code")
        if imported and "__getattr__" in module.names:
            return Unknown(f"{path} has a __getattr__")
        if name in _MODULE_NAMES or (not imported and name in BUILTINS):
            return Foreign(f"builtins.{name}")
        if not module.has_python_star:
            return UNSET
        # `time` of `from time import *` is no module.
        return Unknown("a starred import") if name in sys.stdlib_module_names else Foreign(name)

    def module_attribute(self, module: ModuleValue, name: str, store: Store | None) -> Value:
        """An attribute of a module, which may be a module of its package."""
        path = module.path
        if path.endswith(".py"):
            value = self.member(path, name, store)
            if not isinstance(value, Unset):
                return value
        inside = path if path.endswith(".py") else f"{path}/__init__.py"
        inner = relative(self.workspace, inside, f".{name}")
        if isinstance(inner, ModuleLocation):
            return ModuleValue(inner.path)
        return Unknown(f"{name} is not in {path}")

    def has_no_name(self, path: str, name: str) -> bool:
        """Whether reading a global name in a module certainly fails once the module has run."""
        module = self.module(path)
        if isinstance(module, Unreadable) or module.has_python_star or may_be_builtin(name):
            return False
        return isinstance(self.member(path, name, imported=False), Unset)

    def lacks(self, module: ModuleValue, name: str, store: Store) -> bool:
        """Whether a module of the project certainly has no such attribute."""
        if not module.path.endswith(".py") or name.startswith("__"):
            return False
        found = self.module(module.path)
        if isinstance(found, Unreadable) or found.sets_unknown:
            return False
        if not isinstance(self.member(module.path, name, store), Unset):
            return False
        inner = relative(self.workspace, module.path, f".{name}")
        return not isinstance(inner, ModuleLocation)

    def class_lacks(self, owner: ClassValue, name: str, store: Store, lineages: Lineages) -> bool:
        """Whether a class of the project certainly has no such attribute."""
        line = self.lineage(owner, store, lineages)
        # Those of a metaclass, such as `mro`, are attributes of the class, too.
        if name.startswith("_") or not line.is_complete or hasattr(abc.ABCMeta, name):
            return False
        for link in line.links:
            if not isinstance(link, ClassValue):
                known = _CLASSES.get(link.name) if isinstance(link, Foreign) else None
                if known is None or hasattr(known, name):
                    return False
                continue
            if not link.is_as_written:
                return False
            tables = (link.namespace, link.changed_later)
            names = (name, "__slots__", ANY_NAME)
            if any(store.read(table, each) is not None for table in tables for each in names):
                return False
            module = self.module(link.definition.path)
            if isinstance(module, Unreadable) or module.sets_unknown or module.is_dynamic:
                return False
        return True

    def star_names(self, path: str, star: str) -> dict[str, Value] | None:
        """What `from star import *` binds in a file, `None` where that is not certain."""
        found = self.find(path, star)
        if isinstance(found, FalThing):
            if found.name != "fal":
                return None
            return {name: attribute_of_known(found, name) for name in fal_names.EXPORTS}
        if isinstance(found, Foreign):
            # Whatever Python's own modules export, none of it is an app.
            return {} if found.name.partition(".")[0] in sys.stdlib_module_names else None
        if isinstance(found, Absent) or found.kind == "namespace":
            return None
        module = self.module(found.path)
        if isinstance(module, Unreadable) or module.is_open or module.path in self._running:
            return None
        if "__all__" in module.names and module.exports is None:
            return None
        return self._memo.ask(("star", module.path), lambda: self._exported(module))

    def _exported(self, module: Module) -> dict[str, Value]:
        names = module.exports
        if names is None:
            names = tuple(name for name in module.names if not name.startswith("_"))
        return {name: self.member(module.path, name) for name in names}

    def has_python_star(self, path: str, star: str) -> bool:
        """Whether `from star import *` in a file binds names of Python's own modules."""
        found = self.find(path, star)
        if isinstance(found, ModuleLocation) and found.kind != "namespace":
            module = self.module(found.path)
            return not isinstance(module, Unreadable) and module.has_python_star
        return isinstance(found, Foreign)

    def lineage(
        self, found: ClassValue, store: Store | None = None, known: Lineages | None = None
    ) -> Lineage:
        """A class and its bases in the order in which Python looks (`mro.py`).

        `known` are the lineages that were found as the same store has it.
        """
        before = None if known is None else known.get(id(found))
        if before is not None:
            return before
        resolve = partial(self.resolve, store=store)
        return lineage(found, resolve, {} if known is None else known)

    def class_binding(
        self, owner: ClassValue, name: str, store: Store, known: Lineages | None = None
    ) -> tuple[Binding | None, bool]:
        """What a class or its bases bind a name to, and whether that is certain."""
        line = self.lineage(owner, store, known)
        if owner.is_hooked:
            return None, False
        for link in line.links:
            if not isinstance(link, ClassValue):
                if isinstance(link, FalThing) and name in fal_names.APP_DEFAULTS:
                    return Binding(data_value(fal_names.APP_DEFAULTS[name]), 0), line.is_complete
                return None, False
            if store.read(link.changed_later, ANY_NAME) is not None:
                return None, False
            later = store.read(link.changed_later, name)
            first = store.read(link.namespace, name)
            if later is not None and not may_be_unset(later.value):
                return later, line.is_complete or link is owner
            found = later if first is None else first
            if later is not None and first is not None:
                set_later = later._replace(value=set_part(later.value) or UNSET)
                found = join_bindings([set_later, first])
            if found is not None:
                is_set = not may_be_unset(found.value)
                return (
                    (found, True)
                    if is_set and link is owner
                    else (found, is_set and line.is_complete)
                )
            if store.read(link.namespace, ANY_NAME) is not None:
                return None, False
        return None, False


def known_module(module: str) -> FalThing | Foreign | None:
    """A module of fal, of Python, or of a package that fal is built on; those are found first."""
    top = module.partition(".")[0]
    if top == "fal":
        return FalThing(fal_names.canonical(module))
    if top in sys.stdlib_module_names or top in fal_names.DEPENDENCIES:
        return Foreign(module)
    return None


def attribute_of_known(owner: FalThing | Foreign, name: str) -> Value:
    """An attribute of something of fal or of Python."""
    dotted = f"{owner.name}.{name}"
    name = fal_names.canonical(dotted) if isinstance(owner, FalThing) else dotted
    return FalThing(name) if name.startswith("fal.") else Foreign(name)


def may_be_builtin(name: str) -> bool:
    """Whether a name may be found where a module does not bind it."""
    return name.startswith("__") or name in _OTHER_BUILTINS or name in BUILTINS
