"""The documents of toml-test: what is valid equals tomli, what is not has an error and a tree.

The corpus is not part of this repository: `TOML_TEST_DIR`, or `../shared/toml-test` beside it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import tomli
from fal_lsp.toml import parse

ROOT = Path(os.environ.get("TOML_TEST_DIR") or Path(__file__).parents[3] / "shared" / "toml-test")
INDEX = ROOT / "files-toml-1.1.0"

pytestmark = pytest.mark.skipif(
    not INDEX.exists(), reason="the toml-test corpus is not here: set TOML_TEST_DIR"
)


def listed(kind: str) -> list[str]:
    if not INDEX.exists():
        return []
    names = INDEX.read_text("utf-8").split()
    return [name for name in names if name.startswith(kind) and name.endswith(".toml")]


def read(name: str) -> str:
    """The text as an editor would show it: bytes that are no UTF-8 become lone surrogates."""
    return (ROOT / name).read_bytes().decode("utf-8", "surrogateescape")


@pytest.mark.parametrize("name", listed("valid"))
def test_a_valid_document_is_what_tomli_reads(name: str) -> None:
    text = read(name)
    document = parse(text)
    assert document.error is None
    assert document.problems == ()
    # By repr: it tells 1 from 1.0 and from True, and nan is equal to itself.
    assert repr(document.data(())) == repr(tomli.loads(text.removeprefix("\ufeff")))
    assert not any(section.errors or section.duplicates for section in document.sections)


@pytest.mark.parametrize("name", listed("invalid"))
def test_an_invalid_document_has_an_error_in_our_words(name: str) -> None:
    text = read(name)
    document = parse(text)
    if any("\ud800" <= char <= "\udfff" for char in text):
        # tomli gets text, so it can't see that the bytes were no UTF-8.
        return
    assert document.error is not None
    assert document.error == document.problems[0]
    for problem in document.problems:
        assert 0 <= problem.span.start <= problem.span.end <= len(text)
        assert "\n" not in problem.message
        # tomli's own words end with a place.
        assert "(at " not in problem.message
    document.data(())


def test_there_are_as_many_documents_as_ever() -> None:
    assert len(listed("valid")) > 200
    assert len(listed("invalid")) > 400
