"""`--fix` never loses a byte: every call of the system fails once, and the process is killed at it.

After each fault the file is whole, old or new, or a complete copy of the old one is beside it.
"""

from __future__ import annotations

import errno
import os
import time
from typing import TYPE_CHECKING, Any

import pytest
from fal_lsp.commands import write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.skipif(os.name == "nt", reason="modes, links and processes of POSIX")

OLD, NEW = b"old = 1\n" * 500, b"new = 22\n" * 700
CALLS = frozenset(
    (
        *("open", "read", "write", "close", "fsync", "fstat", "stat", "lseek", "ftruncate"),
        *("chmod", "chown", "replace", "unlink", "listdir", "access"),
        *("listxattr", "getxattr", "setxattr", "removexattr"),
    )
)
KILLED = 77
FAULTS = ("fail", "fail half-way", "kill before", "kill after")


class Faulty:
    """The module `os` with a fault at the call number `at`, and a count of the calls."""

    path = os.path

    def __init__(self, at: int = -1, fault: str = "") -> None:
        self.at = at
        self.fault = fault
        self.count = 0

    def __getattr__(self, name: str) -> Any:
        function = getattr(os, name)
        return self.wrapped(name, function) if name in CALLS else function

    def wrapped(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            self.count += 1
            if self.count - 1 != self.at:
                return function(*arguments, **named)
            if self.fault == "kill before":
                os._exit(KILLED)
            if self.fault == "fail half-way" and name == "write":
                function(arguments[0], bytes(arguments[1])[: len(arguments[1]) // 2])
            if self.fault.startswith("fail"):
                raise OSError(errno.ENOSPC, "No space left on device")
            function(*arguments, **named)
            os._exit(KILLED)

        return call


def run(file: Path, at: int, fault: str) -> int:
    """Replace a file in a process of its own, with a fault; returns its exit code."""
    child = os.fork()
    if child == 0:
        try:
            pytest.MonkeyPatch().setattr(write, "os", Faulty(at, fault))
            problem = write.replace_file(str(file), OLD, NEW)
            is_new = file.read_bytes() == NEW
            os._exit(0 if is_new == (problem is None) else 1)
        finally:
            os._exit(2)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.parametrize("names", [1, 2])
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_at_every_call(tmp_path: Path, fault: str, names: int) -> None:
    file, other = tmp_path / "pyproject.toml", tmp_path / "other.toml"
    for at in range(1_000):
        for stale in tmp_path.iterdir():
            stale.unlink()
        file.write_bytes(OLD)
        if names > 1:
            other.hardlink_to(file)
        code = run(file, at, fault)
        assert code in (0, KILLED), f"{fault} at call {at}"
        now = file.read_bytes()
        left = [each for each in tmp_path.iterdir() if each not in (file, other)]
        copies = [each.read_bytes() for each in left if each.name.endswith(".copy")]
        assert now in (OLD, NEW) or OLD in copies, f"{fault} at call {at}"
        assert names > 1 or now in (OLD, NEW), f"{fault} at call {at}"
        if fault == "fail":
            assert now in (OLD, NEW), f"{fault} at call {at}"
        if code == 0 and now == NEW and not left and at > calls(tmp_path, names):
            return
    pytest.fail("the calls have no end")


def calls(folder: Path, names: int) -> int:
    """How many calls a run without a fault makes."""
    file = folder / "counted.toml"
    file.write_bytes(OLD)
    if names > 1:
        (folder / "counted-too.toml").hardlink_to(file)
    counter = Faulty()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(write, "os", counter)
        assert write.replace_file(str(file), OLD, NEW) is None
    for each in ("counted.toml", "counted-too.toml"):
        (folder / each).unlink(missing_ok=True)
    return counter.count


@pytest.mark.parametrize("edit", ["in place", "another file"])
def test_an_edit_in_the_last_moment_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, edit: str
) -> None:
    file = tmp_path / "pyproject.toml"
    file.write_bytes(OLD)
    create = write._create

    def late(path: str, data: bytes) -> None:
        create(path, data)
        if edit == "in place":
            file.write_bytes(b"theirs")
        else:
            (tmp_path / "swap").write_bytes(OLD)
            (tmp_path / "swap").replace(file)

    monkeypatch.setattr(write, "_create", late)
    problem = write.replace_file(str(file), OLD, NEW)
    assert problem is not None
    assert "changed while" in problem
    assert file.read_bytes() == (b"theirs" if edit == "in place" else OLD)
    assert [each.name for each in tmp_path.iterdir()] == ["pyproject.toml"]


def test_what_a_killed_run_left_is_removed_by_the_next(tmp_path: Path) -> None:
    file = tmp_path / "pyproject.toml"
    file.write_bytes(OLD)
    left, fresh = (tmp_path / f".pyproject.toml.{name}.fal-lsp.tmp" for name in ("a", "b"))
    for each in (left, fresh):
        each.write_bytes(b"half")
    hour_ago = time.time() - 3_600
    os.utime(left, (hour_ago, hour_ago))
    assert write.replace_file(str(file), OLD, NEW) is None
    assert sorted(each.name for each in tmp_path.iterdir()) == [fresh.name, file.name]


def test_attributes_and_mode_stay(tmp_path: Path) -> None:
    file = tmp_path / "pyproject.toml"
    file.write_bytes(OLD)
    file.chmod(0o640)
    try:
        os.setxattr(file, "user.note", b"mine")
    except (AttributeError, OSError):
        pytest.skip("the file system has no extended attributes")
    assert write.replace_file(str(file), OLD, NEW) is None
    assert os.getxattr(file, "user.note") == b"mine"
    assert file.stat().st_mode & 0o777 == 0o640


def test_a_file_whose_owner_cannot_be_kept_keeps_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is overwritten then, and stays the same file."""
    file = tmp_path / "pyproject.toml"
    file.write_bytes(OLD)
    inode = file.stat().st_ino

    def refused(*arguments: object) -> None:
        raise write._CannotKeepError

    monkeypatch.setattr(write, "_keep_attributes", refused)
    assert write.replace_file(str(file), OLD, NEW) is None
    assert (file.stat().st_ino, file.read_bytes()) == (inode, NEW)
    assert [each.name for each in tmp_path.iterdir()] == ["pyproject.toml"]
