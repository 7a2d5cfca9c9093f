"""The keys that say which machine runs an app and which ports it opens. Knows no other group."""

from __future__ import annotations

from ..model import Array, Boolean, Either, Field, Free, InPython, Integer, String, in_python
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
            "Machine types in order of preference; fal uses the first available one.",
        ),
        "Machine type of each runner.",
        """\
A list is in order of preference: fal uses the first available type. Types that start with `GPU-` \
have one GPU, unless `num_gpus` is set. fal adds machine types without a new release, so a name \
that is not listed here can be valid.""",
        since="1.75.2",
        examples=("GPU-H100", ["GPU-H100", "GPU-A100"], "M"),
        url=urls.MACHINE_TYPES,
        default_note="`S` for `fal.App` classes, `XS` for all other apps",
        wins="class",
        python=InPython("machine_type", option="machine_type", needs_value=True),
        aliases=("machine", "machine_types", "gpu", "gpu_type", "instance_type", "hardware"),
    ),
    Field(
        "num_gpus",
        Integer("GPUs"),
        "Number of GPUs per runner.",
        "Only has an effect with a GPU machine type.",
        since="1.75.2",
        examples=(1, 2, 8),
        url=urls.MACHINE_TYPES,
        default_note="one GPU on a GPU machine type",
        wins="class",
        python=InPython("num_gpus", option="num_gpus"),
        aliases=("gpus", "gpu_count", "n_gpus", "number_of_gpus", "num_gpu"),
    ),
    Field(
        "regions",
        Array(String(REGIONS)),
        "Regions where runners can start.",
        """\
Fewer regions can mean a longer wait for a free machine, so restrict them only if you must.

A redeploy keeps the regions of the running app, unless `app_scale_settings` is `true`.""",
        since="1.69.6",
        examples=(["us-east", "eu-west"],),
        url=urls.APP_FIELDS,
        default_note="any region",
        wins="class",
        python=InPython("regions", option="regions", sequences=True),
        aliases=("region", "locations", "location", "zones"),
    ),
    Field(
        "exposed_port",
        Integer("port", 0, 65535),
        "HTTP port of the app's own server.",
        """\
Required for image-only apps, whose server must listen on `0.0.0.0`, not on `127.0.0.1`. It is for \
servers of your own: the server of a `fal.App` class always listens on 8080.""",
        since="1.73.1",
        examples=(8000,),
        url=urls.EXISTING_SERVER,
        default_note="8080 for `fal.App` classes and entry points",
        wins="toml",
        python=InPython(option="exposed_port"),
        aliases=("port", "http_port", "server_port", "expose"),
    ),
    Field(
        "metrics_port",
        Integer("port", 0, 65535),
        "Port on which the app exposes its metrics.",
        "Change it if the app's own server needs port 9090. Image-only apps have no default, and a "
        "`fal.App` class always uses 9090.",
        since="1.78.0",
        examples=(9091,),
        url=urls.APP_FIELDS,
        default=9090,
        wins="class",
        python=in_python("metrics_port"),
        aliases=("exposed_metrics_port", "prometheus_port"),
    ),
    Field(
        "private_logs",
        Boolean(),
        "Whether the app's logs are restricted to the owning account or team.",
        """\
Set it if the logs can contain data from callers. It applies whatever `auth` is set to.""",
        since="1.75.3",
        examples=(True, False),
        url=urls.APP_FIELDS,
        wins="class",
        python=InPython(keyword="private_logs", option="private_logs"),
        aliases=("logs_private", "hide_logs"),
    ),
    Field(
        "_scheduler",
        String(min_length=1),
        "Scheduler that places the runners (internal to fal).",
        "Do not set it unless fal support asks you to.",
        since="1.75.3",
        examples=("nomad",),
        url=urls.REFERENCE,
        wins="class",
        python=in_python("_scheduler"),
        internal=True,
    ),
    Field(
        "_scheduler_options",
        Free(),
        "Options of the scheduler (internal to fal).",
        "Do not set it unless fal support asks you to.",
        since="1.75.3",
        examples=({"storage_region": "us-east"},),
        url=urls.REFERENCE,
        wins="class",
        python=in_python("_scheduler_options"),
        internal=True,
    ),
)
