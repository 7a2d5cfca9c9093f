"""Parses params leniently: drops optional fields that do not match the LSP types.

Knows attrs classes and the errors of cattrs, no message. A client may be newer than these types, or
careless: it sends a symbol kind that is not defined yet, `true` instead of an object, or the
diagnostics of another server in a form of its own.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import attrs
import cattrs
from cattrs.errors import ClassValidationError, IterableValidationError
from lsprotocol import types

if TYPE_CHECKING:
    Place = tuple[str | int, ...]
    T = TypeVar("T")

log = logging.getLogger(__name__)

_DEFAULTS: Mapping[str, tuple[tuple[tuple[str, ...], Any], ...]] = {
    "initialize": ((("params", "capabilities"), {}),),
    "textDocument/didOpen": (
        (("params", "textDocument", "version"), 0),
        (("params", "textDocument", "languageId"), ""),
    ),
    "textDocument/didChange": ((("params", "textDocument", "version"), 0),),
}
"""Required fields that some clients leave out or send as null, with what is taken instead."""

_ROUNDS = 10
"""How often a message is tried: one mismatch may hide others."""


def structure_leniently(message: dict[str, Any], structure: Callable[[dict[str, Any]], T]) -> T:
    """What `structure` returns for a message without the optional fields that do not match.

    Raises the first error of `structure` if anything else does not match. Absent params are tried
    as empty ones.
    """
    first: Exception | None = None
    rest: Any = message if "params" in message else {**message, "params": {}}
    for required, default in _DEFAULTS.get(str(message.get("method")), ()):
        rest = _with_default(rest, required, default)
    for _ in range(_ROUNDS):
        try:
            return structure(rest)
        except Exception as error:
            first = first or error
            places = set(_mismatches(error))
            log.warning("%s does not match the protocol: %s", message["method"], describe(error))
        for place in places:
            if place is None:
                raise first
            rest = _without(rest, place)
    assert first is not None
    raise first


def whole_text(params: object) -> types.DidChangeTextDocumentParams | None:
    """The params of `textDocument/didChange` where they are one whole text, without cattrs.

    `None` for all others, which are for `structure_leniently`.
    """
    match params:
        case {
            "textDocument": {"uri": str(uri), "version": int(version)},
            "contentChanges": [{"text": str(text), **others}],
        } if all(each is None for each in others.values()):
            return types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(version, uri),
                [types.TextDocumentContentChangeWholeDocument(text)],
            )
    return None


def describe(error: Exception) -> str:
    """Where a message does not match, such as `invalid value @ params.position`."""
    first = next(iter(cattrs.transform_error(error)), "unknown error")
    return _wire_name(first.replace("$.", ""))


def _mismatches(
    error: Exception, at: Place = (), optional: Place | None = None
) -> Iterator[Place | None]:
    """The innermost optional field around each mismatch; `None` where there is none.

    `at` is where the error was raised, `optional` the innermost optional field on the way there.
    """
    inner: list[tuple[Exception, Place, Place | None]] = []
    alone: list[Exception] = []
    if isinstance(error, ClassValidationError):
        members = attrs.fields_dict(error.cl)
        named, alone = error.group_exceptions()
        for cause, note in named:
            place = (*at, _wire_name(note.name))
            is_optional = members[note.name].default is not attrs.NOTHING
            inner.append((cause, place, place if is_optional else optional))
    elif isinstance(error, IterableValidationError):
        items, alone = error.group_exceptions()
        inner = [(cause, (*at, item.index), optional) for cause, item in items]
    if alone or not inner:
        yield optional
    for cause, place, nearest in inner:
        yield from _mismatches(cause, place, nearest)


def _with_default(value: Any, place: Sequence[str], default: Any) -> Any:
    """A copy of a value of JSON with a default at a place where nothing or null is."""
    name, *inside = place
    if not isinstance(value, dict):
        return value
    if inside:
        return {**value, name: _with_default(value.get(name), inside, default)}
    return value if value.get(name) is not None else {**value, name: default}


def _without(value: Any, place: Sequence[str | int]) -> Any:
    """A copy of a value of JSON without what is at a place, if anything is."""
    name, *inside = place
    if isinstance(value, list):
        return [_without(item, inside) if at == name else item for at, item in enumerate(value)]
    if not isinstance(value, dict) or name not in value:
        return value
    if inside:
        return {**value, name: _without(value[name], inside)}
    return {key: item for key, item in value.items() if key != name}


def _wire_name(name: str) -> str:
    return re.sub(r"_([a-z])", lambda match: match[1].upper(), name)
