"""Completes at `$0` and checks in every result what editors rely on; documents to complete in.

Editors compare `filter_text` (or the label) with the text of the edit's span up to the cursor, and
hide what doesn't match; the span must be on the line of the cursor and contain it. Knows no key
but those of the reference's examples.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from fal_lsp.ide.completion import completion
from fal_lsp.ide.completion.ranking import compared
from fal_lsp.ide.types import TRIGGERS, Completion
from fal_lsp.project import Project
from fal_lsp.toml import parse
from fal_lsp.toml.edits import apply
from fal_lsp.toml.types import TextEdit

_TABSTOP = re.compile(
    r"\\(?P<escaped>[$\\}])"
    r"|\$\{\d+:(?P<text>(?:[^}\\]|\\.)*)\}"
    r"|\$\{\d+\|(?P<choices>(?:[^|\\]|\\.)*)\|\}"
    r"|\$\d+"
)
_ESCAPED = re.compile(r"\\([$\\},|])")


def read(marked: str) -> tuple[str, int]:
    """The text and the offset of `$0` in it."""
    offset = marked.index("$0")
    return marked[:offset] + marked[offset + 2 :], offset


def suggestions(
    marked: str, *, project: Project | None = None, snippets: bool = False
) -> list[Completion]:
    """The suggestions at `$0`, once they have been checked."""
    text, offset = read(marked)
    items = completion(parse(text), offset, project=project, snippets=snippets)
    check_sound(text, offset, items, snippets)
    return list(items)


def check_sound(
    text: str, offset: int, items: Sequence[Completion], snippets: bool = False
) -> None:
    """What is true of every result."""
    for item in items:
        start, end = item.edit.span
        assert start <= offset <= end, item
        assert not set("\r\n") & set(text[start:end]), item
        # An editor does not read escapes, so it hides what is typed with some.
        typed = text[start:offset]
        found = compared(item.filter_text or item.label, typed)
        assert "\\" in typed or fits(typed, found), item
        assert not any(fits(typed + key, found) for key in TRIGGERS if key not in typed + " "), item
        assert snippets or not item.snippet, item
        # Two edits of one item never touch, and an editor makes this one first.
        assert all(extra.span.end < start for extra in item.also), item
        for line in (item.label, item.detail, item.description):
            assert line.isprintable(), item
    labels = [item.label for item in items]
    assert len(labels) == len(set(labels)), labels


def fits(typed: str, candidate: str) -> bool:
    """Whether an editor shows the candidate for the typed text: its letters occur in order."""
    letters = iter(candidate.lower())
    return all(letter in letters for letter in typed.strip().lower())


def written(item: Completion) -> str:
    """The text that an editor inserts before anything is typed into its places."""

    def fill(match: re.Match[str]) -> str:
        if match["escaped"]:
            return match["escaped"]
        if match["choices"]:
            first = re.split(r"(?<!\\),", match["choices"])[0]
            return _ESCAPED.sub(r"\1", first)
        return _ESCAPED.sub(r"\1", match["text"] or "")

    return _TABSTOP.sub(fill, item.edit.text) if item.snippet else item.edit.text


def applied(text: str, item: Completion) -> str:
    """The text once the suggestion is accepted."""
    edit = TextEdit(item.edit.span, written(item))
    return apply(text, (*item.also, edit))


def check_completion(
    marked: str,
    expected: str,
    *,
    project: Project | None = None,
    snippets: bool = False,
    separator: str = " ",
) -> None:
    """The labels at `$0`: all of them, or the first ones where `...` is at the end.

    A word `!label` at the end says that this label must not be there at all.
    """
    labels = [item.label for item in suggestions(marked, project=project, snippets=snippets)]
    words = expected.split(separator) if expected else []
    banned = [word[1:] for word in words if word.startswith("!")]
    wanted = [word for word in words if not word.startswith("!")]
    if wanted[-1:] == ["..."]:
        wanted.pop()
        labels_seen = labels[: len(wanted)]
    else:
        labels_seen = labels
    assert labels_seen == wanted, labels
    assert not set(banned) & set(labels)


def check_completion_edit(
    marked: str,
    label: str,
    after: str,
    *,
    project: Project | None = None,
    snippets: bool = False,
) -> None:
    """The whole text once the suggestion `label` is accepted; a snippet's places are left in it."""
    text, _ = read(marked)
    items = suggestions(marked, project=project, snippets=snippets)
    item = next((item for item in items if item.label == label), None)
    assert item is not None, [item.label for item in items]
    assert apply(text, (*item.also, item.edit)) == after


