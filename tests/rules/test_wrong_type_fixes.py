"""Which fixes of a value of another type are safe."""

from __future__ import annotations

import pytest
from fal_lsp.lint.check import check
from fal_lsp.toml import parse


@pytest.mark.parametrize(
    ("app", "safe"),
    [
        ('"src/app.py::Painter"', True),
        ('"src/app.py"', True),
        # What its class sets would be lost.
        ('"package.module:Painter"', False),
    ],
)
def test_an_app_that_is_a_string(app: str, safe: bool) -> None:
    (diagnostic,) = check(parse(f"[tool.fal.apps]\npainter = {app}\n"))
    assert diagnostic.rule == "wrong-type"
    assert [fix.safe for fix in diagnostic.fixes] == [safe]
