"""The real fal on small projects, beside the rules about the files around.

For each rule `projects.cases` has a project where fal does what the rule says, and one where it
does not and the rule is silent. What fal does is what `tests/support/real_fal.py` runs: all that
`fal deploy` does before it asks fal's servers. Another test goes through all keys that a class can
set, in all the ways in which it can, and holds the rule and `effective` against the options that
fal would send.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import tomli
from fal_lsp.lint.check import check, subject
from fal_lsp.lint.effective import effective
from fal_lsp.project import open_project
from fal_lsp.toml import parse
from fal_schema.lookup import node_at

from tests.rules.test_project_rules import RULES
from tests.support.projects import found, rules_of, write_text
from tests.support.real_fal import Deployed, deploy, finds_apps, on_runner

pytestmark = pytest.mark.peers

CASES = Path(__file__).with_name("projects.cases")


class Case(NamedTuple):
    """A project, the rules that find something in it, and what fal does."""

    title: str
    rules: tuple[str, ...]
    silent: str
    fal: tuple[str, ...]
    build: bool
    project: str


def cases() -> list[Case]:
    """The cases of the file."""
    _, *blocks = CASES.read_text(encoding="utf-8").split("\n=== ")
    return [_case(block) for block in blocks]


def _case(block: str) -> Case:
    head, *lines = block.split("\n")
    names, _, title = head.partition(": ")
    fal, build = [], False
    while lines[0].startswith(("fal: ", "later: ")) or lines[0] == "build":
        line = lines.pop(0)
        build = build or line == "build"
        if line.startswith("fal: "):
            fal.append(line.removeprefix("fal: "))
    silent = names.removeprefix("silent ") if names.startswith("silent ") else ""
    rules = () if silent else tuple(names.split(", "))
    return Case(f"{names}: {title}", rules, silent, tuple(fal), build, "\n".join(lines))


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.title)
def test_fal_and_the_rules_agree(case: Case, tmp_path: Path) -> None:
    folder = tmp_path / "project"
    write_text(folder, case.project.replace("FOLDER", str(folder)))
    rules = set(rules_of(found(folder))) & RULES
    if case.silent:
        assert case.silent not in rules
    else:
        assert rules == set(case.rules)
    done = deploy(folder, "a", worker=True, build=case.build)
    for words in case.fal:
        _assert_fal(words, done, folder)


def _assert_fal(expected: str, done: Deployed, folder: Path) -> None:
    verb, _, words = expected.partition(" ")
    if verb == "refuses":
        assert words in done.refused
        return
    if verb in ("starts", "fails"):
        assert done.refused == ""
        found = on_runner(folder, "a", done.files)
        assert words in found if verb == "fails" else found == ""
        return
    if verb == "finds":
        what, _, start = words.partition(" from ")
        assert finds_apps(folder / start) == (what == "apps")
        return
    assert done.refused == ""
    if verb == "prints":
        assert words in done.printed.replace("\n", "")
    elif verb == "files":
        assert sorted(done.files) == sorted(words.split(", ") if words else [])
    elif verb in ("sends", "drops"):
        name, _, value = words.partition(" = ")
        assert _sends(done.options, name, json.loads(value)) == (verb == "sends")
    else:
        assert verb == "deploys"


def _sends(options: dict[str, Any], name: str, value: Any) -> bool:
    *parents, last = name.split(".")
    for parent in parents:
        options = options[parent]
    sent = options.get(last)
    if name == "requirements":
        return set(value) <= set(sent or ())
    return bool(sent == value)


def test_each_rule_has_a_project_where_it_fires_and_one_where_it_is_silent() -> None:
    fires = Counter(rule for case in cases() for rule in case.rules)
    silent = Counter(case.silent for case in cases())
    assert set(fires) == RULES
    assert set(silent) - {""} == RULES
    assert all(case.fal for case in cases())


class Values(NamedTuple):
    """A key: its value in TOML, fal's default and another value, both in Python."""

    key: str
    toml: str
    default: str
    other: str


