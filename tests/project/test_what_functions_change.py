"""What functions that are not followed change of the lists and dicts that they name.

Each source is executed: in some, Python finds what such a function has put there, so that nothing
may be reported; in the others the functions only read, and an error is certain.
"""

# ruff: noqa: E501 (a snippet is read more easily on one line)
from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from textwrap import indent

import pytest
from fal_lsp.project.python.lattice import choices
from fal_lsp.project.python.module import Module
from fal_lsp.project.python.values import Unknown

from .test_interpreter import assert_agrees, executed, read

METHODS = {
    "__str__": "class T:\n    def __str__(self):\n{}\n        return ''\nprint(T())",
    "__init_subclass__": "class T:\n    def __init_subclass__(cls):\n{}\nclass U(T): pass",
    "__set_name__": "class T:\n    def __set_name__(self, o, n):\n{}\nclass U:\n    x = T()",
    "a metaclass": "class T(type):\n    def __init__(cls, *a):\n{}\nclass U(metaclass=T): pass",
    "a class of pydantic": "from pydantic import BaseModel\nclass T(BaseModel):\n    @classmethod\n    def __pydantic_init_subclass__(cls, **k):\n{}\nclass U(T): pass",
    "a validator": "from pydantic import BaseModel, field_validator\nclass T(BaseModel):\n    x: int\n    @field_validator('x')\n    @classmethod\n    def v(cls, v):\n{}\n        return v\nT(x=1)",
    "an operator": "class T:\n    def __add__(self, o):\n{}\n        return self\nT() + 1",
    "__getattr__": "class T:\n    def __getattr__(self, o):\n{}\n        return self\nT().x",
    "a decorator": "class T:\n    def __call__(self, f):\n{}\n        return f\n@T()\ndef g(): pass",
    "a property": "class T:\n    @property\n    def p(self):\n{}\n        return 1\nT().p",
    "a comparison": "class T:\n    def __lt__(self, o):\n{}\n        return True\nsorted([T(), T()])",
    "a generator": "class T:\n    def __iter__(self):\n{}\n        yield 1\nlist(T())",
    "a thread": "import threading\nclass T:\n    def put():\n{}\nt = threading.Thread(target=T.put)\nt.start()\nt.join()",
}
THREAD = "import threading\ndef put():\n{}\nt = threading.Thread(target=put)\nt.start()\nt.join()"

START = "M, N = {'a': 0}, {}\nH = {'m': M}\nL = ['x']\nP = ({}, M)\nINNER = {'i': {}}\n"

CHANGES = [
    "M['k'] = 1",
    "m = M\nm['k'] = 1",
    "for m in (M, N): m['k'] = 1",
    "dict.update(M, k=1)",
    "import operator\noperator.setitem(M, 'k', 1)",
    "global M\nM |= {'k': 1}",
    "global M\nM = {'k': 1}",
    "(m := M).update(k=1)",
    "(M if True else N)['k'] = 1",
    "(M or N)['k'] = 1",
    "(M or N).update(k=1)",
    "M['k'], N['k'] = 1, 2",
    "[M['k']] = [1]",
    "*M['k'], = [1]",
    "M['k']: int = 1",
    "m = M['k'] = 1",
    "for M['k'] in [1]: pass",
    "[0 for M['k'] in [1]]",
    "import contextlib\nwith contextlib.nullcontext(1) as M['k']: pass",
    "put = M.__setitem__\nput('k', 1)",
    "update = M.update\nupdate(k=1)",
    "put = M.setdefault\nput('k', 1)",
    "list(map(M.__setitem__, ['k'], [1]))",
    "[f('k', 1) for f in [M.__setitem__]]",
    "import functools\nfunctools.partial(M.update, k=1)()",
    "def inner(m=M): m['k'] = 1\ninner()",
    "def inner():\n    m = M\n    m['k'] = 1\ninner()",
    "def inner(*, m=M): m['k'] = 1\ninner()",
    "class Inner:\n    m = M\n    m['k'] = 1",
    "M.get('a')\nM.update({'k': 1})",
    "H['m']['k'] = 1",
    "H.get('m')['k'] = 1",
    "H.copy()['m']['k'] = 1",
    "[*H.values()][0]['k'] = 1",
    "for m in H.values(): m['k'] = 1",
    "for _, m in H.items(): m['k'] = 1",
    "{**H}['m']['k'] = 1",
    "dict(H)['m']['k'] = 1",
    "P[1]['k'] = 1",
    "P[1:][0]['k'] = 1",
    "part = slice(1, 2)\nP[part][0]['k'] = 1",
    "[m.update(k=1) for m in P]",
    "p = P\np[1]['k'] = 1",
    "max(P, key=len)['k'] = 1",
    "max(M, M, key=len)['k'] = 1",
    "(P + ())[1]['k'] = 1",
    "m, = (M,)\nm['k'] = 1",
    "import contextlib\nwith contextlib.nullcontext(M) as m: m['k'] = 1",
    "match M:\n    case m: m['k'] = 1",
    "getattr(M, 'update')(k=1)",
    "try: raise ValueError(M)\nexcept ValueError as e: e.args[0]['k'] = 1",
    "(lambda: M)()['k'] = 1",
    "(lambda m: m.update(k=1))(M)",
    "global N\nN = M\nN['k'] = 1",
    "globals()['M']['k'] = 1",
    "exec(\"M['k'] = 1\", globals())",
    'eval("M.update(k=1)")',
    # The same with breaks and spaces.
    "M ['k'] = 1",
    "M[\n    'k'\n] = 1",
    "M['k'] \\\n    = 1",
    "(M\n .update(k=1))",
    "1;M['k'] = 1",
    "M[''.join(['k'] + [str([])[2:]])] = 1",
]
"""Each puts `k` into `M`."""

