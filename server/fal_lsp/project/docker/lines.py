"""A Dockerfile cut into instructions, words and values of variables. Knows the syntax of the file;
must not know what the instructions mean (`reader.py`).

Follows the parser of BuildKit: the `escape` directive, continued lines with comments and empty
lines between them, here-documents of RUN, COPY and ADD, quotes, and `${NAME:-default}`. All of it
is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from typing import NamedTuple

from .unclosed import unclosed

_DIRECTIVE = re.compile(r"#[ \t]*([A-Za-z][A-Za-z0-9]*)[ \t]*=(.*)")
_HEREDOC = re.compile(r"\d*<<(-?)([^<]*)$")
_SPACED = re.compile(r"<<[ \t]+")
_HEREDOC_KEYWORDS = frozenset({"RUN", "COPY", "ADD"})
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*|[0-9]+|[@*#?$!-]")
_SPECIAL = re.compile(r"['\"$]")
_MAX_NESTING = 20
_MAX_VALUE = 10_000


class Instruction(NamedTuple):
    """An instruction in capitals, what follows it, and the line it starts on, from 0."""

    keyword: str
    rest: str
    line: int


class Unclosed(NamedTuple):
    """A here-document without its end: the text that ends it, and the line of its instruction."""

    end: str
    line: int


class Lines(NamedTuple):
    """The instructions of a file and the character that escapes in it."""

    instructions: tuple[Instruction, ...]
    escape: str
    unclosed: Unclosed | None = None


class Expanded(NamedTuple):
    """A text with its variables put in; not `is_known` where one of them has no value."""

    text: str
    is_known: bool


def read_lines(text: str) -> Lines:
    """The instructions of a Dockerfile. Never raises; an unclosed here-document runs to the end."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    escape, ends = _escape(lines), _Ends(lines)
    instructions: list[Instruction] = []
    index = 0
    while index < len(lines):
        start = index
        if _is_empty(lines[index]):
            index += 1
            continue
        parts: list[str] = []
        while index < len(lines):
            line = lines[index]
            index += 1
            if parts and _is_empty(line):
                continue
            body = _continued(line, escape)
            parts.append(line if body is None else body)
            if body is None:
                break
        keyword, rest = _split("".join(parts))
        if keyword:
            instructions.append(Instruction(keyword, rest, start))
        index, end = _behind_heredocs(ends, index, keyword, rest, escape)
        if end is not None:
            return Lines(tuple(instructions), escape, Unclosed(end, start))
    return Lines(tuple(instructions), escape)


def words(text: str, escape: str) -> list[str]:
    """The words of an instruction, quotes and escapes left in them."""
    found: list[str] = []
    start: int | None = None
    quote = ""
    index = 0
    while index < len(text):
        char = text[index]
        if char == escape and quote != "'":
            start = index if start is None else start
            index += 2
            continue
        if quote:
            quote = "" if char == quote else quote
        elif char.isspace():
            if start is not None:
                found.append(text[start:index])
            start = None
            index += 1
            continue
        elif char in "'\"":
            quote = char
        start = index if start is None else start
        index += 1
    if start is not None:
        found.append(text[start:])
    return found


def split_options(text: str, escape: str) -> tuple[list[str], str]:
    """The options in front of the arguments of an instruction, and what follows them."""
    found: list[str] = []
    end = 0
    for word in words(text, escape) if text.startswith("--") else ():
        if not word.startswith("--"):
            break
        end = text.index(word, end) + len(word)
        if word == "--":
            break
        found.append(word)
    return found, text[end:].lstrip()


def list_items(text: str) -> list[str] | None:
    """The items of an instruction that is written as a list in JSON, `None` where it is none."""
    if not text.startswith("["):
        return None
    import json

    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    is_list = isinstance(found, list) and all(isinstance(each, str) for each in found)
    return found if is_list else None


def expand(
    word: str,
    values: Mapping[str, str],
    escape: str,
    unset: Container[str] = (),
    depth: int = 0,
) -> Expanded:
    """A word without quotes and escapes, its variables replaced by their values.

    A variable without a value is known to be empty where it is among `unset`.
    """
    if len(word) > _MAX_VALUE:
        return Expanded(word[:80], False)
    is_known = depth <= _MAX_NESTING
    if escape not in word and not _SPECIAL.search(word):
        return Expanded(word, is_known)
    out: list[str] = []
    quote = ""
    index = 0
    while index < len(word):
        char = word[index]
        if char == escape and quote != "'":
            out.append(word[index + 1 : index + 2])
            index += 2
        elif char in "'\"" and quote in ("", char):
            quote = "" if quote else char
            index += 1
        elif char == "$" and quote != "'" and is_known:
            value, index = _variable(word, index, values, escape, unset, depth)
            out.append(value.text)
            is_known = is_known and value.is_known
        else:
            out.append(char)
            index += 1
    text = "".join(out)
    # `ENV A=$A$A`, sixty times over, would be longer than any memory.
    return Expanded(text, is_known) if len(text) <= _MAX_VALUE else Expanded(word[:80], False)


