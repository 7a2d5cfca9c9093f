"""Texts of every kind that can be made as long as one likes. Knows TOML and the files around it.

Each kind is a function of a count: ten times the count is ten times the text, so that a test can
see how the cost grows, and a benchmark can ask for a text of a size.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    Kinds = dict[str, Callable[[int], str]]

TABLE = '[tool.fal.apps.x]\nref = "app.py::App"\n'


def each(count: int, line: str) -> str:
    """A line with the numbers up to `count`, in as many digits each."""
    return "".join(line.format(f"{number:06}") for number in range(count))


def listed(key: str, count: int, item: str) -> str:
    """A list with an item for each number up to `count`."""
    return f"{key} = [{each(count, item)}]\n"


def nested(count: int, opening: str, middle: str, closing: str) -> str:
    """Brackets in brackets."""
    return opening * count + middle + closing * count


TEXTS: Kinds = {
    # Apps in every form of a table.
    "apps": lambda n: each(n, '[tool.fal.apps.a{}]\nref = "x.py::A"\n'),
    "full apps": lambda n: each(
        n,
        '[tool.fal.apps.a{}]\nref = "app.py::App"\nmachine_type = "GPU-H100"\nkeep_alive = 5\n'
        'regions = ["us-east"]\nhealth_check = {{ path = "/" }}\nrequirements = ["torch==2"]\n',
    ),
    "dotted apps": lambda n: "[tool.fal.apps]\n" + each(n, 'a{}.ref = "x.py::A"\n'),
    "apps as dotted keys": lambda n: "[tool.fal]\n" + each(n, 'apps.a{}.ref = "x.py::A"\n'),
    "apps as long dotted keys": lambda n: each(n, 'tool.fal.apps.a{}.ref = "x.py::A"\n'),
    "inline apps": lambda n: "[tool.fal.apps]\n" + each(n, 'a{} = {{ ref = "x.py::A" }}\n'),
    "apps in one inline table": lambda n: (
        "[tool.fal]\napps = { " + each(n, 'a{} = {{ ref = "x.py::A" }}, ') + "z = {} }\n"
    ),
    "apps without a value": lambda n: "[tool.fal.apps]\n" + each(n, "a{} = 1\n"),
    "empty apps": lambda n: each(n, "[tool.fal.apps.a{}]\n"),
    "apps as arrays": lambda n: each(n, '[[tool.fal.apps.a{}]]\nref = "x.py::A"\n'),
    "items of one app": lambda n: '[[tool.fal.apps.a]]\nref = "x.py::A"\n' * n,
    "apps of one name": lambda n: '[tool.fal.apps.a]\nref = "x.py::A"\n' * n,
    "apps of one deployed name": lambda n: each(
        n, '[tool.fal.apps.a{}]\nref = "x.py::A"\nname = "same"\n'
    ),
    "apps with tables": lambda n: each(
        n, '[tool.fal.apps.a{0}]\nref = "x.py::A"\n[tool.fal.apps.a{0}.image]\ndockerfile = "D"\n'
    ),
    "apps among others": lambda n: each(
        n, "[tool.other.a{0}]\nx = 1\n[tool.fal.apps.a{0}]\nr = 1\n"
    ),
    # What is malformed.
    "malformed dotted apps": lambda n: "[tool.fal.apps]\n" + each(n, "a{}.ref = \n"),
    "malformed sections": lambda n: each(n, "[tool.fal.apps]\na{}.ref = \n"),
    "malformed apps": lambda n: each(n, "[tool.fal.apps.a{}]\nref = \nmachine_type = \n"),
    "malformed apps with unknown keys": lambda n: each(n, "[tool.fal.apps.a{}]\nreff = \nx = 1\n"),
    "malformed headers": lambda n: each(n, "[tool.fal.apps.a{}\nref = 1\n"),
    "headers without a name": lambda n: "[]\n" * n + TABLE,
    "open tables": lambda n: "a={" * n + "\n" + TABLE,
    "open arrays": lambda n: TABLE + "a = " + "[" * n + "\n",
    "open arrays on lines": lambda n: TABLE + "a = [\n" * n,
    "closed tables": lambda n: TABLE + "a = " + nested(n, "{a = ", "1", "}") + "\n",
    "closed arrays": lambda n: TABLE + "a = " + nested(n, "[", "1", "]") + "\n",
    "open strings of many lines": lambda n: TABLE + 'a = """\n' * n,
    "quotes": lambda n: TABLE + "a = " + '"' * n + "\n",
    "quotes in a string of many lines": lambda n: TABLE + 'a = """\n' + '""x\n' * n,
    "unclosed strings": lambda n: TABLE + 'n = "x\n' * n,
    "unclosed strings in an array": lambda n: TABLE + "r = [\n" + '"x\n' * n + "]\n",
    "missing commas": lambda n: TABLE + "regions = [" + '"a" ' * n + "]\n",
    "missing commas on lines": lambda n: TABLE + "regions = [\n" + '  "a"\n' * n,
    "commas": lambda n: TABLE + "regions = [" + "," * n + "]\n",
    "commas in a table": lambda n: TABLE + "image = {" + "," * n + "}\n",
    "words in a table": lambda n: TABLE + "image = {" + "a " * n + "}\n",
    "pairs of words": lambda n: TABLE + "a = b c\n" * n,
    "equals signs": lambda n: TABLE + "a" + "=" * n + "\n",
    "brackets": lambda n: TABLE + "]" * n + "\n",
    "brackets on lines": lambda n: TABLE + "]\n" * n,
    "braces on lines": lambda n: TABLE + "}\n" * n,
    "dots": lambda n: TABLE + "." * n + "\n",
    "dotted keys": lambda n: TABLE + "a." * n + "b = 1\n",
    "dotted header": lambda n: "[" + "a." * n + "b]\n" + TABLE,
    "words": lambda n: TABLE + "word " * n + "\n",
    "words on lines": lambda n: TABLE + "word\n" * n,
    "slashes": lambda n: TABLE + "// x\n" * n,
    "carriage returns": lambda n: TABLE + "a = 1\r" * n,
    "NULs": lambda n: TABLE + "\0" * n,
    "NULs in a string": lambda n: TABLE + 'a = "' + "\0" * n + '"\n',
    "NULs in strings": lambda n: TABLE + each(n, 'a{} = "\0"\n'),
    "control characters in comments": lambda n: TABLE + "# \x01\n" * n,
    "conflict markers": lambda n: TABLE + "<<<<<<< a\na = 1\n=======\na = 2\n>>>>>>> b\n" * n,
    "escapes": lambda n: TABLE + 'name = "' + "\\\\" * n + '"\n',
    "wrong escapes": lambda n: TABLE + 'name = "' + "\\q" * n + '"\n',
    "keys with escapes": lambda n: TABLE + each(n, '"\\u0061{}" = 1\n'),
    "keys with wrong escapes": lambda n: TABLE + each(n, '"\\q{}" = 1\n'),
    "unclosed keys": lambda n: TABLE + each(n, '"a{} = 1\n'),
    "invalid keys": lambda n: TABLE + each(n, "ä{} = 1\n"),
    "invalid values": lambda n: TABLE + each(n, "a{} = True\n"),
    "invalid numbers": lambda n: TABLE + each(n, "a{} = 01\n"),
    "invalid dates": lambda n: TABLE + each(n, "a{} = 2024-99-99\n"),
    "invalid inline tables": lambda n: TABLE + each(n, "a{} = {{ x = 1, x = 2 }}\n"),
    "valid, and one mistake at the end": lambda n: each(n, "[a{}]\nx = 1\n") + TABLE + "ref = \n",
    "duplicate keys": lambda n: TABLE + "a = 1\n" * n,
    "duplicate headers": lambda n: TABLE + "[tool.fal]\n" * n,
    "duplicate dotted keys": lambda n: TABLE + "a.b.c = 1\n" * n,
    "duplicates in a table": lambda n: TABLE + "a = { " + "b = 1, " * n + "}\n",
    "a value and its table": lambda n: TABLE + each(n, "a{0} = 1\na{0}.b = 1\n"),
    "a header and its value": lambda n: (
        each(n, "[tool.fal.apps.a{0}]\n") + ("[tool.fal.apps]\n" + each(n, "a{0} = 1\n"))
    ),
    # Values.
    "a long string": lambda n: TABLE + 'name = "' + "x" * n + '"\n',
    "a long ref": lambda n: '[tool.fal.apps.x]\nref = "' + "x/" * n + '.py::A"\n',
    "a ref with dots": lambda n: '[tool.fal.apps.x]\nref = "' + "../" * n + 'app.py::App"\n',
    "a ref with colons": lambda n: '[tool.fal.apps.x]\nref = "' + ":" * n + '"\n',
    "an entry point with dots": lambda n: '[tool.fal.apps.x]\nentrypoint = "' + "a." * n + 'b:C"\n',
    "a long number": lambda n: TABLE + "keep_alive = " + "9" * n + "\n",
    "a long number with underscores": lambda n: TABLE + "keep_alive = 1" + "_9" * n + "\n",
    "a long hexadecimal number": lambda n: TABLE + "keep_alive = 0x" + "f" * n + "\n",
    "a long fraction": lambda n: TABLE + "keep_alive = 1." + "9" * n + "\n",
    "long numbers": lambda n: TABLE + each(n, "a{} = " + "9" * 4_200 + "\n") if n < 200 else "",
    "a long key": lambda n: TABLE + "k" * n + " = 1\n",
    "a long comment": lambda n: TABLE + "# " + "x" * n + "\n",
    "a long string of many lines": lambda n: TABLE + 'name = """\n' + "x\n" * n + '"""\n',
    "blank lines": lambda n: "\n" * n + TABLE,
    "spaces": lambda n: TABLE + "a = 1" + " " * n + "\n",
    "spaces before a comment": lambda n: TABLE + ("a = 1" + " " * 50 + "# x\n") * n,
    "one line of spaces": lambda n: TABLE + " " * n + "x\n",
    # Keys and values of fal.
    "unknown keys": lambda n: TABLE + each(n, "key{} = 1\n"),
    "nearly known keys": lambda n: TABLE + each(n, "machine_typ{} = 1\n"),
    "nearly known short keys": lambda n: TABLE + each(n, "kep_aliv.a{} = 1\n"),
    "unknown keys of fal": lambda n: "[tool.fal]\n" + each(n, "key{} = 1\n") + TABLE,
    "unknown tables": lambda n: TABLE + each(n, "[tool.fal.apps.x.table{}]\na = 1\n"),
    "unknown tables of fal": lambda n: each(n, "[tool.fal.app{}]\nref = 1\n") + TABLE,
    "tables with a misspelt name": lambda n: each(n, "[tool.fall.apps.x{}]\nref = 1\n") + TABLE,
    "tools with a misspelt name": lambda n: each(n, "[tool.fal{}]\nref = 1\n") + TABLE,
    "unknown keys in inline tables": lambda n: (
        TABLE + "health_check = { " + each(n, "key{} = 1, ") + 'path = "/" }\n'
    ),
    "unknown keys in every app": lambda n: each(n, "[tool.fal.apps.a{}]\nkeyy = 1\nreff = 1\n"),
    "nearly known keys in every app": lambda n: each(
        n, "[tool.fal.apps.a{0}]\nmachin_type{0} = 1\n"
    ),
    "wrong types": lambda n: each(n, "[tool.fal.apps.a{}]\nref = 1\nkeep_alive = []\n"),
    "secrets": lambda n: TABLE + "image.secrets = { " + each(n, 'z{} = "1", ') + "y = 1 }\n",
    "secrets in dotted keys": lambda n: TABLE + each(n, 'image.secrets.z{} = "1"\n'),
    "build args": lambda n: (
        TABLE
        + "image.dockerfile = 'Dockerfile'\n"
        + ("image.build_args = { " + each(n, 'z{} = "1", ') + 'y = "1" }\n')
    ),
    "registries": lambda n: TABLE + each(n, 'image.registries."r{}".username = "a"\n'),
    "machine types": lambda n: TABLE + listed("machine_type", n, '"GPU-M{}", '),
    "machine types of one name": lambda n: TABLE + listed("machine_type", n, '"GPU-H10", '),
    "regions": lambda n: TABLE + listed("regions", n, '"us-est{}", '),
    "requirements": lambda n: TABLE + listed("requirements", n, '"torch{}=2", '),
    "valid requirements": lambda n: TABLE + listed("requirements", n, '"torch{}==2", '),
    "local requirements": lambda n: TABLE + listed("requirements", n, '"./p{}", '),
    "groups of requirements": lambda n: TABLE + listed("requirements", n, '["torch{}=2"], '),
    "a long requirement": lambda n: TABLE + 'requirements = ["a' + "[a]" * n + '"]\n',
    "a requirement of specifiers": lambda n: TABLE + 'requirements = ["a' + ">=1," * n + '"]\n',
    "a requirement with markers": lambda n: (
        TABLE + 'requirements = ["a; ' + "os_name == 'a' and " * n + "os_name == 'b'\"]\n"
    ),
    "a requirement with brackets": lambda n: (
        TABLE + 'requirements = ["a; ' + "(" * n + "os_name == 'b'" + ")" * n + '"]\n'
    ),
    "files": lambda n: TABLE + listed("app_files", n, '"file{}", '),
    "files outside": lambda n: TABLE + listed("app_files", n, '"../file{}", '),
    "the same file": lambda n: TABLE + listed("app_files", n, '"app.py", '),
    "wrong items": lambda n: TABLE + "app_files = [" + "1, " * n + "]\n",
    "patterns": lambda n: TABLE + listed("app_files_ignore", n, '"*.p{}", '),
    "valid patterns": lambda n: TABLE + listed("app_files_ignore", n, '"p{}", '),
    "character classes": lambda n: TABLE + 'app_files_ignore = ["(?i)' + "[a-z]" * n + '"]\n',
    "groups in a pattern": lambda n: TABLE + "app_files_ignore = ['" + "(a)" * n + "']\n",
    "nested groups in a pattern": lambda n: (
        TABLE + "app_files_ignore = ['" + nested(n, "(", "a", ")") + "']\n"
    ),
    "named groups in a pattern": lambda n: (
        TABLE + "app_files_ignore = ['" + each(n, "(?P<g{}>a)") + "']\n"
    ),
    "branches in a pattern": lambda n: TABLE + "app_files_ignore = ['" + "a|" * n + "b']\n",
    "repeats in a pattern": lambda n: TABLE + "app_files_ignore = ['" + "(?:a{1,9})" * n + "']\n",
    "look-behinds in a pattern": lambda n: TABLE + "app_files_ignore = ['" + "(?<=a)" * n + "']\n",
    "nested look-behinds in a pattern": lambda n: (
        TABLE + "app_files_ignore = ['" + nested(n, "(?<=", "a", ")") + "']\n"
    ),
    "a glob": lambda n: TABLE + "app_files_ignore = ['*" + ".a" * n + "!']\n",
    "stars": lambda n: TABLE + "app_files_ignore = ['" + "*" * n + "']\n",
    # Our own settings and comments.
    "unknown rules": lambda n: "[tool.fal-lsp]\n" + listed("ignore", n, '"rule{}", ') + TABLE,
    "unknown rules without a number": lambda n: (
        "[tool.fal-lsp]\nignore = [" + '"unknown-kye", ' * n + "]\n" + TABLE
    ),
    "rules with long names": lambda n: (
        "[tool.fal-lsp]\n" + listed("ignore", n, '"unknown-key-unknown-key-unknown{}", ') + TABLE
    ),
    "known rules": lambda n: "[tool.fal-lsp]\nignore = [" + '"unknown-key", ' * n + "]\n" + TABLE,
    "unknown severities": lambda n: "[tool.fal-lsp.severity]\n" + each(n, 'rule{} = "x"\n') + TABLE,
    "unknown settings": lambda n: "[tool.fal-lsp]\n" + each(n, "ignor{} = 1\n") + TABLE,
    "comments": lambda n: TABLE + each(n, "u{} = 1 # fal-lsp: ignore[unknown-key]\n"),
    "comments with unknown rules": lambda n: TABLE + each(n, "u = 1 # fal-lsp: ignore[rule{}]\n"),
    "a comment with unknown rules": lambda n: (
        TABLE + "# fal-lsp: ignore[" + each(n, "rule{}, ") + "]\n"
    ),
    "comments on their own lines": lambda n: each(n, "# fal-lsp: ignore[unknown-key]\n") + TABLE,
    "invalid comments": lambda n: TABLE + "# fal-lsp: ignore\n" * n,
    "nearly right comments": lambda n: TABLE + "# fal_lsp ignore[a\n" * n,
    "a comment of spaces": lambda n: (
        TABLE + "# fal-lsp:" + " " * n + "x\n# fal-lsp:" + " x" * n + "\n"
    ),
    "a comment of hashes": lambda n: TABLE + "# fal-lsp" + "#" * n + "\n",
    "a comment of hashes and spaces": lambda n: TABLE + "# fal-lsp" + "# " * n + "\n",
    "a comment of brackets": lambda n: TABLE + "# fal-lsp: ignore[" + "[" * n + "\n",
    "a comment of marks": lambda n: TABLE + "# fal-lsp: x " * n + "\n",
    "a comment with a long tail": lambda n: TABLE + "# fal-lsp" + " " * n + "\n",
    # The tables of others.
    "other tables": lambda n: each(n, "[tool.other{}]\na = 1\n") + TABLE,
    "dependencies": lambda n: "[project]\n" + listed("dependencies", n, '"fal{}>=1", ') + TABLE,
    "dependencies on fal": lambda n: (
        "[project]\n" + listed("dependencies", n, '"fal>=1", ') + TABLE
    ),
    "a dependency with many specifiers": lambda n: (
        '[project]\ndependencies = ["fal' + ">=1," * n + '<9"]\n' + TABLE
    ),
    "dependency groups": lambda n: "[dependency-groups]\n" + each(n, 'g{} = ["fal>=1"]\n') + TABLE,
    "nested dependency groups": lambda n: (
        "[dependency-groups]\n"
        + each(n, 'g{} = ["fal>=1", {{include-group = "g000000"}}]\n')
        + TABLE
    ),
    "optional dependencies": lambda n: (
        "[project.optional-dependencies]\n" + each(n, 'g{} = ["fal>=1"]\n') + TABLE
    ),
    "dependencies of poetry": lambda n: (
        "[tool.poetry.dependencies]\n" + each(n, 'p{} = "^1"\n') + 'fal = "^1"\n' + TABLE
    ),
    "a version of poetry": lambda n: (
        '[tool.poetry.dependencies]\nfal = "' + ">=1, " * n + '"\n' + TABLE
    ),
    "alternatives of poetry": lambda n: (
        '[tool.poetry.dependencies]\nfal = "'
        + "^1 || " * n
        + '^2"\npython = "'
        + "^3.1 || " * n
        + '^3.2"\n'
        + TABLE
    ),
    "a version of dots": lambda n: (
        '[project]\nrequires-python = ">=3'
        + ".1" * n
        + '"\ndependencies = ["fal==1'
        + ".0" * n
        + '"]\n'
        + TABLE
    ),
    "a version of digits": lambda n: (
        '[project]\ndependencies = ["fal==1' + "0" * n + 'x"]\n' + TABLE
    ),
    "python versions": lambda n: each(n, '[tool.fal.apps.a{}]\npython_version = "3.1"\n'),
    "packages": lambda n: "[tool.setuptools]\n" + listed("packages", n, '"p{}", ') + TABLE,
    "package directories": lambda n: (
        "[tool.setuptools.package-dir]\n"
        + each(n, 'p{} = "src/p{}"\n'.replace("{}", "{0}"))
        + TABLE
    ),
    "a long mention of fal": lambda n: "[tool.x]\na = '" + "fal " * n + "'\n" + TABLE,
}
"""Texts of a pyproject.toml."""

