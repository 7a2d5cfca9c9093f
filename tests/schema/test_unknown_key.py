"""An unknown key: what was meant, where it belongs, and what to do where fal has no such thing."""

from __future__ import annotations

from typing import Any

import pytest
import tomli
from fal_schema import validate
from fal_schema.lookup import SchemaNode, root

from tests.schema.violations import SOURCE, check_app, check_data

HERE = """
machin_type machine_type
machinetype machine_type
machineType machine_type
machine-type machine_type
MACHINE_TYPE machine_type
machine machine_type
gpu machine_type
gpus num_gpus
num_gpu num_gpus
timeout request_timeout
requestTimeout request_timeout
keepalive keep_alive
keep-alive keep_alive
kepp_alive keep_alive
idle_timeout keep_alive
min_replicas min_concurrency
minConcurrency min_concurrency
max_replicas max_concurrency
concurrency max_concurrency
max_concurency max_concurrency
multiplexing max_multiplexing
region regions
requirement requirements
dependencies requirements
packages requirements
python python_version
port exposed_port
strategy deployment_strategy
app_name name
authentication auth
team_name team
secret secrets
volumes data_mounts
files app_files
app_file app_files
healthcheck health_check
health-check health_check
container image
retries retry_config
grace_period termination_grace_period_seconds
startup_timout startup_timeout
setup_timeout startup_timeout
reset_scale app_scale_settings
"""
"""A wrong key and the right one."""

ELSEWHERE = [
    # key, value, its table, the right name, the right table
    ("dockerfile", "'D'", "", "dockerfile", "image"),
    ("docker_file", "'D'", "", "dockerfile", "image"),
    ("build_args", "{}", "", "build_args", "image"),
    ("buildArgs", "{}", "", "build_args", "image"),
    ("registries", "{}", "", "registries", "image"),
    ("entrypoint", "'x'", "", "entrypoint", "image"),
    ("cmd", "'x'", "", "cmd", "image"),
    ("command", "'x'", "", "cmd", "image"),
    ("path", "'/'", "", "path", "health_check"),
    ("call_regularly", "true", "", "call_regularly", "health_check"),
    ("health_check_path", "'/'", "", "path", "health_check"),
    ("healthCheckTimeoutSeconds", "1", "", "timeout_seconds", "health_check"),
    ("image_dockerfile", "'D'", "", "dockerfile", "image"),
    ("app_auth", "'private'", "image", "auth", ""),
    ("failure_threshold", "3", "", "failure_threshold", "health_check"),
    ("failure_treshold", "3", "", "failure_threshold", "health_check"),
    ("server_error", "{}", "", "server_error", "retry_config"),
    ("machine_type", "'S'", "image", "machine_type", ""),
    ("python_entry_point", "'a:b'", "image", "python_entry_point", ""),
    ("exposed_port", "80", "image", "exposed_port", ""),
    ("requirements", "[]", "image", "requirements", ""),
    ("machineType", "'S'", "image", "machine_type", ""),
    ("call_regularly", "true", "image", "call_regularly", "health_check"),
    ("keep_alive", "5", "health_check", "keep_alive", ""),
    ("dockerfile", "'D'", "health_check", "dockerfile", "image"),
    ("skip_retry_conditions", "[]", "retry_config", "skip_retry_conditions", ""),
]

NOT_IN_TOML = [
    ("", "local_python_modules"),
    ("", "kind"),
    ("", "host_kwargs"),
    ("image", "builder"),
    ("image", "compression"),
    ("image", "context_dir"),
    ("image", "dockerignore"),
]

CONTENT: dict[str, dict[str, Any]] = {
    "image": {"dockerfile": "D"},
    "health_check": {"path": "/"},
    "retry_config": {"timeout": {"retries": 1}},
}


def _data(table: str, key: str, value: Any = 1) -> dict[str, Any]:
    app: dict[str, Any] = {"ref": "a.py"}
    target = app
    if table:
        target = app[table] = dict(CONTENT[table])
    target[key] = value
    return {"apps": {"x": app}}


@pytest.mark.parametrize("row", HERE.strip().splitlines())
def test_another_spelling(row: str) -> None:
    wrong, right = row.split()
    (found,) = check_app(
        f"{SOURCE}{wrong} = 1", f"error unknown-key {wrong}: `{wrong}`. Did you mean `{right}`?"
    )
    assert (found.part, found.suggestion, found.home) == ("key", right, None)


