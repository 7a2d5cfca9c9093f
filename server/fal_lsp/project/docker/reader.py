"""Reads what a Dockerfile declares (`dockerfile.py`). Knows the instructions; must not know
`[tool.fal]` or how the file is opened.

A reader of our own, since no kept library serves. dockerfile-parse 2.0.1 (July 2023, the last
release) takes the lines of a here-document for instructions (its issue 145), so that an `EXPOSE`
in a shell script becomes a port; it does not put values into `EXPOSE`, stumbles over a byte order
mark, takes quadratic time on continued lines and wants to open the file itself. `dockerfile`
(bindings to the Go parser) is archived.

Scopes are those of the Dockerfile reference: an ARG before the first FROM serves the FROM lines, a
stage sees it only where it repeats the ARG, the last of an ENV and an ARG that has a value wins (as
in `dispatchArg` of BuildKit's dockerfile2llb/convert.go), a stage that starts from another one
inherits both. In a FROM line nothing else has a value but the platform.
"""

from __future__ import annotations

import re
from collections import ChainMap
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import NamedTuple

from .dockerfile import (
    PLATFORM_ARGUMENTS,
    Argument,
    Command,
    Copy,
    Dockerfile,
    ImageName,
    Port,
    Stage,
    Step,
    Unread,
)
from .image_names import refused_name
from .lines import Expanded, Instruction, Lines, expand, read_lines, split_options, words
from .refusals import Refusal, first_refusals
from .stage_refusals import stage_refusals, unclosed_word
from .uploads import uploads

_MAX_STAGES = 200
_MAX_TRIGGERS = 20
_LAST_PORT = 65_535
_ADDRESS = r"(?i)https?://"

_VARIABLE = re.compile(r"\$\{?([A-Za-z_][A-Za-z0-9_]*)")
_PLATFORM = re.compile(r"(?:[A-Za-z0-9_-]+|[^/]+\([^/]*\))(?:/[A-Za-z0-9_.-]+){0,2}")

_CONTINUED_COMMENT = re.compile(r"\s*#.*\\\r?$")
"""A comment that fal goes on reading in the next line."""

# Parser directives are at the top, before any other comment:
# https://docs.docker.com/reference/dockerfile/#parser-directives
_DIRECTIVE = re.compile(r"#[ \t]*([A-Za-z]+)[ \t]*=[ \t]*(\S+)")


def read_dockerfile(text: str, build_args: Mapping[str, str] | None = None) -> Dockerfile:
    """What a Dockerfile declares when it is built with some build arguments. Never raises."""
    lines = read_lines(text)
    reader = _Reader(lines, build_args or {}, text.removeprefix("\ufeff").split("\n"))
    steps: list[Step] = []
    for instruction in lines.instructions:
        reader.read(instruction)
        steps.append(Step(*instruction, max(len(reader.stages) - 1, 0)))
    found = Dockerfile(
        tuple(reader.arguments),
        tuple(stage.done() for stage in reader.stages),
        not text.strip(),
        tuple(steps),
        tuple(reader.secrets),
        _is_standard(text),
        tuple(reader.copies),
        uploads(text),
        tuple(reader.images()),
    )
    refusals = chain(first_refusals(lines, reader.raw), reader.refusals(found.built))
    return found._replace(refusals=tuple(refusals))


def _is_standard(text: str) -> bool:
    for line in text.lstrip("\ufeff").split("\n"):
        directive = _DIRECTIVE.fullmatch(line.strip())
        if directive is None:
            return True
        if directive[1].lower() == "syntax":
            name = directive[2].partition("@")[0].rpartition(":")[0] or directive[2]
            return name.removeprefix("docker.io/").startswith("docker/dockerfile")
    return True


class _Unset:
    """The names of variables that have no value in a FROM line, if they have none in the file."""

    def __init__(self) -> None:
        self.unknown = set(PLATFORM_ARGUMENTS)

    def __contains__(self, name: object) -> bool:
        return name not in self.unknown

    def note(self, name: str, *, is_known: bool) -> None:
        """Take in the value that an `ARG` gives a name."""
        if is_known:
            self.unknown.discard(name)
        else:
            self.unknown.add(name)


