"""The order of what certainly runs, however deep an expression is."""

from __future__ import annotations

import ast

from fal_lsp.project.python.certain_reads import certain


def names(body: str) -> list[str]:
    function = ast.parse(f"def f(self):\n    {body}").body[0]
    assert isinstance(function, ast.FunctionDef)
    every = certain(function, lambda node: True)
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