OF_A_LIST = [
    "L[0] = 'y'",
    "L[:] = ['y']",
    "L[0] += 'y'",
    "global L\nL *= 0",
    "del L[0]",
    "del L[:]",
    "L.pop()",
    "list.__setitem__(L, 0, 'y')",
    "import heapq\nheapq.heapreplace(L, 'y')",
    "import random\nrandom.shuffle(L)\nL.append('y')",
    "(L)[0] = 'y'",
    "put = L.append\nput('y')",
    "l = L\nl[0] = 'y'",
    "for l in (L,): l[0] = 'y'",
    "def inner(l=L): l[0] = 'y'\ninner()",
]

READS = [
    "M['a']",
    "x = M['a']",
    "'k' in M",
    "len(M) == 1",
    "for m in M: print(m)",
    "for k, v in M.items(): print(k, v)",
    "[v for v in M.values()]",
    "x = sorted(M), list(M.keys()), dict(M), {**M}, [*M]",
    "x = M.get('k', 0) + 1",
    "print(M)",
    "f'{M} {M!r} {M[\"a\"]:>5}'",
    "assert M, 'none'",
    "if not M or M == {} or M is N: return",
    "x = 'y' if M else 'z'",
    "x = ', '.join(M)",
    "x = M.copy()\nx['k'] = 1",
    "x = M | {'k': 1}",
    "print(*M, sep='')",
    "x = H['m']['a']",
    "x = H.get('m')['a'], H['m'].get('a'), P[1]['a'], L[0].upper()",
    "x: M = 1",
    "N['k'] = 1",
    "INNER['i']['k'] = 1",
    "x = (M or N).get('k')",
    "x = {'M': 1}['M']\n# M['k'] = 1",
    "x = any(M) and isinstance(M, dict) and len([*zip(M, M)])",
]
"""None changes `M`."""


def assert_silent(source: str, folder: Path) -> None:
    real = executed(source)
    _, module = read(folder, {"app.py": source})
    assert [(each.error, each.text) for each in module.raised.values()] == []
    known = {
        name: each.value
        for name, each in module.names.items()
        if not any(isinstance(value, Unknown) for value in choices(each.value))
    }
    assert_agrees({name: value for name, value in known.items() if name in real}, real)


def filled(method: str, change: str) -> str:
    return START + method.format(indent(change, " " * 8))


@pytest.mark.parametrize("change", CHANGES[:26])
@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
def test_methods_that_python_calls(method: str, change: str, tmp_path: Path) -> None:
    assert_silent(filled(method, change) + "\nM['k']", tmp_path)


@pytest.mark.parametrize("method", [METHODS["__str__"], THREAD], ids=["a method", "a thread"])
@pytest.mark.parametrize("change", CHANGES)
def test_ways_to_change_a_dict(change: str, method: str, tmp_path: Path) -> None:
    assert_silent(filled(method, change) + "\nM['k']", tmp_path)


@pytest.mark.parametrize("method", [METHODS["__str__"], THREAD], ids=["a method", "a thread"])
@pytest.mark.parametrize("change", OF_A_LIST)
def test_ways_to_change_a_list(change: str, method: str, tmp_path: Path) -> None:
    assert_silent(filled(method, change), tmp_path)


@pytest.mark.parametrize("method", [METHODS["__str__"], THREAD], ids=["a method", "a thread"])
@pytest.mark.parametrize("read_only", READS)
def test_what_is_only_read_stays_as_it_is(read_only: str, method: str, tmp_path: Path) -> None:
    source = filled(method, read_only) + "\nM['k']"
    with pytest.raises(KeyError):
        executed(source)
    _, module = read(tmp_path, {"app.py": source})
    assert [each.text for each in module.raised.values()] == ["M"]


