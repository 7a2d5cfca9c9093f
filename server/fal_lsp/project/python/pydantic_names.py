"""What pydantic 2 refuses. Knows its names and those of types; must not know any file.

Held against the real package by `tests/project/test_pydantic_names.py`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from typing import Any, NamedTuple

from . import fal_names
from .values import (
    ITEMS,
    STATELESS,
    Constant,
    Dictionary,
    FalThing,
    Foreign,
    ModuleValue,
    Sequence,
    Value,
)

MODEL = Foreign("pydantic.BaseModel")
FAL_MODEL = FalThing("fal.toolkit.FalBaseModel")
CLASS_VARIABLES = frozenset({"FIELD_ORDERS", "SCHEMA_IGNORES"})
"""What `FAL_MODEL` declares, and a class below it may set without a type."""

FIELD = "pydantic.Field"
FIELDS: frozenset[Foreign | FalThing] = frozenset(
    {Foreign(FIELD)}
    | {FalThing(f"fal.toolkit.{each}Field") for each in ("Audio", "File", "Image", "Video")}
    | {FalThing("fal.toolkit.ImageSizeField")}
)
"""The function that makes a field, and those of fal that pass on to it what they are given."""

MODELS: frozenset[Foreign | FalThing] = STATELESS | {MODEL, FAL_MODEL}
"""The bases of which all is known that they make of a class."""

CONFIGURATION = "pydantic.ConfigDict"
CONFIGURED = "model_config"
"""The attribute of a model that is its configuration."""

NO_DATA = frozenset(
    {f"builtins.{each}" for each in ("abs", "all", "any", "callable", "dir", "eval", "exec")}
    | {f"builtins.{each}" for each in ("filter", "format", "hash", "hex", "id", "input", "iter")}
    | {f"builtins.{each}" for each in ("len", "map", "max", "min", "next", "open", "pow", "print")}
    | {f"builtins.{each}" for each in ("property", "repr", "round", "sorted", "sum", "vars")}
    | {f"builtins.{each}" for each in ("Exception", "OSError", "RuntimeError", "ValueError")}
    | {"PIL.Image", "PIL.Image.Image", "io.BytesIO", "io.StringIO", "io.BufferedReader"}
    | {"logging.Logger", "threading.Thread", "threading.Event", "threading.Lock"}
    | {"asyncio.Queue", "asyncio.Task", "asyncio.Event", "asyncio.Lock", "asyncio.Semaphore"}
    | {"queue.Queue", "socket.socket", "subprocess.Popen", "types.SimpleNamespace"}
    | {"argparse.Namespace", "concurrent.futures.ThreadPoolExecutor", "concurrent.futures.Future"}
    | {"typing.Optional", "typing.Union", "typing.Literal"}
    | {f"{each}.Awaitable" for each in ("typing", "collections.abc")}
    | {f"{each}.Coroutine" for each in ("typing", "collections.abc")}
    | {"tempfile.TemporaryDirectory", "random.Random", "datetime.tzinfo"}
)
"""Functions, modules and classes of Python and of Pillow that are no types of data."""

CALLABLES = frozenset({Foreign("typing.Callable"), Foreign("collections.abc.Callable")})
"""Types of values that pydantic has, but that FastAPI cannot describe."""

MODEL_ATTRIBUTES = frozenset(
    {"construct", "copy", "dict", "from_orm", "json", "parse_file", "parse_obj", "parse_raw"}
    | {"schema", "schema_json", "update_forward_refs", "validate"}
    | CLASS_VARIABLES
    | {f"model_{each}" for each in ("computed_fields", "config", "construct", "copy", "dump")}
    | {f"model_{each}" for each in ("dump_json", "extra", "fields", "fields_set", "json_schema")}
    | {f"model_{each}" for each in ("parametrized_name", "post_init", "rebuild", "validate")}
    | {f"model_{each}" for each in ("validate_json", "validate_strings")}
)
"""The attributes of every model of pydantic or of fal, without those that begin with `_`."""

HALF_DICT = Foreign("builtins.dict[...]")
"""A dict with the type of its keys alone, which Python makes and pydantic refuses."""

_NO_DATA_OF_FAL = frozenset({"fal", "fal.App", "fal.HealthCheck", "fal.function", "fal.endpoint"})

REMOVED = frozenset(
    {"BaseSettings", "ConstrainedBytes", "ConstrainedDate", "ConstrainedDecimal"}
    | {"ConstrainedFloat", "ConstrainedFrozenSet", "ConstrainedInt", "ConstrainedList"}
    | {"ConstrainedSet", "ConstrainedStr", "JsonWrapper", "NoneBytes", "NoneStr", "NoneStrBytes"}
    | {"Protocol", "Required", "StrBytes", "compiled", "create_model_from_namedtuple"}
    | {"create_model_from_typeddict", "parse_file_as", "parse_raw_as", "stricturl"}
    | {"validate_model"}
)
"""Names of pydantic 1 that raise when they are imported from pydantic 2."""


_USUAL = frozenset(
    {"AfterValidator", "AnyUrl", "BaseModel", "BeforeValidator", "ConfigDict", "Discriminator"}
    | {"EmailStr", "Field", "HttpUrl", "NonNegativeFloat", "NonNegativeInt", "PositiveFloat"}
    | {"PositiveInt", "PrivateAttr", "RootModel", "SecretStr", "TypeAdapter", "ValidationError"}
    | {"computed_field", "create_model", "field_serializer", "field_validator", "model_serializer"}
    | {"model_validator", "root_validator", "validator"}
)
"""Names that people import and misspell."""

_OTHERS = frozenset({"fields", "validators", "root_model", "type_adapter"})
"""Names of any pydantic that are like one of those."""


def lacks(name: str) -> bool:
    """Whether pydantic 2 certainly has no such name, in any release."""
    return name in REMOVED or misspelled(name) is not None


def misspelled(name: str) -> str | None:
    """The usual name from which one differs by a letter or by capitals, if no pydantic has it."""
    if name in _USUAL or name in _OTHERS or name in REMOVED:
        return None
    return next(
        (each for each in sorted(_USUAL) if _differs_once(name.lower(), each.lower())), None
    )


def _differs_once(one: str, other: str) -> bool:
    """Whether two words are the same but for one letter, or two that change places."""
    if abs(len(one) - len(other)) > 1:
        return False
    for _ in range(2):
        while one and other and one[0] == other[0]:
            one, other = one[1:], other[1:]
        one, other = one[::-1], other[::-1]
    return max(len(one), len(other)) <= 1 or (len(one) == 2 and one == other[::-1])


class Signature(NamedTuple):
    """What a function of pydantic 2 refuses of what people give it."""

    removed: Mapping[str, str]
    """The keywords of pydantic 1, each with what to use instead."""
    most: int | None = None
    """How many arguments it takes by position."""
    requires: str = ""
    """What a call without arguments lacks, so that it cannot be a decorator without one, either."""


_ITEMS = {"min_items": "`min_length`", "max_items": "`max_length`"}
_OLD = {"each_item": "`Annotated` items", "allow_reuse": "", "whole": ""}

SIGNATURES: Mapping[str, Signature] = {
    FIELD: Signature({"regex": "`pattern`", "const": "`Literal`", "unique_items": "a set"}, most=1),
    "pydantic.constr": Signature({"regex": "`pattern`"}),
    "pydantic.conlist": Signature(_ITEMS),
    "pydantic.conset": Signature(_ITEMS),
    "pydantic.validator": Signature({"whole": ""}, requires="the name of a field"),
    "pydantic.field_validator": Signature(
        {"pre": '`mode="before"`', "always": "`validate_default`", **_OLD},
        requires="the name of a field",
    ),
    "pydantic.field_serializer": Signature({}, requires="the name of a field"),
    "pydantic.root_validator": Signature({}, requires="`skip_on_failure=True`"),
    "pydantic.model_validator": Signature(
        {"pre": '`mode="before"`', "skip_on_failure": "", "allow_reuse": ""},
        most=0,
        requires="`mode`",
    ),
}
"""The functions whose calls are judged."""

VALIDATORS = frozenset({"pydantic.validator", "pydantic.field_validator"})
"""The decorators of class methods that name fields."""

OF_FIELDS = VALIDATORS | {"pydantic.field_serializer"}
"""All decorators that name fields."""

COMPUTED = "pydantic.computed_field"
"""The decorator of a method or property that is a field of what is written."""

LIMITS: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(("gt", "ge", "lt", "le", "multiple_of"), frozenset({"builtins.float"})),
    **dict.fromkeys(
        ("min_length", "max_length"),
        frozenset(f"builtins.{each}" for each in ("str", "bytes", "list", "set", "frozenset")),
    ),
}
"""The arguments of a field that must be numbers for these types."""

MODES: Mapping[str, tuple[str, ...]] = {
    "pydantic.field_validator": ("before", "after", "wrap", "plain"),
    "pydantic.model_validator": ("before", "after", "wrap"),
    "pydantic.field_serializer": ("plain", "wrap"),
    "pydantic.model_serializer": ("plain", "wrap"),
}
"""What the `mode` of a decorator may be."""

EXTRA = ("allow", "ignore", "forbid")
"""What `extra` of a configuration may be."""


def refused_pattern(text: str) -> str:
    """What the regular expressions of Rust do not have in a pattern, empty where that is not known.

    Those of Python refuse what is unclosed or unmatched, too.
    """
    if len(text) > _LONGEST_PATTERN:
        return ""
    from ..regex_parser import parse

    try:
        parsed = parse(text)
    except re.error as error:
        return next((words for sign, words in _UNCLOSED.items() if sign in error.msg), "")
    except (RecursionError, OverflowError):
        return ""
    waiting: list[Any] = [parsed]
    while waiting:
        each = waiting.pop()
        each = getattr(each, "data", each)
        if isinstance(each, (list, tuple)):
            waiting += each
            continue
        name = str(each)
        if name in _NOT_IN_RUST:
            return _NOT_IN_RUST[name]
    return ""


_LONGEST_PATTERN = 500
_UNCLOSED = {
    "unterminated character set": "an unclosed character class",
    "unterminated": "an unclosed group",
    "unbalanced": "an unmatched parenthesis",
}
"""What Python says of a pattern, and what that has."""
_NOT_IN_RUST = {
    "ASSERT": "look-around",
    "ASSERT_NOT": "look-around",
    "GROUPREF": "a backreference",
    "GROUPREF_EXISTS": "a backreference",
}


def is_no_data(value: Value) -> bool:
    """Whether something is certainly no type that pydantic can make of data."""
    if isinstance(value, Foreign):
        is_module = value.name in sys.stdlib_module_names or value.name in fal_names.DEPENDENCIES
        return is_module or value.name in NO_DATA or value == HALF_DICT
    if isinstance(value, FalThing):
        return value.name in _NO_DATA_OF_FAL
    if isinstance(value, Constant):
        return isinstance(value.data, (int, float)) and bool(value.data)
    if isinstance(value, (Sequence, Dictionary)):
        # An empty one counts as no type at all.
        return bool(value.table[ITEMS])
    return isinstance(value, ModuleValue)


def shown(value: Value) -> str:
    """The name of something that is no type, empty where it has none."""
    if isinstance(value, Constant):
        return repr(value.data)
    name = value.name if isinstance(value, (Foreign, FalThing)) else ""
    return name.removeprefix("builtins.")
