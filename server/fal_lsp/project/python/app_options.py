"""What fal makes of the settings of a class or of a decorator, and which of them it gives way with.

Knows how `fal.App` and `fal.function` turn settings into options; must not know `[tool.fal]`. From
fal 1.83.0: `App.__init_subclass__` (fal/app.py) collects `host_kwargs` down the classes,
`wrap_app` passes three attributes beside them, `_is_app_default_host_option` (fal/utils.py) says
which options are fal's own defaults, and `_merge_host_config` fills only those and what is absent.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from .class_settings import Origin

if TYPE_CHECKING:
    from .apps import Target
    from .class_settings import ClassSettings, Lineage
    from .constants import Value

_COLLECTED: Mapping[str, Any] = {
    "keep_alive": 60,
    "_scheduler": "nomad",
    "_scheduler_options": {"storage_region": "us-east"},
}
"""What `fal.App.host_kwargs` starts with."""

_PASSED: Mapping[str, Any] = {
    "machine_type": "S",
    "num_gpus": None,
    "regions": None,
    "requirements": [],
}
"""The attributes of `fal.App` that `wrap_app` passes beside `host_kwargs`: as keywords of the class
they would come twice, and Python refuses."""

_ONLY_KEYWORDS = frozenset({"private_logs", "python_version"})
"""What is no attribute of `fal.App`, so that only a keyword of the class statement sets it."""

_FILES = frozenset({"app_files", "app_files_ignore", "app_files_context_dir"})


class Option(NamedTuple):
    """An option as fal has it before it looks at other settings."""

    origin: Origin
    """Where it is set."""
    name: str
    """The setting there, which is the option's unless it follows from another."""
    wins: bool
    """Other settings of the same option have no effect, for certain."""


def app_options(settings: ClassSettings) -> Mapping[str, Option]:
    """The options of an app class by name, as far as they are certain. Never raises."""
    if "host_kwargs" in settings.attributes or "host_kwargs" in settings.keywords:
        # It replaces what is collected.
        return {}
    options = {}
    for name in dict.fromkeys((*settings.attributes, *settings.keywords)):
        option = _option(name, settings)
        if option is not None:
            options[name] = option
    _own_files(settings, options)
    options.pop("health_check", None)
    for endpoint in settings.endpoints:
        checked = endpoint.health_check
        if checked is not None and settings.is_complete and not _is_none(checked.setting.value):
            options["health_check"] = Option(checked, "health_check", True)
    return options


def function_options(target: Target) -> Mapping[str, Option]:
    """The options of a function: whatever its `@fal.function(...)` is given, `None` too."""
    if target.options is None:
        return {}
    return {
        {"health_check_config": "health_check"}.get(name, name): Option(
            Origin(setting, target.path, target.name), name, True
        )
        for name, setting in target.options.keywords.items()
    }


def _option(name: str, settings: ClassSettings) -> Option | None:
    own = settings.chain[0][0]
    is_own = name in own.keywords or (name in own.attributes and name not in _ONLY_KEYWORDS)
    if not settings.is_complete and not is_own:
        return None
    collected, explicit, conditional = _collect(name, settings)
    attribute = _attribute(settings.chain[0], name)
    if name in _PASSED:
        if collected is not None:
            return None
        origin, is_given = attribute, True
    else:
        origin, is_given = collected or attribute, collected is not None or name in _COLLECTED
    if origin is None or conditional or origin.setting.conditional:
        return None
    if name in _ONLY_KEYWORDS and collected is None:
        return None
    if explicit or name in own.attributes:
        return Option(origin, name, is_given)
    return Option(origin, name, is_given and not _may_be_default(name, origin.setting.value))


def _collect(name: str, settings: ClassSettings) -> tuple[Origin | None, bool, bool]:
    """What stands in `host_kwargs`, whether it counts as explicit, and whether it may not hold."""
    collected: Origin | None = None
    explicit = conditional = False
    for lineage in reversed(settings.chain):
        own = lineage[0]
        is_known = collected is not None or name in _COLLECTED
        explicit = explicit or name in own.keywords or (is_known and name in own.attributes)
        collected = own.keywords.get(name, collected)
        attribute = _attribute(lineage, name)
        is_read = name not in _ONLY_KEYWORDS and name not in _PASSED
        if attribute is None or not (is_known or is_read) or not _counts(name, attribute):
            continue
        conditional = conditional or attribute.setting.conditional
        collected = attribute
    return collected, explicit, conditional


def _own_files(settings: ClassSettings, options: dict[str, Option]) -> None:
    """The files of the class go together (`_apply_toml_app_file_options`, fal/utils.py).

    Where the class has none, those of others come with their patterns and their directory. Where
    it has some, its patterns are always given, since `fal.App` has some of its own.
    """
    files = _attribute(settings.chain[0], "app_files")
    if files is None or not _counts("app_files", files):
        for name in _FILES & options.keys():
            options[name] = options[name]._replace(wins=False)
    elif "app_files" in options and "app_files_ignore" not in options:
        options["app_files_ignore"] = Option(files, "app_files", True)
    elif "app_files" in options:
        options["app_files_ignore"] = options["app_files_ignore"]._replace(wins=True)


def _attribute(lineage: Lineage, name: str) -> Origin | None:
    return next((own.attributes[name] for own in lineage if name in own.attributes), None)


def _counts(name: str, origin: Origin) -> bool:
    """Whether an attribute is taken: `None` never is, and no list of files that is empty."""
    value = origin.setting.value
    if name in ("app_files", "app_files_ignore"):
        return not value.known or bool(value.data)
    return not _is_none(value)


def _may_be_default(name: str, value: Value) -> bool:
    if name in _PASSED or name in _COLLECTED:
        if name in _COLLECTED and _is_none(value):
            return True
        return not value.known or value.data == {**_PASSED, **_COLLECTED}[name]
    return _is_none(value)


def _is_none(value: Value) -> bool:
    return value.known and value.data is None
