"""What fal makes of a class: its settings in Python's order of bases, its endpoints, its methods.

Knows `App.__init_subclass__`, `App.get_health_check_config` and `wrap_app` of fal 1.83.0
(fal/app.py); must not know `[tool.fal]`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from . import fal_names
from .settings import Origin, origin
from .values import (
    ABC_META,
    ANY_NAME,
    DELETED,
    ITEMS,
    NONE,
    UNSET,
    Binding,
    ClassValue,
    Constant,
    Definition,
    Dictionary,
    FalThing,
    Foreign,
    FunctionValue,
    Made,
    Unknown,
    Value,
    choices,
    data_value,
    is_none,
    join,
    join_bindings,
    may_be_unset,
    plain,
    set_part,
    truth,
    without,
)

if TYPE_CHECKING:
    from .modules import Module, Modules
    from .mro import Lineage, Lineages
    from .values import Named, TypePart, Written

_MAX_CHAIN = 60
_WORDS = re.compile(r"[A-Z][a-z]*")

_READ = (
    *("request_timeout", "request_start_timeout", "startup_timeout", "metrics_port", "app_files"),
    *("app_files_ignore", "app_files_context_dir", "requirements_context_dir", "min_concurrency"),
    *("max_concurrency", "concurrency_buffer", "concurrency_buffer_perc", "scaling_delay"),
    *("max_multiplexing", "kind", "image", "skip_retry_conditions", "retry_config"),
    *("termination_grace_period_seconds", "secrets", "data_mounts"),
)
"""The attributes that `__init_subclass__` copies into `host_kwargs` unless they are `None`."""

_TRUTHY = frozenset({"app_files", "app_files_ignore"})
"""Those that it copies only where they are not empty."""

PASSED = frozenset({"machine_type", "num_gpus", "regions", "requirements", "local_python_modules"})
"""The attributes that `wrap_app` passes beside `host_kwargs`."""


class Endpoint(NamedTuple):
    """A method that handles requests. `route` is `None` where it is not known."""

    route: str | None
    method: str
    kind: Literal["endpoint", "realtime"]
    path: str
    line: int
    health_check: Origin | None = None
    """The `health_check` of the decorator, where it has one."""
    is_sync: bool = False
    """It is certainly a plain function, which fal runs in a thread of a pool."""
    definition: Definition | None = None
    """Where it is defined, if it is certainly this function."""
    written: tuple[str, Written] | None = None
    """The file and the place of its path."""
    missing: tuple[tuple[str, Written, bool], ...] = ()
    """The names of its annotations that its module certainly has not, and whether the class has."""
    plain: tuple[tuple[str, Written], ...] = ()
    """The classes of its annotations that are certainly nothing to make of a request or answer."""
    misplaced: tuple[tuple[str, Written], ...] = ()
    """What FastAPI gives or sends by itself, where it has to be made of a request or answer."""
    takes_self: bool = True
    is_websocket: bool = False
    takes_websocket: bool | None = None
    """Whether a parameter is annotated as a WebSocket, `None` where that is not known."""
    is_served: bool = True
    """`False` for a static method, whose health check fal uses nevertheless."""


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


class Collected(NamedTuple):
    """`host_kwargs` of a class, a key that may not be there with `UNSET` among its values."""

    values: Mapping[str, Binding]
    explicit: Mapping[str, bool]
    """The keys that count as set by the class itself, `False` for those that may not."""
    is_certain: bool


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
    `static`, `class`, `property`, `bare` without a path, or the decorator that drops the route."""
    replaced: tuple[Definition, ...] = ()
    """The endpoints in whose place the class or a base certainly puts another method."""
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
    return _Reader(modules, module, known).app_class(found)


