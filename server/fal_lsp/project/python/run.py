"""What one run of a module works on: its state, its errors and how names are found in its scopes.

Knows how Python finds names; must not know attributes, statements, expressions or calls.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from .flow import ABSENT, Store
from .lattice import choices, join, may_be_anything, set_part
from .mentions import Text, text_of
from .module import Raised
from .modules import BUILTINS, may_be_builtin
from .operations import FilePath, NoValue
from .path_values import MOST_NAMES, names_file
from .plain_data import plain, truth
from .source import place
from .values import (
    ANY_NAME,
    ITEMS,
    MAX_PLAIN,
    Binding,
    ClassValue,
    Constant,
    Deferred,
    Dictionary,
    FalFunction,
    Foreign,
    FunctionValue,
    Made,
    Namespace,
    Sequence,
    SequenceKind,
    Table,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from .module import Module, RaisedKind
    from .modules import Modules
    from .mro import Lineages
    from .scope import Scope, Site
    from .source import Written

MAX_STEPS = 10_000
"""Nodes of functions and loops that are followed beyond what is written."""

_ITEMS_OF_STEP = 5
"""How many items of a list can be looked at in the time of a step."""

_OF_OWNER = frozenset({"key", "pop", "member", "attribute"})
"""The kinds of errors for which the owner of what is missing is shown."""

_LONGEST_GIVEN = 1_000
"""Code points of a text that may name a file."""

MAX_CALLS = 12
"""Calls that are followed inside of each other."""


class _Around:
    """Around the blocks of one kind: how many are around what runs."""

    def __init__(self) -> None:
        self.depth = 0

    def __enter__(self) -> None:
        self.depth += 1

    def __exit__(self, *error: object) -> None:
        self.depth -= 1


class Run:
    """The state of one run."""

    def __init__(self, modules: Modules, module: Module, store: Store, rebound: set[str]) -> None:
        self.modules = modules
        self.module = module
        self.store = store
        self.rebound = rebound
        """Names of the module that functions declare `global`."""
        self.has_walrus = False
        self.annotations_are_text = False
        """`from __future__ import annotations` is in the file."""
        self.steps = MAX_STEPS
        self._counts: dict[ast.AST, tuple[int, bool]] = {}
        self.calls = 0
        self.risks = 0
        """How often something was done that may raise."""
        self.uncertainty = _Around()
        """Around what may not run, such as a branch."""
        self.lineages: Lineages = {}
        """Those of the classes that were looked into."""
        self.rescue = _Around()
        """Around what may raise without harm, since a statement around it may catch that."""
        self.may_have_left = False
        """The function that runs may have returned before."""
        self.runs_anything = False
        """A module was run whose name is not written: it may have changed any container."""
        self.sites: list[tuple[Scope, ast.Call]] = []
        """The calls around what runs, the outermost first."""
        self.imported: set[str] = set()
        """The modules that its statements import, as they are written."""
        self.awaited: dict[str, Callable[[str, Value], None]] = {}
        """What is told when a name of the module gets a value: something uses it that may run at
        any time (`callbacks.py`)."""
        self.handed: list[FunctionValue] = []
        """Functions that somebody else has got, who may call them at any time."""
        self._texts: dict[ast.AST, Text] = {}
        self._shared: dict[int, tuple[Table, Any, list[Value]]] = {}
        """The containers whose items somebody else may change, with those items."""
        self._raised: Raised | None = None
        """What certainly raised in the call that runs."""

    def is_certain(self, scope: Scope) -> bool:
        """Whether what runs in a scope does so each time that the file does, and is not rescued."""
        is_open = self.uncertainty.depth or self.rescue.depth or self.calls or self.runs_anything
        return not is_open and scope.kind != "function"

    def raises(
        self,
        scope: Scope,
        node: ast.expr | ast.stmt,
        error: str,
        words: str = "",
        kind: RaisedKind = "operation",
        *,
        text: str | None = None,
        is_lazy: bool = False,
    ) -> None:
        """Keep an error, where it certainly ends the run of the file.

        `text` is what is shown of the code, where that is not how `node` is written.
        """
        self.risks += 1
        if self.uncertainty.depth or self.rescue.depth or self.may_have_left or self.runs_anything:
            return
        source, written = scope.source, place(node)
        if isinstance(node, ast.FormattedValue):
            text, written = source.replacement_field(node)
        if not self.calls and scope.kind != "function":
            shown = node
            if isinstance(node, ast.Call) and kind == "pop":
                shown = node.func
            if isinstance(shown, (ast.Attribute, ast.Subscript)) and kind in _OF_OWNER:
                shown = shown.value
            text = source.text(shown) if text is None else text
            into = source.text(node) if kind == "unpack" else ""
            self._keep(Raised(error, words, kind, text, written, is_lazy=is_lazy, into=into))
        elif self.calls and (self._raised is None or self._raised.kind == "file"):
            self._raised = Raised(error, words, kind, "", written, (source.path, written))

    def operation_raises(
        self, site: Site | None, error: Exception, kind: RaisedKind = "operation"
    ) -> None:
        """An operation certainly raises an error, if it certainly happens there."""
        if site is None:
            return
        if isinstance(error, NoValue):
            self.raises(*site, "KeyError", str(error), "placeholder", text=error.placeholder)
            return
        self.raises(*site, type(error).__name__, str(error), kind)

    def call_raises(self, error: Exception, kind: RaisedKind = "operation") -> None:
        """The call that is evaluated certainly raises an error."""
        if self.sites:
            self.operation_raises(self.sites[-1], error, kind)

    def reads(self, path: str) -> None:
        """The call that is evaluated opens a file that has to be there."""
        if names_file(self.module.given, path):
            self.risks += 1
        elif self.sites and path and "\0" not in path:
            self.raises(*self.sites[-1], "FileNotFoundError", path, "file")

    def gives(self, values: Iterable[Value]) -> None:
        """Code that is not followed gets some values, and may make the files that they name."""
        given = self.module.given
        for value in values:
            for each in choices(value):
                data = each.data if isinstance(each, Constant) else None
                text = data.text if isinstance(data, FilePath) else data
                if not isinstance(text, str) or not 0 < len(text) <= _LONGEST_GIVEN:
                    continue
                if len(given) < MOST_NAMES:
                    given.add(text)

    def call_begins(self) -> None:
        """A function is called, and no other calls it."""
        self._raised = None

    def call_ends(self, *, is_followed: bool) -> None:
        """It is left; what it raised is raised by its call, where all of it was followed."""
        raised, self._raised = self._raised if is_followed else None, None
        scope, node = self.sites[0] if self.sites else (None, None)
        if raised is None or scope is None or node is None or not self.is_certain(scope):
            return
        text = scope.source.text(node)
        kind: RaisedKind = "file" if raised.kind == "file" else "call"
        self._keep(raised._replace(text=text, written=place(node), kind=kind))

    def _keep(self, raised: Raised) -> None:
        self.module.raised.setdefault(raised.written.start, raised)

    # Making values

    def sequence(self, kind: SequenceKind, items: Iterable[Value] | None) -> Sequence:
        """A new sequence, with unknown contents where `items` is `None`."""
        contents = None if items is None else tuple(items)
        return Sequence(kind, self.store.table({ITEMS: contents}))

    def dictionary(self, items: Mapping[Any, Value] | None) -> Dictionary:
        """A new dict, with unknown contents where `items` is `None`."""
        return Dictionary(self.store.table({ITEMS: None if items is None else dict(items)}))

    def value(self, data: Any) -> Value:
        """The value of plain data, within the budget."""
        if isinstance(data, (list, tuple, set, dict)) and not self.spend_on(len(data)):
            return Unknown("too much data")
        if isinstance(data, list):
            return self.sequence("list", map(self.value, data))
        if isinstance(data, tuple):
            return self.sequence("tuple", map(self.value, data))
        if isinstance(data, set):
            return self.sequence("set", map(self.value, data))
        if isinstance(data, dict):
            return self.dictionary({key: self.value(each) for key, each in data.items()})
        return Constant(data)

    def items(self, value: Value) -> Any:
        """The contents of a container, `None` where they are not known or it is none."""
        if isinstance(value, (Sequence, Dictionary)):
            return self.store.read(value.table, ITEMS)
        return None

    def resolve(self, value: Value) -> Value:
        """A value that is not to be imported any more."""
        return self.modules.resolve(value, self.store)

    def set_items(self, owner: Sequence | Dictionary, items: Any) -> None:
        """The contents of a container change, to what is not known where `items` is `None`."""
        if items is None:
            # By way of it, those that it had may be changed.
            self.escape(owner)
            return
        self.store.write(owner.table, ITEMS, items)
        shared = self._shared.get(id(owner.table))
        if shared is not None:
            before = {id(each) for each in shared[-1]}
            self.escape_all(each for each in self.share(owner) if id(each) not in before)

    def share(self, owner: Sequence | Dictionary) -> list[Value]:
        """The items of a container that can be changed.

        Somebody may change them at any time, and those that it gets later, but not itself.
        """
        items = self.items(owner)
        if items is None:
            return []
        _, before, held = self._shared.get(id(owner.table), (None, None, []))
        if items is not before:
            every = items.values() if isinstance(items, dict) else items
            held = [each for each in every if not isinstance(each, (Constant, Unknown))]
            self._shared[id(owner.table)] = owner.table, items, held
        if not self.spend_on(len(held)):
            self.escape(owner)
        return held

    # Names

    def bind(
        self,
        scope: Scope,
        name: str,
        value: Value,
        line: int,
        source: str = "",
        places: tuple[Written, Written] | None = None,
    ) -> None:
        """Give a name of a scope a value; `places` are those of the name and of the value."""
        target = scope.declared.get(name, scope)
        if target.kind == "module" and target.outer is None and name in self.rebound:
            # The function may run at any time.
            value = join([value, Unknown(f"{name} is declared global")])
        binding = Binding(
            value, line, source, scope.source.path, target.owner, *(places or (None, None))
        )
        self.store.write(target.names, name, binding)
        if name in self.awaited and target.kind == "module":
            self.awaited[name](name, value)

    def bind_by_key(self, names: Namespace, key: Value, value: Value) -> None:
        """Run `names[key] = value`."""
        known, name = plain(key)
        if known and isinstance(name, str):
            binding = Binding(value, names.line, "", names.path, names.owner)
            self.store.write(names.names, name, binding)
        else:
            self.forget_names(names.names, "names are bound by code", names.line)

    def forget_names(self, names: Table, reason: str, line: int) -> None:
        """Code that cannot be followed may bind any name of a module or class."""
        unknown = Unknown(reason)
        # Without a budget anything may have changed (`spend`).
        known = list(names.items()) if self.spend_on(len(names)) else []
        for name, binding in known:
            if isinstance(binding, Binding) and not may_be_anything(binding.value):
                value = join([binding.value, unknown])
                self.store.write(names, name, binding._replace(value=value))
        self.store.write(names, ANY_NAME, Binding(unknown, line))

    def unbind(self, scope: Scope, name: str) -> None:
        """Run `del name`."""
        target = scope.declared.get(name, scope)
        self.store.write(target.names, name, ABSENT)

    def lookup(self, scope: Scope, name: str) -> Value:
        """What a name stands for where it is read."""
        found: list[Value] = []
        current: Scope | None = scope.declared.get(name, scope)
        while current is not None:
            binding = self.store.read(current.names, name)
            if binding is not None:
                value = binding.value
                rest = set_part(value)
                if rest is not None:
                    found.append(rest)
                if rest is value or (rest is not None and current.kind != "class"):
                    return found[0] if len(found) == 1 else join(found)
                self.risks += 1
            elif self.store.read(current.names, ANY_NAME) is not None:
                self.risks += 1
                return Unknown("names are bound by code")
            current = current.outer
            while current is not None and current.kind == "class":
                current = current.outer
        last = self._builtin(name)
        return join([*found, last]) if found else last

    def known(self, scope: Scope, name: str) -> Value | None:
        """What a name stands for, or may stand for, as a look from outside: it raises nothing."""
        current: Scope | None = scope.declared.get(name, scope)
        while current is not None:
            binding = self.store.read(current.names, name)
            if binding is not None:
                return self.resolve(binding.value)
            current = current.outer
        return None

    def is_missing(self, scope: Scope, name: str, *, is_inside: bool = False) -> bool:
        """Whether reading a name here certainly raises `NameError`, as this certainly runs.

        `is_inside`: in a comprehension, which does not see the names of the class around it.
        """
        return self.is_unbound(scope, name, is_inside=is_inside) and self.is_certain(scope)

    def is_unbound(self, scope: Scope, name: str, *, is_inside: bool = False) -> bool:
        """Whether reading a name here raises `NameError`, if this runs."""
        module = self.module
        if module.is_dynamic or module.has_python_star or name in self.rebound:
            return False
        if may_be_builtin(name):
            return False
        current: Scope | None = scope.outer if is_inside else scope
        while current is not None:
            for each in (name, ANY_NAME):
                if self.store.read(current.names, each) is not None:
                    return False
            current = current.outer
        return not self.modules.is_submodule(module.path, name)

    def _builtin(self, name: str) -> Value:
        if name == "TYPE_CHECKING":
            return Constant(False)
        if name == "__file__":
            return Constant(self.module.path)
        if name in BUILTINS or name in ("__name__", "__doc__"):
            return Foreign(f"builtins.{name}")
        self.risks += 1
        if self.module.is_dynamic:
            return Unknown("names are bound by code")
        if self.modules.is_submodule(self.module.path, name):
            # An import of it, wherever it is, binds it in its package, too.
            return Deferred(self.module.path, f".{name}", "")
        return Unknown(f"{name} is not bound")

    # What code elsewhere may change

    def escape(self, value: Value) -> None:
        """Something is given to code that cannot be followed: what can be changed is unknown."""
        for each in choices(value):
            if isinstance(each, FunctionValue) and each.node is not None:
                self.handed.append(each)
            if isinstance(each, Namespace):
                self.forget_names(each.names, "names are bound by code", each.line)
            made = each.options if isinstance(each, FalFunction) else each
            if isinstance(made, Made) and made.changed_later is not None:
                self._escape_attributes(made, made.changed_later)
            if isinstance(each, (Sequence, Dictionary)) and not (
                isinstance(each, Sequence) and each.kind == "tuple"
            ):
                items = self.items(each)
                if items is not None:
                    self.store.write(each.table, ITEMS, None)
                    self.escape_all(items.values() if isinstance(items, dict) else items)

    def _escape_attributes(self, made: Made, table: Table) -> None:
        """What an instance has may be changed, and the containers among it."""
        if self.store.read(table, ANY_NAME) is not None:
            return
        held = [each.value for each in table.values() if isinstance(each, Binding)]
        if not table.is_frozen:
            unknown = Binding(Unknown("a call that cannot be followed"), made.line)
            self.store.write(table, ANY_NAME, unknown)
        self.escape_all(held if table.is_instance else ())

    def escape_attributes(self, found: ClassValue) -> None:
        """The lists and dicts of a class are given away with the class."""
        for link in self.modules.lineage(found, self.store, self.lineages).classes:
            for binding in [*link.namespace.values()]:
                if isinstance(binding, Binding):
                    self.escape(binding.value)

    def escape_all(self, values: Iterable[Value]) -> None:
        """As `escape`, for several."""
        for value in values:
            self.escape(value)

    def spend(self, steps: int = 1) -> bool:
        """Use up some of the budget; whether there was any.

        What runs without being followed may change anything.
        """
        self.steps -= steps
        if self.steps < 0:
            self.module.sets_unknown = True
        return self.steps >= 0

    def spend_on(self, items: int) -> bool:
        """Use up some of the budget for a look at so many items; whether there was any."""
        return self.spend(items // _ITEMS_OF_STEP)

    def plain(self, value: Value) -> tuple[bool, Any]:
        """`plain` within the budget: a line of text can ask for it of a thousand items."""
        if not isinstance(value, (Sequence, Dictionary)):
            return plain(value)
        most = min(MAX_PLAIN, max(self.steps, 0) * _ITEMS_OF_STEP)
        budget = [most]
        answer = plain(self.store.seen(value), budget)
        self.spend_on(most - budget[0])
        return answer

    def truth(self, value: Value) -> bool | None:
        """Whether a value counts as true, `None` where that is not known."""
        return truth(self.store.seen(value) if self.store.elsewhere else value)

    def text(self, node: ast.AST) -> Text:
        """What the text of a class, a function or a statement does with names."""
        known = self._texts.get(node)
        if known is None:
            known = self._texts[node] = text_of(node)
        return known

    def size(self, node: ast.AST) -> int:
        """How many nodes a tree has: what it takes to run it once."""
        return self._counted(node)[0]

    def yields(self, node: ast.AST) -> bool:
        """Whether there is a `yield` in a function."""
        return self._counted(node)[1]

    def _counted(self, node: ast.AST) -> tuple[int, bool]:
        known = self._counts.get(node)
        if known is None:
            nodes = [*ast.walk(node)]
            yields = any(isinstance(each, (ast.Yield, ast.YieldFrom)) for each in nodes)
            known = self._counts[node] = len(nodes), yields
        return known
