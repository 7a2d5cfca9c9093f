"""Every format against a whole report that a person has read, and against its own standard."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest
from fal_lsp.report import FORMATS
from fal_lsp.report.entry import CheckedFile, Context
from fal_lsp.rules.finding import FilePlace, Severity

from tests.report.builders import (
    checked,
    diagnostic,
    rendered,
    replacement,
)
from tests.support import peers
from tests.support.snapshots import check_snapshot

EXPECTED = Path(__file__).parent / "expected"

TEXT = """\
[project]
name = "demo"

[tool.fal.apps.image]
ref = "src/app.py::Image"
python_entry_point = "demo.app:Image"
machine_typ = "GPU-H100"
auth = "privat"
num_gpus = -1
environment = {
  KEY = "größe & <b>",
}
"""

FILES = (
    checked(
        "/work/project/app one/pyproject.toml",
        TEXT,
        diagnostic(
            TEXT,
            "python_entry_point",
            "ref-conflict",
            "`ref` and `python_entry_point` exclude each other.",
            related={"`ref` is set here": "ref", "the class": FilePlace("/elsewhere/app.py", 11)},
            fixes=(
                replacement(TEXT, "ref", "", "Remove `ref`", safe=False, preferred=False),
                replacement(TEXT, "python", "x", "Remove the other", safe=False, preferred=False),
            ),
        ),
        diagnostic(
            TEXT,
            "machine_typ",
            "unknown-key",
            "Unknown key `machine_typ`: did you mean `machine_type`?",
            fixes=(replacement(TEXT, "machine_typ", "machine_type", "Rename it"),),
        ),
        diagnostic(
            TEXT,
            '"privat"',
            "invalid-value",
            '`auth` must be `private`, `public` or `shared`, not "privat".',
            fixes=(replacement(TEXT, '"privat"', '"private"', 'Write "private"', safe=False),),
        ),
        diagnostic(
            TEXT, "-1", "negative-value", "`num_gpus` is -1: 100%.", advice="Use <0> or more."
        ),
        diagnostic(
            TEXT, '{\n  KEY = "größe & <b>",\n}', "toml-1-1-syntax", "A table over several lines."
        ),
        diagnostic(TEXT, "GPU-H100", "unknown-machine-type", "A <new> machine?"),
    ),
    checked("/elsewhere/pyproject.toml", "", diagnostic("", "", "unreadable-file", "It is gone.")),
)


def lasting(style: str, report: str) -> str:
    """A report without the pages of the rules and the version, which change for other reasons."""
    if style != "sarif":
        return report
    log = json.loads(report)
    driver = log["runs"][0]["tool"]["driver"]
    driver["version"] = "..."
    driver["rules"] = [rule["id"] for rule in driver["rules"]]
    return json.dumps(log, indent=2) + "\n"


@pytest.mark.snapshot
@pytest.mark.parametrize("style", FORMATS)
def test_whole_report(style: str) -> None:
    check_snapshot(EXPECTED / f"{style}.txt", lasting(style, rendered(style, *FILES)))


@pytest.mark.snapshot
@pytest.mark.parametrize("style", FORMATS)
def test_report_without_findings(style: str) -> None:
    check_snapshot(EXPECTED / f"{style}-nothing.txt", lasting(style, rendered(style)))


@pytest.mark.snapshot
@pytest.mark.parametrize("style", ["full", "concise"])
def test_colours(style: str) -> None:
    context = Context("/work/project", "/work/project", color=True, links=True)
    check_snapshot(EXPECTED / f"{style}-color.txt", rendered(style, *FILES, context=context))


@pytest.mark.parametrize("style", ["json", "json-lines", "gitlab", "sarif", "junit", "rdjson"])
def test_what_programs_read_is_ascii(style: str) -> None:
    assert rendered(style, *FILES).isascii()


def test_json_has_these_fields() -> None:
    entries = json.loads(rendered("json", *FILES))
    assert [set(entry) for entry in entries] == [
        {
            "filename",
            "rule",
            "severity",
            "message",
            "help",
            "location",
            "end_location",
            "url",
            "fix",
        }
    ] * len(entries)
    assert entries[1]["location"] == {"row": 7, "column": 1}
    assert entries[1]["end_location"] == {"row": 7, "column": 12}
    assert entries[1]["fix"] == {
        "message": "Rename it",
        "applicability": "safe",
        "edits": [
            {
                "content": "machine_type",
                "location": {"row": 7, "column": 1},
                "end_location": {"row": 7, "column": 12},
            }
        ],
    }
    # Of two alternatives none is the fix.
    assert entries[0]["fix"] is None


def test_json_lines_are_the_entries_of_json() -> None:
    lines = rendered("json-lines", *FILES).splitlines()
    assert [json.loads(line) for line in lines] == json.loads(rendered("json", *FILES))


def test_junit_counts_are_true() -> None:
    root = ElementTree.fromstring(rendered("junit", *FILES))
    for suites in (root, *root.findall("testsuite")):
        cases = list(suites.iter("testcase"))
        assert int(suites.attrib["tests"]) == len(cases)
        assert int(suites.attrib["failures"]) == len(list(suites.iter("failure")))
    messages = [failure.attrib["message"] for failure in root.iter("failure")]
    assert messages == [entry.message for file in FILES for entry in file.entries]


JENKINS = {
    "testsuites": ({"name", "time", "tests", "failures", "errors"}, {"testsuite"}),
    "testsuite": (
        {"name", "tests", "failures", "errors", "skipped", "package", "id", "file", "url"},
        {"testcase", "properties"},
    ),
    "testcase": ({"name", "time", "classname", "group"}, {"failure", "error", "skipped"}),
    "failure": ({"type", "message"}, set()),
}
"""The elements of junit-10.xsd, which Jenkins' xUnit plugin holds each report against: which
attributes and children they may have. Validated with the file itself, too (xmlschema 4.3)."""


@pytest.mark.parametrize("files", [FILES, ()], ids=["findings", "nothing"])
def test_junit_has_what_jenkins_allows(files: tuple[CheckedFile, ...]) -> None:
    for element in ElementTree.fromstring(rendered("junit", *files)).iter():
        attributes, children = JENKINS[element.tag]
        assert element.attrib.keys() <= attributes
        assert {child.tag for child in element} <= children
        if element.tag == "testsuite":
            assert element.attrib.keys() >= {"name", "tests", "failures", "errors"}


def test_rdjson_counts_bytes_and_suggests_single_edits() -> None:
    text = 'name = "größe" # 😀\nauth = "privat"  # ä\n'
    fix = replacement(text, "größe", "grosse", "Write it")
    file = checked(
        "/work/project/a.toml", text, diagnostic(text, "größe", fixes=(fix,)), diagnostic(text, "ä")
    )
    first, second = json.loads(rendered("rdjson", file))["diagnostics"]
    place = {"start": {"line": 1, "column": 9}, "end": {"line": 1, "column": 16}}
    assert first["location"] == {"path": "a.toml", "range": place}
    assert first["suggestions"] == [{"range": place, "text": "grosse"}]
    assert second["location"]["range"]["start"] == {"line": 2, "column": 20}
    assert "suggestions" not in second


def test_azure_escapes_what_ends_a_command() -> None:
    text = "x = 1\n"
    found = diagnostic(text, "x", message="50% of\n it; [all].", severity=Severity.ERROR)
    assert rendered("azure", checked("/work/project/a;b].toml", text, found)) == (
        "##vso[task.logissue type=error;sourcepath=a%3Bb%5D.toml;linenumber=1;columnnumber=1;"
        "code=invalid-value;]50%AZP25 of\\n it; [all].\n"
    )


GITLAB_ISSUE = {
    "type": "object",
    "required": ["description", "check_name", "fingerprint", "severity", "location"],
    "properties": {
        "description": {"type": "string"},
        "check_name": {"type": "string"},
        "fingerprint": {"type": "string"},
        "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
        "location": {
            "type": "object",
            "required": ["path", "positions"],
            "properties": {"path": {"type": "string"}},
        },
    },
}
"""The fields that https://docs.gitlab.com/ci/testing/code_quality/ requires."""


