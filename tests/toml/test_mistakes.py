"""What people write wrong, and the one message that each mistake gets, on its own line.

A row is the broken line (or lines) with the marked span between `‹` and `›`, and a part of the
message. It stands between two good pairs, in the middle of three tables: all of them stay.
"""

from __future__ import annotations

import pytest
from fal_lsp.toml import Document, parse

BEFORE = "[one]\na = 1\n\n[two]\nb = 2\n"
AFTER = "\nc = 3\n\n[three]\nd = 4\n"

LINES = [
    # Python
    ("x = ‹True›", "`True` is not a TOML value: write `true`"),
    ("x = ‹False›", "write `false`"),
    ("x = ‹None›", "TOML has no null, so leave the key out"),
    ("x = ‹(1, 2)›", "an array is written with `[` and `]`"),
    ('x = ‹f"foo"›', "remove `f`"),
    ('x = "a" ‹+ "b"›', 'unexpected `+ "b"` after the value'),
    ("x ‹==› 1", "one `=` stands between a key and its value"),
    ("x ‹:=› 1", "`:=` after the key `x`: write `=`"),
    ("x = ‹1_›", "an `_` stands between two digits"),
    # JSON, JavaScript
    ('‹{"a": 1}›', "expected `key = value` or a `[table]`, found `{`"),
    ('x = { "a"‹:› 1 }', '`:` after the key `"a"`: write `=`'),
    ("x = ‹null›", "TOML has no null"),
    ("x = 1‹,›", "remove `,`"),
    ("x = 1‹;›", "remove `;`"),
    ('x = { a = "b"‹;› c = 1 }', "`;` separates nothing in TOML: write `,`"),
    ("x = [1‹;› 2]", "`;` separates nothing in TOML: write `,`"),
    ("‹// a comment›", "a comment starts with `#`"),
    ("x = 1 ‹// a comment›", "a comment starts with `#`"),
    ("x = ‹`foo`›", "is not a quotation mark of TOML"),
    ("x =‹> 1›", "one `=` stands between a key and its value"),
    # YAML, INI, shell
    ("key‹:› value", "`:` after the key `key`: write `=`"),
    ('key‹:› "value"', "`:` after the key `key`: write `=`"),
    ("‹-› item", "an array is written like"),
    ("x = ‹yes›", "`yes` is not a TOML value: write a string in quotes, true or false"),
    ("‹; a comment›", "a comment starts with `#`"),
    ("x = ‹${VAR}›", "write a string in quotes"),
    ("‹export X› = 1", "needs quotes for its spaces"),
    # words
    ("auth = ‹private›", "`private` is not a TOML value: write a string in quotes"),
    ("x = ‹“foo”›", '`“` is not a quotation mark of TOML: write `"`'),
    ("x = ‹‘foo’›", "is not a quotation mark of TOML"),
    ("x =‹\u00a01›", "an invisible character (U+00A0)"),
    ("x = ‹3.11.2›", "write a string in quotes"),
    ("x = ‹10s›", "write a string in quotes"),
    ("‹<<<<<<< HEAD›", "merge conflict"),
    ("‹=======›", "merge conflict"),
    # keys
    ("‹key› value", "expected `=` after the key `key`"),
    ('‹key› "value"', "expected `=` after the key `key`"),
    ("‹foo›", "expected `=` after the key `foo`"),
    ("‹keep_alive =›", "a value is missing after `keep_alive =`"),
    ("‹keep_alive =› # later", "a value is missing after `keep_alive =`"),
    ("‹my key› = 1", "the key `my key` needs quotes for its spaces"),
    ("‹größe› = 1", "`größe` needs quotes"),
    ("‹foo/bar› = 1", "`foo/bar` needs quotes"),
    ("‹=› 1", "a key is missing before `=`"),
    ("‹a. ›= 1", "a name is missing after the dot in `a.`"),
    ("‹a.›.b = 1", "a name is missing after the dot in `a.`"),
    ("‹.a = 1›", "a name is missing before the dot"),
    ("‹'x› = 1", "unclosed key: add `'` at its end"),
    ("x = 1 ‹y = 2›", "`y = 2` needs a line of its own"),
    # numbers and dates
    ("x = ‹007›", "`007` has a leading zero: write `7`"),
    ("x = 1‹,000›", "a number has no commas"),
    ("x = ‹.5›", "write `0.5`"),
    ("x = ‹5.›", "write `5.0`"),
    ("x = ‹2026-1-5›", "write it like `2026-01-31`"),
    ("x = ‹2026-02-30›", "there is no such date"),
    # strings
    ('path = "C:‹\\p›ath"', "`\\p` is no escape of TOML"),
    ('path = ‹"C:\\dir\\"›', "write `\\\\` for a backslash"),
    ('path = "‹\\u›12"', "wants 4 hexadecimal digits"),
    ('x = ‹"open›', 'unclosed string: add `"` at its end'),
    ("x = ‹'open›", "unclosed string: add `'` at its end"),
    ('x = ‹"""›open', 'unclosed string: add `"""` at its end'),
    ("x = 'it'‹s here'›", "a string with `'` in it goes in double quotes"),
    ('x = "say "‹hi" there"›', 'write `\\"` for a quote'),
    ('x = "bell ‹\x07›"', "control character U+0007"),
    ('x = "a" ‹b›', "unexpected `b` after the value"),
    # arrays and inline tables
    ('x = ["a" ‹"b"›]', 'a `,` is missing before `"b"`'),
    ('x = [‹"a, "›b"]', "a quotation mark is missing"),
    ("x = ‹\"open'› # c", "this string begins with `\"` and ends with `'`: use one of them"),
    ('x = ‹\'it is "x"›', "unclosed string: add `'` at its end"),
    ('x = ["a", ‹"b›]', 'unclosed string: add `"` at its end'),
    ('x = [\n  "a"\n  ‹"b"›,\n]', 'a `,` is missing before `"b"`'),
    ("x = ‹[›1, 2", "unclosed array: add `]` at its end"),
    ('x = ‹[›\n  "a",', "unclosed array: add `]` at its end"),
    ("x = [1,‹,› 2]", "a value is missing before `,`"),
    ("x = [1, 2‹}›", "`}` does not close `[`"),
    ("x = [‹a = 1›]", "write `{ … }` around it"),
    ("x = { a = 1 ‹b› = 2 }", "a `,` is missing before `b`"),
    ('x = { r = ‹"src.py::A, a = "›private" }', "a quotation mark is missing"),
    ("x = ‹{› a = 1", "unclosed inline table: add `}` at its end"),
    ("x = ‹{›\n  a = 1,\n  b = 2,", "unclosed inline table: add `}` at its end"),
    ("x = {\n  a = 1\n  ‹b› = 2\n}", "a `,` is missing before `b`"),
    ("x = { a = 1 ‹]›", "`]` does not close `{`"),
    ("x = { a = 1, ‹a› = 2 }", "the key `a` is already in this inline table"),
    ("x = { ‹a› }", "expected `=` after the key `a`"),
    ("x = {}‹}›", "`}` closes nothing"),
    ("x = [\n  ‹a = 1›,\n  b = 2,\n]", "write `{ … }` around it"),
    ("x = [\n  ‹a = 1›,\n  b = 2,\n}", "write `{ … }` around it"),
    ("x = {\n  a = ‹[›1,\n  b = 2,\n}", "unclosed array: add `]` at its end"),
    ("x = {\n  a = 1‹]›,\n  b = 2,\n}", "`]` closes nothing: remove it"),
    ("x = {\n  ‹.a = [1]›,\n  b = 2,\n}", "expected `key = value`"),
    ("x = {\n  a =‹:[1]›,\n  b = 2,\n}", "is not a TOML value"),
    ("x = {\n  ‹// note›\n  a = 1,\n}", "a comment starts with `#`"),
    ("x = [\n  ‹// note›\n  1,\n]", "a comment starts with `#`"),
    ("‹x =›\n{\n  a = 1,\n}", "the value must start on the line of `x =`"),
    ('‹x =›\n  "a" # note', "the value must start on the line of `x =`"),
    ("‹]›", "`]` closes nothing"),
]

