"""What the interpreter says of a module, held against Python that really runs it.

Every snippet is executed: what the interpreter knows must be what Python has, and the names that
are listed must be known.
"""

# ruff: noqa: E501 (a snippet is read more easily on one line)
from __future__ import annotations

import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest
from fal_lsp.project import Unreadable
from fal_lsp.project.python.lattice import choices
from fal_lsp.project.python.module import Module
from fal_lsp.project.python.modules import Modules
from fal_lsp.project.python.plain_data import is_none, plain, possible, truth
from fal_lsp.project.python.values import ClassValue, Unknown, Unset, Value
from hypothesis import given
from hypothesis import strategies as st

from tests.support.examples import examples
from tests.support.projects import project


def read(folder: Path, files: dict[str, str]) -> tuple[Modules, Module]:
    """The reader, and the module in app.py."""
    modules = project(folder, files).python()
    module = modules.module(str(folder / "app.py"))
    assert isinstance(module, Module)
    return modules, module


def values(folder: Path, source: str, **others: str) -> dict[str, Value]:
    """What the names of a module stand for."""
    files = {f"{name}.py": text for name, text in others.items()}
    modules, module = read(folder, {**files, "app.py": source})
    return {name: modules.resolve(each.value) for name, each in module.names.items()}


# A module, and the names whose values must be known.
SNIPPETS = {
    "arithmetic": ("a = 5 * 60; b = -a; c = 7 // 2 + 7 / 2; d = 2 ** 10; e = 7 % 4", "a b c d e"),
    "strings": ("a = 'x' + 'y'; b = f'{a}-{len(a):03d}'; c = a.upper(); d = '-'.join([a, b])", "a b c d"),
    "lists": ("a = ['x']; b = [*a, 'y']; c = b + ['z']; d = c[1:]; e = c[-1]; f = a * 2", "a b c d e f"),
    "dicts": ("a = {'x': 1}; b = {**a, 'y': 2}; c = dict(b, z=3); d = c['y']; e = a | b", "a b c d e"),
    "copies are copies": ("a = ['x']; b = list(a); b.append('y'); c = a.copy(); c.clear()", "a b c"),
    "aliases are aliases": ("a = ['x']; b = a; b.append('y'); b += ['z']; c = (a, b)", "a b c"),
    "in place": ("a = {'x': 1}; a['y'] = 2; a.update(z=3); del a['x']; b = a.pop('z')", "a b"),
    "unpacking": ("a, (b, *c) = 1, (2, 3, 4)\nx = y = 5\nd, e = 'de'", "a b c d e x y"),
    "augmented": ("a = 1; a += 2; b = 'x'; b += 'y'; c = [1]; d = c; c += [2]", "a b c d"),
    "known branches": ("if 1 < 2:\n    a = 1\nelse:\n    a = 2\nb = 3 if a is None else 4", "a b"),
    "elif": ("k = 'b'\nif k == 'a': a = 1\nelif k == 'b': a = 2\nelse: a = 3", "a"),
    "main": ("if __name__ == '__main__': a = 1\nelse: a = 2", "a"),
    "type checking": ("from typing import TYPE_CHECKING\nif TYPE_CHECKING: a = 1\nelse: a = 2", "a"),
    "version": ("import sys\nif sys.version_info >= (3, 8): a = 1\nelse: a = 2", "a"),
    "equal branches": ("import os\nif os.environ.get('X'): a = [1]\nelse: a = [1]", "a"),
    "for": ("a = []\nfor i in range(3):\n    a.append(i)\nelse:\n    b = 1", "a i b"),
    "for with break": ("for i in [1, 2, 3]:\n    if i == 2:\n        break\n", "i"),
    "continue": ("a = []\nfor i in [1, 2, 3]:\n    if i == 2:\n        continue\n    a.append(i)", "a"),
    "nested loops": ("a = [(x, y) for x in 'ab' for y in 'c']\nb = [x for x in [1, 2] if x > 1]", "b"),
    "comprehensions": ("a = {k: v for k, v in zip('ab', [1, 2])}; b = [x * 2 for x in (1, 2)]", "a b"),
    "the scope of a comprehension": ("x = 1\na = [x for x in [2, 3]]\nb = x", "a b x"),
    "walrus": ("if (a := 3) > 2: b = a\n", "a b"),
    "try that cannot raise": ("try:\n    a = 1\nexcept ValueError:\n    a = 2\nelse:\n    b = 2\nfinally:\n    c = 3", "a b c"),
    "try with an import of Python": ("try:\n    import json\n    a = 1\nexcept ImportError:\n    a = 2", "a"),
    "raise in try": ("try:\n    raise ValueError\nexcept ValueError:\n    a = 2", "a"),
    "with": ("import contextlib\nwith contextlib.suppress(OSError):\n    a = 1", "a"),
    "match": ("k = 'b'\nmatch k:\n    case 'a': a = 1\n    case 'b' | 'c': a = 2\n    case _: a = 3", "a"),
    "functions": ("def f(x, *a, y=2, **k):\n    return [x, *a, y, k.get('z')]\na = f(1, 5, z=3)", "a"),
    "closures": ("def f(n):\n    def g(m): return n + m\n    return g\na = f(1)(2)", "a"),
    "lambda": ("f = lambda x: x + 1\na = f(1)", "a"),
    "early return": ("def f(x):\n    if x > 1:\n        return 'big'\n    return 'small'\na = f(2); b = f(0)", "a b"),
    "a function that changes a list": ("a = []\ndef f():\n    a.append(1)\nf()\nf()", "a"),
    "defaults are kept": ("x = 1\ndef f(y=x): return y\nx = 2\na = f()", "a"),
    "partial": ("import functools\ndef f(a, b=1): return [a, b]\ng = functools.partial(f, b=2)\na = g(1)", "a"),
    "attributes": ("class A:\n    x = 1\nclass B(A):\n    y = A.x + 1\na = B.x + B.y\nA.x = 5\nb = B.x", "a b"),
    "setattr": ("class A: pass\nsetattr(A, 'x', 3)\na = A.x; b = getattr(A, 'x'); c = A.__name__", "a b c"),
    "class scope": ("x = 1\nclass A:\n    x = 2\n    y = x\n    def f(self): return x\na = A.y", "a"),
    "delete": ("a = 1; b = 2\ndel a", "b"),
    "booleans": ("a = None or 'x'; b = 'y' and 'z'; c = not a; d = a in ['x']; e = 1 < 2 < 3", "a b c d e"),
    "conditional class": ("if True:\n    class A:\n        x = 1\na = A.x", "a"),
    "type()": ("A = type('A', (), {'x': 1})\na = A.x", "a"),
    "global in a function": ("def f():\n    global a\n    a = 2\na = 1\nf()", ""),
}  # fmt: skip


