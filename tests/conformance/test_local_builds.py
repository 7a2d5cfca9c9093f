"""What the build of a local requirement refuses, beside the real backends.

`python -m build` runs with the setuptools and the hatchling of the test environment, as fal runs it
but without an environment of its own. The rows of other backends were seen with them once:
flit_core 4.2, poetry-core 2.5, pdm-backend 2.5 and uv_build 0.13.
"""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

import pytest
from fal_lsp.project import open_project

from tests.support.projects import write_text

if TYPE_CHECKING:
    from pathlib import Path

HEAD = '[project]\nname = "acme"\n'
GOOD = f'{HEAD}version = "1"\n'
PACKAGE = "--- acme/__init__.py\n"

ATTRIBUTE = """dynamic = ["version"]
[tool.setuptools.dynamic]
version = { attr = "acme.__version__" }
"""
REQUIREMENTS = """dynamic = ["dependencies"]
[tool.setuptools.dynamic]
dependencies = { file = ["requirements.txt"] }
--- acme/__init__.py
--- requirements.txt
"""

DESCRIBED = f'{GOOD}description = "x"\n'
SOURCES = '--- src/acme/__init__.py\n"""acme"""\n'
ALL = "default setuptools hatchling flit poetry pdm uv"

SYSTEMS = {
    "default": "",
    "setuptools": 'requires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n',
    "hatchling": 'requires = ["hatchling"]\nbuild-backend = "hatchling.build"\n',
    "flit": 'requires = ["flit_core"]\nbuild-backend = "flit_core.buildapi"\n',
    "poetry": 'requires = ["poetry-core"]\nbuild-backend = "poetry.core.masonry.api"\n',
    "pdm": 'requires = ["pdm-backend"]\nbuild-backend = "pdm.backend"\n',
    "uv": 'requires = ["uv_build"]\nbuild-backend = "uv_build"\n',
}


class Row(NamedTuple):
    """A project, the backends that build it, and those that refuse it."""

    text: str
    builds: str
    refuses: str = ""