GIVEN = [
    "import operator\nlist(map(operator.methodcaller('update', k=1), (M,)))",
    "import operator\nlist(map(operator.methodcaller('update', k=1), ((M,), M)[1:]))",
    "class X: pass\nx = X()\nx.m = M\nx.m['k'] = 1",
    "import types\nx = types.SimpleNamespace()\nx.m = M\nx.m['k'] = 1",
    "import collections\nx = collections.defaultdict(dict)\nx['m'] = M\nx['m']['k'] = 1",
    "x = {input: M}\nx[input]['k'] = 1",
    "import os\nx = {}\nx[os.getcwd()] = M\nx[os.getcwd()]['k'] = 1",
    "import os\nx = [0, 0]\nx[len(os.sep) - 1] = M\nx[0]['k'] = 1",
    "import os\nx = [M]\nx.extend(os.environ)\nx[0]['k'] = 1",
    "import os\nx = {'m': M}\nx.update(os.environ)\nx['m']['k'] = 1",
    "x = [0]\nx[:] = [M]\nx[0]['k'] = 1",
]


@pytest.mark.parametrize("code", GIVEN)
def test_what_is_put_where_it_may_be_changed(code: str, tmp_path: Path) -> None:
    assert_silent(f"{START}{code}\nM['k']", tmp_path)


PUT = "def put(*a):\n    M['k'] = 1\n    return ''\n"
HANDED = [
    "import weakref\nclass X: pass\nx = X()\nr = weakref.ref(x, put)\nM = {}\ndel x",
    "import sys\nsys.setprofile(put)\nM = {}\nlen('')\nsys.setprofile(None)",
    "import warnings\nbefore, warnings.showwarning = warnings.showwarning, put\nM = {}\nwith warnings.catch_warnings():\n    warnings.simplefilter('always')\n    warnings.showwarning = put\n    warnings.warn('x')\nwarnings.showwarning = before",
    "class T: pass\nT.__str__ = put\nprint(T())",
    "class T: pass\nT.__str__ = put\nM = {}\nprint(T())",
    "T = type('T', (), {'__str__': put})\nprint(T())",
    "class T: __str__ = put\nM = {}\nprint(T())",
    "class B: m = M\nclass T(B):\n    def __str__(self):\n        super().m['k'] = 1\n        return ''\nprint(T())",
    "class T:\n    __len__ = lambda self: M.update(k=1) or 1\nlen(T())",
    "import functools\nclass T:\n    def put(self, m): m['k'] = 1\n    x = functools.partialmethod(put, M)\nT().x()",
    "import functools\nP = functools.lru_cache(put)\nM = {}\nP()",
]


@pytest.mark.parametrize("code", HANDED)
def test_functions_that_somebody_else_has(code: str, tmp_path: Path) -> None:
    assert_silent(f"{START}{PUT}{code}\nM['k']", tmp_path)


KEPT = [
    "import functools\nput = functools.lru_cache(put)",
    "import functools\nput = functools.partial(put, 1)",
    "puts = [put]",
    "def other(M): M['k'] = 1\nlist(map(other, [{}]))",
    "def decorate(f): return f\n@decorate\ndef other(): M['k'] = 1",
]


@pytest.mark.parametrize("code", KEPT)
def test_functions_that_nobody_calls(code: str, tmp_path: Path) -> None:
    _, module = read(tmp_path, {"app.py": f"{START}{PUT}{code}\nM['k']"})
    assert [each.text for each in module.raised.values()] == ["M"]


def test_a_decorator_that_nobody_knows(tmp_path: Path) -> None:
    source = "from package import hook\n@hook\ndef put(): M['k'] = 1\nM = {}\nhook.run()\nM['k']"
    _, module = read(tmp_path, {"app.py": source})
    assert module.raised == {}


