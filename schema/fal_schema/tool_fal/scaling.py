"""The keys that say how many runners there are, and for how long. Knows no other group of keys."""

from __future__ import annotations

from ..model import Field, Integer, in_python
from . import urls

_TUNABLE = """

A redeploy keeps the value of the running app, unless `app_scale_settings` is `true`."""

FIELDS = (
    Field(
        "min_concurrency",
        Integer("runners"),
        "Minimum number of runners, kept alive even without requests.",
        f"""\
With 0, the app scales to zero, and the first request after an idle period waits for a runner to \
start. You pay for runners that are kept alive, even without requests.

A larger buffer (`concurrency_buffer`, `concurrency_buffer_perc`) takes precedence.{_TUNABLE}""",
        since="1.69.6",
        examples=(1,),
        url=urls.SCALING,
        default=0,
        wins="class",
        python=in_python("min_concurrency"),
        aliases=("min_replicas", "min_instances", "min_runners", "min_workers", "min_containers"),
    ),
    Field(
        "max_concurrency",
        Integer("runners"),
        "Maximum number of runners. Use it to cap costs.",
        f"Requests that exceed the capacity of these runners wait in the queue.{_TUNABLE}",
        since="1.69.6",
        examples=(10,),
        url=urls.SCALING,
        default_note="2",
        wins="class",
        python=in_python("max_concurrency"),
        aliases=(
            "concurrency",
            "max_replicas",
            "max_instances",
            "max_runners",
            "max_workers",
            "max_containers",
            "replicas",
        ),
    ),
    Field(
        "max_multiplexing",
        Integer("requests"),
        "Number of requests that a runner handles concurrently.",
        """\
More than 1 only helps if the endpoints are `async` functions and the machine has enough memory \
for several requests at once.""",
        since="1.69.6",
        examples=(4,),
        url=urls.SCALING,
        default=1,
        wins="class",
        python=in_python("max_multiplexing"),
        aliases=(
            "multiplexing",
            "concurrent_requests",
            "max_concurrent_requests",
            "allow_concurrent_inputs",
        ),
    ),
    Field(
        "concurrency_buffer",
        Integer("runners"),
        "Number of extra runners to keep warm above the current load.",
        f"""\
They absorb sudden traffic without a cold start. The largest of `concurrency_buffer`, \
`concurrency_buffer_perc` and `min_concurrency` applies.{_TUNABLE}""",
        since="1.69.6",
        examples=(2,),
        url=urls.SCALING,
        default=0,
        wins="class",
        python=in_python("concurrency_buffer"),
        aliases=("buffer", "warm_runners", "buffer_containers"),
    ),
    Field(
        "concurrency_buffer_perc",
        Integer("percent"),
        "Extra runners to keep warm, as a percentage of the current load.",
        f"""\
The buffer grows with the traffic and is zero without any. The largest of `concurrency_buffer`, \
`concurrency_buffer_perc` and `min_concurrency` applies.{_TUNABLE}""",
        since="1.69.6",
        examples=(20,),
        url=urls.SCALING,
        default=0,
        wins="class",
        python=in_python("concurrency_buffer_perc"),
        aliases=("concurrency_buffer_percent", "concurrency_buffer_percentage", "buffer_perc"),
    ),
    Field(
        "scaling_delay",
        Integer("seconds"),
        "Seconds a request waits before a new runner is started.",
        f"""\
A delay avoids starting runners for short bursts that are over before the runners are ready, but \
requests may wait that much longer.{_TUNABLE}""",
        since="1.69.6",
        examples=(30,),
        url=urls.SCALING,
        default=0,
        wins="class",
        python=in_python("scaling_delay"),
        aliases=("scale_delay", "scale_up_delay", "scaleup_delay"),
    ),
    Field(
        "keep_alive",
        Integer("seconds"),
        "Seconds that an idle runner is kept alive.",
        f"""\
A longer time avoids cold starts between occasional requests, but you pay for the idle time. \
Without `min_concurrency` and a buffer, a new runner that never gets a request stops after 10 \
seconds, whatever the value.{_TUNABLE}""",
        since="1.75.3",
        examples=(300,),
        url=urls.SCALING,
        default_note="60 for `fal.App` classes, 10 for all other apps",
        wins="class",
        python=in_python("keep_alive"),
        aliases=("idle_timeout", "scaledown_window", "keepalive", "ttl", "container_idle_timeout"),
    ),
    Field(
        "request_timeout",
        Integer("seconds"),
        "Maximum seconds that a request may take.",
        f"A request that takes longer fails with the retry condition `timeout`.{_TUNABLE}",
        since="1.69.6",
        examples=(600,),
        url=urls.SCALING,
        default_note="3600",
        wins="class",
        python=in_python("request_timeout"),
        aliases=("timeout", "max_request_time"),
    ),
    Field(
        "request_start_timeout",
        Integer("seconds"),
        "Maximum seconds that a request may wait for a runner.",
        """\
It only applies to requests of the app's owner, and a timeout in the header of a request takes \
precedence. 0 removes the limit.

A redeploy keeps the value of the running app, unless `app_scale_settings` is `true`.""",
        since="1.82.1",
        examples=(60,),
        url=urls.SCALING,
        default_note="no limit",
        wins="class",
        python=in_python("request_start_timeout"),
        aliases=("start_timeout", "queue_timeout", "queue_wait_timeout"),
    ),
    Field(
        "startup_timeout",
        Integer("seconds"),
        "Maximum seconds for a runner to start, including `setup()`.",
        """\
A runner that is not ready in time is stopped. Increase it if `setup()` downloads or loads a large \
model. The `start_period_seconds` of the health check is never shorter.""",
        since="1.69.6",
        examples=(1200,),
        url=urls.SCALING,
        default=600,
        wins="class",
        python=in_python("startup_timeout"),
        aliases=("setup_timeout", "boot_timeout", "start_up_timeout"),
    ),
    Field(
        "termination_grace_period_seconds",
        Integer("seconds"),
        "Seconds a runner has to shut down before it is killed.",
        """\
Running requests can finish in this time, and `teardown()` runs. fal allows at most 30 seconds.""",
        since="1.75.3",
        examples=(20,),
        url=urls.LIFECYCLE,
        default=5,
        wins="class",
        python=in_python("termination_grace_period_seconds"),
        aliases=(
            "grace_period",
            "termination_grace_period",
            "shutdown_timeout",
            "grace_period_seconds",
        ),
    ),
)
