"""What the text of a class or a function does with the names in it: reads, gives away, sets.

Knows syntax; must not know what a name stands for, nor when the text runs.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Literal, NamedTuple

from .plain_data import MUTATING
from .values import ANY_NAME

Use = Literal["look", "give", "set", "run"]
"""What is done with a value. In the body of a class, which is run, only functions give and set."""
_Path = tuple[str, ...]

ITEM = ""
ANY_ITEM = "?"
ALL_ITEMS = "*"
"""The parts of a path for an item by a literal, for one by anything, which may be a slice, and for
all of them: those that a loop, a slice or a copy has."""

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)

CLASS_OF = "__class__"
SUPER = "super"

_LOOKING = frozenset({"bool", "format", "id", "isinstance", "len", "print", "repr", "str", "type"})
_TAKING = frozenset({"all", "any", "dict", "frozenset", "list", "max", "min", "set", "sorted"})
_TAKING |= {"sum", "tuple"}
_TAKING_EACH = frozenset({"enumerate", "zip"})
"""Functions of Python that only look at what they are given, that take the items of the only one,
and that take those of each."""

_READING = frozenset({ITEM, ANY_ITEM, ALL_ITEMS, "get()", "values()", "items()", "copy()"})
_READING |= {"keys()", "index()", "count()"}
"""The parts of a path that change nothing where they lead through a list or a dict."""


class Mention(NamedTuple):
    """A name with what is written after it, and what is done with that.

    `path` has the names of attributes, with `()` after those that are called, and items.
    """

    root: str
    path: _Path
    use: Use

    @property
    def gives(self) -> bool:
        """Whether more is done than to look at a list or dict or at an item of one."""
        return self.use != "look" or any(
            each.endswith("()") and each not in _READING for each in self.path
        )

    @property
    def is_whole(self) -> bool:
        """Whether the value of the name itself is given to somebody, or gets another name."""
        return not self.path and self.use == "give"

    @property
    def mutates(self) -> bool:
        """Whether something is set, or called that changes lists or dicts."""
        return self.use == "set" or any(each[:-2] in MUTATING for each in self.path)


class Text(NamedTuple):
    """What is read in a text."""

    names: frozenset[str]
    mentions: tuple[Mention, ...]
    """Those that do more than to look at the value of a name itself."""
    strings: tuple[str, ...]
    parameters: frozenset[str]
    """Those of a function; of a class the first ones of its methods, each an instance or itself."""
    imports: Mapping[str, tuple[str, str]]
    """The names that it imports itself, each with the module and the name there, if any."""


_Part = tuple[ast.AST, Use, _Path]
"""A node that waits, and what is done with the value of it, or with what a path leads to from it,
the last part first."""

_GIVEN: tuple[Use, _Path] = ("give", ())
_LOOKED: tuple[Use, _Path] = ("look", ())
_TAKEN: tuple[Use, _Path] = ("give", (ALL_ITEMS,))

_USES: Mapping[tuple[type[ast.AST], str], tuple[Use, _Path]] = {
    **dict.fromkeys(
        [
            *((each, "test") for each in (ast.If, ast.While, ast.IfExp, ast.Assert)),
            *((ast.Compare, each) for each in ("left", "comparators")),
            *((ast.comprehension, "ifs"), (ast.match_case, "guard")),
            *((each, "annotation") for each in (ast.arg, ast.AnnAssign)),
            *((each, "returns") for each in (ast.FunctionDef, ast.AsyncFunctionDef)),
            *((each, "decorator_list") for each in (ast.FunctionDef, ast.AsyncFunctionDef)),
            *((each, "value") for each in (ast.Expr, ast.FormattedValue)),
            (ast.UnaryOp, "operand"),
        ],
        _LOOKED,
    ),
    **dict.fromkeys(
        [
            *((each, "iter") for each in (ast.For, ast.AsyncFor, ast.comprehension)),
            *((each, "value") for each in (ast.Starred, ast.YieldFrom)),
            *((ast.BinOp, each) for each in ("left", "right")),
        ],
        _TAKEN,
    ),
}
"""What is done with a part of a node; any other is given to somebody, or has another name."""

_SAME = frozenset({(ast.BoolOp, "values"), (ast.IfExp, "body"), (ast.IfExp, "orelse")})
"""The parts of which one is the value of the whole."""


def text_of(tree: ast.AST) -> Text:
    """Read a text, each node once."""
    return _Reader().read(tree)


class _Reader:
    """Collects the mentions of one text."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.mentions: set[Mention] = set()
        self.strings: set[str] = set()
        self.parameters: set[str] = set()
        self.imports: dict[str, tuple[str, str]] = {}
        self.waiting: list[_Part] = []

    def read(self, tree: ast.AST) -> Text:
        """Read a tree. It is the innermost loop of a check: few calls."""
        waiting = self.waiting
        if isinstance(tree, FUNCTIONS):
            takes = tree.args
            listed = [*takes.posonlyargs, *takes.args, *takes.kwonlyargs, takes.vararg, takes.kwarg]
            self.parameters.update([each.arg for each in listed if each is not None])
        waiting.append((tree, "run" if isinstance(tree, ast.ClassDef) else "give", ()))
        while waiting:
            node, use, path = waiting.pop()
            kind = type(node)
            is_run = use == "run" and kind not in FUNCTIONS
            if is_run:
                if isinstance(node, ast.Name):
                    self.names.add(node.id)
            elif kind in _CHAINED:
                self._chain(node, use, path)
                continue
            elif kind in _SPECIAL and self._special(node):
                continue
            elif use == "run":
                self.parameters.update(each.arg for each in node.args.args[:1])  # type: ignore[attr-defined]
            parts = _parts.get(kind)
            if parts is None:
                parts = _parts[kind] = _parts_of(kind)
            for field, how in parts:
                inner = getattr(node, field, None)
                part_use, part_path = (use, path) if how is None or is_run else how
                if type(inner) is list:
                    waiting += [(each, part_use, part_path) for each in inner]
                elif inner is not None:
                    waiting.append((inner, part_use, part_path))
        return Text(
            frozenset(self.names),
            tuple(sorted(self.mentions)),
            tuple(sorted(self.strings)),
            frozenset(self.parameters),
            self.imports,
        )

    def _special(self, node: ast.AST) -> bool:
        """Read what no table says of a node; whether that is all of it."""
        if isinstance(node, ast.Constant):
            if isinstance(node.value, str):
                self.strings.add(node.value)
        elif isinstance(node, ast.Import):
            for each in node.names:
                name = each.asname or each.name.partition(".")[0]
                self.imports[name] = each.name if each.asname else name, ""
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            self.imports.update(
                {each.asname or each.name: (module, each.name) for each in node.names}
            )
        elif isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                self.waiting.append((value, *(_TAKEN if key is None else _GIVEN)))
                if key is not None:
                    self.waiting.append((key, *_GIVEN))
        elif isinstance(node, ast.AugAssign):
            if isinstance(node.target, ast.Name):
                # In place: every other name of it sees it, too.
                self.mentions.add(Mention(node.target.id, (), "give"))
            return False
        return True

    def _chain(self, node: ast.AST, use: Use, path: _Path) -> None:
        """Follow attributes, items and calls to the name that they start from."""
        parts = [*path]
        if type(getattr(node, "ctx", None)) in (ast.Store, ast.Del):
            use, parts = "set", []
        while True:
            if isinstance(node, ast.Attribute):
                parts.append(node.attr)
                node = node.value
            elif isinstance(node, ast.Subscript):
                parts.append(_item(node.slice))
                self.waiting.append((node.slice, *_GIVEN))
                node = node.value
            elif isinstance(node, ast.Call):
                self._arguments(node, parts, use)
                if isinstance(node.func, ast.Attribute):
                    parts.append(f"{node.func.attr}()")
                    node = node.func.value
                elif isinstance(node.func, ast.Name):
                    self.names.add(node.func.id)
                    if node.func.id == SUPER and parts:
                        self.mentions.add(Mention(SUPER, tuple(reversed(parts)), use))
                    return
                else:
                    # What it gives back is not followed.
                    parts, use, node = [], "look", node.func
            else:
                break
        if isinstance(node, ast.Name):
            self.names.add(node.id)
            is_read = isinstance(node.ctx, ast.Load)
            if is_read and (parts or use == "give"):
                self.mentions.add(Mention(node.id, tuple(reversed(parts)), use))
        else:
            self.waiting.append((node, use, tuple(parts)))

    def _arguments(self, node: ast.Call, parts: list[str], use: Use) -> None:
        """Read what a call is given."""
        given, arguments = _GIVEN, node.args
        if isinstance(node.func, ast.Name):
            name = node.func.id
            if name == "type" and len(arguments) == 1 and parts:
                self.waiting.append((arguments[0], use, (*parts, CLASS_OF)))
                return
            if name in ("setattr", "delattr") and arguments:
                self.waiting.append((arguments[0], "set", (ANY_NAME,)))
            elif name in _LOOKING:
                given = _LOOKED
            elif name in _TAKING_EACH or (name in _TAKING and len(arguments) == 1):
                given = _TAKEN
        elif isinstance(node.func, ast.Attribute):
            is_text = isinstance(node.func.value, (ast.Constant, ast.JoinedStr))
            given = _TAKEN if is_text else _GIVEN
        self.waiting += [(each, *given) for each in arguments]
        for each in node.keywords:
            self.waiting.append((each.value, *(_GIVEN if each.arg else _TAKEN)))


