"""What `python_entry_point` leads to: modules by the layout of the project, and their symbols."""

from __future__ import annotations

from pathlib import Path

import pytest
from fal_lsp.project import Unreadable
from fal_lsp.project.python.entry_points import MissingIn
from fal_lsp.project.python.imports import ModuleLocation

from tests.support.projects import APP, project

FLAT = {"pkg/__init__.py": "", "pkg/server.py": APP.format(name="A"), "pkg/sub/__init__.py": ""}


def moved(folder: str) -> dict[str, str]:
    return {f"{folder}/{name}": text for name, text in FLAT.items()}


# The files, the settings in pyproject.toml, the module, and its file or what is missing in what.
MODULES = {
    "flat": (FLAT, "", "pkg.server", "pkg/server.py"),
    "package": (FLAT, "", "pkg", "pkg/__init__.py"),
    "package in package": (FLAT, "", "pkg.sub", "pkg/sub/__init__.py"),
    "single file": ({"server.py": ""}, "", "server", "server.py"),
    "src": (moved("src"), "", "pkg.server", "src/pkg/server.py"),
    "src by its path": (moved("src"), "", "src.pkg.server", "src/pkg/server.py"),
    "namespace": ({"ns/pkg/server.py": ""}, "", "ns.pkg.server", "ns/pkg/server.py"),
    "setuptools package-dir": (
        moved("lib"),
        "[tool.setuptools]\npackage-dir = {'' = 'lib'}",
        "pkg.server",
        "lib/pkg/server.py",
    ),
    "setuptools package-dir of one package": (
        moved("lib"),
        "[tool.setuptools]\npackage-dir = {'my.own' = 'lib/pkg'}",
        "my.own.server",
        "lib/pkg/server.py",
    ),
    "that package itself": (
        moved("lib"),
        "[tool.setuptools.package-dir]\nown = 'lib/pkg'",
        "own",
        "lib/pkg/__init__.py",
    ),
    "setuptools where": (
        moved("lib"),
        "[tool.setuptools.packages.find]\nwhere = ['lib']",
        "pkg.server",
        "lib/pkg/server.py",
    ),
    "hatch packages": (
        moved("lib"),
        "[tool.hatch.build.targets.wheel]\npackages = ['lib/pkg']",
        "pkg.server",
        "lib/pkg/server.py",
    ),
    "hatch sources": (
        moved("lib"),
        "[tool.hatch.build.targets.wheel]\nsources = ['lib']",
        "pkg.server",
        "lib/pkg/server.py",
    ),
    "hatch renamed source": (
        moved("lib"),
        "[tool.hatch.build.targets.wheel.sources]\n'lib/pkg' = 'own'",
        "own.server",
        "lib/pkg/server.py",
    ),
    "poetry": (
        moved("lib"),
        "[tool.poetry]\npackages = [{include = 'pkg', from = 'lib'}]",
        "pkg.server",
        "lib/pkg/server.py",
    ),
    "pdm": (
        moved("lib"),
        "[tool.pdm.build]\npackage-dir = 'lib'",
        "pkg.server",
        "lib/pkg/server.py",
    ),
    "uv": (
        moved("lib"),
        "[tool.uv.build-backend]\nmodule-root = 'lib'",
        "pkg.server",
        "lib/pkg/server.py",
    ),
    "maturin": (
        moved("py"),
        "[tool.maturin]\npython-source = 'py'",
        "pkg.server",
        "py/pkg/server.py",
    ),
    "scikit-build": (
        moved("lib"),
        "[tool.scikit-build]\nwheel.packages = ['lib/pkg']",
        "pkg.server",
        "lib/pkg/server.py",
    ),
    "settings of the wrong type": (
        FLAT,
        "[tool]\nsetuptools = 3\npdm.build.package-dir = []\npoetry.packages = ['x', {from = 1}]\n"
        "hatch.build.targets = 'x'\nmaturin.python-source = 1\nuv = []",
        "pkg.server",
        "pkg/server.py",
    ),
    "a file wins over a directory": ({"a.py": "", "a/b.txt": ""}, "", "a", "a.py"),
    "a package wins over a file": ({"a.py": "", "a/__init__.py": ""}, "", "a", "a/__init__.py"),
    # What is certainly not there
    "missing module": (FLAT, "", "pkg.sever", ("pkg", "sever", True)),
    "missing in src": (moved("src"), "", "pkg.sever", ("pkg", "sever", True)),
    "missing below": (FLAT, "", "pkg.sub.x", ("pkg.sub", "x", True)),
    "missing in a namespace of a package": (
        {**FLAT, "pkg/data/x.py": ""},
        "",
        "pkg.data.y",
        ("pkg.data", "y", True),
    ),
    "module as package": (FLAT, "", "pkg.server.A", ("pkg.server", "A", True)),
    # What may come from elsewhere
    "namespace may have more": ({"ns/a.py": ""}, "", "ns.b", ("ns", "b", False)),
    "path is extended": (
        {"pkg/__init__.py": "__path__ = extend_path(__path__, __name__)", "pkg/a.py": ""},
        "",
        "pkg.b",
        ("pkg", "b", False),
    ),
    "compiled": (
        {**FLAT, "pkg/fast.cpython-312-x86_64-linux-gnu.so": ""},
        "",
        "pkg.fast",
        ("pkg", "fast", False),
    ),
    "cython": ({**FLAT, "pkg/fast.pyx": ""}, "", "pkg.fast", ("pkg", "fast", False)),
    "not in the project": (FLAT, "", "other.server", None),
    "only a directory without Python": (
        {"docker/Dockerfile": ""},
        "",
        "docker.app",
        ("docker", "app", False),
    ),
    # What no module can be called
    "empty": (FLAT, "", "", None),
    "dots": (FLAT, "", "..", None),
    "path": (FLAT, "", "pkg/server", None),
    "file": (FLAT, "", "pkg.server.py", ("pkg.server", "py", True)),
    "dash": ({"my-pkg/__init__.py": ""}, "", "my-pkg", None),
    "space": (FLAT, "", "pkg. server", None),
}


