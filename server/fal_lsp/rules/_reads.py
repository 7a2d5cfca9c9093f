"""What is read of an app, noted so that an answer can be kept until that changes. Knows no rule."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeVar

if TYPE_CHECKING:
    from .context import AppContext


_T = TypeVar("_T")


class Aspect(NamedTuple):
    """What can be read of an app but the value of a key, as `App.reads` notes it."""

    kind: Literal["text", "keys", "violations"]
    rule: str = ""


TEXT = Aspect("text")
"""Everything: any change of the app's text may matter."""
KEYS = Aspect("keys")
"""Which keys it has."""


def violations_of(rule: str) -> Aspect:
    """What the schema says of it under one rule."""
    return Aspect("violations", rule)


class Answer(NamedTuple):
    """An answer about an app, and what was read of the app for it."""

    value: Any
    reads: set[str | Aspect]


def noted(app: AppContext, question: Callable[[AppContext], object]) -> Answer:
    """The answer to a question, with what it reads; that counts for whoever asks, too."""
    outer, app.reads = app.reads, set()
    try:
        return Answer(question(app), app.reads)
    finally:
        outer |= app.reads
        app.reads = outer


def once_an_app(question: Callable[[AppContext], _T]) -> Callable[[AppContext], _T]:
    """A question about an app that several rules ask, and that is answered once."""

    @wraps(question)
    def ask(app: AppContext) -> _T:
        answer = app.answers.get(question)
        if answer is None:
            answer = app.answers[question] = noted(app, question)
        else:
            app.reads |= answer.reads
        value: _T = answer.value
        return value

    return ask
