"""What a Dockerfile declares: arguments, stages, ports, secrets. Knows the instructions; must not
know `[tool.fal]` or how the file is opened.

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
from typing import NamedTuple

from .lines import Instruction, Lines, expand, read_lines, words
from .uploads import Upload, uploads

PREDEFINED_ARGUMENTS = frozenset(
    {name for each in ("HTTP", "HTTPS", "FTP", "NO", "ALL") for name in (each + "_PROXY",)}
    | {name for each in ("http", "https", "ftp", "no", "all") for name in (each + "_proxy",)}
    | {"SOURCE_DATE_EPOCH", "BUILDKIT_INLINE_CACHE", "BUILDKIT_MULTI_PLATFORM"}
    | {"BUILDKIT_SYNTAX", "BUILDKIT_DOCKERFILE_CHECK", "BUILDKIT_CONTEXT_KEEP_GIT_DIR"}
    | {"BUILDKIT_SANDBOX_HOSTNAME", "BUILDKIT_CACHE_MOUNT_NS", "BUILDKIT_BUILD_NAME"}
    | {
        f"{side}{part}"
        for side in ("TARGET", "BUILD")
        for part in ("PLATFORM", "OS", "ARCH", "VARIANT")
    }
)
"""Build arguments that a Dockerfile may be given without declaring them."""

_MAX_STAGES = 200


class Argument(NamedTuple):
    """An `ARG`; `default` is as written without its quotes, `None` where there is none."""

    name: str
    default: str | None
    line: int


class Port(NamedTuple):
    """A port or a range of an `EXPOSE`; `None` where a variable without a value decides."""

    text: str
    first: int | None
    last: int | None
    protocol: str
    line: int


class Stage(NamedTuple):
    """What follows a `FROM`. `base` is the number of an earlier stage where it starts from one."""

    name: str | None
    image: str
    """With the values of variables put in; as written where one has none."""
    base: int | None
    arguments: tuple[Argument, ...]
    ports: tuple[Port, ...]
    line: int
    uses: frozenset[int] = frozenset()
    """The numbers of the other stages that it copies from or mounts."""


class Copy(NamedTuple):
    """A path of the build's own directory that an instruction takes, as Docker reads it.

    `source` has no quotes, but its variables as written. `is_indented`: white space stands before
    the instruction.
    """

    source: str
    line: int
    is_indented: bool
    expanded: str | None
    """With the values of its variables; `None` where one has no value that is known."""
    stage: int = 0
    is_mount: bool = False
    """It is the source of a `RUN --mount=type=bind`, of which fal knows nothing."""


# Parser directives stand at the top, before any other comment:
# https://docs.docker.com/reference/dockerfile/#parser-directives
_DIRECTIVE = re.compile(r"#[ \t]*([A-Za-z]+)[ \t]*=[ \t]*(\S+)")


class Dockerfile(NamedTuple):
    """What a Dockerfile declares.

    `is_blank`: nothing but white space, which fal refuses (fal/container.py:68). `instructions`
    counts them: none in a file of comments, which fal takes and the build refuses.
    """

    arguments: tuple[Argument, ...]
    """Those before the first stage."""
    stages: tuple[Stage, ...]
    is_blank: bool
    instructions: int
    secrets: tuple[str, ...] = ()
    """The names of the build secrets that its `RUN` instructions mount, each once."""
    is_standard: bool = True
    """Docker's own frontend reads it; another one (`# syntax=...`) may know other instructions."""
    copies: tuple[Copy, ...] = ()
    uploads: tuple[Upload, ...] = ()
    """What fal reads from it to upload."""

    @property
    def built(self) -> frozenset[int]:
        """The numbers of the stages that Docker certainly builds: what the last one is made of."""
        found: set[int] = set()
        left = [len(self.stages) - 1] if self.stages else []
        while left:
            stage = left.pop()
            if stage not in found:
                found.add(stage)
                base = self.stages[stage].base
                left += [*self.stages[stage].uses, *([] if base is None else [base])]
        return frozenset(found)

    @property
    def declared(self) -> frozenset[str]:
        """The names of all arguments, of the file and of every stage."""
        groups = (self.arguments, *(stage.arguments for stage in self.stages))
        return frozenset(argument.name for group in groups for argument in group)

    @property
    def exposed(self) -> tuple[Port, ...]:
        """The ports of the image: of the last stage and of the stages it starts from.

        What the image behind them exposes is not known.
        """
        ports: list[Port] = []
        number = len(self.stages) - 1 if self.stages else None
        while number is not None:
            ports[:0] = self.stages[number].ports
            number = self.stages[number].base
        return tuple(ports)


