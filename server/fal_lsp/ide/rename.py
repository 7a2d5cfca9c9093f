"""Renaming an app at every place that writes its name. Knows no protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..rules.context import APPS
from ..rules.values.unaddressable_app_name import unaddressable
from ..toml.edits import text_edits
from ..toml.types import RenameKey
from .apps import app_named_at, app_nodes
from .types import RefusedError, RenameTarget

if TYPE_CHECKING:
    from ..toml import Document
    from ..toml.types import TextEdit


def prepare_rename(document: Document, offset: int) -> RenameTarget | None:
    """The app's name under the cursor; `None` where nothing can be renamed."""
    named = app_named_at(document, offset)
    return RenameTarget(named[1], named[0]) if named is not None else None


def rename(document: Document, offset: int, new_name: str) -> tuple[TextEdit, ...] | None:
    """The edits that give the app under the cursor another name; quotes come where needed.

    Raises `RefusedError` for a name that is taken or that fal cannot address, and where the text
    is malformed.
    """
    named = app_named_at(document, offset)
    if named is None:
        return None
    name, _ = named
    if new_name == name:
        return ()
    reason = unaddressable(new_name)
    if reason is not None:
        raise RefusedError(reason)
    if not new_name.isprintable():
        raise RefusedError("An app name must be on one line and have no control characters.")
    if new_name in app_nodes(document):
        raise RefusedError(f"An app named `{new_name}` already exists.")
    edits = text_edits(document, (RenameKey((*APPS, name), new_name),))
    if edits is None:
        raise RefusedError(f"`{name}` cannot be renamed while its table has a syntax error.")
    return edits
