"""The patterns of `.dockerignore` as fal takes them. Knows their syntax; must not know files.

fal turns each pattern into an expression with `GitWildMatchPattern` of pathspec 0.12, so they mean
what they mean in `.gitignore`, and drops whether a pattern includes or excludes
(fal/container.py:265): `!keep.txt` excludes `keep.txt`.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from ..bounded_match import Expression

DEFAULT = (
    *(".git", ".gitignore", ".dockerignore", "Dockerfile", "Dockerfile.*", "*.md", "__pycache__"),
    *("*.pyc", ".DS_Store", ".venv", "venv", ".env", "node_modules"),
)
"""What fal leaves behind where there is no `.dockerignore`."""

_MAX_PATTERNS = 1_000
_MAX_LENGTH = 300
_MAX_WILDCARDS = 8


class Pattern(NamedTuple):
    """A pattern as written, and the expression that finds the paths it excludes."""

    text: str
    expression: Expression


@lru_cache(maxsize=16)
def dockerignore(text: str) -> tuple[Pattern, ...] | None:
    """The patterns of a `.dockerignore`; `None` where fal refuses one, or where they cost much."""
    lines = (line.strip() for line in text.splitlines())
    return patterns([line for line in lines if line and not line.startswith("#")])


def patterns(texts: Iterable[str]) -> tuple[Pattern, ...] | None:
    """The patterns of a list; `None` where one is refused, or where they are too many."""
    found: list[Pattern] = []
    wanted = tuple(dict.fromkeys(texts))
    if len(wanted) > _MAX_PATTERNS:
        return None
    for text in wanted:
        if len(text) > _MAX_LENGTH or len(re.findall(r"\*+|\[", text)) > _MAX_WILDCARDS:
            return None
        try:
            expression = _expression(text)
            if expression is not None:
                with warnings.catch_warnings():
                    # `[[a]`: a set that another release of Python may read in another way.
                    warnings.simplefilter("ignore", FutureWarning)
                    found.append(Pattern(text, Expression(expression)))
        except ValueError:
            return None
    return tuple(found)


def _expression(text: str) -> str | None:
    """The expression of a pattern, `None` for one that matches nothing; `ValueError` if refused."""
    text = text.lstrip() if text.endswith("\\ ") else text.strip()
    if not text or text == "/" or text.startswith("#"):
        return None
    segments = text.removeprefix("!").split("/")
    segments = [
        segment
        for at, segment in enumerate(segments)
        if not (segment == "**" and at and segments[at - 1] == "**")
    ]
    if segments == ["**", ""]:
        return "^.+/.*$"
    if not segments[0]:
        del segments[0]
    elif len(segments) == 1 or segments[1:] == [""]:
        # Without a slash in front of its end it matches at any depth.
        segments = segments if segments[0] == "**" else ["**", *segments]
    if not segments:
        raise ValueError(text)
    if not segments[-1] and len(segments) > 1:
        segments[-1] = "**"
    return f"^{''.join(_parts(segments))}$"


def _parts(segments: list[str]) -> Iterable[str]:
    end = len(segments) - 1
    needs_slash = False
    for at, segment in enumerate(segments):
        if segment != "**":
            yield "/" if needs_slash else ""
            yield "[^/]+" if segment == "*" else _glob(segment)
            yield "(?:/.*)?" if at == end else ""
            needs_slash = True
        elif at == 0:
            yield "[^/]+(?:/.*)?" if at == end else "(?:.+/)?"
        elif at == end:
            yield "/.*"
        else:
            yield "(?:/.+)?"
            needs_slash = True


def _glob(segment: str) -> str:
    """The expression of one segment; `ValueError` where it ends with an escape."""
    out: list[str] = []
    at = 0
    while at < len(segment):
        char = segment[at]
        at += 1
        if char == "\\":
            if at == len(segment):
                raise ValueError(segment)
            out.append(re.escape(segment[at]))
            at += 1
        elif char == "*":
            out.append("[^/]*")
        elif char == "?":
            out.append("[^/]")
        elif char == "[" and (end := _end_of_set(segment, at)) > 0:
            out.append(_set(segment[at:end]))
            at = end + 1
        else:
            out.append(re.escape(char))
    return "".join(out)


def _end_of_set(segment: str, at: int) -> int:
    """Where the set that starts at an offset is closed, -1 where it is not."""
    at += segment[at : at + 1] in ("!", "^")
    return segment.find("]", at + 1 if segment.startswith("]", at) else at)


def _set(content: str) -> str:
    is_negated = content[0] in "!^"
    return f"[{'^' * is_negated}{content[is_negated:]}]".replace("\\", "\\\\")
