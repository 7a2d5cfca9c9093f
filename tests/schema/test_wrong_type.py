"""A value of the wrong type: one violation, which says how to write what was meant."""

from __future__ import annotations

from typing import Any

import pytest
from fal_schema.lookup import root

from tests.schema.violations import app, check_app, check_data, setting

APP = root().children["apps"].entry
assert APP is not None
INTEGERS = [name for name, node in APP.children.items() if node.types == {"integer"}]
STRINGS = [name for name, node in APP.children.items() if node.types == {"string"}]
BOOLEANS = [name for name, node in APP.children.items() if node.types == {"boolean"}]
LISTS = [name for name, node in APP.children.items() if node.types == {"array"}]
TABLES = [name for name, node in APP.children.items() if node.types == {"object"}]

ROWS: list[tuple[str, str, Any]] = [
    # an integer
    ('keep_alive = "300"', 'an integer number of seconds, not the string "300".', 300),
    ('keep_alive = " 300 "', "not the string", 300),
    ('keep_alive = "-1"', "not the string", -1),
    ('keep_alive = "5m"', 'not the string "5m".', 300),
    ('keep_alive = "10 minutes"', 'not the string "10 minutes".', 600),
    ('keep_alive = "30s"', 'not the string "30s".', 30),
    ('keep_alive = "1 Hour"', 'not the string "1 Hour".', 3600),
    ('keep_alive = "2 hrs"', 'not the string "2 hrs".', 7200),
    ('keep_alive = "1h30m"', "Use a plain number of seconds.", None),
    ('keep_alive = "5 months"', "Use a plain number of seconds.", None),
    ('exposed_port = "80s"', "Use a plain number.", None),
    (
        'keep_alive = "forever"',
        'must be an integer number of seconds, not the string "forever".',
        None,
    ),
    ("keep_alive = 10.0", "not the float 10.0.", 10),
    ("keep_alive = 0.5", "must be an integer number of seconds, not the float 0.5.", None),
    ("keep_alive = inf", "not the float inf.", None),
    ("keep_alive = nan", "not the float nan.", None),
    ("keep_alive = true", "not the boolean true.", None),
    ("keep_alive = [60]", "not a list.", None),
    ("keep_alive = { seconds = 60 }", "not a table.", None),
    ("keep_alive = 1979-05-27", "not the date or time 1979-05-27.", None),
    ("keep_alive = 07:32:00", "not the date or time 07:32:00.", None),
    ('num_gpus = "2"', 'must be an integer, not the string "2".', 2),
    ("exposed_port = '8000'", "not the string", 8000),
    # a boolean
    ('private_logs = "true"', 'a boolean, not the string "true".', True),
    ('private_logs = "True"', "must be a boolean, not the string", True),
    ('private_logs = "yes"', "must be a boolean, not the string", True),
    ('private_logs = "no"', "must be a boolean, not the string", False),
    ("private_logs = 1", "not the integer 1.", True),
    ("private_logs = 0", "not the integer 0.", False),
    ("private_logs = 2", "not the integer 2.", None),
    ('private_logs = "maybe"', "Use `true` or `false`.", None),
    ("app_scale_settings = []", "not a list.", None),
    # a string
    ("python_version = 3.12", "not the float 3.12.", "3.12"),
    ("python_version = 3.1", "Put it in quotes: as a float, 3.10 is the same as 3.1.", None),
    ("python_version = 1e5", "not the float 100000.0. Put it in quotes.", None),
    ("python_version = 3", "not the integer 3.", "3"),
    ("name = true", "not the boolean true.", "true"),
    ("name = 1979-05-27", "not the date or time 1979-05-27.", "1979-05-27"),
    ('team = ["a"]', "not a list.", "a"),
    ('team = ["a", "b"]', "must be a string, not a list.", None),
    ("team = {}", "not a table.", None),
    ("auth = true", "not the boolean true. Use `private`, `shared` or `public`.", None),
    # a list
    ('requirements = "torch"', 'lists of strings, not the string "torch".', ["torch"]),
    (
        "requirements = 1",
        "a list of strings or a list of lists of strings, not the integer 1",
        None,
    ),
    ('requirements = ""', 'not the string "".', []),
    ('requirements = "requirements.txt"', "List its packages here", None),
    ('requirements = "torch.txt "', "fal does not read requirements files", None),
    ("requirements = { torch = '2' }", "not a table", None),
    ('requirements = ["a", ["b"]]', "not a mix of both", None),
    ('requirements = [["b"], "a"]', "Make every item a list, or none of them.", None),
    ('regions = "us-east"', "must be a list of strings, not the string", ["us-east"]),
    ('secrets = "TOKEN"', 'not the string "TOKEN".', ["TOKEN"]),
    ('secrets = { TOKEN = "x" }', "must be a list of strings, not a table", None),
    ('app_files = "models"', 'not the string "models".', ["models"]),
    ('data_mounts = "/data"', 'not the string "/data".', ["/data"]),
    ('requirements = "torch, numpy"', 'not the string "torch', ["torch", "numpy"]),
    ('requirements = "torch\\nnumpy\\n"', 'not the string "torch', ["torch", "numpy"]),
    ('requirements = "torch>=2,<3"', 'not the string "torch>=2,<3".', ["torch>=2,<3"]),
    ('requirements = "a[b, c]"', 'not the string "a[b, c]".', ["a[b, c]"]),
    ("requirements = 'a; extra in \"b, c\"'", "not the string", ['a; extra in "b, c"']),
    ('app_files = "a,b"', 'not the string "a,b".', ["a,b"]),
    ('regions = "us-east,eu-west"', 'not the string "us-east,eu-west".', ["us-east", "eu-west"]),
    ('regions = "us-eest"', 'Use a list: `["us-east"]`.', None),
    ('regions = "us-east, eu-nort"', 'Use a list: `["us-east", "eu-north"]`.', None),
    ('regions = "nowhere"', 'Use a list such as `["us-east", "eu-west"]`.', None),
    # a string of a certain form
    ("python_entry_point = 5", "Use a value such as", None),
    ("python_entry_point = ['a:B']", "must be a string, not a list.", "a:B"),
    ("python_entry_point = ['a', 'B']", "must be a string, not a list.", None),
    # a union
    ("machine_type = 1", "a string or a list of strings, not the integer 1", "1"),
    ("machine_type = true", "a string or a list of strings, not the boolean true", "true"),
    ("machine_type = {}", "a string or a list of strings, not a table", None),
    # a table
    ('health_check = "/health"', 'must be a table, not the string "/health".', {"path": "/health"}),
    ('health_check = "health"', "Use `[tool.fal.apps.x.health_check]` with keys", None),
    ("health_check = true", "must be a table, not the boolean true", None),
    ('health_check = [{ path = "/" }]', "must be a table, not a list of tables.", {"path": "/"}),
    ('image = "my-org/app:1"', 'not the string "my-org/app:1".', {"image": "my-org/app:1"}),
    (
        'image = "Dockerfile"',
        'not the string "Dockerfile".',
        {"dockerfile": "Dockerfile"},
    ),
    (
        'image = "gpu/Dockerfile.cuda"',
        "must be a table, not the string",
        {"dockerfile": "gpu/Dockerfile.cuda"},
    ),
    (
        'image = "gpu.dockerfile"',
        "must be a table, not the string",
        {"dockerfile": "gpu.dockerfile"},
    ),
    (
        'image = "dockerfiles/app:1"',
        "must be a table, not the string",
        {"image": "dockerfiles/app:1"},
    ),
    ("retry_config = 3", "must be a table, not the integer 3", None),
    ("image = 1", "Use `[tool.fal.apps.x.image]` with keys", None),
    ("_scheduler_options = 1", "must be a table", None),
]

