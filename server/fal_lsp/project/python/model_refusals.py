"""What pydantic 2 certainly refuses in models, and in calls of its own functions.

Knows what a model consists of; must not know what fal makes of it, nor how a problem is worded.
"""

from __future__ import annotations

import builtins
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from .lattice import is_known_default
from .plain_data import plain, truth
from .pydantic_configuration import NAMES, is_given, kept, settings_of
from .pydantic_names import (
    CLASS_VARIABLES,
    COMPUTED,
    CONFIGURED,
    EXTRA,
    FAL_MODEL,
    FIELD,
    FIELDS,
    LIMITS,
    MODEL,
    MODELS,
    MODES,
    SIGNATURES,
    VALIDATORS,
    is_no_data,
    refused_pattern,
    shown,
)
from .refusal import Kind, Refusal
from .values import (
    ANY_NAME,
    Binding,
    ClassValue,
    Constant,
    Dictionary,
    FalThing,
    Foreign,
    FunctionValue,
    Made,
    Sequence,
)

if TYPE_CHECKING:
    from .attributes import Attributes
    from .module import Call
    from .mro import Lineage

_MORE_TYPES = frozenset({"arbitrary_types_allowed", "ignored_types", "defer_build"})
"""What a configuration has where a model may have fields that others may not."""

_TYPED_DICT = Foreign("typing.TypedDict")
"""Supported from Python 3.12 on."""

_PLAIN_TYPES = (Foreign("builtins.str"), Foreign("builtins.int"))


def refused_models(
    attributes: Attributes, lineages: Iterable[tuple[ClassValue, Lineage]]
) -> Iterator[Refusal]:
    """What pydantic 2 refuses in the models of a module, and in its own functions there."""
    for call in attributes.module.calls:
        callee = call.made.callee
        if isinstance(callee, (FalThing, Foreign)):
            refusal = _of_call(call, FIELD if callee in FIELDS else callee.name)
            if refusal is not None:
                yield refusal
    for found, lineage in lineages:
        if MODEL not in lineage.links or not {*lineage.fal_bases} <= {FAL_MODEL.name}:
            # An app that is a model has more wrong with it.
            continue
        problems = [*_names(attributes, found)]
        if not problems:
            problems = [*_built(attributes, found, lineage)]
        if not problems:
            own = [*_fields(attributes, found, lineage), *_types(attributes, found, lineage)]
            # Nearly always there is none: the classes above need not be looked at.
            problems = own if own and _is_model(attributes, lineage) else []
        yield from problems[:1]
        yield from _validators(attributes, found, lineage)


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
    named = given.keywords.get("default")
    default = first if named is None else named.value
    is_twice = default is not None and is_known_default(default)
    if name == FIELD and is_twice and "default_factory" in given.keywords:
        place = given.keywords["default_factory"].name or call.written
        return Refusal("field-twice", short, "default_factory", place)
    return None


def _names(attributes: Attributes, found: ClassValue) -> Iterator[Refusal]:
    """The first name in a model that pydantic 2 refuses."""
    name = found.definition.name
    bindings = [attributes.of_statement(found, each) for each in NAMES]
    if all(map(is_given, bindings)) and kept(attributes.store, found) is not None:
        yield Refusal("config-twice", name, "Config", found.definition.written)
    for field in found.annotated:
        binding = attributes.of_statement(found, field)
        if field == CONFIGURED and binding is None and ANY_NAME not in found.namespace:
            places = [part.written for part in found.types or () if part.name == field]
            place = places[0] if places else found.definition.written
            yield Refusal("config-typed", name, field, place)
        elif field == "__root__":
            yield Refusal("root-field", name, field, found.definition.written)
        elif _is_private(field) and binding is not None and _made(binding) is not None:
            yield Refusal("field-underscore", name, field, binding.name)


def _made(binding: Binding | None) -> Made | None:
    """The call that is bound and makes a field, `None` where it is something else."""
    value = binding.value if binding is not None else None
    callee = value.callee if isinstance(value, Made) else None
    is_field = isinstance(callee, (FalThing, Foreign)) and callee in FIELDS
    return value if isinstance(value, Made) and is_field else None


def _is_private(field: str) -> bool:
    """Whether a name starts with `_` and is none of Python's or of pydantic's own."""
    return field.startswith("_") and not (field.startswith("__") and field.endswith("__"))


def _is_model(attributes: Attributes, lineage: Lineage) -> bool:
    """Whether a class is certainly a model with the usual rules."""
    if not lineage.is_complete or not has_no_keywords(lineage):
        return False
    settings = settings_of(attributes.store, lineage)
    if settings is None or not _MORE_TYPES.isdisjoint(settings):
        return False
    return not any("__annotations__" in each.namespace for each in lineage.classes)


def has_no_keywords(lineage: Lineage) -> bool:
    """Whether no class statement has keywords, which are a configuration for all below it."""
    return not any(
        each.keywords or each.spreads_keywords or each.metaclass is not None
        for each in lineage.classes
    )


