"""Modules and classes of Python in functions that certainly run: attributes that they do not have,
and modules that are called.

Knows which names may stand for them; must not know which functions run (`certain_runs.py`).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection
from typing import TYPE_CHECKING

from ..files import Unreadable
from .attribute_words import attribute_words
from .method_error import MethodError
from .python_names import PYTHON_MODULES, PYTHON_NAMES, lacks
from .source import attribute_place, place
from .syntax import read_source
from .values import Binding, Deferred, Foreign

if TYPE_CHECKING:
    from .certain_runs import Running
    from .loading import Loading
    from .module import Module
    from .modules import Modules

_CALLED = re.compile(r"(?<![.\w])(\w+)\(")
"""A name that is called."""


def doubtful_files(modules: Modules, loading: Loading) -> frozenset[str]:
    """The loaded files that seem to use what Python does not have. Never raises."""
    every = (each.module for each in loading.modules)
    return frozenset(each.path for each in every if _is_doubtful(modules, each))


def _is_doubtful(modules: Modules, module: Module) -> bool:
    words = attribute_words(modules.workspace, [module.path])
    used = {} if words is None else words.files[module.path].used
    for name, attributes in used.items():
        owner = _owner(modules, module, name)
        if owner in PYTHON_NAMES and any(lacks(owner, each) for each in attributes):
            return True
    text = read_source(modules.workspace, module.path)
    called = set() if isinstance(text, Unreadable) else set(_CALLED.findall(text))
    # A name that the module does not have stands for nothing.
    return any(_owner(modules, module, each) in PYTHON_MODULES for each in called & {*module.names})


def _owner(modules: Modules, module: Module, name: str) -> str:
    """The module or class of Python that a name seems to stand for, which need not be one."""
    binding = module.names.get(name)
    value = binding.value if isinstance(binding, Binding) else None
    if isinstance(value, Deferred):
        value = modules.resolve(value, module.store)
    return value.name if isinstance(value, Foreign) else name if binding is None else ""


def python_attribute_error(
    doubtful: Collection[str], running: Running, node: ast.AST
) -> MethodError | None:
    """What is wrong with a part of a function that certainly runs."""
    if running.path not in doubtful:
        return None
    if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
        owner = running.ends.named(node.value)
        if isinstance(owner, Foreign) and lacks(owner.name, node.attr):
            return MethodError(
                "attribute", node.attr, running.path, attribute_place(node), words=owner.name
            )
    if isinstance(node, ast.Call):
        called = running.ends.named(node.func)
        if isinstance(called, Foreign) and called.name in PYTHON_MODULES:
            return MethodError("module", called.name, running.path, place(node.func, 0))
    return None