PY_CLASS = 'class App(fal.App):\n    @fal.endpoint("/")\n    def run(self): ...\n'
PY = "import fal\n"

PYTHON: Kinds = {
    "assignments": lambda n: PY + each(n, "a{} = 1\n") + PY_CLASS,
    "assignments to one name": lambda n: PY + "a = 1\n" * n + PY_CLASS,
    "apps": lambda n: PY + each(n, "class A{}(fal.App):\n    machine_type = 'GPU'\n"),
    "apps of one name": lambda n: PY + PY_CLASS * n,
    "bases": lambda n: (
        PY + each(n, "class B{}(fal.App): ...\n") + "class App(" + each(n, "B{}, ") + "): ...\n"
    ),
    "a chain of bases": lambda n: (
        PY + "class C(fal.App): ...\n" + "class C(C): ...\n" * n + "App = C\n"
    ),
    "a chain of named bases": lambda n: (
        PY
        + "class C000000(fal.App): ...\n"
        + "".join(f"class C{i + 1:06}(C{i:06}): ...\n" for i in range(n))
        + f"class App(C{n:06}): ...\n"
    ),
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
        + "".join(f"def f{i + 1:06}(): return f{i:06}() + f{i:06}()\n" for i in range(n))
        + f"class App(fal.App):\n    keep_alive = f{n:06}()\n"
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
}
"""Texts of the file that `ref` is in."""

