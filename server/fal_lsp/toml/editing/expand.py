"""Writes an inline table as a table with a header of its own, with every comment in it.

Knows how a table is written; must not know why it is changed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..lookup import nodes_along, occurrences
from ..node import ValueNode
from ..syntax_tree import Pair, Value
from .lines import comment_behind, indent_at
from .remove import comments_above
from .sections import commented_lines, with_new_section
from .value_text import gaps, in_toml_1_0

if TYPE_CHECKING:
    from ..document import Document
    from ..section import Section
    from ..types import Path, TextEdit


def expand(document: Document, path: Path, end: str) -> list[TextEdit] | None:
    """Write the inline table at a path as a `[table]` after its parent's keys.

    What comes out is TOML 1.0: tables inside stay inline where they fit on one line, else they get
    headers of their own. None where it is not in a section's body (but inside another one or inside
    an array), or where a comment would be lost. `end` is the line end to use.
    """
    nodes = nodes_along(document, path)
    node = nodes[-1] if nodes else None
    if nodes is None or not isinstance(node, ValueNode) or node.pair is None:
        return None
    place = occurrences(nodes)[0]
    section = document.sections[place.section]
    if node.raw.kind != "table" or node.raw.malformed or place.container is not None:
        return None
    if section.header and (section.header.malformed or section.header.dangling):
        return None
    text, base = document.text, document.starts[place.section]
    parts = section.header.parts if section.header else ()
    key = section.text[node.pair.parts[0].start : node.pair.parts[-1].end]
    header = f"{section.text[parts[0].start : parts[-1].end]}.{key}" if parts else key
    outer = indent_at(text, base + section.header.start) if section.header else ""
    comment = comment_behind(text, base + node.pair.end)
    table = _Table(header, outer, indent_at(text, base + node.pair.start), comment)
    if not _fill(table, section, node.raw):
        return None
    lines = [*(outer + line for line in comments_above(document, path)), *table.lines()]
    cut = commented_lines(document, place.section, place.number)
    return with_new_section(document, place.section, [cut], lines, end)


@dataclass
class _Table:
    """A table in the making: the lines of its body, and the tables that get headers below it."""

    header: str
    outer: str
    indent: str
    comment: str
    above: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    below: list[_Table] = field(default_factory=list)

    def lines(self) -> list[str]:
        """The section and the sections below it, with blank lines between them."""
        lines = [self.outer + line for line in self.above]
        lines += [f"{self.outer}[{self.header}]{self.comment}", *self.body]
        for table in self.below:
            lines += ["", *table.lines()]
        return lines

    def own_lines(self, lines: list[str]) -> None:
        """Add comments and blank lines to the body, no blank line first or after another one."""
        for line in lines:
            if line:
                self.body.append(self.indent + line)
            elif self.body and self.body[-1]:
                self.body.append("")


def _fill(table: _Table, section: Section, value: Value) -> bool:
    """Write the pairs of an inline table into `table`; False where a comment would be lost."""
    pairs = [child for child in value.children if isinstance(child, Pair)]
    ends = [value.start + 1, *(pair.end for pair in pairs)]
    starts = [*(pair.start for pair in pairs), value.end - 1]
    spaces = [_gap(section.text[end:start]) for end, start in zip(ends, starts, strict=True)]
    behind, above = spaces[0]
    if behind and table.comment:
        table.own_lines([behind.strip()])
    table.comment = table.comment or behind
    for pair, (comment, below) in zip(pairs, spaces[1:], strict=True):
        text = _body_line(table, section, pair)
        if text is not None:
            table.own_lines(above)
            table.body.append(f"{table.indent}{text}{comment}")
        elif pair.value.kind == "table":
            key = section.text[pair.parts[0].start : pair.parts[-1].end]
            header = f"{table.header}.{key}"
            comments = [line for line in above if line]
            inner = _Table(header, table.outer, table.indent, comment, comments)
            if not _fill(inner, section, pair.value):
                return False
            table.below.append(inner)
        else:
            return False
        above = below
    table.own_lines(above)
    while table.body and not table.body[-1]:
        table.body.pop()
    return True


def _body_line(table: _Table, section: Section, pair: Pair) -> str | None:
    """A pair as a line of a body; None for a table over several lines, or with a lost comment."""
    value = pair.value
    if value.kind == "table" and "\n" in gaps(section, value):
        return None
    text = in_toml_1_0(section, value)
    if text is None:
        return None
    if value.kind != "string" and '"""' not in text and "'''" not in text:
        # The lines of an array move with its key.
        indent = indent_at(section.text, pair.start)
        if indent.startswith(table.indent):
            text = text.replace("\n" + indent, "\n" + table.indent)
    return section.text[pair.start : value.start] + text


def _gap(text: str) -> tuple[str, list[str]]:
    """What is between two pairs: the comment after the first, and the lines below it."""
    first, *lines = text.replace("\r\n", "\n").split("\n")
    mark = first.find("#")
    comment = ""
    if mark >= 0:
        lead = first[:mark].lstrip(" \t")
        space = lead[len(lead.rstrip(" \t")) :]
        comment = (space or " ") + first[mark:]
    return comment, [line.strip(" \t").lstrip(", \t") for line in lines[:-1]]
