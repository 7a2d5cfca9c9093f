"""An expression matches what `re` says, whichever way it is followed."""

from __future__ import annotations

import re
from random import Random

import pytest
from fal_lsp.project import bounded_match
from fal_lsp.project.bounded_match import Expression
from fal_lsp.project.docker.ignored import patterns
from pathspec import GitIgnoreSpec, RegexPattern

PARTS = ("a", "b", "*", "**", "***", "/", "?", "[ab]", "[!a]", "[a-c]", ".", "\\*", "!", "\n")


@pytest.fixture(autouse=True)
def _no_ways(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded_match, "_MOST_WAYS", -1)


def sources(text: str) -> list[str]:
    """The expressions that pathspec and fal make of a pattern."""
    try:
        made = GitIgnoreSpec.from_lines([text]).patterns
    except ValueError:
        return []
    ours = patterns([text]) or ()
    return [
        *(each.regex.pattern for each in made if isinstance(each, RegexPattern) and each.regex),
        *(each.expression.pattern for each in ours),
    ]


def test_random_patterns_match_what_they_match_with_re() -> None:
    random, matched, marked = Random(1), 0, 0
    for _ in range(3_000):
        for source in sources("".join(random.choices(PARTS, k=random.randint(1, 8)))):
            expression = Expression(source)
            for _ in range(5):
                path = "".join(random.choices("aabb/c\n.*", k=random.randint(0, 10)))
                expected, found = re.match(source, path), expression.match(path)
                assert (found is None) == (expected is None), (source, path)
                if expected is not None and found is not None:
                    mark = expected.groupdict().get("ps_d")
                    assert found.groupdict().get("ps_d") == mark, (source, path)
                    matched, marked = matched + 1, marked + bool(mark)
    assert matched > 1_000
    assert marked > 100


@pytest.mark.parametrize(
    "source", ["a*b*c*", "^a*b*(", "^(?:aa|bb)*a*b*$", r"^\d*a*b*$", "^a*b*c*d{2,3}$"]
)
def test_what_cannot_be_followed_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Expression(source)


def test_a_path_of_short_names_is_left_to_re(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wildcard in a name has few ways, however long the path around it is."""
    monkeypatch.setattr(bounded_match, "_MOST_WAYS", 100_000)
    monkeypatch.setattr(bounded_match, "_run", None)
    for source in sources("*.md"):
        assert Expression(source).match("docs/" * 800 + "a.md")
        assert not Expression(source).match("docs/" * 800 + "a.py")