VALUES = (
    Values("machine_type", '"M"', '"S"', '"L"'),
    Values("num_gpus", "2", "None", "3"),
    Values("regions", '["us-west"]', "None", '["us-east"]'),
    Values("metrics_port", "9191", "9090", "9292"),
    Values("private_logs", "true", "None", "False"),
    Values("requirements_context_dir", '"lib"', "None", '"lib2"'),
    Values("python_version", '"3.11.1"', "None", '"3.11.4"'),
    Values("app_files", '["d"]', "[]", '["e"]'),
    Values("app_files_ignore", '["x"]', "fal.app.DEFAULT_APP_FILES_IGNORE", '["y"]'),
    Values("app_files_context_dir", '"lib"', "None", '"lib2"'),
    Values("secrets", '["A"]', "None", '["B"]'),
    Values("data_mounts", '["/data"]', "None", '["/data/x"]'),
    Values("min_concurrency", "2", "0", "3"),
    Values("max_concurrency", "2", "0", "3"),
    Values("max_multiplexing", "2", "1", "3"),
    Values("concurrency_buffer", "2", "0", "3"),
    Values("concurrency_buffer_perc", "2", "0", "3"),
    Values("scaling_delay", "2", "0", "3"),
    Values("keep_alive", "2", "60", "3"),
    Values("request_timeout", "2", "0", "3"),
    Values("request_start_timeout", "2", "0", "3"),
    Values("startup_timeout", "2", "600", "3"),
    Values("termination_grace_period_seconds", "2", "5", "3"),
    Values("skip_retry_conditions", '["timeout"]', "[]", '["server_error"]'),
    Values("retry_config", "{timeout = {retries = 1}}", "None", '{"timeout": {"retries": 2}}'),
    Values("_scheduler", '"a"', '"nomad"', '"b"'),
    Values("_scheduler_options", "{a = 1}", '{"storage_region": "us-east"}', '{"b": 1}'),
    Values("health_check", '{path = "/toml"}', "None", "fal.HealthCheck()"),
)

SHAPES = {
    "body": "class A(fal.App):\n    {0} = {1}\n",
    "base": "class B(fal.App):\n    {0} = {1}\nclass A(B):\n",
    "twice": "class B(fal.App):\n    {0} = {1}\nclass A(B):\n    {0} = {2}\n",
    "keyword": "class A(fal.App, {0}={1}):\n",
    "base keyword": "class B(fal.App, {0}={1}): ...\nclass A(B):\n",
    "both": "class A(fal.App, {0}={1}):\n    {0} = {2}\n",
    "base keyword and body": "class B(fal.App, {0}={1}): ...\nclass A(B):\n    {0} = {2}\n",
    "mixin": "class B:\n    {0} = {1}\nclass A(B, fal.App):\n",
    "second base": "class B(fal.App, {0}={1}): ...\nclass C(fal.App): ...\nclass A(C, B):\n",
    "endpoint": "class A(fal.App):\n    @fal.endpoint('/x', {0}={1})\n    def x(self): ...\n",
    "decorator": "@fal.function({0}={1})\ndef A(): ...\n",
}
"""The ways to set an option; the last class goes on with `RUN`, which no app can do without."""

RUN = "    @fal.endpoint('/')\n    def run(self): ...\n"

REFUSALS = (
    "got multiple values for keyword argument",  # passed beside the keywords of the class
    "unexpected keyword argument",  # of an endpoint
    "app_files_context_dir is only supported when app_files is provided",
    "Unrecognised option 'health_check'",  # of a decorator
)
"""What fal refuses whatever the TOML says."""


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("values", VALUES, ids=lambda values: values.key)
def test_who_wins(values: Values, shape: str, tmp_path: Path) -> None:
    """The key has no effect for fal exactly when the rule says so."""
    pairs = dict.fromkeys(
        (one, two if "{2}" in SHAPES[shape] else one)
        for one in ("None", values.default, values.other)
        for two in ("None", values.default, values.other)
    )
    for number, (one, two) in enumerate(pairs):
        folder = tmp_path / str(number)
        code = SHAPES[shape].format(values.key, one, two) + RUN * (shape != "decorator")
        files = 'app_files = ["d"]\n' if values.key.startswith("app_files_") else ""
        toml = f'[tool.fal.apps.a]\nref = "app.py::A"\n{files}{values.key} = {values.toml}\n'
        write_text(folder, f"{toml}--- d/a\n--- e/a\n--- lib/d/a\n--- app.py\nimport fal\n{code}")
        document = parse(toml)
        project = open_project(str(folder / "pyproject.toml"))
        done = deploy(folder, "a")
        if done.options == {}:
            assert any(words in done.refused for words in REFUSALS), f"{code}{done}"
            continue
        says = "overridden-by-class" in {
            item.rule for item in check(document, project) if f"`{values.key}`" in item.message
        }
        assert says == (not _is_sent(values, done, folder)), f"{code}{done}"
        (app,) = subject(document, project).apps
        setting = effective(app).get(values.key)
        assert setting is None or (setting.source == "toml") == (not says), code


def _is_sent(values: Values, done: Deployed, folder: Path) -> bool:
    value = tomli.loads(f"value = {values.toml}")["value"]
    if values.key == "health_check":
        config = done.options.get("health_check_config")
        return config is not None and config.path == value["path"]
    sent = done.options.get(values.key)
    if values.key.endswith("context_dir"):
        return sent == str(folder / value)
    return bool(sent == value)


def test_every_key_that_a_class_can_set_is_tried() -> None:
    app = node_at(("apps", "a"))
    assert app is not None
    of_class = {name for name, node in app.children.items() if node.wins == "class"}
    # An image is no plain value: `projects.cases` has some.
    assert {values.key for values in VALUES} == of_class - {"image"}
