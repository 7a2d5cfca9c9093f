"""The files around a pyproject.toml, read-only and confined. Knows files; must not know TOML text,
the protocol or rules. Nothing of a project is imported or executed.

Importing the package imports no reader: each is imported by the first question that needs it.
"""

from .files import Text, Unreadable
from .project import Project, open_project
from .workspace import Entry, Listing

__all__ = ["Entry", "Listing", "Project", "Text", "Unreadable", "open_project"]
