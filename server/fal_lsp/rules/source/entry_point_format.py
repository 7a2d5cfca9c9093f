"""`python_entry_point` is not of the form `module:symbol`.

## What it does
Reports a `python_entry_point` that is not a dotted module, one colon and a dotted symbol, all of them Python names.

## Why
fal checks only for a `:` with text on both sides. Everything else fails when the runner imports the module, after the deploy.

## Example
```toml
[tool.fal.apps.image-generator]
python_entry_point = "my_package.server.ImageGenerator"
requirements = ["."]
```

## Use instead
```toml
[tool.fal.apps.image-generator]
python_entry_point = "my_package.server:ImageGenerator"
requirements = ["."]
```

## Source in fal
`fal.utils._parse_python_entry_point` (fal 1.83.0).
"""

from __future__ import annotations

from collections.abc import Iterator

from ...project.python.imports import ModuleLocation
from ..app_candidates import Candidate, change_to_one, is_certain, meant
from ..app_source import local_directories
from ..context import AppContext
from ..did_you_mean import change_to
from ..finding import Finding, Fix, Place, RenameKey, Rule, Severity

_KEY = "python_entry_point"


def check(app: AppContext) -> Iterator[Finding]:
    """At most one finding, with a fix where the text shows what was meant."""
    value = app.string(_KEY)
    if value is None or app.is_refused(_KEY):
        return
    module, separator, symbol = value.partition(":")
    if separator and _is_dotted_name(module) and _is_dotted_name(symbol):
        return
    place = Place((*app.path, _KEY))
    fixes = _fixes(app, place, value) or _candidates(app, place, value)
    advice = "" if fixes else _advice(value)
    yield Finding(RULE.name, _message(value), place, fixes=fixes, help=advice)


def _is_dotted_name(text: str) -> bool:
    return all(part.isidentifier() for part in text.split("."))


def _message(value: str) -> str:
    if not value.strip():
        return f"`{_KEY}` is empty."
    if _is_file_reference(value):
        return f"`{_KEY}` must be a module; `{value}` looks like a file path."
    if _is_spaced(value):
        return f"`{_KEY}` must not contain spaces."
    if "::" in value:
        return f"`{_KEY}` must separate the module and the class with a single `:`."
    if ":" not in value:
        return f"`{_KEY}` must be `<module>:<symbol>`, but `{value}` has no `:`."
    return f"`{_KEY}` must be `<module>:<symbol>` with Python names, not `{value}`."


def _advice(value: str) -> str:
    form = "Use the form `my_package.server:MyApp`"
    return f"{form}, or `ref` for a file." if _is_file_reference(value) else f"{form}."


def _is_spaced(value: str) -> bool:
    """Whether nothing is wrong but the spaces around the module or the symbol."""
    module, separator, symbol = (part.strip() for part in value.partition(":"))
    return bool(separator) and _is_dotted_name(module) and _is_dotted_name(symbol)


def _is_file_reference(value: str) -> bool:
    file = value.partition(":")[0]
    return file.endswith(".py") or "/" in file or "\\" in file


def _fixes(app: AppContext, place: Place, value: str) -> tuple[Fix, ...]:
    file, separator, symbol = value.partition("::")
    if separator and file.endswith(".py") and symbol.isidentifier():
        module = _module(app, file)
        if module is not None:
            return (change_to(place, f"{module}:{symbol}", safe=False),)
        # fal ignores the requirements of an app with a `ref`.
        if app.has("ref") or app.has("requirements"):
            return ()
        return (Fix("Convert to `ref`", (RenameKey(place.path, "ref"),), safe=False),)
    if separator and _is_dotted_name(file) and _is_dotted_name(symbol):
        return (change_to(place, f"{file}:{symbol}"),)
    if _is_spaced(value):
        return (change_to(place, ":".join(part.strip() for part in value.split(":"))),)
    module, _, last = value.rpartition(".")
    if ":" not in value and _is_dotted_name(value) and module and last[:1].isupper():
        return (change_to(place, f"{module}:{last}", safe=False),)
    return ()


def _candidates(app: AppContext, place: Place, value: str) -> tuple[Fix, ...]:
    """Write what the project has, where the value is the start of it, or its file."""
    if app.has("requirements") and not local_directories(app):
        # The module is not one of this project.
        return ()
    start, _, symbol = value.strip().partition(":")
    # The name of a package with a hyphen has none as a module.
    start = start.replace("-", "_")

    def fits(each: Candidate) -> bool:
        is_start = start in ("", *each.names) or each.entry_point.startswith(f"{start}.")
        is_named = each.target.name.startswith(symbol.lstrip(":"))
        return bool(each.entry_point) and is_start and is_named

    known = meant(app, fits)
    values = [each.entry_point for each in known]
    return change_to_one(place, values, preferred=is_certain(known))


def _module(app: AppContext, file: str) -> str | None:
    """The dotted name of a file in what the requirements install, `None` where it has none."""
    project, directories = app.project, local_directories(app)
    if project is None or not directories:
        return None
    parts = file.removesuffix(".py").replace("\\", "/").split("/")
    for start in reversed(range(len(parts))):
        name = ".".join(parts[start:])
        located = project.find_module(name, directories) if _is_dotted_name(name) else None
        if isinstance(located, ModuleLocation) and located.path == project.real(file):
            return name
    return None


RULE = Rule("entry-point-format", Severity.ERROR, __doc__, check_app=check, fixable="safe")
