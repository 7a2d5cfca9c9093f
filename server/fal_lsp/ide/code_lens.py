"""The lines above an app that run and deploy it. Knows fal's commands, no protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .apps import app_nodes
from .types import Lens

if TYPE_CHECKING:
    from ..toml import Document


def code_lens(document: Document) -> tuple[Lens, ...]:
    """Two lenses an app, at the first writing of its name; the argument is the name."""
    return tuple(
        Lens(node.keys[0], f"fal {action}", f"fal-lsp.{action}", (name,))
        for name, node in app_nodes(document).items()
        if node.keys and node.kind == "table"
        for action in ("run", "deploy")
    )