ROWS = {
    "a version": Row(GOOD + PACKAGE, "default setuptools hatchling poetry pdm"),
    "a description": Row(GOOD + 'description = "x"\n' + PACKAGE, "flit", "uv"),
    "in src": Row(
        GOOD + 'description = "x"\n--- src/acme/__init__.py\n',
        "default setuptools hatchling flit poetry pdm uv",
    ),
    "no description": Row(GOOD + PACKAGE, "", "flit"),
    "no version": Row(
        HEAD + 'description = "x"\n' + PACKAGE,
        "",
        "default setuptools hatchling flit poetry pdm uv",
    ),
    "a version of Poetry": Row(HEAD + '[tool.poetry]\nversion = "1"\n' + PACKAGE, "poetry"),
    "a dynamic version": Row(
        HEAD + 'dynamic = ["version"]\n' + PACKAGE, "default setuptools pdm", "hatchling poetry uv"
    ),
    "a dynamic version of Hatch": Row(
        f'{HEAD}dynamic = ["version"]\n[tool.hatch.version]\npath = "acme/__init__.py"\n{PACKAGE}'
        '__version__ = "1"\n',
        "hatchling",
    ),
    "a version twice": Row(
        GOOD + 'dynamic = ["version"]\n' + PACKAGE, "poetry", "hatchling flit pdm uv"
    ),
    "no readme": Row(
        GOOD + 'description = "x"\nreadme = "README.md"\n' + PACKAGE,
        "default setuptools",
        "hatchling flit poetry pdm uv",
    ),
    "no license file": Row(
        GOOD + 'description = "x"\nlicense = { file = "LICENSE" }\n' + PACKAGE,
        "default setuptools",
        "hatchling flit poetry pdm uv",
    ),
    "no package": Row(
        GOOD + 'description = "x"\n--- server/app.py\n',
        "default setuptools pdm",
        "flit poetry uv",
    ),
    "two packages": Row(
        GOOD + "--- acme/__init__.py\n--- server/app.py\n",
        "hatchling poetry pdm",
        "default setuptools",
    ),
    "two packages that are listed": Row(
        GOOD + '[tool.setuptools]\npackages = ["acme"]\n--- acme/a.py\n--- server/a.py\n',
        "default setuptools",
    ),
    "a package and its tests": Row(
        GOOD + "--- acme/a.py\n--- tests/a.py\n--- docs/conf.py\n--- app.py\n--- main.py\n",
        "default setuptools",
    ),
    "a package and data": Row(
        GOOD + "--- acme/__init__.py\n--- data/model.bin\n",
        "hatchling poetry pdm",
        "default setuptools",
    ),
    "a package and data that is not counted": Row(
        GOOD + "--- acme/__init__.py\n--- docs/x.md\n--- my-data/x.bin\n--- .cache/x\n",
        "default setuptools",
    ),
    "two modules": Row(GOOD + "--- acme.py\n--- server.py\n", "hatchling", "default setuptools"),
    "one module": Row(GOOD + "--- acme.py\n--- setup.py\n--- conftest.py\n", "default"),
    "listed packages": Row(
        GOOD
        + """[tool.setuptools]
packages = ["acme", "acme.sub", "other.deep"]
[tool.setuptools.package-dir]
acme = "lib"
"" = "src"
--- lib/sub/__init__.py
--- src/other/deep/__init__.py
""",
        "default setuptools",
    ),
    "a listed package that is missing": Row(
        GOOD + '[tool.setuptools]\npackages = ["acme", "tools"]\n' + PACKAGE,
        "",
        "default setuptools",
    ),
    "a listed package that is in src": Row(
        GOOD + '[tool.setuptools]\npackages = ["acme"]\n--- src/acme/__init__.py\n',
        "",
        "default setuptools",
    ),
    "no package-dir": Row(
        GOOD + '[tool.setuptools]\npackages = ["acme"]\npackage-dir = { "" = "lib" }\n' + PACKAGE,
        "",
        "default setuptools",
    ),
    "no directory of packages": Row(
        GOOD + '[tool.setuptools.packages.find]\nwhere = ["source"]\n--- src/acme/__init__.py\n',
        "",
        "default setuptools",
    ),
    "a bad license": Row(
        GOOD
        + 'description = "x"\nlicense = "MIT"\n'
        + 'classifiers = ["License :: OSI Approved :: MIT License"]\n'
        + PACKAGE,
        "poetry",
        "default setuptools",
    ),
    "no file of the version": Row(
        f'{HEAD}dynamic = ["version"]\n[tool.hatch.version]\npath = "acme/version.py"\n{PACKAGE}',
        "",
        "hatchling",
    ),
    "no module of the version": Row(
        f'{HEAD}dynamic = ["version"]\n[tool.hatch.version]\nsource = "code"\n'
        f'path = "acme/version.py"\n{PACKAGE}',
        "",
        "hatchling",
    ),
    "a URL": Row(
        GOOD + 'description = "x"\ndependencies = ["lib @ https://acme.dev/lib.zip"]\n' + PACKAGE,
        "default setuptools flit poetry pdm",
        "hatchling",
    ),
    "a URL of an extra": Row(
        GOOD + 'optional-dependencies = { a = ["lib[x]@git+https://acme.dev/lib"] }\n' + PACKAGE,
        "default setuptools",
        "hatchling",
    ),
    "a URL that is allowed": Row(
        GOOD
        + 'dependencies = ["lib @ https://acme.dev/lib.zip"]\n'
        + "[tool.hatch.metadata]\nallow-direct-references = true\n"
        + PACKAGE,
        "hatchling",
    ),
    "a URL that is not allowed": Row(
        GOOD
        + 'dependencies = ["lib @ https://acme.dev/lib.zip"]\n'
        + "[tool.hatch.metadata]\nallow-direct-references = false\n"
        + PACKAGE,
        "",
        "hatchling",
    ),
    "an extra with a sign": Row(
        GOOD + 'optional-dependencies = { "gpu!" = ["torch"] }\n' + PACKAGE, "", "hatchling"
    ),
    "a version of the module": Row(
        HEAD + 'description = "x"\ndynamic = ["version"]\n' + PACKAGE + '__version__ = "1"\n',
        "flit",
    ),
    "no version of the module": Row(
        HEAD + 'description = "x"\ndynamic = ["version"]\n' + PACKAGE + "import os\n", "", "flit"
    ),
    "a docstring": Row(
        GOOD + 'dynamic = ["description"]\n' + PACKAGE + '# acme\n\n"""An app."""\n', "flit"
    ),
    "no docstring": Row(
        GOOD + 'dynamic = ["description"]\n' + PACKAGE + '# "acme"\nimport os\n"""x"""\n',
        "",
        "flit",
    ),
    "no data": Row(
        GOOD + 'description = "x"\n[tool.flit.external-data]\ndirectory = "data"\n' + PACKAGE,
        "",
        "flit",
    ),
    "packages of Poetry": Row(
        GOOD
        + '[tool.poetry]\npackages = [{ include = "acme" }, { include = "t*", from = "src" }]\n'
        + PACKAGE
        + "--- src/tools/a.py\n",
        "poetry",
    ),
    "no package of Poetry": Row(
        GOOD + '[tool.poetry]\npackages = [{ include = "acme", from = "src" }]\n' + PACKAGE,
        "",
        "poetry",
    ),
    "an attribute of the version": Row(
        HEAD + ATTRIBUTE + '--- src/acme/__init__.py\n__version__ = "1"\n', "default setuptools"
    ),
    "an attribute of a module": Row(
        HEAD + ATTRIBUTE.replace("acme.", "acme.about.") + PACKAGE + "--- acme/about.py\n"
        'globals()["__version__"] = "1"\n',
        "default setuptools",
    ),
    "an attribute of another package": Row(
        HEAD + ATTRIBUTE.replace("acme.", "setuptools.") + PACKAGE, "default setuptools"
    ),
    "no attribute of the version": Row(
        HEAD + ATTRIBUTE + "--- src/acme/__init__.py\n", "", "default setuptools"
    ),
    "no module of the attribute": Row(
        HEAD + ATTRIBUTE.replace("acme.", "acme.about.") + PACKAGE, "", "default setuptools"
    ),
    "a version that is text": Row(
        HEAD + 'dynamic = ["version"]\n[tool.setuptools.dynamic]\nversion = "1"\n' + PACKAGE,
        "",
        "default setuptools",
    ),
    "a file of requirements": Row(
        GOOD + REQUIREMENTS + "# all\n\ntorch>=2  # gpu\nlib @ https://acme.dev/lib.zip\n",
        "default setuptools",
    ),
    "no file of requirements": Row(
        GOOD + REQUIREMENTS.replace("requirements.txt", "none.txt", 1), "default setuptools"
    ),
    "options in a file of requirements": Row(
        GOOD + REQUIREMENTS + "--extra-index-url https://acme.dev/whl\ntorch\n",
        "",
        "default setuptools",
    ),
    "another file of requirements": Row(
        GOOD + REQUIREMENTS + "-r base.txt\n", "", "default setuptools"
    ),
    "a URL in a file of requirements": Row(
        GOOD + REQUIREMENTS + "git+https://acme.dev/lib\n", "", "default setuptools"
    ),
    "a file of requirements that is not read": Row(
        GOOD + "--- acme/__init__.py\n--- requirements.txt\n-r base.txt\n", "default setuptools"
    ),
    "a setting that is misspelled": Row(
        GOOD + '[tool.setuptools]\npackage = ["acme"]\n' + PACKAGE, "", "default setuptools"
    ),
    "packages that are no list": Row(
        GOOD + '[tool.setuptools]\npackages = "acme"\n' + PACKAGE, "", "default setuptools"
    ),
    "a directory that is no list": Row(
        GOOD + '[tool.setuptools.packages.find]\nwhere = "src"\n--- src/acme/__init__.py\n',
        "",
        "default setuptools",
    ),
    "a pattern that is no list": Row(
        GOOD + '[tool.setuptools.packages.find]\nexclude = "tests"\n' + PACKAGE,
        "",
        "default setuptools",
    ),
    "a bad version": Row(
        HEAD + 'version = "one"\n' + PACKAGE, "", "default setuptools hatchling flit poetry pdm uv"
    ),
    "a bad name": Row(
        '[project]\nname = "acme corp"\nversion = "1"\n' + PACKAGE,
        "",
        "default setuptools hatchling flit poetry pdm uv",
    ),
    "a bad dependency": Row(
        GOOD + 'description = "x"\ndependencies = ["torch=>2.0"]\n' + PACKAGE,
        "flit",
        "default setuptools hatchling poetry pdm uv",
    ),
    "a bad list": Row(
        GOOD + 'description = "x"\ndependencies = "torch"\n' + PACKAGE,
        "",
        "default setuptools hatchling flit poetry pdm uv",
    ),
    "bad authors": Row(
        GOOD + 'description = "x"\nauthors = ["Me"]\n' + PACKAGE,
        "",
        "default setuptools hatchling flit poetry pdm uv",
    ),
    "a bad key": Row(
        f'{DESCRIBED}homepage = "https://acme.test"\n{SOURCES}',
        "hatchling poetry pdm uv",
        "default setuptools flit",
    ),
    "a bad key beside a good one": Row(
        f'{DESCRIBED}Version = "1"\npython = "3"\n{SOURCES}',
        "hatchling poetry pdm uv",
        "default setuptools flit",
    ),
    "a bad requires-python": Row(
        f'{DESCRIBED}requires-python = "3.11+"\n{SOURCES}',
        "flit",
        "default setuptools hatchling poetry pdm uv",
    ),
    "a bad requires-python that Poetry reads": Row(
        f'{DESCRIBED}requires-python = "^3.11"\n{SOURCES}',
        "flit poetry",
        "default setuptools hatchling pdm uv",
    ),
    "a bad comment": Row(
        f'{DESCRIBED}dependencies = ["torch # gpu"]\n{SOURCES}',
        "flit poetry",
        "default setuptools hatchling pdm uv",
    ),
    "a bad extra": Row(
        f'{DESCRIBED}optional-dependencies = {{ gpu = "torch" }}\n{SOURCES}', "", ALL
    ),
    "a bad requirement of an extra": Row(
        f'{DESCRIBED}optional-dependencies = {{ gpu = ["torch=>2"] }}\n{SOURCES}',
        "flit",
        "default setuptools hatchling poetry pdm uv",
    ),
    "an extra": Row(
        f'{DESCRIBED}optional-dependencies = {{ a = ["torch>=2"], b = [] }}\n{SOURCES}',
        ALL,
    ),
    "a bad URL of the project": Row(
        f'{DESCRIBED}urls = {{ Home = ["https://acme.dev"] }}\n{SOURCES}',
        "flit",
        "default setuptools hatchling poetry pdm uv",
    ),
    "an empty license": Row(f"{DESCRIBED}license = {{}}\n{SOURCES}", "", ALL),
    "two licenses": Row(
        f'{DESCRIBED}license = {{ text = "MIT", file = "LICENSE" }}\n{SOURCES}--- LICENSE\nMIT\n',
        "uv",
        "default setuptools hatchling flit poetry pdm",
    ),
    "a license that is text": Row(
        f'{DESCRIBED}license = {{ text = "MIT License" }}\n{SOURCES}', ALL
    ),
    "a bad license name": Row(
        f'{DESCRIBED}license = "MIT License"\n{SOURCES}',
        "poetry pdm",
        "default setuptools hatchling flit uv",
    ),
    "a bad license that does not exist": Row(
        f'{DESCRIBED}license = "Proprietary"\n{SOURCES}',
        "poetry pdm",
        "default setuptools hatchling flit uv",
    ),
    "a bad license beside a good one": Row(
        f'{DESCRIBED}license = "Apache-2.0 OR BSD"\n{SOURCES}',
        "poetry pdm",
        "default setuptools hatchling flit uv",
    ),
    "not a bad license, in small letters": Row(
        f'{DESCRIBED}license = "mit"\n{SOURCES}',
        "default setuptools hatchling flit poetry pdm",
        "uv",
    ),
    "not a bad license, deprecated": Row(
        f'{DESCRIBED}license = "GPL-3.0"\n{SOURCES}', "default setuptools hatchling poetry pdm"
    ),
    "not a bad license, with spaces": Row(
        f'{DESCRIBED}license = " ( MIT ) OR  Apache-2.0"\n{SOURCES}', ALL
    ),
    "Poetry without a package": Row(
        f"{DESCRIBED}[tool.poetry]\npackage-mode = false\n{SOURCES}", "hatchling", "poetry"
    ),
    "a package of Poetry": Row(
        f"{DESCRIBED}[tool.poetry]\npackage-mode = true\n{SOURCES}", "hatchling poetry"
    ),
    "a bad list of licenses": Row(f'{DESCRIBED}license = ["MIT"]\n{SOURCES}', "", ALL),
    "a bad license of two": Row(
        f'{DESCRIBED}license = "MIT/Apache-2.0"\n{SOURCES}',
        "poetry pdm",
        "default setuptools hatchling flit",
    ),
    "SPDX, not a bad license": Row(
        f'{DESCRIBED}license = "(MIT or Apache-2.0) AND LicenseRef-a"\n{SOURCES}', ALL
    ),
    "a bad list of license files": Row(
        f'{DESCRIBED}license-files = "LICENSE"\n{SOURCES}--- LICENSE\nMIT\n',
        "",
        "default setuptools hatchling pdm uv",
    ),
    "a readme of another type": Row(
        f'{DESCRIBED}readme = "README.adoc"\n{SOURCES}--- README.adoc\nx\n',
        "flit poetry",
        "default setuptools hatchling pdm uv",
    ),
    "a readme without a type": Row(
        f'{DESCRIBED}readme = "README"\n{SOURCES}--- README\nx\n',
        "default setuptools flit poetry",
        "hatchling pdm uv",
    ),
    "readmes": Row(f'{DESCRIBED}readme = "README.rst"\n{SOURCES}--- README.rst\nx\n', ALL),
    "a readme without its content-type": Row(
        f'{DESCRIBED}readme = {{ file = "README.md" }}\n{SOURCES}--- README.md\nx\n',
        "",
        ALL,
    ),
    "a readme without a file": Row(
        f'{DESCRIBED}readme = {{ content-type = "text/markdown" }}\n{SOURCES}',
        "",
        ALL,
    ),
    "a content-type that is not valid": Row(
        f'{DESCRIBED}readme = {{ text = "x", content-type = "text/html" }}\n{SOURCES}',
        "default setuptools poetry pdm",
        "hatchling flit uv",
    ),
    "a bad script": Row(f'{DESCRIBED}scripts = {{ acme = ["acme:main"] }}\n{SOURCES}', "", ALL),
    "a bad path of a script": Row(
        f'{DESCRIBED}scripts = {{ acme = "acme/cli.py" }}\n{SOURCES}',
        "hatchling flit poetry pdm uv",
        "default setuptools",
    ),
    "scripts": Row(
        f'{DESCRIBED}scripts = {{ a = "acme.cli:main", b = "acme:Cli.run" }}\n{SOURCES}',
        ALL,
    ),
    "bad entry points": Row(
        f'{DESCRIBED}entry-points = {{ acme = "acme:main" }}\n{SOURCES}', "", ALL
    ),
    "entry points of scripts": Row(
        f'{DESCRIBED}entry-points.console_scripts = {{ a = "acme:main" }}\n{SOURCES}',
        "default setuptools uv",
        "flit poetry",
    ),
    "a bad list of dynamic": Row(
        f'{HEAD}description = "x"\ndynamic = "version"\n{SOURCES}', "", ALL
    ),
    "a dynamic name": Row(f'{DESCRIBED}dynamic = ["name"]\n{SOURCES}', "", ALL),
    "a description twice": Row(
        f'{DESCRIBED}dynamic = ["description"]\n{SOURCES}',
        "poetry",
        "default setuptools hatchling flit uv",
    ),
}

