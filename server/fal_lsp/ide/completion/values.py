"""The values of a key and the items of a list. Reads the schema; knows no key by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from fal_schema.literals import literal
from fal_schema.lookup import node_at

from ...toml.recovery import line_end
from ..markup import plain_duration
from .context import Candidate
from .insert_text import string_source, value_completion
from .placeholders import NoTabstops, Tabstops, placeholder, string_stop, tabstops
from .project_values import is_backed, values_from_project
from .ranking import narrowed

if TYPE_CHECKING:
    from fal_schema.lookup import NodeValue, SchemaNode

    from ..types import Completion
    from .context import Context

_TYPE_NAMES: Mapping[type, str] = {str: "string", list: "array", dict: "object"}


def values(context: Context) -> list[Completion]:
    """What may stand at the value or the item under the cursor."""
    schema = node_at(context.path)
    if schema is None or _is_in_front_of_another(context):
        return []
    cursor = context.cursor
    candidates = _unique(_candidates(context, schema), _items(cursor.present_items))
    found = [
        value_completion(context, candidate) for candidate in narrowed(cursor.prefix, candidates)
    ]
    return [completion for completion in found if completion]


def _is_in_front_of_another(context: Context) -> bool:
    """Whether a value that is longer than the line, or malformed, is behind the cursor already."""
    cursor, text = context.cursor, context.document.text
    if cursor.quote or cursor.prefix:
        return False
    covered = text[cursor.span.start : cursor.span.end].lstrip(" \t")
    if covered.startswith(('"""', "'''")) and not covered.endswith(covered[:3], 3):
        return True
    rest = text[cursor.span.end : line_end(text, cursor.span.end)].lstrip(" \t")
    if cursor.place == "value" and cursor.notation in ("table", "dotted"):
        return bool(rest) and not rest.startswith("#")
    return cursor.place == "value" and rest.startswith(("[", "{"))


def _candidates(context: Context, schema: SchemaNode) -> Iterator[Candidate]:
    types = _types(context, schema)
    if "string" in types:
        yield from _strings(context, schema)
    elif "array" in types and schema.item is not None:
        yield from map(_listed, _strings(context, schema.item))
    if "integer" in types:
        yield from _integers(context, schema)
    if "boolean" in types:
        yield from _booleans(schema)
    if "array" in types and not context.cursor.quote:
        yield from _lists(context, schema)
    if "object" in types and not context.cursor.quote:
        yield from _tables(context, schema)


def _types(context: Context, schema: SchemaNode) -> frozenset[str]:
    """The types that fit. Where a list holds items of one type or of another, it is no mix."""
    types = schema.types
    if not schema.is_item:
        return types
    there = {_TYPE_NAMES.get(type(item), "") for item in context.cursor.present_items}
    return types & there or types


def _strings(context: Context, schema: SchemaNode) -> Iterator[Candidate]:
    """The values of a string, or of the items of a list: of the project, known ones, examples."""
    yield from values_from_project(context)
    listed = {value.value: value for value in schema.values}
    examples = list(_example_strings(schema))
    # What the examples show is what most people need.
    for name in dict.fromkeys([*(each for each in examples if each in listed), *listed]):
        yield _known_value(schema, listed[name])
    if listed or is_backed(context, context.keys):
        return
    for example in examples:
        yield _example(context, schema, example)


def _known_value(schema: SchemaNode, value: NodeValue) -> Candidate:
    name = value.value
    detail, description = _facts(value.facts)
    if name == schema.default:
        description = "default"
    return Candidate(
        name, name, string_source(name), name, "value", value.docs, detail, description
    )


def _facts(facts: Mapping[str, str]) -> tuple[str, str]:
    """What is shown behind the name of a machine and at the right edge."""
    detail = f" {facts['vram']} VRAM" if "vram" in facts else ""
    machine = f"{facts['cpu']} CPU, {facts['memory']}" if "cpu" in facts else ""
    return detail, machine


