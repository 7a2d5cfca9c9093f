"""The words about arguments that do not fit, beside those of Python itself."""

from __future__ import annotations

import ast
import random

import pytest
from fal_lsp.project.python.call_errors import call_error, in_words, parameters_of

_ROUNDS = 200


def _signature(chance: random.Random) -> tuple[str, list[str]]:
    """The parameters of a function, and their names."""
    only_by_position, others = chance.randint(0, 2), chance.randint(0, 3)
    names = [f"p{number}" for number in range(only_by_position + others)]
    first_default = len(names) - chance.randint(0, len(names))
    parts = [f"{each}=1" if at >= first_default else each for at, each in enumerate(names)]
    if only_by_position:
        parts.insert(only_by_position, "/")
    by_keyword = [f"k{number}" for number in range(chance.randint(0, 3))]
    if chance.random() < 0.2:
        parts.append("*args")
    elif by_keyword:
        parts.append("*")
    parts += [f"{each}=1" if chance.random() < 0.4 else each for each in by_keyword]
    if chance.random() < 0.2:
        parts.append("**more")
    return ", ".join(parts), [*names, *by_keyword]


@pytest.mark.parametrize("seed", range(10))
def test_python_says_the_same(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(_ROUNDS):
        parameters, names = _signature(chance)
        given = chance.sample([*names, "other"], chance.randint(0, min(4, len(names))))
        count = chance.randint(0, 5)
        source = f"def f({parameters}): ...\n"
        scope: dict[str, object] = {}
        call = f"f({', '.join([*['0'] * count, *(f'{each}=0' for each in given)])})"
        expected = ""
        try:
            exec(source + call, scope)
        except TypeError as error:
            # Python 3.13 adds what may be meant.
            expected = str(error).partition(". Did you mean")[0]
        statement = ast.parse(source).body[0]
        assert isinstance(statement, ast.FunctionDef)
        problem = call_error(parameters_of(statement.args), count, given)
        assert (problem and in_words("f", problem)) == expected, source + call


def test_a_name_that_is_not_certain_is_left_out() -> None:
    assert in_words("", "takes no arguments") == "takes no arguments"
