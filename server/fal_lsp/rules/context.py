"""What a rule looks at: an app of a document, or the whole file. Knows the shape of `[tool.fal]`.

Values are plain data. `None` stands for a value that is there but torn (half-typed); the accessors
answer only what is certain, so that a rule need not ask about types that another rule reports.
An app notes what is read of it, so that an answer can be kept until that changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from ._reads import KEYS, TEXT, violations_of

if TYPE_CHECKING:
    from fal_schema.lookup import SchemaNode
    from fal_schema.violation import Violation

    from ..project import Project
    from ..toml import Document, Node
    from ._reads import Answer, Aspect
    from .finding import Path

_T = TypeVar("_T")

FAL: Path = ("tool", "fal")
APPS: Path = ("tool", "fal", "apps")


class Surroundings:
    """What a document says outside of `[tool.fal]`; read once for all apps, and only if asked."""

    def __init__(self, document: Document) -> None:
        self._document: Document | None = document

    @cached_property
    def data(self) -> Mapping[str, Any]:
        """The plain data of the document without that of `[tool.fal]`."""
        document, self._document = self._document, None
        # Versions of the document share the answer: it should not keep the first one alive.
        assert document is not None
        root = _certain(document.root)
        tool = _certain(root["tool"]) if "tool" in root else {}
        return {
            **{name: node.value for name, node in root.items() if name != "tool"},
            "tool": {name: node.value for name, node in tool.items() if name != "fal"},
        }


def _certain(table: Node) -> dict[str, Node]:
    """The entries of a table without those whose header is just being typed."""
    sections = table.source.sections
    found = {}
    for name, node in table.entries().items():
        header = sections[node.section].header if node.form == "header" else None
        if header is None or not header.malformed:
            found[name] = node
    return found


class Known:
    """What is known of an app from its own text alone: true for as long as that is the same."""

    __slots__ = ("facts", "violations")

    def __init__(self) -> None:
        self.violations: tuple[Violation, ...] | None = None
        self.facts: dict[object, Any] = {}
        """What `File.facts` keeps."""


class AppContext:
    """One entry of `[tool.fal.apps]`.

    `reads` is what was read so far: names of its keys, and aspects of the whole. Its own name and
    what is around it (`project`, `surroundings`) are not noted.
    """

    def __init__(
        self,
        document: Document,
        name: str,
        project: Project | None = None,
        surroundings: Surroundings | None = None,
        known: Known | None = None,
    ) -> None:
        self.surroundings = Surroundings(document) if surroundings is None else surroundings
        self.name = name
        self.path: Path = (*APPS, name)
        self.project = project
        self.reads: set[str | Aspect] = set()
        self.answers: dict[object, Answer] = {}
        """What `once_an_app` keeps."""
        self._document = document
        self._data = document.data(self.path)
        self._table: Mapping[str, Any] = self._data if isinstance(self._data, dict) else {}
        self._known = Known() if known is None else known

    @property
    def document(self) -> Document:
        """The document that the app stands in."""
        self.reads.add(TEXT)
        return self._document

    @property
    def table(self) -> Mapping[str, Any]:
        """The keys of the app; empty where the app is not a table."""
        self.reads.add(TEXT)
        return self._table

    def settings(self, *path: str) -> Iterator[tuple[str, SchemaNode]]:
        """The keys of the app, or of a table in it, that the schema knows, with what it says."""
        from fal_schema.lookup import node_at

        if not path:
            self.reads.add(KEYS)
        node = node_at(("apps", self.name, *path))
        names = self.get(*path) if path else self._table
        if node is not None and isinstance(names, dict):
            for name in names:
                if name in node.children:
                    yield name, node.children[name]

    def violations_of(self, rule: str) -> list[Violation]:
        """What the schema says of this app under a rule; paths start at `[tool.fal]`."""
        self.reads.add(violations_of(rule))
        return [violation for violation in self.violations if violation.rule == rule]

    def violations_at(self, key: str) -> list[Violation]:
        """What the schema says of a key of the app or its value, but not of what is in that."""
        self.reads.add(key)
        path = ("apps", self.name, key)
        return [violation for violation in self.violations if violation.path == path]

    @property
    def violations(self) -> tuple[Violation, ...]:
        """All that the schema says of this app; not noted."""
        found = self._known.violations
        if found is None:
            from fal_schema import validate

            found = self._known.violations = tuple(validate({"apps": {self.name: self._data}}))
        return found

    @property
    def node(self) -> Node | None:
        """The app's node in the tree."""
        return self.document.node(self.path)

    def is_refused(self, *path: str) -> bool:
        """Whether the schema refuses the key or the value at a path below the app."""
        self.reads.add(path[0])
        return path in self._refused

    def is_refused_below(self, key: str) -> bool:
        """Whether the schema refuses a key of the app, its value or anything in that."""
        self.reads.add(key)
        return any(path[:1] == (key,) for path in self._refused)

    @cached_property
    def _refused(self) -> frozenset[Path]:
        return frozenset(violation.path[2:] for violation in self.violations)

    def get(self, key: str, *path: str) -> Any:
        """The value at a path below the app; `None` where there is none."""
        self.reads.add(key)
        value = self._table.get(key)
        for name in path:
            value = value.get(name) if isinstance(value, dict) else None
        return value

    def has(self, key: str, *path: str) -> bool:
        """Whether a key is written at a path below the app, its value torn or not."""
        self.reads.add(key)
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
        start = ("apps", self.name, key)
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
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def strings(self, *path: str) -> list[tuple[Path, str]]:
        """The strings of a value that is one or a (nested) array of them, each with its path."""
        return list(_strings((*self.path, *path), self.get(*path)))