DOCKERFILE: Kinds = {
    "instructions": lambda n: "FROM a\n" + each(n, "RUN echo {}\n"),
    "stages": lambda n: each(n, "FROM a AS s{}\n"),
    "stages of stages": lambda n: (
        "FROM a AS s000000\n" + "".join(f"FROM s{i:06} AS s{i + 1:06}\n" for i in range(n))
    ),
    "arguments": lambda n: each(n, "ARG A{}=1\n") + "FROM a\n",
    "arguments of arguments": lambda n: "ARG A=1\n" + "ARG A=$A$A\n" * n + "FROM $A\n",
    "arguments of others": lambda n: (
        "ARG A000000=xx\n"
        + "".join(f"ARG A{i + 1:06}=$A{i:06}$A{i:06}\n" for i in range(n))
        + f"FROM $A{n:06}\n"
    ),
    "arguments of a stage": lambda n: "FROM a\n" + each(n, "ARG A{}\n"),
    "variables": lambda n: "FROM a\n" + each(n, "ENV A{}=$A\n"),
    "variables on one line": lambda n: "FROM a\nENV " + each(n, "A{}=1 ") + "\n",
    "an unclosed variable": lambda n: "FROM " + "${a:-" * n + "\n",
    "dollars": lambda n: "FROM " + "$" * n + "\n",
    "copies": lambda n: "FROM a\n" + each(n, "COPY f{} /\n"),
    "copies of globs": lambda n: "FROM a\n" + each(n, "COPY *f{}* /\n"),
    "a copy of many files": lambda n: "FROM a\nCOPY " + each(n, "f{} ") + "/\n",
    "a copy of JSON": lambda n: "FROM a\nCOPY [" + each(n, '"f{}", ') + '"/"]\n',
    "copies of open JSON": lambda n: "FROM a\n" + 'COPY ["a", \n' * n,
    "copies from stages": lambda n: "FROM a AS b\n" + each(n, "COPY --from=b f{} /\n"),
    "a glob": lambda n: "FROM a\nCOPY " + "*a" * n + " /\n",
    "a glob of classes": lambda n: "FROM a\nCOPY " + "[a-z]" * n + " /\n",
    "a path": lambda n: "FROM a\nCOPY " + "a/" * n + " /\n",
    "a path of dots": lambda n: "FROM a\nCOPY " + "../" * n + " /\n",
    "ports": lambda n: "FROM a\n" + each(n, "EXPOSE {}\n"),
    "ports on one line": lambda n: "FROM a\nEXPOSE " + each(n, "{} ") + "\n",
    "continued lines": lambda n: "FROM a\nRUN a \\\n" + "b \\\n" * n + "c\n",
    "continued lines and comments": lambda n: "FROM a\nRUN a \\\n" + "# x\n" * n + "c\n",
    "here-documents": lambda n: "FROM a\n" + "RUN <<E\nx\nE\n" * n,
    "open here-documents": lambda n: "FROM a\n" + each(n, "RUN <<E{}\n"),
    "here-documents on one line": lambda n: "FROM a\nRUN " + each(n, "<<E{} ") + "\n",
    "quotes": lambda n: "FROM a\nCOPY " + '"' * n + " /\n",
    "backslashes": lambda n: "FROM a\nCOPY " + "\\a" * n + " /\n",
    "flags": lambda n: "FROM a\nCOPY " + each(n, "--f{}=x ") + "a /\n",
    "comments": lambda n: "# x\n" * n + "FROM a\n",
    "parser directives": lambda n: each(n, "# d{}=x\n") + "FROM a\n",
    "spaces": lambda n: "FROM a\nRUN" + " " * n + "x\n",
    "a long word": lambda n: "FROM " + "x" * n + "\n",
    "unknown instructions": lambda n: "FROM a\n" + "word\n" * n,
    "a shell": lambda n: 'FROM a\nSHELL ["sh"]\nCMD ' + "a && " * n + "b\n",
}

