"""Exits when the client process ends. Knows processes, no message.

The protocol asks a server to end when the process that started it is gone (LSP 3.17,
InitializeParams.processId). pygls 2.1.1 only remembers the number.
"""

from __future__ import annotations

import logging
import os
import select
import sys
import threading
import time
from collections.abc import Callable

log = logging.getLogger(__name__)

_EVERY = 2.0
"""Seconds between two checks, where the system cannot wake us."""


def end_with_process(pid: int, end: Callable[[int], None]) -> None:
    """Call `end(1)` from another thread once the process is gone.

    A process that is not there to begin with is in another container or on another machine, and
    says nothing about the client.
    """
    if not _is_alive(pid):
        log.info("the client's process %d is not on this machine", pid)
        return

    def watch() -> None:
        _wait(pid)
        log.info("the client's process %d is gone", pid)
        end(1)

    threading.Thread(target=watch, name="fal-lsp-client", daemon=True).start()


def _wait(pid: int) -> None:
    """Wait until a process is gone."""
    if hasattr(os, "pidfd_open"):
        try:
            handle = os.pidfd_open(pid)
        except OSError:
            return _poll(pid)
        select.select([handle], [], [])
        os.close(handle)
        return None
    return _poll(pid)


def _poll(pid: int) -> None:
    while _is_alive(pid):
        time.sleep(_EVERY)


def _is_alive(pid: int) -> bool:
    """Whether a process exists; one that belongs to somebody else does, too."""
    if pid <= 0:
        return False
    if sys.platform == "win32":
        # Signal 0 is Ctrl-C there: `os.kill` would end the process that it asks about.
        return _is_alive_windows(pid)
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def _is_alive_windows(pid: int) -> bool:
    import ctypes

    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined, unused-ignore]
    synchronize, still_waiting = 0x00100000, 0x102
    handle = kernel.OpenProcess(synchronize, False, pid)
    if not handle:
        return False
    try:
        return bool(kernel.WaitForSingleObject(handle, 0) == still_waiting)
    finally:
        kernel.CloseHandle(handle)
