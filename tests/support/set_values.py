"""One value, set in every way in which a setting of an app can be set. Knows no rule.

`MISTAKES` and `RIGHT` are what the rules and the real fal are both asked about.
"""

from __future__ import annotations

from typing import NamedTuple

from fal_schema.lookup import node_at


class Mistake(NamedTuple):
    """A value of a key as TOML and as Python write it, and the rule that it breaks.

    `marked` is the part of the Python text that the finding is at, by default all of it. `is_sent`:
    fal refuses it nowhere in its client.
    """

    key: str
    toml: str
    python: str
    rule: str
    marked: str = ""
    is_sent: bool = False


def _integers() -> list[Mistake]:
    keys = [
        *("num_gpus", "min_concurrency", "max_concurrency", "concurrency_buffer"),
        *("concurrency_buffer_perc", "max_multiplexing", "keep_alive", "request_timeout"),
        *("request_start_timeout", "startup_timeout", "scaling_delay"),
        "termination_grace_period_seconds",
    ]
    return [
        Mistake(key, *mistake)
        for key in keys
        for mistake in (
            ('"5m"', '"5m"', "wrong-type"),
            ("5.0", "5.0", "wrong-type"),
            ("true", "True", "wrong-type"),
            ("[5]", "[5]", "wrong-type"),
            ("2147483648", "2**31", "out-of-range"),
            ("-1", "-1", "negative-value", "", True),
        )
    ]


def _lists() -> list[Mistake]:
    return [
        Mistake(key, *mistake)
        for key in ("regions", "secrets", "data_mounts", "skip_retry_conditions", "app_files")
        for mistake in (
            ('"d"', '"d"', "wrong-type", "", key != "skip_retry_conditions"),
            ("5", "5", "wrong-type"),
            ('{ d = "x" }', '{"d": "x"}', "wrong-type", "", key != "skip_retry_conditions"),
            ("[5]", "[5]", "wrong-type", "5"),
        )
    ]


# ruff: noqa: E501 (a mistake a line)

MISTAKES = (
    *_integers(),
    *_lists(),
    Mistake("machine_type", '"GPU-T4"', '"GPU-T4"', "unknown-machine-type", "", True),
    Mistake("machine_type", '["M", "GPU-T4"]', '["M", "GPU-T4"]', "unknown-machine-type", '"GPU-T4"', True),
    Mistake("machine_type", '""', '""', "unknown-machine-type", "", True),
    Mistake("machine_type", "[]", "[]", "invalid-value"),
    Mistake("machine_type", "5", "5", "wrong-type"),
    Mistake("machine_type", '["M", 5]', '["M", 5]', "wrong-type", "5"),
    Mistake("machine_type", '{ a = "M" }', '("M", "L")', "wrong-type"),
    Mistake("machine_type", "false", "None", "wrong-type"),
    Mistake("regions", '["us-moon"]', '["us-moon"]', "invalid-value", '"us-moon"', True),
    Mistake("regions", '["us-east", "US-EAST"]', '["us-east", "US-EAST"]', "invalid-value", '"US-EAST"', True),
    Mistake("exposed_port", "80800", "80800", "out-of-range", "", True),
    Mistake("exposed_port", "-1", "-1", "out-of-range", "", True),
    Mistake("exposed_port", '"8000"', '"8000"', "wrong-type"),
    Mistake("metrics_port", "70000", "70000", "out-of-range", "", True),
    Mistake("metrics_port", '"9090"', '"9090"', "wrong-type"),
    Mistake("private_logs", '"yes"', '"yes"', "wrong-type"),
    Mistake("skip_retry_conditions", '["timeouts"]', '["timeouts"]', "invalid-value", '"timeouts"'),
    Mistake("skip_retry_conditions", '["server error"]', '("timeout", "server error")', "invalid-value", '"server error"'),
    Mistake("retry_config", "{}", "{}", "invalid-value"),
    Mistake("retry_config", "3", "3", "wrong-type"),
    Mistake("retry_config", "{ timeout = 3 }", '{"timeout": 3}', "wrong-type", "3"),
    Mistake("retry_config", "{ timeout = {} }", '{"timeout": {}}', "missing-key", '"timeout"'),
    Mistake("retry_config", '{ timeout = { retries = "3" } }', '{"timeout": {"retries": "3"}}', "wrong-type", '"3"'),
    Mistake("retry_config", "{ timeout = { retries = true } }", '{"timeout": {"retries": True}}', "wrong-type", "True"),
    Mistake("retry_config", "{ timeouts = { retries = 3 } }", '{"timeouts": {"retries": 3}}', "unknown-key", '"timeouts"'),
    Mistake("retry_config", "{ timeout = { retries = 3, max = 4 } }", '{"timeout": {"retries": 3, "max": 4}}', "unknown-key", '"max"'),
    Mistake("retry_config", "{ timeout = { retries = -1 } }", '{"timeout": {"retries": -1}}', "negative-value", "-1", True),
    Mistake("termination_grace_period_seconds", "100", "100", "grace-period-too-long", "", True),
    Mistake("app_files_ignore", '["["]', '["["]', "invalid-regex", '"["'),
    Mistake("app_files_ignore", '"x"', '"x"', "wrong-type", "", True),
    Mistake("app_files_context_dir", "5", "5", "wrong-type"),
    Mistake("requirements", '"torch"', '"torch"', "wrong-type"),
    Mistake("requirements", '["torch", ["numpy"]]', '["torch", ["numpy"]]', "wrong-type"),
    Mistake("requirements", '{ a = "torch" }', '("torch",)', "wrong-type"),
    Mistake("requirements", '["torch=>2"]', '["torch=>2"]', "invalid-requirement", '"torch=>2"', True),
    Mistake("app_files", '["nope"]', '["nope"]', "app-files-missing", '"nope"', True),
    Mistake("app_files", '["../x"]', '["../x"]', "app-files-outside", '"../x"'),
    Mistake("python_version", '"latest"', '"latest"', "invalid-python-version"),
    Mistake("python_version", "3.11", "3.11", "wrong-type"),
    Mistake("requirements_context_dir", "5", "5", "wrong-type"),
    Mistake("auth", '"privat"', '"privat"', "invalid-value", "", True),
    Mistake("auth", '"PUBLIC"', '"PUBLIC"', "invalid-value", "", True),
    Mistake("auth", "5", "5", "wrong-type", "", True),
    Mistake("auth", "true", "True", "wrong-type", "", True),
)  # fmt: skip


