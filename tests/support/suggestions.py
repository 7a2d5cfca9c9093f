"""Asks for suggestions at `$0` and holds every answer to what editors rely on. Knows no key.

Editors compare `filter_text` (or the label) with what stands in the edit's span up to the cursor,
and hide what doesn't fit; the span must be on the line of the cursor and contain it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fal_lsp.ide.completion import completion
from fal_lsp.ide.types import Completion
from fal_lsp.toml import parse
from fal_lsp.toml.edits import apply
from fal_lsp.toml.types import TextEdit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fal_lsp.project import Project

_TABSTOP = re.compile(
    r"\\(?P<escaped>[$\\}])"
    r"|\$\{\d+:(?P<text>(?:[^}\\]|\\.)*)\}"
    r"|\$\{\d+\|(?P<choices>(?:[^|\\]|\\.)*)\|\}"
    r"|\$\d+"
)
_ESCAPED = re.compile(r"\\([$\\},|])")


def read(marked: str) -> tuple[str, int]:
    """The text and the offset of `$0` in it."""
    offset = marked.index("$0")
    return marked[:offset] + marked[offset + 2 :], offset


def suggestions(
    marked: str, *, project: Project | None = None, snippets: bool = False
) -> list[Completion]:
    """The suggestions at `$0`, once they have been checked."""
    text, offset = read(marked)
    found = completion(parse(text), offset, project=project, snippets=snippets)
    check_sound(text, offset, found, snippets)
    return list(found)


def check_sound(
    text: str, offset: int, found: Sequence[Completion], snippets: bool = False
) -> None:
    """What holds for every answer."""
    for entry in found:
        start, end = entry.edit.span
        assert start <= offset <= end, entry
        assert not set("\r\n") & set(text[start:end]), entry
        # An editor does not read escapes, so it hides what is typed with some.
        typed = text[start:offset]
        assert "\\" in typed or fits(typed, entry.filter_text or entry.label), entry
        assert snippets or not entry.snippet, entry
        # Two edits of one answer never touch, and an editor makes this one first.
        assert all(extra.span.end < start for extra in entry.also), entry
        for line in (entry.label, entry.detail, entry.description):
            assert line.isprintable(), entry
    labels = [entry.label for entry in found]
    assert len(labels) == len(set(labels)), labels


def fits(typed: str, candidate: str) -> bool:
    """Whether an editor shows the candidate for the typed text: its letters occur in order."""
    letters = iter(candidate.lower())
    return all(letter in letters for letter in typed.strip().lower())


def written(entry: Completion) -> str:
    """The text that an editor inserts before anything is typed into its places."""

    def fill(match: re.Match[str]) -> str:
        if match["escaped"]:
            return match["escaped"]
        if match["choices"]:
            first = re.split(r"(?<!\\),", match["choices"])[0]
            return _ESCAPED.sub(r"\1", first)
        return _ESCAPED.sub(r"\1", match["text"] or "")

    return _TABSTOP.sub(fill, entry.edit.text) if entry.snippet else entry.edit.text


def applied(text: str, entry: Completion) -> str:
    """The text once the suggestion is accepted."""
    edit = TextEdit(entry.edit.span, written(entry))
    return apply(text, (*entry.also, edit))


def check_completion(
    marked: str,
    expected: str,
    *,
    project: Project | None = None,
    snippets: bool = False,
    separator: str = " ",
) -> None:
    """The labels at `$0`: all of them, or the first ones where `...` stands at the end.

    A word `!label` at the end says that this label must not be there at all.
    """
    labels = [entry.label for entry in suggestions(marked, project=project, snippets=snippets)]
    words = expected.split(separator) if expected else []
    banned = [word[1:] for word in words if word.startswith("!")]
    wanted = [word for word in words if not word.startswith("!")]
    if wanted[-1:] == ["..."]:
        wanted.pop()
        labels_seen = labels[: len(wanted)]
    else:
        labels_seen = labels
    assert labels_seen == wanted, labels
    assert not set(banned) & set(labels)


def check_completion_edit(
    marked: str,
    label: str,
    after: str,
    *,
    project: Project | None = None,
    snippets: bool = False,
) -> None:
    """The whole text once the suggestion `label` is accepted; a snippet's places are left in it."""
    text, _ = read(marked)
    found = suggestions(marked, project=project, snippets=snippets)
    entry = next((entry for entry in found if entry.label == label), None)
    assert entry is not None, [entry.label for entry in found]
    assert apply(text, (*entry.also, entry.edit)) == after
