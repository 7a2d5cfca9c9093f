"""Docker cannot read an instruction of the Dockerfile.

## What it does
Reports the first instruction that Docker refuses in the Dockerfile of an `image`, also that of a class (`ContainerImage.from_dockerfile`):

- an unknown instruction, often the rest of a line whose backslash is missing;
- a missing `FROM`, destination or value;
- a comment after an instruction on the same line;
- a misspelled option, or one with an invalid value (`HEALTHCHECK --interval=5`);
- an invalid port, signal, mode, mount, platform or stage name;
- a here-document, a quote or a `${` without its end;
- a `FROM` whose variable has no value, often because its `ARG` follows it;
- a stage that is copied from before its end;
- a `COPY` of a URL.

It also reports what Docker accepts but does not do as written:

- a command whose list is not JSON (`CMD ['python', 'app.py']`), so that a shell runs it as it is;
- a list that starts a server with a variable as its port, its host or its number of workers (`"--port", "$PORT"`), which Docker does not expand there;
- an instruction that uses an `ARG` declared only above the first `FROM`.

Values are checked only in stages that the image is made of. A Dockerfile with a frontend of its own (`# syntax=...`) is not checked.

## Why
fal only looks for `COPY` and `ADD`, and the remote build fails.

## Example
```toml
[tool.fal.apps.server]
exposed_port = 8000

[tool.fal.apps.server.image]
dockerfile = "Dockerfile"
```
```dockerfile Dockerfile
FROM python:3.12
RUN apt-get update
    && apt-get install --yes ffmpeg
EXPOSE 8000
```

## Use instead
```dockerfile Dockerfile
FROM python:3.12
RUN apt-get update \\
    && apt-get install --yes ffmpeg
EXPOSE 8000
```

## Source in fal
`_build_container_image_from_toml` sends the text of the Dockerfile as it is (verified with fal 1.83.0). Docker refuses it in `frontend/dockerfile/parser`, `instructions/parse.go` and `dockerfile2llb/convert.go` of BuildKit, as in "unknown instruction: &&".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..context import AppContext
from ..did_you_mean import question
from ..finding import FilePlace, Finding, Related, Rule, Severity
from .written_dockerfile import build_args, refused_first, written_dockerfile

if TYPE_CHECKING:
    from ...project.docker.dockerfile import Dockerfile
    from .written_dockerfile import WrittenDockerfile


def check(app: AppContext) -> Iterator[Finding]:
    """One finding on the path of the Dockerfile."""
    written = written_dockerfile(app)
    if written is None:
        return
    refused = refused_first(written.dockerfile)
    if refused is None:
        found = (
            next(_broken_lists(app, written), None)
            or _unexpanded(app, written)
            or _unset(app, written)
        )
        if found is not None:
            yield found
        return
    refusal, meant = refused
    line = written.line(refusal.line)
    yield Finding(
        RULE.name,
        f"{written.name} {refusal.problem}." + ("" if meant is None else f" {question(meant)}"),
        written.place,
        related=() if line is None else (Related("Docker rejects this instruction.", line),),
        help=refusal.advice if meant is None else "",
    )


def _broken_lists(app: AppContext, written: WrittenDockerfile) -> Iterator[Finding]:
    """The first command that Docker hands to a shell because its list is not JSON."""
    from ...project.docker.refusals import is_broken_list

    for keyword, text, number in _commands(app, written.dockerfile):
        if is_broken_list(text):
            line = written.line(number)
            yield Finding(
                RULE.name,
                f"{written.name} has a `{keyword}` whose list is not JSON, so a shell runs it.",
                written.place,
                related=() if line is None else (Related("The list is here.", line),),
                help=f'Use double quotes and commas: `{keyword} ["python", "app.py"]`.',
            )
            return


def _unexpanded(app: AppContext, written: WrittenDockerfile) -> Finding | None:
    """The value of a server's option with a variable, in a list, which Docker starts as it is."""
    from .server_command import listening

    value = listening(app).unexpanded
    if value is None or not isinstance(value.place, FilePlace):
        return None
    line = value.place.line
    steps = written.dockerfile.steps
    keyword = next((each.keyword for each in steps if each.line == line), "CMD")
    return Finding(
        RULE.name,
        f"{written.name} uses `{value.text}` in the exec form of `{keyword}`,"
        " where Docker does not expand variables.",
        written.place,
        related=(Related("The command is here.", value.place),),
        help=f"Use the shell form, without brackets: `{keyword} exec ...`.",
    )


def _unset(app: AppContext, written: WrittenDockerfile) -> Finding | None:
    """The first use of an argument that is only declared above the first `FROM`."""
    from ...project.docker.unset_arguments import unset_arguments

    unset = next(unset_arguments(written.dockerfile, build_args(app)), None)
    if unset is None:
        return None
    line = written.line(unset.line)
    return Finding(
        RULE.name,
        f"{written.name} has no value for `{unset.name}` in `{unset.keyword}`, because its `ARG`"
        " is above the first `FROM`.",
        written.place,
        related=() if line is None else (Related("The variable is empty here.", line),),
        help=f"Add `ARG {unset.name}` after the `FROM` of that stage.",
    )


def _commands(app: AppContext, dockerfile: Dockerfile) -> Iterator[tuple[str, str, int]]:
    """The keywords, texts and lines of the commands that certainly run."""
    if not dockerfile.is_standard or not dockerfile.stages:
        return
    for step in dockerfile.steps:
        if step.keyword == "RUN" and step.stage in dockerfile.built:
            yield "RUN", step.rest, step.line
    # Where fal loads a class in the container, it may start that in its own way.
    is_image_only = app.lacks("ref") and app.lacks("python_entry_point")
    if is_image_only and not app.has("image", "entrypoint"):
        stage = dockerfile.stages[-1]
        if stage.entrypoint is not None:
            yield "ENTRYPOINT", stage.entrypoint.text, stage.entrypoint.line
        if stage.command is not None and not app.has("image", "cmd"):
            yield "CMD", stage.command.text, stage.command.line


RULE = Rule(
    "dockerfile-syntax",
    Severity.WARNING,
    __doc__,
    check_app=check,
    reads_project=True,
    needs=written_dockerfile,
    cause_in_file=True,
)
