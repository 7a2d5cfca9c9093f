"""A small abstract interpreter: runs the statements of a module in order, without running code.

Knows the simple statements of Python; must not know fal's settings. `if TYPE_CHECKING` and
`if __name__ == "__main__"` hold nowhere where fal runs a file (`runpy.run_path`, fal/utils.py,
whose name for it is `<run_path>`).
"""

from __future__ import annotations

import ast
import gc
import re
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from ..files import Unreadable
from .calls import Calls
from .compiling import refused
from .comprehensions import Comprehensions
from .control_flow import Completion, ControlFlow
from .definitions import Definitions
from .dynamic_code import asks_for_own_names, may_bind_anything, may_reach_anything
from .expressions import Evaluator
from .flow import Store
from .import_statements import ImportStatements
from .lattice import join
from .module import Module
from .properties import Properties
from .pydantic_names import CONFIGURED, SIGNATURES
from .run import Run
from .scope import Scope
from .signatures import calls_in_type, has_text, names_in_text, part_value, parts_of_type
from .source import Source, binds_own_names, first_paragraph, place, used_names
from .subscripts import Subscripts
from .syntax import parse, read_source
from .targets import Targets
from .values import NONE, ClassValue, Foreign, FunctionValue, Made, TypePart, Unknown, Value

if TYPE_CHECKING:
    from .modules import Modules

_GLOBAL = re.compile(r"^[ \t]+global[ \t]+([\w \t,]+)", re.MULTILINE)
_MAX_FUNCTION_LINES = 60
"""Lines of a function that can be followed when another file calls it."""

_MARKS = ("ClassVar", "InitVar", "KW_ONLY")
_NO_FIELDS = frozenset({"ClassVar", "Final"})
_TYPES = frozenset({"list", "dict", "set", "str", "int", "float", "bool", "tuple"})

_LEAVES = frozenset({"sys.exit", "builtins.exit", "builtins.quit", "os._exit", "os.abort"})
_LEAVING = frozenset(name.rpartition(".")[2] for name in _LEAVES)


def read_module(
    modules: Modules, path: str, begin: Callable[[Module], None]
) -> Module | Unreadable:
    """The module in a file. Never raises. `begin` is called before the first statement runs."""
    text = read_source(modules.workspace, path)
    if isinstance(text, Unreadable):
        return text
    # A tree is thousands of objects, none of them garbage before the last line has been read:
    # looking for some would take a fifth of the time.
    collects = gc.isenabled()
    gc.disable()
    try:
        tree = parse(path, text)
        if isinstance(tree, Unreadable):
            return tree
        module = Interpreter(modules, path, text).module(tree, begin)
        module.refused = refused(path, text, tree)
        return module
    except RecursionError:
        return Unreadable(path, "too-large", "nested too deeply")
    finally:
        if collects:
            gc.enable()


