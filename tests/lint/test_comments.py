"""Comments that switch rules off: which lines they count for, and those that are nearly right."""

from __future__ import annotations

import pytest
from fal_lsp.lint.check import check
from fal_lsp.toml import parse

APP = "[tool.fal.apps.x]\nref = 'app.py::A'\n"


def rules(text: str) -> list[str]:
    return [item.rule for item in check(parse(text))]


@pytest.mark.parametrize(
    "comment",
    [
        "# fal-lsp ignore[unknown-key]",
        "# fal_lsp: ignore[unknown-key]",
        "# fal-lsp: disable=unknown-key",
        "# fal-lsp disable=unknown-key",
        "#fal-lsp ignore: unknown-key",
        "# fallsp: ignore[unknown-key]",
        "# fal lsp: ignore[unknown-key]",
        "# FAL-LSP: ignore[unknown-key]",
        "# why fal-lsp: ignore[unknown-key]",
    ],
)
def test_a_comment_that_is_nearly_right_is_reported(comment: str) -> None:
    assert "invalid-configuration" in rules(f"{APP}keep_alive = 5  {comment}\n")


@pytest.mark.parametrize(
    "comment",
    [
        "# fal-lsp ignores this",
        "# see fal-lsp",
        "# fal-lsp disabled",
        "# fal_lsp is a package",
        "# what fal-lsp: ignore[unknown-key] means",
        "# FAL LSP ignores this",
    ],
)
def test_a_comment_about_the_program_is_none_of_ours(comment: str) -> None:
    assert rules(f"{APP}keep_alive = 5  {comment}\n") == []


def test_a_comment_on_the_last_line_of_a_value_counts() -> None:
    wrong = "nonsense = [\n  'a',\n]"
    assert rules(f"{APP}{wrong}\n") == ["unknown-key"]
    assert rules(f"{APP}{wrong}  # fal-lsp: ignore[unknown-key]\n") == []
    between = "nonsense = [\n  'a',  # fal-lsp: ignore[unknown-key]\n]"
    assert rules(f"{APP}{between}\n") == ["unknown-key"]
