"""Which files and directories a search leaves out: by their names, by git and by patterns.

Knows names and `.gitignore` files. The patterns of `[tool.fal-lsp]` are written like those of git.
pathspec, which takes as long to import as a small project to check, is only imported when there is
a pattern to match.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from ..paths import relative_path
from .files import is_below, read_start, repository_root
from .packages.pyproject_tables import PYPROJECT

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

DEFAULT_NAMES = frozenset(("node_modules", "site-packages", "__pycache__"))
"""Directories that are left out, besides hidden ones, unless `exclude` says something else."""

_MAX_BYTES = 1 << 20
_LONGEST = 300
_MOST_WILDCARDS = 8
_MOST_PATTERNS = 2_000
"""What is beyond is not matched: a pattern of many wildcards takes time without end."""


class Patterns(NamedTuple):
    """Patterns as in a `.gitignore` file of the directory `base`, which is absolute."""

    base: str
    lines: tuple[str, ...]


class ExcludeSettings(NamedTuple):
    """What is left out besides what git ignores."""

    patterns: tuple[Patterns, ...] = ()
    defaults: bool = True
    """Whether hidden directories and those of `DEFAULT_NAMES` are."""


class Exclusion:
    """What is left out below a directory (absolute), which itself is not."""

    def __init__(self, top: str, settings: ExcludeSettings, gitignore: bool = True) -> None:
        self.top = top
        self._below = os.path.join(top, "")
        self._settings = settings
        self._repository = repository_root(top) if gitignore else None
        self._verdicts: dict[str, bool] = {}
        self._ignoring: dict[str, tuple[tuple[str, GitIgnoreSpec], ...]] = {}

    def skips(self, directory: str) -> bool:
        """Whether a search does not enter a directory, of which those above are entered.

        What git ignores is not looked for here but in `excludes`: most searches find no file there,
        and do without pathspec.
        """
        name = os.path.basename(directory)
        if self._settings.defaults and (name.startswith(".") or name in DEFAULT_NAMES):
            return True
        return bool(self._settings.patterns) and self._is_excluded(directory)

    def excludes(self, path: str) -> bool:
        """Whether a file, or a directory that it is in below the top, is left out."""
        if path.startswith(self._below):
            # What a search finds is written like the top. To compute the path takes ten times as
            # long, and is for what somebody names: in other cases, on Windows.
            relative = path[len(self._below) :].replace(os.sep, "/")
        else:
            relative = relative_path(path, self.top)
        if relative.startswith("..") or os.path.isabs(relative):
            return False
        above, _, name = relative.rpartition("/")
        directory = os.path.join(self.top, above.replace("/", os.sep)) if above else self.top
        if self._is_left_out(directory):
            return True
        path = os.path.join(directory, name)
        return any(_matches(spec, base, path) for base, spec in self._specs) or self._is_ignored(
            path, is_directory=False
        )

    def _is_left_out(self, directory: str) -> bool:
        """Whether a directory, or one that it is in below the top, is left out."""
        missing: list[str] = []
        while directory != self.top and directory not in self._verdicts:
            missing.append(directory)
            directory = os.path.dirname(directory)
        verdict = self._verdicts.get(directory, False)
        for each in reversed(missing):
            verdict = verdict or self.skips(each) or self._is_ignored(each, is_directory=True)
            self._verdicts[each] = verdict
        return verdict

    @cached_property
    def _specs(self) -> list[tuple[str, GitIgnoreSpec]]:
        return [(base, _spec(lines)) for base, lines in self._settings.patterns]

    def _is_excluded(self, directory: str) -> bool:
        return any(_matches(spec, base, directory + "/") for base, spec in self._specs)

    def _is_ignored(self, path: str, *, is_directory: bool) -> bool:
        """Whether git ignores a path whose directories it doesn't: the nearest file decides."""
        if self._repository is None:
            return False
        asked = path + "/" if is_directory else path
        for base, spec in self._ignoring_in(os.path.dirname(path)):
            verdict = _verdict(spec, base, asked)
            if verdict is not None:
                return verdict
        return False

    def _ignoring_in(self, directory: str) -> tuple[tuple[str, GitIgnoreSpec], ...]:
        """The patterns of git for what is in a directory, each with its base, the nearest first."""
        if not self._ignoring:
            top = self._repository or ""
            excluded = self._patterns(top, os.path.join(".git", "info", "exclude"), ())
            self._ignoring[top] = self._patterns(top, ".gitignore", excluded)
        missing: list[str] = []
        while directory not in self._ignoring:
            missing.append(directory)
            directory = os.path.dirname(directory)
        above = self._ignoring[directory]
        for each in reversed(missing):
            above = self._ignoring[each] = self._patterns(each, ".gitignore", above)
        return above

    def _patterns(
        self, directory: str, name: str, above: tuple[tuple[str, GitIgnoreSpec], ...]
    ) -> tuple[tuple[str, GitIgnoreSpec], ...]:
        """The patterns of a file and of those above it."""
        try:
            # Git does not follow a link here either.
            data = read_start(os.path.join(directory, name), _MAX_BYTES, follow=False)
        except OSError:
            return above
        lines = (data or b"").decode("utf-8", "surrogateescape").splitlines()
        lines = [line for line in lines if line.strip() and not line.startswith("#")]
        return ((directory, _spec(lines)), *above) if lines else above


