"""The table `health_check`. Knows no other group of keys."""

from __future__ import annotations

from ..model import Boolean, Field, Foreign, Integer, Shorthand, String, Table
from . import urls
from .values import HTTP_METHODS

_SINCE = "1.75.3"
_IGNORED = " It has no effect with `call_regularly = false`."

HEALTH_CHECK = Table(
    (
        Field(
            "path",
            String(),
            "Path of the endpoint that fal asks, such as `/health`.",
            """\
The endpoint answers 2xx while the runner can work and fails when it cannot recover by itself. \
Keep it light: it runs beside the requests.""",
            since=_SINCE,
            examples=("/health",),
            url=urls.HEALTH_CHECKS,
            required=True,
            aliases=("endpoint", "url", "route", "http_path"),
        ),
        Field(
            "start_period_seconds",
            Integer("seconds"),
            "Seconds after the start in which failures do not count.",
            f"It is raised to `startup_timeout` where that is longer.{_IGNORED}",
            since=_SINCE,
            examples=(60,),
            url=urls.HEALTH_CHECKS,
            default=30,
            aliases=("start_period", "initial_delay", "initial_delay_seconds", "grace_period"),
        ),
        Field(
            "timeout_seconds",
            Integer("seconds"),
            "Seconds that the endpoint has for its answer.",
            "An answer that comes later counts as a failure.",
            since=_SINCE,
            examples=(5,),
            url=urls.HEALTH_CHECKS,
            default=5,
            aliases=("timeout", "request_timeout"),
        ),
        Field(
            "failure_threshold",
            Integer("failures"),
            "Failures in a row after which the runner is replaced.",
            f"One good answer starts the count again.{_IGNORED}",
            since=_SINCE,
            examples=(3,),
            url=urls.HEALTH_CHECKS,
            default=3,
            aliases=("threshold", "retries", "unhealthy_threshold", "max_failures", "failures"),
        ),
        Field(
            "call_regularly",
            Boolean(),
            "Whether fal asks every 15 seconds.",
            """\
With `false` fal asks only on occasion (a request with the header `x-fal-runner-health-check`), \
not beside other requests, so that the check may use the GPU. `failure_threshold` and \
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
                message="the health check knows only `GET` and `POST`",
            ),
            "HTTP method with which fal asks.",
            "Upper or lower case. Another method fails only when the app is deployed.",
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
            "fal accepts it only in Python, in `fal.HealthCheck(...)` of the endpoint.",
        ),
        Foreign(
            ("interval", "interval_seconds", "period", "period_seconds"),
            "fal asks every 15 seconds, or only on request with `call_regularly = false`.",
        ),
    ),
)

FIELD = Field(
    "health_check",
    HEALTH_CHECK,
    "Endpoint that tells fal whether a runner still works.",
    """\
A runner whose check fails several times in a row is ended and replaced. In a `fal.App` class the \
same is said by `health_check=` of an endpoint.""",
    since=_SINCE,
    examples=({"path": "/health", "timeout_seconds": 5, "failure_threshold": 3},),
    url=urls.HEALTH_CHECK,
    default_note="no check of your own: fal only looks whether the port answers",
    wins="class",
    aliases=("healthcheck", "health", "health_checks", "liveness", "readiness"),
)
