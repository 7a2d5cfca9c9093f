"""What an expression of a Python file may stand for: the lattice of an abstract interpreter.

Knows Python's kinds of things; must not know how a file is read or what fal makes of it. A value is
known exactly, or is one of a few (`Choice`), or is `Unknown`: nothing is ever guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from copy import copy
from typing import Any, Literal, NamedTuple

from .operations import FilePath

MAX_CHOICE = 8
MAX_ITEMS = 1_000
"""Items of a container whose contents are followed."""

MAX_PLAIN = 4_000


class Table(dict[Any, Any]):
    """Something that can be changed: a namespace, or a container with its contents under `ITEMS`.

    `owner` is the file whose run made it, `born` when it did: it counts the tables of that run.
    """

    __slots__ = ("born", "is_frozen", "is_instance", "owner")

    def __init__(self, owner: str = "", items: Any = (), born: int = 0) -> None:
        super().__init__(items)
        self.owner = owner
        self.born = born
        self.is_instance = False
        """It has the attributes of an instance of a class of the project."""
        self.is_frozen = False
        """Nothing sets attributes of that instance."""


ITEMS = ""
ANY_NAME = "*"
"""The key of a namespace that code may have changed in a way that nobody can read."""


class Extent(NamedTuple):
    """The range of a class or a function: all of it with its decorators, and its name.

    Everything before the start and before the name is ASCII, so these columns are the same in
    every encoding; the text is there to count the others.
    """

    start: tuple[int, int]
    name: tuple[int, int]
    written: str
    """The name as it is in the file; Python's parser normalizes it."""
    last: int
    """The last line."""
    tail: str
    """The text of the last line up to the end."""


class Definition(NamedTuple):
    """A `class` or `def` statement. Lines count from 0."""

    name: str
    path: str
    line: int
    doc: str | None
    """The first paragraph of the docstring on one line."""
    extent: Extent | None = None


class Written(NamedTuple):
    """Where an expression or a name is written: lines and columns from 0, columns in UTF-8 bytes.

    `parts` are the items of a list by index, those of a dict and the keywords of a call by name;
    `names` are the keys and keywords themselves.
    """

    start: tuple[int, int]
    end: tuple[int, int]
    parts: Mapping[int | str, Written] = {}
    names: Mapping[int | str, Written] = {}

    def at(self, *path: int | str) -> Written:
        """The innermost part that is written on the way to an item."""
        here = self
        for key in path:
            inner = here.parts.get(key)
            if inner is None:
                break
            here = inner
        return here


class Constant(NamedTuple):
    """A number, a string, bytes, a boolean, `None`, `...`, or a `FilePath`: no data for fal."""

    data: Any


SequenceKind = Literal["list", "tuple", "set", "dict_keys", "dict_values", "dict_items"]
INDEXED = ("list", "tuple")
"""The kinds of sequences that are read by position, added and repeated."""


class Sequence:
    """A list, a tuple, a set or a view of a dict.

    `table[ITEMS]` is a tuple of values, `None` where unknown.
    """

    __slots__ = ("kind", "table")

    def __init__(self, kind: SequenceKind, table: Table) -> None:
        self.kind = kind
        self.table = table


class Dictionary:
    """A dict; `table[ITEMS]` maps plain keys to values, and is `None` where unknown."""

    __slots__ = ("table",)

    def __init__(self, table: Table) -> None:
        self.table = table


class Namespace(NamedTuple):
    """The names of a module or class as a dict: `globals()`, `locals()`, `vars()`."""

    names: Table
    path: str
    owner: str
    """The name of the class."""
    line: int
    """Where it was asked for."""


class Named(NamedTuple):
    """A name in an annotation that is evaluated; in a string, among the names of the module."""

    name: str
    written: Written
    in_text: bool


class TypePart(NamedTuple):
    """A part of the type of a request or of its answer."""

    value: Value | str
    """What it stands for, a name of the module where that is in a string."""
    written: Written
    is_whole: bool
    """It is all of the type, and not in a union or a list."""
    is_answer: bool