def exclude_settings(directory: str, given: Sequence[str] = (), base: str = "") -> ExcludeSettings:
    """What is left out below a directory, by the nearest `[tool.fal-lsp]` upwards that says so.

    Only the repository around it is looked at. `given` are more patterns, relative to `base`.
    Never raises: patterns that can't be read leave out nothing.
    """
    end = repository_root(directory) or directory
    table: Mapping[str, object] = {}
    at = directory
    while True:
        table = _own_table(os.path.join(at, PYPROJECT), end)
        if table or at == end:
            break
        at = os.path.dirname(at)
    own = (*_strings(table.get("exclude")), *_strings(table.get("extend-exclude")))
    patterns = [Patterns(at, own)] if own else []
    if given:
        patterns.append(Patterns(base, tuple(given)))
    return ExcludeSettings(tuple(patterns), "exclude" not in table)


def _own_table(path: str, top: str) -> Mapping[str, object]:
    """The `[tool.fal-lsp]` of a file below `top` if it says what is left out."""
    if os.path.islink(path) and not is_below(path, (top,)):
        return {}
    try:
        data = read_start(path, _MAX_BYTES) or b""
        if b"exclude" not in data or b"fal-lsp" not in data:
            return {}
        import tomli

        tool = tomli.loads(data.decode("utf-8-sig")).get("tool")
    except (OSError, ValueError, RecursionError):
        return {}
    own = tool.get("fal-lsp") if isinstance(tool, dict) else None
    is_asked = isinstance(own, dict) and ("exclude" in own or "extend-exclude" in own)
    return own if is_asked and isinstance(own, dict) else {}


def _strings(value: object) -> Iterable[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def _spec(lines: Iterable[str]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec, RegexPattern

    from .bounded_match import Expression

    usable = [line for line in lines if _is_bounded(line)]
    spec: GitIgnoreSpec = GitIgnoreSpec.from_lines([])
    for line in usable[:_MOST_PATTERNS]:
        try:
            made = GitIgnoreSpec.from_lines([line])
            for pattern in made.patterns:
                if isinstance(pattern, RegexPattern) and pattern.regex is not None:
                    regex: Any = Expression(pattern.regex.pattern)
                    pattern.regex = regex
            spec += made
        except ValueError:
            # A pattern that git takes for none, such as `!`.
            continue
    return spec


def is_listed(path: str, lines: Sequence[str]) -> bool:
    """Whether lines as in a `.gitignore` file leave out a path; not if any takes long to match."""
    if not lines or len(lines) > _MOST_PATTERNS or not all(map(_is_bounded, lines)):
        return False
    return bool(_spec(lines).check_file(path).include)


def _is_bounded(line: str) -> bool:
    return len(line) <= _LONGEST and len(re.findall(r"\*+|\[|\?", line)) <= _MOST_WILDCARDS


def _matches(spec: GitIgnoreSpec, base: str, path: str) -> bool:
    return bool(_verdict(spec, base, path))


def _verdict(spec: GitIgnoreSpec | None, base: str, path: str) -> bool | None:
    """Whether patterns leave out a path below their directory, `None` where none is about it."""
    if spec is None or not path.startswith(base.rstrip(os.sep) + os.sep):
        return None
    relative = path[len(base.rstrip(os.sep)) + 1 :]
    return spec.check_file(relative.replace(os.sep, "/")).include
