"""Changes described by paths become text edits that keep comments and layout.

A row is the text before, the changes and the text after; `None` after means that it can't be done.
"""

from __future__ import annotations

import pytest
from fal_lsp.text import Span
from fal_lsp.toml import parse
from fal_lsp.toml.edits import (
    CollapseTable,
    Edit,
    ExpandInline,
    InsertKey,
    MoveKey,
    RemoveKey,
    RenameKey,
    ReplaceText,
    ReplaceValue,
    apply,
    key_text,
    string_text,
    text_edits,
)

from tests.toml.edit_checks import Row, at, check

RENAMES: list[tuple[str, str, str, str | None]] = [
    # text, path, new name, text after
    ("a = 1 # c\n", "a", "b", "b = 1 # c\n"),
    ("a = 1", "a", "b c", '"b c" = 1'),
    ('"a b" = 1\n'.replace("a b", "ab"), "ab", "b", "b = 1\n"),
    ("'a' = 1\n", "a", "b", "b = 1\n"),
    ("[a]\nb.c = 1\n", "a.b", "d", "[a]\nd.c = 1\n"),
    ("[a]\nb.c = 1\nb.d = 2\n", "a.b", "x", "[a]\nx.c = 1\nx.d = 2\n"),
    ("[a.b] # c\nx = 1\n\n[a.b.c]\ny = 1\n", "a.b", "z", "[a.z] # c\nx = 1\n\n[a.z.c]\ny = 1\n"),
    ("[a.b.c]\n[ a . b . d ]\n", "a.b", "x.y", '[a."x.y".c]\n[ a . "x.y" . d ]\n'),
    ("[[a]]\nb = 1\n[[a]]\nb = 2\n", "a", "z", "[[z]]\nb = 1\n[[z]]\nb = 2\n"),
    ("[[a]]\nb = 1\n[[a]]\nb = 2\n", "a.1.b", "z", "[[a]]\nb = 1\n[[a]]\nz = 2\n"),
    ("[[a]]\n[a.b]\n[[a]]\n[a.b]\n", "a.1.b", "z", "[[a]]\n[a.b]\n[[a]]\n[a.z]\n"),
    ("x = { a = 1, b = 2 }\n", "x.b", "c", "x = { a = 1, c = 2 }\n"),
    ("x = [{ a = 1 }, { a = 2 }]\n", "x.1.a", "c", "x = [{ a = 1 }, { c = 2 }]\n"),
    # the column of the equals signs is kept where there is one
    ("ab   = 1\nabcd = 2\n", "ab", "abc", "abc  = 1\nabcd = 2\n"),
    ("ab   = 1\nabcd = 2\n", "abcd", "x", "ab   = 1\nx    = 2\n"),
    ("ab   = 1\nabcd = 2\n", "ab", "abcdef", "abcdef = 1\nabcd = 2\n"),
    ("ab = 1\nabcd = 2\n", "abcd", "x", "ab = 1\nx = 2\n"),
    # the name is taken, or there is nothing to rename
    ("a = 1\nb = 2\n", "a", "b", None),
    ("a = 1\n", "b", "c", None),
    ("a = [1]\n", "a.0", "c", None),
    ("", "", "c", None),
]


@pytest.mark.parametrize(("before", "dotted", "name", "after"), RENAMES)
def test_rename_key(before: str, dotted: str, name: str, after: str | None) -> None:
    check(before, after, RenameKey(at(dotted), name))


# --- replace a value ----------------------------------------------------------------------------

