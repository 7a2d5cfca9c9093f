"""`[tool.fal-lsp]` of a project: which rules are off, and how grave they are.

Knows the names of the rules, not what they look for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from ..rules import BY_NAME
from ..rules.file import invalid_configuration
from ..rules.finding import Finding, Path, Place, Severity

TABLE: Path = ("tool", "fal-lsp")
_KEYS = ("ignore", "severity")


class Config(NamedTuple):
    """What a project or an editor sets; the severities are keyed by the rule's name."""

    ignore: frozenset[str] = frozenset()
    severity: Mapping[str, Severity] = {}

    def merged(self, other: Config) -> Config:
        """This configuration with another one on top of it."""
        return Config(self.ignore | other.ignore, {**self.severity, **other.severity})


class ReadConfig(NamedTuple):
    """The configuration as far as it is right, and a finding for each mistake."""

    config: Config
    findings: tuple[Finding, ...]


def read_config(table: Any, path: Path = TABLE) -> ReadConfig:
    """Read the plain data of `[tool.fal-lsp]`; `None` (no table) is the empty configuration.

    Never raises: what is wrong is left out and reported at its place below `path`.
    """
    if table is None:
        return ReadConfig(Config(), ())
    if not isinstance(table, dict):
        message = f"`{path[-1]}` must be a table with the keys `ignore` and `severity`."
        return ReadConfig(Config(), (_mistake(message, Place(path)),))
    ignore: list[str] = []
    severity: dict[str, Severity] = {}
    findings = [
        *_unknown_keys(table, path),
        *_read_ignore(table.get("ignore"), (*path, "ignore"), ignore),
        *_read_severity(table.get("severity"), (*path, "severity"), severity),
    ]
    return ReadConfig(Config(frozenset(ignore), severity), tuple(findings))


@lru_cache(maxsize=1024)
def unknown_rule(name: str) -> str:
    """What to tell somebody who names a rule that does not exist."""
    suggestion = _closest(name, BY_NAME)
    hint = f"did you mean `{suggestion}`?" if suggestion else "`fal-lsp explain --all` lists them."
    return f"`{name}` is not a rule of fal-lsp: {hint}"


def _unknown_keys(table: Mapping[str, Any], path: Path) -> Iterator[Finding]:
    for key in table:
        if key not in _KEYS:
            suggestion = _closest(key, _KEYS)
            hint = f"did you mean `{suggestion}`?" if suggestion else "remove it."
            yield _mistake(
                f"`{key}` is not a setting of `[tool.fal-lsp]`: {hint}", Place((*path, key), "key")
            )


def _read_ignore(value: Any, path: Path, ignore: list[str]) -> Iterator[Finding]:
    if value is None:
        return
    if not isinstance(value, list):
        yield _mistake('`ignore` must be a list of rules, `["negative-value"]`.', Place(path))
        return
    for index, name in enumerate(value):
        if not isinstance(name, str):
            yield _mistake("`ignore` lists rules by name.", Place((*path, index), "item"))
        elif name not in BY_NAME:
            yield _mistake(unknown_rule(name), Place((*path, index), "item"))
        else:
            ignore.append(name)


def _read_severity(value: Any, path: Path, severity: dict[str, Severity]) -> Iterator[Finding]:
    if value is None:
        return
    if not isinstance(value, dict):
        yield _mistake('`severity` must be a table, `{ negative-value = "hint" }`.', Place(path))
        return
    levels = [level.value for level in Severity]
    for name, level in value.items():
        if name not in BY_NAME:
            yield _mistake(unknown_rule(name), Place((*path, name), "key"))
        elif level not in levels:
            words = ", ".join(f"`{word}`" for word in levels)
            yield _mistake(
                f"The severity of `{name}` must be one of {words}.", Place((*path, name))
            )
        else:
            severity[name] = Severity(level)


def _closest(name: str, names: Any) -> str | None:
    from difflib import get_close_matches

    return next(iter(get_close_matches(name, names, 1, 0.7)), None)


def _mistake(message: str, place: Place) -> Finding:
    return Finding(invalid_configuration.RULE.name, message, place)
