"""A syntax tree to the classes, functions and names of a module. Knows Python's statements; must
not know fal, other files or what the names of this one lead to.

A module is read as running it would bind its names: in order, with what may not run marked as
uncertain. `if TYPE_CHECKING` and `if __name__ == "__main__"` are left out, since neither is true
when fal runs a file (`runpy.run_path`, fal/utils.py:174, whose name for it is `<run_path>`).
"""

from __future__ import annotations

import ast
import gc
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ..files import Unreadable
from .class_statement import Scope, read_class, read_function
from .constants import Unknowable, data_of, is_constant
from .nodes import bound_names, captured_names, dotted, expression, first_paragraph, truth
from .syntax import parse, source_text
from .types import Binding, Expression, Import, Module, PythonClass, PythonFunction

if TYPE_CHECKING:
    from ..workspace import Content

_GLOBAL = re.compile(r"^[ \t]+global[ \t]+([\w \t,]+)", re.MULTILINE)
_DYNAMIC_WORDS = ("globals", "locals", "vars", "exec", "sys.modules")
_DYNAMIC = re.compile(r"(?<![.\w])(?:(?:globals|locals|vars)\s*\(\s*\)|exec\s*\()|\bsys\.modules\b")


def read_module(real: str, content: Content) -> Module | Unreadable:
    """The classes, functions and names of a Python file. Never raises; for `Workspace.derive`."""
    text = source_text(real, content)
    if isinstance(text, Unreadable):
        return text
    # A tree is thousands of objects, none of them garbage before the last line has been read:
    # looking for some would take a fifth of the time.
    collects = gc.isenabled()
    gc.disable()
    try:
        return _read(real, text)
    except RecursionError:
        return Unreadable(real, "too-large", "nested too deeply")
    finally:
        if collects:
            gc.enable()


def _read(real: str, text: str) -> Module | Unreadable:
    tree = parse(real, text)
    return tree if isinstance(tree, Unreadable) else _Reader(text).module(real, tree)


