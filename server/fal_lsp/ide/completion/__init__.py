"""Suggestions at the cursor: keys, values, headers, whole apps. Knows no protocol.

Each file completes one kind of place; this one decides which file completes the place at hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...rules.context import APPS
from ...toml.cursor import cursor_at
from ...toml.recovery import line_end
from ..types import Completions
from .context import Context
from .headers import header_lines, headers
from .keys import keys
from .own_settings import is_own, own_comment, own_keys, own_values
from .ranking import STARTS, STARTS_ALIAS
from .templates import templates, templates_in_brackets
from .values import values

if TYPE_CHECKING:
    from ...memo import Memo
    from ...project import Project
    from ...toml import Document
    from ..types import Completion

__all__ = ["completion"]


def completion(
    document: Document,
    offset: int,
    *,
    project: Project | None = None,
    memo: Memo | None = None,
    snippets: bool = False,
    trigger: str = "",
) -> Completions:
    """The suggestions at an offset, the best first. Never raises.

    `project` are the files around the document, read but never run; `memo` is that of the check of
    the document, where there is one; `snippets` says that the
    editor has places to fill in, `trigger` is the typed character because of which it asks by
    itself. Nothing is suggested in other tools' tables, in comments but our own, and where what is
    there is complete: Enter and Tab mean themselves there.
    """
    if document.is_unread:
        return Completions()
    if trigger and document.text[offset - 1 : offset] != trigger:
        # More was typed before the client asked.
        trigger = ""
    cursor = cursor_at(document, offset)
    context = Context(document, cursor, project, snippets, [], trigger, memo)
    found = Completions(_completions(context))
    if found and _changes_nothing(context, found[0]):
        found = Completions()
    found.is_incomplete = bool(context.left_off)
    return found


def _completions(context: Context) -> Sequence[Completion]:
    cursor, document = context.cursor, context.document
    if cursor.place == "comment":
        return own_comment(context)
    if cursor.place == "none" or _just_ended(context):
        return ()
    is_enclosed = cursor.notation in ("array", "inline")
    if is_enclosed and context.trigger and (cursor.comma_before or context.trigger in "[{,"):
        # Enter goes on below an open bracket or a comma, and what is complete may be the last.
        return ()
    if document.text.startswith("\r\n", cursor.offset - 1):
        # Between the two halves of a line end; `startswith` never finds them from -1 on.
        return ()
    if cursor.place == "header":
        if document.text.startswith("[", cursor.span.end):
            return ()
        found = [*headers(context), *templates_in_brackets(context)]
        if any(each.label == f"{cursor.prefix}." for each in found):
            # The name is complete: with `]` and Enter after it, nothing may be added to it.
            return ()
        return found
    if is_own(context):
        return own_values(context) if cursor.place in ("value", "item") else own_keys(context)
    if cursor.place in ("value", "item"):
        return values(context) if context.is_ours else ()
    found = keys(context) if context.is_ours else []
    if not _has_room_for_tables(context):
        return found
    # Where keys are typed, a word is taken for a table only if a table's name starts with it.
    has_keys = len(cursor.path) > len(APPS) if context.is_ours else bool(cursor.path)
    worst = STARTS if has_keys else STARTS_ALIAS
    tables = header_lines(context, worst)
    # Below an empty line, a table is more often begun than continued.
    is_set_off = cursor.place == "blank" and not context.blank_line
    return [*(tables + found if is_set_off else found + tables), *templates(context, worst)]


def _changes_nothing(context: Context, best: Completion) -> bool:
    """Whether the word at the cursor is the best suggestion already."""
    span = best.edit.span
    is_behind = span.end == context.cursor.offset > span.start
    return is_behind and best.edit.text == context.document.text[slice(*span)]


def _just_ended(context: Context) -> bool:
    """Whether a value ends right in front of the cursor: first of all a comma is needed there."""
    cursor = context.cursor
    start = cursor.span.start - len(cursor.quote)
    return cursor.comma_before and not cursor.prefix and cursor.comma_at == start


def _has_room_for_tables(context: Context) -> bool:
    """Whether a header can be written on the line of the cursor.

    The line must be its own, and no key of the table above may follow, for it would end up in
    another table. Below another tool's table, an empty line has to say that it is over.
    """
    cursor, document = context.cursor, context.document
    if cursor.notation != "table" or cursor.equals or cursor.quote:
        return False
    text, span = document.text, cursor.span
    line, _ = document.lines.position(cursor.offset)
    if text[document.lines.starts[line] : span.start].strip(" \t\ufeff"):
        return False
    if text[span.end : line_end(text, span.end)].strip(" \t"):
        return False
    if context.is_above_pairs:
        return False
    if context.is_ours or not cursor.path:
        return True
    is_set_off = text.endswith(("\n\n", "\n\r\n"), 0, document.lines.starts[line])
    return is_set_off and not text[span.end :].strip()
