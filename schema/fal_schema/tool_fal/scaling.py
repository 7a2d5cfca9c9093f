"""The keys that say how many runners there are, and for how long. Knows no other group of keys."""

from __future__ import annotations

from ..model import Field, Integer
from . import urls

_TUNABLE = """

A redeploy keeps the value that was tuned while the app ran, unless `app_scale_settings` is \
`true`."""

FIELDS = (
    Field(
        "min_concurrency",
        Integer("runners"),
        "Number of runners that are always kept alive.",
        f"""\
With 0 the app scales to zero, and the first request after a quiet time waits for a runner to \
start. Runners that are kept alive are paid for even without requests.

The number kept is the higher one of this and the buffer (`concurrency_buffer`, \
`concurrency_buffer_perc`).{_TUNABLE}""",
        since="1.69.6",
        examples=(1,),
        url=urls.SCALING,
        default=0,
        wins="class",
        aliases=("min_replicas", "min_instances", "min_runners", "min_workers", "min_containers"),
    ),
    Field(
        "max_concurrency",
        Integer("runners"),
        "Highest number of runners; it caps the cost.",
        f"Requests beyond what these runners can take wait in the queue.{_TUNABLE}",
        since="1.69.6",
        examples=(10,),
        url=urls.SCALING,
        default_note="no limit but the one of your account",
        wins="class",
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
        "Number of requests that one runner handles at the same time.",
        """\
More than 1 only helps where the endpoints are `async` functions, and where the memory suffices \
for several requests at once.""",
        since="1.69.6",
        examples=(4,),
        url=urls.SCALING,
        default=1,
        wins="class",
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
        "Number of runners kept warm beyond what the load needs.",
        f"""\
They take a sudden rise in traffic without a cold start. Where both buffers are set, the higher \
one counts; where `min_concurrency` is higher, that counts.{_TUNABLE}""",
        since="1.69.6",
        examples=(2,),
        url=urls.SCALING,
        default=0,
        wins="class",
        aliases=("buffer", "warm_runners", "buffer_containers"),
    ),
    Field(
        "concurrency_buffer_perc",
        Integer("percent"),
        "Runners kept warm beyond the load, in percent of the load.",
        f"""\
It grows with the traffic; without traffic it keeps nothing warm. Where both buffers are set, the \
higher one counts, so `concurrency_buffer` is the least.{_TUNABLE}""",
        since="1.69.6",
        examples=(20,),
        url=urls.SCALING,
        default=0,
        wins="class",
        aliases=("concurrency_buffer_percent", "concurrency_buffer_percentage", "buffer_perc"),
    ),
    Field(
        "scaling_delay",
        Integer("seconds"),
        "Seconds that a request waits before it makes a new runner start.",
        f"""\
A delay keeps short peaks from starting runners that nobody needs any more when they are up; \
requests may wait that much longer.{_TUNABLE}""",
        since="1.69.6",
        examples=(30,),
        url=urls.SCALING,
        default=0,
        wins="class",
        aliases=("scale_delay", "scale_up_delay", "scaleup_delay"),
    ),
    Field(
        "keep_alive",
        Integer("seconds"),
        "Seconds that a runner without requests stays alive.",
        f"""\
A longer time saves cold starts where requests come now and then; the idle time is paid for. \
Without `min_concurrency` and a buffer, a new runner that never gets a request stops after 10 \
seconds whatever the value.{_TUNABLE}""",
        since="1.75.3",
        examples=(300,),
        url=urls.SCALING,
        default_note="60 for `fal.App` classes, 10 for entry points and image-only apps",
        wins="class",
        aliases=("idle_timeout", "scaledown_window", "keepalive", "ttl", "container_idle_timeout"),
    ),
    Field(
        "request_timeout",
        Integer("seconds"),
        "Seconds that one request may take.",
        f"A request that takes longer fails with the retry condition `timeout`.{_TUNABLE}",
        since="1.69.6",
        examples=(600,),
        url=urls.SCALING,
        default_note="fal's own limit",
        wins="class",
        aliases=("timeout", "max_request_time"),
    ),
    Field(
        "request_start_timeout",
        Integer("seconds"),
        "Seconds that a request may wait for a runner.",
        """\
It applies to requests of the app's owner only, and a timeout that a request sets in its own \
header wins. 0 removes a limit that was set before. On an app that is deployed already it takes \
effect only with `app_scale_settings = true` or a reset of the scale settings.""",
        since="1.82.1",
        examples=(60,),
        url=urls.SCALING,
        default_note="no limit",
        wins="class",
        aliases=("start_timeout", "queue_timeout", "queue_wait_timeout"),
    ),
    Field(
        "startup_timeout",
        Integer("seconds"),
        "Seconds that a runner may take to start, `setup()` included.",
        """\
A runner that is not ready in time is stopped. Raise it where `setup()` downloads or loads a large \
model. The health check's `start_period_seconds` is never shorter than this.""",
        since="1.69.6",
        examples=(1200,),
        url=urls.SCALING,
        default=600,
        wins="class",
        aliases=("setup_timeout", "boot_timeout", "start_up_timeout"),
    ),
    Field(
        "termination_grace_period_seconds",
        Integer("seconds"),
        "Seconds that a runner gets to finish before it is killed.",
        """\
In this time running requests can end and `teardown()` can run. The platform allows at most 30 \
seconds.""",
        since="1.75.3",
        examples=(20,),
        url=urls.LIFECYCLE,
        default=5,
        wins="class",
        aliases=(
            "grace_period",
            "termination_grace_period",
            "shutdown_timeout",
            "grace_period_seconds",
        ),
    ),
)
