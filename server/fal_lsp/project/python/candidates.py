"""What an option of a class or a function may be before fal fills it from elsewhere.

Knows `wrap_app` (fal/app.py), `_is_app_default_host_option` and `_merge_options` (fal/utils.py) of
fal 1.83.0; must not know `[tool.fal]`.
"""

from __future__ import annotations

from collections.abc import Set
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from . import fal_names
from .host_kwargs import PASSED
from .lattice import choices
from .plain_data import data_value
from .settings import Data, Origin, data, origin
from .values import Binding, Unknown, Unset

if TYPE_CHECKING:
    from .app_class import AppClass
    from .apps import Target

_ENVIRONMENT = frozenset({"requirements", "python_version", "image"})
"""Options for which fal keeps what is there, a default of its own too (`merge_basic_config`)."""

_GATEWAY = frozenset({"exposed_port"})


class Candidate(NamedTuple):
    """One value that an option may have."""

    value: Data | None
    """`None` where the option is absent, so that fal takes any other value of it."""
    gives_way: bool | None = False
    """Whether fal takes another value of the option instead; `None` where that is not known."""


class Candidates(NamedTuple):
    """All that an option may be, and where it is set; `origin` is `None` for what fal sets."""

    values: tuple[Candidate, ...]
    origin: Origin | None = None
    is_default: bool = False
    """The values are fal's own, which a class keeps with what it sets at `origin`."""

    @property
    def holds(self) -> bool | None:
        """Whether the option counts as true, `None` where that is not known."""
        found = {each.value.holds if each.value is not None else False for each in self.values}
        return found.pop() if len(found) == 1 else None

    @property
    def certain(self) -> Origin | None:
        """Where the project certainly sets the option, `None` where it may not."""
        if self.origin is None or self.origin.setting.conditional:
            return None
        # A method instead of a setting is a mistake of its own.
        return None if self.origin.setting.value.is_function else self.origin


ABSENT = Candidates((Candidate(None),))


@lru_cache(maxsize=100)
def unknown(reason: str) -> Candidates:
    """An option of which nothing is known."""
    return Candidates((Candidate(None), _hidden(reason)))


def _hidden(reason: str) -> Candidate:
    return Candidate(data(Unknown(reason), reason), None)


def of_class(found: AppClass, name: str) -> Candidates:
    """What `wrap_app` makes of a class for an option; `health_check` by its name in the TOML."""
    if name in PASSED:
        return _passed(found, name)
    if found.decides_settings:
        return unknown(f"code of the class {found.definition.name}")
    if name == "health_check":
        return _health_check(found)
    if name in _GATEWAY:
        # `wrap_app` sets it, and `load_function_from` replaces it.
        return Candidates((Candidate(_fal_data(fal_names.SERVED[name]), True),))
    return _collected(found, name)


def named(found: AppClass) -> Set[str] | None:
    """The names under which a class or its endpoints set something, `None` if not certain."""
    if not found.is_complete or not found.collected.is_certain:
        return None
    collected = {name for name, each in found.collected.values.items() if each.owner}
    checks = {"health_check"} if found.health_checks else set()
    # fal has patterns of its own for the files of a class.
    files = {"app_files_ignore"} if "app_files" in found.attributes else set()
    return found.attributes.keys() | collected | checks | files


def of_function(target: Target, name: str) -> Candidates:
    """What the decorator of a function gives for an option."""
    options = target.options
    if options is None:
        return unknown("the decorator")
    given = options.keywords.get(name)
    if given is None and options.spreads_keywords:
        return unknown("**")
    if given is None and name == "requirements":
        # `serve` brings requirements of fal's own, and then fal takes no others.
        return Candidates(tuple(map(_served, _serve(target))))
    if given is None:
        return ABSENT
    if name == "requirements" and given.value.is_none is True:
        # Sent as `null`, which counts as an empty list, but `serve` adds to it.
        serves = {each.value is not None and each.value.holds for each in _serve(target)}
        if serves == {False}:
            return Candidates((Candidate(_fal_data([])),), Origin(given, target.path, target.name))
        if serves != {True}:
            return unknown("serve")
    values = _each(given.value)
    if given.conditional:
        values = (*values, Candidate(None))
    return Candidates(values, Origin(given, target.path, target.name))


def _serve(target: Target) -> tuple[Candidate, ...]:
    return of_function(target, "serve").values


def _served(serve: Candidate) -> Candidate:
    holds = serve.value.holds if serve.value is not None else False
    if holds is None:
        return Candidate(_fal_data([]), None)
    return Candidate(_fal_data([]) if holds else None)


