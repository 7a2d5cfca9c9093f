"""A progress bar for long runs on a terminal. Knows `rich`, which it only imports for a long run.

The bar is on standard error, so that the report can go into a file, and disappears at the end.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from time import monotonic
from typing import TYPE_CHECKING, Final, TypeVar

from ..report.style import is_terminal

if TYPE_CHECKING:
    from rich.progress import Progress

    Item = TypeVar("Item")

_PATIENCE: Final = 0.5
"""Seconds before the bar appears; most runs are over by then."""

_INTERVAL: Final = 0.1
"""Seconds between two pictures of it."""


def tracked(items: Iterable[Item], total: int, quiet: bool) -> Iterator[Item]:
    """The items as they come, with a bar on the terminal when that takes long."""
    if quiet or not is_terminal(sys.stderr):
        yield from items
        return
    bar: Progress | None = None
    due = monotonic() + _PATIENCE
    try:
        for count, item in enumerate(items, 1):
            yield item
            now = monotonic()
            if now < due:
                continue
            due = now + _INTERVAL
            if bar is None:
                bar = _bar(total)
            bar.update(bar.task_ids[0], completed=count)
            bar.refresh()
    finally:
        if bar is not None:
            bar.stop()


def _bar(total: int) -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    # Drawn by hand: a thread that draws it would be copied into the processes of the check.
    bar = Progress(
        TextColumn("Checking"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("files"),
        console=Console(stderr=True),
        transient=True,
        auto_refresh=False,
    )
    bar.add_task("", total=total)
    bar.start()
    return bar
