"""The real fal on the files of `classes.cases`: what it refuses is reported, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest
from fal_lsp.rules.finding import Severity

from tests.support.projects import found, write_text
from tests.support.real_fal import deploy, sent

pytestmark = pytest.mark.peers

MANIFEST = '[tool.fal.apps.a]\nref = "app.py::A"\n--- app.py\n'
MODEL_IMPORT = re.compile(r"^from pydantic import .*\bBaseModel\b.*$", re.MULTILINE)
SERIOUS = (Severity.ERROR, Severity.WARNING)


class Case(NamedTuple):
    """A file of an app with the files around it, and the words with which fal refuses it."""

    verdict: str
    words: str
    title: str
    text: str


def cases() -> list[Case]:
    """The cases of the file."""
    text = Path(__file__).with_name("classes.cases").read_text(encoding="utf-8")
    _, *blocks = text.split("\n=== ")
    read = []
    for block in blocks:
        head, _, body = block.partition("\n")
        kind, _, title = head.partition(" | ")
        verdict, _, words = kind.partition(" ")
        read.append(Case(verdict, words, title, body.rstrip("\n") + "\n"))
    return read


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.title)
def test_what_fal_refuses_is_reported(case: Case, tmp_path: Path) -> None:
    assert_agree(case, tmp_path / "project")


@pytest.mark.parametrize(
    "case",
    [each for each in cases() if MODEL_IMPORT.search(each.text)],
    ids=lambda case: case.title,
)
def test_a_model_of_fal_is_one_of_pydantic(case: Case, tmp_path: Path) -> None:
    text = MODEL_IMPORT.sub(r"\g<0>\nfrom fal.toolkit import FalBaseModel as BaseModel", case.text)
    assert_agree(case._replace(text=text), tmp_path / "project")


def assert_agree(case: Case, folder: Path) -> None:
    """Fal does what the case says, and what is found says so, too."""
    write_text(folder, MANIFEST + case.text)
    checked = found(folder)
    elsewhere = [item for report in checked.elsewhere for item in report.diagnostics]
    serious = [each for each in (*checked.diagnostics, *elsewhere) if each.severity in SERIOUS]
    assert bool(serious) == (case.verdict in ("refuses", "warned")), [
        each.message for each in serious
    ]
    refused = deploy(folder, "a", worker=True).refused
    if not refused:
        request = sent(folder, "a")
        refused = request if isinstance(request, str) else ""
    assert bool(refused) == (case.verdict not in ("deploys", "warned")), refused
    assert case.words in refused