CASES = [
    pytest.param(row.text, system, names == row.refuses, id=f"{title}: {system}")
    for title, row in ROWS.items()
    for names in (row.builds, row.refuses)
    for system in names.split()
]

SYSTEM_ROWS = {
    'build-backend = "setuptools.build_metta"\nrequires = ["setuptools"]': "there is no",
    'build-backend = "hatchling"\nrequires = ["hatchling"]': "there is no",
    'build-backend = "acme_build"\nrequires = ["setuptools"]': "there is no",
    'build-backend = "hatchling.build"\nrequires = ["setuptools>=61", "wheel"]': "does not install",
    'requires = ["hatchling"]': "does not install",
    'build-backend = "setuptools.build_meta"': "no `requires`",
    'build-backend = "acme_build"\nrequires = ["setuptools"]\nbackend-path = ["."]': "",
    'build-backend = "acme_build"\nrequires = ["acme-build"]': "",
    'build-backend = "setuptools.build_meta"\nrequires = ["setuptools-scm"]': "",
    'build-backend = "hatchling.build"\nrequires = ["hatch-vcs"]': "",
    'build-backend = "setuptools.build_meta:__legacy__"\nrequires = ["Setuptools[x] > 1"]': "",
    "requires = ['setuptools']": "",
}


def _written(text: str, system: str, folder: Path) -> str | None:
    """The reason why a project cannot be built, its files written below a folder."""
    table = f"[build-system]\n{system}" if system else ""
    write_text(folder, f"{table}\n{text}")
    problem = open_project(str(folder / "pyproject.toml")).build_problem(str(folder))
    return None if problem is None else problem.text


