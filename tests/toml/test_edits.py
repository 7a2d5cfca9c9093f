"""Changes described by paths become text edits that keep comments and layout.

A row is the text before, the changes and the text after; `None` after means that it can't be done.
"""

from __future__ import annotations

from typing import TypeVar

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
    SingleTable,
    apply,
    key_text,
    string_text,
    text_edits,
    text_edits_of_each,
)
from fal_lsp.toml.vocabulary import Path

Text = TypeVar("Text", str, "str | None")


def at(dotted: str) -> Path:
    """The path that a dotted text without quotes names; digits are array indices."""
    parts = dotted.split(".") if dotted else []
    return tuple(int(part) if part.isdigit() else part for part in parts)


def check(before: str, after: str | None, *edits: Edit) -> None:
    """Make the edits, hold the text against `after`, and see that it's the same in CRLF."""
    texts = [(before, after)]
    if "\n" in before:
        texts.append((crlf(before), crlf(after)))
    for text, wanted in texts:
        changes = text_edits(parse(text), edits)
        if wanted is None:
            assert changes is None
            continue
        assert changes is not None
        assert apply(text, changes) == wanted
        ends = [0]
        for change in changes:
            assert ends[-1] <= change.span.start <= change.span.end <= len(text)
            ends.append(change.span.end)


def crlf(text: Text) -> Text:
    """The text with the line ends of Windows."""
    return text.replace("\n", "\r\n") if isinstance(text, str) else text


Row = tuple[str, str, "str | None"]


# --- rename -------------------------------------------------------------------------------------

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

