"""What every Python refuses, beside what only newer ones than some accept."""

from __future__ import annotations

import ast
import sys
import warnings

import pytest
from fal_lsp.project.python.newer_syntax import refused_everywhere
from hypothesis import given
from hypothesis import strategies as st

# Each with the first version that accepts it.
NEWER = {
    (3, 11): (
        *("try: a\nexcept* b: c", "a[*b]", "a[b, *c] = d", "def f(*a: *b): 0"),
        "try:\n    a\nexcept *(A, B) as c: 0",
    ),
    (3, 12): (
        *('f"{a["b"]}"', "f'{a['b']!r:>{c['d']}}'", 'f"{"("}"', 'f"{")"}"', 'f"{"#"}"'),
        *("f\"{'\\n'.join(a)}\"", 'f"{a\n}"', 'f"{a  # }\n}"', 'rf"{"\\""}"', 'f"{f"{f"{1}"}"}"'),
        *('f"{a:{b:{c}}}"', 'f"{{{a["}"]}}}"', 'f"\\N{BULLET}{a["b"]}"', 'f"{a:%H:%M}{b["c"]}"'),
        *('"a" f"{b["c"]}"\'d\'', "f'''{'''a'''}'''", 'f"""{\n"""a"""  # \'\n}"""'),
        *("class A[T]: 0", "class A[T: int, *Ts, **P](B): 0", "def f[T](a: T) -> T: 0"),
        *(
            "async def f[\n    T,\n](a): 0",
            "type A = int",
            "type A[T] = list[T]",
            "if a: type B = c",
        ),
        *("@a\nclass B[C]: 0", "@a\ndef b[C](): 0", "class A \\\n    [T]: 0"),
        "match a:\n    case b:\n        type C = b\n        return_ = f'{d['e']}'",
    ),
    (3, 13): ("class A[T = int]: 0", "class A[T = f'{b}']: 0", "a・b = 1", "a\u200db = 1"),
    (3, 14): (
        *("try: a\nexcept A, B: 0", "try: a\nexcept A(), b.c[0]: 0", "try: a\nexcept* A, B: 0"),
        *('t"{a}"', 'tr"{a["b"]}"', "T'''{a!r:>{b}}'''", 't"a" t"{"("}"', "f\"{t'{a}'}\""),
    ),
    (3, 15): (
        *("lazy import a", "lazy from a import b", "[*a for a in b]", "{**a for a in b}"),
        *("{*a for a in b}", "f(*a for a in b)"),
    ),
}
OLDER = (
    'f"hi {a}"',
    'def g(a): return f\'{a!r:>{b}}\' f"""{c}\n"""',
    "f(*a, **b)\nc = [d * e, *f]\ng = {**h}",
    "type = match(case)\nprint(type)\nlazy = 1",
    "try: a\nexcept (A, B): 0",
)
# With the line of the error, from 0.
REFUSED = {
    "return 1 if 2": 0,
    "x = 1 1": 0,
    "if x = 3: 0": 0,
    "for i in a(3) print(i)": 0,
    "def f(: 0": 0,
    'x = "abc': 0,
    "elif a: 0": 0,
    "a\n   b": 1,
    "if a:\nb": 1,
    "class A: 0\n  b": 1,
    "a b": 0,
    "f(a=1, b)": 0,
    "(": 0,
    ")": 0,
    "'''": 0,
    "0777": 0,
    "$": 0,
    'print "a"': 0,
    "1 = a": 0,
    'f"{a"': 0,
    'f"{a': 0,
    "f'a": 0,
    'f"{a[}"': 0,
    "a“": 0,
}
HIDING = ("if a: type B = c", "a・b = 1", "a\u200db = 1")
"""Nothing older is certain to do instead."""

ACCEPTED = (*OLDER, *(each for listed in NEWER.values() for each in listed))


