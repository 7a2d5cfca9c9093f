"""textDocument/completion and completionItem/resolve. Knows how a suggestion looks on the wire."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from lsprotocol import types

from ...text import Span
from ...toml.types import TextEdit
from ..markup import markup
from .registry import Request

if TYPE_CHECKING:
    from ...ide.types import Completion, Completions
    from ..client_capabilities import Capabilities
    from ..convert import Positions
    from ..python_files import PythonFile
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
) -> types.CompletionList:
    """The completion items at a position; their docs wait for `resolve` if the client can."""
    from ...ide import completion

    offset = at.positions.offset(params.position)
    result = completion.completion(
        at.document,
        offset,
        project=at.project,
        snippets=ls.capabilities.snippets,
        trigger=(params.context and params.context.trigger_character) or "",
    )
    return _list(ls, result, offset, at.positions)


def python_completion(
    ls: FalServer, file: PythonFile, params: types.CompletionParams
) -> types.CompletionList | None:
    """The settings and values at a position in an app's class, as far as there are any."""
    from ...ide.python_file import completion

    offset = file.positions.offset(params.position)
    trigger = (params.context and params.context.trigger_character) or ""
    result = completion.completion(file.lines, offset, lambda: file.apps, trigger)
    return _list(ls, result, offset, file.positions) if result else None


def _list(
    ls: FalServer, result: Completions, offset: int, positions: Positions
) -> types.CompletionList:
    capabilities = ls.capabilities
    serial = ls.completions.add(result) if capabilities.lazy_docs else None
    can_retrigger = _RETRIGGER.command in ls.settings["commands"]
    # Nearly all of them replace the same text.
    range_of = cache(positions.range)
    data = None
    items = []
    for index, entry in enumerate(result):
        edit: TextEdit | None = entry.edit
        if not capabilities.completes_over_text:
            edit = _up_to_cursor(entry.edit, offset, positions.lines.text)
        if edit is None:
            continue
        if serial is not None:
            data = [serial, index]
        also = positions.text_edits(entry.also) if entry.also else None
        command = _RETRIGGER if entry.retrigger and can_retrigger else None
        where = range_of(edit.span)
        items.append(_item(capabilities, entry, index, where, edit.text, also, command, data))
    return types.CompletionList(is_incomplete=result.is_incomplete, items=items)


def resolve(ls: FalServer, params: types.CompletionItem) -> types.CompletionItem:
    """The completion item with its docs."""
    entry = ls.completions.get(params.data)
    if entry is not None and entry.docs:
        params.documentation = markup(entry.docs, ls.capabilities.markdown_docs)
    return params


def _up_to_cursor(edit: TextEdit, offset: int, text: str) -> TextEdit | None:
    """The same edit without what is behind the cursor; `None` where that is to change."""
    behind = text[offset : edit.span.end]
    if not edit.text.endswith(behind):
        return None
    return (
        edit if not behind else TextEdit(Span(edit.span.start, offset), edit.text[: -len(behind)])
    )


def _item(
    capabilities: Capabilities,
    entry: Completion,
    index: int,
    where: types.Range,
    text: str,
    also: list[types.TextEdit] | None,
    command: types.Command | None,
    data: list[int] | None,
) -> types.CompletionItem:
    is_snippet = entry.snippet
    if capabilities.snippets and not is_snippet and " " in text:
        # Of a plain text Neovim 0.11 only inserts the part before the first space.
        from ...ide.completion.placeholders import escaped  # loaded already by the completion

        text, is_snippet = escaped(text), True
    details = detail = documentation = None
    if capabilities.label_details and (entry.detail or entry.description):
        details = types.CompletionItemLabelDetails(entry.detail or None, entry.description or None)
    elif entry.detail or entry.description:
        detail = " ".join(filter(None, (entry.detail.strip(), entry.description)))
    if data is None and entry.docs:
        documentation = markup(entry.docs, capabilities.markdown_docs)
    is_struck = entry.deprecated and capabilities.completion_tags
    # All at once: attrs checks each attribute that is set later as if it were a whole object.
    return types.CompletionItem(
        entry.label,
        label_details=details,
        kind=_KIND[entry.kind],
        tags=[types.CompletionItemTag.Deprecated] if is_struck else None,
        detail=detail,
        documentation=documentation,
        preselect=entry.preselect or None,
        # Editors sort by this text; the order of the list is the order to show.
        sort_text=f"{index:04}",
        filter_text=entry.filter_text or None,
        insert_text_format=types.InsertTextFormat.Snippet if is_snippet else None,
        text_edit=types.TextEdit(where, text),
        additional_text_edits=also,
        command=command,
        data=data,
    )


_TRIGGERS = [".", "[", '"', "'", "=", " ", "{", ",", ":", "/"]

REQUESTS: tuple[Request, ...] = (
    Request(
        types.TEXT_DOCUMENT_COMPLETION,
        completion,
        "completion",
        options=types.CompletionOptions(trigger_characters=_TRIGGERS, resolve_provider=True),
        in_python=python_completion,
    ),
    Request(
        types.COMPLETION_ITEM_RESOLVE,
        resolve,
        "completion",
        on_document=False,
    ),
)
