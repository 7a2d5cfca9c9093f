"""The values that the rules judge in Python files: fal refuses them, or sends what it can't mean.

`register` goes as far as the request that registers the app, with the types of the protocol.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.real_fal import register
from tests.support.set_values import SET_MISTAKES, SET_RIGHT, Mistake, Value, files, row_id


def _write(folder: Path, contents: dict[str, str]) -> None:
    for name, text in contents.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


@pytest.mark.parametrize(("mistake", "shape"), SET_MISTAKES, ids=row_id)
def test_fal_refuses_what_is_an_error(mistake: Mistake, shape: str, tmp_path: Path) -> None:
    _write(tmp_path, files(mistake.key, mistake.python, shape))
    done = register(tmp_path, "a")
    assert bool(done.refused) == (not mistake.is_sent), done


@pytest.mark.parametrize(("value", "shape"), SET_RIGHT, ids=row_id)
def test_fal_sends_what_is_right(value: Value, shape: str, tmp_path: Path) -> None:
    _write(tmp_path, files(value.key, value.python, shape))
    assert register(tmp_path, "a").refused == ""
