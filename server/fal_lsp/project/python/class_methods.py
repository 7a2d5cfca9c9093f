"""The methods of a class and of its bases, and whether more may answer requests than can be seen.

Knows Python's order of bases and what fal's classes are called; must not judge a class.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from ..files import Unreadable
from . import fal_names
from .bindings import FalThing, Foreign, FoundClass
from .class_settings import class_lineage

if TYPE_CHECKING:
    from .apps import Apps
    from .types import Decorator


class Method(NamedTuple):
    """A method, with the class that defines it."""

    name: str
    path: str
    line: int
    class_name: str
    conditional: bool


class ClassMethods(NamedTuple):
    """What can be said of the methods of a class.

    `methods` are those that Python finds before it comes to a class of fal, `bases` the classes of
    fal in their order. `is_own_affair`: something in the class changes how fal makes an app of it,
    or a base class was not seen.
    """

    methods: Mapping[str, Method]
    bases: tuple[str, ...]
    is_own_affair: bool


def class_methods(apps: Apps, found: FoundClass) -> ClassMethods:
    """The methods of a class of the project, read through its bases. Never raises."""
    line, is_complete = class_lineage(apps, found)
    methods: dict[str, Method] = {}
    before_fal = True
    is_own_affair = not is_complete
    for each in line:
        if not isinstance(each, FoundClass):
            before_fal = False
            continue
        definition = each.definition
        names = {method.name for method in definition.methods} | definition.attributes.keys()
        own_affair = definition.has_metaclass or not fal_names.APP_MACHINERY.isdisjoint(names)
        is_own_affair = is_own_affair or own_affair
        for method in definition.methods if before_fal else ():
            methods.setdefault(
                method.name,
                Method(method.name, each.path, method.line, definition.name, method.conditional),
            )
    bases = tuple(each for each in line if isinstance(each, str))
    return ClassMethods(methods, bases, is_own_affair)


def may_route(apps: Apps, found: FoundClass) -> bool:
    """Whether something in a class may answer requests although no `@fal.endpoint` is seen."""
    line, _ = class_lineage(apps, found)
    return any(isinstance(each, FoundClass) and _may_route(apps, each) for each in line)


def _may_route(apps: Apps, found: FoundClass) -> bool:
    """Whether the body of a class may hold an endpoint that is not written as one."""
    definition = found.definition
    module = apps.names.module(found.path)
    if isinstance(module, Unreadable) or module.is_dynamic or module.sets_attributes:
        return True
    if definition.name in module.patched:
        return True
    return any(
        not setting.value.known and name not in fal_names.APP_ATTRIBUTES
        for name, setting in definition.attributes.items()
    ) or any(
        _wraps(apps, found, decorator)
        for method in definition.methods
        for decorator in method.decorators
    )


def _wraps(apps: Apps, found: FoundClass, decorator: Decorator) -> bool:
    """Whether a decorator may make an endpoint of a method: all but Python's own and fal's may."""
    if not decorator.name:
        return True
    return not all(
        isinstance(meaning, Foreign)
        or (isinstance(meaning, FalThing) and meaning.name in fal_names.NOT_APPS)
        for meaning in apps.names.lookup(found.path, decorator.name, found.definition.order)
    )
