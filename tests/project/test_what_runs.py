"""Files that Python runs to their end: no error may be found in them.

Each is executed, so that what is said of it is true; what it changes comes from code that nobody
calls by name.
"""

# ruff: noqa: E501 (a snippet is read more easily on one line)
from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from fal_lsp.project.python.lattice import choices
from fal_lsp.project.python.values import ClassValue, Unknown

from tests.support.projects import project

from .test_interpreter import assert_agrees, executed, read

SIZES = "SIZES = [[0] * 20 for _ in range(20)]\nfor y in range(20):\n    for x in range(20): SIZES[y][x] = 1\n"
LONG = "for w in range(256, 2049, 64):\n    for h in range(256, 2049, 64):\n        if w * h <= 1 << 20: BUCKETS.append((w, h))\n"

SOURCES = {
    # `else` of a `try` only runs where nothing was raised.
    "else of an import": "try:\n    import a_module_that_is_nowhere\nexcept ImportError:\n    x = 1\nelse:\n    raise RuntimeError('installed')",
    "else of an operation": "import os\ntry:\n    v = os.environ['A_VARIABLE_THAT_IS_NOWHERE']\nexcept KeyError:\n    x = 1\nelse:\n    assert False",
    "else in a function": "def check(v):\n    try: int(v)\n    except ValueError: return 1\n    else: raise ValueError(v)\ncheck('flux')",
    # Loops that are too long to be followed.
    "a loop after long ones": f"BUCKETS = []\n{LONG}RATIOS = []\nfor b in BUCKETS: RATIOS.append(b[0] / b[1])\nRATIOS[0]\nNAMES = {{}}\nfor n in ('a', 'b'): NAMES[n] = {{'k': BUCKETS}}\nNAMES['a']['k'][0]",
    "items of a long list": "RES = [{'w': 0} for _ in range(40)]\nfor r in RES: r['w'] = 1\nassert RES[39]['w'] == 1",
    "numbered items of a long list": "RES = [{'w': 0} for _ in range(40)]\nfor i, r in enumerate(RES): r['w'] = i\nassert RES[39]['w']",
    "a long grid": f"{SIZES}assert SIZES[19][19] == 1",
    # Bound methods that are passed on.
    "map of a method": "LOADED = []\nlist(map(LOADED.append, 'ab'))\nassert LOADED",
    "a method with a name": "log = []\nadd = log.append\nadd(1)\nlog[0]",
    "a method in a dict": "log = []\nhooks = {'on': log.append}\nhooks['on'](1)\nlog[0]",
    "a method as a default": "log = []\ndef f(x, cb=log.append): cb(x)\nf(1)\nlog[0]",
    "a method in a partial": "import functools\nlog = []\nfunctools.partial(log.append, 5)()\nlog[0]",
    "setting items by map": "m = {}\nlist(map(m.__setitem__, 'a', [1]))\nm['a']",
    # Methods that Python calls by itself.
    "a metaclass": "REG = {}\nclass Meta(type):\n    def __new__(m, n, b, ns):\n        c = super().__new__(m, n, b, ns)\n        REG[n] = c\n        return c\nclass Flux(metaclass=Meta): pass\nREG['Flux']",
    "a metaclass with a key": "REG = {}\nclass Meta(type):\n    def __init__(cls, name, bases, ns):\n        if bases: REG[ns['name']] = cls\nclass Model(metaclass=Meta): name = ''\nclass Flux(Model): name = 'flux'\nREG['flux']",
    "an attribute of a metaclass": "class Meta(type):\n    registry = {}\n    def __init__(c, n, b, ns):\n        Meta.registry[n] = c\nclass Flux(metaclass=Meta): pass\nMeta.registry['Flux']",
    "a class that decorates": "class register:\n    items = {}\n    def __init__(self, name): self.name = name\n    def __call__(self, cls):\n        self.items[self.name] = cls\n        return cls\n@register('flux')\nclass Flux: pass\nregister.items['flux']",
    "a class that sets its attribute": "class task:\n    latest = None\n    def __init__(self, f): task.latest = self\n@task\ndef f(): pass\nassert task.latest is not None",
    "a class that sets an attribute it has not": "class task:\n    def __init__(self, f): task.latest = self\n@task\ndef f(): pass\ntask.latest",
    "a context manager": "TIMES = {}\nclass Timer:\n    def __init__(self, name): self.name = name\n    def __enter__(self): return self\n    def __exit__(self, *e): TIMES[self.name] = 1.0\nwith Timer('x'):\n    pass\nTIMES['x']",
    "a handler of a library": "import logging\nRECORDS = []\nclass Keep(logging.Handler):\n    def emit(self, record): RECORDS.append(record)\nlog = logging.getLogger('fal-lsp.tests.keep')\nlog.propagate = False\nlog.addHandler(Keep())\nlog.error('x')\nRECORDS[0]",
    "a thread": "import threading\nDONE = []\nclass Work(threading.Thread):\n    def run(self): DONE.append(1)\nt = Work()\nt.start()\nt.join()\nassert DONE",
    "a descriptor": "SEEN = {}\nclass Lazy:\n    def __get__(self, i, o):\n        SEEN['x'] = 1\n        return 1\nclass A:\n    x = Lazy()\nA.x\nSEEN['x']",
    "a setter": "LOG = []\nclass A:\n    @property\n    def x(self): return 1\n    @x.setter\n    def x(self, v): LOG.append(v)\na = A()\na.x = 5\nLOG[0]",
    "an attribute of another class": "class State:\n    n = 0\nclass Meta(type):\n    def __init__(c, n, b, ns): State.n += 1\nclass A(metaclass=Meta): pass\nassert State.n == 1",
    # Methods that call functions.
    "a metaclass that calls a function": "REG = {}\ndef register(cls): REG[cls.__name__] = cls\nclass Meta(type):\n    def __init__(cls, *a): register(cls)\nclass Flux(metaclass=Meta): pass\nREG['Flux']",
    "a member of an enumeration": "import enum\nSEEN = []\ndef see(v): SEEN.append(v)\nclass E(enum.Enum):\n    A = 1\n    def __init__(self, v): see(v)\nSEEN[0]",
    "a model of pydantic": "import pydantic\nSEEN = {}\ndef see(): SEEN['k'] = 1\nclass M(pydantic.BaseModel):\n    n: int = 1\n    def model_post_init(self, c): see()\nM()\nSEEN['k']",
    "a validator": "import pydantic\nSEEN = {}\ndef see(v): return SEEN.setdefault('k', v)\nclass M(pydantic.BaseModel):\n    n: int = 1\n    @pydantic.field_validator('n')\n    @classmethod\n    def check(cls, v): return see(v)\nM(n=2)\nSEEN['k']",
    "a function of a function": "M = []\ndef a(): b()\ndef b(): M.append(1)\nclass X:\n    def __eq__(self, o): return a()\nX() == 1\nM[0]",
    "a function that is given": "M = []\ndef put(v): M.append(v)\nclass X:\n    def __len__(self): return len([*map(put, [1])])\nlen(X())\nM[0]",
    "a function in a list": "M = []\ndef put(): M.append(1)\nHOOKS = [put]\nclass X:\n    def __str__(self): return str([h() for h in HOOKS])\nprint(X())\nM[0]",
    "a method of an object": "class R:\n    def __init__(self): self.items = []\n    def add(self): self.items.append(1)\nREG = R()\nclass X:\n    def __hash__(self): return hash(REG.add())\n{X()}\nREG.items[0]",
    "a list below the class": "class X:\n    def __str__(self):\n        M.append(1)\n        return ''\nM = []\nprint(X())\nM[0]",
    "a function below the class": "class X:\n    def __bool__(self):\n        put()\n        return True\ndef put(): M.append(1)\nM = []\nif X(): pass\nM[0]",
    "a class below the class": "class X:\n    def __str__(self):\n        B.items.append(1)\n        return ''\nclass B: items = []\nprint(X())\nB.items[0]",
    # One of several functions.
    "one of two functions": "import os\nM = []\ndef put(): M.append(1)\nf = put if 'A_VARIABLE_THAT_IS_NOWHERE' not in os.environ else print\nf()\nM[0]",
    "a function with another name": "import os\nM = []\ndef put(): M.append(1)\nf = None\nif not os.environ.get('A_VARIABLE_THAT_IS_NOWHERE'): f = put\nif f: f()\nM[0]",
    "a function in a dict": "import os\nM = []\ndef put(): M.append(1)\nHOOKS = {'a': put, 'b': print}\nHOOKS[os.environ.get('A_VARIABLE_THAT_IS_NOWHERE', 'a')]()\nM[0]",
    "a dict in a dict": "import os\nALL = {'a': {}, 'b': {}}\nALL[os.environ.get('A_VARIABLE_THAT_IS_NOWHERE', 'a')]['k'] = 1\nALL['a']['k']",
    "a function of a loop": "M = []\ndef put(): M.append(1)\nfor hook in (put, put):\n    if hook(): break\nM[0]",
    "a function or a default": "import os\nM = []\ndef put(): M.append(1)\n{'a': print}.get(os.environ.get('A_VARIABLE_THAT_IS_NOWHERE'), put)()\nM[0]",
    "an attribute or a default": "import os\nM = []\ndef put(): M.append(1)\ngetattr(os, 'a_name_that_is_nowhere', put)()\nM[0]",
    "one of many functions": "import os\nM = []\ndef put(): M.append(1)\nHOOKS = [put, *([lambda: None] * 20)]\nHOOKS[len(os.environ) and 0]()\nM[0]",
    "one of two decorators": "import os\nM = []\ndef put(c):\n    M.append(c)\n    return c\nregister = put if 'A_VARIABLE_THAT_IS_NOWHERE' not in os.environ else repr\n@register\nclass X: pass\nM[0]",
    "what one of two functions gives back": "import os\nM = []\ndef named(n):\n    def put(): M.append(n)\n    return put\nmake = named if 'A_VARIABLE_THAT_IS_NOWHERE' not in os.environ else repr\nmake('a')()\nM[0]",
    "a method that is set": "M = []\nclass X: pass\ndef put(self): M.append(1)\nX.__call__ = put\nX()()\nM[0]",
    "a function of the globals": "M = []\ndef put(): M.append(1)\nglobals()['put']()\nM[0]",
    # Functions that pass on what they have.
    "a function in a cache gives it back": "import functools\nM = {}\n@functools.cache\ndef models(): return M\nmodels()['k'] = 1\nM['k']",
    "a generator": "M, N = {}, {}\ndef dicts():\n    yield N\n    yield M\nfor each in dicts(): each['k'] = 1\nM['k']",
    "a context": "import contextlib\nM = {}\n@contextlib.contextmanager\ndef models(): yield M\nwith models() as m: m['k'] = 1\nM['k']",
    "a property": "M = {}\nclass X:\n    @property\n    def models(self): return M\n    def __getattr__(self, name): return None\nX().models['k'] = 1\nM['k']",
    "any attribute": "M = {}\nclass X:\n    def __getattr__(self, name): return M\nX().models['k'] = 1\nM['k']",
    "a function of a method": "M = {}\ndef models(): return M\nclass X:\n    def __eq__(self, other):\n        models()['k'] = 1\n        return True\nX() == 1\nM['k']",
    "another name": "M = []\ndef put(v):\n    m = M\n    m.append(v)\nlist(map(put, [1]))\nM[0]",
    "a default": "M = []\ndef put(v, m=M): m.append(v)\nlist(map(put, [1]))\nM[0]",
    "an argument": "import heapq\nM = []\ndef put(v): heapq.heappush(M, v)\nlist(map(put, [1]))\nM[0]",
    "an object": "import types\nM = []\nclass X(types.SimpleNamespace): pass\nX(m=M).m.append(1)\nM[0]",
    # Calls that are written in another way.
    "a function in a cache": "import functools\nM = {}\ndef load(k): M[k] = 1\nfunctools.lru_cache(load)('a')\nM['a']",
    "a function in a thread": "import threading\nM = []\ndef put(): M.append(1)\nt = threading.Thread(target=put)\nM = []\nt.start()\nt.join()\nM[0]",
    "the call of a function": "M = {}\ndef load(k): M[k] = 1\nload.__call__('a')\nM['a']",
    "a method by its name": "M = []\ngetattr(M, 'append')(1)\nM[0]",
    "what is raised": "M = {}\ndef load(k): M[k] = 1\ntry:\n    raise ValueError(load('a'))\nexcept ValueError: pass\nM['a']",
    "a cause": "M = {}\ndef load(k): M[k] = 1\ntry:\n    raise ValueError from load('a')\nexcept ValueError: pass\nM['a']",
    "a call of what a call gives back": "M = []\ndef make():\n    M.append(1)\n    return print\nmake()()\nassert len(M) == 1",
    "a call in an annotation": "M = {}\ndef load(k): M[k] = 1\nx: load('a') = 1\nM.get('a')\nlen(M) and M['a']",
    "a call in a parameter": "M = {}\ndef load(k): M[k] = 1\ndef f(x: load('a')): pass\nlen(M) and M['a']",
    # Modules whose names are not written.
    "a module by its name": "import importlib\nREG = {}\nm = importlib.import_module('js' + 'on')\nREG.update(x=m)\nREG['x']",
}  # fmt: skip


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_nothing_is_found_in_what_runs(source: str, tmp_path: Path) -> None:
    real = executed(source)
    _, module = read(tmp_path, {"app.py": source})
    assert [(each.error, each.text) for each in module.raised.values()] == []
    known = {
        name: each.value
        for name, each in module.names.items()
        if not any(isinstance(value, Unknown) for value in choices(each.value))
    }
    assert_agrees({name: value for name, value in known.items() if name in real}, real)


