"""What holds for every text: no exception, spans inside, tomli's verdict, no trace of edits."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import tomli
from fal_lsp.toml import Document, parse
from hypothesis import example, given
from hypothesis import strategies as st

from tests.support.examples import examples
from tests.support.strategies import documents

FILES = tuple(
    path.read_text("utf-8") for path in sorted(Path(__file__).parent.glob("files/*.toml"))
)

# What TOML is made of, well-formed and malformed.
PIECES = (
    *"[]{}=.,#\"'\\ \t\n\r",
    *("[[", "]]", '"""', "'''", "\r\n", "\x00", "\ufeff", "\ud800", "é", "“", "\u2028", "\u00a0"),
    *("a", "b", "a.b", '"a"', "1", "true", "nan", "1979-05-27", "07:32", "0x", "1_", "-", "//"),
    *("[a]\n", "[a.b]\n", "[[a]]\n", "[a.b.c]\n", '["q"]\n', "[a\n", "[a.\n"),
    *("a = 1\n", "b = 1\n", "a.b = 2\n", "a.b.c = 3\n", "a = {}\n", "a =\n", "a\n"),
    *("x = {\n", "x = [\n", 'x = """\n', 'x = "\n', "x = { a = 1, b.c = 2 }\n", "x = [\n  1,\n]\n"),
)
TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=25).map("".join)


def facts(document: Document) -> dict[str, Any]:
    """Everything that a document returns."""
    nodes = []
    pending = [document.root]
    while pending:
        node = pending.pop()
        path = node.path
        places = (node.span, node.keys, node.statement, document.sources(path))
        nodes.append((path, node.kind, node.form, places, document.is_malformed(path)))
        pending += [*node.entries().values(), *node.items()]
    return {
        "error": document.error,
        "problems": document.problems,
        "data": repr(document.data(())),
        "nodes": nodes,
        "comments": document.comments(),
        "sections": [
            (section.text, section.header, section.pairs, section.errors, section.body, section.end)
            for section in document.sections
        ],
        "starts": list(document.starts),
        "malformed": document.malformed_sections,
    }


def verdict(text: str) -> Any:
    """What tomli reads, None where it refuses."""
    try:
        return tomli.loads(text.removeprefix("\ufeff"))
    except Exception:
        return None


def check(document: Document) -> None:
    """What holds for every document."""
    text = document.text
    want = verdict(text)
    assert (document.error is None) == (want is not None)
    assert (document.error is None) == (document.problems == ())
    if want is not None:
        assert repr(document.data(())) == repr(want)
        assert not any(section.errors or section.duplicates for section in document.sections)
    assert "".join(section.text for section in document.sections) == text.removeprefix("\ufeff")
    seen = facts(document)
    spans = [span for problem in document.problems for span in (problem.span, problem.related)]
    for _, _, _, (span, keys, statement, _), _ in seen["nodes"]:
        spans += [span, *keys, statement]
    for place in spans:
        assert place is None or 0 <= place.start <= place.end <= len(text)


@given(TEXTS)
@example("a = 1_\nb = 2")
@example("[a.b]\nx 1\n[a]\n 1_[a=]c = +\u0660\n")
@example('x = "\\')
@example("[")
@example("\ufeff")
@examples(300)
def test_no_text_is_too_broken(text: str) -> None:
    check(parse(text))


@given(documents())
@examples(150)
def test_valid_text_is_what_tomli_reads(text: str) -> None:
    assert verdict(text) is not None
    check(parse(text))


@given(st.sampled_from(FILES), st.data())
@examples(150)
def test_a_document_reached_by_edits_equals_one_parsed_afresh(
    text: str, data: st.DataObject
) -> None:
    document = parse(text)
    for _ in range(data.draw(st.integers(1, 6), "edits")):
        start = data.draw(st.integers(0, len(text)), "start")
        end = min(len(text), start + data.draw(st.sampled_from((0, 0, 1, 2, 30, 300)), "gone"))
        other = data.draw(st.sampled_from(FILES), "other")
        at = data.draw(st.integers(0, len(other)), "at")
        pasted = other[at : at + data.draw(st.sampled_from((0, 10, 200)), "pasted")]
        text = text[:start] + data.draw(TEXTS, "typed") + pasted + text[end:]
        document = parse(text, document)
        fresh = parse(text)
        assert facts(document) == facts(fresh)
        check(fresh)


@given(TEXTS, TEXTS)
@examples(200)
def test_any_earlier_document_will_do(before: str, after: str) -> None:
    assert facts(parse(after, parse(before))) == facts(parse(after))
