"""The place under the cursor, for half-typed and for whole text.

A row is a text with `$0` at the cursor and `‹ ›` around the span that a completion replaces (none:
the empty span at the cursor), the place, the path and whatever else is not at its default.
"""

from __future__ import annotations

from typing import Any

import pytest
from fal_lsp.toml import Document, parse
from fal_lsp.toml.cursor import Cursor, cursor_at, path_at
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.corpus import cases

DEFAULTS = {
    "quote": "",
    "closed": False,
    "header_closed": False,
    "notation": "table",
    "multiline": False,
    "equals": False,
    "comma_before": False,
    "comma_after": False,
    "indent": "",
}


def read(marked: str) -> tuple[str, int, tuple[int, int]]:
    """The text, the offset of `$0` and the span between `‹` and `›` of a marked text."""
    places = {"$0": -1, "‹": -1, "›": -1}
    text = ""
    while marked:
        mark = next((mark for mark in places if marked.startswith(mark)), None)
        if mark is None:
            text, marked = text + marked[0], marked[1:]
            continue
        places[mark] = len(text)
        marked = marked[len(mark) :]
    offset = places["$0"]
    span = (offset, offset) if places["‹"] < 0 else (places["‹"], places["›"])
    return text, offset, span


def path(dotted: str) -> tuple[str | int, ...]:
    parts = dotted.split(".") if dotted else []
    return tuple(int(part) if part.isdigit() else part for part in parts)


def check(marked: str, place: str, dotted: str, **expected: Any) -> Cursor:
    text, offset, span = read(marked)
    cursor = cursor_at(parse(text), offset)
    seen = {name: getattr(cursor, name) for name in {*DEFAULTS, *expected}}
    got = {"place": cursor.place, "path": cursor.path, "prefix": cursor.prefix, **seen}
    want = {"place": place, "path": path(dotted), "prefix": text[span[0] : offset]}
    assert got == {**want, **DEFAULTS, **expected}
    assert text[slice(*cursor.span)] == text[slice(*span)]
    assert cursor.span == span
    assert cursor.comma_before == (cursor.comma_at >= 0)
    return cursor


X = "[tool.fal.apps.x]\n"
AT = "tool.fal.apps.x"
INLINE = "[tool.fal.apps]\n"
IN = {"notation": "inline"}
WIDE = {"notation": "inline", "multiline": True}
ARRAY = {"notation": "array"}
TALL = {"notation": "array", "multiline": True}
STRING = {"quote": '"', "closed": True}
TORN = {"quote": '"'}

# `^` is where the comma in front of the cursor is missing.
MISSING_COMMAS = [
    INLINE + "x = { a = 1^ $0 }",
    INLINE + "x = { a = '1'^$0 }",
    INLINE + "x = { a = 1^ b$0 }",
    INLINE + 'x = { a = "#"^ "b$0" }',
    INLINE + "x = { a = 'b'^c$0 }",
    INLINE + "x = { a = [1, 2]^ b$0 }",
    INLINE + "x = { a = { b = 1 }^ c$0 }",
    INLINE + "x = {\n  a = 1^ # , or ]\n\n  $0\n}",
    X + "regions = ['a'^ $0]",
    X + "regions = [\n  ['a']^ # 🦅\n  '$0'\n]",
    X + "regions = [a^ $0]",
]


@pytest.mark.parametrize("marked", MISSING_COMMAS)
def test_a_comma_is_missing_behind_what_stands_in_front(marked: str) -> None:
    text = marked.replace("$0", "")
    cursor = cursor_at(parse(text.replace("^", "")), marked.replace("^", "").index("$0"))
    assert cursor.comma_before
    assert cursor.comma_at == text.index("^")


BLANK_LINES: list[tuple[str, str, str, dict[str, Any]]] = [
    ("$0", "blank", "", {"present": ()}),
    ("$0\n", "blank", "", {}),
    ("\n$0", "blank", "", {}),
    ("\r\n$0\r\n", "blank", "", {}),
    ("$0\n[tool.fal]\n", "blank", "", {"present": ("tool",)}),
    ("a = 1\n$0", "blank", "", {"present": ("a",)}),
    (X + "$0", "blank", AT, {"present": ()}),
    (X + "\n\n$0\n", "blank", AT, {}),
    (X + '$0\nauth = "private"\n', "blank", AT, {"present": ("auth",)}),
    (X + 'auth = "private"\n$0\nref = "a.py"\n', "blank", AT, {"present": ("auth", "ref")}),
    (X + "  $0  \n", "blank", AT, {"indent": "  "}),
    (X + "\t$0", "blank", AT, {"indent": "\t"}),
    (X + "$0\n\n[tool.other]\n", "blank", AT, {}),
    (X + "\n$0\n[tool.other]\n", "blank", AT, {}),
    (X + "\n$0\n[tool.fal.apps.x.image]\n", "blank", AT, {"present": ("image",)}),
    (X.replace("\n", "\r\n") + "$0\r\n[a]\r\n", "blank", AT, {}),
    ("[[a]]\nb = 1\n[[a]]\n$0", "blank", "a.1", {"present": ()}),
    ("[[a]]\n$0\n[[a]]\nb = 1", "blank", "a.0", {"present": ()}),
    ("[[a]]\n[a.b]\n$0", "blank", "a.0.b", {}),
    (X + "regions = [\n]\n$0", "blank", AT, {"present": ("regions",)}),
    ("[tool.fal.apps.😀]\n$0", "blank", "tool.fal.apps.😀", {}),
    (X + "# a comment\u2028here\n$0", "blank", AT, {}),
]

