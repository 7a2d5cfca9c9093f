"""`fal-lsp show`: the effective settings of an app and where they come from."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from fal_lsp.report.columns import columns

if TYPE_CHECKING:
    from tests.support.cli import Cli

FILES = {
    "pyproject.toml": '[tool.fal.apps.pictures]\nref = "src/app.py::Generator"\nauth = "public"\n'
    'machine_type = "S"\nname = "prod"\n\n'
    '[tool.fal.apps.server]\nexposed_port = 80\nimage = { image = "a/b" }\n',
    "src/app.py": "import fal\n\n\nclass Generator(fal.App, keep_alive=300):\n"
    '    machine_type = "GPU-H100"\n',
}


def test_a_table_names_the_origin_of_each_setting(cli: Cli) -> None:
    cli.write(FILES)
    run = cli.run("show", "pictures")
    assert (run.code, run.err) == (0, "")
    lines = run.out.splitlines()
    assert lines[0] == "pictures (class Generator in src/app.py:4), deployed as prod"
    rows = {line.split()[0]: line for line in lines[1:]}
    assert rows["auth"].split()[1:] == ['"public"', "pyproject.toml"]
    assert rows["machine_type"].endswith("class Generator (src/app.py:5)")
    assert rows["keep_alive"].endswith("class Generator (src/app.py:4)")
    assert rows["max_multiplexing"].endswith("default")


def test_json_has_the_same_in_fields(cli: Cli) -> None:
    cli.write(FILES)
    shown = json.loads(cli.run("show", "pictures", "--output-format", "json").out)
    assert shown["deployed_as"] == "prod"
    assert shown["target"] == {"name": "Generator", "file": "src/app.py", "line": 4}
    settings = {setting["name"]: setting for setting in shown["settings"]}
    assert settings["machine_type"] == {
        "name": "machine_type",
        "value": "GPU-H100",
        "source": "class",
        "file": "src/app.py",
        "line": 5,
        "default": {
            "value": "S",
            "from": "fal.App",
            "description": "S for fal.App classes, XS for all other apps",
        },
        "kept_by_redeploy": False,
    }
    assert settings["auth"]["source"] == "toml"
    assert [each["name"] for each in json.loads(cli.run("show", "--output-format=json").out)] == [
        "pictures",
        "server",
    ]


def test_a_container_has_settings_of_its_own_alone(cli: Cli) -> None:
    cli.write(FILES)
    assert cli.run("show", "server").out.startswith("server (container), deployed as server\n")


def test_what_cannot_be_shown_is_said(cli: Cli) -> None:
    assert cli.run("show").code == 1
    cli.write(FILES)
    run = cli.run("show", "picturs")
    assert run.code == 2
    assert "Did you mean `pictures`?" in run.err
    cli.write({"pyproject.toml": "[tool.fal.apps.x]\nref = 'a.py\n"})
    run = cli.run("show")
    assert run.code == 0
    assert "not valid TOML" in run.err


def test_what_wins_is_what_fal_takes(cli: Cli) -> None:
    cli.write(
        {
            "pyproject.toml": '[tool.fal.apps.a]\nref = "app.py::A"\nprivate_logs = true\n'
            'machine_type = "M"\nrequirements = ["torch"]\nmin_concurrency = 2\n'
            '[tool.fal.apps.f]\nref = "app.py::f"\nmachine_type = "M"\nexposed_port = 80\n',
            "app.py": "import fal\n\nclass Base(fal.App):\n    machine_type = 'S'\n\n"
            "class A(Base):\n    private_logs = False\n    min_concurrency = 0\n\n"
            "@fal.function(machine_type='L', exposed_port=8080)\ndef f(): ...\n",
        }
    )
    shown = json.loads(cli.run("show", "--output-format", "json").out)
    found = {
        (app["name"], each["name"]): (each["value"], each["source"])
        for app in shown
        for each in app["settings"]
    }
    assert found["a", "private_logs"] == (True, "toml")
    assert found["a", "machine_type"] == ("M", "toml")
    assert found["a", "min_concurrency"] == (0, "class")
    assert found["a", "requirements"] == ([], "default")
    assert found["f", "machine_type"] == ("L", "function")
    assert found["f", "exposed_port"] == (8080, "function")
    assert "function f (app.py:10)" in cli.run("show", "f").out


def test_what_the_class_says_of_who_may_call_it_counts(cli: Cli) -> None:
    cli.write(
        {
            "pyproject.toml": '[tool.fal.apps.a]\nref = "app.py::A"\nkeep_alive = 5\n'
            "[tool.fal.apps.b]\nref = 'app.py::A'\nauth = 'privat'\napp_scale_settings = true\n",
            "app.py": "import os, fal\nclass A(fal.App):\n    app_auth = 'public'\n"
            "    max_concurrency = int(os.environ['MOST'])\n"
            "    if os.environ.get('FAST'):\n        machine_type = 'GPU-H100'\n"
            "    image = fal.ContainerImage.from_dockerfile_str('FROM a', secrets={'T': 'abc'})\n",
        }
    )
    shown = json.loads(cli.run("show", "--output-format", "json").out)
    a, b = ({each["name"]: each for each in app["settings"]} for app in shown)
    assert (a["auth"]["value"], a["auth"]["source"], a["auth"]["line"]) == ("public", "class", 3)
    assert (b["auth"]["value"], b["auth"]["default"]["value"]) == (None, "private")
    (line,) = (each for each in cli.run("show", "b").out.splitlines() if each.startswith("  auth "))
    assert line.split() == ["auth", '"private"', "default"]
    assert a["max_concurrency"]["value"] == {"unknown": "int(os.environ['MOST'])"}
    assert a["machine_type"]["value"] == {"unknown": '"GPU-H100" or "S"'}
    assert a["keep_alive"]["value"] == 5
    assert a["request_timeout"]["value"] is None
    assert a["request_timeout"]["default"]["value"] == 3600
    assert a["image"]["value"]["secrets"] == {"T": "***"}
    assert [each["kept_by_redeploy"] for each in (a["keep_alive"], a["machine_type"])] == [
        True,
        False,
    ]
    assert not b["keep_alive"]["kept_by_redeploy"]
    text = cli.run("show", "a").out
    assert "running app's max_concurrency, keep_alive: app_scale_settings is false" in text
    assert "abc" not in text


def test_a_condition_between_functions_leaves_what_they_share(cli: Cli) -> None:
    function = "    @fal.function({})\n    def f(): ...\n"
    cli.write(
        {
            "pyproject.toml": "[tool.fal.apps.f]\nref = 'app.py::f'\nmachine_type = 'M'\n",
            "app.py": "import os, fal\nif os.environ.get('GPU'):\n"
            + function.format("keep_alive=5, machine_type='L'")
            + f"else:\n{function.format('keep_alive=5')}",
        }
    )
    shown = json.loads(cli.run("show", "f", "--output-format", "json").out)
    values = {each["name"]: each["value"] for each in shown["settings"]}
    assert values["keep_alive"] == 5
    assert values["machine_type"] == {"unknown": '"L" or "M"'}


def test_what_a_missing_file_might_say_is_left_open(cli: Cli) -> None:
    toml = "[tool.fal.apps.a]\nref = 'app.py::A'\nkeep_alive = 5\nauth = 'public'\n"
    cli.write({"pyproject.toml": toml})
    shown = json.loads(cli.run("show", "a", "--output-format", "json").out)
    values = {each["name"]: each["value"] for each in shown["settings"]}
    assert values["keep_alive"] == values["machine_type"] == {"unknown": "app.py::A"}
    assert values["auth"] == "public"
    lines = cli.run("show", "a").out.splitlines()
    rows = {
        name: rest.rsplit("  ", 1)[0].strip()
        for name, _, rest in (line.strip().partition(" ") for line in lines[1:])
    }
    assert rows["keep_alive"] == "5, unless the Python file sets it"
    assert "machine_type" not in rows
    assert lines[-2].strip() == "The other settings are unknown, because `ref` cannot be resolved."


def test_below_its_directory_a_project_is_found_as_fal_finds_it(cli: Cli) -> None:
    cli.write({**FILES, ".git/HEAD": "", "src/deep/pyproject.toml": "[project]\n"})
    whole = cli.run("show", "pictures").out
    os.chdir("src/deep")
    assert cli.run("show", "pictures").out == whole
    assert cli.run("completion", "--list", "apps").out == "pictures\nserver\n"


def test_a_file_without_apps_is_mentioned(cli: Cli) -> None:
    cli.write({"pyproject.toml": "[project]\n"})
    run = cli.run("show")
    assert (run.code, run.out) == (0, "")
    assert run.err.startswith("warning: no apps in pyproject.toml; run `fal-lsp init`")


def test_wide_characters_keep_the_columns(cli: Cli) -> None:
    cli.write(
        {"pyproject.toml": '[tool.fal.apps."\u56fe"]\nexposed_port = 80\nimage.image = "a"\n'}
    )
    rows = cli.run("show").out.splitlines()[1:]
    assert {columns(row.rpartition("  ")[0]) for row in rows if row.endswith("  default")} == {
        max(columns(row.rpartition("  ")[0]) for row in rows if row.endswith("  pyproject.toml"))
    }
