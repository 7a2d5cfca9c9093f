"""What Docker finds in the directory that fal sends for a build. Knows `FileSync` of fal and the
patterns of Docker; must not know which instructions there are.

fal sends the paths that it reads from the Dockerfile (`uploads.py`), without what `.dockerignore`
excludes, each file under the path to which its symbolic links lead (fal/file_sync.py). What an
answer would need too many files for is `None`: not known.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from ...paths import relative_path
from ..links import links_outside
from .uploads import Upload

if TYPE_CHECKING:
    from ..workspace import Workspace
    from .ignored import Pattern

_MAX_LOOKS = 400
_TOO_LONG = re.compile(r".{4097}|[^/]{256}", re.DOTALL)
"""What no file can be named, on any system that fal deploys from (`PATH_MAX`, `NAME_MAX`)."""


class _Source(NamedTuple):
    """A path that fal uploads: as written and as its links lead, both from the root."""

    lexical: str
    resolved: str


class BuildContext:
    """The directory of a build, as far as it is asked for.

    Paths are relative to the root, normalized, with `/`. `app_file` is the absolute path of the
    file of a `ref`, which fal sends apart (`FalServerlessHost.files_sync`).
    """

    def __init__(
        self,
        workspace: Workspace,
        uploads: Iterable[Upload],
        ignored: tuple[Pattern, ...],
        app_file: str | None = None,
    ) -> None:
        self._workspace = workspace
        self._root = workspace.real("")
        self._ignored = ignored
        self._app_file = None if app_file is None else self._relative(workspace.real(app_file))
        self._looks = 0
        self.refused: list[Upload] = []
        """What fal refuses, since it leads out of the directory."""
        self._found: dict[str, bool | None] = {}
        """The answers of `has`: many instructions copy the same."""
        self._sources: dict[_Source, int] = {}
        """What fal sends, and the line of the first instruction that says so."""
        refused: dict[str, bool] = {}
        for upload in uploads:
            if upload.source not in refused:
                refused[upload.source] = not self._add(upload)
            if refused[upload.source]:
                self.refused.append(upload)

    def excludes(self, path: str) -> Pattern | None:
        """The first pattern that excludes a file; `None` for what no file can be named."""
        if _TOO_LONG.search(path):
            return None
        return next((each for each in self._ignored if each.expression.search(path)), None)

    def negation(self, path: str | None) -> Pattern | None:
        """The last pattern with a `!`, of those that are meant to keep a file if one is given."""
        found = (each for each in reversed(self._ignored) if each.text.startswith("!"))
        return next((e for e in found if path is None or e.expression.search(path)), None)

    def is_app_file(self, path: str) -> bool:
        """Whether a path is the file of the app's `ref`."""
        return path == self._app_file

    def first_file(self, directory: str) -> str | None:
        """A file below a directory of the project, sent or not; `None` where none is found."""
        left = [directory]
        while left and self._looks <= _MAX_LOOKS:
            path = left.pop()
            inner = [_join(path, name) for name in self._names(path) or ()]
            files = [each for each in inner if self._workspace.is_file(self._path(each))]
            if files:
                return files[0]
            left += inner
        return None

    def links_outside(self) -> list[Upload]:
        """The links below what is sent that lead out of the directory, which fal refuses."""
        found: list[Upload] = []
        for source, line in self._sources.items():
            directory = self._path(source.resolved)
            if self._workspace.is_dir(directory):
                for inner in links_outside(self._workspace, directory, self._root):
                    path = _join(source.lexical, inner)
                    if not self.excludes(path):
                        found.append(Upload(path, line))
        return found

    def is_empty(self) -> bool:
        """Whether fal certainly sends nothing at all."""
        return not any(self._workspace.exists(self._path(each.resolved)) for each in self._sources)

    def has(self, path: str) -> bool | None:
        """Whether the directory has a file or a directory at a path."""
        if path not in self._found:
            self._found[path] = self._look_for(path)
        return self._found[path]

    def _look_for(self, path: str) -> bool | None:
        absolute = self._path(path)
        if self._relative(self._workspace.real(absolute)) != path:
            # fal sends it under the path to which the link leads.
            return False
        if self._workspace.is_file(absolute):
            return self._has_file(path)
        return self._has_below(path) if self._workspace.is_dir(absolute) else False

    def matches(self, pattern: str) -> list[str] | None:
        """The paths of the project that a pattern of `COPY` matches."""
        found = ["."]
        for segment in pattern.split("/"):
            expression = _segment(segment)
            if expression is None:
                return None
            inner: list[str] = []
            for directory in found:
                names = self._names(directory)
                if names is None:
                    return None
                inner += [_join(directory, name) for name in names if expression.fullmatch(name)]
            found = inner
        return found

    def _add(self, upload: Upload) -> bool:
        """Add what an instruction copies; whether fal takes it."""
        lexical = _slashes(os.path.normpath(upload.source or "."))
        # A directory in front of `..` may be a link, so the path is followed as written.
        absolute = self._path(upload.source)
        resolved = self._relative(self._workspace.real(absolute))
        is_link = resolved != lexical
        is_directory = self._workspace.is_dir(absolute)
        is_file = self._workspace.is_file(absolute)
        names = [lexical] if is_link or not is_directory else []
        names += [f"{lexical}/"] if is_link and not is_file else []
        if any(map(self.excludes, names)):
            return True
        if resolved.split("/")[0] == "..":
            return False
        self._sources.setdefault(_Source(lexical, resolved), upload.line)
        return True

    def _has_file(self, path: str) -> bool:
        if self.is_app_file(path) or self.excludes(path):
            return False
        for source in self._sources:
            if path == source.resolved:
                return True
            if _is_below(path, source.resolved):
                inner = path if source.resolved == "." else path[len(source.resolved) + 1 :]
                if not self.excludes(_join(source.lexical, inner)):
                    return True
        return False

    def _has_below(self, directory: str) -> bool | None:
        """Whether any file below a directory is sent."""
        starts = {each.resolved for each in self._sources if _is_below(each.resolved, directory)}
        if any(_is_below(directory, each.resolved) for each in self._sources):
            starts = {directory}
        left = sorted(starts)
        while left:
            path = left.pop()
            if self._workspace.is_file(self._path(path)):
                if self._has_file(path):
                    return True
                continue
            names = self._names(path)
            if names is None:
                return None
            for name in names:
                inner = _join(path, name)
                absolute = self._path(inner)
                if self._workspace.is_file(absolute):
                    real = self._relative(self._workspace.real(absolute))
                    if real == inner and self._has_file(inner):
                        return True
                elif self._relative(self._workspace.real(absolute)) == inner:
                    left.append(inner)
        return False

    def _names(self, directory: str) -> tuple[str, ...] | None:
        """The names in a directory; `None` once that were too many looks."""
        if not self._workspace.is_dir(self._path(directory)):
            return ()
        names = self._workspace.names(self._path(directory))
        self._looks += 1 + len(names)
        return names if self._looks <= _MAX_LOOKS else None

    def _path(self, path: str) -> str:
        return os.path.join(self._root, path)

    def _relative(self, real: str) -> str:
        below = os.path.join(self._root, "")
        if real.startswith(below):
            return _slashes(real[len(below) :])
        found = relative_path(real, self._root)
        return ".." if os.path.isabs(found) else found


def _slashes(path: str) -> str:
    return path.replace(os.sep, "/")


def _join(directory: str, name: str) -> str:
    return name if directory == "." else f"{directory}/{name}"


def _is_below(path: str, directory: str) -> bool:
    return directory in (".", path) or path.startswith(f"{directory}/")


def _segment(text: str) -> re.Pattern[str] | None:
    """One segment of a pattern of Go's `filepath.Match`; `None` for one that is malformed."""
    out: list[str] = []
    at = 0
    while at < len(text):
        char = text[at]
        at += 1
        if char == "*":
            out.append("[^/]*" if out[-1:] != ["[^/]*"] else "")
        elif char == "?":
            out.append("[^/]")
        elif char == "[":
            end = text.find("]", at + 1 + text.startswith("^", at))
            if end < 0 or "\\" in text[at:end]:
                return None
            out.append(f"[{text[at:end].replace('[', chr(92) + '[')}]")
            at = end + 1
        elif char == "\\" and at < len(text):
            out.append(re.escape(text[at]))
            at += 1
        else:
            out.append(re.escape(char))
    try:
        return re.compile("".join(out)) if out.count("[^/]*") < 6 else None
    except re.error:
        return None
