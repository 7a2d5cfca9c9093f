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
    "dependencies on fal with markers": lambda n: (
        "[project]\ndependencies = ["
        + each(n, "\"fal>=1,<{}; os_name == 'a'\", ")
        + ']\n[tool.fal.apps.x]\nref = "x.py::A"\npython_version = "3.12"\n'
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
    "open tables on lines": lambda n: TABLE + each(n, "a{} = {{ b = {{ c = \n"),
    "open brackets in sections": lambda n: each(
        n, "[t{}]\n" + "".join(f"a{i} = [ [ {{{{ c = \n" for i in range(30))
    ),
    "open strings in sections": lambda n: each(
        n, "[t{}]\n" + "".join(f"a{i} = [ 'x\n" for i in range(30))
    ),
    "spaces at the end": lambda n: TABLE + " " * n,
    "quotes": lambda n: TABLE + "a = " + '"' * (n + 3) + "\n",
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
    # Apps that are alike in nothing, and those that are small.
    "apps of one class": lambda n: "[tool.fal.apps]\n" + each(n, 'a{}.ref = "app.py::App"\n'),
    "apps with files of their own": lambda n: (
        "[tool.fal.apps]\n" + each(n, 'a{0}.ref = "x{0}.py::A"\n')
    ),
    "apps with symbols of their own": lambda n: (
        "[tool.fal.apps]\n" + each(n, 'a{0}.ref = "app.py::A{0}"\n')
    ),
    "apps with names of their own": lambda n: (
        "[tool.fal.apps]\n" + each(n, 'a{0}.ref = "app.py::App"\na{0}.name = "n{0}"\n')
    ),
    "apps with one key": lambda n: "[tool.fal.apps]\n" + each(n, "a{0}.k = {0!r}\n"),
    "apps in empty tables": lambda n: "[tool.fal.apps]\n" + each(n, "a{}={{}}\n"),
    "apps with entry points": lambda n: (
        "[tool.fal.apps]\n" + each(n, 'a{0}.python_entry_point = "m{0}.a:B"\n')
    ),
    "apps with Dockerfiles": lambda n: (
        "[tool.fal.apps]\n" + each(n, 'a{0}.image.dockerfile = "D{0}"\n')
    ),
    "apps with one Dockerfile": lambda n: (
        "[tool.fal.apps]\n" + each(n, 'a{0}.image.dockerfile = "Dockerfile"\n')
    ),
    "apps with files to send": lambda n: (
        "[tool.fal.apps]\n" + each(n, 'a{0} = {{ ref = "app.py::App", app_files = ["f{0}"] }}\n')
    ),
    "apps with requirements": lambda n: (
        "[tool.fal.apps]\n"
        + each(n, 'a{0} = {{ ref = "app.py::App", requirements = ["./p{0}"] }}\n')
    ),
    "apps with conflicts": lambda n: (
        "[tool.fal.apps]\n"
        + each(n, 'a{0} = {{ ref = "a.py::A", python_entry_point = "a:A", no_scale = true }}\n')
    ),
    "apps with names in quotes": lambda n: each(n, '[tool.fal.apps."a.b {}"]\nref = "x.py::A"\n'),
    "apps with names of files": lambda n: each(n, '[tool.fal.apps."a{}.py"]\nref = "x.py::A"\n'),
    "apps beside keys of fal": lambda n: each(n, "[tool.fal.a{0}]\nx = 1\n[tool.fal.apps.a{0}]\n"),
    "a long name": lambda n: "[tool.fal.apps." + "a" * n + ']\nref = "app.py::App"\n',
    "a header of parts": lambda n: "[tool.fal.apps.x" + ".a" * n + "]\n",
    "a header of quotes": lambda n: "[tool.fal.apps.x" + '."a"' * n + "]\n" + TABLE,
    "spaces in a header": lambda n: "[tool" + " " * n + ".fal]\n" + TABLE,
    "spaces around a dot": lambda n: TABLE + ("a" + " " * 40 + ". b = 1\n") * n,
    "arrays of tables in an app": lambda n: TABLE + "[[tool.fal.apps.x.image]]\na = 1\n" * n,
    "tables in arrays": lambda n: TABLE + "a = [" + "{ b = 1 }, " * n + "]\n",
    "tables in arrays of apps": lambda n: TABLE + "regions = [" + "{ b = 1 }, " * n + "]\n",
    "arrays of two": lambda n: TABLE + "requirements = [" + "['a'], " * n + "]\n",
    "dates": lambda n: TABLE + "a = [" + "1979-05-27T07:32:00Z, " * n + "]\n",
    "truths": lambda n: TABLE + "regions = [" + "true, " * n + "]\n",
    "comments in an array": lambda n: TABLE + "regions = [\n" + "# x\n" * n + "]\n",
    "escapes of one character": lambda n: TABLE + 'name = "' + "\\u0041" * n + '"\n',
    "escapes of no character": lambda n: TABLE + 'name = "' + "\\ud800" * n + '"\n',
    "characters of two units": lambda n: TABLE + 'name = "' + "\U0001f642" * n + '"\n',
    "combining characters": lambda n: TABLE + 'name = "e' + "\u0301" * n + '"\n',
    "invisible characters": lambda n: TABLE + "a = 1\u200b\n" * n,
    "separators of lines": lambda n: TABLE + "# x\u2028y\x0c\n" * n,
    "line ends of Windows": lambda n: TABLE.replace("\n", "\r\n") + each(n, "a{} = 1\r\n"),
    "tabs": lambda n: TABLE + "\t\ta = 1\n" * n,
    "backslashes at line ends": lambda n: TABLE + 'name = """' + "\\\n" * n + '"""\n',
    "templates": lambda n: TABLE + "{% if x %}\na = {{ y }}\n{% endif %}\n" * n,
    "smart quotes": lambda n: TABLE + each(n, "a{} = \u201cx\u201d\n"),
    "colons for equals signs": lambda n: TABLE + each(n, "a{}: 1\n"),
    "values in JSON": lambda n: TABLE + each(n, 'a{} = {{"x": [null, 1.]}},\n'),
    "secrets in braces": lambda n: (
        TABLE + "image.secrets = { " + each(n, 'Z{0} = "${{z{0}}}", ') + "Y = 'y' }\n"
    ),
    "build args in braces": lambda n: (
        TABLE + "image.build_args = { " + each(n, 'Z{0} = "${{z{0}}}", ') + "Y = 'y' }\n"
    ),
    "a health check": lambda n: (
        TABLE + "health_check = { " + each(n, "path{} = '/', ") + "a = 1 }\n"
    ),
    "apps with limits": lambda n: each(
        n, "[tool.fal.apps.a{}]\nmin_concurrency = 9\nmax_concurrency = 1\n"
    ),
    "excluded files": lambda n: "[tool.fal-lsp]\n" + listed("exclude", n, '"**/a{}/*", ') + TABLE,
    "wrong settings": lambda n: "[tool.fal-lsp]\n" + each(n, "exclude.a{} = 1\n") + TABLE,
    "tables like ours": lambda n: each(n, "[tool.fal-lps.a{}]\nx = 1\n") + TABLE,
    "a suppression of the file": lambda n: (
        "# fal-lsp: ignore[unknown-key]\n" + TABLE + each(n, "key{} = 1\n")
    ),
    "suppressions that hide nothing": lambda n: (
        TABLE + "# fal-lsp: ignore[wrong-type, unknown-key]\n" * n
    ),
    "scripts": lambda n: "[project.scripts]\n" + each(n, 'a{} = "b:c"\n') + TABLE,
    "patterns of packages": lambda n: (
        "[tool.setuptools.packages.find]\n" + listed("include", n, '"*p{}*", ') + TABLE
    ),
    "packages of hatch": lambda n: (
        "[tool.hatch.build.targets.wheel]\n" + listed("packages", n, '"p{}", ') + TABLE
    ),
    "packages of poetry": lambda n: each(n, "[[tool.poetry.packages]]\ninclude = 'p{}'\n") + TABLE,
    "sources of uv": lambda n: (
        "[tool.uv.sources]\n" + each(n, "p{0} = {{ path = '../p{0}' }}\n") + TABLE
    ),
    "a python of versions": lambda n: (
        "[project]\nrequires-python = '" + "!=3.1.*," * n + ">3'\n" + TABLE
    ),
    "a requirement of a URL": lambda n: (
        TABLE + 'requirements = ["a @ https://x/' + "%20" * n + '"]\n'
    ),
    "requirements of directories": lambda n: (
        TABLE + "requirements = [" + '".[a]", "./", ' * n + "]\n"
    ),
    "extras": lambda n: (
        "[project.optional-dependencies]\n"
        + each(n, 'g{0} = ["p[g{0}]"]\n')
        + (TABLE + listed("requirements", n, '".[g{}]", '))
    ),
    "groups of groups": lambda n: (
        "[dependency-groups]\n"
        + "".join(
            f"g{i} = [{{include-group = 'g{i + 1}'}}, {{include-group = 'g{i + 2}'}}]\n"
            for i in range(n)
        )
        + TABLE
    ),
}
"""Texts of a pyproject.toml."""

