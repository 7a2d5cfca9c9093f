"""The client's capabilities, read once from `initialize`. Knows no feature.

A capability that is absent is one that the client lacks (LSP 3.17, ClientCapabilities).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, get_args

from lsprotocol.types import MarkupKind, PositionEncodingKind

from ..text import Encoding

if TYPE_CHECKING:
    from lsprotocol.types import ClientCapabilities


class Capabilities(NamedTuple):
    """The client's capabilities that change what the server sends."""

    encoding: Encoding = "utf-16"
    pull_diagnostics: bool = False
    related_documents: bool = False
    related_information: bool = False
    diagnostic_tags: bool = False
    code_description: bool = False
    snippets: bool = False
    label_details: bool = False
    completion_tags: bool = False
    markdown_docs: bool = False
    markdown_hover: bool = False
    lazy_edits: bool = False
    versioned_edits: bool = False
    confirms_edits: bool = False
    moves_late: bool = False
    """Whether the client says that files were renamed, but not that they will be."""
    definition_links: bool = False
    symbol_tree: bool = False
    fold_lines_only: bool = False
    configuration: bool = False
    watch_files: bool = False
    watch_configuration: bool = False
    progress: bool = False
    refresh_diagnostics: bool = False
    refresh_code_lens: bool = False
    refresh_inlay_hints: bool = False
    completes_over_text: bool = True
    """Whether an accepted suggestion also replaces the part of its range after the cursor."""


def read_capabilities(client: ClientCapabilities, name: str = "") -> Capabilities:
    """The capabilities that a client declares; `name` is that of `clientInfo`."""

    def has(path: str) -> bool:
        return bool(_get(client, path))

    completion = "text_document.completion.completion_item"
    return Capabilities(
        encoding=_encoding(_get(client, "general.position_encodings")),
        # A client that pulls but cannot be asked to pull again (Neovim up to 0.11) would keep what
        # it has when a file beside the open one changes: it is better served by pushing, if it
        # takes that.
        pull_diagnostics=has("text_document.diagnostic")
        and (
            has("workspace.diagnostics.refresh_support")
            or not has("text_document.publish_diagnostics")
        ),
        related_documents=has("text_document.diagnostic.related_document_support"),
        related_information=has("text_document.publish_diagnostics.related_information")
        or has("text_document.diagnostic.related_information"),
        diagnostic_tags=has("text_document.publish_diagnostics.tag_support")
        or has("text_document.diagnostic.tag_support"),
        code_description=has("text_document.publish_diagnostics.code_description_support")
        or has("text_document.diagnostic.code_description_support"),
        snippets=has(f"{completion}.snippet_support"),
        label_details=has(f"{completion}.label_details_support"),
        completion_tags=has(f"{completion}.tag_support"),
        markdown_docs=_prefers_markdown(_get(client, f"{completion}.documentation_format")),
        markdown_hover=_prefers_markdown(_get(client, "text_document.hover.content_format")),
        lazy_edits=has("text_document.code_action.data_support")
        and "edit" in _items(client, "text_document.code_action.resolve_support.properties"),
        versioned_edits=has("workspace.workspace_edit.document_changes"),
        confirms_edits=has("workspace.workspace_edit.document_changes")
        and has("workspace.workspace_edit.change_annotation_support"),
        moves_late=has("workspace.apply_edit")
        and has("workspace.file_operations.did_rename")
        and not has("workspace.file_operations.will_rename"),
        definition_links=has("text_document.definition.link_support"),
        symbol_tree=has("text_document.document_symbol.hierarchical_document_symbol_support"),
        fold_lines_only=has("text_document.folding_range.line_folding_only"),
        configuration=has("workspace.configuration"),
        watch_files=has("workspace.did_change_watched_files.dynamic_registration"),
        watch_configuration=has("workspace.did_change_configuration.dynamic_registration"),
        progress=has("window.work_done_progress"),
        refresh_diagnostics=has("workspace.diagnostics.refresh_support"),
        refresh_code_lens=has("workspace.code_lens.refresh_support"),
        refresh_inlay_hints=has("workspace.inlay_hint.refresh_support"),
        # No capability says so: the completion of Neovim 0.11 leaves what is behind the cursor. The
        # plugins for completion know more, and say that they can insert or replace.
        completes_over_text=name != "Neovim" or has(f"{completion}.insert_replace_support"),
    )


def _get(client: ClientCapabilities, path: str) -> Any:
    value: Any = client
    for name in path.split("."):
        value = getattr(value, name, None)
    return value


def _items(client: ClientCapabilities, path: str) -> Any:
    return _get(client, path) or ()


def _encoding(offered: Any) -> Encoding:
    """The first encoding in the client's order of preference that we know; UTF-16 is the default.

    pygls chooses in the same way and returns its choice in the server's capabilities.
    """
    supported = [kind for kind in offered or () if kind in get_args(Encoding)]
    return PositionEncodingKind(supported[0]).value if supported else "utf-16"


def _prefers_markdown(formats: Any) -> bool:
    return next(iter(formats or ()), None) == MarkupKind.Markdown