KEYS: list[tuple[str, str, str, dict[str, Any]]] = [
    ("‹to$0›", "key", "", {"present": ()}),
    (X + "‹nu$0›", "key", AT, {"present": ()}),
    (X + "‹nu$0›\n", "key", AT, {}),
    (X + "‹nu$0›\r\n[a]\r\n", "key", AT, {}),
    (X + "‹nu$0m›_gpus = 1".replace("›_gpus", "_gpus›"), "key", AT, {"equals": True}),
    (X + "‹$0num›", "key", AT, {"present": ()}),
    (X + "‹num$0› = 1", "key", AT, {"equals": True, "present": ()}),
    (X + "‹num$0›=1", "key", AT, {"equals": True}),
    (X + "  ‹nu$0›", "key", AT, {"indent": "  "}),
    (X + "$0  num = 1", "key", AT, {"present": ("num",)}),
    (X + " $0 num = 1", "key", AT, {"indent": " "}),
    (X + "$0 # a comment", "key", AT, {}),
    (X + 'auth = "private"\n‹re$0›\nname = "n"\n', "key", AT, {"present": ("auth", "name")}),
    (X + "‹re$0›\n\n[tool.fal.apps.y]\nref = 1\n", "key", AT, {"present": ()}),
    (X + "‹re$0›\n[tool.fal.apps.x.image]\n", "key", AT, {"present": ("image",)}),
    (X + "‹-$0›\n", "key", AT, {}),
    (X + "‹1$0›\n", "key", AT, {}),
    (X + "‹true$0›\n", "key", AT, {}),
    # a dotted key adds to the table that the parts before the last dot name
    (X + "health_check.‹pa$0›", "key", AT + ".health_check", {"notation": "dotted"}),
    (X + "image.$0", "key", AT + ".image", {"notation": "dotted", "typed": ("image",)}),
    (X + "image.$0\nauth = 1", "key", AT + ".image", {"notation": "dotted"}),
    (
        X + "image.‹do$0› = 1\nimage.cmd = 2",
        "key",
        AT + ".image",
        {"notation": "dotted", "equals": True, "present": ("cmd",)},
    ),
    (
        X + "image.dockerfile = 1\nimage.‹$0image› = 1\n[tool.fal.apps.x.other]",
        "key",
        AT + ".image",
        {"notation": "dotted", "equals": True, "present": ("dockerfile",)},
    ),
    (X + "‹im$0age›.cmd = 1", "key", AT, {"following": ("cmd",), "equals": True}),
    (X + "image . ‹c$0› = 1", "key", AT + ".image", {"notation": "dotted", "equals": True}),
    (
        X + 'image.registries."‹htt$0›"',
        "key",
        AT + ".image.registries",
        {"notation": "dotted", "typed": ("image", "registries"), **STRING},
    ),
    # quoted keys
    (X + '"‹nu$0›', "key", AT, {**TORN}),
    (X + '"‹nu$0›"', "key", AT, {**STRING}),
    (X + "'‹nu$0›' = 1", "key", AT, {"quote": "'", "closed": True, "equals": True}),
    (X + '"$0"', "key", AT, {**STRING}),
    (X + '"$0', "key", AT, {**TORN}),
    (X + '"‹a\\tb$0›"', "key", AT, {**STRING, "prefix": "a\tb"}),
    (X + '"‹ht$0›\nauth = 1', "key", AT, {**TORN, "present": ("auth",)}),
    # inline tables on one line
    (INLINE + "x = {$0}", "key", AT, {**IN, "present": ()}),
    (INLINE + "x = { $0 }", "key", AT, {**IN}),
    (INLINE + "x = {$0", "key", AT, {**IN}),
    (INLINE + "x = { $0", "key", AT, {**IN}),
    (INLINE + "x = { ‹nu$0›", "key", AT, {**IN}),
    (INLINE + "x = { ‹nu$0› }", "key", AT, {**IN}),
    (INLINE + "x = { ‹nu$0› = 1 }", "key", AT, {**IN, "equals": True, "present": ()}),
    (INLINE + "x = { a = 1, $0 }", "key", AT, {**IN, "present": ("a",)}),
    (INLINE + "x = { a = 1, $0", "key", AT, {**IN, "present": ("a",)}),
    (INLINE + "x = { a = 1,$0}", "key", AT, {**IN}),
    (INLINE + "x = { a = 1, ‹b$0› }", "key", AT, {**IN, "present": ("a",)}),
    (INLINE + "x = { a = 1 $0 }", "key", AT, {**IN, "comma_before": True}),
    (INLINE + "x = { a = 1 ‹b$0› }", "key", AT, {**IN, "comma_before": True}),
    (INLINE + "x = { a = 'b'$0 }", "key", AT, {**IN, "comma_before": True}),
    (INLINE + "x = { a = 1, $0, b = 2 }", "key", AT, {**IN, "present": ("a", "b")}),
    (INLINE + "x = { $0a = 1 }".replace("$0a", "‹$0a›"), "key", AT, {**IN, "equals": True}),
    (INLINE + "x = {$0 a = 1 }", "key", AT, {**IN, "comma_after": True, "present": ("a",)}),
    (INLINE + "x = { ‹n$0› a = 1 }", "key", AT, {**IN, "comma_after": True, "present": ("a",)}),
    (INLINE + "x = { a = 1, $0 b = 2 }", "key", AT, {**IN, "comma_after": True}),
    (
        INLINE + "x = { image = { ‹do$0› }, a = 1 }",
        "key",
        AT + ".image",
        {**IN, "present": ()},
    ),
    (
        INLINE + "x = { image.‹do$0›, a = 1 }",
        "key",
        AT + ".image",
        {**IN, "typed": ("image",)},
    ),
    (INLINE + 'x = { "‹n$0›" }', "key", AT, {**IN, **STRING}),
    (INLINE + 'x = { "‹n$0› }', "key", AT, {**IN, **TORN}),
    (INLINE + "x = { ‹n$0›\ny = { a = 1 }\n", "key", AT, {**IN, "present": ()}),
    # inline tables over several lines, as TOML 1.1 has them
    (INLINE + "x = {\n  $0\n}", "key", AT, {**WIDE, "indent": "  "}),
    (INLINE + "x = {\n  a = 1,\n  $0\n}", "key", AT, {**WIDE, "indent": "  ", "present": ("a",)}),
    (INLINE + "x = {\n  a = 1,\n  ‹nu$0›\n}", "key", AT, {**WIDE, "indent": "  "}),
    (INLINE + "x = {\n  a = 1\n  $0\n}", "key", AT, {**WIDE, "indent": "  ", "comma_before": True}),
    (
        INLINE + "x = {\n  ‹nu$0›\n  a = 1\n}",
        "key",
        AT,
        {**WIDE, "indent": "  ", "comma_after": True},
    ),
    (INLINE + "x = {\r\n  ‹nu$0›,\r\n  a = 1\r\n}", "key", AT, {**WIDE, "indent": "  "}),
    (INLINE + "x = {\n  a = 1, # why, {\n  $0\n}", "key", AT, {**WIDE, "indent": "  "}),
    (INLINE + "x = {\n  $0\n\n[tool.other]\n", "key", AT, {**WIDE, "indent": "  "}),
    ("a = [{ ‹b$0› }]", "key", "a.0", {**IN}),
    ("a = [{ b = 1 }, { ‹c$0› }]", "key", "a.1", {**IN, "present": ()}),
]

