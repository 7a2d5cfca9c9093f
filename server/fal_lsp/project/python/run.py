"""What one run of a module works on: its state, its scopes and how names are found in them.

Knows how Python finds names and attributes; must not know statements, expressions or calls.
"""

from __future__ import annotations

import ast
import contextlib
from typing import TYPE_CHECKING, Any, Literal

from . import enumerations, fal_names
from .flow import ABSENT, Store
from .lattice import choices, join, may_be_unset, set_part
from .module import Raised
from .modules import BUILTINS, attribute_of_known, known_module, may_be_builtin
from .operations import FilePath, Unknowable
from .path_values import path_attribute
from .plain_data import plain, truth
from .source import Definition, place
from .values import (
    ANY_NAME,
    DELETED,
    ITEMS,
    MAX_PLAIN,
    UNSET,
    Arguments,
    Binding,
    Choice,
    ClassValue,
    Constant,
    Deferred,
    Dictionary,
    FalFunction,
    FalThing,
    Foreign,
    FunctionValue,
    Made,
    ModuleValue,
    Namespace,
    Sequence,
    SequenceKind,
    Table,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .module import Module, RaisedKind
    from .modules import Modules
    from .mro import Lineages
    from .source import Source, Written
    from .values import TypePart

_APP = FalThing("fal.App")

_ROUTE = frozenset({"route_signature", "__dict__", ANY_NAME})
"""The attributes of a function in which `fal.endpoint` keeps its route."""

MAX_STEPS = 10_000
"""Nodes of functions and loops that are followed beyond what is written."""

_ITEMS_OF_STEP = 5
"""How many items of a list can be looked at in the time of a step."""

MAX_CALLS = 12
"""Calls that are followed inside of each other."""


class Scope:
    """A namespace and the one around it; `declared` are names that belong to another one."""

    __slots__ = (
        *("annotated", "declared", "has_text_types", "kind", "names", "outer", "owner"),
        *("replaced", "source", "types"),
    )

    def __init__(
        self,
        kind: Literal["module", "class", "function"],
        names: Table,
        source: Source,
        outer: Scope | None = None,
        owner: str = "",
    ) -> None:
        self.kind = kind
        self.names = names
        self.source = source
        self.outer = outer
        self.owner = owner
        """The name of the class."""
        self.replaced: list[Definition] = []
        """The endpoints whose name is certainly given to another function."""
        self.declared: dict[str, Scope] = {}
        self.annotated: dict[str, bool] = {}
        """The names that are annotated in a class, `False` for a `ClassVar`."""
        self.types: list[tuple[str, TypePart]] = []
        """The parts of their types, as far as they are evaluated."""
        self.has_text_types = False

    def is_local(self) -> bool:
        """Whether a function is around, or a class with type parameters."""
        scope: Scope | None = self
        while scope is not None and scope.kind != "function":
            scope = scope.outer
        return scope is not None

    def top(self) -> Scope:
        """The scope of the module."""
        scope = self
        while scope.outer is not None:
            scope = scope.outer
        return scope


Site = tuple[Scope, ast.expr]
"""Where an expression stands."""


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
        """`from __future__ import annotations` stands in the file."""
        self.steps = MAX_STEPS
        self._counts: dict[ast.AST, tuple[int, bool]] = {}
        self.calls = 0
        self.risks = 0
        """How often something was done that may raise."""
        self.uncertain = 0
        """Branches around the statement that runs, of which each may not."""
        self.lineages: Lineages = {}
        """Those of the classes that were looked into."""
        self.rescues = 0
        """Statements around the one that runs that may catch what it raises."""
        self.may_have_left = False
        """The function that runs may have returned before."""
        self.sites: list[tuple[Scope, ast.Call]] = []
        """The calls around what runs, the outermost first."""
        self._raised: Raised | None = None
        """What certainly raised in the call that runs."""

    def is_certain(self, scope: Scope) -> bool:
        """Whether what runs in a scope does so each time that the file does, and is not rescued."""
        return not (self.uncertain or self.rescues or self.calls) and scope.kind != "function"

    def raises(
        self,
        scope: Scope,
        node: ast.expr | ast.stmt,
        error: str,
        words: str = "",
        kind: RaisedKind = "operation",
    ) -> None:
        """Keep an error, where it certainly ends the run of the file."""
        self.risks += 1
        if self.uncertain or self.rescues or self.may_have_left:
            return
        if not self.calls and scope.kind != "function":
            self._keep(Raised(error, words, kind, scope.source.text(node), place(node)))
        elif self.calls and (self._raised is None or self._raised.kind == "file"):
            inside = scope.source.path, place(node)
            self._raised = Raised(error, words, kind, "", place(node), inside)

    def operation_raises(self, site: Site | None, error: Exception) -> None:
        """An operation certainly raises an error, if it certainly happens there."""
        if site is not None:
            self.raises(*site, type(error).__name__, str(error))

    def call_raises(self, error: Exception) -> None:
        """The call that is evaluated certainly raises an error."""
        if self.sites:
            self.raises(*self.sites[-1], type(error).__name__, str(error))

    def reads(self, path: str) -> None:
        """The call that is evaluated opens a file that has to be there."""
        if self.sites and path and "\0" not in path:
            self.raises(*self.sites[-1], "FileNotFoundError", path, "file")

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
        for name, binding in list(names.items()):
            if isinstance(binding, Binding):
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
        last = self._builtin(scope, name)
        return join([*found, last]) if found else last

    def is_missing(self, scope: Scope, name: str) -> bool:
        """Whether reading a name here certainly raises `NameError`."""
        module = self.module
        if module.is_dynamic or module.has_python_star or name in self.rebound:
            return False
        if may_be_builtin(name):
            return False
        current: Scope | None = scope
        while current is not None:
            for each in (name, ANY_NAME):
                if self.store.read(current.names, each) is not None:
                    return False
            current = current.outer
        return self.is_certain(scope) and not self.modules.is_submodule(module.path, name)

    def _builtin(self, scope: Scope, name: str) -> Value:
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

    # Attributes

    def attribute(self, owner: Value, name: str) -> Value:
        """An attribute of a value."""
        owner = self.resolve(owner)
        if isinstance(owner, Choice):
            return join(self.attribute(each, name) for each in owner.values)
        if isinstance(owner, (FalThing, Foreign)):
            if name == "TYPE_CHECKING":
                return Constant(False)
            if owner == _APP and name == "host_kwargs":
                return self.value(dict(fal_names.HOST_KWARGS))
            if owner == _APP and name in fal_names.APP_DEFAULTS:
                return self.value(fal_names.APP_DEFAULTS[name])
            inner = known_module(f"{owner.name}.{name}") if "." not in owner.name else None
            found = attribute_of_known(owner, name)
            return inner if isinstance(inner, FalThing) else found
        if isinstance(owner, ModuleValue):
            return self.resolve(self.modules.module_attribute(owner, name, self.store))
        if isinstance(owner, ClassValue):
            return self._class_attribute(owner, name)
        if isinstance(owner, Made) and isinstance(owner.callee, ClassValue):
            return self._instance_attribute(owner, owner.callee, name)
        if name == "value" and isinstance(owner, Constant):
            # Only a member of an enumeration that is a string or a number has it.
            return owner
        if isinstance(owner, FalFunction) and not name.startswith("__"):
            # Its options, which whoever has them can change.
            self.escape(owner)
        if isinstance(owner, FunctionValue) and name == "__dict__":
            self.set_attribute(owner, name, Binding(Unknown("__dict__"), 0))
        if isinstance(owner, FunctionValue) and name in ("__name__", "__qualname__"):
            return Constant(owner.definition.name)
        if isinstance(owner, Constant) and isinstance(owner.data, FilePath):
            with contextlib.suppress(Unknowable):
                found = path_attribute(owner.data, name)
                if isinstance(found, list):
                    return self.sequence("tuple", map(Constant, found))
                return Constant(found)
        self.risks += 1
        kind = "object" if name.startswith("__") else ""
        return Unknown(f"the attribute {name} cannot be followed", kind)

    def _instance_attribute(self, owner: Made, found: ClassValue, name: str) -> Value:
        """A method of an instance, or the value of a member; others are not followed."""
        if name == "__class__":
            return found
        if name == "value":
            made_from = enumerations.value_of(
                owner, self.modules.lineage(found, self.store, self.lineages)
            )
            if made_from is not None:
                return made_from
        known = self._own_attribute(owner, name)
        if known is not None:
            return known
        self.risks += 1
        binding, is_certain = self.modules.class_binding(found, name, self.store, self.lineages)
        value = binding.value if binding is not None and is_certain else None
        if isinstance(value, FunctionValue) and value.kind in ("function", "class"):
            return _bound(value, owner if value.kind == "function" else found)
        is_data = isinstance(value, (Constant, Sequence, Dictionary))
        if value is not None and is_data and self._is_followed(owner, name):
            return value
        if value is not None:
            self.escape(value)
        return Unknown(f"the attribute {name} cannot be followed")

    def _is_followed(self, owner: Made, name: str) -> bool:
        """Whether all attributes of an instance are known that may have this name."""
        table = owner.changed_later
        if name.startswith("__"):
            # Such as `__dict__`, by which all others can be changed.
            self.escape(owner)
        return (
            table is not None
            and table.is_instance
            and not name.startswith("__")
            and not (self.module.sets_unknown or self.module.is_dynamic)
            and self.store.read(table, ANY_NAME) is None
        )

    def _own_attribute(self, owner: Made, name: str) -> Value | None:
        """An attribute of an instance itself, where that is certain."""
        table = owner.changed_later
        if table is None or not self._is_followed(owner, name):
            return None
        if table.owner != self.store.owner:
            self.module.instances[id(table)] = table
        binding = self.store.read(table, name)
        if binding is None:
            return None
        is_set = not may_be_unset(binding.value)
        return self.resolve(binding.value) if is_set else Unknown(f"{name} may not be set")

    def property(self, owner: Made, name: str) -> FunctionValue | None:
        """The function of a property of an instance whose attributes are known."""
        if not isinstance(owner.callee, ClassValue) or not self._is_followed(owner, name):
            return None
        binding, is_certain = self.modules.class_binding(owner.callee, name, self.store)
        value = binding.value if binding is not None and is_certain else None
        if isinstance(value, FunctionValue) and value.kind == "property" and not value.opaque:
            return value.changed(kind="function")
        return None

    def _class_attribute(self, owner: ClassValue, name: str) -> Value:
        if name in ("__name__", "__qualname__"):
            return Constant(owner.definition.name)
        binding, is_certain = self.modules.class_binding(owner, name, self.store, self.lineages)
        if binding is not None and is_certain:
            return self._member(owner, name, binding)
        if name == "host_kwargs":
            # fal's own dict of the class, which whoever has it can change.
            self.set_attribute(owner, name, Binding(Unknown("host_kwargs may be changed"), 0))
        self.risks += 1
        return Unknown(f"the attribute {name} cannot be followed")

    def _member(self, owner: ClassValue, name: str, binding: Binding) -> Value:
        """An attribute of a class or of an enumeration."""
        if isinstance(binding.value, FunctionValue) and binding.value.kind == "class":
            return _bound(binding.value, owner)
        is_data = isinstance(binding.value, (Constant, Sequence, Dictionary))
        if not is_data or name.startswith("_"):
            return binding.value
        return enumerations.member(
            owner, binding, self.modules.lineage(owner, self.store, self.lineages)
        )

    def set_attribute(self, owner: Value, name: str, binding: Binding) -> None:
        """Run `owner.name = value`."""
        owner = self.resolve(owner)
        if isinstance(owner, ClassValue):
            binding = binding._replace(owner=owner.definition.name)
            self.store.write(owner.changed_later, name, binding)
        elif isinstance(owner, ModuleValue) and owner.path.endswith(".py"):
            from ..files import Unreadable

            module = self.modules.module(owner.path)
            if not isinstance(module, Unreadable):
                self._import_now(name)
                self.store.write(module.names, name, binding)
        elif isinstance(owner, Choice):
            for each in owner.values:
                self.store.branch()
                self.set_attribute(each, name, binding)
                changes = self.store.take_back()
                self.store.merge([changes, {}])
        elif isinstance(owner, FalThing):
            self.module.changes_fal = True
        elif isinstance(owner, Made) and owner.changed_later is not None:
            if isinstance(owner.callee, ClassValue) and self._has_setter(owner.callee, name):
                name = ANY_NAME
            self.store.write(owner.changed_later, name, binding)
        elif isinstance(owner, FalFunction):
            self.escape(owner)
        elif isinstance(owner, FunctionValue) and name in _ROUTE:
            if owner.definition.path == self.module.path:
                owner.opaque = True
            else:
                self.module.changes_fal = True
        elif (isinstance(owner, Unknown) and not owner.kind) or _is_module(owner):
            self.module.sets_unknown = True
            self._set_somewhere(name)

    def _import_now(self, name: str) -> None:
        """What was imported from a module by a name stays what it was when the name is set."""
        for own, binding in [*self.module.names.items()]:
            value = binding.value if isinstance(binding, Binding) else None
            if isinstance(value, Deferred) and name in (value.name, ANY_NAME):
                resolved = binding._replace(value=self.resolve(value))
                self.store.write(self.module.names, own, resolved)

    def _has_setter(self, found: ClassValue, name: str) -> bool:
        """Whether something in a class may decide what setting an attribute does."""
        for link in self.modules.lineage(found, self.store, self.lineages).classes:
            binding = self.store.read(link.namespace, name)
            for each in choices(binding.value) if isinstance(binding, Binding) else ():
                if isinstance(each, FunctionValue):
                    if each.opaque or each.kind in ("property", "object"):
                        return True
                    continue
                maker = each.callee if isinstance(each, Made) else None
                if isinstance(maker, ClassValue) or (isinstance(each, Unknown) and not each.kind):
                    return True
        return False

    def _set_somewhere(self, name: str) -> None:
        """An attribute of something is set that may be any class of the module."""
        if name != ANY_NAME and name not in fal_names.APP_ATTRIBUTES | fal_names.HOST_OPTIONS:
            return
        unknown = Binding(Unknown("set by code"), 0)
        for each in self.module.definitions:
            if isinstance(each, ClassValue) and self.spend():
                self.store.branch()
                self.store.write(each.changed_later, name, unknown)
                self.store.merge([self.store.take_back(), {}])

    def delete_attribute(self, owner: Value, name: str, line: int) -> None:
        """Run `del owner.name`: what a base has is found again."""
        self.set_attribute(owner, name, Binding(join([UNSET, DELETED]), line))

    # What code elsewhere may change

    def escape(self, value: Value) -> None:
        """Something is given to code that cannot be followed: what can be changed is unknown."""
        for each in choices(value):
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


def _is_module(value: Value) -> bool:
    """Whether something was found in `sys.modules`."""
    return isinstance(value, Foreign) and value.name.startswith("sys.modules")


def _bound(method: FunctionValue, first: Value) -> Made:
    """A method with what it is called on."""
    arguments = Arguments((method.changed(kind="function"), first))
    made = Made(Foreign("functools.partial"), arguments, method.definition.line)
    made.kind = "method"
    return made
