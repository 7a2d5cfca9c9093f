"""The order of what certainly runs, however deep an expression is."""

from __future__ import annotations

import ast

from fal_lsp.project.python.certain_reads import certain
from fal_lsp.project.python.endings import FunctionEnds


class Plain(FunctionEnds):
    """Every call returns, and only one context manager hides an error."""

    def __init__(self) -> None: ...

    def passes_errors(self, node: ast.expr) -> bool:
        return ast.unparse(node) != "hiding"

    def returns(self, call: ast.Call) -> bool:
        return True

    def is_open(self, test: ast.expr) -> bool:
        return "request" in ast.unparse(test)


def names(body: str) -> list[str]:
    function = ast.parse(f"def f(self):\n    {body}").body[0]
    assert isinstance(function, ast.FunctionDef)
    every = certain(function, Plain())
    return [each.attr for each in every if isinstance(each, ast.Attribute)]


def test_inner_parts_come_first() -> None:
    assert names("return self.a.b(self.c, d=self.d) + self.e") == ["a", "b", "c", "d", "e"]


def test_parts_that_may_not_run_are_left_out() -> None:
    assert names("return (self.a or self.b, self.c if self.d else self.e)") == ["a", "d"]
    assert names(
        "return self.a < self.b < self.c, [self.d for _ in self.e], lambda x=self.f: self.g"
    ) == [*("a", "b", "e", "f")]


def test_a_chain_of_any_length() -> None:
    assert names("return self" + ".a" * 2_000) == ["a"] * 2_000


def test_a_condition_that_a_request_decides_about_ends_nothing() -> None:
    assert names("if request.a: raise E\n    self.b") == ["a", "b"]
    assert names("if self.a: raise E\n    self.b") == ["a"]
    assert names("if request.a: yield\n    self.b") == ["a"]
    assert names("if request.a: return\n    else: raise E\n    self.b") == ["a"]


def test_nothing_runs_behind_what_certainly_ends() -> None:
    for end in (
        "return 1",
        "raise E",
        "assert False",
        "if self: return 1\n    else: raise E",
        "while True: pass",
        "yield 1",
        "try: return 1\n    except E: pass",
        "try:\n        while True: pass\n    except E: pass",
        "if self: assert False",
        "with self: return 1",
    ):
        assert names(f"{end}\n    self.a") == [], end


def test_what_may_not_run_is_passed_over() -> None:
    for block in (
        "try: self.b\n    except E: self.c",
        "for _ in (): self.b",
        "if self:\n        def f(): return 1",
        "with hiding: self.b",
        "match self:\n        case 1: self.b",
        "f = lambda: (yield)",
    ):
        assert names(f"{block}\n    self.a") == ["a"], block