class _Reader:
    """Reads classes as one file sees them."""

    def __init__(self, modules: Modules, module: Module, known: Known) -> None:
        self.modules = modules
        self.module = module
        self.store = module.store
        self._known = known
        self._lineages: Lineages = {}
        self._names: dict[int, dict[str, None]] = {}

    def _lineage(self, found: ClassValue) -> Lineage:
        return self.modules.lineage(found, self.store, self._lineages)

    def _bound(self, found: ClassValue) -> Mapping[str, None]:
        """The names that project classes of a lineage bind; `ANY_NAME` stands for unknown ones."""
        names = self._names.get(id(found))
        if names is None:
            names = self._names[id(found)] = {}
            for each in self._lineage(found).classes:
                names.update(dict.fromkeys((*each.namespace, *self._later(each))))
        return names

    def _later(self, found: ClassValue) -> list[str]:
        """The names that are set or removed after the class statement."""
        elsewhere = self.store.elsewhere.values()
        changed = [each.key for each in elsewhere if each.table is found.changed_later]
        return [*found.changed_later, *changed]

    def app_class(self, found: ClassValue) -> AppClass:
        line = self._lineage(found)
        classes = line.classes
        names = [name for name in self._bound(found) if name != ANY_NAME]
        now = {name: self.attribute(found, name) for name in names}
        before = now
        if any(map(self._later, classes)):
            before = {name: self.attribute(found, name, later=False) for name in names}
        attributes = self._set_by_project(now)
        methods = dict(self._methods(found, classes))
        machinery = fal_names.APP_MACHINERY
        own_affair = not line.is_complete or any(
            each.metaclass is not None or not machinery.isdisjoint(each.namespace)
            for each in classes
        )
        every = tuple(self._endpoints(now))
        endpoints = tuple(each for each in every if each.is_served)
        later = set(self._later(found)) - {ANY_NAME, "__init__"}
        own = frozenset(
            name for name in {*found.namespace, *later} if self._is_certainly_own(found, name)
        )
        is_changed = any(self._is_changed(each) for each in classes)
        bases = [self._known(each) for each in classes[1:] if self._lineage(each).is_app]
        return AppClass(
            found.definition,
            attributes,
            own,
            {key: origin(each) for key, each in self._keywords(found).items()},
            self._collect(found),
            endpoints,
            tuple(each for each in every if each.health_check is not None),
            methods,
            line.fal_bases,
            line.is_complete and not any(each.spreads_keywords for each in classes),
            own_affair,
            is_changed or self._may_route(now),
            attributes if before is now else self._set_by_project(before),
            tuple(self._abstract(line.links, now)) if line.is_complete else (),
            tuple(each for each in bases if each is not None),
            tuple(each.definition for each in classes[1:]),
            tuple(_lost(now)),
            tuple(lost for each in classes for lost in each.replaced),
            any(
                each.metaclass not in (None, ABC_META)
                or not fal_names.SETTING_MACHINERY.isdisjoint(each.namespace)
                or self.store.read(each.changed_later, ANY_NAME) is not None
                for each in classes
            ),
        )

    def _set_by_project(self, found: Mapping[str, Binding | None]) -> dict[str, Origin]:
        return {
            name: origin(binding)
            for name, binding in found.items()
            if binding is not None and binding.owner
        }

    def _is_certainly_own(self, found: ClassValue, name: str) -> bool:
        later = self.store.read(found.changed_later, name)
        if later is not None and DELETED in choices(later.value):
            return False
        bindings = [
            self.store.read(table, name) for table in (found.namespace, found.changed_later)
        ]
        return any(each is not None and not may_be_unset(each.value) for each in bindings)

    def _is_changed(self, found: ClassValue) -> bool:
        table = found.changed_later
        is_set = self.store.read(table, ANY_NAME) is not None
        is_set = is_set or self.store.read(found.namespace, ANY_NAME) is not None
        return is_set or self.module.sets_unknown or self.module.is_dynamic

    # Attributes

    def attribute(self, found: ClassValue, name: str, *, later: bool = True) -> Binding | None:
        """`getattr(found, name)`, `None` where no class has it; without `later` as defined."""
        line = self._lineage(found)
        names = self._bound(found)
        is_bound = name in names or ANY_NAME in names
        if not is_bound and line.is_complete:
            return _of_fal(line.fal_bases, name)
        seen: list[Binding | None] = []
        for link in line.links:
            if not is_bound and not isinstance(link, FalThing):
                continue
            binding = self._of_link(found, link, name, later)
            if binding is None:
                continue
            seen.append(binding)
            if not may_be_unset(binding.value):
                break
        else:
            seen.append(None)
        if seen == [None]:
            return None
        is_own = len(seen) == 1 and seen[0] is not None and seen[0].owner == found.definition.name
        if not line.is_complete and not (is_own and name in found.namespace):
            seen.append(Binding(Unknown("a base class is not known"), 0))
        resolved = [None if each is None else self._resolved(each) for each in seen]
        if len(resolved) == 1:
            return resolved[0]
        rest = [each for each in resolved[:-1] if each is not None]
        certain = [each._replace(value=set_part(each.value) or UNSET) for each in rest]
        return join_bindings([*certain, resolved[-1]])

    def _resolved(self, binding: Binding) -> Binding:
        value = self.modules.resolve(binding.value, self.store)
        return binding if value is binding.value else binding._replace(value=value)

    def _of_link(self, found: ClassValue, link: Any, name: str, later: bool) -> Binding | None:
        if isinstance(link, FalThing):
            return _of_fal_class(link.name, name)
        if not isinstance(link, ClassValue):
            return None
        if self.store.read(link.changed_later, ANY_NAME) is not None:
            return Binding(Unknown("set by code"), link.definition.line)
        first: Binding | None = self.store.read(link.namespace, name)
        after: Binding | None = self.store.read(link.changed_later, name)
        if first is None and self.store.read(link.namespace, ANY_NAME) is not None:
            return Binding(join([UNSET, Unknown("bound by code")]), link.definition.line)
        if after is None:
            return first
        if not later:
            # When a base was changed is not known.
            return first if link is found else join_bindings([first, after])
        if may_be_unset(after.value):
            return join_bindings([first, after])
        return after

    # host_kwargs

    def _keywords(self, found: ClassValue) -> dict[str, Binding]:
        """The keywords of the class statements that `host_kwargs` passes on."""
        keywords: dict[str, Binding] = {}
        current: ClassValue | None = found
        for _ in range(_MAX_CHAIN):
            if current is None:
                break
            keywords = {**current.keywords, **keywords}
            above = self._lineage(current).classes[1:]
            current = next((each for each in above if self._lineage(each).is_app), None)
        return keywords

    def _collect(self, found: ClassValue) -> Collected:
        """`host_kwargs` after `__init_subclass__`."""
        line = self._lineage(found)
        parent = self._parent(found)
        if parent is None:
            return Collected({}, {}, False)
        values = {**parent.values, **found.keywords}
        values.pop("name", None)
        explicit = dict(parent.explicit)
        explicit.update(dict.fromkeys(found.keywords, True))
        for key in parent.values:
            own = self.store.read(found.namespace, key)
            if own is not None:
                certain = not may_be_unset(parent.values[key].value) and not may_be_unset(own.value)
                explicit[key] = explicit.get(key, False) or certain
        names = self._bound(found)
        inherited: Mapping[str, Binding | None] = {}
        if line.is_complete and ANY_NAME not in names:
            inherited = _collected_of_fal(line.fal_bases)
        for key in dict.fromkeys((*parent.values, *_READ)):
            if key in inherited and key not in names:
                default = inherited[key]
                if default is not None:
                    values[key] = default
                continue
            attribute = self.attribute(found, key, later=False)
            if attribute is not None:
                above = parent.values.get(key)
                is_there = above is not None and not may_be_unset(above.value)
                # What a base class has collected is only kept where the attribute is `None`.
                counts = _counts("" if is_there else key, attribute.value)
                if counts is False and above is not None and key in _TRUTHY and not is_there:
                    counts = None
                _update(values, key, attribute, counts)
        image = self.attribute(found, "image", later=False)
        if image is not None and is_none(image.value) is not True:
            kind = image._replace(value=Constant("container"))
            _update(values, "kind", kind, None if is_none(image.value) is None else True)
        is_certain = parent.is_certain and line.is_complete and not found.spreads_keywords
        return Collected(values, explicit, is_certain)

    def _parent(self, found: ClassValue) -> Collected | None:
        """What `cls.host_kwargs` is before `__init_subclass__` sets it."""
        links = self._lineage(found).links
        above: Collected | None = None
        own: Binding | None = None
        for index, link in enumerate(links):
            if isinstance(link, ClassValue):
                is_app = index > 0 and self._lineage(link).is_app
                set_here = self.store.read(link.namespace, "host_kwargs")
                if set_here is not None and not is_app and own is None:
                    own = set_here
                if is_app:
                    known = self._known(link)
                    above = None if known is None else known.collected
                    break
            elif isinstance(link, FalThing) and link.name in fal_names.APP_CLASSES:
                above = _of_app()
                break
        if above is None or own is None:
            return above
        value = self._resolved(own).value
        items = value.table[ITEMS] if isinstance(value, Dictionary) else None
        if not isinstance(items, dict) or not all(isinstance(key, str) for key in items):
            return Collected({}, above.explicit, False)
        return above._replace(
            values={
                key: own._replace(
                    value=item,
                    source="",
                    name=None,
                    written=own.written.parts.get(key) if own.written is not None else None,
                )
                for key, item in items.items()
            }
        )

    # Methods

    def _methods(
        self, found: ClassValue, classes: list[ClassValue]
    ) -> Iterator[tuple[str, Method]]:
        links = self._lineage(found).links
        before_fal: list[ClassValue] = []
        for link in links:
            if isinstance(link, FalThing):
                break
            if isinstance(link, ClassValue):
                before_fal.append(link)
        seen: set[str] = set()
        for link in before_fal:
            init = self.store.read(link.changed_later, "__init__")
            names = [*link.namespace, *(["__init__"] if init is not None else [])]
            for name in names:
                binding = self.store.read(link.namespace, name)
                if init is not None and name == "__init__":
                    binding = init
                if name in seen or not isinstance(binding, Binding):
                    continue
                seen.add(name)
                functions = [e for e in choices(binding.value) if isinstance(e, FunctionValue)]
                if functions:
                    yield name, _method(name, binding, functions)

    def _endpoints(self, found: Mapping[str, Binding | None]) -> Iterator[Endpoint]:
        for name, binding in found.items():
            for each in choices(binding.value) if binding is not None else ():
                if not isinstance(each, FunctionValue) or each.route is None or binding is None:
                    continue
                is_served = not _is_lost(each)
                if not is_served and not _has_check(each):
                    continue
                known, path = plain(each.route.path) if each.route.path else (False, None)
                is_method = each.kind in ("function", "class")
                # `get_health_check_config` looks for functions, which a class method is not.
                check = each.route.health_check if each.kind != "class" else None
                if check is not None:
                    value = self.modules.resolve(check.value, self.store)
                    if len(choices(binding.value)) > 1:
                        value = join([value, NONE])
                    check = check._replace(value=value, owner=binding.owner, path=binding.path)
                is_certain = len(choices(binding.value)) == 1 and not each.opaque
                is_certain = is_certain and is_method
                websocket = each.route.keywords.get("is_websocket")
                is_websocket = websocket is not None and truth(websocket.value) is True
                read = each.route.signature
                names = read.names if is_certain and websocket is None else ()
                types = read.types if names and each.route.kind == "endpoint" else ()
                yield Endpoint(
                    path if known and isinstance(path, str) else None,
                    name,
                    each.route.kind,
                    each.definition.path,
                    each.definition.line,
                    None if check is None else origin(check),
                    not each.is_async and not each.opaque and is_method,
                    each.definition if is_certain else None,
                    each.route.written if is_certain else None,
                    tuple(self._missing(each.definition.path, names, found)),
                    tuple(self._plain(each.definition.path, types)),
                    tuple(self._misplaced(each.definition.path, types)),
                    not is_certain or read.takes_self,
                    is_websocket,
                    read.takes_websocket,
                    is_served,
                )

    def _missing(
        self, path: str, names: tuple[Named, ...], found: Mapping[str, Binding | None]
    ) -> Iterator[tuple[str, Written, bool]]:
        for each in names:
            # A string is evaluated outside of the class.
            if (each.name in found and not each.in_text) or each.name in fal_names.FASTAPI_NAMES:
                continue
            if self.modules.has_no_name(path, each.name):
                yield each.name, each.written, each.name in found

    def _plain(self, path: str, types: tuple[TypePart, ...]) -> Iterator[tuple[str, Written]]:
        for each in types:
            found = self._type(path, each)
            if isinstance(found, ClassValue) and self._is_plain(found):
                yield found.definition.name, each.written

    def _misplaced(self, path: str, types: tuple[TypePart, ...]) -> Iterator[tuple[str, Written]]:
        for each in types:
            found = self._type(path, each)
            if not isinstance(found, Foreign):
                continue
            is_fine = each.is_whole and (not each.is_answer or found.name in fal_names.RESPONSES)
            if found.name in fal_names.RESPONSES | fal_names.OF_REQUEST and not is_fine:
                yield found.name.rpartition(".")[2], each.written

    def _type(self, path: str, part: TypePart) -> Value:
        value = part.value
        if isinstance(value, str):
            value = self.modules.member(path, value)
        return self.modules.resolve(value, self.store)

    def _is_plain(self, found: ClassValue) -> bool:
        """Whether neither a base nor anything else says how pydantic may read the class."""
        line = self._lineage(found)
        return line.is_complete and all(
            isinstance(each, ClassValue)
            and each.metaclass is None
            and not each.decorated
            and not self._later(each)
            and not self._is_changed(each)
            and not any(name.startswith("__get") for name in each.namespace)
            for each in line.links
        )

    def _may_route(self, found: Mapping[str, Binding | None]) -> bool:
        for name, binding in found.items():
            if binding is None or name in fal_names.APP_ATTRIBUTES:
                continue
            for each in choices(binding.value):
                if isinstance(each, FunctionValue) and each.opaque:
                    return True
                if isinstance(each, Unknown) and not each.kind:
                    return True
                if isinstance(each, Made) and not isinstance(each.callee, (FalThing, ClassValue)):
                    return True
        return False

    def _abstract(
        self, links: tuple[Any, ...], found: Mapping[str, Binding | None]
    ) -> Iterator[Method]:
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


