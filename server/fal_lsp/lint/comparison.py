"""What a change does to deployed apps: two versions of a project in, the differences out.

Knows how a deploy names apps and what a redeploy keeps; knows neither git nor output formats.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any, Literal, NamedTuple

from . import sent_values
from .setting import Effective, Setting, differ

Status = Literal["added", "removed", "changed"]

_MAX_LINES = 4_000
_NOT_SENT = frozenset({"name"})
"""Shown as the app's name on fal."""


class SettingChange(NamedTuple):
    """A setting whose value changes. `part` is the key inside of a table, empty for a whole value.

    `before` and `after` are `None` where the app or the part is not there.
    """

    name: str
    part: str
    before: Any
    after: Any
    setting_before: Setting | None
    setting_after: Setting | None
    is_kept: bool
    """A redeploy leaves the value of the running app as it is."""


class AppChange(NamedTuple):
    """What happens to one app; `before` is `None` for a new one, `after` for one that is gone."""

    before: Effective | None
    after: Effective | None
    settings: tuple[SettingChange, ...]

    @property
    def status(self) -> Status:
        """Whether the app is new, gone, or another."""
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "changed"

    @property
    def is_renamed(self) -> bool:
        """Whether a deploy makes an app of another name (or team), beside the one that runs."""
        return (
            self.before is not None
            and self.after is not None
            and _deployed(self.before) != _deployed(self.after)
        )


def compare(before: Sequence[Effective], after: Sequence[Effective]) -> list[AppChange]:
    """The apps that change, in the order of the file, those that are gone last."""
    changes = []
    for old, new in _pairs(before, after):
        settings = tuple(_settings(old, new)) if new is not None else ()
        change = AppChange(old, new, settings)
        has_other_key = old is not None and new is not None and old.name != new.name
        if settings or change.status != "changed" or change.is_renamed or has_other_key:
            changes.append(change)
    return changes


def _pairs(
    before: Sequence[Effective], after: Sequence[Effective]
) -> Iterator[tuple[Effective | None, Effective | None]]:
    """The two versions of each app: by its key, else by its name on fal."""
    keys = {each.name for each in after}
    by_key = {each.name: each for each in before}
    gone = {_deployed(each): each for each in before if each.name not in keys}
    for new in after:
        old = by_key.get(new.name)
        if old is None:
            old = gone.pop(_deployed(new), None)
        yield old, new
    for old in gone.values():
        yield old, None


def _deployed(app: Effective) -> tuple[str, str]:
    team = app.get("team")
    return repr(team.value) if team is not None else "", app.deployed_as


def _settings(old: Effective | None, new: Effective) -> Iterator[SettingChange]:
    """What differs; of a new app what is set, and who can call it."""
    if old is None:
        for each in new.settings:
            if each.name not in _NOT_SENT and (each.source != "default" or each.name == "auth"):
                yield SettingChange(each.name, "", None, each.value, None, each, False)
        return
    is_same_app = _deployed(old) == _deployed(new)
    names = dict.fromkeys(each.name for app in (old, new) for each in app.settings)
    for name in names:
        one, two = old.get(name), new.get(name)
        if name in _NOT_SENT or (one is not None and two is not None and not differ(one, two)):
            continue
        is_kept = is_same_app and two is not None and two.is_kept
        values = _value(one), _value(two)
        if all(isinstance(each, dict) for each in values):
            for part, first, second in _parts(*values):
                yield SettingChange(name, part, first, second, one, two, is_kept)
        else:
            yield SettingChange(name, "", *values, one, two, is_kept)


def _value(setting: Setting | None) -> Any:
    return setting.value if setting is not None else None


def _parts(old: dict[str, Any], new: dict[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    for part in dict.fromkeys((*old, *new)):
        if old.get(part) != new.get(part):
            yield part, old.get(part), new.get(part)


def line_counts(old: str, new: str) -> tuple[int, int] | None:
    """How many lines are added and removed; `None` where there are too many to compare."""
    one, two = old.splitlines(), new.splitlines()
    if len(one) + len(two) > _MAX_LINES:
        return None
    added = removed = 0
    for kind, start, end, to_start, to_end in SequenceMatcher(None, one, two, False).get_opcodes():
        if kind != "equal":
            removed += end - start
            added += to_end - to_start
    return added, removed


def shown(change: SettingChange) -> tuple[Any, Any]:
    """The two values without what must stay secret."""
    return _public(change.part, change.before), _public(change.part, change.after)


def _public(part: str, value: Any) -> Any:
    # A part is hidden as in the table that it comes from.
    hidden = sent_values.hidden_secrets({part: value} if part else value)
    return hidden[part] if part else hidden


def kept(changes: Iterable[SettingChange]) -> list[str]:
    """The keys whose changes a redeploy will not apply."""
    return list(dict.fromkeys(each.name for each in changes if each.is_kept))
