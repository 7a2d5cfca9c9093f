"""Edits on texts in every notation: the result is valid and has exactly the intended change.

What is intended is worked out on the plain data that tomli reads.
"""

from __future__ import annotations

import copy
import re
from collections import Counter
from typing import Any

import tomli
from fal_lsp.toml import Document, Node, parse
from fal_lsp.toml.edits import (
    CollapseTable,
    Edit,
    ExpandInline,
    InsertKey,
    MoveKey,
    RemoveKey,
    RenameKey,
    ReplaceValue,
    apply,
    text_edits,
)
from fal_lsp.toml.types import Path
from hypothesis import HealthCheck, assume, given
from hypothesis import strategies as st

from tests.support.examples import examples
from tests.support.strategies import documents

often = examples(60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
NEW = "new key"


def nodes(node: Node) -> list[Node]:
    """The node and every node below it."""
    below = [*node.entries().values(), *node.items()]
    return [node, *(found for child in below for found in nodes(child))]


def draw_path(data: st.DataObject, document: Document, fits: Any) -> Path:
    paths = [node.path for node in nodes(document.root) if fits(node)]
    assume(paths)
    return data.draw(st.sampled_from(paths))


def changed(document: Document, *edits: Edit) -> str | None:
    """The text with the changes made, whole and untouched where it should be."""
    changes = text_edits(document, edits)
    if changes is None:
        return None
    text = apply(document.text, changes)
    tomli.loads(text)
    if "\r\n" in document.text:
        assert not re.search(r"(?<!\r)\n", text), "a line end of another kind"
    position = 0
    for change in changes:
        assert position <= change.span.start <= change.span.end <= len(document.text)
        position = change.span.end
    before = set(document.text.split("\n"))
    for line in text.split("\n"):
        if line not in before:
            assert not line.rstrip("\r").endswith((" ", "\t")), repr(line)
    return text


def comments(text: str) -> Counter[str]:
    """The comments of a valid text without the space after them."""
    found = parse(text)
    spans = (span for index in range(len(found.sections)) for span in _comments(found, index))
    return Counter(spans)


def _comments(document: Document, index: int) -> list[str]:
    section = document.sections[index]
    return [section.text[start:end].rstrip() for start, end in section.comments()]


def inside(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data


def without(document: Document, data: Any, path: Path) -> Any:
    """The data without an entry, and without the tables that only this entry implied."""
    del inside(data, path[:-1])[path[-1]]
    for size in range(len(path) - 1, 0, -1):
        node = document.node(path[:size])
        if (
            node is None
            or inside(data, path[:size])
            or node.form not in ("dotted", "implicit", "array-item")
        ):
            break
        if node.form == "array-item" and isinstance(path[size - 1], int):
            break
        del inside(data, path[: size - 1])[path[size - 1]]
    return data


def plain(document: Document) -> Any:
    return copy.deepcopy(tomli.loads(document.text))


@often
@given(documents(), st.data())
def test_rename(text: str, data: st.DataObject) -> None:
    document = parse(text)
    path = draw_path(data, document, lambda node: node.path and isinstance(node.path[-1], str))
    want = plain(document)
    table = inside(want, path[:-1])
    table[NEW] = table.pop(path[-1])
    found = changed(document, RenameKey(path, NEW))
    assert found is not None
    assert tomli.loads(found) == want
    assert comments(found) == comments(text)


@often
@given(documents(), st.data(), st.sampled_from(["1", '"x"', "[1, 2]", "{ k = 1 }", "[\n  1,\n]"]))
def test_replace_value(text: str, data: st.DataObject, value: str) -> None:
    document = parse(text)
    path = draw_path(data, document, lambda node: node.raw is not None)
    want = plain(document)
    inside(want, path[:-1])[path[-1]] = tomli.loads(f"v = {value}")["v"]
    found = changed(document, ReplaceValue(path, value))
    assert found is not None
    assert tomli.loads(found) == want


@often
@given(documents(), st.data())
def test_remove(text: str, data: st.DataObject) -> None:
    document = parse(text)
    path = draw_path(data, document, lambda node: node.path)
    found = changed(document, RemoveKey(path))
    assert found is not None
    assert tomli.loads(found) == without(document, plain(document), path)
    assert not comments(found) - comments(text)


@often
@given(documents(), st.data(), st.sampled_from(["1", "[\n  1,\n]", "{ k = 1 }"]))
def test_insert(text: str, data: st.DataObject, value: str) -> None:
    document = parse(text)
    path = draw_path(data, document, lambda node: node.kind == "table")
    missing = data.draw(st.lists(st.sampled_from(["m", "n o"]), max_size=2))
    want = plain(document)
    table = inside(want, path)
    for name in missing:
        table = table.setdefault(name, {})
    table[NEW] = tomli.loads(f"v = {value}")["v"]
    found = changed(document, InsertKey((*path, *missing), NEW, value))
    assert found is not None
    assert tomli.loads(found) == want
    assert comments(found) == comments(text)


@often
@given(documents(), st.data())
def test_expand(text: str, data: st.DataObject) -> None:
    document = parse(text)
    path = draw_path(data, document, lambda node: node.form == "inline")
    found = changed(document, ExpandInline(path))
    if found is None:
        above = [document.node(path[:size]) for size in range(1, len(path))]
        boxed = any(
            node and (node.form == "inline" or node.kind == "array") and node.raw for node in above
        )
        node = document.node(path)
        assert node is not None
        assert boxed or "#" in document.text[slice(*node.span)]
        return
    assert tomli.loads(found) == tomli.loads(text)
    assert comments(found) == comments(text)
    table = parse(found).node(path)
    assert table is not None
    assert table.form == "header"
    assert not any(node.needs_toml_1_1 for node in nodes(table))


@often
@given(documents(), st.data())
def test_collapse(text: str, data: st.DataObject) -> None:
    document = parse(text)
    path = draw_path(data, document, lambda node: node.form == "header" and node.path)
    found = changed(document, CollapseTable(path))
    if found is None:
        source = document.sources(path[:-1])[str(path[-1])]
        node = document.node(path)
        assert node is not None
        assert "#" in "".join(source) or node.statements()
        return
    assert tomli.loads(found) == tomli.loads(text)
    assert comments(found) == comments(text)
    table = parse(found).node(path)
    assert table is not None
    assert table.form == "inline"


@often
@given(documents(), st.data())
def test_move(text: str, data: st.DataObject) -> None:
    document = parse(text)
    path = draw_path(data, document, lambda node: node.path and isinstance(node.path[-1], str))
    table = draw_path(data, document, lambda node: node.kind == "table")
    table = (*table, *data.draw(st.lists(st.sampled_from(["m", "n o"]), max_size=2)))
    assume(table[: len(path)] != path and table != path[:-1])
    found = changed(document, MoveKey(path, table))
    if found is None:
        return
    want = plain(document)
    target = want
    for step in table:
        target = target.setdefault(step, {}) if isinstance(step, str) else target[step]
    assert path[-1] not in target
    target[path[-1]] = inside(want, path)
    want = without(document, want, path)
    assert tomli.loads(found) == want
    assert comments(found) == comments(text)


def draw_edit(data: st.DataObject, document: Document, number: int) -> Edit:
    found = nodes(document.root)
    node = data.draw(st.sampled_from(found))
    kind = data.draw(st.sampled_from(["remove", "rename", "replace", "insert", "table", "move"]))
    if kind == "replace" and node.raw is not None:
        return ReplaceValue(node.path, f"{number}")
    if kind == "insert" and node.kind == "table":
        return InsertKey(node.path, f"n{number}", f"{number}")
    if kind == "table" and node.form in ("inline", "header"):
        return ExpandInline(node.path) if node.form == "inline" else CollapseTable(node.path)
    assume(node.path)
    if kind == "rename" and isinstance(node.path[-1], str):
        return RenameKey(node.path, f"n{number}")
    if kind == "move":
        table = data.draw(st.sampled_from([other.path for other in found if other.kind == "table"]))
        return MoveKey(node.path, (*table, "m"))
    return RemoveKey(node.path)


@often
@given(documents(), st.data())
def test_several_are_one_after_the_other(text: str, data: st.DataObject) -> None:
    document = current = parse(text)
    edits: list[Edit] = []
    want: str | None = text
    for number in range(3):
        edits.append(draw_edit(data, current, number))
        want = changed(current, edits[-1])
        if want is None:
            break
        current = parse(want)
        # Where all lines are gone, what they ended with is gone, too.
        assume("\r\n" in want or "\r\n" not in text)
    assert changed(document, *edits) == want


@often
@given(documents(), st.data())
def test_malformed_texts_do_not_get_worse(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = min(start + data.draw(st.integers(0, 3)), len(text))
    text = text[:start] + data.draw(st.text("[]{}\"'=.,#\\ \n\ra1", max_size=2)) + text[end:]
    document = parse(text)
    edit = draw_edit(data, document, 0)
    changes = text_edits(document, [edit])
    if changes is not None:
        assert len(parse(apply(text, changes)).problems) <= len(document.problems)