INSERTED: list[Row] = [
    # `n = 1` is added to the table at the path
    ("[x]\n", "x", "[x]\nn = 1\n"),
    ("[x]", "x", "[x]\nn = 1"),
    ("[x] # c", "x", "[x] # c\nn = 1"),
    ("[x]\n\n[y]\n", "x", "[x]\nn = 1\n\n[y]\n"),
    ("[x]\na = 1\n\n\n[y]\n", "x", "[x]\na = 1\nn = 1\n\n\n[y]\n"),
    ("[x]\na = 1 # c\n# d\n\n[y]\n", "x", "[x]\na = 1 # c\nn = 1\n# d\n\n[y]\n"),
    ("[x]\n  a = 1\n", "x", "[x]\n  a = 1\n  n = 1\n"),
    ("[x]\na = 1", "x", "[x]\na = 1\nn = 1"),
    ("[x]\na = [\n  1,\n]\n[x.y]\n", "x", "[x]\na = [\n  1,\n]\nn = 1\n[x.y]\n"),
    ("[x]\na   = 1\nabc = 2\n", "x", "[x]\na   = 1\nabc = 2\nn   = 1\n"),
    ("[[x]]\na = 1\n[[x]]\na = 2\n", "x.0", "[[x]]\na = 1\nn = 1\n[[x]]\na = 2\n"),
    ("[[x]]\n[[x]]\n", "x.1", "[[x]]\n[[x]]\nn = 1\n"),
    # the root
    ("", "", "n = 1\n"),
    ("a = 1\n", "", "a = 1\nn = 1\n"),
    ("[x]\n", "", "n = 1\n\n[x]\n"),
    ("# c\n\n[x]\n", "", "# c\n\nn = 1\n\n[x]\n"),
    ("# c\n", "", "# c\nn = 1\n"),
    ("# c", "", "# c\nn = 1\n"),
    ("\n\n", "", "n = 1\n\n\n"),
    # dotted
    ("[x]\na.b = 1\nc = 1\n", "x.a", "[x]\na.b = 1\na.n = 1\nc = 1\n"),
    ("[x]\na . b = 1\n", "x.a", "[x]\na . b = 1\na . n = 1\n"),
    ('"a".b.c = 1\n', "a.b", '"a".b.c = 1\n"a".b.n = 1\n'),
    ("a.b.c = 1\nd = 1\n", "a", "a.b.c = 1\na.n = 1\nd = 1\n"),
    ("x = { a.b = 1, c = 2 }\n", "x.a", "x = { a.b = 1, a.n = 1, c = 2 }\n"),
    # implicit
    ("[x.y]\na = 1\n", "x", "[x]\nn = 1\n\n[x.y]\na = 1\n"),
    ("b = 1\n\n# about y\n[x.y]\n", "x", "b = 1\n\n[x]\nn = 1\n\n# about y\n[x.y]\n"),
    ("[x.y]\n[x.z]\n", "x", "[x]\nn = 1\n\n[x.y]\n[x.z]\n"),
    ("[a.b.'c d'.e]\n", "a.b", "[a.b]\nn = 1\n\n[a.b.'c d'.e]\n"),
    ("[[a]]\n[a.b.c]\n", "a.0.b", "[[a]]\n\n[a.b]\nn = 1\n\n[a.b.c]\n"),
    # inline
    ("x = {}\n", "x", "x = { n = 1 }\n"),
    ("x = { }\n", "x", "x = { n = 1 }\n"),
    ("x = { a = 1 }\n", "x", "x = { a = 1, n = 1 }\n"),
    ("x = {a = 1}\n", "x", "x = {a = 1, n = 1}\n"),
    ("x = { a = 1, }\n", "x", "x = { a = 1, n = 1, }\n"),
    ("x = [{ a = 1 }, {}]\n", "x.1", "x = [{ a = 1 }, { n = 1 }]\n"),
    ("x.y = { a = 1 } # c\n", "x.y", "x.y = { a = 1, n = 1 } # c\n"),
    ("x = {\n  a = 1,\n}\n", "x", "x = {\n  a = 1,\n  n = 1,\n}\n"),
    ("x = {\n  a = 1\n}\n", "x", "x = {\n  a = 1,\n  n = 1\n}\n"),
    ("x = {\n  a = 1, # c\n}\n", "x", "x = {\n  a = 1, # c\n  n = 1,\n}\n"),
    ("x = {\n  a = 1 # c\n}\n", "x", "x = {\n  a = 1, # c\n  n = 1\n}\n"),
    ("x = {\n  a = 1,\n  # c\n}\n", "x", "x = {\n  a = 1,\n  n = 1,\n  # c\n}\n"),
    ("x = {\n  a = 1, b = 2\n}\n", "x", "x = {\n  a = 1, b = 2, n = 1\n}\n"),
    ("x = {\n}\n", "x", "x = {\n  n = 1\n}\n"),
    ("x = { a = 1, # c\n  b = 2 }\n", "x", "x = { a = 1, # c\n  b = 2,\n  n = 1 }\n"),
    ("x = { # c\n}\n", "x", "x = { # c\n  n = 1\n}\n"),
    # a table that isn't there is made
    ("[x]\na = 1\n\n[y]\n", "x.z", "[x]\na = 1\n\n[x.z]\nn = 1\n\n[y]\n"),
    ("[x]\na = { b = 1 }\n", "x.a.z", "[x]\na = { b = 1, z = { n = 1 } }\n"),
    ("[x]\na.b = 1\n", "x.a.z", "[x]\na.b = 1\na.z.n = 1\n"),
    ("x = {}\n", "y.z", "x = {}\n\n[y.z]\nn = 1\n"),
    # nothing to add to, or the name is there
    ("[x]\nn = 2\n", "x", None),
    ("[x]\n[x.n]\n", "x", None),
    ("x = { n = 2 }\n", "x", None),
    ("x = 1\n", "x", None),
    ("x = [1]\n", "x", None),
    ("x = [1]\n", "x.y", None),
    ("x = [1]\n", "x.1", None),
]


@pytest.mark.parametrize(("before", "dotted", "after"), INSERTED)
def test_insert_key(before: str, dotted: str, after: str | None) -> None:
    check(before, after, InsertKey(at(dotted), "n", "1"))


# --- move ---------------------------------------------------------------------------------------

