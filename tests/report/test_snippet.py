"""What is underlined, for every shape of span: the pictures are the test."""

from __future__ import annotations

from textwrap import dedent

import pytest
from fal_lsp.report.snippet import Mark, snippet
from fal_lsp.text import LineIndex, Span

from tests.report.builders import span


def check_snippet(text: str, marked: list[str | Span], expected: str, width: int = 80) -> None:
    marks = [
        Mark(part if isinstance(part, Span) else span(text, part), sign, label, "")
        for part, sign, label in zip(marked, "^--", ["", "first", "second"], strict=False)
    ]
    lines = snippet(LineIndex(text), marks, width, False)
    assert "\n".join(lines) == dedent(expected).strip("\n")


def test_a_key() -> None:
    check_snippet(
        "a = 1\nbcd = 2\n",
        ["bcd"],
        """
          |
        2 | bcd = 2
          | ^^^
        """,
    )


def test_other_places_stand_in_the_order_of_the_text() -> None:
    check_snippet(
        "a = 1\nb = 2\n# a\n# b\nc = 3\n" + "\n" * 5 + "d = 4\n",
        ["c", "a", "d"],
        """
           |
         1 | a = 1
           | - first
        ...
         5 | c = 3
           | ^
        ...
        11 | d = 4
           | - second
        """,
    )


def test_two_places_of_one_line() -> None:
    check_snippet(
        "x = { a = 1, b = 2 }\n",
        ["b", "a"],
        """
          |
        1 | x = { a = 1, b = 2 }
          |       - first
          |              ^
        """,
    )


@pytest.mark.parametrize(
    ("text", "marked", "line", "below"),
    [
        pytest.param("x = 'äß'", "'äß'", "x = 'äß'", "    ^^^^", id="narrow"),
        pytest.param("日本 = 1", "1", "日本 = 1", "       ^", id="wide before"),
        pytest.param("x = '日本'", "'日本'", "x = '日本'", "    ^^^^^^", id="wide inside"),
        pytest.param("x = '😀' # y", "# y", "x = '😀' # y", "         ^^^", id="emoji"),
        pytest.param("e\u0301x = 1", "1", "e\u0301x = 1", "     ^", id="combining"),
        pytest.param("\tx = 1\t# c", "# c", "    x = 1    # c", "             ^^^", id="tabs"),
        pytest.param("a\u2028b = 1", "b", "a\\u2028b = 1", "       ^", id="line separator"),
        pytest.param("a\x1b[0m = 1", "1", "a\\x1b[0m = 1", "           ^", id="escape"),
        pytest.param("\ufeffx = 1", "x", "\\ufeffx = 1", "      ^", id="byte order mark"),
        pytest.param("x = ", "", "x =", "    ^", id="end of the text"),
        pytest.param("x = 1", Span(2, 2), "x = 1", "  ^", id="nothing"),
        pytest.param("x = 1\r\ny = 2", Span(4, 7), "x = 1", "    ^", id="line end"),
    ],
)
def test_columns_of_the_screen(text: str, marked: str | Span, line: str, below: str) -> None:
    check_snippet(text, [marked], f"  |\n1 | {line}\n  | {below}")


def test_several_lines() -> None:
    check_snippet(
        "x = {\n  a = 1,\n  b = 2,\n  }\n",
        ["{\n  a = 1,\n  b = 2,\n  }"],
        """
          |
        1 | x = {
          |     ^
        ...
        4 |   }
          |   ^
        """,
    )


def test_empty_text() -> None:
    check_snippet("", [""], "  |\n1 |\n  | ^")


LONG = "x = '" + "a" * 300 + "' # b"


@pytest.mark.parametrize(
    ("marked", "line", "below"),
    [
        pytest.param("x", "x = '" + "a" * 29 + "...", "^", id="start"),
        pytest.param("' # b", "..." + "a" * 20 + "' # b", " " * 23 + "^^^^^", id="end"),
        pytest.param(
            "'" + "a" * 300 + "'", "x = '" + "a" * 29 + "...", "    " + "^" * 30, id="too long"
        ),
        pytest.param(Span(100, 102), "..." + "a" * 34 + "...", " " * 23 + "^^", id="in the middle"),
    ],
)
def test_a_long_line_is_cut_around_the_mark(marked: str | Span, line: str, below: str) -> None:
    # 34 columns beside two ellipses: 40 are the least.
    check_snippet(LONG, [marked], f"  |\n1 | {line}\n  | {below}", width=40)


def test_a_line_of_a_megabyte_is_one_line_of_the_screen() -> None:
    text = "x = '" + "\x01" * 1_000_000 + "'"
    lines = list(snippet(LineIndex(text), [Mark(Span(500_000, 1_000_000), "^", "", "")], 80, False))
    assert max(map(len, lines)) < 400
