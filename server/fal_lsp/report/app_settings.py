"""What fal would deploy for an app, as a table and as JSON.

Knows how settings are shown, not how they come about (`lint/effective.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..lint.sent_values import Unknown, hidden_secrets
from ..paths import relative_path
from .columns import columns, padded
from .escape import printable

if TYPE_CHECKING:
    from ..lint.setting import Default, Effective, Setting

_WIDEST = 60


def as_object(shown: Effective, root: str) -> dict[str, Any]:
    """The app as JSON; `line` counts from 1."""
    target = shown.target
    return {
        "name": shown.name,
        "kind": shown.kind,
        "deployed_as": shown.deployed_as,
        "target": None
        if target is None
        else {
            "name": target.name,
            "file": relative_path(target.path, root),
            "line": target.line + 1,
        },
        "settings": [
            {
                "name": setting.name,
                "value": _value(setting.value),
                "source": setting.source,
                "file": relative_path(setting.file, root) if setting.file else None,
                "line": setting.line + 1 if setting.file else None,
                "default": _default(setting.default),
                "kept_by_redeploy": setting.is_kept,
            }
            for setting in shown.settings
        ],
    }


def _value(value: Any) -> Any:
    """The value of a setting: `{"unknown": "<expression>"}` for one that can't be known."""
    if isinstance(value, Unknown):
        return {"unknown": value.expression}
    return hidden_secrets(value)


def _default(default: Default | None) -> dict[str, Any] | None:
    if default is None:
        return None
    words = default.words.replace("`", "")
    return {"value": default.value, "from": default.origin, "description": words}


def table(shown: Effective, root: str) -> Iterator[str]:
    """The app for a terminal."""
    names = printable(shown.name), printable(shown.deployed_as)
    yield f"{names[0]} ({_kind(shown, root)}), deployed as {names[1]}\n"
    rows = [
        # The words for a default are Markdown; a terminal has no use for its backticks.
        (setting.name, _cut(printable(_text(setting))), printable(setting.origin(root)))
        for setting in shown.settings
        if setting.text and not setting.is_unknown
    ]
    name_width = max((columns(name) for name, _, _ in rows), default=0)
    value_width = max((columns(value) for _, value, _ in rows), default=0)
    for name, value, origin in rows:
        yield f"  {padded(name, name_width)}  {padded(value, value_width)}  {origin}\n"
    if shown.kind == "unknown" and any(setting.is_unknown for setting in shown.settings):
        yield "  The other settings are unknown, because `ref` cannot be resolved.\n"
    if shown.kept:
        yield f"  A redeploy keeps the running app's {', '.join(shown.kept)}: \
app_scale_settings is false.\n"


def _text(setting: Setting) -> str:
    if isinstance(setting.value, Unknown) and not setting.is_words:
        return f"unknown: {setting.text}"
    return setting.text.replace("`", "") if setting.is_words else setting.text


def _cut(text: str) -> str:
    return text if len(text) <= _WIDEST else f"{text[: _WIDEST - 3]}..."


def _kind(shown: Effective, root: str) -> str:
    if shown.target is None:
        return shown.kind
    if shown.kind == "unknown":
        return (
            f"unknown: {shown.target.name} in {printable(relative_path(shown.target.path, root))}"
        )
    place = f"{relative_path(shown.target.path, root)}:{shown.target.line + 1}"
    return f"{shown.kind} {shown.target.name} in {printable(place)}"