class _Reference(NamedTuple):
    """A stage, by its name or its number, that another one copies from or mounts."""

    stage: int
    keyword: str
    name: str
    line: int
    before: int
    """How many mounts and sources there are in front of it."""


class _Stage:
    """A stage while it is being read."""

    def __init__(self, name: str | None, image: str, base: int | None, line: int) -> None:
        self.name, self.image, self.base, self.line = name, image, base, line
        self.arguments: list[Argument] = []
        self.ports: list[Port] = []
        self.args: dict[str, str] = {}
        self.env: dict[str, str] = {}
        self.uses: set[int] = set()
        self.entrypoint: Command | None = None
        self.command: Command | None = None
        self.has_command = False
        self.triggers: list[Instruction] = []

    @property
    def values(self) -> Mapping[str, str]:
        return ChainMap(self.env, self.args)

    def done(self) -> Stage:
        arguments, ports = tuple(self.arguments), tuple(self.ports)
        return Stage(
            self.name,
            self.image,
            self.base,
            arguments,
            ports,
            self.line,
            frozenset(self.uses),
            self.entrypoint,
            self.command,
            tuple(self.env.items()),
        )


class _Reader:
    """One walk over the instructions."""

    def __init__(self, lines: Lines, build_args: Mapping[str, str], raw: list[str]) -> None:
        self.escape = lines.escape
        self.raw = raw
        self.copies: list[Copy] = []
        self.build_args = build_args
        self.arguments: list[Argument] = []
        self.globals: dict[str, str] = {}
        self.stages: list[_Stage] = []
        self.named: dict[str, int] = {}
        self.secrets: dict[str, None] = {}
        self.used: list[ImageName] = []
        self.unset = _Unset()
        self.early: list[Refusal] = []
        """What Docker refuses before it builds a stage, `late` what it refuses in one."""
        self.late: list[tuple[int, Refusal]] = []
        self.references: list[_Reference] = []
        self.sources = 0
        self.is_trigger = False

    def read(self, instruction: Instruction) -> None:
        keyword = instruction.keyword
        if self.stages and len(self.stages) < _MAX_STAGES:
            number, values = len(self.stages) - 1, self.stages[-1].values
            found = stage_refusals(instruction, values, self.escape)
            self.late += ((number, refusal) for refusal in found)
        if keyword == "FROM":
            self.start(instruction)
        elif keyword == "ARG":
            self.argument(instruction)
        elif keyword == "ENV" and self.stages:
            self.environment(instruction)
        elif keyword == "EXPOSE" and self.stages:
            self.expose(instruction)
        elif keyword in ("COPY", "ADD"):
            self.copy(instruction)
        elif keyword in ("CMD", "ENTRYPOINT") and self.stages:
            self.command(instruction)
        elif keyword == "RUN" and self.stages:
            for mount in self.mounts(instruction):
                self.mount(mount, instruction)
        elif keyword == "ONBUILD" and self.stages:
            self.trigger(instruction)

    def start(self, instruction: Instruction) -> None:
        if len(self.stages) >= _MAX_STAGES:
            return
        options, rest = split_options(instruction.rest, self.escape)
        parts = words(rest, self.escape)
        written = parts[0] if parts else ""
        image = expand(written, self.globals, self.escape, self.unset)
        name = parts[2] if len(parts) > 2 and parts[1].upper() == "AS" else None
        base = self.named.get(image.text.lower())
        stage = _Stage(name, image.text if image.is_known else written, base, instruction.line)
        refusal = self.refused_image(written, image, instruction.line)
        if refusal is not None:
            self.early.append(refusal)
        elif base is None and image.is_known and image.text not in ("", "scratch"):
            self.used.append(ImageName(image.text, instruction.line, len(self.stages)))
        self.early += self.refused_platforms(options, instruction.line)
        if base is not None:
            stage.args.update(self.stages[base].args)
            stage.env.update(self.stages[base].env)
            stage.entrypoint = self.stages[base].entrypoint
            stage.command = self.stages[base].command
        if name is not None:
            self.named[name.lower()] = len(self.stages)
        self.stages.append(stage)
        self.is_trigger = True
        for trigger in self.stages[base].triggers if base is not None else ():
            self.read(trigger)
        self.is_trigger = False

    def refused_image(self, written: str, image: Expanded, line: int) -> Refusal | None:
        """Why Docker refuses what a `FROM` starts from, where a variable without a value is why."""
        unclosed = unclosed_word("FROM", written, line, self.escape)
        if unclosed is not None or not written or not image.is_known:
            return unclosed
        empty = [name for name in _VARIABLE.findall(written) if not self.globals.get(name)]
        name = empty[0] if empty else ""
        if image.text:
            filled = expand(written, {**self.globals, name: "1"}, self.escape, self.unset)
            if not name or refused_name(image.text) is None or refused_name(filled.text):
                return None
        if name in (each.name for each in self.arguments):
            advice = "Give its `ARG` a default, or set it in `build_args`."
        elif any(name == each.name for stage in self.stages for each in stage.arguments):
            advice = f"Move `ARG {name}` above the first `FROM`."
        else:
            advice = f"Add `ARG {name}` with a default above the first `FROM`." if name else ""
        what = f"for `FROM {written}`" if not image.text else f"for `{name}` in `FROM {written}`"
        return Refusal(f"has no value {what}", line, advice)

    def refused_platforms(self, options: list[str], line: int) -> Iterator[Refusal]:
        """What `platforms.Parse` of containerd refuses, unless it is the name of a platform."""
        for option in options:
            name, _, written = option.partition("=")
            value = expand(written, self.globals, self.escape, self.unset)
            if name != "--platform" or not written or not value.is_known:
                continue
            if not _PLATFORM.fullmatch(value.text):
                advice = "Write one such as `linux/amd64`."
                yield Refusal(f"has the invalid `--platform={written}`", line, advice)

    def refusals(self, built: frozenset[int]) -> Iterator[Refusal]:
        """What Docker refuses once it has read all instructions."""
        yield from self.early
        if len(self.stages) < _MAX_STAGES:
            yield from self.refused_references(built)
        for stage, refusal in self.late:
            if stage in built:
                yield refusal

    def refused_references(self, built: frozenset[int]) -> Iterator[Refusal]:
        """Stages that do not exist, or come too late.

        BuildKit counts each image of a `COPY` or a mount before as one more stage
        (`buildStageDependencyGraph` of dockerfile2llb/convert.go), and a name that is given twice
        is that of the last one (`addState`).
        """
        count = len(self.stages)
        for each in self.references:
            number = self.named.get(each.name.lower(), _number(each.name))
            if number is not None and number >= count:
                if number >= count + each.before:
                    yield Refusal(
                        f"copies from the stage {number}, which it lacks",
                        each.line,
                        f"The first stage is 0, the last one {count - 1}.",
                    )
            elif number == each.stage or (
                number is not None and number > each.stage and each.stage in built
            ):
                verb = "copies from" if each.keyword == "COPY" else "mounts"
                yield Refusal(
                    f"{verb} the stage `{each.name}` before its end",
                    each.line,
                    "Move that stage above this one.",
                )

    def images(self) -> Iterator[ImageName]:
        """The images that are used: a `--from` may also name a stage that comes later."""
        return (each for each in self.used if each.text.lower() not in self.named)

    def argument(self, instruction: Instruction) -> None:
        stage = self.stages[-1] if self.stages else None
        values = stage.values if stage else self.globals
        scope = stage.args if stage else self.globals
        unset = () if stage else self.unset
        for word in words(instruction.rest, self.escape):
            name, equals, written = word.partition("=")
            default = expand(written, values, self.escape, unset) if equals else None
            argument = Argument(
                name, expand(written, {}, self.escape).text if equals else None, instruction.line
            )
            (stage.arguments if stage else self.arguments).append(argument)
            value = self.build_args.get(name)
            if value is None and default is not None and default.is_known:
                value = default.text
            if value is None and stage is not None and not equals:
                value = self.globals.get(name)
            if name not in self.build_args:
                self.note_unclosed(written, instruction.line)
            if value is not None:
                scope[name] = value
                if stage is not None:
                    stage.env.pop(name, None)
            elif equals or (stage is not None and name in self.unset.unknown):
                scope.pop(name, None)
                if stage is not None:
                    stage.env.pop(name, None)
            if stage is None and (value is not None or equals):
                self.unset.note(name, is_known=value is not None)

    def note_unclosed(self, default: str, line: int) -> None:
        refusal = unclosed_word("ARG", default, line, self.escape)
        if refusal is not None and not self.stages:
            self.early.append(refusal)
        elif refusal is not None:
            self.late.append((len(self.stages) - 1, refusal))

    def environment(self, instruction: Instruction) -> None:
        stage = self.stages[-1]
        parts = words(instruction.rest, self.escape)
        if parts and "=" not in parts[0]:
            # The old form: one name, and all that follows is its value.
            parts = [f"{parts[0]}={instruction.rest[len(parts[0]) :].strip()}"]
        # What is set here has no value yet in the values after it.
        pairs = [word.partition("=")[::2] for word in parts]
        values = [expand(written, stage.values, self.escape) for _, written in pairs]
        for (name, _), value in zip(pairs, values, strict=True):
            if value.is_known:
                stage.env[name] = value.text
            else:
                stage.env.pop(name, None)

    def expose(self, instruction: Instruction) -> None:
        stage = self.stages[-1]
        values = stage.values
        # Unlike ARG and ENV, it is cut at white space even between quotes.
        for word in instruction.rest.split():
            value = expand(word, values, self.escape)
            if not value.is_known:
                stage.ports.append(Port(word, None, None, "tcp", instruction.line))
                continue
            stage.ports.extend(_port(text, instruction.line) for text in value.text.split())

    def command(self, instruction: Instruction) -> None:
        stage, text = self.stages[-1], instruction.rest
        found = _json_words(text) if text.startswith("[") else []
        command = Command(text, tuple(found) or None, instruction.line)
        if instruction.keyword == "CMD":
            stage.command, stage.has_command = command, True
        else:
            stage.entrypoint = command
            # An entry point of its own drops the command of the stage that it starts from.
            stage.command = stage.command if stage.has_command else None

    def copy(self, instruction: Instruction) -> None:
        parts = words(instruction.rest, self.escape)
        flags: dict[str, str] = {}
        while parts and parts[0].startswith("--"):
            name, _, given = parts.pop(0).partition("=")
            flags[name] = given
        if "--from" in flags:
            self.use(flags["--from"].strip("'\""), instruction)
            return
        if parts and parts[0].startswith("["):
            parts = _json_words(instruction.rest)
        elif "#" in parts[2:]:
            # A comment, which `stage_refusals` reports.
            del parts[parts.index("#", 2) :]
        values = self.stages[-1].values if self.stages else {}
        for part in parts[:-1]:
            source = part.strip("'\"")
            value = expand(part, values, self.escape)
            expanded = value.text if value.is_known else None
            # A variable without a value may be an address.
            if expanded is None and instruction.keyword == "ADD":
                continue
            # `--parents` has patterns of its own.
            if "--parents" in flags and (expanded is None or "*" in expanded):
                continue
            if not any(map(_is_remote, (source, expanded or ""))):
                self.take(source, expanded, instruction)

    def take(self, source: str, expanded: str | None, instruction: Instruction) -> None:
        written = self.raw[instruction.line]
        unread: Unread | None = "indented" if written[:1].isspace() else None
        if instruction.keyword == "RUN":
            unread = "mount"
        elif written.lstrip()[: len("ONBUILD")].upper() == "ONBUILD":
            unread = "trigger"
        elif instruction.keyword == "ADD" and re.search(_ADDRESS, instruction.rest):
            unread = "address"
        elif instruction.line and _CONTINUED_COMMENT.match(self.raw[instruction.line - 1]):
            unread = "comment"
        stage = max(len(self.stages) - 1, 0)
        self.copies.append(Copy(source, instruction.line, expanded, stage, unread))

    def use(self, name: str, instruction: Instruction) -> None:
        """Note that the stage needs another one, by its name or its number."""
        number = _number(name) if instruction.keyword == "COPY" else None
        if self.stages and name and "$" not in name and not self.is_trigger:
            stage = len(self.stages) - 1
            if number is not None or not name.isdigit():
                self.references.append(
                    _Reference(stage, instruction.keyword, name, instruction.line, self.sources)
                )
        self.sources += instruction.keyword == "COPY"
        if self.stages and name and number is None and "$" not in name and not name.isdigit():
            self.used.append(ImageName(name, instruction.line, len(self.stages) - 1))
        number = self.named.get(name.lower(), number)
        if self.stages and number is not None and number < len(self.stages) - 1:
            self.stages[-1].uses.add(number)

    def mounts(self, instruction: Instruction) -> Iterator[dict[str, str]]:
        """What a `RUN` mounts: its flags are in front of the command."""
        for word in instruction.rest.split():
            if not word.startswith("--"):
                return
            if word.startswith("--mount="):
                self.sources += 1
                value = expand(word.removeprefix("--mount="), self.stages[-1].values, self.escape)
                if value.is_known:
                    pairs = (part.partition("=") for part in value.text.split(","))
                    yield {name.strip().lower(): given for name, _, given in pairs}

    def trigger(self, instruction: Instruction) -> None:
        """Note what runs in the stages that start from this one."""
        keyword, _, rest = instruction.rest.partition(" ")
        triggers = self.stages[-1].triggers
        if keyword.upper() not in ("FROM", "ONBUILD") and len(triggers) < _MAX_TRIGGERS:
            triggers.append(Instruction(keyword.upper(), rest.strip(), instruction.line))

    def mount(self, given: Mapping[str, str], instruction: Instruction) -> None:
        kind = given.get("type", "bind")
        if kind == "secret" and _secret(given):
            self.secrets[_secret(given)] = None
        elif kind in ("bind", "cache") and "from" in given:
            self.use(given["from"], instruction)
        elif kind == "bind":
            source = given.get("source") or given.get("src")
            if source:
                self.take(source, source, instruction)


