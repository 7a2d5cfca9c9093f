"""What a rule looks at: an app of a document, or the whole file. Knows the keys of `[tool.fal]`.

Values are plain data. `None` stands for a value that is there but malformed (half-typed); the
accessors return only what is certain, so that a rule need not ask about types that another rule
reports. They record what is read, so that the answer to a question is cached until that changes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence, Set
from functools import cached_property, wraps
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeVar

from fal_schema.lookup import app_node
from fal_schema.validation import validate, validate_app

from ..memo import Memo, OneVersion, record
from ..project.own_tables import TABLES, OwnTables

if TYPE_CHECKING:
    from fal_schema.lookup import SchemaNode
    from fal_schema.violation import Violation

    from ..project import Project
    from ..toml import Document, Node
    from ..toml.types import Path

_T = TypeVar("_T")

FAL: Path = ("tool", "fal")
APPS: Path = ("tool", "fal", "apps")

MOST_APPS = 5_000
"""How many apps of a file are checked: the check must end, whatever the file contains."""
SHORTEST_APP = 100
"""Characters of the text for each app that is checked beyond a few: a header with a name, a `ref`
and two settings have as many. An app takes up to 0.7 milliseconds, and four characters make one."""
_FEW_APPS = 200
"""As many are checked of any text."""
_TABLES = ("project", "dependency-groups", "build-system")
"""What a pyproject.toml has beside `[tool]`: a key of another name is read by nobody."""


class Aspect(NamedTuple):
    """What can be read of an app, but for the value of a key."""

    kind: Literal["text", "keys", "name", "violations", "malformed"]
    rule: str = ""


TEXT = Aspect("text")
"""Everything: any change of the app's text may matter."""
KEYS = Aspect("keys")
"""Which keys it has."""
NAME = Aspect("name")
"""What it is called."""
MALFORMED = Aspect("malformed")
"""Whether there is a syntax error in it."""
NAMES = "names of the apps"
"""Which apps there are: what is read for a question about all of them."""


def violations_of(rule: str) -> Aspect:
    """What the schema says of it under one rule."""
    return Aspect("violations", rule)


def memoized(question: Callable[[AppContext], _T]) -> Callable[[AppContext], _T]:
    """A question about an app that several rules ask, and that is answered once."""

    @wraps(question)
    def ask(app: AppContext) -> _T:
        # Not by `FileContext.ask`: each of sixty questions about an app would cost one call more.
        file, name = app._file, app._name
        return file.memo.ask((question, name), lambda: question(file.app(name)))

    return ask


Views = tuple["AppContext", ...]


