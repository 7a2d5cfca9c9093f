"""Generated projects with one app: settings at random in every place in which they can be.

Knows fal's keys and how Python sets them; nothing of ours.
"""

from __future__ import annotations

import sys
from typing import NamedTuple

from hypothesis import strategies as st

CONSTANTS = """\
import os
LARGE = "GPU-H100"
SIZES = ["L", LARGE]
FEW = 2
COUNTS = {"few": FEW, "many": FEW * 10}
REGIONS = ["us-west"] if FEW > 1 else ["us-east"]
NOTHING = None
"""

PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
_NUMBERS = ("1", "60", "10", "constants.FEW", "constants.COUNTS['many']", "2 * 30", "None")
_LISTS = ("[]", "['a']", "['a', 'b'][:1]", "['/data']", "None")
_FILES = ("['d']", "['d', 'e']", "[]", "('d',)[:0] or ['e']")

PYTHON_VALUES: dict[str, tuple[str, ...]] = {
    "machine_type": ("'S'", "'XS'", "'M'", "constants.LARGE", "constants.SIZES", "['S']"),
    "num_gpus": ("1", "constants.FEW", "None"),
    "regions": ("['us-east']", "constants.REGIONS", "[]", "None"),
    "keep_alive": _NUMBERS,
    "min_concurrency": ("0", *_NUMBERS),
    "max_concurrency": _NUMBERS,
    "concurrency_buffer": _NUMBERS,
    "concurrency_buffer_perc": _NUMBERS,
    "max_multiplexing": _NUMBERS,
    "scaling_delay": _NUMBERS,
    "request_timeout": _NUMBERS,
    "request_start_timeout": ("0", *_NUMBERS),
    "startup_timeout": _NUMBERS,
    "metrics_port": ("9090", "9191", "None"),
    "termination_grace_period_seconds": _NUMBERS,
    "secrets": _LISTS,
    "data_mounts": _LISTS,
    "skip_retry_conditions": ("['timeout']", "['server_error']", "None"),
    "retry_config": ("{'timeout': {'retries': 2}}", "fal.sdk.RetryConfig(server_error=1)", "None"),
    "requirements": ("['torch']", "['numpy', 'pillow']", "[['torch'], ['flash-attn']]", "[]"),
    "requirements_context_dir": ("'lib'", "None"),
    "app_files": _FILES,
    "app_files_ignore": ("['\\\\.x$']", "[]"),
    "app_files_context_dir": ("'.'", "'lib'", "None"),
    "image": (
        "fal.ContainerImage.from_dockerfile_str('FROM python:3.11')",
        "fal.ContainerImage.from_dockerfile('Dockerfile', build_args={'A': '1'})",
        "fal.ContainerImage('FROM python:3.11', secrets={'T': '$T'}, cmd=['x'])",
        "None",
    ),
    "private_logs": ("True", "False"),
    "python_version": (f"'{PYTHON}'", "None"),
    "app_auth": ("'public'", "'shared'", "'privat'", "None"),
    "exposed_port": ("8000", "8080"),
    "serve": ("True", "False"),
}
TOML_VALUES: dict[str, tuple[str, ...]] = {
    "machine_type": ('"S"', '"XS"', '"L"', '["L", "M"]'),
    "num_gpus": ("1", "2"),
    "regions": ('["us-east"]', "[]"),
    "keep_alive": ("60", "10", "300"),
    "min_concurrency": ("0", "1"),
    "max_concurrency": ("2", "8"),
    "concurrency_buffer": ("0", "3"),
    "concurrency_buffer_perc": ("0", "20"),
    "max_multiplexing": ("1", "4"),
    "scaling_delay": ("5",),
    "request_timeout": ("3600", "60"),
    "request_start_timeout": ("0", "60"),
    "startup_timeout": ("600", "60"),
    "metrics_port": ("9090", "9292"),
    "termination_grace_period_seconds": ("5", "30"),
    "secrets": ('["a"]', "[]"),
    "data_mounts": ('["/data"]', "[]"),
    "skip_retry_conditions": ('["timeout"]', "[]"),
    "retry_config": ("{ timeout = { retries = -1 } }", "{ server_error = { retries = 3 } }"),
    "requirements": ('["torch"]', '[["torch"], ["flash-attn"]]', "[]"),
    "requirements_context_dir": ('"lib"',),
    "app_files": ('["d"]', '["e"]', "[]"),
    "app_files_ignore": ("['\\.y$']", "[]"),
    "app_files_context_dir": ('"."', '"lib"'),
    "image": (
        '{ dockerfile = "Dockerfile", build_args = { A = "1" } }',
        '{ image = "a/b:1", cmd = ["serve"] }',
    ),
    "private_logs": ("true", "false"),
    "python_version": (f'"{PYTHON}"',),
    "auth": ('"private"', '"public"', '"privat"', '""'),
    "exposed_port": ("8000", "8080"),
    "health_check": ('{ path = "/ready" }', '{ path = "/h", method = "post" }'),
    "name": ('"prod"', '""'),
    "deployment_strategy": ('"rolling"', '"recreate"'),
    "app_scale_settings": ("true", "false"),
    "no_scale": ("true", "false"),
    "team": ('"crew"',),
}
CLASS_PLACES = (
    *("body", "base", "grandparent", "before", "behind", "keyword", "base keyword"),
    *("after", "host_kwargs"),
)
_KEYWORDS_ONLY = frozenset({"private_logs", "python_version"})
_NEVER_KEYWORDS = frozenset(
    {"machine_type", "num_gpus", "regions", "requirements", "app_auth", "exposed_port", "serve"}
)
_NOT_OF_CLASS = frozenset({"exposed_port", "serve"})
_NOT_OF_FUNCTION = frozenset({"app_auth"})

