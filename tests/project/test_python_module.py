"""What is read off a Python file beside its values: ranges, docstrings, exports, sources."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest
from fal_lsp.project import Unreadable
from fal_lsp.project.python.module import Module
from fal_lsp.project.python.source import Extent
from hypothesis import given
from hypothesis import strategies as st

from tests.support.examples import examples
from tests.support.projects import project


def module(folder: Path, source: str) -> Module:
    found = project(folder, {"x.py": textwrap.dedent(source)}).module("x.py")
    assert isinstance(found, Module)
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
def test_the_range_of_a_class_or_function(
    source: str, extent: Extent | None, tmp_path: Path
) -> None:
    (only,) = module(tmp_path, source).definitions
    assert only.definition.extent == extent


SOURCES = {
    "x = f(1)": "f(1)",
    "x = 'é' + f('é')": "'é' + f('é')",
    "x = f(\n    1,\n)": "f(1)",
    "x = [  # all\n    '#', y,\n    # none\n    g(\n    )]": "['#', y, g()]",
    "x = [\n" + 50 * "\n" + "]": "[…",
    "x = f('" + "a" * 100 + "')": "f('" + "a" * 76 + "…",
}


@pytest.mark.parametrize("body", SOURCES)
def test_how_a_value_is_written(body: str, tmp_path: Path) -> None:
    (found,) = module(tmp_path, f"class A:\n    {body}\n").classes
    assert found.namespace["x"].source == SOURCES[body]


DYNAMIC = {
    "globals()['x'] = 1": True,
    "exec(code)": True,
    "vars()['x'] = 1": True,
    "class A:\n    locals()['x'] = 1": True,
    "def f(): return 'x' in locals()": False,
    "def f():\n    class A: vars()['x'] = 1": True,
    "sys.modules[__name__].x = 1": True,
    "vars(args)": False,
    "session.exec(query)": False,
    "print(x)": False,
}


@pytest.mark.parametrize("source", DYNAMIC)
def test_code_that_may_bind_any_name(source: str, tmp_path: Path) -> None:
    assert module(tmp_path, source).is_dynamic == DYNAMIC[source]


EXPORTS = {
    "__all__ = ['a']": ("a",),
    "__all__ = ('a', 'b')": ("a", "b"),
    "__all__ = ['a']\n__all__ += ['b']": ("a", "b"),
    "__all__ = ['a']\n__all__ += names()": None,
    "__all__ = names()": None,
    "": None,
}


@pytest.mark.parametrize("source", EXPORTS)
def test_exports(source: str, tmp_path: Path) -> None:
    assert module(tmp_path, source).exports == EXPORTS[source]


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
def test_docstrings(source: str, tmp_path: Path) -> None:
    assert module(tmp_path, source).doc == DOCS[source]


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


@examples(300)
@given(st.one_of(st.text(), st.lists(PIECES).map("".join), st.lists(PIECES).map(" ".join)))
def test_any_text_can_be_read(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.getbasetemp()
    opened = project(folder, overlay={str(folder / "x.py"): text})
    assert isinstance(opened.module("x.py"), (Module, Unreadable))


@examples(100)
@given(st.binary())
def test_any_bytes_can_be_read(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "x.py"
    path.write_bytes(data)
    assert isinstance(project(path.parent).module("x.py"), (Module, Unreadable))
