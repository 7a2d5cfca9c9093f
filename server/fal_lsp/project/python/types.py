"""What a Python file says, as plain values. Knows the shape of a module; must not know how it is
read (`python_module.py`) or what a name leads to in other files (`names.py`).

Lines count from 0. Names are as written: whether `fal.App` really is fal's is asked of `apps.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from .constants import Value


class Setting(NamedTuple):
    """A value that a class or a call is given under a name."""

    value: Value
    line: int
    conditional: bool = False
    """Set inside of an `if`, a loop or the like: it may not hold."""


class Expression(NamedTuple):
    """As much of an expression as tells what it may be, without its value.

    `name`: the dotted `name` as written. `call`: a call of `name` (with `calls` further calls of
    its result, as in `fal.function()(f)`). `plain`: certainly neither a class nor a function that
    fal could deploy, such as a number, a list or a comparison. `other`: nobody knows.
    """

    kind: Literal["name", "call", "plain", "other"]
    name: str = ""
    calls: int = 0


class Decorator(NamedTuple):
    """A decorator, with what it is called with; `name` is empty where it is no dotted name."""

    name: str
    line: int
    called: bool = False
    arguments: tuple[Value, ...] = ()
    keywords: Mapping[str, Setting] = {}
    spreads_keywords: bool = False
    """There are more keywords, behind a `**`."""


class Extent(NamedTuple):
    """Where a class or a function stands: all of it with its decorators, and its name.

    What stands before the start and before the name is ASCII, so these columns are the same in
    every encoding; the text is there to count the others.
    """

    start: tuple[int, int]
    name: tuple[int, int]
    written: str
    """The name as it stands in the file; Python's parser normalizes it."""
    last: int
    """The last line."""
    tail: str
    """The text of the last line up to the end."""


class PythonFunction(NamedTuple):
    """A function or a method."""

    name: str
    line: int
    doc: str | None
    """The first paragraph of the docstring on one line."""
    decorators: tuple[Decorator, ...]
    is_async: bool
    order: int
    """Where it stands among the statements of its module that bind a name."""
    conditional: bool = False
    """A method that is defined inside of an `if`, a loop or the like."""
    extent: Extent | None = None


class PythonClass(NamedTuple):
    """A class with what its body binds, its base classes left out."""

    name: str
    line: int
    doc: str | None
    decorators: tuple[Decorator, ...]
    bases: tuple[Expression, ...]
    keywords: Mapping[str, Setting]
    """The keywords of the class statement, without `metaclass`."""
    has_metaclass: bool
    spreads_keywords: bool
    """There are more keywords, behind a `**`."""
    attributes: Mapping[str, Setting]
    methods: tuple[PythonFunction, ...]
    classes: tuple[PythonClass, ...]
    order: int
    extent: Extent | None = None


class Import(NamedTuple):
    """Where an imported name comes from.

    `module` starts with a dot for each level that a relative import goes up. `name` is what is
    taken from the module, `None` for the module itself (`import a.b` binds the module `a`).
    """

    module: str
    name: str | None = None


class Binding(NamedTuple):
    """One statement that gives a name of the module a meaning, `None` for `del`."""

    order: int
    certain: bool
    """The statement always runs when the module does."""
    line: int
    target: PythonClass | PythonFunction | Import | Expression | None


class Module(NamedTuple):
    """A Python file.

    `classes` and `functions` are those at the top, also under a condition, in their order.
    """

    path: str
    doc: str | None
    classes: tuple[PythonClass, ...]
    functions: tuple[PythonFunction, ...]
    bindings: Mapping[str, tuple[Binding, ...]]
    stars: tuple[tuple[int, str], ...]
    """Order and module (as in `Import`) of each `from module import *`."""
    exports: tuple[str, ...] | None
    """`__all__` where it can be read."""
    is_dynamic: bool
    """Code that runs may bind names that nobody can read off (`globals()`, `exec`)."""
    patched: Mapping[str, tuple[str, ...]]
    """Attributes set from outside at the top (`App.machine_type = "M"`), by the dotted owner."""
    sets_attributes: bool
    """Code calls `setattr`: a class may have more than its body says."""
    relative_imports: tuple[tuple[int, str], ...]
    """Line and module (as in `Import`) of each relative import that certainly runs and that
    nothing around it rescues: no `try`, no `with`."""
