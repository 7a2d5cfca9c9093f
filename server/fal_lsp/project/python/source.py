"""How things are written in a Python file: names, docstrings, ranges, expressions as text.

Knows the nodes of `ast`; must not know values or fal.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

MAX_SOURCE = 80
"""Code points of an expression that are kept for display."""

_NAMED = re.compile(r"[ \t\f]*(?:class|def|async[ \t\f]+def)[ \t\f]+(\w+)")
_COMMENT = re.compile(r"(?:^|\s+)#[^'\"]*$")
"""At the end of a line; a string has a quote after a `#`."""

_MOST_LINES = 40
"""Lines of an expression that are looked at for its text."""

_MOST_PARTS = 100
"""Parts of an expression whose places are kept."""

_LONGEST = 1000
"""Bytes of a line that are kept."""

Function = ast.FunctionDef | ast.AsyncFunctionDef
Named = ast.ClassDef | Function


class Extent(NamedTuple):
    """The range of a class or a function: all of it with its decorators, and its name.

    Everything before the start and before the name is ASCII, so these columns are the same in
    every encoding; the text is there to count the others.
    """

    start: tuple[int, int]
    name: tuple[int, int]
    written: str
    """The name as it is in the file; Python's parser normalizes it."""
    last: int
    """The last line."""
    tail: str
    """The text of the last line up to the end."""


class Definition(NamedTuple):
    """A `class` or `def` statement. Lines count from 0."""

    name: str
    path: str
    line: int
    doc: str | None
    """The first paragraph of the docstring on one line."""
    extent: Extent | None = None

    @property
    def written(self) -> Written | None:
        """Where its name is written; `None` where that is not kept."""
        if self.extent is None:
            return None
        line, column = self.extent.name
        end = line, column + len(self.extent.written.encode())
        return Written(self.extent.name, end)


class Written(NamedTuple):
    """Where an expression or a name is written: lines and columns from 0, columns in UTF-8 bytes.

    `parts` are the items of a list by index, those of a dict and the keywords of a call by name;
    `names` are the keys and keywords themselves.
    """

    start: tuple[int, int]
    end: tuple[int, int]
    parts: Mapping[int | str, Written] = {}
    names: Mapping[int | str, Written] = {}

    def at(self, *path: int | str) -> Written:
        """The innermost part that is written on the way to an item."""
        here = self
        for key in path:
            inner = here.parts.get(key)
            if inner is None:
                break
            here = inner
        return here


class Source(NamedTuple):
    """A file and its lines in UTF-8, which is what the columns of `ast` count in."""

    path: str
    lines: list[bytes]

    def text(self, node: ast.expr | ast.stmt) -> str:
        """How an expression is written, on one line and cut to `MAX_SOURCE` code points."""
        first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
        if first >= len(self.lines):
            return ""
        end, start, text = node.end_col_offset, node.col_offset, ""
        for number in range(first, min(last + 1, first + _MOST_LINES, len(self.lines))):
            line = self.lines[number][start : end if number == last else None]
            text = _joined(text, line.decode("utf-8", "replace").strip())
            if len(text) > MAX_SOURCE:
                return text[: MAX_SOURCE - 1] + "…"
            start = 0
        return text if last < first + _MOST_LINES else f"{text[: MAX_SOURCE - 1]}…"

    def replacement_field(self, node: ast.FormattedValue) -> tuple[str, Written]:
        """A value in an f-string with its format as it is written, and where.

        Up to Python 3.11, the place in `node` is that of the whole string.
        """
        parts = node.format_spec.values if isinstance(node.format_spec, ast.JoinedStr) else []
        texts = [each.value if isinstance(each, ast.Constant) else "{…}" for each in parts]
        form = f"!{chr(node.conversion)}" if node.conversion != -1 else ""
        form += f":{''.join(map(str, texts))}" if parts else ""
        written = place(node.value, 0)
        line, column = written.end
        following = self.lines[line][column:] if line < len(self.lines) else b""
        if following.startswith(form.encode()):
            written = Written(written.start, (line, column + len(form.encode())))
        return f"{{{self.text(node.value)}{form}}}", written

    def extent(self, node: Named) -> Extent | None:
        """The range of a statement.

        `None` where its name is not in the line that it begins with, and for a last line so long
        that a file could make us keep much more than it holds, with one class in another.
        """
        found = _NAMED.match(self.lines[node.lineno - 1].decode("utf-8", "replace"))
        if found is None or node.end_lineno is None or (node.end_col_offset or 0) > _LONGEST:
            return None
        first = min((each.lineno for each in node.decorator_list), default=node.lineno)
        tail = self.lines[node.end_lineno - 1][: node.end_col_offset].decode("utf-8", "replace")
        return Extent(
            (first - 1, node.col_offset),
            (node.lineno - 1, found.start(1)),
            found[1],
            node.end_lineno - 1,
            tail,
        )


