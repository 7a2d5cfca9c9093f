"""The tree that rules, cursor and edits read: kinds, forms, spans, keys, raw statements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from fal_lsp.toml import Document, parse
from fal_lsp.toml.syntax_tree import commas

if TYPE_CHECKING:
    from fal_lsp.toml.types import Path

TEXT = """\
title = "é" # first
a.b.c = 1
a.b.d = [1, { x = 2 }]

[tool.fal.apps.x]
ref = 'x.py::X'
image.dockerfile = "D"
limit = 1.5
on = true
when = 2026-11-24

[tool.fal.apps.x.image.registries."a.b"]
username = "me"

[tool.fal.apps]
y = { ref = "y.py::Y", health.path = "/" }

[[list]]
n = 1

[list.sub]
m = 2

[[list]]
n = 3
"""


def path(dotted: str) -> Path:
    parts = dotted.split("/") if dotted else []
    return tuple(int(part) if part.isdigit() else part for part in parts)


def written(document: Document, spans: Any) -> list[str]:
    return [document.text[span.start : span.end] for span in spans]


@pytest.mark.parametrize(
    ("at", "kind", "form", "span", "keys"),
    [
        ("title", "string", None, '"é"', ["title"]),
        ("a", "table", "dotted", "a.b.c = 1", ["a", "a"]),
        ("a/b", "table", "dotted", "a.b.c = 1", ["b", "b"]),
        ("a/b/c", "integer", None, "1", ["c"]),
        ("a/b/d", "array", None, "[1, { x = 2 }]", ["d"]),
        ("a/b/d/0", "integer", None, "1", []),
        ("a/b/d/1", "table", "inline", "{ x = 2 }", []),
        ("a/b/d/1/x", "integer", None, "2", ["x"]),
        ("tool", "table", "implicit", "[tool.fal.apps.x]", ["tool"] * 3),
        ("tool/fal/apps", "table", "header", "[tool.fal.apps]", ["apps"] * 3),
        ("tool/fal/apps/x", "table", "header", "[tool.fal.apps.x]", ["x", "x"]),
        ("tool/fal/apps/x/ref", "string", None, "'x.py::X'", ["ref"]),
        ("tool/fal/apps/x/limit", "float", None, "1.5", ["limit"]),
        ("tool/fal/apps/x/on", "boolean", None, "true", ["on"]),
        ("tool/fal/apps/x/when", "datetime", None, "2026-11-24", ["when"]),
        ("tool/fal/apps/y", "table", "inline", '{ ref = "y.py::Y", health.path = "/" }', ["y"]),
        ("tool/fal/apps/y/health", "table", "dotted", 'health.path = "/"', ["health"]),
        ("tool/fal/apps/y/health/path", "string", None, '"/"', ["path"]),
        ("list", "array", "array-item", "[[list]]", ["list"] * 3),
        ("list/0", "table", "array-item", "[[list]]", []),
        ("list/0/sub", "table", "header", "[list.sub]", ["sub"]),
        ("list/1/n", "integer", None, "3", ["n"]),
    ],
)
def test_a_node_knows_its_kind_form_and_places(
    at: str, kind: str, form: str | None, span: str, keys: list[str]
) -> None:
    document = parse(TEXT)
    node = document.node(path(at))
    assert node is not None
    assert (node.kind, node.form, node.path) == (kind, form, path(at))
    assert written(document, [node.span]) == [span]
    assert written(document, node.keys) == keys


def test_the_registry_is_found_under_an_image_that_dotted_keys_write() -> None:
    document = parse(TEXT)
    image = document.node(path("tool/fal/apps/x/image"))
    assert image is not None
    assert (image.kind, image.form) == ("table", "dotted")
    assert written(document, image.keys) == ["image", "image"]
    assert list(image.entries()) == ["dockerfile", "registries"]
    registry = document.node(("tool", "fal", "apps", "x", "image", "registries", "a.b"))
    assert registry is not None
    assert written(document, registry.keys) == ['"a.b"']


def test_entries_and_items_are_in_the_order_of_the_text() -> None:
    document = parse(TEXT)
    assert list(document.root.entries()) == ["title", "a", "tool", "list"]
    app = document.node(path("tool/fal/apps/x"))
    assert app is not None
    assert list(app.entries()) == ["ref", "image", "limit", "on", "when"]
    assert [node.value for node in document.root.entries()["list"].items()] == [
        {"n": 1, "sub": {"m": 2}},
        {"n": 3},
    ]


@pytest.mark.parametrize("at", ["nope", "title/x", "list/2", "list/n", "a/b/d/7", "a/b/d/x", "a/0"])
def test_there_is_no_node_where_nothing_is_written(at: str) -> None:
    document = parse(TEXT)
    assert document.node(path(at)) is None
    assert document.data(path(at)) is None
    assert document.sources(path(at)) == {}
    assert not document.is_malformed(path(at))


def test_every_entry_is_found_again_by_its_path() -> None:
    document = parse(TEXT)
    pending = [document.root]
    seen = 0
    while pending:
        node = pending.pop()
        again = document.node(node.path)
        assert again is not None
        assert (again.span, again.keys, again.form) == (node.span, node.keys, node.form)
        assert again.value == node.value == document.data(node.path)
        pending += [*node.entries().values(), *node.items()]
        seen += 1
    assert seen == 33


@pytest.mark.parametrize(
    ("at", "source"),
    [
        ("title", ('title = "é" # first',)),
        ("a/b", ("a.b.c = 1", "a.b.d = [1, { x = 2 }]")),
        ("tool/fal/apps/y", ('y = { ref = "y.py::Y", health.path = "/" }',)),
        ("list/0/sub", ("[list.sub]\nm = 2\n\n",)),
    ],
)
def test_the_source_is_the_text_of_the_entry_alone(at: str, source: tuple[str, ...]) -> None:
    *table, name = path(at)
    assert parse(TEXT).sources(tuple(table))[str(name)] == source


def test_the_source_of_an_app_is_all_its_sections() -> None:
    source = parse(TEXT).sources(path("tool/fal/apps"))["x"]
    assert [text.split("\n")[0] for text in source] == [
        "[tool.fal.apps.x]",
        '[tool.fal.apps.x.image.registries."a.b"]',
    ]


def test_a_statement_runs_from_its_first_key_part_to_the_end_of_its_value() -> None:
    document = parse(TEXT)
    node = document.node(path("tool/fal/apps/y/health/path"))
    assert node is not None
    assert node.statement is not None
    assert node.pair is not None
    assert written(document, [node.statement]) == ['health.path = "/"']
    assert document.text[node.base + node.pair.equals] == "="


def test_commas_comments_and_brackets_of_containers() -> None:
    text = 'x = [ # one, two\n  "a,b", # "three", four\n  [1,], {k=1, l="#"} ,\n]# five\n'
    document = parse(text)
    node = document.node(("x",))
    assert node is not None
    assert node.raw is not None
    section = document.sections[node.section]
    assert [text[: at + 1].count("\n") for at in commas(section.text, node.raw)] == [1, 2, 2]
    assert text[node.raw.start] + text[node.raw.end - 1] == "[]"
    assert written(document, document.comments()) == ["# one, two", '# "three", four', "# five"]


def test_the_body_of_a_section_ends_with_its_last_statement() -> None:
    document = parse("[a] # head\n\nx = 1\n# about y\ny = 2 # tail\n\n# about b\n[b]\n")
    first, second = document.sections
    assert first.text[first.body : first.end] == "\nx = 1\n# about y\ny = 2 # tail\n"
    assert first.text[first.end :] == "\n# about b\n"
    assert (second.body, second.end) == (4, 4)


@pytest.mark.parametrize(
    ("text", "at", "kind", "span"),
    [
        ("key =", "key", "incomplete", ""),
        ("key = ", "key", "incomplete", ""),
        ("key", "key", "incomplete", ""),
        ("key = nope # x", "key", "incomplete", "nope"),
        ('key = "open', "key", "string", '"open'),
        ("key = [1,", "key", "array", "[1,"),
        ("key = { a = 1", "key", "table", "{ a = 1"),
        ("key = { a = ", "key/a", "incomplete", ""),
        ("[tool.fal.apps.", "tool/fal/apps", "table", "[tool.fal.apps."),
        ("[tool.fal.apps.x", "tool/fal/apps/x", "table", "[tool.fal.apps.x"),
        ("[tool.fal.apps.x]\nref", "tool/fal/apps/x/ref", "incomplete", ""),
    ],
)
def test_half_typed_text_has_nodes(text: str, at: str, kind: str, span: str) -> None:
    document = parse(text)
    node = document.node(path(at))
    assert node is not None
    assert node.kind == kind
    assert written(document, [node.span]) == [span]
    assert document.is_malformed(path(at))


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("a =\nb = 1", {"a": None, "b": 1}),
        ("a = [1, nope, 2]", {"a": [1, None, 2]}),
        ("a = { x = 1, y }", {"a": {"x": 1, "y": None}}),
        ('a = "C:\\path"', {"a": None}),
        ("a = 1\na", {"a": 1}),
        ("a\na = 1", {"a": 1}),
        ("a = 'it's'\nb = [1] 2", {"a": None, "b": [1]}),
        ("a.b = 1\na.", {"a": {"b": 1}}),
        ("[a]\nx = 1\n[a\ny = 2", {"a": {"x": 1, "y": 2}}),
        ("[a.]\nx = 1\n[b]\ny = 2", {"a": {}, "b": {"y": 2}}),
        ("a = 1\na = 2", {"a": 1}),
        ("[a]\nx = 1\n[a]\ny = 2", {"a": {"x": 1, "y": 2}}),
    ],
)
def test_data_of_malformed_text(text: str, data: dict[str, Any]) -> None:
    assert parse(text).data(()) == data


def test_only_the_malformed_app_is_malformed() -> None:
    text = TEXT.replace("on = true", "on = tru")
    document = parse(text)
    assert document.is_malformed(path("tool/fal/apps/x"))
    assert document.is_malformed(path("tool/fal"))
    assert document.is_malformed(path("tool/fal/apps/x/on"))
    assert not document.is_malformed(path("tool/fal/apps/x/ref"))
    assert not document.is_malformed(path("tool/fal/apps/y"))
    assert not document.is_malformed(path("list"))


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_byte_order_mark_shifts_every_span(end: str) -> None:
    text = TEXT.replace("\n", end)
    plain, marked = parse(text), parse("\ufeff" + text)
    assert (plain.has_bom, marked.has_bom) == (False, True)
    assert marked.error is None
    assert marked.data(()) == plain.data(())
    node, other = plain.node(path("list/0/sub/m")), marked.node(path("list/0/sub/m"))
    assert node is not None
    assert other is not None
    assert other.span == node.span.shift(1)
    assert written(marked, other.keys) == ["m"]
    assert marked.lines.position(other.span.start) == plain.lines.position(node.span.start)


def test_columns_are_code_points_and_only_line_feeds_end_lines() -> None:
    document = parse('a = "😀\u2028" # \u2028\nb = nope\n')
    assert document.error is not None
    assert document.lines.position(document.error.span.start) == (1, 4)
