"""Which files may be seen, what is said of those that may not, and what is kept of them."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from fal_lsp.project import Text, Unreadable, open_project
from fal_lsp.project.files import MAX_FILE_BYTES
from fal_lsp.project.workspace import MAX_ENTRIES

from tests.support.projects import project, write

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="fifos and links of POSIX")


def reason(found: object) -> str:
    return found.reason if isinstance(found, Unreadable) else "read"


def make_fifo(path: Path) -> None:
    os.mkfifo(path)


def make_socket(path: Path) -> None:
    # The path of a socket may have 100 characters only.
    before = Path.cwd()
    os.chdir(path.parent)
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(path.name)
    os.chdir(before)


THINGS: dict[str, tuple[Callable[[Path], object], str]] = {
    "a file": (lambda path: path.write_text("x"), "read"),
    "nothing": (lambda path: None, "missing"),
    "a directory": (lambda path: path.mkdir(), "not-a-file"),
    "a fifo": (make_fifo, "not-a-file"),
    "a socket": (make_socket, "not-a-file"),
    "a link to a device": (lambda path: path.symlink_to("/dev/zero"), "outside"),
    "a link to a terminal": (lambda path: path.symlink_to("/dev/tty"), "outside"),
    "a link to itself": (lambda path: path.symlink_to(path), "missing"),
    "a link to nothing": (lambda path: path.symlink_to("gone"), "missing"),
    "a link out": (lambda path: path.symlink_to("/etc/passwd"), "outside"),
    "a link to the root": (lambda path: path.symlink_to("/"), "outside"),
    "the largest": (lambda path: path.write_bytes(b"x" * MAX_FILE_BYTES), "read"),
    "too large": (lambda path: path.write_bytes(b"x" * (MAX_FILE_BYTES + 1)), "too-large"),
    "sparse": (
        lambda path: os.truncate(os.open(path, os.O_CREAT | os.O_WRONLY), 1 << 40),
        "too-large",
    ),
    "not UTF-8": (lambda path: path.write_bytes(b"\xff"), "undecodable"),
    "with a mark": (lambda path: path.write_bytes(b"\xef\xbb\xbfx"), "read"),
}


@pytest.mark.parametrize("name", THINGS)
def test_why_a_file_is_not_read(name: str, tmp_path: Path) -> None:
    make, answer = THINGS[name]
    make(tmp_path / "x")
    found = project(tmp_path).read_text("x")
    assert reason(found) == answer
    if isinstance(found, Text):
        assert found.text.startswith("x")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read all")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    (tmp_path / "x").touch(mode=0)
    assert reason(project(tmp_path).read_text("x")) == "denied"


PATHS = {
    "a.py": "read",
    "./a.py": "read",
    "b/../a.py": "read",
    "b/link.py": "read",
    "../outside/secret.py": "outside",
    "b/../../outside/secret.py": "outside",
    "b/out/secret.py": "outside",
    "b/loop/a.py": "missing",
    "a.py/": "missing",
    "a.py/x": "missing",
    "": "not-a-file",
    ".": "not-a-file",
    "..": "outside",
    "/etc/passwd": "outside",
    "../../../../../../../../../etc/passwd": "outside",
    "a\0.py": "missing",
    "a\ud800.py": "missing",
    "with\nnewline.py": "read",
    "x" * 5_000: "missing",
    "/" + "x/" * 5_000: "missing",
    "~/secret.py": "missing",
    "../outside/gone.py": "missing",
}


@pytest.mark.parametrize("path", PATHS, ids=lambda path: ascii(path)[:30])
def test_paths_lead_nowhere_else(path: str, tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    write(tmp_path, {"outside/secret.py": "s", "inside/a.py": "x", "inside/b/c.py": "x"})
    (inside / "with\nnewline.py").write_text("x")
    (inside / "b" / "link.py").symlink_to("../a.py")
    (inside / "b" / "out").symlink_to(tmp_path / "outside")
    (inside / "b" / "loop").symlink_to("loop")
    opened: list[str] = []
    assert reason(project(inside, opened=opened).read_text(path)) == PATHS[path]
    assert all(name.startswith(str(inside)) for name in opened)


def test_of_the_outside_only_existence_is_told(tmp_path: Path) -> None:
    write(tmp_path, {"outside/secret.py": "s"})
    opened: list[str] = []
    found = project(tmp_path / "inside", {"a.py": ""}, opened=opened)
    assert found.exists("../outside/secret.py")
    assert found.is_file("../outside/secret.py")
    assert found.is_dir("../outside")
    assert not found.exists("../outside/other.py")
    assert reason(found.list_dir("../outside")) == "outside"
    assert reason(found.module("../outside/secret.py")) == "outside"
    assert reason(found.dockerfile("../outside/secret.py")) == "outside"
    assert reason(found.tables("../outside/secret.py")) == "outside"
    assert opened == []


def test_the_repository_and_the_folders_of_the_workspace_may_be_read(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"repo/.git/HEAD": "", "repo/x.py": "", "repo/a/b/c.py": "", "more/y.py": "", "z.py": ""},
    )
    found = project(tmp_path / "repo" / "a" / "b", roots=(tmp_path / "more",))
    assert found.repository == str(tmp_path / "repo")
    assert reason(found.read_text("../../x.py")) == "read"
    assert reason(found.read_text("../../../more/y.py")) == "read"
    assert reason(found.read_text("../../../z.py")) == "outside"


def test_a_name_that_begins_like_the_root_is_outside(tmp_path: Path) -> None:
    write(tmp_path, {"app/a.py": "", "app-secrets/b.py": ""})
    assert reason(project(tmp_path / "app").read_text("../app-secrets/b.py")) == "outside"


def test_a_work_tree_has_a_file_named_git(tmp_path: Path) -> None:
    write(tmp_path, {".git": "gitdir: /elsewhere\n", "a/pyproject.toml": ""})
    assert project(tmp_path / "a").repository == str(tmp_path)


def test_a_project_behind_a_link(tmp_path: Path) -> None:
    write(tmp_path, {"real/a.py": "disk"})
    (tmp_path / "link").symlink_to("real")
    overlay: dict[str, str] = {}
    found = project(tmp_path / "link", overlay=overlay)
    assert found.read_text("a.py") == Text(str(tmp_path / "real" / "a.py"), "disk")
    overlay[str(tmp_path / "link" / "a.py")] = "buffer"
    found.refresh([str(tmp_path / "link" / "a.py")])
    assert found.read_text("a.py") == Text(str(tmp_path / "real" / "a.py"), "buffer")


def text(found: object) -> str:
    assert isinstance(found, Text)
    return found.text


def test_an_unsaved_buffer_wins(tmp_path: Path) -> None:
    overlay: dict[str, str] = {}
    found = project(tmp_path, {"a.py": "disk"}, overlay)
    path = str(tmp_path / "a.py")
    assert text(found.read_text("a.py")) == "disk"
    for buffer in ("buffer", "other"):
        overlay[path] = buffer
        found.refresh([path])
        assert text(found.read_text("a.py")) == buffer
    del overlay[path]
    found.refresh([path])
    assert text(found.read_text("a.py")) == "disk"


def test_a_buffer_of_a_file_that_is_not_there_yet(tmp_path: Path) -> None:
    overlay = {str(tmp_path / "new.py"): "class A: pass", str(tmp_path.parent / "out.py"): "x"}
    found = project(tmp_path, overlay=overlay)
    assert found.exists("new.py")
    assert found.is_file("new.py")
    assert text(found.read_text("new.py")) == "class A: pass"
    assert not found.exists("../out.py")


def test_a_buffer_that_is_too_large(tmp_path: Path) -> None:
    overlay = {str(tmp_path / "a.py"): "x" * (MAX_FILE_BYTES + 1)}
    assert reason(project(tmp_path, overlay=overlay).read_text("a.py")) == "too-large"


def test_a_file_is_read_once_and_again_when_it_changes(tmp_path: Path) -> None:
    opened: list[str] = []
    found = project(tmp_path, {"a.py": "A = 1"}, opened=opened)
    for _ in range(3):
        found.module("a.py")
    assert len(opened) == 1
    (tmp_path / "a.py").write_text("A = 12")
    found.refresh()
    module = found.module("a.py")
    assert not isinstance(module, Unreadable)
    assert len(opened) == 2


def test_what_could_not_be_parsed_is_kept_too(tmp_path: Path) -> None:
    opened: list[str] = []
    found = project(tmp_path, {"a.py": "("}, opened=opened)
    assert [reason(found.module("a.py")) for _ in range(3)] == ["syntax"] * 3
    assert len(opened) == 1


def test_a_change_that_the_stamp_does_not_show(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    found = project(tmp_path, {"a.py": "1"})
    before = path.stat()
    found.read_text("a.py")
    with path.open("r+") as file:
        file.write("2")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    found.refresh()
    assert text(found.read_text("a.py")) == "1"
    found.refresh([str(path)])
    assert text(found.read_text("a.py")) == "2"


def test_a_file_replaced_by_another_with_its_time_and_size(tmp_path: Path) -> None:
    found = project(tmp_path, {"a.py": "1", "b.py": "2"})
    time = (tmp_path / "a.py").stat().st_mtime_ns
    found.read_text("a.py")
    os.utime(tmp_path / "b.py", ns=(time, time))
    (tmp_path / "b.py").replace(tmp_path / "a.py")
    found.refresh()
    assert text(found.read_text("a.py")) == "2"


def test_a_file_is_as_it_was_until_it_is_looked_at_again(tmp_path: Path) -> None:
    found = project(tmp_path, {"a.py": "old", "b.py": "old"})
    for name in ("a.py", "b.py"):
        assert text(found.read_text(name)) == "old"
        (tmp_path / name).write_text("newer")
        assert text(found.read_text(name)) == "old"
    found.refresh([str(tmp_path / "a.py")])
    assert text(found.read_text("a.py")) == "newer"
    assert text(found.read_text("b.py")) == "old"
    found.refresh()
    assert text(found.read_text("b.py")) == "newer"


CHANGES: dict[str, Callable[[Path, dict[str, str]], object]] = {
    "written": lambda root, _: (root / "a.py").write_text("newer"),
    "gone": lambda root, _: (root / "a.py").unlink(),
    "there": lambda root, _: (root / "b.py").touch(),
    "a directory": lambda root, _: (root / "b.py").mkdir(),
    "listed": lambda root, _: (root / "src" / "c.py").touch(),
    "a buffer": lambda root, buffers: buffers.update({str(root / "a.py"): "typed"}),
    "a link": lambda root, _: (root / "b.py").symlink_to("a.py"),
}


CHANGED = {
    "written": {("content", "a.py")},
    "gone": {("place", "a.py"), ("content", "a.py")},
    "there": {("place", "b.py"), ("content", "b.py")},
    "a directory": {("place", "b.py"), ("content", "b.py")},
    "listed": {("content", "src")},
    "a buffer": {("content", "a.py")},
    "a link": {("place", "b.py"), ("content", "b.py")},
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_has_changed_of_what_was_seen(name: str, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("old")
    (tmp_path / "src").mkdir()
    buffers: dict[str, str] = {}
    found = open_project(str(tmp_path / "pyproject.toml"), (), buffers)
    found.read_text("a.py")
    found.is_file("b.py")
    found.list_dir("src")
    (tmp_path / "unseen.py").touch()
    found.refresh()
    assert found.revision == 0
    CHANGES[name](tmp_path, buffers)
    found.refresh()
    assert found.revision == 1
    assert found.changes_since(0) == {(what, str(tmp_path / path)) for what, path in CHANGED[name]}
    assert not found.changes_since(1)


def test_a_link_that_is_turned_to_the_outside(tmp_path: Path) -> None:
    write(tmp_path, {"in/a.py": "", "out/b.py": ""})
    found = project(tmp_path / "in")
    (tmp_path / "in" / "link.py").symlink_to("a.py")
    assert reason(found.read_text("link.py")) == "read"
    (tmp_path / "in" / "link.py").unlink()
    (tmp_path / "in" / "link.py").symlink_to("../out/b.py")
    found.refresh()
    assert reason(found.read_text("link.py")) == "outside"


def test_a_directory_is_listed_without_what_is_no_source(tmp_path: Path) -> None:
    hidden = {f"{name}/x.py": "" for name in (".venv", "node_modules", "__pycache__", "venv")}
    files = {"b.py": "", "a/x.py": "", "env/pyvenv.cfg": "", ".hidden": "", "c/pyvenv": ""}
    listing = project(tmp_path, {**hidden, **files}).list_dir()
    assert not isinstance(listing, Unreadable)
    assert [(entry.name, entry.is_dir) for entry in listing.entries] == [
        ("a", True),
        ("b.py", False),
        ("c", True),
    ]
    assert not listing.truncated


def test_a_listing_has_an_end(tmp_path: Path) -> None:
    for number in range(MAX_ENTRIES + 1):
        (tmp_path / f"{number:05}.py").touch()
    listing = project(tmp_path).list_dir()
    assert not isinstance(listing, Unreadable)
    assert len(listing.entries) == MAX_ENTRIES
    assert listing.truncated


def test_a_listing_sees_new_files(tmp_path: Path) -> None:
    opened: list[str] = []
    found = project(tmp_path, {"a.py": ""}, opened=opened)
    found.list_dir()
    found.list_dir()
    assert len(opened) == 1
    os.utime(tmp_path, ns=(1, 1))
    (tmp_path / "b.py").touch()
    found.refresh()
    listing = found.list_dir()
    assert not isinstance(listing, Unreadable)
    assert [entry.name for entry in listing.entries] == ["a.py", "b.py"]


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="counts descriptors in /proc")
def test_nothing_is_left_open(tmp_path: Path) -> None:
    found = project(tmp_path, {"a.py": "", "big": "x" * (MAX_FILE_BYTES + 1)})
    (tmp_path / "bad").write_bytes(b"\xff")
    before = len(list(Path("/proc/self/fd").iterdir()))
    for name in ("a.py", "big", "bad", "", "gone"):
        found.read_text(name)
        found.module(name)
        found.list_dir(name)
    assert len(list(Path("/proc/self/fd").iterdir())) == before
