"""Settings and their values in an app's class or decorator, and nothing elsewhere in Python.

Knows three places: an empty line of the body of a class, a keyword of its statement, and a string
that is a value. Whether the cursor may be at one is seen from the text before it; only then is the
statement around it parsed, with a marker at the cursor, as in TOML. The options of a decorator are
left to a Python server, which finds them in fal's own code.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Collection, Iterator
from typing import TYPE_CHECKING, NamedTuple

from ...text import Span
from ...toml.types import TextEdit
from ..completion.values import known_values
from ..types import Completion, Completions
from .place import extent, statement
from .settings import in_python, is_app, keys

if TYPE_CHECKING:
    from fal_schema.lookup import SchemaNode

    from ...text import LineIndex
    from .place import Given, Statement, Written

_MARKER = "fal_lsp_marker"
_WORD = re.compile(r"([ \t]+)(\w*)")
_ARGUMENT = re.compile(r"(?:.*[(,])?[ \t]*(\w*)")
_IN_HEADER = re.compile(
    r"""(?P<text>"{3}.*?"{3}|'{3}.*?'{3}|"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|\#[^\n]*)|[][(){}:]""",
    re.DOTALL,
)
_ENDS_ARGUMENT = re.compile(r"[ \t]*(?:[,)#]|$)")
_LONGEST_HEADER = 5000
_CLOSING = {"(": ")", "[": "]", "{": "}"}
_QUOTES = "\"'"


class _Open(NamedTuple):
    """What is open at the end of a part of a line: a string and the brackets around it."""

    quote: str
    start: int
    """The offset after the quote in that part."""
    brackets: str


def completion(
    lines: LineIndex, offset: int, known: Callable[[], Collection[str]], trigger: str = ""
) -> Completions:
    """The suggestions at an offset. `known` returns the names of the apps of the file.

    `trigger` is the character for which the editor asks by itself.
    """
    line = lines.position(offset)[0]
    span = lines.line_span(line)
    before, behind = lines.text[span.start : offset], lines.text[offset : span.end]
    word = _WORD.fullmatch(before)
    is_bare = word is not None and not behind.strip() and not trigger
    if word is not None and is_bare and (found := list(_settings(lines, offset, word, known))):
        return Completions(found)
    argument = _ARGUMENT.fullmatch(before)
    if argument is not None and not trigger and _ENDS_ARGUMENT.match(behind):
        return Completions(_keywords(lines, offset, argument[1], known))
    opened = None if trigger and trigger not in _QUOTES else _open(before)
    if opened is None:
        return Completions()
    return Completions(_values(lines, offset, opened, behind, known))


def _settings(
    lines: LineIndex, offset: int, word: re.Match[str], known: Callable[[], Collection[str]]
) -> Iterator[Completion]:
    around = _in_body(lines, offset, len(word[1]))
    if around is None:
        return
    # What follows in the class is not needed to see the place, and is most of a long one.
    found = _marked(lines.text, Span(around.start, offset), offset, offset, _MARKER)
    if found is None or not isinstance(found.owner, ast.ClassDef):
        return
    name = f"{word[2]}{_MARKER}"
    if not any(
        isinstance(each, ast.Expr) and isinstance(each.value, ast.Name) and each.value.id == name
        for each in found.owner.body
    ):
        return
    if not is_app(found, lines.text, known):
        return
    present = {each.name for each in found.given()}
    present.update(
        re.findall(rf"^{word[1]}(\w+)[ \t]*[:=]", lines.text[slice(offset, around.end)], re.M)
    )
    yield from _names("attribute", present, Span(offset - len(word[2]), offset), " = ")


def _names(
    written: Written, present: Collection[str], span: Span, behind: str
) -> Iterator[Completion]:
    for name, node in keys(written).items():
        if name not in present and not node.deprecated and not node.internal:
            edit = TextEdit(span, f"{name}{behind}")
            docs = in_python(node, node.markdown)
            yield Completion(name, "key", edit, docs, description=node.type_text)


def _keywords(
    lines: LineIndex, offset: int, word: str, known: Callable[[], Collection[str]]
) -> Iterator[Completion]:
    """The keywords of the statement of a class."""
    around = extent(lines, offset)
    if around is None:
        return
    end = _header_end(lines.text, around.start, offset)
    if end is None:
        return
    header, span = Span(around.start, end), Span(offset - len(word), offset)
    text = lines.text[slice(*header)] + " ..."
    part = Span(span.start - header.start, span.end - header.start)
    for marker in (f"{_MARKER}=0", f"{_MARKER}=0,"):
        found = _marked(text, Span(0, len(text)), part.start, part.end, marker)
        if found is not None:
            break
    else:
        return
    given = [each.name for each in found.given() if each.written == "keyword"]
    if _MARKER in given and is_app(found, lines.text, known):
        yield from _names("keyword", given, span, "=")