def test_gitlab_report_has_what_gitlab_requires() -> None:
    issues = json.loads(rendered("gitlab", *FILES))
    jsonschema.validate(issues, {"type": "array", "items": GITLAB_ISSUE})
    assert {issue["location"]["path"] for issue in issues} == {
        "app one/pyproject.toml",
        "/elsewhere/pyproject.toml",
    }


def test_gitlab_paths_are_relative_to_the_project_of_the_job() -> None:
    context = Context("/work/project/app one", "/work/project")
    issues = json.loads(rendered("gitlab", FILES[0], context=context))
    assert issues[0]["location"]["path"] == "app one/pyproject.toml"


def fingerprints(*files: CheckedFile) -> list[str]:
    issues = json.loads(rendered("gitlab", *files))
    return [issue["fingerprint"] for issue in issues]


def test_fingerprints_survive_a_new_line_above() -> None:
    moved = "# a comment\n" + TEXT
    before = checked("/work/project/a.toml", TEXT, diagnostic(TEXT, "-1"))
    after = checked("/work/project/a.toml", moved, diagnostic(moved, "-1"))
    assert fingerprints(before) == fingerprints(after)


def test_fingerprints_are_unique() -> None:
    twice = checked("/work/project/a.toml", TEXT, diagnostic(TEXT, "-1"), diagnostic(TEXT, "-1"))
    other = checked("/work/project/b.toml", TEXT, diagnostic(TEXT, "-1"))
    assert set(Counter(fingerprints(twice, other)).values()) == {1}


