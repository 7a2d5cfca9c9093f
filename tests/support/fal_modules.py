"""The names in `fal_modules.py`, read from the installed package. Knows nothing of ours."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import sys
import textwrap
import warnings
from pathlib import Path
from types import ModuleType

BEGIN, END = '_NAMES = """\n', '"""\n\n\n@cache'


def text(before: str) -> str:
    """What the file should be: as it is, with the names that the package has now."""
    import fal

    lines = []
    for name in _modules(Path(fal.__path__[0])):
        if any(part.startswith("_") for part in name.split(".")):
            continue
        names = "*"
        if not name.startswith("fal.cli."):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                module = importlib.import_module(name)
            parent, _, last = name.rpartition(".")
            is_hidden = getattr(sys.modules[parent], last, module) is not module
            if not (is_hidden or hasattr(module, "__getattr__") or name == "fal.cli"):
                names = " ".join(sorted(_names(module)))
        lines += textwrap.wrap(
            f"{name}: {names}",
            98,
            subsequent_indent="  ",
            break_long_words=False,
            break_on_hyphens=False,
        )
    head, tail = before.partition(BEGIN)[0], before.partition(END)[2]
    return "".join([head, BEGIN, *(f"{line}\n" for line in lines), END, tail])


def _modules(root: Path) -> list[str]:
    """The modules of a package, also those in a directory without `__init__.py`."""
    found = set()
    for path in root.rglob("*.py"):
        parts = path.relative_to(root.parent).with_suffix("").parts
        parts = parts[:-1] if parts[-1] == "__init__" else parts
        found |= {".".join(parts[:length]) for length in range(2, len(parts) + 1)}
    return sorted(found)


def _names(module: ModuleType) -> set[str]:
    """What a module has here, and what it binds on other systems."""
    found = {*dir(module)}
    found |= {each.name for each in pkgutil.iter_modules(getattr(module, "__path__", ()))}
    waiting: list[ast.AST] = []
    if getattr(module, "__file__", None) is not None:
        waiting.append(ast.parse(inspect.getsource(module)))
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
