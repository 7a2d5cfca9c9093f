"""A setting of an app as fal would deploy it, and the app with all of them.

Knows how a value is written; must not know how it comes about (`merging.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from fal_schema.literals import literal

from ..paths import relative_path
from . import sent_values
from .sent_values import Unknown

if TYPE_CHECKING:
    from ..project.python.apps import Target

Source = Literal["toml", "class", "function", "default"]
Kind = Literal["class", "function", "entry-point", "container", "unknown"]


class Default(NamedTuple):
    """What applies where nothing sets a key: its value, or words (Markdown) where it has none."""

    value: Any
    """`None` where the default is no value."""
    origin: str
    """Who sets it: `fal.App`, `fal deploy` or `fal's servers`."""
    words: str

    @property
    def text(self) -> str:
        """The default as TOML writes it, else in words (Markdown)."""
        return self.words if self.value is None else f"`{literal(self.value)}`"


class Setting(NamedTuple):
    """One setting; `file` and `line` (from 0) are where it is set, empty for a default.

    `value` is what fal sends, as JSON has it: `None` where it sends nothing, `Unknown` where only
    running the code would show it.
    """

    name: str
    value: Any
    source: Source
    file: str = ""
    line: int = 0
    class_name: str = ""
    default: Default | None = None
    is_kept: bool = False
    """A redeploy leaves the value of the running app as it is."""

    @property
    def text(self) -> str:
        """The value as TOML or Python writes it; for what is not sent the default in words."""
        if isinstance(self.value, Unknown):
            return self.value.words or self.value.expression
        if self.value is None:
            return self.default.text if self.default is not None else ""
        return literal(sent_values.summary(self.value))

    @property
    def is_words(self) -> bool:
        """Whether `text` is Markdown and not a value."""
        return self.value is None or (isinstance(self.value, Unknown) and self.value.words != "")

    @property
    def is_unknown(self) -> bool:
        """Whether it is not even known if the code sets it: a row of a table would say nothing."""
        return self.source == "default" and isinstance(self.value, Unknown)

    def origin(self, root: str = "") -> str:
        """Where `text` comes from, in a few words; paths from `root` on where that is given."""
        if self.source == "default" or self.value is None:
            # What is set is not sent, such as an unknown `auth`.
            return "default"
        if self.source == "toml":
            return "pyproject.toml"
        file = relative_path(self.file, root) if root else self.file
        return f"{self.source} {self.class_name} ({file}:{self.line + 1})"


class Effective(NamedTuple):
    """An app as fal would deploy it; `deployed_as` is its name on fal."""

    name: str
    kind: Kind
    deployed_as: str
    target: Target | None
    settings: tuple[Setting, ...]

    def get(self, name: str) -> Setting | None:
        """One setting by its key."""
        return next((each for each in self.settings if each.name == name), None)

    @property
    def kept(self) -> tuple[str, ...]:
        """The keys whose values a redeploy will not apply."""
        return tuple(
            each.name for each in self.settings if each.is_kept and each.source != "default"
        )


def differ(one: Setting, other: Setting) -> bool:
    """Whether the values of two settings are not certainly the same, `1` and `True` included."""
    if isinstance(one.value, Unknown):
        return bool(one.value != other.value)
    return type(one.value) is not type(other.value) or bool(one.value != other.value)
