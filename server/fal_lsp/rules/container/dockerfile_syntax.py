"""Docker cannot read an instruction of the Dockerfile.

## What it does
Reports the first instruction that Docker refuses in the Dockerfile of an `image`, also that of a class (`ContainerImage.from_dockerfile`): an unknown instruction, often the rest of a line whose backslash is missing; a missing `FROM`, destination or value; a comment behind a `FROM`; a misspelled option; an invalid port or stage name; a here-document without its end; a `FROM` whose `ARG` has no value. A Dockerfile with a frontend of its own (`# syntax=...`) is not checked.

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
`_build_container_image_from_toml` sends the text of the Dockerfile as it is (verified with fal 1.83.0). Docker refuses it in `frontend/dockerfile/parser` and `instructions/parse.go` of BuildKit, as in "unknown instruction: &&".
"""

from __future__ import annotations

from collections.abc import Iterator

from ..context import AppContext
from ..did_you_mean import question
from ..finding import Finding, Related, Rule, Severity
from .written_dockerfile import refused_first, written_dockerfile


def check(app: AppContext) -> Iterator[Finding]:
    """One finding on the path of the Dockerfile."""
    written = written_dockerfile(app)
    refused = None if written is None else refused_first(written.dockerfile)
    if written is None or refused is None:
        return
    refusal, meant = refused
    line = written.line(refusal.line)
    yield Finding(
        RULE.name,
        f"{written.name} {refusal.problem}." + ("" if meant is None else f" {question(meant)}"),
        written.place,
        related=() if line is None else (Related("Docker refuses this instruction.", line),),
        help=refusal.advice if meant is None else "",
    )


RULE = Rule("dockerfile-syntax", Severity.WARNING, __doc__, check_app=check, reads_project=True)
