"""Plays a page of the docs: writes the files that it shows and runs the commands that it shows.

A fenced block with `title="pyproject.toml"` is a file. In a block marked `console`, what follows
`$ ` is a command and the lines below it are all that it prints: on both streams, in this order.
`…` stands for anything in its line, and alone in a line for any lines. Knows no command.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tests.support.pages import DOCS

if TYPE_CHECKING:
    from collections.abc import Iterator

_FENCE = re.compile(r"^( *)```(\w*)([^\n]*)\n(.*?)^\1```$", re.M | re.S)
_TITLE = re.compile(r'title="([^"]+)"')
PATIENCE = 300
"""Seconds until a command is given up; nothing is measured with it."""


class Block(NamedTuple):
    """A fenced block: its language, the file that it is ("" where it is none), its text."""

    language: str
    title: str
    text: str
    line: int


class Step(NamedTuple):
    """A command with what the page says that it prints."""

    command: str
    shown: str


def blocks(page: str) -> list[Block]:
    """All fenced blocks of a page in docs/, in their order."""
    text = (DOCS / page).read_text(encoding="utf-8")
    return [_block(text, match) for match in _FENCE.finditer(text)]


def _block(text: str, match: re.Match[str]) -> Block:
    indent, language, rest, body = match.groups()
    title = _TITLE.search(rest)
    lines = [line.removeprefix(indent) for line in body.splitlines(keepends=True)]
    line = text.count("\n", 0, match.start()) + 1
    return Block(language, title[1] if title else "", "".join(lines), line)


def steps(block: Block) -> Iterator[Step]:
    """The commands of a block marked `console`."""
    for part in re.split(r"^\$ ", block.text, flags=re.M)[1:]:
        command, _, shown = part.partition("\n")
        yield Step(command, shown)


def play(page: str, folder: Path) -> int:
    """Play a page in a folder and answer how many commands ran.

    Raises AssertionError with both texts where a command prints something else than the page.
    """
    ran = 0
    code = 0
    for block in blocks(page):
        if block.title:
            path = folder / block.title
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")
        if block.language != "console":
            continue
        for step in steps(block):
            printed, code = run(step.command, folder, code)
            assert matches(step.shown, printed), (
                f"docs/{page}:{block.line}: $ {step.command}\n"
                f"--- shown\n{step.shown}--- printed (exit code {code})\n{printed}"
            )
            ran += 1
    return ran


def run(command: str, folder: Path, code: int = 0) -> tuple[str, int]:
    """What a command prints, and its exit code; `code` is what `$?` is for it."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in {"NO_COLOR", "FORCE_COLOR", "COLUMNS", "CI_PROJECT_DIR"}
    }
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", f"(exit {code}); {command}"],
        cwd=folder,
        env=kept
        | {"PATH": path, "HOME": str(folder / ".home"), "TERM": "dumb", "LC_ALL": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=PATIENCE,
        check=False,
    )
    return done.stdout.decode("utf-8", "replace"), done.returncode


def matches(shown: str, printed: str) -> bool:
    """Whether a page tells the truth about what was printed; blanks at the end don't count."""
    parts = [
        r"(?:[^\n]*\n)*?" if line.strip() == "…" else _line(line) for line in shown.splitlines()
    ]
    text = "".join(line.rstrip() + "\n" for line in printed.splitlines())
    return re.fullmatch("".join(parts), text) is not None


def _line(line: str) -> str:
    return re.escape(line.rstrip()).replace("…", "[^\n]*") + "\n"
