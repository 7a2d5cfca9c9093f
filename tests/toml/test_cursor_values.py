"""The place under the cursor where values and items are typed, whole and half-typed."""

from __future__ import annotations

from typing import Any

import pytest

from tests.toml.cursor_checks import (
    ARRAY,
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
    (X + 'auth = "$0', "value", AT + ".auth", {"equals": True, **OPEN}),
    (X + 'auth = "‹pri$0›', "value", AT + ".auth", {"equals": True, **OPEN}),
    (X + 'auth = "‹pri$0›\nref = "a"\n', "value", AT + ".auth", {"equals": True, **OPEN}),
    (X + 'auth = "‹pri$0›\r\n[a]\r\n', "value", AT + ".auth", {"equals": True, **OPEN}),
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
    # a string whose key is missing
    ('= $0"a"', "none", "", {}),
    (X + '= $0"a"', "none", AT, {}),
    ('[[a]]\n= $0"a"', "none", "a.0", {}),
    # in inline tables
    (INLINE + "x = { auth = $0 }", "value", AT + ".auth", {"equals": True, **IN}),
    (INLINE + "x = { auth =$0}", "value", AT + ".auth", {"equals": True, **IN}),
    (INLINE + "x = { auth = $0", "value", AT + ".auth", {"equals": True, **IN}),
    (INLINE + "x = { auth = ‹p$0› }", "value", AT + ".auth", {"equals": True, **IN}),
    (INLINE + 'x = { auth = "‹p$0›" }', "value", AT + ".auth", {"equals": True, **IN, **STRING}),
    (INLINE + 'x = { auth = "‹p$0›', "value", AT + ".auth", {"equals": True, **IN, **OPEN}),
    (INLINE + 'x = { auth = "‹p$0› }', "value", AT + ".auth", {"equals": True, **IN, **OPEN}),
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
        {"equals": True, **IN, **OPEN},
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
        {"equals": True, **WIDE, **OPEN, "indent": "  ", "comma_after": True},
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
    (X + 'regions = ["$0', "item", AT + ".regions.0", {**ARRAY, **OPEN}),
    (X + 'regions = ["‹us$0›', "item", AT + ".regions.0", {**ARRAY, **OPEN}),
    (X + 'regions = ["‹us$0›]', "item", AT + ".regions.0", {**ARRAY, **OPEN}),
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
    (
        X + 'regions = [$0"b"]',
        "item",
        AT + ".regions.0",
        {**ARRAY, "present_items": ("b",), "comma_after": True},
    ),
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
    (
        X + 'regions = [\n  "‹us$0›\n]',
        "item",
        AT + ".regions.0",
        {**TALL, **OPEN, "indent": "  "},
    ),
    (X + "r = [['a'], [$0]]", "item", AT + ".r.1.0", {**ARRAY, "present_items": ()}),
    (X + "r = [['a', $0]]", "item", AT + ".r.0.1", {**ARRAY, "present_items": ("a",)}),
    (X + "r = [['a'], $0]", "item", AT + ".r.1", {**ARRAY, "present_items": (["a"],)}),
    (X + "r = [[$0", "item", AT + ".r.0.0", {**ARRAY}),
    (X + "r = [ [ 'a' ] $0 ]", "item", AT + ".r.1", {**ARRAY, "comma_before": True}),
    (INLINE + 'x = { regions = ["‹u$0›"] }', "item", AT + ".regions.0", {**ARRAY, **STRING}),
    (INLINE + 'x = { regions = ["‹u$0›', "item", AT + ".regions.0", {**ARRAY, **OPEN}),
    (INLINE + "x = { regions = [$0 }", "item", AT + ".regions.0", {**ARRAY}),
    (INLINE + "x = {\n  regions = [$0]\n}", "item", AT + ".regions.0", {**ARRAY, "indent": "  "}),
    (X + "image.cmd = ['a', ‹b$0›]", "item", AT + ".image.cmd.1", {**ARRAY}),
]


@pytest.mark.parametrize(("marked", "place", "dotted", "expected"), VALUES)
def test_a_value_is_typed(marked: str, place: str, dotted: str, expected: dict[str, Any]) -> None:
    check(marked, place, dotted, **expected)


@pytest.mark.parametrize(("marked", "place", "dotted", "expected"), ITEMS)
def test_an_item_is_typed(marked: str, place: str, dotted: str, expected: dict[str, Any]) -> None:
    check(marked, place, dotted, **expected)
