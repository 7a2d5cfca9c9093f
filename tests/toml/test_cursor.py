"""The place under the cursor where keys, headers and nothing are typed, whole and half-typed."""

from __future__ import annotations

from typing import Any

import pytest
from fal_lsp.toml import parse
from fal_lsp.toml.cursor import cursor_at

from tests.toml.cursor_checks import (
    AT,
    IN,
    INLINE,
    OPEN,
    STRING,
    TALL,
    WIDE,
    X,
    check,
)

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
    (X + '$0 "num" = 1', "key", AT, {"present": ("num",)}),
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
    (X + '"‹nu$0›', "key", AT, {**OPEN}),
    (X + '"‹nu$0›"', "key", AT, {**STRING}),
    (X + "'‹nu$0›' = 1", "key", AT, {"quote": "'", "closed": True, "equals": True}),
    (X + '"$0"', "key", AT, {**STRING}),
    (X + '"$0', "key", AT, {**OPEN}),
    (X + '"‹a\\tb$0›"', "key", AT, {**STRING, "prefix": "a\tb"}),
    (X + '"‹ht$0›\nauth = 1', "key", AT, {**OPEN, "present": ("auth",)}),
    # inline tables on one line
    (INLINE + "x = {$0}", "key", AT, {**IN, "present": ()}),
    (INLINE + "x = { $0 }", "key", AT, {**IN}),
    (INLINE + "x = {$0", "key", AT, {**IN}),
    (INLINE + "x = { $0", "key", AT, {**IN}),
    (INLINE + "x = { ‹nu$0›", "key", AT, {**IN}),
    (INLINE + "x = { ‹nu$0› }", "key", AT, {**IN}),
    (INLINE + "x = { ‹nu$0› = 1 }", "key", AT, {**IN, "equals": True, "present": ()}),
    (INLINE + 'x = {$0 "b" = 1 }', "key", AT, {**IN, "comma_after": True, "present": ("b",)}),
    (INLINE + "x = { $0 'b': 1 }", "key", AT, {**IN, "comma_after": True, "present": ("b",)}),
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
    (INLINE + 'x = { "‹n$0› }', "key", AT, {**IN, **OPEN}),
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


@pytest.mark.parametrize(("marked", "place", "dotted", "expected"), HEADERS)
def test_a_header_is_typed(marked: str, place: str, dotted: str, expected: dict[str, Any]) -> None:
    check(marked, place, dotted, **expected)


@pytest.mark.parametrize(("marked", "place", "dotted", "expected"), COMMENTS_AND_NOTHING)
def test_nothing_can_be_typed(
    marked: str, place: str, dotted: str, expected: dict[str, Any]
) -> None:
    check(marked, place, dotted, **expected)


# --- what an offset lies on ---------------------------------------------------------------------
