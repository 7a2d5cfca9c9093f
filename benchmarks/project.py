"""How long the check takes that reads the files around: 50 apps in 20 Python files of 500 lines.

    python benchmarks/project.py [--runs N]

The first check knows nothing, as on the command line. The second is what the language server does
after an edit of one Python file that the editor has open: only the apps that read it are checked
again. That is measured once more with 1,000 apps in 400 Python files, beside a keystroke in their
pyproject.toml. Exits with 1 where one is above its limit.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[1]))

from fal_lsp.lint.check import check
from fal_lsp.lsp.projects import Projects
from fal_lsp.memo import Memo
from fal_lsp.project import open_project
from fal_lsp.toml import parse

from tests.support.projects import many_apps

FIRST = 1.0
"""Seconds for the first check."""

AGAIN = 0.030
"""Seconds for a check after an edit of one Python file."""

MOST_KEYSTROKES = 3.0
"""A check after an edit of one of 400 Python files, in keystrokes in the pyproject.toml."""


def main() -> int:
    """Print the figures; 1 where one is above its limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15, help="runs of each check (default: 15)")
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "project"
        text = write_project(folder)
        first = [first_check(folder, text) for _ in range(runs)]
        again = checks_after_edits(folder, text, runs)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "project"
        text = write_project(folder, files=400, apps=1_000, lines=0)
        edits, keystrokes = checks_after_edits(folder, text, runs), checks_typed(folder, text, runs)
    ratio = median(edits) / median(keystrokes)
    print(f"load of the machine {os.getloadavg()[0]:.1f}")
    for title, times, limit in (("first", first, FIRST), ("after an edit", again, AGAIN)):
        print(
            f"{title:<14} {median(times) * 1000:7.1f} ms   (fastest {min(times) * 1000:.1f}, "
            f"slowest {max(times) * 1000:.1f}; at most {limit * 1000:.0f})"
        )
    print(
        f"1,000 apps in 400 files: {median(edits) * 1000:.1f} ms after an edit of one file, "
        f"{median(keystrokes) * 1000:.1f} ms after a keystroke in the pyproject.toml: "
        f"{ratio:.1f} times (at most {MOST_KEYSTROKES:.0f})"
    )
    fast = median(first) <= FIRST and median(again) <= AGAIN and ratio <= MOST_KEYSTROKES
    return 0 if fast else 1


def write_project(folder: Path, files: int = 20, apps: int = 50, lines: int = 500) -> str:
    """Write the project; returns its pyproject.toml. Every class overrides two of the keys."""
    refs = many_apps(folder, files, apps, lines)
    tables = [
        f'[tool.fal.apps.app-{number}]\nref = "{ref}"\nauth = "private"\nmachine_type = "M"\n'
        f'keep_alive = 60\nmax_concurrency = 4\nrequirements = ["torch"]\n'
        for number, ref in enumerate(refs)
    ]
    text = '[project]\nname = "large"\ndependencies = ["fal>=1.83"]\n\n' + "\n".join(tables)
    (folder / "pyproject.toml").write_text(text, encoding="utf-8")
    return text


def first_check(folder: Path, text: str) -> float:
    """Seconds for a check of which nothing is known."""
    start = perf_counter()
    project = open_project(str(folder / "pyproject.toml"))
    found = check(parse(text), project, memo=Memo())
    taken = perf_counter() - start
    # 50 apps, each with a `machine_type`, a `keep_alive` and `requirements` without effect.
    assert len(found) == 150, len(found)
    return taken


def checks_after_edits(folder: Path, text: str, runs: int) -> list[float]:
    """Seconds for each check after another line in the buffer of one Python file."""
    buffers: dict[str, str] = {}
    projects = Projects(lambda path: open_project(path, (str(folder),), buffers))
    memo, document = Memo(), parse(text)
    manifest, edited = str(folder / "pyproject.toml"), folder / "pkg" / "apps_0.py"
    source = edited.read_text(encoding="utf-8")
    findings = len(check(document, projects.get(manifest), memo=memo))
    times = []
    for run in range(runs):
        buffers[str(edited)] = f"{source}\nEDIT = {run}\n"
        start = perf_counter()
        projects.invalidate(str(edited))
        found = check(document, projects.get(manifest), memo=memo)
        times.append(perf_counter() - start)
        assert len(found) == findings, len(found)
    return times


def checks_typed(folder: Path, text: str, runs: int) -> list[float]:
    """Seconds for each check after a keystroke in the pyproject.toml, the parsing included."""
    manifest = str(folder / "pyproject.toml")
    buffers = {manifest: text}
    projects = Projects(lambda path: open_project(path, (str(folder),), buffers))
    memo, document = Memo(), parse(text)
    check(document, projects.get(manifest), memo=memo)
    before, key, after = text.rpartition('auth = "private')
    times = []
    for run in range(runs):
        buffers[manifest] = f"{before}{key}{run}{after}"
        start = perf_counter()
        projects.invalidate(manifest)
        document = parse(buffers[manifest], document)
        found = check(document, projects.get(manifest), memo=memo)
        times.append(perf_counter() - start)
        assert any(f"private{run}" in item.message for item in found), run
    return times


if __name__ == "__main__":
    sys.exit(main())
