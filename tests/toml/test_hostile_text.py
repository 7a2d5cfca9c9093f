"""Texts that want to take all time or memory: each gets a document, with few problems."""

from __future__ import annotations

import pytest
from fal_lsp.toml import parse
from fal_lsp.toml.incremental import MAX_LENGTH
from fal_lsp.toml.problems import MAX_PROBLEMS

# The parses take a second or less each; before they were bounded, minutes or gigabytes.
TEXTS = {
    "open brackets": ("x = " + "[" * 10_000, "nested more than 100 levels deep"),
    "open braces": ("x = " + "{a=" * 10_000, "nested more than 100 levels deep"),
    "brackets that close": (
        "x = " + "[" * 10_000 + "]" * 10_000,
        "nested more than 100 levels deep",
    ),
    "a key of many parts": ("a." * 20_000 + "b = 1", "more than 100 parts"),
    "a header of many parts": ("[" + "a." * 20_000 + "b]", "more than 100 parts"),
    "garbage": ("@@@\n" * 20_000, "found `@@@`"),
    "words": ("foo\n" * 20_000, "Expected `=` after the key `foo`"),
    "open strings": ('x = "\n' * 20_000, "Unclosed string"),
    "open arrays": ("x = [\n" * 20_000, "Unclosed array"),
    "open tables": ("x = {\n" * 4_000, "Unclosed inline table"),
    "open tables in sections": ("[a]\nx = {\n" * 3_000, "Unclosed inline table"),
    "long strings out of step": ('x = """\n' * 9_999, "Duplicate key `x` in this table"),
    "long strings in sections": ('[a]\nx = """\n' * 2_999, "Duplicate table `[a]`"),
    "errors in sections": (
        ("[a]\n" + "x = [\n" * 30) * 400,
        "more than 10,000 syntax errors",
    ),
    "an escape too few": ('x = "' + "\\n" * 100_000, "Unclosed string"),
    "a long word": ("x = " + "1_" * 100_000 + "x", "is not a TOML value"),
    "a long number": ("x = " + "1" * 100_000, "digits"),
    "an array on a line": ("x = [" + "a b, " * 50_000, "is not a TOML value"),
    "spaces in a string": ('x = ["' + " " * 200_000, "Unclosed string"),
    "quotes": ('"' * 100_000, "Expected `=`"),
    "zeros": ("\0" * 100_000, "U+0000"),
    "the same key": ("a = 1\n" * 20_000, "Duplicate key `a` in this table"),
    "the same header": ("[a]\nb = 1\n" * 20_000, "Duplicate table `[a]`"),
    "short headers": ("[a]\n" * 20_000, "more than 8,000 tables"),
    "half keys": ("".join(f"a{n} =\n" for n in range(20_000)), "Expected a value after"),
    "a line of 10 MB": ('x = "' + "a" * 10_000_000 + '"', "too large"),
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_hostile_text_gets_a_document(name: str) -> None:
    text, message = TEXTS[name]
    document = parse(text)
    assert document.error is not None
    assert message in document.error.message
    assert len(document.problems) <= MAX_PROBLEMS
    assert all(len(problem.message) <= 120 for problem in document.problems)
    document.data(())
    assert parse(text[:-1], document).text == text[:-1]


def test_a_text_at_the_limit_is_read() -> None:
    start = 'x = "'
    text = start + "a" * (MAX_LENGTH - len(start) - 1) + '"'
    assert parse(text).error is None
    larger = parse(text + " ")
    assert larger.error is not None
    assert larger.data(()) == {}
    assert parse(text, larger).error is None


@pytest.mark.parametrize("depth", [1, 50, 99, 100])
def test_what_is_nested_less_deeply_is_read(depth: int) -> None:
    document = parse("x = " + "[" * depth + "]" * depth)
    assert document.error is None
    value = document.data(("x",))
    for _ in range(depth - 1):
        (value,) = value
    assert value == []