def attribute(found: AppClass, name: str) -> Candidates:
    """What a class has for an attribute of `fal.App`, after all changes of it."""
    set_by = found.attributes.get(name)
    if found.decides_settings:
        return Candidates((_hidden(f"code of the class {found.definition.name}"),))
    if set_by is None:
        if not found.is_complete:
            return Candidates((_hidden("a base class"),))
        return Candidates((Candidate(_fal_data(fal_names.APP_DEFAULTS[name])),))
    value = set_by.setting.value
    if set_by.setting.conditional:
        return Candidates((Candidate(value._replace(known=False)),), set_by)
    return Candidates(_each(value), set_by)


def _passed(found: AppClass, name: str) -> Candidates:
    """An option that `wrap_app` takes from the attribute, so that it is always there."""
    seen = attribute(found, name)
    if name in found.collected.values:
        return unknown("a keyword that fal refuses")
    return Candidates(
        tuple(
            each._replace(gives_way=_passed_gives_way(found, name, each.value))
            for each in seen.values
        ),
        seen.origin,
    )


def _passed_gives_way(found: AppClass, name: str, value: Data | None) -> bool | None:
    if name in _ENVIRONMENT or value is None:
        return False
    if found.decides_settings:
        return None
    if name in found.own or found.collected.explicit.get(name):
        return False
    is_default = value.data == fal_names.APP_DEFAULTS[name] if value.known else None
    if is_default and _may_be_own(found, name):
        return None
    return is_default


def _collected(found: AppClass, name: str) -> Candidates:
    """An option that `__init_subclass__` collects."""
    set_by = found.attributes.get(name)
    is_own = name in found.own
    if not found.collected.is_certain:
        # Whatever a base class does that is not known, what the class itself sets counts.
        is_sent = is_own and set_by is not None and found.at_definition.get(name) == set_by
        return attribute(found, name) if is_sent else unknown("a base class")
    now = found.attributes.get("host_kwargs")
    if now is not None and now != found.at_definition.get("host_kwargs"):
        return unknown(f"{now.class_name}.host_kwargs")
    binding = found.collected.values.get(name)
    if binding is None:
        return ABSENT
    values = tuple(
        Candidate(None)
        if isinstance(each, Unset)
        else _of_binding(found, name, binding._replace(value=each))
        for each in choices(binding.value)
    )
    if binding.owner or binding.path:
        return Candidates(values, origin(binding))
    if set_by is None or not (is_own or found.collected.explicit.get(name)):
        return Candidates(values, is_default=True)
    if found.at_definition.get(name) != set_by:
        # What is set after the class statement counts as set, but comes too late to be sent.
        late = set_by.setting._replace(value=data(binding.value))
        set_by = set_by._replace(setting=late)
    return Candidates(values, set_by, is_default=True)


def _of_binding(found: AppClass, name: str, binding: Binding) -> Candidate:
    source = binding.source
    if not source and name in found.attributes:
        # Beside what it may replace: a value that may be `None`.
        source = found.attributes[name].setting.value.source
    value = data(binding.value, source)
    if name in _ENVIRONMENT:
        return Candidate(value)
    explicit = found.collected.explicit.get(name)
    if explicit or name in found.own:
        return Candidate(value)
    gives_way: bool | None = value.is_none
    if gives_way is False and name in fal_names.HOST_KWARGS:
        gives_way = value.data == fal_names.HOST_KWARGS[name] if value.known else None
    if gives_way and (explicit is False or _may_be_own(found, name)):
        gives_way = None
    return Candidate(value, gives_way)


def _may_be_own(found: AppClass, name: str) -> bool:
    set_by = found.attributes.get(name)
    return set_by is not None and set_by.class_name == found.definition.name


def _health_check(found: AppClass) -> Candidates:
    """`get_health_check_config`: that of the one endpoint that has one."""
    checks = [
        each.health_check
        for each in found.health_checks
        if each.health_check is not None and each.health_check.setting.value.is_none is not True
    ]
    for each in checks:
        if each.setting.value.is_none is False and not each.setting.conditional:
            # fal refuses a second one.
            return Candidates((Candidate(each.setting.value),), each)
    if checks or not found.is_complete or found.may_route:
        return unknown(
            checks[0].setting.value.source or "health_check" if checks else "an endpoint"
        )
    return Candidates((Candidate(_fal_data(None), True),))


def _each(value: Data) -> tuple[Candidate, ...]:
    if value.possible is None or value.known:
        return (Candidate(value),)
    return tuple(Candidate(_fal_data(each, value.source)) for each in value.possible)


def _fal_data(plain: Any, source: str = "") -> Data:
    return data(data_value(plain), source)