SARIF = peers.NODE / "node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"
"""The schema that OASIS has published, in the npm package that has it."""


@pytest.mark.peers
@pytest.mark.parametrize("files", [FILES, ()], ids=["findings", "nothing"])
def test_sarif_is_valid(files: tuple[CheckedFile, ...]) -> None:
    reason = peers.install_packages()
    if reason:
        pytest.skip(reason)
    log = json.loads(rendered("sarif", *files))
    validator = jsonschema.Draft4Validator(json.loads(SARIF.read_text(encoding="utf-8")))
    assert [error.message for error in validator.iter_errors(log)] == []


def test_sarif_says_what_code_scanning_needs() -> None:
    (run,) = json.loads(rendered("sarif", *FILES))["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["originalUriBaseIds"]["%SRCROOT%"]["uri"] == "file:///work/project/"
    for rule in rules:
        assert rule["help"]["markdown"].startswith(rule["shortDescription"]["text"])
        assert rule["helpUri"].endswith(f"/{rule['id']}/")
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert len(result["partialFingerprints"]["falLsp/v1"]) == 32
    places = [
        result["locations"][0]["physicalLocation"]["artifactLocation"] for result in run["results"]
    ]
    assert places[0] == {"uri": "app%20one/pyproject.toml", "uriBaseId": "%SRCROOT%"}
    assert places[-1] == {"uri": "file:///elsewhere/pyproject.toml"}
    assert [result["level"] for result in run["results"]] == [
        {"error": "error", "warning": "warning"}.get(entry.severity.value, "note")
        for file in FILES
        for entry in file.entries
    ]


HOSTILE = "a\x1b[2J\r\n::error::\u202eb\x00]]>&\"'%0A\u2028\U0001f600"


@pytest.mark.parametrize("style", FORMATS)
def test_nothing_in_a_file_or_its_name_drives_the_terminal(style: str) -> None:
    text = f"key = '{HOSTILE}'\n"
    found = diagnostic(text, HOSTILE, message=f"Not `{HOSTILE}`.", severity=Severity.WARNING)
    report = rendered(style, checked(f"/work/project/{HOSTILE}\udcff/pyproject.toml", text, found))
    report.encode("utf-8")
    for character in "\x1b\r\x00\u202e\u2028":
        assert character not in report
    if style in ("json", "gitlab", "sarif", "rdjson"):
        json.loads(report)
    if style == "junit":
        ElementTree.fromstring(report)
    if style in ("concise", "github", "json-lines", "azure"):
        assert report.count("\n") == 1
