"""What runs when fal loads a file: its module, and the modules of the project that it imports.

Knows how Python imports; must not know `[tool.fal]`. Only imports that certainly happen and that
nothing rescues are followed, and only to files whose place on `sys.path` is certain. What may be
imported in addition is kept apart, since it may change what the others have.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

from ..files import Unreadable
from . import fal_modules, fal_names
from .imports import Absent, ModuleLocation, relative
from .modules import known_module
from .possible_imports import possible_modules
from .values import Deferred, Unset

if TYPE_CHECKING:
    from .module import Import, Module
    from .modules import Modules
    from .source import Written

_MAX_IMPORTS = 1_000
"""How many imports of one module are followed: no person writes so many."""
_MAX_MODULES = 200


class Loaded(NamedTuple):
    """A module that certainly runs. `name` is its dotted name, `None` for the file itself.

    `imported_at` are the file and the line of the first import that runs it, `None` for what runs
    by itself.
    """

    module: Module
    name: str | None
    is_package: bool = False
    imported_at: tuple[str, int] | None = None


class Broken(NamedTuple):
    """A file that a module imports and that Python cannot read or parse."""

    importer: Module
    statement: Import
    file: Unreadable


class FailedImport(NamedTuple):
    """An import of a loaded module that certainly fails.

    `no-parent` and `beyond-top` are relative imports; `no-name` and `no-module` name what a module
    or a package of the project has not.
    """

    importer: Module
    kind: Literal["no-parent", "beyond-top", "no-name", "no-module"]
    statement: Import
    name: str
    written: Written | None


class Loading(NamedTuple):
    """All that runs when a file is loaded, the file first."""

    modules: tuple[Loaded, ...] = ()
    broken: tuple[Broken, ...] = ()
    failed: tuple[FailedImport, ...] = ()
    possible: tuple[Module, ...] = ()
    """The modules that may run in addition: imported under a condition, in a `try` or later."""

    @property
    def running(self) -> list[Module]:
        """The modules that run or may run, the file first."""
        return [*(each.module for each in self.modules), *self.possible]


def loading(modules: Modules, path: str, name: str | None = None) -> Loading:
    """What runs when fal runs a file by its path, or imports it as the module `name`.

    Never raises.
    """
    first = modules.module(path)
    if isinstance(first, Unreadable):
        return Loading()
    reader = _Reader(modules)
    is_package = os.path.basename(path) == "__init__.py"
    for loaded in _packages(modules, path, name, is_package) if name is not None else ():
        reader.add(loaded)
    reader.add(Loaded(first, name, is_package and name is not None))
    running = tuple(reader.loaded.values())
    possible = possible_modules(modules, [each.module for each in running])
    return Loading(running, tuple(reader.broken), tuple(reader.failed), possible)


def failed_import(modules: Modules, importer: Loaded, statement: Import) -> FailedImport | None:
    """The first thing that fails in an import which a loaded module does later. Never raises."""
    reader = _Reader(modules)
    for _ in reader.imported(importer, statement):
        pass
    return reader.failed[0] if reader.failed else None


def _packages(modules: Modules, path: str, name: str, is_package: bool) -> list[Loaded]:
    """The packages around a module, the outermost first."""
    directory = os.path.dirname(path) if is_package else path.removesuffix(".py")
    found: list[Loaded] = []
    while "." in name:
        directory, name = os.path.dirname(directory), name.rpartition(".")[0]
        init = os.path.join(directory, "__init__.py")
        module = modules.module(init) if modules.workspace.is_file(init) else None
        if module is not None and not isinstance(module, Unreadable):
            found.insert(0, Loaded(module, name, is_package=True))
    return found


class _Reader:
    def __init__(self, modules: Modules) -> None:
        self.modules = modules
        self.loaded: dict[str, Loaded] = {}
        self.broken: list[Broken] = []
        self.failed: list[FailedImport] = []

    def add(self, first: Loaded) -> None:
        waiting = [first]
        self.loaded[first.module.path] = first
        while waiting:
            each = waiting.pop(0)
            for statement in each.module.imports[:_MAX_IMPORTS]:
                for found in self.imported(each, statement):
                    if found.module.path in self.loaded or len(self.loaded) > _MAX_MODULES:
                        continue
                    self.loaded[found.module.path] = found
                    waiting.append(found)

    def imported(self, importer: Loaded, statement: Import) -> Iterator[Loaded]:
        """The modules that an import runs, its packages first."""
        module = importer.module
        name = statement.module
        if not name.startswith(".") and known_module(name) is not None:
            self._of_fal(module, statement)
            return
        if name.startswith("."):
            absolute = self._absolute(importer, statement)
            if absolute is None:
                return
        else:
            absolute = name
        location = self.modules.find(module.path, name)
        if isinstance(location, Absent):
            if self._is_missing(module.path, name, location):
                self._fail(module, "no-module", statement, absolute)
            return
        if not isinstance(location, ModuleLocation):
            return
        inner = directory = _directory(location)
        # The packages around run first.
        parts = absolute.split(".")
        for _ in parts:
            directory = os.path.dirname(directory)
        packages: list[tuple[str, str]] = []
        for index, part in enumerate(parts[:-1]):
            directory = os.path.join(directory, part)
            if inner.startswith(f"{directory}{os.sep}"):
                init = os.path.join(directory, "__init__.py")
                packages.append((".".join(parts[: index + 1]), init))
        for dotted, init in packages:
            if self.modules.workspace.is_file(init):
                yield from self._run(module, statement, init, dotted, is_package=True)
        if location.kind == "namespace":
            for wanted, _ in statement.names:
                yield from self._inner(module, statement, location.path, absolute, wanted)
            return
        is_package = location.kind == "package"
        yield from self._run(module, statement, location.path, absolute, is_package=is_package)
        for wanted, written in statement.names:
            yield from self._named(module, statement, location, absolute, wanted, written)

    def _named(
        self,
        importer: Module,
        statement: Import,
        location: ModuleLocation,
        absolute: str,
        wanted: str,
        written: Written,
    ) -> Iterator[Loaded]:
        value = self.modules.member(location.path, wanted)
        # `from . import name` in the package itself binds the name that it looks for.
        is_own = (
            importer.path == location.path and isinstance(value, Deferred) and value.name == wanted
        )
        if not (is_own or isinstance(value, Unset)):
            return
        if location.kind == "package":
            inner = relative(self.modules.workspace, location.path, f".{wanted}")
            if isinstance(inner, ModuleLocation):
                directory = _directory(location)
                yield from self._inner(importer, statement, directory, absolute, wanted)
                return
            if not inner.is_certain and self._has_files(_directory(location), wanted):
                return
        if not is_own:
            self._fail(importer, "no-name", statement, wanted, written)

    def _inner(
        self, importer: Module, statement: Import, directory: str, package: str, wanted: str
    ) -> Iterator[Loaded]:
        """The module in a package of which a `from` import names no other member."""
        inner = relative(
            self.modules.workspace, os.path.join(directory, "__init__.py"), f".{wanted}"
        )
        if isinstance(inner, ModuleLocation) and inner.kind != "namespace":
            is_package = inner.kind == "package"
            name = f"{package}.{wanted}"
            yield from self._run(importer, statement, inner.path, name, is_package=is_package)

    def _is_missing(self, path: str, name: str, location: Absent) -> bool:
        """Whether a module that was not found is in no form in the package that should have it."""
        dots = name[: len(name) - len(name.lstrip("."))]
        if not location.parent and not dots:
            return False
        package = self.modules.find(path, dots + location.parent)
        if isinstance(package, ModuleLocation) and package.kind == "package":
            init = self.modules.module(package.path)
            if isinstance(init, Unreadable) or "__path__" in init.names or init.is_dynamic:
                return False
        if location.parent:
            return location.is_certain
        return isinstance(package, ModuleLocation) and not self._has_files(
            _directory(package), location.part
        )

    def _has_files(self, directory: str, module: str) -> bool:
        """Whether a directory may have a module that is compiled or made of another file."""
        listing = self.modules.workspace.list_dir(directory)
        if isinstance(listing, Unreadable) or listing.truncated:
            return True
        return any(entry.name.startswith(f"{module}.") for entry in listing.entries)

    def _of_fal(self, importer: Module, statement: Import) -> None:
        module, *parts = statement.module.split(".")
        for part in parts if module == "fal" else ():
            module = f"{module}.{part}"
            if part.startswith("_"):
                break
            if not fal_modules.is_module(module):
                self._fail(importer, "no-module", statement, module)
                return
        known = fal_names.attributes(statement.module)
        if known is None:
            return
        for wanted, written in statement.names:
            if wanted not in known and not wanted.startswith("_"):
                self._fail(importer, "no-name", statement, wanted, written)

    def _absolute(self, importer: Loaded, statement: Import) -> str | None:
        """The dotted name of what is imported relatively; `None` where that fails."""
        if importer.name is None:
            return None
        package = importer.name.split(".") if importer.is_package else importer.name.split(".")[:-1]
        rest = statement.module.lstrip(".")
        level = len(statement.module) - len(rest)
        module = importer.module
        if "__package__" in module.names or module.is_dynamic:
            return None
        if not package:
            self._fail(module, "no-parent", statement, statement.module)
            return None
        if level > len(package):
            self._fail(module, "beyond-top", statement, statement.module)
            return None
        base = package[: len(package) - level + 1]
        return ".".join([*base, *([rest] if rest else [])])

    def _run(
        self, importer: Module, statement: Import, path: str, name: str, *, is_package: bool
    ) -> Iterator[Loaded]:
        if path in self.loaded:
            return
        module = self.modules.module(path)
        if not isinstance(module, Unreadable):
            yield Loaded(module, name, is_package, (importer.path, statement.line))
        elif module.reason in ("syntax", "undecodable"):
            known = {each.file.path for each in self.broken}
            if module.path not in known:
                self.broken.append(Broken(importer, statement, module))

    def _fail(
        self,
        importer: Module,
        kind: Literal["no-parent", "beyond-top", "no-name", "no-module"],
        statement: Import,
        name: str,
        written: Written | None = None,
    ) -> None:
        self.failed.append(FailedImport(importer, kind, statement, name, written))


def _directory(location: ModuleLocation) -> str:
    """Where the module itself is, as far as its packages are concerned."""
    if location.kind == "package":
        return os.path.dirname(location.path)
    return location.path.removesuffix(".py")