# Two containers that hold the same stay two, and what a branch changes is not what it was before.
TWINS = {
    "a list that may be another": "b = x = []\nif CHANCE: b = []\nx.append(1)",
    "a list of one of two branches": "x = []\nif CHANCE: b = []\nelse: b = x\nb.append(1)",
    "a list of a conditional expression": "x = []\nb = [] if CHANCE else x\nx += [1]",
    "a list in a tuple": "x = []\nb = (x,)\nif CHANCE: b = ([],)\nx.append(1)",
    "a list in a dict": "x = []\nb = {'k': x}\nif CHANCE: b = {'k': []}\nx.append(1)",
    "a list that a branch changes": "b = []\nif CHANCE: b = []\nelse: b += ['x']",
    "a dict that a branch changes": "b = {}\nif CHANCE: b = {}\nelse: b['x'] = 1",
    "a list in one that a branch changes": "x = []\nb = [x]\nif CHANCE: b = [[]]\nelse: x.append(1)",
    "a list that branches add": "x, b = [], []\nif CHANCE: b.append([])\nelse: b.append(x); x.append(1)",
    "a chain of lists": "\n".join(["b = x = []", *["if CHANCE: b = []"] * 20, "x.append(1)"]),
    "a result of a function": "x = []\ndef f():\n    if CHANCE: return []\n    return x\nb = f()\nx.append(1)",
}  # fmt: skip