HEADERS = [
    ("‹[x›", "unclosed table header: add `]`"),
    ("‹[x.y›  # note", "unclosed table header: add `]`"),
    ("‹[[x]›", "close it with `]]`"),
    ("[x]‹]›", "remove the second"),
    ("‹[]›", "has no name between its brackets"),
    ("[‹x.›]", "a name is missing after the dot"),
    ("[‹x.›", "a name is missing after the dot"),
    ("[‹x.›.y]", "a name is missing after the dot"),
    ("[‹.x›]", "a name is missing before the dot"),
    ("[‹x y›]", "`x y` needs quotes"),
    ("[‹tool/x›]", "`tool/x` needs quotes"),
    ('[‹"x›]', 'unclosed key: add `"`'),
    ("[‹“x”›]", "is not a quotation mark of TOML"),
    ("[x] ‹y = 1›", "put it on the next line"),
    ("‹[x = 1›", "unclosed table header: add `]`"),
    ("[‹two›]", "the table `[two]` is already there"),
    ("[[‹two›]]", "`two` is already a table"),
    ("[‹one.a›]", "`one.a` already has a value"),
]


def parsed(marked: str) -> tuple[Document, int, int]:
    text = BEFORE + marked + AFTER
    start = text.index("‹")
    end = text.index("›") - 1
    return parse(text.replace("‹", "").replace("›", "")), start, end


@pytest.mark.parametrize(("marked", "message"), LINES)
def test_one_message_at_the_mistake_and_nothing_lost(marked: str, message: str) -> None:
    document, start, end = parsed(marked)
    assert [problem.span for problem in document.problems] == [(start, end)], document.problems
    assert message in document.problems[0].message
    assert document.error == document.problems[0]
    data = document.data(())
    assert (data["one"], data["three"]) == ({"a": 1}, {"d": 4})
    assert (data["two"]["b"], data["two"]["c"]) == (2, 3)


@pytest.mark.parametrize(("marked", "message"), HEADERS)
def test_a_broken_header_keeps_the_tables_around_it(marked: str, message: str) -> None:
    document, start, end = parsed(marked)
    assert [problem.span for problem in document.problems] == [(start, end)], document.problems
    assert message in document.problems[0].message
    data = document.data(())
    assert (data["one"], data["two"]["b"], data["three"]) == ({"a": 1}, 2, {"d": 4})


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ('x = ""\none line\nanother line\nand a third\n"""\n', 1),
        ("{\n  a,\n  b,\n}\n", 1),
        ("- a\n- b\n- c\n", 1),
        ("x = [1\ny = [2\nz = [3\n", 3),
        ("[a]\nx = True\n[b]\nx = True\n", 2),
    ],
)
def test_a_run_of_lines_that_are_no_statements_is_one_problem(text: str, count: int) -> None:
    assert len(parse(text).problems) == count