def _variable(
    word: str,
    index: int,
    values: Mapping[str, str],
    escape: str,
    unset: Container[str],
    depth: int,
) -> tuple[Expanded, int]:
    braced = word.startswith("{", index + 1)
    name = _NAME.match(word, index + (2 if braced else 1))
    if name is None:
        return Expanded("$", True), index + 1
    value = values.get(name.group())
    plain = Expanded(value or "", value is not None or name.group() in unset)
    if not braced:
        return plain, name.end()
    end = _closing(word, name.end())
    modifier = word[name.end() : end]
    if not modifier:
        return plain, end + 1
    is_set = bool(value) if modifier.startswith(":") else value is not None
    sign = modifier.lstrip(":")[:1]
    other = expand(modifier.lstrip(":")[1:], values, escape, unset, depth + 1)
    if sign == "-":
        return (plain if is_set else other), end + 1
    if sign == "+":
        return (other if is_set else Expanded("", True)), end + 1
    # `${NAME:?message}` ends the build where the name is not set; patterns are not followed.
    return plain._replace(is_known=plain.is_known and sign == "?"), end + 1


def _closing(word: str, index: int) -> int:
    depth = 0
    for position in range(index, len(word)):
        if word[position] == "}":
            if depth == 0:
                return position
            depth -= 1
        elif word.startswith("${", position):
            depth += 1
    return len(word)


def _escape(lines: list[str]) -> str:
    for line in lines:
        found = _DIRECTIVE.match(line.strip())
        if found is None:
            break
        if found.group(1).lower() == "escape" and found.group(2).strip() in ("\\", "`"):
            return found.group(2).strip()
    return "\\"


def _is_empty(line: str) -> bool:
    stripped = line.lstrip()
    return not stripped or stripped.startswith("#")


def _continued(line: str, escape: str) -> str | None:
    stripped = line.rstrip(" \t")
    if not stripped.endswith(escape) or stripped.endswith(escape * 2):
        return None
    return stripped[:-1]


def _split(logical: str) -> tuple[str, str]:
    parts = logical.split(None, 1) or [""]
    return parts[0].upper(), parts[1].strip() if len(parts) > 1 else ""


def _behind_heredocs(
    ends: _Ends, index: int, keyword: str, rest: str, escape: str
) -> tuple[int, str | None]:
    """The line after the here-documents of an instruction, and the end of one that is missing."""
    if keyword == "ONBUILD":
        keyword, rest = _split(rest) if rest else ("", "")
    # Where a quote has no end, BuildKit finds none (`heredocsFromLine` of parser/parser.go).
    sign = unclosed(rest, "\\") if keyword in _HEREDOC_KEYWORDS and "<<" in rest else "none"
    if sign:
        return index, None
    # Space after `<<` is part of the word, as in `cat << EOF` (`processPossibleHeredoc` of
    # shell/lex.go); older frontends leave that to the shell.
    joined = _SPACED.sub("<<", rest)
    for word in words(joined, escape):
        found = _HEREDOC.match(word)
        if found is None or not found.group(2):
            continue
        end = expand(found.group(2), {}, escape).text
        behind = ends.behind(index, end, has_tabs=bool(found.group(1)))
        if behind is not None:
            index = behind
        elif word in rest:
            return len(ends.lines), end if sign is None else None
    return index, None


class _Ends:
    """Where lines are that may end a here-document, found out once there is one."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.last: dict[bool, dict[str, int]] = {}

    def behind(self, index: int, end: str, *, has_tabs: bool) -> int | None:
        """The number of the line after the first that is the end, from a line on."""
        if has_tabs not in self.last:
            found = ((self._text(number, has_tabs), number) for number in range(len(self.lines)))
            self.last[has_tabs] = dict(found)
        if self.last[has_tabs].get(end, -1) < index:
            return None
        numbers = range(index, len(self.lines))
        return 1 + next(each for each in numbers if self._text(each, has_tabs) == end)

    def _text(self, number: int, has_tabs: bool) -> str:
        return self.lines[number].lstrip("\t") if has_tabs else self.lines[number]