@pytest.mark.parametrize("chance", [True, False])
@pytest.mark.parametrize("source", TWINS.values(), ids=TWINS)
def test_two_containers_with_the_same_contents(source: str, chance: bool, tmp_path: Path) -> None:
    found = values(tmp_path, f"import os\nCHANCE = bool(os.environ.get('X'))\n{source}")
    real = executed(f"CHANCE = {chance}\n{source}")
    assert_agrees({name: found[name] for name in ("b", "x") if name in found}, real)


def executed(source: str) -> dict[str, Any]:
    """What Python has after it ran some source under another name than `__main__`."""
    namespace: dict[str, Any] = {"__name__": "<run_path>"}
    exec(source, namespace)  # a snippet of this file, or one that a test made
    return namespace


def assert_agrees(found: dict[str, Value], real: dict[str, Any]) -> None:
    for name, value in found.items():
        known, data = plain(value)
        if known:
            assert name in real, name
            assert (data, type(data)) == (real[name], type(real[name])), name
        listed = possible(value)
        if listed is not None:
            assert real[name] in listed, name
        if name not in real:
            assert any(isinstance(each, (Unset, Unknown)) for each in choices(value)), name
            continue
        if truth(value) is not None:
            assert truth(value) == bool(real[name]), name
        if is_none(value) is not None:
            assert is_none(value) == (real[name] is None), name


@pytest.mark.parametrize("name", SNIPPETS)
def test_python_has_what_is_known(name: str, tmp_path: Path) -> None:
    source, known = SNIPPETS[name]
    found = values(tmp_path, source)
    assert_agrees(found, executed(source))
    assert [each for each in known.split() if not plain(found[each])[0]] == []


# A module, a name, and all that it may stand for.
POSSIBLE = {
    "two branches": ("if os.environ.get('X'): a = 1\nelse: a = 2", (1, 2)),
    "a variable": ("a = 'x' if os.getenv('X') else None", ("x", None)),
    "an import that may fail": ("try:\n    import torch\n    a = 1\nexcept ImportError:\n    a = 2", (1, 2)),
    "what suppress hides": ("a = 1\nwith contextlib.suppress(OSError):\n    open('x')\n    a = 2", (2, 1)),
    "cases": ("match os.sep:\n    case '/': a = 1\n    case _: a = 2", (1, 2)),
    "returns": ("def f():\n    if os.sep == '/':\n        return 1\n    return 2\na = f()", (1, 2)),
    "a branch that leaves": ("if os.getenv('X'):\n    a = 1\nelse:\n    raise ValueError", (1,)),
    "sys.exit": ("a = 1\nif os.getenv('X'):\n    a = 2\n    sys.exit(1)", (1,)),
    "operations on both": ("b = 1 if os.sep == '/' else 2\na = b * 60", (60, 120)),
    "or": ("a = os.environ.get('X') and 1", None),
}  # fmt: skip


@pytest.mark.parametrize("name", POSSIBLE)
def test_all_that_is_possible(name: str, tmp_path: Path) -> None:
    source, expected = POSSIBLE[name]
    assert possible(values(tmp_path, f"import contextlib, os, sys\n{source}")["a"]) == expected