CHANGES_OTHERS = {
    "a function that changes another dict": "M, N = {}, {}\ndef put(): N['k'] = 1\nclass X:\n    def __str__(self): return put()\nM['k']",
    "a function that no method calls": "M = {}\ndef put(): M['k'] = 1\nclass X:\n    def __str__(self): return ''\nprint(X())\nM['k']",
    "a function that reads": "M = {}\ndef get(): return M['k'], M.get('k'), len(M)\nclass X:\n    def setup(self): get()\nM['k']",
    "a function in a cache that gives back a copy": "import functools\nM = {}\n@functools.cache\ndef models(): return dict(M)\nmodels()['k'] = 1\nM['k']",
    "a property that gives back another dict": "M, N = {}, {}\nclass X:\n    @property\n    def models(self): return N\nX().models['k'] = 1\nM['k']",
    "one of two functions": "import os\nM = {}\nf = len if 'A_VARIABLE_THAT_IS_NOWHERE' not in os.environ else str\nf('')\nM['k']",
    "a dict in another dict": "import os\nM, ALL = {}, {'a': {}, 'b': {}}\nALL[os.environ.get('A_VARIABLE_THAT_IS_NOWHERE', 'a')]['k'] = 1\nM['k']",
    "a list below the class that it reads": "class X:\n    def setup(self): return M[0]\nM = []\nM[0]",
    "a method by its name that reads": "M = {}\ngetattr(M, 'get')(1)\nM['k']",
    "what is not raised": "M = {}\nraise ValueError(M['k'])",
    "what is raised": "M = {}\ndef get(): return len(M)\ntry:\n    raise ValueError(get())\nexcept ValueError: pass\nM['k']",
}  # fmt: skip


