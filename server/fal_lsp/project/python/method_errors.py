"""What certainly raises when fal calls the methods of an app, and not when it loads the file.

Knows which kinds of errors are looked for; must not know what runs (`certain_runs.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .certain_runs import CertainRuns
from .undefined_names import UndefinedNames, suspects

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .endings import Endings
    from .loading import Loading
    from .method_error import MethodError
    from .modules import Modules
    from .undefined_names import Suspects


class Doubts(NamedTuple):
    """What may be wrong in the files that are loaded with an app."""

    names: Mapping[str, Suspects]


def doubts(modules: Modules, loading: Loading) -> Doubts | None:
    """What to look for in the methods of all apps of a file, `None` for nothing. Never raises."""
    names = suspects(modules, loading)
    if not names or any(
        each.sets_unknown or each.refused or each.changes_others for each in loading.running
    ):
        return None
    return Doubts(names)


def method_errors(endings: Endings, doubts: Doubts) -> tuple[MethodError, ...]:
    """The errors of an app, each name of a file once. Never raises."""
    replaced = endings.models.set_anywhere
    if replaced is None:
        return ()
    try:
        names = UndefinedNames(doubts.names)
        every: dict[tuple[str, str], MethodError] = {}
        for each in _errors(CertainRuns(endings, replaced.keys()), names):
            if each.name not in replaced:
                every.setdefault((each.path, each.name), each)
        return tuple(every.values())
    except RecursionError:
        return ()


def _errors(runs: CertainRuns, names: UndefinedNames) -> Iterator[MethodError]:
    for running, node in runs.parts():
        error = names.error(running, node)
        if error is not None:
            yield error
