"""A trace holds as long as the same would be seen, and no longer."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from fal_lsp.project.files import Disk
from fal_lsp.project.trace import Look, Traced, holds

Change = Callable[[Path], object]


def link(path: Path, to: str) -> None:
    path.unlink()
    path.symlink_to(to)


def rewrite(path: Path, text: str) -> None:
    path.unlink()
    path.write_text(text)


def become_directory(path: Path) -> None:
    path.unlink()
    path.mkdir()


LOOKS: dict[str, tuple[Look, Change]] = {
    "a file comes": (Look("exists", "new"), lambda top: (top / "new").touch()),
    "a file goes": (Look("exists", "file"), lambda top: (top / "file").unlink()),
    "a place is taken": (Look("status", "new", 1), lambda top: (top / "new").mkdir()),
    "a place is left": (Look("status", "file", 0), lambda top: (top / "file").unlink()),
    "a file becomes a directory": (
        Look("status", "file", 1),
        lambda top: become_directory(top / "file"),
    ),
    "a file becomes a link": (
        Look("status", "file", 0),
        lambda top: link(top / "file", "other"),
    ),
    "a link leads elsewhere": (
        Look("real", "link"),
        lambda top: link(top / "link", "other"),
    ),
    "a link leads to itself": (
        Look("real", "link"),
        lambda top: link(top / "link", "link"),
    ),
    "a text changes": (Look("read_bytes", "file", 9), lambda top: (top / "file").write_text("b")),
    "a text gets too long": (
        Look("read_bytes", "file", 1),
        lambda top: (top / "file").write_text("ab"),
    ),
    "a text goes": (Look("read_bytes", "file", 9), lambda top: (top / "file").unlink()),
    "an entry comes": (Look("scan", "", 9), lambda top: (top / "new").touch()),
    "an entry becomes a directory": (
        Look("scan", "", 9),
        lambda top: become_directory(top / "file"),
    ),
    "a directory goes": (Look("scan", "directory", 9), lambda top: (top / "directory").rmdir()),
}
SAME: dict[str, tuple[Look, Change]] = {
    "a text is written again": (
        Look("read_bytes", "file", 9),
        lambda top: rewrite(top / "file", "a"),
    ),
    "a text that nobody read": (
        Look("status", "file", 1),
        lambda top: (top / "file").write_text("bc"),
    ),
    "a directory is filled": (
        Look("status", "directory", 1),
        lambda top: (top / "directory" / "x").touch(),
    ),
    "a time": (Look("read_bytes", "file", 9), lambda top: os.utime(top / "file", (1, 1))),
    "what is not there": (Look("read_bytes", "none", 9), lambda top: (top / "new").touch()),
}


def made(top: Path) -> Path:
    (top / "file").write_text("a")
    (top / "other").write_text("a")
    (top / "directory").mkdir()
    (top / "link").symlink_to("file")
    return top


def still_holds(top: Path, look: Look, change: Change) -> bool:
    look = look._replace(path=str(top / look.path))
    files = Traced(Disk())
    files.look_again([look])
    trace = files.trace()
    assert trace is not None
    assert trace.looks == (look,)
    assert holds(trace, Disk())
    change(top)
    return holds(trace, Disk())


needs_links = pytest.mark.skipif(sys.platform == "win32", reason="makes links")


@needs_links
@pytest.mark.parametrize("name", LOOKS)
def test_a_change_is_seen(tmp_path: Path, name: str) -> None:
    assert not still_holds(made(tmp_path), *LOOKS[name])


@needs_links
@pytest.mark.parametrize("name", SAME)
def test_what_would_be_seen_again_holds(tmp_path: Path, name: str) -> None:
    assert still_holds(made(tmp_path), *SAME[name])


def test_what_changes_while_it_is_looked_at_has_no_trace(tmp_path: Path) -> None:
    path = tmp_path / "file"
    files = Traced(Disk())
    files.exists(str(path))
    path.touch()
    files.exists(str(path))
    assert files.trace() is None
