"""How long the worst texts of a size take: the check, a keystroke and a completion.

    python benchmarks/hostile.py [--size 20000] [--only WORD] [--limit 0.1]

CPU time of this process, divided by what a fixed piece of work takes at the same time: what else
the machine does slows both, so that the milliseconds are about those of a quiet machine.
"""

from __future__ import annotations

import argparse
import ast
import gc
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import tomli

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from fal_lsp.ide.completion import completion
from fal_lsp.lint.check import check
from fal_lsp.memo import Memo
from fal_lsp.project import open_project
from fal_lsp.toml import parse

from tests.support.growing import FILES, TEXTS, sized

APP = 'import fal\n\n\nclass App(fal.App):\n    @fal.endpoint("/")\n    def run(self): ...\n'
AROUND = {"app.py": APP, "Dockerfile": "FROM python:3.11\n"}
USES = """[project]
name = "p"
dependencies = ["fal"]
[tool.fal.apps.x]
ref = "app.py::App"
{}"""
CONTAINER = """image.dockerfile = "Dockerfile"
exposed_port = 1
image.build_args = { A = "1" }
"""


def main() -> int:
    """Print the texts that take longest, and exit with 1 if one takes longer than the limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=20_000)
    parser.add_argument("--only", default="")
    parser.add_argument("--limit", type=float, default=0.1, help="seconds for each step")
    arguments = parser.parse_args()
    warm_up()
    # As the command and the server do while they work.
    gc.disable()
    rows = []
    print(f"{'milliseconds for':50}  check keystroke completion")
    for name, files in subjects(arguments.size):
        if arguments.only in name:
            seconds = measure(files, 5 * arguments.limit)
            rows.append((name, *seconds))
            if max(seconds) > arguments.limit / 2:
                print(f"{name:50}", *(f"{1000 * each:6.0f}" for each in seconds), flush=True)
            gc.collect()
    slow = [row[0] for row in rows if max(row[1:]) > arguments.limit]
    print(f"{len(rows)} texts, {len(slow)} take longer than {1000 * arguments.limit:.0f} ms")
    return 1 if slow else 0


def subjects(size: int) -> Iterator[tuple[str, dict[str, str]]]:
    """The files of each text of a size."""
    for kind, text in TEXTS.items():
        yield kind, {"pyproject.toml": sized(text, size), **AROUND}
    for name, kinds in FILES.items():
        container = CONTAINER if name in ("Dockerfile", ".dockerignore") else ""
        copied = {"Dockerfile": "FROM a\nARG A\nCOPY x app.py /\nEXPOSE 80\n"}
        for kind, text in kinds.items():
            files = {"pyproject.toml": USES.format(container), **AROUND, **copied}
            yield f"{name}: {kind}", {**files, name: sized(text, size)}


FIXED_TOML = "".join(f'[t{n}]\na = "x"\nb = [1, 2]\nc = {{ d = 1 }}\n' for n in range(100))
FIXED_PYTHON = "".join(f"class A{n}:\n    x = 1\n    def f(self): return {n}\n" for n in range(100))
FIXED_SECONDS = 0.002
"""What the fixed work takes on the machine of the limits when nothing else is at work there."""


def slowness() -> float:
    """How many times longer than on a quiet machine work takes at the moment."""
    taken = []
    for _ in range(9):
        start = time.process_time()
        tomli.loads(FIXED_TOML)
        ast.parse(FIXED_PYTHON)
        taken.append(time.process_time() - start)
    return median(taken) / FIXED_SECONDS


class TooLong(BaseException):
    """A step takes so long that nobody waits for it; no rule's crash, which the check survives."""


def give_up(*_: object) -> None:
    """Handle the signal that the time is up."""
    raise TooLong


def measure(files: dict[str, str], limit: float = 60) -> tuple[float, float, float]:
    """The seconds of the first check, of a keystroke at the end and of a completion there.

    What takes longer than `limit` is ended there. The seconds are those of a quiet machine.
    """
    pace = slowness()
    signal.signal(signal.SIGPROF, give_up)
    signal.setitimer(signal.ITIMER_PROF, limit * pace)
    try:
        check, keystroke, word = timed(files)
        return check / pace, keystroke / pace, word / pace
    except TooLong:
        return (limit, limit, limit)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def timed(files: dict[str, str]) -> tuple[float, float, float]:
    """The seconds of the three steps."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            Path(folder, name).write_text(text, encoding="utf-8", newline="")
        text = files["pyproject.toml"]
        project = open_project(str(Path(folder, "pyproject.toml")))
        memo = Memo()
        start = time.process_time()
        document = parse(text)
        check(document, project, memo=memo)
        checked = time.process_time()
        edited = parse(text + "q", document)
        check(edited, project, memo=memo)
        typed = time.process_time()
        completion(edited, len(text) + 1, project=project)
        return checked - start, typed - checked, time.process_time() - typed


def warm_up() -> None:
    """Import what is imported when it is needed."""
    measure({"pyproject.toml": USES.format(CONTAINER) + "a = 1\nreff = 2\n", **AROUND})
    measure({"pyproject.toml": USES.format("") + "[tool.fal-lsp]\nignore = ['x']\nb =\n", **AROUND})


if __name__ == "__main__":
    raise SystemExit(main())