BELOW = "class T:\n    def __str__(self):\n        {}\n        return ''\nM, L = {{}}, []\n{}\nprint(T())\n{}"
ADDED = [
    ("M['i']['k'] = 1", "M['i'] = {}", "M['i']['k']"),
    ("m = M['i']; m['k'] = 1", "M['i'] = {}", "M['i']['k']"),
    ("m = M.get('i'); m['k'] = 1", "M.setdefault('i', {})", "M['i']['k']"),
    ("for m in M.values(): m['k'] = 1", "M.update(i={})", "M['i']['k']"),
    ("for m in M.values(): m['k'] = 1", "M |= {'i': {}}", "M['i']['k']"),
    ("for m in M.values(): m['k'] = 1", "I = {}\nfor n in 'ab': M[n] = I", "I['k']"),
    ("for m in L: m['k'] = 1", "L.append({})", "L[0]['k']"),
    ("for m in L: m['k'] = 1", "L += [{}]", "L[0]['k']"),
    ("for m in L: m['k'] = 1", "L.insert(0, {})", "L[0]['k']"),
    ("for m in L: m['k'] = 1", "L.extend([0, {}])\nL.remove(0)", "L[0]['k']"),
    ("L[0]['k'] = 1", "L.append(0)\nL[0] = {}", "L[0]['k']"),
    ("M.update(); M['i']['k'] = 1", "I = {}\nM['i'] = I", "I['k']"),
    ("M.update(); M['i']['k'] = 1", "I = {}\nM.update(i=I)", "I['k']"),
    ("L.extend([]); L[0]['k'] = 1", "I = {}\nL.append(I)", "I['k']"),
    ("L.extend([]); L[0]['k'] = 1", "I = {}\nL += [I]", "I['k']"),
    ("H.m['k'] = 1", "class H: m = M", "M['k']"),
    ("m = H.m; m['k'] = 1", "class H: m = M", "M['k']"),
    ("H.m['i']['k'] = 1", "class H: m = M\nH.m['i'] = {}", "M['i']['k']"),
    ("U().put()", "class B: m = M\nclass U(B):\n    def put(self): self.m['k'] = 1", "M['k']"),
    ("S.m['k'] = 1", "class B:\n    def __init__(self): self.m = M\nS = B()", "M['k']"),
    ("s = S; s.m['k'] = 1", "class B:\n    def __init__(self): self.m = M\nS = B()", "S.m['k']"),
    ("U().put()", "class B: m = M\nclass U(B):\n    def put(this): this.m['k'] = 1", "M['k']"),
    ("for c in (H,): c.m['k'] = 1", "class H: m = M", "M['k']"),
    ("h = H; h.m['k'] = 1", "class H: m = {}", "H.m['k']"),
    ("vars(H)['m']['k'] = 1", "class H: m = M", "M['k']"),
    ("getattr(H, 'm')['k'] = 1", "class H: m = M", "M['k']"),
    ("H.__dict__['m']['k'] = 1", "class H: m = M", "M['k']"),
    ("type(S).m['k'] = 1", "class B: m = M\nS = B()", "M['k']"),
    ("S.__class__.m['k'] = 1", "class B: m = M\nS = B()", "M['k']"),
]


@pytest.mark.parametrize("source", [BELOW.format(*each) for each in ADDED])
def test_what_they_lead_to_later(source: str, tmp_path: Path) -> None:
    assert_silent(source, tmp_path)


READ_LATER = [
    ("M['i']['k']", "M['i'] = {}", "M['i']['k']"),
    ("M.get('i').get('k')", "M['i'] = {}", "M['i']['k']"),
    ("for m in L: print(m)", "L.append(0)", "M['k']"),
    ("H.m['i']", "class H: m = M", "M['k']"),
    ("m = H.n; m['k'] = 1", "class H:\n    m, n = M, {}", "M['k']"),
    ("m = M['i']['j'].get('k'); m", "M = {'i': {'j': {'l': 1}}}", "M['i']['j']['k']"),
]


@pytest.mark.parametrize("source", [BELOW.format(*each) for each in READ_LATER])
def test_what_they_read_later(source: str, tmp_path: Path) -> None:
    _, module = read(tmp_path, {"app.py": source})
    assert [each.text[:1] for each in module.raised.values()] == ["M"]


OF_A_MODULE = [
    "import sys\nsys.modules[__name__].M['k'] = 1",
    "import sys\nm = sys.modules[__name__].M\nm['k'] = 1",
    "import sys\nsys.modules.get(__name__).M['k'] = 1",
    "import store\nstore.M['k'] = 1",
    "import store as s\nfor m in (s.M,): m['k'] = 1",
    "from store import M as m\nm['k'] = 1",
    "from other import N\nN['k'] = 1",
    "import other\nother.N.update(k=1)",
    "from other import put\nput('k')",
]


@pytest.mark.parametrize("change", OF_A_MODULE)
def test_what_they_import_themselves(change: str, tmp_path: Path) -> None:
    store = f"import other\n{filled(METHODS['__str__'], change)}\n"
    store += f"{'other.N' if 'other' in change else 'M'}['k']"
    other = "N = {}\ndef put(k): N[k] = 1\n"
    files = {"app.py": "import store", "store.py": store, "other.py": other}
    modules, _ = read(tmp_path, files)
    module = modules.module(str(tmp_path / "store.py"))
    assert isinstance(module, Module)
    assert module.raised == {}
    done = subprocess.run([sys.executable, "app.py"], cwd=tmp_path, check=False, timeout=30)
    assert done.returncode == 0


def test_what_they_import_and_only_read(tmp_path: Path) -> None:
    change = "from other import N\nprint(N['k'])"
    source = f"import other\n{filled(METHODS['__str__'], change)}\nother.N['k']"
    _, module = read(tmp_path, {"app.py": source, "other.py": "N = {}"})
    assert [each.text for each in module.raised.values()] == ["other.N"]
