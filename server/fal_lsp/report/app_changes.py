"""What a change does to deployed apps, as text, as JSON and as a comment in Markdown.

Knows how differences are shown, not how they come about (`lint/comparison.py`). What is shown comes
from a branch of somebody else: nothing in it may be Markdown, HTML or a mention.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from fal_schema.literals import literal

from ..lint.comparison import kept, line_counts, shown
from ..lint.sent_values import Unknown
from ..markup import code
from ..paths import relative_path
from .columns import columns, padded
from .escape import printable

if TYPE_CHECKING:
    from ..lint.comparison import AppChange, SettingChange
    from ..lint.setting import Effective, Setting

_WIDEST = 60
_MOST_CHARACTERS = 60_000
"""GitHub takes 65,536 characters in a comment."""

_KEPT = "A redeploy keeps the running app's {}: {} is false."
_RENAMED = "A deploy creates a new app {}; {} keeps running until you delete it."


def text(changes: Sequence[AppChange], base: str) -> Iterator[str]:
    """The changes for a terminal."""
    if not changes:
        yield f"No changes to deployed apps since {base}.\n"
    for index, change in enumerate(changes):
        yield ("\n" if index else "") + f"{_title(change, printable)}\n"
        yield from _rows(change)
        for note in _notes(change, printable):
            yield f"  {note}\n"


def _rows(change: AppChange) -> Iterator[str]:
    """The settings with their values before and after; of a new app only those after."""
    rows = [
        (_name(each), *map(printable, _values(each)), "kept" if each.is_kept else "")
        for each in change.settings
    ]
    widths = [max((columns(row[at]) for row in rows), default=0) for at in range(3)]
    for *cells, note in rows:
        name, before, after = map(padded, cells, widths)
        values = after if change.before is None else f"{before}  ->  {after}"
        yield f"  {name}  {values}  {note}".rstrip() + "\n"


def markdown(changes: Sequence[AppChange], base: str) -> Iterator[str]:
    """The changes as a comment on GitHub."""
    yield "### What a deploy changes\n\n"
    if not changes:
        yield f"No changes to deployed apps since {_code(base)}.\n"
    written = 0
    for index, change in enumerate(changes):
        piece = "".join(_markdown(change))
        written += len(piece)
        if written > _MOST_CHARACTERS:
            yield f"... and {len(changes) - index} more apps.\n"
            return
        yield piece


def _markdown(change: AppChange) -> Iterator[str]:
    yield f"**{_title(change, _code)}**\n\n"
    is_new = change.before is None
    if change.settings:
        heads = "| Setting | Value |\n" if is_new else "| Setting | Before | After |\n| --- "
        yield f"{heads}| --- | --- |\n"
    for each in change.settings:
        before, after = map(_cell, _values(each))
        note = " (kept by a redeploy)" if each.is_kept else ""
        values = after if is_new else f"{before} | {after}"
        yield f"| {_cell(_name(each))} | {values}{note} |\n"
    if change.settings:
        yield "\n"
    for note in _notes(change, _code):
        yield f"{note}\n\n"


def objects(changes: Sequence[AppChange], base: str, commit: str, root: str) -> dict[str, Any]:
    """The changes as JSON; `line` counts from 1."""
    return {"base": base, "commit": commit, "apps": [_object(each, root) for each in changes]}


def _object(change: AppChange, root: str) -> dict[str, Any]:
    before, after = change.before, change.after
    return {
        "name": _either(change).name,
        "status": change.status,
        "renamed": change.is_renamed,
        "key": _sides(before, after, "name"),
        "deployed_as": _sides(before, after, "deployed_as"),
        "settings": [_setting(each, root) for each in change.settings],
        "kept_by_redeploy": kept(change.settings),
    }


def _sides(before: Effective | None, after: Effective | None, name: str) -> dict[str, Any]:
    return {
        "before": None if before is None else getattr(before, name),
        "after": None if after is None else getattr(after, name),
    }


def _setting(change: SettingChange, root: str) -> dict[str, Any]:
    before, after = shown(change)
    return {
        "name": _name(change),
        "before": _place(before, change.setting_before, root),
        "after": _place(after, change.setting_after, root),
        "kept_by_redeploy": change.is_kept,
    }


def _place(value: Any, setting: Setting | None, root: str) -> dict[str, Any]:
    plain = {"unknown": value.expression} if isinstance(value, Unknown) else value
    file = setting.file if setting is not None else ""
    return {
        "value": plain,
        "source": setting.source if setting is not None else None,
        "file": relative_path(file, root) if file else None,
        "line": setting.line + 1 if setting is not None and file else None,
    }


def _either(change: AppChange) -> Effective:
    found = change.after if change.after is not None else change.before
    assert found is not None
    return found


def _title(change: AppChange, show: Any) -> str:
    app = _either(change)
    name = show(app.name)
    if change.status == "added":
        return f"{name} is new, deployed as {show(app.deployed_as)}"
    if change.status == "removed":
        return f"{name} is gone, was deployed as {show(app.deployed_as)}"
    return f"{name}, deployed as {show(app.deployed_as)}"


def _notes(change: AppChange, show: Any) -> Iterator[str]:
    before, after = change.before, change.after
    if before is None:
        return
    if after is None:
        yield "A deploy does not delete it: the app keeps running until you delete it."
        return
    if before.name != after.name:
        yield f"Its key was {show(before.name)}."
    if change.is_renamed:
        yield _RENAMED.format(show(after.deployed_as), show(before.deployed_as))
    names = kept(change.settings)
    if names:
        yield _KEPT.format(", ".join(map(show, names)), show("app_scale_settings"))


def _name(change: SettingChange) -> str:
    return f"{change.name}.{change.part}" if change.part else change.name


def _values(change: SettingChange) -> tuple[str, str]:
    before, after = shown(change)
    if change.part == "dockerfile_str" and isinstance(before, str) and isinstance(after, str):
        counts = line_counts(before, after)
        lines = f"{len(before.splitlines())} lines"
        if counts is None:
            return lines, f"{len(after.splitlines())} lines"
        return lines, f"{len(after.splitlines())} lines (+{counts[0]} -{counts[1]})"
    return (
        _text(before, change.setting_before, bool(change.part)),
        _text(after, change.setting_after, bool(change.part)),
    )


def _text(value: Any, setting: Setting | None, is_part: bool) -> str:
    if isinstance(value, Unknown):
        found = value.words.replace("`", "") or f"unknown: {value.expression}"
    elif value is not None:
        found = literal(value) if is_part or setting is None else setting.text
    elif setting is None:
        found = ""
    else:
        default = "" if is_part else setting.text.replace("`", "")
        found = f"not set ({default})" if default else "not set"
    return found if len(found) <= _WIDEST else f"{found[: _WIDEST - 3]}..."


def _code(shown_text: str) -> str:
    return code(printable(shown_text))


def _cell(shown_text: str) -> str:
    """A code span in a table, where a bar would end the cell; nothing for no text."""
    return _code(shown_text).replace("|", "\\|") if shown_text else ""
