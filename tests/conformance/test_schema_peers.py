"""The generated schemas, read by programs that nobody here wrote, on every case of the corpus.

What we call an error a schema refuses, and everything else it accepts, in every peer alike. Which
rules a schema can know stands in `SEEN`; where a peer differs all the same stands in `GAPS` with
the reason, and a gap that closes fails as well.
"""

from __future__ import annotations

import copy
import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
import tomli

from tests.support import peers
from tests.support.corpus import Case, cases
from tests.support.corpus_variants import rewrite

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.peers

ROOT = Path(__file__).resolve().parents[2] / "schema"
TOOL = ROOT / "fal_schema" / "tool-fal.schema.json"
PARTIAL = ROOT / "partial-fal.json"
WHOLE = ROOT / "pyproject.schema.json"

SEEN = frozenset(
    {
        *("unknown-key", "wrong-type", "invalid-value", "out-of-range", "missing-key"),
        *("ref-conflict", "image-conflict", "app-source-missing", "image-source-missing"),
        *("dockerfile-only-key", "app-files-in-container", "app-files-required"),
        *("scale-settings-conflict", "health-check-method", "ref-format", "entry-point-format"),
        # Those who read the text itself also see what is no TOML.
        *("toml-syntax", "duplicate-key", "byte-order-mark"),
    }
)
"""The rules whose errors a schema, or the peer's own reading of TOML, can see."""

JSON = ("jsonschema", "fastjsonschema", "validate-pyproject", "ajv")
ALL = (*JSON, "taplo", "tombi")


class Gap(NamedTuple):
    """Cases where some peers differ: their names as an expression, and why."""

    peers: tuple[str, ...]
    cases: str
    reason: str


GAPS = (
    Gap(
        (*JSON, "taplo"),
        r".*(= \d+\.0( .*)?|= 1e1|= 3\.6e3)",
        "JSON has one kind of number: 10.0 is the integer 10",
    ),
    Gap(
        (*JSON, "taplo"),
        r"invalid/wrong-type: name = 2026-02-03",
        "JSON has no dates: they come as strings",
    ),
    Gap(
        ALL,
        r"invalid/entry-point-format: .*🎨.*",
        "no two dialects of patterns write Python's names alike, so the schemas only outline them",
    ),
    Gap(
        ALL,
        r"warned/unknown-key: (?!build arguments).*",
        "a schema knows no warnings, and `[tool.fal.app.x]` must not pass unseen",
    ),
    Gap(("taplo",), r"warned/toml-1-1-syntax: .*", "Taplo reads TOML 1.0"),
    Gap(
        ("taplo", "tombi"),
        r"invalid/invalid-configuration: (?!a comment|a syntax error|a mistake).*",
        "only those who read the whole file see what is wrong in `[tool.fal-lsp]`",
    ),
    Gap(
        ("taplo",),
        r"valid/notations: comments in several languages",
        "Taplo refuses U+0085 in a comment, which TOML allows",
    ),
    Gap(
        ("taplo",),
        r"invalid/out-of-range: max_concurrency = 9{26}",
        "Taplo leaves out an integer that doesn't fit 64 bits",
    ),
)


@cache
def _files() -> dict[str, Case]:
    return {f"{number:04}.toml": case for number, case in enumerate(cases())}


@cache
def _tables() -> dict[str, Any]:
    """The `[tool.fal]` tables as a JSON reader gets them, by file, where the file can be read."""
    found = {}
    for name, case in _files().items():
        try:
            tool = tomli.loads(case.text).get("tool", {})
        except tomli.TOMLDecodeError:
            continue
        if "fal" in tool:
            found[name] = peers.as_json(tool["fal"])
    return found


def _texts(files: dict[str, Case]) -> dict[str, str]:
    return {name: case.text for name, case in files.items()}