PY_CLASS = 'class App(fal.App):\n    @fal.endpoint("/")\n    def run(self): ...\n'
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
    "ranges of ports": lambda n: "FROM a\n" + "EXPOSE 1-65535\n" * n,
    "directories": lambda n: "FROM a\n" + "WORKDIR a\n" * n + "COPY x .\n",
    "directories of variables": lambda n: "FROM a\nENV A=a\n" + "WORKDIR $A/$A\n" * n,
    "variables of variables": lambda n: "FROM a\nENV A=xx\n" + "ENV A=$A$A\n" * n,
    "arguments before a stage": lambda n: each(n, "ARG A{0}=1\nFROM $A{0} AS s{0}\n"),
    "stages of one name": lambda n: "FROM a AS s\n" * n,
    "stages that are missing": lambda n: "FROM a\n" + each(n, "COPY --from=s{} a /\n"),
    "copies of everything": lambda n: "FROM a\n" + "COPY . .\n" * n,
    "copies of one file": lambda n: "FROM a\n" + "COPY app.py /\n" * n,
    "copies of variables": lambda n: "FROM a\nARG A=app\n" + "COPY $A.py ${A}x /\n" * n,
    "copies with flags": lambda n: "FROM a\n" + "COPY --chown=a:b --link x /\n" * n,
    "copies of here-documents": lambda n: "FROM a\n" + "COPY <<E /x\na\nE\n" * n,
    "mounts": lambda n: "FROM a\n" + each(n, "RUN --mount=type=bind,source=f{},target=/x a\n"),
    "URLs": lambda n: "FROM a\n" + each(n, "ADD https://x/{} /\n"),
    "instructions for later": lambda n: "FROM a\n" + "ONBUILD COPY x /\n" * n,
    "commands": lambda n: "FROM a\n" + 'CMD ["a", "--port", "80"]\n' * n,
    "a command of words": lambda n: "FROM a\nCMD uvicorn " + "--host 127.0.0.1 " * n + "\n",
    "a command of JSON": lambda n: "FROM a\nCMD [" + '"a", ' * n + '"b"]\n',
    "a command of quotes": lambda n: "FROM a\nCMD " + "'a' \"b\" " * n + "\n",
    "another escape": lambda n: "# escape=`\nFROM a\nRUN a `\n" + "b `\n" * n + "c\n",
    "line ends of Windows": lambda n: "FROM a\r\n" + "RUN a\r\n" * n,
    "labels": lambda n: "FROM a\nLABEL " + each(n, "a{}=b ") + "\n",
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
    "stars and names": lambda n: each(n, "*p{}*\n"),
    "negations in turn": lambda n: each(n, "p{0}\n!p{0}\n"),
    "classes of letters": lambda n: each(n, "[a-z]{}\n"),
    "one pattern": lambda n: "p\n" * n,
    "directories": lambda n: each(n, "**/d{}/\n"),
    "spaces": lambda n: " " * n + "p\n",
    "wrong patterns": lambda n: each(n, "[{}\n"),
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
    "directories": lambda n: each(n, "-e ./p{}\n"),
    "constraints": lambda n: each(n, "-c c{}.txt\n"),
    "versions of fal": lambda n: each(n, "fal=={}\n"),
    "URLs": lambda n: each(n, "fal @ https://x/{}\n"),
    "variables": lambda n: "fal==${A}\n" * n,
    "patterns of files": lambda n: "-r " + "*" * n + ".txt\n",
    "a long line": lambda n: "x" * n + "\n",
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
    "dependencies": lambda n: (
        '[[package]]\nname = "fal"\ndependencies = [\n'
        + each(n, '    {{ name = "p{}" }},\n')
        + ']\nversion = "1"\n'
    ),
    "a string of many lines": lambda n: '[[package]]\nname = """\n' + "x\n" * n + '"""\n',
    "wheels": lambda n: (
        '[[package]]\nname = "fal"\nversion = "1"\nwheels = ['
        + each(n, '{{ url = "x{}" }}, ')
        + "]\n"
    ),
    "headers of parts": lambda n: "[[package]]\n" + "[package.a.b.c]\n" * n,
    "quotes": lambda n: '[[package]]\nname = "' + '"' * n + "\n",
}

FILES: dict[str, Kinds] = {
    "app.py": PYTHON,
    "Dockerfile": DOCKERFILE,
    ".dockerignore": DOCKERIGNORE,
    "requirements.txt": REQUIREMENTS,
    "uv.lock": LOCK,
    "poetry.lock": LOCK,
    "pdm.lock": LOCK,
    "pylock.toml": LOCK,
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
