"""The modules of the project that the text of a file may import, whether or not it does.

Knows how an import is written, also under a condition, in a `try` or in a function. Must not know
what certainly runs (`loading.py`). A comment or a string that looks like an import counts, too:
it makes a check more silent at most.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from ..files import Unreadable
from .imports import ModuleLocation
from .syntax import read_source

if TYPE_CHECKING:
    from .module import Module
    from .modules import Modules

_LIST = r"(\((?:[^)]{0,5000})|(?:\\\r?\n|[^\n;#])*)"
_SPACE = r"[ \t]{0,20}"
_IMPORT = re.compile(
    rf"(?:^|[;:])[ \t]*(?:from\b{_SPACE}(\.*{_SPACE}(?:\w[\w.]*)?){_SPACE}\bimport\b{_SPACE}{_LIST}"
    rf"|import\b[ \t]+{_LIST})"
    r"|\b(?:import_module|__import__)\([ \t\r\n]*[\"']([\w.]+)[\"']",
    re.MULTILINE,
)
LATE = re.compile(r"^[ \t]+(?:from|import)\b|[;:][ \t]*(?:from|import)\b", re.MULTILINE)
"""An import inside of a function, or of another block."""

_NAME = re.compile(r"([\w.]+)(?:[ \t]+as[ \t]+\w+)?")
_MOST = 200
"""How many modules are looked at, and how many imports of one file."""


def possible_modules(modules: Modules, loaded: Collection[Module]) -> tuple[Module, ...]:
    """Those that the loaded modules may import in addition, with what these import or may import.

    Never raises. A file that cannot be read runs nothing.
    """
    known = {each.path for each in loaded}
    waiting = [(each.path, _certain(each)) for each in loaded]
    found: list[Module] = []
    while waiting and len(found) < _MOST:
        for path in _files(modules, *waiting.pop(0)):
            if path in known:
                continue
            known.add(path)
            module = modules.module(path)
            if not isinstance(module, Unreadable):
                found.append(module)
                waiting.append((path, set()))
    return tuple(found)


def _certain(module: Module) -> set[tuple[str, str]]:
    """Each module that is certainly imported, alone and with each name that is imported from it."""
    whole = {(each.module, "") for each in module.imports}
    return whole.union((each.module, name) for each in module.imports for name, _ in each.names)


def later_imports(modules: Modules, path: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The imports of a file that may be in a function, each with the names it imports."""
    text = read_source(modules.workspace, path)
    if not isinstance(text, Unreadable) and LATE.search(text):
        yield from dict.fromkeys(_imports(text))


def _files(modules: Modules, path: str, certain: Collection[tuple[str, str]]) -> Iterator[str]:
    """The files that a module may import and does not certainly import."""
    text = read_source(modules.workspace, path)
    if isinstance(text, Unreadable):
        return
    for name, parts in dict.fromkeys(_imports(text)):
        if (name, "") not in certain:
            yield from _with_packages(modules, path, name)
        inner = [part for part in parts if (name, part) not in certain]
        located = modules.find(path, name) if inner else None
        if isinstance(located, ModuleLocation) and located.kind != "module":
            separator = "" if name.endswith(".") else "."
            for part in inner:
                yield from _with_packages(modules, path, f"{name}{separator}{part}", around=False)


def _with_packages(modules: Modules, path: str, name: str, *, around: bool = True) -> Iterator[str]:
    """The file of a module, and those of the packages around it, which run, too."""
    while name.strip("."):
        located = modules.find(path, name)
        if isinstance(located, ModuleLocation) and located.kind != "namespace":
            yield located.path
        if not around:
            return
        name = name.rpartition(".")[0]


def _imports(text: str) -> Iterable[tuple[str, tuple[str, ...]]]:
    """Each module that is named in an import, with the names that are imported from it."""
    for number, (module, names, listed, called) in enumerate(_IMPORT.findall(text)):
        if number == _MOST:
            return
        if module or names:
            yield module.replace(" ", "").replace("\t", ""), tuple(_NAME.findall(names))
        for name in (called,) if called else _NAME.findall(listed):
            yield name, ()