def _item(key: ast.expr) -> str:
    """The part of a path for a subscript."""
    if isinstance(key, ast.UnaryOp):
        key = key.operand
    if isinstance(key, ast.Slice):
        return ALL_ITEMS
    return ITEM if isinstance(key, ast.Constant) else ANY_ITEM


_CHAINED = frozenset({ast.Attribute, ast.Subscript, ast.Call, ast.Name})
_SPECIAL = frozenset({ast.Constant, ast.Import, ast.ImportFrom, ast.Dict, ast.AugAssign})

_EMPTY = frozenset({"ctx", "op", "ops", "type_comment", "type_ignores", "conversion", "level"})
_EMPTY |= {"simple", "is_async"}
_NAMED = frozenset({"name", "names", "id", "attr", "arg", "asname", "module", "rest", "kwd_attrs"})
_NO_NODES = _EMPTY | _NAMED
"""The fields that hold no expressions or statements."""

_parts: dict[type, tuple[tuple[str, tuple[Use, _Path] | None], ...]] = dict.fromkeys(
    (type(None), bool, ast.Constant), ()
)
"""The parts of each kind of node with what is done with them, `None` for those of `_SAME`."""


def _parts_of(kind: type[ast.AST]) -> tuple[tuple[str, tuple[Use, _Path] | None], ...]:
    return tuple(
        (field, None if (kind, field) in _SAME else _USES.get((kind, field), _GIVEN))
        for field in kind._fields
        if field not in _NO_NODES
    )
