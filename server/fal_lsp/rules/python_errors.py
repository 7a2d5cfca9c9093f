"""What is said of errors that a file certainly raises. Knows their words; must not know where they
come from.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ..project.python import fal_names
from ..project.python.operations import SUMS_OF_PATH
from .did_you_mean import nearest, question

if TYPE_CHECKING:
    from ..project.python.module import Raised
    from ..project.python.refusal import Refusal

_LONGEST = 40
"""Code points of an expression that is quoted."""
_LONGEST_WORDS = 100


_ITEMS = {
    "key": ("key", "Add the key, or use `get`."),
    "pop": ("key", "Add the key, or pass a default to `pop`."),
    "member": ("member", "Add the member, or correct its name."),
}
"""What is missing in a dict or an enumeration, and the help."""


def error_words(raised: Raised) -> tuple[str, str]:
    """The message and the help of an error."""
    text = raised.text if len(raised.text) <= _LONGEST and "`" not in raised.text else ""
    error = _code(raised.error) if raised.error else "an error"
    says = "The error says" if raised.kind == "call" else "Python reports"
    reported = f"{says}: {_code(raised.words)}." if _is_short(raised.words) else ""
    if raised.kind == "raise":
        return f"The file raises {error} when fal loads it.", "Move the `raise` into a function."
    if raised.kind == "exit":
        return (
            f"{_code(f'{raised.words}()')} stops fal when it loads the file.",
            'Put code for local runs under `if __name__ == "__main__":`.',
        )
    if raised.kind == "assert":
        return "The assertion fails when fal loads the file.", "Correct the condition or the value."
    if raised.kind == "file":
        path = raised.words if len(raised.words) <= _LONGEST else os.path.basename(raised.words)
        return f"File {_code(path)} does not exist.", ""
    if raised.kind in ("key", "pop", "member"):
        what, advice = _ITEMS[raised.kind]
        owner = _code(text) if text else "The enumeration" if what == "member" else "The dict"
        key = f" {_code(raised.words)}" if len(raised.words) <= _LONGEST else " that is used here"
        return f"{owner} has no {what}{key}.", advice
    if raised.kind == "placeholder":
        if len(raised.text) > _LONGEST:
            return "A placeholder has no value.", reported
        name = raised.words[1:-1]
        advice = f"Add the key {_code(name)}."
        if raised.text.startswith("{"):
            advice = "Write literal braces as `{{` and `}}`."
            advice = f"Pass `{name}` to `format`." if name.isidentifier() else advice
        return f"The placeholder {_code(raised.text)} has no value.", advice
    if raised.kind == "unpack":
        into = _code(raised.into) if len(raised.into) <= _LONGEST else "these names"
        what = _code(text) if text else "The value"
        return f"{what} cannot be unpacked into {into}.", reported
    if raised.kind == "field":
        message = f"{_code(text) if text else 'This call'} raises {error} when fal loads the file."
        return message, f"Field {_code(raised.words)} is required: pass it, or give it a default."
    if raised.kind == "attribute":
        owner = _code(text) if text else "The class"
        return f"{owner} has no attribute {_code(raised.words)}.", ""
    if raised.words in SUMS_OF_PATH:
        reported = "Join paths with `/`."
    what = _code(text) if text else "This call" if raised.kind == "call" else "This expression"
    return f"{what} raises {error} when fal loads the file.", reported


_REFUSED = {
    "argument-unknown": "`{subject}` has no parameter `{name}`.",
    "argument-missing": "`{subject}` requires `{name}`.",
    "argument-value": "`{name}` of `{subject}` must be {words}.",
    "option-unknown": "`fal.function` has no option `{name}`.",
    "option-of-kind": '`fal.function` has no option `{name}` for the kind "{words}".',
    "requirements-type": "`requirements` must be a list of strings or a list of lists of strings.",
    "websocket-check": "A websocket endpoint can't have a `health_check`.",
    "container-files": "`app_files` is not supported for containers.",
    "field-without-type": "Field `{name}` of the pydantic model `{subject}` has no type.",
    "field-type": "Pydantic does not support the type of field `{name}` of model `{subject}`.",
    "field-typed-dict": "Field `{name}` of model `{subject}` is a `typing.TypedDict`, which pydantic "
    "does not support before Python 3.12.",
    "field-twice": "`{subject}` has both a default and `default_factory`.",
    "field-underscore": "Field `{name}` of the pydantic model `{subject}` starts with `_`.",
    "config-twice": "Pydantic model `{subject}` has both `Config` and `model_config`.",
    "root-field": "Pydantic model `{subject}` has a field `__root__`.",
    "field-of-validator": "Pydantic model `{subject}` has no field `{name}`.",
    "validator-of-instance": "Validator `{name}` is an instance method.",
    "removed-argument": "`{subject}` of pydantic 2 has no parameter `{name}`.",
    "validator-bare": "`{subject}` of pydantic 2 requires {words}.",
    "config-value": 'Pydantic model `{subject}` has the unknown value "{name}" for `extra`.',
    "validator-mode": '`{subject}` of pydantic has no mode "{name}".',
    "field-pattern": "Pydantic rejects the pattern of field `{name}` of model `{subject}`.",
    "discriminator": "Field `{name}` of model `{subject}`, the discriminator of `{words}`, "
    "must be a `Literal`.",
    "discriminator-missing": "Model `{subject}` has no field `{name}`, the discriminator of `{words}`.",
    "config-typed": "`model_config` of the pydantic model `{subject}` has a type, but no value.",
    "computed-untyped": "Computed field `{name}` of model `{subject}` has no type.",
    "field-limit": "`{words}` of field `{name}` of model `{subject}` is a string.",
    "mutable-default": "Field `{name}` of the dataclass `{subject}` has a mutable default.",
    "default-order": "Field `{name}` of class `{subject}` has no default, but a field before it does.",
    "slot-with-value": "Class `{subject}` has a value for `{name}`, which is in its `__slots__`.",
    "app-created": "fal does not allow creating an instance of class `{subject}`.",
}
_CURES = {
    "requirements-type": "Put the requirements into a list.",
    "websocket-check": "Use an endpoint without `is_websocket` for the health check.",
    "container-files": "Copy the files into the image.",
    "field-without-type": "Annotate `{name}`, with `ClassVar` if it is not a field.",
    "field-type": "Use another type than `{words}`, or set `arbitrary_types_allowed`.",
    "field-typed-dict": "Import `TypedDict` from `typing_extensions`.",
    "field-twice": "Remove one of them.",
    "field-underscore": "Rename it, or use `PrivateAttr`.",
    "config-twice": "Remove `Config`.",
    "root-field": "Use `pydantic.RootModel`.",
    "field-of-validator": "Correct the name in the decorator of `{words}`.",
    "validator-of-instance": "Use `cls` as its first parameter.",
    "config-value": "Use {words}.",
    "validator-mode": "Use {words}.",
    "field-pattern": 'It has {words}. Correct it, or set `regex_engine="python-re"`.',
    "discriminator": "Annotate `{name}` with a `Literal`.",
    "discriminator-missing": "Add `{name}` with a `Literal` as its type.",
    "config-typed": "Write `=` instead of `:`.",
    "computed-untyped": "Annotate what `{name}` returns.",
    "field-limit": "Use a number.",
    "mutable-default": "Use `field(default_factory={words})`.",
    "default-order": "Move `{name}` above `{words}`, or give it a default.",
    "slot-with-value": "Set the value in `__init__`, or remove `{name}` from `__slots__`.",
    "app-created": 'Run it with `fal run`, or put it under `if __name__ == "__main__":`.',
}


def refusal_words(refusal: Refusal, *, suggests: bool) -> tuple[str, str]:
    """The message and the help of what fal, Python or pydantic refuses.

    `suggests`: whether a name that is unknown is compared with those that are known.
    """
    kind, subject, name = refusal.kind, refusal.subject, refusal.name
    if kind == "argument-count":
        if name == "0":
            return f"`{subject}` only accepts keyword arguments.", "Pass each argument by name."
        plural = "" if name == "1" else "s"
        return (
            f"`{subject}` takes {name} positional argument{plural}.",
            "Pass the other arguments by name.",
        )
    if kind == "environment-kind":
        if name.isidentifier() and subject == "function" and not refusal.words:
            return f"`fal.function` is used without parentheses on `{name}`.", "Add `()`."
        known = ", ".join(f'"{each}"' for each in fal_names.ENVIRONMENT_OPTIONS)
        return f'fal has no environment of the kind "{name}".', f"Use one of {known}."
    message = _REFUSED[kind].format(subject=subject, name=name, words=refusal.words)
    advice = _CURES.get(kind, "").format(name=name, words=refusal.words)
    if kind == "removed-argument":
        advice = f"Use {refusal.words} instead." if refusal.words else f"Remove `{name}`."
    if kind == "field-pattern" and refusal.words.startswith("an un"):
        advice = f"It has {refusal.words}. Correct the pattern."
    if kind == "field-type" and not refusal.words:
        advice = "Use a type instead of a value."
    if kind == "validator-bare" and subject == "root_validator":
        advice = "Use `model_validator`, or add `skip_on_failure=True`."
    if kind == "app-created" and subject in fal_names.APP_CLASSES:
        advice = "Derive from the class itself, without parentheses after its name."
    if subject == "toolkit.Hidden" and kind.startswith("argument-"):
        return message, "Use `Hidden(Field(default=...))`."
    if kind == "argument-unknown":
        positional, by_keyword, _ = fal_names.PARAMETERS[f"fal.{subject}"]
        meant = nearest(name, (*positional, *by_keyword)) if suggests else None
        if meant is not None:
            return f"{message} {question(meant)}", ""
        advice = f"Remove `{name}`."
    if kind == "option-unknown":
        options = frozenset().union(*fal_names.ENVIRONMENT_OPTIONS.values())
        meant = nearest(name, sorted(options | fal_names.HOST_OPTIONS)) if suggests else None
        if meant is not None and not meant.startswith("_"):
            return f"{message} {question(meant)}", ""
        advice = f"Remove `{name}`."
        if name in ("auth", "name", "team"):
            advice = f"Set `{name}` in pyproject.toml."
    return message, advice


def base_words(refusal: Refusal) -> tuple[str, str]:
    """The message and the help of base classes that are refused."""
    name, base = refusal.subject, refusal.name
    if refusal.kind == "base-twice":
        return f"Class `{name}` has the base class `{base}` twice.", "Remove one."
    if refusal.kind == "base-no-class":
        what = f"`{base}`" if base else "A base"
        return f"{what} of class `{name}` is not a class.", "Use a class, such as `fal.App`."
    if refusal.kind == "bases-order":
        return (
            f"The base classes of `{name}` have no consistent order.",
            "Put a class before the classes that it derives from.",
        )
    if refusal.kind == "base-init":
        advice = f"Put `fal.App` before `{base}` in the base classes."
        if base == "pydantic.BaseModel":
            advice = f"Remove `{base}`."
        return f"Class `{name}` has the `__init__` of `{base}`, which fal rejects.", advice
    return f"Class `{name}` can't derive from both `fal.App` and `{base}`.", f"Remove `{base}`."


def _code(text: str) -> str:
    return "`" + text.replace("`", "'") + "`"


def _is_short(words: str) -> bool:
    return bool(words) and len(words) <= _LONGEST_WORDS and "\n" not in words
