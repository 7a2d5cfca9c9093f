"""A value of the wrong type: one violation, which says how to write what was meant."""

from __future__ import annotations

from typing import Any

import pytest
from fal_schema.lookup import root

from tests.support.violations import app, check_app, check_data, setting

APP = root().children["apps"].entry
assert APP is not None
INTEGERS = [name for name, node in APP.children.items() if node.types == {"integer"}]
STRINGS = [name for name, node in APP.children.items() if node.types == {"string"}]
BOOLEANS = [name for name, node in APP.children.items() if node.types == {"boolean"}]
LISTS = [name for name, node in APP.children.items() if node.types == {"array"}]
TABLES = [name for name, node in APP.children.items() if node.types == {"object"}]

ROWS: list[tuple[str, str, Any]] = [
    # an integer
    ('keep_alive = "300"', 'an integer of seconds, not the string "300": remove the quotes.', 300),
    ('keep_alive = " 300 "', "remove the quotes", 300),
    ('keep_alive = "-1"', "remove the quotes", -1),
    ('keep_alive = "5m"', "write the number of seconds, `300`", 300),
    ('keep_alive = "10 minutes"', "write the number of seconds, `600`", 600),
    ('keep_alive = "30s"', "write the number of seconds, `30`", 30),
    ('keep_alive = "1 Hour"', "write the number of seconds, `3600`", 3600),
    ('keep_alive = "2 hrs"', "write the number of seconds, `7200`", 7200),
    ('keep_alive = "1h30m"', "write the number of seconds alone", None),
    ('keep_alive = "5 months"', "write the number of seconds alone", None),
    ('exposed_port = "80s"', "write the number alone", None),
    ('keep_alive = "forever"', 'must be an integer of seconds, not the string "forever".', None),
    ("keep_alive = 10.0", "not the float 10.0: write `10`.", 10),
    ("keep_alive = 0.5", "must be an integer of seconds, not the float 0.5.", None),
    ("keep_alive = inf", "not the float inf.", None),
    ("keep_alive = nan", "not the float nan.", None),
    ("keep_alive = true", "not the boolean true.", None),
    ("keep_alive = [60]", "not a list.", None),
    ("keep_alive = { seconds = 60 }", "not a table.", None),
    ("keep_alive = 1979-05-27", "not the date or time 1979-05-27.", None),
    ("keep_alive = 07:32:00", "not the date or time 07:32:00.", None),
    ('num_gpus = "2"', 'must be an integer, not the string "2": remove the quotes.', 2),
    ("exposed_port = '8000'", "remove the quotes", 8000),
    # a boolean
    ('private_logs = "true"', 'a boolean, not the string "true": remove the quotes.', True),
    ('private_logs = "True"', "write `true`.", True),
    ('private_logs = "yes"', "write `true`.", True),
    ('private_logs = "no"', "write `false`.", False),
    ("private_logs = 1", "not the integer 1: write `true`.", True),
    ("private_logs = 0", "write `false`.", False),
    ("private_logs = 2", "not the integer 2.", None),
    ('private_logs = "maybe"', "write `true` or `false`.", None),
    ("app_scale_settings = []", "not a list.", None),
    # a string
    ("python_version = 3.12", "not the float 3.12: put it in quotes.", "3.12"),
    ("python_version = 3.1", "not the float 3.1: put it in quotes.", None),
    ("python_version = 3", "not the integer 3: put it in quotes.", "3"),
    ("name = true", "not the boolean true: put it in quotes.", "true"),
    ("name = 1979-05-27", "put it in quotes", "1979-05-27"),
    ('team = ["a"]', "not a list: remove the brackets.", "a"),
    ('team = ["a", "b"]', "must be a string, not a list.", None),
    ("team = {}", "not a table.", None),
    ("auth = true", "not the boolean true: write `private`, `shared` or `public`.", None),
    # a list
    ('requirements = "torch"', 'put it into a list, `["torch"]`.', ["torch"]),
    (
        "requirements = 1",
        "a list of strings or a list of lists of strings, not the integer 1",
        None,
    ),
    ('requirements = ""', "write `[]`", []),
    ('requirements = "requirements.txt"', "list its packages here", None),
    ('requirements = "torch.txt "', "fal does not read requirements files", None),
    ("requirements = { torch = '2' }", "not a table", None),
    ('requirements = ["a", ["b"]]', "not a mix of both", None),
    ('requirements = [["b"], "a"]', "put every item into a list of its own, or none", None),
    ('regions = "us-east"', "must be a list of strings, not the string", ["us-east"]),
    ('secrets = "TOKEN"', 'put it into a list, `["TOKEN"]`', ["TOKEN"]),
    ('secrets = { TOKEN = "x" }', "must be a list of strings, not a table", None),
    ('app_files = "models"', "put it into a list", ["models"]),
    ('data_mounts = "/data"', "put it into a list", ["/data"]),
    ('requirements = "torch, numpy"', '`["torch", "numpy"]`', ["torch", "numpy"]),
    ('requirements = "torch\\nnumpy\\n"', '`["torch", "numpy"]`', ["torch", "numpy"]),
    ('requirements = "torch>=2,<3"', '`["torch>=2,<3"]`', ["torch>=2,<3"]),
    ('requirements = "a[b, c]"', '`["a[b, c]"]`', ["a[b, c]"]),
    ("requirements = 'a; extra in \"b, c\"'", "put it into a list", ['a; extra in "b, c"']),
    ('app_files = "a,b"', '`["a,b"]`', ["a,b"]),
    ('regions = "us-east,eu-west"', '`["us-east", "eu-west"]`', ["us-east", "eu-west"]),
    # a string of a certain form
    ("python_entry_point = 5", "write one such as", None),
    ("python_entry_point = ['a:B']", "remove the brackets", "a:B"),
    ("python_entry_point = ['a', 'B']", "must be a string, not a list.", None),
    # a union
    ("machine_type = 1", "a string or a list of strings, not the integer 1", "1"),
    ("machine_type = true", "a string or a list of strings, not the boolean true", "true"),
    ("machine_type = {}", "a string or a list of strings, not a table", None),
    # a table
    ('health_check = "/health"', '`health_check = { path = "/health" }`', {"path": "/health"}),
    ('health_check = "health"', "write `[tool.fal.apps.x.health_check]` with keys", None),
    ("health_check = true", "must be a table, not the boolean true", None),
    ('health_check = [{ path = "/" }]', "with single brackets", {"path": "/"}),
    ('image = "my-org/app:1"', '`image = { image = "my-org/app:1" }`', {"image": "my-org/app:1"}),
    (
        'image = "Dockerfile"',
        '`image = { dockerfile = "Dockerfile" }`',
        {"dockerfile": "Dockerfile"},
    ),
    ('image = "gpu/Dockerfile.cuda"', "dockerfile =", {"dockerfile": "gpu/Dockerfile.cuda"}),
    ('image = "gpu.dockerfile"', "dockerfile =", {"dockerfile": "gpu.dockerfile"}),
    ('image = "dockerfiles/app:1"', "image =", {"image": "dockerfiles/app:1"}),
    ("retry_config = 3", "must be a table, not the integer 3", None),
    ("image = 1", "write `[tool.fal.apps.x.image]` with keys", None),
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
    ("retry_config = { timeout = 3 }", "retry_config.timeout: `timeout = { retries = 3 }`"),
    ("retry_config = { timeout = { retries = '3' } }", "retry_config.timeout.retries: the quotes"),
    ("retry_config = { timeout = { retries = 3.0 } }", "retry_config.timeout.retries: write `3`"),
    ("retry_config = { timeout = { retries = true } }", "retry_config.timeout.retries: boolean"),
    ("health_check = { path = 1 }", "health_check.path: must be a string"),
    ("health_check = { path = '/', timeout_seconds = 5.0 }", "health_check.timeout_seconds: `5`"),
    ("health_check = { path = '/', call_regularly = 1 }", "health_check.call_regularly: `true`"),
    ("health_check = { path = '/', method = 1 }", "health_check.method: must be a string"),
    ("image = { dockerfile = 1 }", "image.dockerfile: must be a string"),
    ("image = { dockerfile = ['D'] }", "image.dockerfile: remove the brackets"),
    ("image = { image = 1 }", "image.image: must be a string"),
    ("image = { dockerfile = 'D', build_args = 'A=b' }", "image.build_args: must be a table"),
    ("image = { dockerfile = 'D', build_args = ['A=b'] }", "image.build_args: must be a table"),
    ("image = { dockerfile = 'D', build_args = [{}] }", "image.build_args: single brackets"),
    ("image = { dockerfile = 'D', secrets = ['A'] }", "image.secrets: must be a table"),
    ("image = { dockerfile = 'D', secrets = { A = 1 } }", "image.secrets.A: The build secret `A`"),
    ("image = { dockerfile = 'D', registries = 'h' }", "image.registries: for each registry"),
    (
        "image = { dockerfile = 'D', registries = { h = 'x' } }",
        "image.registries.h: The registry `h`",
    ),
    (
        "image = { dockerfile = 'D', registries = { username = 'x' } }",
        "image.registries.username: key of a registry, and",
    ),
    (
        "image = { dockerfile = 'D', entrypoint = 1 }",
        "image.entrypoint: a string or a list of strings",
    ),
    ("image = { dockerfile = 'D', cmd = ['a', 1] }", "image.cmd.1: The second item of `cmd`"),
    (
        "image = { image = 'a', registries = { h = { username = 1, password = 'p' } } }",
        "image.registries.h.username: put it in quotes",
    ),
]

