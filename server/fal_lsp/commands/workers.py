"""Checking many files: in one process, or in several where that is faster.

The outcomes are in the order of the files, whichever process finishes first.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from ..report.entry import CheckedFile
from .check_file import Options, Outcome, check_path
from .console import describe_crash

if TYPE_CHECKING:
    from .remembered import Remembered

_Check = Callable[[str], Outcome]
"""The check of one file; it can be pickled."""

_FORK = hasattr(os, "fork") and sys.platform != "darwin"
"""Whether a process can be copied cheaply and safely. On macOS its own libraries forbid it."""

_WORTHWHILE = 100 if _FORK else 1000
"""From how many files on another process saves more than it costs to start."""

FEWEST_REMEMBERED: Final = 100
"""So many files take half a second to check; fewer are checked again each time."""

_MOST = 8
_LARGEST_CHUNK = 32
_GARBAGE = 5_000
"""New objects after which it is looked for garbage; a project leaves some thousand."""

_WAIT = 1.0
"""Seconds between two looks whether the first process is still there."""


def run(files: Sequence[str], options: Options, *, cache: bool = False) -> Iterator[Outcome]:
    """The outcome of every file, in order. A crash of fal-lsp on one file spares the others.

    With a `cache` files are skipped that the last run found clean, where there are many.
    """
    known = _remembered(files, options) if cache and len(files) >= FEWEST_REMEMBERED else None
    check_one = partial(_check, options._replace(traced=known is not None))
    if options.fix or len(files) > 1:
        _collect_garbage()
    if known is None:
        yield from _checked(files, check_one)
        return
    clean = [*map(known.is_clean, files)]
    left = [path for path, skip in zip(files, clean, strict=True) if not skip]
    checked = _checked(left, check_one)
    for path, skip in zip(files, clean, strict=True):
        outcome = Outcome(CheckedFile(path, "", ())) if skip else next(checked)
        if not skip:
            known.keep(path, outcome.clean)
        yield outcome
    known.save()


def _remembered(files: Sequence[str], options: Options) -> Remembered | None:
    from .remembered import remembered

    return remembered(files, options)


def _checked(files: Sequence[str], check_one: _Check) -> Iterator[Outcome]:
    done = 0
    workers = min(_processors(), _MOST, len(files) * 2 // _WORTHWHILE)
    if workers > 1:
        for outcome in _parallel(files, check_one, workers):
            yield outcome
            done += 1
    # All of the files where one process is enough, else those that a broken pool left over.
    yield from map(check_one, files[done:])


def _parallel(files: Sequence[str], check_one: _Check, workers: int) -> Iterator[Outcome]:
    """The outcomes from a pool of processes, fewer than asked for where the pool breaks."""
    try:
        import multiprocessing
        from concurrent.futures.process import BrokenProcessPool, ProcessPoolExecutor

        context = multiprocessing.get_context("fork" if _FORK else "spawn")
        if _FORK:
            # What is imported before the fork need not be imported in every process.
            from ..lint import check  # noqa: F401
        pool = ProcessPoolExecutor(workers, context, _start_worker, (os.getpid(),))
    except (ImportError, OSError, NotImplementedError):
        # Some sandboxes have no semaphores.
        return
    chunk = max(1, min(_LARGEST_CHUNK, len(files) // (workers * 4)))
    finished = False
    try:
        yield from pool.map(check_one, files, chunksize=chunk)
        finished = True
    except BrokenProcessPool:
        return
    finally:
        if not finished:
            # Ctrl-C, or a reader that went away: nobody wants what they are still at.
            for process in multiprocessing.active_children():
                process.terminate()
        # A thread of this process asks the workers to end, but the process is about to end itself:
        # a worker that was not asked would wait for ever, and so would the reader of our output.
        pool.shutdown(wait=True, cancel_futures=True)


def _start_worker(first: int) -> None:
    """Begin in a new process: Ctrl-C is for the first process alone, which then ends this one."""
    import signal
    from threading import Thread

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if os.name == "posix":
        Thread(target=_end_with, args=(first,), daemon=True).start()
    _collect_garbage()


def _end_with(first: int) -> None:
    """End this process when the first one is gone: that was killed, and could not end this one,
    which would wait for ever, and so would the reader of the output."""
    from time import sleep

    while os.getppid() == first:
        sleep(_WAIT)
    os._exit(1)


def _collect_garbage() -> None:
    """Look for garbage when some files have left theirs, not several times in each: a check makes
    thousands of objects, which live until it ends."""
    gc.set_threshold(_GARBAGE)
    gc.enable()


def _check(options: Options, path: str) -> Outcome:
    return guarded(path, lambda: check_path(path, options))


def guarded(path: str, check: Callable[[], Outcome]) -> Outcome:
    """The outcome of a check, also where fal-lsp itself fails."""
    try:
        return check()
    except Exception as error:
        return Outcome(CheckedFile(path, "", ()), failures=(describe_crash(error),))


def _processors() -> int:
    """How many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except (AttributeError, OSError):
        return os.cpu_count() or 1
