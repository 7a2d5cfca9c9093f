"""A small abstract interpreter: runs the statements of a module in order, without running code.

Knows the statements of Python; must not know fal's settings. Where a condition is not known, both
branches run and their changes are joined; a loop that cannot be unrolled makes unknown what its
body changes; a branch that certainly leaves is not joined. So do Pyright's binder and ty's semantic
index. `if TYPE_CHECKING` and `if __name__ == "__main__"` hold nowhere where fal runs a file
(`runpy.run_path`, fal/utils.py, whose name for it is `<run_path>`).
"""

from __future__ import annotations

import ast
import gc
import re
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from ..files import Unreadable
from .calls import Calls
from .compiling import refused
from .expressions import Evaluator
from .flow import Changes, Store
from .imports import ModuleLocation
from .modules import Import, Module, known_module
from .run import Run, Scope
from .signatures import required, signature
from .source import (
    Source,
    alias_place,
    binds_own_names,
    bound_names,
    first_paragraph,
    keyword_place,
    place,
)
from .syntax import parse, read_source
from .targets import Targets
from .values import (
    NONE,
    Binding,
    ClassValue,
    Constant,
    Deferred,
    Definition,
    FalThing,
    Foreign,
    FunctionValue,
    Made,
    Route,
    Unknown,
    Value,
    choices,
    join,
    plain,
    truth,
)

if TYPE_CHECKING:
    from .modules import Modules
    from .values import Written

Completion = Literal["raise", "return", "break", "continue"] | None
"""How a block ends: `None` where the next statement runs."""

_GLOBAL = re.compile(r"^[ \t]+global[ \t]+([\w \t,]+)", re.MULTILINE)
_DYNAMIC_WORDS = ("globals", "locals", "vars", "exec", "sys.modules", "._convert_")
_DYNAMIC = re.compile(r"(?<![.\w])(?:globals\s*\(\s*\)|exec\s*\()|\bsys\.modules\b|\._convert_\(")
_OWN_NAMES = re.compile(r"(?<![.\w])(?:locals|vars)\s*\(\s*\)")

_MAX_UNROLLED = 30
_MAX_LOOPS = 3
"""Loops inside of each other whose bodies are run to see what they change."""
_MAX_PASSES = 4
_MAX_FUNCTION_LINES = 60
"""Lines of a function that can be followed when another file calls it."""

_SWALLOWING = frozenset(
    {"contextlib.suppress", "contextlib.ExitStack", "contextlib.AsyncExitStack"}
)
"""Context managers after which what was raised may be forgotten."""

_ABC = Foreign("abc.ABCMeta")
_HOOK = "__init_subclass__"

_TYPES = frozenset({"list", "dict", "set", "str", "int", "float", "bool", "tuple"})

