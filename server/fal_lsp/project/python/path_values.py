"""What Python's own paths make of other paths, such as `Path(__file__).parent`. Knows plain data;
must not know syntax nodes or the disk.

Links are not followed and nothing is looked up: what needs the working directory or the home of a
user is not known.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, Any

from .operations import MAX_LENGTH, FilePath, Unknowable, joined_path
from .values import Constant

if TYPE_CHECKING:
    from .values import Arguments


MOST_NAMES = 300
"""Texts that are compared with the path of a file."""


def _path(*parts: str) -> FilePath:
    return joined_path([*parts])


def _absolute(path: str) -> str:
    if not os.path.isabs(path):
        raise Unknowable
    return os.path.normpath(path)


def _as_it_is(path: str) -> str:
    return path


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "pathlib.Path": _path,
    "pathlib.PurePath": _path,
    "os.path.join": os.path.join,
    "os.path.dirname": os.path.dirname,
    "os.path.basename": os.path.basename,
    "os.path.normpath": os.path.normpath,
    "os.path.abspath": _absolute,
    "os.path.realpath": _absolute,
    "os.fspath": _as_it_is,
    "builtins.str": _as_it_is,
}
"""Functions that are followed where all arguments are strings or paths."""

_METHODS: Mapping[str, Callable[..., Any]] = {
    "resolve": lambda path: FilePath(_absolute(path)),
    "absolute": lambda path: FilePath(_absolute(path)),
    "joinpath": _path,
    "as_posix": lambda path: path.replace(os.sep, "/"),
}


_MODE = re.compile(r"r[bt]?\+?|[bt]?r\+?|r\+[bt]|[bt]")
"""Those of `open` that read a file that has to be there."""


def opened(arguments: Arguments) -> str:
    """The path of a file that `open` reads with such arguments; empty if not known."""
    first = arguments.first
    mode = arguments.named(("file", "mode")).get("mode", Constant("r"))
    if not isinstance(first, Constant) or not isinstance(mode, Constant):
        return ""
    is_read = isinstance(mode.data, str) and _MODE.fullmatch(mode.data)
    data = first.data if is_read and "opener" not in arguments.keywords else ""
    text = data.text if isinstance(data, FilePath) else data
    return text if isinstance(text, str) else ""


def names_file(texts: Collection[str], path: str) -> bool:
    """Whether one of some texts may name a file or a directory around it, as `MOST_NAMES` do.

    What is made of `a` may be `a.db`, and a text may have the name in it, as a URL does.
    """
    if len(texts) >= MOST_NAMES:
        return True
    parts = [each for each in path.replace(os.sep, "/").split("/") if each.strip(".")]
    name = parts[-1] if parts else ""
    for text in texts:
        last = text.replace(os.sep, "/").rstrip("/").rpartition("/")[2]
        if name in text or (last and (last in parts or name.startswith(f"{last}."))):
            return True
    return False


def path_function(name: str, arguments: list[Any]) -> Any:
    """What a function of `FUNCTIONS` returns. Raises `Unknowable`."""
    return _called(FUNCTIONS[name], arguments)


def path_method(path: FilePath, name: str, arguments: list[Any]) -> Any:
    """What a method of a path returns. Raises `Unknowable`."""
    if name not in _METHODS:
        raise Unknowable
    return _called(_METHODS[name], [path, *arguments])


def path_attribute(path: FilePath, name: str) -> Any:
    """An attribute of a path, a list for its `parents`. Raises `Unknowable`."""
    if name == "name":
        return os.path.basename(path.text)
    if name == "stem":
        return os.path.splitext(os.path.basename(path.text))[0]
    if name not in ("parent", "parents"):
        raise Unknowable
    # A relative path leads up to the working directory.
    parents = [_absolute(path.text)]
    while os.path.dirname(parents[-1]) != parents[-1]:
        parents.append(os.path.dirname(parents[-1]))
    paths = list(map(FilePath, parents[1:] or parents))
    return paths[0] if name == "parent" else paths


def _called(function: Callable[..., Any], arguments: list[Any]) -> Any:
    texts = [each.text if isinstance(each, FilePath) else each for each in arguments]
    if not all(isinstance(each, str) for each in texts) or sum(map(len, texts)) > MAX_LENGTH:
        raise Unknowable
    try:
        return function(*texts)
    except (TypeError, ValueError):
        raise Unknowable from None
