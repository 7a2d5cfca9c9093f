"""The values of a key and the items of a list. Reads the schema; knows no key by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from fal_schema.literals import literal
from fal_schema.lookup import app_node, node_at

from ...markup import plain_duration
from ...toml.literals import SCALAR
from ...toml.recovery import line_end
from .context import UNTYPED, Candidate
from .insert_text import string_candidate, string_source, value_completion
from .placeholders import EMPTY_TABLE, NoTabstops, Tabstops, placeholder
from .project_values import is_backed, names_from_project, values_from_project
from .ranking import grade, narrowed

if TYPE_CHECKING:
    from fal_schema.lookup import NodeValue, SchemaNode

    from ..types import Completion
    from .context import Context

_TYPE_NAMES: Mapping[type, str] = {str: "string", list: "array", dict: "object"}


def values(context: Context) -> list[Completion]:
    """What can be written at the value or the item under the cursor."""
    schema = node_at(context.path)
    if schema is None or _is_complete(context) or _is_in_front_of_another(context):
        return []
    cursor = context.cursor
    candidates = _unique(_candidates(context, schema), _items(cursor.present_items))
    found = [
        value_completion(context, candidate)
        for candidate in narrowed(cursor.prefix, candidates)
        # What an editor would hide, such as `true` after `True`.
        if not candidate.filter or grade(cursor.prefix, candidate.filter) is not None
    ]
    return [completion for completion in found if completion]


_ALWAYS = frozenset({"integer", "boolean", "object"})
"""The types of which something is suggested for every key."""


def has_values(context: Context, name: str, schema: SchemaNode) -> bool:
    """Whether something is going to be suggested after `name = ` in the table at the cursor.

    What the files around have for a key is taken for granted, unless the user chose the key: to
    look for it takes longer.
    """
    if _has_values_anywhere(schema):
        return True
    if is_backed(context, (*context.keys, name)) and not _is_entry(schema):
        return True
    cursor = replace(context.cursor, path=(*context.cursor.path, name), prefix="", quote="")
    found = _candidates(context.at(cursor), schema)
    return next(found, None) is not None


@cache
def _has_values_anywhere(schema: SchemaNode) -> bool:
    """Whether something is suggested for a key in each table and in each project."""
    if schema.types & _ALWAYS or schema.values:
        return True
    if schema.invented or _is_in_entry(schema):
        return False
    if "string" in schema.types and next(_example_strings(schema), None) is not None:
        return True
    return any(isinstance(example, list) and example for example in schema.examples)


def _is_in_entry(schema: SchemaNode) -> bool:
    """Whether the user chooses the name of a key, or of a table in an app that it is in."""
    node: SchemaNode | None = schema
    while node is not None and node is not app_node():
        if _is_entry(node):
            return True
        node = node.parent
    return False


def _is_complete(context: Context) -> bool:
    """Whether a number, boolean or date is at the cursor, which no suggestion must change.

    By itself an editor may ask in front of any value; whoever asks there by hand gets others.
    """
    cursor, text = context.cursor, context.document.text
    word = text[slice(*cursor.span)].strip(" \t")
    if cursor.quote or not word:
        return False
    if word[0] in "+-0123456789" or (context.trigger and not cursor.prefix):
        return True
    return SCALAR.fullmatch(word) is not None and bool(cursor.prefix)


def _is_in_front_of_another(context: Context) -> bool:
    """Whether a value that is longer than the line, or malformed, is after the cursor already.

    Or an item, where nobody asked for another one by hand.
    """
    cursor, text = context.cursor, context.document.text
    if cursor.quote or cursor.prefix:
        return False
    if cursor.place == "item" and cursor.comma_after and context.trigger:
        return True
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
    is_begun = context.cursor.quote or context.cursor.prefix
    if "array" in types and not is_begun:
        yield from _lists(context, schema)
    if "object" in types and not is_begun:
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
    yield from known_values(schema)
    if schema.values or schema.invented or is_backed(context, context.keys):
        return
    for example in _example_strings(schema):
        if example.startswith("$") and _is_entry(schema):
            # A build secret is best named like the fal secret that it is.
            yield _example(schema, f"${context.keys[-1]}")
        elif _fits(context, schema, example):
            yield _example(schema, example)


def known_values(schema: SchemaNode) -> Iterator[Candidate]:
    """The strings that a key or an item is known to take, the most common ones first."""
    listed = {value.value: value for value in schema.values}
    # What the examples show is what most people need. Machines stay together: the GPUs, the usual
    # ones in front, then the CPUs, each from small to large as the reference lists them.
    examples = [each for each in _example_strings(schema) if each in listed]
    kinds = {name: "vram" in value.facts for name, value in listed.items()}
    first = kinds[examples[0]] if examples else False
    usual = [each for each in examples if kinds[each] == first]
    for name in dict.fromkeys([*usual, *sorted(listed, key=lambda each: kinds[each] != first)]):
        yield _known_value(schema, listed[name])


def _known_value(schema: SchemaNode, value: NodeValue) -> Candidate:
    name = value.value
    detail, description = _facts(value.facts)
    if name == schema.default:
        description = "default"
    return Candidate(
        name, name, string_source(name), name, "value", value.docs, detail, description
    )


def _facts(facts: Mapping[str, str]) -> tuple[str, str]:
    """What is shown after the name of a machine and at the right edge."""
    detail = f" {facts['vram']} VRAM" if "vram" in facts else ""
    machine = f"{facts['cpu']} CPU, {facts['memory']}" if "cpu" in facts else ""
    return detail, machine


def _example_strings(schema: SchemaNode) -> Iterator[str]:
    """The strings among the examples of a key and, for an item, in those of its list."""
    examples: tuple[Any, ...] = schema.examples
    if _is_whole(schema):
        examples = () if schema.is_item else schema.examples
    elif schema.is_item and schema.parent is not None:
        examples = (*schema.parent.examples, schema.parent.default)
    elif schema.item is not None:
        examples = (*examples, *(each for one in examples if isinstance(one, list) for each in one))
    for example in examples:
        if isinstance(example, str) and not schema.is_item:
            yield example
        elif isinstance(example, list) and schema.is_item:
            yield from (item for item in example if isinstance(item, str))


def _is_whole(schema: SchemaNode) -> bool:
    """Whether a list is another way to write one string: its items mean nothing by themselves."""
    key = schema.parent if schema.is_item and schema.parent is not None else schema
    is_either = {"string", "array"} <= key.types
    return is_either and not key.values and key.item is not None and not key.item.values


def _fits(context: Context, schema: SchemaNode, example: object) -> bool:
    """Whether a value is an example for this entry of a map, such as for this registry.

    That of a map shows which entry its values are meant for.
    """
    depth = 1
    entry = schema
    while entry.parent is not None and not _is_entry(entry):
        entry, depth = entry.parent, depth + 1
    if entry.parent is None or depth > len(context.keys):
        return True
    named, *path = context.keys[-depth:]
    shown = [name for each in entry.parent.examples for name in _holders(each, path, example)]
    return not shown or named in shown


def _is_entry(schema: SchemaNode) -> bool:
    """Whether the user chooses its key."""
    return schema.parent is not None and schema.parent.entry is schema


def _holders(entries: object, path: Sequence[str], value: object) -> Iterator[str]:
    """The entries of a map's example that have the value at a path."""
    for name, found in entries.items() if isinstance(entries, dict) else ():
        for key in path:
            found = found.get(key) if isinstance(found, dict) else None
        if found == value:
            yield name