VALUES: list[tuple[str, str, str, dict[str, Any]]] = [
    (X + "auth =$0", "value", AT + ".auth", {"equals": True}),
    (X + "auth = $0", "value", AT + ".auth", {"equals": True}),
    (X + "auth = $0\nref = 1\n", "value", AT + ".auth", {"equals": True}),
    (X + "auth = $0\r\nref = 1\r\n", "value", AT + ".auth", {"equals": True}),
    (X + "auth = $0 # why", "value", AT + ".auth", {"equals": True}),
    (X + "auth = ‹pri$0›", "value", AT + ".auth", {"equals": True}),
    (X + "auth = ‹pri$0›\nref = 1\n", "value", AT + ".auth", {"equals": True}),
    (X + "auth = ‹tr$0ue›", "value", AT + ".auth", {"equals": True}),
    (X + "auth = ‹true$0›", "value", AT + ".auth", {"equals": True}),
    (X + "auth = ‹12$0›", "value", AT + ".auth", {"equals": True}),
    (X + "auth = ‹1.$0›", "value", AT + ".auth", {"equals": True}),
    (X + "auth = ‹$0true›", "value", AT + ".auth", {"equals": True}),
    (X + 'auth = ‹$0"a"›', "value", AT + ".auth", {"equals": True}),
    (X + 'auth = "$0"', "value", AT + ".auth", {"equals": True, **STRING}),
    (X + 'auth = "$0', "value", AT + ".auth", {"equals": True, **TORN}),
    (X + 'auth = "‹pri$0›', "value", AT + ".auth", {"equals": True, **TORN}),
    (X + 'auth = "‹pri$0›\nref = "a"\n', "value", AT + ".auth", {"equals": True, **TORN}),
    (X + 'auth = "‹pri$0›\r\n[a]\r\n', "value", AT + ".auth", {"equals": True, **TORN}),
    (X + 'auth = "‹pri$0vate›" # why', "value", AT + ".auth", {"equals": True, **STRING}),
    (X + 'auth = "‹private$0›"', "value", AT + ".auth", {"equals": True, **STRING}),
    (X + "auth = '‹pri$0›'", "value", AT + ".auth", {"equals": True, "quote": "'", "closed": True}),
    (
        X + "auth = '‹C:\\$0›'",
        "value",
        AT + ".auth",
        {"equals": True, "quote": "'", "closed": True},
    ),
    (X + 'ref = "‹a\\"b$0c›"', "value", AT + ".ref", {"equals": True, **STRING, "prefix": 'a"b'}),
    (X + 'ref = "‹a\\u0041$0›"', "value", AT + ".ref", {"equals": True, **STRING, "prefix": "aA"}),
    (X + 'ref = "‹😀$0›"', "value", AT + ".ref", {"equals": True, **STRING}),
    (X + 'ref = "‹a # b$0›"', "value", AT + ".ref", {"equals": True, **STRING}),
    (
        X + 'ref = """‹a$0›"""',
        "value",
        AT + ".ref",
        {"equals": True, "quote": '"""', "closed": True},
    ),
    (
        X + 'ref = """\n[x]\n‹b = $0›\n"""\nauth = 1\n',
        "value",
        AT + ".ref",
        {"equals": True, "quote": '"""', "closed": True},
    ),
    (
        X + "ref = '''\n‹# b$0›'''",
        "value",
        AT + ".ref",
        {"equals": True, "quote": "'''", "closed": True, "prefix": "# b"},
    ),
    (X + 'ref = """$0', "value", AT + ".ref", {"equals": True, "quote": '"""'}),
    (X + "image.cmd = $0", "value", AT + ".image.cmd", {"equals": True, "notation": "dotted"}),
    (
        X + 'image.cmd = "‹p$0›"',
        "value",
        AT + ".image.cmd",
        {"equals": True, "notation": "dotted", **STRING},
    ),
    (
        X + '"a.b" = "$0"',
        "value",
        "",
        {"equals": True, **STRING, "path": ("tool", "fal", "apps", "x", "a.b")},
    ),
    ("[[a]]\n[[a]]\nb = $0", "value", "a.1.b", {"equals": True}),
    # in inline tables
    (INLINE + "x = { auth = $0 }", "value", AT + ".auth", {"equals": True, **IN}),
    (INLINE + "x = { auth =$0}", "value", AT + ".auth", {"equals": True, **IN}),
    (INLINE + "x = { auth = $0", "value", AT + ".auth", {"equals": True, **IN}),
    (INLINE + "x = { auth = ‹p$0› }", "value", AT + ".auth", {"equals": True, **IN}),
    (INLINE + 'x = { auth = "‹p$0›" }', "value", AT + ".auth", {"equals": True, **IN, **STRING}),
    (INLINE + 'x = { auth = "‹p$0›', "value", AT + ".auth", {"equals": True, **IN, **TORN}),
    (INLINE + 'x = { auth = "‹p$0› }', "value", AT + ".auth", {"equals": True, **IN, **TORN}),
    (
        INLINE + "x = { auth = $0, ref = 'a' }",
        "value",
        AT + ".auth",
        {"equals": True, **IN, "present": ("auth", "ref")},
    ),
    (
        INLINE + 'x = { auth = "‹p$0›, ref = 1 }',
        "value",
        AT + ".auth",
        {"equals": True, **IN, **TORN},
    ),
    (
        INLINE + "x = { ref = 'a', auth = ‹p$0› }\ny = { ref = 'b' }\n",
        "value",
        AT + ".auth",
        {"equals": True, **IN},
    ),
    (
        INLINE + "x = {\n  auth = $0\n}",
        "value",
        AT + ".auth",
        {"equals": True, **WIDE, "indent": "  "},
    ),
    (
        INLINE + 'x = {\n  auth = "‹p$0›",\n  ref = 1\n}',
        "value",
        AT + ".auth",
        {"equals": True, **WIDE, **STRING, "indent": "  "},
    ),
    (
        INLINE + 'x = {\n  auth = "‹p$0›\n  ref = 1\n}',
        "value",
        AT + ".auth",
        {"equals": True, **WIDE, **TORN, "indent": "  ", "comma_after": True},
    ),
    (
        INLINE + "x = { auth = $0 ref = 1 }",
        "value",
        AT + ".auth",
        {"equals": True, **IN, "comma_after": True},
    ),
]

