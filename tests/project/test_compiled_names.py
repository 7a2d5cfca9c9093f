"""Which global names code uses, beside `dis` and what people would say."""

from __future__ import annotations

import ast
import dis
from pathlib import Path
from types import CodeType

import fal_lsp
import pytest
from fal_lsp.project.python.compiled_names import global_names
from fal_lsp.project.python.source import Function

USED = (
    *("X", "return X", "Y = X.y if X else X", "x.y = X", "X.y += 1", "del X[0]"),
    *("f'{x:{X}}'", "lambda a=X: 1", "lambda: X", "[x for x in X]", "[a for a in b if X]"),
    *("def g(a: X): 0", "def g(a=X): 0", "def g(X): X\nX", "def g(): return X"),
    *("class C(X): 0", "class C:\n def m(self): return X", "x[0]: X = X"),
    *("global X\nX = 1", "global X\ndel X", "if x: return 1\nX", "while x: return 1\nX"),
    *("if 1: return X", "x = True and X", "assert x, X", "assert 0, X", "x = y or 0 or X"),
    *("with x: return 1\nX", "try: return 1\nexcept E: pass\nX", "while 1: break\nX"),
    *("match x:\n case 1: return 1\nX", "match x:\n case X.a: 0", "yield X", "await X"),
)
NOT_USED = (
    *("x", "x.X", "x: X = 1", "x: X", "X = 1\nreturn X", "import a.b as X\nX", "global X"),
    *("def g(X): return X", "[X for X in y]", "lambda X: X", "for X in y: X"),
    *("class C:\n a = X", "match x:\n case [*X]: X", "if 0: X = 1\nreturn X", "x(X=1)"),
    *("if 0: X", "if not 1: X", "while False: X", "if 1: 0\nelse: X", "if 1: return 1\nX"),
    *("x = 1 if True else X", "x = False and X", "x = True or X", "assert True, X"),
    *("if __debug__: 0\nelse: X", "if not __debug__: X", "return 1\nX", "raise x\nX"),
    *("if x: return 1\nelse: raise y\nX", "while True: return 1\nX", "while 1: 0\nX"),
    *("try: return 1\nexcept E: return 2\nX", "try: 0\nfinally: return 1\nX"),
    *("for x in y:\n continue\n X", "match x:\n case _: return 1\nX"),
)


def function(text: str, owner: str = "A") -> Function:
    lines = "".join(f"    {line}\n" for line in text.split("\n"))
    node = ast.parse(f"async def f(self):\n{lines}").body[0]
    assert isinstance(node, ast.AsyncFunctionDef)
    return node


@pytest.mark.parametrize("text", USED)
def test_used(text: str) -> None:
    for owner in ("", "A", "f"):
        assert "X" in global_names(function(text), owner, annotations_are_text=False)


@pytest.mark.parametrize("text", NOT_USED)
def test_not_used(text: str) -> None:
    for owner in ("", "A", "f"):
        assert "X" not in global_names(function(text), owner, annotations_are_text=False)


def test_annotations_that_are_text() -> None:
    node = function("def g(a: X) -> Y: 0")
    assert set(global_names(node, "", annotations_are_text=False)) == {"X", "Y"}
    assert global_names(node, "", annotations_are_text=True) == ()


def test_names_that_a_class_changes() -> None:
    node = function("return __X, __Y__, super().z")
    assert global_names(node, "_A", annotations_are_text=False) == ("_A__X", "__Y__", "super")
    assert global_names(node, "", annotations_are_text=False)[:2] == ("__X", "__Y__")


def test_what_the_compiler_refuses() -> None:
    node = function("return X\nnonlocal Y")
    assert global_names(node, "", annotations_are_text=False) == ()


def test_what_dis_says() -> None:
    root = Path(fal_lsp.__file__).parent
    for path in (root / "memo.py", *sorted((root / "project" / "python").glob("s*.py"))):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in tree.body:
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                alone = ast.Module([node], [])
                code = compile(alone, "", "exec", dont_inherit=True, optimize=0)
                inner = next(each for each in _inside(code) if each.co_name == node.name)
                expected = {name for each in (inner, *_inside(inner)) for name in _by_dis(each)}
                found = global_names(node, "", annotations_are_text=False)
                assert set(found) == expected


def test_many_names() -> None:
    names = [f"x{number}" for number in range(70_000)]
    assert list(global_names(function(";".join(names)), "", annotations_are_text=False)) == names


def _inside(code: CodeType) -> list[CodeType]:
    inner = [each for each in code.co_consts if isinstance(each, CodeType)]
    return [*inner, *(found for each in inner for found in _inside(each))]


def _by_dis(code: CodeType) -> set[str]:
    operations = ("LOAD_GLOBAL", "STORE_GLOBAL", "DELETE_GLOBAL")
    return {each.argval for each in dis.get_instructions(code) if each.opname in operations}
