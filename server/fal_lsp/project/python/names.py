"""What a name in a Python file stands for, followed through imports and assignments in the project.

Knows how Python binds and finds names; must not know what is wanted of them (`apps.py`). A name
may have several meanings where conditions decide; what cannot be followed is `UNKNOWN`.
"""

from __future__ import annotations

import builtins
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from ...memo import UNTRACKED, Memo, record
from ..files import Unreadable
from . import fal_names
from .bindings import (
    FalThing,
    Foreign,
    ForeignModule,
    FoundClass,
    FoundFunction,
    FoundModule,
    FoundValue,
    Meaning,
    Meanings,
    Missing,
    Unknown,
    distinct,
)
from .imports import Absent, ModuleLocation, import_base, locate, relative
from .types import Binding, Import, Module, PythonClass, PythonFunction

if TYPE_CHECKING:
    from ..packages.package_roots import Root
    from ..workspace import Workspace

_MAX_DEPTH = 40

_MODULE_NAMES = frozenset({"__builtins__", "__doc__", "__file__", "__loader__", "__name__"})


class Names:
    """Follows names. `module` reads a file, `roots` returns those of the project."""

    def __init__(
        self,
        workspace: Workspace,
        module: Callable[[str], Module | Unreadable],
        roots: Callable[[], Iterable[Root]],
        memo: Memo,
    ) -> None:
        self.workspace = workspace
        self.module = module
        self.roots = roots
        self._memo = memo
        # The questions that are being answered, each for the one before it.
        self._asked: set[tuple[str, str, int | None]] = set()

    def lookup(self, path: str, name: str, before: int | None = None) -> Meanings:
        """The meanings of a dotted name in a file, at its end or before the binding `before`.

        Never empty; `Missing` where the file certainly has no such name.
        """
        question = (path, name, before)
        if question in self._asked or len(self._asked) >= _MAX_DEPTH:
            # Where the circle is entered decides who hears this.
            record(UNTRACKED)
            is_circle = question in self._asked
            return (Unknown("a circle of names" if is_circle else "followed too far"),)
        self._asked.add(question)
        try:
            return self._memo.ask(question, lambda: self._lookup(path, name, before))
        finally:
            self._asked.remove(question)

    def public(self, path: str, name: str) -> Meanings:
        """As `lookup`, for a file that is imported: its `__getattr__` may know more names."""
        meanings = self.lookup(path, name)
        module = self.module(path)
        if isinstance(module, Module) and "__getattr__" in module.bindings:
            return tuple(
                Unknown(f"{path} has a __getattr__") if isinstance(each, Missing) else each
                for each in meanings
            )
        return meanings

    def find_module(self, path: str, module: str) -> ModuleLocation | Absent | Foreign | FalThing:
        """What the module of an import statement in a file leads to (dots first if relative)."""
        if module.startswith("."):
            return relative(self.workspace, path, module)
        top = module.partition(".")[0]
        # fal appends the working directory to `sys.path` (fal/utils.py:173): what is installed
        # comes first.
        if top == "fal":
            return FalThing(module)
        if top in sys.stdlib_module_names or top in fal_names.DEPENDENCIES:
            return Foreign(module)
        return locate(self.workspace, module, (*self.roots(), import_base(self.workspace, path)))

    def _lookup(self, path: str, name: str, before: int | None) -> Meanings:
        module = self.module(path)
        if isinstance(module, Unreadable):
            return (Unknown(f"{module.reason}: {module.path}"),)
        first, *rest = name.split(".")
        meanings = self._name(module, first, before)
        for index, attribute in enumerate(rest):
            meanings = distinct(
                each
                for meaning in meanings
                for each in self._attribute(meaning, attribute, rest[: index + 1])
            )
        return meanings

    def _name(self, module: Module, name: str, before: int | None) -> Meanings:
        effective, is_sure = _effective(module.bindings.get(name, ()), before)
        stars = [
            (order, star)
            for order, star in module.stars
            if (before is None or order < before)
            and (not effective or not is_sure or order > effective[0].order)
        ]
        found: list[Meaning] = []
        for binding in effective:
            found.extend(self._target(module, name, binding))
        for _order, star in reversed(stars):
            found.extend(self._starred(module.path, star, name))
        present = [meaning for meaning in found if not isinstance(meaning, Missing)]
        if present:
            return distinct(present)
        if not effective and (hasattr(builtins, name) or name in _MODULE_NAMES):
            return (Foreign(f"builtins.{name}"),)
        if module.is_dynamic:
            return (Unknown("names are bound by code"),)
        return (Missing(name),)

    def _target(self, module: Module, name: str, binding: Binding) -> Meanings:
        target = binding.target
        if target is None:
            return (Missing(name),)
        if isinstance(target, PythonClass):
            return (FoundClass(module.path, target),)
        if isinstance(target, PythonFunction):
            return (FoundFunction(module.path, target),)
        if isinstance(target, Import):
            return self._imported(module.path, target)
        if target.kind == "name":
            return self.lookup(module.path, target.name, binding.order)
        return (FoundValue(module.path, target, binding.order),)

    def _imported(self, path: str, target: Import) -> Meanings:
        found = self.find_module(path, target.module)
        if isinstance(found, (FalThing, Foreign)):
            name = f"{found.name}.{target.name}" if target.name else found.name
            if isinstance(found, Foreign):
                return (Foreign(name),)
            return (FalThing(fal_names.canonical(name)),)
        if isinstance(found, Absent):
            if target.name is None:
                return (ForeignModule(target.module),)
            return (Unknown(f"the module {target.module} is not in the project"),)
        if target.name is None:
            return (FoundModule(found.path),)
        return self._member(found, path, target.module, target.name)

    def _member(self, found: ModuleLocation, path: str, module: str, name: str) -> Meanings:
        meanings: Meanings = (Missing(name),)
        if found.kind != "namespace":
            meanings = self.public(found.path, name)
        if found.kind == "module" or not all(isinstance(each, Missing) for each in meanings):
            return meanings
        inner = self.find_module(path, f"{module}{'' if module.endswith('.') else '.'}{name}")
        if isinstance(inner, ModuleLocation):
            return (FoundModule(inner.path),)
        return (Unknown(f"{name} is not in {module}"),)

    def _starred(self, path: str, module: str, name: str) -> Meanings:
        found = self.find_module(path, module)
        unknown = Unknown(f"from {module} import *")
        if isinstance(found, FalThing):
            if found.name != "fal":
                return (unknown,)
            exported = name in fal_names.EXPORTS
            return (FalThing(fal_names.canonical(f"fal.{name}")) if exported else Missing(name),)
        if isinstance(found, Foreign):
            # Whatever Python's own modules export, none of it is an app.
            return (Missing(name) if found.name in sys.stdlib_module_names else unknown,)
        if isinstance(found, Absent) or found.kind == "namespace":
            return (unknown,)
        other = self.module(found.path)
        if isinstance(other, Unreadable):
            return (Unknown(f"{other.reason}: {other.path}"),)
        if other.exports is None and name.startswith("_"):
            return (Missing(name),)
        if other.exports is not None and name not in other.exports:
            return (Missing(name),)
        return self.lookup(found.path, name)

    def _attribute(self, owner: Meaning, name: str, so_far: list[str]) -> Meanings:
        if isinstance(owner, FalThing):
            return (FalThing(fal_names.canonical(f"{owner.name}.{name}")),)
        if isinstance(owner, Foreign):
            return (Foreign(f"{owner.name}.{name}"),)
        if isinstance(owner, FoundModule):
            return self._submodule(owner, name)
        if isinstance(owner, FoundClass):
            for inner in owner.definition.classes:
                if inner.name == name:
                    return (FoundClass(owner.path, inner),)
        return (Unknown(f"{'.'.join(so_far)} cannot be followed"),)

    def _submodule(self, owner: FoundModule, name: str) -> Meanings:
        if owner.path.endswith(".py"):
            meanings = self.public(owner.path, name)
            if not all(isinstance(each, Missing) for each in meanings):
                return meanings
        inner = relative(self.workspace, _inside(owner.path), f".{name}")
        if isinstance(inner, ModuleLocation):
            return (FoundModule(inner.path),)
        return (Unknown(f"{name} is not in {owner.path}"),)


def _effective(bindings: tuple[Binding, ...], before: int | None) -> tuple[list[Binding], bool]:
    """The bindings that may hold, the oldest first; whether the oldest is certain to have run."""
    found: list[Binding] = []
    for binding in reversed(bindings):
        if before is not None and binding.order >= before:
            continue
        found.append(binding)
        if binding.certain:
            return found[::-1], True
    return found[::-1], False


def _inside(path: str) -> str:
    # A relative import of one dot starts from the directory that a file stands in.
    return path if path.endswith(".py") else f"{path}/__init__.py"
