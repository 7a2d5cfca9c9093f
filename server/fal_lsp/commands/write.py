"""Replacing a file by its repaired text. Knows the disk, nothing of TOML.

The new file is complete before it takes the old one's name, so that a crash or a full disk leaves
the old one. Mode, owner, access lists and extended attributes stay; a symbolic link stays a link,
and its target is replaced.

Where that is not possible (the file has several names, it or its directory may not be written, the
owner can't be kept), nothing is written: whoever overwrites the file itself leaves half of it
behind when the process is killed.
"""

from __future__ import annotations

import errno
import os
import stat
import time
from contextlib import suppress

_BINARY = getattr(os, "O_BINARY", 0)
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY
_TEMPORARY = ".fal-lsp.tmp"
_LEFT_AFTER = 600
"""Seconds after which a temporary file is one that an interrupted run has left."""

_DIFF = "apply the output of --diff instead"
_SEVERAL_NAMES = f"it has hard links, of which only one would change; {_DIFF}"
_DIRECTORY = f"its directory is not writable, so it cannot be replaced safely; {_DIFF}"
_READ_ONLY = "it is read-only"
_OWNER = f"its owner or attributes cannot be kept; {_DIFF}"
_CHANGED = "it was changed while it was being checked; run the command again"


class _CannotKeepError(Exception):
    """A new file cannot have the owner or the attributes of the old one."""


def replace_file(path: str, before: bytes, after: bytes) -> str | None:
    """Replace `before` with `after`; returns why that was not possible.

    A file that no longer holds `before` was changed by somebody else and is left alone.
    """
    target = os.path.realpath(path)
    try:
        status, now = _read(target)
        if now == after:
            return None
        if now != before:
            return _CHANGED
        if status.st_nlink > 1:
            return _SEVERAL_NAMES
        if not os.access(os.path.dirname(target), os.W_OK):
            return _DIRECTORY
        if not os.access(target, os.W_OK):
            # Another file could take its place, but somebody has locked this one.
            return _READ_ONLY
        _remove_left(target)
        return _exchange(target, before, after, status)
    except _CannotKeepError:
        return _OWNER
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
    unique = f"{os.getpid()}-{os.urandom(6).hex()}"
    temporary = os.path.join(directory, f".{name}.{unique}{_TEMPORARY}")
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
    """The extended attributes of a file; none where its file system has none."""
    try:
        return {name: os.getxattr(path, name) for name in os.listxattr(path)}
    except OSError as error:
        if error.errno in (errno.ENOTSUP, errno.ENOSYS):
            return {}
        raise _CannotKeepError from error


def _remove_left(target: str) -> None:
    """Remove the temporary files that interrupted runs have left beside the file."""
    directory, name = os.path.split(target)
    for entry in os.listdir(directory):
        if entry.startswith(f".{name}.") and entry.endswith(_TEMPORARY):
            path = os.path.join(directory, entry)
            with suppress(OSError):
                if _is_gone(entry) or time.time() - os.stat(path).st_mtime > _LEFT_AFTER:
                    os.unlink(path)


def _is_gone(temporary: str) -> bool:
    """Whether the process that a temporary file names has ended; on Windows nobody can ask."""
    number = temporary.rpartition(_TEMPORARY)[0].rpartition(".")[2].partition("-")[0]
    if os.name == "nt" or not number.isascii() or not number.isdigit() or len(number) > 9:
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False
