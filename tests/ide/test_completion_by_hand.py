"""Types whole files key by key into a model of VS Code, and looks at the letters that come out.

A list may open whenever the editor asks for one, and it may come late; what is typed must be there
to the letter all the same. Then the same with suggestions taken wherever one writes what is wanted.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import pytest
from fal_lsp.ide.completion import completion
from fal_lsp.ide.types import Completion
from fal_lsp.project import open_project
from fal_lsp.toml import Document, parse

from tests.support.corpus import Case
from tests.support.corpus_variants import rewrite
from tests.support.editor import Complete, Editor, filled
from tests.support.examples import sample

EXAMPLES = Path(__file__).parents[2] / "examples"
NOTATIONS = ("inline", "inline on lines", "dotted", "dotted from the top", "quoted")
DELAYS = (0, 1, 2, 5)


def _files() -> Iterator[tuple[str, str, Path]]:
    """The name, text and path of each file to type, in every notation that it can be written in."""
    for path in sorted((*EXAMPLES.glob("spec/*/pyproject.toml"), EXAMPLES / "good/pyproject.toml")):
        text = path.read_text("utf-8")
        text = text[text.index("[tool.fal") :]
        yield path.parent.name, text, path
        for notation in NOTATIONS:
            other = rewrite(Case(path.parent.name, "valid", "", text, (), frozenset()), notation)
            if other:
                yield other.name, other.text, path


FILES = {name: (text, path) for name, text, path in _files()}


@cache
def _suggestions(name: str, snippets: bool) -> Complete:
    """The suggestions in the project of a file; the same question is asked with each delay."""
    project = open_project(str(FILES[name][1]))
    last: list[Document | None] = [None]

    @cache
    def complete(text: str, offset: int, trigger: str) -> Sequence[Completion]:
        last[0] = document = parse(text, last[0])
        return completion(document, offset, project=project, snippets=snippets, trigger=trigger)

    return complete


@pytest.mark.parametrize("auto_close", [True, False])
@pytest.mark.parametrize("name", sample([*FILES], 2))
def test_what_is_typed_is_what_is_there(name: str, auto_close: bool) -> None:
    text = FILES[name][0]
    for delay in DELAYS:
        editor = Editor(_suggestions(name, True), auto_close=auto_close, delay=delay)
        for key in text:
            editor.type(key)
        assert editor.text == text, delay


LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789.,_-/=: "


@pytest.mark.parametrize("auto_close", [True, False])
@pytest.mark.parametrize("name", sample([*FILES], 8))
def test_mistakes_that_are_taken_back_leave_nothing_behind(name: str, auto_close: bool) -> None:
    """Wrong keys and Backspace, the last letter once more, and Escape, at any place."""
    text = FILES[name][0]
    for delay in (0, 1, 3):
        dice = random.Random(f"{name} {delay}")
        editor = Editor(_suggestions(name, True), auto_close=auto_close, delay=delay)
        # What is taken back can be a bracket that the editor closed, so it is asked what is right.
        plain = Editor(lambda text, offset, trigger: (), auto_close=auto_close)
        for index, key in enumerate(text):
            chance, before = dice.random(), text[max(0, index - 1) : index]
            keys = ""
            if chance < 0.1:
                times = dice.randint(1, 3)
                keys = dice.choice(LETTERS) * times + "\b" * times
            elif chance < 0.2 and before and before not in "\n\"'[]{}":
                keys = "\b" + before
            elif chance < 0.25:
                editor.escape()
            for each in (*keys, key):
                for one in (editor, plain):
                    if each == "\b":
                        one.backspace()
                    else:
                        one.type(each)
            assert editor.text == plain.text, (delay, editor.text[: editor.caret])


@pytest.mark.parametrize("snippets", [True, False])
@pytest.mark.parametrize("name", sample([*FILES], 2, 1))
def test_suggestions_that_are_taken_write_the_same(name: str, snippets: bool) -> None:
    """Each suggestion that writes what is wanted is taken; what it can't know is typed on."""
    text = FILES[name][0]
    for auto_close in (True, False):
        editor = Editor(_suggestions(name, snippets), auto_close=auto_close)
        typed = 0
        while editor.caret < len(text):
            item = _wanted(editor, text)
            if item:
                editor.accept(item)
            else:
                editor.type(text[editor.caret])
                typed += 1
            assert text.startswith(editor.text[: editor.caret]), editor.text
        assert editor.text == text
        assert typed < 0.8 * len(text)


