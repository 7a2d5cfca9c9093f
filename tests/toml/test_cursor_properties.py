"""What holds for the place under any cursor, in any text and while a statement is typed."""

from __future__ import annotations

import pytest
from fal_lsp.toml import Document, parse
from fal_lsp.toml.cursor import Cursor, cursor_at, path_at
from hypothesis import given
from hypothesis import strategies as st

from tests.support.corpus import cases
from tests.support.examples import THOROUGH, examples
from tests.toml.cursor_checks import (
    path,
)

TEXTS = sorted({case.text for case in cases() if len(case.text) < 5_000})


@examples(300)
@given(st.data())
def test_any_offset_of_any_cut_text_has_a_place(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(TEXTS))
    text = text[: data.draw(st.integers(0, len(text)))]
    offset = data.draw(st.integers(-1, len(text) + 1))
    sound(parse(text), offset)


@examples(300)
@given(st.text(alphabet="[]{}\"'=.,#\\ab1 \n\r\t😀\u2028\ufeff", max_size=60), st.integers(0, 60))
def test_any_offset_of_any_text_has_a_place(text: str, offset: int) -> None:
    sound(parse(text), offset)


def sound(document: Document, offset: int) -> None:
    cursor = cursor_at(document, offset)
    start, end = cursor.span
    assert 0 <= start <= cursor.offset <= end <= len(document.text)
    assert "\n" not in document.text[start:end]
    spot = path_at(document, offset)
    if spot:
        assert spot.span.start <= offset <= spot.span.end


HOST = """\
[project]
name = "x"
dependencies = [
  "a",
  # a comment ] here
  "b",
]

[tool.fal.apps]
one = { ref = "src/one.py::One", auth = "private", regions = ["us-east", "eu-west"] }
two = {
  ref = "src/two.py::Two", # why {
  image = { dockerfile = "Dockerfile", build_args = { A = "1" } },
  machine_type = ["GPU-H100",
    "GPU-A100"],
}
three.ref = "three.py"
three.image.cmd = ["a", "b"]

[tool.fal.apps.four]
ref = 'four.py::Four'
doc = \"\"\"
a "quote" = 'x'
\"\"\"
keep_alive = 10

[tool.fal.apps.four.image]
dockerfile = "D"

  [tool.fal.apps.five] # indented
  ref = "five.py"
  name = "it's"

[[tool.other.list]]
a = 1

[[tool.other.list]]
a = 2
"""

TYPED = [
    # what is typed, and after each piece the table that the cursor is in below the one above
    [('auth = "private"', "")],
    [("keep_alive = 300 # s", "")],
    [("image", ""), (".", "image"), ("dockerfile", "image"), (" ", ""), ("=", "image")],
    [("health_check = ", ""), ("{ path = '/x', timeout_seconds = 5 ", "health_check"), ("}", "")],
    [
        ("x = ", ""),
        ("{ a = 1, ", "x"),
        ("image = ", "x"),
        ("{ cmd = ['a', \"b\"] ", "x.image"),
        ("} ", "x"),
    ],
    [("y = ", ""), ('{\n  ref = "a.py::A", # why\n  image = ', "y"), ("{ A = 1 ", "y.image")],
    [("regions = [\n  \"us-east\",\n  'eu-west',\n]\n", "")],
    [("requirements = [['a'], [\"b>=1\", 'c']]", "")],
    [('text = """\nlong [x]\nwords\n"""', "")],
    [("'a key' = 1\n", ""), ("b", "")],
]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("pieces", TYPED, ids=lambda pieces: pieces[0][0])
def test_the_table_stays_right_while_a_statement_is_typed(
    pieces: list[tuple[str, str]], newline: str
) -> None:
    host = HOST.replace("\n", newline)
    whole = parse(host)
    for line in range(0, len(whole.lines.starts), 1 if THOROUGH else 3):
        start = whole.lines.starts[line]
        above = cursor_at(whole, start)
        if above.notation != "table" or above.place not in ("blank", "key"):
            continue
        typed = ""
        for piece, below in pieces:
            first = len(typed)
            typed += piece.replace("\n", newline)
            for end in range(first + 1, len(typed) + 1):
                if typed[:end].endswith("\r"):
                    continue
                text = host[:start] + typed[:end] + newline + host[start:]
                cursor = cursor_at(parse(text, whole), start + end)
                assert table(cursor) == above.path + path(below), text[start - 40 : start + end]


def table(cursor: Cursor) -> tuple[str | int, ...]:
    """The table that the cursor is in."""
    if cursor.place == "value":
        return cursor.path[:-1]
    found = cursor.path
    if cursor.notation == "array":
        while isinstance(found[-1], int):
            found = found[:-1]
        return found[:-1]
    return found
