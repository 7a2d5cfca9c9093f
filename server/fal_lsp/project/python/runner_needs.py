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

from ...paths import relative_path
from ..files import Unreadable
from .attributes import Attributes
from .certain_reads import certain
from .endings import Endings
from .fal_names import STARTING_AND_ENDING
from .file_reads import READING, FileReads
from .imports import ModuleLocation
from .modules import known_module
from .pickling import PickleReader, TooMuch, texts_pickled_by_fal
from .possible_imports import LATE
from .source import place
from .syntax import read_source
from .values import ClassValue, FalThing, FunctionValue

if TYPE_CHECKING:
    from .file_reads import FileRead
    from .loading import Loading
    from .module import Module
    from .modules import Modules
    from .mro import Lineages
    from .source import Definition, Function, Written

_SERVING = re.compile(r"\bfal\.function\b|\bimport\b.*\bfunction\b")
"""fal pickles the package of a `@fal.function` by value, also where a module is only imported."""

BRINGING = re.compile(
    r"\bsys\.(?:path|modules|meta_path)\b|PYTHONPATH|clone_repository|addsitedir|importlib|\bchdir\b"
    r"|\bgit\b|\bpip\b"
)
"""A file with one of these may bring its modules by itself when it runs."""

_ON_RUNNER = ("/app/", "/data/")
"""Directories that a runner has, too."""


class Need(NamedTuple):
    """A file of the project that the runner certainly looks for.

    `pickled`: the pickle refers to the module. `imported`: a method that fal calls imports it.
    `read`: `setup` or an endpoint reads it by a relative path. `read-here`: one reads it by the
    path that it has where the app is deployed, which `__file__` gives.
    """

    kind: Literal["pickled", "imported", "read", "read-here"]
    name: str
    """The dotted name of the module, or the path as the code has it."""
    path: str
    """The file, absolute."""
    line: int
    """Where the app's file imports or reads it, counted from 0."""
    written: Written | None = None
    """Where the path of what is read is written."""


def runner_needs(
    modules: Modules, loading: Loading, listed: Iterable[str]
) -> Mapping[Definition, tuple[Need, ...]]:
    """What the runner needs of each app that the first module of `loading` defines. Never raises.

    `listed` are the `local_python_modules` of these apps.
    """
    texts = texts_pickled_by_fal(modules, loading)
    if not texts or (len(texts) == 1 and not (LATE.search(texts[0]) or READING.search(texts[0]))):
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
    attributes, paths = Attributes(modules, module), [each.path for each in loading.running]
    needs = {}
    try:
        for found in module.classes:
            line = modules.lineage(found, module.store, lineages)
            if any(isinstance(each, FalThing) for each in line.links):
                reader.read(found)
                wanted = _Needs(modules, module, reader)
                endings = Endings(attributes, found, reader.trees, paths)
                if not BRINGING.search(texts[0]):
                    wanted.read_imports(endings)
                if READING.search(texts[0]):
                    wanted.read_files(endings, loading.running)
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

    def _add(self, kind: Literal["pickled", "imported"], name: str, path: str, line: int) -> None:
        top = name.partition(".")[0]
        known = self.found.get(top)
        if known is None or line < known.line:
            self.found[top] = Need(kind, name, path, line)

    def _methods(self, found: ClassValue) -> dict[str, tuple[Function, FunctionValue]]:
        node = self.reader.statement(found)
        return {} if node is None else dict(self.reader.methods(node, found))

    def read_imports(self, endings: Endings) -> None:
        """Add what the methods that fal calls certainly import."""
        for name, (method, value) in self._methods(endings.found).items():
            if value.route is None and name not in STARTING_AND_ENDING:
                continue
            for each in certain(method, endings.of_method(method, value)):
                if isinstance(each, ast.Import):
                    for alias in each.names:
                        self._import(alias.name, alias, method, each)
                elif isinstance(each, ast.ImportFrom) and each.module and not each.level:
                    for alias in each.names:
                        self._import_from(each.module, alias.name, each)

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

    def read_files(self, endings: Endings, running: Iterable[Module]) -> None:
        """Add what the methods that fal calls certainly read and nothing makes on the runner."""
        reads = FileReads(endings)
        for each in reads.certain():
            need = self._file(each)
            if need is None:
                continue
            # Each such path has to be written in another way; a file is uploaded once.
            key = f"read {need.name if need.kind == 'read' else need.written}"
            if key in self.found:
                continue
            is_early = each.is_first and need.kind == "read"
            if is_early or not self._may_be_made(reads, each.path, running):
                self.found[key] = need

    def _file(self, read: FileRead) -> Need | None:
        """A file of the project that is read by a relative path, or by where it is here."""
        workspace, directory = self.modules.workspace, os.path.dirname(self.module.path)
        written = place(read.node)
        if not os.path.isabs(read.path):
            for base in (directory, workspace.root):
                path = os.path.join(base, read.path)
                if workspace.is_file(path):
                    name = read.path.replace(os.sep, "/")
                    return Need("read", name, workspace.real(path), written.start[0], written)
            return None
        is_inside = any(
            read.path.startswith(os.path.join(base, "")) for base in (directory, workspace.root)
        )
        if not is_inside or read.path.startswith(_ON_RUNNER) or not workspace.is_file(read.path):
            return None
        name = relative_path(read.path, directory)
        return Need("read-here", name, read.path, written.start[0], written)

    def _may_be_made(self, reads: FileReads, path: str, running: Iterable[Module]) -> bool:
        """Whether a module that may run may make a file on the runner."""
        every = [(self.reader.trees.module(each.path), each.path) for each in running]
        trees = [tree for tree, _ in every if tree is not None]
        texts = [read_source(self.modules.workspace, path) for _, path in every]
        known = [text for text in texts if not isinstance(text, Unreadable)]
        return min(len(trees), len(known)) < len(every) or reads.may_be_made(path, trees, known)
