"""The project that every editor opens. Emoji stand before the places, so that columns count."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.projects import write

TEXT = """\
[project]
name = "shop"
version = "0.1.0"
requires-python = ">=3.10"

[tool.fal.apps.painter]
ref = "src/shop/painter.py::Painter"
auth = "private"

[tool.fal.apps.painter.health_check]
path = "/health"

[tool.fal.apps]
writer = { ref = "src/shop/writer.py::Writer", team = "🎨 漢", machin_type = "M" }
"""
APP = '''
import fal


class {name}(fal.App):
    """{name} does what it is told."""

    @fal.endpoint("/")
    def run(self) -> dict:
        return {{}}
'''


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """The folder of the project."""
    folder = tmp_path / "shop"
    files = {
        "pyproject.toml": TEXT,
        "src/shop/painter.py": APP.format(name="Painter"),
        "src/shop/writer.py": APP.format(name="Writer"),
        ".git/HEAD": "ref: refs/heads/main\n",
        "other.toml": '[tool.fal.apps.x]\nauth = "nobody"\n',
    }
    write(folder, files)
    return folder
