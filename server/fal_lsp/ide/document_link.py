"""Everything in a document that can be opened. Knows no protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..lint.check import subject
from .links import app_links

if TYPE_CHECKING:
    from ..project import Project
    from ..toml import Document
    from .types import Link


def document_link(document: Document, *, project: Project | None = None) -> tuple[Link, ...]:
    """The links of all apps, in the order of the text."""
    if project is None:
        return ()
    links = [
        link
        for app in subject(document, project).apps
        for link in app_links(document, app, project)
    ]
    return tuple(sorted(links, key=lambda link: link.span))
