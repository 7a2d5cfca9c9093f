"""Features about an app as a whole: outline, references, lenses, folding, selection, hints."""

from __future__ import annotations

from pathlib import Path

import pytest
from fal_lsp.ide.navigation import references
from fal_lsp.ide.ranges import folding_range, selection_range
from fal_lsp.ide.symbols import document_symbol, workspace_symbol
from fal_lsp.ide.virtual_text import code_lens, inlay_hint
from fal_lsp.project import open_project
from fal_lsp.text import Span
from fal_lsp.toml import Document, parse

from tests.support.projects import write

TEXT = """\
# 🦅 fal\u2028
[project]
name = "p"

[tool.fal.apps.one]
ref = "src/app.py::One"
keep_alive = 5400

[tool.fal.apps.one.health_check]
path = "/health"
timeout_seconds = 90

[tool.fal.apps]
two.python_entry_point = "pkg:Two"
two.requirements = [
    ".",
]
three = { image = { image = "acme/three" }, exposed_port = 80, name = "drei" }

[tool.ruff]
lint = { select = [
  "E",
] }
"""


def cursor(marked: str) -> tuple[Document, int]:
    offset = marked.index("$0")
    return parse(marked.replace("$0", "")), offset


def at(document: Document, span: Span) -> str:
    return document.text[span.start : span.end]


def test_outline_shows_apps_with_their_tables() -> None:
    document = parse(TEXT)
    one, two, three = document_symbol(document)
    assert [each.name for each in (one, two, three)] == ["one", "two", "three"]
    assert [each.detail for each in (one, two, three)] == [
        "src/app.py::One",
        "pkg:Two",
        "acme/three",
    ]
    assert [child.name for child in one.children] == ["health_check"]
    assert at(document, one.name_span) == "one"
    assert at(document, one.span).startswith("[tool.fal.apps.one]")
    assert at(document, one.span).endswith("timeout_seconds = 90")
    assert at(document, two.span).startswith("two.python_entry_point")
    assert at(document, two.span).endswith("]")
    for symbol in (one, two, three):
        for inner in (symbol, *symbol.children):
            assert symbol.span.start <= inner.name_span.start <= inner.name_span.end
            assert (
                inner.span.start <= inner.name_span.start <= inner.name_span.end <= inner.span.end
            )


def test_the_outline_says_nothing_of_a_source_that_is_half_typed() -> None:
    for ref in ('"', '"src/app.py::', "", "1"):
        (symbol,) = document_symbol(parse(f"[tool.fal.apps.new]\nref = {ref}\n"))
        assert symbol.detail == ""


@pytest.mark.parametrize(
    ("marked", "count"),
    [
        ("[tool.fal.apps.o$0ne]\nref = 'a.py'\n[tool.fal.apps.one.image]\n", 2),
        ("[tool.fal.apps.one]\nref = 'a.py'\n[tool.fal.apps.one$0.image]\n", 2),
        ("[tool.fal.apps]\n$0one.ref = 'a.py'\none.auth = 'public'\n", 2),
        ("[tool.fal]\napps.one.ref = 'a.py'\napps.o$0ne.auth = 'public'\n", 2),
        ("[tool.fal.apps]\n'one$0' = { ref = 'a.py' }\n", 1),
        ("[tool.fal.apps.one]\nre$0f = 'a.py'\n", 0),
        ("[tool.fal.ap$0ps.one]\nref = 'a.py'\n", 0),
        ("[tool.other.apps.o$0ne]\nref = 'a.py'\n", 0),
        ("# 🦅\n[tool.fal.apps.o$0ne]\n", 1),
    ],
)
def test_references_are_every_writing_of_the_name(marked: str, count: int) -> None:
    document, offset = cursor(marked)
    spans = references(document, offset)
    assert len(spans) == count
    assert {at(document, span).strip("'") for span in spans} <= {"one"}


