"""What is read off a Python file: classes, functions, values, names."""

from __future__ import annotations

import textwrap
from typing import Any

import pytest
from fal_lsp.project import Unreadable
from fal_lsp.project.python.module import read_module
from fal_lsp.project.python.types import Extent, Module, PythonClass
from hypothesis import given, settings
from hypothesis import strategies as st


def module(source: str) -> Module:
    found = read_module("x.py", textwrap.dedent(source))
    assert isinstance(found, Module)
    return found


def only_class(body: str) -> PythonClass:
    (found,) = module(body).classes
    return found


@pytest.mark.parametrize(
    ("source", "extent"),
    [
        ("class A:\n  x = 1\n", Extent((0, 0), (0, 6), "A", 1, "  x = 1")),
        ("class  Ünï(X): '☕' # c\n", Extent((0, 0), (0, 7), "Ünï", 0, "class  Ünï(X): '☕'")),
        ("@a\n@b(\n)\nclass A: ...\n", Extent((0, 0), (3, 6), "A", 3, "class A: ...")),
        ("async  def f(): ...\n", Extent((0, 0), (0, 11), "f", 0, "async  def f(): ...")),
        ("if X:\n  def f():\n    pass\n", Extent((1, 2), (1, 6), "f", 2, "    pass")),
        # The parser reads the first as the second: the same name in the eyes of Python.
        ("class \ufb01: ...\n", Extent((0, 0), (0, 6), "\ufb01", 0, "class \ufb01: ...")),
        ("class \\\n A: ...\n", None),
        (f"class A: x = '{'a' * 2000}'\n", None),
    ],
)
def test_where_a_class_or_function_stands(source: str, extent: Extent | None) -> None:
    found = module(source)
    (only,) = found.classes or found.functions
    assert only.extent == extent


def test_a_class() -> None:
    found = only_class(
        '''
        import fal


        @deco(1)
        @other
        class A(
            fal.App, Generic[T], make(), keep_alive=300, name="a", metaclass=M, **more
        ):
            """What it does,
            in two lines.

            More.
            """

            machine_type = "GPU-H100"
            requirements: list[str] = ["a"]
            num_gpus: int

            @fal.endpoint("/x", is_websocket=True)
            async def run(self): ...

            def helper(self): ...

            class Inner(fal.App):
                keep_alive = 1
        '''
    )
    assert (found.name, found.line) == ("A", 6)
    assert found.doc == "What it does, in two lines."
    assert [(each.name, each.line, each.called) for each in found.decorators] == [
        ("deco", 4, True),
        ("other", 5, False),
    ]
    assert [(each.kind, each.name) for each in found.bases] == [
        ("name", "fal.App"),
        ("name", "Generic"),
        ("call", "make"),
    ]
    assert {name: each.value.data for name, each in found.keywords.items()} == {
        "keep_alive": 300,
        "name": "a",
    }
    assert found.spreads_keywords
    assert {name: each.line for name, each in found.attributes.items()} == {
        "machine_type": 15,
        "requirements": 16,
    }
    assert [each.name for each in found.methods] == ["run", "helper"]
    method = found.methods[0]
    assert (method.name, method.line, method.is_async) == ("run", 20, True)
    assert method.decorators[0].arguments[0].data == "/x"
    assert method.decorators[0].keywords["is_websocket"].value.data is True
    (inner,) = found.classes
    assert inner.attributes["keep_alive"].value.data == 1


UNKNOWN = object()

