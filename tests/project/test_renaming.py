"""The uses of a class in its file: the source before and after, or nothing if one is uncertain."""

from __future__ import annotations

import pytest
from fal_lsp.project.python.renaming import is_taken, uses_of_class

RENAMED = [
    ("class Old: pass\n", "class New: pass\n"),
    (
        'x = "😀漢"; import fal\n@fal.deco\nclass  Old(fal.App, keep_alive=1):\n    y = Old.z\n',
        'x = "😀漢"; import fal\n@fal.deco\nclass  New(fal.App, keep_alive=1):\n    y = New.z\n',
    ),
    # A docstring, a comment, an attribute and a longer name are something else.
    (
        'class Old:\n    """Old"""\n    # Old\n    def f(self): self.Old = OldOne\n',
        'class New:\n    """Old"""\n    # Old\n    def f(self): self.Old = OldOne\n',
    ),
    (
        '__all__ = ["Old", "x"]\nclass Old:\n    def f(self) -> "Old": ...\ny: list["Old"]\n',
        '__all__ = ["New", "x"]\nclass New:\n    def f(self) -> "New": ...\ny: list["New"]\n',
    ),
    ('class Old: pass\nname = "Old"\n', 'class New: pass\nname = "Old"\n'),
    (
        "class Old: pass\ndel x\nfor y in Old: pass\n",
        "class New: pass\ndel x\nfor y in New: pass\n",
    ),
]
UNCERTAIN = [
    "class Old: pass\nclass Old: pass\n",
    "class Old: pass\ndef f(Old): return Old\n",
    "class Old: pass\nOld = deco(Old)\n",
    "class Old: pass\ntry: pass\nexcept E as Old: pass\n",
    "class Old: pass\nfrom x import Old\n",
    "class Old: pass\ndef f():\n    global Old\n",
    "class Old: pass\nNew = 1\n",
    "class Old: pass\nprint(New)\n",
    'class Old: pass\nx: "list[Old]"\n',
    'class Old: pass\nx = globals()["Old"]\n',
    "if x:\n    class Old: pass\n",
    "from x import Old\n",
    "class Old: pass\nx = (\n",
    "",
]


@pytest.mark.parametrize(("before", "after"), RENAMED)
def test_a_class_and_its_uses(before: str, after: str) -> None:
    spans = uses_of_class(before, "Old", "New")
    assert spans is not None
    text = before
    for span in reversed(spans):
        assert text[span.start : span.end] == "Old"
        text = f"{text[: span.start]}New{text[span.end :]}"
    assert text == after


@pytest.mark.parametrize("source", UNCERTAIN)
def test_what_is_not_certain_is_left_alone(source: str) -> None:
    assert uses_of_class(source, "Old", "New") is None


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("class New: pass\n", True),
        ("async def New(): pass\n", True),
        ("import a.b as New\n", True),
        ("from x import y, New\n", True),
        ("import New.b\n", True),
        ("a, (New, b) = x\n", True),
        ("New: int = 1\n", True),
        ("for New in x: pass\n", True),
        ("def f(New): New = 1\n", False),
        ("class A:\n    New = 1\n", False),
        ("x.New = New\n", False),
        ("New = (\n", False),
        ("", False),
    ],
)
def test_a_name_is_taken_by_what_the_top_level_binds(source: str, expected: bool) -> None:
    assert is_taken(source, "New") is expected
