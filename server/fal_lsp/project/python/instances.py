"""The instances of simple classes of the project, with their attributes.

Knows how dataclasses, named tuples, models of pydantic and an `__init__` make attributes of
arguments; must not know what calls do, nor what attributes are for.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Literal

from .call_errors import Parameters, call_error, in_words
from .lattice import may_be_unset
from .pydantic_names import FAL_MODEL, FIELD, MODEL
from .signatures import required, takes_one
from .values import (
    ABC_META,
    ANY_NAME,
    STATELESS,
    Arguments,
    Binding,
    ClassValue,
    Constant,
    Dictionary,
    FalThing,
    Foreign,
    FunctionValue,
    Made,
    Sequence,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from .mro import Lineage
    from .run import Run

_NAMED_TUPLE = Foreign("typing.NamedTuple")
_MACHINERY = frozenset(
    {"__new__", "__getattr__", "__getattribute__", "__setattr__", "__delattr__", "__post_init__"}
    | {"__init_subclass__", "__set_name__", "__slots__", ANY_NAME}
)
"""With these, a class decides itself what its instances have."""

_OF_MODELS = frozenset({"model_config", "Config", "model_post_init", "__init__"})
_FIELDS = frozenset({"dataclasses.field", FIELD})
_FIELD_KEYWORDS = frozenset(
    {"default", "default_factory", "repr", "compare", "hash", "metadata", "description", "title"}
    | {"examples", "gt", "ge", "lt", "le", "min_length", "max_length", "pattern", "deprecated"}
)
"""What a field may be given that changes neither its name nor whether it is an argument."""

Kind = Literal["init", "dataclass", "named-tuple", "model", ""]


class ValidationError(Exception):
    """What pydantic raises where a field of a model gets no value; its text is the name."""


class Instances:
    """Instances that are made in one run. `call` runs a function of the project."""

    def __init__(self, run: Run, call: Callable[[Value, Arguments], Value]) -> None:
        self.run = run
        self._call = call

    def made(self, found: ClassValue, arguments: Arguments, line: int) -> Made | None:
        """The instance that a call makes; `None` where its attributes are not followed."""
        lineage = self.run.modules.lineage(found, self.run.store, self.run.lineages)
        kind = "" if arguments.spreads else self._kind(found, lineage)
        if not kind or not self.run.spend():
            return None
        result = Made(found, arguments, line)
        table = self.run.store.table()
        table.is_instance = True
        if kind == "init":
            result.changed_later = table
            return result if self._initialized(result, lineage, arguments) else None
        if kind == "model":
            self._check_model(found, lineage, arguments)
        else:
            self._check_fields(found, lineage, arguments)
        values = self._fields(lineage, arguments, is_model=kind == "model")
        if values is None:
            return None
        for name, value in values.items():
            self.run.store.write(table, name, Binding(value, line))
        table.is_frozen = kind == "named-tuple" or all(each.is_frozen for each in lineage.classes)
        result.changed_later = table
        return result

    def _kind(self, found: ClassValue, lineage: Lineage) -> Kind:
        """What makes the attributes of the instances of a class."""
        classes = lineage.classes
        if not lineage.is_complete or not all(map(self._is_simple, classes)):
            return ""
        foreign = {each for each in lineage.links if not isinstance(each, ClassValue)}
        foreign -= STATELESS
        are_dataclasses = {each.is_dataclass for each in classes}
        names = {name for each in classes for name in each.namespace}
        if foreign == {_NAMED_TUPLE} and found.bases == (_NAMED_TUPLE,):
            return "named-tuple" if "__init__" not in names else ""
        if foreign - {FAL_MODEL} == {MODEL} and are_dataclasses == {False}:
            return "model" if self._is_plain_model(classes, names) else ""
        if foreign:
            return ""
        if are_dataclasses == {True}:
            return "dataclass" if "__init__" not in names else ""
        return "init" if are_dataclasses == {False} else ""

    def _is_simple(self, found: ClassValue) -> bool:
        """Whether a class does nothing with its instances but what its kind does."""
        later = found.changed_later.keys() - {"__init__"} if found.is_dataclass else None
        return (
            found.metaclass in (None, ABC_META)
            and not (found.is_hooked or found.opaque or found.is_altered or found.keywords)
            and not found.spreads_keywords
            and _MACHINERY.isdisjoint(found.namespace)
            and not (found.changed_later if later is None else later)
            and (not found.is_dataclass or self._is_generated(found))
        )

    def _is_generated(self, found: ClassValue) -> bool:
        binding = self.run.store.read(found.changed_later, "__init__")
        value = binding.value if binding is not None else None
        return isinstance(value, FunctionValue) and value.kind == "generated"

    def _is_plain_model(self, classes: list[ClassValue], names: set[str]) -> bool:
        """Whether a model of pydantic takes its defaults as they are written."""
        if not _OF_MODELS.isdisjoint(names):
            return False
        bindings = (self.run.store.read(each.namespace, n) for each in classes for n in names)
        values = (each.value for each in bindings if each is not None)
        return not any(
            isinstance(each, FunctionValue) and (each.opaque or each.kind == "object")
            for each in values
        )

    def _initialized(self, instance: Made, lineage: Lineage, arguments: Arguments) -> bool:
        """Run the `__init__` of a class on an instance, where that can be followed."""
        for each in lineage.classes:
            binding = self.run.store.read(each.namespace, "__init__")
            if binding is None:
                continue
            init = binding.value
            if not isinstance(init, FunctionValue) or init.kind != "function" or init.opaque:
                return False
            if init.node is None or may_be_unset(init) or self._calls_super(init.node):
                return False
            given = arguments._replace(positional=(instance, *arguments.positional))
            self._call(init, given)
            return True
        if arguments.every:
            name = instance.callee.definition.name  # type: ignore[union-attr]
            self.run.call_raises(TypeError(in_words(name, "takes no arguments")))
        return not arguments.every

    def _calls_super(self, node: ast.AST) -> bool:
        names = (each.id for each in ast.walk(node) if isinstance(each, ast.Name))
        return "super" in names if self.run.spend(self.run.size(node) // 4) else True

    def _check_fields(self, found: ClassValue, lineage: Lineage, arguments: Arguments) -> None:
        """Keep the error where the fields of a class certainly do not fit some arguments."""
        defaults = dict(self._defaults(lineage))
        if (
            None in defaults
            or "_" in defaults
            or not all(map(self._is_argument, defaults.values()))
        ):
            return
        required = {
            str(name)
            for name, default in defaults.items()
            if not any(name in each.namespace for each in lineage.classes)
        }
        # Python counts the class of a named tuple and the instance of another one.
        maker = "__init__" if found.is_dataclass else "__new__"
        names = tuple(map(str, defaults))
        parameters = Parameters(("", *names), {"", *required}, len(names) + 1, 1)
        problem = call_error(parameters, len(arguments.positional) + 1, arguments.keywords)
        if problem:
            is_certain = not any(each.is_keyword_only for each in lineage.classes)
            name = f"{found.definition.name}.{maker}" if _is_outermost(found) else ""
            self.run.call_raises(TypeError(in_words(name, problem) if is_certain else ""))

    def _check_model(self, found: ClassValue, lineage: Lineage, arguments: Arguments) -> None:
        """Keep the error where a field that a model certainly requires is not given."""
        for each in reversed(lineage.classes):
            for name, is_field in each.annotated.items():
                is_given = not is_field or name in arguments.keywords
                if not is_given and self._is_required(str(name), each, lineage):
                    self.run.call_raises(ValidationError(str(name)), "field")
                    return

    def _is_required(self, name: str, found: ClassValue, lineage: Lineage) -> bool:
        """Whether a field certainly has no default and no other name."""
        if any(name in each.annotated and each is not found for each in lineage.classes):
            return False
        types = [each for each in found.types or () if each.name == name]
        type_ = self.run.resolve(types[0].value) if len(types) == 1 else None  # type: ignore[arg-type]
        is_plain = isinstance(type_, Foreign) and type_.name.startswith("builtins.")
        if name.startswith("_") or not is_plain or not types[0].is_whole:
            return False
        if any(name == noted for noted, _ in found.notes):
            return False
        bindings = [each for each in lineage.classes if name in each.namespace]
        if not bindings:
            return True
        binding = self.run.store.read(found.namespace, name) if bindings == [found] else None
        value = self.run.resolve(binding.value) if binding is not None else None
        if not isinstance(value, Made) or value.callee != Foreign(FIELD) or value.arguments.spreads:
            return False
        given = value.arguments
        is_open = not given.positional or given.positional[0] == Constant(...)
        return is_open and given.keywords.keys() <= _FIELD_KEYWORDS - {"default", "default_factory"}

    def _is_argument(self, default: Binding | None) -> bool:
        """Whether a field is an argument like others, as far as its default says."""
        value = None if default is None else self.run.resolve(default.value)
        if not isinstance(value, Made) or value.callee != Foreign("dataclasses.field"):
            return True
        return value.arguments.keywords.keys() <= _FIELD_KEYWORDS and not value.arguments.spreads

    def _fields(
        self, lineage: Lineage, arguments: Arguments, *, is_model: bool
    ) -> dict[str, Value] | None:
        """The attributes that the fields of a class get, `None` where that is not certain."""
        defaults = dict(self._defaults(lineage))
        places = arguments.positional
        if None in defaults or "_" in defaults or len(places) > (0 if is_model else len(defaults)):
            return None
        given = dict(zip(defaults, places, strict=False))
        named = arguments.by_keyword
        if not named.keys() <= defaults.keys() - given.keys():
            return None
        given.update(named)
        values: dict[str, Value] = {}
        for name, default in defaults.items():
            if name in given:
                # pydantic converts what it is given.
                values[str(name)] = Unknown("a field of a model") if is_model else given[name]
                continue
            value = self._default(default) if default is not None else None
            if is_model and isinstance(value, (Sequence, Dictionary)):
                # Each instance gets a copy.
                known, data = self.run.plain(value)
                value = self.run.value(data) if known else Unknown("a copy")
            if value is None:
                return None
            values[str(name)] = value
        return values

    def _defaults(self, lineage: Lineage) -> Iterator[tuple[str | None, Binding | None]]:
        """The fields in their order, each with its default; `None` for one that is not certain."""
        for each in reversed(lineage.classes):
            for name, is_field in each.annotated.items():
                binding = self.run.store.read(each.namespace, name)
                is_certain = is_field and (binding is None or not may_be_unset(binding.value))
                yield name if is_certain else None, binding

    def _default(self, default: Binding) -> Value | None:
        value = self.run.resolve(default.value)
        maker = value.callee if isinstance(value, Made) else None
        if isinstance(maker, FalThing) and maker.name.endswith("Field"):
            return Unknown("a field of fal")
        if not isinstance(value, Made) or not isinstance(maker, Foreign):
            return default.value
        if maker.name not in _FIELDS:
            return default.value
        found = value.arguments.keywords
        if not found.keys() <= _FIELD_KEYWORDS or value.arguments.spreads:
            return None
        if "default_factory" in found:
            factory = self.run.resolve(found["default_factory"].value)
            if maker.name == FIELD:
                return self._made_by_factory(factory)
            return self._call(factory, Arguments())
        given = value.arguments.first
        given = found["default"].value if "default" in found else given
        is_required = isinstance(given, Constant) and given.data is Ellipsis
        return None if is_required else given

    def _made_by_factory(self, factory: Value) -> Value:
        """What a factory of pydantic makes, which may take the data of the fields before."""
        node = factory.node if isinstance(factory, FunctionValue) else None
        if node is not None:
            takes_data = required(node.args) and takes_one(node.args)
            given = (Unknown("the data of a model"),) if takes_data else ()
            return self._call(factory, Arguments(given))
        # Whether a class or a method takes them is not looked at.
        with self.run.rescue:
            return self._call(factory, Arguments())


def _is_outermost(found: ClassValue) -> bool:
    """Whether a class is certainly in no other and in no function, so that its name is all."""
    extent = found.definition.extent
    return extent is not None and extent.start[1] == 0
