"""What an unknown key was meant to be. Knows how people err, and the keys only from the schema."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from .acceptance import is_type
from .literals import header, key
from .nearest import LONGEST, nearest, normal
from .words import did_you_mean, join, quoted, subject

if TYPE_CHECKING:
    from typing import Any

    from .lookup import SchemaNode
    from .violation import Path


_SHORT = 5
"""Code points of a name for which a guess far from it would be a coincidence."""


class Guess(NamedTuple):
    """The message and the help; the right name (if it is free), and the table it belongs in.

    A home without a name: the whole table belongs in one of the tables there.
    """

    message: str
    suggestion: str | None = None
    home: Path | None = None
    help: str = ""


def message(name: str, hint: str = "") -> str:
    """The message for an unknown key, with a second sentence where there is something to say."""
    return f"Unknown key {quoted(name)}.{hint and ' '}{hint}"


def guess(name: str, table: Path, node: SchemaNode, data: Mapping[str, Any], value: Any) -> Guess:
    """What was meant by a key `name` that the table at the path `table` does not have.

    `node` is the table's node, `data` the content of the table, `value` the key's value. In order
    of trust: another spelling of a key here, a name that was cut at a dot, what the value looks
    like, a name that people use for a key here, the same elsewhere in the app, a typing error
    here, a typing error elsewhere.
    """
    if len(name) > LONGEST:
        return Guess(message(name), help=_supported(node))
    note = node.foreign.get(name) or node.foreign.get(normal(name))
    if note:
        return Guess(message(name), help=note)
    here = _by_name(name, node)
    if here:
        return _here(name, here, data, value)
    nameless = _nameless(name, table, node, data)
    if nameless:
        return nameless
    cut = _cut_at_dots(name, table, node, value)
    if cut:
        return cut
    here = _by_value(name, node, data, value)
    if here:
        return Guess(message(name, did_you_mean(here)), here)
    if node.parent is not None and name in _sources_like(value, node.parent):
        return _elsewhere(name, name, table[:-1])
    here = node.by_alias.get(normal(name))
    if here:
        return _here(name, here, data, value)
    for home, other in _others(table, node):
        there = _by_name(name, other)
        if there:
            return _elsewhere(name, there, home)
    if node.parent is None:
        return _at_the_top(name, node, value)
    here = nearest(name, node.suggested)
    if here:
        return _here(name, here, data, value)
    for home, other in _others(table, node):
        there = other.by_alias.get(normal(name))
        if not there and len(name) > _SHORT:
            there = nearest(name, other.suggested)
        if there:
            return _elsewhere(name, there, home)
    alias = nearest(name, node.by_alias, 1) if len(name) > _SHORT else None
    if alias:
        return _here(name, node.by_alias[alias], data, value)
    return Guess(message(name), help=_supported(node))


def _by_name(name: str, node: SchemaNode) -> str | None:
    """The key in another spelling, or with the name of its table in front: `health_check_path`."""
    wanted = normal(name)
    names = (wanted, wanted.removeprefix(f"{normal(node.name)}_"))
    return next((each for each in names if each in node.suggested), None)


def _cut_at_dots(name: str, table: Path, node: SchemaNode, value: Any) -> Guess | None:
    """The guess for `[tool.fal.apps.my.app]`, which TOML reads as a table `app` in an app `my`."""
    around = node.parent
    if around is None or around.entry is not node:
        return None
    names = [str(table[-1]), name]
    while isinstance(value, dict) and not any(_fits(each, node, value) for each in _needed(node)):
        if len(value) != 1:
            return None
        ((part, value),) = value.items()
        names.append(part)
    meant = ".".join(names)
    if not isinstance(value, dict) or len(meant) > LONGEST:
        return None
    home = table[:-1]
    return Guess(
        f"Without quotes, `{'.'.join(map(key, names))}` is a table {quoted(name)} inside "
        f"{quoted(names[0])}.",
        meant,
        home,
        f"Use `{header((*home, meant))}`.",
    )


def _nameless(name: str, table: Path, node: SchemaNode, data: Mapping[str, Any]) -> Guess | None:
    """The guess for `[tool.fal.apps.image]`, a table of an app without the name of the app."""
    around = node.parent
    if around is None or around.entry is not node:
        return None
    *home, own = table
    meant = node.suggested.get(str(own))
    if meant is None or not all(key in meant.children for key in data):
        return None
    example = header((*home, f"my-{node.name}", own))
    return Guess(
        f"Unknown key {quoted(name)}. `{header(table)}` is read as the {subject(table, node)}.",
        home=tuple(home),
        help=f"Put the name of the {node.name} into the header, such as `{example}`.",
    )


def _needed(node: SchemaNode) -> list[str]:
    """The keys that mark a table of this kind: the required ones, or one of several."""
    return [*node.schema.get("required", ()), *(key for rule in node.rules for key in rule.keys)]


def _fits(key: str, node: SchemaNode, data: Mapping[str, Any]) -> bool:
    return key in data and is_type(data[key], node.children[key].schema.get("type", ""))


def _by_value(name: str, node: SchemaNode, data: Mapping[str, Any], value: Any) -> str | None:
    """The source that a value is, where the table has none: `app = "app.py::MyApp"`.

    A name that people use for something else takes precedence over the value.
    """
    sources = [key for rule in node.rules for key in rule.keys]
    alias = node.by_alias.get(normal(name))
    if any(key in data for key in sources) or alias not in (None, *sources):
        return None
    keys = _sources_like(value, node)
    return keys[0] if keys and keys[0] not in data else None


def _sources_like(value: Any, node: SchemaNode) -> list[str]:
    """The key that a string is written for, by its looks."""
    if not isinstance(value, str) or len(value) > 10 * LONGEST:
        return []
    return [key for pattern, key in node.shorthands if pattern and re.search(pattern, value)][:1]


def _here(name: str, meant: str, data: Mapping[str, Any], value: Any) -> Guess:
    if meant in data:
        there = data[meant]
        if isinstance(value, dict) and isinstance(there, dict) and there.keys().isdisjoint(value):
            return Guess(message(name, f"Its tables belong in {quoted(meant)}."), meant)
        return Guess(message(name, f"{quoted(meant)} is already set."))
    return Guess(message(name, did_you_mean(meant)), meant)


def _elsewhere(name: str, meant: str, home: Path) -> Guess:
    place = header(home)
    if meant == name:
        return Guess(f"{quoted(name)} belongs in `{place}`.", meant, home)
    return Guess(message(name, f"Did you mean {quoted(meant)} in `{place}`?"), meant, home)


def _others(table: Path, node: SchemaNode) -> Iterator[tuple[Path, SchemaNode]]:
    """The other tables of the same app that a key could belong in, the nearest first."""
    yield from _inside(table, node)
    while table[2:]:
        parent = node.parent
        if parent is None:
            return
        table = table[:-1]
        if parent.entry is not node:
            yield table, parent
            for path, other in _inside(table, parent):
                if other is not node:
                    yield path, other
        node = parent


def _inside(table: Path, node: SchemaNode) -> Iterator[tuple[Path, SchemaNode]]:
    for name, child in node.suggested.items():
        if child.is_table and child.children and table:
            yield (*table, name), child


def _at_the_top(name: str, node: SchemaNode, value: Any) -> Guess:
    """A key directly under `[tool.fal]`, which fal ignores without a word."""
    apps = next(iter(node.children))
    app = node.children[apps].entry
    wanted = normal(name)
    known = app.children if app else {}
    if wanted in known:
        return Guess(
            f"{quoted(name)} is ignored in `[tool.fal]`.",
            help=f"Move it to the table of an app, such as `{header((apps, 'my-app'))}`.",
        )
    if isinstance(value, dict) and any(normal(key) in known for key in value):
        return Guess(
            f"`{header((name,))}` is ignored. Did you mean `{header((apps, name))}`?",
            name,
            (apps,),
        )
    meant = nearest(name, node.suggested)
    if meant:
        return Guess(message(name, did_you_mean(meant)), meant)
    return Guess(message(name), help=_supported(node))


def _supported(node: SchemaNode) -> str:
    if len(node.suggested) > 8:
        return "fal rejects an app with unknown keys."
    keys = "key is" if len(node.suggested) == 1 else "keys are"
    return f"The supported {keys} {join([*node.suggested])}."
