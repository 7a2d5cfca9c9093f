"""Hypothesis strategies: TOML texts, changed texts of the corpus, data for `[tool.fal]`.

Know TOML and the schema, no rule. `write_toml` writes the data as a text.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any, NamedTuple

from fal_schema.lookup import SchemaNode, node_at
from hypothesis import strategies as st

from tests.support.corpus import cases

# --- Texts ----------------------------------------------------------------------------------------

PIECES = (
    *("[", "]", "[[", "]]", "{", "}", '"', "'", '"""', "'''", "\\", "=", ".", ",", "#", " ", "\t"),
    *("\n", "\r\n", "\r", "\0", "\ufeff", "\u2028", "\x85", "🎨", "ü", "-", "_", "0", "1e9", "nan"),
    *("[tool.fal.apps.x]\n", "[tool.fal]\n", "apps", "ref = ", '"app.py::X"', "true", "2026-02-03"),
    *(
        "# fal-lsp: ignore[unknown-key]",
        "[tool.fal-lsp]\n",
        "health_check",
        "image",
        "::",
        "}}",
        "]]",
    ),
)

fragments = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
texts = st.one_of(st.text(max_size=200), st.lists(fragments, max_size=12).map("".join))


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A case of the corpus after a few cuts and insertions."""
    text = draw(st.sampled_from(cases())).text
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.sampled_from((0, 0, 1, 1, 5, 40, 10_000))))
        text = text[:start] + draw(fragments) + text[end:]
    return text


# --- Data -----------------------------------------------------------------------------------------


def _keys(node: SchemaNode) -> list[str]:
    names = [*node.children]
    for child in (*node.children.values(), *((node.entry,) if node.entry else ())):
        names += _keys(child)
    return names


APP = node_at(("apps", "x"))
assert APP is not None
NAMES = sorted({*_keys(APP), "apps", "x", "ghcr.io", "machine-type", "", "🎨", "a b", "sana.py"})
WORDS = (
    *("", " ", "app.py::X", "a.b:C", "S", "GPU-H100", "public", "Public", "rolling", "us-east"),
    *("timeout", "$SECRET", "3.12", ">=3", "*.pyc", ".", "torch==2", "torch=2", "/health", "GET"),
    *("Dockerfile", "a::b::c", ":", "::", "🎨", "true", "0", "\n", "\\", '"'),
)
scalars = st.one_of(
    st.sampled_from(WORDS),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    st.booleans(),
    st.sampled_from(
        (-1, 0, 1, 30, 31, 65535, 65536, 2**31 - 1, 2**31, -(2**31) - 1, 2**63, 10**40)
    ),
    st.floats(),
    st.just(date(2026, 2, 3)),
    st.just(time(4, 5, 6)),
    st.just(datetime(2026, 2, 3, 4, 5, 6)),
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.sampled_from(NAMES), inner, max_size=5),
    ),
    max_leaves=12,
)
tables = st.dictionaries(st.sampled_from(NAMES), values, max_size=8)
fal_tables = st.one_of(
    values,
    tables,
    st.fixed_dictionaries({"apps": st.dictionaries(st.sampled_from(NAMES), tables, max_size=4)}),
    st.fixed_dictionaries({"apps": values}),
)


def near(node: SchemaNode) -> st.SearchStrategy[Any]:
    """Values for a key of the model: its examples and values, its sub-tables, and anything."""
    good = [*node.examples, *(value.value for value in node.values)]
    choices = [values, st.sampled_from(good)] if good else [values]
    if node.children or node.entry:
        choices.append(table_near(node))
    return st.one_of(*reversed(choices))


_FEW = st.sampled_from((1, 1, 2, 3, 6))


@st.composite
def table_near(draw: st.DrawFn, node: SchemaNode) -> dict[str, Any]:
    """Tables with some of the keys of the model and, rarely, one that it doesn't know."""
    children = dict(node.children)
    if node.entry is not None:
        children |= {"one": node.entry, "two": node.entry}
    names = draw(st.lists(st.sampled_from(sorted(children)), max_size=draw(_FEW), unique=True))
    table = {name: draw(near(children[name])) for name in names}
    if draw(st.integers(0, 9)) == 9:
        table.setdefault(draw(st.sampled_from(NAMES)), draw(values))
    return table


@st.composite
def _app(draw: st.DrawFn) -> dict[str, Any]:
    assert APP is not None
    table = draw(table_near(APP))
    if draw(st.booleans()) and not table.keys() & {"ref", "python_entry_point", "image"}:
        table["ref"] = "src/app.py::Sana"
    return table