ITEMS: list[tuple[str, str, str, dict[str, Any]]] = [
    (X + "regions = [$0]", "item", AT + ".regions.0", {**ARRAY, "present_items": ()}),
    (X + "regions = [ $0 ]", "item", AT + ".regions.0", {**ARRAY}),
    (X + "regions = [$0", "item", AT + ".regions.0", {**ARRAY}),
    (X + "regions = [$0\nauth = 1\n", "item", AT + ".regions.0", {**ARRAY}),
    (X + 'regions = ["$0"]', "item", AT + ".regions.0", {**ARRAY, **STRING, "present_items": ()}),
    (X + 'regions = ["$0', "item", AT + ".regions.0", {**ARRAY, **TORN}),
    (X + 'regions = ["‹us$0›', "item", AT + ".regions.0", {**ARRAY, **TORN}),
    (X + 'regions = ["‹us$0›]', "item", AT + ".regions.0", {**ARRAY, **TORN}),
    (X + "regions = [‹us$0›]", "item", AT + ".regions.0", {**ARRAY}),
    (X + "regions = ['a', $0]", "item", AT + ".regions.1", {**ARRAY, "present_items": ("a",)}),
    (X + "regions = ['a',$0]", "item", AT + ".regions.1", {**ARRAY}),
    (X + "regions = ['a', $0", "item", AT + ".regions.1", {**ARRAY}),
    (
        X + 'regions = ["a", "‹b$0›"]',
        "item",
        AT + ".regions.1",
        {**ARRAY, **STRING, "present_items": ("a",)},
    ),
    (
        X + 'regions = ["a", "‹$0b›", "c"]',
        "item",
        AT + ".regions.1",
        {**ARRAY, **STRING, "present_items": ("a", "c")},
    ),
    (X + 'regions = [‹$0"b"›]', "item", AT + ".regions.0", {**ARRAY, "present_items": ()}),
    (X + "regions = ['a' $0]", "item", AT + ".regions.1", {**ARRAY, "comma_before": True}),
    (X + "regions = ['a'$0]", "item", AT + ".regions.1", {**ARRAY, "comma_before": True}),
    (X + "regions = ['a'$0, 'b']", "item", AT + ".regions.1", {**ARRAY, "comma_before": True}),
    (
        X + "regions = ['a', $0, 'b']",
        "item",
        AT + ".regions.1",
        {**ARRAY, "present_items": ("a", "b")},
    ),
    (X + "regions = ['a',$0 'b']", "item", AT + ".regions.1", {**ARRAY, "comma_after": True}),
    (
        X + "regions = ['a', '‹b$0›' 'c']",
        "item",
        AT + ".regions.1",
        {**ARRAY, "quote": "'", "closed": True, "comma_after": True},
    ),
    (X + "regions = [$0 'b']", "item", AT + ".regions.0", {**ARRAY, "comma_after": True}),
    (X + "regions = [\n  $0\n]", "item", AT + ".regions.0", {**TALL, "indent": "  "}),
    (X + "regions = [\n$0\n]", "item", AT + ".regions.0", {**TALL}),
    (
        X + "regions = [\n  'a',\n  $0\n]",
        "item",
        AT + ".regions.1",
        {**TALL, "indent": "  ", "present_items": ("a",)},
    ),
    (X + "regions = [\r\n  'a',\r\n  $0\r\n]", "item", AT + ".regions.1", {**TALL, "indent": "  "}),
    (
        X + "regions = [\n  'a', # no, [\n  $0\n]",
        "item",
        AT + ".regions.1",
        {**TALL, "indent": "  "},
    ),
    (
        X + "regions = [\n  'a'\n  $0\n]",
        "item",
        AT + ".regions.1",
        {**TALL, "indent": "  ", "comma_before": True},
    ),
    (X + 'regions = [\n  "‹us$0›\n]', "item", AT + ".regions.0", {**TALL, **TORN, "indent": "  "}),
    (X + "r = [['a'], [$0]]", "item", AT + ".r.1.0", {**ARRAY, "present_items": ()}),
    (X + "r = [['a', $0]]", "item", AT + ".r.0.1", {**ARRAY, "present_items": ("a",)}),
    (X + "r = [['a'], $0]", "item", AT + ".r.1", {**ARRAY, "present_items": (["a"],)}),
    (X + "r = [[$0", "item", AT + ".r.0.0", {**ARRAY}),
    (X + "r = [ [ 'a' ] $0 ]", "item", AT + ".r.1", {**ARRAY, "comma_before": True}),
    (INLINE + 'x = { regions = ["‹u$0›"] }', "item", AT + ".regions.0", {**ARRAY, **STRING}),
    (INLINE + 'x = { regions = ["‹u$0›', "item", AT + ".regions.0", {**ARRAY, **TORN}),
    (INLINE + "x = { regions = [$0 }", "item", AT + ".regions.0", {**ARRAY}),
    (INLINE + "x = {\n  regions = [$0]\n}", "item", AT + ".regions.0", {**ARRAY, "indent": "  "}),
    (X + "image.cmd = ['a', ‹b$0›]", "item", AT + ".image.cmd.1", {**ARRAY}),
]

