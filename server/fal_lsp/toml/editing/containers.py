"""Inline tables and arrays: adding an element after another and taking one out, with its comma.

Knows offsets in the text; must not know paths or documents.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...text import Span
from ..types import TextEdit
from .lines import comment_behind, indent_at, line_end, line_start, newline, next_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..section import Section
    from ..syntax_tree import Pair, Value


class Container(NamedTuple):
    """An inline table or array: `start` is its opening bracket, `end` after its closing one."""

    text: str
    start: int
    end: int
    base: int
    children: Sequence[Pair | Value]
    separators: Sequence[int]

    def element(self, number: int) -> Span:
        """Where an element is in the text."""
        child = self.children[number]
        return Span(child.start + self.base, child.end + self.base)

    def comma(self, number: int) -> int:
        """The offset of the comma after an element, -1 where there is none."""
        comma = self.separators[number]
        return comma if comma < 0 else comma + self.base


def container_of(text: str, section: Section, base: int, value: Value) -> Container | None:
    """The container of a value of a section that starts at `base`; None where it is malformed."""
    separators = section.separators(value) if value.closed else None
    if separators is None:
        return None
    start, end = value.start + base, value.end + base
    return Container(text, start, end, base, value.children, separators)


def append(
    container: Container, number: int, element: str, comment: str = "", braced: bool = True
) -> tuple[list[TextEdit], bool]:
    """Put an element after element `number`, or into an empty container.

    Also returns whether the comment fitted.

    An element whose neighbour has lines of its own gets a line of its own, too.
    """
    text = container.text
    end = newline(text)
    if not container.children:
        return _fill(container, element, comment, braced)
    start, stop = container.element(number)
    comma = container.comma(number)
    line = line_start(text, start)
    shares_line = line <= container.start or text[line:start].strip(" \t")
    if shares_line or (comma >= 0 and line_end(text, stop) < comma):
        return [TextEdit(Span(stop, stop), f", {element}")], False
    behind = comma + 1 if comma >= 0 else stop
    last = behind + len(comment_behind(text, behind))
    fits = last == line_end(text, behind)
    if not fits:
        # Something else is on this line, such as the closing bracket.
        last, comment = behind, ""
    new = f"{end}{indent_at(text, start)}{element}"
    if comma >= 0:
        return [TextEdit(Span(last, last), f"{new},{comment}")], fits
    if last == stop:
        return [TextEdit(Span(stop, stop), f",{new}{comment}")], fits
    return [TextEdit(Span(stop, stop), ","), TextEdit(Span(last, last), new + comment)], fits


def _fill(
    container: Container, element: str, comment: str, braced: bool
) -> tuple[list[TextEdit], bool]:
    text = container.text
    inside = Span(container.start + 1, container.end - 1)
    if "\n" not in text[slice(*inside)]:
        space = " " if braced else ""
        return [TextEdit(inside, f"{space}{element}{space}")], False
    line = line_start(text, inside.end)
    indent = indent_at(text, container.end - 1)
    new = f"{indent}  {element}{comment}{newline(text)}"
    if text[line : inside.end].strip(" \t"):
        line = inside.end
        new = newline(text) + new
    return [TextEdit(Span(line, line), new)], True


class _Element(NamedTuple):
    """What is around an element on its lines.

    `line` is where its first line starts, `lead` what is before it there except brackets. `gone`
    is the comma that goes with it (-1 for none), `after` after that comma if it is on the last
    line. `comment` follows there, and `ends_line` says that nothing else does. The element `leads`
    with its comma where the commas are in a column of their own.
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


def own_comment(container: Container, number: int) -> str:
    """The comment that goes with an element when it is taken out, with the space before it."""
    element = _element(container, number)
    return element.comment if element.owns_comment else ""


def _element(container: Container, number: int) -> _Element:
    text = container.text
    start, end = container.element(number)
    comma = container.comma(number)
    prior = container.comma(number - 1) if number else -1
    line = line_start(text, start)
    lead = text[max(line, container.start + 1) : start].strip(" \t")
    is_here = comma >= 0 and line_end(text, end) > comma
    leads = lead == "," and line <= prior and not is_here
    gone = prior if leads or comma < 0 else comma
    after = comma + 1 if is_here else end
    comment = comment_behind(text, after)
    stop = line_end(text, after)
    ends_line = stop < container.end and not text[after + len(comment) : stop].strip(" \t")
    return _Element(line, lead, leads, gone, after, comment, ends_line)


def take_out(container: Container, number: int, keep_comment: bool = False) -> list[TextEdit]:
    """Remove an element with one comma; lines of its own go with their end-of-line comment."""
    text = container.text
    if _is_alone(container):
        return [TextEdit(Span(container.start + 1, container.end - 1), "")]
    start, end = container.element(number)
    element = _element(container, number)
    last = number + 1 == len(container.children)
    if element.owns_comment:
        own_line = element.line > container.start
        if keep_comment and element.comment:
            lead = len(element.comment) - len(element.comment.lstrip(" \t"))
            cut = Span(start, element.after + lead)
        elif own_line:
            cut = Span(element.line, next_line(text, element.after))
        else:
            cut = Span(container.start + 1, line_end(text, element.after))
        return _with_comma(text, cut, element.gone)
    if last and not element.lead and element.line > container.start:
        # The closing bracket stays, on a line of its own.
        cut = Span(element.line, container.end - 1)
        return _with_comma(text, cut, element.gone, indent_at(text, container.start))
    has_comma = element.after > end
    if not last and has_comma and line_start(text, container.element(number + 1).start) <= end:
        return [TextEdit(Span(start, container.element(number + 1).start), "")]
    if has_comma:
        prior = container.comma(number - 1) if number else -1
        return [TextEdit(Span(prior + 1 if prior >= element.line else start, element.after), "")]
    return _with_comma(text, Span(start, end), element.gone)


def _is_alone(container: Container) -> bool:
    """Whether the only element has nothing else around it than spaces and its comma."""
    if len(container.children) != 1:
        return False
    start, end = container.element(0)
    around = container.text[container.start + 1 : start] + container.text[end : container.end - 1]
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
