"""Small documents for `fal-lsp check`, and its findings in short. Knows the concise format."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.support.cli import Cli


GOOD = '[tool.fal.apps.x]\nref = "app.py::X"\n'
ERROR = GOOD + "keep_alive = 1.5\n"
FIXABLE = GOOD + 'keep_alive = "1"\n'
WARNING = GOOD + "keep_alive = -1\n"
INFORMATION = GOOD + 'machine_type = "GPU-T1000"\n'
BOTH = WARNING + 'startup_timeout = "1"\n'
TORN = GOOD + "auth = \n"
ELSEWHERE = '[project]\nname = "x"\ndynamic = false\n'
TORN_ELSEWHERE = "[project]\nname = \n"
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