# --- Documents ------------------------------------------------------------------------------------

# A frame is a place where the keys of an app go; `@` is replaced with what is typed there.
FRAMES = {
    "table": "[tool.fal.apps.x]\n@\n",
    "table at the end": "[tool.fal.apps.x]\n@",
    "table before another": "[tool.fal.apps.x]\n@\n\n[tool.other]\na = 1\n",
    "table, indented": "[tool.fal.apps.x]\n  @\n",
    "table, CRLF": "[tool.fal.apps.x]\r\n@\r\n\r\n[tool.other]\r\n",
    "table before a pair": '[tool.fal.apps.x]\n@\nteam = "t"\n',
    "table with a comment": "[tool.fal.apps.x]\n@ # why 🎨\n",
    "table of a quoted app": '[tool.fal.apps."my app"]\n@\n',
    "table below garbage": "[tool.fal.apps.y]\nauth = \n= 3\n[tool.fal.apps.x]\n@\n",
    "table above garbage": '[tool.fal.apps.x]\n@\n\n[tool.fal.apps.y]\nauth = "pri\n',
    "dotted": "[tool.fal.apps]\nx.@\n",
    "dotted from the top": "tool.fal.apps.x.@\n",
    "dotted in [tool.fal]": "[tool.fal]\napps.x.@\n",
    "inline": "[tool.fal.apps]\nx = { @ }\n",
    "inline, narrow": "[tool.fal.apps]\nx = {@}\n",
    "inline, not closed": "[tool.fal.apps]\nx = { @",
    "inline, not closed, above an app": "[tool.fal.apps]\nx = { @\ny = { ref = 'a.py' }\n",
    "inline, behind a pair": "[tool.fal.apps]\nx = { team = 't', @ }\n",
    "inline, a comma missing before": "[tool.fal.apps]\nx = { team = 't' @ }\n",
    "inline, a comma missing after": "[tool.fal.apps]\nx = { @ team = 't' }\n",
    "inline over lines": "[tool.fal.apps]\nx = {\n  @\n}\n",
    "inline over lines, behind a pair": "[tool.fal.apps]\nx = {\n  team = 't', # why\n  @\n}\n",
    "inline in [tool.fal]": "[tool.fal]\napps = { x = { @ } }\n",
    "behind an emoji": "# 🦅\u2028\n[tool.fal.apps.x] # 🦅\n@\n",
    "behind a byte order mark": "\ufeff[tool.fal.apps.x]\n@\n",
}
X = "[tool.fal.apps.x]\n"
INLINE = "[tool.fal.apps]\n"

# --- The reference's examples, typed word by word -------------------------------------------------

EXAMPLES = Path(__file__).parents[2] / "examples" / "spec"
FIRST = 3

# What the person at the keyboard made up, by example.
_ARGUMENTS = {'"--host"', '"0.0.0.0"', '"--port"'}
MADE_UP = {
    "dockerfile": {
        "container-app",
        '"12.4"',
        "PIP_TOKEN",
        '"python"',
        '"-m"',
        '"my_package.app"',
        *_ARGUMENTS,
        '"8080"',
    },
    "entry-point": {"image-generator"},
    "health-check": {"image-generator"},
    "image": {
        "container-app",
        '"my-org/container-app:latest"',
        '"your-server"',
        *_ARGUMENTS,
        '"8000"',
    },
    "one-line": {"image-generator"},
    "several-apps": {"image-generator", "captioner"},
}

_WORD = re.compile(r'"[^"\n]*"|[A-Za-z0-9_-]+')


def words(text: str) -> Iterator[tuple[int, int]]:
    """The words of the tables of fal, from the first header on."""
    for line in re.finditer(r"[^\n]+", text[text.index("[tool.fal") :]):
        base = text.index("[tool.fal") + line.start()
        if not line.group().startswith("#"):
            for match in _WORD.finditer(line.group()):
                yield base + match.start(), base + match.end()


def goal(text: str, start: int, end: int) -> str:
    """What a suggestion for the word must have made of the text, at least.

    Of a string the closing quote may be there or not, as the editor has it.
    """
    return text[: end - 1 if text[end - 1] == '"' else end]


def is_known(name: str, word: str) -> bool:
    """Whether a word of an example can be suggested while it is typed."""
    return word not in MADE_UP[name] and not word.isdigit()