class Signature(NamedTuple):
    """What the server of fal looks at in the signature of an endpoint."""

    names: tuple[Named, ...] = ()
    """The names in its annotations that are evaluated."""
    types: tuple[TypePart, ...] = ()
    """What a request or its answer is made of, a name of the module where that is in a string."""
    takes_self: bool = True
    first: Value | str | None = None
    """The type of the first parameter, a name of the module where that is in a string."""
    takes_websocket: bool | None = None
    """Whether a parameter is annotated as a WebSocket, `None` where that is not known."""


class Route(NamedTuple):
    """What `@fal.endpoint(...)` or `@fal.realtime(...)` makes of a function."""

    kind: Literal["endpoint", "realtime"]
    path: Value | None
    written: tuple[str, Written] | None
    """The file and the place of the path."""
    health_check: Binding | None
    keywords: Mapping[str, Binding]
    is_lost: bool = False
    """It is put on a `classmethod` or the like, which does not pass it on."""
    signature: Signature = Signature()


class FunctionValue:
    """A function or method of the project.

    `node` is its syntax tree where a call can be followed. `opaque`: a decorator that cannot be
    followed may have made anything of it. `kind` is what a decorator of Python's own made of it.
    """

    __slots__ = (
        "defaults",
        "definition",
        "dropped",
        "is_abstract",
        "is_async",
        "kind",
        "node",
        "opaque",
        "required",
        "route",
        "scope",
        "takes_positional",
        "validates",
    )

    def __init__(self, definition: Definition, node: Any = None, scope: Any = None) -> None:
        self.definition = definition
        self.node = node
        self.scope = scope
        self.defaults: Mapping[str, Value] = {}
        self.route: Route | None = None
        self.dropped: tuple[Definition, str] | None = None
        """The endpoint in whose place it is, and the decorator that put it there."""
        self.opaque = False
        self.is_abstract = False
        self.is_async = False
        self.required: tuple[str, ...] = ()
        """The parameters without a default, `self` included."""
        self.validates: tuple[str, ...] | None = None
        """The fields that it validates, where a decorator of pydantic names them."""
        self.takes_positional = True
        """It has a parameter that can be given by position."""
        self.kind: Literal["function", "static", "class", "property", "object", "generated"] = (
            "function"
        )

    def changed(self, **fields: Any) -> FunctionValue:
        """The same function with other fields."""
        copied = copy(self)
        for name, value in fields.items():
            setattr(copied, name, value)
        return copied


class ClassValue:
    """A class of the project. What a base stands for may have to be resolved."""

    __slots__ = (
        "annotated",
        "bases",
        "changed_later",
        "decorated",
        "definition",
        "is_altered",
        "is_dataclass",
        "is_frozen",
        "is_hooked",
        "keywords",
        "metaclass",
        "namespace",
        "opaque",
        "replaced",
        "spreads_keywords",
        "types",
    )

    def __init__(
        self,
        definition: Definition,
        bases: tuple[Value, ...],
        keywords: Mapping[str, Binding],
        spreads_keywords: bool,
        metaclass: Value | None,
        namespace: Table,
        changed_later: Table,
    ) -> None:
        self.definition = definition
        self.bases = bases
        self.keywords = keywords
        self.spreads_keywords = spreads_keywords
        self.metaclass = metaclass
        self.namespace = namespace
        """Its attributes by name, each a `Binding`, as the class statement leaves them."""
        self.changed_later = changed_later
        """Attributes that are set after the class statement, each a `Binding`."""
        self.replaced: list[Definition] = []
        """The endpoints in whose place the class statement certainly puts another method."""
        self.annotated: Mapping[str, bool] = {}
        """The attributes that are annotated, `False` for a `ClassVar`."""
        self.types: tuple[tuple[str, TypePart], ...] | None = ()
        """The parts of their types, `None` where a name among them is in a string."""
        self.is_hooked = False
        """A metaclass or a hook of a base runs when it is made, and may set anything."""
        self.is_dataclass = False
        """Python's own `@dataclass` makes fields of them."""
        self.is_frozen = False
        """That refuses to set attributes of the instances."""
        self.decorated = False
        """A decorator may have added to it."""
        self.is_altered = False
        """It is a decorator other than Python's own `@dataclass`."""
        self.opaque = False
        """A decorator that cannot be followed may have made anything of it."""


