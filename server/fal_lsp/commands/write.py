"""Replacing a file by its repaired text. Knows the disk, nothing of TOML.

The new file is complete before it takes the old one's name, so that a crash or a full disk leaves
the old one. Mode, owner, access lists and extended attributes stay; a symbolic link stays a link,
and its target is replaced.

Where that is not possible (the file has several names, the directory may not be written, the owner
can't be kept), the file itself is overwritten, but only when a complete copy of it is on the disk.
The copy is removed when the file is whole.
"""

from __future__ import annotations

import os
import stat
import time
from contextlib import suppress

_BINARY = getattr(os, "O_BINARY", 0)
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY
_TEMPORARY = ".fal-lsp.tmp"
_COPY = ".fal-lsp.copy"
_LEFT_AFTER = 600
"""Seconds after which a temporary file is one that an interrupted run has left."""

_CHANGED = "it was changed while it was being checked; run the command again"


class _CannotKeepError(Exception):
    """A new file cannot have the owner or the attributes of the old one."""


def replace_file(path: str, before: bytes, after: bytes) -> str | None:
    """Write `after` in the place of `before`; returns why that was not possible.

    A file that no longer holds `before` was changed by somebody else and is left alone.
    """
    target = os.path.realpath(path)
    try:
        status, now = _read(target)
        if now == after:
            return None
        if now != before:
            return _CHANGED
        directory = os.path.dirname(target)
        if status.st_nlink == 1 and os.access(directory, os.W_OK):
            _remove_left(target)
            try:
                return _exchange(target, before, after, status)
            except _CannotKeepError:
                pass
        return _overwrite(target, before, after, status)
    except OSError as error:
        return error.strerror or str(error)


def create_file(path: str, data: bytes) -> str | None:
    """Write a file that isn't there yet; returns why that was not possible."""
    try:
        with open(path, "xb") as file:
            file.write(data)
    except OSError as error:
        return error.strerror or str(error)
    return None


def _read(path: str) -> tuple[os.stat_result, bytes]:
    descriptor = os.open(path, os.O_RDONLY | _BINARY)
    try:
        pieces = []
        while piece := os.read(descriptor, 1 << 20):
            pieces.append(piece)
        return os.fstat(descriptor), b"".join(pieces)
    finally:
        _close(descriptor)


def _is_unchanged(target: str, before: bytes, status: os.stat_result) -> bool:
    """Whether the path still leads to the same file with the same bytes."""
    now, data = _read(target)
    return (now.st_dev, now.st_ino) == (status.st_dev, status.st_ino) and data == before


def _exchange(target: str, before: bytes, after: bytes, status: os.stat_result) -> str | None:
    directory, name = os.path.split(target)
    temporary = os.path.join(directory, f".{name}.{os.urandom(6).hex()}{_TEMPORARY}")
    try:
        _create(temporary, after)
        _keep_attributes(target, temporary, status)
        if not _is_unchanged(target, before, status):
            return _CHANGED
        os.replace(temporary, target)
    finally:
        with suppress(OSError):
            os.unlink(temporary)
    return None


def _create(path: str, data: bytes) -> None:
    """Write a new file, which only its owner may read, through to the disk."""
    descriptor = os.open(path, _NEW, 0o600)
    try:
        _write(descriptor, data)
        os.fsync(descriptor)
    finally:
        _close(descriptor)


def _close(descriptor: int) -> None:
    """Close a file; what was written has been through `fsync`, so an error says nothing of it."""
    with suppress(OSError):
        os.close(descriptor)


def _write(descriptor: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(descriptor, left) :]


def _keep_attributes(target: str, temporary: str, status: os.stat_result) -> None:
    """Give the new file the owner, the mode and the extended attributes of the old one."""
    now = os.stat(temporary)
    if (now.st_uid, now.st_gid) != (status.st_uid, status.st_gid):
        try:
            os.chown(temporary, status.st_uid, status.st_gid)
        except PermissionError as error:
            raise _CannotKeepError from error
    os.chmod(temporary, stat.S_IMODE(status.st_mode))
    if not hasattr(os, "listxattr"):
        return
    # An access list is an attribute, too, and `chmod` changes it.
    old, new = _attributes(target), _attributes(temporary)
    try:
        for name in new.keys() - old.keys():
            os.removexattr(temporary, name)
        for name, value in old.items():
            if new.get(name) != value:
                os.setxattr(temporary, name, value)
    except OSError as error:
        raise _CannotKeepError from error


def _attributes(path: str) -> dict[str, bytes]:
    try:
        return {name: os.getxattr(path, name) for name in os.listxattr(path)}
    except OSError:  # a file system without attributes
        return {}


def _remove_left(target: str) -> None:
    """Remove the temporary files that interrupted runs have left beside the file."""
    directory, name = os.path.split(target)
    for entry in os.listdir(directory):
        if entry.startswith(f".{name}.") and entry.endswith(_TEMPORARY):
            path = os.path.join(directory, entry)
            with suppress(OSError):
                if time.time() - os.stat(path).st_mtime > _LEFT_AFTER:
                    os.unlink(path)


def _overwrite(target: str, before: bytes, after: bytes, status: os.stat_result) -> str | None:
    descriptor = os.open(target, os.O_RDWR | _BINARY)
    try:
        copy = _copy(target, before)
        is_whole = True
        try:
            if not _is_unchanged(target, before, status):
                return _CHANGED
            try:
                is_whole = False
                _put(descriptor, after)
                is_whole = True
            except OSError as error:
                # The old bytes had their place on the disk before.
                with suppress(OSError):
                    _put(descriptor, before)
                    is_whole = True
                reason = error.strerror or str(error)
                return reason if is_whole else f"{reason}; its old content is in {copy}"
        finally:
            if is_whole:
                with suppress(OSError):
                    os.unlink(copy)
    finally:
        _close(descriptor)
    return None


def _copy(target: str, data: bytes) -> str:
    """Write a copy beside the file or, where that is not allowed, among the temporary files."""
    directory, name = os.path.split(target)
    name = f".{name}.{os.urandom(6).hex()}{_COPY}"
    if not os.access(directory, os.W_OK):
        import tempfile

        directory = tempfile.gettempdir()
    path = os.path.join(directory, name)
    try:
        _create(path, data)
    except OSError:
        with suppress(OSError):
            os.unlink(path)
        raise
    return path


def _put(descriptor: int, data: bytes) -> None:
    """Make these the bytes of an open file; nothing is cut off before all is written."""
    os.lseek(descriptor, 0, os.SEEK_SET)
    _write(descriptor, data)
    os.ftruncate(descriptor, len(data))
    os.fsync(descriptor)
