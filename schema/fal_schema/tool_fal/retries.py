"""The keys that say whether a failed request is tried again. Knows no other group of keys."""

from __future__ import annotations

from ..model import INT64_MAX, INT64_MIN, Array, Field, Integer, Shorthand, String, Table, in_python
from . import urls
from .values import RETRY_CONDITIONS

_SINCE = "1.76.0"


def _condition(name: str, when: str, example: int) -> Field:
    return Field(
        name,
        Table(
            (
                Field(
                    "retries",
                    # fal sends it as JSON, so only TOML itself limits it.
                    Integer("retries", INT64_MIN, INT64_MAX),
                    "Number of times to retry the request.",
                    "0 disables retries, and a negative number counts as 0. The maximum is 10.",
                    since=_SINCE,
                    examples=(example,),
                    url=urls.RETRIES,
                    required=True,
                    aliases=("count", "max_retries", "attempts", "max_attempts", "retry"),
                ),
            ),
            shorthands=(Shorthand(r"^\d+$", "retries"),),
        ),
        f"Retries {when}.",
        f"The short form `{name} = {example}` is not supported. Use a table.",
        since=_SINCE,
        examples=({"retries": example},),
        url=urls.RETRIES,
        default_note="fal's default",
    )


RETRY_CONFIG = Table(
    (
        _condition("timeout", "after a request that timed out", 0),
        _condition("server_error", "after a server error", 3),
        _condition("connection_error", "after the connection to the runner is lost", 2),
    ),
    min_keys=1,
)

FIELDS = (
    Field(
        "skip_retry_conditions",
        Array(String(RETRY_CONDITIONS)),
        "Failures after which a request is not retried.",
        """\
fal retries a queued request up to 10 times on another runner. Add `timeout` if requests are \
expected to take long, so that they do not run ten times.""",
        since="1.75.3",
        examples=(["timeout"], ["timeout", "server_error"]),
        url=urls.RETRIES,
        default_note="every failure is retried",
        wins="class",
        python=in_python("skip_retry_conditions", sequences=True, any_case=True),
        aliases=("skip_retries", "no_retry", "skip_retry", "retry_skip_conditions"),
    ),
    Field(
        "retry_config",
        RETRY_CONFIG,
        "Number of retries for each kind of failure.",
        "At least one kind of failure is required; the others keep fal's default.",
        since=_SINCE,
        examples=({"server_error": {"retries": 3}, "timeout": {"retries": 0}},),
        url=urls.RETRIES,
        default_note="up to 10 times on another runner",
        wins="class",
        python=in_python("retry_config"),
        aliases=("retries", "retry", "max_retries", "retry_policy"),
    ),
)
