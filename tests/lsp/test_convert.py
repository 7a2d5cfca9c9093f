"""Positions in three encodings, and diagnostics on the wire."""

from __future__ import annotations

from typing import get_args

import pytest
from fal_lsp.lint.diagnostic import Diagnostic, RelatedSpan
from fal_lsp.lsp.client_capabilities import Capabilities
from fal_lsp.lsp.convert import Positions, diagnostics
from fal_lsp.rules.finding import FilePlace, Severity
from fal_lsp.text import Encoding, LineIndex, Span
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types
from lsprotocol.converters import get_converter

ENCODINGS = get_args(Encoding)


# The place is marked by `$0`; then its line and its column in UTF-8, UTF-16 and UTF-32.
PLACES = [
    ("$0", 0, (0, 0, 0)),
    ("a$0b", 0, (1, 1, 1)),
    ("ab\ncd$0", 1, (2, 2, 2)),
    ("é$0", 0, (2, 1, 1)),
    ("漢字$0", 0, (6, 2, 2)),
    ("😀$0", 0, (4, 2, 1)),
    ("x = '👩‍🚀'$0", 0, (17, 11, 9)),
    ("# \u2028 no line ends here$0", 0, (23, 21, 21)),
    ("# \x0c \x85 nor here$0", 0, (15, 14, 14)),
    ("a\r\n😀$0b", 1, (4, 2, 1)),
    ("a\r😀$0b", 1, (4, 2, 1)),
    ("\r\r\n\n$0", 3, (0, 0, 0)),
    ("\ufeff$0a", 0, (3, 1, 1)),
    ("\ufeffé = 1\n漢$0", 1, (3, 1, 1)),
    ("\ud800$0", 0, (3, 1, 1)),
]


@pytest.mark.parametrize(("marked", "line", "columns"), PLACES)
def test_an_offset_is_a_position_in_every_encoding(
    marked: str, line: int, columns: tuple[int, int, int]
) -> None:
    offset = marked.index("$0")
    for encoding, column in zip(ENCODINGS, columns, strict=True):
        positions = Positions(LineIndex(marked.replace("$0", "")), encoding)
        position = types.Position(line, column)
        assert positions.position(offset) == position, encoding
        assert positions.offset(position) == offset, encoding


# Line and column in UTF-16 units of "a😀\r\nb", and the offset that is taken for them.
OUTSIDE = [(0, 2, 1), (0, 3, 2), (0, 99, 2), (1, 1, 5), (1, 99, 5), (2, 0, 5), (99, 99, 5)]


@pytest.mark.parametrize(("line", "column", "offset"), OUTSIDE)
def test_a_position_outside_is_clamped(line: int, column: int, offset: int) -> None:
    positions = Positions(LineIndex("a😀\r\nb"), "utf-16")
    assert positions.offset(types.Position(line, column)) == offset


def test_a_range_that_is_written_backwards_is_turned_round() -> None:
    positions = Positions(LineIndex("abc\ndef"), "utf-16")
    backwards = types.Range(types.Position(1, 2), types.Position(0, 1))
    assert positions.span(backwards) == Span(1, 6)


@given(st.text(st.sampled_from("a\r\n😀é漢\u2028\ufeff\t")), st.data())
def test_every_offset_comes_back(text: str, data: st.DataObject) -> None:
    encoding = data.draw(st.sampled_from(ENCODINGS))
    positions = Positions(LineIndex(text), encoding)
    offset = data.draw(st.integers(0, len(text)))
    # The place between \r and \n belongs to the line end, which no position can name.
    if text[max(offset - 1, 0) : offset + 1] != "\r\n":
        assert positions.offset(positions.position(offset)) == offset


FOUND = Diagnostic(
    "ref-conflict",
    Severity.WARNING,
    "`ref` and …",
    Span(3, 5),
    "https://example.org/#ref-conflict",
    (
        RelatedSpan("here", Span(0, 2)),
        RelatedSpan("there", FilePlace("/p/a b.py", 7)),
    ),
    ("unnecessary", "deprecated"),
)
URI = "file:///p/pyproject.toml"


def wire(abilities: Capabilities) -> types.Diagnostic:
    positions = Positions(LineIndex("😀 \nab😀"), "utf-16")
    found = diagnostics([FOUND], positions, URI, abilities)[0]
    return get_converter().structure(found, types.Diagnostic)


def test_a_diagnostic_says_all_that_the_client_takes() -> None:
    found = wire(
        Capabilities(related_information=True, diagnostic_tags=True, code_description=True)
    )
    assert str(found.range) == "1:0-1:2"
    assert found.severity == types.DiagnosticSeverity.Warning
    assert (found.source, found.code, found.message) == ("fal-lsp", "ref-conflict", "`ref` and …")
    assert list(found.tags or ()) == [
        types.DiagnosticTag.Unnecessary,
        types.DiagnosticTag.Deprecated,
    ]
    assert found.code_description == types.CodeDescription("https://example.org/#ref-conflict")
    assert found.related_information is not None
    assert [(str(place.location.uri), str(place.location.range), place.message)
            for place in found.related_information] == [
        (URI, "0:0-0:3", "here"),
        ("file:///p/a%20b.py", "7:0-7:0", "there"),
    ]  # fmt: skip


def test_a_diagnostic_says_nothing_that_the_client_cannot_take() -> None:
    found = wire(Capabilities())
    assert (found.tags, found.code_description, found.related_information) == (None, None, None)
