"""The vocabulary that describes a table of keys. Knows no key of fal and no JSON Schema.

A `Table` holds `Field`s in the order in which they are suggested. A field has a kind, which says
what values it takes, and the words for a person: a summary of one line and Markdown docs. What
the keys of a table say about each other are `Excludes`, `Requires` and `OneOf`, each with the
name of its rule and its message, so that no other package words them again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

INT32_MIN = -(2**31)
INT32_MAX = 2**31 - 1
INT64_MIN = -(2**63)
INT64_MAX = 2**63 - 1

Wins = Literal["class", "toml"]
Level = Literal["error", "warning"]


@dataclass(frozen=True)
class Value:
    """One value of a set of strings.

    `facts` are (name, value) pairs such as ("vram", "80 GB"); `aliases` are what people write for
    it by mistake.
    """

    value: str
    docs: str
    facts: tuple[tuple[str, str], ...] = ()
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Misread:
    """A string of the right type that fal does not read as people mean it.

    `pattern` is a regular expression that is found in it; `message` says what to do, as
    a sentence without a capital letter and a full stop.
    """

    pattern: str
    message: str


@dataclass(frozen=True)
class String:
    """A string. `values` are suggested and, unless `open`, the only ones.

    `pattern` is a regular expression that both Python and ECMAScript read alike; with values it
    says what else than these is accepted. `rule` and `message` replace `invalid-value` and its
    message for a string that does not fit; the message goes on with `, not "..."`. `outline` is an
    expression for a string that a rule of its own checks: it is for other readers of the schema,
    and is not reported here. `is_word`: blanks and commas separate it from the next one.
    """

    values: tuple[Value, ...] = ()
    open: bool = False
    min_length: int = 0
    pattern: str = ""
    rule: str = ""
    message: str = ""
    outline: str = ""
    is_word: bool = False
    misread: tuple[Misread, ...] = ()


@dataclass(frozen=True)
class Integer:
    """A whole number that fits what fal sends (mostly a 32-bit integer), counted in `unit`."""

    unit: str = ""
    minimum: int = INT32_MIN
    maximum: int = INT32_MAX


@dataclass(frozen=True)
class Boolean:
    """`true` or `false`."""


@dataclass(frozen=True)
class Array:
    """A list whose items are all of one kind."""

    items: Kind
    min_items: int = 0


@dataclass(frozen=True)
class Either:
    """One of two kinds; `first` and `second` say in one line when to use which."""

    one: Kind
    other: Kind
    first: str
    second: str


@dataclass(frozen=True)
class Free:
    """A table of which nothing is known."""


@dataclass(frozen=True)
class Map:
    """A table whose keys the user chooses. The name of `item` says what such a key is.

    `level` is `warning` where fal accepts other values than `item`, though they are a mistake;
    `keys` are keys to suggest.
    """

    item: Field
    level: Level = "error"
    keys: tuple[Value, ...] = ()


@dataclass(frozen=True)
class Excludes:
    """Where `present` is set, `absent` must not be.

    `unless_empty` accepts an empty list all the same. Where the key `unless` is written too,
    another exclusion tells the reader more, and this one is not reported.
    """

    present: str
    absent: str
    rule: str
    message: str
    help: str = ""
    unless_empty: bool = False
    unless: str = ""


@dataclass(frozen=True)
class Requires:
    """Where `present` is set, `needed` must be too."""

    present: str
    needed: str
    rule: str
    message: str
    help: str = ""


@dataclass(frozen=True)
class OneOf:
    """At least one of `keys` must be set; `message` is what follows the table's name."""

    keys: tuple[str, ...]
    rule: str
    message: str
    help: str = ""


@dataclass(frozen=True)
class Shorthand:
    """How to write a table for which only a string was given: the key for a value like this.

    The first shorthand whose `pattern` (a regular expression) is found in the string applies.
    """

    pattern: str
    key: str


@dataclass(frozen=True)
class Foreign:
    """Names that people try in this table, and what to do instead (Markdown, a sentence or two)."""

    names: tuple[str, ...]
    message: str


@dataclass(frozen=True)
class Table:
    """A table with known keys. `level` is how much an unknown key matters.

    `closed` says whether the JSON Schema refuses an unknown key: one that fal accepts and merely
    ignores must not fail another validator that knows no warnings. `groups` are the same fields in
    the same order, with a title for each group of them, for the reference of a table with many.
    """

    fields: tuple[Field, ...]
    rules: tuple[Excludes | Requires | OneOf, ...] = ()
    level: Level = "error"
    closed: bool = True
    min_keys: int = 0
    shorthands: tuple[Shorthand, ...] = ()
    foreign: tuple[Foreign, ...] = ()
    groups: tuple[tuple[str, tuple[Field, ...]], ...] = ()


Kind = String | Integer | Boolean | Array | Either | Free | Map | Table


@dataclass(frozen=True)
class Deprecated:
    """Why not to use a key any more, and the key to use instead.

    `opposite`: that key takes the opposite of the (boolean) value.
    """

    message: str
    instead: str
    opposite: bool = False


@dataclass(frozen=True)
class InPython:
    """What the key is called in the Python file of a `ref`; empty where it can't be set there.

    `attribute` is its name in the body of a class, `keyword` in a class statement, `option` in
    `@fal.function(...)`, `endpoint` in `@fal.endpoint(...)`. fal also takes other sequences than
    lists (`sequences`), strings in capitals (`any_case`), and `None` for "not set", unless it
    `needs_value`.
    """

    attribute: str = ""
    keyword: str = ""
    option: str = ""
    endpoint: str = ""
    sequences: bool = False
    any_case: bool = False
    needs_value: bool = False


def in_python(name: str, *, sequences: bool = False, any_case: bool = False) -> InPython:
    """A key that has the same name everywhere."""
    return InPython(name, name, name, sequences=sequences, any_case=any_case)


@dataclass(frozen=True)
class Field:
    """A key of a table.

    - `summary`: one line of plain text, `docs`: Markdown without headings;
    - `since`: the first release of fal whose loader accepts the key in pyproject.toml;
    - `default`: a plain value; `default_note`: what happens without the key, where no single
      value says it;
    - `wins`: who decides when the class that `ref` names sets the same thing (a decorator always
      does), `python`: what it is called there;
    - `examples`: plain values, the first of which is shown in the docs;
    - `internal`: accepted, but never suggested;
    - `invented`: the examples name what only the user has: they are shown, but never suggested;
    - `aliases`: names that people try for this key.
    """

    name: str
    kind: Kind
    summary: str
    docs: str
    since: str
    examples: tuple[Any, ...]
    url: str
    default: Any = None
    default_note: str = ""
    wins: Wins | None = None
    python: InPython | None = None
    required: bool = False
    internal: bool = False
    invented: bool = False
    deprecated: Deprecated | None = None
    aliases: tuple[str, ...] = ()
