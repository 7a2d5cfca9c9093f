"""What a class sets, through its bases, and the order of those, held against Python's own."""

from __future__ import annotations

from pathlib import Path

import pytest
from fal_lsp.project import Unreadable
from fal_lsp.project.python.app_class import AppClass
from hypothesis import given
from hypothesis import strategies as st

from tests.support.examples import examples
from tests.support.projects import project


def app_class(folder: Path, files: dict[str, str], name: str = "A") -> AppClass:
    opened = project(folder, files)
    target = opened.target("app.py", name)
    assert not isinstance(target, Unreadable)
    found = opened.app_class(target)
    assert found is not None
    return found


FILES = {
    "base.py": """
        import fal

        class Base(fal.App, keep_alive=10, min_concurrency=1):
            machine_type = "S"
            num_gpus = 1

            @fal.endpoint("/health", health_check=fal.HealthCheck())
            def health(self): ...

            @fal.endpoint("/old")
            def run(self): ...
    """,
    "app.py": """
        import os
        from base import Base
        from fal import endpoint as route, realtime

        class A(Base, keep_alive=20):
            machine_type = "M"
            requirements = os.environ["R"]
            if os.getenv("X"):
                regions = ["us-east"]

            @route(path="/new")
            def run(self): ...

            @realtime("/live")
            def live(self): ...

            @route(PATH)
            def other(self): ...

            @staticmethod
            def helper(): ...

        A.num_gpus = 2
        A.machine_type = "L"
    """,
}


def test_a_class_and_its_base(tmp_path: Path) -> None:
    found = app_class(tmp_path, FILES)
    assert found.is_complete
    assert found.fal_bases == ("fal.App",)
    base = str(tmp_path / "base.py")
    keep_alive = found.keywords["keep_alive"]
    assert (keep_alive.setting.value.data, keep_alive.class_name) == (20, "A")
    minimum = found.keywords["min_concurrency"]
    assert (minimum.setting.value.data, minimum.class_name, minimum.path) == (1, "Base", base)
    assert minimum.setting.line == 3
    assert not found.attributes["requirements"].setting.value.known
    assert found.attributes["requirements"].setting.value.source == 'os.environ["R"]'
    assert found.attributes["regions"].setting.value.possible == (["us-east"], None)
    assert "regions" not in found.own
    assert found.at_definition["num_gpus"].class_name == "Base"


def test_a_value_set_from_outside(tmp_path: Path) -> None:
    found = app_class(tmp_path, FILES)
    assert found.attributes["machine_type"].setting.value.data == "L"
    assert found.at_definition["machine_type"].setting.value.data == "M"
    assert found.attributes["num_gpus"].setting.value.data == 2


def test_endpoints(tmp_path: Path) -> None:
    found = app_class(tmp_path, FILES).endpoints
    assert [(each.route, each.method, each.kind) for each in found] == [
        ("/new", "run", "endpoint"),
        ("/live", "live", "realtime"),
        (None, "other", "endpoint"),
        ("/health", "health", "endpoint"),
    ]


INCOMPLETE = {
    "import fal\nclass A(fal.App): pass": True,
    "import abc, fal\nclass A(abc.ABC, fal.App): pass": True,
    "from nowhere import B\nimport fal\nclass A(fal.App, B): pass": False,
    "import fal\nclass A(fal.App, make()): pass": False,
    "import fal\nclass A(fal.App, **options): pass": False,
    "import fal\nif x:\n    B = fal.App\nelse:\n    B = object\nclass A(B): pass": False,
    "import fal\nclass X: pass\nclass Y(X): pass\nclass A(X, Y): pass": False,
}


@pytest.mark.parametrize("source", INCOMPLETE)
def test_whether_all_bases_were_seen(source: str, tmp_path: Path) -> None:
    assert app_class(tmp_path, {"app.py": source}).is_complete == INCOMPLETE[source]


def test_a_function_has_no_app_class(tmp_path: Path) -> None:
    opened = project(tmp_path, {"app.py": "def f(): pass"})
    target = opened.target("app.py", "f")
    assert not isinstance(target, Unreadable)
    assert opened.app_class(target) is None


@examples(60)
@given(st.lists(st.lists(st.integers(0, 6), max_size=3, unique=True), min_size=2, max_size=8))
def test_the_order_of_bases_is_that_of_python(
    tmp_path_factory: pytest.TempPathFactory, bases: list[list[int]]
) -> None:
    lines = []
    for number, choice in enumerate(bases):
        names = ", ".join(f"C{base}" for base in choice if base < number)
        lines += [f"class C{number}({names}):", f"    set_by_{number} = who = {number}"]
    source = "\n".join(lines)
    namespace: dict[str, type] = {}
    try:
        exec(source, namespace)  # the classes that this test has made
        last = namespace[f"C{len(bases) - 1}"]
    except TypeError:
        return
    folder = tmp_path_factory.mktemp("order")
    found = app_class(folder, {"app.py": source}, last.__name__)
    expected = {name for name in dir(last) if not name.startswith("__")}
    assert set(found.attributes) == expected
    assert found.is_complete
    for name in expected:
        assert found.attributes[name].setting.value.data == getattr(last, name)
