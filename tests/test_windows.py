"""What differs on Windows and macOS, with the paths of Windows where this runs on Linux."""

from __future__ import annotations

import ntpath
import os
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
from fal_lsp import paths
from fal_lsp.lint.check import check
from fal_lsp.project import Unreadable, open_project
from fal_lsp.project.files import Disk, Scanned
from fal_lsp.report import paths as report_paths
from fal_lsp.report import style
from fal_lsp.toml import parse

from tests.support.projects import APP, write


def _on_windows(monkeypatch: pytest.MonkeyPatch, module: ModuleType) -> None:
    """Let one module see the paths of Windows."""
    system = SimpleNamespace(path=ntpath, sep="\\", fsencode=lambda path: path.encode("utf-8"))
    monkeypatch.setattr(module, "os", system)


@pytest.mark.parametrize(
    ("path", "directory", "expected"),
    [
        (r"C:\work\app\src\a.py", r"C:\work\app", "src/a.py"),
        (r"c:\Work\app\a.py", r"C:\work", "app/a.py"),
        (r"C:\work\b\a.py", r"C:\work\app", "../b/a.py"),
        (r"D:\share\a.py", r"C:\work", "D:/share/a.py"),
        (r"\\server\share\a.py", r"C:\work", "//server/share/a.py"),
    ],
)
def test_a_path_is_relative_where_it_can_be(
    monkeypatch: pytest.MonkeyPatch, path: str, directory: str, expected: str
) -> None:
    _on_windows(monkeypatch, paths)
    assert paths.relative_path(path, directory) == expected


@pytest.mark.parametrize(
    ("path", "shown", "below", "uri"),
    [
        (r"C:\a b\x\p.toml", "x/p.toml", "x/p.toml", "file:///C:/a%20b/x/p.toml"),
        (r"D:\ä\p.toml", "D:/ä/p.toml", None, "file:///D:/%C3%A4/p.toml"),
        (r"\\server\share\p.toml", "//server/share/p.toml", None, "file://server/share/p.toml"),
    ],
)
def test_reports_have_forward_slashes(
    monkeypatch: pytest.MonkeyPatch, path: str, shown: str, below: str | None, uri: str
) -> None:
    _on_windows(monkeypatch, report_paths)
    assert report_paths.portable(path, r"C:\a b") == shown
    assert report_paths.relative_uri(path, r"C:\a b") == below
    assert report_paths.uri(path) == uri


@pytest.mark.parametrize(
    ("environment", "colours"),
    [
        ({}, False),
        ({"WT_SESSION": "1"}, True),
        ({"TERM": "xterm"}, True),
        ({"TERM": "dumb"}, False),
    ],
)
def test_the_old_console_gets_no_colours(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], colours: bool
) -> None:
    monkeypatch.setattr(style, "os", SimpleNamespace(name="nt", environ=environment))
    terminal = SimpleNamespace(isatty=lambda: True)
    assert style.wants_color(terminal) is colours  # type: ignore[arg-type]


# --- a file system that ignores case ---


class IgnoringCase(Disk):
    """The disk of this machine, as macOS and Windows would show it."""

    def real(self, path: str) -> str:
        return super().real(_as_on_disk(path))

    def exists(self, path: str) -> bool:
        return super().exists(_as_on_disk(path))

    def status(self, path: str, *, follow: bool = True) -> os.stat_result | Unreadable:
        return super().status(_as_on_disk(path), follow=follow)

    def read_bytes(self, path: str, limit: int) -> bytes | Unreadable:
        return super().read_bytes(_as_on_disk(path), limit)

    def scan(self, path: str, limit: int) -> Iterable[Scanned]:
        return super().scan(_as_on_disk(path), limit)


def _as_on_disk(path: str) -> str:
    """The path of the entry that each name leads to if case does not count."""
    given = Path(path)
    if given.exists() or given.parent == given:
        return path
    above = Path(_as_on_disk(str(given.parent)))
    entries = list(above.iterdir()) if above.is_dir() else []
    same = [each for each in entries if each.name.casefold() == given.name.casefold()]
    return str(same[0] if same else above / given.name)


MANIFEST = """
[tool.fal.apps.painter]
ref = "{ref}::Painter"
app_files = ["{data}"]

[tool.fal.apps.server]
exposed_port = 80
image = {{ dockerfile = "{dockerfile}" }}
"""
NAMES = {"ref": "src/painter.py", "data": "Data/räder.txt", "dockerfile": "docker/Dockerfile"}


def _mismatches(folder: Path, files: Disk, **other: str) -> list[str]:
    text = MANIFEST.format(**{**NAMES, **other})
    write(folder, {"pyproject.toml": text, "src/painter.py": APP.format(name="Painter")})
    write(folder, {"src/Data/räder.txt": "", "docker/Dockerfile": "FROM python\nEXPOSE 80\n"})
    project = open_project(str(folder / "pyproject.toml"), files=files)
    found = check(parse(text), project)
    return [each.message for each in found if each.rule == "path-case-mismatch"]


@pytest.mark.parametrize(
    ("other", "named"),
    [
        ({}, None),
        ({"ref": "Src/Painter.py"}, "src/painter.py"),
        ({"ref": "./src/PAINTER.py"}, "./src/painter.py"),
        ({"data": "data/RÄDER.txt"}, "Data/räder.txt"),
        ({"dockerfile": "docker/dockerfile"}, "docker/Dockerfile"),
        # Not there at all: that has a rule of its own.
        ({"dockerfile": "docker/gone"}, None),
    ],
)
def test_a_path_in_another_case_is_mentioned_where_the_disk_finds_it(
    tmp_path: Path, other: dict[str, str], named: str | None
) -> None:
    found = _mismatches(tmp_path, IgnoringCase(), **other)
    (written,) = other.values() or ("",)
    assert found == (
        [f"`{written}` differs in case from `{named}`, so Linux does not find it."] if named else []
    )
    # Where case counts, it is a missing file.
    assert _mismatches(tmp_path, Disk(), **other) == []
