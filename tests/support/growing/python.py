"""Kinds of texts of the file that a `ref` is in."""

from __future__ import annotations

from collections.abc import Callable

from .kinds import Kinds, each

PY_ENDPOINT = '    @fal.endpoint("/")\n    def run(self): ...\n'
PY_CLASS = f"class App(fal.App):\n{PY_ENDPOINT}"
PY = "import fal\n"

_LONG_LISTS = {
    "lengths": "x = len(a)\n",
    "orders": "x = sorted(a)\n",
    "pairs": "x = zip(a, a)\n",
    "numbers": "x = enumerate(a)\n",
    "ranges": "x = range(999)\n",
    "texts": "x = ','.join(b)\n",
    "parts": "x = c.split('x')\n",
    "searches": "x = 1 in a\n",
    "comprehensions": "x = [i for i in a]\n",
    "calls": "f(*a)\n",
}


def _repeated(line: str) -> Callable[[int], str]:
    """A line about a thousand items, over and over."""
    start = "a = list(range(999))\nb = ['x'] * 999\nc = 'x' * 1999\ndef f(*x): return 1\n"
    return lambda n: PY + start + line * n + PY_CLASS


_UNKNOWN = "self.unknown"


def _setup(lines: str) -> str:
    """An app whose `setup` ends with an attribute that nothing sets."""
    return f"{PY_CLASS}    def setup(self):\n{lines}        {_UNKNOWN}\n"


