"""The keys that say which machine runs an app and which ports it opens. Knows no other group."""

from __future__ import annotations

from ..model import Array, Boolean, Either, Field, Free, Integer, String
from . import urls
from .values import MACHINE_TYPES, REGIONS

_MACHINE_TYPE = String(MACHINE_TYPES, open=True)

FIELDS = (
    Field(
        "machine_type",
        Either(
            _MACHINE_TYPE,
            Array(_MACHINE_TYPE, min_items=1),
            "One machine type.",
            "Several machine types in order of preference: the first that has room is taken.",
        ),
        "Kind of machine that each runner gets.",
        """\
A list is an order of preference: the first type that has room is taken. Names that start with \
`GPU-` have one GPU each, unless `num_gpus` says more. fal adds machine types \
without a new release, so a name that is not in the table below can be right.""",
        since="1.75.2",
        examples=("GPU-H100", ["GPU-H100", "GPU-A100"], "M"),
        url=urls.MACHINE_TYPES,
        default_note="`S` for `fal.App` classes, `XS` for entry points and image-only apps",
        wins="class",
        aliases=("machine", "machine_types", "gpu", "gpu_type", "instance_type", "hardware"),
    ),
    Field(
        "num_gpus",
        Integer("GPUs"),
        "Number of GPUs of each runner.",
        "It has an effect only with a GPU machine type.",
        since="1.75.2",
        examples=(1, 2, 8),
        url=urls.MACHINE_TYPES,
        default_note="one GPU on a GPU machine type",
        wins="class",
        aliases=("gpus", "gpu_count", "n_gpus", "number_of_gpus", "num_gpu"),
    ),
    Field(
        "regions",
        Array(String(REGIONS)),
        "Regions in which runners may start.",
        """\
Fewer regions can mean longer waits for a free machine, so restrict them only where you must.

A redeploy keeps the regions that were set while the app ran, unless `app_scale_settings` is \
`true`.""",
        since="1.69.6",
        examples=(["us-east", "eu-west"],),
        url=urls.APP_FIELDS,
        default_note="any region",
        wins="class",
        aliases=("region", "locations", "location", "zones"),
    ),
    Field(
        "exposed_port",
        Integer("port", 0, 65535),
        "Port on which the app's own server answers HTTP.",
        """\
Needed for image-only apps, whose server must listen on `0.0.0.0`, not on `127.0.0.1`.""",
        since="1.73.1",
        examples=(8000,),
        url=urls.EXISTING_SERVER,
        default_note="8080 with `python_entry_point`",
        wins="toml",
        aliases=("port", "http_port", "server_port", "expose"),
    ),
    Field(
        "metrics_port",
        Integer("port", 0, 65535),
        "Port on which the runner offers its metrics to fal.",
        "Change it where the app's own server needs port 9090.",
        since="1.78.0",
        examples=(9091,),
        url=urls.APP_FIELDS,
        default=9090,
        wins="class",
        aliases=("exposed_metrics_port", "prometheus_port"),
    ),
    Field(
        "private_logs",
        Boolean(),
        "Whether only the owning account or team sees the app's logs.",
        """\
Set it where the logs can hold what callers sent: the app's logs are then for nobody else, \
whatever `auth` says.""",
        since="1.75.3",
        examples=(True, False),
        url=urls.APP_FIELDS,
        wins="class",
        aliases=("logs_private", "hide_logs"),
    ),
    Field(
        "_scheduler",
        String(min_length=1),
        "Scheduler that places the runners; internal to fal.",
        "Leave it out unless fal's support asks you to set it.",
        since="1.75.3",
        examples=("nomad",),
        url=urls.REFERENCE,
        wins="class",
        internal=True,
    ),
    Field(
        "_scheduler_options",
        Free(),
        "Options of the scheduler; internal to fal.",
        "Leave it out unless fal's support asks you to set it.",
        since="1.75.3",
        examples=({"storage_region": "us-east"},),
        url=urls.REFERENCE,
        wins="class",
        internal=True,
    ),
)
