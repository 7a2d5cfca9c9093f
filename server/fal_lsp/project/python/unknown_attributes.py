"""An attribute that code uses and that is certainly missing. Must not know how one is found."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from .source import Written


class UnknownAttribute(NamedTuple):
    """An attribute that a method reads or sets and that the instance certainly does not have."""

    owner: str
    """The class of the app, or the model of the request."""
    name: str
    method: str
    """The method that uses it."""
    path: str
    written: Written
    others: tuple[str, ...]
    """Those that it has."""
    is_field: bool = False
    """Whether `owner` is the model of a request."""
    is_called: bool = False
    is_set: bool = False
