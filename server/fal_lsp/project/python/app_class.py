"""What fal makes of a class: its settings, its endpoints and its methods, in one value.

Knows which parts of a class decide what fal makes of it; how each is read is in `attributes.py`,
`host_kwargs.py`, `endpoints.py` and `class_methods.py`. Must not know `[tool.fal]`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from . import fal_names
from .attributes import Attributes
from .class_methods import Method, abstract_methods, methods
from .endpoints import Endpoint, EndpointReader, lost, may_route
from .host_kwargs import Collected, host_kwargs, statement_keywords
from .lattice import may_be_unset
from .settings import Origin, origin
from .values import ABC_META, ANY_NAME, Binding, ClassValue, FalThing

if TYPE_CHECKING:
    from .module import Module
    from .modules import Modules
    from .mro import Link
    from .source import Definition
    from .values import RaisingProperty

_APP = FalThing("fal.App")
_WORDS = re.compile(r"[A-Z][a-z]*")


class AppClass(NamedTuple):
    """What a class and its bases set; of several the one that Python takes."""

    definition: Definition
    attributes: Mapping[str, Origin]
    """Attributes that a class of the project sets, where fal sees them."""
    own: frozenset[str]
    """The attributes that the class certainly sets itself, in its statement or after it."""
    keywords: Mapping[str, Origin]
    """Keywords of its class statement and of those of its bases, which fal collects."""
    collected: Collected
    endpoints: tuple[Endpoint, ...]
    health_checks: tuple[Endpoint, ...]
    """The endpoints with a `health_check`, also one that is not served."""
    methods: Mapping[str, Method]
    """The methods that Python finds before it comes to a class of fal."""
    fal_bases: tuple[str, ...]
    """The classes of fal among the bases, such as `fal.App`."""
    is_complete: bool
    """All base classes are known: what is not named here is not set."""
    is_own_affair: bool
    """Something in the class changes how fal makes an app of it, or a base is not known."""
    may_route: bool
    """More may handle requests than the endpoints."""
    at_definition: Mapping[str, Origin]
    """What `__init_subclass__` saw: the attributes before anything changed the class again."""
    abstract: tuple[Method, ...]
    """Abstract methods that are certainly left, so that there can be no instance."""
    bases: tuple[AppClass, ...]
    """The apps of the project among the bases."""
    ancestors: tuple[Definition, ...]
    """All classes of the project among the bases, in the order in which Python looks."""
    lost: tuple[tuple[Definition, str], ...] = ()
    """The endpoints that are certainly no methods of an instance, with what they are instead:
    `static`, `class`, `property`, the decorator of fal that has no path, or the one that drops the
    route."""
    raising: tuple[RaisingProperty, ...] = ()
    """The properties that certainly raise when fal looks at a new instance."""
    replaced: tuple[Definition, ...] = ()
    """The endpoints in whose place the class or a base certainly puts another method."""
    hidden: Mapping[str, Origin] = {}
    """The settings of classes after `fal.App`, whose own attributes Python finds first."""
    decides_settings: bool = False
    """Code of the class may give it other settings than its statements do."""

    def passed(self) -> Mapping[str, Binding] | None:
        """The options that `wrap_app` certainly passes from `host_kwargs`.

        `None` where others may be among them.
        """
        now, before = (each.get("host_kwargs") for each in (self.attributes, self.at_definition))
        if not self.collected.is_certain or self.decides_settings or now != before:
            return None
        values = self.collected.values
        return None if any(may_be_unset(each.value) for each in values.values()) else values


Known = Callable[[ClassValue], AppClass | None]
"""What another class sets that the same module sees; `None` where that is just being asked."""


def deployed_name(found: AppClass) -> str:
    """`App.app_name`, which a class inherits from the first app above it."""
    first = found.bases[-1] if found.bases else found
    for name, places in (("app_name", found.attributes), ("name", first.keywords)):
        given = places.get(name)
        if given is not None and given.setting.value.known and given.setting.value.data:
            return str(given.setting.value.data)
    return class_words(first.definition.name)


def class_words(name: str) -> str:
    """The name of an app that `_to_fal_app_name` makes of that of a class."""
    words = _WORDS.findall(name) or filter(None, name.split("_"))
    return "-".join(map(str.lower, words)) or name.lower()


def app_class(modules: Modules, module: Module, found: ClassValue, known: Known) -> AppClass:
    """What a class sets that `module` sees; `known` is asked about its bases. Never raises."""
    attributes = Attributes(modules, module)
    line = attributes.lineage(found)
    classes = line.classes
    now = attributes.of_all_names(found)
    before = now
    if any(map(attributes.changed_later, classes)):
        before = attributes.of_all_names(found, later=False)
    set_now = _set_by_project(now)
    endpoints = tuple(EndpointReader(attributes, now).endpoints())
    bases = (known(each) for each in classes[1:] if attributes.lineage(each).is_app)
    behind = line.links[line.links.index(_APP) + 1 :] if _APP in line.links else ()

    def collected_by(base: ClassValue) -> Collected | None:
        app = known(base)
        return app.collected if app is not None else None

    return AppClass(
        found.definition,
        set_now,
        attributes.own(found),
        keywords={key: origin(each) for key, each in statement_keywords(attributes, found).items()},
        collected=host_kwargs(attributes, found, collected_by),
        endpoints=tuple(each for each in endpoints if each.is_served),
        health_checks=tuple(each for each in endpoints if each.health_check is not None),
        methods=dict(methods(attributes, found)),
        fal_bases=line.fal_bases,
        is_complete=line.is_complete and not any(each.spreads_keywords for each in classes),
        is_own_affair=not line.is_complete or any(map(_changes_itself, classes)),
        may_route=any(map(attributes.may_have_others, classes)) or may_route(now),
        at_definition=set_now if before is now else _set_by_project(before),
        abstract=tuple(abstract_methods(attributes, line.links, now)) if line.is_complete else (),
        bases=tuple(each for each in bases if each is not None),
        ancestors=tuple(each.definition for each in classes[1:]),
        lost=tuple(lost(now)),
        raising=found.raising,
        replaced=tuple(definition for each in classes for definition in each.replaced),
        hidden=_hidden(attributes, behind, now) if behind else {},
        decides_settings=any(
            _decides_settings(each)
            or attributes.store.read(each.changed_later, ANY_NAME) is not None
            for each in classes
        ),
    )


def _set_by_project(found: Mapping[str, Binding | None]) -> dict[str, Origin]:
    return {
        name: origin(binding)
        for name, binding in found.items()
        if binding is not None and binding.owner
    }


def _hidden(
    attributes: Attributes, links: tuple[Link, ...], found: Mapping[str, Binding | None]
) -> dict[str, Origin]:
    """The settings of the classes among some links, where no class before them has one."""
    hidden: dict[str, Origin] = {}
    for link in links:
        if not isinstance(link, ClassValue):
            continue
        for name in link.namespace:
            binding = attributes.store.read(link.namespace, name)
            now = found.get(name)
            is_setting = name in fal_names.SETTINGS and name in fal_names.APP_DEFAULTS
            if binding is not None and is_setting and (now is None or not now.owner):
                value = attributes.resolved(binding.value)
                hidden.setdefault(name, origin(binding._replace(value=value)))
    return hidden


def _changes_itself(found: ClassValue) -> bool:
    """Whether something in a class changes how fal makes an app of it."""
    machinery = fal_names.APP_MACHINERY
    return found.metaclass is not None or not machinery.isdisjoint(found.namespace)


def _decides_settings(found: ClassValue) -> bool:
    """Whether code of a class may give it other settings than its statements do."""
    machinery = fal_names.SETTING_MACHINERY
    return found.metaclass not in (None, ABC_META) or not machinery.isdisjoint(found.namespace)
