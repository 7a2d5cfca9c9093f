"""Reads what a Dockerfile declares (`dockerfile.py`). Knows the instructions; must not know
`[tool.fal]` or how the file is opened.

A reader of our own, since no kept library serves. dockerfile-parse 2.0.1 (July 2023, the last
release) takes the lines of a here-document for instructions (its issue 145), so that an `EXPOSE`
in a shell script becomes a port; it does not put values into `EXPOSE`, stumbles over a byte order
mark, takes quadratic time on continued lines and wants to open the file itself. `dockerfile`
(bindings to the Go parser) is archived.

Scopes are those of the Dockerfile reference: an ARG before the first FROM serves the FROM lines, a
stage sees it only where it repeats the ARG, an ENV wins over an ARG, a stage that starts from
another one inherits both.
"""

from __future__ import annotations

import re
from collections import ChainMap
from collections.abc import Iterator, Mapping
from itertools import chain

from .dockerfile import (
    PREDEFINED_ARGUMENTS,
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
from .lines import Expanded, Instruction, Lines, expand, read_lines, words
from .refusals import Refusal, first_refusals
from .uploads import uploads

_MAX_STAGES = 200
_MAX_TRIGGERS = 20
_ADDRESS = r"(?i)https?://"

_VARIABLE = re.compile(r"\$\{?([A-Za-z_][A-Za-z0-9_]*)\}?")

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
    return Dockerfile(
        tuple(reader.arguments),
        tuple(stage.done() for stage in reader.stages),
        not text.strip(),
        tuple(steps),
        tuple(reader.secrets),
        _is_standard(text),
        tuple(reader.copies),
        uploads(text),
        tuple(reader.images()),
        tuple(chain(first_refusals(lines, reader.raw), reader.refusals())),
    )


def _is_standard(text: str) -> bool:
    for line in text.lstrip("\ufeff").split("\n"):
        directive = _DIRECTIVE.fullmatch(line.strip())
        if directive is None:
            return True
        if directive[1].lower() == "syntax":
            name = directive[2].partition("@")[0].rpartition(":")[0] or directive[2]
            return name.removeprefix("docker.io/").startswith("docker/dockerfile")
    return True


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
        self.blank: Refusal | None = None
        """The first `FROM` that certainly has no image."""
        self.numbers: list[tuple[int, int]] = []
        """The numbers of stages that are copied from, and their lines."""

    def read(self, instruction: Instruction) -> None:
        keyword = instruction.keyword
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
        parts = [word for word in words(instruction.rest, self.escape) if not word.startswith("--")]
        written = parts[0] if parts else ""
        image = expand(written, self.globals, self.escape)
        name = parts[2] if len(parts) > 2 and parts[1].upper() == "AS" else None
        base = self.named.get(image.text.lower())
        stage = _Stage(name, image.text if image.is_known else written, base, instruction.line)
        if base is None and image.is_known and image.text not in ("", "scratch"):
            self.used.append(ImageName(image.text, instruction.line, len(self.stages)))
        if written and self.blank is None and self.is_blank(written, image):
            self.blank = Refusal(
                f"has no value for `FROM {written}`",
                instruction.line,
                "Give its `ARG` a default, or set it in `build_args`.",
            )
        if base is not None:
            stage.args.update(self.stages[base].args)
            stage.env.update(self.stages[base].env)
            stage.entrypoint = self.stages[base].entrypoint
            stage.command = self.stages[base].command
        if name is not None:
            self.named[name.lower()] = len(self.stages)
        self.stages.append(stage)
        for trigger in self.stages[base].triggers if base is not None else ():
            self.read(trigger)

    def is_blank(self, written: str, image: Expanded) -> bool:
        """Whether nothing gives the image of a `FROM` a value."""
        if image.is_known:
            return not image.text
        name = _VARIABLE.fullmatch(written)
        declared = {each.name for each in self.arguments if each.default is None}
        return name is not None and name[1] in declared - PREDEFINED_ARGUMENTS

    def refusals(self) -> Iterator[Refusal]:
        """What Docker refuses once it has read all instructions."""
        if self.blank is not None:
            yield self.blank
        for number, line in self.numbers:
            if len(self.stages) <= number and len(self.stages) < _MAX_STAGES:
                advice = f"The first stage is 0, the last one {len(self.stages) - 1}."
                yield Refusal(f"copies from the stage {number}, which it lacks", line, advice)

    def images(self) -> Iterator[ImageName]:
        """The images that are used: a `--from` may also name a stage that comes later."""
        return (each for each in self.used if each.text.lower() not in self.named)

    def argument(self, instruction: Instruction) -> None:
        stage = self.stages[-1] if self.stages else None
        values = stage.values if stage else self.globals
        scope = stage.args if stage else self.globals
        for word in words(instruction.rest, self.escape):
            name, equals, written = word.partition("=")
            default = expand(written, values, self.escape) if equals else None
            argument = Argument(
                name, expand(written, {}, self.escape).text if equals else None, instruction.line
            )
            (stage.arguments if stage else self.arguments).append(argument)
            value = self.build_args.get(name)
            if value is None and default is not None and default.is_known:
                value = default.text
            if value is None and stage is not None and not equals:
                value = self.globals.get(name)
            if value is not None:
                scope[name] = value

    def environment(self, instruction: Instruction) -> None:
        stage = self.stages[-1]
        parts = words(instruction.rest, self.escape)
        if parts and "=" not in parts[0]:
            # The old form: one name, and all that follows is its value.
            parts = [f"{parts[0]}={instruction.rest[len(parts[0]) :].strip()}"]
        values = stage.values
        for word in parts:
            name, _, written = word.partition("=")
            value = expand(written, values, self.escape)
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
        number = int(name) if name.isascii() and name.isdigit() and len(name) < 4 else None
        if self.stages and number is not None and instruction.keyword == "COPY":
            self.numbers.append((number, instruction.line))
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
    return Port(text, ends[0], ends[1], protocol.lower() or "tcp", line)
