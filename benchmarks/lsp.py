"""How long the language server takes, side by side with the servers that people have.

    python benchmarks/lsp.py [--rounds N] [--edits N]
    python benchmarks/lsp.py --gaps    # only the keystrokes of a person, two minutes

Every server has the same project open, in sizes from 1 to 1,000 apps, and gets the same keystrokes
and requests in turn, so that whatever else the machine does hits all of them. A keystroke is the
whole text sent with didChange, until the right diagnostic is there: the mistake that is typed names
the keystroke, so that no answer to an older text counts. Prints Markdown; `benchmarks/README.md`
holds the tables of one run. Exits with 1 where a limit is missed.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from itertools import count
from pathlib import Path
from random import Random
from statistics import median, quantiles
from time import perf_counter, sleep
from typing import TYPE_CHECKING, NamedTuple

from session import Session
from subjects import EMPTY, LINES_OF_APP, OURS, TAPLO, TOMBI, Project, commands, write_project

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SIZES = (1, 10, 100, 1_000)
BURST = 20
PAUSE = 2.2
"""Seconds without a keystroke; our server looks at the files again after 2."""

GAPS = (0.1, 0.3)
"""Seconds between two keys of a person, at least and at most: what a server has in the processor's
caches is not there any more."""
KEYS = 5
"""Keys of a round with gaps."""
PERSON_LIMITS = {1: 1.0, 10: 0.3, 100: 0.1, 1_000: 0.05}
"""The median of a keystroke after a gap against Tombi's, by the number of apps."""
FIRST_LIMIT = 2.0
"""The first keystroke after a pause against one after a gap."""

# The median of a keystroke against a peer's, by the number of apps.
LIMITS = {TOMBI: {1: 1.2, 10: 0.4, 100: 0.1, 1_000: 0.05}, TAPLO: {10: 1.2, 100: 0.4, 1_000: 0.1}}
LONGEST_REQUEST = 2.0
"""Milliseconds that the 95th percentile of a request may be above that of an empty server."""
LONGEST_START = 1.2
MOST_MEMORY = 80.0
"""MB with 100 apps."""


class Row(NamedTuple):
    """What one server took, in milliseconds; its memory in MB."""

    keystroke: list[float]
    first: list[float]
    """The first keystroke after a pause, when a server may look at the files around again."""
    completion: list[float]
    hover: list[float]
    behind: list[float]
    """A keystroke with completion asked right after it, as editors do."""
    burst: list[float]
    answers: list[int]
    """The number of answers to a burst."""
    memory: list[float]