@pytest.mark.parametrize("source", CHANGES_OTHERS.values(), ids=CHANGES_OTHERS)
def test_what_nothing_changes_stays_as_it_is(source: str, tmp_path: Path) -> None:
    with pytest.raises((KeyError, IndexError)):
        executed(source)
    _, module = read(tmp_path, {"app.py": source})
    assert [each.text[:1] for each in module.raised.values()] == ["M"]


OF_A_MODULE = {
    "a list of a module": "import store\nclass X:\n    def __len__(self): return store.M.append(1) or 1\nlen(X())\nstore.M[0]",
    "a function of a module": "import store\nclass X:\n    def __len__(self): return store.put() or 1\nlen(X())\nstore.M[0]",
    "a function that is imported": "from store import M, put\nclass X:\n    def __len__(self): return put() or 1\nlen(X())\nM[0]",
    "a function that is given": "import store\ndef put(v): store.M.append(v)\nsorted([1], key=put)\nstore.M[0]",
    "a function that calls one of a module": "import store\ndef put(v): store.put()\nsorted([1], key=put)\nstore.M[0]",
    "a name of a module that a method sets": "import store\nclass X:\n    def __len__(self):\n        store.M = [1]\n        return 1\nlen(X())\nstore.M[0]",
    "a name of a module that a function sets": "import store\ndef put(v): store.M = [v]\nsorted([1], key=put)\nstore.M[0]",
}  # fmt: skip