def _wanted(editor: Editor, text: str) -> Completion | None:
    """The first suggestion of the list that writes more of the text."""
    for item in editor.shown.items if editor.shown else ():
        written, caret = filled(item)
        so_far = editor.text[: item.edit.span.start] + written
        ahead = item.edit.span.start + caret > editor.caret
        if ahead and caret == len(written) and text.startswith(so_far) and not item.also:
            return item
    return None


TAKEN = [
    # Keys to press, with suggestions to take between `‹ ›`, and what is there in the end.
    ("au‹auth›‹private›\n", 'auth = "private"\n'),
    ('auth = "pri‹private›\n', 'auth = "private"\n'),
    ("auth = 'pri‹private›\n", "auth = 'private'\n"),
    ("num‹num_gpus›‹2›\nau‹auth›", "num_gpus = 2\nauth = "),
    ("max_concurrency = 1\n", "max_concurrency = 1\n"),
    ("private_logs = true\nnum‹num_gpus›2\n", "private_logs = true\nnum_gpus = 2\n"),
    ("priv‹private_logs›t‹true›\n", "private_logs = true\n"),
    ('reg‹regions›["us-e‹us-east›, "eu-w‹eu-west›]\n', 'regions = ["us-east", "eu-west"]\n'),
    ('regions = [\n"us-e‹us-east›,\n"‹eu-west›,\n]\n', 'regions = [\n"us-east",\n"eu-west",\n]\n'),
    ('reg‹regions›‹["us-east"]›\n', 'regions = ["us-east"]\n'),
    ('image.do‹dockerfile›"‹Dockerfile›\n', 'image.dockerfile = "Dockerfile"\n'),
    (
        'ima‹image›{ do‹dockerfile›"‹Dockerfile›, cm‹cmd›["--host"] }\n',
        'image = { dockerfile = "Dockerfile", cmd = ["--host"] }\n',
    ),
    ("[tool.fal.apps.x.im‹image›\n", "[tool.fal.apps.x.image]\n"),
]


@pytest.mark.parametrize("snippets", [True, False])
@pytest.mark.parametrize("auto_close", [True, False])
@pytest.mark.parametrize(("keys", "after"), TAKEN)
def test_behind_what_is_taken_the_next_key_means_itself(
    keys: str, after: str, auto_close: bool, snippets: bool
) -> None:
    def complete(text: str, offset: int, trigger: str) -> Sequence[Completion]:
        return completion(parse(text), offset, snippets=snippets, trigger=trigger)

    editor = Editor(complete, auto_close=auto_close)
    for key in "[tool.fal.apps.x]\n":
        editor.type(key)
    while keys:
        label, end = keys[1:].split("›")[0], keys.find("›")
        if keys[0] == "‹":
            assert editor.shown
            items = {item.label: item for item in editor.shown.items}
            editor.accept(items[label])
        else:
            editor.type(keys[0])
        keys = keys[end + 1 if keys[0] == "‹" else 1 :]
    assert editor.text == "[tool.fal.apps.x]\n" + after


def test_a_suggestion_is_taken_with_enter() -> None:
    """Enter takes the first suggestion of an open list, as it does in VS Code."""

    def complete(text: str, offset: int, trigger: str) -> Sequence[Completion]:
        return completion(parse(text), offset, trigger=trigger)

    editor = Editor(complete)
    for key in "[tool.fal.apps.x]\nau\n\n\n":
        editor.type(key)
    assert editor.text == '[tool.fal.apps.x]\nauth = "private"\n'


@pytest.mark.parametrize("trigger", [",", " "])
def test_a_trigger_counts_only_before_the_cursor(trigger: str) -> None:
    """A client that waits before it asks reports the key that began the wait."""
    text = '[tool.fal.apps]\nx = { ref = "a.py::A", keep_al'
    assert [each.label for each in completion(parse(text + " }"), len(text), trigger=trigger)] == [
        "keep_alive"
    ]
