"""Which entry an offset lies on."""

from __future__ import annotations

import pytest
from fal_lsp.toml import parse
from fal_lsp.toml.cursor import path_at

from tests.toml.cursor_checks import (
    path,
    read,
)

AT = [
    # the text with the cursor in the span that is returned, the part, the path
    ("‹a$0b› = 1", "key", "ab"),
    ("‹$0ab› = 1", "key", "ab"),
    ("‹ab$0› = 1", "key", "ab"),
    ("ab = ‹1$02›", "value", "ab"),
    ("ab = ‹$012›", "value", "ab"),
    ("ab = ‹12$0›", "value", "ab"),
    ("ab = ‹'x$0'› # c", "value", "ab"),
    ("‹ab$0›.cd = 1", "key", "ab"),
    ("ab.‹c$0d› = 1", "key", "ab.cd"),
    ("ab.‹$0cd› = 1", "key", "ab.cd"),
    ("ab.cd = ‹1$0›", "value", "ab.cd"),
    ("[‹to$0ol›.fal]", "key", "tool"),
    ("[tool.‹$0fal›]", "key", "tool.fal"),
    ("[tool.‹fal$0›]", "key", "tool.fal"),
    ("[tool.fal]\n‹a$0› = 1", "key", "tool.fal.a"),
    ("[tool.fal]\r\na = 1\r\n‹b$0› = 1", "key", "tool.fal.b"),
    ("[[‹a$0›]]\n[[a]]", "key", "a"),
    ("[[a]]\n[[a]]\n‹b$0› = 1", "key", "a.1.b"),
    ("[[a]]\n[[a]]\n[‹a$0›.b]", "key", "a"),
    ("[[a]]\n[[a]]\n[a.‹b$0›]", "key", "a.1.b"),
    ("x = { ‹a$0› = 1 }", "key", "x.a"),
    ("x = { a = ‹1$0› }", "value", "x.a"),
    ("x = { a.‹b$0› = 1 }", "key", "x.a.b"),
    ("x = ‹{$0 a = 1 }›", "value", "x"),
    ("x = ‹{ a =$0 1 }›", "value", "x"),
    ("x = ‹[ $0 1 ]›", "value", "x"),
    ("x = [‹1$0›, 2]", "item", "x.0"),
    ("x = [1, ‹'a$0'›]", "item", "x.1"),
    ("x = [1, [2, ‹3$0›]]", "item", "x.1.1"),
    ("x = [{ a = [‹1$0›] }]", "item", "x.0.a.0"),
    ("x = [\n  1, # c\n  ‹2$0›,\n]", "item", "x.1"),
    ("😀 = 1\n".replace("😀", "'😀'") + "‹a$0› = 1", "key", "a"),
    ("a =$0 1", None, ""),
    ("a = 1 # $0c", None, ""),
    ("a = 1\n$0\nb = 1", None, ""),
    ("[a] $0# c", None, ""),
    ("$0", None, ""),
    ("a =$0", None, ""),
]


@pytest.mark.parametrize(("marked", "part", "dotted"), AT)
def test_path_at(marked: str, part: str | None, dotted: str) -> None:
    text, offset, span = read(marked)
    entry = path_at(parse(text), offset)
    assert entry == (None if part is None else (path(dotted), part, span))


# --- properties ---------------------------------------------------------------------------------