apps = st.dictionaries(st.sampled_from(("x", "sana", "a b")), _app(), max_size=2)
"""The content of `[tool.fal.apps]`, near what it should be."""


# --- TOML documents -------------------------------------------------------------------------------
#
# A text is made of a tree of tables. Each table is written as a header with a body, with dotted
# keys, as an inline table on one line or on several (TOML 1.1), or it is only implied by its
# sub-tables. Comments, blank lines, indentation and odd spacing are wherever TOML allows them.

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


class _TomlText:
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


class _TableText(NamedTuple):
    """A table as written: the lines of its own body, and the sections that follow."""

    body: list[str]
    sections: list[str]


def _draw_table(writer: _TomlText, path: tuple[str, ...], depth: int) -> _TableText:
    body: list[str] = []
    sections: list[str] = []
    indent = ("", "", "  ", "\t")[writer.pick(4)]
    for name in writer.names(4 if depth else 5):
        kind = writer.pick(5) if depth < DEPTH else writer.pick(2)
        if kind < 2:
            body.append(_line(writer, indent, writer.pair(name, depth)))
        elif kind == 2:
            names = writer.names(3)
            for inner in names:
                body.append(_line(writer, indent, writer.pair(f"{name}.{inner}", depth + 1)))
        elif kind == 3:
            sections.append(_draw_section(writer, (*path, name), depth + 1, "[", "]"))
        else:
            for _ in range(1 + writer.pick(2)):
                sections.append(_draw_section(writer, (*path, name), depth + 1, "[[", "]]"))
    if writer.chance(2):
        body.reverse()
    return _TableText(body, sections)


def _line(writer: _TomlText, indent: str, pair: str) -> str:
    return f"{writer.gap()}{indent}{pair}{writer.comment()}\n"


def _draw_section(
    writer: _TomlText, path: tuple[str, ...], depth: int, start: str, end: str
) -> str:
    table = _draw_table(writer, path, depth)
    dot = " . " if writer.chance(8) else "."
    header = f"{start}{dot.join(path)}{end}{writer.comment()}\n"
    if start == "[" and table.sections and not table.body and writer.chance(2):
        header = ""
    elif writer.chance(8):
        header = "  " + header
    return writer.gap() + header + "".join(table.body) + "".join(table.sections)


@st.composite
def documents(draw: st.DrawFn) -> str:
    """Valid TOML texts, some with CRLF line ends or without a line end at the end."""
    writer = _TomlText(draw)
    table = _draw_table(writer, (), 0)
    text = "".join(table.body) + "".join(table.sections) + writer.gap()
    if writer.chance(6):
        text = text.rstrip("\n")
    return text.replace("\n", "\r\n") if writer.chance(4) else text


# --- Data as TOML ---------------------------------------------------------------------------------


def write_toml(data: dict[str, Any], choose: Callable[[int], int]) -> str:
    """A document that tomli reads as `data`; `choose(n)` returns a number below n."""
    lines: list[str] = []
    _write_table(data, [], lines, choose)
    return "\n".join(lines) + "\n"


def _write_table(
    table: dict[str, Any], path: list[str], lines: list[str], choose: Callable[[int], int]
) -> None:
    below: list[tuple[str, dict[str, Any]]] = []
    for key, value in table.items():
        if not isinstance(value, dict):
            lines.append(f"{_key(key)} = {_value(value)}")
            continue
        style = choose(3)
        if style == 0:
            below.append((key, value))
        elif style == 1 or not value:
            lines.append(f"{_key(key)} = {_value(value)}")
        else:
            lines.extend(_dotted([key], value))
    for key, value in below:
        here = [*path, key]
        lines.append(f"[{'.'.join(map(_key, here))}]")
        _write_table(value, here, lines, choose)


def _dotted(path: list[str], table: dict[str, Any]) -> list[str]:
    lines = []
    for key, value in table.items():
        here = [*path, key]
        if isinstance(value, dict) and value:
            lines += _dotted(here, value)
        else:
            lines.append(f"{'.'.join(map(_key, here))} = {_value(value)}")
    return lines


def _key(key: str) -> str:
    bare = key.isascii() and key.replace("-", "").replace("_", "").isalnum()
    return key if bare else _string(key)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, float):
        return repr(value) if math.isfinite(value) else str(value)
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, dict):
        pairs = ", ".join(f"{_key(key)} = {_value(item)}" for key, item in value.items())
        return f"{{ {pairs} }}" if pairs else "{}"
    return str(value)


def _string(text: str) -> str:
    escaped = "".join(
        f"\\u{ord(char):04x}" if char in '"\\' or ord(char) < 0x20 or ord(char) == 0x7F else char
        for char in text
    )
    return f'"{escaped}"'
