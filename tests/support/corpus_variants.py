"""Writes a case of the corpus in the other notations of TOML, its expectations with it.

Knows TOML's notations and nothing of the check: a mistake is the same mistake in a header's
table, in an inline table and with dotted keys, and it lies at the same key or value.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import tomli

from tests.support.corpus import Case, Expected
from tests.support.peers import as_json

_SEGMENT = r"(?:[A-Za-z0-9_-]+|\"[^\"\\]*\"|'[^']*')"
_HEADER = re.compile(rf"^\[({_SEGMENT}(?:\.{_SEGMENT})*)\]$")
_PAIR = re.compile(rf"^({_SEGMENT}(?:\.{_SEGMENT})*) = (.+)$")
_APPS = ["tool", "fal", "apps"]


class Token(NamedTuple):
    """A piece of the source that the writer copies: its text, and its line and column there."""

    text: str
    line: int
    column: int


class Table:
    """A table of the case; `keys` are the tokens that name it, `value` is set for a leaf."""

    def __init__(self) -> None:
        self.keys: list[Token] = []
        self.children: dict[str, Table] = {}
        self.value: Token | None = None

    def child(self, token: Token) -> Table:
        """The entry that a key names, made where it is new."""
        name = token.text.strip("\"'")
        entry = self.children.setdefault(name, Table())
        entry.keys.append(token)
        return entry


class Writer:
    """The new text, and where the pieces of the old one went."""

    def __init__(self) -> None:
        self.lines: list[str] = [""]
        self.places: dict[Token, tuple[int, int]] = {}
        self.quoted = False
        self.grown: set[Token] = set()

    def put(self, text: str) -> Writer:
        """Appends text without a line end."""
        self.lines[-1] += text
        return self

    def end(self) -> None:
        """Ends the line."""
        self.lines.append("")

    def key(self, table: Table) -> Writer:
        """Appends the key of a table; all its old writings map to the first new one."""
        text = table.keys[0].text
        quoted = self.quoted and text[0] not in "\"'"
        for token in table.keys:
            self.places.setdefault(token, (len(self.lines) - 1, len(self.lines[-1])))
        if quoted:
            self.grown.update(table.keys)
        return self.put(f'"{text}"' if quoted else text)

    def value(self, token: Token) -> Writer:
        """Appends a value."""
        self.places[token] = (len(self.lines) - 1, len(self.lines[-1]))
        return self.put(token.text)

    def text(self) -> str:
        """The whole text."""
        return "\n".join(self.lines)


def read(case: Case) -> Table | None:
    """The apps of a case, or None where it is written in a way that this doesn't follow."""
    apps = Table()
    here: Table | None = None
    if case.flags - {"any-warnings"} or "# fal-lsp" in case.text:
        return None
    if any(item.rule == "duplicate-key" for item in case.expected):
        return None
    for number, line in enumerate(case.text.split("\n")):
        if not line or line.startswith("#"):
            continue
        header = _HEADER.match(line)
        if header:
            tokens = _tokens(header[1], number, 1)
            if [token.text for token in tokens[:3]] != _APPS or len(tokens) < 4:
                return None
            here = _at(apps, tokens[3:])
            continue
        pair = _PAIR.match(line)
        if not pair or here is None or not _whole(pair[2]):
            return None
        leaf = _at(here, _tokens(pair[1], number, 0))
        if leaf.value or leaf.children:
            return None
        leaf.value = Token(pair[2], number, pair.start(2))
    return apps if apps.children else None


def rewrite(case: Case, notation: str) -> Case | None:
    """The case in another notation, or None where it can't be written so."""
    apps = read(case)
    if apps is None:
        return None
    writer = Writer()
    NOTATIONS[notation](writer, apps)
    text = writer.text()
    if as_json(tomli.loads(text)) != as_json(tomli.loads(case.text)):
        raise AssertionError(f"{case.where}: {notation} changed the meaning:\n{text}")
    # The titles of some fixes name the notation.
    expected = tuple([_moved(item, writer)._replace(fixes=None) for item in case.expected])
    return case._replace(name=f"{case.name} [{notation}]", text=text, expected=expected)


def _inline(writer: Writer, apps: Table) -> None:
    writer.put("[tool.fal.apps]").end()
    for app in apps.children.values():
        _inline_pair(writer, app)
        writer.end()


def _inline_apps(writer: Writer, apps: Table) -> None:
    writer.put("[tool.fal]").end()
    writer.put("apps = ")
    _inline_table(writer, apps)
    writer.end()