class FalFunction(NamedTuple):
    """What `@fal.function(...)` makes of a function."""

    options: Made
    function: Value


class ModuleValue(NamedTuple):
    """A module of the project; `path` is a directory for a namespace package."""

    path: str


class FalThing(NamedTuple):
    """Something of fal, by its shortest name; `fal` itself is one, too."""

    name: str


class Foreign(NamedTuple):
    """Something of Python or of a package that fal is built on: no app, no function of fal."""

    name: str


class External(NamedTuple):
    """A module that is not in the project: no app itself, and its contents are unknown."""

    name: str


class Deferred(NamedTuple):
    """A name to import from a module of the project, resolved when it is needed."""

    importer: str
    module: str
    name: str


class Arguments(NamedTuple):
    """What a call gives to what it calls."""

    positional: tuple[Value, ...] = ()
    keywords: Mapping[str, Binding] = {}
    spreads: bool = False
    """A `*` or `**` gives more, of which not everything is known."""

    @property
    def every(self) -> list[Value]:
        """All that is known to be given."""
        return [*self.positional, *(each.value for each in self.keywords.values())]

    @property
    def in_order(self) -> tuple[Value, ...] | None:
        """The positional ones, `None` where there are or may be others."""
        return None if self.keywords or self.spreads else self.positional

    @property
    def only(self) -> Value | None:
        """The single one that is given, by its place."""
        in_order = self.in_order
        return in_order[0] if in_order is not None and len(in_order) == 1 else None

    @property
    def first(self) -> Value | None:
        """The first positional one."""
        return self.positional[0] if self.positional else None

    @property
    def by_keyword(self) -> dict[str, Value]:
        """The values of the keywords."""
        return {name: binding.value for name, binding in self.keywords.items()}

    def named(self, parameters: Iterable[str]) -> dict[str, Value]:
        """Each by the name of its parameter; of these, the ones that take one by its place."""
        return {**dict(zip(parameters, self.positional, strict=False)), **self.by_keyword}

    def with_more(self, more: Arguments) -> Arguments:
        """Those of a partial call with the ones that it is called with."""
        return Arguments(
            (*self.positional, *more.positional),
            {**self.keywords, **more.keywords},
            self.spreads or more.spreads,
        )


class Made:
    """The result of a call of a class, or of something of fal."""

    __slots__ = ("arguments", "callee", "changed_later", "first", "kind", "line")

    def __init__(self, callee: Value, arguments: Arguments, line: int) -> None:
        self.callee = callee
        self.arguments = arguments
        self.line = line
        self.first: tuple[str, Written] | None = None
        """The file and the place of its first argument, where the call certainly happens."""
        self.kind = ""
        """The type that it certainly has, where that is not what the callee says."""
        self.changed_later: Table | None = None
        """Attributes that are set after the call, where that is followed."""

    @property
    def is_changed(self) -> bool:
        """Whether it may have other attributes than the call gave it."""
        return bool(self.changed_later)


class Choice(NamedTuple):
    """One of a few values."""

    values: tuple[Value, ...]


class Unset(NamedTuple):
    """A name that is not bound, or a setting that is not set."""


class Unknown(NamedTuple):
    """What cannot be known without running the code, and why.

    `kind` is the type that it certainly has: then it is no class, no function and not `None`.
    """

    reason: str
    kind: str = ""


Value = (
    Constant
    | Sequence
    | Dictionary
    | Namespace
    | FunctionValue
    | ClassValue
    | FalFunction
    | ModuleValue
    | FalThing
    | Foreign
    | External
    | Deferred
    | Made
    | Choice
    | Unset
    | Unknown
)

UNSET = Unset()
ABC_META = Foreign("abc.ABCMeta")
DELETED = Unknown("it is deleted")
"""What an attribute may be after `del`, beside what a base class has."""
NONE = Constant(None)


