"""The attributes of `self` that a method certainly reads, and that nothing of an app sets.

Knows where an instance gets its attributes: from its classes and from the code that holds it. Must
not know what fal makes of a class. An instance that leaves the methods of its classes, or code that
sets attributes by names which it makes, may have any attribute.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from . import fal_names
from .attribute_words import has_hooks
from .certain_runs import CertainRuns, first_parameter, is_self
from .lattice import choices
from .source import Function, attribute_place
from .unknown_attributes import UnknownAttribute
from .values import (
    ANY_NAME,
    Binding,
    ClassValue,
    Constant,
    Dictionary,
    FalThing,
    Foreign,
    FunctionValue,
    Made,
    Sequence,
    Unknown,
    Unset,
)

if TYPE_CHECKING:
    from .attribute_words import AttributeWords
    from .attributes import Attributes
    from .endings import Endings
    from .loading import Loading
    from .trees import Trees
    from .values import Value

_BASES = (Foreign("abc.ABC"), Foreign("typing.Generic"), Foreign("builtins.object"))
_KNOWN = frozenset({*fal_names.APP_DEFAULTS, *fal_names.APP_METHODS, *dir(object)})
_READING = ("hasattr", "getattr", "isinstance", "super")
"""Functions that only look at an instance."""

_DATA = frozenset({"str", "int", "float", "bool", "bytes", "list", "dict", "tuple", "set"})
_MOST_NAMES = 20
"""How many names may be unknown: beyond that it is no misspelling, but a way to set them that is
not seen."""


def unknown_attributes(
    loading: Loading, words: AttributeWords, endings: Endings
) -> tuple[UnknownAttribute, ...]:
    """Those that `setup` and the endpoints of an app certainly read. Never raises.

    `words` are those of all files that run, or may run, with the class.
    """
    attributes, found = endings.attributes, endings.found
    names: set[str] = set()
    for each in attributes.lineage(found).classes:
        extent = each.definition.extent
        if extent is None or each.definition.path not in words.files:
            return ()
        names |= words.of_self(each.definition.path, each.definition.line, extent.last)
    names = {each for each in names if "__" not in each}.difference(_KNOWN, attributes.names(found))
    workspace = attributes.modules.workspace
    if not names or has_hooks(workspace, words) or not _is_known(attributes, found):
        return ()
    if any(each.sets_unknown or each.refused for each in loading.running):
        return ()
    replaced = endings.models.set_anywhere
    if replaced is None:
        return ()
    try:
        reader = _Reader(CertainRuns(endings, replaced.keys()))
        names &= reader.used - replaced.keys()
        if not names or len(names) > _MOST_NAMES or not reader.is_closed():
            return ()
        return tuple(reader.missing(names))
    except RecursionError:
        return ()


def _is_known(attributes: Attributes, found: ClassValue) -> bool:
    """Whether all classes are known, and nothing but their code sets attributes of an instance."""
    line = attributes.lineage(found)
    if not line.is_complete or line.fal_bases != ("fal.App",):
        return False
    return all(
        _is_plain(attributes, each)
        if isinstance(each, ClassValue)
        else isinstance(each, FalThing) or each in _BASES
        for each in line.links
    )


def _is_plain(attributes: Attributes, found: ClassValue) -> bool:
    if attributes.may_have_others(found) or not found.is_as_written:
        return False
    for name in found.namespace:
        binding = attributes.store.read(found.namespace, name)
        value = attributes.resolved(binding.value) if isinstance(binding, Binding) else None
        if name == ANY_NAME or value is None or not all(map(_sets_nothing, choices(value))):
            return False
    return True


def _sets_nothing(value: Value) -> bool:
    """Whether a value in a class certainly adds no attributes to it or to its instances."""
    if isinstance(value, FunctionValue):
        return not value.opaque and value.kind != "object"
    if isinstance(value, Made):
        return isinstance(value.callee, (FalThing, Foreign))
    if isinstance(value, Unknown):
        return value.kind in _DATA
    return isinstance(value, (Constant, Sequence, Dictionary, ClassValue, FalThing, Unset))


class _Reader:
    """Reads the methods of the classes of one app."""

    def __init__(self, runs: CertainRuns) -> None:
        self.runs = runs
        self.attributes = runs.endings.attributes
        self.found = runs.endings.found
        classes = self.attributes.lineage(self.found).classes
        self.nodes = [_statement(runs.endings.trees, each) for each in classes]
        self.used = {
            each.attr
            for node in self.nodes
            for each in (ast.walk(node) if node is not None else ())
            if isinstance(each, ast.Attribute) and is_self(each.value)
        }
        """The attributes of an instance that the classes read or set."""

    def is_closed(self) -> bool:
        """Whether no code but that of the classes and of their modules holds an instance."""
        if None in self.nodes:
            return False
        return not any(
            _gives_away(function)
            for node in self.nodes
            for function in _functions(node.body if node is not None else ())
        )

    def missing(self, names: set[str]) -> Iterator[UnknownAttribute]:
        """The first place at which each name is certainly read."""
        own = {*self.attributes.names(self.found), *(self.used & self.runs.replaced)}
        others = sorted(each for each in (own | _KNOWN) - names if not each.startswith("__"))
        seen: set[str] = set()
        # No name that is set anywhere is looked for.
        for running, read in self.runs.parts():
            if not isinstance(read, ast.Attribute) or not is_self(read.value):
                continue
            if running.has_self and read.attr in names and read.attr not in seen:
                seen.add(read.attr)
                yield UnknownAttribute(
                    self.found.definition.name,
                    read.attr,
                    running.node.name,
                    running.path,
                    attribute_place(read),
                    tuple(others),
                )


def _statement(trees: Trees, found: ClassValue) -> ast.ClassDef | None:
    node = trees.at_top(found.definition)
    return node if isinstance(node, ast.ClassDef) else None


def _functions(nodes: Iterable[ast.AST]) -> Iterator[Function]:
    """The functions of a class, also under a condition."""
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node
        elif not isinstance(node, (ast.expr, ast.ClassDef)):
            waiting += ast.iter_child_nodes(node)


def _is_static(function: Function) -> bool:
    return any(
        isinstance(each, ast.Name) and each.id == "staticmethod" for each in function.decorator_list
    )


def _gives_away(function: Function) -> bool:
    """Whether a function may give its first parameter to other code than methods."""
    name = first_parameter(function)
    if _is_static(function) or (not name and function.args.vararg is None):
        return False
    kept: set[int] = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            kept.add(id(node.value))
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in _READING:
            kept.update(map(id, node.args))
    return not name or any(
        isinstance(node, ast.Name) and node.id == name and id(node) not in kept
        for node in ast.walk(function)
    )