def _is_lost(function: FunctionValue) -> bool:
    """Whether `App.collect_routes`, which looks for methods of an instance, misses an endpoint."""
    route = function.route
    return route is not None and (route.is_lost or function.kind in ("static", "property"))


def _has_check(function: FunctionValue) -> bool:
    """Whether `get_health_check_config`, which looks for functions of the class, sees an endpoint
    that is none of an instance."""
    return function.kind == "static" and function.route is not None and not function.route.is_lost


def _lost(found: Mapping[str, Binding | None]) -> Iterator[tuple[Definition, str]]:
    for binding in found.values():
        value = binding.value if binding is not None else None
        if isinstance(value, FunctionValue) and not value.opaque:
            if _is_lost(value):
                yield value.definition, value.kind
            elif value.dropped is not None and value.route is None:
                yield value.dropped
        elif isinstance(value, Made) and isinstance(value.callee, FalThing):
            first = value.arguments[0] if value.arguments else None
            if value.callee.name in fal_names.ENDPOINTS and isinstance(first, FunctionValue):
                yield first.definition, "bare"


def _method(name: str, binding: Binding, functions: list[FunctionValue]) -> Method:
    return Method(
        name,
        binding.path or functions[0].definition.path,
        binding.line,
        binding.owner,
        len(functions) != len(choices(binding.value)),
        any(each.kind == "generated" for each in functions),
        _required(functions[0]) if len(functions) == len(choices(binding.value)) == 1 else (),
    )


