"""What pydantic 2 and Python certainly refuse in models and dataclasses.

Knows what their classes consist of; must not know fal, nor how a problem is worded.
"""

from __future__ import annotations

import builtins
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from .lattice import may_be_unset
from .plain_data import plain, truth
from .pydantic_configuration import NAMES, is_given, kept, settings_of
from .pydantic_names import (
    CLASS_VARIABLES,
    EXTRA,
    FAL_MODEL,
    FIELD,
    MODEL,
    MODELS,
    MODES,
    SIGNATURES,
    STATELESS,
    VALIDATORS,
    is_no_data,
    refused_pattern,
    shown,
)
from .refusal import Refusal
from .source import Written
from .values import (
    ABC_META,
    ANY_NAME,
    Binding,
    ClassValue,
    Constant,
    Dictionary,
    Foreign,
    FunctionValue,
    Made,
    Sequence,
)

if TYPE_CHECKING:
    from .module import Call, Module
    from .modules import Modules
    from .mro import Lineage, Lineages
    from .source import Definition

_MORE_TYPES = frozenset({"arbitrary_types_allowed", "ignored_types", "defer_build"})
"""What a configuration has where a model may have fields that others may not."""

_FIELD = Foreign("dataclasses.field")
_PLAIN_TYPES = (Foreign("builtins.str"), Foreign("builtins.int"))


def written_name(definition: Definition) -> Written | None:
    """Where the name of a function is written; `None` where that is not kept."""
    extent = definition.extent
    if extent is None:
        return None
    line, column = extent.name
    return Written(extent.name, (line, column + len(extent.written.encode())))


def refused_class(module: Module, found: ClassValue, line: Lineage) -> Refusal | None:
    """What Python refuses of the fields of a dataclass, or of the slots of a class."""
    if found.is_dataclass:
        refusal = _mutable_default(module, found)
        if refusal is not None:
            return refusal
    is_tuple = found.bases == (Foreign("typing.NamedTuple"),)
    if is_tuple or (found.is_dataclass and line.is_complete):
        refusal = _default_order(module, found, line)
        if refusal is not None:
            return refusal
    if "__slots__" not in found.namespace or not line.is_complete or found.is_hooked:
        return None
    are_plain = all(isinstance(each, ClassValue) or each in STATELESS for each in line.links)
    return _slot_with_value(module, found) if are_plain else None


def _mutable_default(module: Module, found: ClassValue) -> Refusal | None:
    """The first field of a dataclass whose default all instances would share, or that has two."""
    for name, is_field in found.annotated.items():
        binding = module.store.read(found.namespace, name)
        value = binding.value if is_field and binding is not None else None
        if isinstance(value, Made) and value.callee == _FIELD:
            given = value.arguments.keywords
            if "default" in given and "default_factory" in given:
                return Refusal("field-twice", "field", name, binding.written)
            value = given["default"].value if "default" in given else None
        is_list = isinstance(value, Sequence) and value.kind in ("list", "set")
        if binding is not None and (is_list or isinstance(value, Dictionary)):
            kind = value.kind if isinstance(value, Sequence) else "dict"
            return Refusal("mutable-default", found.definition.name, name, binding.written, kind)
    return None


def _default_order(module: Module, found: ClassValue, line: Lineage) -> Refusal | None:
    """The first field without a default behind one that has one."""
    if any(map(_has_keyword_fields, line.classes)):
        return None
    fields: dict[str, bool] = {}
    for each in reversed(line.classes):
        for name, is_field in each.annotated.items() if each.is_dataclass or each is found else ():
            has_default = _has_default(module, each, name) if is_field else None
            if has_default is False and any(name in other.namespace for other in line.classes):
                # What a base class has is the default.
                has_default = None
            if has_default is None:
                fields.pop(name, None)
            else:
                fields[name] = has_default
    before = ""
    for name, has_default in fields.items():
        if before and not has_default and name in found.annotated:
            place = written_name(found.definition)
            return Refusal("default-order", found.definition.name, name, place, before)
        before = name if has_default else before
    return None


def _has_keyword_fields(found: ClassValue) -> bool:
    """Whether some fields of a dataclass are arguments that have no order."""
    bare = (name for name in found.annotated if name not in found.namespace)
    return found.is_keyword_only or any(not found.annotated[name] for name in bare)