class AppContext:
    """One entry of `[tool.fal.apps]` in one version of a document.

    A read is recorded as the app's name with a key or an `Aspect`.
    """

    def __init__(self, file: FileContext, name: str, data: Any = None) -> None:
        """`data` are other values than those of the document."""
        self._name = name
        self._path: Path = (*APPS, name)
        self.project = file.project
        self._file = file
        self._data = file.document.data(self._path) if data is None else data
        self._table: Mapping[str, Any] = self._data if isinstance(self._data, dict) else {}
        self._variants: tuple[object, Views] | None = None
        self._strings: dict[Path, tuple[tuple[Path, str], ...]] = {}
        self.replaced: Set[str] = frozenset()
        """The keys whose values are not those of the document."""

    def with_values(self, values: Mapping[str, Any], removed: Set[str]) -> AppContext:
        """The same app with other values for some of its keys, and without some.

        What the memo answers of it is that of the app in the document.
        """
        table = {key: each for key, each in self._table.items() if key not in removed}
        app = AppContext(self._file, self._name, {**table, **values})
        app.replaced = values.keys()
        return app

    def variants(self, of: object, make: Callable[[], Views]) -> Views:
        """What `make` makes of this version of the app, as long as `of` is the same object."""
        record((self._name, TEXT))
        if self._variants is None or self._variants[0] is not of:
            self._variants = of, make()
        return self._variants[1]

    @property
    def name(self) -> str:
        """What the app is called."""
        record((self._name, NAME))
        return self._name

    @property
    def path(self) -> Path:
        """The path of the app in the document."""
        record((self._name, NAME))
        return self._path

    def once(self, question: Hashable, answer: Callable[[], _T]) -> _T:
        """The answer to a question that is not about this app alone, from the memo as well."""
        return self._file.memo.ask(question, answer)

    def shared(self, question: Hashable, answer: Callable[[], _T]) -> _T:
        """The same for one that reads a lot and that many apps ask."""
        return self._file.memo.ask_shared(question, answer)

    def tally(self, question: Callable[[AppContext], _T]) -> Counter[_T]:
        """How many apps of the file have each answer to a question."""

        def count() -> Counter[_T]:
            record(NAMES)
            return Counter(answer for _, answer in self._file.facts(question))

        return self.shared(("tally", question), count)

    def ask(self, question: Callable[[AppContext], _T]) -> _T:
        """The answer to a question about this app, from the memo."""
        return self._file.ask(question, self._name)

    @cached_property
    def mentioned_keys(self) -> frozenset[str]:
        """The keys that the app has, or of which the schema says something; not recorded."""
        return frozenset(self._table).union(str(path[0]) for path in self._refused if path)

    @cached_property
    def violated_rules(self) -> frozenset[str]:
        """The rules under which the schema says something of the app; not recorded."""
        return frozenset(violation.rule for violation in self.violations)

    def contents(self) -> Iterator[tuple[str, str | Aspect]]:
        """The reads that have another result where there is no such app."""
        yield self._name, TEXT
        yield self._name, KEYS
        for violation in self.violations:
            yield self._name, violations_of(violation.rule)
            for key in violation.path[2:3]:
                yield self._name, str(key)
        for key in self._table:
            yield self._name, key

    def changes(self, last: AppContext) -> Iterator[tuple[str, str | Aspect]]:
        """The reads that have another result than in the last version of the app."""
        yield self._name, TEXT
        for violation in _differing(last.violations, self.violations):
            yield self._name, violations_of(violation.rule)
            for key in violation.path[2:3]:
                yield self._name, str(key)
        before, after = last._table, self._table
        if before.keys() != after.keys():
            yield self._name, KEYS
        for key in before.keys() | after.keys():
            if key not in before or key not in after or not _is_same(before[key], after[key]):
                yield self._name, key

    @property
    def document(self) -> Document:
        """The document that the app is in."""
        record((self._name, TEXT))
        return self._file.document

    @property
    def is_malformed(self) -> bool:
        """Whether there is a syntax error in the text of the app."""
        record((self._name, MALFORMED))
        return self._name in self._file.malformed

    @property
    def surroundings(self) -> OwnTables:
        """What the document says outside of `[tool.fal]`."""
        record(TABLES)
        return self._file.tables

    @property
    def table(self) -> Mapping[str, Any]:
        """The keys of the app; empty where the app is not a table."""
        record((self._name, TEXT))
        return self._table

    def settings(self, *path: str) -> list[tuple[str, SchemaNode]]:
        """The keys of the app, or of a table in it, that the schema knows, with what it says."""
        if not path:
            record((self._name, KEYS))
        node: SchemaNode | None = app_node()
        for key in path:
            node = node and node.child(key)
        names = self.get(*path) if path else self._table
        if node is None or not isinstance(names, dict):
            return []
        return [(name, node.children[name]) for name in names if name in node.children]

    def violations_of(self, rule: str) -> list[Violation]:
        """What the schema says of this app under a rule; paths start at `[tool.fal]`."""
        record((self._name, violations_of(rule)))
        return [violation for violation in self.violations if violation.rule == rule]

    def violations_at(self, key: str) -> list[Violation]:
        """What the schema says of a key of the app or its value, but not of what is in that."""
        record((self._name, key))
        path = ("apps", self._name, key)
        return [violation for violation in self.violations if violation.path == path]

    @cached_property
    def violations(self) -> tuple[Violation, ...]:
        """All that the schema says of this app; not recorded."""
        return tuple(validate_app(self._name, self._data))

    @property
    def node(self) -> Node | None:
        """The app's node in the tree."""
        return self.document.node(self._path)

    def is_refused(self, *path: str) -> bool:
        """Whether the schema refuses the key or the value at a path below the app."""
        record((self._name, path[0]))
        return path in self._refused

    def is_refused_below(self, key: str) -> bool:
        """Whether the schema refuses a key of the app, its value or anything in that."""
        record((self._name, key))
        return any(path[:1] == (key,) for path in self._refused)

    @cached_property
    def _refused(self) -> frozenset[Path]:
        return frozenset(violation.path[2:] for violation in self.violations)

    def get(self, key: str, *path: str) -> Any:
        """The value at a path below the app; `None` where there is none."""
        record((self._name, key))
        value = self._table.get(key)
        for name in path:
            value = value.get(name) if isinstance(value, dict) else None
        return value

    def has(self, key: str, *path: str) -> bool:
        """Whether a key is written at a path below the app, its value malformed or not."""
        record((self._name, key))
        parent: Any = self._table
        for name in path:
            parent = parent.get(key) if isinstance(parent, dict) else None
            key = name
        return isinstance(parent, dict) and key in parent

    def lacks(self, key: str) -> bool:
        """Whether a key is neither written nor what an unknown key was meant to be.

        For a rule that says a key is missing: where it is only misspelt, or in the wrong table,
        `unknown-key` says all there is to say.
        """
        start = ("apps", self._name, key)
        return not self.has(key) and not any(
            violation.meant is not None and violation.meant[:3] == start
            for violation in self.violations_of("unknown-key")
        )

    def string(self, *path: str) -> str | None:
        """The value at a path if it is a string."""
        value = self.get(*path)
        return value if isinstance(value, str) else None

    def integer(self, *path: str) -> int | None:
        """The value at a path if it is an integer (a boolean is none)."""
        value = self.get(*path)
        return value if type(value) is int else None

    def strings(self, *path: str) -> Sequence[tuple[Path, str]]:
        """The strings of a value that is one or a (nested) array of them, each with its path."""
        value = self.get(*path)
        found = self._strings.get(path)
        if found is None:
            found = self._strings[path] = tuple(_strings((*self._path, *path), value))
        return found

    def valid_strings(self, *path: str) -> Sequence[tuple[Path, str]]:
        """As `strings`, but none where the schema refuses the value as a whole."""
        return () if self.is_refused(*path) else self.strings(*path)