def main() -> int:
    """Print the tables; 1 where a limit is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9, help="rounds of all servers (default: 9)")
    parser.add_argument("--edits", type=int, default=10_000, help="of the soak (default: 10,000)")
    parser.add_argument("--gaps", action="store_true", help="only keystrokes with a person's gaps")
    options = parser.parse_args()
    subjects = commands()
    print(f"load before: {os.getloadavg()[0]:.2f}, {os.cpu_count()} cores\n")
    missed: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        projects = [write_project(Path(name, str(apps)), apps) for apps in SIZES]
        if not options.gaps:
            tables = {}
            for project in projects:
                tables[project.apps] = measure(subjects, project, options.rounds)
                print(f"measured: {project.apps:,}", file=sys.stderr)
            print_tables(tables, missed)
            print_start(subjects, Path(name, "1"), options.rounds, missed)
            print_soak(subjects[OURS], Project(Path(name, "100"), 100), options.edits, missed)
        print_gaps(subjects, projects, options.rounds, missed)
    print(f"\nload after: {os.getloadavg()[0]:.2f}")
    print("".join(f"\nMISSED {line}" for line in missed))
    return 1 if missed else 0


def new_row() -> Row:
    """Nothing measured yet."""
    return Row([], [], [], [], [], [], [], [])


def measure(subjects: dict[str, list[str]], project: Project, rounds: int) -> dict[str, Row]:
    """Let all servers do the same in turn."""
    names = count()
    sessions = {name: Session(command, project.folder) for name, command in subjects.items()}
    rows = {name: new_row() for name in sessions}
    try:
        for session in sessions.values():
            session.initialize()
            auth = f"private{next(names)}"
            session.open(project.text(auth))
            session.diagnosed(f'"{auth}"')
        for turn in range(rounds + 1):
            sleep(PAUSE)
            for name, session in sessions.items():
                # The first turn warms up.
                row = rows[name] if turn else new_row()
                row.first.append(keystroke(session, project, names))
                for _ in range(3 if project.apps >= 1_000 else 10):
                    step(session, project, names, row)
                # Tombi takes ten seconds for the largest one.
                if project.apps < 1_000 or turn == 1:
                    burst(session, project, names, row)
        for name, session in sessions.items():
            rows[name].memory.append(session.memory())
    finally:
        for session in sessions.values():
            session.end()
    return rows


def keystroke(session: Session, project: Project, names: Iterator[int]) -> float:
    """The milliseconds from a change until the right answer to it."""
    auth = f"private{next(names)}"
    text = project.text(auth)
    start = perf_counter()
    session.change(text)
    session.diagnosed(f'"{auth}"')
    taken = since(start)
    # What a server says twice (Tombi does) is out of the way then.
    session.at("hover", 0, 0)
    return taken


def step(session: Session, project: Project, names: Iterator[int], row: Row) -> None:
    """One keystroke with each request after it."""
    key, blank = project.line + 3, project.line + LINES_OF_APP - 1
    row.keystroke.append(keystroke(session, project, names))
    for feature, line, times in (("completion", blank, row.completion), ("hover", key, row.hover)):
        start = perf_counter()
        answer = session.at(feature, line, 0)
        times.append(since(start))
        assert answer, f"{session.name} answers nothing to {feature}"
    text = project.text(f"private{next(names)}")
    start = perf_counter()
    session.change(text)
    session.at("completion", blank, 0)
    row.behind.append(since(start))
    # Nothing is left to do when the next one is typed.
    keystroke(session, project, names)


def burst(session: Session, project: Project, names: Iterator[int], row: Row) -> None:
    """Keystrokes without a pause, until the right answer to the last one."""
    typed = [f"private{next(names)}" for _ in range(BURST)]
    texts = [project.text(auth) for auth in typed]
    session.at("hover", 0, 0)
    start = perf_counter()
    for text in texts:
        session.change(text)
    row.answers.append(session.diagnosed(f'"{typed[-1]}"'))
    row.burst.append(since(start))


def since(start: float) -> float:
    """Milliseconds since a moment."""
    return (perf_counter() - start) * 1000


def late(times: list[float]) -> float:
    """The 95th percentile."""
    return quantiles(times, n=20)[-1]


def print_tables(tables: dict[int, dict[str, Row]], missed: list[str]) -> None:
    """A table for each thing that was measured."""
    show: dict[str, Callable[[Row], str]] = {
        "Keystroke to right diagnostics, median, ms": lambda row: f"{median(row.keystroke):.2f}",
        "The first keystroke after a pause, median, ms": lambda row: f"{median(row.first):.2f}",
        "Completion, 95th percentile, ms": lambda row: f"{late(row.completion):.2f}",
        "Hover, 95th percentile, ms": lambda row: f"{late(row.hover):.2f}",
        "Keystroke with completion right behind it, median, ms": lambda row: (
            f"{median(row.behind):.2f}"
        ),
        f"{BURST} keystrokes at once, median, ms (answers)": lambda row: (
            f"{median(row.burst):.1f} ({median(row.answers):.0f})"
        ),
        "Memory, MB": lambda row: f"{row.memory[-1]:.0f}",
    }
    for title, cell in show.items():
        print(f"\n### {title}\n\n| apps | {' | '.join(tables[SIZES[0]])} |")
        print("|---|" + "---|" * len(tables[SIZES[0]]))
        for apps, rows in tables.items():
            print(f"| {apps:,} | {' | '.join(cell(row) for row in rows.values())} |")
    peers = " | ".join(f"keystroke / {peer} (limit)" for peer in LIMITS)
    print(f"\n### Ratios\n\n| apps | {peers}", end="")
    print(" | completion above empty (limit) | hover above empty (limit) |\n|---|---|---|---|---|")
    for apps, rows in tables.items():
        print(f"| {apps:,} | {' | '.join(ratios(apps, rows, missed))} |")
    memory = tables[100][OURS].memory[-1]
    if memory > MOST_MEMORY:
        missed.append(f"memory with 100 apps: {memory:.0f} MB, at most {MOST_MEMORY:.0f}")


def ratios(apps: int, rows: dict[str, Row], missed: list[str]) -> Iterator[str]:
    """The cells of the table of ratios for one size."""
    for peer, limits in LIMITS.items():
        if peer not in rows:
            yield "not installed"
            continue
        ratio = median(rows[OURS].keystroke) / median(rows[peer].keystroke)
        limit = limits.get(apps)
        yield f"{ratio:.2f}" + (f" ({limit})" if limit else "")
        if limit and ratio > limit:
            missed.append(f"keystroke with {apps:,} apps against {peer}: {ratio:.2f} > {limit}")
    for feature in ("completion", "hover"):
        above = late(getattr(rows[OURS], feature)) - late(getattr(rows[EMPTY], feature))
        yield f"{above:+.2f} ms ({LONGEST_REQUEST:.0f})"
        if above > LONGEST_REQUEST:
            missed.append(f"{feature} with {apps:,} apps: {above:.2f} ms > {LONGEST_REQUEST}")


def print_gaps(
    subjects: dict[str, list[str]], projects: list[Project], rounds: int, missed: list[str]
) -> None:
    """A keystroke as a person types: the median of the medians of the rounds."""
    compared = {name: subjects[name] for name in (OURS, EMPTY, TOMBI) if name in subjects}
    print(f"\n### Keystroke behind a gap of {GAPS[0]} to {GAPS[1]} s, median, ms\n")
    print(f"| apps | {' | '.join(compared)} | / {TOMBI} (limit) | first after a pause", end="")
    print(" | first / usual (limit) |\n|" + "---|" * (len(compared) + 4))
    for project in projects:
        usual, first = measure_gaps(compared, project, rounds)
        cells = [f"{project.apps:,}", *(f"{median(taken):.2f}" for taken in usual.values())]
        if TOMBI in usual:
            ratio = median(usual[OURS]) / median(usual[TOMBI])
            limit = PERSON_LIMITS[project.apps]
            cells.append(f"{ratio:.2f} ({limit})")
            if ratio > limit:
                missed.append(f"a gap with {project.apps:,} apps: {ratio:.2f} of Tombi > {limit}")
        else:
            cells.append("not installed")
        late_first = median(first[OURS]) / median(usual[OURS])
        cells += [f"{median(first[OURS]):.2f}", f"{late_first:.2f} ({FIRST_LIMIT:.0f})"]
        print(f"| {' | '.join(cells)} |", flush=True)
        if late_first > FIRST_LIMIT:
            missed.append(f"first after a pause with {project.apps:,} apps: {late_first:.2f}")


def measure_gaps(
    subjects: dict[str, list[str]], project: Project, rounds: int
) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """The milliseconds of a usual keystroke and of the first after a pause, for each round."""
    names, gap = count(), Random(project.apps)
    sessions = {name: Session(command, project.folder) for name, command in subjects.items()}
    usual: dict[str, list[float]] = {name: [] for name in sessions}
    first: dict[str, list[float]] = {name: [] for name in sessions}
    try:
        for session in sessions.values():
            session.initialize()
            session.open(project.text("private0"))
            session.diagnosed('"private0"')
        for turn in range(rounds + 1):
            sleep(PAUSE)
            taken: dict[str, list[float]] = {name: [] for name in sessions}
            for key in range(KEYS + 1):
                for name, session in sessions.items():
                    taken[name].append(keystroke(session, project, names))
                    # What the others do falls into the gap, too, so that all have the same.
                    if key < KEYS:
                        sleep(gap.uniform(*GAPS) / len(sessions))
            # The first turn warms up.
            for name in sessions if turn else ():
                first[name].append(taken[name][0])
                usual[name].append(median(taken[name][1:]))
    finally:
        for session in sessions.values():
            session.end()
    return usual, first


def print_start(
    subjects: dict[str, list[str]], folder: Path, rounds: int, missed: list[str]
) -> None:
    """The time from the start of the process until `initialize` is answered."""
    times: dict[str, list[float]] = {name: [] for name in subjects}
    for _ in range(rounds * 2):
        for name, command in subjects.items():
            start = perf_counter()
            session = Session(command, folder)
            session.initialize()
            times[name].append(since(start))
            session.end()
    print("\n### Start until `initialize` is answered, median, ms\n")
    print(f"| {' | '.join(times)} | ratio to empty (limit) |\n|" + "---|" * (len(times) + 1))
    pairs = zip(times[OURS], times[EMPTY], strict=True)
    ratio = median(ours / empty for ours, empty in pairs)
    cells = " | ".join(f"{median(taken):.0f}" for taken in times.values())
    print(f"| {cells} | {ratio:.2f} ({LONGEST_START}) |")
    if ratio > LONGEST_START:
        missed.append(f"start: {ratio:.2f} > {LONGEST_START}")


def print_soak(command: list[str], project: Project, edits: int, missed: list[str]) -> None:
    """Our memory while edits all over the file follow each other."""
    session = Session(command, project.folder)
    session.initialize()
    session.open(project.text("private"))
    seen = {}
    for edit in range(1, edits + 1):
        auth = f"private{edit}"
        text = project.text(auth)
        place = text.index("keep_alive = 300", edit * 7919 % (len(text) - 400))
        session.change(f"{text[:place]}keep_alive = {edit}{text[place + 16 :]}")
        session.diagnosed(f'"{auth}"')
        if edit * 10 % edits == 0:
            seen[edit] = session.memory()
    session.end()
    print(f"\n### Memory over {edits:,} edits with {project.apps} apps, MB\n")
    print(f"| edits | {' | '.join(f'{edit:,}' for edit in seen)} |\n|---|" + "---|" * len(seen))
    print(f"| fal-lsp | {' | '.join(f'{memory:.1f}' for memory in seen.values())} |")
    first, *_, last = list(seen.values())[1:]
    if last > MOST_MEMORY:
        missed.append(f"memory after the edits: {last:.1f} MB > {MOST_MEMORY:.0f}")
    if last > first * 1.02:
        missed.append(f"memory grows: from {first:.1f} to {last:.1f} MB")


if __name__ == "__main__":
    sys.exit(main())
