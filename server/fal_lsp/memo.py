"""Cached answers that hold as long as what they were read from. Knows no rule, no TOML, no project.

This is the idea of salsa (https://salsa-rs.github.io/salsa/reference/algorithm.html), on which
rust-analyzer and ty are built; "Build systems à la carte" (https://doi.org/10.1145/3236774) calls
it verifying traces. While a question is answered, what it reads of the inputs is recorded. In a
later version of the inputs the cached answer holds unless something that it read has changed.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Set
from contextvars import ContextVar
from typing import Any, TypeVar

_T = TypeVar("_T")


_reads: ContextVar[set[Hashable] | None] = ContextVar("reads", default=None)
"""What the question that is being answered has read; `None` while none is answered.

One for each thread, as in salsa: whoever reads an input need not know who asks.
"""

KEPT = 100
"""Versions for which an answer that nobody asks for is kept: a class, say, while a value is typed
that no rule about classes reads."""

UNTRACKED = ("untracked",)
"""The read of an answer that only holds for this version, since not all that it reads is known."""


def is_recording() -> bool:
    """Whether a question is being answered whose reads are recorded."""
    return _reads.get() is not None


def record(read: Hashable) -> None:
    """Record that an input, or a part of one, is read; `read` names it."""
    reads = _reads.get()
    if reads is not None:
        reads.add(read)


def record_all(reads: Iterable[Hashable]) -> None:
    """Record what an answer would read that is known without being asked for."""
    recorded = _reads.get()
    if recorded is not None:
        recorded.update(reads)


class _Answer:
    """An answer, what was read for it, and the last version in which it was seen to hold."""

    __slots__ = ("reads", "value", "verified")

    def __init__(self, value: Any, reads: Set[Hashable], verified: int) -> None:
        self.value = value
        self.reads = reads
        self.verified = verified


class Memo:
    """The answers to questions about the versions of some inputs.

    What is not asked for some hundred versions is forgotten, but for what is rarely asked.
    """

    def __init__(self) -> None:
        self.inputs: Any = None
        """The inputs of this version, for whoever finds out what changed; not looked at here."""
        self._answers: dict[Hashable, _Answer] = {}
        self._changes: list[Set[Hashable]] = []
        """What changed with each of the last versions, up to this one."""
        self._version = 0
        self._rare: set[Hashable] = set()
        self._shared: dict[Hashable, Set[Hashable]] = {}
        """What the answers to shared questions read."""

    def begin(self, changed: Set[Hashable]) -> None:
        """Begin the next version of the inputs, in which these reads have another result.

        Where there are none it is the same version: what comes or goes has to be among them.
        """
        if changed:
            self._version += 1
            self._changes.append(self._with_shared({*changed, UNTRACKED}))
            if len(self._changes) > 2 * KEPT:
                self._forget_old()

    def _with_shared(self, changed: Set[Hashable]) -> Set[Hashable]:
        """What changed, and the shared questions whose answers may have changed with it."""
        more: Set[Hashable] = changed
        while more:
            more = {
                question
                for question, reads in self._shared.items()
                if question not in changed and not reads.isdisjoint(changed)
            }
            changed = {*changed, *more}
        return changed

    def _forget_old(self) -> None:
        """Forget what was asked too long ago, and what changed by then."""
        oldest = self._version - KEPT
        for question in self._rare & self._answers.keys():
            answer = self._answers[question]
            if self._holds(answer):
                answer.verified = self._version
        self._answers = {
            question: answer
            for question, answer in self._answers.items()
            if answer.verified >= oldest
        }
        del self._changes[:-KEPT]

    def forget(self) -> None:
        """Forget all answers."""
        self._answers = {}
        self._shared = {}

    def was_asked(self, question: Hashable) -> bool:
        """Whether a question was answered in one of the last versions."""
        return question in self._answers

    def ask(self, question: Hashable, answer: Callable[[], _T]) -> _T:
        """What `answer()` returns, or returned in one of the last versions if that still holds.

        `question` names the question with its arguments. The answer must follow from what is
        recorded while it is computed. What a nested question reads is added to the reads of the one
        that asks it.
        """
        cached, version = self._answers.get(question), self._version
        if cached is not None and cached.verified != version:
            # Nearly all were asked in the last version, too: no call more for each of them.
            was_asked = cached.verified == version - 1
            if cached.reads.isdisjoint(self._changes[-1]) if was_asked else self._holds(cached):
                cached.verified = version
            else:
                cached = None
        if cached is None:
            cached = self._answers[question] = _Answer(*_answered(answer), version)
        reads = _reads.get()
        if reads is not None:
            reads |= cached.reads
        found: _T = cached.value
        return found

    def _holds(self, answer: _Answer) -> bool:
        """Whether nothing that was read for an answer has changed since it was verified."""
        seen = len(self._changes) - (self._version - answer.verified)
        return all(map(answer.reads.isdisjoint, self._changes[seen:]))

    def ask_rarely(self, question: Hashable, answer: Callable[[], _T]) -> _T:
        """As `ask`, for one of few questions that may not be asked for a long time.

        What is not asked is forgotten otherwise, even where it still holds.
        """
        self._rare.add(question)
        return self.ask(question, answer)

    def ask_shared(self, question: Hashable, answer: Callable[[], _T]) -> _T:
        """As `ask`, for a question that reads a lot and that many others ask.

        It is one read for each of them: many reads for each of many take the square of that. Only
        questions of this memo may ask it.
        """

        def noted() -> _T:
            value, self._shared[question] = with_reads(answer)
            return value

        outer = _reads.set(None)
        try:
            value = self.ask(question, noted)
        finally:
            _reads.reset(outer)
        record(question)
        return value


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

    def ask_shared(self, question: Hashable, answer: Callable[[], _T]) -> _T:
        """As `ask`: nothing is recorded."""
        return self.ask(question, answer)

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


def _answered(answer: Callable[[], _T]) -> tuple[_T, Set[Hashable]]:
    reads: set[Hashable] = set()
    outer = _reads.set(reads)
    try:
        return answer(), reads
    finally:
        _reads.reset(outer)
