"""What a new version of a text keeps of the old one: the sections around the edit, and the tree."""

from __future__ import annotations

import pytest
from fal_lsp.toml import parse
from fal_lsp.toml.incremental import MAX_SECTIONS, MAX_VALUES

APPS = "".join(f'[tool.fal.apps.a{n}]\nref = "a{n}.py::A"\nauth = "private"\n\n' for n in range(20))
AT = APPS.index("a7.py")


@pytest.mark.parametrize(
    ("typed", "same_tree", "anew"),
    [
        ("x", True, 1),
        ("x # y", True, 1),
        ("x\n", False, 1),
        ('"\nkeep_alive', False, 1),
        ('"\nregions = [', False, 1),
        ('"\n[tool.fal.apps.b]\nname="', False, 2),
        ('"\ntext = """', False, 1),
    ],
)
def test_only_the_edited_section_is_read_again(typed: str, same_tree: bool, anew: int) -> None:
    before = parse(APPS)
    after = parse(APPS[:AT] + typed + APPS[AT:], before)
    kept = {id(section) for section in before.sections}
    assert sum(id(section) not in kept for section in after.sections) == anew
    assert (after.tree is before.tree) == same_tree


def test_the_same_text_is_the_same_document() -> None:
    document = parse(APPS)
    assert parse(APPS, document) is document


def test_values_are_found_once() -> None:
    before = parse(APPS)
    app = before.data(("tool", "fal", "apps", "a3"))
    after = parse(APPS[:AT] + "x" + APPS[AT:], before)
    assert after.data(("tool", "fal", "apps", "a3")) == app
    assert after.sections[3].data is before.sections[3].data


def test_a_string_without_an_end_is_read_again_when_its_end_appears() -> None:
    text = 'x = """\ntext\n' + "[a]\n" * 5
    before = parse(text)
    assert before.error is not None
    after = parse(text + '"""', before)
    assert after.error is None
    assert after.data(()) == {"x": "text\n" + "[a]\n" * 5}


def test_a_byte_order_mark_that_comes_or_goes() -> None:
    plain = parse(APPS)
    marked = parse("\ufeff" + APPS, plain)
    assert marked.has_bom
    assert marked.starts[0] == 1
    assert parse(APPS, marked).starts == plain.starts


def test_what_is_too_deep_in_a_later_section_is_no_fault_of_an_earlier_one() -> None:
    text = 'x = """\n[a]\n"""\n[b]\ny = ' + "[" * 101 + "]" * 101 + "\n"
    document = parse(text)
    assert [problem.message for problem in document.problems] == [
        "Brackets are nested more than 100 levels deep."
    ]
    assert document.malformed_sections == {1}


@pytest.mark.parametrize(("most", "header"), [(MAX_SECTIONS, "[a{:08}]\n"), (1_000, "[a{}]\n")])
def test_a_text_of_too_many_tables_is_not_read_until_there_are_fewer(
    most: int, header: str
) -> None:
    tables = [header.format(number) for number in range(most + 1)]
    many = parse("".join(tables))
    assert many.is_unread
    assert [problem.message for problem in many.problems] == [
        f"The file is too large to be checked: more than {most:,} tables."
    ]
    assert parse("b = 1\n" + many.text, many).is_unread
    few = parse("".join(tables[1:]), many)
    assert (few.is_unread, few.problems) == (False, ())
    assert parse(many.text, few).is_unread


@pytest.mark.parametrize(
    "values",
    [
        f"a = [{'1, ' * MAX_VALUES}]\n",
        f"a = [{'[1], ' * (MAX_VALUES // 2)}]\n",
        "a = { " + "b.c = 1, " * MAX_VALUES + "}\n",
        "".join(f"a{number} = 1\n" for number in range(MAX_VALUES + 1)),
        "".join(f"[t{number}]\na = [{'1, ' * 100}]\n" for number in range(MAX_VALUES // 100)),
    ],
    ids=["items", "arrays", "an inline table", "pairs", "tables"],
)
def test_a_text_of_too_many_values_is_not_read_until_there_are_fewer(values: str) -> None:
    many = parse(values)
    assert [problem.message for problem in many.problems] == [
        f"The file is too large to be checked: more than {MAX_VALUES:,} values."
    ]
    few = parse(values[: len(values) // 2], many)
    assert not few.is_unread
    assert parse(values, few).problems == many.problems
