"""textDocument/completion. Knows how a suggestion looks on the wire.

Items are whole: nothing of them waits for `completionItem/resolve`. The built-in completion of
Neovim and Eglot ask for that before they insert an item, and insert only its label where the next
key comes first. The documentation of all items is 20 kB of the largest list, 0.2 ms.

A list of completions is answered as the JSON that is sent (`Protocol` sends a dict as it is): as
objects of lsprotocol each item would cost some sixty calls, half of the time of the request. The
tests structure every answer by lsprotocol, so what does not fit its types fails there.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from lsprotocol import types

from ...ide.types import TRIGGERS
from ...text import Span
from ...toml.types import TextEdit
from ..markup import markup_json
from .registry import Request

if TYPE_CHECKING:
    from ...ide.types import Completion, Completions
    from ..client_capabilities import Capabilities
    from ..convert import Positions
    from ..python_files import PythonFile
    from ..server import FalServer, Snapshot

_KIND = {
    "key": types.CompletionItemKind.Property.value,
    "table": types.CompletionItemKind.Struct.value,
    "app": types.CompletionItemKind.Module.value,
    "value": types.CompletionItemKind.EnumMember.value,
    "snippet": types.CompletionItemKind.Snippet.value,
    "file": types.CompletionItemKind.File.value,
    "folder": types.CompletionItemKind.Folder.value,
    "module": types.CompletionItemKind.Module.value,
    "class": types.CompletionItemKind.Class.value,
    "function": types.CompletionItemKind.Function.value,
}
_DEPRECATED = types.CompletionItemTag.Deprecated.value
_SNIPPET = types.InsertTextFormat.Snippet.value
_RETRIGGER = {"title": "Suggest", "command": "editor.action.triggerSuggest"}

Json = dict[str, Any]


def completion(
    ls: FalServer,
    at: Snapshot,
    params: types.CompletionParams,
) -> Json:
    """The completion items at a position."""
    from ...ide import completion

    offset = at.positions.offset(params.position)
    result = completion.completion(
        at.document,
        offset,
        project=at.project,
        memo=at.memo,
        snippets=ls.capabilities.snippets,
        trigger=(params.context and params.context.trigger_character) or "",
    )
    return _list(ls, result, offset, at.positions)


def python_completion(
    ls: FalServer, file: PythonFile, params: types.CompletionParams
) -> Json | None:
    """The settings and values at a position in an app's class, as far as there are any."""
    from ...ide.python_file import completion

    offset = file.positions.offset(params.position)
    trigger = (params.context and params.context.trigger_character) or ""
    result = completion.completion(file.lines, offset, lambda: file.names, trigger)
    return _list(ls, result, offset, file.positions) if result else None


def _list(ls: FalServer, result: Completions, offset: int, positions: Positions) -> Json:
    # Loaded already by the completion.
    from ...ide.completion.placeholders import escaped
    from ...ide.completion.ranking import compared

    capabilities = ls.capabilities
    can_retrigger = _RETRIGGER["command"] in ls.settings["commands"]
    # Nearly all of them replace the same text.
    range_of = cache(lambda span: _range(positions, span))
    items = []
    for index, entry in enumerate(result):
        edit: TextEdit | None = entry.edit
        if not capabilities.completes_over_text:
            edit = _up_to_cursor(entry.edit, offset, positions.lines.text)
        if edit is None:
            continue
        text, is_snippet = edit.text, entry.snippet
        if capabilities.snippets and not is_snippet and " " in text:
            # Of a plain text Neovim 0.11 only inserts the part before the first space.
            text, is_snippet = escaped(text), True
        item = _item(capabilities, entry, text, is_snippet)
        # Neovim's own completion leaves the choice to the server, and would insert this text where
        # the label does not begin with what is typed.
        if capabilities.completes_over_text:
            typed = positions.lines.text[edit.span.start : offset]
            filter_text = compared(entry.filter_text or entry.label, typed)
            if filter_text != entry.label:
                item["filterText"] = filter_text
        # Editors sort by this text; the order of the list is the order to show.
        item["sortText"] = f"{index:04}"
        item["textEdit"]["range"] = range_of(edit.span)
        if entry.also:
            item["additionalTextEdits"] = [
                {"range": range_of(also.span), "newText": also.text} for also in entry.also
            ]
        if entry.retrigger and can_retrigger:
            item["command"] = _RETRIGGER
        if entry.docs:
            item["documentation"] = markup_json(entry.docs, capabilities.markdown_docs)
        items.append(item)
    return {"isIncomplete": result.is_incomplete, "items": items}


def _up_to_cursor(edit: TextEdit, offset: int, text: str) -> TextEdit | None:
    """The same edit without what is after the cursor; `None` where that is to change."""
    behind = text[offset : edit.span.end]
    if not edit.text.endswith(behind):
        return None
    return (
        edit if not behind else TextEdit(Span(edit.span.start, offset), edit.text[: -len(behind)])
    )


def _item(capabilities: Capabilities, entry: Completion, text: str, is_snippet: bool) -> Json:
    """What an item says by itself, without its place in the text and in the list."""
    item: Json = {"label": entry.label, "kind": _KIND[entry.kind], "textEdit": {"newText": text}}
    if capabilities.label_details and (entry.detail or entry.description):
        details = item["labelDetails"] = {}
        if entry.detail:
            details["detail"] = entry.detail
        if entry.description:
            details["description"] = entry.description
    elif entry.detail or entry.description:
        item["detail"] = " ".join(filter(None, (entry.detail.strip(), entry.description)))
    if entry.deprecated and capabilities.completion_tags:
        item["tags"] = [_DEPRECATED]
    if entry.preselect:
        item["preselect"] = True
    if is_snippet:
        item["insertTextFormat"] = _SNIPPET
    return item


def _range(positions: Positions, span: Span) -> Json:
    (line, character), (end_line, end) = (
        positions.lines.position(offset, positions.encoding) for offset in span
    )
    return {
        "start": {"line": line, "character": character},
        "end": {"line": end_line, "character": end},
    }


REQUESTS: tuple[Request, ...] = (
    Request(
        types.TEXT_DOCUMENT_COMPLETION,
        completion,
        "completion",
        options=types.CompletionOptions(trigger_characters=list(TRIGGERS)),
        in_python=python_completion,
    ),
)
