"""How long completion takes after each character of a file that is typed from its first one on.

    python benchmarks/typed.py [--rounds N]

Types the reference's "Container Image" example into our server and into one that does nothing, in
turn, and asks both for completion after every character, as an editor does. Prints Markdown, for
`benchmarks/README.md`. Exits with 1 where ours is more than two milliseconds above the other, at
the 95th percentile.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from session import Session
from subjects import EMPTY, OURS, ROOT, commands

EXAMPLE = ROOT / "examples" / "spec" / "dockerfile"
LONGEST = 2.0
"""Milliseconds that the 95th percentile may be above that of an empty server."""


def main() -> int:
    """Print the table; 1 where the limit is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="times the file is typed")
    rounds = parser.parse_args().rounds
    subjects = {name: command for name, command in commands().items() if name in (OURS, EMPTY)}
    times: dict[str, list[float]] = {name: [] for name in subjects}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "project")
        shutil.copytree(EXAMPLE, folder)
        text = (folder / "pyproject.toml").read_text(encoding="utf-8")
        (folder / "pyproject.toml").write_text("", encoding="utf-8")
        sessions = {name: Session(command, folder) for name, command in subjects.items()}
        for session in sessions.values():
            session.initialize()
            session.open("")
        # The first round loads what is loaded late.
        for turn in range(rounds + 1):
            for offset in range(1, len(text) + 1):
                for server, session in sessions.items():
                    taken = after_typing(session, text[:offset])
                    if turn:
                        times[server].append(taken)
        for session in sessions.values():
            session.end()
    print(f"{len(text)} characters, {rounds} times; load {os.getloadavg()[0]:.1f}\n")
    print("| | median, ms | 95th percentile, ms | slowest, ms |\n|---|---|---|---|")
    for server, taken_all in times.items():
        print(
            f"| {server} | {median(taken_all):.2f} | {late(taken_all):.2f} | {max(taken_all):.1f} |"
        )
    above = late(times[OURS]) - late(times[EMPTY])
    print(
        f"\nAt the 95th percentile {above:+.2f} ms above the empty server, at most {LONGEST:.0f}."
    )
    return 1 if above > LONGEST else 0


def after_typing(session: Session, typed: str) -> float:
    """The milliseconds from the request for completion until its answer, after a change."""
    lines = typed.split("\n")
    session.change(typed)
    start = perf_counter()
    session.at("completion", len(lines) - 1, len(lines[-1]))
    return (perf_counter() - start) * 1000


def late(times: list[float]) -> float:
    """The 95th percentile."""
    return quantiles(times, n=20)[-1]


if __name__ == "__main__":
    sys.exit(main())