WAYS = {
    "plain": "{name} = {value}",
    "twice": "{name} = 1\n{name} = {value}",
    "branch": "if constants.FEW == 2:\n    {name} = {value}\nelse:\n    {name} = 99",
    "either": "if os.environ.get('X'):\n    {name} = {value}\nelse:\n    {name} = {value}",
    "try": "try:\n    {name} = {value}\nfinally:\n    pass",
    "chance": "if os.environ.get('X_NOT_SET'):\n    {name} = {value}",
}
CHANCE = "os.environ.get('X_NOT_SET') or "


class Placed(NamedTuple):
    """A setting of the Python file: where, which, its expression, and the statements around it."""

    place: str
    key: str
    value: str
    way: str = "plain"


class Generated(NamedTuple):
    """A project: its files, and the keys that depend on the environment."""

    files: dict[str, str]
    by_chance: frozenset[str]


def _placed(places: tuple[str, ...], without: frozenset[str]) -> st.SearchStrategy[Placed]:
    def of_key(key: str) -> st.SearchStrategy[Placed]:
        fitting = [each for each in places if _fits(key, each)]
        values = st.sampled_from(PYTHON_VALUES[key])
        by_chance = st.booleans().flatmap(
            lambda rare: values.map(lambda value: f"{CHANCE}{value}") if rare else values
        )
        return st.builds(
            Placed,
            st.sampled_from(fitting),
            st.just(key),
            st.one_of(values, values, values, by_chance),
            st.sampled_from([*WAYS, "plain", "plain"]),
        )

    keys = sorted(PYTHON_VALUES.keys() - without)
    return st.sampled_from(keys).flatmap(of_key)


def _fits(key: str, place: str) -> bool:
    is_keyword = place in ("keyword", "base keyword", "host_kwargs", "decorator")
    if key in _KEYWORDS_ONLY:
        return is_keyword
    return not is_keyword or place == "decorator" or key not in _NEVER_KEYWORDS


_TOML = st.dictionaries(st.sampled_from(sorted(TOML_VALUES)), st.integers(0, 3), max_size=8).map(
    lambda chosen: {
        key: TOML_VALUES[key][index % len(TOML_VALUES[key])] for key, index in chosen.items()
    }
)
_CHECKS = st.sampled_from(
    ("", "", "fal.HealthCheck()", "fal.HealthCheck(timeout_seconds=constants.FEW, method='get')")
)