@pytest.mark.parametrize(("text", "system", "is_refused"), CASES)
def test_what_a_back_end_refuses(text: str, system: str, is_refused: bool, tmp_path: Path) -> None:
    assert (_written(text, SYSTEMS[system], tmp_path) is not None) == is_refused


@pytest.mark.parametrize("system", SYSTEM_ROWS)
def test_back_ends_that_are_missing(system: str, tmp_path: Path) -> None:
    problem = _written(f"{GOOD}{PACKAGE}", system, tmp_path)
    words = SYSTEM_ROWS[system]
    assert (problem is None) if not words else (problem is not None and words in problem)


# setuptools 65, which comes with Python 3.11, only warns of values that the newest refuses.
REAL = [
    case
    for case in CASES
    if case.values[1] == "hatchling"
    or (case.values[1] == "setuptools" and "a bad" not in str(case.id))
]


@pytest.mark.peers
@pytest.mark.parametrize(("text", "system", "is_refused"), REAL)
def test_the_real_back_ends_agree(text: str, system: str, is_refused: bool, tmp_path: Path) -> None:
    _written(text, SYSTEMS[system], tmp_path / "project")
    build = [sys.executable, "-m", "build", "--sdist", "--no-isolation", "--outdir", str(tmp_path)]
    done = subprocess.run(
        [*build, str(tmp_path / "project")], capture_output=True, text=True, check=False
    )
    assert (done.returncode != 0) == is_refused, done.stdout + done.stderr