def _header_end(text: str, start: int, offset: int) -> int | None:
    """The offset after the colon of a statement that starts before an offset and ends after it.

    `None` also where the offset is in a string or a comment.
    """
    depth = 0
    for token in _IN_HEADER.finditer(text, start, min(len(text), start + _LONGEST_HEADER)):
        if token["text"] is not None:
            if token.start() < offset <= token.end() - (not token["text"].startswith("#")):
                return None
        elif token[0] in _CLOSING:
            depth += 1
        elif token[0] != ":":
            depth -= 1
        elif depth == 0:
            return token.end() if token.start() >= offset else None
    return None


def _in_body(lines: LineIndex, offset: int, indent: int) -> Span | None:
    """The class around a line, if that is indented as a statement of its body may be."""
    for number in range(lines.position(offset)[0] - 1, -1, -1):
        line = lines.line_text(number)
        text = line.lstrip(" \t")
        if text and not text.startswith("#") and len(line) - len(text) < indent:
            return extent(lines, offset) if text == line else None
    return None


def _values(
    lines: LineIndex,
    offset: int,
    opened: _Open,
    behind: str,
    known: Callable[[], Collection[str]],
) -> Iterator[Completion]:
    around = extent(lines, offset)
    if around is None:
        return
    text, quote = lines.text, opened.quote
    line_end = Span(around.start, offset + len(behind))
    found = _marked(text, line_end, offset, offset, _MARKER)
    found = found or _marked(text, around, offset, offset, _MARKER)
    end = offset + behind.find(quote) + 1
    if found is None:
        # The string is not closed yet, or something after it is missing.
        closers = "".join(_CLOSING[each] for each in reversed(opened.brackets))
        found = _marked(text, around, offset, offset + len(behind), f"{_MARKER}{quote}{closers}")
        rest = re.match(rf"[\w-]*{quote}?", behind)
        end = offset + (rest.end() if rest is not None else 0)
    if found is None:
        return
    place = next(filter(None, map(_place, found.given())), None)
    if place is None or not is_app(found, text, known):
        return
    schema, present = place
    start = lines.line_span(lines.position(offset)[0]).start + opened.start
    for value in known_values(schema):
        if value.content not in present:
            # With the closing quote: an editor does not step over what a suggestion wrote.
            edit = TextEdit(Span(start, end), f"{value.content}{quote}")
            yield Completion(
                value.label, "value", edit, value.docs, value.detail, value.description
            )


def _place(given: Given) -> tuple[SchemaNode, frozenset[str]] | None:
    """The schema of the string with the marker, and the strings that its list has already."""
    schema = keys(given.written).get(given.name)
    if schema is None:
        return None
    if _is_marked(given.value):
        return (schema, frozenset()) if "string" in schema.types else None
    if not isinstance(given.value, (ast.List, ast.Tuple, ast.Set)) or schema.item is None:
        return None
    items = given.value.elts
    if not any(map(_is_marked, items)):
        return None
    strings = [each.value for each in items if isinstance(each, ast.Constant)]
    return schema.item, frozenset(each for each in strings if isinstance(each, str))


def _is_marked(node: ast.expr) -> bool:
    is_string = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return is_string and _MARKER in str(getattr(node, "value", ""))


def _marked(text: str, around: Span, start: int, end: int, marker: str) -> Statement | None:
    """The statement with a marker instead of a part of it."""
    part = text[around.start : start] + marker + text[end : around.end]
    return statement(part, Span(0, len(part)))


def _open(before: str) -> _Open | None:
    """The string that is open at the end of a part of a line, not one in triple quotes."""
    quote, start, brackets = "", 0, ""
    skip = False
    for index, character in enumerate(before):
        if skip:
            skip = False
        elif quote:
            skip = character == "\\"
            quote = "" if character == quote else quote
        elif character == "#" or before.startswith(('"""', "'''"), index):
            return None
        elif character in _QUOTES:
            quote, start = character, index + 1
        elif character in _CLOSING:
            brackets += character
        elif brackets and character == _CLOSING[brackets[-1]]:
            brackets = brackets[:-1]
    return _Open(quote, start, brackets) if quote else None
