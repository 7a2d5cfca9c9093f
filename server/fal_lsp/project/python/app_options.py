"""What fal makes of the settings of a class or of a decorator, and which of them it gives way with.

Knows how `fal.App` and `fal.function` turn settings into options; must not know `[tool.fal]`. From
fal 1.83.0: `wrap_app` passes some attributes beside `host_kwargs`, `_is_app_default_host_option`
(fal/utils.py) says which options are fal's own defaults, and `_merge_host_config` fills only those
and what is absent.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from . import fal_names
from .app_class import PASSED, AppClass
from .settings import Origin, data, origin
from .values import Binding, Unset, Value, choices, is_none, plain

if TYPE_CHECKING:
    from .apps import Target

_FILES = frozenset({"app_files", "app_files_ignore", "app_files_context_dir"})


class Option(NamedTuple):
    """An option as fal has it before it looks at other settings."""

    origin: Origin
    """Where it is set."""
    name: str
    """The setting there, which is the option's unless it follows from another."""
    wins: bool
    """Other settings of the same option have no effect, for certain."""


def app_options(found: AppClass) -> Mapping[str, Option]:
    """The options of an app class by name, as far as something of the project sets them."""
    options = {}
    for name, binding in found.collected.values.items():
        if name in PASSED:
            continue
        set_by = found.attributes.get(name)
        if not binding.owner and set_by is not None and _is_explicit(found, name):
            # `keep_alive = None` in a class keeps fal's default, and nothing else replaces it. What
            # is set after the class statement counts as set, but comes too late to be sent.
            if found.at_definition.get(name) != set_by:
                late = set_by.setting._replace(value=data(binding.value))
                set_by = set_by._replace(setting=late)
            options[name] = Option(set_by, name, not set_by.setting.conditional)
        elif binding.owner:
            options[name] = Option(origin(binding), name, _wins(found, name, binding))
    for name in PASSED:
        set_by = found.attributes.get(name)
        if set_by is not None and name not in found.collected.values:
            options[name] = Option(set_by, name, _passed_wins(found, name, set_by))
    _own_files(found, options)
    options.pop("health_check", None)
    for endpoint in found.health_checks:
        check = endpoint.health_check
        if check is not None and found.is_complete and check.setting.value.is_none is False:
            options["health_check"] = Option(check, "health_check", not check.setting.conditional)
    return {
        name: each
        for name, each in options.items()
        # A method in the place of a setting is a mistake of its own.
        if not each.origin.setting.conditional and not each.origin.setting.value.is_function
    }


def function_options(target: Target) -> Mapping[str, Option]:
    """The options of a function: whatever its `@fal.function(...)` is given, `None` too."""
    if target.options is None:
        return {}
    return {
        name: Option(Origin(setting, target.path, target.name), name, True)
        for name, setting in target.options.keywords.items()
    }


def _wins(found: AppClass, name: str, binding: Binding) -> bool:
    """Whether an option of `host_kwargs` is kept whatever else says the same option."""
    if not found.collected.is_certain and name not in found.own:
        return False
    return all(_value_wins(found, name, each) for each in choices(binding.value))


def _value_wins(found: AppClass, name: str, value: Value) -> bool:
    if isinstance(value, Unset):
        return False
    if _is_explicit(found, name):
        return True
    if is_none(value) is not False:
        return False
    if name not in fal_names.HOST_KWARGS:
        return True
    known, held = plain(value)
    return known and held != fal_names.HOST_KWARGS[name]


def _is_explicit(found: AppClass, name: str) -> bool:
    if found.collected.explicit.get(name):
        return True
    own = found.attributes.get(name)
    return name in found.own and own is not None and not own.setting.conditional


def _passed_wins(found: AppClass, name: str, set_by: Origin) -> bool:
    if set_by.setting.conditional:
        return False
    if name in found.own or found.collected.explicit.get(name):
        return True
    listed = set_by.setting.value.possible
    default = fal_names.APP_DEFAULTS[name]
    return found.is_complete and listed is not None and default not in listed


def _own_files(found: AppClass, options: dict[str, Option]) -> None:
    """The files of the class go together (`_apply_toml_app_file_options`, fal/utils.py).

    Where the class has none, those of others come with their patterns and their directory. Where
    it has some, its patterns are always given, since `fal.App` has some of its own.
    """
    files = found.attributes.get("app_files")
    has_files = files is not None and not files.setting.conditional and files.setting.value.holds
    if files is None or not has_files:
        for name in _FILES & options.keys():
            options[name] = options[name]._replace(wins=False)
    elif "app_files" in options and "app_files_ignore" not in options:
        options["app_files_ignore"] = Option(files, "app_files", True)
    elif "app_files" in options:
        options["app_files_ignore"] = options["app_files_ignore"]._replace(wins=True)