class FileContext:
    """One version of a document as a whole, with its apps.

    Without a `memo` nothing is cached beyond this version.
    """

    def __init__(
        self,
        document: Document,
        project: Project | None = None,
        memo: Memo | None = None,
        tables: OwnTables | None = None,
    ) -> None:
        self.document = document
        self.project = project
        self.tables = own_tables(document) if tables is None else tables
        """What the document says outside of `[tool.fal]`."""
        if project is not None:
            project.use_tables(self.tables)
        self._apps: dict[str, AppContext] = {}
        table = document.node(APPS)
        is_table = table is not None and table.kind == "table"
        self.sources = document.sources(APPS) if is_table else {}
        """The text that belongs to each app that is checked, by name in the order of the text."""
        self.unchecked = ""
        """The first app that is not checked, as there are too many of them."""
        most = max(_FEW_APPS, min(MOST_APPS, len(document.text) // SHORTEST_APP))
        if len(self.sources) > most:
            self.unchecked = next(islice(self.sources, most, None))
            self.sources = dict(islice(self.sources.items(), most))
        self.malformed = document.malformed_entries(APPS)
        """The names of the apps with a syntax error."""
        self.memo = memo or OneVersion()

    @property
    def apps(self) -> tuple[AppContext, ...]:
        """All apps, in the order of the text."""
        return tuple([self.app(name) for name in self.sources])

    def app(self, name: str) -> AppContext:
        """The app of a name; there must be one."""
        app = self._apps.get(name)
        if app is None:
            app = self._apps[name] = AppContext(self, name)
        return app

    def facts(self, question: Callable[[AppContext], _T]) -> list[tuple[str, _T]]:
        """The name of each app and the answer to a question about it."""
        return [(name, self.ask(question, name)) for name in self.sources]

    def ask(self, question: Callable[[AppContext], _T], name: str) -> _T:
        """The answer to a question about the app of a name, from the memo where it still holds."""
        return self.memo.ask((question, name), lambda: question(self.app(name)))

    @cached_property
    def violations(self) -> tuple[Violation, ...]:
        """What the schema says of `[tool.fal]` without looking into the apps."""
        fal = self.document.node(FAL)
        if fal is None or fal.kind != "table":
            return tuple(validate(None if fal is None else fal.value))
        entries = fal.entries().items()
        return tuple(
            validate(
                {
                    name: {} if name == "apps" and node.kind == "table" else node.value
                    for name, node in entries
                }
            )
        )


def _strings(path: Path, value: Any) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _strings((*path, index), item)


def own_tables(document: Document) -> OwnTables:
    """What a document says outside of `[tool.fal]`; looked for when it is first asked."""

    def data() -> Mapping[str, Any]:
        root = _certain(document.root)
        tool = _certain(root["tool"]) if "tool" in root else {}
        return {
            **{name: root[name].value for name in _TABLES if name in root},
            "tool": {name: node.value for name, node in tool.items() if name != "fal"},
        }

    return OwnTables(data, document.error is None)


def _certain(table: Node) -> dict[str, Node]:
    """The entries of a table without those whose header is just being typed."""
    return {name: node for name, node in table.entries().items() if not node.is_header_malformed}


def _is_same(one: Any, other: Any) -> bool:
    """Whether two values are equal and of the same types: `1`, `1.0` and `true` are only equal."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(
            _is_same(value, other[key]) for key, value in one.items()
        )
    if isinstance(one, list):
        return len(one) == len(other) and all(map(_is_same, one, other))
    return bool(one == other)


def _differing(old: Sequence[_T], new: Sequence[_T]) -> list[_T]:
    """What is left of two sequences without what both begin and end with."""
    shorter = min(len(old), len(new))
    start = 0
    while start < shorter and old[start] == new[start]:
        start += 1
    end = 0
    while end < shorter - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return [*old[start : len(old) - end], *new[start : len(new) - end]]