def read_dockerfile(text: str, build_args: Mapping[str, str] | None = None) -> Dockerfile:
    """What a Dockerfile declares when it is built with some build arguments. Never raises."""
    lines = read_lines(text)
    reader = _Reader(lines, build_args or {}, text.removeprefix("\ufeff").split("\n"))
    for instruction in lines.instructions:
        reader.read(instruction)
    return Dockerfile(
        tuple(reader.arguments),
        tuple(stage.done() for stage in reader.stages),
        not text.strip(),
        len(lines.instructions),
        tuple(reader.secrets),
        _is_standard(text),
        tuple(reader.copies),
        uploads(text),
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

    @property
    def values(self) -> Mapping[str, str]:
        return ChainMap(self.env, self.args)

    def done(self) -> Stage:
        arguments, ports = tuple(self.arguments), tuple(self.ports)
        uses = frozenset(self.uses)
        return Stage(self.name, self.image, self.base, arguments, ports, self.line, uses)


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
        elif keyword == "RUN" and self.stages:
            for mount in self.mounts(instruction):
                self.mount(mount, instruction.line)

    def start(self, instruction: Instruction) -> None:
        if len(self.stages) >= _MAX_STAGES:
            return
        parts = [word for word in words(instruction.rest, self.escape) if not word.startswith("--")]
        written = parts[0] if parts else ""
        image = expand(written, self.globals, self.escape)
        name = parts[2] if len(parts) > 2 and parts[1].upper() == "AS" else None
        base = self.named.get(image.text.lower())
        stage = _Stage(name, image.text if image.is_known else written, base, instruction.line)
        if base is not None:
            stage.args.update(self.stages[base].args)
            stage.env.update(self.stages[base].env)
        if name is not None:
            self.named[name.lower()] = len(self.stages)
        self.stages.append(stage)

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

    def copy(self, instruction: Instruction) -> None:
        parts = words(instruction.rest, self.escape)
        flags: dict[str, str] = {}
        while parts and parts[0].startswith("--"):
            name, _, given = parts.pop(0).partition("=")
            flags[name] = given
        if "--from" in flags:
            self.use(flags["--from"])
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
                self.take(source, expanded, instruction.line)

    def take(self, source: str, expanded: str | None, line: int, *, is_mount: bool = False) -> None:
        is_indented = self.raw[line][:1].isspace()
        stage = max(len(self.stages) - 1, 0)
        self.copies.append(Copy(source, line, is_indented, expanded, stage, is_mount))

    def use(self, name: str) -> None:
        """Note that the stage needs another one, by its name or its number."""
        number = int(name) if name.isascii() and name.isdigit() and len(name) < 4 else None
        number = self.named.get(name.lower(), number)
        if self.stages and number is not None and number < len(self.stages) - 1:
            self.stages[-1].uses.add(number)

    def mounts(self, instruction: Instruction) -> Iterator[dict[str, str]]:
        """What a `RUN` mounts: its flags stand in front of the command."""
        for word in instruction.rest.split():
            if not word.startswith("--"):
                return
            if word.startswith("--mount="):
                value = expand(word.removeprefix("--mount="), self.stages[-1].values, self.escape)
                if value.is_known:
                    pairs = (part.partition("=") for part in value.text.split(","))
                    yield {name.strip().lower(): given for name, _, given in pairs}

    def mount(self, given: Mapping[str, str], line: int) -> None:
        kind = given.get("type", "bind")
        if kind == "secret" and _secret(given):
            self.secrets[_secret(given)] = None
        elif kind in ("bind", "cache") and "from" in given:
            self.use(given["from"])
        elif kind == "bind":
            source = given.get("source") or given.get("src")
            if source:
                self.take(source, source, line, is_mount=True)


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
