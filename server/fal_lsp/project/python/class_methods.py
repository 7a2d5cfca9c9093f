"""The methods of a class that Python finds before it comes to one of fal.

Knows how functions become methods; must not know which of them fal calls.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from .lattice import choices
from .values import ABC_META, Binding, ClassValue, FalThing, Foreign, FunctionValue

if TYPE_CHECKING:
    from .attributes import Attributes
    from .mro import Link


class Method(NamedTuple):
    """A method, with the class that defines it."""

    name: str
    path: str
    line: int
    class_name: str
    conditional: bool
    generated: bool
    """`@dataclass` makes it."""
    required: tuple[str, ...]
    """What a call on an instance certainly has to give it."""
    takes_self: bool = True
    """`False` where it certainly has no parameter for the instance that it is called on."""
    is_async: bool = False
    """It is certainly a coroutine function or an asynchronous generator."""


def methods(attributes: Attributes, found: ClassValue) -> Iterator[tuple[str, Method]]:
    """The methods by name, each of the class that Python finds first."""
    store = attributes.store
    seen: set[str] = set()
    for link in attributes.lineage(found).links:
        if isinstance(link, FalThing):
            break
        if not isinstance(link, ClassValue):
            continue
        init = store.read(link.changed_later, "__init__")
        for name in (*link.namespace, *(["__init__"] if init is not None else [])):
            is_replaced = init is not None and name == "__init__"
            binding = init if is_replaced else store.read(link.namespace, name)
            if name in seen or not isinstance(binding, Binding):
                continue
            seen.add(name)
            functions = [each for each in choices(binding.value) if isinstance(each, FunctionValue)]
            if functions:
                yield name, _method(name, binding, functions)


def abstract_methods(
    attributes: Attributes, links: tuple[Link, ...], found: Mapping[str, Binding | None]
) -> Iterator[Method]:
    """The abstract methods that are certainly left among the attributes of a class."""
    classes = (each for each in links if isinstance(each, ClassValue))
    if any("__abstractmethods__" in attributes.changed_later(each) for each in classes):
        return
    is_checked = any(
        (isinstance(link, Foreign) and link.name in ("abc.ABC", "typing.Protocol"))
        or (isinstance(link, ClassValue) and link.metaclass == ABC_META)
        for link in links
    )
    for name, binding in found.items() if is_checked else ():
        values = choices(binding.value) if binding is not None else ()
        functions = [each for each in values if isinstance(each, FunctionValue)]
        if binding is None or not functions or len(functions) != len(values):
            continue
        if all(each.is_abstract and not each.opaque for each in functions):
            yield _method(name, binding, functions)


def _method(name: str, binding: Binding, functions: list[FunctionValue]) -> Method:
    first = functions[0]
    is_one = len(functions) == len(choices(binding.value)) == 1
    is_plain = is_one and not first.opaque and first.kind == "function"
    return Method(
        name,
        binding.path or first.definition.path,
        binding.line,
        binding.owner,
        len(functions) != len(choices(binding.value)),
        any(each.kind == "generated" for each in functions),
        _required(first) if is_one else (),
        not is_plain or first.takes_positional,
        is_plain and first.is_async,
    )


def _required(method: FunctionValue) -> tuple[str, ...]:
    """The parameters that a call on an instance has to give."""
    if method.opaque or method.kind not in ("function", "class", "static"):
        return ()
    return method.required if method.kind == "static" else method.required[1:]
