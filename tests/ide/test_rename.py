"""Another name for an app: the text before with `$0`, the name, the whole text after."""

from __future__ import annotations

import pytest
from fal_lsp.ide.rename import prepare_rename, rename
from fal_lsp.ide.types import RefusedError
from fal_lsp.toml import parse
from fal_lsp.toml.edits import apply

from tests.support.completion import read

APPS = "[tool.fal.apps]\n"
RENAMED = [
    (APPS + "o$0ne = {}\n", "two", APPS + "two = {}\n"),
    (APPS + "'o$0ne' = {}\n", "two", APPS + "two = {}\n"),
    (APPS + "o$0ne = {}\n", "a b", APPS + '"a b" = {}\n'),
    (APPS + "o$0ne.auth = 1\none.ref = 2\n", "🦅", APPS + '"🦅".auth = 1\n"🦅".ref = 2\n'),
    (
        "[tool.fal.apps.one]\nauth = 1\n[tool.fal.apps . o$0ne . image]\nimage = 2\n",
        "two",
        "[tool.fal.apps.two]\nauth = 1\n[tool.fal.apps . two . image]\nimage = 2\n",
    ),
    (
        "[tool.fal]\napps = { on$0e = { auth = 1 } }\n",
        "2",
        "[tool.fal]\napps = { 2 = { auth = 1 } }\n",
    ),
    ("[tool.fal]\r\napps.one$0.auth = 1\r\n", "two", "[tool.fal]\r\napps.two.auth = 1\r\n"),
    # Malformed text next to the name does not matter.
    ("[tool.fal.apps.o$0ne\nauth = 1\n", "two", "[tool.fal.apps.two\nauth = 1\n"),
    (APPS + "o$0ne = {}\n", "one", APPS + "one = {}\n"),
]


@pytest.mark.parametrize(("marked", "name", "after"), RENAMED)
def test_every_place_that_writes_the_name_gets_the_new_one(
    marked: str, name: str, after: str
) -> None:
    text, offset = read(marked)
    edits = rename(parse(text), offset, name)
    assert edits is not None
    assert apply(text, edits) == after


REFUSED = {
    "two": "An app named `two` already exists",
    "": "App names must not be empty",
    " ": "App names must not be empty",
    "app.py": "must not end in `.py`",
    "a.py::B": "must not contain `::`",
    "one--prod": "must not contain `--`",
    "a\nb": "one line",
    "a\x00": "one line",
}


@pytest.mark.parametrize(("name", "reason"), REFUSED.items())
def test_a_name_that_cannot_be_is_refused_with_the_reason(name: str, reason: str) -> None:
    text, offset = read(APPS + "o$0ne = {}\ntwo = {}\n")
    with pytest.raises(RefusedError, match=reason):
        rename(parse(text), offset, name)


@pytest.mark.parametrize(
    "marked",
    [
        APPS + "one = { au$0th = 1 }\n",
        APPS + "# o$0ne\none = {}\n",
        "[tool.f$0al.apps.one]\n",
        "[tool.other.apps.o$0ne]\n",
        "$0",
    ],
)
def test_nothing_else_is_renamed(marked: str) -> None:
    text, offset = read(marked)
    assert prepare_rename(parse(text), offset) is None
    assert rename(parse(text), offset, "two") is None