def test_a_lens_for_running_and_one_for_deploying_an_app() -> None:
    document = parse(TEXT)
    lenses = code_lens(document)
    assert [(lens.title, lens.command, lens.arguments) for lens in lenses[:2]] == [
        ("fal run", "fal-lsp.run", ("one",)),
        ("fal deploy", "fal-lsp.deploy", ("one",)),
    ]
    assert [at(document, lens.span) for lens in lenses] == [
        "one", "one", "two", "two", "three", "three",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("files", "has_check"),
    [
        ({"uv.lock": '[[package]]\nname = "fal"\nversion = "1.72.7"\n'}, True),
        ({"uv.lock": '[[package]]\nname = "fal"\nversion = "1.72.6"\n'}, False),
        ({"requirements.txt": "fal>=1.83\n"}, True),
        ({"requirements.txt": "fal==1.80.*\n"}, True),
        ({"requirements.txt": "fal>=1.70,<2\n"}, False),
        ({"requirements.txt": "fal<2\n"}, False),
        ({"requirements.txt": "fal\n"}, False),
        ({}, False),
    ],
)
def test_the_lens_of_a_check_is_for_a_fal_that_has_it(
    tmp_path: Path, files: dict[str, str], has_check: bool
) -> None:
    text = '[tool.fal.apps.one]\nref = "app.py::One"\n'
    write(tmp_path, {"pyproject.toml": text, **files})
    lenses = code_lens(parse(text), project=open_project(str(tmp_path / "pyproject.toml")))
    assert [lens.title for lens in lenses][:2] == ["fal run", "fal deploy"]
    assert [(lens.title, lens.command) for lens in lenses[2:]] == (
        [("fal deploy --check", "fal-lsp.deployCheck")] if has_check else []
    )


def test_what_folds_is_under_tool_fal_alone() -> None:
    document = parse(TEXT)
    folded = [at(document, fold.span) for fold in folding_range(document)]
    assert any(text.startswith("[tool.fal.apps.one]\n") for text in folded)
    assert '[\n    ".",\n]' in folded
    assert not any("ruff" in text or "project" in text for text in folded)
    assert not any(text.endswith("\n") for text in folded)


def test_selection_grows_from_the_content_to_the_table() -> None:
    document, offset = cursor(TEXT.replace("src/app", "src/$0app"))
    grown = [at(document, span) for span in selection_range(document, offset)]
    assert grown[:3] == ["src/app.py::One", '"src/app.py::One"', 'ref = "src/app.py::One"']
    assert grown[3].startswith("[tool.fal.apps.one]")


def test_selection_elsewhere_is_left_to_others() -> None:
    document, offset = cursor("[project]\nname = 'p$0'\n")
    assert selection_range(document, offset) == ()


def test_hints_tell_durations_and_the_name_of_the_deploy() -> None:
    document = parse(TEXT)
    hints = inlay_hint(document, Span(0, len(TEXT)))
    assert [hint.label for hint in hints] == ["1 h 30 min", "1 min 30 s", "deployed as drei"]
    assert at(document, Span(hints[0].offset - 4, hints[0].offset)) == "5400"


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["one", "two", "three"]),
        ("TW", ["two"]),
        ("te", ["three"]),
        ("x", []),
        ("o", ["one", "two"]),
    ],
)
def test_apps_are_found_by_name(query: str, names: list[str]) -> None:
    assert [symbol.name for symbol in workspace_symbol(parse(TEXT), query)] == names


@pytest.mark.parametrize(
    "text", ["", "[tool.fal", "[tool.fal.apps.", "[[tool.fal.apps]]", "tool = 1"]
)
def test_malformed_texts_have_results(text: str) -> None:
    document = parse(text)
    for offset in range(len(text) + 1):
        references(document, offset)
        selection_range(document, offset)
    document_symbol(document)
    folding_range(document)
    code_lens(document)
    inlay_hint(document, Span(0, len(text)))
