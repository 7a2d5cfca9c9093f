"""What Python's compiler refuses, beside the compiler itself."""

from __future__ import annotations

import ast

import pytest
from fal_lsp.project.python.compiling import refused

REFUSED = (
    *("return 1", "class A:\n    return 1", "if True:\n    return", "with a: yield", "x = yield"),
    *(
        "await x",
        "def f():\n    await x",
        "def f(a=await x): 0",
        "async def f():\n    yield from x",
    ),
    *("async def f():\n    def g():\n        await x", "async def f():\n    lambda: await x"),
    *("def f():\n    async for a in b: 0", "async with a: 0", "def f():\n    print(f'{await x}')"),
    *("break", "while 1:\n    def f(): break", "for a in b: 0\nelse:\n    continue"),
    *("def f(a, *, a): ...", "def f(a, **a): ..."),
    *("class A(x=1, x=2): 0", "@f(a=1, a=2)\ndef g(): 0", "x = f(a=1,\n a=2)"),
    *("nonlocal x", "def f():\n    nonlocal y", "def f():\n    x = 1\n    global x"),
    *("def f(x):\n    global x", "def f():\n    from x import *", "[x := 1 for x in y]"),
    *("x = 1\nfrom __future__ import annotations", "from __future__ import nix"),
    "match a:\n    case 1:\n        return",
    "match a:\n    case _: 0\n    case 1: 0",
    "match a:\n    case 1: 0\n    case x: 0\n    case 2: 0",
    "match a:\n    case (x as y): 0\n    case 2: 0",
    "match a:\n    case 1 | _: 0\n    case 2: 0",
    "match a:\n    case [1, (x | 2)]: 0",
    "match a:\n    case [*x, 1, *y]: 0",
    "async def f():\n    yield 1\n    if a:\n        return 2",
    "async def f():\n    return (yield)",
    *("def f(a): return [b async for b in a]", "x = {b: 1 async for b in a}"),
    *(
        "async def f(a): lambda: {b async for b in a}",
        "def f(a): [b for b in [c async for c in a]]",
    ),
    *("async def f(a=[b async for b in c]): 0", "def f(a): return [(yield b) for b in a]"),
    *(
        "def f(a): return ((yield from b) for b in a)",
        "def f(a): {[(yield) for b in c] for c in a}",
    ),
    *("async def f(a): {b: 1 for b in a if (yield)}", "def f(a): {b for b in a for c in (yield)}"),
    *("__debug__ = 1", "def f(__debug__): 0", "for a.__debug__ in b: 0", "f(__debug__=1)"),
)
ACCEPTED = (
    "'doc'\nfrom __future__ import annotations\nfrom __future__ import division\n",
    "async def f():\n    async with a: await b\n    return [await a async for a in b]\n",
    "for a in b:\n    try: continue\n    except: break\n    finally: c\nelse:\n    d\n",
    "def f():\n    x = yield\n    def g():\n        nonlocal x\n    return lambda: (yield)\n",
    "async def f(a=b): yield await a\nasync def g():\n    match await x:\n        case y: await y",
    "class A(x=1, **y): ...\nf(a=1, **b, c=2)\n",
    "match a:\n    case x if x: 0\n    case [_, *_] | {1: _} if z: 0\n    case 1 | _: 0",
    "match a:\n    case A(x, y=_) | B(x): 0\n    case {'a': _, **b}: 0\n    case x as y if y: 0\n",
    "match a:\n    case (1 | 2) as x: 0\n    case None | A.b | -1: 0\n    case y: 0",
    "async def f():\n    yield 1\n    return\nasync def g():\n    def h(): yield\n    return 1",
    "def f(a): return (b async for b in a)",
    "async def f(a): return [b for b in [c async for c in a]]",
    "def f(a): return [b for b in (yield)]\ndef g(a): return [lambda: (yield b) for b in a]",
    "if __debug__: f(__debug__)",
)


@pytest.mark.parametrize("text", REFUSED)
def test_what_the_compiler_refuses_is_found_where_it_says(text: str) -> None:
    with pytest.raises(SyntaxError) as caught:
        compile(text, "", "exec", dont_inherit=True)
    found = refused("x.py", text, ast.parse(text))
    assert found is not None
    assert (found.reason, found.detail) == ("syntax", caught.value.msg)
    assert found.line == (caught.value.lineno or 0) - 1


@pytest.mark.parametrize("text", ACCEPTED)
def test_what_the_compiler_accepts_is_not_refused(text: str) -> None:
    compile(text, "", "exec", dont_inherit=True)
    assert refused("x.py", text, ast.parse(text)) is None


def test_names_of_very_many_scopes_are_not_asked_for() -> None:
    text = "def f():\n global a\n" + "".join(f" def g{n}(): a{n} = 1\n" for n in range(1_200))
    assert refused("x.py", text + "nonlocal x", ast.parse(text)) is None
