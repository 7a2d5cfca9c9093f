"""Suggestions for a misspelt name: the sentence, the fix, and which name is near enough."""

from __future__ import annotations

import pytest
from fal_lsp.rules.did_you_mean import did_you_mean, nearest
from fal_lsp.rules.finding import Place, RenameKey, ReplaceValue

PATH = ("tool", "fal", "apps", "x", "ref")


def test_a_suggestion_is_a_question_with_an_unsafe_fix() -> None:
    finding = did_you_mean("r", "No `b`.", Place(PATH), "a", before="f.py::", advice="Cure.")
    (fix,) = finding.fixes
    assert (finding.message, finding.help) == ("No `b`. Did you mean `a`?", "")
    assert (fix.title, fix.safe) == ("Change to `f.py::a`", False)
    assert fix.edits == (ReplaceValue(PATH, '"f.py::a"'),)


def test_a_key_is_renamed() -> None:
    (fix,) = did_you_mean("r", "No `b`.", Place(PATH, "key"), "a").fixes
    assert (fix.title, fix.edits) == ("Rename to `a`", (RenameKey(PATH, "a"),))


def test_without_a_suggestion_the_help_remains() -> None:
    finding = did_you_mean("r", "No `b`.", Place(PATH), None, advice="Cure.")
    assert (finding.message, finding.help, finding.fixes) == ("No `b`.", "Cure.", ())


@pytest.mark.parametrize(
    ("name", "names", "expected"),
    [
        ("Generatr", ["Generator", "Captioner"], "Generator"),
        ("generator", ["Captioner", "Generator"], "Generator"),
        ("x", ["Generator"], None),
        ("x", [], None),
    ],
)
def test_the_nearest_name(name: str, names: list[str], expected: str | None) -> None:
    assert nearest(name, names) == expected
