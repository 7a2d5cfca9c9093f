"""Our own table `[tool.fal-lsp]` and our own comments: rules and severities.

Knows their keys, not what rules do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from ...lint.check import check
from ...lint.config import TABLE
from ...lint.ignoring import hidable_rules
from ...lint.suppressions import NEVER_HIDDEN
from ...rules import BY_NAME
from ...rules.finding import Severity
from ...text import Span
from ...toml.recovery import line_end
from ...toml.types import TextEdit
from ..types import Completion
from .context import Candidate
from .insert_text import key_completion, string_candidate, value_completion
from .placeholders import Tabstops
from .ranking import narrowed

if TYPE_CHECKING:
    from .context import Context

_IGNORE = r"#\s*fal-lsp:\s*ignore\[(?P<first>(?:[^\],]*,)*)\s*(?P<last>[\w-]*)$"
_BEGUN = r"#\s*fal-lsp:(?P<space>\s*)(?P<word>\w*)$"
_DIRECTIVE = "ignore"
_NAME = r"[\w-]*"
_LIST = r"[^\]]*"
_LONGEST = 100
"""Code points of a name that are replaced at most."""
_MOST_SECTIONS = 50


class _Key(NamedTuple):
    """A key of the table: its value to fill in, and whether something is suggested in that."""

    value: str
    docs: str
    has_values: bool = False


_KEYS = {
    "ignore": _Key('["$1"]', "Rules that are not reported in this project.", True),
    "exclude": _Key(
        '["$1"]', "Files and directories that are not searched, instead of hidden ones."
    ),
    "extend-exclude": _Key(
        '["$1"]', "Files and directories that are not searched, in addition to hidden ones."
    ),
    "severity": _Key("{ $1 }", "The severity of each rule in this project.", True),
}


def is_own(context: Context) -> bool:
    """Whether the cursor is in the table of this program."""
    return context.cursor.path[: len(TABLE)] == TABLE


def own_keys(context: Context) -> list[Completion]:
    """The keys of the table, or the rules that get another severity."""
    below = context.cursor.path[len(TABLE) :]
    candidates: list[Candidate] = []
    if not below:
        candidates = [
            # Without snippets there are no brackets yet, in which something could be suggested.
            Candidate(
                name,
                name,
                "",
                kind="key",
                docs=key.docs,
                retrigger=key.has_values and context.snippets,
            )
            for name, key in _KEYS.items()
        ]
    elif below == ("severity",):
        candidates = [rule._replace(retrigger=True) for rule in _rules()]
    candidates = [
        candidate for candidate in candidates if candidate.match not in context.cursor.present
    ]
    found = []
    for candidate in narrowed(context.cursor.prefix, candidates):
        value = _KEYS[candidate.match].value if not below else f'"{Tabstops().empty()}"'
        completion = key_completion(
            context,
            candidate,
            value if context.snippets else "",
            context.snippets,
            candidate.retrigger,
        )
        if completion:
            found.append(completion)
    return found


def own_values(context: Context) -> list[Completion]:
    """A rule to ignore, or a severity."""
    below = context.cursor.path[len(TABLE) :]
    present = context.cursor.present_items
    candidates: list[Candidate] = []
    if len(below) == 2 and below[0] == "ignore":
        candidates = [candidate for candidate in _rules() if candidate.content not in present]
    elif len(below) == 2 and below[0] == "severity":
        candidates = [string_candidate(severity.value) for severity in Severity]
    found = [
        value_completion(context, each) for each in narrowed(context.cursor.prefix, candidates)
    ]
    return [completion for completion in found if completion]


def own_comment(context: Context) -> list[Completion]:
    """The rules between the brackets of `# fal-lsp: ignore[rule, other-rule]`, or the brackets."""
    text, offset = context.document.text, context.cursor.offset
    lines = context.document.lines
    start = lines.starts[lines.position(offset)[0]]
    opened = re.search(_IGNORE, text[start:offset])
    if opened is None:
        begun = re.search(_BEGUN, text[start:offset])
        return [_brackets(context, begun)] if begun and _begins(begun["word"]) else []
    typed = opened["last"]
    # What follows up to the next comma or bracket is another spelling of the same name.
    end = _word_end(text, offset)
    behind = re.match(_LIST, text[end : line_end(text, end)])
    names = f"{opened['first']},{behind[0] if behind else ''}"
    present = {name.strip() for name in names.split(",")}
    span = Span(offset - len(typed), end)
    rules = {each.match: each for each in _rules() if each.match not in NEVER_HIDDEN | present}
    first = [name for name in _reported(context) if name in rules]
    candidates = [rules[name] for name in dict.fromkeys([*first, *rules])]
    return [
        Completion(each.label, "value", TextEdit(span, each.label), each.docs, "", each.description)
        for each in narrowed(typed, candidates)
    ]


def _begins(word: str) -> bool:
    return _DIRECTIVE.startswith(word)


def _brackets(context: Context, begun: re.Match[str]) -> Completion:
    """`ignore[]` with the caret between the brackets, where they are not there already."""
    text, offset = context.document.text, context.cursor.offset
    end = _word_end(text, offset)
    written = _DIRECTIVE if begun["space"] else f" {_DIRECTIVE}"
    snippet = not text.startswith("[", end) and context.snippets
    if not text.startswith("[", end):
        written += f"[{Tabstops().empty()}]" if snippet else "["
    edit = TextEdit(Span(offset - len(begun["word"]), end), written)
    docs = "Rules that are not reported on this line, or in this file on a line of its own."
    return Completion(
        f"{_DIRECTIVE}[]",
        "value",
        edit,
        docs,
        filter_text=_DIRECTIVE,
        snippet=snippet,
        retrigger=True,
    )


def _word_end(text: str, offset: int) -> int:
    return next(re.finditer(_NAME, text[offset : offset + _LONGEST])).end() + offset


def _reported(context: Context) -> tuple[str, ...]:
    """The rules that the comment would hide; none in a large file, where that takes too long."""
    document = context.document
    if len(document.sections) > _MOST_SECTIONS:
        return ()
    return hidable_rules(document, check(document, context.project), context.cursor.offset)


def _rules() -> Iterator[Candidate]:
    for name, rule in BY_NAME.items():
        candidate = string_candidate(name)
        yield candidate._replace(docs=rule.docs or "", description=rule.severity.value)
