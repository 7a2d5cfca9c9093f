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
_MOST_COMPARED = 200
"""How many names are compared; of more, those that begin with the same letter."""
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
    from difflib import get_close_matches

    candidates = list(dict.fromkeys(names))
    if len(candidates) > _MOST_COMPARED:
        start = name[:1].lower()
        candidates = [each for each in candidates if each[:1].lower() == start][:_MOST_COMPARED]
    lowered = {candidate.lower(): candidate for candidate in reversed(candidates)}
    close = get_close_matches(name.lower(), lowered, 1, 0.7)
    return lowered[close[0]] if close else None


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
