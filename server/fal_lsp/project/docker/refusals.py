"""The first instruction of a Dockerfile that Docker refuses, whatever files there are. Knows the
syntax of each instruction; must not know what the instructions make (`reader.py`).

Follows BuildKit's frontend/dockerfile/parser and instructions/parse.go. What newer frontends may
accept (another option) is only refused where it is a misspelt known one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from .lines import Instruction, Lines, words

_OPTIONS: Mapping[str, tuple[str, ...]] = {
    "FROM": ("--platform",),
    "RUN": ("--mount", "--network", "--security", "--device"),
    "COPY": ("--from", "--chown", "--chmod", "--link", "--parents", "--exclude"),
    "ADD": (
        *("--chown", "--chmod", "--link", "--checksum", "--keep-git-dir", "--unpack", "--exclude"),
    ),
    "HEALTHCHECK": (
        *("--interval", "--timeout", "--start-period", "--start-interval", "--retries"),
    ),
    "CMD": (),
    "ENTRYPOINT": (),
}
_MOUNTS = ("bind", "cache", "tmpfs", "secret", "ssh")
_EXAMPLES: Mapping[str, str] = {
    "ADD": "ADD source destination",
    "ARG": "ARG NAME=default",
    "COPY": "COPY source destination",
    "ENV": "ENV NAME=value",
    "EXPOSE": "EXPOSE 8000",
    "FROM": "FROM image` or `FROM image AS name",
    "HEALTHCHECK": "HEALTHCHECK CMD command` or `HEALTHCHECK NONE",
    "LABEL": "LABEL name=value",
    "MAINTAINER": "MAINTAINER name",
    "ONBUILD": "ONBUILD RUN command",
    "SHELL": 'SHELL ["/bin/bash", "-c"]',
    "STOPSIGNAL": "STOPSIGNAL SIGTERM",
    "USER": "USER name",
    "VOLUME": "VOLUME /path",
    "WORKDIR": "WORKDIR /path",
}
"""How an instruction that needs an argument is written."""
_KEYWORDS = frozenset({*_EXAMPLES, "CMD", "ENTRYPOINT", "RUN"})
_LISTS = frozenset({"ADD", "CMD", "COPY", "ENTRYPOINT", "RUN", "SHELL", "VOLUME"})
"""The instructions that may be written as a list in JSON."""
_SHOWN = 40
_MOST_DOUBTS = 20
"""How many options that may be misspelled are looked at: each is compared with all known ones."""
_STAGE = re.compile(r"[a-z][a-z0-9_.-]*")
_PORT = re.compile(r"([0-9]+)(?:-([0-9]+))?(?:/[A-Za-z]+)?")
_WORD = re.compile(r"[A-Za-z]+:?")


class Refusal(NamedTuple):
    """What is wrong, to be said of the Dockerfile, its line from 0, and what to do about it."""

    problem: str
    line: int
    advice: str = ""
    word: str = ""
    """The word that is refused, where it may be a misspelt one of `among`."""
    among: tuple[str, ...] = ()
    if_misspelt: bool = False
    """Whether Docker may accept the word where it is not a misspelt one."""


def first_refusals(lines: Lines, raw: Sequence[str]) -> Iterator[Refusal]:
    """What Docker reports first, behind what it may report before; `raw` are the lines."""
    for refusal in islice(_refusals(lines, raw), _MOST_DOUBTS):
        yield refusal
        if not refusal.if_misspelt:
            return


def is_broken_list(text: str) -> bool:
    """Whether a command looks like a list in JSON and is none: a shell then looks for `["python",`.

    A test of the shell, as in `[ -f x ]`, has a space behind its bracket.
    """
    if not text.startswith(('["', "['", "[\u201c", "[\u2018")):
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return True
    return False


def _refusals(lines: Lines, raw: Sequence[str]) -> Iterator[Refusal]:
    has_stage = False
    for instruction in lines.instructions:
        keyword = instruction.keyword
        if keyword not in _KEYWORDS:
            yield _unknown(instruction, raw[instruction.line])
        has_stage = has_stage or keyword == "FROM"
        if not has_stage and keyword != "ARG":
            yield _without_stage(instruction, lines)
        options, rest = _options(instruction, lines.escape)
        yield from _bad_options(instruction, options)
        yield from _bad_arguments(instruction._replace(rest=rest), lines.escape)
    if lines.unclosed is not None:
        yield Refusal(
            f"has a here-document without its end `{lines.unclosed.end}`",
            lines.unclosed.line,
            f"Write `{lines.unclosed.end}` alone on the line behind it.",
        )
    elif lines.instructions and not has_stage:
        yield _without_stage(lines.instructions[0], lines)


def _unknown(instruction: Instruction, raw: str) -> Refusal:
    written = next(iter(raw.split()), "")
    if written.upper() != instruction.keyword:
        # The word itself is continued.
        written = instruction.keyword
    return Refusal(
        f"has the unknown instruction `{written[:_SHOWN]}`",
        instruction.line,
        "To continue an instruction, end the line before it with a backslash.",
        written if _WORD.fullmatch(written) else "",
        tuple(sorted(_KEYWORDS)),
    )


def _without_stage(instruction: Instruction, lines: Lines) -> Refusal:
    advice = "Only `ARG` may precede it."
    if any(each.keyword == "FROM" for each in lines.instructions):
        return Refusal(
            f"has `{instruction.keyword}` before its first `FROM`", instruction.line, advice
        )
    return Refusal("has no `FROM`", instruction.line, "A Dockerfile starts with `FROM`.")


def _options(instruction: Instruction, escape: str) -> tuple[list[str], str]:
    """The options in front of the arguments, and what follows them."""
    rest = instruction.rest
    found: list[str] = []
    end = 0
    for word in words(rest, escape) if rest.startswith("--") else ():
        if not word.startswith("--"):
            break
        end = rest.index(word, end) + len(word)
        if word == "--":
            break
        found.append(word)
    return found, rest[end:].lstrip()


def _bad_options(instruction: Instruction, options: list[str]) -> Iterator[Refusal]:
    keyword, line = instruction.keyword, instruction.line
    known = _OPTIONS.get(keyword)
    if known is None:
        return
    for option in options:
        name, _, value = option.partition("=")
        if not known:
            advice = f'Write the command in JSON: `{keyword} ["{name}", ...]`.'
            yield Refusal(f"has the unknown option `{name}` of `{keyword}`", line, advice)
        elif name not in known:
            problem = f"has the unknown option `{name}` of `{keyword}`"
            yield Refusal(problem, line, "", name, known, if_misspelt=True)
        elif name == "--from" and re.search(r"\$[A-Za-z_{]", value):
            advice = "Name the image in a stage of its own: `FROM $IMAGE AS name`."
            yield Refusal(f"has a variable in `{keyword} --from`", line, advice)
        elif name == "--mount" and "$" not in value:
            yield from _bad_mount(value, line)


def _bad_mount(value: str, line: int) -> Iterator[Refusal]:
    for field in value.split(","):
        key, _, kind = field.partition("=")
        if key.strip().lower() == "type" and kind.lower() not in _MOUNTS:
            kinds = ", ".join(f"`{each}`" for each in _MOUNTS)
            problem = f"has the unknown mount type `{kind[:_SHOWN]}`"
            yield Refusal(problem, line, f"Types are {kinds}.", kind, _MOUNTS)


def _bad_arguments(instruction: Instruction, escape: str) -> Iterator[Refusal]:
    keyword, rest, line = instruction.keyword, instruction.rest, instruction.line
    example = _EXAMPLES.get(keyword)
    if not rest and example is not None:
        yield Refusal(f"has a `{keyword}` without a value", line, f"Write `{example}`.")
    elif rest.startswith("[") and keyword in _LISTS and _has_other_values(rest):
        advice = "Write each item in quotes."
        yield Refusal(f"has a `{keyword}` with an item that is not a string", line, advice)
    elif (check := _CHECKS.get(keyword)) is not None:
        yield from check(instruction, escape)


def _has_other_values(text: str) -> bool:
    """Whether a list in JSON has anything but strings."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(found, list) and not all(isinstance(each, str) for each in found)


