"""Shows that a changed tree finds what the tree at a given revision finds.

    python scripts/equivalence --before REVISION_OR_PATH [--sample N] [--only AREA]

Both trees are run on the same subjects (inputs.py), each in a process of its own (tree.py), and
what they find is compared (comparison.py): rule, severity, span, related places, tags and edits of
every diagnostic, from scratch and with a memory of the version before; the text after all fixes;
label, place, insert text and kind of every completion; the span of every hover. Subjects are the
corpus, the examples, the projects of the tests, 3,000 states of texts that are edited, projects of
which other files change, and every text with a cursor in the tests.

Ends with 1 where something differs that the list `EXPECTED` in expected.py gives no reason for.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from comparison import Outcome, compare
from expected import BASE, EXPECTED
from names import renamed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from expected import Difference

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
AREAS = ("check", "fix", "completion", "hover")


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare the trees and print what differs."""
    parser = argparse.ArgumentParser(
        prog="python scripts/equivalence", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("--before", default=BASE, help="a revision or a directory")
    parser.add_argument("--after", default=str(ROOT), help="a revision or a directory (this tree)")
    parser.add_argument("--only", choices=AREAS, help="compare only this")
    parser.add_argument("--sample", type=int, default=0, help="so many subjects, at random")
    parser.add_argument("--seed", type=int, default=1, help="what is chosen at random")
    parser.add_argument("--cases", type=Path, help="a directory with more projects")
    parser.add_argument("--examples", type=int, default=3, help="how many of each kind to print")
    parser.add_argument("--where", default="", help="only subjects whose name contains this")
    options = parser.parse_args(arguments)
    started = time.monotonic()
    areas = {options.only} if options.only else set(AREAS)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory())).resolve()
        before = tree(options.before, folder / "before")
        after = tree(options.after, folder / "after")
        work = folder / "work"
        work.mkdir()
        more = [str(options.cases.resolve())] if options.cases else []
        chosen = [str(work), str(options.seed), str(options.sample), *more]
        python(before, "inputs.py", chosen, with_tests=True)
        subjects = work / "subjects.jsonl"
        if options.where:
            keep_named(subjects, options.where)
        results = []
        for name, root in (("before", before), ("after", after)):
            results.append(folder / f"{name}.jsonl")
            python(root, "tree.py", [str(root), str(subjects), str(results[-1]), *areas])
        with subjects.open() as a, results[0].open() as b, results[1].open() as c:
            outcome = Outcome(new_rules(next(b), next(c)))
            for lines in zip(a, b, c, strict=True):
                subject, old, new = map(json.loads, lines)
                compare(subject, old, new, outcome)
    if options.before == BASE and not (options.sample or options.where or options.only):
        for entry in EXPECTED:
            if all(each is not entry for _, each in outcome.expected):
                print(f"unused with --seed {options.seed}: {entry.kind}, {entry.reason}")
    return report(outcome, options.only, options.examples, time.monotonic() - started)


def new_rules(before: str, after: str) -> frozenset[str]:
    """The rules that only the new tree has, by the first lines of the results."""
    return frozenset(json.loads(after)) - frozenset(renamed(json.loads(before)))


def tree(place: str, folder: Path) -> Path:
    """The directory of a tree: the one that is named, or the files of a revision in a new one."""
    if Path(place).is_dir():
        return Path(place).resolve()
    folder.mkdir()
    archive = subprocess.run(
        ["git", "-C", str(ROOT), "archive", place], check=True, capture_output=True
    )
    subprocess.run(["tar", "-x", "-C", str(folder)], input=archive.stdout, check=True)
    return folder


def python(root: Path, script: str, arguments: list[str], with_tests: bool = False) -> None:
    """Run a script beside this one with the packages of a tree."""
    path = [str(root / "schema"), str(root / "server"), *([str(root)] if with_tests else [])]
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(path),
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    command = [sys.executable, str(HERE / script), *arguments]
    done = subprocess.run(command, env=environment, check=False)
    if done.returncode:
        sys.exit(f"{script} failed with {root}")


def keep_named(subjects: Path, part: str) -> None:
    """Keep only the subjects with these words in their names."""
    lines = subjects.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if part in json.loads(line)["name"]]
    subjects.write_text("".join(kept), encoding="utf-8")


def report(outcome: Outcome, only: str | None, examples: int, seconds: float) -> int:
    """Print the differences by kind, the counts and a line that sums up; 1 for differences."""
    found = {
        kind: differences
        for kind, differences in sorted(outcome.differences.items())
        if only != "fix" or "fix" in kind
        if only != "check" or "fix" not in kind
    }
    for kind, differences in found.items():
        print(f"== {kind}: {len(differences)}")
        for difference in differences[:examples]:
            show(difference)
    for why in sorted({entry.reason for _, entry in outcome.expected}):
        kinds = Counter[str]()
        for (kind, entry), count in outcome.expected.items():
            if entry.reason == why:
                kinds[kind] += count
        print(f"{sum(kinds.values()):8,} expected: {why}")
        for kind, count in sorted(kinds.items()):
            print(f"{'':10}{count:,} {kind}")
    for name, count in outcome.counts.items():
        print(f"{count:8,} {name}")
    total = sum(map(len, found.values()))
    print(f"{total:,} differences of {len(found)} kinds in {seconds:.0f} s")
    return 1 if total else 0


def show(difference: Difference) -> None:
    """Print one difference with the text that it is about."""
    print(f"  -- {difference.where}")
    for name, value in (("text", difference.text), ("before", difference.before)):
        print(f"     {name}: {shortened(value)}")
    print(f"     after: {shortened(difference.after)}")


def shortened(value: object, size: int = 1500) -> str:
    """A value on one line, without its middle where it is long."""
    line = repr(value)
    return line if len(line) <= size else f"{line[: size // 2]} ... {line[-size // 2 :]}"


if __name__ == "__main__":
    sys.exit(main())
