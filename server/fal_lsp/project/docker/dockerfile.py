"""What a Dockerfile declares: arguments, stages, ports, commands. Must not know how it is read
(`reader.py`) or `[tool.fal]`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from .refusals import Refusal
    from .uploads import Upload

PLATFORM_ARGUMENTS = frozenset(
    {
        f"{side}{part}"
        for side in ("TARGET", "BUILD")
        for part in ("PLATFORM", "OS", "OSVERSION", "ARCH", "VARIANT")
    }
    | {"TARGETSTAGE"}
)
"""Build arguments with a value in a FROM line that no file declares (`defaultArgs` of BuildKit's
dockerfile2llb/platform.go)."""

PREDEFINED_ARGUMENTS = frozenset(
    {name for each in ("HTTP", "HTTPS", "FTP", "NO", "ALL") for name in (each + "_PROXY",)}
    | {name for each in ("http", "https", "ftp", "no", "all") for name in (each + "_proxy",)}
    | {"SOURCE_DATE_EPOCH", "BUILDKIT_INLINE_CACHE", "BUILDKIT_MULTI_PLATFORM"}
    | {"BUILDKIT_SYNTAX", "BUILDKIT_DOCKERFILE_CHECK", "BUILDKIT_CONTEXT_KEEP_GIT_DIR"}
    | {"BUILDKIT_SANDBOX_HOSTNAME", "BUILDKIT_CACHE_MOUNT_NS", "BUILDKIT_BUILD_NAME"}
    | PLATFORM_ARGUMENTS
)
"""Build arguments that a Dockerfile may be given without declaring them."""


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


class Command(NamedTuple):
    """An `ENTRYPOINT` or a `CMD`: as written, and its words in the JSON form, else `None`."""

    text: str
    words: tuple[str, ...] | None
    line: int


class Step(NamedTuple):
    """An instruction of a stage: its keyword in capitals and what follows it, as written."""

    keyword: str
    rest: str
    line: int
    stage: int


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
    entrypoint: Command | None = None
    """Its own or that of the stage it starts from; what the image after them has is not known."""
    command: Command | None = None
    environment: tuple[tuple[str, str], ...] = ()
    """The variables that it and the stages it starts from set with a value that is known."""


Unread = Literal["indented", "mount", "trigger", "address", "comment"]
"""Why fal does not read an instruction: white space before it, a `RUN --mount=type=bind`, an
`ONBUILD`, an `ADD` that also takes a URL, or a comment above that ends with a backslash."""


class ImageName(NamedTuple):
    """The name of an image that a `FROM` or a `--from` uses, its variables put in."""

    text: str
    line: int
    stage: int


class Copy(NamedTuple):
    """A path of the build's own directory that an instruction takes, as Docker reads it.

    `source` has no quotes, but its variables as written.
    """

    source: str
    line: int
    expanded: str | None
    """With the values of its variables; `None` where one has no value that is known."""
    stage: int = 0
    unread: Unread | None = None


class Dockerfile(NamedTuple):
    """What a Dockerfile declares.

    `is_blank`: nothing but white space, which fal refuses (fal/container.py:68). There are no
    `steps` in a file of comments, which fal takes and the build refuses.
    """

    arguments: tuple[Argument, ...]
    """Those before the first stage."""
    stages: tuple[Stage, ...]
    is_blank: bool
    steps: tuple[Step, ...]
    secrets: tuple[str, ...] = ()
    """The names of the build secrets that its `RUN` instructions mount, each once."""
    is_standard: bool = True
    """Docker's own frontend reads it; another one (`# syntax=...`) may know other instructions."""
    copies: tuple[Copy, ...] = ()
    uploads: tuple[Upload, ...] = ()
    """What fal reads from it to upload."""
    images: tuple[ImageName, ...] = ()
    """The images that it certainly uses; not those that a variable without a value decides."""
    refusals: tuple[Refusal, ...] = ()
    """What Docker's own frontend cannot read in it, up to the first that is certain."""

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

        What the image after them exposes is not known.
        """
        ports: list[Port] = []
        number = len(self.stages) - 1 if self.stages else None
        while number is not None:
            ports[:0] = self.stages[number].ports
            number = self.stages[number].base
        return tuple(ports)
