"""Repairs that make an app's source a package, which then has to get onto the runner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .finding import InsertKey

if TYPE_CHECKING:
    from ..toml import Document
    from ..toml.types import Path

THIS_PROJECT = '["."]'
"""The `requirements` that build and install the project that the file belongs to."""


def installation(document: Document, app: Path) -> tuple[InsertKey, ...]:
    """The change that puts this project on the runner; none where something is said about that."""
    node = document.node(app)
    entries = node.entries() if node is not None else {}
    if "requirements" in entries or "image" in entries:
        return ()
    return (InsertKey(app, "requirements", THIS_PROJECT),)
