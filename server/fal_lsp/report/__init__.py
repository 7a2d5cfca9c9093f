"""The output formats by name. Knows which file makes which format, and loads only that one.

A format is a module with one function, `render(files, context)`, that yields pieces of text. It
gets checked files whose places are already rows and columns (`entry.py`) and knows neither TOML
nor how findings come about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from .entry import CheckedFile, Context

_MODULES = {
    "full": "full",
    "concise": "concise",
    "json": "json_array",
    "json-lines": "json_lines",
    "github": "github",
    "gitlab": "gitlab",
    "sarif": "sarif",
    "junit": "junit",
    "azure": "azure",
    "rdjson": "rdjson",
}

FORMATS = tuple(_MODULES)
"""The names of the formats, the default first."""


def render(name: str, files: Sequence[CheckedFile], context: Context) -> Iterator[str]:
    """The text of a report in the format `name` (one of `FORMATS`), piece by piece."""
    module = import_module(f".{_MODULES[name]}", __name__)
    function = cast(
        "Callable[[Sequence[CheckedFile], Context], Iterator[str]]", module.__dict__["render"]
    )
    return function(files, context)
