"""How long a keystroke in a Python file of 500 lines takes, beside a server that does nothing.

    python benchmarks/python_file.py [--keys N]

One app leads to the file. A keystroke is the whole text sent with didChange and the completion that
an editor requests after it, which the server answers when it is done with the change; 100 to 300
milliseconds pass between two keys, so that what the server does meanwhile counts too. The same is
typed into a file without fal. Exits with 1 where the median of a keystroke is above its limit.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter, sleep

from session import Session
from subjects import EMPTY, OURS, commands

LONGEST = 5.0
"""Milliseconds that a keystroke may take at the median."""
GAPS = (0.1, 0.3)
"""Seconds between two keys, at least and at most."""

APP = """\
import fal


class Painter(fal.App):
    machine_type = "GPU-H100"
    keep_alive = 300

    @fal.endpoint("/")
    def paint(self, prompt: str) -> dict:
        return {{"prompt": prompt}}

{typed}
"""
PLAIN = """\
import json


class Painter:
    size = 3

{typed}
"""
FUNCTION = '''

def helper_{number}(value, scale=2):
    """Scale a value."""
    if value is None:
        return {number}
    return value * scale
'''


def main() -> int:
    """Print the table; 1 where a median is above the limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keys", type=int, default=60, help="keys of each file (default: 60)")
    keys = parser.parse_args().keys
    subjects = {name: command for name, command in commands().items() if name in (OURS, EMPTY)}
    print(f"load {os.getloadavg()[0]:.1f}\n\n| median, ms | {' | '.join(subjects)} |")
    print("|---|" + "---|" * len(subjects))
    slowest = 0.0
    for title, start in (("a file with an app", APP), ("a file without fal", PLAIN)):
        times = {name: typed(command, start, keys) for name, command in subjects.items()}
        print(f"| {title} | {' | '.join(f'{median(each):.2f}' for each in times.values())} |")
        slowest = max(slowest, median(times[OURS]))
    if slowest > LONGEST:
        print(f"\nMISSED a keystroke takes {slowest:.2f} ms, at most {LONGEST:.0f}")
    return 1 if slowest > LONGEST else 0


def typed(command: list[str], start: str, keys: int) -> list[float]:
    """The milliseconds of each keystroke in one file."""
    gap, times = Random(keys), []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        manifest = '[tool.fal.apps.painter]\nref = "app.py::Painter"\n'
        (folder / "pyproject.toml").write_text(manifest, encoding="utf-8")
        text = source(start, "")
        (folder / "app.py").write_text(text, encoding="utf-8")
        session = Session(command, folder)
        session.initialize()
        session.uri, session.language = (folder / "app.py").as_uri(), "python"
        session.open(text)
        line = start[: start.index("{typed}")].count("\n")
        for key in range(keys):
            word = "    max_concurrency"[: 4 + key % 16]
            text = source(start, word)
            begin = perf_counter()
            session.change(text)
            session.at("completion", line, len(word))
            times.append((perf_counter() - begin) * 1000)
            sleep(gap.uniform(*GAPS))
        session.end()
    return times


def source(start: str, word: str) -> str:
    """A file of some 500 lines with a word where a setting belongs."""
    functions = "".join(FUNCTION.format(number=number) for number in range(60))
    return start.format(typed=word) + functions


if __name__ == "__main__":
    sys.exit(main())