class Interpreter:
    """One run of one file."""

    def __init__(self, modules: Modules, path: str, text: str) -> None:
        self.source = Source(path, text.encode("utf-8", "surrogatepass").split(b"\n"))
        rebound = _GLOBAL.findall(text) if "global" in text else []
        store = Store(path)
        self.result = Module(path, store.table(), None, store)
        self.result.reaches_anywhere = may_reach_anything(text)
        self.result.is_dynamic = self.result.reaches_anywhere or may_bind_anything(text)
        self._has_own_names = asks_for_own_names(text)
        self.run = Run(
            modules,
            self.result,
            store,
            {name.strip() for found in rebound for name in found.split(",")},
        )
        self.run.has_walrus = ":=" in text
        self.evaluator = Evaluator(self.run)
        self.targets = Targets(self.evaluator)
        self.calls = Calls(self.evaluator, self.targets, self._execute)
        self.evaluator.calls = self.calls
        self.evaluator.targets = self.targets
        self.evaluator.subscripts = Subscripts(self.evaluator)
        self.evaluator.comprehensions = Comprehensions(self.evaluator)
        self.control_flow = ControlFlow(self.calls, self.block)
        self.definitions = Definitions(self.calls, self.whole)
        self._returned: list[list[Value]] = []
        self._statements = self._handlers()

    def module(self, tree: ast.Module, begin: Callable[[Module], None]) -> Module:
        """Run all statements."""
        if self._has_own_names and binds_own_names(tree):
            self.result.is_dynamic = True
        begin(self.result)
        self.result.doc = first_paragraph(tree)
        scope = Scope("module", self.result.names, self.source)
        self.whole(tree.body, scope)
        for name in self.run.rebound:
            if name not in self.result.names:
                self.run.bind(scope, name, Unknown(f"{name} is declared global"), 0)
        self._note_rebuilt(tree)
        properties = Properties(self.evaluator)
        for found in self.result.classes:
            properties.note(found)
        self._forget_trees(scope)
        return self.result

    def _note_rebuilt(self, tree: ast.Module) -> None:
        """Whatever uses a model may resolve the names that it did not know before."""
        waiting = [each for each in self.result.classes if any(late for _, late in each.in_text)]
        used = used_names(tree) if waiting else set()
        for each in waiting:
            each.is_used = each.definition.name in used

    def _forget_trees(self, scope: Scope) -> None:
        # A tree is a hundred times as large as its text.
        kept = False
        for function in self.definitions.functions:
            node = function.node
            is_short = (node.end_lineno or 0) - node.lineno < _MAX_FUNCTION_LINES
            around = function.scope
            if function.definition.name == "__init__" and around.kind == "class":
                # Other modules make instances.
                around = around.outer
            if around is scope and is_short and not isinstance(node, ast.Lambda):
                kept = True
            else:
                function.node = function.scope = None
                function.defaults = {}
        if not kept:
            self.source.lines.clear()

    # Blocks

    def block(self, statements: list[ast.stmt], scope: Scope) -> Completion:
        """Run some statements up to the first that leaves."""
        for node in statements:
            run = self._statements.get(type(node))
            if run is not None:
                completion = run(node, scope)
                if self.run.handed:
                    self.calls.callbacks.take_handed()
                if completion is not None:
                    return completion
        return None

    def whole(self, statements: list[ast.stmt], scope: Scope) -> None:
        """Run the statements of a module or a class, and read those that are never reached."""
        for node in statements:
            if self.block([node], scope) is not None:
                # The rest is there to be shown, and nothing in it happens.
                self.run.uncertainty.depth += 1

    def _handlers(self) -> dict[type[ast.stmt], Callable[[Any, Scope], Completion]]:
        flow, definitions = self.control_flow, self.definitions
        imports = ImportStatements(self.run)
        handlers: dict[type[ast.stmt], Callable[[Any, Scope], Completion]] = {
            ast.FunctionDef: definitions.function,
            ast.AsyncFunctionDef: definitions.function,
            ast.ClassDef: definitions.class_,
            ast.Import: imports.import_,
            ast.ImportFrom: imports.import_from,
            ast.Assign: self._assign,
            ast.AnnAssign: self._annotated,
            ast.AugAssign: self._augmented,
            ast.Delete: self._delete,
            ast.Expr: self._expression,
            ast.Raise: self._raise,
            ast.Return: self._return,
            ast.Break: self._break,
            ast.Continue: self._continue,
            ast.Global: self._global,
            ast.Nonlocal: self._nonlocal,
            ast.Assert: self._assert,
            ast.If: flow.if_,
            ast.Match: flow.match,
            ast.Try: flow.try_,
            ast.With: flow.with_,
            ast.AsyncWith: flow.with_,
            ast.For: flow.for_,
            ast.AsyncFor: flow.for_,
            ast.While: flow.while_,
        }
        newer = {"TryStar": flow.try_, "TypeAlias": self._type_alias}
        handlers.update((getattr(ast, each), newer[each]) for each in newer if hasattr(ast, each))
        return handlers

    # Simple statements

    def _assign(self, node: ast.Assign, scope: Scope) -> Completion:
        self._bind(node.targets, node.value, scope)
        return None

    def _bind(self, targets: list[ast.expr], node: ast.expr, scope: Scope) -> None:
        value = self.evaluator.value(node, scope)
        shown = ast.Attribute, ast.Tuple, ast.List
        is_shown = scope.kind == "class" or any(isinstance(each, shown) for each in targets)
        source = scope.source.text(node) if is_shown else ""
        written = place(node) if is_shown else None
        for target in targets:
            self.targets.assign(target, value, scope, source, written)
            if isinstance(target, ast.Name) and target.id == "__all__":
                self._export(scope)

    def _is_field(self, annotation: ast.expr, scope: Scope) -> bool:
        """Whether an annotation in a class is certainly the type of a field."""
        node = annotation.value if isinstance(annotation, ast.Subscript) else annotation
        if isinstance(node, ast.Constant):
            # What is in a string is not looked up.
            return isinstance(node.value, str) and node.value.partition("[")[0] in _TYPES
        if isinstance(node, ast.BinOp):
            return True
        value = self.evaluator.unrisked(node, scope)
        return isinstance(value, ClassValue) or (
            isinstance(value, Foreign) and not value.name.endswith(_MARKS)
        )

    def _note_types(self, name: str, annotation: ast.expr, scope: Scope) -> None:
        """Keep what the type of an attribute consists of."""
        if self.run.annotations_are_text or has_text(annotation):
            scope.has_text_types = True
            found = [*names_in_text(annotation, self.run.annotations_are_text)]
            names = {each.name for each in found}
            names.update(getattr(e, "id", getattr(e, "attr", "")) for e in ast.walk(annotation))
            if not name.startswith("_") and _NO_FIELDS.isdisjoint(names):
                scope.in_text += found
            return
        for call in calls_in_type(annotation):
            made = self.evaluator.value(call, scope)
            if isinstance(made, Made) and getattr(made.callee, "name", "") in SIGNATURES:
                scope.notes.append((name, made))
        if name == CONFIGURED:
            scope.types.append(TypePart(name, Unknown("a type"), place(annotation), True))
            return
        for part, _, written, is_whole in parts_of_type(annotation, False):
            value = part_value(part, partial(self.evaluator.unrisked, scope=scope))
            scope.types.append(TypePart(name, value, written or place(part), is_whole))

    def _annotated(self, node: ast.AnnAssign, scope: Scope) -> Completion:
        if scope.kind == "class" and isinstance(node.target, ast.Name):
            scope.annotated[node.target.id] = self._is_field(node.annotation, scope)
            self._note_types(node.target.id, node.annotation, scope)
        if node.value is not None:
            self._bind([node.target], node.value, scope)
        if scope.kind == "module":
            self.evaluator.call_in_annotations(node, scope)
        self.evaluator.note_annotations(node, scope, "other")
        return None

    def _augmented(self, node: ast.AugAssign, scope: Scope) -> Completion:
        self.targets.augment(node, scope)
        if isinstance(node.target, ast.Name) and node.target.id == "__all__":
            self._export(scope)
        return None

    def _export(self, scope: Scope) -> None:
        if scope.kind != "module":
            return
        known, names = self.run.plain(self.run.resolve(self.run.lookup(scope, "__all__")))
        is_list = known and isinstance(names, (list, tuple))
        self.result.exports = (
            tuple(name for name in names if isinstance(name, str)) if is_list else None
        )

    def _delete(self, node: ast.Delete, scope: Scope) -> Completion:
        for target in node.targets:
            self.targets.delete(target, scope)
        return None

    def _expression(self, node: ast.Expr, scope: Scope) -> Completion:
        if isinstance(node.value, ast.Constant):
            return None
        value = node.value
        if isinstance(value, ast.Call) and _may_leave(value.func):
            callee = self.evaluator.resolved(value.func, scope)
            if isinstance(callee, Foreign) and callee.name in _LEAVES:
                self.run.raises(scope, node, "SystemExit", callee.name, "exit")
                return "raise"
        self.evaluator.value(value, scope)
        if scope.kind == "module" and isinstance(value, ast.Call):
            # `__all__.append(...)`
            owner = value.func.value if isinstance(value.func, ast.Attribute) else None
            if isinstance(owner, ast.Name) and owner.id == "__all__":
                self._export(scope)
        return None

    def _raise(self, node: ast.Raise, scope: Scope) -> Completion:
        before = len(self.result.raised), len(self.result.missing)
        for each in (node.exc, node.cause):
            if each is not None:
                self.evaluator.value(each, scope)
        # What fails while the error is made ends the run in its place.
        is_reached = before == (len(self.result.raised), len(self.result.missing))
        if node.exc is not None and is_reached:
            name, words = self._error(node.exc, scope)
            self.run.raises(scope, node, name, words, "raise")
        self.run.risks += 1
        return "raise"

    def _error(self, node: ast.expr, scope: Scope) -> tuple[str, str]:
        """The name of an error that is raised, and what it says where that is known."""
        named = node.func if isinstance(node, ast.Call) else node
        name = ast.unparse(named) if isinstance(named, (ast.Name, ast.Attribute)) else ""
        first = node.args[0] if isinstance(node, ast.Call) and node.args else None
        said = first.value if isinstance(first, ast.Constant) else None
        return name, said if isinstance(said, str) else ""

    def _return(self, node: ast.Return, scope: Scope) -> Completion:
        value = NONE if node.value is None else self.evaluator.value(node.value, scope)
        self.run.may_have_left = True
        if self._returned:
            self._returned[-1].append(value)
        return "return"

    def _break(self, node: ast.Break, scope: Scope) -> Completion:
        return "break"

    def _continue(self, node: ast.Continue, scope: Scope) -> Completion:
        return "continue"

    def _global(self, node: ast.Global, scope: Scope) -> Completion:
        for name in node.names:
            scope.declared[name] = scope.top()
        return None

    def _nonlocal(self, node: ast.Nonlocal, scope: Scope) -> Completion:
        for name in node.names:
            outer = scope.outer
            while outer is not None and outer.kind == "class":
                outer = outer.outer
            if outer is not None:
                scope.declared[name] = outer.declared.get(name, outer)
        return None

    def _assert(self, node: ast.Assert, scope: Scope) -> Completion:
        self.run.risks += 1
        if self.run.truth(self.evaluator.resolved(node.test, scope)) is not False:
            return None
        said = node.msg.value if isinstance(node.msg, ast.Constant) else None
        words = said if isinstance(said, str) else ""
        self.run.raises(scope, node, "AssertionError", words, "assert")
        return "raise"

    def _type_alias(self, node: Any, scope: Scope) -> Completion:
        self.run.bind(scope, node.name.id, Unknown("a type", "TypeAliasType"), node.lineno - 1)
        return None

    # Calls

    def _execute(self, function: FunctionValue, scope: Scope) -> tuple[Value, bool]:
        """Run the body of a function; what it returns, and whether that could be followed."""
        node = function.node
        if isinstance(node, ast.Lambda):
            is_followed = self._afford(node)
            return self.evaluator.value(node.body, scope), is_followed
        if not isinstance(node, ast.FunctionDef):
            return Unknown("an async function"), False
        if self.run.yields(node):
            return Unknown("a generator"), False
        self._returned.append([])
        try:
            with self.control_flow.function_body():
                completion = self.block(node.body, scope) if self._afford(node) else "raise"
        finally:
            returned = self._returned.pop()
        if completion is None:
            returned.append(NONE)
        if not returned or self.run.steps < 0:
            return Unknown("a function that raises"), self.run.steps >= 0
        return join(returned), True

    def _afford(self, node: ast.FunctionDef | ast.Lambda) -> bool:
        return self.run.spend(10 + self.run.size(node))


def _may_leave(node: ast.expr) -> bool:
    """Whether what is called may be a function that ends Python, as far as its name says."""
    if isinstance(node, ast.Attribute):
        return isinstance(node.value, ast.Name) and node.attr in _LEAVING
    return isinstance(node, ast.Name)
