"""The schema's node for a path of keys, for hover and completion. Reads the packaged schema only.

`node_at(("apps", "x", "image", "registries", "h", "username"))` goes through the maps whose keys
the user chooses (`apps`, `registries`) and through the items of lists. A node answers in the
words of the model; nobody outside this file needs to know a keyword of JSON Schema.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from . import packaged

if TYPE_CHECKING:
    from .violation import Path

Raw = dict[str, Any]


class NodeValue(NamedTuple):
    """A value to suggest: its docs (Markdown) and its facts, such as {"vram": "80 GB"}."""

    value: str
    docs: str
    facts: Mapping[str, str] = {}


class NodePython(NamedTuple):
    """What a key is called in a Python file, and what fal accepts there (`model.InPython`)."""

    attribute: str = ""
    keyword: str = ""
    option: str = ""
    endpoint: str = ""
    sequences: bool = False
    any_case: bool = False
    needs_value: bool = False


class NodeRule(NamedTuple):
    """What two or more keys of a table say about each other.

    Either `present` excludes `absent` (not reported where `unless` is written too), or `present`
    needs `needed`, or one of `keys` is needed.
    """

    rule: str
    message: str
    help: str = ""
    present: str = ""
    absent: str = ""
    unless: str = ""
    needed: str = ""
    keys: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def root() -> SchemaNode:
    """The node of the table `[tool.fal]` itself."""
    return SchemaNode("fal", packaged.shared())


def node_at(path: Path) -> SchemaNode | None:
    """The node for a path from `[tool.fal]` on; `None` for a path that the schema does not know."""
    node: SchemaNode | None = root()
    for part in path:
        if node is None:
            return None
        node = node.child(part)
    return node


@lru_cache(maxsize=1)
def app_node() -> SchemaNode:
    """The node of an app, whatever its name."""
    node = root().children["apps"].entry
    assert node is not None
    return node


class SchemaNode:
    """A key of `[tool.fal]`, or an item of a list: what it means and what it can hold."""

    def __init__(self, name: str, schema: Any, parent: SchemaNode | None = None) -> None:
        self.name = name
        """The key; for an entry of a map what its key is (`app`), for an item the list's key."""
        self.parent = parent
        self.schema: Raw = schema if isinstance(schema, dict) else {}
        self._facts: Raw = self.schema.get("x-fal", {})

    def __repr__(self) -> str:
        return f"SchemaNode({self.name!r})"

    def child(self, part: str | int) -> SchemaNode | None:
        """The node of a key or of an item; `None` where the schema knows none."""
        if isinstance(part, int):
            return self.item
        return self.children.get(part) or self.entry

    # --- what it means ---

    @property
    def summary(self) -> str:
        """One line of plain text (backticks around keys); empty for a node without docs."""
        return str(self.schema.get("description", ""))

    @property
    def docs(self) -> str:
        """What there is to say beyond the summary: Markdown without headings."""
        return str(self._facts.get("docs", ""))

    @cached_property
    def markdown(self) -> str:
        """All of it for a hover: summary, docs, values, an example, default, release and link."""
        return str(self.schema.get("markdownDescription", ""))

    @property
    def url(self) -> str:
        """The page of fal's documentation."""
        return str(self._facts.get("url", ""))

    @cached_property
    def since(self) -> str:
        """The first release of fal that accepts the key, such as `1.75.3`."""
        return str(self._facts.get("since", ""))

    @cached_property
    def deprecated(self) -> str:
        """Why not to use the key any more; empty for a key that is in use."""
        return str(self.schema.get("deprecationMessage", ""))

    @property
    def instead(self) -> str:
        """The key to use instead of a deprecated one."""
        return str(self._facts.get("instead", ""))

    @property
    def opposite(self) -> bool:
        """Whether the key to use instead takes the opposite of a boolean value."""
        return bool(self._facts.get("opposite"))

    @cached_property
    def internal(self) -> bool:
        """Whether the key is accepted, but never to be suggested."""
        return bool(self._facts.get("internal"))

    @property
    def invented(self) -> bool:
        """Whether the examples name what only the user has, such as a secret."""
        key = self.parent if self.is_item and self.parent is not None else self
        return bool(key._facts.get("invented"))

    @cached_property
    def required(self) -> bool:
        """Whether the table around it must have the key."""
        return self.parent is not None and self.name in self.parent.schema.get("required", ())

    @cached_property
    def wins(self) -> str:
        """`class` or `toml`: whose value counts with a `ref` to a class; empty where neither."""
        return str(self._facts.get("wins", ""))

    @cached_property
    def python(self) -> NodePython | None:
        """What the key is called in the Python file of a `ref`; `None` where it can't be set."""
        names = self._facts.get("python")
        return NodePython(**names) if names else None

    @cached_property
    def aliases(self) -> tuple[str, ...]:
        """Names that people try for the key."""
        return tuple(self._facts.get("aliases", ()))

    # --- what it can hold ---

    @cached_property
    def type_name(self) -> str:
        """The type as the reference writes it: `integer`, `list[string]`, `string or table`."""
        return " or ".join(dict.fromkeys(_type_name(branch) for branch in self.branches))

    @cached_property
    def branches(self) -> tuple[Raw, ...]:
        """The schemas of which a value fits one; one only where the node is no union."""
        if "type" not in self.schema and "anyOf" in self.schema:
            return tuple(self.schema["anyOf"])
        return (self.schema,)

    @cached_property
    def types(self) -> frozenset[str]:
        """JSON Schema's names of the types that are accepted."""
        return frozenset(branch.get("type", "") for branch in self.branches)

    @property
    def unit(self) -> str:
        """What an integer counts: `seconds`, `runners`, `port`, ...; empty for other nodes."""
        return str(self._facts.get("unit", ""))

    @cached_property
    def type_text(self) -> str:
        """The type with what an integer counts: `integer, seconds`."""
        return f"{self.type_name}, {self.unit}" if self.unit else self.type_name

    @property
    def default(self) -> Any:
        """The default as a plain value; `None` where there is none or it depends."""
        return self.schema.get("default")

    @property
    def default_text(self) -> str:
        """The default in words (Markdown); `Required` for a required key, or empty."""
        return str(self._facts.get("default", ""))

    @property
    def examples(self) -> tuple[Any, ...]:
        """Plain values to show or suggest, the best one first."""
        return tuple(self.schema.get("examples", ()))

    @cached_property
    def values(self) -> tuple[NodeValue, ...]:
        """The strings to suggest here (not those of a list's items: ask `item`)."""
        for branch in self.branches:
            facts = branch.get("x-fal", {}).get("facts", {})
            for listed in (branch, *branch.get("anyOf", ())):
                texts = listed.get("enumDescriptions", ())
                pairs = zip(listed.get("enum", ()), texts, strict=True)
                values = [NodeValue(value, text, facts.get(value, {})) for value, text in pairs]
                if values:
                    return tuple(values)
        return ()

    @cached_property
    def value_names(self) -> frozenset[str]:
        """The strings of `values`."""
        return frozenset(value.value for value in self.values)

    @property
    def open(self) -> bool:
        """Whether other strings than `values` are accepted."""
        return not any("enum" in branch for branch in self.branches)

    @property
    def meant(self) -> Mapping[str, str]:
        """What people write by mistake, each with the value that they mean."""
        return next((branch["x-fal"]["meant"] for branch in self.branches if _meant(branch)), {})

    @cached_property
    def children(self) -> dict[str, SchemaNode]:
        """The known keys of a table in the order to suggest them; empty for other nodes."""
        properties = self.schema.get("properties", {})
        return {name: SchemaNode(name, schema, self) for name, schema in properties.items()}

    @cached_property
    def suggested(self) -> dict[str, SchemaNode]:
        """`children` without the internal and the deprecated ones."""
        return {
            name: node
            for name, node in self.children.items()
            if not node.internal and not node.deprecated
        }

    @cached_property
    def by_alias(self) -> Mapping[str, str]:
        """What people write for the suggested keys, each with the key that they mean."""
        return {alias: name for name, node in self.suggested.items() for alias in node.aliases}

    @cached_property
    def entry(self) -> SchemaNode | None:
        """The node of any key that the user chooses (`apps.<name>`); `None` for other nodes."""
        schema = self.schema.get("additionalProperties")
        advised = self._facts.get("advises", {}).get("additionalProperties")
        found = schema if isinstance(schema, dict) else advised
        label = str(self.schema.get("x-tombi-additional-key-label", ""))
        return SchemaNode(label, found, self) if isinstance(found, dict) else None

    @property
    def keys(self) -> tuple[NodeValue, ...]:
        """Keys to suggest in a table whose keys the user chooses, such as addresses."""
        return tuple(NodeValue(name, text) for name, text in self._facts.get("keys", {}).items())

    @cached_property
    def item(self) -> SchemaNode | None:
        """The node of any item of a list; `None` where the value can't be a list."""
        items = [branch["items"] for branch in self.branches if "items" in branch]
        if not items:
            return None
        return SchemaNode(self.name, items[0] if len(items) == 1 else {"anyOf": items}, self)

    @property
    def is_item(self) -> bool:
        """Whether this is an item of a list."""
        return self.parent is not None and self.parent.item is self

    @cached_property
    def is_table(self) -> bool:
        """Whether the value is a table and nothing else."""
        return self.schema.get("type") == "object"

    # --- what the keys of a table say about each other ---

    @cached_property
    def rules(self) -> tuple[NodeRule, ...]:
        """Exclusions and requirements among the keys of a table."""
        return tuple(
            NodeRule(**{**rule, "keys": tuple(rule.get("keys", ()))})
            for rule in self._facts.get("rules", ())
        )

    @property
    def excludes(self) -> frozenset[str]:
        """The keys that must not be set together with this one (an empty list may)."""
        rules = self.parent.rules if self.parent else ()
        pairs = [(rule.present, rule.absent) for rule in rules if rule.absent]
        return frozenset(
            other
            for one, two in pairs
            for this, other in ((one, two), (two, one))
            if this == self.name
        )

    @property
    def unknown_key_severity(self) -> str:
        """How much an unknown key in this table matters: `error` or `warning`."""
        return str(self._facts.get("unknown-keys", "error"))

    @property
    def foreign(self) -> Mapping[str, str]:
        """Names that fal does not know here, each with a sentence on what to do."""
        found: Mapping[str, str] = self._facts.get("foreign", {})
        return found

    @property
    def shorthands(self) -> tuple[tuple[str, str], ...]:
        """(regular expression, key): how to write a table for which a string was given."""
        return tuple((pattern, key) for pattern, key in self._facts.get("shorthands", ()))

    @property
    def is_word(self) -> bool:
        """Whether blanks and commas separate the string from the next one."""
        return bool(self._facts.get("word"))

    @property
    def outline(self) -> str:
        """A regular expression for a string that a rule of its own judges; empty for others."""
        return str(self.schema["pattern"]) if self._facts.get("outline") else ""

    def misread(self, text: str) -> str:
        """What to do about a string that fits here, but is not read as people mean it; or empty."""
        for pattern, message in self._misread:
            if pattern.search(text):
                return message
        return ""

    @cached_property
    def _misread(self) -> tuple[tuple[re.Pattern[str], str], ...]:
        return tuple(
            (re.compile(pattern), str(message))
            for branch in self.branches
            for pattern, message in branch.get("x-fal", {}).get("misread", {}).items()
        )

    @property
    def special(self) -> tuple[str, str]:
        """The rule and the words for a string that does not fit; empty for the usual ones."""
        return str(self._facts.get("rule", "")), str(self._facts.get("message", ""))


def _meant(branch: Raw) -> Any:
    return branch.get("x-fal", {}).get("meant")


def _type_name(schema: Raw) -> str:
    kind = str(schema.get("type", ""))
    if kind == "array":
        inner = SchemaNode("", schema["items"]).type_name
        return f"list[{inner}]"
    return {"object": "table"}.get(kind, kind)
