"""What people write wrong, and the one message that each mistake gets, on its own line.

A row is the malformed line (or lines) with the marked span between `‹` and `›`, the message and the
help. It is between two good pairs, in the middle of three tables: all of them stay.
"""

from __future__ import annotations

import pytest
from fal_lsp.toml import Document, parse

BEFORE = "[one]\na = 1\n\n[two]\nb = 2\n"
AFTER = "\nc = 3\n\n[three]\nd = 4\n"

LINES = [
    # Python
    ("x = ‹True›", "`True` is not a TOML value.", "Use `true`."),
    ("x = ‹False›", "`False` is not a TOML value.", "Use `false`."),
    (
        "x = ‹None›",
        "`None` is not a TOML value.",
        "TOML has no null value. Remove the key instead.",
    ),
    ("x = ‹(1, 2)›", "`(1, 2)` is not a TOML value.", "Use `[` and `]` for an array."),
    ('x = ‹f"foo"›', "String prefix `f` is not supported in TOML.", "Remove it."),
    ('x = "a" ‹+ "b"›', 'Unexpected `+ "b"` after the value.', "Remove it, or put `#` before it."),
    ("x ‹==› 1", "Expected a single `=`.", ""),
    ("x ‹:=› 1", "Expected `=` after the key `x`, found `:=`.", ""),
    ("x = ‹1_›", "`1_` is not a number.", "Underscores must be between digits."),
    # JSON, JavaScript
    ('‹{"a": 1}›', "Expected `key = value` or `[table]`, found `{`.", ""),
    ('x = { "a"‹:› 1 }', 'Expected `=` after the key `"a"`, found `:`.', ""),
    (
        "x = ‹null›",
        "`null` is not a TOML value.",
        "TOML has no null value. Remove the key instead.",
    ),
    ("x = 1‹,›", "Unexpected `,` after the value.", "Remove it. Lines need no separator."),
    ("x = 1‹;›", "Unexpected `;` after the value.", "Remove it. Lines need no separator."),
    ('x = { a = "b"‹;› c = 1 }', "Expected `,`, found `;`.", ""),
    ("x = [1‹;› 2]", "Expected `,`, found `;`.", ""),
    ("‹// a comment›", "TOML comments start with `#`.", "Start the comment with `#`."),
    ("x = 1 ‹// a comment›", "TOML comments start with `#`.", "Start the comment with `#`."),
    ("x = ‹`foo`›", "“`” is not a TOML quotation mark.", "Use `'` or `\"`."),
    ("x =‹> 1›", "Expected `=`, found `=>`.", "Remove the `>`."),
    # YAML, INI, shell
    ("key‹:› value", "Expected `=` after the key `key`, found `:`.", ""),
    ('key‹:› "value"', "Expected `=` after the key `key`, found `:`.", ""),
    ("‹-› item", "TOML has no lists with `-`.", 'Use an array, such as `key = ["a", "b"]`.'),
    ("x = ‹yes›", "`yes` is not a TOML value.", "Use `true`, `false` or a quoted string."),
    ("‹; a comment›", "TOML comments start with `#`.", "Start the comment with `#`."),
    ("x = ‹${VAR}›", "`${VAR}` is not a TOML value.", "Put strings in quotes."),
    ("‹export X› = 1", "The key `export X` must be in quotes: it contains spaces.", ""),
    # words
    ("auth = ‹private›", "`private` is not a TOML value.", "Put strings in quotes."),
    ("x = ‹“foo”›", "`“` is not a TOML quotation mark.", 'Use `"`.'),
    ("x = ‹‘foo’›", "`‘` is not a TOML quotation mark.", "Use `'` or `\"`."),
    ("x =‹\u00a01›", "Invisible character U+00A0.", "Remove it, or use a plain space."),
    ("x = ‹3.11.2›", "`3.11.2` is not a TOML value.", "Put strings in quotes."),
    ("x = ‹10s›", "`10s` is not a TOML value.", "Put strings in quotes."),
    ("‹<<<<<<< HEAD›", "Unresolved merge conflict.", "Keep one side and remove the markers."),
    ("‹=======›", "Unresolved merge conflict.", "Keep one side and remove the markers."),
    # keys
    ("‹key› value", "Expected `=` after the key `key`.", ""),
    ('‹key› "value"', "Expected `=` after the key `key`.", ""),
    ("‹foo›", "Expected `=` after the key `foo`.", ""),
    ("‹keep_alive =›", "Expected a value after `keep_alive =`.", ""),
    ("‹keep_alive =› # later", "Expected a value after `keep_alive =`.", ""),
    ("‹my key› = 1", "The key `my key` must be in quotes: it contains spaces.", ""),
    (
        "‹größe› = 1",
        "The key `größe` must be in quotes.",
        "Unquoted keys may only contain A-Z, a-z, 0-9, `-` and `_`.",
    ),
    (
        "‹foo/bar› = 1",
        "The key `foo/bar` must be in quotes.",
        "Unquoted keys may only contain A-Z, a-z, 0-9, `-` and `_`.",
    ),
    ("‹=› 1", "Expected a key before `=`.", ""),
    ("‹a. ›= 1", "Expected a key after `a.`.", ""),
    ("‹a.›.b = 1", "Expected a key after `a.`.", ""),
    ("‹.a = 1›", "Expected a key before the dot in `.a = 1`.", ""),
    ("‹'x› = 1", "Unclosed key.", "Add `'` at the end."),
    ("x = 1 ‹y = 2›", "`y = 2` must be on its own line.", ""),
    # numbers and dates
    ("x = ‹007›", "`007` must not have leading zeros.", "Use `7`, or a quoted string."),
    ("x = 1‹,000›", "Numbers must not contain commas.", "Use `_` between the digits instead."),
    ("x = ‹.5›", "`.5` must have digits on both sides of its dot.", "Use `0.5`."),
    ("x = ‹5.›", "`5.` must have digits on both sides of its dot.", "Use `5.0`."),
    (
        "x = ‹2026-1-5›",
        "`2026-1-5` is not a date.",
        "Use a date such as `2026-01-31`, or a quoted string.",
    ),
    ("x = ‹2026-02-30›", "This date or time does not exist.", "Check the month and the day."),
    # strings
    (
        'path = "C:‹\\p›ath"',
        "Invalid escape sequence `\\p`.",
        "Use `\\\\` for a backslash, or a string in single quotes.",
    ),
    (
        'path = ‹"C:\\dir\\"›',
        'Unclosed string: its last `"` is escaped.',
        "Use `\\\\` for a backslash.",
    ),
    (
        'path = "‹\\u›12"',
        "Invalid escape sequence `\\u`.",
        "Write 4 hexadecimal digits after `\\u`.",
    ),
    ('x = ‹"open›', "Unclosed string.", 'Add `"` at the end.'),
    ("x = ‹'open›", "Unclosed string.", "Add `'` at the end."),
    ('x = ‹"""›open', "Unclosed string.", 'Add `"""` at the end.'),
    (
        "x = 'it'‹s here'›",
        "The string ends before `s here'`.",
        "Use double quotes for a string that contains `'`.",
    ),
    (
        'x = "say "‹hi" there"›',
        'The string ends before `hi" there"`.',
        'Use `\\"` for a quote inside a string.',
    ),
    (
        'x = "bell ‹\x07›"',
        "Control character U+0007 is not allowed in a string.",
        "Use `\\u0007` in double quotes.",
    ),
    ('x = "a" ‹b›', "Unexpected `b` after the value.", "Remove it, or put `#` before it."),
    # arrays and inline tables
    ('x = ["a" ‹"b"›]', 'Expected `,` before `"b"`.', ""),
    ('x = [‹"a, "›b"]', '`"a, "` is read as one string.', "Add the missing quotation mark."),
    (
        "x = ‹\"open'› # c",
        "The string starts with `\"` but ends with `'`.",
        "Use the same quotation mark at both ends.",
    ),
    ('x = ‹\'it is "x"›', "Unclosed string.", "Add `'` at the end."),
    ('x = ["a", ‹"b›]', "Unclosed string.", 'Add `"` at the end.'),
    ('x = [\n  "a"\n  ‹"b"›,\n]', 'Expected `,` before `"b"`.', ""),
    ("x = ‹[›1, 2", "Unclosed array.", "Add `]` at the end."),
    ('x = ‹[›\n  "a",', "Unclosed array.", "Add `]` at the end."),
    ("x = [1,‹,› 2]", "Expected a value before `,`.", ""),
    ("x = [1, 2‹}›", "Expected `]`, found `}`.", ""),
    ("x = [‹a = 1›]", "`a = 1` is not allowed in an array.", "Put `{ … }` around it."),
    ("x = { a = 1 ‹b› = 2 }", "Expected `,` before `b`.", ""),
    (
        'x = { r = ‹"src.py::A, a = "›private" }',
        '`"src.py::A, a = "` is read as one string.',
        "Add the missing quotation mark.",
    ),
    ("x = ‹{› a = 1", "Unclosed inline table.", "Add `}` at the end."),
    ("x = ‹{›\n  a = 1,\n  b = 2,", "Unclosed inline table.", "Add `}` at the end."),
    ("x = {\n  a = 1\n  ‹b› = 2\n}", "Expected `,` before `b`.", ""),
    ("x = { a = 1 ‹]›", "Expected `}`, found `]`.", ""),
    ("x = { a = 1, ‹a› = 2 }", "Duplicate key `a` in this inline table.", "Keep one of the two."),
    ("x = { ‹a› }", "Expected `=` after the key `a`.", ""),
    ("x = {}‹}›", "Unmatched `}`.", "Remove it."),
    (
        "x = [\n  ‹a = 1›,\n  b = 2,\n]",
        "`a = 1` is not allowed in an array.",
        "Put `{ … }` around it.",
    ),
    (
        "x = [\n  ‹a = 1›,\n  b = 2,\n}",
        "`a = 1` is not allowed in an array.",
        "Put `{ … }` around it.",
    ),
    ("x = {\n  a = ‹[›1,\n  b = 2,\n}", "Unclosed array.", "Add `]` at the end."),
    ("x = {\n  a = 1‹]›,\n  b = 2,\n}", "Unmatched `]`.", "Remove it."),
    ("x = {\n  ‹.a = [1]›,\n  b = 2,\n}", "Expected `key = value`, found `.a = [1]`.", ""),
    ("x = {\n  a =‹:[1]›,\n  b = 2,\n}", "`:[1]` is not a TOML value.", "Put strings in quotes."),
    (
        "x = {\n  ‹// note›\n  a = 1,\n}",
        "TOML comments start with `#`.",
        "Start the comment with `#`.",
    ),
    ("x = [\n  ‹// note›\n  1,\n]", "TOML comments start with `#`.", "Start the comment with `#`."),
    ("‹x =›\n{\n  a = 1,\n}", "The value must be on the same line as `x =`.", ""),
    ('‹x =›\n  "a" # note', "The value must be on the same line as `x =`.", ""),
    ("‹]›", "Unmatched `]`.", "Remove it."),
]

