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
from .syntax import read_source, source_text

if TYPE_CHECKING:
    from ..workspace import Content, Workspace

_MAKING = (
    # `model.eval()` is no call of the function.
    r"(?<![.\w])(?<!def )(?:exec|eval|vars|locals|globals)\b|\bbuiltins\b"
    r"|\b(?:setattr|__setattr__|__dict__|_getframe)\b"
    r"|\b(?:import_module|__import__|run_path|run_module|exec_module|addsitedir)\b"
    r"|\bsys\.(?:path|modules|meta_path)\b"
)
_HOOKS = (
    r"\b(?:__getattr__|__getattribute__|__init_subclass__|__class__|get_current_app|__set_name__"
    r"|__new__|__slots__|__setstate__|__bases__)\b"
)
# Compiled when something would be reported: most files have no unknown attribute.
_READ = re.compile(r"\b([^\W\d]\w*)\.([^\W\d]\w*)")
_SET = re.compile(r"\bself\.([^\W\d]\w*)[ \t]*=(?!=)")


class FileWords(NamedTuple):
    """What one file says of attributes."""

    used: Mapping[str, frozenset[str]]
    """The attributes that are written after a name, whether they are read or set."""
    of_self: tuple[tuple[int, str], ...]
    """Those after `self` by their line, counted from 0."""
    assigned: frozenset[str]
    """Those that are plainly set after `self`: most of them, without a syntax tree."""


class AttributeWords(NamedTuple):
    """What all files that run with an app say of attributes."""

    files: Mapping[str, FileWords]
    assigned: frozenset[str]

    def used(self, name: str) -> frozenset[str]:
        """The attributes that are written after a name."""
        return frozenset().union(*(each.used.get(name, ()) for each in self.files.values()))

    def of_self(self, path: str, first: int, last: int) -> set[str]:
        """The attributes after `self` in some lines of a file, that none of the files plainly
        sets; `set_attributes.py` says the rest."""
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
        frozenset().union(*(each.assigned for each in every)),
    )


def makes_names(workspace: Workspace, words: AttributeWords) -> bool:
    """Whether code may set attributes by names that it makes, or run any other file."""
    return _has(workspace, words, _MAKING)


def has_hooks(workspace: Workspace, words: AttributeWords) -> bool:
    """Whether a class may give its instances attributes that no method sets."""
    return _has(workspace, words, _HOOKS)


def _has(workspace: Workspace, words: AttributeWords, pattern: str) -> bool:
    texts = [read_source(workspace, path) for path in words.files]
    return any(isinstance(each, Unreadable) or re.search(pattern, each) for each in texts)


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
        {name: frozenset(attributes) for name, attributes in used.items()},
        tuple(sorted(of_self)),
        frozenset(_SET.findall(text)),
    )
