"""What Docker refuses in an instruction once it builds its stage. Knows the values that BuildKit
reads then: ports, mounts, permissions, signals, addresses and words with variables; must not know
which stages are built (`reader.py`).

Follows `dispatch` in frontend/dockerfile/dockerfile2llb/convert.go and what it calls:
convert_expose.go, convert_copy.go, convert_runmount.go, instructions/commands_runmount.go. The
environment of the image after a stage is not known, so that a word is only judged where each of
its variables has a value in the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from .lines import Instruction, expand, list_items, split_options, words
from .refusals import COMMENT, EXAMPLES, SHOWN, Refusal
from .unclosed import unclosed

_HEREDOC = re.compile(r"\d*<<-?\s*[^<]+")
_VARIABLES = re.compile(r"\$\{?(\w*)")
_ADDRESS = re.compile(r"(?:https?|git|ssh)://|[a-zA-Z0-9_-]+@[a-zA-Z0-9.-]+:")
_RANGE = re.compile(r"\+?([0-9]+)(?:-\+?([0-9]+))?")
_OCTAL = re.compile(r"[0-7]+")
_CLAUSE = r"[augo]*(?:[-+=][rstwXxugo]*)+"
_MODE = re.compile(rf"{_CLAUSE}(?:,{_CLAUSE})*")
_NUMBER = re.compile(r"[+-]?[0-9]{1,18}")
_BOOLEANS = frozenset(
    {"1", "t", "T", "TRUE", "true", "True", "0", "f", "F", "FALSE", "false", "False"}
)
_MOUNTS = ("bind", "cache", "tmpfs", "secret", "ssh")
_SHARING = ("shared", "private", "locked")
_SWITCHES = frozenset({"readonly", "ro", "readwrite", "rw", "required"})
_MOUNT_KEYS = (
    *("type", "from", "source", "src", "target", "dst", "destination", "id", "sharing", "size"),
    *("mode", "uid", "gid", "env", "required", "readonly", "ro", "readwrite", "rw"),
)
_SIGNALS = frozenset(
    {
        *("ABRT", "ALRM", "BUS", "CHLD", "CLD", "CONT", "FPE", "HUP", "ILL", "INT", "IO", "IOT"),
        *("KILL", "PIPE", "POLL", "PROF", "PWR", "QUIT", "SEGV", "STKFLT", "STOP", "SYS", "TERM"),
        *("TRAP", "TSTP", "TTIN", "TTOU", "URG", "USR1", "USR2", "VTALRM", "WINCH", "XCPU", "XFSZ"),
        *("RTMIN", *(f"RTMIN+{number}" for number in range(1, 16))),
        *("RTMAX", *(f"RTMAX-{number}" for number in range(1, 15))),
    }
)
"""`SignalMap` of github.com/moby/sys/signal on Linux."""


class _Scope(NamedTuple):
    """The values of a stage where an instruction is, and the character that escapes."""

    values: Mapping[str, str]
    escape: str

    def value(self, word: str) -> str | None:
        """A word with its variables put in, `None` where one has no value in the file."""
        if not all(name in self.values for name in _VARIABLES.findall(word)):
            return None
        found = expand(word, self.values, self.escape)
        return found.text if found.is_known else None


def stage_refusals(
    instruction: Instruction, values: Mapping[str, str], escape: str
) -> Iterator[Refusal]:
    """What Docker refuses in an instruction of a stage that it builds."""
    check = _CHECKS.get(instruction.keyword)
    expanded = _EXPANDED.get(instruction.keyword)
    if check is None and expanded is None:
        return
    options, rest = split_options(instruction.rest, escape)
    if expanded is not None:
        yield from _unclosed(instruction, expanded(rest, escape), escape)
    if check is not None:
        yield from check(instruction._replace(rest=rest), options, _Scope(values, escape))


def unclosed_word(keyword: str, word: str, line: int, escape: str) -> Refusal | None:
    """What Docker refuses in a word whose quote or `${` has no end."""
    sign = unclosed(word, escape)
    if not sign:
        return None
    if sign == "${":
        return Refusal(f"has a `${{` without its `}}` in `{keyword}`", line, "Close it with `}`.")
    return Refusal(
        f"has a quote `{sign}` without its end in `{keyword}`",
        line,
        f"Close the quote, or write `{escape}{sign}` for the character.",
    )


def _unclosed(instruction: Instruction, found: list[str], escape: str) -> Iterator[Refusal]:
    for word in found:
        refusal = unclosed_word(instruction.keyword, word, instruction.line, escape)
        if refusal is not None:
            yield refusal
            return


def _whole(rest: str, escape: str) -> list[str]:
    return [rest]


def _items(rest: str, escape: str) -> list[str]:
    """Cut at white space, between quotes as well."""
    found = list_items(rest)
    return rest.split() if found is None else found


def _files(rest: str, escape: str) -> list[str]:
    return [word for word in _items(rest, escape) if not _HEREDOC.fullmatch(word)]


def _pairs(rest: str, escape: str) -> list[str]:
    found = words(rest, escape)
    if found and "=" not in found[0]:
        return rest.split(None, 1)
    return [part for word in found for part in word.partition("=")]


_EXPANDED: Mapping[str, Callable[[str, str], list[str]]] = {
    **dict.fromkeys(("USER", "WORKDIR", "STOPSIGNAL"), _whole),
    **dict.fromkeys(("ENV", "LABEL"), _pairs),
    **dict.fromkeys(("COPY", "ADD"), _files),
    "VOLUME": _items,
    "EXPOSE": lambda rest, escape: rest.split(),
}
"""The words in which BuildKit replaces variables (instructions/commands.go)."""


def _expose(instruction: Instruction, options: list[str], scope: _Scope) -> Iterator[Refusal]:
    for word in instruction.rest.split():
        value = scope.value(word)
        for port in value.split() if value is not None else ():
            if not _is_port(port):
                shown = word if "$" in word else port
                yield Refusal(
                    f"exposes `{shown[:SHOWN]}`, which is not a port",
                    instruction.line,
                    "Ports are numbers up to 65535, such as `8000` or `8000/udp`.",
                )
                return


def _is_port(text: str) -> bool:
    """Whether Docker takes `[[address:]port:]port[/protocol]`; the address is not looked at."""
    *address, last = text.split(":")
    port, _, protocol = last.partition("/")
    host = address[-1] if address else ""
    return (
        protocol.lower() in ("", "tcp", "udp", "sctp")
        and _is_range(port)
        and (not host or _is_range(host))
    )


def _is_range(text: str) -> bool:
    found = _RANGE.fullmatch(text)
    ends = [] if found is None else [int(end[:9]) for end in found.groups() if end]
    return bool(ends) and max(ends) <= 65535 and ends == sorted(ends)


def _copy(instruction: Instruction, options: list[str], scope: _Scope) -> Iterator[Refusal]:
    keyword, line = instruction.keyword, instruction.line
    for option in options:
        name, _, written = option.partition("=")
        mode = scope.value(written) if name == "--chmod" else None
        if mode and not _is_mode(mode):
            yield Refusal(
                f"has the invalid `--chmod={written[:SHOWN]}`",
                line,
                "Write it in octal, such as `755`, or as `u=rwX,go=rX`.",
            )
    sources = _items(instruction.rest, scope.escape)[:-1]
    if "#" in sources[1:] and list_items(instruction.rest) is None:
        # Docker looks for a file of that name.
        yield Refusal(f"has a comment after `{keyword}`", line, COMMENT)
    for source in sources if keyword == "COPY" else ():
        if _ADDRESS.match(scope.value(source) or ""):
            advice = "Use `ADD`, which downloads it."
            yield Refusal(f"has a `COPY` of the address `{source[:SHOWN]}`", line, advice)


def _is_mode(text: str) -> bool:
    """Whether `--chmod` has a value: octal, or as chmod(1) writes it."""
    if _OCTAL.fullmatch(text):
        return int(text[:40], 8) <= 0o7777
    return _MODE.fullmatch(text) is not None


def _signal(instruction: Instruction, options: list[str], scope: _Scope) -> Iterator[Refusal]:
    value = scope.value(instruction.rest)
    if not value:
        return
    if int(value) if _NUMBER.fullmatch(value) else value.upper().removeprefix("SIG") in _SIGNALS:
        return
    advice = f"Write `{EXAMPLES['STOPSIGNAL']}`."
    if "#" in value:
        advice += f" {COMMENT}"
    yield Refusal(f"has the unknown signal `{value[:SHOWN]}`", instruction.line, advice)


def _run(instruction: Instruction, options: list[str], scope: _Scope) -> Iterator[Refusal]:
    for option in options:
        name, _, written = option.partition("=")
        # With quotes in it, it is read as CSV.
        if name == "--mount" and not {'"', "'", scope.escape} & set(written):
            yield from _mount(written, instruction.line, scope)


def _mount(written: str, line: int, scope: _Scope) -> Iterator[Refusal]:
    given: dict[str, str | None] = {}
    for field in written.split(","):
        key, equals, text = field.partition("=")
        key = key.lower()
        value = scope.value(text)
        what = f"the invalid `{field[:SHOWN]}`" if field else "an empty field"
        problem = f"has {what} in `RUN --mount`"
        if not equals and key not in _SWITCHES:
            advice = "Write `name=value`, with a comma and no space between two of them."
            yield Refusal(problem, line, advice)
        elif equals and key not in _MOUNT_KEYS:
            yield Refusal(problem, line, "", key, _MOUNT_KEYS, if_misspelt=True)
        elif equals and value is not None and not _is_mount_value(key, value):
            yield from _bad_value(key, value, problem, line)
        given[key] = value if equals else ""
    kind = given.get("type", "bind")
    if kind is not None and kind.lower() == "secret":
        if not {"id", "source", "src", "target", "dst", "destination"} & set(given):
            yield Refusal(
                "has a secret mount without an `id`", line, "Write `type=secret,id=name`."
            )
        elif given.get("id") and (given.get("source") or given.get("src")):
            advice = "Remove `source`, or use it instead of `id`."
            yield Refusal("has a secret mount with both `id` and `source`", line, advice)


def _is_mount_value(key: str, value: str) -> bool:
    if key == "type":
        return value.lower() in _MOUNTS
    if key == "sharing":
        return value.lower() in _SHARING
    if key in _SWITCHES:
        return value in _BOOLEANS
    if key in ("uid", "gid"):
        return value.isascii() and value.isdigit()
    return key != "mode" or _OCTAL.fullmatch(value) is not None


def _bad_value(key: str, value: str, problem: str, line: int) -> Iterator[Refusal]:
    if key not in ("type", "sharing"):
        is_number = key in ("mode", "uid", "gid")
        kind = "a number" if is_number else "`true` or `false`"
        yield Refusal(problem, line, f"Write {kind} for `{key}`.")
        return
    among = _MOUNTS if key == "type" else _SHARING
    kinds = ", ".join(f"`{each}`" for each in among)
    name = "mount type" if key == "type" else "sharing mode"
    shown = f"has the unknown {name} `{value[:SHOWN]}`"
    yield Refusal(shown, line, f"There are {kinds}.", value, among)


_CHECKS: Mapping[str, Callable[[Instruction, list[str], _Scope], Iterator[Refusal]]] = {
    "EXPOSE": _expose,
    "COPY": _copy,
    "ADD": _copy,
    "STOPSIGNAL": _signal,
    "RUN": _run,
}