UNKNOWN = {
    "a loop": "a = []\nfor x in os.listdir():\n    a.append(x)",
    "a while loop": "a = 0\nwhile os.path.exists(str(a)):\n    a += 1",
    "a break under a condition": "a = 0\nfor x in [1, 2, 3]:\n    if os.getenv('X'):\n        break\n    a = x",
    "code elsewhere": "import random\na = [1, 2]\nrandom.shuffle(a)",
    "a function that is not known": "from nowhere import f\na = {'x': 1}\nf(a)",
    "the environment": "a = os.environ['X']",
    "a global": "a = 1\ndef f():\n    global a\n    a = 2\n",
    "a huge number": "a = 10 ** 10 ** 10",
    "a huge string": "a = 'x' * 10 ** 9",
    "a huge list": "a = [0] * 10 ** 9",
    "a huge range": "a = list(range(10 ** 12))",
    "a huge format": "a = f'{1:999999999}'",
    "division by zero": "a = 1 / 0",
    "a generator": "def f():\n    yield 1\na = f()",
    "endless recursion": "def f(x): return f(x)\na = f(1)",
    "a loop in a loop in a loop": "a = 0\n" + "".join(
        f"{'    ' * i}for x{i} in range(30):\n" for i in range(8)
    ) + "    " * 8 + "a += 1",
    "names of lists of names": "a0 = [1, 1]\n" + "".join(
        f"a{n + 1} = [*a{n}, *a{n}]\n" for n in range(60)
    ) + "a = a60",
    "lists of lists": "a0 = [1, 1]\n" + "".join(
        f"a{n + 1} = [a{n}, a{n}]\n" for n in range(60)
    ) + "a = a60",
    "deep brackets": "a = " + "[" * 80 + "]" * 80,
}  # fmt: skip


@pytest.mark.parametrize("name", UNKNOWN)
def test_what_cannot_be_known(name: str, tmp_path: Path) -> None:
    found = values(tmp_path, f"import os\n{UNKNOWN[name]}")["a"]
    assert not plain(found)[0]
    assert possible(found) is None


def test_values_of_other_modules(tmp_path: Path) -> None:
    found = values(
        tmp_path,
        "import settings\nfrom settings import *\nfrom settings import _hidden as h\n"
        "a = settings.X + Y\nsettings.X = 9\nb = settings.X",
        settings="X = 1\nY = 2\n_hidden = 3\n",
    )
    assert {name: plain(found[name]) for name in ("a", "b", "h")} == {
        "a": (True, 3),
        "b": (True, 9),
        "h": (True, 3),
    }
    assert "_hidden" not in found


def test_a_change_of_another_module_is_not_seen_by_others(tmp_path: Path) -> None:
    modules, _ = read(
        tmp_path, {"base.py": "class A:\n    x = 1\n", "app.py": "from base import A\nA.x = 2\n"}
    )
    other = modules.module(str(tmp_path / "base.py"))
    assert isinstance(other, Module)
    found = other.names["A"].value
    assert isinstance(found, ClassValue)
    assert not found.changed_later


def test_only_what_is_needed_is_read(tmp_path: Path) -> None:
    opened: list[str] = []
    project(tmp_path, {"heavy.py": "", "app.py": "import heavy\nfrom heavy import x\na = 1\n"})
    modules = project(tmp_path, opened=opened).python()
    assert isinstance(modules.module(str(tmp_path / "app.py")), Module)
    assert [Path(each).name for each in opened] == ["app.py"]


NAMES = st.sampled_from(["a", "b", "c"])
ATOMS = st.one_of(
    st.integers(-3, 5).map(str), st.sampled_from(["'x'", "''", "None", "True", "[]", "[1]"]), NAMES
)
EXPRESSIONS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "*", "-", "==", "<", "or", "and"]), inner).map(
            lambda parts: f"({' '.join(parts)})"
        ),
        st.lists(inner, max_size=3).map(lambda parts: f"[{', '.join(parts)}]"),
        st.tuples(inner, inner, inner).map(lambda each: f"({each[0]} if {each[1]} else {each[2]})"),
    ),
    max_leaves=4,
)