VALUES: list[tuple[str, str, str, str | None]] = [
    ("a = 1 # c\n", "a", "'x'", "a = 'x' # c\n"),
    ("a  =  1\n", "a", "2", "a  =  2\n"),
    ("a.b = 1\n", "a.b", "[1, 2]", "a.b = [1, 2]\n"),
    ("x = { a = 1, b = 2 }\n", "x.a", "3", "x = { a = 3, b = 2 }\n"),
    ("x = { a = 1, b = 2 }\n", "x", "3", "x = 3\n"),
    ("x = [1, 2]\n", "x.1", "3", "x = [1, 3]\n"),
    ("x = [\n  1, # c\n  2,\n]\n", "x.0", "3", "x = [\n  3, # c\n  2,\n]\n"),
    ('x = """\na\nb"""\n', "x", '"c"', 'x = "c"\n'),
    ("x = 'a'\n", "x", '"b"', "x = 'b'\n"),
    ("x = ['a', 1]\n", "x.0", '"b\\\\.c$"', "x = ['b\\.c$', 1]\n"),
    ("x = 'a'\n", "x", '"it\'s"', 'x = "it\'s"\n'),
    ("x = 'a'\n", "x", '"a\\n"', 'x = "a\\n"\n'),
    ("x = 'a'\n", "x", '["b"]', 'x = ["b"]\n'),
    ("x = '''a'''\n", "x", '"b"', 'x = "b"\n'),
    ("x = 1\n", "x", "[\n  1,\n]", "x = [\n  1,\n]\n"),
    ("x =\n", "x", "1", "x = 1\n"),
    ("x = \ny = 1\n", "x", "1", "x = 1\ny = 1\n"),
    ("x = # c\n", "x", "1", "x = 1 # c\n"),
    ("x =", "x", "1", "x = 1"),
    ("x = { a =}\n", "x.a", "1", "x = { a = 1}\n"),
    ("x = { a = , b = 1 }\n", "x.a", "1", "x = { a = 1, b = 1 }\n"),
    ("x = { a =, b = 1 }\n", "x.a", "1", "x = { a = 1, b = 1 }\n"),
    ("[x]\na = 1\n", "x", "1", None),
    ("x.a = 1\n", "x", "1", None),
    ("x = 1\n", "y", "1", None),
    ("x = 1\n", "x", "]", None),
]


@pytest.mark.parametrize(("before", "dotted", "text", "after"), VALUES)
def test_replace_value(before: str, dotted: str, text: str, after: str | None) -> None:
    check(before, after, ReplaceValue(at(dotted), text))


# --- remove -------------------------------------------------------------------------------------

REMOVED_PAIRS: list[Row] = [
    ("a = 1\n", "a", ""),
    ("a = 1", "a", ""),
    ("a = 1 # c\nb = 2\n", "a", "b = 2\n"),
    ("a = 1\nb = 2\n", "b", "a = 1\n"),
    ("a = 1\nb = 2", "b", "a = 1\n"),
    ("a = 1\n  b = 2 # c\nc = 3\n", "b", "a = 1\nc = 3\n"),
    ("# about a\na = 1\nb = 2\n", "a", "# about a\nb = 2\n"),
    ("a = [\n  1, # c\n]\nb = 2\n", "a", "b = 2\n"),
    ('a = """\nx\n"""\nb = 2\n', "a", "b = 2\n"),
    ("[x]\na = 1\n\n[y]\n", "x.a", "[x]\n\n[y]\n"),
    ("a = 1\n\nb = 2\n\nc = 3\n", "b", "a = 1\n\nc = 3\n"),
    ("a = 1\n\nb = 2\n", "b", "a = 1\n"),
    ("a = 1\n\nb = 2\n\n\n", "b", "a = 1\n"),
    ("a = 1\nb = 2\n\n\n", "b", "a = 1\n\n\n"),
    ("a = 1\n\nb = 2\n", "a", "b = 2\n"),
    ("[x]\na.b = 1\na.c = 2\n", "x.a.b", "[x]\na.c = 2\n"),
    ("[x]\na.b = 1\nz = 3\na.c = 2\n", "x.a", "[x]\nz = 3\n"),
    ("[[x]]\na = 1\nb = 1\n[[x]]\na = 2\nb = 2\n", "x.1.a", "[[x]]\na = 1\nb = 1\n[[x]]\nb = 2\n"),
    ("a = 1\n", "b", None),
    ("a = 1\n", "a.b", None),
    ("a = 1\n", "", None),
]

