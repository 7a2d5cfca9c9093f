"""Repairs of a conflict between two keys: remove the one or the other. Knows no rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._base import Fix, RemoveKey
from ._subject import FAL

if TYPE_CHECKING:
    from fal_schema.violation import Violation

    from ..toml import Document


def remove_either(document: Document, violation: Violation) -> tuple[Fix, ...]:
    """Remove the marked key (preferred), or one of those that it conflicts with.

    None of them is safe: only the author knows which of the two was meant.
    """
    paths = (violation.path, *(path for path, _, _ in violation.related))
    return tuple(
        Fix(f"Remove `{path[-1]}`", (RemoveKey((*FAL, *path)),), safe=False, preferred=number == 0)
        for number, path in enumerate(paths)
    )