def _example_strings(schema: SchemaNode) -> Iterator[str]:
    """The strings among the examples of a key and, for an item, in those of its list."""
    examples: tuple[Any, ...] = schema.examples
    if schema.is_item and schema.parent is not None:
        examples = (*schema.parent.examples, schema.parent.default)
    elif schema.item is not None:
        examples = (*examples, *(each for one in examples if isinstance(one, list) for each in one))
    for example in examples:
        if isinstance(example, str) and not schema.is_item:
            yield example
        elif isinstance(example, list) and schema.is_item:
            yield from (item for item in example if isinstance(item, str))


def _example(context: Context, schema: SchemaNode, example: str) -> Candidate:
    if example.startswith("$") and schema.parent is not None and schema.parent.entry is schema:
        # A build secret is best named like the fal secret that it is.
        example = f"${context.keys[-1]}"
    candidate = Candidate(
        example,
        example,
        string_source(example),
        example,
        docs=schema.markdown,
        description="example",
    )
    if context.snippets and not context.cursor.quote and "\\" not in example:
        return candidate._replace(text=f'"{string_stop(example, Tabstops())}"', snippet=True)
    return candidate


def _integers(context: Context, schema: SchemaNode) -> Iterator[Candidate]:
    yield from values_from_project(context)
    numbers = [*schema.examples, *([] if schema.default is None else [schema.default])]
    for number in numbers:
        words = [plain_duration(number) or "" if schema.unit == "seconds" else ""]
        words.append("default" if number == schema.default else "")
        description = ", ".join(filter(None, words))
        text = literal(number)
        yield Candidate(text, text, text, docs=schema.markdown, description=description)


def _booleans(schema: SchemaNode) -> Iterator[Candidate]:
    for value in schema.examples:
        text = literal(value)
        description = "default" if value is schema.default else ""
        yield Candidate(text, text, text, docs=schema.markdown, description=description)


def _listed(candidate: Candidate) -> Candidate:
    """A string as the only item of a list."""
    text = f"[{candidate.text}]"
    label = f"[{string_source(candidate.content)}]" if candidate.content is not None else text
    return candidate._replace(label=label, text=text, content=None)


def _lists(context: Context, schema: SchemaNode) -> Iterator[Candidate]:
    """Whole lists: the examples where nothing is better, and a list to fill in."""
    known = is_backed(context, context.keys) or (schema.item and schema.item.values)
    if not known:
        for example in schema.examples:
            if isinstance(example, list) and example:
                text = literal(example)
                yield Candidate(text, text, text, docs=schema.markdown, description="example")
    elif context.snippets:
        lists = next(branch for branch in schema.branches if "items" in branch)
        docs = schema.markdown if lists is schema.schema else lists.get("description", "")
        label, text = '[""]', f'["{Tabstops().empty()}"]'
        yield Candidate(label, label, text, docs=docs, snippet=True, retrigger=True)


def _tables(context: Context, schema: SchemaNode) -> Iterator[Candidate]:
    """A table to fill in, and the examples."""
    stops = tabstops(context.snippets)
    written, label = placeholder(schema, stops), placeholder(schema, NoTabstops()).text
    asks = written.asks and context.snippets
    yield Candidate(
        label,
        label,
        written.text,
        kind="table",
        docs=schema.markdown,
        snippet=context.snippets,
        retrigger=asks,
    )
    for example in schema.examples:
        if isinstance(example, dict):
            text = literal(example)
            yield Candidate(text, text, text, None, "table", schema.markdown, description="example")


def _items(present: Iterable[object]) -> frozenset[str]:
    return frozenset([item for item in present if isinstance(item, str)])


def _unique(candidates: Iterable[Candidate], present: frozenset[str]) -> list[Candidate]:
    """The first candidate of each label, without the items that the list has already."""
    found: dict[str, Candidate] = {}
    for candidate in candidates:
        if candidate.content is None or candidate.content not in present:
            found.setdefault(candidate.label, candidate)
    return list(found.values())