REMOVED_TABLES: list[Row] = [
    ("[a]\nx = 1\n", "a", ""),
    ("[a]\nx = 1\n\n[b]\ny = 1\n", "a", "[b]\ny = 1\n"),
    ("[a]\nx = 1\n\n[b]\ny = 1\n", "b", "[a]\nx = 1\n"),
    ("[a]\nx = 1\n\n[b]\ny = 1\n\n[c]\n", "b", "[a]\nx = 1\n\n[c]\n"),
    ("[a] # c\n# d\nx = 1 # e\n[b]\n", "a", "[b]\n"),
    ("[a]\n\n[a.b]\nx = 1\n\n[c]\n\n[a.d]\ny = 1\n", "a", "[c]\n"),
    ("[a]\nx = 1\n\n[a.b]\ny = 1\n", "a.b", "[a]\nx = 1\n"),
    ("[a]\nx = 1\n\n# about b\n[b]\n", "a", "# about b\n[b]\n"),
    ("[a]\nx = 1\n# still a\n\n# about b\n[b]\n", "a", "# about b\n[b]\n"),
    ("[b]\n\n[a]\nx = 1\n\n# the end\n", "a", "[b]\n\n# the end\n"),
    ("[[a]]\nx = 1\n\n[[a]]\nx = 2\n\n[[a]]\nx = 3\n", "a.1", "[[a]]\nx = 1\n\n[[a]]\nx = 3\n"),
    ("[[a]]\n[a.b]\nx = 1\n[[a]]\n[a.b]\nx = 2\n", "a.0", "[[a]]\n[a.b]\nx = 2\n"),
    ("[[a]]\nx = 1\n[b]\n[[a]]\nx = 2\n", "a", "[b]\n"),
    ("k = 1\n\n[a.b]\nx = 1\n\n[a.c]\nx = 1\n", "a.b", "k = 1\n\n[a.c]\nx = 1\n"),
]

REMOVED_ITEMS: list[Row] = [
    ("x = { a = 1 }\n", "x.a", "x = {}\n"),
    ("x = {a = 1}\n", "x.a", "x = {}\n"),
    ("x = { a = 1, b = 2 }\n", "x.a", "x = { b = 2 }\n"),
    ("x = { a = 1, b = 2 }\n", "x.b", "x = { a = 1 }\n"),
    ("x = { a = 1, b = 2, c = 3 }\n", "x.b", "x = { a = 1, c = 3 }\n"),
    ("x = {a=1,b=2,c=3}\n", "x.b", "x = {a=1,c=3}\n"),
    ("x = {a=1 , b=2 , c=3}\n", "x.b", "x = {a=1 , c=3}\n"),
    ("x = { a = 1, b = 2, }\n", "x.b", "x = { a = 1, }\n"),
    ("x = { a = 1, b = 2, }\n", "x.a", "x = { b = 2, }\n"),
    ("x = { a = 1, }\n", "x.a", "x = {}\n"),
    ("x = { a.b = 1, c = 2, a.d = 3 }\n", "x.a", "x = { c = 2 }\n"),
    ("x = { a = 1 } # c\n", "x.a", "x = {} # c\n"),
    ("x = [1]\n", "x.0", "x = []\n"),
    ("x = [ 1 ]\n", "x.0", "x = []\n"),
    ("x = [1, 2, 3]\n", "x.0", "x = [2, 3]\n"),
    ("x = [1, 2, 3]\n", "x.1", "x = [1, 3]\n"),
    ("x = [1, 2, 3]\n", "x.2", "x = [1, 2]\n"),
    ("x = [[1], [2]]\n", "x.0", "x = [[2]]\n"),
    ("x = [[1, 2], [2]]\n", "x.0.1", "x = [[1], [2]]\n"),
    ("x = [{ a = 1 }, { b = 1 }]\n", "x.0.a", "x = [{}, { b = 1 }]\n"),
    # over several lines
    ("x = [\n  1, # one\n  2, # two\n]\n", "x.0", "x = [\n  2, # two\n]\n"),
    ("x = [\n  1, # one\n  2, # two\n]\n", "x.1", "x = [\n  1, # one\n]\n"),
    ("x = [\n  1, # one\n  2 # two\n]\n", "x.1", "x = [\n  1 # one\n]\n"),
    ("x = [\n  1,\n  2\n]\n", "x.1", "x = [\n  1\n]\n"),
    ("x = [\n  1,\n  2\n]\n", "x.0", "x = [\n  2\n]\n"),
    ("x = [\n  1, # one\n]\n", "x.0", "x = [\n]\n"),
    ("x = [\n  # about 1\n  1,\n  2,\n]\n", "x.0", "x = [\n  # about 1\n  2,\n]\n"),
    ("x = [\n  1, 2,\n  3,\n]\n", "x.0", "x = [\n  2,\n  3,\n]\n"),
    ("x = [\n  1, 2,\n  3,\n]\n", "x.1", "x = [\n  1,\n  3,\n]\n"),
    ("x = [\n  1, 2, # both\n  3,\n]\n", "x.1", "x = [\n  1, # both\n  3,\n]\n"),
    ("x = [ 1, # one\n      2 ]\n", "x.0", "x = [\n      2 ]\n"),
    ("x = [ 1, # one\n      2 ]\n", "x.1", "x = [ 1 # one\n]\n"),
    ("x = [1\n  , 2\n  , 3\n]\n", "x.1", "x = [1\n  , 3\n]\n"),
    ("x = [1\n  , 2\n  , 3\n]\n", "x.2", "x = [1\n  , 2\n]\n"),
    ("x = {\n  a = 1,\n  b = 2,\n}\n", "x.a", "x = {\n  b = 2,\n}\n"),
    ("x = {\n  a = 1,\n  b = 2 # c\n}\n", "x.b", "x = {\n  a = 1\n}\n"),
    ("x = {\n  a = [\n    1,\n  ],\n  b = 2\n}\n", "x.a", "x = {\n  b = 2\n}\n"),
]


