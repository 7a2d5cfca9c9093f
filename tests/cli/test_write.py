"""`--fix` never loses a byte: every call of the system fails once, and the process is killed at it.

After each fault the file is whole, old or new, with its mode and attributes.
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


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_at_every_call(tmp_path: Path, fault: str) -> None:
    file = tmp_path / "pyproject.toml"
    for at in range(1_000):
        for stale in tmp_path.iterdir():
            stale.unlink()
        file.write_bytes(OLD)
        has_attributes = mark(file)
        code = run(file, at, fault)
        assert code in (0, KILLED), f"{fault} at call {at}"
        now = file.read_bytes()
        assert now in (OLD, NEW), f"{fault} at call {at}"
        assert file.stat().st_mode & 0o777 == 0o640, f"{fault} at call {at}"
        if has_attributes:
            assert os.getxattr(file, "user.note") == b"mine", f"{fault} at call {at}"
        left = [each for each in tmp_path.iterdir() if each != file]
        if left and now == OLD:
            assert write.replace_file(str(file), OLD, NEW) is None
            assert list(tmp_path.iterdir()) == [file], f"what is left by {fault} at call {at}"
        if code == 0 and now == NEW and not left and at > calls(tmp_path):
            return
    pytest.fail("the calls have no end")


def mark(file: Path) -> bool:
    """Give a file a mode and an attribute of its own; whether its file system has attributes."""
    file.chmod(0o640)
    try:
        os.setxattr(file, "user.note", b"mine")
    except (AttributeError, OSError):
        return False
    return True


def calls(folder: Path) -> int:
    """How many calls a run without a fault makes."""
    file = folder / "counted.toml"
    file.write_bytes(OLD)
    mark(file)
    counter = Faulty()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(write, "os", counter)
        assert write.replace_file(str(file), OLD, NEW) is None
    file.unlink()
    return counter.count


def test_a_file_of_several_names_is_left_alone(tmp_path: Path) -> None:
    file, other = tmp_path / "pyproject.toml", tmp_path / "other.toml"
    file.write_bytes(OLD)
    other.hardlink_to(file)
    problem = write.replace_file(str(file), OLD, NEW)
    assert problem == (
        "it has hard links, of which only one would change; apply the output of --diff instead"
    )
    assert file.read_bytes() == other.read_bytes() == OLD
    assert file.samefile(other)


def test_a_file_in_a_directory_that_may_not_be_written_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "pyproject.toml"
    file.write_bytes(OLD)
    monkeypatch.setattr(os, "access", lambda *_: False)
    problem = write.replace_file(str(file), OLD, NEW)
    assert problem is not None
    assert problem.startswith("its directory is not writable")
    assert file.read_bytes() == OLD


def test_a_file_that_is_locked_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "pyproject.toml"
    file.write_bytes(OLD)
    # Whoever runs the tests as root may write any file.
    monkeypatch.setattr(os, "access", lambda path, _: path != str(file))
    assert write.replace_file(str(file), OLD, NEW) == "it is read-only"
    assert file.read_bytes() == OLD


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
    dead = os.fork()
    if dead == 0:
        os._exit(0)
    os.waitpid(dead, 0)
    left, killed, fresh, running = (
        tmp_path / f".pyproject.toml.{name}.fal-lsp.tmp"
        for name in ("a", f"{dead}-b", "c", f"{os.getpid()}-d")
    )
    for each in (left, killed, fresh, running):
        each.write_bytes(b"half")
    hour_ago = time.time() - 3_600
    os.utime(left, (hour_ago, hour_ago))
    assert write.replace_file(str(file), OLD, NEW) is None
    assert {*tmp_path.iterdir()} == {fresh, running, file}


def test_attributes_and_mode_stay(tmp_path: Path) -> None:
    file = tmp_path / "pyproject.toml"
    file.write_bytes(OLD)
    if not mark(file):
        pytest.skip("the file system has no extended attributes")
    assert write.replace_file(str(file), OLD, NEW) is None
    assert os.getxattr(file, "user.note") == b"mine"
    assert file.stat().st_mode & 0o777 == 0o640


def test_a_file_whose_owner_cannot_be_kept_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "pyproject.toml"
    file.write_bytes(OLD)

    def refused(*arguments: object) -> None:
        raise write._CannotKeepError

    monkeypatch.setattr(write, "_keep_attributes", refused)
    problem = write.replace_file(str(file), OLD, NEW)
    assert problem is not None
    assert problem.startswith("its owner or attributes")
    assert file.read_bytes() == OLD
    assert list(tmp_path.iterdir()) == [file]