@pytest.mark.parametrize(
    ("table", "wrong", "right"),
    [
        ("image", "dockerfile_path", "dockerfile"),
        ("image", "docker_file", "dockerfile"),
        ("image", "path", "dockerfile"),
        ("image", "args", "build_args"),
        ("image", "entry_point", "entrypoint"),
        ("image", "command", "cmd"),
        ("image", "registry", "registries"),
        ("image", "build_secrets", "secrets"),
        ("health_check", "timeout", "timeout_seconds"),
        ("health_check", "start_period", "start_period_seconds"),
        ("health_check", "failureThreshold", "failure_threshold"),
        ("retry_config", "server-error", "server_error"),
        ("retry_config", "timeouts", "timeout"),
        ("health_check", "health_check_path", "path"),
        ("image", "image-cmd", "cmd"),
    ],
)
def test_another_spelling_in_a_table(table: str, wrong: str, right: str) -> None:
    data = _data(table, wrong)
    data["apps"]["x"][table].pop(right, None)
    (found,) = [each for each in validate(data) if each.rule == "unknown-key"]
    assert (found.path[2:], found.suggestion, found.home) == ((table, wrong), right, None)


@pytest.mark.parametrize(("key", "value", "table", "right", "home"), ELSEWHERE)
def test_key_of_another_table(key: str, value: str, table: str, right: str, home: str) -> None:
    (found,) = validate(_data(table, key, value))
    assert found.rule == "unknown-key"
    assert found.suggestion == right
    assert found.home == ("apps", "x", *([home] if home else []))
    header = "[tool.fal.apps.x" + (f".{home}]" if home else "]")
    assert f"`{header}`" in found.message
    assert ("belongs in" in found.message) is (key == right)


@pytest.mark.parametrize(("table", "key"), NOT_IN_TOML)
def test_key_that_only_python_knows(table: str, key: str) -> None:
    (found,) = validate(_data(table, key))
    assert "fal supports it only in Python" in found.help
    assert (found.suggestion, found.home) == (None, None)


def test_key_that_fal_has_dropped() -> None:
    (found,) = validate(_data("health_check", "allow_on_busy"))
    assert "fal no longer supports it" in found.help


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("env", "`fal secrets set`"),
        ("environment", "`fal secrets set`"),
        ("memory", "Set `machine_type`"),
        ("schedule", "schedules are not supported"),
        ("description", "or a comment"),
    ],
)
def test_what_fal_does_not_have(key: str, words: str) -> None:
    check_app(f"{SOURCE}{key} = 1", f"error unknown-key {key}: {words}")


@pytest.mark.parametrize(
    ("table", "key", "words"),
    [
        ("health_check", "interval", "every 15 seconds"),
        ("image", "username", "Credentials belong to a registry"),
        ("image", "password", "Credentials belong to a registry"),
    ],
)
def test_what_a_table_does_not_have(table: str, key: str, words: str) -> None:
    (found,) = validate(_data(table, key))
    assert words in found.help
    assert (found.suggestion, found.home) == (None, None)


@pytest.mark.parametrize(
    ("snippet", "right"),
    [
        ('path = "a.py"', "ref"),
        ('app = "a.py::A"', "ref"),
        ('function = "a.py::f"', "ref"),
        ('module = "a.py::A"', "ref"),
        ('file = "a:A"', "python_entry_point"),
        ('entrypoint = "a.b:C"', "python_entry_point"),
        ('whatever = "a.py::A"\nimage = { image = "x/y" }', None),
        ('title = "a:b"\nreff = "a.py"', "name"),
    ],
)
def test_the_value_shows_what_was_meant(snippet: str, right: str | None) -> None:
    found = validate(tomli.loads(f"[apps.x]\n{snippet}"))
    assert {each.rule for each in found} == {"unknown-key"}
    assert found[0].suggestion == right


@pytest.mark.parametrize(
    ("value", "home", "right"),
    [("a.py::A", ("apps", "x"), "ref"), ("org/app:latest", None, "image")],
)
def test_the_ref_of_an_image(value: str, home: tuple[str, ...] | None, right: str) -> None:
    found = validate({"apps": {"x": {"image": {"dockerfile": "D", "ref": value}}}})
    assert [(each.home, each.suggestion) for each in found] == [(home, right)]


CUT = [
    ('[apps.my.app]\nref = "a.py"', "apps.my.app", "my.app"),
    ('[apps.my.app.v1]\npython_entry_point = "a:A"', "apps.my.app", "my.app.v1"),
    ('[apps.my.app.image]\nimage = "a"', "apps.my.app", "my.app"),
    ('[apps.my]\nref = "a.py"\n[apps.my.app]\nref = "b.py"', "apps.my.app", "my.app"),
    (
        '[apps.x.image]\nimage = "a"\nregistries.ghcr.io = { username = "u", password = "$P" }',
        "apps.x.image.registries.ghcr.io",
        "ghcr.io",
    ),
    (
        '[apps.x.image]\nimage = "a"\n[apps.x.image.registries.us.pkg.dev]\npassword = "$P"',
        "apps.x.image.registries.us.pkg",
        "us.pkg.dev",
    ),
]
"""TOML, the key to mark, and the name that was cut at its dots."""


