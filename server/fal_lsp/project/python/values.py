"""What an expression of a Python file may stand for: the values of an abstract interpreter.

Knows Python's kinds of things; must not know how a file is read or what fal makes of it. A value is
known exactly, or is one of a few (`Choice`), or is `Unknown`: nothing is ever guessed. `lattice.py`
joins values, `plain_data.py` makes data of Python of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from .source import Definition, Written

MAX_ITEMS = 1_000
"""Items of a container whose contents are followed."""

MAX_PLAIN = 4_000


class Table(dict[Any, Any]):
    """Something that can be changed: a namespace, or a container with its contents under `ITEMS`.

    `owner` is the file whose run made it, `born` when it did: it counts the tables of that run.
    """

    __slots__ = ("born", "is_frozen", "is_instance", "owner", "twins")

    def __init__(self, owner: str = "", items: Any = (), born: int = 0) -> None:
        super().__init__(items)
        self.owner = owner
        self.born = born
        self.is_instance = False
        """It has the attributes of an instance of a class of the project."""
        self.is_frozen = False
        """Nothing sets attributes of that instance."""
        self.twins: list[Table] = []
        """This and other containers with the same contents, where a name may have any of them."""


ITEMS = ""
ANY_NAME = "*"
"""The key of a namespace that code may have changed in a way that nobody can read."""


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
    """A name in an annotation; in a string, among the names that the module has once it has run."""

    name: str
    written: Written
    in_text: bool


class TypePart(NamedTuple):
    """A part of the type of a field, of a parameter of a request or of its answer."""

    name: str
    """That of the field or parameter, empty for the answer."""
    value: Value | str
    """What it stood for when it was evaluated, a name of the module where it is in a string."""
    written: Written
    is_whole: bool
    """It is all of the type, and not in a union or a list."""


class Parameter(NamedTuple):
    """A parameter of an endpoint, as far as its default, its type or the path says more of it."""

    name: str
    type: Value | str | None
    """The type without what is in its brackets, a name of the module where it is in a string."""
    written: Written | None
    default: Value | None
    default_written: Written | None
    notes: tuple[tuple[Value, Written], ...] = ()
    """What `Annotated` adds to the type."""


class Signature(NamedTuple):
    """What the server of fal looks at in the signature of an endpoint.

    An annotation has the value that it had when the function was defined. One in a string, or after
    `from __future__ import annotations`, is evaluated once the module has run: of a type in it,
    only the name is kept (`Attributes.of_annotation` reads both).
    """

    names: tuple[Named, ...] = ()
    """The names in its annotations that were not bound when it was defined, or that are in strings.
    """
    types: tuple[TypePart, ...] = ()
    """What a request or its answer is made of, a name of the module where that is in a string."""
    parameters: tuple[Parameter, ...] = ()
    takes_self: bool = True
    first: Value | str | None = None
    """The type of the first parameter, a name of the module where that is in a string."""
    annotated: tuple[Value | str | None, ...] | None = None
    """The types of its parameters that have one, `None` where they are not known."""


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

    @property
    def is_of_requests(self) -> bool:
        """Whether each call of the function is a request of its own, and no connection."""
        return self.kind == "endpoint" and "is_websocket" not in self.keywords


class RaisingProperty(NamedTuple):
    """A property of an app that certainly raises before `setup`, and the statement that does it."""

    name: str
    error: str
    path: str
    written: Written


class FunctionValue:
    """A function or method of the project.

    `node` is its syntax tree where a call can be followed. `opaque`: a decorator that cannot be
    followed may have made anything of it. `kind` is what a decorator of Python's own made of it.
    """

    __slots__ = (
        "decorator",
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
        "validator",
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
        self.decorator = ""
        """The name of one of Python that made an object of another type of it."""
        self.validator: Made | None = None
        """That decorator, or one for the whole model."""
        self.takes_positional = True
        """It has a parameter that can be given by position."""
        self.kind: Literal["function", "static", "class", "property", "object", "generated"] = (
            "function"
        )

    def changed(self, **fields: Any) -> FunctionValue:
        """The same function with other fields."""
        changed = FunctionValue.__new__(FunctionValue)
        for name in FunctionValue.__slots__:
            setattr(changed, name, fields[name] if name in fields else getattr(self, name))
        return changed


class ClassValue:
    """A class of the project. What a base stands for may have to be resolved."""

    __slots__ = (
        "annotated",
        "bases",
        "changed_later",
        "configuration",
        "decorated",
        "definition",
        "in_text",
        "is_altered",
        "is_dataclass",
        "is_frozen",
        "is_hooked",
        "is_keyword_only",
        "is_used",
        "keywords",
        "may_have_slots",
        "metaclass",
        "namespace",
        "notes",
        "opaque",
        "raising",
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
        self.configuration: Mapping[str, Binding] | None = {}
        """Its settings for pydantic when it was made, `None` where they are not known."""
        self.replaced: list[Definition] = []
        """The endpoints in whose place the class statement certainly puts another method."""
        self.raising: tuple[RaisingProperty, ...] = ()
        """Its properties, where it is an app, that certainly raise before `setup`."""
        self.annotated: Mapping[str, bool] = {}
        """The attributes that are annotated, `False` for a `ClassVar`."""
        self.types: tuple[TypePart, ...] | None = ()
        """The parts of their types, `None` where a name among them is in a string."""
        self.notes: tuple[tuple[str, Made], ...] = ()
        """The calls of pydantic in them, each with the attribute."""
        self.in_text: tuple[tuple[Named, bool], ...] = ()
        """The names in such strings, and whether there was certainly none when it was made."""
        self.is_used = False
        """Some statement of its module reads its name, other than as a type."""
        self.is_hooked = False
        """A metaclass or a hook of a base runs when it is made, and may set anything."""
        self.is_dataclass = False
        """Python's own `@dataclass` makes fields of them."""
        self.is_keyword_only = False
        """That may make no arguments of them, or such that are only given by name."""
        self.may_have_slots = False
        """That may make descriptors of their defaults."""
        self.is_frozen = False
        """That refuses to set attributes of the instances."""
        self.decorated = False
        """A decorator may have added to it."""
        self.is_altered = False
        """It is a decorator other than Python's own `@dataclass`."""
        self.opaque = False
        """A decorator that cannot be followed may have made anything of it."""

    @property
    def is_as_written(self) -> bool:
        """Whether no decorator, no metaclass and no hook of a base takes part in it."""
        return not (self.decorated or self.opaque or self.is_hooked)


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
STATELESS = frozenset({Foreign("typing.Generic"), Foreign("abc.ABC")})
"""Bases that add neither fields nor attributes."""

DELETED = Unknown("it is deleted")
"""What an attribute may be after `del`, apart from what a base class has."""
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