class FileContext:
    """The document as a whole, with its apps.

    `known` answers what is known already of the app with a name and the text that belongs to it.
    """

    def __init__(
        self,
        document: Document,
        project: Project | None = None,
        surroundings: Surroundings | None = None,
        known: Callable[[str, tuple[str, ...]], Known] | None = None,
    ) -> None:
        self.document = document
        self.project = project
        self._surroundings = Surroundings(document) if surroundings is None else surroundings
        self._apps: dict[str, AppContext] = {}
        table = document.node(APPS)
        is_table = table is not None and table.kind == "table"
        sources = document.sources(APPS) if is_table else {}
        self.known = {
            name: Known() if known is None else known(name, source)
            for name, source in sources.items()
        }
        """What is known of each app, by name in the order of the text."""

    @property
    def apps(self) -> tuple[AppContext, ...]:
        """All apps, in the order of the text."""
        return tuple([self.app(name) for name in self.known])

    def app(self, name: str) -> AppContext:
        """The app of a name; there must be one."""
        app = self._apps.get(name)
        if app is None:
            known = self.known[name]
            app = AppContext(self.document, name, self.project, self._surroundings, known)
            self._apps[name] = app
        return app

    def facts(self, question: Callable[[AppContext], _T]) -> list[tuple[str, _T]]:
        """The name of each app and what a question about its own text answers.

        An answer is kept as long as the text is, so it must follow from nothing else.
        """
        found: list[tuple[str, _T]] = []
        for name, known in self.known.items():
            if question not in known.facts:
                known.facts[question] = question(self.app(name))
            found.append((name, known.facts[question]))
        return found

    @cached_property
    def violations(self) -> tuple[Violation, ...]:
        """What the schema says of `[tool.fal]` without looking into the apps."""
        from fal_schema import validate

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


def _strings(path: Path, value: Any) -> list[tuple[Path, str]]:
    if isinstance(value, str):
        return [(path, value)]
    if isinstance(value, list):
        return [pair for index, item in enumerate(value) for pair in _strings((*path, index), item)]
    return []