MOVED: list[tuple[str, str, str, str | None]] = [
    # the table is there
    (
        "[x]\na = 1 # c\nb = 2\n\n[x.i]\nc = 3\n",
        "x.a",
        "x.i",
        "[x]\nb = 2\n\n[x.i]\nc = 3\na = 1 # c\n",
    ),
    ("x = { a = 1, i = { b = 2 } }\n", "x.a", "x.i", "x = { i = { b = 2, a = 1 } }\n"),
    ("[x]\na = 1\ni = { b = 2 }\n", "x.a", "x.i", "[x]\ni = { b = 2, a = 1 }\n"),
    (
        "[x]\na = 1 # c\ni = { b = 2 }\n",
        "x.a",
        "x.i",
        "[x]\n# c\ni = { b = 2, a = 1 }\n",
    ),
    ("[x]\na = 1\ni.b = 2\n", "x.a", "x.i", "[x]\ni.b = 2\ni.a = 1\n"),
    # the table is made
    (
        "[x]\nr = 1\na = 'D' # c\n\n[y]\n",
        "x.a",
        "x.i",
        "[x]\nr = 1\n\n[x.i]\na = 'D' # c\n\n[y]\n",
    ),
    (
        "[x]\na = 1\nb = 2\n[y]\n",
        "x.a",
        "x.i",
        "[x]\nb = 2\n\n[x.i]\na = 1\n\n[y]\n",
    ),
    ("[x]\na = 1\n", "x.a", "x.i", "[x]\n\n[x.i]\na = 1\n"),
    ("x = { r = 1, a = 2 }\n", "x.a", "x.i", "x = { r = 1, i = { a = 2 } }\n"),
    ("x = { a = 2, r = 1 }\n", "x.a", "x.i", "x = { r = 1, i = { a = 2 } }\n"),
    ("x = { a = 2 }\n", "x.a", "x.i", "x = { i = { a = 2 } }\n"),
    ("[p]\nx.r = 1\nx.a = 2\nb = 3\n", "p.x.a", "p.x.i", "[p]\nx.r = 1\nx.i.a = 2\nb = 3\n"),
    (
        "[p]\nx = {\n  r = 1,\n  a = 2, # c\n}\n",
        "p.x.a",
        "p.x.i",
        "[p]\nx = {\n  r = 1,\n  i = { a = 2 }, # c\n}\n",
    ),
    # a table moves with its header
    (
        "[x]\n\n[x.a]\nb = 1 # c\n\n[x.a.d]\n",
        "x.a",
        "x.i",
        "[x]\n\n[x.i.a]\nb = 1 # c\n\n[x.i.a.d]\n",
    ),
    ("[x.a]\nb = 1\n", "x.a", "x.i", "[x.i.a]\nb = 1\n"),
    ("[x]\na.b = 1\na.c = 2\n", "x.a", "x.i", "[x]\n\n[x.i]\na.b = 1\na.c = 2\n"),
    # the name is taken, or the table would be in itself
    ("[x]\na = 1\n[x.i]\na = 2\n", "x.a", "x.i", None),
    ("[x.a]\nb = 1\n", "x.a", "x.a.c", None),
    ("[x]\na = 1\n", "x.b", "x.i", None),
    ("[x]\na = 1\ni = 2\n", "x.a", "x.i", None),
]


@pytest.mark.parametrize(("before", "dotted", "table", "after"), MOVED)
def test_move_key(before: str, dotted: str, table: str, after: str | None) -> None:
    check(before, after, MoveKey(at(dotted), at(table)))


# --- inline table <-> table with a header -------------------------------------------------------

EXPANDED: list[Row] = [
    ("x = { a = 1, b = 2 }\n", "x", "[x]\na = 1\nb = 2\n"),
    ("[p]\nx = { a = 1, b = 2 }\n", "p.x", "[p]\n\n[p.x]\na = 1\nb = 2\n"),
    ("[p]\nx = { a = 1 }", "p.x", "[p]\n\n[p.x]\na = 1\n"),
    ("[p]\nx = {}\n", "p.x", "[p]\n\n[p.x]\n"),
    (
        "[p]\nx = { a = 1, # c\n  b = 2 }\ny = { a = 1 }\nz = 3\n\n[q]\n",
        "p.x",
        "[p]\ny = { a = 1 }\nz = 3\n\n[p.x]\na = 1 # c\nb = 2\n\n[q]\n",
    ),
    (
        "[p]\nx = {\n  a = 1, # c\n  # about b\n  b = { c = 1 },\n  c = [\n    1,\n  ]\n} # d\n",
        "p.x",
        "[p]\n\n[p.x] # d\na = 1 # c\n# about b\nb = { c = 1 }\nc = [\n  1,\n]\n",
    ),
    (
        "[p]\n# about x\nx = { a = 1 }\ny = 2\n",
        "p.x",
        "[p]\ny = 2\n\n# about x\n[p.x]\na = 1\n",
    ),
    ("[p]\nx = { a.b = 1, a.c = 2 }\n", "p.x", "[p]\n\n[p.x]\na.b = 1\na.c = 2\n"),
    ("[p]\nq.x = { a = 1 }\n", "p.q.x", "[p]\n\n[p.q.x]\na = 1\n"),
    ('["p q"]\n"x y" = { a = 1 }\n', "", None),
    # what is inside becomes TOML 1.0, too
    ("[p]\nx = { a = { b = 1, }, }\n", "p.x", "[p]\n\n[p.x]\na = { b = 1 }\n"),
    (
        "[p]\nx = {\n  r = 1,\n  i = {\n    d = 2, # c\n  },\n  k = 3,\n}\n",
        "p.x",
        "[p]\n\n[p.x]\nr = 1\nk = 3\n\n[p.x.i]\nd = 2 # c\n",
    ),
    (
        "[p]\nx = { a = [{\n  b = 1,\n}] }\n",
        "p.x",
        "[p]\n\n[p.x]\na = [{ b = 1 }]\n",
    ),
    ("[[p]]\nx = { a = 1 }\n[[p]]\n", "p.0.x", "[[p]]\n\n[p.x]\na = 1\n\n[[p]]\n"),
    # only a table in a body has a place for a header
    ("x = { a = { b = 1 } }\n", "x.a", None),
    ("x = [{ a = 1 }]\n", "x.0", None),
    ("[x]\na = 1\n", "x", None),
    ("x = 1\n", "x", None),
    ("x = { a = [{\n  b = 1, # c\n}] }\n", "x", None),
]