@pytest.mark.parametrize("text", ACCEPTED)
def test_what_some_python_accepts_is_not_refused(text: str) -> None:
    assert refused_everywhere("x.py", text) is None
    assert refused_everywhere("x.py", f"if a:\n    b\n{text}\nc = 1\n") is None


@pytest.mark.parametrize("version", NEWER)
def test_the_versions_are_right(version: tuple[int, int]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for text in NEWER[version]:
            if sys.version_info >= version:
                ast.parse(text)
            else:
                with pytest.raises(SyntaxError):
                    ast.parse(text)


@pytest.mark.parametrize("before", ["", *(each for each in ACCEPTED if each not in HIDING)])
def test_what_every_python_refuses_is_found_where_it_is(before: str) -> None:
    head = f"{before}\n" if before else ""
    for text, line in REFUSED.items():
        found = refused_everywhere("x.py", f"{head}{text}\n")
        assert found is not None, text
        assert (found.reason, found.line) == ("syntax", head.count("\n") + line), text


FIELDS = (
    "a",
    'b["c"]',
    "d['}']",
    "(lambda: 1)()",
    "e != f",
    '"{"',
    "'#'",
    "g  # }\n",
    "\n1",
    "{2: 3}[2]",
)
TEXTS = ("", "a", "{{", "}}", "#", "(", "\\\\", "\\N{BULLET}", ":", "é")
STATEMENTS = (
    *("{} = 1".format("x"), "def f():\n    return {}", "x = [{}, {}]", "f({}, a={})"),
    *("class A:\n    x = {}\n    y = 1", "if {}:\n    pass\nelse:\n    x = {}", "x = {} 'a'"),
    *("'''a'''", "# '{", "x = {1}", "match x:\n    case 1:\n        y = {}"),
)


@st.composite
def strings(draw: st.DrawFn, depth: int = 0) -> str:
    """An f-string that Python 3.12 accepts."""
    quote = draw(st.sampled_from(["'", '"', "'''", '"""']))
    parts = []
    for _ in range(draw(st.integers(0, 3))):
        if draw(st.booleans()):
            parts.append(draw(st.sampled_from(TEXTS)))
        else:
            inner = strings(depth + 1) if depth < 3 else st.just("x")
            code = draw(st.sampled_from(FIELDS) | inner)
            suffix = draw(st.sampled_from(["", "!r", ":>5", ":{w}", "=", "!s:%H:%M"]))
            parts.append(f"{{ {code}{suffix}}}")
    return draw(st.sampled_from("fF")) + quote + "".join(parts) + quote


@st.composite
def programs(draw: st.DrawFn) -> list[str]:
    """Statements with such f-strings."""
    found = []
    for _ in range(draw(st.integers(0, 4))):
        written = draw(st.sampled_from(STATEMENTS))
        for _ in range(written.count("{}")):
            written = (
                written.replace("{}", draw(strings()), 1)
                if not written.startswith("#")
                else written
            )
        found.append(written)
    return found


def test_what_only_the_compiler_refuses_is_found() -> None:
    found = refused_everywhere("x.py", "a = f'{b}'\nreturn 1\n")
    assert found is not None
    assert (found.reason, found.line) == ("syntax", 1)


@given(programs())
def test_f_strings_of_python_3_12_are_not_refused(statements: list[str]) -> None:
    text = "\n".join(statements)
    if sys.version_info >= (3, 12):
        ast.parse(text)
    assert refused_everywhere("x.py", text) is None


@given(programs(), programs(), st.sampled_from([each for each in REFUSED if each != "'''"]))
def test_a_mistake_among_f_strings_is_found_where_it_is(
    before: list[str], after: list[str], mistake: str
) -> None:
    head = "".join(f"{each}\n" for each in ["a = 1", *before, "b = 2"])
    found = refused_everywhere("x.py", "\n".join([head + mistake, "c = 3", *after]))
    assert found is not None
    assert found.line == head.count("\n") + REFUSED[mistake]
