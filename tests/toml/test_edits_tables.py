"""Keys that are added and moved, and tables that are written in another form."""

from __future__ import annotations

import pytest
from fal_lsp.toml.edits import (
    ArrayToTable,
    CollapseTable,
    ExpandInline,
    InsertKey,
    MoveKey,
    RenameKey,
)

from tests.toml.edit_checks import Row, at, check

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
    # the comments right above a key go with it, where it gets a line of its own
    (
        "[x]\n# all\n\n# about a\n# too\na = 1\nb = 2\n\n[x.i]\nc = 3\n",
        "x.a",
        "x.i",
        "[x]\n# all\n\nb = 2\n\n[x.i]\nc = 3\n# about a\n# too\na = 1\n",
    ),
    ("[x]\nb = 2\n# about a\na = 1\n", "x.a", "x.i", "[x]\nb = 2\n\n[x.i]\n# about a\na = 1\n"),
    ("# the file\na = 1\n[x]\n", "a", "x", "# the file\n[x]\na = 1\n"),
    ("[x]\ni = {}\n# about a\na = 1\n", "x.a", "x.i", "[x]\ni = { a = 1 }\n# about a\n"),
    (
        '[x]\nb = """\n# no comment"""\na = 1\n[x.i]\n',
        "x.a",
        "x.i",
        '[x]\nb = """\n# no comment"""\n[x.i]\na = 1\n',
    ),
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
        '[p]\ny = """\n# no comment"""\nx = { a = 1 }\n',
        "p.x",
        '[p]\ny = """\n# no comment"""\n\n[p.x]\na = 1\n',
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


UNWRAPPED: list[tuple[str, str, str | None]] = [
    ("[[x]]\na = 1\n", "x", "[x]\na = 1\n"),
    ("[[ a . x ]] # c\n[a.x.y]\n", "a.x", "[ a . x ] # c\n[a.x.y]\n"),
    ("[p]\n[[x]]\na = 1\n[[x.y]]\n[[x.y]]\n", "x", "[p]\n[x]\na = 1\n[[x.y]]\n[[x.y]]\n"),
    ("[[x]]\n[[x]]\n", "x", None),
    ("[x]\n", "x", None),
    ("x = [{}]\n", "x", None),
    ("[[x]]\n[[x.y]]\n[[x]]\n[[x.y]]\n", "x.y", None),
]


@pytest.mark.parametrize(("before", "dotted", "after"), UNWRAPPED)
def test_array_to_table(before: str, dotted: str, after: str | None) -> None:
    check(before, after, ArrayToTable(at(dotted)))


def test_array_to_table_before_a_change_inside_of_it() -> None:
    check(
        "[[x]]\na = 1\n",
        "[x]\nb = 1\n",
        ArrayToTable(at("x")),
        RenameKey(at("x.a"), "b"),
    )


@pytest.mark.parametrize(("before", "dotted", "after"), COLLAPSED)
def test_collapse_table(before: str, dotted: str, after: str | None) -> None:
    check(before, after, CollapseTable(at(dotted)))


# --- several edits at once ----------------------------------------------------------------------
