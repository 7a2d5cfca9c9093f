"""What a class sets, its base classes in the project included. Knows Python's order of bases; must
not know which settings fal has or what they mean.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from ..files import Unreadable
from . import fal_names
from .bindings import FalThing, Foreign, FoundClass

if TYPE_CHECKING:
    from .apps import Apps
    from .types import Setting

_MAX_CLASSES = 60
_MAX_BASES = 20

Line = list[FoundClass | str]


class Origin(NamedTuple):
    """A setting, with the class that sets it."""

    setting: Setting
    path: str
    class_name: str


class Endpoint(NamedTuple):
    """A method that answers requests. `route` is `None` where it is not written as a string."""

    route: str | None
    method: str
    kind: str
    """`endpoint`, or `realtime` for a web socket."""
    path: str
    line: int
    health_check: Origin | None = None
    """The `health_check` of the decorator, where it has one."""


class Own(NamedTuple):
    """What one class sets itself."""

    attributes: Mapping[str, Origin]
    keywords: Mapping[str, Origin]


Lineage = tuple[Own, ...]


class ClassSettings(NamedTuple):
    """What a class and its bases set; of several the one that Python would take.

    `attributes` are set in class bodies, `keywords` in class statements (`class A(fal.App,
    keep_alive=300)`): which of the two wins is up to fal. A value is not `known` where it is
    computed, and its setting is `conditional` where it may not hold.
    """

    attributes: Mapping[str, Origin]
    keywords: Mapping[str, Origin]
    endpoints: tuple[Endpoint, ...]
    fal_bases: tuple[str, ...]
    """The classes of fal among the bases, such as `fal.App`."""
    is_complete: bool
    """All base classes were seen: what is not named here is not set."""
    chain: tuple[Lineage, ...]
    """The class, the nearest subclass of `fal.App` above it, and so on: each with its bases in the
    order in which Python looks, itself first. What fal keeps of a class goes down this chain."""


def class_settings(apps: Apps, found: FoundClass) -> ClassSettings:
    """What a class of the project sets, read through its bases. Never raises."""
    known: dict[int, tuple[Line, bool]] = {}
    lineage, is_complete = class_lineage(apps, found, known)
    classes = [each for each in lineage if isinstance(each, FoundClass)]
    owns = {id(each.definition): _own(apps, each) for each in classes}
    attributes: dict[str, Origin] = {}
    keywords: dict[str, Origin] = {}
    endpoints: dict[str, Endpoint] = {}
    for each in classes:
        own = owns[id(each.definition)]
        attributes = {**own.attributes, **attributes}
        keywords = {**own.keywords, **keywords}
        for endpoint in _endpoints(apps, each):
            endpoints.setdefault(endpoint.method, endpoint)
        is_complete = is_complete and not each.definition.spreads_keywords
    fal_bases = tuple(each for each in lineage if isinstance(each, str))
    chain = tuple(
        tuple(owns[id(each.definition)] for each in line if isinstance(each, FoundClass))
        for line in _chain(apps, lineage, known)
    )
    return ClassSettings(
        attributes, keywords, tuple(endpoints.values()), fal_bases, is_complete, chain
    )


def _own(apps: Apps, found: FoundClass) -> Own:
    name = found.definition.name
    return Own(
        {
            key: Origin(setting, found.path, name)
            for key, setting in _attributes(apps, found).items()
        },
        {
            key: Origin(setting, found.path, name)
            for key, setting in found.definition.keywords.items()
        },
    )


def _chain(apps: Apps, line: Line, known: dict[int, tuple[Line, bool]]) -> Iterator[Line]:
    while True:
        yield line
        above = (
            each for each in line[1:] if isinstance(each, FoundClass) and apps.is_app(each) == "yes"
        )
        nearest = next(above, None)
        if nearest is None:
            return
        line = class_lineage(apps, nearest, known)[0]


def _attributes(apps: Apps, found: FoundClass) -> dict[str, Setting]:
    attributes = dict(found.definition.attributes)
    module = apps.names.module(found.path)
    if isinstance(module, Unreadable):
        return attributes
    for name in module.patched.get(found.definition.name, ()):
        # Set from outside, after `__init_subclass__` has looked: nobody knows what holds.
        if name in attributes:
            value = attributes[name].value._replace(known=False, data=None)
            attributes[name] = attributes[name]._replace(value=value, conditional=True)
    return attributes


def _endpoints(apps: Apps, found: FoundClass) -> list[Endpoint]:
    endpoints = []
    for method in found.definition.methods:
        for decorator in method.decorators:
            fal_name = apps.fal_name(found.path, decorator, found.definition.order)
            kind = fal_names.ENDPOINTS.get(fal_name or "")
            if kind is None or not decorator.called:
                # Without the call it makes a decorator of the method, and no endpoint.
                continue
            keyword = decorator.keywords.get("path")
            value = keyword.value if keyword else next(iter(decorator.arguments), None)
            known = value is not None and value.known and isinstance(value.data, str)
            route = value.data if value is not None and known else None
            checked = decorator.keywords.get("health_check")
            health_check = Origin(checked, found.path, found.definition.name) if checked else None
            endpoints.append(
                Endpoint(route, method.name, kind, found.path, method.line, health_check)
            )
    return endpoints


def class_lineage(
    apps: Apps,
    found: FoundClass,
    known: dict[int, tuple[Line, bool]] | None = None,
    depth: int = 0,
) -> tuple[Line, bool]:
    """The class and its bases in the order in which Python looks, and whether all were seen.

    Classes of fal are answered by name; those of others, such as `abc.ABC`, are left out. `known`
    keeps the answers of one question.
    """
    known = {} if known is None else known
    if id(found.definition) in known:
        return known[id(found.definition)]
    bases = apps.base_meanings(found)
    if depth > _MAX_CLASSES or len(bases) > _MAX_BASES:
        return [found], False
    is_complete = True
    lines: list[Line] = []
    for meanings in bases:
        meaning = meanings[0]
        if len(meanings) > 1:
            is_complete = False
        elif isinstance(meaning, FoundClass):
            line, seen = class_lineage(apps, meaning, known, depth + 1)
            lines.append(line)
            is_complete = is_complete and seen
        elif isinstance(meaning, FalThing):
            lines.append([meaning.name])
        elif not isinstance(meaning, Foreign):
            is_complete = False
    merged, consistent = _merge([*lines, [line[0] for line in lines]])
    answer = [found, *merged], is_complete and consistent
    known[id(found.definition)] = answer
    return answer


def _merge(lines: list[Line]) -> tuple[Line, bool]:
    # The C3 linearization: the next class is one that stands behind no other in any line.
    merged: Line = []
    lines = [line for line in lines if line]
    while lines and len(merged) < _MAX_CLASSES:
        for line in lines:
            head = line[0]
            if not any(_is_in(head, other[1:]) for other in lines):
                break
        else:
            return merged, False
        merged.append(head)
        lines = [_without(line, head) for line in lines]
        lines = [line for line in lines if line]
    return merged, not lines


def _is_in(one: FoundClass | str, line: Line) -> bool:
    return any(_is_same(one, other) for other in line)


def _without(line: Line, head: FoundClass | str) -> Line:
    return line[1:] if _is_same(line[0], head) else line


def _is_same(one: FoundClass | str, other: FoundClass | str) -> bool:
    if isinstance(one, FoundClass) and isinstance(other, FoundClass):
        return one.definition is other.definition
    return not isinstance(one, FoundClass) and one == other
