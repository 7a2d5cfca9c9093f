"""How long the worst texts of a size take: the check, a keystroke, and what people ask for.

    python benchmarks/hostile.py [--size 20000] [--only WORD] [--limit 0.1]

CPU time of this process, divided by what a fixed piece of work takes at the same time: what else
the machine does slows both, so that the milliseconds are about those of a quiet machine. A text
that takes too long is measured twice more, and the least counts: nothing makes work faster.
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
from typing import TYPE_CHECKING

import tomli

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from fal_lsp.commands.check_file import Options, check_data
from fal_lsp.ide.code_action import code_action
from fal_lsp.ide.completion import completion
from fal_lsp.ide.hover import hover
from fal_lsp.lint.check import check, subject
from fal_lsp.lint.effective import effective
from fal_lsp.lint.new_apps import new_apps, with_apps
from fal_lsp.memo import Memo
from fal_lsp.project import open_project
from fal_lsp.text import Span
from fal_lsp.toml import parse

from tests.support.growing.files import FILES
from tests.support.growing.kinds import sized
from tests.support.growing.toml import TEXTS

if TYPE_CHECKING:
    from fal_lsp.lint.diagnostic import Diagnostic

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
    texts = slow = 0
    print(f"{'milliseconds for':40}", *(f"{step:>10}" for step in STEPS))
    for name, files in subjects(arguments.size):
        if arguments.only not in name:
            continue
        seconds = measure(files, 5 * arguments.limit)
        for _ in range(2):
            if max(seconds) > arguments.limit:
                seconds = list(map(min, seconds, measure(files, 5 * arguments.limit)))
        texts += 1
        slow += max(seconds) > arguments.limit
        if max(seconds) > arguments.limit / 2:
            print(f"{name:40}", *(f"{1000 * each:10.0f}" for each in seconds), flush=True)
    print(f"{texts} texts, {slow} take longer than {1000 * arguments.limit:.0f} ms")
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


def measure(files: dict[str, str], limit: float = 60) -> list[float]:
    """The seconds that each step takes, as on a quiet machine; `limit` where one takes longer."""
    pace = slowness()
    signal.signal(signal.SIGPROF, give_up)
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            Path(folder, name).write_text(text, encoding="utf-8", newline="")
        opened = Opened(Path(folder, "pyproject.toml"), files["pyproject.toml"])
        taken = []
        for step in STEPS.values():
            signal.setitimer(signal.ITIMER_PROF, limit * pace)
            start = time.process_time()
            try:
                step(opened)
                taken.append((time.process_time() - start) / pace)
            except TooLong:
                taken.append(limit)
            finally:
                signal.setitimer(signal.ITIMER_PROF, 0)
    gc.collect()
    return taken


class Opened:
    """A text in an editor, with the files around it."""

    def __init__(self, path: Path, text: str) -> None:
        self.path, self.text = str(path), text
        self.project, self.memo = open_project(self.path), Memo()
        self.document = parse("")
        self.found: tuple[Diagnostic, ...] = ()

    def check(self) -> None:
        """Read it and check it."""
        self.document = parse(self.text)
        self.found = check(self.document, self.project, memo=self.memo)

    def type(self) -> None:
        """A keystroke at the end."""
        edited = parse(self.text + "q", self.document)
        check(edited, self.project, memo=self.memo)

    def complete(self) -> None:
        """A completion at the end."""
        completion(self.document, len(self.text), project=self.project)

    def hover(self) -> None:
        """A hover over the first name."""
        hover(self.document, self.text.find(".a") + 1, project=self.project)

    def act(self) -> None:
        """The code actions of the whole text."""
        whole = Span(0, len(self.text))
        code_action(self.document, whole, self.found, project=self.project, defers=True)

    def report(self) -> None:
        """`fal-lsp check`, which also says which findings have a fix."""
        check_data(self.path, self.text.encode(), Options())

    def fix(self) -> None:
        """`fal-lsp check --fix --unsafe-fixes`."""
        check_data(self.path, self.text.encode(), Options(fix=True, unsafe=True))

    def show(self) -> None:
        """`fal-lsp show`."""
        for app in subject(parse(self.text), open_project(self.path)).apps:
            effective(app)

    def init(self) -> None:
        """`fal-lsp init`."""
        document = parse(self.text)
        with_apps(document, new_apps(document, open_project(self.path)))


STEPS = {
    "check": Opened.check,
    "keystroke": Opened.type,
    "completion": Opened.complete,
    "hover": Opened.hover,
    "actions": Opened.act,
    "report": Opened.report,
    "fix": Opened.fix,
    "show": Opened.show,
    "init": Opened.init,
}


def warm_up() -> None:
    """Import what is imported when it is needed."""
    measure({"pyproject.toml": USES.format(CONTAINER) + "a = 1\nreff = 2\n", **AROUND})
    measure({"pyproject.toml": USES.format("") + "[tool.fal-lsp]\nignore = ['x']\nb =\n", **AROUND})


if __name__ == "__main__":
    raise SystemExit(main())
