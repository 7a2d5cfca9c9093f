"""What `owner.name`, `owner.name = value` and `del owner.name` do to the values of a run.

Knows how Python finds attributes of modules, classes and instances; must not know statements,
expressions or calls.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from . import enumerations, fal_names
from .lattice import choices, join, may_be_unset
from .modules import attribute_of_known, known_module
from .operations import FilePath, Unknowable
from .path_values import path_attribute
from .plain_data import MUTATING, plain
from .pydantic_names import MODEL
from .type_operators import without_arguments
from .values import (
    ABC_META,
    ANY_NAME,
    DELETED,
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
    Sequence,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from .mro import Lineage
    from .run import Run

_ITEMS_OF_CLASS = "__class_getitem__"

_APP = FalThing("fal.App")

_ROUTE = frozenset({"route_signature", "__dict__", ANY_NAME})
"""The attributes of a function in which `fal.endpoint` keeps its route."""

_CODE = frozenset({"__code__", "__defaults__", "__kwdefaults__"})
"""Those that say what a call of it takes and does."""


def get_attribute(run: Run, owner: Value, name: str) -> Value:
    """An attribute of a value."""
    owner = run.resolve(owner)
    if isinstance(owner, Choice):
        return join(get_attribute(run, each, name) for each in owner.values)
    owner = without_arguments(owner)
    if _is_module(owner):
        # Of the module that runs, most likely.
        binding = run.store.read(run.module.names, name)
        run.escape(binding.value if isinstance(binding, Binding) else UNSET)
    if isinstance(owner, (FalThing, Foreign)):
        if name == "TYPE_CHECKING":
            return Constant(False)
        if owner == _APP and name == "host_kwargs":
            return run.value(dict(fal_names.HOST_KWARGS))
        if owner == _APP and name in fal_names.APP_DEFAULTS:
            return run.value(fal_names.APP_DEFAULTS[name])
        inner = known_module(f"{owner.name}.{name}") if "." not in owner.name else None
        found = attribute_of_known(owner, name)
        return inner if isinstance(inner, FalThing) else found
    if isinstance(owner, ModuleValue):
        return run.resolve(run.modules.module_attribute(owner, name, run.store))
    if isinstance(owner, ClassValue):
        return _class_attribute(run, owner, name)
    if isinstance(owner, Made) and isinstance(owner.callee, ClassValue):
        return _instance_attribute(run, owner, owner.callee, name)
    if name == "value" and isinstance(owner, Constant):
        # Only a member of an enumeration that is a string or a number has it.
        return owner
    if isinstance(owner, FalFunction) and not name.startswith("__"):
        # Its options, which whoever has them can change.
        run.escape(owner)
    if isinstance(owner, (Sequence, Dictionary)) and name in MUTATING:
        # A bound method that is no call here may be called anywhere.
        run.escape(owner)
    if isinstance(owner, FunctionValue) and name == "__call__":
        return owner
    if isinstance(owner, FunctionValue) and name == "__dict__":
        set_attribute(run, owner, name, Binding(Unknown("__dict__"), 0))
    if isinstance(owner, FunctionValue) and name in ("__name__", "__qualname__"):
        return Constant(owner.definition.name)
    if isinstance(owner, Constant) and isinstance(owner.data, FilePath):
        with contextlib.suppress(Unknowable):
            found = path_attribute(owner.data, name)
            if isinstance(found, list):
                return run.sequence("tuple", map(Constant, found))
            return Constant(found)
    run.risks += 1
    kind = "object" if name.startswith("__") else ""
    return Unknown(f"the attribute {name} cannot be followed", kind)


def _instance_attribute(run: Run, owner: Made, found: ClassValue, name: str) -> Value:
    """A method of an instance, or the value of a member; others are not followed."""
    if name == "__class__":
        return found
    if name == "value":
        made_from = enumerations.value_of(
            owner, run.modules.lineage(found, run.store, run.lineages)
        )
        if made_from is not None:
            return made_from
    known = _own_attribute(run, owner, name)
    if known is not None:
        return known
    run.risks += 1
    binding, is_certain = run.modules.class_binding(found, name, run.store, run.lineages)
    value = binding.value if binding is not None and is_certain else None
    if isinstance(value, FunctionValue) and value.kind in ("function", "class"):
        return _bound(value, owner if value.kind == "function" else found)
    is_data = isinstance(value, (Constant, Sequence, Dictionary))
    if value is not None and is_data and _is_followed(run, owner, name):
        return value
    if value is not None:
        run.escape(value)
    return Unknown(f"the attribute {name} cannot be followed")


def _is_followed(run: Run, owner: Made, name: str) -> bool:
    """Whether all attributes of an instance are known that may have this name."""
    table = owner.changed_later
    if name.startswith("__"):
        # Such as `__dict__`, by which all others can be changed.
        run.escape(owner)
    return (
        table is not None
        and table.is_instance
        and not name.startswith("__")
        and not (run.module.sets_unknown or run.module.is_dynamic)
        and run.store.read(table, ANY_NAME) is None
    )


def _own_attribute(run: Run, owner: Made, name: str) -> Value | None:
    """An attribute of an instance itself, where that is certain."""
    table = owner.changed_later
    if table is None or not _is_followed(run, owner, name):
        return None
    if table.owner != run.store.owner:
        run.module.instances[id(table)] = table
    binding = run.store.read(table, name)
    if binding is None:
        return None
    is_set = not may_be_unset(binding.value)
    return run.resolve(binding.value) if is_set else Unknown(f"{name} may not be set")


def property_function(run: Run, owner: Made, name: str) -> FunctionValue | None:
    """The function of a property of an instance whose attributes are known."""
    if not isinstance(owner.callee, ClassValue) or not _is_followed(run, owner, name):
        return None
    binding, is_certain = run.modules.class_binding(owner.callee, name, run.store)
    value = binding.value if binding is not None and is_certain else None
    if isinstance(value, FunctionValue) and value.kind == "property" and not value.opaque:
        return value.changed(kind="function")
    return None


def _class_attribute(run: Run, owner: ClassValue, name: str) -> Value:
    if name in ("__name__", "__qualname__"):
        if MODEL in run.modules.lineage(owner, run.store, run.lineages).links:
            # With type arguments, pydantic makes a class of another name.
            return Unknown("the name of a model", "str")
        return Constant(owner.definition.name)
    binding, is_certain = run.modules.class_binding(owner, name, run.store, run.lineages)
    if binding is not None and is_certain:
        return _member(run, owner, name, binding)
    if name == "host_kwargs":
        # fal's own dict of the class, which whoever has it can change.
        set_attribute(run, owner, name, Binding(Unknown("host_kwargs may be changed"), 0))
    run.risks += 1
    return Unknown(f"the attribute {name} cannot be followed")


def _member(run: Run, owner: ClassValue, name: str, binding: Binding) -> Value:
    """An attribute of a class or of an enumeration."""
    if isinstance(binding.value, FunctionValue) and binding.value.kind == "class":
        return _bound(binding.value, owner)
    line = run.modules.lineage(owner, run.store, run.lineages)
    value = enumerations.member(owner, name, binding, line)
    if isinstance(value, Unknown):
        # It may also raise.
        run.risks += 1
    return value


def class_item(run: Run, owner: ClassValue, key: Value) -> Value | None:
    """What `owner[key]` is of a class; `None` where that gives it type arguments."""
    line = run.modules.lineage(owner, run.store, run.lineages)
    if not enumerations.is_enumeration(line):
        return Unknown("__class_getitem__") if _has_own_items(run, line) else None
    known, name = plain(key)
    if known and isinstance(name, str) and not name.startswith("_"):
        found = _class_attribute(run, owner, name)
        if not isinstance(found, FunctionValue):
            return found
    return Unknown("a member of an enumeration")


def _has_own_items(run: Run, line: Lineage) -> bool:
    """Whether code of the project decides what `owner[...]` is."""
    return any(
        _ITEMS_OF_CLASS in each.namespace or _has_metaclass_with_items(run, each.metaclass)
        for each in line.classes
    )


def _has_metaclass_with_items(run: Run, metaclass: Value | None) -> bool:
    if metaclass is None or metaclass == ABC_META:
        return False
    found = run.resolve(metaclass)
    if not isinstance(found, ClassValue):
        return True
    line = run.modules.lineage(found, run.store, run.lineages)
    return not line.is_complete or any("__getitem__" in each.namespace for each in line.classes)


def set_attribute(run: Run, owner: Value, name: str, binding: Binding) -> None:
    """Run `owner.name = value`."""
    owner = run.resolve(owner)
    if isinstance(owner, ClassValue):
        if isinstance(binding.value, FunctionValue):
            # A method, which Python may call.
            run.escape(binding.value)
        binding = binding._replace(owner=owner.definition.name)
        run.store.write(owner.changed_later, name, binding)
    elif isinstance(owner, ModuleValue) and owner.path.endswith(".py"):
        from ..files import Unreadable

        module = run.modules.module(owner.path)
        if not isinstance(module, Unreadable):
            _import_now(run, name)
            run.store.write(module.names, name, binding)
    elif isinstance(owner, Choice):
        for each in owner.values:
            run.store.branch()
            set_attribute(run, each, name, binding)
            changes = run.store.take_back()
            run.store.merge([changes, {}])
    elif isinstance(owner, FalThing):
        run.module.changes_fal = True
    elif isinstance(owner, Made) and owner.changed_later is not None:
        if isinstance(owner.callee, ClassValue) and _has_setter(run, owner.callee, name):
            name = ANY_NAME
        run.store.write(owner.changed_later, name, binding)
    elif isinstance(owner, FalFunction):
        run.escape(owner)
    elif isinstance(owner, FunctionValue) and name in _ROUTE | _CODE:
        if owner.definition.path == run.module.path:
            owner.opaque = True
        else:
            run.module.changes_fal = True
    else:
        # Whoever has the owner may change what it has.
        run.escape(binding.value)
        if (isinstance(owner, Unknown) and not owner.kind) or _is_module(owner):
            run.module.sets_unknown = True
            _set_somewhere(run, name)


def may_set_attribute(run: Run, owner: Value, name: str) -> None:
    """Run `owner.name = value`, which may run, with a value that is not known."""
    run.store.branch()
    set_attribute(run, owner, name, Binding(Unknown("set by code"), 0))
    run.store.merge([run.store.take_back(), {}])


def _import_now(run: Run, name: str) -> None:
    """What was imported from a module by a name stays what it was when the name is set."""
    for own, binding in [*run.module.names.items()]:
        value = binding.value if isinstance(binding, Binding) else None
        if isinstance(value, Deferred) and name in (value.name, ANY_NAME):
            resolved = binding._replace(value=run.resolve(value))
            run.store.write(run.module.names, own, resolved)


def _has_setter(run: Run, found: ClassValue, name: str) -> bool:
    """Whether something in a class may decide what setting an attribute does."""
    for link in run.modules.lineage(found, run.store, run.lineages).classes:
        binding = run.store.read(link.namespace, name)
        for each in choices(binding.value) if isinstance(binding, Binding) else ():
            if isinstance(each, FunctionValue):
                if each.opaque or each.kind in ("property", "object"):
                    return True
                continue
            maker = each.callee if isinstance(each, Made) else None
            if isinstance(maker, ClassValue) or (isinstance(each, Unknown) and not each.kind):
                return True
    return False


def _set_somewhere(run: Run, name: str) -> None:
    """An attribute of something is set that may be any class of the module."""
    if name != ANY_NAME and name not in fal_names.APP_ATTRIBUTES | fal_names.HOST_OPTIONS:
        return
    for each in run.module.definitions:
        if isinstance(each, ClassValue) and run.spend():
            may_set_attribute(run, each, name)


def delete_attribute(run: Run, owner: Value, name: str, line: int) -> None:
    """Run `del owner.name`: what a base has is found again."""
    set_attribute(run, owner, name, Binding(join([UNSET, DELETED]), line))


def _is_module(value: Value) -> bool:
    """Whether something was found in `sys.modules`."""
    return isinstance(value, Foreign) and value.name.startswith("sys.modules")


def _bound(method: FunctionValue, first: Value) -> Made:
    """A method with what it is called on."""
    arguments = Arguments((method.changed(kind="function"), first))
    made = Made(Foreign("functools.partial"), arguments, method.definition.line)
    made.kind = "method"
    return made
