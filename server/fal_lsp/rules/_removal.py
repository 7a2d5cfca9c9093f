"""Repairs of a conflict between two keys: remove the one or the other. Knows no rule."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ._consequences import breaks_a_rule
from .context import FAL
from .finding import Fix, RemoveKey

if TYPE_CHECKING:
    from fal_schema.violation import Path, Violation

    from ..toml import Document


def remove_either(document: Document, violation: Violation) -> tuple[Fix, ...]:
    """Remove the marked key, or one of those that it conflicts with; the first one is preferred.

    None of them is safe: only the author knows which of the two was meant. What would lead to
    another mistake, or leaves a deprecated key alone, is not offered.
    """
    paths = (violation.path, *(path for path, _, _ in violation.related))
    sound = [path for path in paths if _is_sound(document, path, paths)] or [violation.path]
    return tuple(
        Fix(f"Remove `{path[-1]}`", (RemoveKey((*FAL, *path)),), safe=False, preferred=number == 0)
        for number, path in enumerate(sound)
    )


def _is_sound(document: Document, path: Path, paths: Sequence[Path]) -> bool:
    from fal_schema.lookup import node_at

    if breaks_a_rule(document, path[:-1], remove=(str(path[-1]),)):
        return False
    left = [node_at(other) for other in paths if other != path]
    return not any(node is not None and node.deprecated for node in left)