def _joined(text: str, line: str) -> str:
    """The line of an expression after those before it, without its comment."""
    line = _COMMENT.sub("", line)
    if line[:1] in (")", "]", "}"):
        return text.removesuffix(",") + line
    return text + line if not line or text[-1:] in ("", "(", "[", "{") else f"{text} {line}"


def place(node: ast.expr | ast.stmt, parts: int = _MOST_PARTS) -> Written:
    """Where an expression is written, with as many of its `parts`."""
    start = node.lineno - 1, node.col_offset
    end = (node.end_lineno or node.lineno) - 1, node.end_col_offset or node.col_offset
    if not isinstance(node, (ast.List, ast.Tuple, ast.Dict, ast.Call)):
        return Written(start, end)
    inner: list[tuple[int | str, ast.expr]] = []
    names: dict[int | str, Written] = {}
    if isinstance(node, (ast.List, ast.Tuple)):
        if not any(isinstance(each, ast.Starred) for each in node.elts):
            inner = list(enumerate(node.elts))
    elif isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                inner.append((key.value, value))
                names[key.value] = place(key, 0)
    elif isinstance(node, ast.Call):
        for each in node.keywords:
            if each.arg is not None:
                inner.append((each.arg, each.value))
                names[each.arg] = keyword_place(each)
    left = parts - len(inner)
    if left < 0:
        inner, names = [], {}
    return Written(start, end, {key: place(item, left // len(inner)) for key, item in inner}, names)


def alias_place(node: ast.alias) -> Written:
    """Where a name that is imported is written."""
    line, end = node.lineno - 1, (node.end_lineno or node.lineno) - 1
    return Written((line, node.col_offset), (end, node.end_col_offset or node.col_offset))


def attribute_place(node: ast.Attribute) -> Written:
    """Where the name of an attribute is written."""
    end = (node.end_lineno or 1) - 1, node.end_col_offset or 0
    return Written((end[0], end[1] - len(node.attr.encode())), end)


def keyword_place(node: ast.keyword) -> Written:
    """Where the name of a keyword is written."""
    line, column = node.lineno - 1, node.col_offset
    return Written((line, column), (line, column + len((node.arg or "**").encode())))


def first_paragraph(node: ast.Module | Named) -> str | None:
    """The first paragraph of a docstring, on one line."""
    first = node.body[0] if node.body else None
    if not isinstance(first, ast.Expr) or not isinstance(first.value, ast.Constant):
        return None
    if not isinstance(first.value.value, str):
        return None
    lines = [line.strip() for line in first.value.value.strip().splitlines()]
    paragraph = lines[: lines.index("")] if "" in lines else lines
    return " ".join(paragraph) or None


def bound_names(nodes: Sequence[ast.AST]) -> Iterator[str]:
    """The names that assignments, loops, patterns and the like below some nodes bind.

    Those in functions and classes are left out, but for the names of these.
    """
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node.name
            continue
        if isinstance(node, ast.Name):
            if not isinstance(node.ctx, ast.Load):
                yield node.id
        elif isinstance(node, ast.alias):
            yield node.asname or node.name.partition(".")[0]
        elif isinstance(node, (ast.MatchAs, ast.MatchStar, ast.ExceptHandler)):
            if node.name is not None:
                yield node.name
        elif isinstance(node, ast.MatchMapping) and node.rest is not None:
            yield node.rest
        waiting.extend(ast.iter_child_nodes(node))


def binds_own_names(tree: ast.Module) -> bool:
    """Whether `locals()` or `vars()` is called where it gives the names of the module or a class.

    In a function it is a copy, which binds nothing.
    """
    waiting: list[tuple[ast.AST, bool]] = [(tree, False)]
    while waiting:
        node, is_copy = waiting.pop()
        match node:
            case ast.Call(ast.Name("locals" | "vars"), []) if not is_copy:
                return True
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                waiting += [(each, is_copy) for each in (*node.decorator_list, node.args)]
                waiting += [(each, True) for each in node.body]
            case _:
                is_inside = is_copy and not isinstance(node, ast.ClassDef)
                is_inside = is_inside or isinstance(node, ast.Lambda)
                waiting += [(each, is_inside) for each in ast.iter_child_nodes(node)]
    return False


def used_names(tree: ast.Module) -> set[str]:
    """The names that are read when a module runs, but for annotations and what methods do."""
    found: set[str] = set()
    waiting: list[tuple[ast.AST, bool]] = [(tree, False)]
    while waiting:
        node, is_class = waiting.pop()
        inner: list[ast.AST] = [*ast.iter_child_nodes(node)]
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.AnnAssign):
            inner = [node.target, *([node.value] if node.value is not None else [])]
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            defaults = (*node.args.defaults, *node.args.kw_defaults)
            inner = [*node.decorator_list, *(each for each in defaults if each is not None)]
            inner += [] if is_class else node.body
        waiting += [(each, isinstance(node, ast.ClassDef)) for each in inner]
    return found