PYTHON: Kinds = {
    "assignments": lambda n: PY + each(n, "a{} = 1\n") + PY_CLASS,
    "assignments to one name": lambda n: PY + "a = 1\n" * n + PY_CLASS,
    "apps": lambda n: PY + each(n, "class A{}(fal.App):\n    machine_type = 'GPU'\n"),
    "apps of one name": lambda n: PY + PY_CLASS * n,
    "bases": lambda n: (
        PY + each(n, "class B{}(fal.App): ...\n") + "class App(" + each(n, "B{}, ") + "): ...\n"
    ),
    "chains of bases": lambda n: (
        PY + each(n, "class C(fal.App): ...\n" + "class C(C): ...\n" * 4) + "App = C\n"
    ),
    "chains of named bases": lambda n: (
        PY
        + "".join(
            f"class C{i:06}({f'C{i - 1:06}' if i % 5 else 'fal.App'}): ...\n" for i in range(n)
        )
        + f"class App(C{n - 1:06}): ...\n"
    ),
    "names between stars": lambda n: PY + each(n, "a{0} = 1\nfrom m{0} import *\n") + PY_CLASS,
    "attributes": lambda n: PY + "class App(fal.App):\n" + each(n, "    a{} = 1\n"),
    "methods": lambda n: PY + "class App(fal.App):\n" + each(n, "    def m{}(self): ...\n"),
    "endpoints": lambda n: (
        PY
        + "class App(fal.App):\n"
        + each(n, "    @fal.endpoint('/{0}')\n    def m{0}(self): ...\n")
    ),
    "decorators": lambda n: PY + "def d(c): return c\n" + "@d\n" * n + PY_CLASS,
    "keywords of a class": lambda n: (
        PY + "class App(fal.App, " + each(n, "k{}=1, ") + "):\n    pass\n"
    ),
    "imports": lambda n: PY + each(n, "import m{}\n") + PY_CLASS,
    "imports of names": lambda n: PY + "from m import " + each(n, "n{}, ")[:-2] + "\n" + PY_CLASS,
    "star imports": lambda n: PY + "from m import *\n" * n + PY_CLASS,
    "star imports of itself": lambda n: PY + "from app import *\n" * n + PY_CLASS,
    "branches": lambda n: PY + "if x:\n    a = 1\nelse:\n    a = 2\n" * n + PY_CLASS,
    "branches of other names": lambda n: (
        PY + each(n, "if x:\n    a{0} = 1\nelse:\n    b{0} = 2\n") + PY_CLASS
    ),
    "branches around classes": lambda n: (
        PY + each(n, "if x{0}:\n    class App(fal.App):\n        a{0} = 1\n")
    ),
    "nested branches": lambda n: (
        (
            PY
            + "".join("    " * i + f"if a{i}:\n" for i in range(min(n, 90)))
            + "    " * min(n, 90)
            + "b = 1\n"
            + PY_CLASS
        )
        if n <= 90
        else ""
    ),
    "elifs": lambda n: (
        PY + "if x:\n    a = 1\n" + each(n, "elif x{0}:\n    a = {0!r}\n") + PY_CLASS
    ),
    "loops": lambda n: PY + "for i in range(9):\n    a = i\n" * n + PY_CLASS,
    "long loops": lambda n: PY + "a = 0\nfor i in range(9999999):\n    a += i\n" * n + PY_CLASS,
    "while loops": lambda n: PY + "a = 0\nwhile a < 9999999:\n    a += 1\n" * n + PY_CLASS,
    "tries": lambda n: (
        PY + "try:\n    a = 1\nexcept E:\n    a = 2\nfinally:\n    b = 1\n" * n + PY_CLASS
    ),
    "functions": lambda n: PY + each(n, "def f{}(): return 1\n") + PY_CLASS,
    "calls": lambda n: PY + "def f(x): return x + 1\n" + "f(1)\n" * n + PY_CLASS,
    "calls in calls": lambda n: (
        PY + "def f(x): return x\n" + ("a = " + "f(" * 40 + "1" + ")" * 40 + "\n") * n + PY_CLASS
    ),
    "functions that call": lambda n: (
        PY
        + "def f000000(): return 1\n"
        + "".join(f"def f{i + 1:06}(): return f{i:06}() + f{i:06}()\n" for i in range(n + 12))
        + f"class App(fal.App):\n    keep_alive = f{n + 12:06}()\n"
    ),
    "a list": lambda n: PY + "a = [" + "1, " * n + "]\n" + PY_CLASS,
    "lists of lists": lambda n: PY + "a = [1]\n" + "a = a + a\n" * n + PY_CLASS,
    "lists repeated": lambda n: PY + "a = [1] * 99999999\n" * n + PY_CLASS,
    "strings repeated": lambda n: PY + 's = "x" * 99999999\n' * n + PY_CLASS,
    "strings doubled": lambda n: PY + 's = "x"\n' + "s = s + s\n" * n + PY_CLASS,
    "strings formatted": lambda n: (
        PY + 's = "%99999999d" % 1\nt = f"{1:99999999}"\n' * n + PY_CLASS
    ),
    "strings joined": lambda n: PY + "s = 'x'\n" + "s += 'y'\n" * n + PY_CLASS,
    "powers": lambda n: PY + "a = 9 ** 9 ** 9\n" * n + PY_CLASS,
    "squares": lambda n: PY + "a = 9\n" + "a = a * a\n" * n + PY_CLASS,
    "shifts": lambda n: PY + "a = 1 << 999999999\n" * n + PY_CLASS,
    "a dictionary": lambda n: PY + "a = {" + each(n, "'k{}': 1, ") + "}\n" + PY_CLASS,
    "items set": lambda n: PY + "a = {}\n" + each(n, "a['k{}'] = 1\n") + PY_CLASS,
    "items appended": lambda n: (
        PY + "a = []\n" + "a.append(1)\n" * n + ("class App(fal.App):\n    requirements = a\n")
    ),
    "a list added to": lambda n: (
        PY + "a = []\n" + "a = a + [1]\n" * n + ("class App(fal.App):\n    requirements = a\n")
    ),
    "comprehensions": lambda n: (
        PY + "a = [x for x in range(999) for y in range(999)]\n" * n + PY_CLASS
    ),
    "a long sum": lambda n: PY + "a = 1" + " + 1" * n + "\n" + PY_CLASS,
    "a long sum of strings": lambda n: PY + "a = 'x'" + " + 'x'" * n + "\n" + PY_CLASS,
    "comparisons": lambda n: PY + "a = 1" + " < 1" * n + "\n" + PY_CLASS,
    "brackets": lambda n: PY + "a = " + "[" * n + "]" * n + "\n" + PY_CLASS,
    "calls of results": lambda n: PY + "a = f" + "()" * n + "\n" + PY_CLASS,
    "attributes of attributes": lambda n: PY + "a = f" + ".x" * n + "\n" + PY_CLASS,
    "nots": lambda n: PY + "a = " + "not " * n + "1\n" + PY_CLASS,
    "signs": lambda n: PY + "a = " + "-" * n + "1\n" + PY_CLASS,
    "lambdas": lambda n: PY + "a = " + "lambda: " * n + "1\n" + PY_CLASS,
    "a syntax error": lambda n: PY + "a = 1\n" * n + "class App(fal.App)\n",
    "comments": lambda n: PY + "# x\n" * n + PY_CLASS,
    "a string": lambda n: PY + '"""' + "x\n" * n + '"""\n' + PY_CLASS,
    "setattrs": lambda n: PY + PY_CLASS + each(n, "App.a{} = 1\n"),
    "deletions": lambda n: PY + each(n, "a{0} = 1\ndel a{0}\n") + PY_CLASS,
    "globals": lambda n: (
        PY + each(n, "def f{0}():\n    global a{0}\n    a{0} = 1\nf{0}()\n") + PY_CLASS
    ),
    "withs": lambda n: PY + "with a as b:\n    c = 1\n" * n + PY_CLASS,
    "matches": lambda n: (
        PY + "match a:\n    case 1:\n        b = 1\n    case _:\n        b = 2\n" * n + PY_CLASS
    ),
    "classes in classes": lambda n: (
        PY + each(n, "class A{}:\n    class B:\n        x = 1\n") + PY_CLASS
    ),
    "assertions": lambda n: PY + "assert a\n" * n + PY_CLASS,
    "conditions": lambda n: PY + "a = 1 if x else 2\n" * n + PY_CLASS,
    "nested conditions": lambda n: PY + ("a = " + "1 if x else " * 50 + "2\n") * n + PY_CLASS,
    "unions": lambda n: (
        PY
        + "if x:\n    a = 1\n"
        + each(n, "if x{0}:\n    a = '{0}'\n")
        + ("class App(fal.App):\n    machine_type = a\n")
    ),
    "products of unions": lambda n: (
        PY
        + "a = ''\n"
        + "a = a + ('x' if z else 'y')\n" * n
        + "class App(fal.App):\n    machine_type = a\n"
    ),
    "names used": lambda n: (
        PY + each(n, "a{} = fal\n") + "x = [" + each(n, "a{}, ") + "]\n" + PY_CLASS
    ),
    "requirements of a class": lambda n: (
        PY + "class App(fal.App):\n    requirements = [" + each(n, "'p{}=1', ") + "]\n"
    ),
    "machine types of a class": lambda n: (
        PY + "class App(fal.App):\n    machine_type = [" + each(n, "'M{}', ") + "]\n"
    ),
    # Values that grow with each line.
    "lists spread": lambda n: PY + "a = []\n" + "a = [*a, 1]\n" * n + PY_CLASS,
    "dictionaries spread": lambda n: (
        PY + "a = {}\n" + each(n, "a = {{**a, 'k{}': 1}}\n") + PY_CLASS
    ),
    "dictionaries united": lambda n: PY + "a = {}\n" + each(n, "a = a | {{'k{}': 1}}\n") + PY_CLASS,
    "tuples added": lambda n: PY + "a = ()\n" + "a = a + (1,)\n" * n + PY_CLASS,
    "lists extended": lambda n: PY + "a = []\n" + "a += [1, 2]\n" * n + PY_CLASS,
    "lists in lists": lambda n: PY + "a = []\n" + "a = [a, a]\n" * n + PY_CLASS,
    "dictionaries in dictionaries": lambda n: PY + "a = {}\n" + "a = {'k': a}\n" * n + PY_CLASS,
    "items appended in branches": lambda n: (
        PY + "a = []\n" + "if x:\n    a.append(1)\n" * n + "class App(fal.App):\n    regions = a\n"
    ),
    "items appended in a function": lambda n: (
        PY + "a = []\ndef f(x): a.append(x)\n" + each(n, "f('{}')\n") + PY_CLASS
    ),
    "attributes of the class before": lambda n: (
        PY
        + "class C000000(fal.App):\n    requirements = ['a']\n"
        + "".join(
            f"class C{i + 1:06}({f'C{i:06}' if i % 5 else 'fal.App'}):\n"
            f"    requirements = C{i:06}.requirements + ['b']\n"
            for i in range(n)
        )
        + f"class App(C{n:06}): ...\n"
    ),
    "diamonds": lambda n: (
        PY
        + "class C000000(fal.App): ...\n"
        + "".join(
            f"class A{i:06}(C{i:06}): ...\nclass B{i:06}(C{i:06}): ...\n"
            f"class C{i + 1:06}(A{i:06}, B{i:06}): ...\n"
            for i in range(n)
        )
        + f"class App(C{n:06}): ...\n"
    ),
    "mixins": lambda n: (
        PY + "class M: ...\n" + each(n, "class A{}(M, fal.App):\n    x = 1\n") + PY_CLASS
    ),
    "apps with a base": lambda n: (
        PY + "class B(fal.App):\n    keep_alive = 1\n" + each(n, "class A{}(B): ...\n")
    ),
    "endpoints of one path": lambda n: (
        PY + "class App(fal.App):\n" + each(n, "    @fal.endpoint('/')\n    def m{}(self): ...\n")
    ),
    "properties": lambda n: (
        PY + "class App(fal.App):\n" + each(n, "    @property\n    def m{}(self): return 1\n")
    ),
    "loops in a class": lambda n: (
        PY + "class App(fal.App):\n" + "    for x in range(9):\n        keep_alive = x\n" * n
    ),
    "attributes set in branches": lambda n: PY + PY_CLASS + each(n, "if x:\n    App.a{} = 1\n"),
    "one attribute set again": lambda n: PY + PY_CLASS + "App.keep_alive = 1\n" * n,
    "attributes set by name": lambda n: PY + PY_CLASS + each(n, "setattr(App, 'a{}', 1)\n"),
    "classes under a hook": lambda n: (
        PY
        + "class C0:\n    def __init_subclass__(cls): cls.a = 1\n"
        + "".join(f"class C{i + 1}(C{i}): ...\nC{i + 1}()\n" for i in range(n))
        + PY_CLASS
    ),
    "globals set by name": lambda n: PY + each(n, "globals()['a{}'] = 1\n") + PY_CLASS,
    "functions that call each other": lambda n: (
        PY
        + "".join(f"def f{i}(): return f{(i + 1) % max(n, 1)}()\n" for i in range(n))
        + ("f0()\n" + PY_CLASS)
    ),
    "items that methods pass on": lambda n: (
        PY
        + f"M = {[[]] * 300}\n"
        + each(n, "class C{0}:\n    def f(self): return M[{0}]\n")
        + PY_CLASS
    ),
    "items added below": lambda n: (
        PY + "M = []\nclass C:\n    def f(self): return M[0]\n" + "M.append([])\n" * n + PY_CLASS
    ),
    "mentions of a name": lambda n: (
        PY
        + "M = {}\nclass C:\n    def f(self):\n"
        + each(n, "        M.a{}.b[0].get(1)\n")
        + PY_CLASS
    ),
    "names below what mentions them": lambda n: (
        PY
        + "class C:\n    def f(self):\n"
        + each(n // 2 + 1, "        M{}.add(1)\n")
        + each(n // 2 + 1, "M{} = []\n")
        + PY_CLASS
    ),
    "functions in functions": lambda n: (
        PY
        + each(n, "def f{0}():\n    def g():\n        return 1\n    return g()\nf{0}()\n")
        + PY_CLASS
    ),
    "calls of a long function": lambda n: (
        PY + "def f():\n" + "    a = 1\n" * 50 + "    return a\n" + "f()\n" * n + PY_CLASS
    ),
    "parameters": lambda n: PY + "def f(" + each(n, "a{}=1, ") + "): return 1\nf()\n" + PY_CLASS,
    "arguments": lambda n: PY + "def f(*a): return a\nx = f(" + "1, " * n + ")\n" + PY_CLASS,
    "named arguments": lambda n: PY + "x = fal.function(" + each(n, "a{}=1, ") + ")\n" + PY_CLASS,
    "functions of fal": lambda n: (
        PY + each(n, "@fal.function('virtualenv', keep_alive=1)\ndef f{}(): ...\n") + PY_CLASS
    ),
    "calls of fal": lambda n: PY + each(n, "fal.function(a{}=1)\n") + PY_CLASS,
    "branches of a function": lambda n: (
        PY + "def f(x):\n" + each(n, "    if x == {0!r}: return {0!r}\n") + "f(1)\n" + PY_CLASS
    ),
    "loops in loops": lambda n: (
        PY + "for a in x:\n for b in a:\n  for c in b:\n   d = c\n" * n + PY_CLASS
    ),
    "loops with breaks": lambda n: PY + "while True:\n    a = 1\n    if a: break\n" * n + PY_CLASS,
    "nested tries": lambda n: (
        PY + "try:\n try:\n  a = 1\n except E: a = 2\nexcept E: a = 3\n" * n + PY_CLASS
    ),
    "cases": lambda n: PY + "match x:\n" + each(n, "    case 'a{0}': a = {0!r}\n") + PY_CLASS,
    "alternatives": lambda n: PY + "a = x" + " or x" * n + "\n" + PY_CLASS,
    "targets": lambda n: PY + "a = " * n + "1\n" + PY_CLASS,
    "items of items": lambda n: PY + "a = x" + "[0]" * n + "\n" + PY_CLASS,
    "unpacked names": lambda n: PY + each(n, "a{}, ") + "b = x\n" + PY_CLASS,
    "strings side by side": lambda n: PY + "a = (" + "'a' " * n + ")\n" + PY_CLASS,
    "parts of a string": lambda n: PY + 'a = f"' + "{x}" * n + '"\n' + PY_CLASS,
    "joined strings": lambda n: PY + "a = ','.join([" + "'x', " * n + "])\n" + PY_CLASS,
    "formatted strings": lambda n: PY + "a = '{}'.format('x')\n" * n + PY_CLASS,
    "a list in a comprehension": lambda n: PY + "a = [x for x in [" + "1, " * n + "]]\n" + PY_CLASS,
    "statements on a line": lambda n: PY + "a = 1;" * n + "\n" + PY_CLASS,
    "continued lines": lambda n: PY + "a = 1 \\\n" + " + 1 \\\n" * n + "\n" + PY_CLASS,
    "parentheses": lambda n: PY + "a = " + "(" * n + "1" + ")" * n + "\n" + PY_CLASS,
    "open parentheses": lambda n: PY + "(" * n + "\n" + PY_CLASS,
    "an open string": lambda n: PY + "a = '''" + "x\n" * n,
    "a deep indent": lambda n: (
        PY + "".join(" " * i + "if x:\n" for i in range(min(n, 120))) if n <= 120 else ""
    ),
    "blank lines": lambda n: PY + "\n" * n + PY_CLASS,
    "form feeds": lambda n: PY + "\x0c\n" * n + PY_CLASS,
    "NULs": lambda n: PY + "\0" * n + PY_CLASS,
    "a long name": lambda n: PY + "a" * n + " = 1\n" + PY_CLASS,
    "a long number": lambda n: PY + "a = " + "9" * n + "\n" + PY_CLASS,
    "imports of itself": lambda n: PY + PY_CLASS + "from app import App\n" * n,
    "imports from above": lambda n: PY + each(n, "from .m{} import a\n") + PY_CLASS,
    "imports in functions": lambda n: PY + each(n, "def f():\n    import m{}\n") + PY_CLASS,
    "imports in tries": lambda n: (
        PY + each(n, "try:\n    import m{}\nexcept ImportError: ...\n") + PY_CLASS
    ),
    "paths": lambda n: (
        PY + "from pathlib import Path\na = Path('.')\n" + "a = a / 'b'\n" * n + PY_CLASS
    ),
    "attributes of a base": lambda n: (
        PY
        + "class B(fal.App):\n"
        + each(n, "    a{} = 1\n")
        + each(n, "class C{}(B): ...\n")
        + PY_CLASS
    ),
    "calls of a function on one line": lambda n: (
        PY + "def f(): return [" + "1 + " * n + "1]\n" + "f()\n" * n + PY_CLASS
    ),
    "calls before an unknown attribute": lambda n: (
        PY
        + "import math\ndef f(x): return x\n"
        + _setup(each(n, "        x{0} = f({0!r})\n        y{0} = math.sqrt(1)\n"))
    ),
    "functions that call many others before an unknown attribute": lambda n: (
        PY
        + "".join(
            f"def f{i:06}_{k}(x):\n"
            + "".join(f"    f{i + 1:06}_{j}(x)\n" for j in range(4) if i + 1 < n)
            + "    return x\n"
            for i in range(n)
            for k in range(4)
        )
        + _setup("        f000000_0(1)\n" if n else "")
    ),
    "methods that call the next one twice": lambda n: (
        PY
        + _setup("        self.m000000()\n" if n else "")
        + "".join(
            f"    def m{i:06}(self):\n" + f"        self.m{i + 1:06}()\n" * 2 for i in range(n)
        )
        + f"    def m{n:06}(self): ...\n"
    ),
    "methods that call many others": lambda n: (
        PY
        + _setup("        self.m000000()\n")
        + "".join(
            f"    def m{i:06}(self):\n"
            + "".join(f"        self.m{j:06}()\n" for j in range(i + 1, i + 9) if j < n + 9)
            + "        return 1\n"
            for i in range(n + 9)
        )
    ),
    "endpoints that call the same methods": lambda n: (
        PY
        + _setup("")
        + "".join(f"    def m{i:06}(self): return self.m{i + 1:06}()\n" for i in range(n))
        + f"    def m{n:06}(self): return self.unknown_too\n"
        + each(n, "    @fal.endpoint('/{0}')\n    def run{0}(self): self.m000000()\n")
    ),
    "unknown attributes of requests": lambda n: (
        PY
        + "from pydantic import BaseModel\nclass M(BaseModel):\n    a: int = 1\n"
        + each(n, "    a{}: int = 1\n")
        + PY_CLASS
        + each(
            n,
            "    @fal.endpoint('/{0}')\n    def run{0}(self, data: M):\n"
            "        if data.a{0}: return 1\n        return data.b{0}\n",
        )
    ),
    "calls that are not followed": lambda n: (
        PY + "async def f(): return [" + "x.a, " * n + "]\n" + "f()\n" * n + PY_CLASS
    ),
    "objects of a long class": lambda n: (
        PY
        + "class M:\n    def __init__(self): x = ["
        + "self.a, " * n
        + "]\n"
        + "M()\n" * n
        + PY_CLASS
    ),
    "a long line in loops": lambda n: (
        PY
        + "for i in range(9):\n for j in range(9):\n  for k in range(9):\n   x = ["
        + "1 + " * n
        + "1]\n"
        + PY_CLASS
    ),
    **{f"{name} of a thousand items": _repeated(line) for name, line in _LONG_LISTS.items()},
    "names that are not defined": lambda n: (
        PY + each(n, "name{} = 1\n") + each(n, "nam{}\n") + PY_CLASS
    ),
    "bases that are not defined": lambda n: (
        PY + each(n, "class B{}: ...\n") + "class App(" + each(n, "B{}x, ") + "fal.App): ...\n"
    ),
    "types that are not defined": lambda n: (
        PY
        + each(n, "class B{}: ...\n")
        + "class App(fal.App):\n"
        + each(n, "    @fal.endpoint('/{0}')\n    def m{0}(self, x: C{0}): ...\n")
    ),
    "images": lambda n: (
        PY
        + "from fal.container import ContainerImage\n"
        + each(n, "i{} = ContainerImage.from_dockerfile_str('FROM a')\n")
        + PY_CLASS
    ),
    "annotations": lambda n: PY + each(n, "a{}: list[dict[str, int]] = []\n") + PY_CLASS,
    "annotated parameters": lambda n: (
        PY
        + "class App(fal.App):\n    @fal.endpoint('/')\n    def run(self, "
        + each(n, "a{}: 'B' = 1, ")
        + "): ...\n"
    ),
    "models of models": lambda n: (
        PY
        + "from pydantic import BaseModel\nclass M000000(BaseModel): ...\n"
        + "".join(f"class M{i + 1:06}(M{i:06}):\n    x: M{i:06}\n" for i in range(n))
        + "class App(fal.App):\n    @fal.endpoint('/')\n"
        + f"    def run(self, x: M{n:06}) -> M{n:06}: ...\n"
    ),
    "fields of a model": lambda n: (
        PY
        + "from pydantic import BaseModel\nclass M(BaseModel):\n"
        + each(n, "    a{} = 1\n")
        + PY_CLASS
    ),
    "dataclasses": lambda n: (
        PY
        + "from dataclasses import dataclass\n"
        + each(n, "@dataclass\nclass D{}:\n    a: list = []\n")
        + PY_CLASS
    ),
    "enumerations": lambda n: (
        PY
        + "from enum import Enum\nclass E(str, Enum):\n"
        + each(n, "    A{0} = 'a{0}'\n")
        + "class App(fal.App):\n    machine_type = E.A000000\n"
        + PY_ENDPOINT
    ),
    "metaclasses": lambda n: (
        PY + each(n, "class M{0}(type): ...\nclass C{0}(metaclass=M{0}): ...\n") + PY_CLASS
    ),
    "slots": lambda n: (
        PY + each(n, "class C{}:\n    __slots__ = ('a', 'b')\n    a = 1\n") + PY_CLASS
    ),
    "protocols": lambda n: (
        PY
        + "from typing import Protocol\n"
        + each(n, "class P{}(Protocol): ...\n")
        + "class App("
        + each(n, "P{}, ")
        + "fal.App):\n"
        + PY_ENDPOINT
    ),
    "generics": lambda n: (
        PY
        + "from typing import Generic, TypeVar\nT = TypeVar('T')\n"
        + each(n, "class G{}(Generic[T]): ...\n")
        + PY_CLASS
    ),
    "generics of generics": lambda n: (
        PY
        + "from typing import Generic, TypeVar\nT = TypeVar('T')\nclass G000000(Generic[T]): ...\n"
        + "".join(f"class G{i + 1:06}(G{i:06}[T]): ...\n" for i in range(n))
        + PY_CLASS
    ),
    "walruses": lambda n: PY + each(n, "(a{} := 1)\n") + PY_CLASS,
    "walruses in one": lambda n: PY + "x = [" + each(n, "(a{} := 1), ") + "]\n" + PY_CLASS,
    "global statements": lambda n: (
        PY + each(n, "def f{0}():\n    global a{0}\n    a{0} = 1\nf{0}()\n") + PY_CLASS
    ),
    "nonlocals": lambda n: (
        PY
        + each(
            n,
            "def f{0}():\n    a=1\n    def g():\n        nonlocal a\n        a=2\n"
            "    g()\n    return a\nf{0}()\n",
        )
        + PY_CLASS
    ),
    "generators": lambda n: PY + each(n, "def g{0}():\n    yield 1\nx = list(g{0}())\n") + PY_CLASS,
    "generator expressions": lambda n: (
        PY + "x = list(i for i in [1, 2, 3] for j in [1, 2] if i)\n" * n + PY_CLASS
    ),
    "nested comprehensions": lambda n: (
        PY + "x = [[[k for k in j] for j in i] for i in [[[1]]]]\n" * n + PY_CLASS
    ),
    "lambdas that call": lambda n: PY + "f = lambda x: x\n" + "f(f(f(1)))\n" * n + PY_CLASS,
    "partials": lambda n: (
        PY
        + "from functools import partial\ndef f(*a, **k): ...\n"
        + "f = partial(f, 1, a=2)\n" * n
        + "f()\n"
        + PY_CLASS
    ),
    "decorators of the project": lambda n: (
        PY + "def d(f): return f\n" + each(n, "@d\ndef f{}(): ...\n") + PY_CLASS
    ),
    "stacked decorators": lambda n: (
        PY
        + "def d(f):\n    def g(*a): return f(*a)\n    return g\n"
        + "@d\n" * n
        + "def f(): ...\nf()\n"
        + PY_CLASS
    ),
    "decorators of a class": lambda n: (
        PY + "def d(c):\n    c.keep_alive = 1\n    return c\n" + "@d\n" * n + PY_CLASS
    ),
    "class factories": lambda n: (
        PY
        + "def make(n):\n    class C(fal.App):\n        keep_alive = n\n    return C\n"
        + each(n, "A{} = make(1)\n")
        + PY_CLASS
    ),
    "types called": lambda n: (
        PY + each(n, "A{0} = type('A{0}', (fal.App,), {{'keep_alive': 1}})\n") + PY_CLASS
    ),
    "updates of dicts": lambda n: PY + "d = {}\n" + each(n, "d.update(a{}=1)\n") + PY_CLASS,
    "dicts of one key": lambda n: PY + "d = {}\n" + "d['a'] = d\n" * n + PY_CLASS,
    "lists that hold themselves": lambda n: (
        PY
        + "a = []\n"
        + "a = [a, a]\n" * n
        + "class App(fal.App):\n    requirements = a\n"
        + PY_ENDPOINT
    ),
    "sorted texts": lambda n: PY + "x = sorted({'a', 'b'})\n" * n + PY_CLASS,
    "environments": lambda n: (
        PY + "import os\n" + each(n, "a{0} = os.environ.get('A{0}', 'b')\n") + PY_CLASS
    ),
    "path chains": lambda n: (
        PY + "from pathlib import Path\np = Path(__file__)" + ".parent" * n + "\n" + PY_CLASS
    ),
    "opens": lambda n: (
        PY
        + "class App(fal.App):\n    def setup(self):\n"
        + each(n, "        open('f{}')\n")
        + PY_ENDPOINT
    ),
    "dockerfiles of a class": lambda n: (
        PY
        + "from fal.container import ContainerImage\n"
        + each(n, "i{0} = ContainerImage.from_dockerfile('D{0}')\n")
        + PY_CLASS
    ),
    "text of a Dockerfile": lambda n: (
        PY
        + "from fal.container import ContainerImage\nclass App(fal.App):\n"
        + "    image = ContainerImage.from_dockerfile_str('''FROM a\n"
        + "COPY x y\n" * n
        + "''')\n"
        + PY_ENDPOINT
    ),
    "local modules imported": lambda n: PY + each(n, "import app{}\n") + PY_CLASS,
    "imports from fal toolkit": lambda n: PY + each(n, "from fal.toolkit import x{}\n") + PY_CLASS,
    "misspelled names of fal": lambda n: PY + each(n, "fal.endpoin{}\n") + PY_CLASS,
    "endpoints with models": lambda n: (
        PY
        + "from pydantic import BaseModel\nclass M(BaseModel): ...\nclass App(fal.App):\n"
        + each(n, "    @fal.endpoint('/{0}')\n    def m{0}(self, x: M) -> M: ...\n")
    ),
    "endpoints with decorators": lambda n: (
        PY
        + "def d(f): return f\nclass App(fal.App):\n"
        + each(n, "    @d\n    @fal.endpoint('/{0}')\n    @d\n    def m{0}(self): ...\n")
    ),
    "websockets": lambda n: (
        PY
        + "class App(fal.App):\n"
        + each(n, "    @fal.endpoint('/{0}', is_websocket=True)\n    def m{0}(self): ...\n")
    ),
    "class variables of fal": lambda n: (
        PY
        + "class App(fal.App):\n"
        + "    keep_alive = 1\n    machine_type = 'GPU'\n" * n
        + PY_ENDPOINT
    ),
    "misspelled settings": lambda n: (
        PY + "class App(fal.App):\n" + each(n, "    machin_type{} = 1\n") + PY_ENDPOINT
    ),
    "conditional classes": lambda n: (
        PY + each(n, "if x{}:\n    class App(fal.App):\n        keep_alive = 1\n")
    ),
    "conditional bases": lambda n: (
        PY
        + each(
            n,
            "if x{}:\n    B = fal.App\nelse:\n    B = object\nclass A{}(B): ...\n".replace(
                "{}", "{0}"
            ),
        )
        + PY_CLASS
    ),
    "raises": lambda n: (
        PY + each(n, "def f{0}():\n    raise E\ntry:\n    f{0}()\nexcept E: ...\n") + PY_CLASS
    ),
    "ifs of main": lambda n: PY + PY_CLASS + "if __name__ == '__main__':\n    App.spawn()\n" * n,
    "star arguments": lambda n: (
        PY + "def f(*a, **k): ...\n" + "f(*[1], **{'a': 1})\n" * n + PY_CLASS
    ),
    "keyword tables": lambda n: (
        PY
        + "def f(**k): return k\nx = f("
        + each(n, "a{}=1, ")
        + ")\n"
        + "f(**x)\n" * 20
        + PY_CLASS
    ),
    "string formats": lambda n: PY + "x = '%s %s' % ('a', 'b')\n" * n + PY_CLASS,
    "slices": lambda n: PY + "a = [1, 2, 3]\n" + "b = a[1:][:-1]\n" * n + PY_CLASS,
    "reads of files": lambda n: (
        PY
        + each(n, "x{0} = open('r{0}.txt').read()\n")
        + "class App(fal.App):\n    requirements = x000000.split()\n"
        + PY_ENDPOINT
    ),
}
