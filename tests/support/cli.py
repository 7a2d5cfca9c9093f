"""Runs the command line in this process on files that a test writes, and captures its streams."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
from fal_lsp.cli import main

# What a developer's or a CI service's environment may hold and a test must not depend on.
_VARIABLES = (
    "NO_COLOR",
    "FORCE_COLOR",
    "TERM",
    "CI_PROJECT_DIR",
    "GITHUB_WORKSPACE",
    "BUILD_SOURCESDIRECTORY",
    "COLUMNS",
    "FORCE_HYPERLINK",
    "TERM_PROGRAM",
    "VTE_VERSION",
    "WT_SESSION",
    "KONSOLE_VERSION",
    "DOMTERM",
    "PYTHON_COLORS",
)


class Run(NamedTuple):
    """How a run ended and what it wrote."""

    code: int
    out: str
    err: str


class Stream(io.TextIOWrapper):
    """A stream of the process: UTF-8 unless said otherwise, a terminal if wanted."""

    def __init__(self, terminal: bool = False, encoding: str = "utf-8", data: bytes = b"") -> None:
        super().__init__(io.BytesIO(data), encoding=encoding, newline="")
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal

    def text(self) -> str:
        self.flush()
        assert isinstance(self.buffer, io.BytesIO)
        return self.buffer.getvalue().decode(self.encoding)


class Cli:
    """The program in a directory of its own."""

    def __init__(self, directory: Path, patch: pytest.MonkeyPatch) -> None:
        self.directory = directory
        self._patch = patch
        patch.chdir(directory)
        for name in _VARIABLES:
            patch.delenv(name, raising=False)
        # Each test begins with an empty one.
        self.cache = directory.parent / f"{directory.name}-cache"
        patch.setenv("XDG_CACHE_HOME", str(self.cache))

    def write(self, files: Mapping[str, str | bytes]) -> None:
        """Make the files, given by their path, with the directories that they need."""
        for name, content in files.items():
            path = self.directory / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)

    def read(self, name: str) -> bytes:
        """What is in a file now."""
        return (self.directory / name).read_bytes()

    def run(
        self,
        *arguments: str,
        stdin: str | bytes = b"",
        terminal: bool = False,
        encoding: str = "utf-8",
        environment: Mapping[str, str] | None = None,
    ) -> Run:
        """Run one command line."""
        data = stdin.encode("utf-8") if isinstance(stdin, str) else stdin
        out, err = Stream(terminal, encoding), Stream(terminal, encoding)
        with self._patch.context() as patch:
            patch.setattr(sys, "stdin", Stream(data=data))
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            for name, value in (environment or {}).items():
                patch.setitem(os.environ, name, value)
            code = main(arguments)
        return Run(code, out.text(), err.text())


GOOD = '[tool.fal.apps.x]\nref = "app.py::X"\n'
ERROR = GOOD + "keep_alive = 1.5\n"
FIXABLE = GOOD + 'keep_alive = "1"\n'
WARNING = GOOD + "keep_alive = -1\n"
INFORMATION = GOOD + 'machine_type = "GPU-T1000"\n'
BOTH = WARNING + 'startup_timeout = "1"\n'
MALFORMED = GOOD + "auth = \n"
ELSEWHERE = '[project]\nname = "x"\ndynamic = false\n'
MALFORMED_ELSEWHERE = "[project]\nname = \n"
CONFIGURED = WARNING + '[tool.fal-lsp]\nignore = ["negative-value"]\n'
MISCONFIGURED = GOOD + '[tool.fal-lsp]\nignore = ["negativ-value"]\n'


def concise(cli: Cli, *arguments: str) -> list[str]:
    """The findings of a run as `path:row:column rule`, without the messages."""
    out = cli.run("check", "--no-project", "--output-format", "concise", "-q", *arguments).out
    return [
        f"{place} {rest.split('[')[1].split(']')[0]}"
        for place, _, rest in map(_parts, out.splitlines())
    ]


def _parts(line: str) -> tuple[str, str, str]:
    return line.partition(": ")
