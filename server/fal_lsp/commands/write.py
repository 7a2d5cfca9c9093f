"""Replacing a file by its repaired text. Knows the disk, nothing of TOML.

The new file is complete before it takes the old one's name, so a crash or a full disk leaves the
old one. Mode, owner and line ends stay; a symbolic link stays a link, and its target is replaced.
"""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import BinaryIO


def replace_file(path: str, before: bytes, after: bytes) -> str | None:
    """Write `after` in the place of `before`; the answer says why that was not possible.

    A file that no longer holds `before` was changed by somebody else and is left alone.
    """
    target = os.path.realpath(path)
    try:
        with open(target, "rb") as file:
            status = os.fstat(file.fileno())
            now = file.read()
        if now == after:
            return None
        if now != before:
            return "it was changed while it was being checked; run the command again"
        if status.st_nlink > 1 or not os.access(os.path.dirname(target), os.W_OK):
            _overwrite(target, after)
        else:
            _exchange(target, after, status)
    except OSError as error:
        return error.strerror or str(error)
    return None


def _exchange(target: str, data: bytes, status: os.stat_result) -> None:
    temporary, file = _beside(target)
    try:
        with file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if hasattr(os, "chown"):
            _keep_owner(temporary, status)
        os.chmod(temporary, stat.S_IMODE(status.st_mode))
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise


def _beside(target: str) -> tuple[str, BinaryIO]:
    """A new file in the directory of the target, which only its owner may read."""
    import tempfile

    directory, name = os.path.split(target)
    descriptor, temporary = tempfile.mkstemp(prefix=f".{name}.", suffix=".tmp", dir=directory)
    return temporary, os.fdopen(descriptor, "wb")


def _keep_owner(path: str, status: os.stat_result) -> None:
    """Give the new file the owner of the old one, as far as that is allowed."""
    now = os.stat(path)
    if (now.st_uid, now.st_gid) != (status.st_uid, status.st_gid):
        try:
            os.chown(path, status.st_uid, status.st_gid)
        except PermissionError:
            return


def _overwrite(target: str, data: bytes) -> None:
    """Write into the file itself: the way for one with several names, or in a closed directory."""
    with open(target, "r+b") as file:
        file.write(data)
        file.truncate()