_LEAVES = frozenset({"sys.exit", "builtins.exit", "builtins.quit", "os._exit", "os.abort"})

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


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
        # Looking for the bare words first is fifty times as fast, and nearly no file has them.
        maybe_dynamic = any(word in text for word in _DYNAMIC_WORDS)
        self.result.is_dynamic = maybe_dynamic and _DYNAMIC.search(text) is not None
        self._annotations_are_text = False
        self._has_own_names = maybe_dynamic and _OWN_NAMES.search(text) is not None
        self.run = Run(
            modules,
            self.result,
            store,
            {name.strip() for found in rebound for name in found.split(",")},
        )
        self.run.has_walrus = ":=" in text
        self.store = store
        self.evaluator = Evaluator(self.run)
        self.targets = Targets(self.evaluator)
        self.calls = Calls(self.evaluator, self.targets, self._execute)
        self.evaluator.calls = self.calls
        self.evaluator.targets = self.targets
        self._loops = 0
        self._escapes = False
        """A loop or function was left in a branch whose condition is not known."""
        self._returned: list[list[Value]] = []
        self._functions: list[FunctionValue] = []

    def module(self, tree: ast.Module, begin: Callable[[Module], None]) -> Module:
        """Run all statements."""
        if self._has_own_names and binds_own_names(tree):
            self.result.is_dynamic = True
        begin(self.result)
        self.result.doc = first_paragraph(tree)
        scope = Scope("module", self.result.names, self.source)
        self.block(tree.body, scope)
        for name in self.run.rebound:
            if name not in self.result.names:
                self.run.bind(scope, name, Unknown(f"{name} is declared global"), 0)
        self._forget_trees(scope)
        return self.result

    def _forget_trees(self, scope: Scope) -> None:
        # A tree is a hundred times as large as its text.
        kept = False
        for function in self._functions:
            node = function.node
            is_short = (node.end_lineno or 0) - node.lineno < _MAX_FUNCTION_LINES
            if function.scope is scope and is_short and not isinstance(node, ast.Lambda):
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
            method = _STATEMENTS.get(type(node))
            if method is not None:
                completion = method(self, node, scope)
                if completion is not None:
                    return completion
        return None

    def _branch(self, statements: list[ast.stmt], scope: Scope) -> tuple[Changes, Completion]:
        """Run a block that may not run."""
        self.store.branch()
        self.run.uncertain += 1
        try:
            completion = self.block(statements, scope)
        finally:
            self.run.uncertain -= 1
            changes = self.store.take_back()
        return changes, completion

    def _merged(self, branches: list[tuple[Changes, Completion]]) -> Completion:
        """Go on after one of some branches."""
        continuing = [changes for changes, completion in branches if completion is None]
        leaving = [changes for changes, completion in branches if completion not in (None, "raise")]
        if continuing:
            self._escapes = self._escapes or bool(leaving)
            # What was changed before a `break` or `return` may be seen by whoever comes after.
            self.store.merge([*continuing, *leaving])
            return None
        if leaving:
            self.store.merge(leaving)
            completions = [each for _, each in branches if each not in (None, "raise")]
            self._escapes = self._escapes or len(set(completions)) > 1
            return completions[0]
        self.store.merge([changes for changes, _ in branches])
        return "raise"

    # Definitions

    def _function(self, node: FunctionNode, scope: Scope) -> Completion:
        definition = Definition(
            node.name,
            self._path(scope),
            node.lineno - 1,
            first_paragraph(node),
            scope.source.extent(node) if scope.source.lines else None,
        )
        function = FunctionValue(definition, node, scope)
        function.is_async = isinstance(node, ast.AsyncFunctionDef)
        function.defaults = self._defaults(node.args, scope)
        function.required = required(node.args)
        self._functions.append(function)
        value = self._decorated(node, function, scope)
        if isinstance(value, FunctionValue) and value.definition is definition and value.route:
            value = self._signed(value, value.route, node, scope)
        if scope.kind == "class" and self.run.is_certain(scope):
            self._note_replaced(node.name, value, scope)
        self._keep(function, scope)
        self.run.bind(scope, node.name, value, definition.line)
        return None

    def _note_replaced(self, name: str, value: Value, scope: Scope) -> None:
        """Keep an endpoint whose name another function gets."""
        binding = self.store.read(scope.names, name)
        before = binding.value if isinstance(binding, Binding) else None
        if not isinstance(before, FunctionValue) or not isinstance(value, FunctionValue):
            return
        if before.route is not None and not before.opaque:
            scope.replaced.append(before.definition)

    def _signed(
        self, function: FunctionValue, route: Route, node: FunctionNode, scope: Scope
    ) -> FunctionValue:
        """An endpoint with its signature, where its names are those of the module."""
        if scope.is_local():
            return function
        value = partial(self.evaluator.unrisked, scope=scope)
        read = signature(node, value, in_text=self._annotations_are_text)
        return function.changed(route=route._replace(signature=read))

    def _defaults(self, arguments: ast.arguments, scope: Scope) -> dict[str, Value]:
        positional = [*arguments.posonlyargs, *arguments.args]
        found = {}
        if arguments.defaults:
            last = positional[-len(arguments.defaults) :]
            for each, default in zip(last, arguments.defaults, strict=True):
                found[each.arg] = self.evaluator.value(default, scope)
        for each, keyword_default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
            if keyword_default is not None:
                found[each.arg] = self.evaluator.value(keyword_default, scope)
        return found

    def _decorated(self, node: FunctionNode | ast.ClassDef, value: Value, scope: Scope) -> Value:
        # Decorators are evaluated from the top and applied from the bottom.
        decorators = [self.evaluator.resolved(each, scope) for each in node.decorator_list]
        for each, decorator in zip(
            reversed(node.decorator_list), reversed(decorators), strict=True
        ):
            value = self.calls.decorate(decorator, value, each.lineno - 1, scope)
        return value

    def _class(self, node: ast.ClassDef, scope: Scope) -> Completion:
        # The bases see the type parameters of the class.
        parameters = Scope("function", self.store.table(), scope.source, scope)
        for parameter in getattr(node, "type_params", ()):
            self.run.bind(parameters, parameter.name, Unknown("a type", "TypeVar"), node.lineno - 1)
        around = parameters if parameters.names else scope
        bases = self.evaluator.spread(node.bases, around)
        keywords: dict[str, Binding] = {}
        spreads = False
        path = self._path(scope)
        for each in node.keywords:
            value = self.evaluator.value(each.value, around)
            line = each.value.lineno - 1
            if each.arg is not None:
                source = scope.source.text(each.value)
                places = keyword_place(each), place(each.value)
                keywords[each.arg] = Binding(value, line, source, path, node.name, *places)
                continue
            items = self.run.items(self.run.resolve(value))
            if isinstance(items, dict) and all(isinstance(key, str) for key in items):
                for key, item in items.items():
                    keywords[key] = Binding(item, line, "", path, node.name)
            else:
                spreads = True
        metaclass = keywords.pop("metaclass", None)
        names = self.store.table()
        definition = Definition(
            node.name,
            path,
            node.lineno - 1,
            first_paragraph(node),
            scope.source.extent(node) if scope.source.lines else None,
        )
        found = ClassValue(
            definition,
            tuple(bases) if bases is not None else (Unknown("bases that are spread"),),
            keywords,
            spreads,
            metaclass.value if metaclass is not None else None,
            names,
            self.store.table(),
        )
        inner = Scope("class", names, scope.source, around, node.name)
        self.block(node.body, inner)
        found.is_hooked = found.metaclass not in (None, _ABC)
        for base in map(self.run.resolve, found.bases):
            if isinstance(base, ClassValue) and (base.is_hooked or _HOOK in base.namespace):
                found.is_hooked = True
                self.calls.run_methods(base, (_HOOK,))
        kept = {
            each.value.definition
            for each in names.values()
            if isinstance(each, Binding) and isinstance(each.value, FunctionValue)
        }
        found.replaced = [each for each in inner.replaced if each not in kept]
        found.annotated = inner.annotated
        value = self._decorated(node, found, scope)
        self._keep(found, scope)
        self.run.bind(scope, node.name, value, definition.line)
        return None

    def _path(self, scope: Scope) -> str:
        return scope.source.path

    def _keep(self, value: ClassValue | FunctionValue, scope: Scope) -> None:
        if scope.kind == "module" and scope.source is self.source:
            self.result.definitions.append(value)
            if isinstance(value, ClassValue) and not (self.run.uncertain or self.run.rescues):
                self.result.classes.append(value)

    # Imports

    def _import(self, node: ast.Import, scope: Scope) -> Completion:
        for alias in node.names:
            module = alias.name if alias.asname else alias.name.partition(".")[0]
            self._imports(alias.name, node.lineno - 1, scope)
            known = known_module(module)
            value: Value = known or Deferred(self._path(scope), module, "")
            self.run.bind(scope, alias.asname or module, value, node.lineno - 1)
        return None

    def _import_from(self, node: ast.ImportFrom, scope: Scope) -> Completion:
        module = "." * node.level + (node.module or "")
        line = node.lineno - 1
        names = [(each.name, alias_place(each)) for each in node.names if each.name != "*"]
        self._imports(module, line, scope, names)
        if module == "__future__":
            if any(each.name == "annotations" for each in node.names):
                self._annotations_are_text = True
            return None
        known = None if node.level else known_module(module)
        for alias in node.names:
            if alias.name == "*":
                self._star(module, line, scope)
                continue
            value: Value = Deferred(self._path(scope), module, alias.name)
            if known is not None:
                value = self.run.attribute(known, alias.name)
            self.run.bind(
                scope,
                alias.asname or alias.name,
                value,
                line,
                alias.asname or alias.name if scope.kind == "class" else "",
            )
        return None

    def _imports(
        self, module: str, line: int, scope: Scope, names: Iterable[tuple[str, Written]] = ()
    ) -> None:
        is_known = not module.startswith(".") and known_module(module) is not None
        if module.partition(".")[0] == "fal" and names and self.run.is_certain(scope):
            self.result.imports.append(Import(line, module, tuple(names)))
        if not is_known:
            self.run.risks += 1
            if self.run.rescues and isinstance(
                self.run.modules.find(self._path(scope), module), ModuleLocation
            ):
                # `try: from base import Base`: it is there.
                self.run.risks -= 1
            if self.run.is_certain(scope):
                self.result.imports.append(Import(line, module, tuple(names)))

    def _star(self, module: str, line: int, scope: Scope) -> None:
        if self.run.modules.has_python_star(self._path(scope), module):
            self.result.has_python_star = True
        names = self.run.modules.star_names(self._path(scope), module)
        if names is not None:
            for name, value in names.items():
                self.run.bind(scope, name, value, line)
            return
        self.run.forget_names(scope.names, f"from {module} import *", line)

    # Simple statements

    def _assign(self, node: ast.Assign, scope: Scope) -> Completion:
        value = self.evaluator.value(node.value, scope)
        is_shown = self._is_shown(node.targets, scope)
        source = scope.source.text(node.value) if is_shown else ""
        written = place(node.value) if is_shown else None
        for target in node.targets:
            self.targets.assign(target, value, scope, source, written)
            if isinstance(target, ast.Name) and target.id == "__all__":
                self._export(scope)
        return None

    def _is_shown(self, targets: list[ast.expr], scope: Scope) -> bool:
        return scope.kind == "class" or any(isinstance(each, ast.Attribute) for each in targets)

    def _is_field(self, annotation: ast.expr, scope: Scope) -> bool:
        """Whether an annotation in a class is certainly a type, and no `ClassVar`."""
        node = annotation.value if isinstance(annotation, ast.Subscript) else annotation
        if isinstance(node, ast.Constant):
            # What is in a string is not looked up.
            return isinstance(node.value, str) and node.value.partition("[")[0] in _TYPES
        if isinstance(node, ast.BinOp):
            return True
        value = self.evaluator.unrisked(node, scope)
        return isinstance(value, ClassValue) or (
            isinstance(value, Foreign) and not value.name.endswith("ClassVar")
        )

    def _annotated(self, node: ast.AnnAssign, scope: Scope) -> Completion:
        if scope.kind == "class" and isinstance(node.target, ast.Name):
            scope.annotated[node.target.id] = self._is_field(node.annotation, scope)
        if node.value is not None:
            value = self.evaluator.value(node.value, scope)
            is_shown = self._is_shown([node.target], scope)
            source = scope.source.text(node.value) if is_shown else ""
            written = place(node.value) if is_shown else None
            self.targets.assign(node.target, value, scope, source, written)
            if isinstance(node.target, ast.Name) and node.target.id == "__all__":
                self._export(scope)
        return None

    def _augmented(self, node: ast.AugAssign, scope: Scope) -> Completion:
        self.targets.augment(node, scope)
        if isinstance(node.target, ast.Name) and node.target.id == "__all__":
            self._export(scope)
        return None

    def _export(self, scope: Scope) -> None:
        if scope.kind != "module":
            return
        known, names = plain(self.run.resolve(self.run.lookup(scope, "__all__")))
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
        if isinstance(value, ast.Call):
            callee = (
                self.evaluator.resolved(value.func, scope)
                if (
                    not isinstance(value.func, ast.Attribute)
                    or isinstance(value.func.value, ast.Name)
                )
                else NONE
            )
            if isinstance(callee, Foreign) and callee.name in _LEAVES:
                return "raise"
        self.evaluator.value(value, scope)
        if scope.kind == "module" and isinstance(value, ast.Call):
            # `__all__.append(...)`
            owner = value.func.value if isinstance(value.func, ast.Attribute) else None
            if isinstance(owner, ast.Name) and owner.id == "__all__":
                self._export(scope)
        return None

    def _raise(self, node: ast.Raise, scope: Scope) -> Completion:
        self.run.risks += 1
        return "raise"

    def _return(self, node: ast.Return, scope: Scope) -> Completion:
        value = NONE if node.value is None else self.evaluator.value(node.value, scope)
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
        return "raise" if truth(self.evaluator.resolved(node.test, scope)) is False else None

    def _type_alias(self, node: Any, scope: Scope) -> Completion:
        self.run.bind(scope, node.name.id, Unknown("a type", "TypeAliasType"), node.lineno - 1)
        return None

    # Branches

    def _if(self, node: ast.If, scope: Scope) -> Completion:
        # `elif` is an `if` inside of an `else`: a long chain of them must not nest here.
        branches: list[tuple[Changes, Completion]] = []
        while True:
            holds = truth(self.evaluator.resolved(node.test, scope))
            if holds is not False:
                if holds and not branches:
                    return self.block(node.body, scope)
                branches.append(self._branch(node.body, scope))
                if holds:
                    return self._merged(branches)
            if len(node.orelse) == 1 and isinstance(node.orelse[0], ast.If):
                node = node.orelse[0]
                continue
            if not branches:
                return self.block(node.orelse, scope)
            branches.append(self._branch(node.orelse, scope))
            return self._merged(branches)

    def _match(self, node: ast.Match, scope: Scope) -> Completion:
        subject = self.evaluator.resolved(node.subject, scope)
        branches: list[tuple[Changes, Completion]] = []
        is_exhaustive = False
        for case in node.cases:
            fits = _fits(case.pattern, subject)
            if case.guard is not None and fits is not False:
                fits = None
            if fits is False:
                continue
            self.store.branch()
            self.run.uncertain += 1
            for name in set(bound_names([case.pattern])):
                is_whole = isinstance(case.pattern, ast.MatchAs) and case.pattern.pattern is None
                value = subject if is_whole else Unknown("a pattern")
                self.run.bind(scope, name, value, case.pattern.lineno - 1)
            if case.guard is not None:
                self.evaluator.value(case.guard, scope)
            completion = self.block(case.body, scope)
            self.run.uncertain -= 1
            branches.append((self.store.take_back(), completion))
            if fits:
                is_exhaustive = True
                break
        if not is_exhaustive:
            branches.append(({}, None))
        return self._merged(branches)

    def _try(self, node: ast.Try, scope: Scope) -> Completion:
        run = self.run
        before = run.risks
        self.run.rescues += 1
        self.store.branch()
        self.store.watch()
        completion = self.block(node.body, scope)
        writes = self.store.watched()
        changes = self.store.take_back()
        self.run.rescues -= 1
        may_raise = run.risks > before or completion == "raise"
        self.store.branch()
        self.store.apply(changes)
        if completion is None:
            completion = self.block(node.orelse, scope)
        branches = [(self.store.take_back(), completion)]
        if may_raise and node.handlers:
            for handler in node.handlers:
                self.store.branch()
                run.uncertain += 1
                self.store.merge([{}, changes, *writes])
                if handler.name is not None:
                    self.run.bind(scope, handler.name, Unknown("an error"), handler.lineno - 1)
                handled = self.block(handler.body, scope)
                if handler.name is not None:
                    self.run.unbind(scope, handler.name)
                run.uncertain -= 1
                branches.append((self.store.take_back(), handled))
        completion = self._merged(branches)
        last = self.block(node.finalbody, scope)
        return last if last is not None else completion

    def _with(self, node: ast.With | ast.AsyncWith, scope: Scope) -> Completion:
        before = self.run.risks
        swallows, may_swallow = False, False
        for item in node.items:
            value = self.evaluator.resolved(item.context_expr, scope)
            maker = value.callee if isinstance(value, Made) else value
            swallows = swallows or (isinstance(maker, Foreign) and maker.name in _SWALLOWING)
            # A class of the project, or what one of its functions gives back.
            called = item.context_expr.func if isinstance(item.context_expr, ast.Call) else None
            made_by = self.evaluator.resolved(called, scope) if called is not None else None
            swallows = swallows or isinstance(maker, ClassValue)
            swallows = swallows or isinstance(made_by, FunctionValue)
            # Of one that is not known, only an error that is certain says that it may.
            may_swallow = may_swallow or not isinstance(maker, (Foreign, FalThing))
            if isinstance(maker, ClassValue):
                self.calls.run_methods(maker, ("__enter__", "__aenter__"))
            before = max(before, self.run.risks)
            if item.optional_vars is not None:
                self.targets.assign(item.optional_vars, Unknown("a context"), scope)
        # A context manager may swallow what is raised.
        self.run.rescues += 1
        self.store.branch()
        self.store.watch()
        completion = self.block(node.body, scope)
        writes = self.store.watched()
        changes = self.store.take_back()
        self.run.rescues -= 1
        if swallows and (self.run.risks > before or completion == "raise"):
            self.store.merge([changes, {}, *writes])
            return None if completion == "raise" else completion
        if may_swallow and completion == "raise":
            self.store.merge([changes, {}, *writes])
            return None
        self.store.apply(changes)
        return completion

    # Loops

    def _for(self, node: ast.For | ast.AsyncFor, scope: Scope) -> Completion:
        items = self.evaluator.iterated(self.evaluator.value(node.iter, scope))
        if isinstance(node, ast.For) and items is not None and len(items) <= _MAX_UNROLLED:
            completion = self._unrolled(node, items, scope)
            if completion != "continue":
                return completion
        self._widened(node, scope)
        return self._after_loop(node, scope)

    def _unrolled(self, node: ast.For, items: list[Value], scope: Scope) -> Completion:
        """Run a loop over known items; `continue` where that cannot be done."""
        outer, self._escapes = self._escapes, False
        self.store.branch()
        completion: Completion = None
        is_followed = self.run.steps > 0
        # A `break` under a condition may come before any statement of the body.
        self.run.uncertain += 1
        for item in items:
            if not is_followed or not self.run.spend(1 + len(node.body)):
                is_followed = False
                break
            self.targets.assign(node.target, item, scope)
            completion = self.block(node.body, scope)
            if self._escapes or completion in ("return", "raise"):
                is_followed = False
            if completion == "break":
                break
        self._escapes = outer
        self.run.uncertain -= 1
        if not is_followed:
            self.store.take_back()
            return "continue"
        self.store.keep()
        return None if completion == "break" else self.block(node.orelse, scope)

    def _while(self, node: ast.While, scope: Scope) -> Completion:
        if truth(self.evaluator.resolved(node.test, scope)) is False:
            return self.block(node.orelse, scope)
        self._widened(node, scope)
        return self._after_loop(node, scope)

    def _after_loop(self, node: ast.For | ast.AsyncFor | ast.While, scope: Scope) -> Completion:
        if not node.orelse:
            return None
        changes, _ = self._branch(node.orelse, scope)
        self.store.merge([changes, {}])
        return None

    def _widened(self, node: ast.For | ast.AsyncFor | ast.While, scope: Scope) -> None:
        """Run the body of a loop as if any number of times."""
        reason = "a loop"
        if self._loops >= _MAX_LOOPS or self.run.steps < 0:
            self.targets.forget([*node.body, *node.orelse], scope, reason)
            self.result.sets_unknown = True
            return
        outer = self._escapes
        self._loops += 1
        self.run.uncertain += 1
        size = -1
        places: dict[tuple[int, Any], Any] = {}
        for _ in range(_MAX_PASSES):
            self.store.branch()
            self.store.widen(places, reason)
            if not isinstance(node, ast.While):
                self.targets.assign(node.target, Unknown("an item of a loop"), scope)
            else:
                self.evaluator.value(node.test, scope)
            self.block(node.body, scope)
            places.update(self.store.take_back())
            if len(places) == size:
                break
            size = len(places)
        self.run.uncertain -= 1
        self._loops -= 1
        self._escapes = outer
        self.store.widen(places, reason)

    # Calls

    def _execute(self, function: FunctionValue, scope: Scope) -> tuple[Value, bool]:
        """Run the body of a function; what it returns, and whether that could be followed."""
        node = function.node
        if isinstance(node, ast.Lambda):
            return self.evaluator.value(node.body, scope), True
        if not isinstance(node, ast.FunctionDef):
            return Unknown("an async function"), False
        if any(isinstance(each, (ast.Yield, ast.YieldFrom)) for each in ast.walk(node)):
            return Unknown("a generator"), False
        outer, self._escapes = self._escapes, False
        loops, self._loops = self._loops, 0
        uncertain = self.run.uncertain
        self._returned.append([])
        try:
            completion = self.block(node.body, scope) if self._afford(node) else "raise"
        finally:
            returned = self._returned.pop()
            self._escapes, self._loops = outer, loops
            self.run.uncertain = uncertain
        if completion is None:
            returned.append(NONE)
        if not returned or self.run.steps < 0:
            return Unknown("a function that raises"), self.run.steps >= 0
        return join(returned), True

    def _afford(self, node: ast.FunctionDef) -> bool:
        return self.run.spend(2 * ((node.end_lineno or 0) - node.lineno + 1))


