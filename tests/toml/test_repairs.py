"""The text that was plainly meant: what a syntax error becomes when its repair is taken."""

from __future__ import annotations

import pytest
from fal_lsp.toml import Document, parse
from hypothesis import given

from tests.support.strategies import mutated
from tests.toml.test_mistakes import HEADERS, LINES, parsed

# A line with one mistake, and the line that its repair makes; None where nothing is offered.
REPAIRS = [
    # values
    ("auth = private", 'auth = "private"'),
    ("ref = src/app.py::My_App", 'ref = "src/app.py::My_App"'),
    ("name = my app # the name", 'name = "my app" # the name'),
    ("image = python:3.11-slim", 'image = "python:3.11-slim"'),
    ("x = [us-east, us-west]", 'x = ["us-east", us-west]'),
    ("x = { auth = private }", 'x = { auth = "private" }'),
    ("x = True", "x = true"),
    ("x = [False]", "x = [false]"),
    ("x = yes", None),
    ("x = None", None),
    ("x = (1, 2)", None),
    ("x = a, b", None),
    ("x = it's", None),
    ("x = 007", "x = 7"),
    ("x = .5", "x = 0.5"),
    ("x = 5.", "x = 5.0"),
    ("x = 1,000,000", "x = 1_000_000"),
    ('x = f"a{b}"', 'x = "a{b}"'),
    ("x = “foo”", 'x = "foo"'),
    ("x = ‘foo’", "x = 'foo'"),
    ("x = `foo`", "x = 'foo'"),
    ('x = "foo', 'x = "foo"'),
    ("x = \"foo'", 'x = "foo"'),
    ("x = 'foo\" # one", "x = 'foo' # one"),
    ("x = ['a, b]", "x = ['a, b']"),
    ('x = "C:\\data"', 'x = "C:\\\\data"'),
    ('x = "C:\\"', 'x = "C:\\\\"'),
    # brackets and commas
    ("x = [1 2]", "x = [1, 2]"),
    ("x = { a = 1 b = 2 }", "x = { a = 1, b = 2 }"),
    ("x = [1,, 2]", "x = [1, 2]"),
    ("x = [1, 2}", "x = [1, 2]"),
    ("x = { a = 1 ]", "x = { a = 1 }"),
    ("x = { a = 1; b = 2 }", "x = { a = 1, b = 2 }"),
    ("x = { a = 1], b = 2 }", "x = { a = 1, b = 2 }"),
    ("x =\n{ a = 1 }", "x = { a = 1 }"),
    ('x =\n\n  "a"', 'x = "a"'),
    ("x = [\n  // one\n  1]", "x = [\n  # one\n  1]"),
    ("x = [1, 2", "x = [1, 2]"),
    ("x = { a = 1", "x = { a = 1}"),
    # signs, comments, what follows
    ("x: 1", "x = 1"),
    ("x : 1", "x = 1"),
    ("x := 1", "x = 1"),
    ("x == 1", "x = 1"),
    ("x 1", "x = 1"),
    ('x "a"', 'x = "a"'),
    ("x", None),
    ("x =", None),
    ("x = 1,", "x = 1"),
    ("x = 1 ;", "x = 1"),
    ("x = 1 // one", "x = 1 # one"),
    ("// one", "# one"),
    ("; one", "# one"),
    ("x = 1 y = 2", "x = 1\ny = 2"),
    ("}", ""),
    # keys and headers
    ("my key = 1", '"my key" = 1'),
    ("größe = 1", '"größe" = 1'),
    ("[my app]", '["my app"]'),
    ("[tool.fal.apps.my app]", '[tool.fal.apps."my app"]'),
    ("[tool.x", "[tool.x]"),
    ("[tool.x]]", "[tool.x]"),
    ("[[tool.x]", "[[tool.x]]"),
]


def repaired(document: Document) -> str | None:
    """The text with the repair of its first problem."""
    repair = document.problems[0].repair
    if repair is None:
        return None
    text = document.text
    return text[: repair.span.start] + repair.text + text[repair.span.end :]


@pytest.mark.parametrize(("line", "meant"), REPAIRS)
def test_what_was_meant(line: str, meant: str | None) -> None:
    after = repaired(parse(f"a = 1\n{line}\n"))
    assert after == (None if meant is None else f"a = 1\n{meant}\n")


@pytest.mark.parametrize("line", [line for line, meant in REPAIRS if meant is not None])
def test_a_few_repairs_make_it_valid(line: str) -> None:
    text: str | None = line
    for _ in range(4):
        assert text is not None
        document = parse(text)
        if document.error is None:
            return
        text = repaired(document)
    pytest.fail(f"{text} is still broken")


@pytest.mark.parametrize("marked", [row[0] for row in (*LINES, *HEADERS)])
def test_a_repair_ends_its_problem(marked: str) -> None:
    document, _, _ = parsed(marked)
    text = repaired(document)
    if text is not None:
        problem = document.problems[0]
        assert problem not in parse(text).problems
        assert len(parse(text).problems) <= len(document.problems)


@given(mutated())
def test_a_repair_lies_in_the_text(text: str) -> None:
    for problem in parse(text).problems:
        if problem.repair is not None:
            start, end = problem.repair.span
            assert 0 <= start <= end <= len(text)
            assert text[start:end] != problem.repair.text


@given(mutated())
def test_a_problem_is_described_in_short_sentences(text: str) -> None:
    for problem in parse(text).problems:
        assert len(problem.message) <= 120
        assert problem.message.endswith(".")
        assert len(problem.help) <= 80
        assert not problem.help or problem.help.endswith(".")