@pytest.mark.parametrize(
    ("before", "dotted", "after"), [*REMOVED_PAIRS, *REMOVED_TABLES, *REMOVED_ITEMS]
)
def test_remove_key(before: str, dotted: str, after: str | None) -> None:
    check(before, after, RemoveKey(at(dotted)))


# --- insert -------------------------------------------------------------------------------------


TOGETHER: list[tuple[str, tuple[Edit, ...], str | None]] = [
    ("", (), ""),
    (
        "no = true\n",
        (RenameKey(at("no"), "yes"), ReplaceValue(at("yes"), "false")),
        "yes = false\n",
    ),
    ("x = { a = 1, b = 2 }\n", (RemoveKey(at("x.a")), RemoveKey(at("x.b"))), "x = {}\n"),
    ("x = [1, 2, 3]\n", (RemoveKey(at("x.0")), RemoveKey(at("x.1"))), "x = [2]\n"),
    ("x = [1, 2, 3]\n", (RemoveKey(at("x.1")), RemoveKey(at("x.2"))), None),
    (
        "x = {}\n",
        (InsertKey(at("x"), "a", "1"), InsertKey(at("x"), "b", "2")),
        "x = { a = 1, b = 2 }\n",
    ),
    ("[x]\n", (InsertKey(at("x"), "a", "1"), InsertKey(at("x"), "b", "2")), "[x]\na = 1\nb = 2\n"),
    ("[x]\n", (InsertKey(at("x"), "a", "1"), InsertKey(at("x"), "a", "2")), None),
    (
        "[x]\nr = 1\na = 1\nb = 2\n",
        (MoveKey(at("x.a"), at("x.i")), MoveKey(at("x.b"), at("x.i"))),
        "[x]\nr = 1\n\n[x.i]\na = 1\nb = 2\n",
    ),
    (
        "x = { a = 1, b = 2 }\n",
        (MoveKey(at("x.a"), at("x.i")), MoveKey(at("x.b"), at("x.i"))),
        "x = { i = { a = 1, b = 2 } }\n",
    ),
    ("a = 1\nb = 2\n", (RenameKey(at("a"), "c"), RenameKey(at("b"), "c")), None),
    (
        "a = 1\nb = 2\n",
        (RenameKey(at("a"), "c"), RenameKey(at("b"), "a")),
        "c = 1\na = 2\n",
    ),
    (
        "[x]\nb = 1\n",
        (RenameKey(at("x"), "y"), RenameKey(at("y.b"), "c")),
        "[y]\nc = 1\n",
    ),
    (
        "[p]\nx = { a = 1 }\ny = { b = 1 }\n",
        (ExpandInline(at("p.x")), ExpandInline(at("p.y"))),
        # Each is put right after the keys of its parent.
        "[p]\n\n[p.y]\nb = 1\n\n[p.x]\na = 1\n",
    ),
    (
        # The new table must not take the new key of the root.
        "\n[a.b]\n",
        (RemoveKey(at("a.b")), InsertKey((), "n", "1"), InsertKey(at("a"), "m", "2")),
        "n = 1\n\n[a]\nm = 2\n\n",
    ),
    (
        # A key in front of which a renamed one is spelled out.
        "a.b = 1\n",
        (InsertKey(at("a"), "n", "0"), RenameKey(at("a"), "c")),
        "c.b = 1\nc.n = 0\n",
    ),
    (
        "[x]\na = 1\n",
        (RenameKey(at("x"), "y"), MoveKey(at("y.a"), at("y.i"))),
        "[y]\n\n[y.i]\na = 1\n",
    ),
    ("a = 1\n", (ReplaceText(Span(4, 5), "2"),), "a = 2\n"),
    ("\ufeffa = 1\n", (ReplaceText(Span(0, 1), ""),), "a = 1\n"),
    ("a = 1\n", (ReplaceText(Span(4, 5), "22"), ReplaceText(Span(5, 6), "3")), "a = 23\n"),
    ("a = 1\n", (ReplaceText(Span(4, 99), "2"),), None),
    ("a = 1\nb = 2\n", (RemoveKey(at("a")), RemoveKey(at("a"))), None),
]


