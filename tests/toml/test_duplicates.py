"""What is written twice: marked on the later key, with the first place; as strict as tomli."""

from __future__ import annotations

import pytest
import tomli
from fal_lsp.toml import parse

# A text whose later key is between `‹` and `›`, its first writing between `«` and `»`.
TWICE = [
    ("«a» = 1\n‹a› = 2", "the key `a` is already in this table"),
    ("[t]\n«a» = 1\nb = 2\n‹a› = 3", "the key `a` is already in `[t]`"),
    ('«a» = 1\n‹"a"› = 2', "already in this table"),
    ("«a».b = 1\n‹a› = 2", "already in this table"),
    ("«a» = 1\n‹a›.b = 2", "already in this table"),
    ("«a» = {}\n‹a›.b = 2", "already in this table"),
    ("«a.b» = 1\n‹a.b›.c = 2", "already in this table"),
    ("«a.b» = 1\na.c = 2\n‹a.b› = 3", "already in this table"),
    ("x = { «a» = 1, ‹a› = 2 }", "already in this inline table"),
    ("x = { «a» = {}, ‹a›.b = 2 }", "already in this inline table"),
    ("[«a»]\n[b]\n[‹a›]", "the table `[a]` is already there"),
    ("[«a.b»]\n[ ‹a . b› ]", "the table `[a . b]` is already there"),
    ("[t.a]\n[«t»]\nb = 1\n[‹t›]", "the table `[t]` is already there"),
    ("[t]\n«a» = 1\n[‹t.a›]", "`t.a` already has a value"),
    ("[t]\n«a» = 1\n[‹t.a›.b]", "`t.a` already has a value"),
    ("[t]\n«a» = [{}]\n[[‹t.a›]]", "`t.a` already has a value"),
    ("[«t.a»]\n[t]\n‹a› = 1", "`a` already has a value"),
    ("[«t.a»]\n[t]\n‹a›.b = 1", "`a` is already a table with a header"),
    ("[t]\n«a».b = 1\n[‹t.a›]", "the table `[t.a]` is already there"),
    ("[t]\n«a».b = 1\n[[‹t.a›]]", "`t.a` is already a table"),
    ("«a».b = 1\n[‹a›]", "the table `[a]` is already there"),
    ("[[«a»]]\n[‹a›]", "`a` is already an array of tables: write `[[a]]`"),
    ("[«a»]\n[[‹a›]]", "`a` is already a table"),
    ("[«a».b]\n[[‹a›]]", "`a` is already a table"),
    ("[[l]]\n[«l.s»]\n[‹l.s›]", "the table `[l.s]` is already there"),
]

ALLOWED = [
    "a.b = 1\na.c = 2",
    "[a.b]\n[a]\nc = 1",
    "[a.b.c]\n[a]\nb.d = 1",
    "a.b = 1\n[a.c]\nd = 2",
    "[t]\na.b = 1\n[t.a.c]\nd = 1",
    "[[a]]\nb.c = 1\n[[a]]\nb.c = 2",
    "[[a]]\n[a.b]\n[[a]]\n[a.b]",
    "[[a]]\n[[a.b]]\n[[a]]\n[[a.b]]\n[a.b.c]",
    "x = { a.b = 1, a.c = 2 }",
]

# What is being typed, or only seems to be written twice.
SILENT = ["[a]\nx = 1\n[a", "a = 1\na", "a\na = 1", "[[a]\n[a]", "[a.b]\n[a.]\n[a.b.c]"]


@pytest.mark.parametrize(("marked", "message"), TWICE)
def test_the_later_key_is_marked_and_the_first_related(marked: str, message: str) -> None:
    text, spots = "", {}
    for char in marked:
        if char in "«»‹›":
            spots[char] = len(text)
        else:
            text += char
    with pytest.raises(tomli.TOMLDecodeError):
        tomli.loads(text)
    (problem,) = parse(text).problems
    assert problem.kind == "duplicate-key"
    assert message in problem.message
    assert problem.span == (spots["‹"], spots["›"])
    assert problem.related == (spots["«"], spots["»"])


@pytest.mark.parametrize("text", ALLOWED)
def test_what_tomli_allows_is_no_problem(text: str) -> None:
    document = parse(text)
    assert document.problems == ()
    assert document.data(()) == tomli.loads(text)


@pytest.mark.parametrize("text", SILENT)
def test_half_typed_text_is_not_written_twice(text: str) -> None:
    assert {problem.kind for problem in parse(text).problems} == {"syntax"}


def test_a_copied_table_is_one_problem_and_not_one_a_key() -> None:
    (problem,) = parse("[a]\nx = 1\ny = 2\n[a]\nx = 1\ny = 2\n").problems
    assert problem.message == (
        "the table `[a]` is already there: put all its keys under one header"
    )


def test_the_first_writing_stays() -> None:
    assert parse("a = 1\na = 2\n[t]\nx = 1\n[t]\nx = 2\n").data(()) == {"a": 1, "t": {"x": 1}}
