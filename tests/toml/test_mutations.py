"""Half-typed states of real-life files: what the edit does not touch stays in the tree.

A thorough run looks at every state (some 66,000; minutes), others at one in two hundred.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fal_lsp.toml import parse

from tests.support.examples import THOROUGH
from tests.support.mutations import Original, State, lost

if TYPE_CHECKING:
    from collections.abc import Iterator

FILES = sorted(Path(__file__).parent.glob("files/*.toml"))
SHARE = 0.005
WANTED = 0.999


def states(original: Original, seed: str, share: float) -> Iterator[State]:
    chance = random.Random(seed)
    return (state for state in original.states() if THOROUGH or chance.random() < share)


def test_values_survive_what_does_not_touch_them(capsys: pytest.CaptureFixture[str]) -> None:
    seen, losses = 0, []
    for path in FILES:
        original = Original(path.read_text("utf-8"))
        for state in states(original, path.name, SHARE):
            seen += 1
            gone = lost(original, state)
            if gone:
                losses.append((path.name, state.name, gone))
    with capsys.disabled():
        print(f"\nmutations: {len(losses)} of {seen} states lose a value")
    assert len(losses) <= seen * (1 - WANTED), losses


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_line_ends_of_windows_change_nothing(path: Path) -> None:
    text = path.read_text("utf-8")
    windows = parse(text.replace("\n", "\r\n"))
    assert windows.error is None
    assert repr(windows.data(())) == repr(parse(text).data(()))
    for state in states(Original(text), path.name, SHARE / 5):
        broken = parse(state.text.replace("\n", "\r\n"))
        plain = parse(state.text)
        assert broken.data(()) == plain.data(())
        assert [problem.message for problem in broken.problems] == [
            problem.message for problem in plain.problems
        ]