class Binding(NamedTuple):
    """A value with the place that gives it; `source` is the expression on one line, if kept."""

    value: Value
    line: int
    source: str = ""
    path: str = ""
    owner: str = ""
    """The class that sets it."""
    name: Written | None = None
    """Where its name is written, for the settings of a class or of a call."""
    written: Written | None = None
    """Where its value is written."""


def same(one: Any, other: Any, budget: list[int] | None = None) -> bool:
    """Whether two values are certainly the same in every respect that is looked at."""
    if one is other:
        return True
    if type(one) is not type(other):
        return False
    budget = [MAX_PLAIN] if budget is None else budget
    budget[0] -= 1
    if budget[0] < 0:
        return False
    if isinstance(one, Constant):
        return type(one.data) is type(other.data) and bool(one.data == other.data)
    if isinstance(one, Sequence):
        left, right = one.table[ITEMS], other.table[ITEMS]
        return (
            one.kind == other.kind
            and left is not None
            and right is not None
            and len(left) == len(right)
            and all(same(a, b, budget) for a, b in zip(left, right, strict=True))
        )
    if isinstance(one, Dictionary):
        left, right = one.table[ITEMS], other.table[ITEMS]
        return (
            left is not None
            and right is not None
            and list(left) == list(right)
            and all(same(left[key], right[key], budget) for key in left)
        )
    if isinstance(one, Made):
        return (
            not (one.is_changed or other.is_changed)
            and same(one.callee, other.callee, budget)
            and _same_arguments(one.arguments, other.arguments, budget)
        )
    if isinstance(one, (FunctionValue, ClassValue, FalFunction, Choice)):
        return False
    return bool(one == other)


def _same_arguments(one: Arguments, other: Arguments, budget: list[int]) -> bool:
    return (
        not (one.spreads or other.spreads)
        and len(one.positional) == len(other.positional)
        and one.keywords.keys() == other.keywords.keys()
        and all(same(a, b, budget) for a, b in zip(one.positional, other.positional, strict=True))
        and all(
            same(binding.value, other.keywords[name].value, budget)
            for name, binding in one.keywords.items()
        )
    )


def join(values: Iterable[Value]) -> Value:
    """What may be any of some values: the only one, a `Choice`, `Unknown` where they are many."""
    found: list[Value] = []
    for value in values:
        for each in value.values if isinstance(value, Choice) else (value,):
            if not any(same(each, other) for other in found):
                found.append(each)
                if len(found) > MAX_CHOICE:
                    return Unknown("many possible values")
    return found[0] if len(found) == 1 else Choice(tuple(found))


def join_bindings(bindings: Iterable[Binding | None]) -> Binding:
    """One binding for all that a name may have; `None` is no binding."""
    listed = list(bindings)
    present = [each for each in listed if each is not None]
    value = join(UNSET if each is None else each.value for each in listed)
    # The last in the order of the file is what a reader sees last.
    first = next((each for each in present if not isinstance(each.value, Unset)), present[0])
    sources = {each.source for each in present}
    return first._replace(value=value, source=first.source if len(sources) == 1 else "")


def choices(value: Value) -> tuple[Value, ...]:
    """The values that something may have; itself where it has only one."""
    return value.values if isinstance(value, Choice) else (value,)


def without(value: Value, unwanted: Any) -> Value | None:
    """A value once some of its choices are ruled out, `None` where nothing is left."""
    if not isinstance(value, Choice):
        return None if unwanted(value) else value
    left = [each for each in value.values if not unwanted(each)]
    if len(left) == len(value.values):
        return value
    return join(left) if left else None


def may_be_unset(value: Value) -> bool:
    """Whether a name may not be bound, or a setting not set."""
    return UNSET in value.values if isinstance(value, Choice) else isinstance(value, Unset)


def set_part(value: Value) -> Value | None:
    """A value without what it is where it is not set, `None` where nothing is left."""
    if not isinstance(value, Choice):
        return None if isinstance(value, Unset) else value
    return without(value, lambda each: isinstance(each, Unset))


