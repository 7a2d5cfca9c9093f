"""An error that a method of an app certainly raises. Must not know how it is found, or worded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from .loading import FailedImport
    from .source import Written

Kind = Literal[
    "undefined", "unassigned", "counted", "import", "call", "path", "attribute", "module"
]
"""`undefined`: a name that neither the function nor its module binds. `unassigned`: one that the
function reads before it assigns it; `counted`: as in `name += 1`.
`path`: a path that a string is added to; `name` is the sum."""


class MethodError(NamedTuple):
    """Where the error is raised: in the method itself, or in a function that it calls."""

    kind: Kind
    name: str
    path: str
    written: Written
    has_self: bool = False
    """The function is a method of the app."""
    failed: FailedImport | None = None
    words: str = ""
    """What Python says of a call; the module or class of Python that has no such attribute."""