def _indented(lines: list[str]) -> str:
    return textwrap.indent("\n".join(lines) or "pass", "    ")


STATEMENTS = st.recursive(
    st.one_of(
        st.tuples(NAMES, EXPRESSIONS).map(lambda each: f"{each[0]} = {each[1]}"),
        st.tuples(NAMES, EXPRESSIONS).map(lambda each: f"{each[0]} += {each[1]}"),
        st.tuples(NAMES, EXPRESSIONS).map(lambda each: f"{each[0]}.append({each[1]})"),
        st.sampled_from(["c = f(a)", "c = f(b)", "raise ValueError"]),
    ),
    lambda inner: st.one_of(
        st.tuples(st.one_of(EXPRESSIONS, st.just("CHANCE")), st.lists(inner, max_size=3), st.lists(inner, max_size=2)).map(
            lambda each: f"if {each[0]}:\n{_indented(each[1])}\nelse:\n{_indented(each[2])}"
        ),
        st.tuples(NAMES, st.sampled_from(["[1, 2]", "'xy'", "range(CHANCE)", "a"]), st.lists(inner, max_size=3)).map(
            lambda each: f"for {each[0]} in {each[1]}:\n{_indented(each[2])}"
        ),
        st.tuples(st.lists(inner, max_size=3), st.lists(inner, max_size=2)).map(
            lambda each: f"try:\n{_indented(each[0])}\nexcept Exception:\n{_indented(each[1])}"
        ),
        st.tuples(st.lists(inner, max_size=3)).map(
            lambda each: f"def f(a):\n{_indented([*each[0], 'return a'])}"
        ),
    ),
    max_leaves=8,
)  # fmt: skip


@examples(300)
@given(st.lists(STATEMENTS, min_size=1, max_size=8), st.booleans())
def test_generated_modules(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], chance: bool
) -> None:
    source = "\n".join(["def f(x): return x", "a, b, c = 1, [], 'x'", *lines])
    program = f"CHANCE = {int(chance)}\n{source}"
    steps = 0

    def count(*_: object) -> Any:
        nonlocal steps
        steps += 1
        if steps > 5_000:
            raise SystemExit
        return count

    sys.settrace(count)
    try:
        real = executed(program)
    except (Exception, SystemExit):
        return
    finally:
        sys.settrace(None)
    folder = tmp_path_factory.mktemp("generated")
    found = values(folder, f"import os\nCHANCE = len(os.environ.get('X', '')) and 1\n{source}")
    del found["os"], found["CHANCE"]
    assert_agrees({name: each for name, each in found.items() if name in "abc"}, real)


def test_choices_are_few(tmp_path: Path) -> None:
    lines = [f"if os.getenv('{n}'):\n    a = {n}" for n in range(20)]
    found = values(tmp_path, "\n".join(["import os", "a = -1", *lines]))["a"]
    assert possible(found) is None


@pytest.mark.parametrize(
    "source",
    [
        "class A(A): pass",
        "from app import A",
        "from app import *\nA = 1",
        "import app\nA = app.A",
        "A = B\nB = A",
        "\n".join(f"class A{n + 1}(A{n}): pass" for n in range(3_000)),
        "if x:\n  a = 1\n" + "".join(f"elif x == {n}:\n  b{n} = {n}\n" for n in range(2_000)),
        "".join(f"{'  ' * n}if x:\n" for n in range(90)) + "  " * 90 + "a = 1",
        "a = 1" + " + 1" * 3_000,
        "def f(x): return [f(x), f(x)]\na = f(1)",
        "def f(n):\n    for i in range(30):\n        f(n)\nf(1)",
    ],
)
def test_hostile_modules_end(source: str, tmp_path: Path) -> None:
    modules = project(tmp_path, {"app.py": source}).python()
    assert isinstance(modules.module(str(tmp_path / "app.py")), (Module, Unreadable))
