"""What a finding in a Python file allows: to hide it by a comment, and to explain its rule."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...lint.ignoring import python_comment
from ...rules import BY_NAME
from ..types import CodeAction

if TYPE_CHECKING:
    from ...text import LineIndex, Span


def actions(text: LineIndex, span: Span, rule: str, *, explains: bool) -> Iterator[CodeAction]:
    """The actions for a finding at a span; `explains` says that the editor shows pages."""
    if rule not in BY_NAME:
        return
    edit = python_comment(text, span, rule)
    if edit is not None:
        yield CodeAction(f"Ignore `{rule}` on this line", "quickfix", (edit,))
    page = BY_NAME[rule].docs
    if page and explains:
        yield CodeAction(f"Explain `{rule}`", "quickfix", (), explains=rule, page=page)
