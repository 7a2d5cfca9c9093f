"""What `import` and `from` bind. Must not know where a module is found (`imports.py`)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from . import pydantic_names
from .attribute_access import get_attribute
from .imports import ModuleLocation
from .module import Import, Missing
from .modules import known_module
from .source import Written, alias_place
from .values import Deferred, Foreign, Value

if TYPE_CHECKING:
    import ast

    from .control_flow import Completion
    from .run import Run
    from .scope import Scope


class ImportStatements:
    """Imports in one run."""

    def __init__(self, run: Run) -> None:
        self.run = run

    def import_(self, node: ast.Import, scope: Scope) -> Completion:
        """Run `import a.b as c`."""
        for alias in node.names:
            module = alias.name if alias.asname else alias.name.partition(".")[0]
            self._imports(alias.name, node.lineno - 1, scope)
            known = known_module(module)
            value: Value = known or Deferred(scope.source.path, module, "")
            self.run.bind(scope, alias.asname or module, value, node.lineno - 1)
        return None

    def import_from(self, node: ast.ImportFrom, scope: Scope) -> Completion:
        """Run `from a import b as c`."""
        module = "." * node.level + (node.module or "")
        line = node.lineno - 1
        names = [(each.name, alias_place(each)) for each in node.names if each.name != "*"]
        self._imports(module, line, scope, names)
        if module == "__future__":
            if any(each.name == "annotations" for each in node.names):
                self.run.annotations_are_text = True
            return None
        known = None if node.level else known_module(module)
        for alias in node.names:
            if alias.name == "*":
                self._star(module, line, scope)
                continue
            value: Value = Deferred(scope.source.path, module, alias.name)
            if known is not None:
                self._note_removed(known, alias, scope)
                value = get_attribute(self.run, known, alias.name)
            self.run.bind(
                scope,
                alias.asname or alias.name,
                value,
                line,
                alias.asname or alias.name if scope.kind == "class" else "",
            )
        return None

    def _imports(
        self, module: str, line: int, scope: Scope, names: Iterable[tuple[str, Written]] = ()
    ) -> None:
        self.run.imported.add(module)
        is_known = not module.startswith(".") and known_module(module) is not None
        is_part = bool(names) or "." in module
        if module.partition(".")[0] == "fal" and is_part and self.run.is_certain(scope):
            self.run.module.imports.append(Import(line, module, tuple(names)))
        if not is_known:
            self.run.risks += 1
            if self.run.rescue.depth and isinstance(
                self.run.modules.find(scope.source.path, module), ModuleLocation
            ):
                # `try: from base import Base`: it is there.
                self.run.risks -= 1
            if self.run.is_certain(scope):
                self.run.module.imports.append(Import(line, module, tuple(names)))

    def _note_removed(self, module: Value, alias: ast.alias, scope: Scope) -> None:
        """Keep a name that pydantic 2 does not have."""
        is_missing = module == Foreign("pydantic") and pydantic_names.lacks(alias.name)
        if is_missing and self.run.is_certain(scope):
            written = alias_place(alias)
            self.run.module.missing[written.start] = Missing("pydantic", alias.name, written)

    def _star(self, module: str, line: int, scope: Scope) -> None:
        if self.run.modules.has_python_star(scope.source.path, module):
            self.run.module.has_python_star = True
        names = self.run.modules.star_names(scope.source.path, module)
        # The same names again and again are a look at so many items each time.
        if names is not None and self.run.spend_on(len(names)):
            for name, value in names.items():
                self.run.bind(scope, name, value, line)
            return
        self.run.forget_names(scope.names, f"from {module} import *", line)