def _inline_lines(writer: Writer, apps: Table) -> None:
    writer.put("[tool.fal.apps]").end()
    for app in apps.children.values():
        if app.value:
            _inline_pair(writer, app)
            writer.end()
            continue
        writer.key(app).put(" = {").end()
        for child in app.children.values():
            writer.put("  ")
            _inline_pair(writer, child)
            writer.put(", # 🎨").end()
        writer.put("}").end()


def _inline_pair(writer: Writer, table: Table) -> None:
    writer.key(table).put(" = ")
    if table.value:
        writer.value(table.value)
    else:
        _inline_table(writer, table)


def _inline_table(writer: Writer, table: Table) -> None:
    writer.put("{ " if table.children else "{")
    for number, child in enumerate(table.children.values()):
        writer.put(", " if number else "")
        _inline_pair(writer, child)
    writer.put(" }" if table.children else "}")


def _dotted(writer: Writer, apps: Table) -> None:
    writer.put("[tool.fal.apps]").end()
    _dotted_pairs(writer, "", [], apps)


def _dotted_apps(writer: Writer, apps: Table) -> None:
    writer.put("[tool.fal]").end()
    _dotted_pairs(writer, "apps.", [], apps)


def _dotted_top(writer: Writer, apps: Table) -> None:
    writer.put("# [\u2028] 🎨").end()
    _dotted_pairs(writer, "tool.fal.apps.", [], apps)


def _dotted_pairs(writer: Writer, prefix: str, path: list[Table], table: Table) -> None:
    for child in table.children.values():
        here = [*path, child]
        if child.children:
            _dotted_pairs(writer, prefix, here, child)
            continue
        writer.put(prefix)
        for number, part in enumerate(here):
            writer.put("." if number else "").key(part)
        writer.put(" = ")
        if child.value:
            writer.value(child.value)
        else:
            writer.put("{}")
        writer.end()


def _quoted(writer: Writer, apps: Table) -> None:
    writer.quoted = True
    _headers(writer, ['"tool"', '"fal"', '"apps"'], [], apps)


def _indented(writer: Writer, apps: Table) -> None:
    writer.put("[tool]").end()
    writer.put("\tfal . apps = ")
    _inline_table(writer, apps)
    writer.put("\t# 🎨").end()


def _headers(writer: Writer, prefix: list[str], path: list[Table], table: Table) -> None:
    leaves = [child for child in table.children.values() if child.value]
    if path and (leaves or not table.children):
        writer.put("[" + ".".join(prefix))
        for part in path:
            writer.put(".").key(part)
        writer.put("]").end()
    for leaf in leaves:
        assert leaf.value
        writer.key(leaf).put(" = ").value(leaf.value).end()
    for child in table.children.values():
        if not child.value:
            _headers(writer, prefix, [*path, child], child)


NOTATIONS = {
    "inline": _inline,
    "inline apps": _inline_apps,
    "inline on lines": _inline_lines,
    "dotted": _dotted,
    "dotted apps": _dotted_apps,
    "dotted from the top": _dotted_top,
    "quoted": _quoted,
    "tabs and blanks": _indented,
}


def _tokens(source: str, line: int, column: int) -> list[Token]:
    return [
        Token(match[0], line, column + match.start()) for match in re.finditer(_SEGMENT, source)
    ]


def _at(table: Table, tokens: list[Token]) -> Table:
    for token in tokens:
        table = table.child(token)
    return table


def _whole(source: str) -> bool:
    try:
        tomli.loads(f"x = {source}")
    except tomli.TOMLDecodeError:
        return False
    return "#" not in source


def _moved(expected: Expected, writer: Writer) -> Expected:
    """The expectation at the new place of the key or value that it lies in."""
    tokens = [token for token in writer.places if token.line == expected.line]
    if expected.start is None:
        # A pair's line is that of its value: the first parts of a dotted key may be above.
        line, _ = writer.places[max(tokens, key=lambda token: token.column)]
        return expected._replace(line=line)
    for token in tokens:
        offset = expected.start - token.column
        if 0 <= offset < max(len(token.text), 1):
            line, column = writer.places[token]
            start = column + offset
            grown = 2 if token in writer.grown else 0
            end = None if expected.end is None else start + expected.end - expected.start + grown
            return expected._replace(line=line, start=start, end=end)
    raise AssertionError(f"no key or value at {expected}")