def _has_default(module: Module, found: ClassValue, name: str) -> bool | None:
    """Whether a field has a default; `None` where it may be no argument, or may have none."""
    binding = module.store.read(found.namespace, name)
    value = binding.value if isinstance(binding, Binding) else None
    if value is None:
        return False
    if isinstance(value, Made) and value.callee == _FIELD:
        given = value.arguments.keywords
        if value.arguments.spreads or "init" in given or "kw_only" in given:
            return None
        return "default" in given or "default_factory" in given
    return None if may_be_unset(value) else True


def _slot_with_value(module: Module, found: ClassValue) -> Refusal | None:
    """The first name in `__slots__` that the class also gives a value."""
    slots = module.store.read(found.namespace, "__slots__")
    known, names = plain(slots.value) if isinstance(slots, Binding) else (False, None)
    if not known or found.metaclass not in (None, ABC_META):
        return None
    listed = [names] if isinstance(names, str) else names
    for name in listed if isinstance(listed, (list, tuple)) else ():
        binding = module.store.read(found.namespace, name) if isinstance(name, str) else None
        is_mangled = isinstance(name, str) and name.startswith("__") and not name.endswith("__")
        if isinstance(binding, Binding) and not may_be_unset(binding.value) and not is_mangled:
            return Refusal("slot-with-value", found.definition.name, name, binding.name)
    return None


def refused_models(
    modules: Modules,
    module: Module,
    lines: Iterable[tuple[ClassValue, Lineage]],
    known: Lineages,
) -> Iterator[Refusal]:
    """What pydantic 2 refuses in the models of a module, and in its own functions there.

    `known` are lineages that were found.
    """
    for call in module.calls:
        if isinstance(call.made.callee, Foreign):
            refusal = _of_call(call, call.made.callee.name)
            if refusal is not None:
                yield refusal
    for found, line in lines:
        if MODEL not in line.links or not {*line.fal_bases} <= {FAL_MODEL.name}:
            # An app that is a model has more wrong with it.
            continue
        problems = [*_names(module, found)]
        if not problems:
            problems = [*_built(modules, module, found, line, known)]
        if not problems:
            own = [*_fields(module, found, line), *_types(modules, module, found, line, known)]
            # Nearly always there is none: the classes above need not be looked at.
            problems = own if own and _is_model(module, found, line) else []
        yield from problems[:1]
        yield from _validators(module, found, line)


def _of_call(call: Call, name: str) -> Refusal | None:
    """The first thing that a function of pydantic refuses of its arguments."""
    signature = SIGNATURES.get(name)
    if signature is None:
        return None
    given, short = call.made.arguments, name.removeprefix("pydantic.")
    first = given.positional[0] if given.positional else None
    for key, instead in signature.removed.items():
        if key in given.keywords:
            place = given.keywords[key].name or call.written
            return Refusal("removed-argument", short, key, place, instead)
    is_bare = isinstance(first, FunctionValue) or (
        not given.spreads and not given.positional and not given.keywords
    )
    if name == "pydantic.root_validator" and not is_bare and not given.spreads:
        values = (given.keywords.get(each) for each in ("pre", "skip_on_failure"))
        is_bare = all(each is None or truth(each.value) is False for each in values)
    if signature.requires and is_bare:
        return Refusal("validator-bare", short, "", call.written, signature.requires)
    if signature.most is not None and len(given.positional) > signature.most:
        return Refusal("argument-count", short, str(signature.most), call.written)
    has_default = bool(given.positional) or "default" in given.keywords
    if name == FIELD and has_default and "default_factory" in given.keywords:
        place = given.keywords["default_factory"].name or call.written
        return Refusal("field-twice", short, "default_factory", place)
    return None


def _names(module: Module, found: ClassValue) -> Iterator[Refusal]:
    """The first name in a model that pydantic 2 refuses."""
    name = found.definition.name
    bindings = [module.store.read(found.namespace, each) for each in NAMES]
    if all(map(is_given, bindings)) and kept(module.store, found) is not None:
        yield Refusal("config-twice", name, "Config", written_name(found.definition))
    for field in found.annotated:
        binding = module.store.read(found.namespace, field)
        value = binding.value if isinstance(binding, Binding) else None
        if field == "__root__":
            yield Refusal("root-field", name, field, written_name(found.definition))
        elif _is_private(field) and isinstance(value, Made) and value.callee == Foreign(FIELD):
            yield Refusal("field-underscore", name, field, binding.name)


def _is_private(field: str) -> bool:
    """Whether a name starts with `_` and is none of Python's or of pydantic's own."""
    return field.startswith("_") and not (field.startswith("__") and field.endswith("__"))