def _malformed(instruction: Instruction) -> Refusal:
    keyword = instruction.keyword
    advice = f"Write `{_EXAMPLES[keyword]}`."
    if any(word.startswith("#") for word in instruction.rest.split()):
        advice += " A comment requires a line of its own."
    return Refusal(f"has a malformed `{keyword}`", instruction.line, advice)


def _from(instruction: Instruction, escape: str) -> Iterator[Refusal]:
    parts = instruction.rest.split()
    if len(parts) not in (1, 3) or (len(parts) == 3 and parts[1].upper() != "AS"):
        yield _malformed(instruction)
    elif len(parts) == 3 and not _STAGE.fullmatch(parts[2].lower()):
        advice = "Start it with a letter, and use letters, digits, `-`, `_` and `.`."
        yield Refusal(f"has an invalid stage name `{parts[2]}`", instruction.line, advice)


def _copy(instruction: Instruction, escape: str) -> Iterator[Refusal]:
    rest = instruction.rest
    try:
        # Without JSON it is cut at white space, between quotes as well.
        parts = json.loads(rest) if rest.startswith("[") else rest.split()
    except (ValueError, RecursionError):
        parts = rest.split()
    if len(parts) < 2:
        advice = f"Write `{_EXAMPLES[instruction.keyword]}`."
        yield Refusal(
            f"has a `{instruction.keyword}` without a destination", instruction.line, advice
        )


