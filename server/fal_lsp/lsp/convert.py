"""Offsets to positions on the wire and back, diagnostics and edits. Knows no feature, no TOML.

The only place that knows of encodings. Inside the program an offset counts code points; on the wire
a position is a line and a column in the code units that client and server agreed on (UTF-8 bytes,
UTF-16 units or code points; LSP 3.17, PositionEncodingKind).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from lsprotocol import types

from ..text import LineIndex, Span, units
from .uris import path_uri

if TYPE_CHECKING:
    from ..lint.diagnostic import Diagnostic, RelatedSpan
    from ..project.python.source import Extent
    from ..rules.finding import FilePlace
    from ..text import Encoding
    from ..toml.types import TextEdit
    from .client_capabilities import Capabilities

Json = Any
"""What is sent as it is: as objects of lsprotocol it would cost a tenth of a keystroke more."""

_SEVERITY = {
    "error": types.DiagnosticSeverity.Error.value,
    "warning": types.DiagnosticSeverity.Warning.value,
    "information": types.DiagnosticSeverity.Information.value,
    "hint": types.DiagnosticSeverity.Hint.value,
}
_TAG = {
    "unnecessary": types.DiagnosticTag.Unnecessary.value,
    "deprecated": types.DiagnosticTag.Deprecated.value,
}


class Positions(NamedTuple):
    """Conversions for one text in one encoding.

    A position outside the text is clamped into it, as the protocol asks: past the end of a line is
    its end, past the last line the end of the text, half a character its start.
    """

    lines: LineIndex
    encoding: Encoding

    def offset(self, position: types.Position) -> int:
        """The code point offset of a position."""
        return self.lines.offset(position.line, position.character, self.encoding)

    def span(self, wire: types.Range) -> Span:
        """The span of a range; one that is written backwards is turned round."""
        start, end = self.offset(wire.start), self.offset(wire.end)
        return Span(min(start, end), max(start, end))

    def position(self, offset: int) -> types.Position:
        """The position of a code point offset."""
        return types.Position(*self.lines.position(offset, self.encoding))

    def range(self, span: Span) -> types.Range:
        """The range of a span."""
        return types.Range(self.position(span.start), self.position(span.end))

    def json(self, span: Span) -> Json:
        """The range of a span as it is sent."""
        line, character = self.lines.position(span.start, self.encoding)
        end_line, end = self.lines.position(span.end, self.encoding)
        return {
            "start": {"line": line, "character": character},
            "end": {"line": end_line, "character": end},
        }

    def text_edits(self, edits: Iterable[TextEdit]) -> list[types.TextEdit]:
        """Edits of this text for the wire."""
        return [types.TextEdit(self.range(edit.span), edit.text) for edit in edits]


def line_start(place: FilePlace) -> types.Location:
    """The start of a line of another file, whose text nobody has read: column 0 in any encoding."""
    start = types.Position(place.line, 0)
    return types.Location(path_uri(place.file), types.Range(start, start))


def extent(of: Extent, encoding: Encoding) -> tuple[types.Range, types.Range]:
    """The range of a class or function of another file, and that of its name."""
    line, column = of.name
    name = types.Range(
        types.Position(line, column),
        types.Position(line, column + units(of.written, encoding)),
    )
    end = types.Position(of.last, units(of.tail, encoding))
    return types.Range(types.Position(*of.start), end), name


def diagnostics(
    diagnostics: Sequence[Diagnostic], positions: Positions, uri: str, capabilities: Capabilities
) -> list[Json]:
    """Diagnostics of the document at `uri` for the wire, without what the client can't take."""
    return [_diagnostic(item, positions, uri, capabilities) for item in diagnostics]


def _diagnostic(
    item: Diagnostic, positions: Positions, uri: str, capabilities: Capabilities
) -> Json:
    found = {
        "range": positions.json(item.span),
        "message": f"{item.message}\n{item.help}" if item.help else item.message,
        "severity": _SEVERITY[item.severity.value],
        "code": item.rule,
        "source": "fal-lsp",
    }
    if item.url and capabilities.code_description:
        found["codeDescription"] = {"href": item.url}
    if item.tags and capabilities.diagnostic_tags:
        found["tags"] = [_TAG[tag] for tag in item.tags]
    if item.related and capabilities.related_information:
        found["relatedInformation"] = [_related(other, positions, uri) for other in item.related]
    return found


def _related(other: RelatedSpan, positions: Positions, uri: str) -> Json:
    place = other.place
    if isinstance(place, Span):
        location = {"uri": uri, "range": positions.json(place)}
    else:
        start = {"line": place.line, "character": 0}
        location = {"uri": path_uri(place.file), "range": {"start": start, "end": start}}
    return {"location": location, "message": other.message}