COLLAPSED: list[Row] = [
    ("[p]\n\n[p.x]\na = 1\nb = 2\n", "p.x", "[p]\nx = { a = 1, b = 2 }\n"),
    ("[p.x]\na = 1\nb = 2\n", "p.x", "[p]\nx = { a = 1, b = 2 }\n"),
    ("[p]\nk = 1\n[p.x]\na = 1\n[q]\n", "p.x", "[p]\nk = 1\nx = { a = 1 }\n[q]\n"),
    ("[p]\n[p.x]\n", "p.x", "[p]\nx = {}\n"),
    ("[p]\n[p.x] # c\na = 1\n", "p.x", "[p]\nx = { a = 1 } # c\n"),
    ("[x]\na = 1\n", "x", "x = { a = 1 }\n"),
    (
        "[p.x]\na = 1\n\n[p.x.y]\nb = 2\n\n[p.z]\n",
        "p.x",
        "[p]\nx = { a = 1, y = { b = 2 } }\n\n[p.z]\n",
    ),
    ("[p]\n[p.x]\na = [\n  1,\n  2,\n]\n", "p.x", "[p]\nx = { a = [1, 2] }\n"),
    ('[p]\n[p.x]\na = """\nb\nc"""\n', "p.x", '[p]\nx = { a = "b\\nc" }\n'),
    ("[p]\n[[p.x.y]]\na = 1\n[[p.x.y]]\na = 2\n", "p.x", None),
    (
        "[p]\n[p.x]\n[[p.x.y]]\na = 1\n[[p.x.y]]\na = 2\n",
        "p.x",
        "[p]\nx = { y = [{ a = 1 }, { a = 2 }] }\n",
    ),
    ("[p]\n[p.x]\na = 1 # c\n", "p.x", None),
    ("[p]\n[p.x]\n# c\na = 1\n", "p.x", None),
    ("[p]\n[p.x]\na = [ # c\n]\n", "p.x", None),
    ("[p]\nx = { a = 1 }\n", "p.x", None),
    ("[[x]]\na = 1\n", "x", None),
    ("[[x]]\na = 1\n", "x.0", None),
]


@pytest.mark.parametrize(("before", "dotted", "after"), EXPANDED)
def test_expand_inline(before: str, dotted: str, after: str | None) -> None:
    check(before, after, ExpandInline(at(dotted)))


SINGLE: list[tuple[str, str, str | None]] = [
    ("[[x]]\na = 1\n", "x", "[x]\na = 1\n"),
    ("[[ a . x ]] # c\n[a.x.y]\n", "a.x", "[ a . x ] # c\n[a.x.y]\n"),
    ("[p]\n[[x]]\na = 1\n[[x.y]]\n[[x.y]]\n", "x", "[p]\n[x]\na = 1\n[[x.y]]\n[[x.y]]\n"),
    ("[[x]]\n[[x]]\n", "x", None),
    ("[x]\n", "x", None),
    ("x = [{}]\n", "x", None),
    ("[[x]]\n[[x.y]]\n[[x]]\n[[x.y]]\n", "x.y", None),
]


