"""Kinds of texts of a pyproject.toml: every form of an app, and what is malformed."""

from __future__ import annotations

from .kinds import Kinds, each, listed, nested

TABLE = '[tool.fal.apps.x]\nref = "app.py::App"\n'

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
    "apps beside the table of apps": lambda n: (
        each(n, '[tool.fal.a{}]\nref = "app.py::App"\n') + TABLE
    ),
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
    "apps with tables in one line": lambda n: each(
        n,
        "[tool.fal.apps.a{0}]\n"
        'image={{dockerfile="D{0}",secrets={{a="{0}"}},build_args={{b="1"}}}}\n',
    ),
    "health checks": lambda n: each(
        n, '[tool.fal.apps.a{}.health_check]\npath="x"\ntimeout_seconds=0\n'
    ),
    "retries": lambda n: each(n, '[tool.fal.apps.a{}.retry]\nmax_attempts=99\non=["x"]\n'),
    "apps with a long ref": lambda n: each(
        n, '[tool.fal.apps.a{0}]\nref="a/b/c/d/e/f/g/h{0}.py::App"\n'
    ),
    "apps with refs of dots": lambda n: each(n, '[tool.fal.apps.a{0}]\nref="../../x{0}.py"\n'),
    "dotted keys of one root": lambda n: TABLE + each(n, "image.a.b.c.d.e.f{} = 1\n"),
    "strings with escapes": lambda n: TABLE + each(n, 'a{} = "\\u0041\\n"\n'),
    "multi-line strings in arrays": lambda n: (
        TABLE + "requirements = [" + '"""\na\n""",' * n + "]\n"
    ),
    "open multi-line strings in turn": lambda n: TABLE + "a = \"\"\"\nb = '''\n" * n,
    "pairs in arrays": lambda n: TABLE + "a = [\n" + each(n, "k{} = 1\n"),
    "inline tables unclosed on lines": lambda n: TABLE + each(n, "a{} = {{ b = [ {{ c = 1\n"),
    "arrays of unclosed strings": lambda n: TABLE + each(n, 'a{} = ["x, "y]\n'),
    "keys with colons": lambda n: TABLE + each(n, '"a:{}": 1,\n'),
    "yaml": lambda n: "tool:\n  fal:\n    apps:\n" + each(n, "      a{}:\n        - ref: x\n"),
    "tables of tables": lambda n: "".join(
        f"[tool.fal.apps.x{'.a' * (i % 80)}.b{i}]\n" for i in range(n)
    ),
    "suppressions on each line": lambda n: (
        "[tool.fal.apps.x]\n" + each(n, "k{} = 1 # fal-lsp: ignore[unknown-key]\n")
    ),
    "suppressions of many rules": lambda n: (
        "[tool.fal.apps.x]\nk = 1 # fal-lsp: ignore[" + "unknown-key, " * n + "unknown-key]\n"
    ),
    "severities": lambda n: "[tool.fal-lsp.severity]\n" + each(n, 'r{} = "error"\n') + TABLE,
    "excludes of classes": lambda n: (
        "[tool.fal-lsp]\n" + listed("exclude", n, '"[a-z]{}*/**", ') + TABLE
    ),
    "excludes with negations": lambda n: (
        "[tool.fal-lsp]\n" + listed("extend-exclude", n, '"!a{}", ') + TABLE
    ),
    "requirements with options": lambda n: (
        TABLE + listed("requirements", n, '"--extra-index-url https://x/{}", ')
    ),
    "requirements lists of lists": lambda n: TABLE + listed("requirements", n, '["a{}", "b"], '),
    "requirements with variables": lambda n: (
        TABLE + listed("requirements", n, '"a @ https://${{A}}/{}", ')
    ),
    "requirements of git": lambda n: TABLE + listed("requirements", n, '"git@github.com:x/{}", '),
    "app_files of patterns": lambda n: TABLE + listed("app_files", n, '"*{}*", '),
    "ignore patterns that nest": lambda n: (
        TABLE + "app_files = ['app.py']\napp_files_ignore = ['" + "(a|b)*" * n + "']\n"
    ),
    "ignore patterns of lookaheads": lambda n: (
        TABLE + "app_files = ['app.py']\napp_files_ignore = ['" + "(?=a)" * n + "']\n"
    ),
    "scripts with dots": lambda n: (
        "[project]\nname='x'\n[project.scripts]\n" + each(n, 'a{0} = "a.b.c{0}:d.e"\n') + TABLE
    ),
    "setuptools packages of dots": lambda n: (
        "[build-system]\nrequires=['setuptools']\nbuild-backend='setuptools.build_meta'\n"
        "[project]\nname='x'\nversion='1'\n[tool.setuptools]\n"
        + listed("packages", n, '"a.b{}", ')
        + "[tool.fal.apps.x]\npython_entry_point='a.b:C'\nrequirements=['.']\n"
    ),
    "extras of extras": lambda n: (
        "[project]\nname='x'\nversion='1'\n[project.optional-dependencies]\n"
        + "".join(f"g{i}=['x[g{i + 1},g{i + 2}]']\n" for i in range(n))
        + "[tool.fal.apps.x]\nref='app.py::App'\nrequirements=['.[g0]']\n"
    ),
    # Combinations.
    "files and patterns": lambda n: (
        TABLE + listed("app_files", n, '"app.py", ') + listed("app_files_ignore", n, '"a{}", ')
    ),
    "long lists in apps": lambda n: each(
        n, "[tool.fal.apps.a{}]\nregions = [" + "'us', " * 40 + "]\n"
    ),
    "headers with escapes": lambda n: each(n, '[tool.fal.apps."\\u0061{}"]\nref = "app.py::App"\n'),
    "line ends of two systems": lambda n: TABLE + "a.b = 1\r\nc.d = 2\n" * n,
    "byte order marks": lambda n: "\ufeff" * n + TABLE,
    "a string of escaped quotes": lambda n: TABLE + 'name = """' + '\\"\\n\\u00e9x\n' * n + '"""\n',
    "quotes behind backslashes": lambda n: TABLE + 'name = """' + '\\"""' * n + "\n",
    "inline tables over lines": lambda n: (
        TABLE + each(n, "k{} = {{ # c\n  a = {{ # d\n    b = 1, # e\n  }},\n}}\n")
    ),
    "lists in lists": lambda n: TABLE + "requirements = [" + "['a', ['b']], " * n + "]\n",
    "items of all types": lambda n: (
        TABLE + "requirements = [" + "1, 'a', true, ['b', {c = 1}], " * n + "]\n"
    ),
    "items behind spaces": lambda n: TABLE + "regions = [" + "'a' , " * n + "]\n",
    "groups in a circle": lambda n: (
        "[dependency-groups]\n"
        + "".join(f"g{i} = [{{include-group = 'g{(i + 1) % n}'}}]\n" for i in range(n))
        + TABLE
    ),
    "half-typed lists in apps": lambda n: each(
        n, '[tool.fal.apps.a{}]\nrequirements = [\n  "a",\n  "b\n'
    ),
    "one app in three forms": lambda n: each(
        n, "[tool.fal.apps.a{0}]\n[tool.fal.apps]\na{0} = 1\na{0}.b = 2\n"
    ),
}