class Value(NamedTuple):
    """A value that is right, as Python writes it."""

    key: str
    python: str


RIGHT = tuple(
    Value(key, python)
    for key, listed in {
        "machine_type": ('"GPU-H100"', '["GPU-H100", "M"]', '"M" if True else "L"'),
        "num_gpus": ("None", "0"),
        "regions": ('["us-east"]', '("us-east", "eu-west")', '{"us-west"}', "[]", "None"),
        "keep_alive": ("5 * 60", "None", 'int("5")', "0"),
        "min_concurrency": ("0", "None"),
        "request_timeout": ("3600", "2**31 - 1", "None"),
        "startup_timeout": ("600", "60 * 10"),
        "metrics_port": ("9191", "65535", "None"),
        "exposed_port": ("8000",),
        "private_logs": ("True", "False"),
        "skip_retry_conditions": ('["timeout"]', '("TIMEOUT",)', '{"server_error"}', "[]"),
        "retry_config": ('{"timeout": {"retries": 0}}', "None"),
        "termination_grace_period_seconds": ("30", "None"),
        "secrets": ('["HF_TOKEN"]', '("HF_TOKEN",)', "[]", "None"),
        "data_mounts": ('["/data"]', '("/data/models",)', "[]"),
        "app_files": ('["d"]', '("d",)', "[]"),
        "app_files_ignore": (r'[r"\.txt$"]', '("x",)'),
        "requirements": ('["torch"]', '[["torch"], ["numpy>=2"]]', "[]"),
        "auth": ('"public"', '"shared"', "None"),
    }.items()
    for python in listed
)

RUN = '    @fal.endpoint("/")\n    async def run(self): ...\n'

SHAPES = {
    "body": "class A(fal.App):\n    {0} = {1}\n",
    "base": "class B(fal.App):\n    {0} = {1}\nclass A(B):\n",
    "mixin": "class M:\n    {0} = {1}\nclass A(M, fal.App):\n",
    "later": "class A(fal.App):\n" + RUN + "A.{0} = {1}\n",
    "keyword": "class A(fal.App, {0}={1}):\n",
    "base keyword": "class B(fal.App, {0}={1}): ...\nclass A(B):\n",
    "host_kwargs": 'class A(fal.App):\n    host_kwargs = {{"{0}": {1}}}\n',
    "decorator": "@fal.function({0}={1}, serve=True)\ndef A(): ...\n",
}
"""The ways to set a value in Python."""


def name_in(key: str, shape: str) -> str:
    """What a key is called where a shape sets it; empty where it can't be set there."""
    node = node_at(("apps", "a", key))
    names = node.python if node is not None else None
    if names is None:
        return ""
    if shape == "decorator":
        return names.option
    if shape in ("keyword", "base keyword", "host_kwargs"):
        # `getattr(cls, "app_files", None)` is `[]`, and takes the place of what is inherited.
        is_lost = key == "app_files_ignore" or (key == "app_files" and shape != "keyword")
        return "" if is_lost else names.keyword
    if shape == "later" and names.keyword:
        # `__init_subclass__` has read it.
        return ""
    return names.attribute


def files(key: str, python: str, shape: str) -> dict[str, str]:
    """A project whose app has a value for a key, set in one of the `SHAPES`."""
    code = SHAPES[shape].format(name_in(key, shape), python)
    if shape not in ("decorator", "later"):
        code += RUN
    extra = 'app_files = ["d"]\n' if key.startswith("app_files_") else ""
    return {
        "pyproject.toml": f'[tool.fal.apps.a]\nref = "app.py::A"\n{extra}',
        "app.py": f"import fal\n\n{code}",
        "d/a": "",
    }


SET_MISTAKES = [
    (mistake, shape) for mistake in MISTAKES for shape in SHAPES if name_in(mistake.key, shape)
]
SET_RIGHT = [(value, shape) for value in RIGHT for shape in SHAPES if name_in(value.key, shape)]


def row_id(part: object) -> str:
    """The name of a parameter of a test."""
    return part if isinstance(part, str) else str(part[:3]) if isinstance(part, tuple) else ""
