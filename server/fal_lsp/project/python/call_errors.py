"""What Python says of a call whose arguments do not fit the parameters. Knows the words of Python's
own errors; must not know values, nor what is called.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, NamedTuple

from .signatures import required

if TYPE_CHECKING:
    import ast


class Parameters(NamedTuple):
    """Those of a function, by name. `names` are all but `*args` and `**kwargs`, in their order."""

    names: tuple[str, ...]
    required: Collection[str]
    by_position: int
    """How many of them can be given by position, the first ones."""
    only_by_position: int = 0
    takes_more: bool = False
    takes_more_keywords: bool = False


def parameters_of(node: ast.arguments) -> Parameters:
    """The parameters that are written in a `def` or `lambda`."""
    positional = [*node.posonlyargs, *node.args]
    return Parameters(
        tuple(each.arg for each in (*positional, *node.kwonlyargs)),
        required(node),
        len(positional),
        len(node.posonlyargs),
        node.vararg is not None,
        node.kwarg is not None,
    )


def call_error(parameters: Parameters, count: int, keywords: Collection[str]) -> str:
    """The words of the `TypeError` of a call with `count` positional arguments and some keywords,
    without the name of the function; empty where they fit."""
    names = parameters.names
    positional, others = names[: parameters.by_position], names[parameters.by_position :]
    nameable = names[parameters.only_by_position :]
    given = [*positional[:count]]
    for keyword in keywords:
        if keyword not in nameable:
            if parameters.takes_more_keywords:
                continue
            bare = [each for each in names[: parameters.only_by_position] if each in keywords]
            if bare:
                what = "some positional-only arguments passed as keyword arguments"
                return f"got {what}: '{', '.join(bare)}'"
            return f"got an unexpected keyword argument '{keyword}'"
        if keyword in given:
            return f"got multiple values for argument '{keyword}'"
        given.append(keyword)
    if count > len(positional) and not parameters.takes_more:
        return _too_many(parameters, count, sum(each in given for each in others))
    for kind, some in (("positional", positional), ("keyword-only", others)):
        missing = [repr(each) for each in some if each in parameters.required and each not in given]
        if missing:
            plural = "" if len(missing) == 1 else "s"
            return f"missing {len(missing)} required {kind} argument{plural}: {_listed(missing)}"
    return ""


def in_words(name: str, problem: str) -> str:
    """The whole words; `name` is that of the function with its class, empty where not certain."""
    return f"{name}() {problem}" if name else problem


def _too_many(parameters: Parameters, count: int, by_keyword: int) -> str:
    most = parameters.by_position
    least = sum(each in parameters.required for each in parameters.names[:most])
    wanted = str(most) if least == most else f"from {least} to {most}"
    plural = "" if wanted == "1" else "s"
    more, were = "", "was" if count == 1 and not by_keyword else "were"
    if by_keyword:
        ends = ["" if number == 1 else "s" for number in (count, by_keyword)]
        more = f" positional argument{ends[0]} (and {by_keyword} keyword-only argument{ends[1]})"
    return f"takes {wanted} positional argument{plural} but {count}{more} {were} given"


def _listed(names: list[str]) -> str:
    if len(names) < 3:
        return " and ".join(names)
    return f"{', '.join(names[:-1])}, and {names[-1]}"
