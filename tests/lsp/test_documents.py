"""The store of open documents."""

from __future__ import annotations

import pytest
from fal_lsp.lsp.documents import Documents
from fal_lsp.text import Encoding
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

URI = "file:///p/pyproject.toml"


def opened(uri: str = URI, text: str = "a = 1\n") -> Documents:
    documents = Documents()
    documents.open(types.TextDocumentItem(uri, "toml", 1, text))
    return documents


def change(
    documents: Documents,
    text: str,
    where: types.Range | None = None,
    encoding: Encoding = "utf-16",
    uri: str = URI,
) -> None:
    event = (
        types.TextDocumentContentChangeWholeDocument(text)
        if where is None
        else types.TextDocumentContentChangePartial(where, text)
    )
    identifier = types.VersionedTextDocumentIdentifier(2, uri)
    documents.change(identifier, [event], encoding)


def test_a_document_is_found_by_every_spelling_of_its_uri() -> None:
    documents = opened("file:///a%20b/%C3%A9/pyproject.toml")
    for uri in ("file:///a b/é/pyproject.toml", "file:///a%20b/x/../%c3%a9/pyproject.toml"):
        found = documents.get(uri)
        assert found is not None
        assert found.uri == "file:///a%20b/%C3%A9/pyproject.toml"


def test_documents_without_a_file_are_told_apart() -> None:
    documents = opened("untitled:pyproject.toml")
    assert documents.get("untitled:pyproject.toml")
    assert documents.get("untitled:/pyproject.toml") is None


def test_a_tree_is_kept_until_the_text_changes() -> None:
    documents = opened()
    document = documents.get(URI)
    assert document is not None
    tree = document.document
    assert document.document is tree
    change(documents, "b = 2\n")
    assert document.document.data(()) == {"b": 2}
    assert document.version == 2


def test_of_other_files_the_text_is_kept_for_those_who_look_at_it() -> None:
    documents = opened("file:///p/app.py", "x = 1\n")
    assert list(documents) == []
    assert documents.buffers == {"/p/app.py": "x = 1\n"}
    change(documents, "x = 2\n", uri="file:///p/app.py")
    change(documents, "y", uri="file:///p/never_opened.py")
    assert documents.buffers == {"/p/app.py": "x = 2\n"}
    documents.close("file:///p/app.py")
    assert documents.buffers == {}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
@given(data=st.data())
def test_changes_of_ranges_equal_those_of_a_list_of_characters(
    encoding: Encoding, data: st.DataObject
) -> None:
    """Held against the simplest editor there is."""
    characters = st.sampled_from("ab\n\r😀é\u2028")
    text = data.draw(st.text(characters))
    documents = opened(text=text)
    document = documents.get(URI)
    assert document is not None
    for _ in range(data.draw(st.integers(1, 4))):
        ends = [data.draw(st.integers(0, len(text))) for _ in range(2)]
        # Between \r and \n there is no position.
        start, end = (at - (text[max(at - 1, 0) : at + 1] == "\r\n") for at in sorted(ends))
        new = data.draw(st.text(characters, max_size=5))
        positions = document.positions(encoding)
        where = types.Range(positions.position(start), positions.position(end))
        change(documents, new, where, encoding)
        text = text[:start] + new + text[end:]
        assert document.text == text
