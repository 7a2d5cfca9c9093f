"""`fal-lsp schema`: the same text that is committed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.support.cli import Cli

SCHEMA = Path(__file__).parents[2] / "schema"


@pytest.mark.parametrize(
    ("arguments", "file"),
    [
        ([], "fal_schema/tool-fal.schema.json"),
        (["--flavour", "tool"], "fal_schema/tool-fal.schema.json"),
        (["--flavor", "pyproject"], "pyproject.schema.json"),
        (["--flavour", "schemastore"], "partial-fal.json"),
    ],
)
def test_schema_is_the_committed_one(cli: Cli, arguments: list[str], file: str) -> None:
    committed = (SCHEMA / file).read_text(encoding="utf-8")
    assert cli.run("schema", *arguments) == (0, committed, "")
    assert cli.run("schema", *arguments, "-o", "out.json") == (0, "", "")
    assert cli.read("out.json").decode() == committed


def test_schema_survives_a_stream_that_is_not_utf_8(cli: Cli) -> None:
    for encoding in ("ascii", "cp1252"):
        out = cli.run("schema", encoding=encoding).out
        assert out.isascii()
        assert json.loads(out) == json.loads(cli.run("schema").out)


def test_a_file_that_cannot_be_written_is_said(cli: Cli) -> None:
    run = cli.run("schema", "-o", "missing/out.json")
    assert run.code == 2
    assert run.err == "error: could not write missing/out.json: No such file or directory\n"


def test_the_server_gets_what_the_command_line_says(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fal_lsp.lsp import main

    calls: list[dict[str, object]] = []

    def serve(**given: object) -> int:
        calls.append(given)
        return 7

    monkeypatch.setattr(main, "serve", serve)
    assert cli.run("--stdio").code == 7
    assert cli.run("server", "--stdio").code == 7
    assert cli.run("--tcp", "--port", "2087", "--log-level", "debug").code == 7
    assert (
        calls[0]
        == calls[1]
        == {
            "tcp": False,
            "host": "127.0.0.1",
            "port": 0,
            "log_file": None,
            "log_level": "warning",
        }
    )
    assert calls[2]["tcp"]
    assert (calls[2]["port"], calls[2]["log_level"]) == (2087, "debug")


def test_version(cli: Cli) -> None:
    from fal_lsp import __version__

    assert cli.run("--version") == (0, f"fal-lsp {__version__}\n", "")