DOCKERIGNORE: Kinds = {
    "patterns": lambda n: each(n, "p{}\n"),
    "negations": lambda n: "*\n" + each(n, "!p{}\n"),
    "stars": lambda n: "*a" * n + "\n",
    "double stars": lambda n: "**/" * n + "a\n",
    "patterns of double stars": lambda n: "**/a/**/b\n" * n,
    "classes": lambda n: "[a-z]" * n + "\n",
    "open classes": lambda n: "[" * n + "\n",
    "question marks": lambda n: "?" * n + "\n",
    "backslashes": lambda n: "\\" * n + "\n",
    "a path": lambda n: "a/" * n + "\n",
    "a path of dots": lambda n: "../" * n + "\n",
    "comments": lambda n: "# x\n" * n,
}

REQUIREMENTS: Kinds = {
    "requirements": lambda n: each(n, "p{}==1\n"),
    "fal": lambda n: "fal==1\n" * n,
    "nearly fal": lambda n: "fal-x==1\n" * n,
    "others": lambda n: each(n, "-r r{}.txt\n"),
    "itself": lambda n: "-r requirements.txt\n" * n,
    "continued lines": lambda n: "fal \\\n" * n + "==1\n",
    "specifiers": lambda n: "fal" + ">=1," * n + "<2\n",
    "spaces": lambda n: "fal" + " " * n + "==1\n",
    "markers": lambda n: "fal==1; " + "os_name == 'a' and " * n + "os_name == 'b'\n",
    "brackets": lambda n: "fal==1; " + "(" * n + "\n",
    "extras": lambda n: "fal[" + "a," * n + "]==1\n",
    "comments": lambda n: "# fal\n" * n,
    "hashes": lambda n: "fal==1" + each(n, " --hash=sha256:{}") + "\n",
}

