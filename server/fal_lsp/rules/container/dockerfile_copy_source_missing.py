"""The Dockerfile copies a file that fal does not upload.

## What it does
Reports sources of `COPY` and `ADD` that do not exist (relative to the directory of pyproject.toml), that are outside that directory, or that contain patterns or variables. It also reports files that fal does not upload unless there is a `.dockerignore` (`*.md`, `.env`, ...). Sources from another stage or from a URL are not reported.

## Why
fal uploads only the paths that it finds in the Dockerfile. It skips paths that do not exist, and the build fails minutes later: "not found".

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
`_build_container_image_from_toml` uses the project's root as the build context. `DockerfileParser.parse_copy_add_sources` reads the lines that start with COPY or ADD, without expanding anything. `FileSync.collect_files` prints "was not found, it will be skipped", or refuses a "Parent directory reference" (verified with fal 1.83.0). The build itself then fails in Docker.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ..context import AppContext
from ..finding import FilePlace, Finding, Place, Related, Rule, Severity
from ..precedence import overridden

if TYPE_CHECKING:
    from ...project import Project
    from ...project.docker.dockerfile import Copy

_NAMED = 3
_REASONS = {
    "outside": (
        " from outside the directory of pyproject.toml, which fal refuses",
        "Move the files below that directory.",
    ),
    "indented": (
        " in an indented line, which fal does not read",
        "Start the line with the instruction.",
    ),
    "pattern": (
        ", but fal does not expand patterns or variables",
        "List the files, or copy their directory.",
    ),
    "missing": (
        ", but the path does not exist",
        "Paths are relative to the directory of pyproject.toml.",
    ),
    "ignored": (
        ", but fal does not upload such files by default",
        "Add a `.dockerignore` that does not exclude them.",
    ),
}
"""Why fal does not upload a source, and the help; from most to least severe."""


def check(app: AppContext) -> Iterator[Finding]:
    """A finding for each reason on the path of the Dockerfile."""
    from ...project.files import Unreadable

    path, project = app.string("image", "dockerfile"), app.project
    if not path or project is None or "image" in overridden(app):
        return
    dockerfile = project.dockerfile(path)
    if isinstance(dockerfile, Unreadable) or not dockerfile.is_standard:
        return
    groups: dict[str, list[Copy]] = {}
    sent = _sent_directories(project, dockerfile.copies)
    matched = {
        copy.line
        for copy in dockerfile.copies
        if not _is_pattern(copy.source) and _reason(project, copy) is None
    }
    for copy in dockerfile.copies:
        reason = _reason(project, copy)
        # A pattern may match nothing where another source of the instruction is there.
        if reason == "pattern" and "$" not in copy.source and copy.line in matched:
            continue
        if reason in ("pattern", "indented") and _may_be_sent(copy, sent):
            continue
        if reason is not None:
            groups.setdefault(reason, []).append(copy)
    for reason, (words, advice) in _REASONS.items():
        copies = groups.get(reason, ())
        if not copies:
            continue
        names = ", ".join(dict.fromkeys(f"`{copy.source}`" for copy in copies[:_NAMED]))
        yield Finding(
            RULE.name,
            f"`{path}` copies {names}{words}.",
            Place((*app.path, "image", "dockerfile")),
            Severity.ERROR if reason == "outside" else None,
            related=tuple(
                Related(
                    f"`{copy.source}` is copied here.", FilePlace(project.absolute(path), copy.line)
                )
                for copy in copies[:_NAMED]
            ),
            help=advice,
        )


def _is_pattern(source: str) -> bool:
    return any(sign in source for sign in "*?[$")


def _sent_directories(project: Project, copies: Iterable[Copy]) -> list[str]:
    """The directories that fal uploads whole."""
    sources = (
        os.path.normpath(copy.source.lstrip("/") or ".")
        for copy in copies
        if not copy.is_indented and not _is_pattern(copy.source)
    )
    return [each for each in sources if each.split(os.sep)[0] != ".." and project.is_dir(each)]


def _may_be_sent(copy: Copy, directories: list[str]) -> bool:
    """Whether another instruction may send what a source means to Docker."""
    if not directories or copy.expanded is None:
        return bool(directories)
    start, *pattern = re.split(r"(?=[*?\[])", copy.expanded.lstrip("/") or ".", maxsplit=1)
    # The end of what stands before a pattern is only a part of a name.
    path = os.path.normpath(start + "*" if pattern else start)
    return any(each in (".", path) or path.startswith(each + os.sep) for each in directories)


def _reason(project: Project, copy: Copy) -> str | None:
    # Docker ignores a leading slash, and fal strips it.
    source = copy.source.lstrip("/")
    if os.path.normpath(source or ".").split(os.sep)[0] == "..":
        return "outside"
    if copy.is_indented:
        return "indented"
    if _is_pattern(source):
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