def _number(name: str) -> int | None:
    """The number of a stage that a `--from` may name."""
    return int(name) if name.isascii() and name.isdigit() and len(name) < 4 else None


def _is_remote(source: str) -> bool:
    """Whether a source is an address or a here-document rather than a path."""
    return source.startswith(("<<", "git@")) or "://" in source


def _json_words(text: str) -> list[str]:
    """The words of an instruction in its JSON form; none where it is no JSON."""
    import json

    try:
        found = json.loads(text[text.index("[") :])
    except (ValueError, RecursionError):
        return []
    return [each for each in found if isinstance(each, str)]


def _secret(given: Mapping[str, str]) -> str:
    """The name of the secret that a mount is about, empty where it has none.

    Without an `id` it is the last part of the target:
    https://docs.docker.com/reference/dockerfile/#run---mounttypesecret
    """
    targets = (given.get(name, "") for name in ("target", "dst", "destination"))
    return given.get("id") or next(filter(None, targets), "").rpartition("/")[2]


def _port(text: str, line: int) -> Port:
    numbers, _, protocol = text.partition("/")
    first, _, last = numbers.partition("-")
    ends = [
        int(end) if end.isascii() and end.isdigit() and len(end) < 6 else None
        for end in (first, last or first)
    ]
    first_port, last_port = ends
    if first_port is None or last_port is None or not first_port <= last_port <= _LAST_PORT:
        # Docker refuses it.
        first_port = last_port = None
    return Port(text, first_port, last_port, protocol.lower() or "tcp", line)
