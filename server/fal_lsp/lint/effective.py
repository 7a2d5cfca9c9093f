"""What fal would deploy for an app: every setting, its value and where that comes from.

Knows which class or function an app has; knows neither output formats nor the protocol.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..project.files import Unreadable
from ..rules.app_source import ref_target, reference
from .merging import Merger
from .sent_values import Unknown
from .setting import Default, Effective, Kind, Setting, Source, differ

if TYPE_CHECKING:
    from ..project.python.apps import Target
    from ..rules.context import AppContext

__all__ = ["Default", "Effective", "Kind", "Setting", "Source", "effective"]

_TARGET_KINDS: dict[str, Kind] = {"app": "class", "function": "function"}


def effective(app: AppContext) -> Effective:
    """The settings of an app in the order of the reference. Never raises."""
    target = ref_target(app) if app.project is not None else None
    deployable = _alternatives(app, target)
    if not deployable or any(each.kind == "unknown" for each in deployable):
        return _of_target(app, target)
    return _joined([_of_target(app, each) for each in deployable])


def _alternatives(app: AppContext, target: Target | None) -> list[Target]:
    """What the app may be where a condition decides; fal refuses what is neither of both kinds."""
    ref = reference(app)
    found = target.alternatives if target is not None else ()
    if ref is not None and ref.symbol is None and target is None and app.project is not None:
        # One of several names is bound: fal refuses any other number of them.
        targets = app.project.targets(ref.file)
        if not isinstance(targets, Unreadable) and targets.is_complete and not targets.apps:
            found = tuple(way for each in targets.unknown for way in each.alternatives)
    return [each for each in found if each.kind not in ("missing", "other")]


def _of_target(app: AppContext, target: Target | None) -> Effective:
    kind = _kind(app, target)
    found = app.project.app_class(target) if app.project and target and kind == "class" else None
    if kind == "class" and found is None:
        kind = "unknown"
    return Merger(app, kind, target, found).effective()


def _joined(found: list[Effective]) -> Effective:
    """The app where a condition decides between classes or functions: what is the same in all."""
    first = found[0]
    if len({each.kind for each in found}) > 1:
        first = first._replace(kind="unknown")
    settings = []
    for index, setting in enumerate(first.settings):
        ways = [each.settings[index] for each in found]
        if any(differ(each, setting) for each in ways):
            chosen = next((each for each in ways if each.source != "default"), setting)
            either = " or ".join(dict.fromkeys(each.text or "not set" for each in ways))
            setting = chosen._replace(value=Unknown(either))
        settings.append(setting)
    names = {each.deployed_as for each in found}
    deployed_as = first.deployed_as if len(names) == 1 else " or ".join(sorted(names))
    return first._replace(settings=tuple(settings), deployed_as=deployed_as)


def _kind(app: AppContext, target: Target | None) -> Kind:
    if app.has("python_entry_point"):
        return "entry-point"
    if not app.has("ref"):
        return "container" if app.has("image") else "unknown"
    if target is None:
        return "unknown"
    return _TARGET_KINDS.get(target.kind, "unknown")
