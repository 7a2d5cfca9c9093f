"""The direction of imports, read from the sources: no package imports one above it."""

from __future__ import annotations

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = [*(ROOT / "schema").rglob("*.py"), *(ROOT / "server").rglob("*.py")]

# What each package may import, besides itself and the standard library.
ALLOWED = {
    "fal_schema": {"jsonschema", "rpds"},
    "fal_lsp": {"fal_lsp.paths"},
    "fal_lsp.text": set(),
    "fal_lsp.memo": set(),
    "fal_lsp.paths": set(),
    "fal_lsp.toml": {"fal_lsp.text", "tomli"},
    "fal_lsp.project": {
        *("fal_lsp.text", "fal_lsp.memo", "fal_lsp.paths", "tomli", "packaging", "pathspec"),
    },
}
ALLOWED["fal_lsp.rules"] = {
    *("fal_lsp.text", "fal_lsp.memo", "fal_lsp.paths", "fal_lsp.toml", "fal_lsp.project"),
    *("fal_schema", "packaging"),
}
ALLOWED["fal_lsp.lint"] = {*ALLOWED["fal_lsp.rules"], "fal_lsp.rules"}
_BELOW = {*ALLOWED["fal_lsp.lint"], "fal_lsp.lint", "fal_lsp"}
ALLOWED["fal_lsp.ide"] = _BELOW
ALLOWED["fal_lsp.report"] = _BELOW | {"rich"}
ALLOWED["fal_lsp.commands"] = _BELOW | {"fal_lsp.report", "fal_lsp.lsp", "rich", "shtab"}
ALLOWED["fal_lsp.cli"] = _BELOW | {"fal_lsp.commands", "fal_lsp.report", "rich"}
ALLOWED["fal_lsp.__main__"] = {"fal_lsp.cli"}
ALLOWED["fal_lsp.lsp"] = _BELOW | {"fal_lsp.ide", "pygls", "lsprotocol", "cattrs", "attrs"}


def module_name(path: Path) -> str:
    relative = path.relative_to(ROOT).with_suffix("")
    parts = relative.parts[1:]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def package_of(module: str) -> str:
    parts = module.split(".")
    if parts[0] != "fal_lsp":
        return parts[0]
    name = ".".join(parts[:2])
    return name if name in ALLOWED else parts[0]


@cache
def imports(path: Path) -> set[str]:
    """The modules that a file imports, with relative ones made absolute."""
    package = module_name(path).split(".")
    if path.name != "__init__.py":
        package = package[:-1]
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            # `from . import check` and `from .. import text` name modules.
            found.update(
                f"{module}.{alias.name}" if f"{module}.{alias.name}" in MODULES else module
                for alias in node.names
            )
    return found


MODULES = {module_name(path) for path in SOURCES}


@pytest.mark.parametrize("path", SOURCES, ids=module_name)
def test_imports_go_one_way(path: Path) -> None:
    own = package_of(module_name(path))
    for module in imports(path):
        if module.split(".")[0] in sys.stdlib_module_names:
            continue
        other = package_of(module) if module.startswith("fal_") else module.split(".")[0]
        assert other == own or other in ALLOWED[own], f"{own} must not import {module}"


def test_no_modules_import_each_other() -> None:
    graph = {
        module_name(path): {each for each in imports(path) if each in MODULES} for path in SOURCES
    }
    assert _cycles(graph) == []


def _cycles(graph: dict[str, set[str]]) -> list[list[str]]:
    """The groups of modules that import each other, also for types alone (Tarjan)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    groups: list[list[str]] = []

    def visit(module: str) -> None:
        index[module] = low[module] = len(index)
        stack.append(module)
        for other in graph[module]:
            if other not in index:
                visit(other)
            if other in stack:
                low[module] = min(low[module], low[other])
        if low[module] == index[module]:
            group = stack[stack.index(module) :]
            del stack[stack.index(module) :]
            if len(group) > 1:
                groups.append(group)

    for module in graph:
        if module not in index:
            visit(module)
    return groups


@pytest.mark.parametrize("path", SOURCES, ids=module_name)
def test_a_file_says_first_what_it_knows(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if text.strip():
        assert ast.get_docstring(ast.parse(text)), f"{path} has no docstring"


def test_the_check_imports_no_protocol(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(
        '[tool.fal.apps.x]\nref = "app.py"\nkeep_alive = "1"\n'
    )
    code = (
        "import sys; from fal_lsp.cli import main; code = main(['check', '--no-project', '.']);"
        "heavy = {'pygls', 'lsprotocol', 'rich', 'packaging', 'pathspec'} & set(sys.modules);"
        "assert not heavy, heavy; sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, done.stderr


def test_a_check_in_which_all_is_right_imports_little(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(
        "import fal\nclass A(fal.App):\n    @fal.endpoint('/')\n    def run(self): ...\n"
    )
    (tmp_path / "pyproject.toml").write_text('[tool.fal.apps.x]\nref = "app.py::A"\n')
    code = (
        "import sys; from fal_lsp.cli import main; code = main(['check', '.']);"
        "heavy = {'jsonschema', 'packaging', 'tempfile', 'fal_lsp.commands.remembered'};"
        "assert not heavy & set(sys.modules); sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("path", SOURCES, ids=module_name)
def test_no_path_is_made_relative_by_what_fails_on_another_drive(path: Path) -> None:
    # `fal_lsp.paths.relative_path` is there for that.
    if path.name != "paths.py":
        assert "relpath(" not in path.read_text(encoding="utf-8")
