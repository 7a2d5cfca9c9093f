"""What differs on Windows and macOS, with the paths of Windows where this runs on Linux."""

from __future__ import annotations

import ntpath
from types import ModuleType, SimpleNamespace

import pytest
from fal_lsp import paths
from fal_lsp.report import paths as report_paths
from fal_lsp.report import style


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