HEADER = {"notation": "header"}
SHUT = {"notation": "header", "header_closed": True}
HEADERS: list[tuple[str, str, str, dict[str, Any]]] = [
    ("[$0", "header", "", {**HEADER}),
    ("[$0]", "header", "", {**SHUT}),
    ("[ $0 ]", "header", "", {**SHUT}),
    ("[$0\na = 1\n", "header", "", {**HEADER}),
    ("[‹to$0›", "header", "", {**HEADER}),
    ("[‹to$0›]", "header", "", {**SHUT, "present": ()}),
    ("[tool.$0", "header", "tool", {**HEADER, "dots": (5,), "typed": ("tool",)}),
    ("[tool.$0]", "header", "tool", {**SHUT}),
    ("[tool.fal.apps.‹x$0›]", "header", "tool.fal.apps", {**SHUT, "dots": (5, 9, 14)}),
    ("[tool.fal.apps.x.‹ima$0›]", "header", AT, {**SHUT}),
    ("[tool.fal.apps.x.‹ima$0›", "header", AT, {**HEADER}),
    ("[tool.fal.apps.x.‹ima$0›\nauth = 1\n", "header", AT, {**HEADER}),
    ("[tool.fal.apps.x.$0]\n" + X + "a = 1", "header", AT, {**SHUT, "present": ("a",)}),
    (X + "a = 1\n[tool.fal.apps.x.‹i$0›]", "header", AT, {**SHUT, "present": ("a",)}),
    (
        X + "[tool.fal.apps.x.image]\n[tool.fal.apps.x.‹h$0›]",
        "header",
        AT,
        {**SHUT, "present": ("image",)},
    ),
    ("[tool.‹f$0al›.apps.x]", "header", "tool", {**SHUT, "following": ("apps", "x")}),
    ("[tool.‹$0fal›.apps.x]", "header", "tool", {**SHUT}),
    ("[tool . ‹f$0› ]", "header", "tool", {**SHUT, "dots": (6,)}),
    ("  [tool.‹f$0›]", "header", "tool", {**SHUT, "indent": "  "}),
    ('[tool.fal.apps."‹a b$0›"]', "header", "tool.fal.apps", {**SHUT, **STRING}),
    ('[tool.fal.apps."‹a$0›', "header", "tool.fal.apps", {**HEADER, "quote": '"'}),
    ("[tool.fal.apps.'‹a$0›", "header", "tool.fal.apps", {**HEADER, "quote": "'"}),
    ("[[$0", "header", "", {"notation": "array-header"}),
    ("[[$0]]", "header", "", {"notation": "array-header", "header_closed": True}),
    ("[[tool.‹f$0›]]", "header", "tool", {"notation": "array-header", "header_closed": True}),
    ("[[tool.‹f$0›]", "header", "tool", {"notation": "array-header"}),
    ("[[a]]\n[[a]]\n[a.‹b$0›]", "header", "a.1", {**SHUT}),
    ("a = 1\r\n[tool.‹f$0›\r\nb = 1\r\n", "header", "tool", {**HEADER}),
    (X + 'ref = "a"\n[$0\n[tool.other]\n', "header", "", {**HEADER}),
    (X + "regions = [\n'a',\n[tool.‹f$0›]\n", "header", "tool", {**SHUT}),
]

