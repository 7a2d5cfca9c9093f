"""A `python_entry_point` is not of the form `module:symbol`.

## What it does
Reports a `python_entry_point` that is not a dotted module, one colon and a dotted symbol, all of them Python names.

## Why
fal only looks for a `:` with text on both sides; anything else fails when the runner imports it, after the deploy.

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

from ..context import AppContext
from ..finding import Finding, Fix, Place, RenameKey, ReplaceValue, Rule, Severity

_KEY = "python_entry_point"


def check(app: AppContext) -> Iterator[Finding]:
    """One finding at most, with the repair where the text shows what was meant."""
    value = app.string(_KEY)
    if value is None or app.is_refused(_KEY):
        return
    module, separator, symbol = value.partition(":")
    if separator and _is_dotted_name(module) and _is_dotted_name(symbol):
        return
    path = (*app.path, _KEY)
    yield Finding(RULE.name, _message(value), Place(path), fixes=_fixes(app, value))


def _is_dotted_name(text: str) -> bool:
    return all(part.isidentifier() for part in text.split("."))


def _message(value: str) -> str:
    form = "`my_package.server:MyApp`"
    if not value.strip():
        return f"`{_KEY}` is empty: write the module and the class, {form}."
    if _is_file_reference(value):
        return (
            f"`{_KEY}` takes a module, and `{value}` names a file: write it as {form}, "
            "or use `ref` for a file."
        )
    if _is_spaced(value):
        return f"`{_KEY}` has a space that belongs to no name: write `{_without_spaces(value)}`."
    if "::" in value:
        return f"`{_KEY}` separates the module and the class with one colon: write {form}."
    if ":" not in value:
        return f"`{_KEY}` must be `<module>:<symbol>`, such as {form}; `{value}` has no `:`."
    return (
        f"`{_KEY}` must be `<module>:<symbol>` with Python names, such as {form}; `{value}` is not."
    )


def _is_spaced(value: str) -> bool:
    """Whether nothing is wrong but the spaces around the module or the symbol."""
    module, separator, symbol = (part.strip() for part in value.partition(":"))
    return bool(separator) and _is_dotted_name(module) and _is_dotted_name(symbol)


def _without_spaces(value: str) -> str:
    """TOML for the entry point without the spaces around its parts."""
    return f'"{":".join(part.strip() for part in value.split(":"))}"'


def _is_file_reference(value: str) -> bool:
    file = value.partition(":")[0]
    return file.endswith(".py") or "/" in file or "\\" in file


def _fixes(app: AppContext, value: str) -> tuple[Fix, ...]:
    path = (*app.path, _KEY)
    file, separator, symbol = value.partition("::")
    if separator and file.endswith(".py") and symbol.isidentifier():
        if app.has("ref"):
            return ()
        return (Fix("Use `ref` instead", (RenameKey(path, "ref"),), safe=False),)
    if separator and _is_dotted_name(file) and _is_dotted_name(symbol):
        text = f'"{file}:{symbol}"'
        return (Fix(f"Write `{text}`", (ReplaceValue(path, text),)),)
    if _is_spaced(value):
        text = _without_spaces(value)
        return (Fix(f"Write `{text}`", (ReplaceValue(path, text),)),)
    module, _, last = value.rpartition(".")
    if ":" not in value and _is_dotted_name(value) and module and last[:1].isupper():
        text = f'"{module}:{last}"'
        return (Fix(f"Write `{text}`", (ReplaceValue(path, text),), safe=False),)
    return ()


RULE = Rule("entry-point-format", Severity.ERROR, __doc__, check_app=check)
