"""`fal-lsp init`: the apps of the code become tables, and fal loads what is written."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import tomli

from tests.support.cli import Stream
from tests.support.git import git
from tests.support.projects import files

if TYPE_CHECKING:
    from tests.support.cli import Cli

PROJECT = files(
    """
    [tool.ruff]
    line-length = 100
    --- app.py
    import fal

    class Base:
        machine_type = "GPU-H100"

    class TextToImage(Base, fal.App, keep_alive=300):
        @fal.endpoint("/")
        def run(self) -> dict: ...

    class Named(fal.App, name="my-model"):
        @fal.endpoint("/")
        def run(self) -> dict: ...

    @fal.function(serve=True)
    def hello(): ...

    @fal.function(machine_type="XS")
    def helper(): ...
    --- tests/test_app.py
    import fal

    class TextToImage(fal.App):
        @fal.endpoint("/")
        def run(self) -> dict: ...
    --- web/Dockerfile
    FROM python:3.12-slim
    EXPOSE 8080
    --- other.py
    class Falcon: ...
    """
)


def apps(cli: Cli) -> dict[str, object]:
    """What is in `[tool.fal.apps]` now."""
    found: dict[str, object] = tomli.loads(cli.read("pyproject.toml").decode())["tool"]["fal"]
    apps = found["apps"]
    assert isinstance(apps, dict)
    return apps


def test_likely_apps_are_added_and_the_rest_stays(cli: Cli) -> None:
    cli.write(PROJECT)
    run = cli.run("init", "--yes")
    assert run.code == 0
    assert run.out == "Added 3 apps to pyproject.toml: text-to-image, my-model, hello.\n"
    assert (
        cli.read("pyproject.toml").decode()
        == files(
            """
        [tool.ruff]
        line-length = 100

        [tool.fal.apps.text-to-image]
        ref = "app.py::TextToImage"

        [tool.fal.apps.my-model]
        ref = "app.py::Named"

        [tool.fal.apps.hello]
        ref = "app.py::hello"
        """
        )["pyproject.toml"]
    )
    assert cli.run("check").code == 0
    assert cli.run("init", "--yes").err == (
        "No apps were added.\n"
        "Left out: 2 apps. Add one with `fal-lsp init NAME`.\n"
        "  text-to-image-2 (class TextToImage in tests/test_app.py:3): a test or an example\n"
        "  web (container built from web/Dockerfile): the project has other apps\n"
    )


def test_named_apps_are_added_alone(cli: Cli) -> None:
    cli.write(PROJECT)
    assert cli.run("init", "web", "hello").code == 0
    assert apps(cli) == {
        "web": {"exposed_port": 8080, "image": {"dockerfile": "web/Dockerfile"}},
        "hello": {"ref": "app.py::hello"},
    }
    run = cli.run("init", "text-to-imge")
    assert run.code == 2
    assert "Did you mean `text-to-image`?" in run.err


def test_a_terminal_is_asked(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    from fal_lsp.commands import init

    cli.write(PROJECT)
    run = cli.run("init", stdin="y\n")
    assert run.code == 2
    assert "my-model" in run.out
    assert "--yes" in run.err
    out = Stream()
    monkeypatch.setattr(sys, "stdin", Stream(True, data=b"\nno\n\ny\n\n"))
    monkeypatch.setattr(sys, "stderr", out)
    monkeypatch.setattr(sys, "stdout", Stream())
    from fal_lsp.commands.arguments import parse

    assert init.run(parse(["init"])) == 0
    assert "Add my-model (class Named in app.py:10)? [Y/n] " in out.text()
    assert list(apps(cli)) == ["text-to-image", "hello", "text-to-image-2"]


def test_the_diff_is_one_that_git_applies(cli: Cli) -> None:
    cli.write({f"sub dir/{name}": text for name, text in PROJECT.items()})
    git(cli.directory, "init", "-q")
    run = cli.run("init", "--file", "sub dir/pyproject.toml", "--diff")
    assert run.code == 1
    assert cli.read("sub dir/pyproject.toml").decode() == PROJECT["pyproject.toml"]
    subprocess.run(["git", "apply"], input=run.out.encode(), cwd=cli.directory, check=True)
    assert b"text-to-image" in cli.read("sub dir/pyproject.toml")


def test_a_file_is_made_where_there_is_none(cli: Cli) -> None:
    cli.write({"app.py": PROJECT["app.py"]})
    assert cli.run("init", "--diff").out.startswith("--- /dev/null\n+++ b/pyproject.toml\n")
    assert cli.run("init", "my-model").code == 0
    assert cli.read("pyproject.toml") == b'[tool.fal.apps.my-model]\nref = "app.py::Named"\n'


def test_an_empty_file_is_written(cli: Cli) -> None:
    cli.write({"app.py": PROJECT["app.py"], "pyproject.toml": ""})
    assert cli.run("init", "my-model").code == 0
    assert cli.read("pyproject.toml") == b'[tool.fal.apps.my-model]\nref = "app.py::Named"\n'


@pytest.mark.parametrize(
    ("keywords", "attribute", "names"),
    [
        ("", "", ["base-model", "painter"]),
        (', name="shared"', "", ["shared", "painter"]),
        ("", 'app_name = "shared"', ["shared", "painter"]),
        ("", "app_name = 7", ["7", "painter"]),
    ],
)
def test_an_app_has_the_name_of_the_first_app_above_it(
    cli: Cli, keywords: str, attribute: str, names: list[str]
) -> None:
    base = f"class BaseModel(fal.App{keywords}):\n    {attribute or 'pass'}\n\n"
    endpoint = '    @fal.endpoint("/")\n    def run(self): ...\n\n'
    sketcher = f'class Sketcher(BaseModel, name="mine"):\n{endpoint}'
    painter = f"class Painter(BaseModel):\n{endpoint}"
    cli.write({"app.py": f"import fal\n\n{base}{sketcher}{painter}"})
    assert cli.run("init", "--yes").code == 0
    assert list(apps(cli)) == names


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[tool.fal\n", "not valid TOML"),
        ("[tool.fal]\napps = 5\n", "cannot get new apps"),
    ],
)
def test_what_cannot_be_changed_is_left(cli: Cli, text: str, words: str) -> None:
    cli.write({**PROJECT, "pyproject.toml": text})
    run = cli.run("init", "--yes")
    assert run.code == 1
    assert words in run.err
    assert cli.read("pyproject.toml").decode() == text


def test_a_project_without_apps_has_none_to_add(cli: Cli) -> None:
    cli.write({"app.py": "import fal\n\nclass Base(fal.App): ...\n"})
    run = cli.run("init", "--yes")
    assert (run.code, run.out) == (0, "")
    assert "No new app" in run.err


PACKAGE = files(
    """
    [project]
    name = "pkg"
    version = "1"

    [build-system]
    requires = ["hatchling"]
    build-backend = "hatchling.build"
    --- src/pkg/__init__.py
    --- src/pkg/base.py
    X = 1
    --- src/pkg/model.py
    import fal
    from pkg.base import X

    class Model(fal.App, keep_alive=60):
        app_auth = "public"
        machine_type = "GPU-A100"
        requirements = ["torch"]

        @fal.endpoint("/")
        def run(self) -> dict: ...
    --- src/alone.py
    import fal

    class Alone(fal.App):
        @fal.endpoint("/")
        def run(self) -> dict: ...
    """
)


def test_a_class_that_needs_its_package_is_run_from_it_with_its_settings(cli: Cli) -> None:
    cli.write(PACKAGE)
    assert cli.run("init", "--yes").code == 0
    assert apps(cli) == {
        "alone": {"ref": "src/alone.py::Alone"},
        "model": {
            "python_entry_point": "pkg.model:Model",
            "requirements": [".", "torch"],
            "keep_alive": 60,
            "machine_type": "GPU-A100",
            "auth": "public",
        },
    }
    assert cli.run("check").code == 0


REFUSED = files(
    """
    [project]
    name = "acme"
    version = "1"
    [tool.setuptools]
    packages = ["acme"]
    --- acme/__init__.py
    --- acme/util.py
    X = 1
    --- acme/model.py
    import fal
    from .util import X

    class Model(fal.App):
        @fal.endpoint("/")
        def run(self) -> dict: ...
    --- made.py
    import fal

    class Made(fal.App):
        def __init__(self): ...
        @fal.endpoint("/")
        def run(self) -> dict: ...
    --- other.py
    import fal

    class Named(fal.App, name="named.py"):
        @fal.endpoint("/")
        def run(self) -> dict: ...
    --- beside/Dockerfile
    FROM python:3.12-slim
    --- beside/app.py
    import fal

    class Beside(fal.App, image=fal.ContainerImage.from_dockerfile("Dockerfile")):
        @fal.endpoint("/")
        def run(self) -> dict: ...
    --- nested/pyproject.toml
    [tool.fal.apps]
    --- nested/app.py
    import fal

    class Nested(fal.App):
        @fal.endpoint("/")
        def run(self) -> dict: ...
    """
)


def test_what_fal_refuses_is_not_added_unasked(cli: Cli) -> None:
    cli.write(REFUSED)
    run = cli.run("init", "--yes")
    assert run.code == 0
    assert "  made (class Made in made.py:3): `fal.App` classes must not" in run.err
    assert "  beside (class Beside in beside/app.py:3): Dockerfile `Dockerfile` is" in run.err
    assert "Left out: 2 apps" in run.err
    assert apps(cli) == {
        "named": {"ref": "other.py::Named", "name": "named.py"},
        "model": {"python_entry_point": "acme.model:Model", "requirements": ["."]},
    }
    assert cli.run("check", "--no-project").code == 0


@pytest.mark.peers
@pytest.mark.parametrize("project", [PROJECT, PACKAGE])
def test_fal_loads_what_is_written(cli: Cli, project: dict[str, str]) -> None:
    from tests.support import real_fal

    cli.write(project)
    assert cli.run("init", "--yes").code == 0
    added = apps(cli)
    # It takes the file away again.
    assert real_fal.load(cli.read("pyproject.toml").decode(), cli.directory).refused == {}
    for app in added.values():
        assert isinstance(app, dict)
        if "ref" in app:
            path, _, symbol = app["ref"].partition("::")
            assert real_fal.target(cli.directory, path, symbol) in ("app", "function")


def test_a_newer_fal_of_the_active_environment_counts(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = 'class A(fal.App, brand_new=1):\n    @fal.endpoint("/")\n    def run(self): ...\n'
    cli.write({"app.py": f"import fal\n\n{app}"})
    assert "Left out: 1 app" in cli.run("init", "--yes").err
    cli.write({"active/lib/python3.12/site-packages/fal-99.0.dist-info/METADATA": ""})
    monkeypatch.setenv("VIRTUAL_ENV", str(cli.directory / "active"))
    assert cli.run("init", "--yes").out.startswith("Added 1 app")