def _is_model(module: Module, found: ClassValue, line: Lineage) -> bool:
    """Whether a class is certainly a model with the usual rules."""
    if not line.is_complete or not has_no_keywords(line):
        return False
    settings = settings_of(module.store, line)
    if settings is None or not _MORE_TYPES.isdisjoint(settings):
        return False
    return not any("__annotations__" in each.namespace for each in line.classes)


def has_no_keywords(line: Lineage) -> bool:
    """Whether no class statement has keywords, which are a configuration for all below it."""
    return not any(
        each.keywords or each.spreads_keywords or each.metaclass is not None
        for each in line.classes
    )


def _types(
    modules: Modules, module: Module, found: ClassValue, line: Lineage, known: Lineages
) -> Iterator[Refusal]:
    """The first field that has something for a type that is no type of data."""
    for name, part in found.types or ():
        if name.startswith("_") or isinstance(part.value, str):
            continue
        value = modules.resolve(part.value, module.store)
        is_plain = isinstance(value, ClassValue) and _is_plain(modules, module, value, known)
        if is_plain or is_no_data(value):
            if any(each.types is None for each in line.classes):
                return
            shown_as = value.definition.name if isinstance(value, ClassValue) else shown(value)
            yield Refusal("field-type", found.definition.name, name, part.written, shown_as)
            return


def _is_plain(modules: Modules, module: Module, found: ClassValue, known: Lineages) -> bool:
    """Whether nothing says how pydantic may read a class."""
    line = modules.lineage(found, module.store, known)
    return (
        line.is_complete
        and not module.sets_unknown
        and all(
            isinstance(each, ClassValue)
            and each.metaclass is None
            and not (each.decorated or each.opaque or each.is_hooked or each.changed_later)
            and not any(name.startswith("__get") or name == ANY_NAME for name in each.namespace)
            # What is no class of the project is the last one.
            for each in reversed(line.links)
        )
    )


def _built(
    modules: Modules, module: Module, found: ClassValue, line: Lineage, known_lines: Lineages
) -> Iterator[Refusal]:
    """What pydantic 2 refuses when it builds a model, which it does once it finds all its types."""
    own = [
        *_unknown_setting(found),
        *_modes(module, found),
        *_discriminators(modules, module, found, known_lines),
    ]
    patterns = [*_patterns(module, found)]
    if not own and not patterns:
        # Nearly always: the classes above need not be looked at.
        return
    settings = settings_of(module.store, line)
    if settings is None or "defer_build" in settings:
        return
    if _is_built_at_once(found, line):
        yield from own
        if "regex_engine" not in settings:
            yield from patterns


def _is_built_at_once(found: ClassValue, line: Lineage) -> bool:
    """Whether pydantic certainly builds a model when it is defined, by its own rules alone."""
    if not has_no_keywords(line):
        return False
    if not line.is_complete or not all(map(_has_types, line.classes)):
        return False
    return all(
        not any(map(_is_hook, link.namespace)) if isinstance(link, ClassValue) else link in MODELS
        for link in line.links
    )


def _unknown_setting(found: ClassValue) -> Iterator[Refusal]:
    """A value of the configuration that does not exist."""
    extra = (found.configuration or {}).get("extra")
    if extra is not None:
        is_known, value = plain(extra.value)
        if is_known and isinstance(value, str) and value not in EXTRA:
            place = extra.written or written_name(found.definition)
            name = found.definition.name
            yield Refusal("config-value", name, value, place, " or ".join(EXTRA))


def _is_hook(name: str) -> bool:
    """Whether a class that has a name may decide itself what pydantic makes of it."""
    return name == ANY_NAME or name.startswith(("__get", "__pydantic", "__init_subclass"))


def _has_types(found: ClassValue) -> bool:
    """Whether pydantic certainly finds the types of a model when it is defined."""
    if found.types is not None:
        return True
    return bool(found.in_text) and all(hasattr(builtins, each.name) for each, _ in found.in_text)


def _modes(module: Module, found: ClassValue) -> Iterator[Refusal]:
    """The first decorator whose `mode` does not exist."""
    for name in found.namespace:
        binding = module.store.read(found.namespace, name)
        value = binding.value if isinstance(binding, Binding) else None
        if not isinstance(value, FunctionValue):
            continue
        decorator = value.validator
        callee = decorator.callee if decorator is not None else None
        if decorator is None or not isinstance(callee, Foreign) or decorator.arguments.spreads:
            continue
        given = decorator.arguments.keywords.get("mode")
        known, mode = plain(given.value) if given is not None else (False, None)
        fields = value.validates
        is_used = fields is None or any(each in found.annotated for each in fields)
        if known and isinstance(mode, str) and mode not in MODES[callee.name] and is_used:
            short, modes = callee.name.removeprefix("pydantic."), MODES[callee.name]
            place = given.written if given is not None else None
            yield Refusal("validator-mode", short, mode, place, " or ".join(modes))
            return


