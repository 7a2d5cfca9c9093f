"""What the words of Python files say of the attributes that their code reads and sets.

Knows how that is usually written; must not know which attribute is looked for. A word in a comment
or a string counts, too. Read once for each file: an app asks for all files that run with it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from ..files import Unreadable
from .syntax import source_text

if TYPE_CHECKING:
    from ..workspace import Content, Workspace

_MAKING = re.compile(
    # `model.eval()` is no call of the function.
    r"(?<![.\w])(?<!def )(?:exec|eval|vars|locals|globals)\b|\bbuiltins\b"
    r"|\b(?:setattr|__setattr__|__dict__|_getframe)\b"
    r"|\b(?:import_module|__import__|run_path|run_module|exec_module|addsitedir)\b"
    r"|\bsys\.(?:path|modules|meta_path)\b"
)
_HOOKS = re.compile(
    r"\b(?:__getattr__|__getattribute__|__init_subclass__|__class__|get_current_app|__set_name__"
    r"|__new__|__slots__|__setstate__|__bases__)\b"
)
_READ = re.compile(r"\b([^\W\d]\w*)\.([^\W\d]\w*)")
_SET = re.compile(r"\bself\.([^\W\d]\w*)[ \t]*(?:[-+*/%&|^@]|//|\*\*|<<|>>)?=(?!=)")


class FileWords(NamedTuple):
    """What one file says of attributes."""

    makes_names: bool
    """Code may set attributes by names that it makes, or run any other file."""
    has_hooks: bool
    """A class may give its instances attributes that no method sets."""
    used: Mapping[str, frozenset[str]]
    """The attributes that are written behind a name, whether they are read or set."""
    of_self: tuple[tuple[int, str], ...]
    """Those behind `self` by their line, counted from 0."""
    assigned: frozenset[str]
    """Those that are plainly set behind `self`."""


class AttributeWords(NamedTuple):
    """What all files that run with an app say of attributes."""

    files: Mapping[str, FileWords]
    makes_names: bool
    has_hooks: bool
    assigned: frozenset[str]

    def used(self, name: str) -> frozenset[str]:
        """The attributes that are written behind a name."""
        return frozenset().union(*(each.used.get(name, ()) for each in self.files.values()))

    def of_self(self, path: str, first: int, last: int) -> set[str]:
        """The attributes behind `self` in some lines of a file, that none of the files plainly
        sets; the syntax trees say the rest."""
        words = self.files.get(path)
        if words is None:
            return set()
        start, end = (bisect_left(words.of_self, (line, "")) for line in (first, last + 1))
        return {name for _, name in words.of_self[start:end]} - self.assigned


def attribute_words(workspace: Workspace, paths: Iterable[str]) -> AttributeWords | None:
    """The words of some files; `None` where one cannot be read."""
    files: dict[str, FileWords] = {}
    for path in paths:
        words = workspace.derive(path, "attribute words", _words)
        if isinstance(words, Unreadable):
            return None
        files[path] = words
    every = files.values()
    return AttributeWords(
        files,
        any(each.makes_names for each in every),
        any(each.has_hooks for each in every),
        frozenset().union(*(each.assigned for each in every)),
    )


def _words(real: str, content: Content) -> FileWords | Unreadable:
    text = source_text(real, content)
    if isinstance(text, Unreadable):
        return text
    used: dict[str, set[str]] = {}
    of_self: list[tuple[int, str]] = []
    for number, line in enumerate(text.split("\n")):
        for name, attribute in _READ.findall(line):
            used.setdefault(name, set()).add(attribute)
            if name == "self":
                of_self.append((number, attribute))
    return FileWords(
        _MAKING.search(text) is not None,
        _HOOKS.search(text) is not None,
        {name: frozenset(attributes) for name, attributes in used.items()},
        tuple(sorted(of_self)),
        frozenset(_SET.findall(text)),
    )
