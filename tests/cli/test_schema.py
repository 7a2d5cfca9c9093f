"""`fal-lsp schema`: the same text that is committed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest
from fal_lsp.commands import schema
from fal_lsp.lint.config import read_config
from fal_lsp.lint.config_schema import own_table
from fal_lsp.report.output_schemas import check_output, show_output

from tests.support.git import commit, git

if TYPE_CHECKING:
    from tests.support.cli import Cli

from tests.support.cli import FIXABLE, GOOD

validate = jsonschema.validate

SCHEMA = Path(__file__).parents[2] / "schema"


@pytest.mark.parametrize(
    ("arguments", "file"),
    [
        ([], "fal_schema/tool-fal.schema.json"),
        (["--flavour", "tool"], "fal_schema/tool-fal.schema.json"),
        (["--flavor", "pyproject"], "pyproject.schema.json"),
        (["--flavour", "schemastore"], "partial-fal.json"),
        (["--flavour", "tool-fal-lsp"], "tool-fal-lsp.schema.json"),
        (["--flavour", "check-output"], "check-output.schema.json"),
        (["--flavour", "show-output"], "show-output.schema.json"),
    ],
)
def test_schema_is_the_committed_one(cli: Cli, arguments: list[str], file: str) -> None:
    committed = (SCHEMA / file).read_text(encoding="utf-8")
    assert cli.run("schema", *arguments) == (0, committed, "")
    assert cli.run("schema", *arguments, "-o", "out.json") == (0, "", "")
    assert cli.read("out.json").decode() == committed


@pytest.mark.parametrize("file", schema.files())
def test_the_generated_files_are_fresh(file: str) -> None:
    text = (SCHEMA / file).read_text(encoding="utf-8")
    assert text == schema.files()[file], f"{file} is stale: run {schema.COMMAND}"
    jsonschema.Draft7Validator.check_schema(json.loads(text))


def test_the_schema_of_our_table_is_what_the_check_takes() -> None:
    validator = jsonschema.Draft7Validator(own_table())
    tables: tuple[object, ...] = (
        {"ignore": ["negative-value"], "severity": {"unknown-key": "hint"}},
        {"exclude": ["a/"], "extend-exclude": []},
        {"ignore": ["negativ-value"]},
        {"ignore": "negative-value"},
        {"severity": {"unknown-key": "fatal"}},
        {"severity": {"unknown-kye": "hint"}},
        {"severity": "hint"},
        {"exclude": [1]},
        {"excludes": []},
        [],
    )
    for table in tables:
        assert validator.is_valid(table) is (read_config(table).findings == ())


def test_what_check_prints_is_what_the_schema_says(cli: Cli) -> None:
    mistakes = Path(__file__).parents[2] / "examples" / "mistakes"
    cli.write({"pyproject.toml": "# fal \xff".encode("latin-1"), "b.toml": FIXABLE})
    printed = []
    for paths in ((str(mistakes),), (".", "b.toml")):
        printed += json.loads(cli.run("check", *paths, "--output-format", "json").out)
    assert len(printed) > 20
    assert {each["fix"] is None for each in printed} == {True, False}
    validate(printed, check_output(closed=True))


def test_what_show_prints_is_what_the_schema_says(cli: Cli) -> None:
    code = "import fal\nclass A(fal.App):\n    max_concurrency = int(x)\n"
    cli.write({"pyproject.toml": GOOD.replace("::X", "::A") + "keep_alive = 1\n", "app.py": code})
    git(cli.directory, "init", "--quiet")
    commit(cli.directory)
    for arguments in (("x",), (), ("--diff", "HEAD")):
        cli.write({"app.py": code + "    machine_type = 'M'\nclass B: ...\n"})
        printed = json.loads(cli.run("show", *arguments, "--output-format", "json").out)
        validate(printed, show_output(closed=True))


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
