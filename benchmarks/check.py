"""How long `fal-lsp check` takes, side by side with the programs that people have.

    python benchmarks/check.py [--runs N]

Two ratios, each of medians of runs that alternate in one session, so that a busy machine slows
both sides: one project against importing a library for JSON Schema and one for TOML, and 1,000
projects of three apps in one Python file against `tombi lint --offline`, which reads no Python.
The first run of each program is not counted, so that 1,000 projects are those of which a check
knows where it found nothing; what one takes that does not is printed beside it. Exits with 1 where
a ratio is above its limit.
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

BIN = Path(sys.executable).parent
LIMIT_ONE, LIMIT_MANY = 1.2, 1.3
PROJECTS = 1_000

PROJECT = """\
[project]
name = "project-{number}"
version = "0.1.0"
dependencies = ["fal", "numpy>=1.26"]

[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"
"""

APP = """
[tool.fal.apps.app-{number}]
ref = "src/apps.py::App{number}"
auth = "private"
machine_type = "GPU-H100"
num_gpus = 1
keep_alive = 300
min_concurrency = 0
max_concurrency = 4
"""


CLASS = '''

class App{number}(fal.App):
    """An app."""

    requirements = ["torch==2.5.1", "numpy"]

    @fal.endpoint("/")
    def run(self) -> dict:
        return {{}}
'''


def main() -> int:
    """Print the figures; 1 where a ratio is above the limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7, help="runs of each program (default: 7)")
    runs = parser.parse_args().runs
    check = [str(BIN / "fal-lsp"), "check"]
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name, "tree")
        write_projects(directory)
        os.environ["XDG_CACHE_HOME"] = str(Path(name, "cache"))
        one = compare(
            "one project",
            {
                "fal-lsp check": check,
                "import jsonschema, tomli": [sys.executable, "-c", "import jsonschema, tomli"],
            },
            directory / "0000",
            runs * 3,
            LIMIT_ONE,
        )
        many = compare(
            f"{PROJECTS:,} projects",
            {
                "fal-lsp check": check,
                "tombi lint --offline": [str(BIN / "tombi"), "lint", "--offline", "."],
                "fal-lsp check --no-cache": [*check, "--no-cache"],
            },
            directory,
            runs,
            LIMIT_MANY,
        )
    return 0 if one and many else 1


def write_projects(directory: Path) -> None:
    """A thousand projects, a tenth of them with a mistake."""
    for number in range(PROJECTS):
        text = PROJECT.format(number=number) + "".join(APP.format(number=app) for app in range(3))
        if number % 10 == 9:
            text = text.replace('"private"', '"privat"', 1)
        project = directory / f"{number:04}"
        (project / "src").mkdir(parents=True)
        (project / "pyproject.toml").write_text(text, encoding="utf-8")
        code = "import fal\n" + "".join(CLASS.format(number=app) for app in range(3))
        (project / "src" / "apps.py").write_text(code, encoding="utf-8")


def compare(
    title: str, commands: dict[str, list[str]], directory: Path, runs: int, limit: float
) -> bool:
    """Run the commands in turn and print the medians; whether the ratio is within the limit."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for run in range(runs + 1):
        for name, command in commands.items():
            start = perf_counter()
            done = subprocess.run(command, cwd=directory, capture_output=True, check=False)
            if run:  # The first one warms the caches of the disk.
                times[name].append(perf_counter() - start)
            if done.returncode not in (0, 1):
                sys.exit(f"{name} failed: {done.stderr.decode()}")
    print(title)
    for name, taken in times.items():
        print(f"  {name:<25} {median(taken):.3f} s   (fastest {min(taken):.3f} s)")
    ours, theirs, *others = (median(taken) for taken in times.values())
    print(f"  ratio {ours / theirs:.2f}, at most {limit}")
    for other in others:
        print(f"  ratio of the last {other / theirs:.2f}")
    return ours / theirs <= limit


if __name__ == "__main__":
    sys.exit(main())