def _types(attributes: Attributes, found: ClassValue, lineage: Lineage) -> Iterator[Refusal]:
    """The first field that has something for a type that is no type of data."""
    for part in found.types or ():
        if part.name.startswith("_") or isinstance(part.value, str):
            continue
        value = attributes.resolved(part.value)
        named = value if isinstance(value, ClassValue) else None
        is_plain = named is not None and is_no_type(attributes, named)
        is_typed_dict = named is not None and _TYPED_DICT in attributes.lineage(named).links
        if is_plain or is_typed_dict or is_no_data(value):
            if any(each.types is None for each in lineage.classes):
                return
            shown_as = shown(value) if named is None else named.definition.name
            kind: Kind = "field-typed-dict" if is_typed_dict else "field-type"
            yield Refusal(kind, found.definition.name, part.name, part.written, shown_as)
            return


def is_no_type(attributes: Attributes, found: ClassValue) -> bool:
    """Whether certainly nothing says how pydantic may read a class of the project as data."""
    lineage = attributes.lineage(found)
    return (
        lineage.is_complete
        # What is no class of the project is the last one.
        and all(isinstance(each, ClassValue) for each in reversed(lineage.links))
        and all(map(attributes.is_unchanged, lineage.classes))
        and not any(name.startswith("__get") for name in attributes.names(found))
    )


def _built(attributes: Attributes, found: ClassValue, lineage: Lineage) -> Iterator[Refusal]:
    """What pydantic 2 refuses when it builds a model, which it does once it finds all its types."""
    own = [
        *_unknown_setting(found),
        *_modes(attributes, found),
        *_discriminators(attributes, found),
        *_computed(attributes, found),
        *_limits(attributes, found),
    ]
    patterns = [*_patterns(attributes, found)]
    if not own and not patterns:
        # Nearly always: the classes above need not be looked at.
        return
    settings = settings_of(attributes.store, lineage)
    if settings is None or "defer_build" in settings:
        return
    if _is_built_at_once(lineage):
        yield from own
        if "regex_engine" not in settings:
            yield from patterns


def _is_built_at_once(lineage: Lineage) -> bool:
    """Whether pydantic certainly builds a model when it is defined, by its own rules alone."""
    if not has_no_keywords(lineage):
        return False
    if not lineage.is_complete or not all(map(_has_types, lineage.classes)):
        return False
    return all(
        not any(map(_is_hook, link.namespace)) if isinstance(link, ClassValue) else link in MODELS
        for link in lineage.links
    )


def _unknown_setting(found: ClassValue) -> Iterator[Refusal]:
    """A value of the configuration that does not exist."""
    extra = (found.configuration or {}).get("extra")
    if extra is not None:
        is_known, value = plain(extra.value)
        if is_known and isinstance(value, str) and value not in EXTRA:
            place = extra.written or found.definition.written
            name = found.definition.name
            yield Refusal("config-value", name, value, place, _choice(EXTRA))


def _choice(names: Iterable[str]) -> str:
    *most, last = (f"`{each}`" for each in names)
    return f"{', '.join(most)} or {last}"


def _is_hook(name: str) -> bool:
    """Whether a class that has a name may decide itself what pydantic makes of it."""
    return name == ANY_NAME or name.startswith(("__get", "__pydantic", "__init_subclass"))


def _has_types(found: ClassValue) -> bool:
    """Whether pydantic certainly finds the types of a model when it is defined."""
    if found.types is not None:
        return True
    return bool(found.in_text) and all(hasattr(builtins, each.name) for each, _ in found.in_text)


def _modes(attributes: Attributes, found: ClassValue) -> Iterator[Refusal]:
    """The first decorator whose `mode` does not exist."""
    for name in found.namespace:
        binding = attributes.of_statement(found, name)
        value = binding.value if binding is not None else None
        if not isinstance(value, FunctionValue):
            continue
        decorator = value.validator
        callee = decorator.callee if decorator is not None else None
        if decorator is None or not isinstance(callee, Foreign) or decorator.arguments.spreads:
            continue
        if callee.name not in MODES:
            continue
        given = decorator.arguments.keywords.get("mode")
        known, mode = plain(given.value) if given is not None else (False, None)
        fields = value.validates
        is_used = fields is None or any(each in found.annotated for each in fields)
        if known and isinstance(mode, str) and mode not in MODES[callee.name] and is_used:
            short, modes = callee.name.removeprefix("pydantic."), MODES[callee.name]
            place = given.written if given is not None else None
            yield Refusal("validator-mode", short, mode, place, _choice(modes))
            return


def _discriminators(attributes: Attributes, found: ClassValue) -> Iterator[Refusal]:
    """The first union that is told apart by a field that is no `Literal`."""
    for name, is_field in found.annotated.items():
        made = _made(attributes.of_statement(found, name)) if is_field else None
        if made is None:
            continue
        given = made.arguments.keywords.get("discriminator")
        is_known, field = plain(given.value) if given is not None else (False, None)
        if given is None or not is_known or not isinstance(field, str):
            continue
        parts = [part for part in found.types or () if part.name == name]
        for part in sorted(parts, key=lambda part: part.written.start):
            if isinstance(part.value, str):
                continue
            value = attributes.resolved(part.value)
            if not isinstance(value, ClassValue):
                continue
            problem = _untold(attributes.lineage(value), field)
            if problem is not None:
                yield Refusal(problem, value.definition.name, field, given.written, name)
                return


