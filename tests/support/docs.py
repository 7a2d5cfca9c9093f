"""Reads the fenced blocks of a page of the docs and runs what a person copies from it.

A fenced block with `title="pyproject.toml"` is a file. In a block marked `console`, the text after
`$ ` is a command and the lines below it are all that it prints, on both streams, in this order.
`…` matches anything in its line, and alone on a line any lines. Knows Markdown, no command.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

DOCS = Path(__file__).parents[2] / "docs"
PATIENCE = 300
"""Seconds until a command is stopped; nothing is measured with it."""

_HEADING = re.compile(r"^#+ (.*)$", re.M)
_FENCE = re.compile(r"^( *)```(\w*)([^\n]*)\n(.*?)^\1```$", re.M | re.S)
_TITLE = re.compile(r'title="([^"]+)"')


class Block(NamedTuple):
    """A fenced block: the heading above, its language, its file name ("" for none), its text."""

    heading: str
    language: str
    title: str
    text: str
    line: int


class Step(NamedTuple):
    """A command and the output that the page shows for it."""

    command: str
    shown: str


def blocks(page: str) -> list[Block]:
    """All fenced blocks of a page in docs/, in their order."""
    text = (DOCS / page).read_text(encoding="utf-8")
    result = []
    heading, end = "", 0
    for match in _FENCE.finditer(text):
        heading = [heading, *_HEADING.findall(text[end : match.start()])][-1]
        end = match.end()
        indent, language, rest, body = match.groups()
        title = _TITLE.search(rest)
        lines = [line.removeprefix(indent) for line in body.splitlines(keepends=True)]
        number = text.count("\n", 0, match.start()) + 1
        result.append(Block(heading, language, title[1] if title else "", "".join(lines), number))
    return result


def snippets(page: str, heading: str, language: str) -> list[str]:
    """The blocks of a language below a heading of a page in docs/, up to the next heading.

    Raises AssertionError if there is none: the page and its test belong together.
    """
    texts = [
        block.text
        for block in blocks(page)
        if (block.heading, block.language) == (heading, language)
    ]
    assert texts, f"{page} has no {language} below {heading!r}"
    return texts


def steps(block: Block) -> Iterator[Step]:
    """The commands of a block marked `console`."""
    for part in re.split(r"^\$ ", block.text, flags=re.M)[1:]:
        command, _, shown = part.partition("\n")
        yield Step(command, shown)


def play(page: str, folder: Path) -> int:
    """Write the files of a page into a folder, run its commands, return how many there were.

    Raises AssertionError with both texts if a command prints something else than the page shows.
    """
    count = 0
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
            count += 1
    return count


def run(command: str, folder: Path, code: int = 0) -> tuple[str, int]:
    """What a command prints, and its exit code; `code` is the value of `$?` for it."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in {"NO_COLOR", "FORCE_COLOR", "COLUMNS", "CI_PROJECT_DIR", "GITHUB_WORKSPACE"}
    }
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment |= {"PATH": path, "HOME": str(folder / ".home"), "TERM": "dumb"}
    done = subprocess.run(
        ["bash", "-c", f"(exit {code}); {command}"],
        cwd=folder,
        env=environment | {"LC_ALL": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=PATIENCE,
        check=False,
    )
    return done.stdout.decode("utf-8", "replace"), done.returncode


def matches(shown: str, printed: str) -> bool:
    """Whether a page shows what was printed; blanks at the ends of lines don't count."""
    parts = [
        r"(?:[^\n]*\n)*?" if line.strip() == "…" else _pattern(line) for line in shown.splitlines()
    ]
    text = "".join(line.rstrip() + "\n" for line in printed.splitlines())
    return re.fullmatch("".join(parts), text) is not None


def _pattern(line: str) -> str:
    return re.escape(line.rstrip()).replace("…", "[^\n]*") + "\n"
