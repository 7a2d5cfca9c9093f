"""Inline tables and arrays: adding an element behind another and taking one out, with its comma.

Knows offsets in the text; no path, no document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...text import Span
from ..syntax_tree import Value, commas
from ..types import TextEdit
from .lines import comment_behind, indent_at, line_end, line_start, newline, next_line

if TYPE_CHECKING:
    from ..section import Section


class Box(NamedTuple):
    """An inline table or array with absolute offsets: `end` is behind its closing bracket.

    `commas` holds the offset of the comma behind each element, -1 where there is none.
    """

    text: str
    start: int
    end: int
    elements: tuple[Span, ...]
    commas: tuple[int, ...]


def box_of(text: str, section: Section, base: int, value: Value) -> Box | None:
    """The box of a value of a section that starts at `base`; None where it is torn itself."""
    if not value.closed:
        return None
    found = iter([*commas(section.text, value), -1])
    elements = [Span(child.start, child.end) for child in value.children]
    behind: list[int] = []
    comma = next(found)
    for number, element in enumerate(elements):
        after = elements[number + 1].start if number + 1 < len(elements) else value.end
        if not element.end <= comma < after:
            if number + 1 < len(elements):
                return None
            comma = -1
        behind.append(comma + base if comma >= 0 else -1)
        comma = next(found, -1)
    if comma >= 0:
        return None
    shifted = tuple([element.shift(base) for element in elements])
    return Box(text, value.start + base, value.end + base, shifted, tuple(behind))


def append(
    box: Box, number: int, element: str, comment: str = "", braced: bool = True
) -> tuple[list[TextEdit], bool]:
    """Put an element behind element `number`, or into an empty box; and whether the comment fitted.

    An element whose neighbour has lines of its own gets a line of its own, too.
    """
    text = box.text
    end = newline(text)
    if not box.elements:
        return _fill(box, element, comment, braced)
    start, stop = box.elements[number]
    comma = box.commas[number]
    line = line_start(text, start)
    shares_line = line <= box.start or text[line:start].strip(" \t")
    if shares_line or (comma >= 0 and line_end(text, stop) < comma):
        return [TextEdit(Span(stop, stop), f", {element}")], False
    behind = comma + 1 if comma >= 0 else stop
    last = behind + len(comment_behind(text, behind))
    fits = last == line_end(text, behind)
    if not fits:
        # Something else stands on this line, such as the closing bracket.
        last, comment = behind, ""
    new = f"{end}{indent_at(text, start)}{element}"
    if comma >= 0:
        return [TextEdit(Span(last, last), f"{new},{comment}")], fits
    if last == stop:
        return [TextEdit(Span(stop, stop), f",{new}{comment}")], fits
    return [TextEdit(Span(stop, stop), ","), TextEdit(Span(last, last), new + comment)], fits


def _fill(box: Box, element: str, comment: str, braced: bool) -> tuple[list[TextEdit], bool]:
    text = box.text
    inside = Span(box.start + 1, box.end - 1)
    if "\n" not in text[slice(*inside)]:
        space = " " if braced else ""
        return [TextEdit(inside, f"{space}{element}{space}")], False
    line = line_start(text, inside.end)
    indent = indent_at(text, box.end - 1)
    new = f"{indent}  {element}{comment}{newline(text)}"
    if text[line : inside.end].strip(" \t"):
        line = inside.end
        new = newline(text) + new
    return [TextEdit(Span(line, line), new)], True


class _Spot(NamedTuple):
    """What stands around an element on its lines.

    `line` is where its first line starts, `lead` what stands before it there but brackets. `gone`
    is the comma that goes with it (-1 for none), `after` behind that comma if it is on the last
    line. `comment` follows there, and `ends_line` says that nothing else does. The element `leads`
    with its comma where the commas stand in a column of their own.
    """

    line: int
    lead: str
    leads: bool
    gone: int
    after: int
    comment: str
    ends_line: bool

    @property
    def owns_comment(self) -> bool:
        """Whether the comment is about this element alone."""
        return self.ends_line and (not self.lead or self.leads)


def own_comment(box: Box, number: int) -> str:
    """The comment that goes with an element when it is taken out, with the space before it."""
    spot = _spot(box, number)
    return spot.comment if spot.owns_comment else ""


def _spot(box: Box, number: int) -> _Spot:
    text = box.text
    start, end = box.elements[number]
    comma = box.commas[number]
    prior = box.commas[number - 1] if number else -1
    line = line_start(text, start)
    lead = text[max(line, box.start + 1) : start].strip(" \t")
    is_here = comma >= 0 and line_end(text, end) > comma
    leads = lead == "," and line <= prior and not is_here
    gone = prior if leads or comma < 0 else comma
    after = comma + 1 if is_here else end
    comment = comment_behind(text, after)
    stop = line_end(text, after)
    ends_line = stop < box.end and not text[after + len(comment) : stop].strip(" \t")
    return _Spot(line, lead, leads, gone, after, comment, ends_line)


def take_out(box: Box, number: int, keep_comment: bool = False) -> list[TextEdit]:
    """Remove an element with one comma; lines of its own go with their end-of-line comment."""
    text = box.text
    if _is_alone(box):
        return [TextEdit(Span(box.start + 1, box.end - 1), "")]
    start, end = box.elements[number]
    spot = _spot(box, number)
    last = number + 1 == len(box.elements)
    if spot.owns_comment:
        own_line = spot.line > box.start
        if keep_comment and spot.comment:
            lead = len(spot.comment) - len(spot.comment.lstrip(" \t"))
            cut = Span(start, spot.after + lead)
        elif own_line:
            cut = Span(spot.line, next_line(text, spot.after))
        else:
            cut = Span(box.start + 1, line_end(text, spot.after))
        return _with_comma(text, cut, spot.gone)
    if last and not spot.lead and spot.line > box.start:
        # The closing bracket stays, on a line of its own.
        cut = Span(spot.line, box.end - 1)
        return _with_comma(text, cut, spot.gone, indent_at(text, box.start))
    has_comma = spot.after > end
    if not last and has_comma and line_start(text, box.elements[number + 1].start) <= end:
        return [TextEdit(Span(start, box.elements[number + 1].start), "")]
    if has_comma:
        prior = box.commas[number - 1] if number else -1
        return [TextEdit(Span(prior + 1 if prior >= spot.line else start, spot.after), "")]
    return _with_comma(text, Span(start, end), spot.gone)


def _is_alone(box: Box) -> bool:
    """Whether the only element has nothing else around it than spaces and its comma."""
    if len(box.elements) != 1:
        return False
    start, end = box.elements[0]
    around = box.text[box.start + 1 : start] + box.text[end : box.end - 1]
    return not around.strip(" \t,")


def _with_comma(text: str, cut: Span, comma: int, new: str = "") -> list[TextEdit]:
    """Cut a span, and the comma with the spaces that it leaves over where it is outside."""
    edit = TextEdit(cut, new)
    if comma < 0 or cut.start <= comma < cut.end:
        return [edit]
    start, end = comma, comma + 1
    behind = text[end : line_end(text, end)].lstrip(" \t")
    if not behind or behind.startswith("#") or comma < cut.start:
        while text[start - 1] in " \t":
            start -= 1
    else:
        while text[end : end + 1] in (" ", "\t"):
            end += 1
    if not text[end : cut.start].strip(" \t") and "\n" not in text[end : cut.start]:
        return [TextEdit(Span(start, cut.end), new)]
    return sorted([edit, TextEdit(Span(start, end), "")])