@pytest.mark.parametrize(("before", "edits", "after"), TOGETHER)
def test_edits_together(before: str, edits: tuple[Edit, ...], after: str | None) -> None:
    changes = text_edits(parse(before), edits)
    assert (None if changes is None else apply(before, changes)) == after


# --- malformed texts: what is well-formed can still be changed ------------------------------------

TORN: list[tuple[str, Edit, str | None]] = [
    ("[y\n[x]\na = 1\n", InsertKey(at("x"), "n", "1"), "[y\n[x]\na = 1\nn = 1\n"),
    ("[x]\na =\n", InsertKey(at("x"), "n", "1"), "[x]\na =\nn = 1\n"),
    ("[x]\nau\n", InsertKey(at("x"), "n", "1"), "[x]\nau\nn = 1\n"),
    ("a = [\n[x]\nb = 1\n", RemoveKey(at("x.b")), "a = [\n[x]\n"),
    ("a = 'x\nb = 1\n", RenameKey(at("b"), "c"), "a = 'x\nc = 1\n"),
    (
        "x = { a = 1 }\ny = { b = \n",
        InsertKey(at("x"), "n", "1"),
        "x = { a = 1, n = 1 }\ny = { b = \n",
    ),
    ("x = { a = }\n", ReplaceValue(at("x.a"), "1"), "x = { a = 1 }\n"),
    ("x = wrong\n", ReplaceValue(at("x"), '"wrong"'), 'x = "wrong"\n'),
    ("x = wrong\n", RemoveKey(at("x")), ""),
    ("a = 1\na = 2\n", RenameKey(at("a"), "b"), "b = 1\na = 2\n"),
    ("x = { a = 1\n", InsertKey(at("x"), "n", "1"), None),
    ("x = [1, 2\n", RemoveKey(at("x.0")), None),
    ("x = { a = 1\n", ExpandInline(at("x")), None),
    ("[x]\na = \n[p]\n", CollapseTable(at("x")), None),
    ("[x]\na\n", ReplaceValue(at("x.a"), "1"), None),
    ("a = 'x\n", MoveKey(at("a"), at("y")), None),
    ("a = [\n", InsertKey((), "n", "1"), None),
    ("[x", InsertKey(at("x"), "n", "1"), None),
]


@pytest.mark.parametrize(("before", "edit", "after"), TORN)
def test_malformed_texts(before: str, edit: Edit, after: str | None) -> None:
    changes = text_edits(parse(before), (edit,))
    assert (None if changes is None else apply(before, changes)) == after


# --- spelling -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("auth", "auth"),
        ("a-b_C1", "a-b_C1"),
        ("1", "1"),
        ("", '""'),
        ("a b", '"a b"'),
        ("a.b", '"a.b"'),
        ("ä", '"ä"'),
        ('a"b', '"a\\"b"'),
        ("https://index.docker.io/v1/", '"https://index.docker.io/v1/"'),
    ],
)
def test_key_text(name: str, text: str) -> None:
    assert key_text(name) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("", '""'),
        ("a", '"a"'),
        ("C:\\x", '"C:\\\\x"'),
        ('"', '"\\""'),
        ("a\nb\r\t\b\f", '"a\\nb\\r\\t\\b\\f"'),
        ("\0\x1b\x7f", '"\\u0000\\u001b\\u007f"'),
        ("😀\u2028", '"😀\u2028"'),
    ],
)
def test_string_text(value: str, text: str) -> None:
    assert string_text(value) == text
