"""Which calls never return, however long the way to their end is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.projects import found, rules_of, write

if TYPE_CHECKING:
    from pathlib import Path

APP = """\
import sys
import fal
{functions}
class A(fal.App):
    @fal.endpoint("/")
    def run(self) -> dict: return {{}}
    def setup(self):
        {setup}
        self.modle
{methods}
"""
LONG = 2_000


def rules(folder: Path, setup: str, functions: str = "", methods: str = "") -> list[str]:
    text = APP.format(setup=setup, functions=functions, methods=methods)
    write(folder, {"pyproject.toml": '[tool.fal.apps.a]\nref = "app.py::A"\n', "app.py": text})
    return rules_of(found(folder))


@pytest.mark.parametrize(("end", "expected"), [("sys.exit()", []), ("1", ["unknown-attribute"])])
def test_a_long_chain_of_functions(tmp_path: Path, end: str, expected: list[str]) -> None:
    chain = "".join(f"def f{n}(): return f{n + 1}()\n" for n in range(LONG))
    assert rules(tmp_path, "f0()", f"{chain}def f{LONG}(): {end}\n") == expected


def test_a_long_chain_of_methods(tmp_path: Path) -> None:
    chain = "".join(f"    def m{n}(self): return self.m{n + 1}()\n" for n in range(LONG))
    end = f"    def m{LONG}(self): self.wieghts\n"
    assert rules(tmp_path, "self.m0()", methods=chain + end) == ["unknown-attribute"] * 2


CIRCLE = """
def first(n):
    second(n)
def second(n):
    third(n)
    sys.exit()
def third(n):
    first(n)
"""


@pytest.mark.parametrize("setup", ["first(1)", "second(1)", "third(1)", "second(first(1))"])
def test_an_end_is_seen_from_each_function_of_a_circle(tmp_path: Path, setup: str) -> None:
    assert rules(tmp_path, setup, CIRCLE) == []
    assert rules(tmp_path, setup, CIRCLE.replace("sys.exit()", "n")) == ["unknown-attribute"]


@pytest.mark.parametrize("annotation", ["NoReturn", "typing.NoReturn", '"typing.Never"'])
def test_an_annotation_says_that_a_function_never_returns(tmp_path: Path, annotation: str) -> None:
    stop = f"import typing\nfrom typing import NoReturn\ndef stop() -> {annotation}: ..."
    assert rules(tmp_path, "stop()", stop) == []
    assert rules(tmp_path, "stop()", "def stop() -> None: ...") == ["unknown-attribute"]


@pytest.mark.parametrize(
    ("body", "returns"),
    [
        ("if n: raise A\n    raise B", False),
        ("if n: raise A\n    elif n > 1: raise B\n    else: assert False", False),
        ("if n: raise A\n    elif n > 1: raise B", True),
        ("if n: raise A\n    else: return\n    raise B", True),
        ("with open(n) as file: sys.exit()", False),
        ("with open(n) as file: return 1\n    raise A", True),
        ("try: raise A\n    except A: raise B", False),
        ("try: raise A\n    except A: pass", True),
        ("try: pass\n    finally: sys.exit(1)", False),
        ("try: pass\n    finally: raise A", False),
        ("while True: n += 1", False),
        ("while True:\n        if n: break", True),
        ("for each in sys.exit(n): pass", False),
        ("for each in n: sys.exit(each)", True),
        ("if sys.exit(n): pass", False),
        ("def inner(): return 1\n    raise A", False),
        ("def inner(): raise A\n    inner", True),
        ("n and sys.exit()", True),
        ("" + "if n: raise A\n    el" * 300 + "if n: raise B\n    else: raise C", False),
    ],
)
def test_a_function_that_never_returns(tmp_path: Path, body: str, returns: bool) -> None:
    stop = f"def stop(n=1):\n    {body}\n"
    assert rules(tmp_path, "stop()", stop) == (["unknown-attribute"] if returns else [])
