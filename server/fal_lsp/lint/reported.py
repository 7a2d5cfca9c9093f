"""Findings become diagnostics: which of them count, and in which order they are reported.

Knows the configuration and the comments of a file; must not know where in it a finding is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from ..rules import BY_NAME
from .diagnostic import Diagnostic, RelatedSpan
from .suppressions import NEVER_HIDDEN

if TYPE_CHECKING:
    from ..rules.finding import Finding, Related
    from ..text import Span
    from .config import Config
    from .suppressions import Suppressions


def reported(
    findings: Iterable[Finding],
    config: Config,
    comments: Suppressions,
    locate: Callable[[Finding], Span | None],
    lines: Callable[[Finding, Span], Iterable[int]],
    relate: Callable[[Related], RelatedSpan],
) -> tuple[Diagnostic, ...]:
    """The diagnostics of the findings in one text, in its order.

    `locate` finds the span of a finding, `None` for one that does not count; `lines` are those
    whose comments hide it.
    """
    diagnostics = []
    for finding in findings:
        rule = BY_NAME[finding.rule]
        if rule.name in config.ignore and rule.name not in NEVER_HIDDEN:
            continue
        span = locate(finding)
        if span is None or (
            comments.hides_any
            and any(comments.hides(rule.name, line) for line in lines(finding, span))
        ):
            continue
        severity = config.severity.get(rule.name) or finding.severity or rule.severity
        diagnostics.append(
            Diagnostic(
                rule.name,
                severity,
                finding.message,
                span,
                rule.url,
                tuple(map(relate, finding.related)),
                finding.tags,
                finding.fixes,
                finding.help,
            )
        )
    return in_order(diagnostics)


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Diagnostics of one text, in its order."""
    return tuple(sorted(diagnostics, key=lambda each: (each.span, each.severity.rank, each.rule)))
