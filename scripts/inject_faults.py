"""Shows that `fal-lsp check --fix` loses nothing where a call of the system fails or is the last.

    python scripts/inject_faults.py [--errors ENOSPC,EIO,EINTR]

`strace` (Debian's package) lists the calls of a run that name something in the folder of the file
or have it open, then each of them fails once with each error, and the process is killed at each of
them. After every run the file has the old text or the new one, its mode, its owner and its
attributes, and after one more run without a fault there is no temporary file. Prints a table, and
ends with 1 where anything is lost. `tests/cli/test_write.py` does the same to the calls of the
module `os`, wherever the tests run.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from signal import SIGKILL
from typing import NamedTuple

FIX = (str(Path(sys.executable).parent / "fal-lsp"), "check", "--fix")
MANIFEST = """\
[project]
name = "project"

[tool.fal.apps.a]
ref = "app.py::A"
auth = "privat"
keep_alive = "300"
max_concurency = 2
"""
CODE = "import fal\n\n\nclass A(fal.App):\n    pass\n"
MODE = 0o640
ATTRIBUTE = "user.kept"
KILL = "KILL"
LONGEST = 60
"""Seconds for a run."""


class Call(NamedTuple):
    """A call of the system, and how many of its name a run has made by then."""

    name: str
    number: int


class Lost(NamedTuple):
    """What is not as it should be after a fault."""

    call: Call
    fault: str
    what: str


def main() -> int:
    """Print the table; 1 where anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", default="ENOSPC,EIO,EINTR", help="what the calls fail with")
    errors = parser.parse_args().errors.split(",")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "project")
        calls = listed(folder)
        new = (folder / "pyproject.toml").read_text(encoding="utf-8")
        if new == MANIFEST:
            sys.exit("nothing was fixed")
        runs: Counter[str] = Counter()
        left: Counter[str] = Counter()
        lost: list[Lost] = []
        for call in calls:
            for fault in (*errors, KILL):
                write(folder)
                fault_at = f"--inject={call.name}:{injected(fault)}:when={call.number}"
                # Not with `--seccomp-bpf`, with which nothing is killed.
                done = traced(folder, f"--trace={call.name}", fault_at)
                is_struck = done.returncode == -SIGKILL or b"(INJECTED)" in done.stderr
                lost += [] if is_struck else [Lost(call, fault, "nothing was injected")]
                runs[fault] += 1
                left[fault] += bool(temporary(folder))
                lost += [Lost(call, fault, what) for what in damage(folder, new)]
                subprocess.run(FIX, cwd=folder, capture_output=True, check=False)
                lost += [Lost(call, fault, f"left {each}") for each in temporary(folder)]
    print(f"{len(calls)} calls of the system: {named(calls)}\n")
    print("| fault | runs | with a temporary file until the next run | lost |\n|---|---|---|---|")
    for fault, number in runs.items():
        print(f"| {fault} | {number} | {left[fault]} | {sum(x.fault == fault for x in lost)} |")
    for each in lost:
        print(f"LOST {each.call.name} number {each.call.number}, {each.fault}: {each.what}")
    return 1 if lost else 0


def write(folder: Path) -> None:
    """Write the project as it was."""
    folder.mkdir(exist_ok=True)
    for entry in folder.iterdir():
        entry.unlink()
    (folder / "app.py").write_text(CODE, encoding="utf-8")
    file = folder / "pyproject.toml"
    file.write_text(MANIFEST, encoding="utf-8")
    file.chmod(MODE)
    os.setxattr(file, ATTRIBUTE, b"yes")


def listed(folder: Path) -> list[Call]:
    """The calls in the folder of a run without a fault, from the one that opens the file."""
    write(folder)
    log = folder.parent / "log"
    traced(folder, f"--output={log}")
    calls: list[Call] = []
    seen: Counter[str] = Counter()
    is_read = False
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        found = re.match(r"\d+ +(\w+)\(", line)
        if found is None:
            continue
        seen[found[1]] += 1
        is_read = is_read or (found[1] == "openat" and "pyproject.toml" in line)
        # Descriptors come with their paths. What is read of Python itself is no danger to the file.
        if is_read and str(folder) in line:
            calls.append(Call(found[1], seen[found[1]]))
    return calls


def traced(folder: Path, *options: str) -> subprocess.CompletedProcess[bytes]:
    """Fix the project under strace, which says nothing of its own."""
    command = ["strace", "--follow-forks", "--decode-fds=path", *options, *FIX, str(folder)]
    # From elsewhere: `strace` shows the working directory with each call.
    return subprocess.run(command, cwd="/", capture_output=True, check=False, timeout=LONGEST)


def injected(fault: str) -> str:
    """A fault in the words of strace."""
    return f"signal={fault}" if fault == KILL else f"error={fault}"


def damage(folder: Path, new: str) -> list[str]:
    """What is lost of the file."""
    file = folder / "pyproject.toml"
    if not file.exists():
        return ["the file"]
    lost = []
    if file.read_text(encoding="utf-8") not in (MANIFEST, new):
        lost.append("the text")
    status = file.stat()
    if status.st_mode & 0o7777 != MODE:
        lost.append(f"the mode, which is {status.st_mode & 0o7777:o}")
    if (status.st_uid, status.st_gid) != (os.getuid(), os.getgid()):
        lost.append("the owner")
    if ATTRIBUTE not in os.listxattr(file):
        lost.append("an attribute")
    return lost


def temporary(folder: Path) -> list[str]:
    """The files that are not the project's."""
    return sorted({each.name for each in folder.iterdir()} - {"app.py", "pyproject.toml"})


def named(calls: list[Call]) -> str:
    """How often each is made."""
    counts = Counter(call.name for call in calls)
    return ", ".join(f"{name} {number}" for name, number in sorted(counts.items()))


if __name__ == "__main__":
    sys.exit(main())