def _untold(lineage: Lineage, field: str) -> Kind | None:
    """Why a model certainly cannot be told apart by a field, which has to be a `Literal`."""
    others = [each for each in lineage.links if not isinstance(each, ClassValue)]
    if MODEL not in others or not lineage.is_complete or not all(each in MODELS for each in others):
        return None
    for each in lineage.classes:
        if field in each.annotated:
            parts = [part.value for part in each.types or () if part.name == field]
            is_plain = len(parts) == 1 and parts[0] in _PLAIN_TYPES
            return "discriminator" if is_plain else None
        if each.types is None or ANY_NAME in each.namespace or each.opaque or each.changed_later:
            return None
    return "discriminator-missing"


def _computed(attributes: Attributes, found: ClassValue) -> Iterator[Refusal]:
    """The first computed field whose type nothing says."""
    for name in found.namespace:
        binding = attributes.of_statement(found, name)
        value = binding.value if binding is not None else None
        decorator = value.validator if isinstance(value, FunctionValue) else None
        if not isinstance(value, FunctionValue) or decorator is None or value.node is None:
            continue
        given = decorator.arguments
        is_typed = value.node.returns is not None or "return_type" in given.keywords
        if decorator.callee == Foreign(COMPUTED) and not is_typed and not given.spreads:
            place = value.definition.written
            yield Refusal("computed-untyped", found.definition.name, name, place)
            return


def _limits(attributes: Attributes, found: ClassValue) -> Iterator[Refusal]:
    """The first field of a number or a length whose limit is a string."""
    for name, made in _made_fields(attributes, found):
        parts = [part for part in found.types or () if part.name == name]
        type_ = attributes.resolved(parts[0].value) if len(parts) == 1 else None  # type: ignore[arg-type]
        if not isinstance(type_, Foreign) or not parts[0].is_whole:
            continue
        for key, types in LIMITS.items():
            limit = made.arguments.keywords.get(key)
            known, data = plain(limit.value) if limit is not None else (False, None)
            if limit is not None and known and isinstance(data, str) and type_.name in types:
                yield Refusal("field-limit", found.definition.name, name, limit.written, key)
                return


def _made_fields(attributes: Attributes, found: ClassValue) -> Iterator[tuple[str, Made]]:
    """The calls that say more of fields, in `Annotated` or as their values."""
    yield from found.notes
    for name, is_field in found.annotated.items():
        made = _made(attributes.of_statement(found, name)) if is_field else None
        if made is not None:
            yield name, made


def _patterns(attributes: Attributes, found: ClassValue) -> Iterator[Refusal]:
    """The first field whose pattern Rust refuses."""
    for name, made in _made_fields(attributes, found):
        pattern = made.arguments.keywords.get("pattern")
        known, text = plain(pattern.value) if pattern is not None else (False, None)
        problem = refused_pattern(text) if known and isinstance(text, str) else ""
        if problem and pattern is not None and not name.startswith("_"):
            yield Refusal("field-pattern", found.definition.name, name, pattern.written, problem)
            return


def _validators(attributes: Attributes, found: ClassValue, lineage: Lineage) -> Iterator[Refusal]:
    """The validators of fields that a model does not have, and those without `cls`."""
    if not lineage.is_complete:
        return
    if any(isinstance(each, Foreign) and each not in MODELS for each in lineage.links):
        return
    for name in found.namespace:
        binding = attributes.of_statement(found, name)
        value = binding.value if binding is not None else None
        if name == ANY_NAME or not isinstance(value, FunctionValue) or value.validates is None:
            continue
        place = value.definition.written
        maker = value.validator.callee if value.validator is not None else None
        is_validator = not isinstance(maker, Foreign) or maker.name in VALIDATORS
        if is_validator and value.required[:1] == ("self",):
            yield Refusal("validator-of-instance", found.definition.name, name, place)
            continue
        typed = {name for each in lineage.classes for name in each.annotated}
        for field in value.validates:
            if field not in typed and field != "*":
                yield Refusal("field-of-validator", found.definition.name, field, place, name)
                break


def _fields(attributes: Attributes, found: ClassValue, lineage: Lineage) -> Iterator[Refusal]:
    """The first field of a pydantic model that has no type."""
    classes = lineage.classes
    no_fields = {"model_config", *(CLASS_VARIABLES if FAL_MODEL in lineage.links else ())}
    for name in found.namespace:
        binding = attributes.of_statement(found, name)
        if name == ANY_NAME or binding is None:
            return
        is_data = isinstance(binding.value, (Constant, Sequence, Dictionary))
        is_plain = is_data or _made(binding) is not None
        is_none = name.startswith("_") or name in no_fields
        if not is_plain or is_none or name in found.annotated:
            continue
        above = [each.annotated[name] for each in classes if name in each.annotated]
        if above[:1] != [False]:
            place = binding.name or found.definition.written
            yield Refusal("field-without-type", found.definition.name, name, place)
            return