LOCK: Kinds = {
    "packages": lambda n: (
        "version = 1\n"
        + each(n, '[[package]]\nname = "p{}"\nversion = "1"\nsource = {{ registry = "x" }}\n')
    ),
    "fal": lambda n: "version = 1\n" + '[[package]]\nname = "fal"\nversion = "1"\n' * n,
    "packages without a version": lambda n: '[[package]]\nname = "fal"\n' * n,
    "names": lambda n: "[[package]]\n" + 'name = "fal"\n' * n,
    "headers": lambda n: "[[package]]\n" * n,
    "blank lines": lambda n: "[[package]]\n" + "\n" * n + 'name = "fal"\n',
    "spaces": lambda n: "[[package]]" + " " * n + 'name = "fal"\n',
    "a long line": lambda n: "x" * n + "\n",
}

FILES: dict[str, Kinds] = {
    "app.py": PYTHON,
    "Dockerfile": DOCKERFILE,
    ".dockerignore": DOCKERIGNORE,
    "requirements.txt": REQUIREMENTS,
    "uv.lock": LOCK,
    "poetry.lock": LOCK,
}
"""Texts of the files around it, by the name of the file."""


def sized(kind: Callable[[int], str], size: int) -> str:
    """The text of a kind that is just short of a size in code points."""
    low, high = 0, 1
    while high <= 2 * size and 0 < len(kind(high)) <= size:
        low, high = high, 2 * high
    # Most kinds are linear: what is missing can be computed.
    while high - low > max(low // 50, 1):
        middle = (low + high) // 2
        if 0 < len(kind(middle)) <= size:
            low = middle
        else:
            high = middle
    return kind(low)