def _required(method: FunctionValue) -> tuple[str, ...]:
    """The parameters that a call on an instance has to give."""
    if method.opaque or method.kind not in ("function", "class", "static"):
        return ()
    return method.required if method.kind == "static" else method.required[1:]


def _counts(key: str, value: Value) -> bool | None:
    """Whether `__init_subclass__` takes an attribute, `None` where that is not known."""
    if key in _TRUTHY:
        return truth(value)
    none = is_none(value)
    return None if none is None else not none


def _update(values: dict[str, Binding], key: str, binding: Binding, counts: bool | None) -> None:
    if counts:
        values[key] = binding
    elif counts is None:
        rest = without(binding.value, lambda each: _counts(key, each) is False)
        taken = binding._replace(value=rest if rest is not None else binding.value)
        values[key] = join_bindings([taken, values.get(key)])


@cache
def _of_app() -> Collected:
    """`host_kwargs` of `fal.App`."""
    passed = fal_names.HOST_KWARGS.items()
    return Collected({key: Binding(data_value(each), 0) for key, each in passed}, {}, True)


@cache
def _collected_of_fal(bases: tuple[str, ...]) -> Mapping[str, Binding | None]:
    """What `__init_subclass__` reads where only classes of fal set it; `None` is not taken."""
    found: dict[str, Binding | None] = {}
    for key in {*fal_names.HOST_KWARGS, *_READ} - _TRUTHY:
        binding = _of_fal(bases, key)
        found[key] = binding if binding is not None and is_none(binding.value) is False else None
    return found


def _of_fal(bases: tuple[str, ...], name: str) -> Binding | None:
    """An attribute that a class has from the classes of fal among its bases."""
    for base in bases:
        found = _of_fal_class(base, name)
        if found is not None:
            return found
    return None


@cache
def _of_fal_class(class_name: str, name: str) -> Binding | None:
    """An attribute of one of fal's own classes."""
    if class_name not in fal_names.APP_BASES and class_name not in fal_names.APP_CLASSES:
        return None
    if name in fal_names.APP_DEFAULTS and class_name == "fal.App":
        return Binding(data_value(fal_names.APP_DEFAULTS[name]), 0)
    if name in fal_names.APP_METHODS:
        return Binding(Unknown("a method of fal", "function"), 0)
    others = fal_names.OTHER_APPS.get(class_name, {})
    return Binding(data_value(others[name]), 0) if name in others else None
