"""The JSON Schemas of what fal-lsp prints as JSON: findings, and what fal would deploy.

A field may be added in a minor release, so a reader has to take fields that it does not know;
`closed` schemas, which tests use, do not.
"""

from __future__ import annotations

from typing import Any

from fal_schema.addresses import DOCUMENTATION
from fal_schema.json_schema import DRAFT

from ..rules.finding import Severity

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_MAYBE_TEXT: Schema = {"type": ["string", "null"]}
_COUNTED: Schema = {"type": "integer", "minimum": 1}
_MAYBE_LINE: Schema = {"type": ["integer", "null"], "minimum": 1}
_SOURCES = ("toml", "class", "function", "default")


def check_output(closed: bool = False) -> Schema:
    """`fal-lsp check --output-format json`; `json-lines` has one of its items on each line."""
    location = _table(
        closed, "Counted from 1, columns in code points.", row=_COUNTED, column=_COUNTED
    )
    edit = _table(
        closed,
        "The text between the two locations becomes `content`.",
        content=_TEXT,
        location=location,
        end_location=location,
    )
    fix = _table(
        closed,
        "What --fix does; with --unsafe-fixes if it is unsafe.",
        message=_TEXT,
        applicability={"enum": ["safe", "unsafe"]},
        edits={"type": "array", "items": edit},
    )
    finding = _table(
        closed,
        "One finding.",
        filename={**_TEXT, "description": "The absolute path, or `-` for standard input."},
        rule={**_TEXT, "description": "The name of the rule, which never changes."},
        severity={"enum": [level.value for level in Severity]},
        message=_TEXT,
        help={**_MAYBE_TEXT, "description": "What to do, unless a fix says it."},
        location=location,
        end_location=location,
        url={**_TEXT, "description": "The page of the rule."},
        fix={"anyOf": [fix, {"type": "null"}]},
    )
    return _file("check-output", "Findings of fal-lsp", {"type": "array", "items": finding})


def show_output(closed: bool = False) -> Schema:
    """`fal-lsp show --output-format json`, with an app, without one, and with --diff."""
    app = _app(closed)
    apps = {"type": "array", "items": app}
    return _file("show-output", "What fal would deploy", {"anyOf": [app, apps, _changes(closed)]})


def _app(closed: bool) -> Schema:
    target = _table(closed, "The class or function.", name=_TEXT, file=_TEXT, line=_COUNTED)
    default = _table(
        closed,
        "What applies if nothing sets the key in this kind of app.",
        value={},
        description=_TEXT,
        **{"from": {**_TEXT, "description": "Who sets it, such as `fal.App` or `fal deploy`."}},
    )
    setting = _table(
        closed,
        "One setting.",
        name=_TEXT,
        value=_value(),
        source={"enum": [*_SOURCES]},
        file={**_MAYBE_TEXT, "description": "Relative to pyproject.toml; null for a default."},
        line=_MAYBE_LINE,
        default={"anyOf": [default, {"type": "null"}]},
        kept_by_redeploy={
            "type": "boolean",
            "description": "A redeploy leaves the value of the running app as it is.",
        },
    )
    return _table(
        closed,
        "One app.",
        name={**_TEXT, "description": "Its key in [tool.fal.apps]."},
        kind={"enum": ["class", "function", "entry-point", "container", "unknown"]},
        deployed_as={**_TEXT, "description": "Its name on fal."},
        target={"anyOf": [target, {"type": "null"}]},
        settings={"type": "array", "items": setting},
    )


def _changes(closed: bool) -> Schema:
    place = _table(
        closed,
        "One side of a change.",
        value=_value(),
        source={"enum": [*_SOURCES, None]},
        file=_MAYBE_TEXT,
        line=_MAYBE_LINE,
    )
    setting = _table(
        closed,
        "A setting that changes.",
        name=_TEXT,
        before=place,
        after=place,
        kept_by_redeploy={"type": "boolean"},
    )
    names = _table(
        closed, "Null where the app is not there.", before=_MAYBE_TEXT, after=_MAYBE_TEXT
    )
    app = _table(
        closed,
        "An app that changes.",
        name=_TEXT,
        status={"enum": ["added", "removed", "changed"]},
        renamed={"type": "boolean"},
        key=names,
        deployed_as=names,
        settings={"type": "array", "items": setting},
        kept_by_redeploy={"type": "array", "items": _TEXT},
    )
    return _table(
        closed,
        "What changes since a commit (--diff).",
        base={**_TEXT, "description": "The revision as it was given."},
        commit={**_TEXT, "description": "The commit that it is."},
        apps={"type": "array", "items": app},
    )


def _value() -> Schema:
    return {
        "description": "What fal sends; null if it sends nothing; an object with `unknown`, an "
        "expression, if only running the code would show the value."
    }


def _table(closed: bool, description: str, /, **fields: Schema) -> Schema:
    """An object that has all of the fields."""
    return {
        "type": "object",
        "description": description,
        "properties": fields,
        "required": list(fields),
        **({"additionalProperties": False} if closed else {}),
    }


def _file(name: str, title: str, schema: Schema) -> Schema:
    head = {"$schema": DRAFT, "$id": f"{DOCUMENTATION}schema/{name}.schema.json", "title": title}
    return {**head, **schema}
