"""The keys that say whether a failed request is tried again. Knows no other group of keys."""

from __future__ import annotations

from ..model import INT64_MAX, INT64_MIN, Array, Field, Integer, Shorthand, String, Table
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
                    "How many times to try the request again.",
                    "0 means never. A negative number counts as 0.",
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
        f"The short form `{name} = {example}` is not accepted: write the table.",
        since=_SINCE,
        examples=({"retries": example},),
        url=urls.RETRIES,
        default_note="fal's own number of retries",
    )


RETRY_CONFIG = Table(
    (
        _condition("timeout", "after a request that took too long", 0),
        _condition("server_error", "after an answer that says that the app cannot serve", 3),
        _condition("connection_error", "after a broken connection to the runner", 2),
    ),
    min_keys=1,
)

FIELDS = (
    Field(
        "skip_retry_conditions",
        Array(String(RETRY_CONDITIONS)),
        "Failures after which a request is not tried again.",
        """\
fal retries a request from the queue up to 10 times on another runner. List `timeout` where a \
request takes long by its nature, so that it does not run ten times.""",
        since="1.75.3",
        examples=(["timeout"], ["timeout", "server_error"]),
        url=urls.RETRIES,
        default_note="every failure is retried",
        wins="class",
        aliases=("skip_retries", "no_retry", "skip_retry", "retry_skip_conditions"),
    ),
    Field(
        "retry_config",
        RETRY_CONFIG,
        "How many times a request is tried again, by the kind of failure.",
        "At least one kind of failure must be there; the others keep fal's own number.",
        since=_SINCE,
        examples=({"server_error": {"retries": 3}, "timeout": {"retries": 0}},),
        url=urls.RETRIES,
        default_note="up to 10 times on another runner",
        wins="class",
        aliases=("retries", "retry", "max_retries", "retry_policy"),
    ),
)