NESTED = [
    ("regions = [1]", "regions.0: The first item of `regions` must be a string"),
    ('regions = ["us-east", 1]', "regions.1: The second item of `regions`"),
    ("machine_type = [1]", "machine_type.0: must be a string"),
    ("requirements = [1]", "requirements.0: must be a string or a list of strings"),
    (
        "requirements = [[1]]",
        "requirements.0.0: The first item of the first item of `requirements`",
    ),
    ('requirements = ["a", 1]', "requirements.1: The second item of `requirements`"),
    ('requirements = [["a"], 1]', "requirements.1: not the integer 1"),
    ("secrets = [{}]", "secrets.0: not a table"),
    ("retry_config = { timeout = 3 }", "retry_config.timeout: must be a table, not the integer 3."),
    (
        "retry_config = { timeout = { retries = '3' } }",
        "retry_config.timeout.retries: not the string",
    ),
    (
        "retry_config = { timeout = { retries = 3.0 } }",
        "retry_config.timeout.retries: not the float 3.0.",
    ),
    ("retry_config = { timeout = { retries = true } }", "retry_config.timeout.retries: boolean"),
    ("health_check = { path = 1 }", "health_check.path: must be a string"),
    (
        "health_check = { path = '/', timeout_seconds = 5.0 }",
        "health_check.timeout_seconds: not the float 5.0.",
    ),
    (
        "health_check = { path = '/', call_regularly = 1 }",
        "health_check.call_regularly: not the integer 1.",
    ),
    ("health_check = { path = '/', method = 1 }", "health_check.method: must be a string"),
    ("image = { dockerfile = 1 }", "image.dockerfile: must be a string"),
    ("image = { dockerfile = ['D'] }", "image.dockerfile: not a list."),
    ("image = { image = 1 }", "image.image: must be a string"),
    ("image = { dockerfile = 'D', build_args = 'A=b' }", "image.build_args: must be a table"),
    ("image = { dockerfile = 'D', build_args = ['A=b'] }", "image.build_args: must be a table"),
    ("image = { dockerfile = 'D', build_args = [{}] }", "image.build_args: not a list of tables."),
    ("image = { dockerfile = 'D', secrets = ['A'] }", "image.secrets: must be a table"),
    ("image = { dockerfile = 'D', secrets = { A = 1 } }", "image.secrets.A: Build secret `A`"),
    ("image = { dockerfile = 'D', registries = 'h' }", "image.registries: for each registry"),
    (
        "image = { dockerfile = 'D', registries = { h = 'x' } }",
        "image.registries.h: Registry `h`",
    ),
    (
        "image = { dockerfile = 'D', registries = { username = 'x' } }",
        "image.registries.username: must be in the table of a registry, not",
    ),
    (
        "image = { dockerfile = 'D', entrypoint = 1 }",
        "image.entrypoint: a string or a list of strings",
    ),
    ("image = { dockerfile = 'D', cmd = ['a', 1] }", "image.cmd.1: The second item of `cmd`"),
    (
        "image = { image = 'a', registries = { h = { username = 1, password = 'p' } } }",
        "image.registries.h.username: not the integer 1.",
    ),
]

