"""The attributes that the code of files sets or deletes, of whatever object.

Knows all the ways in which a name after a dot is bound; must not know what the object is. Names
that code makes (`setattr`) are not among them: `makes_names` in `attribute_words.py`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from ..files import Unreadable
from .syntax import parse, source_text

if TYPE_CHECKING:
    from ..workspace import Content, Workspace

SetAttributes = Mapping[str, frozenset[str]]
"""Each attribute with what is written before its dot: a name, or the empty string for the rest."""


def set_attributes(workspace: Workspace, paths: Iterable[str]) -> SetAttributes | None:
    """Those that any code of some files sets or deletes; `None` where one cannot be read.

    Read once for each file.
    """
    found: dict[str, frozenset[str]] = {}
    for path in paths:
        inside = workspace.derive(path, "set attributes", _of_file)
        if isinstance(inside, Unreadable):
            return None
        for name, owners in inside.items():
            found[name] = found.get(name, frozenset()) | owners
    return found


def _of_file(real: str, content: Content) -> SetAttributes | Unreadable:
    text = source_text(real, content)
    tree = text if isinstance(text, Unreadable) else parse(real, text)
    if isinstance(tree, Unreadable):
        return tree
    found: dict[str, set[str]] = {}
    passing: set[int] = set()
    for each in ast.walk(tree):
        # `x.y += 1` reads it first, and `x.y: int` alone sets nothing.
        if isinstance(each, ast.AugAssign) or (
            isinstance(each, ast.AnnAssign) and each.value is None
        ):
            passing.add(id(each.target))
        elif isinstance(each, ast.Attribute) and not (
            isinstance(each.ctx, ast.Load) or id(each) in passing
        ):
            owner = each.value.id if isinstance(each.value, ast.Name) else ""
            found.setdefault(each.attr, set()).add(owner)
    return {name: frozenset(owners) for name, owners in found.items()}
