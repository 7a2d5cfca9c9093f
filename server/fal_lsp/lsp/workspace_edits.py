"""Edits of several files for the wire, bound to versions where files are open. Knows the protocol's
forms of an edit, no feature.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from lsprotocol import types

if TYPE_CHECKING:
    from .client_capabilities import Capabilities

_TO_CONFIRM = "fal-lsp.confirm"


class FileEdits(NamedTuple):
    """The edits of one file; `version` is `None` for a file that is not open.

    `to_confirm` is a sentence for the person, where they should look before it is applied.
    """

    uri: str
    version: int | None
    edits: Sequence[types.TextEdit]
    to_confirm: str = ""


def workspace_edit(
    files: Sequence[FileEdits], capabilities: Capabilities, label: str = ""
) -> types.WorkspaceEdit:
    """The edit of all files. `label` names what is to be confirmed."""
    if not capabilities.versioned_edits:
        return types.WorkspaceEdit(changes={each.uri: list(each.edits) for each in files})
    reasons = [each.to_confirm for each in files if each.to_confirm]
    annotations = None
    if reasons and capabilities.confirms_edits:
        annotation = types.ChangeAnnotation(
            label, needs_confirmation=True, description=" ".join(reasons)
        )
        annotations = {_TO_CONFIRM: annotation}
    changes = [
        types.TextDocumentEdit(
            types.OptionalVersionedTextDocumentIdentifier(each.uri, each.version),
            [
                types.AnnotatedTextEdit(_TO_CONFIRM, edit.range, edit.new_text)
                if annotations is not None and each.to_confirm
                else edit
                for edit in each.edits
            ],
        )
        for each in files
    ]
    return types.WorkspaceEdit(document_changes=changes, change_annotations=annotations)