@pytest.mark.parametrize("name", MODULES)
def test_modules(name: str, tmp_path: Path) -> None:
    files, settings, module, expected = MODULES[name]
    found = project(tmp_path, {**files, "pyproject.toml": settings}).find_module(module)
    if isinstance(expected, str):
        assert isinstance(found, ModuleLocation)
        assert found.path == str(tmp_path / expected)
    elif expected is None:
        assert not isinstance(found, (ModuleLocation, MissingIn))
    else:
        assert isinstance(found, MissingIn)
        assert (found.parent, found.part, found.is_certain) == expected


def test_what_is_there_instead(tmp_path: Path) -> None:
    found = project(tmp_path, FLAT).find_module("pkg.sever")
    assert isinstance(found, MissingIn)
    assert found.siblings == ("server", "sub")


def test_modules_of_local_requirements(tmp_path: Path) -> None:
    files = {
        **moved("shared/src"),
        "app/pyproject.toml": "",
        ".git/HEAD": "",
        "shared/pyproject.toml": "",
    }
    project(tmp_path, files)
    opened = project(tmp_path / "app")
    assert not isinstance(opened.find_module("pkg.server"), ModuleLocation)
    found = opened.find_module("pkg.server", ["../shared"])
    assert isinstance(found, ModuleLocation)
    assert found.path == str(tmp_path / "shared/src/pkg/server.py")


SYMBOLS = {
    "A": "app",
    "O.I": "app",
    "O.J": "unknown",
    "f": "function",
    "plain": "other",
    "gone": "missing",
    "": "missing",
    "Imported": "app",
}


@pytest.mark.parametrize("symbol", SYMBOLS)
def test_symbols(symbol: str, tmp_path: Path) -> None:
    source = """
        import fal
        from .base import A as Imported
        class A(fal.App): pass
        class O:
            class I(fal.App): pass
        @fal.function()
        def f(): pass
        def plain(): pass
    """
    opened = project(tmp_path, {**FLAT, "pkg/base.py": APP.format(name="A"), "pkg/app.py": source})
    module = opened.find_module("pkg.app")
    assert isinstance(module, ModuleLocation)
    found = opened.symbol(module, symbol)
    assert not isinstance(found, Unreadable)
    assert found.kind == SYMBOLS[symbol]


def test_a_module_that_answers_for_names_itself(tmp_path: Path) -> None:
    opened = project(tmp_path, {"pkg/__init__.py": "def __getattr__(name): ..."})
    module = opened.find_module("pkg")
    assert isinstance(module, ModuleLocation)
    assert opened.symbol(module, "A").kind == "unknown"  # type: ignore[union-attr]
    # A file that fal runs by its path is no module that anybody imports.
    assert opened.target("pkg/__init__.py", "A").kind == "missing"  # type: ignore[union-attr]


def test_a_module_that_cannot_be_read(tmp_path: Path) -> None:
    opened = project(tmp_path, {"app.py": "class A(:"})
    module = opened.find_module("app")
    assert isinstance(module, ModuleLocation)
    found = opened.symbol(module, "A")
    assert isinstance(found, Unreadable)
    assert (found.reason, found.line) == ("syntax", 0)


def test_a_namespace_has_no_symbols(tmp_path: Path) -> None:
    opened = project(tmp_path, {"ns/a.py": ""})
    module = opened.find_module("ns")
    assert isinstance(module, ModuleLocation)
    assert opened.symbol(module, "A").kind == "missing"  # type: ignore[union-attr]
