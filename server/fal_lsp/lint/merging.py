"""How fal merges pyproject.toml with a class or a function.

Knows `load_function_from` and `_merge_options` (fal/utils.py) of fal 1.83.0; must not know which
class or function it is (`effective.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fal_schema.lookup import app_node, node_at

from ..project.python import fal_names
from ..project.python.app_class import deployed_name
from ..project.python.candidates import of_function, unknown
from ..project.python.fal_names import DEPLOY_DEFAULTS, KEPT_BY_REDEPLOY, SERVED
from ..rules.precedence import candidates, merged
from . import sent_values
from .sent_values import Unknown
from .setting import Default, Effective, Kind, Setting, Source, differ

if TYPE_CHECKING:
    from fal_schema.lookup import SchemaNode

    from ..project.python.app_class import AppClass
    from ..project.python.apps import Target
    from ..project.python.settings import Origin
    from ..rules.context import AppContext
    from ..rules.precedence import Outcome

_WITH_ENTRY_POINT = "; with `python_entry_point`, "


class Merger:
    """Merges one app."""

    def __init__(
        self, app: AppContext, kind: Kind, target: Target | None, found: AppClass | None
    ) -> None:
        self.app = app
        self.kind: Kind = kind
        self.target = target
        self.found = found

    def effective(self) -> Effective:
        """Every setting of the app, as fal would send it."""
        node = node_at(("apps", self.app.name))
        keys = node.children if node is not None else {}
        found: dict[str, Setting] = {}
        for name, schema in keys.items():
            if schema.deprecated or (schema.internal and not self.app.has(name)):
                continue
            default = self._default(name, schema)
            found[name] = self._setting(name)._replace(default=default)
        self._ports(found)
        self._redeploy(found)
        return Effective(
            self.app.name, self.kind, self._deployed_as(), self.target, tuple(found.values())
        )

    def _setting(self, name: str) -> Setting:
        special = {
            "name": self._name,
            "deployment_strategy": self._strategy,
            "app_scale_settings": self._scale_settings,
        }.get(name)
        return special() if special is not None else self._merged(name)

    # Keys that only pyproject.toml has

    def _name(self) -> Setting:
        name = self._deployed_as()
        if self.app.get("name"):
            return self._toml("name")._replace(value=name)
        return Setting("name", name, "default")

    def _strategy(self) -> Setting:
        if self.app.get("deployment_strategy"):
            return self._toml("deployment_strategy")
        return self._unset("deployment_strategy")

    def _scale_settings(self) -> Setting:
        name = "app_scale_settings"
        if self.app.has("no_scale"):
            return self._toml("no_scale")._replace(name=name, value=not self.app.get("no_scale"))
        return self._toml(name) if self.app.has(name) else self._unset(name)

    def _deployed_as(self) -> str:
        """The name that `load_function_from` gives: the TOML's, else that of the class."""
        written = self.app.get("name")
        if written is None:
            return self.app.name
        if written or self.target is None:
            return str(written)
        return self.target.name if self.found is None else deployed_name(self.found)

    # Merging

    def _merged(self, name: str) -> Setting:
        """What fal may use for a key, as one setting."""
        seen = candidates(name, self.target, self.found)
        if self.kind == "unknown" and self.app.has("ref") and app_node().children[name].python:
            seen = unknown(self._reference())
        possible = merged(self.app, name, seen, self.found).possible
        outcomes = [self._outcome(name, each, seen.origin) for each in possible]
        first = outcomes[0]
        if not any(differ(each, first) for each in outcomes):
            return first
        shown = next((each for each in outcomes if isinstance(each.value, Unknown)), None)
        chosen = next((each for each in outcomes if each.source not in ("toml", "default")), first)
        reason = shown.value if shown is not None else Unknown(self._several(seen.origin, outcomes))
        if self.kind == "unknown":
            words = "unknown"
            if self.app.has(name):
                words = f"`{self._toml(name).text}`, unless the Python file sets it"
            reason = reason._replace(words=words)
        return chosen._replace(value=reason)

    def _outcome(self, name: str, outcome: Outcome, origin: Origin | None) -> Setting:
        if outcome.source == "toml":
            return self._toml(name)
        if outcome.value is None:
            return self._unset(name)
        route = self._route(origin)
        value = sent_values.of_python(name, outcome.value, self.app.project, route)
        is_ignored = name == "auth" and value is None
        if outcome.source == "default" or origin is None or is_ignored:
            return Setting(name, value, "default")
        source: Source = "function" if self.kind == "function" else "class"
        line, owner = origin.setting.line, origin.class_name
        return Setting(name, value, source, origin.path, line, owner)

    def _several(self, origin: Origin | None, outcomes: list[Setting]) -> str:
        source = origin.setting.value.source if origin is not None else ""
        return source or " or ".join(dict.fromkeys(each.text or "not set" for each in outcomes))

    def _route(self, check: Origin | None) -> str | None:
        for each in self.found.health_checks if self.found is not None else ():
            if check is not None and each.health_check == check:
                return each.route
        return None

    def _reference(self) -> str:
        written = self.app.get("ref")
        return written if isinstance(written, str) else "ref"

    # Settings

    def _toml(self, name: str) -> Setting:
        app = self.app
        path = app.project.path if app.project is not None else ""
        node = app.document.node((*app.path, name))
        keys = node.keys if node is not None else ()
        line = app.document.lines.position(keys[0].start)[0] if keys else 0
        value = app.get(name)
        sent: Any = Unknown("...")
        if value is not None:
            is_container = self.kind == "container"
            sent = sent_values.of_toml(name, value, app.project, is_container=is_container)
        return Setting(name, sent, "toml", path, line)

    def _unset(self, name: str) -> Setting:
        value = DEPLOY_DEFAULTS.get(name)
        if name == "exposed_port" and self.kind == "entry-point":
            value = SERVED[name]
        return Setting(name, value, "default")

    def _ports(self, found: dict[str, Setting]) -> None:
        """`get_exposed_port` and `get_metrics_port` (fal/api/api.py)."""
        exposed, metrics = found["exposed_port"], found["metrics_port"]
        if self.kind == "function" and exposed.value is None and self.target is not None:
            serves = of_function(self.target, "serve").holds
            served = SERVED["exposed_port"] if serves else None
            value = Unknown("serve") if serves is None else served
            exposed = found["exposed_port"] = exposed._replace(value=value)
        if metrics.value is None and not self._runs_alone(found):
            if isinstance(exposed.value, Unknown):
                found["metrics_port"] = metrics._replace(value=exposed.value)
            elif exposed.value is not None:
                found["metrics_port"] = metrics._replace(value=SERVED["metrics_port"])

    def _runs_alone(self, found: dict[str, Setting]) -> bool:
        """Whether the image is a server of its own, without fal's agent."""
        image = found["image"].value
        return isinstance(image, dict) and image.get("use_isolate") is False

    def _redeploy(self, found: dict[str, Setting]) -> None:
        if found["app_scale_settings"].value and not isinstance(
            found["app_scale_settings"].value, Unknown
        ):
            return
        for name in KEPT_BY_REDEPLOY & found.keys():
            found[name] = found[name]._replace(is_kept=True)

    def _default(self, name: str, schema: SchemaNode) -> Default | None:
        """The default of this kind of app."""
        words = "" if schema.default_text == "Required" else schema.default_text
        # The model says it of both kinds of apps that have code.
        of_source, _, of_entry_point = words.partition(_WITH_ENTRY_POINT)
        words = of_entry_point if self.kind == "entry-point" and of_entry_point else of_source
        of_class = fal_names.HOST_KWARGS.get(name, fal_names.APP_DEFAULTS.get(name))
        if name == "name":
            return Default(self.app.name, "pyproject.toml", words)
        if self.kind == "class" and of_class:
            return Default(sent_values.plain(of_class), "fal.App", words)
        served = {"class": "fal.App", "entry-point": "fal deploy"}.get(self.kind)
        if name in fal_names.SERVED:
            value = fal_names.SERVED[name] if served else None
            return Default(value, served or "fal deploy", "none" if value is None else words)
        if name == "app_files_ignore":
            return Default([], "fal deploy", words)
        for table, origin in (
            (fal_names.DEPLOY_DEFAULTS, "fal deploy"),
            (fal_names.SERVER_DEFAULTS, "fal's servers"),
        ):
            if name in table:
                return Default(table[name], origin, words)
        return Default(schema.default, "fal's servers", words) if words else None
