"""Comments that suppress findings: `# fal-lsp: ignore[rule, ...]`.

At the end of a line the comment applies to that line, on a line of its own to the whole file.
Knows comments and the names of rules.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from ..rules import BY_NAME
from ..rules.file import invalid_configuration
from ..rules.finding import Finding
from ..text import Span
from .config import MOST_SUGGESTIONS, unknown_rule

if TYPE_CHECKING:
    from ..text import LineIndex
    from ..toml import Document

_MARKS = ("lsp", "LSP")
# If the text or our own configuration is invalid, that cannot be suppressed from inside the text.
NEVER_HIDDEN = frozenset(
    {"toml-syntax", "duplicate-key", "byte-order-mark", "invalid-configuration"}
)

# Another comment may come before ours: `# the default # fal-lsp: ignore[...]`.
_COMMENT = r"#\s*fal-lsp:\s*(?P<directive>.*)"
_NEAR_MISS = (
    r"#\s*(?i:fal[-_ ]?lsp)[\s:]*(?:ignore|disable)\s*[\[(=:]"
    r"|\sfal-lsp:\s*ignore\[[^\[\]]*\]\s*$"
)
"""What a person takes for our comment, although it lacks the colon, spells the name otherwise or
stands after other words without a `#` of its own."""
_DIRECTIVE = r"ignore\[(?P<rules>[^\]]*)\](?:\s.*)?"
_NAME = r"[^,\s]+"


class Suppressions(NamedTuple):
    """The rules suppressed in the whole file, those suppressed on a line, and mistakes."""

    everywhere: frozenset[str] = frozenset()
    by_line: Mapping[int, frozenset[str]] = {}
    findings: tuple[Finding, ...] = ()

    @property
    def hides_any(self) -> bool:
        """Whether any rule is suppressed anywhere."""
        return bool(self.everywhere or self.by_line)

    def hides(self, rule: str, line: int) -> bool:
        """Whether a finding of a rule on a line (counted from 0) is suppressed."""
        if rule in NEVER_HIDDEN:
            return False
        return rule in self.everywhere or rule in self.by_line.get(line, ())


def suppressions(document: Document) -> Suppressions:
    """Read the comments of a document; an invalid comment is a finding."""
    return read_comments(document.lines, document.comments)


def read_comments(lines: LineIndex, comments: Callable[[], Iterable[Span]]) -> Suppressions:
    """The same for any text: its lines, and what finds its comments."""
    text = lines.text
    if not any(mark in text for mark in _MARKS):
        return Suppressions()
    everywhere: set[str] = set()
    by_line: dict[int, frozenset[str]] = {}
    findings: list[Finding] = []
    for span in comments():
        comment = re.search(_COMMENT, text[span.start : span.end])
        if comment is None:
            if re.search(_NEAR_MISS, text[span.start : span.end]):
                findings.append(_invalid(span))
            continue
        names = list(_names(comment, span, findings))
        line, _ = lines.position(span.start)
        before = text[lines.line_span(line).start : span.start]
        if before.strip(" \t\ufeff"):
            by_line[line] = frozenset(names)
        else:
            everywhere.update(names)
    return Suppressions(frozenset(everywhere), by_line, tuple(findings))


def _names(comment: re.Match[str], span: Span, findings: list[Finding]) -> Iterator[str]:
    directive = re.fullmatch(_DIRECTIVE, comment["directive"])
    if directive is None or not directive["rules"].strip(" ,"):
        findings.append(_invalid(span))
        return
    start = span.start + comment.start("directive") + directive.start("rules")
    for name in re.finditer(_NAME, directive["rules"]):
        if name[0] in BY_NAME:
            yield name[0]
        else:
            place = Span(start + name.start(), start + name.end())
            message, advice = unknown_rule(name[0], len(findings) < MOST_SUGGESTIONS)
            findings.append(Finding(invalid_configuration.RULE.name, message, place, help=advice))


def _invalid(span: Span) -> Finding:
    return Finding(
        invalid_configuration.RULE.name,
        "Invalid fal-lsp comment.",
        span,
        help="Use `# fal-lsp: ignore[rule, other-rule]`.",
    )
