"""Which keys get their values from the files around, and who finds them. Knows keys, no files.

The finders are imported when a key needs one. Each takes the question and the project and yields
offers of plain values; that a list has brackets around them is the business of `values.py`.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from .candidate import Context, Offer


class Finder(NamedTuple):
    """A function of a module here; `is_complete`: a value that it doesn't find is hardly right."""

    module: str
    function: str
    is_complete: bool = False


_VALUES: dict[tuple[str, ...], Finder] = {
    ("ref",): Finder("python_values", "refs", True),
    ("python_entry_point",): Finder("python_values", "entry_points", True),
    ("python_version",): Finder("python_values", "versions"),
    ("image", "dockerfile"): Finder("path_values", "dockerfiles", True),
    ("app_files",): Finder("path_values", "app_files", True),
    ("app_files_context_dir",): Finder("path_values", "directories", True),
    ("requirements_context_dir",): Finder("path_values", "directories", True),
    ("requirements",): Finder("requirement_values", "local_requirements", True),
    ("exposed_port",): Finder("container_values", "ports"),
    ("image", "build_args", "*"): Finder("container_values", "argument_defaults", True),
}
"""The finder of a key's values, by the keys from the app on; `*` is a key that the user chooses."""

_NAMES: dict[tuple[str, ...], Finder] = {
    ("image", "build_args"): Finder("container_values", "arguments"),
    ("image", "secrets"): Finder("container_values", "build_secrets"),
    ("image", "registries"): Finder("container_values", "registries"),
}
"""The finder of the keys of a table in which the user chooses them."""


def is_backed(context: Context, keys: tuple[str, ...]) -> bool:
    """Whether the project knows the values of a key, so that an example would only mislead."""
    finder = _finder(keys)
    return context.project is not None and finder is not None and finder.is_complete


def values_from_project(context: Context) -> Iterable[Offer]:
    """The values that the files around supply for the value or item at the cursor."""
    return _found(context, _finder(context.keys))


def names_from_project(context: Context) -> Iterable[Offer]:
    """The keys that the files around supply for the table at the cursor."""
    return _found(context, _NAMES.get(context.keys))


def _finder(keys: tuple[str, ...]) -> Finder | None:
    return _VALUES.get(keys) or _VALUES.get((*keys[:-1], "*"))


def _found(context: Context, finder: Finder | None) -> Iterable[Offer]:
    if context.project is None or finder is None:
        return ()
    module = import_module(f"{__package__}.{finder.module}")
    found: Iterable[Offer] = getattr(module, finder.function)(context, context.project)
    return found
