"""The settings of the server as data, and their values as a client gives them. Knows no protocol.

`docs/settings.md` and the settings of the VS Code extension are generated from the table
(`settings_pages.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple

SECTION = "fal-lsp"

Kind = Literal["boolean", "string", "array", "object"]


class Setting(NamedTuple):
    """One setting: its name without `fal-lsp.`, its type, default and docs (Markdown, one line).

    `values` are the allowed strings, each with its docs: of the setting itself, of the items of an
    array, or of the values of an object. A `client` setting is read by the VS Code extension, not
    by the server; it is listed here so that there is one list. `scope` is VS Code's; an internal
    setting is not shown there.
    """

    name: str
    kind: Kind
    default: Any
    docs: str
    values: tuple[tuple[str, str], ...] = ()
    client: bool = False
    scope: Literal["window", "machine-overridable", "internal"] = "window"


def _switch(name: str, what: str, default: bool = True) -> Setting:
    return Setting(f"{name}.enable", "boolean", default, what)


SETTINGS = (
    Setting(
        "diagnosticMode",
        "string",
        "openFilesOnly",
        "Which files to check.",
        (
            ("openFilesOnly", "The pyproject.toml files that are open in the editor."),
            ("workspace", "Every pyproject.toml below the folders of the workspace."),
        ),
    ),
    Setting(
        "ignore",
        "array",
        [],
        "Rules that are not reported, such as `unknown-machine-type`, in addition to those in the "
        "`[tool.fal-lsp]` table of a project.",
    ),
    Setting(
        "severity",
        "object",
        {},
        'The severity of a rule, such as `{ "plain-text-secret": "error" }`. Rules not listed '
        "here keep the severity from `[tool.fal-lsp]`.",
        (
            ("error", "An error."),
            ("warning", "A warning."),
            ("information", "An informational message."),
            ("hint", "A hint."),
        ),
    ),
    Setting(
        "project.enable",
        "boolean",
        True,
        "Read the other files of a project (Python files, Dockerfiles, lock files) for "
        "diagnostics, completion and hover. They are only read, never run.",
    ),
    _switch(
        "python",
        "In Python files that mention fal, show which apps use their classes and functions. The "
        "other switches apply there, too.",
    ),
    _switch("diagnostics", "Report problems."),
    _switch("completion", "Suggest keys, values and tables."),
    _switch("hover", "Show documentation on hover."),
    _switch("codeActions", "Offer quick fixes and refactorings."),
    _switch("definition", "Go to the file, class or function that a value refers to."),
    _switch("documentLinks", "Make paths and URLs clickable."),
    _switch("documentSymbols", "List the apps of a file in the outline."),
    _switch("workspaceSymbols", "Find apps by name in the whole workspace."),
    _switch("rename", "Rename an app or its class, and let paths follow renamed files."),
    _switch("references", "Find and highlight references to an app or its class."),
    _switch("folding", "Fold the tables of apps."),
    _switch("selectionRange", "Expand the selection: key, value, table."),
    _switch("codeLens", "Show `fal run` and `fal deploy` above each app, if the editor can."),
    _switch(
        "inlayHints",
        "Show durations in words, and the name of the deployed app.",
        default=False,
    ),
    Setting(
        "commands",
        "array",
        [],
        "The commands that the editor implements: `fal-lsp.run`, `fal-lsp.deploy`, "
        "`fal-lsp.deployCheck` (`fal deploy --check`, shown if the project uses fal 1.72.7 or "
        "newer) and `fal-lsp.showApp` (in Python files: go to the app). Code lenses are "
        "only shown for these. Each is called with the name of an app and the URI of its file, "
        "in Python files also with a line there. `fal-lsp.explain` is called with the name of a "
        "rule and its page in Markdown. The VS Code extension sets this itself.",
        scope="internal",
    ),
    Setting(
        "path",
        "string",
        "",
        "The `fal-lsp` program to start. If empty, the extension looks in the selected Python "
        "environment, in the environment of the project and then on `PATH`.",
        client=True,
        scope="machine-overridable",
    ),
    Setting(
        "trace.server",
        "string",
        "off",
        "Logs the messages between the editor and the server.",
        (
            ("off", "Nothing."),
            ("messages", "Method names only."),
            ("verbose", "Complete messages."),
        ),
        client=True,
    ),
)

_BY_NAME: Mapping[str, Setting] = {setting.name: setting for setting in SETTINGS}


class Settings:
    """The values of all settings; immutable. Absent values are the defaults."""

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, Any] | None = None) -> None:
        self._values = dict(values or {})

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Settings) and self._values == other._values

    def __hash__(self) -> int:
        return hash(repr(sorted(self._values.items())))

    def __getitem__(self, name: str) -> Any:
        """The value of a setting, `KeyError` for a name that is not in the table."""
        return self._values.get(name, _BY_NAME[name].default)

    def enabled(self, feature: str) -> bool:
        """Whether a feature is switched on."""
        return bool(self[f"{feature}.enable"])

    @property
    def whole_workspace(self) -> bool:
        """Whether files that are not open are checked, too."""
        return bool(self["diagnosticMode"] == "workspace")


def read_settings(*layers: object) -> tuple[Settings, tuple[str, ...]]:
    """The settings of some layers, later ones take precedence, and a sentence for each mistake.

    A layer is what a client sends: an object with or without the `fal-lsp` section around it,
    nested (`{"hover": {"enable": false}}`) or flat (`{"hover.enable": false}`). An invalid
    setting is ignored. So is a layer that is not an object.
    """
    values: dict[str, Any] = {}
    mistakes: list[str] = []
    for layer in layers:
        for name, value in _flat(_section(layer)):
            mistake = _mistake(name, value)
            if mistake:
                mistakes.append(mistake)
            else:
                values[name] = value
    return Settings(values), tuple(dict.fromkeys(mistakes))


def _section(layer: object) -> object:
    return layer.get(SECTION, layer) if isinstance(layer, dict) else None


def _flat(value: object, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """The settings of an object by their full names; `null` is a setting that is not set."""
    for key, item in value.items() if isinstance(value, dict) else ():
        name = f"{prefix}{key}".removeprefix(f"{SECTION}.")
        setting = _BY_NAME.get(name)
        if item is None:
            continue
        if isinstance(item, dict) and item and (setting is None or setting.kind != "object"):
            yield from _flat(item, f"{name}.")
        elif item != {} or setting:
            yield name, item


_TYPES = {"boolean": bool, "string": str, "array": list, "object": dict}
_WORDS = {
    "boolean": "`true` or `false`",
    "string": "a string",
    "array": "an array of strings",
    "object": "an object",
}


def _mistake(name: str, value: object) -> str | None:
    setting = _BY_NAME.get(name)
    full = f"`{SECTION}.{name}`"
    if setting is None:
        return f"Unknown setting {full}.{_suggestion(name)}"
    allowed = [word for word, _ in setting.values]
    if not isinstance(value, _TYPES[setting.kind]):
        return f"The setting {full} is ignored: it must be {_WORDS[setting.kind]}."
    items = [value]
    if isinstance(value, (list, dict)):
        items = list(value.values() if isinstance(value, dict) else value)
    if setting.kind != "boolean" and not all(isinstance(item, str) for item in items):
        return f"The setting {full} is ignored: it must only contain strings."
    if allowed and not all(item in allowed for item in items):
        words = ", ".join(f"`{word}`" for word in allowed)
        return f"The setting {full} is ignored: it must be one of {words}."
    return None


def _suggestion(name: str) -> str:
    from difflib import get_close_matches

    close = get_close_matches(name, _BY_NAME, n=1, cutoff=0.7)
    return f" Did you mean `{SECTION}.{close[0]}`?" if close else ""
