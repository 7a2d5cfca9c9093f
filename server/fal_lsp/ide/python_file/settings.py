"""Hover over the settings of an app in its Python file, and which classes are apps.

Knows what a key of an app is called in Python, by the schema; must not know the protocol.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from fal_schema.lookup import node_at

from ...lint.effective import effective
from ...markup import code
from ..hover import key_docs, value_docs
from ..hover_app import settings_table
from ..types import Hover
from .place import extent, statement

if TYPE_CHECKING:
    from fal_schema.lookup import SchemaNode

    from ...text import LineIndex
    from .place import Owner, Statement, Written
    from .uses import Use

_IMPORTS = re.compile(r"^from fal(?:\.app)? import [^#\n]*\b(App|function)\b", re.MULTILINE)


@lru_cache(maxsize=3)
def keys(written: Written) -> Mapping[str, SchemaNode]:
    """The keys of an app by their Python names at one kind of place."""
    app = node_at(("apps", "x"))
    assert app is not None, "the schema has apps"
    named = {}
    for node in app.children.values():
        name = getattr(node.python, written) if node.python is not None else ""
        if name:
            named[name] = node
    return named


def is_app(found: Statement, text: str, known: Callable[[], Collection[str]]) -> bool:
    """Whether a definition in the text of a file is an app of fal, or a base of one.

    By how it is written, else it is one of the `known` names, which are only asked for then.
    """
    return _is_written_as_app(found.owner, text) or found.owner.name in known()


def _is_written_as_app(owner: Owner, text: str) -> bool:
    if isinstance(owner, ast.ClassDef):
        written = [ast.unparse(base) for base in owner.bases]
        return "fal.App" in written or ("App" in written and "App" in _IMPORTS.findall(text))
    called = [each.func for each in owner.decorator_list if isinstance(each, ast.Call)]
    names = [ast.unparse(each) for each in called]
    return "fal.function" in names or ("function" in names and "function" in _IMPORTS.findall(text))


def hover(
    lines: LineIndex,
    offset: int,
    used: Callable[[], Iterable[Use]],
    known: Callable[[], Collection[str]],
) -> Hover | None:
    """The documentation of the setting or the value at an offset, and what each app gets.

    `used` returns the apps that use a class of the file or inherit from it, `known` the names of
    the apps of the file and of their bases.
    """
    around = extent(lines, offset)
    found = None if around is None else statement(lines.text, around)
    if found is None or not is_app(found, lines.text, known):
        return None
    for given in found.given():
        schema = keys(given.written).get(given.name)
        if schema is None:
            continue
        if given.name_span.start <= offset <= given.name_span.end:
            return Hover(given.name_span, _setting_docs(given.name, schema, found, used()))
        if given.value_span.start <= offset <= given.value_span.end:
            value = given.value.value if isinstance(given.value, ast.Constant) else None
            docs = value_docs(schema, value)
            parts = filter(None, (docs, _apps(found, schema, used())))
            return Hover(given.value_span, "\n\n".join(parts)) if docs else None
    return None


def _setting_docs(name: str, schema: SchemaNode, found: Statement, used: Iterable[Use]) -> str:
    """The docs of the key. What the apps get is before the long part, which an editor cuts off."""
    head, _, page = key_docs(schema, name).partition("\n\n")
    return f"{head}\n\n{in_python(schema, page, _apps(found, schema, used))}"


def in_python(schema: SchemaNode, page: str, apps: str = "") -> str:
    """The page of a key where Python sets it: the rest of it is about the key in pyproject.toml."""
    summary, _, rest = page.partition("\n\n")
    about = f"The key {code(schema.name)} of pyproject.toml:" if rest else ""
    return "\n\n".join(filter(None, (summary, apps, about, rest)))


def _apps(found: Statement, schema: SchemaNode, used: Iterable[Use]) -> str:
    """What fal sends for each app that uses the class or inherits from it."""
    rows = []
    for use in used:
        setting = effective(use.app).get(schema.name) if use.target == found.owner.name else None
        if setting is not None:
            rows.append((use.app.name, setting, use.manifest.project.root))
    return settings_table("App", rows) if rows else ""
