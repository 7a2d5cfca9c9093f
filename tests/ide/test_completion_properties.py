"""What holds at any offset of any text: no error, sound edits, and valid files stay valid."""

from __future__ import annotations

from pathlib import Path

import tomli
from fal_lsp.ide.completion import completion
from fal_lsp.project import open_project
from fal_lsp.toml import parse
from fal_lsp.toml.cursor import cursor_at
from hypothesis import example, given
from hypothesis import strategies as st

from tests.support.completion import applied, check_sound
from tests.support.corpus import cases
from tests.support.examples import examples

TEXTS = [case.text for case in cases()]
VALID = [text for text in TEXTS if parse(text).error is None and "tool.fal" in text]
GOOD = Path(__file__).parents[2] / "examples" / "good" / "pyproject.toml"
PROJECT = open_project(str(GOOD))
ALPHABET = "[]{}\"'=.,#\\ :/ab1\n\r\t😀\u2028"


@examples(300)
@given(st.sampled_from(TEXTS), st.floats(0, 1), st.booleans())
def test_any_offset_of_any_file_has_sound_suggestions(
    text: str, part: float, snippets: bool
) -> None:
    offset = round(part * len(text))
    check_sound(text, offset, completion(parse(text), offset, snippets=snippets), snippets)


@examples(300)
@given(st.sampled_from([*TEXTS, GOOD.read_text("utf-8")]), st.floats(0, 1), st.booleans())
def test_every_beginning_of_a_file_has_sound_suggestions(
    text: str, part: float, snippets: bool
) -> None:
    offset = round(part * len(text))
    text = text[:offset]
    project = PROJECT
    found = completion(parse(text), offset, project=project, snippets=snippets)
    check_sound(text, offset, found, snippets)


@examples(500)
@given(
    st.sampled_from(VALID), st.floats(0, 1), st.text(alphabet=ALPHABET, max_size=6), st.booleans()
)
def test_any_text_typed_into_a_file_has_sound_suggestions(
    text: str, part: float, typed: str, snippets: bool
) -> None:
    place = round(part * len(text))
    text = text[:place] + typed + text[place:]
    offset = place + len(typed)
    check_sound(text, offset, completion(parse(text), offset, snippets=snippets), snippets)


@examples(300)
@given(
    st.text(alphabet="[]{}\"'=.,#\\ \n\r\t😀\u2028toolfalapps", max_size=60),
    st.integers(-5, 70),
    st.booleans(),
)
def test_any_text_has_sound_suggestions(text: str, offset: int, snippets: bool) -> None:
    found = completion(parse(text), offset, snippets=snippets)
    check_sound(text, min(max(offset, 0), len(text)), found, snippets)


@examples(400)
@given(st.sampled_from(VALID), st.floats(0, 1), st.sampled_from(["", "\n", " ", ", "]))
@example("[tool.fal.apps.x]\nimage = {}\n", 0.999, "\n")
def test_a_valid_file_stays_valid(text: str, part: float, typed: str) -> None:
    """Each suggestion but a key, which needs a value, leaves the file valid."""
    place = round(part * len(text))
    text = text[:place] + typed + text[place:]
    offset = place + len(typed)
    document = parse(text)
    if document.error is not None:
        return
    for entry in completion(document, offset, snippets=True):
        if (entry.retrigger and entry.kind == "app") or entry.edit.text.endswith("= "):
            continue
        after = applied(text, entry)
        assert parse(after).error is None, (entry, after)
        tomli.loads(after.removeprefix("\ufeff"))


@examples(200)
@given(st.sampled_from(VALID), st.floats(0, 1), st.booleans())
def test_a_key_needs_nothing_but_a_value(text: str, part: float, snippets: bool) -> None:
    """A key ends in `= `, and a value makes the file valid."""
    place = round(part * len(text))
    for typed in ("\n", ", "):
        grown = text[:place] + typed + text[place:]
        offset = place + len(typed)
        document = parse(grown)
        if document.error is not None:
            continue
        for entry in completion(document, offset, snippets=snippets):
            if entry.edit.text.endswith("= "):
                # In front of another pair the value brings the comma along.
                value = "0," if cursor_at(document, offset).comma_after else "0"
                edit = entry.edit._replace(text=entry.edit.text + value)
                filled = entry._replace(edit=edit)
                tomli.loads(applied(grown, filled).removeprefix("\ufeff"))


@examples(100)
@given(st.sampled_from(VALID), st.floats(0, 1), st.sampled_from(["a", "re", '"', "[", "=", "\n"]))
def test_a_document_reached_by_edits_has_the_same_suggestions(
    text: str, part: float, typed: str
) -> None:
    place = round(part * len(text))
    edited = text[:place] + typed + text[place:]
    offset = place + len(typed)
    again, afresh = parse(edited, parse(text)), parse(edited)
    assert completion(again, offset) == completion(afresh, offset)