_STATEMENTS: dict[type[ast.stmt], Callable[[Interpreter, Any, Scope], Completion]] = {
    ast.FunctionDef: Interpreter._function,
    ast.AsyncFunctionDef: Interpreter._function,
    ast.ClassDef: Interpreter._class,
    ast.Import: Interpreter._import,
    ast.ImportFrom: Interpreter._import_from,
    ast.Assign: Interpreter._assign,
    ast.AnnAssign: Interpreter._annotated,
    ast.AugAssign: Interpreter._augmented,
    ast.Delete: Interpreter._delete,
    ast.Expr: Interpreter._expression,
    ast.Raise: Interpreter._raise,
    ast.Return: Interpreter._return,
    ast.Break: Interpreter._break,
    ast.Continue: Interpreter._continue,
    ast.Global: Interpreter._global,
    ast.Nonlocal: Interpreter._nonlocal,
    ast.Assert: Interpreter._assert,
    ast.If: Interpreter._if,
    ast.Match: Interpreter._match,
    ast.Try: Interpreter._try,
    ast.With: Interpreter._with,
    ast.AsyncWith: Interpreter._with,
    ast.For: Interpreter._for,
    ast.AsyncFor: Interpreter._for,
    ast.While: Interpreter._while,
    **{
        getattr(ast, name): method
        for name, method in (
            ("TryStar", Interpreter._try),
            ("TypeAlias", Interpreter._type_alias),
        )
        if hasattr(ast, name)
    },
}


def _fits(pattern: ast.pattern, subject: Value) -> bool | None:
    """Whether a pattern without a guard matches, `None` where that is not known."""
    if isinstance(pattern, ast.MatchAs):
        return True if pattern.pattern is None else _fits(pattern.pattern, subject)
    if isinstance(pattern, ast.MatchOr):
        answers = [_fits(each, subject) for each in pattern.patterns]
        return True if True in answers else None if None in answers else False
    wanted: Any
    if isinstance(pattern, ast.MatchValue) and isinstance(pattern.value, ast.Constant):
        wanted = pattern.value.value
    elif isinstance(pattern, ast.MatchSingleton):
        wanted = pattern.value
    else:
        return None
    answers = [
        each.data == wanted if isinstance(each, Constant) else None for each in choices(subject)
    ]
    return answers[0] if len(set(answers)) == 1 else None
