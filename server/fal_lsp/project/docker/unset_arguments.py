"""Arguments above the first `FROM` that a stage uses and does not declare, so that they are empty.
Knows what gives a variable a value in a stage; must not know how findings name it.

What an image after a `FROM` sets is only known of a few, and a shell may set variables in many
ways: where anything may give the variable a value, nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from typing import NamedTuple

from .dockerfile import PREDEFINED_ARGUMENTS, Dockerfile, Step
from .lines import words

_SET_BY_IMAGES: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("alpine", "debian", "ubuntu"), ("LANG",)),
    "python": ("PYTHON", "GPG_KEY", "LANG", "SETUPTOOLS"),
    "node": ("NODE", "YARN"),
    "nvidia/cuda": ("CUDA", "NV", "NCCL", "LIB", "LD_"),
}
"""How the names of variables begin that public images set."""
_SET_BY_SHELL = re.compile(
    r"PATH|HOME|USER|LOGNAME|PWD|OLDPWD|E?UID|PPID|TERM|IFS|LINENO|RANDOM|SECONDS|OPTIND"
    r"|SHELL|SHLVL|(?:HOST|OS|MACH)\w*|BASH\w*|_"
)
_PLAIN_SHELL = re.compile(r'\["(?:/bin/)?(?:ba)?sh"(?:,\s*"(?:-[eoxuc]+|pipefail)")*\]')
_MAY_SET = re.compile(
    r"(?:^|[\s;&|(])(?:(?:\.|source|eval|read|declare|getopts|set\s+-a)\s|(?:export|env)\s+[\"$`])|['\\]"
)
"""What sets variables whose names are not written, and what keeps one from being replaced."""
_EXPANDED = frozenset({"RUN", "ENV", "COPY", "ADD", "LABEL", "WORKDIR", "ARG"})


class UnsetArgument(NamedTuple):
    """The argument, and the instruction that uses it with its line from 0."""

    name: str
    keyword: str
    line: int


def unset_arguments(
    dockerfile: Dockerfile, build_args: Mapping[str, str]
) -> Iterator[UnsetArgument]:
    """The arguments that certainly have a value above the first `FROM`, and none where used."""
    names = {each.name for each in dockerfile.arguments if build_args.get(each.name, each.default)}
    names = {name for name in names - PREDEFINED_ARGUMENTS if not _SET_BY_SHELL.fullmatch(name)}
    steps = dockerfile.steps
    if not names or not dockerfile.is_standard or any(map(_is_beyond, steps)):
        return
    built, start = dockerfile.built, dockerfile.stages[0].line if dockerfile.stages else 0
    given: dict[int, set[str]] = {}
    for step in steps:
        if step.line < start:
            continue
        if step.keyword == "FROM":
            base = dockerfile.stages[step.stage].base
            given[step.stage] = set() if base is None else set(given[base])
        elif step.stage in built:
            beginnings = _set_by_image(dockerfile, step.stage)
            left = names - given[step.stage] if beginnings is not None else set()
            for name in _used(step, left):
                if not name.startswith(beginnings or ()):
                    yield UnsetArgument(name, step.keyword, step.line)
        if step.keyword in ("ARG", "ENV"):
            given[step.stage].update(_set(step))


def _is_beyond(step: Step) -> bool:
    """Whether an instruction acts elsewhere, or another shell runs what follows."""
    is_plain = step.keyword != "SHELL" or _PLAIN_SHELL.fullmatch(step.rest)
    return step.keyword == "ONBUILD" or not is_plain


def _set_by_image(dockerfile: Dockerfile, number: int) -> tuple[str, ...] | None:
    stage = dockerfile.stages[number]
    while stage.base is not None:
        stage = dockerfile.stages[stage.base]
    name = re.sub(r"(?:@.*|:[^/]*)$", "", stage.image).removeprefix("docker.io/")
    return _SET_BY_IMAGES.get(name.removeprefix("library/"))


def _set(step: Step) -> Iterator[str]:
    found = words(step.rest, "\\")
    if step.keyword == "ENV" and found and "=" not in found[0]:
        found = found[:1]
    return (word.partition("=")[0] for word in found)


def _used(step: Step, names: Set[str]) -> Iterator[str]:
    if step.keyword not in _EXPANDED or step.rest.startswith("[") or _MAY_SET.search(step.rest):
        return
    for name in dict.fromkeys(re.findall(r"\$\{?([A-Za-z_]\w*)", step.rest)):
        if name not in names:
            continue
        used = re.findall(rf"\$(?:{name}\b|\{{{name}\}})", step.rest)
        # Any other mention may set it, or is a default: `NAME=1`, `for NAME in`, `${NAME:-1}`.
        mentions = re.findall(rf"\b{name}\b", step.rest)
        if step.keyword in ("ARG", "ENV"):
            mentions = re.findall(rf"\$\{{?{name}\b", step.rest)
        if len(used) == len(mentions):
            yield name
