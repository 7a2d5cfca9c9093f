"""Which names of a file fal takes for an app, held against the real fal that runs the same file."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
from fal_lsp.project import Unreadable

from tests.support.projects import APP, project
from tests.support.real_fal import target as fal_target


class Case(NamedTuple):
    """A file, the symbol of a `ref` and what it stands for; `others` are files beside it."""

    source: str
    symbol: str
    kind: str
    others: dict[str, str] = {}  # noqa: RUF012


BASE = {"base.py": APP.format(name="Base")}
PACKAGE = {"pkg/__init__.py": "", "pkg/base.py": APP.format(name="Base")}

CASES = {
    # Classes, by all the names that fal.App has
    "class": Case("import fal\nclass A(fal.App): pass", "A", "app"),
    "module alias": Case("import fal as f\nclass A(f.App): pass", "A", "app"),
    "name": Case("from fal import App\nclass A(App): pass", "A", "app"),
    "name alias": Case("from fal import App as X\nclass A(X): pass", "A", "app"),
    "submodule": Case("import fal.app\nclass A(fal.app.App): pass", "A", "app"),
    "submodule alias": Case("import fal.app as f\nclass A(f.App): pass", "A", "app"),
    "from submodule": Case("from fal.app import App\nclass A(App): pass", "A", "app"),
    "module from package": Case("from fal import app\nclass A(app.App): pass", "A", "app"),
    "star": Case("from fal import *\nclass A(App): pass", "A", "app"),
    "assigned": Case("import fal\nBase = fal.App\nclass A(Base): pass", "A", "app"),
    "assigned twice": Case("import fal\nB = fal\nC = B.App\nclass A(C): pass", "A", "app"),
    "unpacked": Case("import fal\nB, n = fal.App, 1\nclass A(B): pass", "A", "app"),
    "same name": Case("from fal import App\nclass App(App): pass", "App", "app"),
    "keywords": Case("import fal\nclass A(fal.App, keep_alive=3, name='x'): pass", "A", "app"),
    "guarded import": Case(
        "try:\n    import fal\nexcept ImportError:\n    fal = None\nclass A(fal.App): pass",
        "A",
        "app",
    ),
    "wma": Case("import fal.wma\nclass A(fal.wma.App): pass", "A", "app"),
    "realtime app": Case(
        "from fal.wma.app import RealtimeApp\nclass A(RealtimeApp): pass", "A", "app"
    ),
    "fal.App itself": Case("from fal import App", "App", "app"),
    "second base": Case("import abc, fal\nclass A(abc.ABC, fal.App): pass", "A", "app"),
    "dataclass": Case(
        "import dataclasses, fal\nclass M: pass\n@dataclasses.dataclass\nclass A(fal.App, M): pass",
        "A",
        "app",
    ),
    # Bases and aliases in the project
    "base in file": Case("import fal\nclass B(fal.App): pass\nclass A(B): pass", "A", "app"),
    "base in module": Case("from base import Base\nclass A(Base): pass", "A", "app", BASE),
    "base through module": Case("import base\nclass A(base.Base): pass", "A", "app", BASE),
    "base in package": Case("from pkg.base import Base\nclass A(Base): pass", "A", "app", PACKAGE),
    "base in package, dotted": Case(
        "import pkg.base\nclass A(pkg.base.Base): pass", "A", "app", PACKAGE
    ),
    "module from own package": Case(
        "from pkg import base\nclass A(base.Base): pass", "A", "app", PACKAGE
    ),
    "exported by package": Case(
        "from pkg import Base\nclass A(Base): pass",
        "A",
        "app",
        {**PACKAGE, "pkg/__init__.py": "from .base import Base"},
    ),
    "two packages up": Case(
        "from pkg.deep.er import Base\nclass A(Base): pass",
        "A",
        "app",
        {
            **PACKAGE,
            "pkg/deep/__init__.py": "",
            "pkg/deep/er.py": "from ..base import Base",
        },
    ),
    "star from module": Case("from base import *\nclass A(Base): pass", "A", "app", BASE),
    "star with __all__": Case(
        "from base import *",
        "Base",
        "missing",
        {"base.py": APP.format(name="Base") + "__all__ = ['fal']"},
    ),
    "star with longer __all__": Case(
        "from base import *",
        "Base",
        "app",
        {"base.py": APP.format(name="Base") + "__all__ = ['fal']\n__all__ += ['Base']"},
    ),
    "namespace package": Case(
        "from pkg.base import Base\nclass A(Base): pass",
        "A",
        "app",
        {"pkg/base.py": APP.format(name="Base")},
    ),
    "imported": Case("from base import Base", "Base", "app", BASE),
    "imported under a name": Case("from base import Base as A", "A", "app", BASE),
    "alias": Case("import fal\nclass B(fal.App): pass\nA = B", "A", "app"),
    "nested class by alias": Case(
        "import fal\nclass O:\n    class I(fal.App): pass\nA = O.I", "A", "app"
    ),
    # Functions
    "function": Case("import fal\n@fal.function()\ndef f(): pass", "f", "function"),
    "function with kind": Case(
        "import fal\n@fal.function('virtualenv')\ndef f(): pass", "f", "function"
    ),
    "isolated": Case("import fal\n@fal.isolated()\ndef f(): pass", "f", "function"),
    "function name": Case("from fal import function\n@function()\ndef f(): pass", "f", "function"),
    "function from api": Case(
        "from fal.api import function as run\n@run()\ndef f(): pass", "f", "function"
    ),
    "async function": Case("import fal\n@fal.function()\nasync def f(): pass", "f", "function"),
    "function by call": Case("import fal\ndef g(): pass\nf = fal.function()(g)", "f", "function"),
    "shared decorator": Case(
        "import fal\ngpu = fal.function('virtualenv')\n@gpu\ndef f(): pass", "f", "function"
    ),
    "function alias": Case("import fal\n@fal.function()\ndef g(): pass\nf = g", "f", "function"),
    "function over cached": Case(
        "import fal\n@fal.function()\n@fal.cached\ndef f(): pass", "f", "function"
    ),
    # Neither
    "plain class": Case("class A: pass", "A", "other"),
    "exception": Case("class A(ValueError): pass", "A", "other"),
    "model": Case("from pydantic import BaseModel\nclass A(BaseModel): pass", "A", "other"),
    "stdlib base": Case("import enum\nclass A(enum.Enum): X = 1", "A", "other"),
    "generic": Case(
        "from typing import Generic, TypeVar\nT = TypeVar('T')\nclass A(Generic[T]): pass",
        "A",
        "other",
    ),
    "plain function": Case("def f(): pass", "f", "other"),
    "cached": Case("import fal\n@fal.cached\ndef f(): pass", "f", "other"),
    "decorated by Python": Case("import functools\n@functools.cache\ndef f(): pass", "f", "other"),
    "module": Case("import fal", "fal", "other"),
    "number": Case("A = 3", "A", "other"),
    "list": Case("A = [1]", "A", "other"),
    "string": Case("A = 'A'", "A", "other"),
    "the decorator": Case("import fal\nA = fal.function()", "A", "other"),
    "image": Case("import fal\nA = fal.ContainerImage.from_dockerfile_str('FROM x')", "A", "other"),
    "health check": Case("import fal\nA = fal.HealthCheck()", "A", "other"),
    "instance": Case("class B: pass\nA = B()", "A", "other"),
    "a name of modules": Case("", "__name__", "other"),
    # Not there
    "missing": Case("import fal\nclass A(fal.App): pass", "B", "missing"),
    "empty symbol": Case("import fal\nclass A(fal.App): pass", "", "missing"),
    "dots": Case("import fal\nclass O:\n    class I(fal.App): pass", "O.I", "missing"),
    "space": Case("import fal\nclass A(fal.App): pass", " A", "missing"),
    "deleted": Case("import fal\nclass A(fal.App): pass\ndel A", "A", "missing"),
    "under main": Case(
        "import fal\nif __name__ == '__main__':\n    class A(fal.App): pass", "A", "missing"
    ),
    "for the type checker": Case(
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from base import Base",
        "Base",
        "missing",
        BASE,
    ),
    "annotated only": Case("A: int", "A", "missing"),
    "local to a function": Case("import fal\ndef f():\n    class A(fal.App): pass", "A", "missing"),
    # Made by code that is simple enough to follow
    "made by a function": Case(
        "import fal\ndef make():\n    class A(fal.App): pass\n    return A\nA = make()", "A", "app"
    ),
    "made by type": Case("import fal\nA = type('A', (fal.App,), {})", "A", "app"),
    "own decorator": Case("import fal\ndef d(c): return c\n@d\nclass A(fal.App): pass", "A", "app"),
    "own decorator on a function": Case(
        "import fal\ndef d(f): return f\n@d\n@fal.function()\ndef f(): pass", "f", "function"
    ),
    "item of a list": Case("import fal\nA = [fal.App][0]", "A", "app"),
    "preset by partial": Case(
        "import fal, functools\ngpu = functools.partial(fal.function, 'virtualenv')\n"
        "@gpu(keep_alive=3)\ndef f(): pass",
        "f",
        "function",
    ),
    # Nobody can know without running it
    "made by code elsewhere": Case("from nowhere import make\nA = make()", "A", "unknown"),
    "decorator from elsewhere": Case(
        "import fal\nfrom nowhere import d\n@d\nclass A(fal.App): pass", "A", "unknown"
    ),
    "base not in the project": Case("from nowhere import B\nclass A(B): pass", "A", "unknown"),
    "under a condition": Case(
        "import os, fal\nif os.sep == '/':\n    class A(fal.App): pass\nelse:\n    A = 3",
        "A",
        "unknown",
    ),
    "bound by a key": Case("import fal\nglobals()['A'] = fal.App", "A", "app"),
    "bound by code": Case("import fal, os\nglobals()[os.name] = fal.App", "A", "unknown"),
    "global": Case("import fal\ndef f():\n    global A\n    A = fal.App\nf()", "A", "unknown"),
    "star from nowhere": Case("from nowhere import *", "A", "unknown"),
    "new name of fal": Case(
        "from fal import Application\nclass A(Application): pass", "A", "unknown"
    ),
}


@pytest.fixture
def written(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, Case]:
    """A case, written into a folder."""
    case = CASES[request.param]
    project(tmp_path, {**case.others, "app.py": ""})
    (tmp_path / "app.py").write_text(case.source)
    return tmp_path, case


@pytest.mark.parametrize("written", CASES, indirect=True)
def test_what_a_name_stands_for(written: tuple[Path, Case]) -> None:
    folder, case = written
    found = project(folder).target("app.py", case.symbol)
    assert not isinstance(found, Unreadable)
    assert found.kind == case.kind


@pytest.mark.peers
@pytest.mark.parametrize(
    "written", [name for name, case in CASES.items() if case.kind != "unknown"], indirect=True
)
def test_fal_agrees(written: tuple[Path, Case]) -> None:
    folder, case = written
    assert fal_target(folder, "app.py", case.symbol) == case.kind


BARE = {"app.py": "import fal\n@fal.function\ndef f(): pass\n"}


def test_a_decorator_without_its_call(tmp_path: Path) -> None:
    found = project(tmp_path, BARE).target("app.py", "f")
    assert not isinstance(found, Unreadable)
    assert found.kind == "other"


@pytest.mark.peers
def test_fal_refuses_the_decorator_without_its_call(tmp_path: Path) -> None:
    project(tmp_path, BARE)
    assert fal_target(tmp_path, "app.py", "f") == "raises"


FILES = {
    "one": ("import fal\nclass A(fal.App): pass", ["A"], "app"),
    "two": ("import fal\nclass A(fal.App): pass\nclass B(fal.App): pass", ["A", "B"], "several"),
    "base and subclass": (
        "import fal\nclass A(fal.App): pass\nclass B(A): pass",
        ["A", "B"],
        "several",
    ),
    "an alias counts": ("import fal\nclass A(fal.App): pass\nB = A", ["A", "B"], "several"),
    "an import counts": ("from base import Base\nclass A(Base): pass", ["Base", "A"], "several"),
    "fal.App does not": ("from fal import App\nclass A(App): pass", ["A"], "app"),
    "fal.wma.App does not": ("from fal.wma import App\nclass A(App): pass", ["A"], "app"),
    "RealtimeApp counts": (
        "from fal.wma.app import RealtimeApp\nclass A(RealtimeApp): pass",
        ["RealtimeApp", "A"],
        "several",
    ),
    "stars count": ("from base import *\nclass A(Base): pass", ["Base", "A"], "several"),
    "an app before a function": (
        "import fal\nclass A(fal.App): pass\n@fal.function()\ndef f(): pass",
        ["A"],
        "app",
    ),
    "one function": ("import fal\n@fal.function()\ndef f(): pass", [], "function"),
    "two functions": (
        "import fal\n@fal.function()\ndef f(): pass\n@fal.function()\ndef g(): pass",
        [],
        "several",
    ),
    "nothing": ("from pydantic import BaseModel\nclass A(BaseModel): pass", [], "none"),
}


@pytest.mark.parametrize("name", FILES)
def test_the_apps_of_a_file(name: str, tmp_path: Path) -> None:
    source, apps, answer = FILES[name]
    found = project(tmp_path, {**BASE, "app.py": source}).targets("app.py")
    assert not isinstance(found, Unreadable)
    assert found.is_complete
    assert not found.unknown
    assert [each.name for each in found.apps] == apps
    counts = len(found.apps), len(found.functions)
    assert answer == (
        "several"
        if counts[0] > 1 or (not counts[0] and counts[1] > 1)
        else "app"
        if counts[0]
        else "function"
        if counts[1]
        else "none"
    )


@pytest.mark.peers
@pytest.mark.parametrize("name", FILES)
def test_fal_counts_the_same_apps(name: str, tmp_path: Path) -> None:
    source, _, answer = FILES[name]
    project(tmp_path, {**BASE, "app.py": source})
    assert fal_target(tmp_path, "app.py", None) == answer


def test_what_may_be_an_app_is_told(tmp_path: Path) -> None:
    files = {"app.py": "from nowhere import Base\nfrom elsewhere import *\nclass A(Base): pass\n"}
    found = project(tmp_path, files).targets("app.py")
    assert not isinstance(found, Unreadable)
    assert not found.is_complete
    assert [each.name for each in found.unknown] == ["Base", "A"]


CIRCLES = {
    "import": {"app.py": "from b import A", "b.py": "from app import A"},
    "star": {"app.py": "from b import *", "b.py": "from app import *"},
    "base": {
        "app.py": "from b import B\nclass A(B): pass",
        "b.py": "from app import A\nclass B(A): pass",
    },
    "self": {"app.py": "class A(A): pass"},
    "assignment": {"app.py": "A = B\nB = A"},
    "module": {"app.py": "import app\nA = app.A"},
}


@pytest.mark.parametrize("name", CIRCLES)
def test_circles_end(name: str, tmp_path: Path) -> None:
    found = project(tmp_path, CIRCLES[name]).target("app.py", "A")
    assert not isinstance(found, Unreadable)
    assert found.kind in ("unknown", "missing")


def test_long_chains_end(tmp_path: Path) -> None:
    classes = "\n".join(f"class C{n + 1}(C{n}): pass" for n in range(3_000))
    files = {
        "app.py": f"import fal\nclass C0(fal.App): pass\n{classes}",
        **{f"m{n}.py": f"from m{n + 1} import A" for n in range(200)},
    }
    opened = project(tmp_path, files)
    assert opened.target("app.py", "C3000").kind in ("app", "unknown")  # type: ignore[union-attr]
    assert opened.target("m0.py", "A").kind == "unknown"  # type: ignore[union-attr]


def test_a_ladder_of_bases_is_not_walked_over_and_over(tmp_path: Path) -> None:
    # Each class has both of the classes before it: 2^60 ways lead to the first.
    steps = "\n".join(
        f"class L{n + 1}(L{n}): pass\nclass R{n + 1}(L{n}): pass\n"
        f"class L{n + 2}(L{n + 1}, R{n + 1}): pass"
        for n in range(0, 60, 2)
    )
    opened = project(tmp_path, {"app.py": f"import fal\nclass L0(fal.App): pass\n{steps}"})
    found = opened.target("app.py", "L60")
    assert not isinstance(found, Unreadable)
    assert opened.app_class(found) is not None


def test_a_definition_is_found_where_it_is(tmp_path: Path) -> None:
    found = project(tmp_path, {**PACKAGE, "app.py": "from pkg.base import Base as A"}).target(
        "app.py", "A"
    )
    assert not isinstance(found, Unreadable)
    assert found.path == str(tmp_path / "pkg" / "base.py")
    assert found.line == 4
    assert found.definition is not None
    assert found.definition.name == "Base"


def test_the_options_of_a_function(tmp_path: Path) -> None:
    source = """
        import fal
        REQUIREMENTS = ["torch"]

        @fal.function("virtualenv", requirements=REQUIREMENTS, keep_alive=5 * 60, image=make())
        def f():
            pass
    """
    found = project(tmp_path, {"app.py": source}).target("app.py", "f")
    assert not isinstance(found, Unreadable)
    assert found.options is not None
    values = {name: setting.value for name, setting in found.options.keywords.items()}
    assert values["requirements"].data == ["torch"]
    assert values["keep_alive"].data == 300
    assert not values["image"].known
    assert values["image"].source == "make()"
