"""Valid TOML texts in every notation, made by chance: a strategy of hypothesis. Knows TOML only.

A text is made of a tree of tables. Each table is written as a header with a body, by dotted keys,
as an inline table on one line or on several (TOML 1.1), or it is only implied by its sub-tables.
Comments, blank lines, indentation and odd spacing stand wherever TOML allows them.
"""

from __future__ import annotations

from typing import NamedTuple

from hypothesis import strategies as st

KEYS = ("a", "b", "c", "dd", "e-1", '"x y"', "'lit.eral'", '"\\u00e9"', "7")
SCALARS = (
    "1",
    "-2.5",
    "true",
    '"text"',
    '"a # b, } ]"',
    "'lit'",
    '"""two\nlines"""',
    "'''#\n'''",
    "1979-05-27",
    '"q\\"q"',
)
COMMENTS = ("# c", "#", "# a = 1, [x] }", "# 'q\" é \u2028x")
DEPTH = 3


class Maker:
    """Draws choices and writes TOML."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.toml_1_1 = self.chance(2)

    def pick(self, count: int) -> int:
        """A number below `count`; the lowest ones are the simplest."""
        return self.draw(st.integers(0, count - 1))

    def chance(self, odds: int) -> bool:
        """True once in `odds` times."""
        return self.pick(odds) == odds - 1

    def names(self, most: int) -> list[str]:
        """Some different keys."""
        return self.draw(st.lists(st.sampled_from(KEYS), max_size=most, unique=True))

    def space(self) -> str:
        return (" ", "", "  ", "\t")[self.pick(4)] if self.chance(5) else " "

    def comment(self) -> str:
        return (" " * self.pick(3)) + COMMENTS[self.pick(len(COMMENTS))] if self.chance(5) else ""

    def gap(self) -> str:
        """Blank lines and comments between the lines of a body."""
        if not self.chance(4):
            return ""
        lines = ("\n", "  # alone\n", "# alone\n\n", "\n\n", "\n# above\n")
        return lines[self.pick(len(lines))]

    def value(self, depth: int) -> str:
        """A scalar, an array or an inline table."""
        kind = self.pick(6) if depth < DEPTH else 0
        if kind < 4:
            return SCALARS[self.pick(len(SCALARS))]
        return self.array(depth + 1) if kind == 4 else self.inline(depth + 1)

    def array(self, depth: int) -> str:
        items = [self.value(depth) for _ in range(self.pick(4))]
        return self.container("[", items, "]", tall=self.chance(3), padded=self.chance(3))

    def inline(self, depth: int) -> str:
        pairs = [self.pair(name, depth) for name in self.names(3)]
        tall = self.toml_1_1 and self.chance(2)
        return self.container("{", pairs, "}", tall=tall, padded=not self.chance(4))

    def container(self, start: str, items: list[str], end: str, tall: bool, padded: bool) -> str:
        trailing = bool(items) and self.chance(3) and (start == "[" or self.toml_1_1)
        if not tall:
            pad = " " if padded else ""
            comma = "," + self.space() if self.chance(3) else ", "
            inner = comma.join(items) + (("," if self.chance(2) else " ,") if trailing else "")
            return f"{start}{pad}{inner}{pad}{end}" if inner else f"{start}{pad}{end}"
        text = start + self.comment() + "\n"
        shared = False
        for number, item in enumerate(items):
            last = number + 1 == len(items)
            if not shared:
                text += ("  # inside\n" if self.chance(5) else "") + "\n" * self.chance(8)
                text += ("  ", "    ", "", "\t")[self.pick(4)]
            text += item + ("" if last and not trailing else ",")
            shared = not last and self.chance(4)
            text += " " if shared else self.comment() + "\n"
        if self.chance(6):
            text += "  # last\n"
        elif items and self.chance(6) and "#" not in text.rsplit("\n", 2)[-2]:
            text = text[:-1]
        return text + end

    def pair(self, name: str, depth: int) -> str:
        """`key = value`, or pairs of a dotted table joined by the caller's separator."""
        if depth < DEPTH and self.chance(6):
            inner = self.names(1)
            if inner:
                return self.pair(f"{name}.{inner[0]}", depth + 1)
        return f"{name}{self.space()}={self.space()}{self.value(depth)}"


class Written(NamedTuple):
    """A table as written: the lines of its own body, and the sections that follow."""

    body: list[str]
    sections: list[str]


def _table(maker: Maker, path: tuple[str, ...], depth: int) -> Written:
    body: list[str] = []
    sections: list[str] = []
    indent = ("", "", "  ", "\t")[maker.pick(4)]
    for name in maker.names(4 if depth else 5):
        kind = maker.pick(5) if depth < DEPTH else maker.pick(2)
        if kind < 2:
            body.append(_line(maker, indent, maker.pair(name, depth)))
        elif kind == 2:
            names = maker.names(3)
            for inner in names:
                body.append(_line(maker, indent, maker.pair(f"{name}.{inner}", depth + 1)))
        elif kind == 3:
            sections.append(_section(maker, (*path, name), depth + 1, "[", "]"))
        else:
            for _ in range(1 + maker.pick(2)):
                sections.append(_section(maker, (*path, name), depth + 1, "[[", "]]"))
    if maker.chance(2):
        body.reverse()
    return Written(body, sections)


def _line(maker: Maker, indent: str, pair: str) -> str:
    return f"{maker.gap()}{indent}{pair}{maker.comment()}\n"


def _section(maker: Maker, path: tuple[str, ...], depth: int, start: str, end: str) -> str:
    table = _table(maker, path, depth)
    dot = " . " if maker.chance(8) else "."
    header = f"{start}{dot.join(path)}{end}{maker.comment()}\n"
    if start == "[" and table.sections and not table.body and maker.chance(2):
        header = ""
    elif maker.chance(8):
        header = "  " + header
    return maker.gap() + header + "".join(table.body) + "".join(table.sections)


@st.composite
def documents(draw: st.DrawFn) -> str:
    """Valid TOML texts, some with CRLF line ends or without a line end at the end."""
    maker = Maker(draw)
    table = _table(maker, (), 0)
    text = "".join(table.body) + "".join(table.sections) + maker.gap()
    if maker.chance(6):
        text = text.rstrip("\n")
    return text.replace("\n", "\r\n") if maker.chance(4) else text
