"""Validates snippets of TOML and compares the violations. Knows fal_schema and no position.

A snippet is the content of the table `[tool.fal.apps.x]`. An expectation is one line, such as

    error wrong-type keep_alive: remove the quotes

severity, rule, the dotted path from the app on (`.` is the app itself, `regions.0` an item), and
words of the message.
"""

from __future__ import annotations

from typing import Any

import tomli
from fal_schema import Violation, validate

SOURCE = 'ref = "app.py"\n'
"""What makes a snippet a whole app."""


def app(snippet: str) -> dict[str, Any]:
    """The content of `[tool.fal]` with one app `x` whose table has the snippet's keys."""
    return tomli.loads(f"[apps.x]\n{snippet}\n")


def setting(line: str) -> str:
    """A snippet with a source and one more line; a line that has a source is alone."""
    key = line.split("=")[0].split(".")[0].strip()
    return line if key in {"ref", "python_entry_point", "image"} else SOURCE + line


def check_app(snippet: str, *expected: str) -> list[Violation]:
    """Exactly the expected violations, in this order."""
    return check_data(app(snippet), *expected, base=("apps", "x"))


def check_data(data: Any, *expected: str, base: tuple[str, ...] = ()) -> list[Violation]:
    """Like `check_app` for the whole content of `[tool.fal]`; paths are relative to `base`."""
    violations = validate(data)
    lines = [_line(violation, len(base)) for violation in violations]
    wanted = [line.partition(": ") for line in expected]
    assert lines == [head for head, _, _ in wanted], "\n".join(map(str, violations))
    for violation, (_, _, words) in zip(violations, wanted, strict=True):
        assert violation.path[: len(base)] == base
        text = f"{violation.message} {violation.help}"
        assert words in text, text
    return violations


def _line(violation: Violation, skipped: int) -> str:
    path = ".".join(str(part) for part in violation.path[skipped:]) or "."
    return f"{violation.severity} {violation.rule} {path}"
