"""The imports in functions that certainly run and certainly fail.

Knows how an import in a function is written; must not know how Python imports (`loading.py`), nor
which functions run.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..files import Unreadable
from .loading import FailedImport, Loaded, failed_import
from .method_error import MethodError
from .module import Import
from .possible_imports import later_imports
from .runner_needs import BRINGING
from .source import Written, alias_place, place
from .syntax import read_source

if TYPE_CHECKING:
    from .certain_runs import Running
    from .loading import Loading
    from .modules import Modules

_NOWHERE = Written((0, 0), (0, 0))


def doubtful_importers(modules: Modules, loading: Loading) -> Mapping[str, Loaded]:
    """The loaded files of which an import in a function may fail. Never raises."""
    found: dict[str, Loaded] = {}
    for loaded in loading.modules:
        path = loaded.module.path
        if any(
            failed_import(modules, loaded, _statement(name, dict.fromkeys(names, _NOWHERE)))
            for name, names in later_imports(modules, path)
        ):
            found[path] = loaded
    if not found:
        return found
    texts = [read_source(modules.workspace, each.path) for each in loading.running]
    is_brought = any(isinstance(each, Unreadable) or BRINGING.search(each) for each in texts)
    return {} if is_brought else found


def import_errors(
    modules: Modules, importers: Mapping[str, Loaded], running: Running, node: ast.AST
) -> MethodError | None:
    """What fails in an import of a function that certainly runs."""
    importer = importers.get(running.path)
    if importer is None or not isinstance(node, (ast.Import, ast.ImportFrom)):
        return None
    statements: list[tuple[ast.alias, Import]] = []
    if isinstance(node, ast.Import):
        statements = [(each, _statement(each.name, {})) for each in node.names]
    else:
        module = "." * node.level + (node.module or "")
        names = {each.name: alias_place(each) for each in node.names}
        statements = [(node.names[0], _statement(module, names))]
    for alias, statement in statements:
        failed = failed_import(modules, importer, statement)
        if failed is not None:
            written = failed.written or (
                alias_place(alias) if isinstance(node, ast.Import) else place(node)
            )
            return _made(failed, written)
    return None


def _statement(module: str, names: Mapping[str, Written]) -> Import:
    return Import(0, module, tuple(names.items()))


def _made(failed: FailedImport, written: Written) -> MethodError:
    path = failed.importer.path
    failed = failed._replace(written=written)
    return MethodError("import", failed.name, path, written, failed=failed)
