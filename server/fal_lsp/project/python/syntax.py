"""Python source to its syntax tree, in bounded time and memory. Knows what a parser can be made to
do; must not know what is looked for in the tree. Nothing is compiled, imported or executed.

CPython's parser can be brought down by text alone. Measured with 3.10 to 3.13 on texts of 1 MB:

- 3.10 dies of a full C stack (a segmentation fault) on some 100,000 links of one chain such as
  `1+1+1...`, `a.b.c...` or `a()()()...`; with the 512 kB stack of a thread on 8,000.
- `import a.a.a...` takes quadratic time in every version: more than 20 s.
- Up to 3.11 each `{` of an f-string costs a walk over the string before it, later versions are
  quadratic in the number of f-strings side by side: 10 s to more than 20 s.
- Text made of tokens of one character takes 1.4 GB and 3 s in every version.

So the text is looked at first. A few counts, done in C, clear nearly every file; only a file that
fails them is cut into tokens to see whether it really is such a text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..files import Unreadable

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterator

    from ..workspace import Content, Workspace

MAX_CHAIN = 4_000
"""Operators, dots and opening brackets of one expression: how deep its tree can be."""

MAX_TOKENS = 250_000
"""Some 250 MB of tree and a second; a file that a person wrote has a tenth of it."""

MAX_F_STRING_WORK = 2_000_000_000
"""Braces times length: 0.7 s where the parser walks over the text once for each. A file of
f-strings like those that people write reaches it with some 7,000 lines."""

_CHAINING = "+-*/%@<>&^|.(["
_MIN_TOKEN_CHECK = 200_000
_COOKIE = re.compile(rb"[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_BLANK = re.compile(rb"[ \t\f]*(?:#.*)?$")
_F_STRING = re.compile(r"\b(?:[fFtT][rR]?|[rR][fFtT])['\"]")

# A string that is not closed runs to the end of its line or text, so that every alternative
# succeeds at its first try and the scan stays linear.
_TOKEN = re.compile(
    r"""
      (?P<space> [ \t\f]+ | \\\n | \#[^\n]* )
    | (?P<string> [A-Za-z]{0,2} (?:
          '{3} [^'\\]* (?: (?: \\. | '(?!'') ) [^'\\]* )* (?: '{3} | \\? \Z )
        | "{3} [^"\\]* (?: (?: \\. | "(?!"") ) [^"\\]* )* (?: "{3} | \\? \Z )
        | ' [^'\\\n]* (?: \\. [^'\\\n]* )* (?: ' | (?=\n) | \\? \Z )
        | " [^"\\\n]* (?: \\. [^"\\\n]* )* (?: " | (?=\n) | \\? \Z )
      ) )
    | (?P<word> \w+ )
    | (?P<other> . )
    """,
    re.VERBOSE | re.DOTALL,
)

# Encodings that decode in linear time and that people use; Python would also load `idna`.
_ENCODINGS = frozenset(
    {"utf-8", "utf8", "utf-8-sig", "ascii", "us-ascii", "latin-1", "latin1", "iso-8859-1"}
    | {"iso-8859-15", "cp1252", "windows-1252"}
)


def read_source(workspace: Workspace, path: str) -> str | Unreadable:
    """The `source_text` of a file, an unsaved buffer first."""
    return workspace.derive(path, "python text", source_text)


def comments(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each comment of a `source_text`."""
    for token in _TOKEN.finditer(text):
        if token["space"] is not None and token["space"].startswith("#"):
            yield token.span()


def source_text(real: str, content: Content) -> str | Unreadable:
    """The text of a Python file, with line feeds as line ends and without a byte order mark.

    `undecodable` for bytes that are not UTF-8 and claim no other encoding (PEP 263), `encoding` for
    those that claim one which they are not in or which is not read here.
    """
    text = content if isinstance(content, str) else _decoded(real, content)
    if isinstance(text, Unreadable):
        return text
    # A lone carriage return ends a line for Python, too.
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def parse(real: str, text: str) -> ast.Module | Unreadable:
    """The syntax tree of a `source_text`. Never raises.

    `syntax` with a line for what Python refuses, `too-large` for what would cost too much.
    """
    costly = _cost(text)
    if costly is not None:
        return Unreadable(real, "too-large", costly)
    return _parsed(real, text)


def _decoded(real: str, data: bytes) -> str | Unreadable:
    encoding = "utf-8-sig"
    for line in data.split(b"\n", 2)[:2]:
        cookie = _COOKIE.match(line)
        if cookie is not None:
            encoding = cookie.group(1).decode("ascii", "replace").lower().replace("_", "-")
            break
        if not _BLANK.match(line.rstrip(b"\r")):
            break
    if encoding not in _ENCODINGS:
        return Unreadable(real, "encoding", f"the encoding {encoding} is not read here")
    is_utf_8 = encoding in ("utf-8", "utf8", "utf-8-sig")
    try:
        return data.decode("utf-8-sig" if is_utf_8 else encoding)
    except UnicodeDecodeError as error:
        if is_utf_8:
            return Unreadable(real, "undecodable", f"byte {error.start} is not UTF-8")
        return Unreadable(real, "encoding", f"byte {error.start} is not {encoding}")
    except LookupError:
        return Unreadable(real, "encoding", f"the encoding {encoding} is not read here")


def _parsed(real: str, text: str) -> ast.Module | Unreadable:
    import ast
    import warnings

    try:
        with warnings.catch_warnings():
            # Python warns about `"\d"` on standard error, once for each.
            warnings.simplefilter("ignore")
            # To show the line of a mistake, CPython opens the file of the name it is given, even
            # where it was given the text: no file has an empty name, `<unknown>` may be a fifo.
            return ast.parse(text, filename="")
    except SyntaxError as error:
        line = max((error.lineno or 1) - 1, 0)
        return Unreadable(real, "syntax", str(error.msg), line)
    except (RecursionError, MemoryError):
        return Unreadable(real, "too-large", "nested too deeply")
    except ValueError as error:
        # A NUL (up to 3.11) and lone surrogates.
        return Unreadable(real, "syntax", str(error), 0)


def _cost(text: str) -> str | None:
    # Where an f-string ends is another matter in every version, so all braces of the file count.
    if text.count("{") * len(text) >= MAX_F_STRING_WORK and _F_STRING.search(text):
        return "too many braces in a file with f-strings"
    if sum(map(text.count, _CHAINING)) < MAX_CHAIN and len(text) < _MIN_TOKEN_CHECK:
        return None
    return _scanned_cost(text)


def _scanned_cost(text: str) -> str | None:
    tokens = depth = 0
    levels = [0]
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup
        if kind == "space":
            continue
        tokens += 1
        if tokens > MAX_TOKENS:
            return "too many tokens"
        sign = found.group()
        if kind == "string" and _hides_chain(sign):
            return "nested too deeply"
        if kind != "other":
            continue
        if sign in _CHAINING:
            levels[-1] += 1
            depth += 1
            if depth > MAX_CHAIN:
                return "nested too deeply"
        if sign in "([{":
            levels.append(0)
        elif sign in ")]}":
            if len(levels) > 1:
                depth -= levels.pop()
        elif sign in ",;:=" or (sign == "\n" and len(levels) == 1):
            depth -= levels[-1]
            levels[-1] = 0
    return None


def _hides_chain(string: str) -> bool:
    # Up to 3.11 an f-string is one token, whose expressions are parsed by themselves.
    if len(string) <= MAX_CHAIN or not _F_STRING.match(string):
        return False
    return sum(map(string.count, _CHAINING)) > MAX_CHAIN