def _schema(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _jsonschema(_: Path) -> peers.Messages:
    return peers.jsonschema(_schema(TOOL), _tables())


def _fastjsonschema(_: Path) -> peers.Messages:
    # It writes the schema's defaults into what it validates.
    return peers.fastjsonschema(_schema(PARTIAL), copy.deepcopy(_tables()))


def _validate_pyproject(_: Path) -> peers.Messages:
    files = {name: {"tool": {"fal": table}} for name, table in _tables().items()}
    return peers.validate_pyproject(copy.deepcopy(files))


def _ajv(folder: Path) -> peers.Messages:
    reason = peers.install_packages()
    if reason:
        pytest.skip(reason)
    return peers.ajv(_schema(PARTIAL), _tables(), folder)


def _taplo(folder: Path) -> peers.Messages:
    return peers.taplo(WHOLE, _texts(_files()), folder)


def _tombi(folder: Path) -> peers.Messages:
    return peers.tombi(WHOLE, _texts(_files()), folder)


RUNS: dict[str, Callable[[Path], peers.Messages]] = {
    "jsonschema": _jsonschema,
    "fastjsonschema": _fastjsonschema,
    "validate-pyproject": _validate_pyproject,
    "ajv": _ajv,
    "taplo": _taplo,
    "tombi": _tombi,
}


@pytest.mark.parametrize("peer", RUNS)
def test_peer_agrees(peer: str, tmp_path: Path) -> None:
    messages = RUNS[peer](tmp_path)
    assert len(messages) > 850
    _compare(peer, messages, _files())


@pytest.mark.parametrize("notation", ["inline apps", "dotted from the top", "quoted"])
@pytest.mark.parametrize("peer", ["taplo", "tombi"])
def test_peer_agrees_in_other_notations(peer: str, notation: str, tmp_path: Path) -> None:
    """The readers of TOML see the same mistakes however the tables are written."""
    rewritten = {name: rewrite(case, notation) for name, case in _files().items()}
    files = {name: case for name, case in rewritten.items() if case is not None}
    assert len(files) > 600
    messages = getattr(peers, peer)(WHOLE, _texts(files), tmp_path)
    _compare(peer, messages, {name: _files()[name] for name in files})


def _compare(peer: str, messages: peers.Messages, files: dict[str, Case]) -> None:
    gaps = [gap for gap in GAPS if peer in gap.peers]
    wrong = []
    for name, words in messages.items():
        case = files[name]
        errors = [word for word in words if not word.startswith("warning: ")]
        differs = bool(errors) != _is_refused(case)
        gap = next((gap for gap in gaps if re.fullmatch(gap.cases, case.name)), None)
        if differs and gap is None:
            verb = "refuses" if errors else "accepts"
            wrong.append(f"{peer} {verb} {case.where} ({case.name}): {errors[:2]}")
        elif gap is not None and not differs:
            wrong.append(f"{peer} has no gap any more at {case.where} ({case.name}): {gap.reason}")
    assert not wrong, f"{len(wrong)} of {len(messages)}:\n" + "\n".join(wrong[:40])


def _is_refused(case: Case) -> bool:
    return any(item.severity == "error" and item.rule in SEEN for item in case.expected)


@pytest.mark.parametrize("gap", GAPS, ids=lambda gap: gap.reason)
def test_gap_has_a_case(gap: Gap) -> None:
    assert any(re.fullmatch(gap.cases, case.name) for case in cases())


def test_tombi_warns_of_nothing_valid(tmp_path: Path) -> None:
    """Strict as Tombi is by default, what the schema says of a valid file is only a deprecation."""
    own = re.compile(r"warning: (tables-out-of-order|dotted-keys-out-of-order|deprecated): ")
    for name, words in _tombi(tmp_path).items():
        case = _files()[name]
        if case.folder != "valid":
            continue
        assert [word for word in words if not own.match(word)] == [], case.name


@pytest.mark.parametrize("path", [TOOL, PARTIAL, WHOLE], ids=lambda path: path.name)
def test_metaschema(path: Path) -> None:
    """Each schema is a draft-07 schema by the metaschema, and references nothing."""
    from jsonschema import Draft7Validator

    schema = _schema(path)
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert schema["$id"]
    Draft7Validator.check_schema(schema)
    assert '"$ref"' not in path.read_text(encoding="utf-8")


def test_check_jsonschema(tmp_path: Path) -> None:
    """The command line tool of check-jsonschema takes the schemas, too."""
    import subprocess
    import sys

    program = Path(sys.executable).parent / "check-jsonschema"
    done = subprocess.run(
        [str(program), "--check-metaschema", str(TOOL), str(PARTIAL), str(WHOLE)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
