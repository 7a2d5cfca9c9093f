"""Cached answers that hold as long as what they were read from. Knows no rule, no TOML, no project.

This is the idea of salsa (https://salsa-rs.github.io/salsa/reference/algorithm.html), on which
rust-analyzer and ty are built; "Build systems à la carte" (https://doi.org/10.1145/3236774) calls
it verifying traces. While a question is answered, what it reads of the inputs is recorded. In the
next version of the inputs the cached answer holds unless something that it read has changed.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Set
from threading import local
from typing import Any, NamedTuple, TypeVar

_T = TypeVar("_T")


class _Recorder(local):
    """What the question that is being answered has read; `None` while none is answered.

    One for each thread, as in salsa: whoever reads an input need not know who asks.
    """

    reads: set[Hashable] | None = None


_recorder = _Recorder()


UNTRACKED = ("untracked",)
"""The read of an answer that only holds for this version, since not all that it reads is known."""


def is_recording() -> bool:
    """Whether a question is being answered whose reads are recorded."""
    return _recorder.reads is not None


def record(read: Hashable) -> None:
    """Record that an input, or a part of one, is read; `read` names it."""
    reads = _recorder.reads
    if reads is not None:
        reads.add(read)


def record_all(reads: Iterable[Hashable]) -> None:
    """Record what an answer would read that is known without being asked for."""
    if _recorder.reads is not None:
        _recorder.reads.update(reads)


class _Answer(NamedTuple):
    value: Any
    reads: Set[Hashable]


class Memo:
    """The answers to questions about one version of the inputs and the one before it.

    What is not asked in a version is forgotten after it, so a memo never grows beyond two versions;
    but for what is rarely asked.
    """

    def __init__(self) -> None:
        self.inputs: Any = None
        """The inputs of this version, for whoever finds out what changed; not looked at here."""
        self._answers: dict[Hashable, _Answer] = {}
        self._last: dict[Hashable, _Answer] = {}
        self._changed: Set[Hashable] = frozenset()
        self._rare: set[Hashable] = set()

    def begin(self, changed: Set[Hashable]) -> None:
        """Begin the next version of the inputs, in which these reads have another result.

        Where there are none it is the same version: what comes or goes has to be among them.
        """
        if changed:
            rare = {each: self._last[each] for each in self._rare & self._last.keys()}
            kept = {
                question: answer
                for question, answer in rare.items()
                if answer.reads.isdisjoint(self._changed)
            }
            self._last, self._answers = {**kept, **self._answers}, {}
            self._changed = {*changed, UNTRACKED}

    def forget(self) -> None:
        """Forget all answers."""
        self._answers, self._last = {}, {}

    def was_asked(self, question: Hashable) -> bool:
        """Whether a question was answered in the last version."""
        return question in self._last

    def ask(self, question: Hashable, answer: Callable[[], _T]) -> _T:
        """What `answer()` returns, or returned in this version or the last if that still holds.

        `question` names the question with its arguments. The answer must follow from what is
        recorded while it is computed. What a nested question reads is added to the reads of the one
        that asks it.
        """
        cached = self._answers.get(question)
        if cached is None:
            cached = self._last.get(question)
            if cached is None or not cached.reads.isdisjoint(self._changed):
                cached = _answered(answer)
            self._answers[question] = cached
        reads = _recorder.reads
        if reads is not None:
            reads |= cached.reads
        value: _T = cached.value
        return value

    def ask_rarely(self, question: Hashable, answer: Callable[[], _T]) -> _T:
        """As `ask`, for one of few questions that are not asked in every version.

        What is not asked is forgotten otherwise, even where it still holds.
        """
        self._rare.add(question)
        return self.ask(question, answer)


def with_reads(answer: Callable[[], _T]) -> tuple[_T, Set[Hashable]]:
    """What `answer()` returns and what it reads, which also counts for whoever is asking."""
    value, reads = _answered(answer)
    record_all(reads)
    return value, reads


class OneVersion(Memo):
    """A memo for inputs that hardly ever change: it records nothing, which is quicker.

    Where something changes, it forgets all answers.
    """

    def __init__(self) -> None:
        super().__init__()
        self._values: dict[Hashable, Any] = {}

    def ask(self, question: Hashable, answer: Callable[[], _T]) -> _T:
        """What `answer()` returned the first time."""
        if question in self._values:
            known: _T = self._values[question]
            return known
        value = self._values[question] = answer()
        return value

    def begin(self, changed: Set[Hashable]) -> None:
        """Begin the next version of the inputs."""
        if changed:
            self.forget()

    def forget(self) -> None:
        """Forget all answers."""
        self._values = {}


def _answered(answer: Callable[[], object]) -> _Answer:
    outer, _recorder.reads = _recorder.reads, set()
    try:
        return _Answer(answer(), _recorder.reads)
    finally:
        _recorder.reads = outer
