"""What certainly raises when fal calls the methods of an app, and not when it loads the file.

Knows which kinds of errors are looked for; must not know what runs (`certain_runs.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .certain_runs import CertainRuns
from .later_imports import doubtful_importers, import_errors
from .path_sums import doubtful_sums, path_sum
from .python_attributes import doubtful_files, python_attribute_error
from .refused_calls import doubtful_calls, refused_call
from .undefined_names import UndefinedNames, suspects

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .endings import Endings
    from .loading import Loaded, Loading
    from .method_error import MethodError
    from .modules import Modules
    from .undefined_names import Suspects


class Doubts(NamedTuple):
    """What may be wrong in the files that are loaded with an app."""

    names: Mapping[str, Suspects]
    importers: Mapping[str, Loaded]
    calls: Mapping[str, frozenset[str]]
    sums: frozenset[str]
    attributes: frozenset[str]


def doubts(modules: Modules, loading: Loading) -> Doubts | None:
    """What to look for in the methods of all apps of a file, `None` for nothing. Never raises."""
    found = Doubts(
        suspects(modules, loading),
        doubtful_importers(modules, loading),
        doubtful_calls(modules, loading),
        doubtful_sums(modules, loading),
        doubtful_files(modules, loading),
    )
    if not any(found) or any(
        each.sets_unknown or each.refused or each.changes_others for each in loading.running
    ):
        return None
    return found


def method_errors(endings: Endings, doubts: Doubts) -> tuple[MethodError, ...]:
    """The errors of an app, each name of a file once. Never raises."""
    replaced = endings.models.set_anywhere
    if replaced is None:
        return ()
    modules = endings.attributes.modules
    every: dict[tuple[str, str], MethodError] = {}
    try:
        names = UndefinedNames(doubts.names)
        runs = CertainRuns(endings, replaced.keys())
        for running, node in runs.parts():
            error = (
                names.error(running, node)
                or import_errors(modules, doubts.importers, running, node)
                or refused_call(runs, doubts.calls, running, node)
                or path_sum(doubts.sums, running, node)
                or python_attribute_error(doubts.attributes, running, node)
            )
            if error is not None and error.name not in replaced:
                every.setdefault((error.path, error.name), error)
    except RecursionError:
        return ()
    return tuple(every.values())
