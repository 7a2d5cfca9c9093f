"""The text of `fal_modules.py`, read from the installed package. Knows nothing of ours."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import sys
import textwrap
import warnings
from types import ModuleType

HEAD = '''\
"""The names that the modules of fal 1.83.0 have. Knows the package; must not know any file.

Written by `UPDATE_SNAPSHOTS=1 pytest tests/project/test_fal_names.py`. A name that a module has
under a condition counts as there; those with an underscore are left out, and `*` stands for a
module of which the names are not known.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

_ANY = "*"

_NAMES = """
'''

TAIL = '''"""


@cache
def _modules() -> Mapping[str, frozenset[str]]:
    texts = (each.partition(":") for each in _NAMES.replace("\\n ", " ").split("\\n"))
    return {module: frozenset(names.split()) for module, _, names in texts if module}


def is_module(name: str) -> bool:
    """Whether fal has a module of this dotted name."""
    return name in _modules()


def names_of(module: str) -> frozenset[str] | None:
    """All the names of a module, its own modules included; `None` where they are not known."""
    names = _modules().get(module)
    return None if names is None or _ANY in names else names
'''


def text() -> str:
    """What the file should be."""
    import fal

    lines = []
    for info in pkgutil.walk_packages(fal.__path__, "fal."):
        if any(part.startswith("_") for part in info.name.split(".")):
            continue
        names = "*"
        if not info.name.startswith("fal.cli."):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                module = importlib.import_module(info.name)
            parent, _, last = info.name.rpartition(".")
            is_hidden = getattr(sys.modules[parent], last, module) is not module
            if not (is_hidden or hasattr(module, "__getattr__") or info.name == "fal.cli"):
                names = " ".join(sorted(_names(module)))
        lines += textwrap.wrap(
            f"{info.name}: {names}",
            98,
            subsequent_indent="  ",
            break_long_words=False,
            break_on_hyphens=False,
        )
    return HEAD + "\n".join(lines) + "\n" + TAIL


def _names(module: ModuleType) -> set[str]:
    """What a module has here, and what it binds on other systems."""
    found = {*dir(module)}
    found |= {each.name for each in pkgutil.iter_modules(getattr(module, "__path__", ()))}
    waiting: list[ast.AST] = [ast.parse(inspect.getsource(module))]
    while waiting:
        node = waiting.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found.add(node.name)
            continue
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            found.add(node.id)
        elif isinstance(node, ast.alias):
            found.add(node.asname or node.name.partition(".")[0])
        waiting += ast.iter_child_nodes(node)
    return {each for each in found if each.isidentifier() and not each.startswith("_")}
