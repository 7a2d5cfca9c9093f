"""textDocument/completion and completionItem/resolve. Knows how a suggestion looks on the wire."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from ..markup import markup
from ._base import Request

if TYPE_CHECKING:
    from collections.abc import Callable

    from ...ide._base import Completion, Completions
    from ..server import FalServer, Snapshot

_KIND = {
    "key": types.CompletionItemKind.Property,
    "table": types.CompletionItemKind.Struct,
    "app": types.CompletionItemKind.Module,
    "value": types.CompletionItemKind.EnumMember,
    "snippet": types.CompletionItemKind.Snippet,
    "file": types.CompletionItemKind.File,
    "folder": types.CompletionItemKind.Folder,
    "module": types.CompletionItemKind.Module,
    "class": types.CompletionItemKind.Class,
    "function": types.CompletionItemKind.Function,
}
_RETRIGGER = types.Command("Suggest", "editor.action.triggerSuggest")


def completion(
    ls: FalServer,
    at: Snapshot,
    params: types.CompletionParams,
    find: Callable[..., Completions],
) -> types.CompletionList:
    """The suggestions at a position; their docs wait for `resolve` where the client can."""
    offset = at.positions.offset(params.position)
    found = find(at.document, offset, project=at.project, snippets=ls.abilities.snippets)
    serial = ls.suggestions.keep(found) if ls.abilities.lazy_docs else None
    items = [_item(ls, at, entry, index, serial) for index, entry in enumerate(found)]
    return types.CompletionList(is_incomplete=found.is_incomplete, items=items)


def resolve(ls: FalServer, params: types.CompletionItem, find: object) -> types.CompletionItem:
    """The suggestion with its docs."""
    entry = ls.suggestions.get(params.data)
    if entry is not None and entry.docs:
        params.documentation = markup(entry.docs, ls.abilities.markdown_docs)
    return params


def _item(
    ls: FalServer, at: Snapshot, entry: Completion, index: int, serial: int | None
) -> types.CompletionItem:
    text, is_snippet = entry.edit.text, entry.snippet
    if ls.abilities.snippets and not is_snippet and " " in text:
        # Of a plain text Neovim 0.11 inserts only what stands before the first blank.
        from ...ide.completion.tabstops import escaped  # loaded already, with what found the entry

        text, is_snippet = escaped(text), True
    item = types.CompletionItem(
        entry.label,
        kind=_KIND[entry.kind],
        # Editors sort by this text; the order of the answer is the order to show.
        sort_text=f"{index:04}",
        filter_text=entry.filter_text or None,
        text_edit=types.TextEdit(at.positions.range(entry.edit.span), text),
        preselect=entry.preselect or None,
        additional_text_edits=at.positions.text_edits(entry.also) or None,
    )
    if is_snippet:
        item.insert_text_format = types.InsertTextFormat.Snippet
    if entry.retrigger and _RETRIGGER.command in ls.settings["commands"]:
        item.command = _RETRIGGER
    if entry.deprecated and ls.abilities.completion_tags:
        item.tags = [types.CompletionItemTag.Deprecated]
    if ls.abilities.label_details and (entry.detail or entry.description):
        item.label_details = types.CompletionItemLabelDetails(
            entry.detail or None, entry.description or None
        )
    elif entry.detail or entry.description:
        item.detail = " ".join(filter(None, (entry.detail.strip(), entry.description)))
    if serial is not None:
        item.data = [serial, index]
    elif entry.docs:
        item.documentation = markup(entry.docs, ls.abilities.markdown_docs)
    return item


_TRIGGERS = [".", "[", '"', "'", "=", " ", "{", ",", ":", "/"]

REQUESTS: tuple[Request, ...] = (
    Request(
        types.TEXT_DOCUMENT_COMPLETION,
        completion,
        "completion",
        "completion",
        options=types.CompletionOptions(trigger_characters=_TRIGGERS, resolve_provider=True),
    ),
    Request(
        types.COMPLETION_ITEM_RESOLVE,
        resolve,
        "completion",
        "completion",
        on_document=False,
    ),
)