def _discriminators(
    modules: Modules, module: Module, found: ClassValue, known: Lineages
) -> Iterator[Refusal]:
    """The first union that is told apart by a field that is no `Literal`."""
    for name, is_field in found.annotated.items():
        binding = module.store.read(found.namespace, name)
        made = binding.value if isinstance(binding, Binding) else None
        if not is_field or not isinstance(made, Made) or made.callee != Foreign(FIELD):
            continue
        given = made.arguments.keywords.get("discriminator")
        is_known, field = plain(given.value) if given is not None else (False, None)
        if given is None or not is_known or not isinstance(field, str):
            continue
        for owner, part in found.types or ():
            if owner != name or isinstance(part.value, str):
                continue
            value = modules.resolve(part.value, module.store)
            if not isinstance(value, ClassValue):
                continue
            if _is_told_apart(modules.lineage(value, module.store, known), field) is False:
                subject = value.definition.name
                yield Refusal("discriminator", subject, field, given.written, name)
                return


def _is_told_apart(line: Lineage, field: str) -> bool | None:
    """Whether a model has a field that is a `Literal`; `None` where that is not known."""
    others = [each for each in line.links if not isinstance(each, ClassValue)]
    if MODEL not in others or not line.is_complete or not all(each in MODELS for each in others):
        return None
    for each in line.classes:
        if field in each.annotated:
            parts = [part.value for name, part in each.types or () if name == field]
            is_plain = len(parts) == 1 and parts[0] in _PLAIN_TYPES
            return False if is_plain else None
        if each.types is None or ANY_NAME in each.namespace:
            return None
    return None


def _patterns(module: Module, found: ClassValue) -> Iterator[Refusal]:
    """The first field whose pattern Rust refuses."""
    noted = list(found.notes)
    for name, is_field in found.annotated.items():
        binding = module.store.read(found.namespace, name)
        value = binding.value if isinstance(binding, Binding) else None
        if is_field and isinstance(value, Made) and value.callee == Foreign(FIELD):
            noted.append((name, value))
    for name, made in noted:
        pattern = made.arguments.keywords.get("pattern")
        known, text = plain(pattern.value) if pattern is not None else (False, None)
        problem = refused_pattern(text) if known and isinstance(text, str) else ""
        if problem and pattern is not None and not name.startswith("_"):
            yield Refusal("field-pattern", found.definition.name, name, pattern.written, problem)
            return


def _validators(module: Module, found: ClassValue, line: Lineage) -> Iterator[Refusal]:
    """The validators of fields that a model does not have, and those without `cls`."""
    if not line.is_complete:
        return
    if any(isinstance(each, Foreign) and each not in MODELS for each in line.links):
        return
    for name in found.namespace:
        binding = module.store.read(found.namespace, name)
        value = binding.value if isinstance(binding, Binding) else None
        if name == ANY_NAME or not isinstance(value, FunctionValue) or value.validates is None:
            continue
        place = written_name(value.definition)
        maker = value.validator.callee if value.validator is not None else None
        is_validator = not isinstance(maker, Foreign) or maker.name in VALIDATORS
        if is_validator and value.required[:1] == ("self",):
            yield Refusal("validator-of-instance", found.definition.name, name, place)
            continue
        typed = {name for each in line.classes for name in each.annotated}
        for field in value.validates:
            if field not in typed and field != "*":
                yield Refusal("field-of-validator", found.definition.name, field, place, name)
                break


def _fields(module: Module, found: ClassValue, line: Lineage) -> Iterator[Refusal]:
    """The first field of a pydantic model that has no type."""
    classes = line.classes
    no_fields = {"model_config", *(CLASS_VARIABLES if FAL_MODEL in line.links else ())}
    for name in found.namespace:
        binding = module.store.read(found.namespace, name)
        if name == ANY_NAME or binding is None:
            return
        value = binding.value
        is_field = isinstance(value, Made) and value.callee == Foreign(FIELD)
        is_plain = isinstance(value, (Constant, Sequence, Dictionary)) or is_field
        is_none = name.startswith("_") or name in no_fields
        if not is_plain or is_none or name in found.annotated:
            continue
        above = [each.annotated[name] for each in classes if name in each.annotated]
        if above[:1] != [False]:
            place = binding.name or written_name(found.definition)
            yield Refusal("field-without-type", found.definition.name, name, place)
            return
