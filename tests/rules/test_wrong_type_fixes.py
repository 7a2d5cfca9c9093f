"""Which fixes of a value of another type are safe."""

from __future__ import annotations

from pathlib import Path

import pytest
from fal_lsp.lint.check import check
from fal_lsp.toml import parse
from fal_lsp.toml.edits import apply, text_edits

from tests.support.real_fal import sent

_PAINTER = """import fal


class Painter(fal.App):
    @fal.endpoint("/")
    def paint(self) -> dict:
        return {}
"""


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


@pytest.mark.parametrize(
    ("pair", "safe"),
    [
        ('no_scale = "true"', True),
        ("no_scale = 1", True),
        ("no_scale = 0", True),
        # fal asks whether the text is true, and it is.
        ('no_scale = "false"', False),
        ('no_scale = "no"', False),
        # Registering the app fails, whatever the text says.
        ('app_scale_settings = "false"', True),
    ],
)
def test_a_value_that_is_asked_whether_it_is_true(pair: str, safe: bool, tmp_path: Path) -> None:
    """A safe fix changes nothing that fal sends today."""
    (tmp_path / "app.py").write_text(_PAINTER, encoding="utf-8")
    before = f'[tool.fal.apps.painter]\nref = "app.py::Painter"\n{pair}\n'
    document = parse(before)
    ((fix,),) = (each.fixes for each in check(document) if each.rule == "wrong-type")
    edits = text_edits(document, fix.edits)
    assert edits is not None
    deployed = []
    for text in (before, apply(before, edits)):
        (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
        request = sent(tmp_path, "painter")
        assert isinstance(request, dict)
        # fal's protocol takes no text here, so such an app cannot be deployed.
        if not isinstance(request["app_scale_settings"], str):
            deployed.append(request["app_scale_settings"])
    assert fix.safe is safe
    assert fix.safe is (len(set(deployed)) == 1)


@pytest.mark.parametrize(
    ("line", "safe"),
    [
        ('machine_type = ["GPU-H100", 3]', False),
        ("machine_type = 3", False),
        ('regions = "us-east"', True),
        ("image.entrypoint = ['serve', 8000]", True),
    ],
)
def test_what_is_no_value_of_a_key_is_not_written_unasked(line: str, safe: bool) -> None:
    found = check(parse(f"[tool.fal.apps.x]\nref = 'app.py::App'\n{line}\n"))
    (fix,) = [fix for each in found if each.rule == "wrong-type" for fix in each.fixes]
    assert fix.safe is safe