# A statement of a class body (after some constants), and the value of `x`.
VALUES: dict[str, Any] = {
    "x = 1": 1,
    "x = -1": -1,
    "x = 5 * 60": 300,
    "x = 7 // 2 + 7 / 2": 6.5,
    "x = 2 ** 99999": UNKNOWN,
    "x = 1 << 99999": UNKNOWN,
    "x = 'a' * 10 ** 9": UNKNOWN,
    "x = [0] * 10 ** 9": UNKNOWN,
    "x = 1 / 0": UNKNOWN,
    "x = 'a' 'b'": "ab",
    "x = 'a' + 'b'": "ab",
    "x = ['a'] + ['b']": ["a", "b"],
    "x = ('a', 1)": ("a", 1),
    "x = {'a': {1, 2}}": {"a": {1, 2}},
    "x = {[]: 1}": UNKNOWN,
    "x = {[1]}": UNKNOWN,
    "x = {**{'a': 1}, 'b': 2}": {"a": 1, "b": 2},
    "x = [*['a'], 'b']": ["a", "b"],
    "x = None": None,
    "x = not True": False,
    "x = ...": ...,
    "x: int = 3": 3,
    "x = y = 3": 3,
    "x = MINUTE": 60,
    "x = MINUTE * 5": 300,
    "x = [*REQUIREMENTS, 'c']": ["a", "b", "c"],
    "x = REQUIREMENTS + ['c']": ["a", "b", "c"],
    "x = TWICE": 2,
    "x = NOT_SURE": UNKNOWN,
    "x = DECLARED_GLOBAL": UNKNOWN,
    "x = UNPACKED": 2,
    "x = os.environ['X']": UNKNOWN,
    "x = f()": UNKNOWN,
    "x = f'{MINUTE}'": UNKNOWN,
    "x = [f()]": UNKNOWN,
    "x = later": UNKNOWN,
    "y = 3; x = y + 1": 4,
    "MINUTE = f(); x = MINUTE": UNKNOWN,
    "x = 1; x = 2": 2,
    "x = 1; x += 1": UNKNOWN,
    "x, y = 1, 2": UNKNOWN,
    "x = " + "[" * 60 + "]" * 60: UNKNOWN,
}

CONSTANTS = """
import os
MINUTE = 60
REQUIREMENTS = ["a", "b"]
TWICE = 1
TWICE = 2
if os.sep:
    NOT_SURE = 1
DECLARED_GLOBAL = 1
OTHER, UNPACKED = 1, 2
def change():
    global DECLARED_GLOBAL
    DECLARED_GLOBAL = 2
"""


@pytest.mark.parametrize("body", VALUES)
def test_values(body: str) -> None:
    found = only_class(f"{CONSTANTS}\nclass A:\n    {body}\nlater = 1\n").attributes["x"].value
    expected = VALUES[body]
    assert found.known == (expected is not UNKNOWN)
    if expected is not UNKNOWN:
        assert found.data == expected
        assert type(found.data) is type(expected)


def test_names_of_lists_of_names_do_not_explode() -> None:
    lines = ["A0 = [1, 1]"] + [f"A{n + 1} = [A{n}, A{n}]" for n in range(60)]
    found = only_class("\n".join([*lines, "class A:", "    x = A60"])).attributes["x"].value
    assert not found.known
    lines = ["A0 = [1, 1]"] + [f"A{n + 1} = [*A{n}, *A{n}]" for n in range(60)]
    found = only_class("\n".join([*lines, "class A:", "    x = A60"])).attributes["x"].value
    assert not found.known


SOURCES = {
    "x = f(1)": "f(1)",
    "x = 'é' + f('é')": "'é' + f('é')",
    "x = f(\n    1,\n)": "f(…",
    "x = f('" + "a" * 100 + "')": "f('" + "a" * 76 + "…",
}


@pytest.mark.parametrize("body", SOURCES)
def test_how_a_value_is_written(body: str) -> None:
    found = only_class(f"class A:\n    {body}\n").attributes["x"].value
    assert found.source == SOURCES[body]


CONDITIONAL = [
    "if a:\n        x = 1",
    "if a:\n        pass\n    else:\n        x = 1",
    "for a in b:\n        x = 1",
    "try:\n        x = 1\n    except E:\n        pass",
    "try:\n        pass\n    except E:\n        x = 1",
    "with a:\n        x = 1",
]


@pytest.mark.parametrize("body", CONDITIONAL)
def test_settings_that_may_not_hold(body: str) -> None:
    assert only_class(f"class A:\n    {body}\n").attributes["x"].conditional