APPS: list[tuple[Any, str, Any]] = [
    ("pkg.mod:Class", 'must be a table, not the string "pkg.mod:Class".', "python_entry_point"),
    ("a.py::B", 'not the string "a.py::B".', "ref"),
    ("src/a.py", 'not the string "src/a.py".', "ref"),
    ("whatever", "Use `[tool.fal.apps.x]` with keys such as `ref`.", None),
    (1, "App `x` must be a table, not the integer 1", None),
    (["a"], "not a list", None),
    ([], "not a list", None),
    (
        [{"ref": "a.py"}, {"ref": "b.py"}],
        "Use `[tool.fal.apps.x]` once, with single brackets",
        None,
    ),
]


@pytest.mark.parametrize(("line", "words", "replacement"), ROWS, ids=[row[0] for row in ROWS])
def test_value(line: str, words: str, replacement: Any) -> None:
    key = line.split(" =")[0]
    (found,) = check_app(setting(line), f"error wrong-type {key}: {words}")
    assert found.part == "value"
    assert found.replacement == replacement
    assert type(found.replacement) is type(replacement)
    assert found.expected
    assert f"must be {found.expected}, not" in found.message
    assert not (found.help and found.replacement is not None)


@pytest.mark.parametrize(("line", "expected"), NESTED, ids=[row[0] for row in NESTED])
def test_nested_value(line: str, expected: str) -> None:
    check_app(setting(line), f"error wrong-type {expected}")