class _Reader:
    """One walk over the statements of one file."""

    def __init__(self, text: str) -> None:
        self.lines = text.encode("utf-8", "surrogatepass").split(b"\n")
        self.has_walrus = ":=" in text
        # Looking for the bare words first is fifty times as fast, and nearly no file has them.
        maybe_dynamic = any(word in text for word in _DYNAMIC_WORDS)
        self.is_dynamic = maybe_dynamic and _DYNAMIC.search(text) is not None
        rebound = _GLOBAL.findall(text) if "global" in text else []
        self.rebound = {name.strip() for found in rebound for name in found.split(",")}
        self.order = 0
        self.constants: dict[str, Any] = {}
        self.bindings: dict[str, list[Binding]] = {}
        self.ignored: frozenset[str] = frozenset()
        self.classes: list[PythonClass] = []
        self.functions: list[PythonFunction] = []
        self.stars: list[tuple[int, str]] = []
        self.exports: tuple[str, ...] | None = None
        self.patched: dict[str, list[str]] = {}
        self.sets_attributes = "setattr" in text
        self.relative: list[tuple[int, str]] = []
        self.rescues = 0

    def module(self, real: str, tree: ast.Module) -> Module:
        self.block(tree.body, certain=True)
        for name in self.rebound:
            self.bind(name, Expression("other"), 0, certain=False)
        return Module(
            real,
            first_paragraph(tree),
            tuple(self.classes),
            tuple(self.functions),
            {name: tuple(found) for name, found in self.bindings.items()},
            tuple(self.stars),
            self.exports,
            self.is_dynamic,
            {owner: tuple(names) for owner, names in self.patched.items()},
            self.sets_attributes,
            tuple(self.relative),
        )

    def scope(self) -> Scope:
        return Scope(self.lines, self.constants, self.order + 1)

    def bind(self, name: str, target: Any, line: int, *, certain: bool) -> None:
        if name in self.ignored:
            return
        self.order += 1
        self.constants.pop(name, None)
        binding = Binding(self.order, certain, line, target)
        self.bindings.setdefault(name, []).append(binding)

    def block(self, statements: list[ast.stmt], *, certain: bool) -> None:
        for statement in statements:
            self.statement(statement, certain)

    def statement(self, node: ast.stmt, certain: bool) -> None:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            function = read_function(node, self.scope())
            self.functions.append(function)
            self.bind(node.name, function, function.line, certain=certain)
        elif isinstance(node, ast.ClassDef):
            found = read_class(node, self.scope())
            self.classes.append(found)
            self.bind(node.name, found, found.line, certain=certain)
        elif isinstance(node, ast.Import):
            self.imports(node, certain)
        elif isinstance(node, ast.ImportFrom):
            self.imports_from(node, certain)
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                self.assign(target, node.value, certain)
        elif isinstance(node, ast.AnnAssign):
            if node.value is not None:
                self.assign(node.target, node.value, certain)
        elif isinstance(node, ast.AugAssign):
            self.augment(node)
        elif isinstance(node, ast.Delete):
            for name in bound_names(node.targets):
                self.bind(name, None, node.lineno - 1, certain=certain)
        elif type(node).__name__ == "TypeAlias":
            self.assign(node.name, ast.Constant(None), certain)  # type: ignore[attr-defined]
        else:
            self.compound(node, certain)
        if self.has_walrus:
            self.walruses(node)

    def compound(self, node: ast.stmt, certain: bool) -> None:
        if isinstance(node, ast.If):
            self.branches(node, certain)
        elif isinstance(node, (ast.For, ast.AsyncFor)):
            self.unknown(bound_names([node.target]), node.lineno)
            self.block(node.body, certain=False)
            self.block(node.orelse, certain=False)
        elif isinstance(node, ast.While):
            self.block(node.body, certain=False)
            self.block(node.orelse, certain=False)
        elif isinstance(node, (ast.With, ast.AsyncWith)):
            self.unknown(
                bound_names([item.optional_vars for item in node.items if item.optional_vars]),
                node.lineno,
            )
            # A context manager may swallow what is raised: `with suppress(ImportError)`.
            self.rescues += 1
            self.block(node.body, certain=certain)
            self.rescues -= 1
        elif isinstance(node, ast.Match):
            for case in node.cases:
                self.unknown(captured_names(case.pattern), node.lineno)
                self.block(case.body, certain=False)
        elif isinstance(node, ast.Try) or type(node).__name__ == "TryStar":
            self.attempt(node, certain)  # type: ignore[arg-type]

    def branches(self, node: ast.If, certain: bool) -> None:
        # `elif` is an `if` inside of an `else`: a long chain of them must not nest here.
        while True:
            holds = truth(node.test)
            if holds is not False:
                self.block(node.body, certain=certain and holds is True)
            if holds is True:
                return
            certain = certain and holds is False
            if len(node.orelse) == 1 and isinstance(node.orelse[0], ast.If):
                node = node.orelse[0]
                continue
            self.block(node.orelse, certain=certain)
            return

    def attempt(self, node: ast.Try, certain: bool) -> None:
        # `except ImportError: fal = None` says what happens where fal is not there: it is there.
        before = {name: len(found) for name, found in self.bindings.items()}
        self.rescues += 1
        self.block(node.body, certain=certain)
        self.rescues -= 1
        bound = {name for name, found in self.bindings.items() if len(found) > before.get(name, 0)}
        ignored, self.ignored = self.ignored, self.ignored | bound
        for handler in node.handlers:
            self.block(handler.body, certain=False)
        self.ignored = ignored
        self.block(node.orelse, certain=certain)
        self.block(node.finalbody, certain=certain)

    def imports(self, node: ast.Import, certain: bool) -> None:
        for alias in node.names:
            module = alias.name if alias.asname else alias.name.partition(".")[0]
            name = alias.asname or module
            self.bind(name, Import(module), node.lineno - 1, certain=certain)

    def imports_from(self, node: ast.ImportFrom, certain: bool) -> None:
        module = "." * node.level + (node.module or "")
        if node.level and certain and not self.rescues:
            self.relative.append((node.lineno - 1, module))
        for alias in node.names:
            if alias.name == "*":
                self.order += 1
                self.stars.append((self.order, module))
                self.constants.clear()
            else:
                name = alias.asname or alias.name
                target = Import(module, alias.name)
                self.bind(name, target, node.lineno - 1, certain=certain)

    def assign(self, target: ast.expr, value: ast.expr, certain: bool) -> None:
        line = target.lineno - 1 if hasattr(target, "lineno") else 0
        if isinstance(target, ast.Attribute):
            owner = dotted(target.value)
            if owner:
                self.patched.setdefault(owner, []).append(target.attr)
        elif isinstance(target, (ast.Tuple, ast.List)):
            self.unpack(target, value, certain)
        elif isinstance(target, ast.Name):
            self.bind(target.id, expression(value), line, certain=certain)
            self.remember(target.id, value, certain)

    def unpack(self, target: ast.Tuple | ast.List, value: ast.expr, certain: bool) -> None:
        pairs = isinstance(value, (ast.Tuple, ast.List)) and len(value.elts) == len(target.elts)
        starred = any(isinstance(item, ast.Starred) for item in target.elts)
        if pairs and not starred:
            for item, part in zip(target.elts, value.elts, strict=True):  # type: ignore[attr-defined]
                self.assign(item, part, certain)
        else:
            self.unknown(bound_names(target.elts), target.lineno)

    def remember(self, name: str, value: ast.expr, certain: bool) -> None:
        if name == "__all__":
            self.exports = self.export_list(value)
        if not certain or name in self.rebound:
            return
        try:
            data = data_of(value, self.constants)
        except Unknowable:
            return
        if is_constant(data):
            self.constants[name] = data

    def augment(self, node: ast.AugAssign) -> None:
        if isinstance(node.target, ast.Name):
            more = self.export_list(node.value) if node.target.id == "__all__" else None
            exports = self.exports
            self.unknown([node.target.id], node.lineno)
            self.exports = (*exports, *more) if exports is not None and more is not None else None

    def export_list(self, value: ast.expr) -> tuple[str, ...] | None:
        try:
            names = data_of(value, self.constants)
        except Unknowable:
            return None
        if not isinstance(names, (list, tuple)):
            return None
        return tuple(name for name in names if isinstance(name, str))

    def unknown(self, names: Iterable[str], lineno: int) -> None:
        for name in names:
            self.bind(name, Expression("other"), lineno - 1, certain=False)

    def walruses(self, node: ast.stmt) -> None:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            return
        for found in ast.walk(node):
            if isinstance(found, ast.NamedExpr):
                self.unknown([found.target.id], found.lineno)
