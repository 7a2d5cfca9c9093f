"""The Dockerfile copies a file that fal does not upload.

## What it does
Reports what `COPY`, `ADD` or `RUN --mount=type=bind` of a Dockerfile, also that of a class (`ContainerImage.from_dockerfile`), reads from the project but fal does not upload: paths that do not exist (relative to the directory of pyproject.toml) or are outside that directory, patterns and variables that match something, symbolic links (also those in a copied directory that lead outside), empty directories, `ONBUILD`, and instructions that fal cannot read. It also reports what `.dockerignore` excludes, or fal's default list (`*.md`, `.env`, ...) if that file is absent. A path that another instruction uploads is not reported, nor is one from another stage or a URL, nor a stage that the last one does not use.

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
`_build_container_image_from_toml` uses the project's root as the build context. `DockerfileParser.parse_copy_add_sources` reads the lines that start with COPY or ADD, without expanding anything. `DockerignoreHandler` drops the `!` of a pattern, so that it excludes. `FileSync.collect_files` prints "was not found, it will be skipped", or refuses a "Parent directory reference" (verified with fal 1.83.0). The build itself then fails in Docker.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from fal_schema.words import listed

from ...project.files import Unreadable
from ..app_source import may_create_files, reference
from ..context import AppContext
from ..did_you_mean import nearest, question
from ..finding import Finding, Related, Rule, Severity
from .written_dockerfile import written_dockerfile

if TYPE_CHECKING:
    from ...project import Project
    from ...project.docker.build_context import BuildContext
    from ...project.docker.dockerfile import Copy, Dockerfile
    from .written_dockerfile import WrittenDockerfile

_NAMED = 3
_RELATED = 10
_REASONS = {
    "outside": (
        " from outside the directory of pyproject.toml, which fal rejects",
        "Move the files below that directory.",
    ),
    "text": (
        " from outside the directory of pyproject.toml, which fal rejects",
        "fal reads the line of the here-document as an instruction. Reword it.",
    ),
    "link-outside": (
        ", a symbolic link that leads outside, which fal rejects",
        "Copy the file that it points to, or exclude the link in `{file}`.",
    ),
    "trigger": (
        " with `ONBUILD`, which fal does not read",
        "Copy the path in the stage that starts from this one.",
    ),
    "address": (
        " with an `ADD` that also adds a URL, which fal does not read",
        "Copy the files with a `COPY` of their own.",
    ),
    "indented": (
        " in an indented line, which fal does not read",
        "Start the line with the instruction.",
    ),
    "comment": (
        " below a comment that ends with a backslash, which fal joins",
        "Remove the backslash at the end of the comment.",
    ),
    "pattern": (
        ", but fal does not expand patterns or variables",
        "List the files, or copy their directory.",
    ),
    "missing": (
        ", which fal cannot find",
        "Paths are relative to the directory of pyproject.toml.",
    ),
    "empty": (", but fal does not upload empty directories", "Create the directory with `RUN`."),
    "link": (
        " through a symbolic link, which fal does not upload",
        "Copy the path that the link points to.",
    ),
    "app": (
        ", but fal does not upload the file of the `ref`",
        "fal loads that file itself. Move what the image requires to another file.",
    ),
    "ignored": (
        ", but fal does not upload such files by default",
        "Add a `.dockerignore` that does not exclude them.",
    ),
    "excluded": (", which `{file}` excludes", "Change the pattern `{pattern}`."),
    "inverted": (
        ", which `{file}` excludes",
        "fal reads `{pattern}` as a pattern to exclude, like one without the `!`.",
    ),
    "negated": (
        ", which `{file}` excludes",
        "fal reads `{pattern}` as a pattern to exclude, like one without the `!`."
        " List what to leave out.",
    ),
    "mount": (
        " with `RUN --mount`, which fal does not read",
        "Copy the path in an earlier stage, and mount that stage.",
    ),
    "unread": (
        " in an instruction that fal cannot read",
        "Write it on one line. fal only joins lines that end with a backslash.",
    ),
}
"""Why fal does not upload a source, and the help; from most to least severe. `{file}` has the
patterns of what is left behind."""

_MOST_COPIES = 400
"""How many sources are looked for on the disk."""

_REFUSED = frozenset({"outside", "text", "link-outside"})
"""The reasons for which fal refuses the deploy."""


class _Missing(NamedTuple):
    """A source that fal does not upload, its line in the Dockerfile, and the reason."""

    source: str
    line: int
    reason: str
    pattern: str = ""
    path: str = ""
    """Where Docker looks for it, from the root of the project; empty for what it does not."""
    is_mounted: bool = False

    @property
    def shown(self) -> str:
        """What fal does not upload: the path, where a variable has it and is not the reason."""
        is_path = "$" in self.source and self.path and self.reason != "pattern"
        return self.path if is_path else self.source


class _Build(NamedTuple):
    """A build, and what it finds in the project."""

    project: Project
    dockerfile: Dockerfile
    context: BuildContext
    patterns: str | None
    """What has patterns of its own of what is left behind."""
    directory: str
    """Where the Dockerfile is, from the root of the project; empty where it is no file."""


class _Group(NamedTuple):
    """What is missing for one reason, and because of one pattern where that excludes it."""

    reason: str
    pattern: str
    missing: list[_Missing]
    meant: str | None
    """What to copy instead, if that is plain."""


def check(app: AppContext) -> Iterator[Finding]:
    """A finding for each reason, and each pattern that excludes, on the path of the Dockerfile."""
    written, project, ref = written_dockerfile(app), app.project, reference(app)
    if written is None or project is None:
        return
    dockerfile, ignored, file = written.dockerfile, written.ignored, ref and ref.file
    # Once for all apps that are built from one Dockerfile.
    directory = ""
    if written.file is not None and project.is_inside(written.file):
        directory = os.path.dirname(project.shown(written.file))
    groups = app.once(
        (_grouped, dockerfile, ignored and tuple(ignored), file, directory),
        lambda: _grouped(project, dockerfile, ignored, file, directory),
    )
    if groups and may_create_files(app):
        # fal sends what is there once the file has run.
        groups = [group for group in groups if group.reason not in ("missing", "empty")]
    patterns = _patterns(project, ignored) or ".dockerignore"
    for group in groups:
        yield _finding(written, group, patterns)


def _grouped(
    project: Project,
    dockerfile: Dockerfile,
    ignored: list[str] | None,
    file: str | None,
    directory: str,
) -> list[_Group]:
    """What is missing; the most severe reason comes first."""
    context = project.build_context(dockerfile, file, ignored)
    if context is None:
        return []
    build = _Build(project, dockerfile, context, _patterns(project, ignored), directory)
    found: dict[tuple[str, str], list[_Missing]] = {}
    for missing in dict.fromkeys(_missing(build)):
        pattern = missing.pattern if "{pattern}" in _REASONS[missing.reason][1] else ""
        found.setdefault((missing.reason, pattern), []).append(missing)
    order = [*_REASONS]
    return [
        _Group(*key, found[key], _meant(build, found[key]) if key[0] == "missing" else None)
        for key in sorted(found, key=lambda key: order.index(key[0]))
    ]


def _patterns(project: Project, ignored: list[str] | None) -> str | None:
    if ignored is not None:
        return "dockerignore"
    return ".dockerignore" if project.is_file(".dockerignore") else None


def _finding(written: WrittenDockerfile, group: _Group, patterns: str) -> Finding:
    words, advice = _REASONS[group.reason]
    sources = [*dict.fromkeys(f"`{each.shown}`" for each in group.missing)]
    others = [f"{len(sources) - _NAMED} more"] if len(sources) > _NAMED else []
    names = listed([*sources[:_NAMED], *others])
    verb = "mounts" if all(each.is_mounted for each in group.missing) else "copies"
    message = f"{written.name} {verb} {names}{words.format(file=patterns)}."
    if group.meant is not None:
        message, advice = f"{message} {question(group.meant)}", ""
    places = ((each, written.line(each.line)) for each in group.missing[:_RELATED])
    return Finding(
        RULE.name,
        message,
        written.place,
        Severity.ERROR if group.reason in _REFUSED else None,
        related=tuple(
            Related(f"`{each.source}` is {'mounted' if each.is_mounted else 'copied'} here.", place)
            for each, place in places
            if place is not None
        ),
        help=advice.format(file=patterns, pattern=group.pattern),
    )


def _meant(build: _Build, missing: list[_Missing]) -> str | None:
    """The only missing path as the disk spells it, that beside the Dockerfile, or without a slip,
    where fal would send that."""
    project, paths = build.project, {each.path for each in missing}
    if len(paths) > 1:
        return None
    (path,) = paths
    beside = posixpath.join(build.directory, path)
    found = project.spelling(path, project.root)
    if found is None and build.directory and project.exists(os.path.join(project.root, beside)):
        found = beside
    found = found or _without_slip(project, path)
    return found if found is not None and _obstacle(build, found) is None else None


def _without_slip(project: Project, path: str) -> str | None:
    """A path with the nearest name instead of the first one that does not exist."""
    names = path.split("/")
    for at, name in enumerate(names):
        before = "/".join(names[:at])
        if project.exists(os.path.join(project.root, before, name)):
            continue
        listing = project.list_dir(before)
        if isinstance(listing, Unreadable):
            return None
        close = nearest(name, [entry.name for entry in listing.entries])
        return None if close is None else "/".join([*names[:at], close, *names[at + 1 :]])
    return None


def _missing(build: _Build) -> Iterable[_Missing]:
    dockerfile, context = build.dockerfile, build.context
    instructions = {step.line for step in dockerfile.steps}
    for upload in context.refused:
        reason = "outside" if upload.line in instructions else "text"
        yield _Missing(upload.source, upload.line, reason)
    for upload in context.links_outside():
        yield _Missing(upload.source, upload.line, "link-outside")
    refused = {upload.line for upload in context.refused}
    built = dockerfile.built
    for copy in dockerfile.copies[:_MOST_COPIES]:
        # A stage that the last one does not use is not built.
        if not dockerfile.is_standard or copy.line in refused or copy.stage not in built:
            continue
        if copy.expanded is None:
            # Its value is not known, but fal sends nothing whatever it is.
            if context.is_empty():
                is_mounted = copy.unread == "mount"
                yield _Missing(copy.source, copy.line, "pattern", is_mounted=is_mounted)
        elif any(sign in copy.expanded for sign in "*?["):
            yield from _unmatched(build, copy, _normalized(copy.expanded))
        else:
            found = _normalized(copy.expanded)
            if context.has(found) is False:
                reason, pattern = _reason(build, copy, found)
                is_mounted = copy.unread == "mount"
                yield _Missing(copy.source, copy.line, reason, pattern, found, is_mounted)


def _normalized(source: str) -> str:
    # The root is the highest directory that Docker knows.
    return os.path.normpath("/" + source).replace(os.sep, "/").lstrip("/") or "."


def _unmatched(build: _Build, copy: Copy, pattern: str) -> Iterator[_Missing]:
    """The pattern, where it matches something that fal neither sends nor excludes."""
    context = build.context
    matches = context.matches(pattern)
    # Docker accepts a pattern that matches nothing.
    if not matches:
        return
    has = {match: context.has(match) for match in matches}
    if None in has.values():
        return
    left = [match for match in matches if not has[match] and context.excludes(match) is None]
    if left or not (any(has.values()) or build.patterns):
        is_mounted = copy.unread == "mount"
        yield _Missing(copy.source, copy.line, copy.unread or "pattern", is_mounted=is_mounted)


def _reason(build: _Build, copy: Copy, path: str) -> tuple[str, str]:
    """Why fal does not send a path, and the pattern that excludes it."""
    found = _obstacle(build, path)
    if copy.unread is not None and (found is None or found[1]):
        return copy.unread, ""
    return found or ("pattern" if "$" in copy.source else "unread", "")


def _obstacle(build: _Build, path: str) -> tuple[str, str] | None:
    """Why fal sends a path with no instruction that it reads, and the pattern that excludes it."""
    project, context = build.project, build.context
    absolute = os.path.normpath(os.path.join(project.real(project.root), path))
    if not project.exists(absolute):
        return "missing", ""
    if project.real(absolute).replace(os.sep, "/") != absolute.replace(os.sep, "/"):
        return "link", ""
    if context.is_app_file(path):
        return "app", ""
    file = context.first_file(path) if project.is_dir(absolute) else path
    if file is None:
        return "empty", ""
    pattern = context.excludes(file)
    if pattern is None:
        return None
    if not build.patterns:
        return "ignored", pattern.text
    if pattern.text.startswith("!"):
        return "inverted", pattern.text
    negated = context.negation(None if project.is_dir(absolute) else file)
    return ("negated", negated.text) if negated is not None else ("excluded", pattern.text)


RULE = Rule(
    "dockerfile-copy-source-missing",
    Severity.WARNING,
    __doc__,
    check_app=check,
    reads_project=True,
    needs=written_dockerfile,
    cause_in_file=True,
)
