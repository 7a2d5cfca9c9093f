"""Comments that switch findings off: `# fal-lsp: ignore[rule, ...]`.

At the end of a line the comment speaks for that line, on a line of its own for the whole file.
Knows comments and the names of rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from ..rules import BY_NAME
from ..rules.file import invalid_configuration
from ..rules.finding import Finding
from ..text import Span
from .config import unknown_rule

if TYPE_CHECKING:
    from ..toml import Document

_MARK = "fal-lsp:"
# Findings that say that the text or our own configuration is wrong cannot be switched off from
# inside that text.
NEVER_HIDDEN = frozenset(
    {"toml-syntax", "duplicate-key", "byte-order-mark", "invalid-configuration"}
)

# Another comment may stand before ours: `# the default # fal-lsp: ignore[...]`.
_COMMENT = r"#\s*fal-lsp:\s*(?P<directive>.*?)\s*$"
_DIRECTIVE = r"ignore\[(?P<rules>[^\]]*)\](?:\s.*)?"
_NAME = r"[^,\s]+"


class Suppressions(NamedTuple):
    """The rules that are off in the whole file, those that are off on a line, and mistakes."""

    everywhere: frozenset[str] = frozenset()
    by_line: Mapping[int, frozenset[str]] = {}
    findings: tuple[Finding, ...] = ()

    def hides(self, rule: str, line: int) -> bool:
        """Whether a finding of a rule on a line (counted from 0) is switched off."""
        if rule in NEVER_HIDDEN:
            return False
        return rule in self.everywhere or rule in self.by_line.get(line, ())


def suppressions(document: Document) -> Suppressions:
    """Read the comments of a document; a comment that cannot be read is a finding."""
    if _MARK not in document.text:
        return Suppressions()
    everywhere: set[str] = set()
    off: dict[int, frozenset[str]] = {}
    findings: list[Finding] = []
    for span in document.comments():
        comment = re.search(_COMMENT, document.text[span.start : span.end])
        if comment is None:
            continue
        names = list(_names(comment, span, findings))
        line, _ = document.lines.position(span.start)
        before = document.text[document.lines.line_span(line).start : span.start]
        if before.strip(" \t\ufeff"):
            off[line] = frozenset(names)
        else:
            everywhere.update(names)
    return Suppressions(frozenset(everywhere), off, tuple(findings))


def _names(comment: re.Match[str], span: Span, findings: list[Finding]) -> Iterator[str]:
    directive = re.fullmatch(_DIRECTIVE, comment["directive"])
    if directive is None or not directive["rules"].strip(" ,"):
        message = "A comment for fal-lsp has the form `# fal-lsp: ignore[rule, other-rule]`."
        findings.append(Finding(invalid_configuration.RULE.name, message, span))
        return
    start = span.start + comment.start("directive") + directive.start("rules")
    for name in re.finditer(_NAME, directive["rules"]):
        if name[0] in BY_NAME:
            yield name[0]
        else:
            place = Span(start + name.start(), start + name.end())
            findings.append(Finding(invalid_configuration.RULE.name, unknown_rule(name[0]), place))
