"""What fal and Python certainly refuse when a file runs: calls, bases, options.

Knows the signatures of fal (`fal_names.py`) and what Python demands of bases; must not know files
that import others (`loading.py`), nor how a problem is worded.
"""

from __future__ import annotations

import builtins
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from . import fal_names
from .attributes import Attributes
from .dataclass_refusals import refused_class
from .lattice import choices
from .model_refusals import refused_models
from .plain_data import plain, truth
from .pydantic_names import FAL_MODEL
from .refusal import Kind, Refusal
from .values import (
    ANY_NAME,
    Binding,
    ClassValue,
    Constant,
    Dictionary,
    FalFunction,
    FalThing,
    Foreign,
    FunctionValue,
    Made,
    ModuleValue,
    Sequence,
    Value,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from .module import Call, Module
    from .modules import Modules
    from .mro import Lineage, Lineages
    from .source import Written

_FINAL = frozenset({"builtins.bool", "builtins.range", "builtins.slice", "builtins.memoryview"})
_RESERVED = {
    "typing.NamedTuple": "NamedTuple",
    "enum.Enum": "Enum",
    "enum.IntEnum": "IntEnum",
    "enum.Flag": "Flag",
    "typing.TypedDict": "TypedDict",
    "typing_extensions.TypedDict": "TypedDict",
    "typing_extensions.NamedTuple": "NamedTuple",
}
"""Classes of Python whose metaclass or creation does not go with a `fal.App`."""

_PROTOCOLS = frozenset({"typing.Protocol", "typing_extensions.Protocol"})
_NO_BASES = frozenset(
    f"{module}.{name}"
    for module in ("typing", "typing_extensions")
    for name in ("Union", "Optional", "Literal", "ClassVar", "Final")
)
"""What types are made of, and no classes."""

_WITH_INIT = frozenset(
    {f"builtins.{name}" for name in ("list", "dict", "set", "bytearray")}
    | {
        f"builtins.{name}"
        for name, each in vars(builtins).items()
        if isinstance(each, type) and issubclass(each, BaseException)
    }
    | {f"typing.{name}" for name in ("List", "Dict", "Set", "DefaultDict", "OrderedDict")}
    | {f"typing.{name}" for name in ("Counter", "Deque")}
    | {f"collections.{name}" for name in ("OrderedDict", "Counter", "UserDict", "UserList")}
    | {"collections.defaultdict", "collections.deque", "threading.Thread", "pydantic.BaseModel"}
)
"""Classes of Python and pydantic with an `__init__` of their own."""

_NO_CLASSES = frozenset(
    {"fal", fal_names.FUNCTION, "fal.cached", *fal_names.ENDPOINTS}
    | {f"fal.{each}" for each in fal_names.MODULES}
)
"""Modules and functions of fal."""


class Refusals(NamedTuple):
    """All that certainly raises in a module but for its imports."""

    calls: tuple[Refusal, ...]
    bases: tuple[tuple[ClassValue, Refusal], ...]
    paths: tuple[tuple[str, Written], ...]
    """The paths of Dockerfiles that it reads."""
    fields: tuple[Refusal, ...]
    """What pydantic 2 refuses in the models."""
    defaults: tuple[Refusal, ...]
    """What Python refuses in dataclasses and other classes."""


def refusals(modules: Modules, module: Module) -> Refusals:
    """What a module certainly does that raises, or that raises where a file is missing."""
    resolve = _Resolver(modules, module)
    attributes = Attributes(modules, module)
    lineages = [(each, attributes.lineage(each)) for each in module.classes]
    bases = ((each, refused_bases(line, each, resolve)) for each, line in lineages)
    paths = (path_argument(call, resolve) for call in module.calls)
    return Refusals(
        tuple(refused_calls(modules, module)),
        tuple((found, refusal) for found, refusal in bases if refusal is not None),
        tuple(each for each in paths if each is not None),
        tuple(refused_models(attributes, lineages)),
        tuple(filter(None, (refused_class(attributes, *each) for each in lineages))),
    )


def refused_calls(modules: Modules, module: Module) -> Iterator[Refusal]:
    """The calls that a module certainly makes, and that certainly raise."""
    known: Lineages = {}
    for call in module.calls:
        callee = call.made.callee
        if isinstance(callee, ClassValue):
            links = modules.lineage(callee, module.store, known)
            if links.is_app and links.is_complete and not _has_init(links):
                yield Refusal("app-created", callee.definition.name, "", call.written)
            continue
        if not isinstance(callee, FalThing):
            continue
        resolve = _Resolver(modules, module)
        if callee.name in fal_names.APP_CLASSES:
            refusal: Refusal | None = Refusal("app-created", callee.name, "", call.written)
        elif callee.name == fal_names.FUNCTION:
            refusal = _refused_function(call, resolve)
        elif callee.name in fal_names.PARAMETERS:
            refusal = _refused_arguments(call, callee.name, resolve)
        else:
            continue
        if refusal is not None:
            yield refusal


def refused_bases(
    line: Lineage, found: ClassValue, resolve: Callable[[Value], Value]
) -> Refusal | None:
    """Why Python certainly refuses the bases of an app."""
    name = found.definition.name
    values = [resolve(base) for base in found.bases]
    # Without an order, the bases are not in it.
    is_app = line.is_app or any(
        isinstance(each, FalThing) and (each.name in fal_names.APP_CLASSES or _is_no_class(each))
        for each in values
    )
    if not is_app:
        return None
    seen: list[Value] = []
    for value in values:
        shown = _base_name(value)
        if any(each is value or (shown and each == value) for each in seen):
            return Refusal("base-twice", name, shown, None)
        seen.append(value)
        if _is_no_class(value):
            return Refusal("base-no-class", name, shown, None)
        if isinstance(value, Foreign) and value.name in _FINAL:
            return Refusal("base-final", name, shown, None)
        is_protocol = value is values[0] and isinstance(value, Foreign) and value.name in _PROTOCOLS
        if is_protocol or (isinstance(value, Foreign) and value.name in _RESERVED):
            return Refusal("base-reserved", name, shown, None)
    is_object_first = any(each == Foreign("builtins.object") for each in seen[:-1])
    if line.is_refused or is_object_first:
        return Refusal("bases-order", name, "", None)
    return _inherited_init(line, name, resolve)


def _inherited_init(line: Lineage, name: str, resolve: Callable[[Value], Value]) -> Refusal | None:
    """Why fal refuses a class that certainly has the `__init__` of another one than `fal.App`."""
    if not line.is_complete:
        return None
    for link in line.links:
        if isinstance(link, FalThing) and link != FAL_MODEL:
            return None
        if isinstance(link, Foreign) and link.name in _WITH_INIT:
            return Refusal("base-init", name, _base_name(link), None)
        if not isinstance(link, ClassValue):
            continue
        known = {*link.namespace, *link.changed_later}
        # Its own `__init__` is reported by itself.
        if "__init__" in known or ANY_NAME in known or link.opaque:
            return None
        bases = [resolve(base) for base in link.bases]
        names = {each.name if isinstance(each, Foreign) else "" for each in bases}
        if "" not in names and not names.isdisjoint(_PROTOCOLS):
            return Refusal("base-init", name, link.definition.name, None)
    return None


def _is_no_class(value: Value) -> bool:
    if isinstance(value, FalThing):
        return value.name in _NO_CLASSES
    if isinstance(value, Foreign):
        return value.name in _NO_BASES
    if isinstance(value, FunctionValue):
        return not value.opaque and value.kind == "function"
    if isinstance(value, Made):
        return isinstance(value.callee, (FalThing, ClassValue))
    return isinstance(value, (FalFunction, ModuleValue, Constant))


def refused_options(
    kind: Value, options: Iterable[str], image: bool | None
) -> tuple[Kind, str] | None:
    """The first option that `Host.parse_options` certainly refuses, and why.

    `image` says whether an image makes the kind `container`.
    """
    known, name = plain(kind)
    if image is None:
        known = False
    elif image:
        known, name = True, "container"
    if known and (not isinstance(name, str) or name not in fal_names.ENVIRONMENT_OPTIONS):
        return "environment-kind", str(name)
    every = frozenset().union(*fal_names.ENVIRONMENT_OPTIONS.values()) | {"kind", "env_yml"}
    own = fal_names.ENVIRONMENT_OPTIONS[name] if known else every
    for option in options:
        if option in fal_names.HOST_OPTIONS or option in own or option == "kind":
            continue
        if option == "env_yml":
            continue
        if option in every:
            return "option-of-kind", option
        return "option-unknown", option
    return None


def is_requirements(value: Value) -> bool | None:
    """Whether fal accepts a value as `requirements`; `None` where that is not known."""
    answers = {_is_requirements(each) for each in choices(value)}
    return answers.pop() if len(answers) == 1 else None


def _is_requirements(value: Value) -> bool | None:
    if isinstance(value, Sequence):
        return None if value.kind == "list" else False
    if isinstance(value, Constant):
        return value.data is None
    return False if isinstance(value, (Dictionary, FunctionValue, ModuleValue)) else None


class _Resolver:
    def __init__(self, modules: Modules, module: Module) -> None:
        self.modules = modules
        self.module = module

    def __call__(self, value: Value) -> Value:
        store = self.module.store
        return store.seen(self.modules.resolve(value, store))


def _has_init(line: Lineage) -> bool:
    """Whether the class is created in a way of its own."""
    for link in line.links:
        if isinstance(link, ClassValue):
            if link.metaclass is not None or link.opaque:
                return True
            if "__new__" in link.namespace or "__init__" in {*link.namespace, *link.changed_later}:
                return True
    return False


def _base_name(value: Value) -> str:
    if isinstance(value, (FalThing, Foreign)):
        return value.name.removeprefix("builtins.")
    if isinstance(value, (ClassValue, FunctionValue)):
        return value.definition.name
    if isinstance(value, Constant):
        return repr(value.data) if len(repr(value.data)) < 30 else type(value.data).__name__
    return ""


# Arguments


def _refused_arguments(call: Call, name: str, resolve: Callable[[Value], Value]) -> Refusal | None:
    positional, by_keyword, required = fal_names.PARAMETERS[name]
    arguments = call.made.arguments
    short = name.removeprefix("fal.")
    if len(arguments.positional) > len(positional):
        return Refusal("argument-count", short, str(len(positional)), call.written)
    for key, binding in arguments.keywords.items():
        if key not in positional and key not in by_keyword:
            return Refusal("argument-unknown", short, key, binding.name or call.written)
    given = arguments.named(positional)
    if not arguments.spreads:
        for key in positional[:required]:
            if key not in given:
                return Refusal("argument-missing", short, key, call.written)
    if name == "fal.endpoint" and "is_websocket" in given and "health_check" in given:
        checks = choices(resolve(given["health_check"]))
        is_check = all(isinstance(each, Made) for each in checks)
        if is_check and truth(resolve(given["is_websocket"])):
            return Refusal("websocket-check", short, "health_check", call.written)
    for key, value in given.items():
        words = _problem(name, key, resolve(value))
        if words:
            index = positional.index(key) if key in positional else -1
            written = _argument_place(call, index, key)
            return Refusal("argument-value", short, key, written, words)
    return None


def _problem(callee: str, name: str, value: Value) -> str:
    """What an argument has to be, where it certainly is not."""
    judge = _of_image if callee.startswith("fal.ContainerImage") else _of_endpoint
    if callee == "fal.toolkit.Hidden":
        judge = _of_hidden
    problems = {judge(name, each) for each in choices(value)}
    return problems.pop() if len(problems) == 1 else ""


def _of_endpoint(name: str, value: Value) -> str:
    known, data = plain(value)
    if name == "health_check":
        # What is empty counts as none, but the route has to be hashable.
        is_wrong = isinstance(value, (Dictionary, Sequence)) or (known and bool(data))
        return "a `HealthCheck`" if is_wrong else ""
    if name == "path":
        return "a string" if known and not isinstance(data, str) else ""
    return ""


def _of_hidden(name: str, value: Value) -> str:
    return "a `Field`" if isinstance(value, (Constant, Sequence, Dictionary)) else ""


def _of_image(name: str, value: Value) -> str:
    known, data = plain(value)
    if name in ("cmd", "entrypoint"):
        is_wrong = isinstance(value, Sequence) and value.kind != "list"
        is_wrong = is_wrong or isinstance(value, Dictionary)
        if known:
            is_list = isinstance(data, list) and all(isinstance(each, str) for each in data)
            is_wrong = not (data is None or isinstance(data, str) or is_list)
        return "a string or a list of strings" if is_wrong else ""
    if not known:
        return ""
    if name in ("dockerfile_str", "text"):
        return (
            "a Dockerfile" if data is None or (isinstance(data, str) and not data.strip()) else ""
        )
    if name == "builder" and data and data not in fal_names.IMAGE_BUILDERS:
        return "one of " + ", ".join(f'"{each}"' for each in fal_names.IMAGE_BUILDERS)
    if name == "use_isolate" and data is not None and not isinstance(data, bool):
        return "a boolean"
    if name == "registries" and isinstance(data, dict):
        for registry in data.values():
            if not isinstance(registry, dict) or not {"username", "password"} <= registry.keys():
                return "a username and a password for each registry"
    return ""


def path_argument(call: Call, resolve: Callable[[Value], Value]) -> tuple[str, Written] | None:
    """The path of a Dockerfile that a call certainly reads."""
    callee = call.made.callee
    parameter = fal_names.PATHS.get(callee.name) if isinstance(callee, FalThing) else None
    if parameter is None:
        return None
    value = call.made.arguments.named((parameter,)).get(parameter)
    known, data = plain(resolve(value)) if value is not None else (False, None)
    if not known or not isinstance(data, str):
        return None
    return data, _argument_place(call, 0, parameter)


def _argument_place(call: Call, index: int, name: str) -> Written:
    """Where an argument is written, the whole call where that is not known."""
    keywords = call.made.arguments.keywords
    if name in keywords:
        return keywords[name].written or call.written
    return call.arguments[index] if 0 <= index < len(call.arguments) else call.written


def _refused_function(call: Call, resolve: Callable[[Value], Value]) -> Refusal | None:
    given = call.made.arguments
    if len(given.positional) > 1:
        return Refusal("argument-count", "function", "1", call.written)
    keywords = {name: resolve(binding.value) for name, binding in given.keywords.items()}
    if "host" in keywords and keywords["host"] != Constant(None):
        return None
    kind = keywords.get("kind") or (None if given.first is None else resolve(given.first))
    if isinstance(kind, FunctionValue):
        # `@fal.function` without a call.
        return Refusal("environment-kind", "function", kind.definition.name, call.written)
    if given.spreads and not given.positional and "kind" not in keywords:
        kind = None
    elif kind is None:
        kind = Constant("virtualenv")
    if "requirements" in keywords and is_requirements(keywords["requirements"]) is False:
        place = _place(given.keywords, "requirements") or call.written
        return Refusal("requirements-type", "function", "requirements", place)
    image = holds(keywords["image"]) if "image" in keywords else None if given.spreads else False
    if kind is None or (image is False and not all(_is_text(each) for each in choices(kind))):
        image = None
    is_container = image or (image is False and plain(kind or Constant("")) == (True, "container"))
    if is_container and "app_files" in keywords and truth(keywords["app_files"]):
        place = _place(given.keywords, "app_files") or call.written
        return Refusal("container-files", "function", "app_files", place)
    options = [name for name in keywords if name not in fal_names.FUNCTION_PARAMETERS]
    found = refused_options(kind or Constant("virtualenv"), options, image)
    if found is None:
        return None
    problem, name = found
    place = _place(given.keywords, name, value=False) or call.written
    return Refusal(problem, "function", name, place, _kind_words(kind, image))


def holds(image: Value) -> bool | None:
    """Whether an image counts as given; `None` where that is not known."""
    is_image = isinstance(image, Made) and isinstance(image.callee, FalThing)
    return True if is_image else truth(image)


def _is_text(value: Value) -> bool:
    return isinstance(value, Constant)


def _kind_words(kind: Value | None, image: bool | None) -> str:
    if image:
        return "container"
    known, data = plain(kind) if kind is not None else (False, "")
    return data if known and isinstance(data, str) else ""


def _place(keywords: Mapping[str, Binding], name: str, *, value: bool = True) -> Written | None:
    binding = keywords.get(name)
    if binding is None:
        return None
    return binding.written if value else binding.name
