"""Turns violations of the schema into findings. Knows no words: they come from fal_schema."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from fal_schema.literals import literal

from .context import FAL, AppContext, FileContext
from .finding import Finding, Place, Related, Severity

if TYPE_CHECKING:
    from fal_schema.violation import Violation

    from ..toml import Document
    from .finding import Fix

    Fixes = Callable[[Document, Violation], tuple[Fix, ...]]


def no_fixes(document: Document, violation: Violation) -> tuple[Fix, ...]:
    """For a rule that has no certain fix."""
    return ()


def app_check(rule: str, fixes: Fixes = no_fixes) -> Callable[[AppContext], Iterator[Finding]]:
    """The `check_app` of a rule that the schema checks."""

    def check(app: AppContext) -> Iterator[Finding]:
        for violation in app.violations_of(rule):
            if violation.path[2:3] and violation.path[2] in app.replaced:
                yield _without_fixes(violation)
            else:
                yield _finding(app.document, violation, fixes)

    return check


def _without_fixes(violation: Violation) -> Finding:
    """The finding for a value that the document does not write."""
    advice = violation.help
    if not advice and violation.replacement is not None and violation.suggestion is None:
        advice = f"Use `{literal(violation.replacement)}`."
    return found(violation)._replace(help=advice)


def file_check(rule: str, fixes: Fixes = no_fixes) -> Callable[[FileContext], Iterator[Finding]]:
    """The `check_file` of a rule that the schema checks, for what is outside the apps."""

    def check(file: FileContext) -> Iterator[Finding]:
        for violation in file.violations:
            if violation.rule == rule:
                yield _finding(file.document, violation, fixes)

    return check


def _finding(document: Document, violation: Violation, fixes: Fixes) -> Finding:
    return found(violation)._replace(fixes=fixes(document, violation))


def found(violation: Violation) -> Finding:
    """The finding for a violation, without fixes."""
    return Finding(
        violation.rule,
        violation.message,
        Place((*FAL, *violation.path), violation.part),
        Severity(violation.severity),
        tuple(
            Related(message, Place((*FAL, *path), part))
            for path, part, message in violation.related
        ),
        help=violation.help,
    )