COMMENTS_AND_NOTHING: list[tuple[str, str, str, dict[str, Any]]] = [
    ("‹#$0›", "comment", "", {"prefix": ""}),
    ("‹# a$0 b›\n", "comment", "", {"prefix": " a"}),
    (X + "‹# fal-lsp: ignore[$0›\n", "comment", AT, {"prefix": " fal-lsp: ignore["}),
    (X + "auth = 1 ‹# a$0›\n", "comment", AT, {"prefix": " a"}),
    ("[tool.fal] ‹#$0 a›\r\n", "comment", "tool.fal", {"prefix": ""}),
    (INLINE + "x = { a = 1 ‹# b$0›\n}", "comment", AT, {**WIDE, "prefix": " b"}),
    (X + "r = [ # ‹›\n]".replace("# ‹›", "‹# $0›"), "comment", AT + ".r", {**TALL, "prefix": " "}),
    (X + '‹# auth = "$0›', "comment", AT, {"prefix": ' auth = "'}),
    (X + "auth = 1 $0", "none", AT, {}),
    (X + 'auth = "a"$0', "none", AT, {}),
    (X + 'auth = "a" $0 # b', "none", AT, {}),
    (X + "auth $0", "none", AT, {}),
    (X + "auth $0= 1", "none", AT, {}),
    (X + "r = []$0", "none", AT, {}),
    (X + "r = {} $0", "none", AT, {}),
    ("[a]$0", "none", "a", {}),
    ("[a] $0\n", "none", "a", {}),
    ("$0[a]", "none", "a", {}),
    (INLINE + "x = { a $0 }", "none", AT, {**IN}),
    (X + 'auth = 1 "$0', "none", AT, {}),
]


