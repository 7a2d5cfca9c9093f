"""The Dockerfile copies a file that fal does not send to the build.

## What it does
Reports the sources of `COPY` and `ADD` that are not there, seen from the directory of pyproject.toml, that lead out of it, that are patterns or have variables, and files that fal leaves behind where there is no `.dockerignore` (`*.md`, `.env`, ...). What comes from another stage or from an address is left alone.

## Why
fal sends only what it reads off the Dockerfile, path by path. What it does not find it skips with a line of output, and the build fails minutes later: "not found".

## Example
```toml
[tool.fal.apps.server]
exposed_port = 8000

[tool.fal.apps.server.image]
dockerfile = "docker/Dockerfile"
```
```dockerfile docker/Dockerfile
FROM python:3.12
COPY requirements.txt /app/
EXPOSE 8000
```
```text docker/requirements.txt
torch==2.4.0
```

## Use instead
```dockerfile docker/Dockerfile
FROM python:3.12
COPY docker/requirements.txt /app/
EXPOSE 8000
```

## Source in fal
`_build_container_image_from_toml` takes the project's root as the context; `DockerfileParser.parse_copy_add_sources` reads the lines that start with COPY or ADD, without expanding anything; `FileSync.collect_files` says "was not found, it will be skipped", or refuses a "Parent directory reference" (verified with fal 1.83.0). That the build then fails is Docker's doing.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..context import AppContext
from ..finding import FilePlace, Finding, Place, Related, Rule, Severity
from ..precedence import overridden

if TYPE_CHECKING:
    from ...project import Project
    from ...project.docker.dockerfile import Copy

_NAMED = 3
_REASONS = {
    "outside": "outside of the directory of pyproject.toml: fal refuses that",
    "indented": "in an indented line, which fal does not read: start the line with the instruction",
    "pattern": "and fal expands no patterns and no variables: name the files, or their directory",
    "missing": "and there is no such path: paths start at the directory of pyproject.toml",
    "ignored": "and fal leaves such files behind: write a `.dockerignore` that does not name them",
}
"""Why fal does not send a source; in the order of how grave that is."""


def check(app: AppContext) -> Iterator[Finding]:
    """A finding for each reason on the path of the Dockerfile."""
    from ...project.files import Unreadable

    path, project = app.string("image", "dockerfile"), app.project
    if not path or project is None or "image" in overridden(app):
        return
    found = project.dockerfile(path)
    if isinstance(found, Unreadable) or not found.is_standard:
        return
    groups: dict[str, list[Copy]] = {}
    for copy in found.copies:
        reason = _reason(project, copy)
        if reason is not None:
            groups.setdefault(reason, []).append(copy)
    for reason, words in _REASONS.items():
        copies = groups.get(reason, ())
        if not copies:
            continue
        names = ", ".join(dict.fromkeys(f"`{copy.source}`" for copy in copies[:_NAMED]))
        yield Finding(
            RULE.name,
            f"`{path}` copies {names}, {words}.",
            Place((*app.path, "image", "dockerfile")),
            Severity.ERROR if reason == "outside" else None,
            related=tuple(
                Related(f"`{copy.source}`", FilePlace(project.absolute(path), copy.line))
                for copy in copies[:_NAMED]
            ),
        )


def _reason(project: Project, copy: Copy) -> str | None:
    # A slash at the start means nothing to Docker, and fal takes it off as well.
    source = copy.source.lstrip("/")
    if os.path.normpath(source or ".").split(os.sep)[0] == "..":
        return "outside"
    if copy.is_indented:
        return "indented"
    if any(sign in source for sign in "*?[$"):
        return "pattern"
    if not project.exists(source or "."):
        return "missing"
    is_ignored = project.is_file(source) and _is_ignored(project, source)
    return "ignored" if is_ignored else None


def _is_ignored(project: Project, source: str) -> bool:
    from fnmatch import fnmatchcase

    from ...project.python.fal_names import LEFT_BEHIND

    if project.exists(".dockerignore"):
        return False
    parts = os.path.normpath(source).split(os.sep)
    return any(fnmatchcase(part, pattern) for part in parts for pattern in LEFT_BEHIND)


RULE = Rule(
    "dockerfile-copy-source-missing", Severity.WARNING, __doc__, check_app=check, reads_project=True
)
