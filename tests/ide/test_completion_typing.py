"""Types the specification's examples character by character and looks for the right suggestion.

Right is a suggestion that, once accepted, has written the rest of the word being typed (a key, a
part of a header, a string, a number, true or false) as it stands in the example. Nobody can know
the words that a user makes up: the names of apps, an image, the arguments of a program.

`python -m pytest tests/ide/test_completion_typing.py -s` prints the rates.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest
from fal_lsp.ide.completion import completion
from fal_lsp.project import open_project
from fal_lsp.toml import parse

from tests.support.completion import (
    EXAMPLES,
    FIRST,
    MADE_UP,
    check_sound,
    goal,
    is_known,
    words,
    written,
)

if TYPE_CHECKING:
    from fal_lsp.project import Project


class Word(NamedTuple):
    """A word of an example, and for each offset in it where the right suggestion stands."""

    text: str
    start: int
    ranks: tuple[int | None, ...]
    """Before its first character, then after each of its characters but the last one."""


def typed(name: str, *, snippets: bool, project: Project | None) -> list[Word]:
    """Every word of an example with the ranks of the right suggestion while it is typed."""
    text = (EXAMPLES / name / "pyproject.toml").read_text(encoding="utf-8")
    found, document = [], None
    for start, end in words(text):
        wanted = goal(text, start, end)
        ranks: list[int | None] = []
        for offset in range(start, end):
            document = parse(text[:offset], document)
            entries = completion(document, offset, project=project, snippets=snippets)
            check_sound(text[:offset], offset, entries, snippets)
            ranks.append(
                next(
                    (
                        rank
                        for rank, entry in enumerate(entries)
                        if (text[: entry.edit.span.start] + written(entry)).startswith(wanted)
                    ),
                    None,
                )
            )
        found.append(Word(text[start:end], start, tuple(ranks)))
    return found


@pytest.mark.parametrize("snippets", [False, True])
@pytest.mark.parametrize("name", MADE_UP)
def test_while_a_word_is_typed_the_right_suggestion_is_among_the_first(
    name: str, snippets: bool
) -> None:
    project = open_project(str(EXAMPLES / name / "pyproject.toml"))
    for word in typed(name, snippets=snippets, project=project):
        if not is_known(name, word.text):
            continue
        late = [rank for rank in word.ranks[1:] if rank is None or rank >= FIRST]
        assert not late, word


def test_the_container_example_is_right_from_the_start_of_most_words() -> None:
    """Before a word is begun there are many things to write; the right one is mostly near."""
    project = open_project(str(EXAMPLES / "dockerfile" / "pyproject.toml"))
    for word in typed("dockerfile", snippets=True, project=project):
        if word.text in MADE_UP["dockerfile"]:
            continue
        first = word.ranks[0]
        assert first is not None, word
        assert first < FIRST, word


def test_the_made_up_words_are_only_those_that_nobody_can_know() -> None:
    for name, made_up in MADE_UP.items():
        project = open_project(str(EXAMPLES / name / "pyproject.toml"))
        for word in typed(name, snippets=False, project=project):
            # The name of an app is known once a header has it.
            if word.text in made_up and word.text[0] == '"':
                assert all(rank is None for rank in word.ranks[1:]), word


def test_print_the_rates() -> None:
    """With the files of the example there, and without any."""
    lines = []
    for title, has_files in (("with the project's files", True), ("without files", False)):
        inside = inside_hits = before = before_hits = all_inside = 0
        for name in MADE_UP:
            path = str(EXAMPLES / name / "pyproject.toml")
            project = open_project(path) if has_files else None
            for word in typed(name, snippets=True, project=project):
                all_inside += len(word.ranks) - 1
                if word.text in MADE_UP[name]:
                    continue
                inside += len(word.ranks) - 1
                inside_hits += sum(rank is not None and rank < FIRST for rank in word.ranks[1:])
                before += 1
                before_hits += word.ranks[0] is not None and word.ranks[0] < FIRST
        lines.append(
            f"{title}: while typing {inside_hits}/{inside} of what can be known "
            f"({inside_hits}/{all_inside} of everything), before typing {before_hits}/{before}"
        )
        assert inside_hits > (0.99 if has_files else 0.75) * inside
        assert before_hits > (0.9 if has_files else 0.8) * before
    print("", *lines, sep="\n")
