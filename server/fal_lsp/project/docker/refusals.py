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

from .lines import Instruction, Lines, list_items, split_options, words

_OPTIONS: Mapping[str, Mapping[str, str]] = {
    "FROM": {"--platform": "text"},
    "RUN": {
        **dict.fromkeys(("--mount", "--device"), "texts"),
        **dict.fromkeys(("--network", "--security"), "text"),
    },
    "COPY": {
        **dict.fromkeys(("--from", "--chown", "--chmod"), "text"),
        **dict.fromkeys(("--link", "--parents"), "flag"),
        "--exclude": "texts",
    },
    "ADD": {
        **dict.fromkeys(("--chown", "--chmod", "--checksum"), "text"),
        **dict.fromkeys(("--link", "--keep-git-dir", "--unpack"), "flag"),
        "--exclude": "texts",
    },
    "HEALTHCHECK": dict.fromkeys(
        ("--interval", "--timeout", "--start-period", "--start-interval", "--retries"), "text"
    ),
    "CMD": {},
    "ENTRYPOINT": {},
}
"""The options of an instruction: a text, a text that may be given several times, or a flag."""
_MODES: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("RUN", "--network"): ("default", "none", "host"),
    ("RUN", "--security"): ("sandbox", "insecure"),
}
_NO_TRIGGERS = frozenset({"FROM", "ONBUILD", "MAINTAINER"})
_UNITS = {"ns": 1, "us": 10**3, "ms": 10**6, "s": 10**9, "m": 60 * 10**9, "h": 3600 * 10**9}
"""Without the two `µs` of Go: BuildKit takes each byte of an option for a letter, which makes `Âµs`
of them (`extractBuilderFlags` of parser/split_command.go)."""
_DURATION = re.compile(r"([0-9]+(?:\.[0-9]*)?|\.[0-9]+)(ns|us|ms|s|m|h)")
EXAMPLES: Mapping[str, str] = {
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
_KEYWORDS = frozenset({*EXAMPLES, "CMD", "ENTRYPOINT", "RUN"})
_LISTS = frozenset({"ADD", "CMD", "COPY", "ENTRYPOINT", "HEALTHCHECK", "RUN", "SHELL", "VOLUME"})
"""The instructions that may be written as a list in JSON."""
COMMENT = "A comment requires a line of its own."
SHOWN = 40
_MOST_DOUBTS = 20
"""How many options that may be misspelled are looked at: each is compared with all known ones."""
_STAGE = re.compile(r"[a-z][a-z0-9_.-]*")
_HEREDOC = re.compile(r"\d*<<-?\s*[^<]+")
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
    """What Docker reports first, after what it may report before; `raw` are the lines."""
    for refusal in islice(_refusals(lines, raw), _MOST_DOUBTS):
        yield refusal
        if not refusal.if_misspelt:
            return


def is_broken_list(text: str) -> bool:
    """Whether a command looks like a list in JSON and is none: a shell then looks for `["python",`.

    A test of the shell, as in `[ -f x ]`, has a space after its bracket.
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
        yield from _bad_instruction(instruction, lines.escape)
    if lines.unclosed is not None:
        yield Refusal(
            f"has a here-document without its end `{lines.unclosed.end}`",
            lines.unclosed.line,
            f"Write `{lines.unclosed.end}` alone on the line after it.",
        )
    elif lines.instructions and not has_stage:
        yield _without_stage(lines.instructions[0], lines)


def _unknown(instruction: Instruction, raw: str) -> Refusal:
    written = next(iter(raw.split()), "")
    if written.upper() != instruction.keyword:
        # The word itself is continued.
        written = instruction.keyword
    return Refusal(
        f"has the unknown instruction `{written[:SHOWN]}`",
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


def _bad_instruction(instruction: Instruction, escape: str) -> Iterator[Refusal]:
    options, rest = split_options(instruction.rest, escape)
    # BuildKit does not read the options of a check that is none.
    if instruction.keyword != "HEALTHCHECK" or rest.upper() != "NONE":
        yield from _bad_options(instruction, options, escape)
    yield from _bad_arguments(instruction._replace(rest=rest), escape)


def _bad_options(instruction: Instruction, options: list[str], escape: str) -> Iterator[Refusal]:
    """Options as BFlags of instructions/bflag.go and the parsers of their values refuse them."""
    keyword, line = instruction.keyword, instruction.line
    known = _OPTIONS.get(keyword)
    if known is None:
        return
    seen: set[str] = set()
    # What is escaped is not looked at, and quotes are not part of a value.
    for option in (each for each in options if escape not in each):
        name, equals, value = option.partition("=")
        value = value.replace('"', "").replace("'", "")
        kind = known.get(name)
        if not known:
            advice = f'Write the command in JSON: `{keyword} ["{name}", ...]`.'
            yield Refusal(f"has the unknown option `{name}` of `{keyword}`", line, advice)
        elif kind is None:
            problem = f"has the unknown option `{name}` of `{keyword}`"
            yield Refusal(problem, line, "", name, tuple(known), if_misspelt=True)
        elif not equals and kind != "flag":
            advice = f"Write `{name}=value`, with no space."
            yield Refusal(f"has the option `{name}` of `{keyword}` without a value", line, advice)
        elif name in seen and kind != "texts":
            yield Refusal(f"has the option `{name}` of `{keyword}` twice", line, "Remove one.")
        else:
            yield from _bad_option(keyword, name, value, kind, option, line)
        seen.add(name)


def _bad_option(
    keyword: str, name: str, value: str, kind: str, option: str, line: int
) -> Iterator[Refusal]:
    shown = f"`{option[:SHOWN]}` of `{keyword}`"
    modes = _MODES.get((keyword, name))
    if kind == "flag" and "=" in option and value.lower() not in ("true", "false"):
        yield Refusal(f"has the invalid option {shown}", line, f"Write `{name}` alone.")
    elif modes is not None and value not in modes:
        listed = ", ".join(f"`{each}`" for each in modes)
        yield Refusal(f"has the invalid option {shown}", line, f"Values are {listed}.")
    elif name == "--from" and re.search(r"\$[A-Za-z_{]", value):
        advice = "Name the image in a stage of its own: `FROM $IMAGE AS name`."
        yield Refusal(f"has a variable in `{keyword} --from`", line, advice)
    elif name == "--mount" and re.search(r"(?i)(?:^|,)from=[^,]*\$[^,]", value):
        advice = "Name the image in a stage of its own: `FROM $IMAGE AS name`."
        yield Refusal("has a variable in `from` of `RUN --mount`", line, advice)
    elif name == "--retries" and value and not _is_count(value):
        yield Refusal(f"has the invalid option {shown}", line, "Write a number, such as `3`.")
    elif keyword == "HEALTHCHECK" and name != "--retries" and value and not _is_duration(value):
        advice = "Write a time with its unit, such as `30s` or `1m30s`."
        yield Refusal(f"has the invalid option {shown}", line, advice)


def _is_count(text: str) -> bool:
    """Whether `strconv.ParseInt` of Go takes a text as 32 bits that are not negative."""
    return bool(re.fullmatch(r"\+?[0-9]+|-0+", text)) and int(text[:40]) < 2**31


def _is_duration(text: str) -> bool:
    """Whether `time.ParseDuration` of Go takes a text, and it is zero or a millisecond at least."""
    sign, body = (text[0], text[1:]) if text[0] in "+-" else ("", text)
    if body == "0":
        return True
    end = total = 0
    while (found := _DURATION.match(body, end)) is not None:
        end = found.end()
        total += int(float(found[1][:40]) * _UNITS[found[2]])
    if not body or end < len(body) or total >= 2**63:
        return False
    return total == 0 or (sign != "-" and total >= _UNITS["ms"])


def _bad_arguments(instruction: Instruction, escape: str) -> Iterator[Refusal]:
    keyword, rest, line = instruction.keyword, instruction.rest, instruction.line
    example = EXAMPLES.get(keyword)
    if not rest and example is not None:
        yield Refusal(f"has a `{keyword}` without a value", line, f"Write `{example}`.")
    elif keyword in _LISTS and _has_other_values(_listed(keyword, rest)):
        advice = "Write each item in quotes."
        yield Refusal(f"has a `{keyword}` with an item that is not a string", line, advice)
    elif (check := _CHECKS.get(keyword)) is not None:
        yield from check(instruction, escape)


def _listed(keyword: str, rest: str) -> str:
    """What of an instruction may be a list in JSON."""
    return rest.partition(" ")[2].lstrip() if keyword == "HEALTHCHECK" else rest


def _has_other_values(text: str) -> bool:
    """Whether a list in JSON has anything but strings."""
    if not text.startswith("["):
        return False
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(found, list) and not all(isinstance(each, str) for each in found)


def _malformed(instruction: Instruction) -> Refusal:
    keyword = instruction.keyword
    advice = f"Write `{EXAMPLES[keyword]}`."
    if any(word.startswith("#") for word in instruction.rest.split()):
        advice += f" {COMMENT}"
    return Refusal(f"has a malformed `{keyword}`", instruction.line, advice)


def _from(instruction: Instruction, escape: str) -> Iterator[Refusal]:
    parts = instruction.rest.split()
    if len(parts) not in (1, 3) or (len(parts) == 3 and parts[1].upper() != "AS"):
        yield _malformed(instruction)
    elif len(parts) == 3 and not _STAGE.fullmatch(parts[2].lower()):
        advice = "Start it with a letter, and use letters, digits, `-`, `_` and `.`."
        yield Refusal(f"has an invalid stage name `{parts[2]}`", instruction.line, advice)


def _copy(instruction: Instruction, escape: str) -> Iterator[Refusal]:
    keyword, line = instruction.keyword, instruction.line
    # Without JSON it is cut at white space, between quotes as well.
    found = list_items(instruction.rest)
    parts = instruction.rest.split() if found is None else found
    if len(parts) < 2:
        advice = f"Write `{EXAMPLES[keyword]}`."
        yield Refusal(f"has a `{keyword}` without a destination", line, advice)
    elif found is None and _HEREDOC.fullmatch(parts[-1]):
        advice = "Write it before the destination."
        yield Refusal(f"has a here-document as the destination of `{keyword}`", line, advice)


def _pairs(instruction: Instruction, escape: str) -> Iterator[Refusal]:
    parts = words(instruction.rest, escape)
    if "=" not in parts[0]:
        # The old form: one name, and all that follows is its value.
        if len(instruction.rest.split()) < 2:
            yield _malformed(instruction)
        return
    # Docker reads the name in front of a `=` before it looks at the next word.
    bad = next((part for part in parts if "=" not in part or part.startswith("=")), None)
    if bad is not None and bad.startswith("="):
        yield _malformed(instruction)
    elif bad is not None:
        keyword = instruction.keyword
        advice = f"Write `{EXAMPLES[keyword]}`, and quote a value that has spaces."
        yield Refusal(
            f"has `{bad[:SHOWN]}` without a `=` in `{keyword}`",
            instruction.line,
            COMMENT if bad.startswith("#") else advice,
        )


def _arguments(instruction: Instruction, escape: str) -> Iterator[Refusal]:
    if any(part.startswith("=") for part in words(instruction.rest, escape)):
        yield _malformed(instruction)


def _shell(instruction: Instruction, escape: str) -> Iterator[Refusal]:
    if not list_items(instruction.rest):
        yield _malformed(instruction)


def _health(instruction: Instruction, escape: str) -> Iterator[Refusal]:
    kind, *rest = instruction.rest.split(None, 1)
    is_empty = not rest or list_items(rest[0]) == []
    if kind.upper() not in ("CMD", "NONE") or (kind.upper() == "NONE" and not is_empty):
        yield _malformed(instruction)
    elif kind.upper() == "CMD" and is_empty:
        yield Refusal(
            "has a `HEALTHCHECK CMD` without a command",
            instruction.line,
            f"Write `{EXAMPLES['HEALTHCHECK']}`.",
        )


def _volume(instruction: Instruction, escape: str) -> Iterator[Refusal]:
    found = list_items(instruction.rest)
    if found is not None and not (found and all(each.strip() for each in found)):
        advice = f"Write `{EXAMPLES['VOLUME']}`."
        yield Refusal("has a `VOLUME` without a path", instruction.line, advice)


def _trigger(instruction: Instruction, escape: str) -> Iterator[Refusal]:
    """The parser reads the instruction after it; its options and values are not looked at."""
    keyword, *rest = instruction.rest.split(None, 1)
    if keyword.upper() in _NO_TRIGGERS:
        advice = "It supports any instruction but `FROM`, `ONBUILD` and `MAINTAINER`."
        yield Refusal(f"has an `ONBUILD {keyword.upper()}`", instruction.line, advice)
    elif keyword.upper() in ("ENV", "LABEL") and rest:
        _, written = split_options(rest[0], escape)
        # A name that is blank is refused where the trigger runs.
        if written and not any(part.startswith("=") for part in words(written, escape)):
            yield from _pairs(Instruction(keyword.upper(), written, instruction.line), escape)


_CHECKS: Mapping[str, Callable[[Instruction, str], Iterator[Refusal]]] = {
    "FROM": _from,
    "COPY": _copy,
    "ADD": _copy,
    "ARG": _arguments,
    "ENV": _pairs,
    "LABEL": _pairs,
    "SHELL": _shell,
    "HEALTHCHECK": _health,
    "VOLUME": _volume,
    "ONBUILD": _trigger,
}