_TIMEDELTA = Foreign("datetime.timedelta")


def is_none(value: Value) -> bool | None:
    """Whether a value is Python's `None`; `None` where that is not known."""
    if not isinstance(value, Choice):
        return _is_none(value)
    answers = {_is_none(each) for each in choices(value)}
    return answers.pop() if len(answers) == 1 else None


def _is_none(value: Value) -> bool | None:
    if isinstance(value, Constant):
        return value.data is None
    if isinstance(value, Unknown):
        return False if value.kind else None
    if isinstance(value, Made):
        makes = isinstance(value.callee, (FalThing, ClassValue)) or value.callee == _TIMEDELTA
        return False if makes else None
    if isinstance(value, FalThing):
        last = value.name.rpartition(".")[2]
        # fal itself, and what is named like a class.
        return False if last == "fal" or (last[:1].isupper() and not last.isupper()) else None
    # What somebody else's name stands for may be anything.
    return None if isinstance(value, (Foreign, External, Deferred, Unset)) else False


def truth(value: Value) -> bool | None:
    """Whether a value counts as true; `None` where that is not known."""
    if not isinstance(value, Choice):
        return _truth(value)
    answers = {_truth(each) for each in choices(value)}
    return answers.pop() if len(answers) == 1 else None


def _truth(value: Value) -> bool | None:
    if isinstance(value, Constant):
        return bool(value.data)
    if isinstance(value, (Sequence, Dictionary)):
        items = value.table[ITEMS]
        return None if items is None else bool(items)
    if isinstance(value, (FunctionValue, ClassValue, FalFunction, ModuleValue)):
        return True
    if isinstance(value, FalThing):
        return True
    return None


class _NotPlain(Exception):  # noqa: N818
    """A value is no plain data, or too much of it."""


def plain(value: Value, budget: list[int] | None = None) -> tuple[bool, Any]:
    """Whether a value is known as plain data of Python, and this data.

    Data with more values than are left of a `budget` is not; it is used up.
    """
    if isinstance(value, Constant):
        return True, value.data
    if not isinstance(value, (Sequence, Dictionary)):
        return False, None
    try:
        return True, _plain(value, [MAX_PLAIN] if budget is None else budget)
    except (_NotPlain, RecursionError):
        return False, None


def _plain(value: Value, budget: list[int]) -> Any:
    budget[0] -= 1
    if budget[0] < 0:
        raise _NotPlain
    if isinstance(value, Constant):
        if isinstance(value.data, FilePath):
            raise _NotPlain
        return value.data
    if isinstance(value, Sequence):
        items = value.table[ITEMS]
        if items is None:
            raise _NotPlain
        data = [_plain(each, budget) for each in items]
        return _MADE[value.kind](data)
    if isinstance(value, Dictionary) and value.table[ITEMS] is not None:
        return {key: _plain(each, budget) for key, each in value.table[ITEMS].items()}
    raise _NotPlain


_MADE: Mapping[SequenceKind, Callable[[list[Any]], Any]] = {
    "list": lambda data: data,
    "tuple": tuple,
    "set": lambda data: _set(data),
    "dict_keys": lambda data: dict.fromkeys(data).keys(),
    "dict_values": lambda data: dict(enumerate(data)).values(),
    "dict_items": lambda data: dict(data).items(),
}
"""What Python makes of the items of each kind."""


def _set(data: list[Any]) -> Any:
    try:
        return set(data)
    except TypeError:
        raise _NotPlain from None


def possible(value: Value) -> tuple[Any, ...] | None:
    """The plain data that a value may have; `None` where some of it is not known."""
    found = [plain(each) for each in choices(value)]
    return tuple(data for _, data in found) if all(known for known, _ in found) else None


def data_value(data: Any) -> Value:
    """The value of plain data that nothing can change."""
    if isinstance(data, list):
        return Sequence("list", Table("", {ITEMS: tuple(map(data_value, data))}))
    if isinstance(data, dict):
        return Dictionary(Table("", {ITEMS: {key: data_value(each) for key, each in data.items()}}))
    return Constant(data)