@st.composite
def projects(draw: st.DrawFn) -> Generated:
    """A project whose app `a` is a class, a function, an entry point or an image."""
    kind = draw(st.sampled_from(("class", "class", "class", "function", "entry", "image")))
    toml = draw(_TOML)
    placed: list[Placed] = []
    if kind == "class":
        placed = draw(st.lists(_placed(CLASS_PLACES, _NOT_OF_CLASS), max_size=8))
    elif kind == "function":
        placed = draw(st.lists(_placed(("decorator",), _NOT_OF_FUNCTION), max_size=8))
    placed = _consistent(placed, toml)
    source = {"class": 'ref = "app.py::A"', "function": 'ref = "app.py::f"'}.get(kind, "")
    if kind == "entry":
        source = 'python_entry_point = "app:A"'
    if kind == "image":
        toml["image"] = draw(st.sampled_from(TOML_VALUES["image"]))
        toml = {key: each for key, each in toml.items() if not key.startswith("app_files")}
    lines = [source, *(f"{key} = {value}" for key, value in toml.items())]
    code = function(placed) if kind == "function" else app(placed, draw(_CHECKS))
    files = {
        "pyproject.toml": "\n".join(["[tool.fal.apps.a]", *lines, ""]),
        "app.py": code,
        "constants.py": CONSTANTS,
        "Dockerfile": "FROM python:3.11\n",
        **dict.fromkeys(("d/1", "e/1", "lib/d/1", "lib/e/1"), ""),
    }
    chance = {each.key for each in placed if each.way == "chance" or CHANCE in each.value}
    return Generated(files, frozenset(chance))


def _consistent(placed: list[Placed], toml: dict[str, str]) -> list[Placed]:
    """What fal does not refuse: no image beside files, and no two scale settings."""
    if "no_scale" in toml:
        toml.pop("app_scale_settings", None)
    if "app_files" not in toml:
        toml.pop("app_files_context_dir", None)
    if not any(each.key == "app_files" for each in placed):
        placed = [each for each in placed if each.key != "app_files_context_dir"]
    has_image = "image" in toml or any(each.key == "image" for each in placed)
    if has_image:
        for key in [key for key in toml if key.startswith("app_files")]:
            del toml[key]
        placed = [each for each in placed if not each.key.startswith("app_files")]
    return placed


def app(placed: list[Placed], check: str) -> str:
    """The file of a class with its bases and mixins."""
    bodies: dict[str, list[str]] = {place: [] for place in CLASS_PLACES}
    keywords: dict[str, dict[str, str]] = {"keyword": {}, "base keyword": {}, "host_kwargs": {}}
    for each in placed:
        if each.place in keywords:
            keywords[each.place][each.key] = each.value
            continue
        name = f"A.{each.key}" if each.place == "after" else each.key
        bodies[each.place] += WAYS[each.way].format(name=name, value=each.value).split("\n")
    if keywords["host_kwargs"]:
        items = ", ".join(f"'{key}': {value}" for key, value in keywords["host_kwargs"].items())
        bodies["body"].append(f"host_kwargs = {{{items}}}")

    def statement(name: str, bases: str, place: str, given: dict[str, str], *more: str) -> str:
        written = "".join(f", {key}={value}" for key, value in given.items())
        body = [*bodies[place], *more] or ["pass"]
        return "\n".join([f"class {name}({bases}{written}):", *(f"    {line}" for line in body)])

    endpoint = f"@fal.endpoint('/ready', health_check={check})" if check else "@fal.endpoint('/')"
    return "\n".join(
        [
            "import os, fal, fal.sdk, constants",
            statement("Before", "object", "before", {}),
            statement("Behind", "object", "behind", {}),
            statement("Grandparent", "fal.App", "grandparent", {}),
            statement("Base", "Grandparent", "base", keywords["base keyword"]),
            statement(
                *("A", "Before, Base, Behind", "body", keywords["keyword"]),
                *(endpoint, "def run(self) -> dict: ..."),
            ),
            *bodies["after"],
            "",
        ]
    )


def function(placed: list[Placed]) -> str:
    """The file of a function; a value that is made in a way of its own is a variable before."""
    lines, given = ["import os, fal, fal.sdk, constants"], {}
    for number, each in enumerate(placed):
        given[each.key] = each.value
        if each.way not in ("plain", "chance"):
            given[each.key] = f"v{number}"
            lines += WAYS[each.way].format(name=f"v{number}", value=each.value).split("\n")
    written = ", ".join(f"{key}={value}" for key, value in given.items())
    return "\n".join([*lines, f"@fal.function({written})", "def f() -> dict: ...", ""])
