"""Runs the fuzz targets: `python -m fuzz [TARGET ...] [--seconds 60] [--engine hypothesis]`.

Knows how inputs are made: seeds and what is left of them after a few cuts and insertions
(hypothesis, which also makes a failing input small), or what reaches new lines (atheris).
"""

from __future__ import annotations

import argparse
import hashlib
import logging
import os
import subprocess
import sys
import time
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from .targets import TARGETS, Target

ROOT = Path(__file__).resolve().parent
SEEDS = ROOT / "seeds"
FAILURES = ROOT / "failures"
SLOWEST = 3.0
"""Seconds of CPU time that one input may take at most; it has at most 20 kB."""
COVERED = 4
"""How many times as long code may take that counts which of its lines were reached."""
LONGEST = 20_000


def main() -> int:
    """Run each target for as long as asked; 1 if an input was found for which one fails."""
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    parser.add_argument("--seconds", type=float, default=60, help="for each target (default: 60)")
    parser.add_argument("--engine", choices=("hypothesis", "atheris"), default="hypothesis")
    parser.add_argument("--input", type=Path, help="run one target on the bytes of a file")
    arguments = parser.parse_args()
    names = arguments.targets or list(TARGETS)
    for name in names:
        if name not in TARGETS:
            parser.error(f"there is no target {name}; the targets are {', '.join(TARGETS)}")
    logging.disable()
    if arguments.input is not None:
        for name in names:
            TARGETS[name](arguments.input.read_bytes())
        return 0
    if arguments.engine == "atheris":
        return max(_atheris(name, arguments.seconds) for name in names)
    return max(_hypothesis(name, TARGETS[name], arguments.seconds) for name in names)


def seeds(name: str) -> list[bytes]:
    """The small inputs that are committed for a target."""
    return [path.read_bytes() for path in sorted((SEEDS / name).iterdir())]


def run_within(most: float, target: Target, data: bytes) -> float:
    """Run a target on an input; returns the seconds of CPU time, and raises beyond the most."""
    started = time.process_time()
    target(data)
    took = time.process_time() - started
    assert took < most, f"{took:.1f} seconds for {len(data):,} bytes"
    return took


def _inputs(name: str) -> st.SearchStrategy[bytes]:
    known = seeds(name)
    # Words of the seeds, so that what is inserted means something now and then.
    words = sorted({word for text in known for word in text.split()} | {b"\n", b"\0", b"\xff"})
    pieces = st.one_of(st.sampled_from(words), st.binary(max_size=6), st.sampled_from(known))
    cuts = st.sampled_from((0, 0, 1, 1, 5, 40, LONGEST))
    edits = st.lists(st.tuples(st.floats(0, 1), cuts, pieces, st.integers(1, 3)), max_size=6)

    def edited(text: bytes, changes: list[tuple[float, int, bytes, int]]) -> bytes:
        for place, cut, piece, times in changes:
            start = int(place * len(text))
            text = text[:start] + piece * times + text[start + cut :]
        return text[:LONGEST]

    return st.builds(edited, st.sampled_from(known), edits)


def _hypothesis(name: str, target: Target, seconds: float) -> int:
    end = time.monotonic() + seconds
    tried = rounds = 0
    slowest = 0.0
    last = b""

    def run(data: bytes) -> None:
        nonlocal tried, slowest, last
        tried += 1
        last = data
        slowest = max(slowest, run_within(SLOWEST, target, data))

    for data in seeds(name):
        run(data)
    # As the tests: the same inputs wherever a failure stops a release, others elsewhere.
    first = 0 if os.environ.get("CI") else int.from_bytes(os.urandom(4), "big")
    try:
        while time.monotonic() < end:
            test = given(_inputs(name))(run)
            test = settings(
                max_examples=50,
                deadline=None,
                database=None,
                phases=(Phase.generate, Phase.shrink),
                suppress_health_check=list(HealthCheck),
            )(test)
            seed(first + rounds)(test)()
            rounds += 1
    except BaseException:
        path = _keep(name, last)
        print(f"{name}: fails for {path}, after {tried:,} inputs", flush=True)
        raise
    print(f"{name}: {tried:,} inputs, the slowest took {slowest:.2f} s", flush=True)
    return 0


def _keep(name: str, data: bytes) -> Path:
    FAILURES.mkdir(exist_ok=True)
    path = FAILURES / f"{name}-{hashlib.sha256(data).hexdigest()[:12]}"
    path.write_bytes(data)
    return path


def _atheris(name: str, seconds: float) -> int:
    """Run libFuzzer in a process of its own, since it never returns."""
    corpus = ROOT / "corpus" / name
    corpus.mkdir(parents=True, exist_ok=True)
    FAILURES.mkdir(exist_ok=True)
    command = [
        *(sys.executable, "-c", _COVERED.format(name=name), str(corpus), str(SEEDS / name)),
        # Its limit is one of the wall clock, and meant for what never ends.
        *(f"-max_total_time={int(seconds)}", f"-max_len={LONGEST}", "-timeout=600"),
        *("-rss_limit_mb=2048", "-print_final_stats=1", f"-artifact_prefix={FAILURES}/{name}-"),
    ]
    return subprocess.run(command, cwd=ROOT.parent, check=False).returncode


_COVERED = """
import functools, importlib, pkgutil, sys, logging
import atheris
with atheris.instrument_imports(include=["fal_lsp", "fal_schema"]):
    from fuzz.__main__ import COVERED, SLOWEST, run_within
    from fuzz.targets import TARGETS
    # Most readers are imported when they are needed: too late to count which of their lines run.
    import fal_lsp, fal_schema
    for package in (fal_lsp, fal_schema):
        for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
logging.disable()
atheris.Setup(sys.argv, functools.partial(run_within, COVERED * SLOWEST, TARGETS[{name!r}]))
atheris.Fuzz()
"""


if __name__ == "__main__":
    raise SystemExit(main())
