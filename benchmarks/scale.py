"""How `fal-lsp check .` and the language server stand a large tree.

    python benchmarks/scale.py [--runs N] [--projects N] [--others N]

A tree of 5,000 projects and 100,000 other files: the check against `tombi lint --offline`, and its
memory against that for a fifth of the projects; in the editor's mode for the whole workspace, the
time to the first findings and to an answer to `workspace/symbol` while the search runs. Then 5,000
apps in one file against 1,000. Exits with 1 where a limit is missed.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple

from check import APP, BIN, CLASS, PROJECT
from session import Session

LIMIT_TIME, LIMIT_MEMORY, LIMIT_APPS = 1.5, 1.3, 6.0
LIMIT_FINDINGS, LIMIT_SYMBOLS = 1.0, 0.2
"""Seconds."""

FOLDERS = 50
"""Directories of projects; each has as many of the other files."""


class Run(NamedTuple):
    seconds: float
    megabytes: float
    """The most that one of its processes had in memory."""


def main() -> int:
    """Print the figures; 1 where a limit is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="runs of each program (default: 5)")
    parser.add_argument("--projects", type=int, default=5_000)
    parser.add_argument("--others", type=int, default=100_000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        os.environ["XDG_CACHE_HOME"] = str(Path(name, "cache"))
        tree, fifth = Path(name, "tree"), Path(name, "fifth")
        write_tree(tree, arguments.projects, arguments.others)
        write_tree(fifth, arguments.projects // 5, arguments.others)
        kept = [
            *of_the_check(tree, fifth, arguments.runs),
            *of_the_editor(tree),
            of_one_file(Path(name), arguments.runs),
        ]
    return 0 if all(kept) else 1


def write_tree(top: Path, projects: int, others: int) -> None:
    """Projects of one app in a Python file, some with a mistake, among files of other kinds."""
    for number in range(projects):
        project = top / f"{number % FOLDERS:02}" / f"project-{number:05}"
        (project / "src").mkdir(parents=True)
        text = PROJECT.format(number=number) + APP.format(number=0)
        if number % 10 == 9:
            text = text.replace('"private"', '"privat"', 1)
        (project / "pyproject.toml").write_text(text, encoding="utf-8")
        (project / "src" / "apps.py").write_text("import fal\n" + CLASS.format(number=0))
    for number in range(others):
        folder = top / f"{number % FOLDERS:02}" / "data" / f"{number // FOLDERS % 40:02}"
        if number < FOLDERS * 40:
            folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{number}.txt").touch()


def of_the_check(tree: Path, fifth: Path, runs: int) -> tuple[bool, bool]:
    """The time of the check against Tombi's, and its memory against that of a smaller tree."""
    ours = [str(BIN / "fal-lsp"), "check", "-q", "."]
    theirs = [str(BIN / "tombi"), "lint", "--offline", "."]
    # The first check of each tree is not counted: those after it know where it found nothing.
    first = run(ours, tree)
    taken = [(run(ours, tree), run(theirs, tree), run(ours, fifth)) for _ in range(runs + 1)][1:]
    check, tombi, small = (
        Run(median(each.seconds for each in one), median(each.megabytes for each in one))
        for one in zip(*taken, strict=True)
    )
    print("the tree")
    print(f"  fal-lsp check             {check.seconds:.2f} s, {check.megabytes:.0f} MB")
    print(f"  the first time            {first.seconds:.2f} s, {first.megabytes:.0f} MB")
    print(f"  tombi lint --offline      {tombi.seconds:.2f} s, {tombi.megabytes:.0f} MB")
    print(f"  a fifth of the projects   {small.seconds:.2f} s, {small.megabytes:.0f} MB")
    time, memory = check.seconds / tombi.seconds, check.megabytes / small.megabytes
    print(
        f"  ratio {time:.2f}, at most {LIMIT_TIME}; of memory {memory:.2f}, at most {LIMIT_MEMORY}"
    )
    return time <= LIMIT_TIME, memory <= LIMIT_MEMORY


def of_the_editor(tree: Path) -> tuple[bool, bool]:
    """The whole workspace in the editor, from `initialized` on."""
    session = Session([str(BIN / "fal-lsp"), "--stdio"], tree)
    session.initialize({"diagnosticMode": "workspace"})
    start = perf_counter()
    while session.receive().get("method") != "textDocument/publishDiagnostics":
        pass
    findings = perf_counter() - start
    answers = []
    for query in ("app", "App0", "nothing"):
        asked = perf_counter()
        session.request("workspace/symbol", {"query": query})
        answers.append(perf_counter() - asked)
    session.end()
    print("the editor, while the tree is searched")
    print(f"  first findings after {findings:.2f} s, at most {LIMIT_FINDINGS}")
    print(f"  slowest answer to workspace/symbol {max(answers):.3f} s, at most {LIMIT_SYMBOLS}")
    return findings <= LIMIT_FINDINGS, max(answers) <= LIMIT_SYMBOLS


def of_one_file(folder: Path, runs: int) -> bool:
    """5,000 apps in one file against 1,000."""
    times = []
    for apps in (1_000, 5_000):
        project = folder / f"apps-{apps}"
        project.mkdir()
        text = PROJECT.format(number=0) + "".join(APP.format(number=app) for app in range(apps))
        (project / "pyproject.toml").write_text(text, encoding="utf-8")
        command = [str(BIN / "fal-lsp"), "check", "-q", "--no-project", "."]
        times.append(median(run(command, project).seconds for _ in range(runs)))
    few, many = times
    print(f"one file: 1,000 apps {few:.2f} s, 5,000 apps {many:.2f} s")
    print(f"  ratio {many / few:.1f}, at most {LIMIT_APPS}")
    return many / few <= LIMIT_APPS


def run(command: list[str], directory: Path) -> Run:
    """Run a program to its end."""
    start = perf_counter()
    process = subprocess.Popen(
        command, cwd=directory, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    seconds = perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        sys.exit(f"{command[0]} failed")
    return Run(seconds, usage.ru_maxrss * 1024 / 1e6)


if __name__ == "__main__":
    sys.exit(main())