@pytest.mark.parametrize("source", OF_A_MODULE.values(), ids=OF_A_MODULE)
def test_methods_change_what_another_module_has(source: str, tmp_path: Path) -> None:
    files = {"app.py": source, "store.py": "M = []\ndef put(): M.append(1)\n"}
    _, module = read(tmp_path, files)
    assert module.raised == {}
    done = subprocess.run([sys.executable, "app.py"], cwd=tmp_path, check=False)
    assert done.returncode == 0


TEXTS = ["eval('put()')", "exec('put()')", "sys.modules[__name__].put()"]


@pytest.mark.parametrize("text", TEXTS)
def test_code_in_a_text_may_do_anything(text: str, tmp_path: Path) -> None:
    source = f"import sys\nM = []\ndef put(): M.append(1)\n{text}\nM[0]"
    _, module = read(tmp_path, {"app.py": source})
    assert module.raised == {}


PLUGINS = {
    "a loop": "for m in pkgutil.iter_modules(plugins.__path__):\n    importlib.import_module('plugins.' + m.name)",
    "a literal": "importlib.import_module('plugins.flux')",
    "a file": "import runpy\nrunpy.run_path('plugins/flux.py')",
}


@pytest.mark.parametrize("load", PLUGINS.values(), ids=PLUGINS)
def test_plugins_fill_a_registry(load: str, tmp_path: Path) -> None:
    (tmp_path / "plugins").mkdir()
    files = {
        "app.py": f"import importlib, pkgutil\nimport plugins\nfrom plugins import REG\n{load}\nprint(REG['flux'])",
        "plugins/__init__.py": "REG = {}\n",
        "plugins/flux.py": "from plugins import REG\nREG['flux'] = 1\n",
    }
    _, module = read(tmp_path, files)
    assert module.raised == {}


@pytest.mark.parametrize(
    "package",
    ["from . import flux", "from .flux import *", "import models.flux", "from models import flux"],
)
def test_a_package_loads_what_it_imports_of_itself(package: str, tmp_path: Path) -> None:
    files = {
        "app.py": "import registry\nimport models\nregistry.MODELS['flux']",
        "registry.py": "MODELS = {}\n",
        "models/__init__.py": package,
        "models/flux.py": "from registry import MODELS\nMODELS['flux'] = 1\n",
    }
    (tmp_path / "models").mkdir()
    loaded = project(tmp_path, files).apps().loading(str(tmp_path / "app.py"))
    # What it changes in the registry counts for the rules about what is raised.
    assert "flux.py" in {Path(each.module.path).name for each in loaded.modules}
    assert loaded.failed == ()


def test_a_class_with_type_arguments_gets_no_attribute(tmp_path: Path) -> None:
    source = "class Page(list): pass\nclass Out:\n    page: Page[int] = None\n"
    _, module = read(tmp_path, {"app.py": source})
    page = module.names["Page"].value
    assert isinstance(page, ClassValue)
    assert [*page.namespace] == []
