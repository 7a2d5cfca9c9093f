"""What the keys of a table say about each other, and what a table lacks."""

from __future__ import annotations

import pytest
from fal_schema import validate

from tests.schema.violations import app, check_app

CONFLICTS = [
    ('ref = "a.py"\npython_entry_point = "a:b"', "ref-conflict ref", "python_entry_point"),
    ('python_entry_point = ""\nref = ""', "ref-conflict ref", "python_entry_point"),
    ('image.dockerfile = "D"\nimage.image = "i"', "image-conflict image.dockerfile", "image.image"),
    (
        'image = { image = "i", build_args = {} }',
        "dockerfile-only-key image.build_args",
        "image.image",
    ),
    ('image = { image = "i", secrets = {} }', "dockerfile-only-key image.secrets", "image.image"),
    ('image = { image = "i" }\napp_files = ["a"]', "app-files-in-container app_files", "image"),
    (
        'image = { dockerfile = "D" }\napp_files = ["a", "b"]',
        "app-files-in-container app_files",
        "image",
    ),
    (
        'ref = "a.py"\nno_scale = true\napp_scale_settings = false',
        "scale-settings-conflict no_scale",
        "app_scale_settings",
    ),
]

LACKS = [
    ("", "app-source-missing .", "App `x` has no source.", ("ref",)),
    ('auth = "private"', "app-source-missing .", "Set `ref` (a file)", ("ref",)),
    (
        "image = {}",
        "image-source-missing image",
        "`image` has neither `dockerfile`",
        ("dockerfile",),
    ),
    ('image = { cmd = "x" }', "image-source-missing image", "", ("dockerfile",)),
    (
        "image = { build_args = {}, secrets = {} }",
        "image-source-missing image",
        "",
        ("dockerfile",),
    ),
    (
        'ref = "a.py"\nhealth_check = {}',
        "missing-key health_check",
        "is missing the required key `path`.",
        ("path",),
    ),
    (
        'ref = "a.py"\nretry_config = { timeout = {} }',
        "missing-key retry_config.timeout",
        "is missing the required key `retries`.",
        ("retries",),
    ),
    (
        "image = { image = 'i', registries = { h = {} } }",
        "missing-key image.registries.h",
        "Registry `h` is missing the required keys `username` and `password`.",
        ("username", "password"),
    ),
    (
        "image = { image = 'i', registries = { h = { username = 'u' } } }",
        "missing-key image.registries.h",
        "is missing the required key `password`.",
        ("password",),
    ),
]

FOLLOWS = {
    "misspelt source": ('reff = "a.py"', "unknown-key reff"),
    "alias of a source": ('entry_point = "a:b"', "unknown-key entry_point"),
    "source in the wrong table": ('dockerfile = "D"', "unknown-key dockerfile"),
    "source of another spelling": ('docker_file = "D"', "unknown-key docker_file"),
    "source of the image outside it": (
        'dockerfile = "D"\nimage = { cmd = "x" }',
        "unknown-key dockerfile",
    ),
    "misspelt source of the image": ('image = { dockerfil = "D" }', "unknown-key image.dockerfil"),
    "source inside the image": (
        'image = { dockerfile = "D", ref = "a.py" }',
        "unknown-key image.ref",
    ),
    "misspelt path": ('ref = "a.py"\nhealth_check = { pth = "/" }', "unknown-key health_check.pth"),
    "path beside its table": ('ref = "a.py"\npath = "/"\nhealth_check = {}', "unknown-key path"),
    "misspelt password": (
        "image = { image = 'i', registries = { h = { username = 'u', pasword = 'p' } } }",
        "unknown-key image.registries.h.pasword",
    ),
    "misspelt retries": (
        'ref = "a.py"\nretry_config = { timeout = { retrys = 1 } }',
        "unknown-key retry_config.timeout.retrys",
    ),
    "conflict instead of what depends on it": (
        "image = { image = 'i', dockerfile = 'D', build_args = {}, secrets = {} }",
        "image-conflict image.dockerfile",
    ),
    "conflict instead of the type": (
        'ref = 1\npython_entry_point = "a:b"',
        "ref-conflict ref",
    ),
    "type instead of the conflict": (
        'app_files = "a"\nimage = { image = "i" }',
        "wrong-type app_files",
    ),
    "source of the wrong type": ("ref = 1", "wrong-type ref"),
    "image of the wrong type": ('image = "i"', "wrong-type image"),
}


@pytest.mark.parametrize(("snippet", "expected", "other"), CONFLICTS)
def test_conflict(snippet: str, expected: str, other: str) -> None:
    (found,) = check_app(snippet, f"error {expected}")
    (related,) = found.related
    assert found.part == related.part == "key"
    assert ".".join(map(str, related.path[2:])) == other
    assert f"`{other.rpartition('.')[2]}`" in related.message


def test_base_without_files() -> None:
    (found,) = check_app(
        'ref = "a.py"\napp_files_context_dir = "src"',
        "error app-files-required app_files_context_dir: requires `app_files`.",
    )
    assert found.part == "key"


@pytest.mark.parametrize(("snippet", "expected", "words", "missing"), LACKS)
def test_table_lacks_something(
    snippet: str, expected: str, words: str, missing: tuple[str, ...]
) -> None:
    (found,) = check_app(snippet, f"error {expected}: {words}")
    assert found.part == "key"
    assert found.missing[: len(missing)] == missing


@pytest.mark.parametrize(("snippet", "expected"), FOLLOWS.values(), ids=FOLLOWS.keys())
def test_what_only_follows_is_left_out(snippet: str, expected: str) -> None:
    rules = [f"{each.rule} {'.'.join(map(str, each.path[2:]))}" for each in validate(app(snippet))]
    assert rules == [expected]


def test_two_independent_problems_are_both_there() -> None:
    check_app(
        'foo = 1\nauth = "x"',
        "error app-source-missing .",
        "error unknown-key foo",
        "error invalid-value auth",
    )


def test_order_is_that_of_the_data() -> None:
    check_app(
        'keep_alive = "1"\n'
        'image = { cmd = 1, image = "i", foo = 2, build_args = {} }\n'
        'bar = 1\nauth = "x"',
        "error wrong-type keep_alive",
        "error wrong-type image.cmd",
        "error unknown-key image.foo",
        "error dockerfile-only-key image.build_args",
        "error unknown-key bar",
        "error invalid-value auth",
    )
