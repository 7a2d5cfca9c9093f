"""Compares what the check finds with what a case of the corpus expects. Knows no rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fal_lsp.text import LineIndex

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fal_lsp.lint.diagnostic import Diagnostic

    from tests.support.corpus import Case, Expected


class Found(NamedTuple):
    """A diagnostic by lines and columns of code points from 0; `end` is None over several lines.

    `message` is followed by the help.
    """

    rule: str
    severity: str
    line: int
    start: int
    end: int | None
    message: str


def found(text: str, diagnostics: Iterable[Diagnostic]) -> list[Found]:
    """The diagnostics of a text as the corpus writes them."""
    lines = LineIndex(text)
    result = []
    for item in diagnostics:
        line, start = lines.position(item.span.start)
        last, end = lines.position(item.span.end)
        result.append(
            Found(
                item.rule,
                item.severity.value,
                line,
                start,
                end if last == line else None,
                f"{item.message} {item.help}".rstrip(),
            )
        )
    return result


def difference(case: Case, diagnostics: Iterable[Diagnostic], ignore: str = "") -> str:
    """What is missing, too much or elsewhere, for a person to read; "" where all is as expected."""
    left = found(case.text, diagnostics)
    if "any-warnings" in case.flags:
        left = [item for item in left if item.severity == "error"]
    missing: list[Expected] = []
    for want in case.expected:
        fitting = [item for item in left if _fits(want, item)]
        if fitting:
            left.remove(fitting[0])
        else:
            missing.append(want)
    left = [item for item in left if item.rule != ignore]
    if not missing and not left:
        return ""
    lines = [f"{case.where}: {case.name}", ""]
    lines += [f"  {number:3} {line}" for number, line in enumerate(case.text.split("\n"))]
    lines += [f"missing: {item}" for item in missing]
    lines += [f"found:   {item}" for item in left]
    return "\n".join(lines)


def _fits(want: Expected, item: Found) -> bool:
    return (
        (want.rule, want.severity, want.line) == (item.rule, item.severity, item.line)
        and want.start in (None, item.start)
        and want.end in (None, item.end)
        and want.words in item.message
    )