@pytest.mark.parametrize(("text", "path", "name"), CUT)
def test_name_without_quotes(text: str, path: str, name: str) -> None:
    (found,) = check_data(
        tomli.loads(text), f"error unknown-key {path}: Without quotes, `{name}` is"
    )
    assert found.home == found.path[:-2]
    assert found.suggestion == name
    assert f'"{name}"]`' in found.help


@pytest.mark.parametrize(
    "text",
    [
        '[apps.my.docker]\nimage = "a/b"',
        '[apps.my.config]\nname = "x"',
        "[apps.my.config]\nref = 1",
        "[apps.my.config.deep]\na.b = 1\nc = 2",
    ],
)
def test_table_that_is_no_app(text: str) -> None:
    rules = [each.rule for each in validate(tomli.loads(text))]
    assert "Without quotes" not in str(validate(tomli.loads(text)))
    assert "unknown-key" in rules


@pytest.mark.parametrize(
    ("snippet", "path", "words"),
    [
        ("whatever = 1", "whatever", "fal rejects an app with unknown keys"),
        ("'' = 1", ".", 'Unknown key `""`'),
        ("'a b' = 1", "a b", 'Unknown key `"a b"`'),
        (
            "retry_config = { timeout = { retries = 1, delay = 2 } }",
            "retry_config.timeout.delay",
            "The supported key is `retries`",
        ),
        (
            "image = { dockerfile = 'D', whatever = 1 }",
            "image.whatever",
            "The supported keys are `dockerfile`,",
        ),
    ],
)
def test_nothing_near(snippet: str, path: str, words: str) -> None:
    check_app(f"{SOURCE}{snippet}", f"error unknown-key {path}: {words}")


def test_key_that_is_set_already() -> None:
    (found,) = check_app(
        'ref = "a.py"\nreff = "b.py"', "error unknown-key reff: `ref` is already set."
    )
    assert found.suggestion is None


def test_key_that_stands_for_a_needed_one_is_as_grave() -> None:
    """fal refuses the registry for what it lacks, and nothing else says so."""
    check_app(
        "image.image = 'a'\nimage.registries.h = { username = 'u', token = '$P' }",
        "error unknown-key image.registries.h.token: Did you mean `password`?",
    )


def test_extra_key_of_a_registry_is_a_warning() -> None:
    check_app(
        "image.image = 'a'\nimage.registries.h = { username = 'u', password = 'p', email = 1 }",
        "warning unknown-key image.registries.h.email: keys are `username` and `password`",
    )


@pytest.mark.parametrize(
    ("data", "path", "words", "suggestion", "home"),
    [
        ({"app": {}}, "app", "Did you mean `apps`?", "apps", None),
        ({"Apps": {}}, "Apps", "Did you mean `apps`?", "apps", None),
        ({"--apps": {}}, "--apps", "Did you mean `apps`?", "apps", None),
        ({"applications": {}}, "applications", "Did you mean `apps`?", "apps", None),
        ({"ref": "a.py"}, "ref", "is ignored in `[tool.fal]`", None, None),
        ({"machine-type": "S"}, "machine-type", "such as `[tool.fal.apps.my-app]`", None, None),
        (
            {"sana": {"ref": "a.py"}},
            "sana",
            "Did you mean `[tool.fal.apps.sana]`?",
            "sana",
            ("apps",),
        ),
        ({"defaults": {"auth": "x"}}, "defaults", "no settings shared by all apps", None, None),
        ({"whatever": 1}, "whatever", "The supported key is `apps`", None, None),
    ],
)
def test_key_directly_under_tool_fal_is_a_warning(
    data: dict[str, Any], path: str, words: str, suggestion: str | None, home: Any
) -> None:
    (found,) = check_data(data, f"warning unknown-key {path}: {words}")
    assert (found.suggestion, found.home) == (suggestion, home)


def _tables(node: SchemaNode) -> list[SchemaNode]:
    below = [child for child in (*node.children.values(), node.entry) if child is not None]
    return [node, *(table for child in below for table in _tables(child))]


@pytest.mark.parametrize("node", [node for node in _tables(root()) if node.children])
def test_no_internal_or_deprecated_key_is_suggested(node: SchemaNode) -> None:
    hidden = set(node.children) - set(node.suggested)
    assert not hidden & set(node.by_alias.values())
    for name in hidden:
        found = validate(_data("", f"{name}x") if node.name == "app" else {})
        assert all(each.suggestion not in hidden for each in found)


@pytest.mark.parametrize("node", [node for node in _tables(root()) if node.children])
def test_names_in_the_model_mean_one_thing(node: SchemaNode) -> None:
    aliases = [alias for child in node.children.values() for alias in child.aliases]
    assert len(aliases) == len(set(aliases)), "an alias of two keys"
    assert not set(aliases) & set(node.children), "an alias that is a key"
    assert not set(aliases) & set(node.foreign), "an alias that fal does not know"
    assert not set(node.foreign) & set(node.children)
