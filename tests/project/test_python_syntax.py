"""Python that was made to bring the parser down, and Python that only looks like it."""

from __future__ import annotations

import ast
import warnings

import pytest
from fal_lsp.project import Unreadable
from fal_lsp.project.python.syntax import MAX_CHAIN, MAX_TOKENS, parse, source_text

MB = 1 << 20

# Each of these takes the parser of one version of Python or another more than 2 seconds, more than
# a gigabyte, or its life.
COSTLY = {
    "sum": "1" + "+1" * (MB // 2 - 1),
    "attributes": "a" + ".a" * (MB // 2 - 1),
    "calls": "a" + "()" * (MB // 2 - 1),
    "calls with commas": "a" + "(1,2)" * (MB // 5 - 1),
    "subscripts": "a" + "[0]" * (MB // 3 - 1),
    "products": "a" + "*a" * (MB // 2 - 1),
    "signs": "-" * (MB - 1) + "1",
    "powers": "1**" * (MB // 3 - 1) + "1",
    "dotted import": "import a" + ".a" * (MB // 2 - 8),
    "dotted from": "from a" + ".a" * (MB // 2 - 16) + " import b",
    "dotted import over lines": "import a" + "\\\n.a" * (MB // 4 - 8),
    "dotted decorator": "@a" + ".a" * (MB // 2 - 16) + "\ndef f(): pass",
    "sums in brackets": ("1" + "+1" * 2_000 + "+(") * 190 + "1" + ")" * 190,
    "sum in an f-string": "f'{1" + "+1" * (MB // 2 - 8) + "}'",
    "sum in a raw f-string": "rf'{1" + "+1" * (MB // 2 - 8) + "}'",
    "sum in a long f-string": "f'''{1" + "+1" * (MB // 2 - 8) + "}'''",
    "sum behind a comment": "# '\r" + "1" + "+1" * (MB // 2 - 8),
    "sum behind a string": "'''\\''' '''+ 1" + "+1" * (MB // 2 - 16),
    "sum behind a continued string": "'a\\\n'+ 1" + "+1" * (MB // 2 - 16),
    "braces of one f-string": "f'" + "{a}" * (MB // 3 - 2) + "'",
    "braces over lines": "f'''" + "{a}\n" * (MB // 4 - 4) + "'''",
    "braces of a specification": "f'{a:" + "{a}" * (MB // 3 - 4) + "}'",
    "many f-strings": "f'{a}' " * (MB // 7),
    "quotes in an f-string": 'f"' + '{"a"}' * (MB // 5 - 2) + '"',
    "tuples in an f-string": 'f"' + '{"a",1}' * (MB // 7 - 2) + '"',
    "triple quotes in an f-string": "f'''" + "{'''a'''}" * (MB // 9) + "'''",
    "lines in an f-string": 'f"' + '{\n"a"\n}' * (MB // 8) + '"',
    "statements": "a;" * (MB // 2),
    "lines": "a\n" * (MB // 2),
    "lines of old Macs": "a\r" * (MB // 2),
    "numbers": "[" + "1," * (MB // 2 - 1) + "]",
    "strings": "'';" * (MB // 3),
    "warnings": "'\\d';" * (MB // 5),
    "more warnings": "1if 1else 1;" * (MB // 12),
}


@pytest.mark.parametrize("name", COSTLY)
def test_costly_text_is_not_parsed(name: str) -> None:
    found = parse("x.py", text(COSTLY[name]))
    assert isinstance(found, Unreadable)
    assert found.reason == "too-large"


# What the parser refuses by itself, in every version.
REFUSED = {
    "open brackets": "(" * 1_000,
    "nested brackets": "(" * 300 + ")" * 300,
    "nots": "not " * (MB // 4 - 1) + "1",
    "lambdas": "lambda:" * (MB // 7 - 1) + "1",
    "conditions": "1 if 1 else " * (MB // 12 - 1) + "1",
    "elifs": "if a: pass\n" + "elif a: pass\n" * 50_000,
    "blocks": "".join(" " * depth + "if a:\n" for depth in range(200)),
    "NUL": "a\0b",
    "surrogate": "a = '\ud800'",
    "number": "9" * 100_000,
    "unclosed": "'''" + "a\n" * 100_000,
    "error": "class A(:",
    "tabs": "if a:\n\tb\n        c\n",
    "print": "print 'x'",
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_python_refuses(name: str) -> None:
    found = parse("x.py", text(REFUSED[name]))
    assert isinstance(found, Unreadable)
    assert found.reason in ("syntax", "too-large")
    assert found.path == "x.py"


# What a person may well write, or a tool.
USUAL = {
    "empty": "",
    "a table of data": "DATA = [" + "[0.125, 0.25],\n" * 15_000 + "]",
    "a long method chain": "a = (a" + "\n    .b(1, 2)" * 500 + ")",
    "a long sum": "a = (1" + "\n    + 1" * 500 + ")",
    "a long text": '"""' + "A sentence (in brackets), and more. " * 20_000 + '"""',
    "a long comment": "#" + "." * 100_000,
    "many dicts": "A = [" + '{"a": 1, "b": "x.y.z"},\n' * 8_000 + "]",
    "many dicts and no f-string": "A = [" + '{"a": 1},' * 20_000 + "]",
    "many f-strings": "a = f'{a} is {b!r:>{width}} and {c}'\n" * 2_000,
    "many imports": "from a.b.c.d import e\n" * 8_000,
    "many attributes": "a.b.c.d = e.f.g\n" * 10_000,
    "strings with brackets": "a = '(((((((((('\n" * 5_000,
    "odd quotes": "a = 'it\\'s'  # isn't\nb = \"'\"\nc = '\"'\n" * 2_000,
    "comparisons": "a = b == c <= d != e\n" * 5_000,
    "nested": "(" * 150 + ")" * 150,
    "unicode": "é = 'ß'  # ж\n" * 5_000,
    "form feed": "a = 1\n\f\nb = 2\n",
    "carriage returns": "a = 1\r\nb = 2\r\n",
}


@pytest.mark.parametrize("name", USUAL)
def test_usual_text_is_parsed(name: str) -> None:
    assert isinstance(parse("x.py", text(USUAL[name])), ast.Module)


def test_a_chain_just_below_the_limit_is_parsed() -> None:
    # Python 3.11 and later refuse some of what 3.10 takes; none may crash.
    links = MAX_CHAIN - 10
    found = parse("x.py", "a" + ".a" * links)
    assert isinstance(found, ast.Module) or found.reason == "too-large"
    assert isinstance(parse("x.py", "a" + ".a" * 500), ast.Module)


def test_one_token_too_many() -> None:
    found = parse("x.py", "a;" * (MAX_TOKENS // 2 + 1))
    assert isinstance(found, Unreadable)
    assert found.detail == "too many tokens"


def test_python_prints_no_warnings(recwarn: pytest.WarningsRecorder) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert isinstance(parse("x.py", "a = '\\d'\nb = 1 is 1\n"), ast.Module)
    assert not recwarn.list


ENCODED = {
    "utf-8": ("a = 'é'".encode(), "a = 'é'"),
    "mark": (b"\xef\xbb\xbfa = 1", "a = 1"),
    "latin-1": ("# coding: latin-1\na = 'é'".encode("latin-1"), "# coding: latin-1\na = 'é'"),
    "latin_1 in line 2": ("#!x\n# -*- coding: latin_1 -*-\n'é'".encode("latin-1"), None),
    "utf-8 with a cookie": ("# coding=utf-8\n'é'".encode(), "# coding=utf-8\n'é'"),
    "cookie in line 3": ("\n\n# coding: latin-1\n'é'".encode("latin-1"), "undecodable"),
    "cookie behind code": ("a = 1\n# coding: latin-1\n'é'".encode("latin-1"), "undecodable"),
    "not what it claims": (b"'\xff'", "undecodable"),
    "slow encoding": (b"# coding: idna\nx", "encoding"),
    "no text": (b"# coding: zlib\nx", "encoding"),
    "unknown": (b"# coding: nonsense\nx", "encoding"),
    "not the other that it claims": (b"# coding: ascii\n'\xff'", "encoding"),
    "wide": ("a = 1".encode("utf-16"), "undecodable"),
}


@pytest.mark.parametrize("name", ENCODED)
def test_encodings(name: str) -> None:
    data, expected = ENCODED[name]
    found = source_text("x.py", data)
    if expected in ("undecodable", "encoding"):
        assert isinstance(found, Unreadable)
        assert found.reason == expected
    else:
        assert isinstance(found, str)
        assert expected is None or found == expected
        # Python reads the same file in the same way.
        assert isinstance(parse("x.py", found), ast.Module)
        assert ast.dump(ast.parse(found)) == ast.dump(ast.parse(data))


def test_a_mistake_has_its_line() -> None:
    found = parse("x.py", text("a = 1\r\n\r\nclass A(:\r\n"))
    assert isinstance(found, Unreadable)
    assert (found.reason, found.line) == ("syntax", 2)


def text(source: str) -> str:
    found = source_text("x.py", source)
    assert isinstance(found, str)
    return found
