"""Which names of a Python file fal would take for an app. Knows how fal's loader chooses; must not
know `[tool.fal]`.

`_find_target` (fal/utils.py:25) looks at the names of the module after running it: a name given
must be in it (a plain look-up: no dots) and stand for a subclass of `fal.App` or for what
`@fal.function(...)` made; without a name there must be exactly one subclass, or none and exactly
one function. Imported classes and aliases are names like any other.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple

from ..files import Unreadable
from . import fal_names
from .app_class import AppClass, app_class
from .lattice import choices
from .loading import Loading, loading
from .refusals import Refusals, refusals
from .settings import Data, Setting, data, setting
from .values import (
    UNSET,
    ClassValue,
    External,
    FalFunction,
    FalThing,
    Foreign,
    FunctionValue,
    Made,
    ModuleValue,
    Unknown,
    Unset,
    Value,
)

if TYPE_CHECKING:
    from ...memo import Memo
    from .module import Module
    from .modules import Modules
    from .mro import Lineages
    from .source import Definition

_MOST_CLASSES, _MOST_ATTRIBUTES = 300, 3_000
"""How many classes of a file are examined for mistakes, in addition to those that are named, and
how many attributes these may have in all, those of their bases included."""

Answer = Literal["yes", "no", "maybe"]

Kind = Literal["app", "function", "other", "unknown", "missing"]
"""`app`: a subclass of `fal.App`. `function`: made by `@fal.function(...)`. `other`: certainly
neither. `unknown`: nobody knows without running the code. `missing`: the file has no such name."""


class FunctionOptions(NamedTuple):
    """What `@fal.function(...)` is called with."""

    arguments: tuple[Data, ...]
    keywords: Mapping[str, Setting]
    spreads_keywords: bool
    """There are more arguments, in a `*` or `**` that is not known."""


class Target(NamedTuple):
    """What a name in a file stands for to fal."""

    name: str
    kind: Kind
    path: str
    """The file of the definition where there is one, else the file that was asked about."""
    line: int
    definition: Definition | None = None
    options: FunctionOptions | None = None
    """The `@fal.function(...)` of a function."""
    fal_name: str | None = None
    """The name in fal of something that fal defines itself, such as `fal.App`."""
    reason: str = ""
    """Why the kind is `unknown`."""
    value: ClassValue | None = None
    """The class."""
    seen_from: str = ""
    """The file that fal runs: what it changes of the class counts."""
    alternatives: tuple[Target, ...] = ()
    """All that the name may be, where a condition decides."""


class Targets(NamedTuple):
    """What fal finds in a file when no name is given; `fal.App` itself does not count.

    `unknown` are the names that may be an app or a function. The list of names is complete unless
    code or a star import binds more.
    """

    apps: tuple[Target, ...]
    functions: tuple[Target, ...]
    unknown: tuple[Target, ...]
    is_complete: bool

    @property
    def is_certain(self) -> bool:
        """Whether nothing else can be an app or a function."""
        return self.is_complete and not self.unknown

    @property
    def several(self) -> tuple[Target, ...]:
        """The classes or functions among which fal would not choose; empty where it could."""
        if self.apps or not self.is_certain:
            return self.apps if len(self.apps) > 1 else ()
        return self.functions if len(self.functions) > 1 else ()


class Apps:
    """Recognizes apps and functions of fal."""

    def __init__(self, modules: Modules, memo: Memo) -> None:
        self.modules = modules
        self._memo = memo
        self._reading: set[int] = set()
        """The identities of the classes that are being read."""

    def target(self, path: str, name: str, *, imported: bool = False) -> Target | Unreadable:
        """What `ref = "path::name"` leads to. `Unreadable` where the file cannot be read.

        `imported` asks what Python finds under a name with or without dots after an import.
        """
        question = ("target", path, name, imported)
        return self._memo.ask(question, lambda: self._target(path, name, imported))

    def _target(self, path: str, name: str, imported: bool) -> Target | Unreadable:
        module = self.modules.module(path)
        if isinstance(module, Unreadable):
            return module
        if not name or ("." in name and not imported):
            return Target(name, "missing", module.path, 0)
        return self._of_value(module, name, self._value(module, name, imported), {})

    def _value(self, module: Module, name: str, imported: bool) -> Value:
        first, *rest = name.split(".")
        binding = module.names.get(first)
        found = UNSET if binding is None else binding.value
        if isinstance(found, Unset):
            found = self.modules.member(module.path, first, imported=imported)
        value = self.modules.resolve(found, module.store)
        for attribute in rest:
            value = self._attribute(module, value, attribute)
        return value

    def _attribute(self, module: Module, owner: Value, name: str) -> Value:
        unknown = Unknown(f"{name} cannot be followed")
        if isinstance(owner, ClassValue):
            binding, is_certain = self.modules.class_binding(owner, name, module.store)
            if binding is None or not is_certain:
                return unknown
            return self.modules.resolve(binding.value, module.store)
        if isinstance(owner, FalThing):
            return FalThing(fal_names.canonical(f"{owner.name}.{name}"))
        if isinstance(owner, Foreign):
            return Foreign(f"{owner.name}.{name}")
        if isinstance(owner, ModuleValue):
            value = self.modules.module_attribute(owner, name, module.store)
            return self.modules.resolve(value, module.store)
        return unknown

    def targets(self, path: str) -> Targets | Unreadable:
        """What `ref = "path"` finds. `Unreadable` where the file cannot be read."""
        return self._memo.ask(("targets", path), lambda: self._targets(path))

    def _targets(self, path: str) -> Targets | Unreadable:
        module = self.modules.module(path)
        if isinstance(module, Unreadable):
            return module
        known: Lineages = {}
        targets = [
            self._of_value(module, name, self._value(module, name, imported=False), known)
            for name in module.names
            if name.isidentifier()
        ]
        apps = [each for each in targets if each.kind == "app"]
        return Targets(
            tuple(each for each in apps if each.fal_name not in fal_names.APP_BASES),
            tuple(each for each in targets if each.kind == "function"),
            tuple(each for each in targets if each.kind == "unknown"),
            not module.is_open,
        )

    def app_class(self, target: Target) -> AppClass | None:
        """What a class of the project sets; `None` for other targets."""
        if target.value is None or target.definition is None:
            return None
        return self._app_class(target.seen_from, target.value)

    def _app_class(self, path: str, value: ClassValue) -> AppClass | None:
        definition = value.definition
        question = ("class", path, definition.path, definition.line, definition.name)

        def read() -> tuple[ClassValue, AppClass | None]:
            # A file that changes has another value for the same class.
            self.modules.module(definition.path)
            return value, self._read_class(path, value)

        known, found = self._memo.ask(question, read)
        # One statement may define several classes, in a loop or a function.
        return found if known is value else self._read_class(path, value)

    def _read_class(self, path: str, value: ClassValue) -> AppClass | None:
        module = self.modules.module(path)
        if isinstance(module, Unreadable):
            return None

        def known(base: ClassValue) -> AppClass | None:
            # A class that is its own base cannot run.
            return None if id(base) in self._reading else self._app_class(path, base)

        self._reading.add(id(value))
        try:
            found = app_class(self.modules, module, value, known)
        finally:
            self._reading.discard(id(value))
        if any(
            (each is not module or module.changes_fal or module.reaches_anywhere)
            and (each.changes_others or each.changes_containers)
            for each in self.loading(path).running
        ):
            # What another module changes, and when, is not followed.
            return found._replace(decides_settings=True, is_own_affair=True)
        if self._shares_instances(path):
            return found._replace(decides_settings=True, is_own_affair=True)
        return found

    def _shares_instances(self, path: str) -> bool:
        """Whether a module reads attributes of instances that another one changes."""
        running = self.loading(path).running
        return any(
            id(change.table) in each.instances
            for changing in running
            if changing.changes_instances
            for each in running
            if each is not changing
            for change in changing.store.elsewhere.values()
        )

    def loading(self, path: str, name: str | None = None) -> Loading:
        """What runs when fal runs a file, or imports it as a module."""
        return self._memo.ask(("loading", path, name), lambda: loading(self.modules, path, name))

    def refusals(self, path: str) -> Refusals:
        """What certainly raises in a file that is loaded, but for its imports."""
        return self._memo.ask(("refusals", path), lambda: self._refusals(path))

    def _refusals(self, path: str) -> Refusals:
        module = self.modules.module(path)
        if isinstance(module, Unreadable):
            return Refusals((), (), (), (), ())
        return refusals(self.modules, module)

    def classes(self, path: str) -> tuple[AppClass, ...]:
        """The apps that a file certainly defines, whether or not anything refers to them."""
        return self._memo.ask(("classes", path), lambda: self._classes(path))

    def _classes(self, path: str) -> tuple[AppClass, ...]:
        module = self.modules.module(path)
        if isinstance(module, Unreadable):
            return ()
        known: Lineages = {}
        found: list[AppClass] = []
        left = _MOST_ATTRIBUTES
        for each in module.classes[:_MOST_CLASSES]:
            if left > 0 and self._is_app(module, each, known) == "yes":
                app = self._app_class(module.path, each)
                if app is not None:
                    found.append(app)
                    left -= len(app.attributes)
        return tuple(found)

    def _is_app(self, module: Module, found: ClassValue, known: Lineages) -> Answer:
        line = self.modules.lineage(found, module.store, known)
        names = [each.name for each in line.links if isinstance(each, FalThing)]
        answers = {_fal_answer(name) for name in names}
        if "yes" in answers:
            return "yes"
        return "maybe" if "maybe" in answers or not line.is_complete else "no"

    def _of_value(self, module: Module, name: str, value: Value, known: Lineages) -> Target:
        found = [self._of_one(module, name, each, known) for each in choices(value)]
        if len({each.kind for each in found}) == 1:
            # Which of two classes it is nobody knows.
            if len(found) == 1:
                return found[0]
            return found[0]._replace(value=None, options=None, alternatives=tuple(found))
        return found[0]._replace(
            kind="unknown",
            reason=f"{name} depends on conditions",
            value=None,
            options=None,
            alternatives=tuple(found),
        )

    def _of_one(self, module: Module, name: str, value: Value, known: Lineages) -> Target:
        path = module.path
        value = self.modules.resolve(value, module.store)
        if isinstance(value, ClassValue):
            return self._of_class(module, name, value, known)
        if isinstance(value, FunctionValue):
            return _of_function(name, value)
        if isinstance(value, FalFunction):
            found = self._of_fal_function(module, name, value)
            return found._replace(options=None) if self._is_changed(module, value) else found
        if isinstance(value, FalThing):
            kind = _kind(_fal_answer(value.name))
            return Target(name, kind, path, 0, fal_name=value.name, reason="a name in fal")
        if isinstance(value, Made):
            return Target(name, _made(value), path, 0, reason="computed")
        if isinstance(value, Unknown):
            kind = "other" if value.kind else "unknown"
            return Target(name, kind, path, 0, reason=value.reason)
        if isinstance(value, External):
            return Target(name, "other", path, 0)
        return Target(name, "missing" if isinstance(value, Unset) else "other", path, 0)

    def _of_fal_function(self, module: Module, name: str, value: FalFunction) -> Target:
        def seen(each: Value) -> Value:
            return module.store.seen(self.modules.resolve(each, module.store))

        made = value.options
        options = FunctionOptions(
            tuple(data(seen(each)) for each in made.arguments.positional),
            {
                key: setting(binding._replace(value=seen(binding.value)))
                for key, binding in made.arguments.keywords.items()
            },
            made.arguments.spreads,
        )
        if isinstance(value.function, FunctionValue):
            definition = value.function.definition
            return Target(name, "function", definition.path, definition.line, definition, options)
        return Target(name, "function", module.path, made.line, None, options)

    def _is_changed(self, module: Module, value: FalFunction) -> bool:
        """Whether code may have changed the options of a function."""
        table = value.options.changed_later
        if table is None:
            return False
        if table or any(each.table is table for each in module.store.elsewhere.values()):
            return True
        return any(
            each.changes_others and each is not module for each in self.loading(module.path).running
        ) or self._shares_instances(module.path)

    def _of_class(self, module: Module, name: str, value: ClassValue, known: Lineages) -> Target:
        definition = value.definition
        answer: Answer = "maybe" if value.opaque else self._is_app(module, value, known)
        reason = "" if answer != "maybe" else "a base class or a decorator cannot be followed"
        return Target(
            name,
            _kind(answer),
            definition.path,
            definition.line,
            definition,
            reason=reason,
            value=value,
            seen_from=module.path,
        )


def _of_function(name: str, value: FunctionValue) -> Target:
    definition = value.definition
    kind: Kind = "unknown" if value.opaque else "other"
    reason = "a decorator that cannot be followed" if value.opaque else ""
    return Target(name, kind, definition.path, definition.line, definition, reason=reason)


def _made(value: Made) -> Kind:
    """The kind of the result of a call."""
    maker = value.callee
    # An instance of an app cannot even be made (`App.__init__`, fal/app.py:799).
    if isinstance(maker, ClassValue):
        return "other"
    if isinstance(maker, Foreign):
        # `FastAPI()`; a function may give back what it was given.
        last = maker.name.rpartition(".")[2]
        return "other" if last[:1].isupper() else "unknown"
    if not isinstance(maker, FalThing):
        return "unknown"
    is_data = maker.name in fal_names.CLASSES or maker.name in fal_names.NOT_APPS
    is_data = is_data or maker.name.startswith("fal.ContainerImage.")
    return "other" if is_data or maker.name == fal_names.FUNCTION else "unknown"


def _fal_answer(name: str) -> Answer:
    if name in fal_names.APP_CLASSES:
        return "yes"
    known = name in fal_names.NOT_APPS or name == fal_names.FUNCTION or "." not in name
    return "no" if known or f"{name}.".startswith(fal_names.MODULES_WITHOUT_APPS) else "maybe"


def _kind(answer: Answer) -> Kind:
    return "app" if answer == "yes" else "other" if answer == "no" else "unknown"
