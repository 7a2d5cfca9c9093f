"""From the model to a JSON Schema (draft-07). Knows the readers of schemas, but no key of fal.

Three flavours: `tool` describes the table `[tool.fal]` for our own validator and for
validate-pyproject, `pyproject` a whole pyproject.toml for editors, `schemastore` the table for
SchemaStore, whose check (Ajv in strict mode) refuses keywords that it does not know.

The form is the one that Taplo, Tombi, VS Code, Ajv, fastjsonschema and jsonschema all read well:
no `$ref` (Taplo shows nothing below one), no combining keyword next to the `properties` of a table
(Taplo then completes nothing), `additionalProperties` on every table (Tombi closes what is open),
exclusions as `dependencies` with a `false` property.
"""

from __future__ import annotations

from typing import Any, Literal, get_args

from . import docs, model
from .addresses import DOCUMENTATION
from .tool_fal import TOOL_FAL

Flavour = Literal["tool", "pyproject", "schemastore"]
Schema = dict[str, Any]

FLAVOURS: tuple[Flavour, ...] = get_args(Flavour)
DRAFT = "http://json-schema.org/draft-07/schema#"
_IDS: dict[Flavour, str] = {
    "tool": f"{DOCUMENTATION}schema/tool-fal.schema.json",
    "pyproject": f"{DOCUMENTATION}schema/pyproject.schema.json",
    "schemastore": "https://json.schemastore.org/partial-fal.json",
}


def build(flavour: Flavour, tools: Schema | None = None) -> Schema:
    """The schema of a flavour; raises `ValueError` for a name that is none.

    `tools` are schemas of other tables of `[tool]` for a whole pyproject.toml.
    """
    if flavour not in FLAVOURS:
        raise ValueError(f"unknown flavour {flavour!r}: choose one of {', '.join(FLAVOURS)}")
    table = _Builder(flavour).field(TOOL_FAL, ())
    if flavour == "pyproject":
        tool = {
            "type": "object",
            "properties": {"fal": table, **(tools or {})},
            "additionalProperties": True,
        }
        table = {
            "type": "object",
            "description": "pyproject.toml with the configuration of fal apps.",
            "properties": {"tool": tool},
            "additionalProperties": True,
        }
    head = {
        "$schema": DRAFT,
        "$id": _IDS[flavour],
        "title": "pyproject.toml" if flavour == "pyproject" else "tool.fal",
        "x-tombi-toml-version": "v1.1.0",
    }
    return {**head, **table}


_ANY = "*"