def _pairs(instruction: Instruction, escape: str) -> Iterator[Refusal]:
    parts = words(instruction.rest, escape)
    if "=" not in parts[0]:
        # The old form: one name, and all that follows is its value.
        if len(instruction.rest.split()) < 2:
            yield _malformed(instruction)
    elif not all(part.partition("=")[1] for part in parts) or parts[0].startswith("="):
        yield _malformed(instruction)


def _expose(instruction: Instruction, escape: str) -> Iterator[Refusal]:
    for word in instruction.rest.split():
        port = _PORT.fullmatch(word)
        # A variable may hold anything, and `8000:80` is taken as `80`.
        if any(sign in word for sign in "$:'\"\\" + escape):
            continue
        ends = [] if port is None else [int(end[:6]) for end in port.groups() if end]
        if not ends or max(ends) > 65535 or ends != sorted(ends):
            advice = "Ports are numbers up to 65535, such as `8000` or `8000/udp`."
            yield Refusal(
                f"exposes `{word[:_SHOWN]}`, which is not a port", instruction.line, advice
            )


def _shell(instruction: Instruction, escape: str) -> Iterator[Refusal]:
    try:
        is_list = isinstance(json.loads(instruction.rest), list)
    except (ValueError, RecursionError):
        is_list = False
    if not is_list:
        yield _malformed(instruction)


def _health(instruction: Instruction, escape: str) -> Iterator[Refusal]:
    kind, _, rest = instruction.rest.partition(" ")
    if kind.upper().split()[0] not in ("CMD", "NONE") or (kind.upper() == "NONE" and rest.strip()):
        yield _malformed(instruction)


_CHECKS: Mapping[str, Callable[[Instruction, str], Iterator[Refusal]]] = {
    "FROM": _from,
    "COPY": _copy,
    "ADD": _copy,
    "ENV": _pairs,
    "LABEL": _pairs,
    "EXPOSE": _expose,
    "SHELL": _shell,
    "HEALTHCHECK": _health,
}
