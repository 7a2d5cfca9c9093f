"""A value of the right type that is none of the accepted ones."""

from __future__ import annotations

import pytest

from tests.schema.violations import check_app, setting

VALUES = [
    # near misses
    ('auth = "Private"', "Did you mean `private`?", "private"),
    ('auth = "PUBLIC"', "must be `private`, `shared` or `public`, not", "public"),
    ('auth = "team"', "Did you mean `private`?", "private"),
    ('auth = "privat"', "Did you mean `private`?", "private"),
    ('auth = "pubilc"', "Did you mean `public`?", "public"),
    ('auth = "no_auth"', "Did you mean `public`?", "public"),
    ('auth = " shared "', "Did you mean `shared`?", "shared"),
    ('deployment_strategy = "Rolling"', "must be `rolling` or `recreate`", "rolling"),
    ('deployment_strategy = "blue_green"', "Did you mean `rolling`?", "rolling"),
    ('deployment_strategy = "re-create"', "Did you mean `recreate`?", "recreate"),
    # nothing near
    ('auth = ""', 'must be `private`, `shared` or `public`, not "".', None),
    ('auth = "basic"', 'not "basic".', None),
    ('deployment_strategy = "canary"', 'not "canary".', None),
]

ITEMS = [
    ('regions = ["us_west"]', "regions.0", "Did you mean `us-west`?", "us-west"),
    ('regions = ["us-east", "EU-WEST"]', "regions.1", "Did you mean `eu-west`?", "eu-west"),
    ('regions = ["us-east-1"]', "regions.0", "Did you mean `us-east`?", "us-east"),
    ('regions = ["mars"]', "regions.0", "The first item of `regions` cannot be", None),
    ('skip_retry_conditions = ["timeouts"]', "skip_retry_conditions.0", "`timeout`?", "timeout"),
    ('skip_retry_conditions = ["503"]', "skip_retry_conditions.0", "?", "server_error"),
    ('skip_retry_conditions = ["server-error"]', "skip_retry_conditions.0", "?", "server_error"),
    ('skip_retry_conditions = ["never"]', "skip_retry_conditions.0", 'cannot be "never".', None),
]

EMPTY = [
    ("machine_type = []", "machine_type", 'Use a value such as "GPU-H100"'),
    ('_scheduler = ""', "_scheduler", "must not be empty"),
    ("retry_config = {}", "retry_config", "Add at least one of `timeout`, `server_error` and"),
    ('image = { dockerfile = "" }', "image.dockerfile", 'Use a value such as "Dockerfile"'),
    (
        'image = { image = "" }',
        "image.image",
        "`image` must be the name of an image such as `my-org/my-app:latest`",
    ),
    ('image = { image = " \\t" }', "image.image", 'latest`, not " \\t".'),
]

NUMBERS = [
    ("keep_alive = 2147483648", "keep_alive", "must fit in a 32-bit integer (got 2147483648)."),
    ("keep_alive = -2147483649", "keep_alive", "must fit in a 32-bit integer (got -2147483649)."),
    ("num_gpus = 9223372036854775807", "num_gpus", "32-bit integer"),
    ("exposed_port = -1", "exposed_port", "must be between 0 and 65535 (got -1)."),
    ("exposed_port = 65536", "exposed_port", "between 0 and 65535"),
    ("exposed_port = 3000000000", "exposed_port", "between 0 and 65535"),
    ("metrics_port = 70000", "metrics_port", "between 0 and 65535"),
    (
        "health_check = { path = '/', timeout_seconds = 2147483648 }",
        "health_check.timeout_seconds",
        "",
    ),
    (
        "retry_config = { timeout = { retries = 9223372036854775808 } }",
        "retry_config.timeout.retries",
        "must fit in a 64-bit integer (got 9223372036854775808).",
    ),
]

METHODS = [
    ("PUT", None, "Health check `method` must be `GET` or `POST`, not"),
    ("", None, '`POST`, not "".'),
    ("GETS", "GET", "Did you mean `GET`?"),
    ("pots", "POST", "Did you mean `POST`?"),
    (" get", "GET", "Did you mean `GET`?"),
]


@pytest.mark.parametrize(("line", "words", "meant"), VALUES)
def test_closed_set(line: str, words: str, meant: str | None) -> None:
    key = line.split(" =")[0]
    (found,) = check_app(setting(line), f"error invalid-value {key}: {words}")
    assert (found.part, found.suggestion, found.replacement) == ("value", meant, meant)


@pytest.mark.parametrize(("line", "path", "words", "meant"), ITEMS)
def test_item_of_a_closed_set(line: str, path: str, words: str, meant: str | None) -> None:
    (found,) = check_app(setting(line), f"error invalid-value {path}: {words}")
    assert found.suggestion == meant


def test_every_wrong_item_has_its_own_violation() -> None:
    check_app(
        setting('regions = ["a", "us-west", "b", 1]'),
        "error invalid-value regions.0",
        "error invalid-value regions.2",
        "error wrong-type regions.3",
    )


@pytest.mark.parametrize(("line", "path", "words"), EMPTY)
def test_empty(line: str, path: str, words: str) -> None:
    check_app(setting(line), f"error invalid-value {path}: {words}")


@pytest.mark.parametrize(("line", "path", "words"), NUMBERS)
def test_out_of_range(line: str, path: str, words: str) -> None:
    (found,) = check_app(setting(line), f"error out-of-range {path}: {words}")
    assert found.part == "value"


@pytest.mark.parametrize(("method", "meant", "words"), METHODS)
def test_health_check_method(method: str, meant: str | None, words: str) -> None:
    line = f"health_check = {{ path = '/', method = '{method}' }}"
    (found,) = check_app(setting(line), f"error health-check-method health_check.method: {words}")
    assert found.suggestion == meant