APPS: list[tuple[Any, str, Any]] = [
    ("pkg.mod:Class", '`x = { python_entry_point = "pkg.mod:Class" }`', "python_entry_point"),
    ("a.py::B", '`x = { ref = "a.py::B" }`', "ref"),
    ("src/a.py", '`x = { ref = "src/a.py" }`', "ref"),
    ("whatever", "write `[tool.fal.apps.x]` with keys such as `ref`.", None),
    (1, "The app `x` must be a table, not the integer 1", None),
    (["a"], "not a list", None),
    ([], "not a list", None),
    (
        [{"ref": "a.py"}, {"ref": "b.py"}],
        "write `[tool.fal.apps.x]` once, with single brackets",
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


@pytest.mark.parametrize(("line", "expected"), NESTED, ids=[row[0] for row in NESTED])
def test_nested_value(line: str, expected: str) -> None:
    check_app(setting(line), f"error wrong-type {expected}")


@pytest.mark.parametrize(("value", "words", "key"), APPS)
def test_app(value: Any, words: str, key: str | None) -> None:
    (found,) = check_data({"apps": {"x": value}}, f"error wrong-type apps.x: {words}")
    assert found.replacement == (None if key is None else {key: value})


def test_app_in_double_brackets() -> None:
    (found,) = check_data(
        {"apps": {"x": [{"ref": "a"}]}}, "error wrong-type apps.x: single brackets"
    )
    assert found.replacement == {"ref": "a"}


@pytest.mark.parametrize("value", [[], ["a"], [{"name": "a", "path": "b"}], "a", 1, True])
def test_apps(value: Any) -> None:
    check_data(
        {"apps": value}, "error wrong-type apps: write `[tool.fal.apps.my-app]` for each app"
    )


@pytest.mark.parametrize("value", ["x", 1, [], [{}], True])
def test_tool_fal(value: Any) -> None:
    check_data(value, "error wrong-type .: `[tool.fal]` must be a table, not")


def test_key_of_an_app_among_the_apps() -> None:
    data = {"apps": {"ref": "a.py", "keep_alive": 5}}
    check_data(
        data,
        "error wrong-type apps.ref: below a header with a name, such as `[tool.fal.apps.my-app]`",
        "error wrong-type apps.keep_alive: `keep_alive` is a key of an app",
    )


@pytest.mark.parametrize(
    "line",
    ["{ N = 1 }", "{ N = 1.5 }", "{ N = true }", "{ N = [] }", "{ N = {} }", "{ N = 1979-05-27 }"],
)
def test_build_argument_is_a_warning(line: str) -> None:
    check_app(
        f"image = {{ dockerfile = 'D', build_args = {line} }}",
        "warning wrong-type image.build_args.N: The build argument `N` must be a string",
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
    assert len(INTEGERS) == 14
    assert APP is not None
    assert {*INTEGERS, *STRINGS, *BOOLEANS, *LISTS, *TABLES, "machine_type"} == set(APP.children)
