"""Which names of a Python file fal would take for an app. Knows how fal's loader chooses; must not
know `[tool.fal]`.

`_find_target` (fal/utils.py:25) looks at the names of the module after running it: a name given
must be in it (a plain look-up: no dots) and stand for a subclass of `fal.App` or for what
`@fal.function(...)` made; without a name there must be exactly one subclass, or none and exactly
one function. Imported classes and aliases are names like any other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeVar

from ...memo import UNTRACKED, Memo, record
from ..files import Unreadable
from . import fal_names
from .bindings import (
    FalThing,
    Foreign,
    FoundClass,
    FoundFunction,
    FoundValue,
    Meaning,
    Missing,
    Unknown,
)
from .imports import Absent

if TYPE_CHECKING:
    from .names import Names
    from .types import Decorator, PythonClass, PythonFunction

_T = TypeVar("_T")

Answer = Literal["yes", "no", "maybe"]

Kind = Literal["app", "function", "other", "unknown", "missing"]
"""`app`: a subclass of `fal.App`. `function`: made by `@fal.function(...)`. `other`: certainly
neither. `unknown`: nobody knows without running the code. `missing`: the file has no such name."""

_MAX_DEPTH = 50


class Target(NamedTuple):
    """What a name in a file stands for to fal."""

    name: str
    kind: Kind
    path: str
    """The file of the definition where there is one, else the file that was asked about."""
    line: int
    definition: PythonClass | PythonFunction | None = None
    options: Decorator | None = None
    """The `@fal.function(...)` of a function."""
    fal_name: str | None = None
    """The name in fal of something that fal defines itself, such as `fal.App`."""
    reason: str = ""
    """Why the kind is `unknown`."""


class Targets(NamedTuple):
    """What fal finds in a file when no name is given; `fal.App` itself does not count.

    `unknown` are the names that may be an app or a function. The list of names is complete unless
    code or a star import binds more.
    """

    apps: tuple[Target, ...]
    functions: tuple[Target, ...]
    unknown: tuple[Target, ...]
    is_complete: bool


class Apps:
    """Tells apps and functions of fal from everything else."""

    def __init__(self, names: Names, memo: Memo) -> None:
        self.names = names
        self._memo = memo
        # The classes that are being looked at, each a base of the one before it.
        self._asked: set[tuple[str, str, int]] = set()

    def target(self, path: str, name: str, *, imported: bool = False) -> Target | Unreadable:
        """What `ref = "path::name"` leads to. `Unreadable` where the file cannot be read.

        `imported` asks what Python finds under a name with or without dots after an import.
        """
        module = self.names.module(path)
        if isinstance(module, Unreadable):
            return module
        if not name or ("." in name and not imported):
            return Target(name, "missing", module.path, 0)
        look = self.names.public if imported else self.names.lookup
        meanings = look(path, name)
        found = [self._target(module.path, name, meaning) for meaning in meanings]
        if len({each.kind for each in found}) == 1:
            return found[0]
        return found[0]._replace(kind="unknown", reason=f"{name} depends on conditions")

    def targets(self, path: str) -> Targets | Unreadable:
        """What `ref = "path"` finds. `Unreadable` where the file cannot be read."""
        module = self.names.module(path)
        if isinstance(module, Unreadable):
            return module
        names = dict.fromkeys(module.bindings)
        complete = not module.is_dynamic
        for _order, star in module.stars:
            starred = self._star_names(path, star)
            complete = complete and starred is not None
            names.update(dict.fromkeys(starred or ()))
        found = [self.target(path, name) for name in names]
        targets = [each for each in found if isinstance(each, Target)]
        apps = [each for each in targets if each.kind == "app"]
        return Targets(
            tuple(each for each in apps if each.fal_name not in fal_names.APP_BASES),
            tuple(each for each in targets if each.kind == "function"),
            tuple(each for each in targets if each.kind == "unknown"),
            complete,
        )

    def is_app(self, found: FoundClass) -> Answer:
        """Whether a class of the project is a subclass of `fal.App`."""
        identity = _identity(found)
        # A class that is its own base cannot run.
        if identity in self._asked or len(self._asked) > _MAX_DEPTH:
            record(UNTRACKED)
            return "maybe"
        self._asked.add(identity)
        try:
            return self.of_class(_is_app, found)
        finally:
            self._asked.remove(identity)

    def of_class(self, question: Callable[[Apps, FoundClass], _T], found: FoundClass) -> _T:
        """The answer to a question about a class; asked once a class."""

        def answer() -> _T:
            # The next version of the file may have another class at this place.
            self.names.module(found.path)
            return question(self, found)

        return self._memo.ask((question, *_identity(found)), answer)

    def base_meanings(self, found: FoundClass) -> tuple[tuple[Meaning, ...], ...]:
        """The meanings of each base class, in the order of the class statement."""
        return tuple(
            self.names.lookup(found.path, base.name, found.definition.order)
            if base.kind == "name"
            else (Unknown("a base class that is computed"),)
            for base in found.definition.bases
        )

    def fal_name(self, path: str, decorator: Decorator, before: int) -> str | None:
        """The name in fal of what a decorator is, `None` where it is not certainly fal's."""
        meanings = self.names.lookup(path, decorator.name, before) if decorator.name else ()
        if len(meanings) != 1 or not isinstance(meanings[0], FalThing):
            return None
        return meanings[0].name

    def base_is_app(self, meanings: tuple[Meaning, ...]) -> Answer:
        """Whether what a base class may stand for is a subclass of `fal.App`."""
        answers: set[Answer] = set()
        for meaning in meanings:
            if isinstance(meaning, FalThing):
                answers.add(_fal_answer(meaning.name))
            elif isinstance(meaning, FoundClass):
                answers.add(self.is_app(meaning))
            else:
                answers.add("no" if isinstance(meaning, Foreign) else "maybe")
        return answers.pop() if len(answers) == 1 else "maybe"

    def _target(self, path: str, name: str, meaning: Meaning) -> Target:
        if isinstance(meaning, FoundClass):
            return self._class_target(name, meaning)
        if isinstance(meaning, FoundFunction):
            return self._function_target(name, meaning)
        if isinstance(meaning, FalThing):
            kind = _kind(_fal_answer(meaning.name))
            return Target(name, kind, path, 0, fal_name=meaning.name, reason="a name in fal")
        if isinstance(meaning, FoundValue):
            return Target(name, self._value_kind(meaning), meaning.path, 0, reason="computed")
        if isinstance(meaning, Unknown):
            return Target(name, "unknown", path, 0, reason=meaning.reason)
        return Target(name, "missing" if isinstance(meaning, Missing) else "other", path, 0)

    def _class_target(self, name: str, found: FoundClass) -> Target:
        definition = found.definition
        answer = self.is_app(found)
        for decorator in definition.decorators:
            meanings = self.names.lookup(found.path, decorator.name, definition.order)
            # A decorator of Python's own gives the class back (`dataclass`, `final`).
            if not decorator.name or not all(isinstance(each, Foreign) for each in meanings):
                answer = "maybe"
        reason = "" if answer != "maybe" else "a base class or a decorator cannot be followed"
        kind = _kind(answer)
        return Target(name, kind, found.path, definition.line, definition, reason=reason)

    def _function_target(self, name: str, found: FoundFunction) -> Target:
        definition = found.definition
        plain = Target(name, "other", found.path, definition.line, definition)
        if not definition.decorators:
            return plain
        outer, *inner = definition.decorators
        answer = self._makes_function(found, outer)
        if answer == "yes":
            return plain._replace(kind="function", options=outer)
        if answer == "no":
            # What a decorator of Python's own makes of a function of fal is its own affair.
            over = any(self._makes_function(found, each) != "no" for each in inner)
            return plain._replace(kind="unknown") if over else plain
        return plain._replace(kind="unknown", reason=f"the decorator {outer.name}")

    def _makes_function(self, found: FoundFunction, decorator: Decorator) -> Answer:
        if not decorator.name:
            return "maybe"
        answers: set[Answer] = set()
        for meaning in self.names.lookup(found.path, decorator.name, found.definition.order):
            if isinstance(meaning, FalThing) and meaning.name == fal_names.FUNCTION:
                # Without the call fal takes the function for a kind of environment and refuses.
                answers.add("yes" if decorator.called else "no")
            elif isinstance(meaning, FoundValue) and not decorator.called:
                answers.add("yes" if self._calls_of_function(meaning) == 0 else "maybe")
            elif isinstance(meaning, FalThing):
                answers.add("no" if meaning.name in fal_names.NOT_APPS else "maybe")
            else:
                answers.add("no" if isinstance(meaning, Foreign) else "maybe")
        return answers.pop() if len(answers) == 1 else "maybe"

    def _value_kind(self, found: FoundValue) -> Kind:
        expression = found.expression
        if expression.kind == "plain":
            return "other"
        if expression.kind != "call":
            return "unknown"
        calls = self._calls_of_function(found)
        if calls is not None:
            return "function" if calls else "other"
        for meaning in self.names.lookup(found.path, expression.name, found.order):
            instance = isinstance(meaning, FoundClass) and not expression.calls
            # An instance of an app cannot even be made (`App.__init__`, fal/app.py:799).
            of_fal = isinstance(meaning, FalThing) and meaning.name in fal_names.CLASSES
            if not instance and not of_fal:
                return "unknown"
        return "other"

    def _calls_of_function(self, found: FoundValue) -> int | None:
        """How often the result of `fal.function(...)` is called, `None` for other values."""
        expression = found.expression
        if expression.kind != "call":
            return None
        meanings = self.names.lookup(found.path, expression.name, found.order)
        return expression.calls if meanings == (FalThing(fal_names.FUNCTION),) else None

    def _star_names(self, path: str, star: str) -> tuple[str, ...] | None:
        """What a star import binds, `None` where that cannot be seen."""
        found = self.names.find_module(path, star)
        if isinstance(found, FalThing):
            return tuple(sorted(fal_names.EXPORTS)) if found.name == "fal" else None
        if isinstance(found, Foreign):
            return ()
        if isinstance(found, Absent) or found.kind == "namespace":
            return None
        module = self.names.module(found.path)
        if isinstance(module, Unreadable) or module.is_dynamic:
            return None
        if module.exports is not None:
            return module.exports
        if module.stars:
            return None
        return tuple(name for name in module.bindings if not name.startswith("_"))


def _identity(found: FoundClass) -> tuple[str, str, int]:
    """What names a class in one version of its file; its definition cannot be hashed."""
    return found.path, found.definition.name, found.definition.line


def _is_app(apps: Apps, found: FoundClass) -> Answer:
    return _any(apps.base_is_app(meanings) for meanings in apps.base_meanings(found))


def _fal_answer(name: str) -> Answer:
    if name in fal_names.APP_CLASSES:
        return "yes"
    known = name in fal_names.NOT_APPS or name == fal_names.FUNCTION or "." not in name
    return "no" if known or f"{name}.".startswith(fal_names.MODULES_WITHOUT_APPS) else "maybe"


def _kind(answer: Answer) -> Kind:
    return "app" if answer == "yes" else "other" if answer == "no" else "unknown"


def _any(answers: Iterable[Answer]) -> Answer:
    found = set(answers)
    return "yes" if "yes" in found else "maybe" if "maybe" in found else "no"
