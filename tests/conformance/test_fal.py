"""The loader of the real fal, on every case of the corpus, beside our own check.

fal refuses a file exactly when we find an error that its loader looks for. What we call an error
and the loader lets pass stands in `LATER`, with the place that says so; there is no other reason
to differ. No network is used: the loader reads files only.
"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from fal_lsp.lint.check import check
from fal_lsp.rules.finding import Severity
from fal_lsp.text import Span
from fal_lsp.toml import Document, Node, parse
from fal_lsp.toml.types import Path as KeyPath
from hypothesis import given
from hypothesis import strategies as st

from tests.support.corpus import Case, cases
from tests.support.real_fal import load
from tests.support.strategies import apps, write_toml

pytestmark = pytest.mark.peers


class Later(NamedTuple):
    """Errors that fal's loader lets pass: a rule, the keys below the app, and who says so."""

    rule: str
    keys: str
    source: str


_INTEGERS = (
    "num_gpus|(min|max)_concurrency|max_multiplexing|concurrency_buffer(_perc)?|scaling_delay"
    "|(request|startup|request_start)_timeout"
)
_CHECKED_INTEGERS = "keep_alive|termination_grace_period_seconds|health_check\\..*"

_SPEC = "the specification, App Fields"
_LATER_STRING = f"{_SPEC}: a string; facts 4: any value passes, and fails after the remote build"
_LATER_INTEGER = f"{_SPEC}: integer; facts 4: TypeError from protobuf after the remote build"

LATER = (
    Later("invalid-value", "auth", f"{_SPEC}; facts 4: fal then sends no mode at all"),
    Later("wrong-type", "auth", f"{_SPEC}: string; facts 4: any value of any type"),
    Later("invalid-value", "deployment_strategy", f"{_SPEC}; facts 4: KeyError after the build"),
    Later("wrong-type", "deployment_strategy", _LATER_STRING),
    Later("invalid-value", "machine_type", "facts 4: an empty list fails at register"),
    Later("wrong-type", "machine_type", f"{_SPEC}; facts 4: ValueError, TypeError at register"),
    Later("wrong-type", "name|team", _LATER_STRING),
    Later("wrong-type", "app_scale_settings|no_scale", f"{_SPEC}: boolean; facts 4: truthiness"),
    Later("wrong-type", _INTEGERS, _LATER_INTEGER),
    Later(
        "out-of-range",
        f"{_INTEGERS}|{_CHECKED_INTEGERS}",
        "facts 4: above 2147483647 a ValueError after the remote build",
    ),
    Later(
        "out-of-range",
        r"retry_config\..*\.retries",
        "issue 2: integers above 2147483647 are errors; fal sends this one as text",
    ),
    Later(
        "wrong-type",
        r"image\.(build_args|secrets)(\..*)?",
        "the specification, Container Image: table; facts 4: any type beside a dockerfile",
    ),
    Later(
        "wrong-type",
        r"image\.registries\..*\.(username|password)",
        "issue 2: registry credentials that aren't strings are errors",
    ),
    Later("ref-format", "ref", f"{_SPEC}: file reference; facts 4: FileNotFoundError, not found"),
    Later(
        "entry-point-format",
        "python_entry_point",
        "the specification, Package Entry Points: <module>:<symbol>; facts 4: error at load",
    ),
    Later("invalid-regex", "app_files_ignore", f"{_SPEC}: regex patterns; facts 4: re.error later"),
    Later("health-check-method", r"health_check\.method", "facts 3: fails at deploy"),
    Later("wrong-type", r"health_check\.method", "facts 3: GET or POST; fails at deploy"),
    Later("invalid-configuration", ".*", "issue 2: [tool.fal-lsp] is ours alone"),
    Later("negative-value", ".*", "issue 2: a project's own [tool.fal-lsp] can make it an error"),
)
"""No row may cover what the loader does look for: fal would refuse what we explain away."""


class Error(NamedTuple):
    """One of our errors: the rule, the keys below the app, and the row that says fal is later."""

    rule: str
    keys: str
    later: Later | None


def _errors(text: str) -> list[Error]:
    document = parse(text)
    found = []
    for item in check(document):
        if item.severity is Severity.ERROR:
            keys = _dotted(_path_at(document, item.span))
            row = next((row for row in LATER if _covers(row, item.rule, keys)), None)
            found.append(Error(item.rule, keys, row))
    return found


def _covers(row: Later, rule: str, keys: str) -> bool:
    return row.rule == rule and re.fullmatch(row.keys, keys) is not None


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fal")


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_loader_agrees(case: Case, folder: Path) -> None:
    _compare(case.text, case.where, folder)


@given(apps, st.randoms(use_true_random=False))
def test_loader_agrees_on_any_apps(tables: Any, random: Any) -> None:
    """Tables that nobody thought of: mostly keys that fal knows, with right and wrong values."""
    for app in tables.values():
        image = app.get("image")
        if isinstance(image, dict) and isinstance(image.get("dockerfile"), str):
            # Whether the file exists is no question of the text.
            image["dockerfile"] = image["dockerfile"] and "Dockerfile"
    text = write_toml({"tool": {"fal": {"apps": tables}}}, random.randrange)
    with tempfile.TemporaryDirectory() as folder:
        _compare(text, "any data", Path(folder))


def _compare(text: str, where: str, folder: Path) -> None:
    errors = _errors(text)
    verdict = load(text, folder)
    enforced = [error for error in errors if error.later is None]
    if verdict.accepted:
        assert not enforced, (
            f"{where}: fal loads this and we call it an error: {enforced}. "
            f"Either the rule is wrong, or `LATER` lacks a row that cites the spec.\n{text}"
        )
    else:
        assert enforced, (
            f"{where}: fal refuses this and we find nothing that it looks for: "
            f"{verdict.refused}; our errors: {errors}\n{text}"
        )


def test_every_row_is_needed() -> None:
    """A row that no case of the corpus needs is either untested or no longer true."""
    used = {error.later for case in cases() for error in _errors(case.text)}
    assert [row for row in LATER if row not in used] == []


def _path_at(document: Document, span: Span) -> KeyPath:
    """The path of the entry whose key the span is, or else of the innermost one that holds it."""
    return _named(document.root, span) or _innermost(document.root, span) or ()


def _named(node: Node, span: Span) -> KeyPath | None:
    if span in node.keys:
        return node.path
    children = (*node.entries().values(), *node.items())
    return next(filter(None, (_named(child, span) for child in children)), None)


def _innermost(node: Node, span: Span) -> KeyPath | None:
    for child in (*node.entries().values(), *node.items()):
        found = _innermost(child, span)
        if found is not None:
            return found
    for start, end in (*node.keys, node.span):
        if start <= span.start and span.end <= end:
            return node.path
    return None


def _dotted(path: KeyPath) -> str:
    """A path below an app as its keys with dots, without the app's name and without indices."""
    return ".".join(str(part) for part in path[4:] if isinstance(part, str))
