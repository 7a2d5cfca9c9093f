"""The table `health_check`. Knows no other group of keys."""

from __future__ import annotations

from ..model import Boolean, Field, Foreign, InPython, Integer, Shorthand, String, Table
from . import urls
from .values import HTTP_METHODS

_SINCE = "1.75.3"
_IGNORED = " Ignored with `call_regularly = false`."

HEALTH_CHECK = Table(
    (
        Field(
            "path",
            String(),
            "Path of the endpoint that fal calls, such as `/health`.",
            """\
The endpoint must return a 2xx status while the runner works, and an error when the runner cannot \
recover. Keep it fast: it runs alongside requests.""",
            since=_SINCE,
            examples=("/health",),
            url=urls.HEALTH_CHECKS,
            required=True,
            aliases=("endpoint", "url", "route", "http_path"),
        ),
        Field(
            "start_period_seconds",
            Integer("seconds"),
            "Seconds after the start of a runner in which failures are ignored.",
            f"At least `startup_timeout`.{_IGNORED}",
            since=_SINCE,
            examples=(60,),
            url=urls.HEALTH_CHECKS,
            default=30,
            aliases=("start_period", "initial_delay", "initial_delay_seconds", "grace_period"),
        ),
        Field(
            "timeout_seconds",
            Integer("seconds"),
            "Timeout of a health check request, in seconds.",
            "A later response counts as a failure.",
            since=_SINCE,
            examples=(5,),
            url=urls.HEALTH_CHECKS,
            default=5,
            aliases=("timeout", "request_timeout"),
        ),
        Field(
            "failure_threshold",
            Integer("failures"),
            "Consecutive failures before the runner is replaced.",
            f"A successful response resets the count.{_IGNORED}",
            since=_SINCE,
            examples=(3,),
            url=urls.HEALTH_CHECKS,
            default=3,
            aliases=("threshold", "retries", "unhealthy_threshold", "max_failures", "failures"),
        ),
        Field(
            "call_regularly",
            Boolean(),
            "Whether fal calls the endpoint every 15 seconds.",
            """\
With `false`, fal only calls it for a request with the header `x-fal-runner-health-check`, and \
never alongside other requests, so the check can use the GPU. `failure_threshold` and \
`start_period_seconds` are then ignored.""",
            since=_SINCE,
            examples=(True, False),
            url=urls.HEALTH_CHECKS,
            default=True,
            aliases=("regularly", "periodic"),
        ),
        Field(
            "method",
            String(
                HTTP_METHODS,
                pattern="^([Gg][Ee][Tt]|[Pp][Oo][Ss][Tt])$",
                rule="health-check-method",
                message="Health check `method` must be `GET` or `POST`",
            ),
            "HTTP method of the health check request.",
            "In upper or lower case. The loader accepts any other method, but the deploy fails.",
            since="1.78.1",
            examples=("GET", "POST"),
            url=urls.HEALTH_CHECKS,
            default_note="`GET` for image-only apps",
            aliases=("http_method", "verb"),
        ),
    ),
    shorthands=(Shorthand(r"^/", "path"),),
    foreign=(
        Foreign(
            ("allow_on_busy",),
            "fal no longer supports it.",
        ),
        Foreign(
            ("interval", "interval_seconds", "period", "period_seconds"),
            "fal calls the endpoint every 15 seconds, or only on request with "
            "`call_regularly = false`.",
        ),
    ),
)

FIELD = Field(
    "health_check",
    HEALTH_CHECK,
    "Endpoint that reports whether a runner is healthy.",
    """\
A runner is replaced after several consecutive failures. In a `fal.App` class, set it with \
`@fal.endpoint(..., health_check=...)`; endpoints of a class only accept POST.""",
    since=_SINCE,
    examples=({"path": "/health", "timeout_seconds": 5, "failure_threshold": 3},),
    url=urls.HEALTH_CHECK,
    default_note="none: fal only checks that the port accepts connections",
    wins="class",
    python=InPython(option="health_check_config", endpoint="health_check"),
    aliases=("healthcheck", "health", "health_checks", "liveness", "readiness"),
)