HEADERS = [
    ("‹[x›", "Unclosed table header.", "Add `]`."),
    ("‹[x.y›  # note", "Unclosed table header.", "Add `]`."),
    ("‹[[x]›", "`[[x]` must be closed with `]]`.", ""),
    ("[x]‹]›", "Unmatched `]`.", "Remove it."),
    ("‹[]›", "Expected a table name in `[]`.", ""),
    ("[‹x.›]", "Expected a key after `x.`.", ""),
    ("[‹x.›", "Expected a key after `x.`.", ""),
    ("[‹x.›.y]", "Expected a key after `x.`.", ""),
    ("[‹.x›]", "Expected a key before the dot in `[.x]`.", ""),
    (
        "[‹x y›]",
        "The key `x y` must be in quotes.",
        "Unquoted keys may only contain A-Z, a-z, 0-9, `-` and `_`.",
    ),
    (
        "[‹tool/x›]",
        "The key `tool/x` must be in quotes.",
        "Unquoted keys may only contain A-Z, a-z, 0-9, `-` and `_`.",
    ),
    ('[‹"x›]', "Unclosed key.", 'Add `"` at the end.'),
    ("[‹“x”›]", "`“` is not a TOML quotation mark.", 'Use `"`.'),
    ("[x] ‹y = 1›", "Unexpected `y = 1` after the table header.", "Move it to the next line."),
    ("‹[x = 1›", "Unclosed table header.", "Add `]`."),
    ("[‹two›]", "Duplicate table `[two]`.", "Put all its keys under one header."),
    (
        "[[‹two›]]",
        "`two` is already a table, not an array of tables.",
        "Put all its keys under one `[two]`.",
    ),
    ("[‹one.a›]", "`one.a` is already defined.", "Keep one of the two."),
]


def parsed(marked: str) -> tuple[Document, int, int]:
    text = BEFORE + marked + AFTER
    start = text.index("‹")
    end = text.index("›") - 1
    return parse(text.replace("‹", "").replace("›", "")), start, end


@pytest.mark.parametrize(("marked", "message", "advice"), LINES)
def test_one_message_at_the_mistake_and_nothing_lost(
    marked: str, message: str, advice: str
) -> None:
    document, start, end = parsed(marked)
    assert [problem.span for problem in document.problems] == [(start, end)], document.problems
    problem = document.problems[0]
    assert (problem.message, problem.help) == (message, advice)
    assert document.error == document.problems[0]
    data = document.data(())
    assert (data["one"], data["three"]) == ({"a": 1}, {"d": 4})
    assert (data["two"]["b"], data["two"]["c"]) == (2, 3)


@pytest.mark.parametrize(("marked", "message", "advice"), HEADERS)
def test_a_broken_header_keeps_the_tables_around_it(marked: str, message: str, advice: str) -> None:
    document, start, end = parsed(marked)
    assert [problem.span for problem in document.problems] == [(start, end)], document.problems
    problem = document.problems[0]
    assert (problem.message, problem.help) == (message, advice)
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