@pytest.mark.parametrize(("before", "dotted", "after"), SINGLE)
def test_single_table(before: str, dotted: str, after: str | None) -> None:
    check(before, after, SingleTable(at(dotted)))


def test_single_table_beside_a_change_inside_of_it() -> None:
    check(
        "[[x]]\na = 1\n",
        "[x]\nb = 1\n",
        SingleTable(at("x")),
        RenameKey(at("x.0.a"), "b"),
    )


@pytest.mark.parametrize(("before", "dotted", "after"), COLLAPSED)
def test_collapse_table(before: str, dotted: str, after: str | None) -> None:
    check(before, after, CollapseTable(at(dotted)))


# --- several edits at once ----------------------------------------------------------------------

TOGETHER: list[tuple[str, tuple[Edit, ...], str | None]] = [
    ("", (), ""),
    (
        "no = true\n",
        (RenameKey(at("no"), "yes"), ReplaceValue(at("no"), "false")),
        "yes = false\n",
    ),
    ("x = { a = 1, b = 2 }\n", (RemoveKey(at("x.a")), RemoveKey(at("x.b"))), "x = {}\n"),
    ("x = [1, 2, 3]\n", (RemoveKey(at("x.0")), RemoveKey(at("x.1"))), "x = [3]\n"),
    ("x = [1, 2, 3]\n", (RemoveKey(at("x.1")), RemoveKey(at("x.2"))), "x = [1]\n"),
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
        (RenameKey(at("x"), "y"), RenameKey(at("x.b"), "c")),
        "[y]\nc = 1\n",
    ),
    (
        "[p]\nx = { a = 1 }\ny = { b = 1 }\n",
        (ExpandInline(at("p.x")), ExpandInline(at("p.y"))),
        "[p]\n\n[p.x]\na = 1\n\n[p.y]\nb = 1\n",
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
        (RenameKey(at("x"), "y"), MoveKey(at("x.a"), at("x.i"))),
        "[y]\n\n[y.i]\na = 1\n",
    ),
    ("a = 1\n", (ReplaceText(Span(4, 5), "2"),), "a = 2\n"),
    ("\ufeffa = 1\n", (ReplaceText(Span(0, 1), ""),), "a = 1\n"),
    ("a = 1\n", (ReplaceText(Span(4, 5), "2"), ReplaceText(Span(4, 5), "3")), None),
    ("a = 1\n", (ReplaceText(Span(4, 99), "2"),), None),
    ("a = 1\nb = 2\n", (RemoveKey(at("a")), RemoveKey(at("a"))), None),
]


@pytest.mark.parametrize(("before", "edits", "after"), TOGETHER)
def test_edits_together(before: str, edits: tuple[Edit, ...], after: str | None) -> None:
    changes = text_edits(parse(before), edits)
    assert (None if changes is None else apply(before, changes)) == after


# --- groups: each is made wholly or not at all ----------------------------------------------------

A, B = RenameKey(at("a"), "c"), RenameKey(at("b"), "c")
GROUPS: list[tuple[str, list[list[Edit]], str, tuple[bool, ...]]] = [
    ("a = 1\n", [], "a = 1\n", ()),
    ("a = 1\nb = 2\n", [[A], [B]], "c = 1\nb = 2\n", (True, False)),
    ("a = 1\nb = 2\n", [[RemoveKey(at("a")), B], [A]], "c = 2\n", (True, False)),
    (
        "a = 1\nb = 2\n",
        [[RemoveKey(at("a")), RemoveKey(at("x"))], [B]],
        "a = 1\nc = 2\n",
        (False, True),
    ),
    (
        "x = { a = 1 }\ny = { a = 1, }\n",
        [[ExpandInline(at("y"))], [RenameKey(at("x.a"), "b")], [ExpandInline(at("x"))]],
        "[x]\nb = 1\n\n[y]\na = 1\n",
        (True, True, True),
    ),
]


@pytest.mark.parametrize(("before", "groups", "after", "made"), GROUPS)
def test_groups(before: str, groups: list[list[Edit]], after: str, made: tuple[bool, ...]) -> None:
    changes, done = text_edits_of_each(parse(before), groups)
    assert (apply(before, changes), done) == (after, made)


# --- torn texts: what is whole can still be changed -----------------------------------------------

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
def test_torn_texts(before: str, edit: Edit, after: str | None) -> None:
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