@pytest.mark.parametrize(("marked", "place", "dotted", "expected"), BLANK_LINES)
def test_a_blank_line_is_in_the_table_above(
    marked: str, place: str, dotted: str, expected: dict[str, Any]
) -> None:
    check(marked, place, dotted, **expected)


@pytest.mark.parametrize(("marked", "place", "dotted", "expected"), KEYS)
def test_a_key_is_typed(marked: str, place: str, dotted: str, expected: dict[str, Any]) -> None:
    check(marked, place, dotted, **expected)


@pytest.mark.parametrize(("marked", "place", "dotted", "expected"), VALUES)
def test_a_value_is_typed(marked: str, place: str, dotted: str, expected: dict[str, Any]) -> None:
    check(marked, place, dotted, **expected)


@pytest.mark.parametrize(("marked", "place", "dotted", "expected"), ITEMS)
def test_an_item_is_typed(marked: str, place: str, dotted: str, expected: dict[str, Any]) -> None:
    check(marked, place, dotted, **expected)


@pytest.mark.parametrize(("marked", "place", "dotted", "expected"), HEADERS)
def test_a_header_is_typed(marked: str, place: str, dotted: str, expected: dict[str, Any]) -> None:
    check(marked, place, dotted, **expected)


@pytest.mark.parametrize(("marked", "place", "dotted", "expected"), COMMENTS_AND_NOTHING)
def test_nothing_can_be_typed(
    marked: str, place: str, dotted: str, expected: dict[str, Any]
) -> None:
    check(marked, place, dotted, **expected)


# --- what an offset lies on ---------------------------------------------------------------------

SPOTS = [
    # the text with the cursor in the span that is answered, the part, the path
    ("‹a$0b› = 1", "key", "ab"),
    ("‹$0ab› = 1", "key", "ab"),
    ("‹ab$0› = 1", "key", "ab"),
    ("ab = ‹1$02›", "value", "ab"),
    ("ab = ‹$012›", "value", "ab"),
    ("ab = ‹12$0›", "value", "ab"),
    ("ab = ‹'x$0'› # c", "value", "ab"),
    ("‹ab$0›.cd = 1", "key", "ab"),
    ("ab.‹c$0d› = 1", "key", "ab.cd"),
    ("ab.‹$0cd› = 1", "key", "ab.cd"),
    ("ab.cd = ‹1$0›", "value", "ab.cd"),
    ("[‹to$0ol›.fal]", "key", "tool"),
    ("[tool.‹$0fal›]", "key", "tool.fal"),
    ("[tool.‹fal$0›]", "key", "tool.fal"),
    ("[tool.fal]\n‹a$0› = 1", "key", "tool.fal.a"),
    ("[tool.fal]\r\na = 1\r\n‹b$0› = 1", "key", "tool.fal.b"),
    ("[[‹a$0›]]\n[[a]]", "key", "a"),
    ("[[a]]\n[[a]]\n‹b$0› = 1", "key", "a.1.b"),
    ("[[a]]\n[[a]]\n[‹a$0›.b]", "key", "a"),
    ("[[a]]\n[[a]]\n[a.‹b$0›]", "key", "a.1.b"),
    ("x = { ‹a$0› = 1 }", "key", "x.a"),
    ("x = { a = ‹1$0› }", "value", "x.a"),
    ("x = { a.‹b$0› = 1 }", "key", "x.a.b"),
    ("x = ‹{$0 a = 1 }›", "value", "x"),
    ("x = ‹{ a =$0 1 }›", "value", "x"),
    ("x = ‹[ $0 1 ]›", "value", "x"),
    ("x = [‹1$0›, 2]", "item", "x.0"),
    ("x = [1, ‹'a$0'›]", "item", "x.1"),
    ("x = [1, [2, ‹3$0›]]", "item", "x.1.1"),
    ("x = [{ a = [‹1$0›] }]", "item", "x.0.a.0"),
    ("x = [\n  1, # c\n  ‹2$0›,\n]", "item", "x.1"),
    ("😀 = 1\n".replace("😀", "'😀'") + "‹a$0› = 1", "key", "a"),
    ("a =$0 1", None, ""),
    ("a = 1 # $0c", None, ""),
    ("a = 1\n$0\nb = 1", None, ""),
    ("[a] $0# c", None, ""),
    ("$0", None, ""),
    ("a =$0", None, ""),
]


