"""Something in a Python file that certainly raises. Must not know how it is found, or worded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from .source import Written

Kind = Literal[
    "argument-count",
    "argument-missing",
    "argument-unknown",
    "argument-value",
    "websocket-check",
    "option-unknown",
    "option-of-kind",
    "environment-kind",
    "requirements-type",
    "container-files",
    "app-created",
    "path-missing",
    "path-empty",
    "bases-order",
    "base-twice",
    "base-no-class",
    "base-final",
    "base-reserved",
    "base-init",
    "field-without-type",
    "field-type",
    "field-typed-dict",
    "field-twice",
    "field-underscore",
    "config-twice",
    "root-field",
    "field-of-validator",
    "validator-of-instance",
    "removed-argument",
    "validator-bare",
    "config-value",
    "validator-mode",
    "field-pattern",
    "discriminator",
    "discriminator-missing",
    "config-typed",
    "computed-untyped",
    "field-limit",
    "mutable-default",
    "default-order",
    "slot-with-value",
]


class Refusal(NamedTuple):
    """Something that raises. `subject` is what is called or defined, `name` what is wrong in it."""

    kind: Kind
    subject: str
    name: str
    written: Written | None
    words: str = ""
    """What a value has to be, or the path of a file."""