class _Builder:
    """Builds the nodes of one flavour."""

    def __init__(self, flavour: Flavour) -> None:
        self.ours = flavour == "tool"
        self.strict = flavour == "schemastore"

    def field(self, field: model.Field, path: tuple[str, ...]) -> Schema:
        """The schema of a key: its kind with its docs."""
        is_map = isinstance(field.kind, model.Map) and field.examples
        example = str(next(iter(field.examples[0]))) if is_map else _ANY
        node = self.kind(field.kind, path, example)
        shape = {name: node.pop(name) for name in ("type", "enum", "anyOf") if name in node}
        text = docs.markdown(field, (*docs.EXAMPLE_APP, *path[2:]) if path[1:] else path)
        ours = node.pop("x-fal", {})
        taplo = node.pop("x-taplo", {})
        words: Schema = {
            "description": field.summary if self.ours else f"{field.summary}\n{field.url}",
            "markdownDescription": text,
        }
        if field.default is not None:
            words["default"] = field.default
        words["examples"] = list(field.examples)
        if field.deprecated:
            words["deprecated"] = True
            if not self.strict:
                words["deprecationMessage"] = field.deprecated.message
        result = {**shape, **words, **node}
        if self.ours:
            result["x-fal"] = {**_facts(field), **ours}
            return result
        taplo.setdefault("docs", {})["main"] = text
        # No `hidden` for an internal key: Tombi takes a hidden key as one that may not be written.
        taplo["links"] = {"key": field.url}
        return {**result, "x-taplo": taplo}

    def kind(self, kind: model.Kind, path: tuple[str, ...], example: str = _ANY) -> Schema:
        """The schema of a kind, without docs of the key that has it.

        `example` is a key for the docs of a map's entries, for which the user chooses the keys.
        """
        if isinstance(kind, model.String):
            return self._string(kind)
        if isinstance(kind, model.Integer):
            limits = {"minimum": kind.minimum, "maximum": kind.maximum}
            return {"type": "integer", **limits, **self._ours({"unit": kind.unit})}
        if isinstance(kind, model.Boolean):
            return {"type": "boolean"}
        if isinstance(kind, model.Array):
            least = {"minItems": kind.min_items} if kind.min_items else {}
            return {"type": "array", "items": self.kind(kind.items, path), **least}
        if isinstance(kind, model.Either):
            one, other = self.kind(kind.one, path), self.kind(kind.other, path)
            return {
                "anyOf": [
                    {"description": kind.first, **one},
                    {"description": kind.second, **other},
                ]
            }
        if isinstance(kind, model.Free):
            return {"type": "object", "additionalProperties": True}
        if isinstance(kind, model.Map):
            return self._map(kind, (*path, example))
        return self._table(kind, path)

    def _string(self, kind: model.String) -> Schema:
        node: Schema = {"type": "string"}
        if kind.min_length:
            node["minLength"] = kind.min_length
        special: Schema = {
            "rule": kind.rule,
            "message": kind.message,
            "misread": {each.pattern: each.message for each in kind.misread},
        }
        if not kind.values:
            text = kind.pattern or kind.outline
            pattern = {"pattern": text} if text else {}
            return {
                **node,
                **pattern,
                **self._ours({**special, "outline": bool(kind.outline), "word": kind.is_word}),
            }
        values: Schema = {
            "enum": [value.value for value in kind.values],
            "enumDescriptions": [value.docs for value in kind.values],
        }
        if not self.ours:
            values["x-taplo"] = {"docs": {"enumValues": values["enumDescriptions"]}}
        facts = {value.value: dict(value.facts) for value in kind.values if value.facts}
        meant = {alias: value.value for value in kind.values for alias in value.aliases}
        if kind.open:
            node["anyOf"] = [values, {"type": "string"}]
        elif kind.pattern:
            node["anyOf"] = [values, {"type": "string", "pattern": kind.pattern}]
        else:
            node.update(values)
        return {**node, **self._ours({**special, "facts": facts, "meant": meant})}

    def _map(self, kind: model.Map, path: tuple[str, ...]) -> Schema:
        item = self.field(kind.item, path)
        node = {"type": "object", "x-tombi-additional-key-label": kind.item.name}
        facts: Schema = {"keys": {value.value: value.docs for value in kind.keys}}
        if kind.level == "warning":
            facts["advises"] = {"additionalProperties": item}
            return {**node, "additionalProperties": True, **self._ours(facts)}
        return {**node, "additionalProperties": item, **self._ours(facts)}

    def _table(self, table: model.Table, path: tuple[str, ...]) -> Schema:
        properties = {field.name: self.field(field, (*path, field.name)) for field in table.fields}
        node: Schema = {
            "type": "object",
            "properties": properties,
            "additionalProperties": not table.closed,
        }
        required = [field.name for field in table.fields if field.required]
        if required:
            node["required"] = required
        if table.min_keys:
            node["minProperties"] = table.min_keys
        node.update(_dependencies(table))
        facts: Schema = {
            "unknown-keys": table.level,
            "rules": [{"rule": rule.rule, **_words(rule), **_keys(rule)} for rule in table.rules],
            "shorthands": [[each.pattern, each.key] for each in table.shorthands],
            "foreign": {name: each.message for each in table.foreign for name in each.names},
        }
        if not table.closed:
            known = dict.fromkeys(properties, True)
            facts["advises"] = {"properties": known, "additionalProperties": False}
        return {**node, **self._ours(facts)}

    def _ours(self, facts: Schema) -> Schema:
        facts = {name: value for name, value in facts.items() if value}
        return {"x-fal": facts} if facts and self.ours else {}


def _facts(field: model.Field) -> Schema:
    facts = {
        "since": field.since,
        "url": field.url,
        "docs": field.docs,
        "default": docs.default_text(field).removeprefix("Default: "),
        "wins": field.wins,
        "python": _python(field.python),
        "internal": field.internal,
        "invented": field.invented,
        "aliases": list(field.aliases),
        "instead": field.deprecated.instead if field.deprecated else "",
        "opposite": bool(field.deprecated and field.deprecated.opposite),
    }
    return {name: value for name, value in facts.items() if value}


def _python(names: model.InPython | None) -> Schema:
    return {} if names is None else {name: each for name, each in vars(names).items() if each}


def _words(rule: model.Excludes | model.Requires | model.OneOf) -> Schema:
    advice = {"help": rule.help} if rule.help else {}
    return {"message": rule.message, **advice}


def _keys(rule: model.Excludes | model.Requires | model.OneOf) -> Schema:
    if isinstance(rule, model.Excludes):
        unless = {"unless": rule.unless} if rule.unless else {}
        return {"present": rule.present, "absent": rule.absent, **unless}
    if isinstance(rule, model.Requires):
        return {"present": rule.present, "needed": rule.needed}
    return {"keys": list(rule.keys)}


def _dependencies(table: model.Table) -> Schema:
    """The keywords for what the keys of a table say about each other.

    Every helper schema says `additionalProperties: true`, since Tombi closes tables otherwise, and
    lists what it requires under `properties`, since Ajv's strict mode asks for it.
    """
    result: Schema = {}
    dependencies: Schema = {}
    for rule in table.rules:
        if isinstance(rule, model.OneOf):
            first, *others = rule.keys
            result["if"] = _helper(dict.fromkeys(others, False))
            result["then"] = {**_helper({first: True}), "required": [first]}
            continue
        helper = dependencies.setdefault(rule.present, _helper({}))
        if isinstance(rule, model.Requires):
            helper["properties"][rule.needed] = True
            helper.setdefault("required", []).append(rule.needed)
        elif rule.unless_empty:
            helper["properties"][rule.absent] = {"type": "array", "maxItems": 0}
        else:
            helper["properties"][rule.absent] = False
    return {"dependencies": dependencies, **result} if dependencies else result


def _helper(properties: Schema) -> Schema:
    return {"properties": properties, "additionalProperties": True}