@pytest.mark.parametrize(("value", "words", "key"), APPS)
def test_app(value: Any, words: str, key: str | None) -> None:
    (found,) = check_data({"apps": {"x": value}}, f"error wrong-type apps.x: {words}")
    assert found.replacement == (None if key is None else {key: value})


def test_app_in_double_brackets() -> None:
    (found,) = check_data(
        {"apps": {"x": [{"ref": "a"}]}},
        "error wrong-type apps.x: must be a table, not a list of tables.",
    )
    assert found.replacement == {"ref": "a"}


@pytest.mark.parametrize("value", [[], ["a"], [{"name": "a", "path": "b"}], "a", 1, True])
def test_apps(value: Any) -> None:
    check_data({"apps": value}, "error wrong-type apps: Use `[tool.fal.apps.my-app]` for each app")


@pytest.mark.parametrize("value", ["x", 1, [], [{}], True])
def test_tool_fal(value: Any) -> None:
    check_data(value, "error wrong-type .: `[tool.fal]` must be a table, not")


def test_key_of_an_app_among_the_apps() -> None:
    data = {"apps": {"ref": "a.py", "keep_alive": 5}}
    check_data(
        data,
        "error wrong-type apps.ref: below a header with a name, such as `[tool.fal.apps.my-app]`",
        "error wrong-type apps.keep_alive: `keep_alive` must be in the table of an app",
    )


@pytest.mark.parametrize(
    "line",
    ["{ N = 1 }", "{ N = 1.5 }", "{ N = true }", "{ N = [] }", "{ N = {} }", "{ N = 1979-05-27 }"],
)
def test_build_argument_is_a_warning(line: str) -> None:
    check_app(
        f"image = {{ dockerfile = 'D', build_args = {line} }}",
        "warning wrong-type image.build_args.N: Build argument `N` must be a string",
    )


CROSS = [
    *[
        (key, value)
        for key in INTEGERS
        for value in ('"1"', "1.0", "true", "[]", "{}", "1979-05-27")
    ],
    *[(key, value) for key in STRINGS for value in ("1", "1.0", "true", "[]", "{}", "07:32:00")],
    *[(key, value) for key in BOOLEANS for value in ("1", "1.0", '"true"', "[]", "{}")],
    *[(key, value) for key in LISTS for value in ("1", "1.0", "true", '"a"', "{}")],
    *[(key, value) for key in TABLES for value in ("1", "1.0", "true", '"a"', "[]")],
]


@pytest.mark.parametrize(("key", "value"), CROSS)
def test_every_key_refuses_other_types(key: str, value: str) -> None:
    snippet = f"{key} = {value}" + (
        "" if key in ("ref", "python_entry_point") else '\nref = "a.py"'
    )
    data = app(snippet)
    if key == "python_entry_point":
        data["apps"]["x"].pop("ref", None)
    if key == "app_files_context_dir":
        data["apps"]["x"]["app_files"] = ["a"]
    check_data(data, f"error wrong-type {key}: `{key}` must be", base=("apps", "x"))


def test_groups_are_complete() -> None:
    assert APP is not None
    assert {*INTEGERS, *STRINGS, *BOOLEANS, *LISTS, *TABLES, "machine_type"} == set(APP.children)
