"""Nothing is loaded or read before it is asked for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.projects import APP, many_apps, project


def test_the_room_loads_no_reader() -> None:
    code = (
        "import sys; before = set(sys.modules); import fal_lsp.project;"
        "print(*sorted(set(sys.modules) - before))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    own = {name for name in loaded if name.startswith("fal_lsp")}
    assert own == {"fal_lsp", "fal_lsp.memo", "fal_lsp.project"} | {
        f"fal_lsp.project.{name}" for name in ("files", "project", "workspace")
    }
    assert not loaded & {"ast", "tomli", "packaging", "inspect", "pathlib", "tokenize"}


def test_opening_a_project_reads_nothing(tmp_path: Path) -> None:
    opened: list[str] = []
    project(tmp_path, {"app.py": APP.format(name="A"), "pyproject.toml": ""}, opened=opened)
    assert opened == []


def test_only_what_is_asked_for_is_read(tmp_path: Path) -> None:
    refs = many_apps(tmp_path, files=8, apps=16, lines=200)
    opened: list[str] = []
    found = project(tmp_path, opened=opened)

    def check() -> list[str]:
        opened.clear()
        found.refresh()
        for ref in refs:
            path, _, name = ref.partition("::")
            target = found.target(path, name)
            assert target.kind == "app"  # type: ignore[union-attr]
            settings = found.app_class(target)  # type: ignore[arg-type]
            assert settings is not None
            assert settings.is_complete
        return [Path(path).name for path in opened]

    assert sorted(check()) == sorted(
        ["__init__.py", *(f"apps_{number}.py" for number in range(8)), "base.py", "pyproject.toml"]
    )
    assert check() == []
    (tmp_path / "pkg" / "apps_3.py").write_text((tmp_path / "pkg" / "apps_3.py").read_text() + "\n")
    assert check() == ["apps_3.py"]


@pytest.mark.parametrize("question", ["target", "targets", "module"])
def test_each_file_is_looked_at_once(question: str, tmp_path: Path) -> None:
    opened = project(tmp_path, {"app.py": APP.format(name="A")})
    ask = getattr(opened, question)
    arguments = ("app.py", "A") if question == "target" else ("app.py",)
    ask(*arguments)
    (tmp_path / "app.py").unlink()
    found = ask(*arguments)
    assert not hasattr(found, "detail")
