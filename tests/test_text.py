"""Lines of a text: only what TOML and the protocol call a line end ends a line."""

from __future__ import annotations

import re

import pytest
from fal_lsp.text import LineIndex
from hypothesis import given
from hypothesis import strategies as st

# A text, and its lines.
LINES = [
    ("", [""]),
    ("a", ["a"]),
    ("a\n", ["a", ""]),
    ("a\nb", ["a", "b"]),
    ("a\r\nb", ["a", "b"]),
    ("a\rb", ["a", "b"]),
    ("a\n\r\nb\r\r\n", ["a", "", "b", "", ""]),
    ("a\u2028b\x0cc\x85d\x0be\x1cf", ["a\u2028b\x0cc\x85d\x0be\x1cf"]),
    ("\ufeffa\n😀", ["\ufeffa", "😀"]),
]


@pytest.mark.parametrize(("text", "lines"), LINES)
def test_the_lines_of_a_text(text: str, lines: list[str]) -> None:
    index = LineIndex(text)
    assert [index.line_text(line) for line in range(len(index.starts))] == lines


@given(st.text(st.sampled_from("a\r\n\u2028\x0c")))
def test_lines_and_their_ends_make_up_the_text(text: str) -> None:
    ends = [match.end() for match in re.finditer("\r\n|\n|\r", text)]
    assert LineIndex(text).starts == [0, *ends]