# A statement, and the names that it binds; `?` marks those that may not be bound.
BINDINGS = {
    "x = 1": "x",
    "x: int = 1": "x",
    "x: int": "",
    "x.y = 1": "",
    "x[0] = 1": "",
    "x, (y, *z) = a": "x? y? z?",
    "x, y = 1, 2": "x y",
    "x = y = 1": "x y",
    "x += 1": "x?",
    "del x": "x",
    "def f(): y = 1": "f",
    "async def f(): y = 1": "f",
    "class C: y = 1": "C",
    "lambda: (y := 1)": "y?",
    "print(x := 1)": "x?",
    "[x := a for a in b]": "x?",
    "if (x := 1): y = 2": "y? x?",
    "import a": "a",
    "import a.b.c": "a",
    "import a.b as c": "c",
    "from a import b, c as d": "b d",
    "from . import b": "b",
    "for x, y in z: w = 1": "x? y? w?",
    "while a: x = 1": "x?",
    "if a: x = 1": "x?",
    "if a: x = 1\nelif b: y = 1\nelse: z = 1": "x? y? z?",
    "if True: x = 1\nelse: y = 1": "x",
    "if False: x = 1\nelse: y = 1": "y",
    "if TYPE_CHECKING: x = 1\nelse: y = 1": "y",
    "if not typing.TYPE_CHECKING: x = 1": "x",
    "if __name__ == '__main__': x = 1": "",
    "if '__main__' == __name__: x = 1": "",
    "if __name__ != '__main__': x = 1": "x?",
    "with a as x, b as (y, z): w = 1": "x? y? z? w",
    "try: x = 1\nexcept E as e: x = 2; y = 1\nelse: z = 1\nfinally: w = 1": "x y? z w",
    "match a:\n case [x, *y]: z = 1\n case {'a': v, **w}: pass\n case C(k=u) as t: pass": (
        "x? y? z? v? w? u? t?"
    ),
    "def f():\n    global x, y\n    x = 1": "f x? y?",
}


@pytest.mark.parametrize("source", BINDINGS)
def test_names(source: str) -> None:
    found = module(source).bindings
    names = {name + ("" if bound[-1].certain else "?") for name, bound in found.items()}
    assert names == set(BINDINGS[source].split())


DYNAMIC = {
    "globals()['x'] = 1": True,
    "exec(code)": True,
    "vars()['x'] = 1": True,
    "sys.modules[__name__].x = 1": True,
    "vars(args)": False,
    "session.exec(query)": False,
    "print(x)": False,
}


@pytest.mark.parametrize("source", DYNAMIC)
def test_code_that_may_bind_any_name(source: str) -> None:
    assert module(source).is_dynamic == DYNAMIC[source]


EXPORTS = {
    "__all__ = ['a']": ("a",),
    "__all__ = ('a', 'b')": ("a", "b"),
    "__all__ = ['a']\n__all__ += ['b']": ("a", "b"),
    "__all__ = ['a']\n__all__ += names()": None,
    "__all__ = names()": None,
    "": None,
}


@pytest.mark.parametrize("source", EXPORTS)
def test_exports(source: str) -> None:
    assert module(source).exports == EXPORTS[source]


DOCS = {
    '"""One."""': "One.",
    '"""\nOne\ntwo.\n\nThree.\n"""': "One two.",
    "'one'": "one",
    "b'one'": None,
    "f'one'": None,
    '"""   """': None,
    "x = 1": None,
    "": None,
}


@pytest.mark.parametrize("source", DOCS)
def test_docstrings(source: str) -> None:
    assert module(source).doc == DOCS[source]


def test_attributes_set_from_outside() -> None:
    assert module("A.x = 1\na.B.y = 2\nA.z: int = 3").patched == {"A": ("x", "z"), "a.B": ("y",)}


PIECES = st.sampled_from(
    [
        "class A(fal.App):",
        "def f():",
        "@fal.function(",
        "import fal",
        "from . import *",
        "x = ",
        "(",
        ")",
        "[",
        "'",
        '"""',
        "\n",
        "\n    ",
        "if a:",
        "else:",
        "try:",
        "except:",
        "match x:",
        "case {",
        "f'{",
        "lambda",
        ":=",
        "del x",
        "\\",
        "é",
        "\0",
        "𝒳",
        "1",
        "*",
        "**",
        "@",
        ".",
        "global x",
        ";",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(), st.lists(PIECES).map("".join), st.lists(PIECES).map(" ".join)))
def test_any_text_is_answered(text: str) -> None:
    assert isinstance(read_module("x.py", text), (Module, Unreadable))


@settings(max_examples=100, deadline=None)
@given(st.binary())
def test_any_bytes_are_answered(data: bytes) -> None:
    assert isinstance(read_module("x.py", data), (Module, Unreadable))