def _example(schema: SchemaNode, example: str) -> Candidate:
    candidate = string_candidate(example)
    return candidate._replace(docs=schema.markdown, description="example")


def _integers(context: Context, schema: SchemaNode) -> Iterator[Candidate]:
    """Numbers where none is begun: digits that are typed are meant."""
    if context.cursor.prefix:
        return
    for candidate in values_from_project(context):
        yield candidate._replace(filter=UNTYPED)
    numbers = [*schema.examples, *([] if schema.default is None else [schema.default])]
    for number in numbers:
        words = [plain_duration(number) or "" if schema.unit == "seconds" else ""]
        words.append("default" if number == schema.default else "")
        description = ", ".join(filter(None, words))
        text = literal(number)
        docs = schema.markdown
        yield Candidate(text, text, text, docs=docs, description=description, filter=UNTYPED)


def _booleans(schema: SchemaNode) -> Iterator[Candidate]:
    for value in schema.examples:
        text = literal(value)
        description = "default" if value is schema.default else ""
        # Once the word is typed in full, an editor must not show it any more: Enter is a new line.
        begun = text[:-1]
        docs = schema.markdown
        yield Candidate(text, text, text, docs=docs, description=description, filter=begun)


def _listed(candidate: Candidate) -> Candidate:
    """A string as the only item of a list."""
    text = f"[{candidate.text}]"
    label = f"[{string_source(candidate.content)}]" if candidate.content is not None else text
    return candidate._replace(label=label, text=text, content=None)


def _lists(context: Context, schema: SchemaNode) -> Iterator[Candidate]:
    """Whole lists: the examples where nothing is better, and a list to fill in."""
    known = is_backed(context, context.keys) or bool(schema.item and schema.item.values)
    if not known and not schema.invented:
        for example in schema.examples:
            if isinstance(example, list) and example:
                text = literal(example)
                yield _whole(text, schema.markdown, "example")
    elif context.snippets:
        lists = next(branch for branch in schema.branches if "items" in branch)
        docs = schema.markdown if lists is schema.schema else lists.get("description", "")
        text = f'["{Tabstops().empty()}"]'
        yield _whole('[""]', docs)._replace(text=text, snippet=True, retrigger=known)


def _tables(context: Context, schema: SchemaNode) -> Iterator[Candidate]:
    """A table to fill in, and the examples."""
    example = schema.examples[0] if schema.examples else None
    fits = _fits(context, schema, example)
    text = placeholder(schema, NoTabstops()) if fits else EMPTY_TABLE
    table = _whole(text, schema.markdown)
    if context.snippets and text == EMPTY_TABLE:
        text, has_keys = f"{{ {Tabstops().empty()} }}", _has_keys(context, schema)
        table = table._replace(text=text, snippet=True, retrigger=has_keys)
    yield table._replace(kind="table")
    for example in schema.examples:
        if (
            fits
            and isinstance(example, dict)
            and not any(
                schema.children[key].invented for key in example.keys() & schema.children.keys()
            )
        ):
            yield _whole(literal(example), schema.markdown, "example")._replace(kind="table")


def _has_keys(context: Context, schema: SchemaNode) -> bool:
    """Whether a key is going to be suggested in the table at the cursor."""
    is_listed = bool(schema.suggested or schema.keys)
    return is_listed or any(True for _ in names_from_project(context))


def _whole(text: str, docs: str, description: str = "") -> Candidate:
    """A list or table, which is no longer meant once its bracket is typed."""
    return Candidate(text, text, text, docs=docs, description=description, filter=UNTYPED)


def _items(present: Iterable[object]) -> frozenset[str]:
    return frozenset([item for item in present if isinstance(item, str)])


def _unique(candidates: Iterable[Candidate], present: frozenset[str]) -> list[Candidate]:
    """The first candidate of each label, without the items that the list has already."""
    found: dict[str, Candidate] = {}
    for candidate in candidates:
        if candidate.content is None or candidate.content not in present:
            found.setdefault(candidate.label, candidate)
    return list(found.values())
