"""`[tool.fal-lsp]` of a project: which rules are ignored, and their severities.

Knows the names of the rules, not what they look for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from fal_schema.words import got, join

from ..rules import BY_NAME
from ..rules.did_you_mean import question
from ..rules.file import invalid_configuration
from ..rules.finding import Finding, Path, Place, Severity

_LONGEST = 100
MOST_SUGGESTIONS = 100
"""Unknown names of a list for which one that may be meant is looked for, 0.1 ms each."""

TABLE: Path = ("tool", "fal-lsp")
_PATTERNS = ("exclude", "extend-exclude")
_KEYS = ("ignore", "severity", *_PATTERNS)


class Config(NamedTuple):
    """What a project or an editor sets; the severities are keyed by the rule's name."""

    ignore: frozenset[str] = frozenset()
    severity: Mapping[str, Severity] = {}

    def merged(self, other: Config) -> Config:
        """This configuration with another one on top of it."""
        return Config(self.ignore | other.ignore, {**self.severity, **other.severity})


class ReadConfig(NamedTuple):
    """The valid part of the configuration, and a finding for each mistake."""

    config: Config
    findings: tuple[Finding, ...]


def read_config(table: Any, path: Path = TABLE) -> ReadConfig:
    """Read the plain data of `[tool.fal-lsp]`; `None` (no table) is the empty configuration.

    Never raises: what is invalid is left out and reported at its place below `path`.
    """
    if table is None:
        return ReadConfig(Config(), ())
    if not isinstance(table, dict):
        message = f"`{path[-1]}` must be a table with the keys {join(_KEYS)}."
        return ReadConfig(Config(), (_mistake(Problem(message), Place(path)),))
    ignore: list[str] = []
    severity: dict[str, Severity] = {}
    findings = [
        *_unknown_keys(table, path),
        *_read_ignore(table.get("ignore"), (*path, "ignore"), ignore),
        *_read_patterns(table, path),
        *_read_severity(table.get("severity"), (*path, "severity"), severity),
    ]
    return ReadConfig(Config(frozenset(ignore), severity), tuple(findings))


class Problem(NamedTuple):
    """What is wrong, and what to do about it; `help` is empty where the message says both."""

    message: str
    help: str = ""

    @property
    def text(self) -> str:
        """Both on one line."""
        return f"{self.message} {self.help}".rstrip()


@lru_cache(maxsize=4096)
def unknown_rule(name: str, suggest: bool = True) -> Problem:
    """The problem of a rule that does not exist; without `suggest` none that may be meant."""
    names = BY_NAME if suggest else ()
    return _unknown(
        f"Unknown rule `{name}`.", name, names, "Run `fal-lsp explain --all` to list the rules."
    )


def _unknown_keys(table: Mapping[str, Any], path: Path) -> Iterator[Finding]:
    for index, key in enumerate(table):
        if key not in _KEYS:
            names = _KEYS if index < MOST_SUGGESTIONS else ()
            problem = _unknown(
                f"Unknown setting `{key}`.", key, names, f"The settings are {join(_KEYS)}."
            )
            yield _mistake(problem, Place((*path, key), "key"))


def _read_ignore(value: Any, path: Path, ignore: list[str]) -> Iterator[Finding]:
    if value is None:
        return
    if not isinstance(value, list):
        message = '`ignore` must be a list of rule names, such as `["negative-value"]`.'
        yield _mistake(Problem(message), Place(path))
        return
    for index, name in enumerate(value):
        if not isinstance(name, str):
            problem = Problem(f"`ignore` must list rule names, not {got(name)}.")
            yield _mistake(problem, Place((*path, index), "item"))
        elif name not in BY_NAME:
            problem = unknown_rule(name, index < MOST_SUGGESTIONS)
            yield _mistake(problem, Place((*path, index), "item"))
        else:
            ignore.append(name)


def _read_patterns(table: Mapping[str, Any], path: Path) -> Iterator[Finding]:
    """The mistakes in the patterns; the search reads them itself (`project/exclusion.py`)."""
    for key in _PATTERNS:
        value = table.get(key)
        if value is None:
            continue
        if not isinstance(value, list):
            message = f'`{key}` must be a list of patterns, such as `["templates/"]`.'
            yield _mistake(Problem(message), Place((*path, key)))
            continue
        for index, pattern in enumerate(value):
            if not isinstance(pattern, str):
                problem = Problem(f"`{key}` must list patterns, not {got(pattern)}.")
                yield _mistake(problem, Place((*path, key, index), "item"))


def _read_severity(value: Any, path: Path, severity: dict[str, Severity]) -> Iterator[Finding]:
    if value is None:
        return
    if not isinstance(value, dict):
        message = '`severity` must be a table, such as `{ negative-value = "hint" }`.'
        yield _mistake(Problem(message), Place(path))
        return
    levels = [level.value for level in Severity]
    for index, (name, level) in enumerate(value.items()):
        if name not in BY_NAME:
            problem = unknown_rule(name, index < MOST_SUGGESTIONS)
            yield _mistake(problem, Place((*path, name), "key"))
        elif level not in levels:
            problem = Problem(f"The severity of `{name}` must be {join(levels, 'or')}.")
            yield _mistake(problem, Place((*path, name)))
        else:
            severity[name] = Severity(level)


def _unknown(message: str, name: str, names: Iterable[str], advice: str) -> Problem:
    from difflib import get_close_matches

    if len(name) > _LONGEST:
        names = ()
    close = get_close_matches(name, list(names), 1, 0.7)
    return Problem(f"{message} {question(close[0])}") if close else Problem(message, advice)


def _mistake(problem: Problem, place: Place) -> Finding:
    return Finding(invalid_configuration.RULE.name, problem.message, place, help=problem.help)
