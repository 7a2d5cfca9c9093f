"""The settings of the server as data, and their values as a client gives them. Knows no protocol.

`python -m fal_lsp.lsp.settings` writes what is generated from the table: `docs/settings.md` and
the settings of the VS Code extension; with `--check` it only says whether they are up to date.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple

SECTION = "fal-lsp"

Kind = Literal["boolean", "string", "array", "object"]


class Setting(NamedTuple):
    """One setting: its name without `fal-lsp.`, its type, default and docs (Markdown, one line).

    `values` are the strings it takes, each with its docs: the items of an array, the values of an
    object. A setting that is the `client`'s is read by the editor's extension, not by the server;
    it is listed here, so that there is one list. `scope` is VS Code's; an internal one is not shown
    there.
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
        "Which files are checked.",
        (
            ("openFilesOnly", "The pyproject.toml files that are open in the editor."),
            ("workspace", "Every pyproject.toml below the folders of the workspace."),
        ),
    ),
    Setting(
        "ignore",
        "array",
        [],
        "Rules that are not reported, such as `unknown-machine-type`. What a project says in its "
        "`[tool.fal-lsp]` is added to it.",
    ),
    Setting(
        "severity",
        "object",
        {},
        'Another severity for a rule, such as `{ "plain-text-secret": "error" }`. What a '
        "project says in its `[tool.fal-lsp]` counts for the other rules.",
        (
            ("error", "An error."),
            ("warning", "A warning."),
            ("information", "An information."),
            ("hint", "A hint."),
        ),
    ),
    Setting(
        "project.enable",
        "boolean",
        True,
        "Read the files around a pyproject.toml (Python files, Dockerfiles, lock files) for "
        "diagnostics, completion and hover. They are read as text and never run.",
    ),
    _switch("diagnostics", "Report problems."),
    _switch("completion", "Suggest keys, values and tables."),
    _switch("hover", "Explain what is under the cursor."),
    _switch("codeActions", "Offer quick fixes and refactorings."),
    _switch("definition", "Go to the file, class or function that a value names."),
    _switch("documentLinks", "Make paths and addresses clickable."),
    _switch("documentSymbols", "List the apps of a file in the outline."),
    _switch("workspaceSymbols", "Find apps by name in the whole workspace."),
    _switch("rename", "Rename an app."),
    _switch("references", "Find and highlight the places where an app is written."),
    _switch("folding", "Fold the tables of apps."),
    _switch("selectionRange", "Grow the selection by key, value, table."),
    _switch("codeLens", "Show `fal run` and `fal deploy` above each app, in editors that can."),
    _switch(
        "inlayHints",
        "Show durations in words and the name an app is deployed under.",
        default=False,
    ),
    Setting(
        "commands",
        "array",
        [],
        "The commands that the editor can run, of `fal-lsp.run` and `fal-lsp.deploy`; code lenses "
        "are shown for these. Each is called with the name of an app and the URI of its file. The "
        "VS Code extension sets it by itself.",
        scope="internal",
    ),
    Setting(
        "path",
        "string",
        "",
        "The `fal-lsp` program to start. Empty: look in the selected Python environment, then on "
        "`PATH`.",
        client=True,
        scope="machine-overridable",
    ),
    Setting(
        "trace.server",
        "string",
        "off",
        "How much of the talk between editor and server is logged.",
        (
            ("off", "Nothing."),
            ("messages", "The names of the messages."),
            ("verbose", "The messages as they are."),
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
    """The settings of some layers, later ones first, and a sentence for each mistake in them.

    A layer is what a client sends: an object with or without the `fal-lsp` section around it,
    nested (`{"hover": {"enable": false}}`) or flat (`{"hover.enable": false}`). A mistake costs
    that setting and no other. Anything that is not an object says nothing.
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
        return f"There is no setting {full}, so it is ignored{_suggestion(name)}"
    allowed = [word for word, _ in setting.values]
    if not isinstance(value, _TYPES[setting.kind]):
        return f"The setting {full} must be {_WORDS[setting.kind]}, so it is ignored."
    items = [value]
    if isinstance(value, (list, dict)):
        items = list(value.values() if isinstance(value, dict) else value)
    if setting.kind != "boolean" and not all(isinstance(item, str) for item in items):
        return f"The setting {full} must hold nothing but strings, so it is ignored."
    if allowed and not all(item in allowed for item in items):
        words = ", ".join(f"`{word}`" for word in allowed)
        return f"The setting {full} takes only {words}, so it is ignored."
    return None


def _suggestion(name: str) -> str:
    from difflib import get_close_matches

    close = get_close_matches(name, _BY_NAME, n=1, cutoff=0.7)
    return f": did you mean `{SECTION}.{close[0]}`?" if close else "."


if __name__ == "__main__":
    from fal_lsp.lsp.settings_pages import main

    raise SystemExit(main())
