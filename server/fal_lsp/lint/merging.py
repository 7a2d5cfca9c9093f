"""How fal merges pyproject.toml with a class or a function.

Knows `load_function_from` and `_merge_options` (fal/utils.py) of fal 1.83.0; must not know which
class or function it is (`effective.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fal_schema.lookup import node_at

from ..project.python.app_class import deployed_name
from ..project.python.fal_names import DEPLOY_DEFAULTS, KEPT_BY_REDEPLOY, SERVED
from . import sent_values
from .sent_values import Unknown
from .setting import Default, Effective, Kind, Setting, Source, differ

if TYPE_CHECKING:
    from fal_schema.lookup import SchemaNode

    from ..project.python.app_class import AppClass
    from ..project.python.apps import Target
    from ..project.python.candidates import Candidates
    from ..project.python.settings import Origin
    from ..rules.context import AppContext

_FILES = ("app_files", "app_files_ignore", "app_files_context_dir")


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
            "auth": self._auth,
            "deployment_strategy": self._strategy,
            "app_scale_settings": self._scale_settings,
        }.get(name)
        if special is not None:
            return special()
        if name in ("ref", "python_entry_point", "team"):
            return self._toml(name) if self.app.has(name) else self._unset(name)
        if name in _FILES and self.found is not None:
            return self._app_files(name, self.found)
        return self._merged(name, self._candidates(name))

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

    def _auth(self) -> Setting:
        if self.app.get("auth") or (self.app.has("auth") and self.app.get("auth") is None):
            return self._toml("auth")
        if self.kind == "unknown" and self.app.has("ref"):
            return Setting("auth", self._reference(), "default")
        if self.found is None:
            return self._unset("auth")
        from ..project.python.candidates import attribute

        seen = attribute(self.found, "app_auth")
        setting = self._merged("auth", seen, ignore_toml=True)
        return setting._replace(source="default") if setting.value is None else setting

    def _deployed_as(self) -> str:
        """The name that `load_function_from` gives: the TOML's, else that of the class."""
        written = self.app.get("name")
        if written is None:
            return self.app.name
        if written or self.target is None:
            return str(written)
        return self.target.name if self.found is None else deployed_name(self.found)

    # Merging

    def _candidates(self, name: str) -> Candidates:
        from ..project.python import candidates

        if self.found is not None:
            return candidates.of_class(self.found, name)
        if self.kind == "function" and self.target is not None:
            node = node_at(("apps", "x", name))
            names = node.python if node is not None else None
            return candidates.of_function(self.target, names.option if names else name)
        if self.kind == "unknown" and self.app.has("ref"):
            return candidates.unknown(self._reference().expression)
        return candidates.ABSENT

    def _merged(self, name: str, seen: Candidates, *, ignore_toml: bool = False) -> Setting:
        """`_merge_options`: the option of the class or function, else the TOML's."""
        written = self.app.has(name) and not ignore_toml
        outcomes: list[Setting] = []
        for each in seen.values:
            if written and (each.value is None or each.gives_way is not False):
                outcomes.append(self._toml(name))
            if each.value is None:
                outcomes += [] if written else [self._unset(name)]
            elif not written or each.gives_way is not True:
                value = sent_values.of_python(name, each.value, self.app.project, self._route())
                outcomes.append(self._of_code(name, value, seen.origin))
        first = outcomes[0]
        if not any(differ(each, first) for each in outcomes):
            return first
        shown = next((each for each in outcomes if isinstance(each.value, Unknown)), None)
        chosen = next((each for each in outcomes if each.source not in ("toml", "default")), first)
        reason = shown.value if shown is not None else Unknown(self._several(seen, outcomes))
        if self.kind == "unknown":
            toml = f"`{self._toml(name).text}`, unless the Python file sets it"
            reason = reason._replace(words=toml if written else "unknown")
        return chosen._replace(value=reason)

    def _several(self, seen: Candidates, outcomes: list[Setting]) -> str:
        source = seen.origin.setting.value.source if seen.origin is not None else ""
        return source or " or ".join(dict.fromkeys(each.text or "not set" for each in outcomes))

    def _app_files(self, name: str, found: AppClass) -> Setting:
        """`_apply_toml_app_file_options`: the TOML's files count where the class has none."""
        from ..project.python.candidates import attribute, unknown

        seen = self._candidates(name)
        if not self.app.get("app_files"):
            return self._merged(name, seen)
        files = attribute(found, "app_files").values
        truths = {each.value.holds if each.value else None for each in files}
        if truths == {False}:
            return self._toml(name) if self.app.has(name) else self._merged(name, seen)
        if truths == {True}:
            return self._merged(name, seen)
        without = self._toml(name) if self.app.has(name) else self._merged(name, seen)
        with_files = self._merged(name, seen)
        if without.value == with_files.value:
            return with_files
        origin = found.attributes.get("app_files")
        source = origin.setting.value.source if origin is not None else ""
        return self._merged(name, unknown(source or "app_files"))

    def _route(self) -> str | None:
        for each in self.found.health_checks if self.found is not None else ():
            check = each.health_check
            if check is not None and check.setting.value.is_none is not True:
                return each.route
        return None

    def _reference(self) -> Unknown:
        written = self.app.get("ref")
        return Unknown(written if isinstance(written, str) else "ref", "unknown")

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

    def _of_code(self, name: str, value: Any, origin: Origin | None) -> Setting:
        if origin is None:
            return Setting(name, value, "default")
        source: Source = "function" if self.kind == "function" else "class"
        line, owner = origin.setting.line, origin.class_name
        return Setting(name, value, source, origin.path, line, owner)

    def _ports(self, found: dict[str, Setting]) -> None:
        """`get_exposed_port` and `get_metrics_port` (fal/api/api.py)."""
        from ..project.python import candidates

        exposed, metrics = found["exposed_port"], found["metrics_port"]
        if self.kind == "function" and exposed.value is None and self.target is not None:
            serve = candidates.of_function(self.target, "serve")
            answers = {each.value.holds if each.value else False for each in serve.values}
            served = {True: SERVED["exposed_port"], False: None}
            answer = answers.pop() if len(answers) == 1 else None
            value = Unknown("serve") if answer is None else served[answer]
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
        from ..project.python import fal_names

        words = "" if schema.default_text == "Required" else schema.default_text
        of_class = {**fal_names.APP_DEFAULTS, **fal_names.HOST_KWARGS}.get(name)
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
