"""What is written twice: marked on the later key, with the first place; as strict as tomli."""

from __future__ import annotations

import pytest
import tomli
from fal_lsp.toml import parse

# A text whose later key is between `‹` and `›`, its first writing between `«` and `»`.
TWICE = [
    ("«a» = 1\n‹a› = 2", "Duplicate key `a` in this table.", "Keep one of the two."),
    ("[t]\n«a» = 1\nb = 2\n‹a› = 3", "Duplicate key `a` in `[t]`.", "Keep one of the two."),
    ('«a» = 1\n‹"a"› = 2', 'Duplicate key `"a"` in this table.', "Keep one of the two."),
    ("«a».b = 1\n‹a› = 2", "Duplicate key `a` in this table.", "Keep one of the two."),
    ("«a» = 1\n‹a›.b = 2", "Duplicate key `a` in this table.", "Keep one of the two."),
    ("«a» = {}\n‹a›.b = 2", "Duplicate key `a` in this table.", "Keep one of the two."),
    ("«a.b» = 1\n‹a.b›.c = 2", "Duplicate key `a.b` in this table.", "Keep one of the two."),
    ("«a.b» = 1\na.c = 2\n‹a.b› = 3", "Duplicate key `a.b` in this table.", "Keep one of the two."),
    ("x = { «a» = 1, ‹a› = 2 }", "Duplicate key `a` in this inline table.", "Keep one of the two."),
    (
        "x = { «a» = {}, ‹a›.b = 2 }",
        "Duplicate key `a` in this inline table.",
        "Keep one of the two.",
    ),
    ("[«a»]\n[b]\n[‹a›]", "Duplicate table `[a]`.", "Put all its keys under one header."),
    ("[«a.b»]\n[ ‹a . b› ]", "Duplicate table `[a . b]`.", "Put all its keys under one header."),
    ("[t.a]\n[«t»]\nb = 1\n[‹t›]", "Duplicate table `[t]`.", "Put all its keys under one header."),
    ("[t]\n«a» = 1\n[‹t.a›]", "`t.a` is already defined.", "Keep one of the two."),
    ("[t]\n«a» = 1\n[‹t.a›.b]", "`t.a` is already defined.", "Keep one of the two."),
    ("[t]\n«a» = [{}]\n[[‹t.a›]]", "`t.a` is already defined.", "Keep one of the two."),
    ("[«t.a»]\n[t]\n‹a› = 1", "`a` is already defined.", "Keep one of the two."),
    (
        "[«t.a»]\n[t]\n‹a›.b = 1",
        "`a` is already a table with its own header.",
        "Put this key under that header.",
    ),
    ("[t]\n«a».b = 1\n[‹t.a›]", "Duplicate table `[t.a]`.", "Put all its keys under one header."),
    (
        "[t]\n«a».b = 1\n[[‹t.a›]]",
        "`t.a` is already a table, not an array of tables.",
        "Put all its keys under one `[t.a]`.",
    ),
    ("«a».b = 1\n[‹a›]", "Duplicate table `[a]`.", "Put all its keys under one header."),
    ("[[«a»]]\n[‹a›]", "`a` is already an array of tables.", "Use `[[a]]` to add an item."),
    (
        "[«a»]\n[[‹a›]]",
        "`a` is already a table, not an array of tables.",
        "Put all its keys under one `[a]`.",
    ),
    (
        "[«a».b]\n[[‹a›]]",
        "`a` is already a table, not an array of tables.",
        "Put all its keys under one `[a]`.",
    ),
    ("[[l]]\n[«l.s»]\n[‹l.s›]", "Duplicate table `[l.s]`.", "Put all its keys under one header."),
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


@pytest.mark.parametrize(("marked", "message", "advice"), TWICE)
def test_the_later_key_is_marked_and_the_first_related(
    marked: str, message: str, advice: str
) -> None:
    text, offsets = "", {}
    for char in marked:
        if char in "«»‹›":
            offsets[char] = len(text)
        else:
            text += char
    with pytest.raises(tomli.TOMLDecodeError):
        tomli.loads(text)
    (problem,) = parse(text).problems
    assert problem.kind == "duplicate-key"
    assert (problem.message, problem.help) == (message, advice)
    assert problem.span == (offsets["‹"], offsets["›"])
    assert problem.related == (offsets["«"], offsets["»"])


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
    assert problem.message == "Duplicate table `[a]`."


def test_the_first_writing_stays() -> None:
    assert parse("a = 1\na = 2\n[t]\nx = 1\n[t]\nx = 2\n").data(()) == {"a": 1, "t": {"x": 1}}
