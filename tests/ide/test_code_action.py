"""What can be done at the cursor: the text before with `$0`, the action, the whole text after."""

from __future__ import annotations

import pytest
import tomli
from fal_lsp.ide.code_action import code_action
from fal_lsp.lint.check import check
from fal_lsp.text import Span
from fal_lsp.toml import parse
from fal_lsp.toml.edits import apply

HEAD = '[tool.fal.apps.x]\nref = "src/app.py::X"\n'


def actions(marked: str, kind: str = "") -> dict[str, str]:
    """The titles on offer at the cursor, each with the text after it."""
    offset = marked.index("$0")
    text = marked.replace("$0", "")
    document = parse(text)
    found = code_action(document, Span(offset, offset), check(document))
    return {
        action.title: apply(text, action.edits)
        for action in found
        if action.kind == kind or not kind
    }


@pytest.mark.parametrize(
    ("before", "title", "after"),
    [
        ("keep_aliv$0e_ = 5", "Rename to `keep_alive`", "keep_alive = 5"),
        ('keep_alive = "3$000"', "Change to `300`", "keep_alive = 300"),
        ("python_version = 3.1$00", 'Change to `"3.10"`', 'python_version = "3.10"'),
        (
            "name = 2026-01-01 07:3$02:00Z",
            'Change to `"2026-01-01 07:32:00Z"`',
            'name = "2026-01-01 07:32:00Z"',
        ),
        ('auth = "$0Private" # who', "Change to `private`", 'auth = "private" # who'),
        (
            "no_scale$0 = true",
            "Change to `app_scale_settings = false`",
            "app_scale_settings = false",
        ),
        ('app_files_ignore = ["*.p$0yc"]\napp_files = ["a"]', "Change to `\\.pyc$`", None),
        ("auth = 'publ$0c'", "Change to `public`", "auth = 'public'"),
        ("regions = ['us-$0eest']", "Change to `us-east`", "regions = ['us-east']"),
        ("auth = pri$0vate", 'Change to `"private"`', 'auth = "private"'),
        ("machine_type$0: 'M'", "Change to `=`", "machine_type = 'M'"),
        ("regions = ['us-east' 'us-$0west']", "Add `,`", "regions = ['us-east', 'us-west']"),
        ("regions = $0['us-west'", "Add `]`", "regions = ['us-west']"),
        ("# 🦅\u2028\nkeep_alive = 3$0.0", "Change to `3`", "# 🦅\u2028\nkeep_alive = 3"),
    ],
)
def test_a_quick_fix(before: str, title: str, after: str | None) -> None:
    found = actions(HEAD + before + "\n", "quickfix")
    assert title in found
    if after is not None:
        assert found[title] == HEAD + after + "\n"


def test_a_misplaced_key_moves_to_its_table() -> None:
    found = actions('[tool.fal.apps.x]\nexposed_port = 1\ndocker$0file = "D"\n')
    title = next(title for title in found if title.startswith("Move `dockerfile`"))
    assert tomli.loads(found[title])["tool"]["fal"]["apps"]["x"] == {
        "exposed_port": 1,
        "image": {"dockerfile": "D"},
    }


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "[fal$0.apps.a]\nref = 'a.py'\n[x]\n[fal.apps.a.image] # i\n"
            "[fal.apps.b]\nref = 'b.py'\n",
            "[tool.fal.apps.a]\nref = 'a.py'\n[x]\n[tool.fal.apps.a.image] # i\n"
            "[tool.fal.apps.b]\nref = 'b.py'\n",
        ),
        (
            "[fal$0]\nx = 1\n[fal.apps]\na = { ref = 'a.py' }\n",
            "[fal]\nx = 1\n[tool.fal.apps]\na = { ref = 'a.py' }\n",
        ),
        (
            "[tool.fal.apps.a]\nref = 'a.py'\n[fal$0.apps.b]\nref = 'b.py'\n",
            "[tool.fal.apps.a]\nref = 'a.py'\n[tool.fal.apps.b]\nref = 'b.py'\n",
        ),
    ],
)
def test_apps_move_below_tool_with_all_their_tables(before: str, after: str) -> None:
    assert actions(before, "quickfix")["Move its apps to `[tool.fal.apps]`"] == after


def test_both_sides_of_a_conflict_can_go() -> None:
    found = actions("[tool.fal.apps.x]\nre$0f = 'a.py'\npython_entry_point = 'a:B'\n")
    assert {"Remove `ref`", "Remove `python_entry_point`"} <= set(found)


@pytest.mark.parametrize(
    ("line", "after"),
    [
        ("keep_alive = -$01", "keep_alive = -1  # fal-lsp: ignore[negative-value]"),
        ("keep_alive = -$01 # why", "keep_alive = -1 # why  # fal-lsp: ignore[negative-value]"),
        (
            "keep_alive = -$01 # fal-lsp: ignore[unknown-key]",
            "keep_alive = -1 # fal-lsp: ignore[unknown-key, negative-value]",
        ),
    ],
)
def test_ignoring_a_rule_on_its_line(line: str, after: str) -> None:
    found = actions(HEAD + line + "\n")
    assert found["Ignore `negative-value` on this line"] == HEAD + after + "\n"
    assert check(parse(HEAD + after + "\n")) == ()


def test_what_cannot_be_ignored_is_not_offered_to_be() -> None:
    assert not [title for title in actions("[tool.fal.apps.x]\nref = $0yes\n") if "Ignore" in title]


