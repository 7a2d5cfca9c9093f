"""A Python file after its statements were interpreted: its names, and what it certainly does.

Knows what is kept of a file; must not know how it is read or found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from .values import ANY_NAME, ITEMS

if TYPE_CHECKING:
    from ..files import Unreadable
    from .flow import Store
    from .source import Definition, Written
    from .values import ClassValue, FalThing, FunctionValue, Made, Table


class Import(NamedTuple):
    """A statement that certainly imports a module, and that nothing around it rescues.

    `module` starts with a dot for each level that a relative import goes up. Of fal, only imports
    of names or of its modules are listed.
    """

    line: int
    module: str
    names: tuple[tuple[str, Written], ...] = ()
    """The names of a `from` import, with their places."""


class Call(NamedTuple):
    """A call of something of fal, or of a class, that certainly happens and is not rescued."""

    made: Made
    written: Written
    arguments: tuple[Written, ...]
    """Where its positional arguments are written."""


class Missing(NamedTuple):
    """A name that is certainly read and certainly not there. `owner` is what should have it:
    nothing for a name of the file, else a module or a class of fal or a module of the project."""

    owner: str
    name: str
    written: Written
    path: str = ""
    """The file of a module of the project."""
    annotates: Literal["", "endpoint", "other"] = ""
    """The name is in an annotation: of an endpoint, which the server of fal evaluates again, or
    another one."""
    is_of_class: bool = False
    """It is a name of the class around a comprehension, which does not see it."""


RaisedKind = Literal[
    "raise",
    "exit",
    "assert",
    "operation",
    "key",
    "pop",
    "member",
    "placeholder",
    "unpack",
    "attribute",
    "file",
    "field",
    "call",
]


class Raised(NamedTuple):
    """Something that certainly raises when the module runs, and that nothing rescues.

    Of the kind `file`, only where the file is not there.
    """

    error: str
    """The name of the error, empty where it is not known."""
    words: str
    """What the error says; the key, the attribute or the path that may be missing."""
    kind: RaisedKind
    text: str
    """How it is written, on one line; what has no such key or attribute, without that; the
    placeholder without a value; what cannot be unpacked."""
    written: Written
    inside: tuple[str, Written] | None = None
    """The file and the place in a function that is called."""
    is_lazy: bool = False
    """It is in an annotation, which Python 3.14 does not evaluate when the file runs."""
    into: str = ""
    """The targets that a value cannot be unpacked into."""


class Module:
    """A Python file after its statements were interpreted."""

    __slots__ = (
        "calls",
        "changes_fal",
        "classes",
        "definitions",
        "doc",
        "exports",
        "given",
        "has_python_star",
        "imports",
        "instances",
        "is_dynamic",
        "missing",
        "names",
        "path",
        "raised",
        "reaches_anywhere",
        "refused",
        "routed_twice",
        "sets_unknown",
        "store",
        "subscripted",
    )

    def __init__(self, path: str, names: Table, doc: str | None, store: Store) -> None:
        self.path = path
        self.doc = doc
        self.names = names
        """Each name that it binds, with a `Binding`."""
        self.store = store
        """Reads its tables, and those of other modules as it has changed them."""
        self.definitions: list[ClassValue | FunctionValue] = []
        """The classes and functions at the top, also under a condition, in their order."""
        self.classes: list[ClassValue] = []
        """The classes that are certainly made."""
        self.imports: list[Import] = []
        self.calls: list[Call] = []
        self.subscripted: list[tuple[ClassValue | FalThing, Written]] = []
        """The classes of the project and of fal that are certainly given type arguments."""
        self.routed_twice: list[Definition] = []
        """The methods that are certainly given a second route."""
        self.refused: Unreadable | None = None
        """What Python's compiler refuses in it, though its statements can be read."""
        self.missing: dict[tuple[int, int], Missing] = {}
        """By the place."""
        self.raised: dict[tuple[int, int], Raised] = {}
        """By the place."""
        self.given: set[str] = set()
        """Texts that calls got which are not followed: they may have made files of these names."""
        self.has_python_star = False
        """It has `from math import *`, whose names are not looked at, or a star of such a file."""
        self.is_dynamic = False
        """Code that runs may bind names that nobody can read off (`globals()`, `exec`)."""
        self.sets_unknown = False
        """Code sets an attribute of something unknown, which may be any class."""
        self.instances: dict[int, Table] = {}
        """The instances of other modules of which it reads attributes."""
        self.changes_fal = False
        """It sets an attribute of fal, or of a class of fal."""
        self.reaches_anywhere = False
        """It may change what other modules, Python, fal or pydantic know of names and classes."""
        self.exports: tuple[str, ...] | None = None
        """`__all__` where it is known."""

    @property
    def changes_others(self) -> bool:
        """Whether it sets attributes of other modules, of their classes, or of fal."""
        return (
            self.changes_fal
            or self.reaches_anywhere
            or any(
                each.key != ITEMS and not each.table.is_instance
                for each in self.store.elsewhere.values()
            )
        )

    @property
    def changes_containers(self) -> bool:
        """Whether it changes the lists or dicts of other modules."""
        return any(key == ITEMS for _, key in self.store.elsewhere)

    @property
    def changes_instances(self) -> bool:
        """Whether it sets attributes of instances that other modules have made."""
        return any(each.table.is_instance for each in self.store.elsewhere.values())

    @property
    def is_open(self) -> bool:
        """Whether it may have names that are not seen."""
        return self.is_dynamic or ANY_NAME in self.names
