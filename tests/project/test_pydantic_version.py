"""Where a project says that it uses pydantic 1."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.projects import project

APP = "import fal\n"
FAL = '[[package]]\nname = "fal"\nversion = "1.83.0"\n'
OLD, NEW = (
    f'[[package]]\nname = "pydantic"\nversion = "{version}"\n' for version in ("1.10.18", "2.11.7")
)
PIPENV = (
    '{{"default": {{"pydantic": {{"hashes": ["sha256:1"], "index": "pypi", "version": "{}"}}}}}}'
)
PACKAGES = ".venv/lib/python3.11/site-packages"
INSTALLED = {f"{PACKAGES}/fal-1.83.0.dist-info/METADATA": ""}

# The files of a project, and whether code that is loaded here may run with pydantic 1.
PROJECTS: dict[str, tuple[dict[str, str], bool]] = {
    "nothing": ({}, False),
    "the class": ({"app.py": "requirements = ['pydantic==1.10.18']"}, True),
    "a class with pydantic 2": ({"app.py": "requirements = ['pydantic==2.11']"}, False),
    "dependencies": ({"pyproject.toml": "[project]\ndependencies = ['pydantic<2']"}, True),
    "an app": ({"pyproject.toml": "[tool.fal.apps.a]\nrequirements = ['pydantic<2']"}, True),
    "Poetry": ({"pyproject.toml": "[tool.poetry.dependencies]\npydantic = '^1.10'"}, True),
    "Poetry 2": ({"pyproject.toml": "[project]\ndependencies = ['pydantic (>=1,<2)']"}, True),
    "requirements.txt": ({"requirements.txt": "fal\nPydantic[email] ~= 1.10  # old"}, True),
    "what fal leaves below 2.5": ({"requirements.txt": "pydantic<2.5"}, True),
    "an upper bound of pydantic 2": ({"requirements.txt": "pydantic>=2,<2.12\n1password"}, False),
    "other packages": ({"requirements.txt": "pydantic-core==0.4\npydantic_settings<2"}, False),
    "UTF-16": ({"requirements.txt": "UTF-16"}, True),
    "requirements.in": ({"requirements.in": "pydantic<2"}, True),
    "requirements-dev.txt": ({"requirements-dev.txt": "pydantic==1.*"}, True),
    "dev-requirements.txt": ({"dev-requirements.txt": "pydantic<2"}, True),
    "constraints.txt": ({"constraints.txt": "pydantic<=1.10.13"}, True),
    "a directory": ({"requirements/base.txt": "pydantic<2"}, True),
    "another directory": ({"docs/readme.txt": "pydantic<2"}, False),
    "any file": ({"notes.txt": "pydantic<2"}, False),
    "Pipfile": ({"Pipfile": '[packages]\npydantic = {version = "<2"}'}, True),
    "Pipfile.lock": ({"Pipfile.lock": PIPENV.format("==1.10.18")}, True),
    "Pipfile.lock with pydantic 2": ({"Pipfile.lock": PIPENV.format("==2.11.7")}, False),
    "conda": ({"environment.yml": "dependencies:\n  - conda-forge::pydantic=1.10"}, True),
    "conda with pydantic 2": ({"environment.yml": "dependencies:\n  - pydantic=2.11"}, False),
    "pip in conda": ({"env.yaml": "dependencies:\n  - pip:\n    - pydantic==1.10.2"}, True),
    "setup.py": ({"setup.py": "install_requires=['pydantic>=1.8,<2']"}, True),
    "Dockerfile": ({"Dockerfile": "RUN pip install 'pydantic<2'"}, True),
    "a lock": ({"uv.lock": OLD}, True),
    "a lock with fal": ({"uv.lock": FAL + OLD, "requirements.txt": "pydantic>=2"}, True),
    "a lock with both": ({"uv.lock": FAL + OLD + NEW}, True),
    "a lock with pydantic 2": ({"uv.lock": FAL + NEW, "requirements.txt": "pydantic>=1"}, False),
    "what others in a lock allow": ({"poetry.lock": NEW + 'pydantic = ">=1.7.4"'}, False),
    "installed": ({**INSTALLED, f"{PACKAGES}/pydantic-1.10.18.dist-info/METADATA": ""}, True),
    "installed with pydantic 2": (
        {
            **INSTALLED,
            f"{PACKAGES}/pydantic-2.11.7.dist-info/METADATA": "",
            "requirements.txt": "pydantic<2",
        },
        False,
    ),
    "installed without fal": (
        {f"{PACKAGES}/pydantic-2.11.7.dist-info/METADATA": "", "requirements.txt": "pydantic<2"},
        True,
    ),
    "a workspace above": ({"../uv.lock": OLD, "../.git/HEAD": ""}, True),
}


@pytest.mark.parametrize("name", PROJECTS)
def test_where_pydantic_1_is_named(name: str, tmp_path: Path) -> None:
    files, is_old = PROJECTS[name]
    folder = tmp_path / "app"
    opened = project(folder, {"app.py": APP, **files})
    if name == "UTF-16":
        (folder / "requirements.txt").write_text("pydantic==1.10.2\r\n", encoding="utf-16")
    app = str(folder / "app.py")
    assert opened.may_have_pydantic_1({}, [app], is_local=True) == is_old


def test_the_runner_has_what_is_required(tmp_path: Path) -> None:
    files = {"uv.lock": FAL + NEW, "app.py": "requirements = ['pydantic<2']"}
    opened = project(tmp_path, files)
    app = str(tmp_path / "app.py")
    assert not opened.may_have_pydantic_1({}, [app], is_local=True)
    assert opened.may_have_pydantic_1({}, [app], is_local=False)
    assert not opened.may_have_pydantic_1({}, [], is_local=False)


def test_more_lists_than_are_read(tmp_path: Path) -> None:
    opened = project(tmp_path, {f"requirements/{number}.txt": "fal" for number in range(100)})
    assert opened.may_have_pydantic_1({}, [], is_local=True)