def test_fix_all_makes_every_safe_fix_and_no_other() -> None:
    text = HEAD + '$0keep_alive = "300"\nauth = "Private"\nno_scale = true\nmachine_typ = "S"\n'
    (after,) = actions(text, "source.fixAll.fal-lsp").values()
    assert after == (
        HEAD + 'keep_alive = 300\nauth = "private"\napp_scale_settings = false\nmachine_typ = "S"\n'
    )


def test_fix_all_goes_on_with_what_the_fixes_make_possible() -> None:
    (after,) = actions(HEAD + '$0no_scale = "true" # 🦅\n', "source.fixAll.fal-lsp").values()
    assert after == HEAD + "app_scale_settings = false # 🦅\n"


IMAGE = "[tool.fal.apps.x]\nexposed_port = 1\n\n[tool.fal.apps.x.image]\n"

# What a finding is repaired with: the titles, without that of ignoring it; the first is preferred.
OFFERS = [
    # A way out of a conflict that leads into the next one is none.
    (IMAGE + 'build_ar$0gs = { A = "1" }\nimage = "a"\n', ["Remove `build_args`"]),
    (
        IMAGE + 'build_args = { A = "1" }\nimage = "a"\ndockerfi$0le = "D"\n',
        ["Remove `image`"],
    ),
    (IMAGE + 'image = "a"\ndockerfi$0le = "D"\n', ["Remove `dockerfile`", "Remove `image`"]),
    ("[tool.fal.apps.x]\napp_fi$0les = ['.']\nimage.image = 'a'\n", ["Remove `app_files`"]),
    (HEAD + "app_fi$0les = ['.']\nimage.image = 'a'\n", ["Remove `app_files`", "Remove `image`"]),
    (HEAD + "no_sca$0le = true\napp_scale_settings = true\n", ["Remove `no_scale`"]),
    # What is added fits the keys that are there.
    (
        "[tool.fal.apps.x.im$0age]\nbuild_args = { A = '1' }\n",
        ['Add `dockerfile = "Dockerfile"`'],
    ),
    (
        "[tool.fal.apps.x$0]\nauth = 'public'\n",
        [
            'Add `ref = "src/app.py::MyApp"`',
            'Add `python_entry_point = "my_package.server:ImageGenerator"` '
            'and `requirements = ["."]`',
        ],
    ),
    # A key does not move to where it is in the way.
    (HEAD + "image = { dockerfile = 'D', targ$0et = 'prod' }\n", ["Remove `target`"]),
    # Values are written as a person would.
    ("[tool.fal.apps]\nx = $0'src/app.py::X'\n", ['Change to `{ ref = "src/app.py::X" }`']),
]


@pytest.mark.parametrize(("marked", "titles"), OFFERS)
def test_repairs_that_lead_to_no_new_mistake(marked: str, titles: list[str]) -> None:
    found = [title for title in actions(marked, "quickfix") if not title.startswith("Ignore")]
    assert found == titles


def test_an_entry_point_comes_with_its_package() -> None:
    found = actions("[tool.fal.apps.x]\nref = 'a$0.b:C'\n", "quickfix")
    after = "[tool.fal.apps.x]\npython_entry_point = 'a.b:C'\nrequirements = [\".\"]\n"
    assert found["Convert to `python_entry_point`"] == after
    assert check(parse(after)) == ()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "[tool.fal.apps]\nx$0 = { ref = 'a.py', auth = 'public' }\n",
            "[tool.fal.apps.x]\nref = 'a.py'\nauth = 'public'\n",
        ),
        (
            HEAD + "[tool.fal.apps.x.health_check]\npath$0 = '/h'\n",
            HEAD + "health_check = { path = '/h' }\n",
        ),
    ],
)
def test_between_inline_table_and_header(before: str, after: str) -> None:
    found = actions(before, "refactor.rewrite")
    assert len(found) == 1
    (text,) = found.values()
    assert tomli.loads(text) == tomli.loads(after)
    assert (" = {" in text) == (" = {" in after)


@pytest.mark.parametrize("marked", ["$0", "[proj$0ect]\nname = 'x'\n", HEAD + "# $0comment\n"])
def test_nothing_to_do(marked: str) -> None:
    assert not [title for title in actions(marked) if "table" not in title]


def test_the_page_of_a_rule_can_be_shown() -> None:
    text = HEAD + "keep_alive = -1\nauht = 1\n"
    document, found = parse(text), check(parse(text))
    span = Span(text.index("auht"), text.index("auht"))
    plain = code_action(document, span, found)
    more = code_action(document, span, found, explains=True)
    (page,) = [each for each in more if each not in plain]
    assert (page.title, page.explains, page.edits) == ("Explain `unknown-key`", "unknown-key", ())
    assert "## What it does" in page.page


def test_a_diagnostic_that_the_editor_names_is_fixed_wherever_the_cursor_is() -> None:
    document = parse(
        "[tool.fal.apps]\na = { exposed_port = 80, image.image = 'a', atuh = 'public' }\n"
    )
    found = check(document)
    (named,) = (item.span for item in found if item.rule == "unknown-key")
    start = Span(16, 16)
    titles = {action.title for action in code_action(document, start, found, chosen={named})}
    assert "Rename to `auth`" in titles
    assert "Rename to `auth`" not in {each.title for each in code_action(document, start, found)}
