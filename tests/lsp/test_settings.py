"""Settings as clients send them, and what is generated from their table."""

from __future__ import annotations

from typing import Any

import pytest
from fal_lsp.lsp.settings import SETTINGS, read_settings
from fal_lsp.lsp.settings_pages import COMMAND, ROOT, generated, is_current, vscode_properties

# What a client sends, the name of a setting, its value then.
GIVEN: list[tuple[object, str, object]] = [
    (None, "hover.enable", True),
    ([], "hover.enable", True),
    ({}, "hover.enable", True),
    ({"hover": {"enable": False}}, "hover.enable", False),
    ({"hover.enable": False}, "hover.enable", False),
    ({"fal-lsp": {"hover": {"enable": False}}}, "hover.enable", False),
    ({"fal-lsp": {"hover.enable": False}}, "hover.enable", False),
    ({"fal-lsp.hover.enable": False}, "hover.enable", False),
    ({"fal-lsp": None}, "hover.enable", True),
    ({"hover": None}, "hover.enable", True),
    ({"hover": {"enable": None}}, "hover.enable", True),
    ({"hover": {}}, "hover.enable", True),
    ({"diagnosticMode": "workspace"}, "diagnosticMode", "workspace"),
    ({"ignore": ["a"]}, "ignore", ["a"]),
    ({"severity": {"a": "hint"}}, "severity", {"a": "hint"}),
    ({"severity": {}}, "severity", {}),
    ({"trace": {"server": "verbose"}}, "trace.server", "verbose"),
]


@pytest.mark.parametrize(("given", "name", "value"), GIVEN)
def test_settings_are_read_in_every_form(given: object, name: str, value: object) -> None:
    settings, mistakes = read_settings(given)
    assert settings[name] == value
    assert mistakes == ()


# What a client sends, and the one sentence about it; all else keeps its default.
MISTAKES: list[tuple[Any, str]] = [
    (
        {"hover": {"enable": "no"}},
        "`fal-lsp.hover.enable` is ignored: it must be `true`",
    ),
    ({"hover": True}, "Unknown setting `fal-lsp.hover`"),
    ({"hover": {"enabled": True}}, "Did you mean `fal-lsp.hover.enable`?"),
    ({"nonsense": 1}, "Unknown setting `fal-lsp.nonsense`."),
    ({"diagnosticMode": "all"}, "must be one of `openFilesOnly`, `workspace`"),
    ({"diagnosticMode": 3}, "must be a string"),
    ({"ignore": "a"}, "must be an array of strings"),
    ({"ignore": [1]}, "must only contain strings"),
    ({"severity": ["a"]}, "must be an object"),
    ({"severity": {"a": "fatal"}}, "must be one of `error`, `warning`, `information`, `hint`"),
    ({"severity": {"a": {"b": 1}}}, "must only contain strings"),
]


@pytest.mark.parametrize(("given", "sentence"), MISTAKES)
def test_a_mistake_is_said_once_and_costs_nothing_else(given: Any, sentence: str) -> None:
    settings, mistakes = read_settings({**given, "codeLens": {"enable": False}}, given)
    assert [sentence in mistake for mistake in mistakes] == [True], mistakes
    assert not settings.enabled("codeLens")
    others = [setting for setting in SETTINGS if setting.name != "codeLens.enable"]
    assert all(settings[setting.name] == setting.default for setting in others)


def test_later_layers_come_first() -> None:
    settings, _ = read_settings(
        {"hover.enable": False, "rename.enable": False}, {"hover.enable": True}
    )
    assert settings.enabled("hover")
    assert not settings.enabled("rename")


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_every_default_is_valid_and_documented(setting: Any) -> None:
    _, mistakes = read_settings({setting.name: setting.default})
    assert mistakes == ()
    assert setting.docs.endswith(".")


@pytest.mark.parametrize(
    ("path", "text"), generated(ROOT), ids=lambda value: getattr(value, "name", "")
)
def test_generated_files_are_up_to_date(path: Any, text: str) -> None:
    assert is_current(path, text), f"run `{COMMAND}`"


def test_vs_code_is_offered_what_a_person_sets() -> None:
    properties = vscode_properties()
    assert properties["fal-lsp.diagnosticMode"]["enum"] == ["openFilesOnly", "workspace"]
    assert properties["fal-lsp.path"]["scope"] == "machine-overridable"
    assert "fal-lsp.commands" not in properties
