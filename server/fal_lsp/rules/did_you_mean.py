"""Suggestions for a misspelt name: the nearest one, the sentence and the fix. Knows no rule."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from fal_schema.literals import literal

from ..project.files import Unreadable
from .finding import Edit, Finding, Fix, Place, RenameKey, ReplaceValue

if TYPE_CHECKING:
    from ..project import Project


MOST_SUGGESTIONS = 10
"""For how many mistakes of a Python file, or of the arguments of a build, a name is suggested: to
find one costs all names."""

_LONGEST = 200
_CLOSE = 0.7
_MOST_COMPARED = 50
"""How many names are compared; of more, those that begin with the same letters."""
_MOST_MATCHED = 10
"""How many are compared letter by letter: those with the most letters in common."""
_MOST_READ = 30
"""How many files are read to see which one defines a symbol."""


def did_you_mean(
    rule: str,
    message: str,
    place: Place,
    meant: str | None,
    *,
    before: str = "",
    after: str = "",
    advice: str = "",
) -> Finding:
    """A finding that suggests a name, with the fix that writes it.

    `meant` is the suggestion; `before` and `after` are the rest of the value that it is a part of.
    Without a suggestion the finding has `advice` as its help. The fix is not safe: it is a guess.
    """
    if meant is None:
        return Finding(rule, message, place, help=advice)
    return Finding(
        rule,
        f"{message} {question(meant)}",
        place,
        fixes=(change_to(place, f"{before}{meant}{after}", safe=False),),
    )


def question(meant: str) -> str:
    """The sentence that suggests a name."""
    return f"Did you mean `{meant}`?"


def change_to(place: Place, value: str, *, safe: bool = True, preferred: bool = True) -> Fix:
    """The fix that writes another string at a place, or another name for a key."""
    title = f"Change to `{value}`"
    edit: Edit = ReplaceValue(place.path, literal(value))
    if place.part == "key":
        title = f"Rename to `{value}`"
        edit = RenameKey(place.path, value)
    return Fix(title, (edit,), safe, preferred)


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The closest of some names, `None` where none is close or the name is too long to compare."""
    if len(name) > _LONGEST:
        return None
    from difflib import SequenceMatcher

    lowered = {each.lower(): each for each in reversed(list(names))}
    matcher = SequenceMatcher(b=name.lower())
    ranked: list[tuple[float, str]] = []
    for each in _alike(name.lower(), list(lowered)):
        matcher.set_seq1(each)
        if matcher.real_quick_ratio() >= _CLOSE and matcher.quick_ratio() >= _CLOSE:
            ranked.append((matcher.quick_ratio(), each))
    best = (_CLOSE, "")
    for at_most, each in sorted(ranked, reverse=True)[:_MOST_MATCHED]:
        if at_most < best[0]:
            break
        matcher.set_seq1(each)
        best = max(best, (matcher.ratio(), each))
    return lowered.get(best[1])


def _alike(name: str, names: list[str]) -> list[str]:
    """At most so many names as are compared, with as many of the same first letters as it takes."""
    for length in range(1, len(name) + 1):
        if len(names) <= _MOST_COMPARED:
            break
        names = [each for each in names if each.startswith(name[:length])] or names[:_MOST_COMPARED]
    return names[:_MOST_COMPARED]


def nearest_path(project: Project, path: str, symbol: str | None = None) -> str | None:
    """The Python file that was probably meant: one of the same name, or the nearest one.

    In a directory that exists, the only file that defines the symbol comes first.
    """
    path = path.replace("\\", "/")
    # A link that leads nowhere is listed, too.
    files = [file for file in project.python_files().names if project.is_file(file)]
    for written in (path.removeprefix("./"), f"{path.removeprefix('./')}.py"):
        if written in files:
            return written
    directory, _, last = path.removeprefix("./").rpartition("/")
    beside = [file for file in files if file.rpartition("/")[0] == directory]
    defining = [file for file in beside[:_MOST_READ] if symbol and defines(project, file, symbol)]
    if len(defining) == 1:
        return defining[0]
    same_name = [file for file in files if file.rsplit("/", 1)[-1] == last]
    if len(same_name) == 1:
        return same_name[0]
    return nearest(path, files)


def defines(project: Project, file: str, symbol: str) -> bool:
    """Whether a Python file has a class or function of that name."""
    module = project.module(file)
    if isinstance(module, Unreadable):
        return False
    return any(each.definition.name == symbol for each in module.definitions)
