"""What the validator returns: one problem of plain data. Knows no schema and no TOML text."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

Path = tuple[str | int, ...]
"""Keys and array indices from the `[tool.fal]` table on, such as ("apps", "x", "ref")."""

Part = Literal["key", "value"]
"""Which part of the entry at a path to mark. An item of an array has only a value."""

Severity = Literal["error", "warning"]


class Related(NamedTuple):
    """Another entry that explains a violation."""

    path: Path
    part: Part
    message: str


class Violation(NamedTuple):
    """One problem of the data under `[tool.fal]`.

    `message` states the problem, `help` what to do about it (empty where nothing is left to say).
    `path` is relative to `[tool.fal]`; the empty path is that table itself. A table that lacks
    something is marked on its key. The fields after `related` say what a fix needs and are
    `None` where they do not apply:

    - `suggestion`: `unknown-key`: the name that the key should have (the key's own name where it
      is only in the wrong table); `invalid-value`: the string that was meant;
    - `home`: `unknown-key`: the path of the table that the key belongs in; the table need not
      exist yet. Without a `suggestion`: the path of the table that the key's whole table belongs
      below, one level down;
    - `expected`: `wrong-type`: the kind of value that is accepted, in words ("a list of strings");
    - `replacement`: `wrong-type` and `invalid-value`: a plain value that says the same in an
      accepted way (300 for "300", ["torch"] for "torch");
    - `missing`: `missing-key` and the rules on sources: the keys of which one is needed, the most
      usual first;
    - `needs`: a key that makes no sense alone: the key of the same table that it needs.
    """

    rule: str
    path: Path
    part: Part
    message: str
    severity: Severity = "error"
    related: tuple[Related, ...] = ()
    suggestion: str | None = None
    home: Path | None = None
    expected: str | None = None
    replacement: Any = None
    missing: tuple[str, ...] = ()
    needs: str | None = None
    help: str = ""

    @property
    def meant(self) -> Path | None:
        """Where an unknown key was meant to be written, if that is known."""
        if self.rule != "unknown-key" or self.suggestion is None:
            return None
        return (*(self.path[:-1] if self.home is None else self.home), self.suggestion)