@pytest.mark.parametrize(("marked", "part", "dotted"), SPOTS)
def test_path_at(marked: str, part: str | None, dotted: str) -> None:
    text, offset, span = read(marked)
    spot = path_at(parse(text), offset)
    assert spot == (None if part is None else (path(dotted), part, span))


# --- properties ---------------------------------------------------------------------------------

TEXTS = sorted({case.text for case in cases() if len(case.text) < 5_000})


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_any_offset_of_any_cut_text_has_a_place(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(TEXTS))
    text = text[: data.draw(st.integers(0, len(text)))]
    offset = data.draw(st.integers(-1, len(text) + 1))
    sound(parse(text), offset)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="[]{}\"'=.,#\\ab1 \n\r\t😀\u2028\ufeff", max_size=60), st.integers(0, 60))
def test_any_offset_of_any_text_has_a_place(text: str, offset: int) -> None:
    sound(parse(text), offset)


def sound(document: Document, offset: int) -> None:
    cursor = cursor_at(document, offset)
    start, end = cursor.span
    assert 0 <= start <= cursor.offset <= end <= len(document.text)
    assert "\n" not in document.text[start:end]
    spot = path_at(document, offset)
    if spot:
        assert spot.span.start <= offset <= spot.span.end


HOST = """\
[project]
name = "x"
dependencies = [
  "a",
  # a comment ] here
  "b",
]

[tool.fal.apps]
one = { ref = "src/one.py::One", auth = "private", regions = ["us-east", "eu-west"] }
two = {
  ref = "src/two.py::Two", # why {
  image = { dockerfile = "Dockerfile", build_args = { A = "1" } },
  machine_type = ["GPU-H100",
    "GPU-A100"],
}
three.ref = "three.py"
three.image.cmd = ["a", "b"]

[tool.fal.apps.four]
ref = 'four.py::Four'
doc = \"\"\"
a "quote" = 'x'
\"\"\"
keep_alive = 10

[tool.fal.apps.four.image]
dockerfile = "D"

  [tool.fal.apps.five] # indented
  ref = "five.py"
  name = "it's"

[[tool.other.list]]
a = 1

[[tool.other.list]]
a = 2
"""

TYPED = [
    # what is typed, and after each piece the table that the cursor is in below the one above
    [('auth = "private"', "")],
    [("keep_alive = 300 # s", "")],
    [("image", ""), (".", "image"), ("dockerfile", "image"), (" ", ""), ("=", "image")],
    [("health_check = ", ""), ("{ path = '/x', timeout_seconds = 5 ", "health_check"), ("}", "")],
    [
        ("x = ", ""),
        ("{ a = 1, ", "x"),
        ("image = ", "x"),
        ("{ cmd = ['a', \"b\"] ", "x.image"),
        ("} ", "x"),
    ],
    [("y = ", ""), ('{\n  ref = "a.py::A", # why\n  image = ', "y"), ("{ A = 1 ", "y.image")],
    [("regions = [\n  \"us-east\",\n  'eu-west',\n]\n", "")],
    [("requirements = [['a'], [\"b>=1\", 'c']]", "")],
    [('text = """\nlong [x]\nwords\n"""', "")],
    [("'a key' = 1\n", ""), ("b", "")],
]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("pieces", TYPED, ids=lambda pieces: pieces[0][0])
def test_the_table_stays_right_while_a_statement_is_typed(
    pieces: list[tuple[str, str]], newline: str
) -> None:
    host = HOST.replace("\n", newline)
    whole = parse(host)
    for line in range(len(whole.lines.starts)):
        start = whole.lines.starts[line]
        above = cursor_at(whole, start)
        if above.notation != "table" or above.place not in ("blank", "key"):
            continue
        typed = ""
        for piece, below in pieces:
            first = len(typed)
            typed += piece.replace("\n", newline)
            for end in range(first + 1, len(typed) + 1):
                if typed[:end].endswith("\r"):
                    continue
                text = host[:start] + typed[:end] + newline + host[start:]
                cursor = cursor_at(parse(text, whole), start + end)
                assert table(cursor) == above.path + path(below), text[start - 40 : start + end]


def table(cursor: Cursor) -> tuple[str | int, ...]:
    """The table that the cursor is in."""
    if cursor.place == "value":
        return cursor.path[:-1]
    found = cursor.path
    if cursor.notation == "array":
        while isinstance(found[-1], int):
            found = found[:-1]
        return found[:-1]
    return found
