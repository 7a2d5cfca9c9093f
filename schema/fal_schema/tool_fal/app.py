"""The table of an app, put together from its groups. Knows how the groups exclude each other."""

from __future__ import annotations

from ..model import Excludes, Field, Foreign, OneOf, Requires, Shorthand, Table
from . import environment, health_check, image, machine, retries, scaling, source, urls

APP = Table(
    (
        *source.FIELDS,
        *machine.FIELDS,
        *environment.FIELDS,
        *scaling.FIELDS,
        *retries.FIELDS,
        health_check.FIELD,
        image.FIELD,
    ),
    rules=(
        Excludes(
            "python_entry_point",
            "ref",
            "ref-conflict",
            "`ref` and `python_entry_point` exclude each other: keep `ref` to load a file, or "
            "`python_entry_point` to import an installed package.",
        ),
        Excludes(
            "image",
            "app_files",
            "app-files-in-container",
            "`app_files` does not work beside `image`: copy the files into the container in its "
            "Dockerfile.",
            unless_empty=True,
        ),
        Excludes(
            "app_scale_settings",
            "no_scale",
            "scale-settings-conflict",
            "`no_scale` is the old spelling of the opposite of `app_scale_settings`, which is set "
            "too: remove `no_scale`.",
        ),
        Requires(
            "app_files_context_dir",
            "app_files",
            "app-files-required",
            "`app_files_context_dir` needs `app_files`, whose paths it is the base of: add "
            "`app_files`, or remove it.",
        ),
        OneOf(
            ("ref", "python_entry_point", "image"),
            "app-source-missing",
            "does not say what to run: add `ref` (a file), `python_entry_point` (a package) or "
            "`image` (a container).",
        ),
    ),
    shorthands=(
        Shorthand(r"::", "ref"),
        Shorthand(r"\.py$", "ref"),
        Shorthand(r"^[\w.]+:[\w.]+$", "python_entry_point"),
    ),
    foreign=(
        Foreign(
            ("local_python_modules", "kind", "host_kwargs", "resolver", "setup_function"),
            "fal accepts it only in Python, as an attribute of the `fal.App` class.",
        ),
        Foreign(
            ("env", "environment", "env_vars", "environment_variables", "envs"),
            "fal has no key for environment variables: store the value with `fal secrets set` and "
            "name it in `secrets`.",
        ),
        Foreign(
            ("memory", "memory_mb", "cpu", "cpus", "cpu_count", "ram", "disk", "vram"),
            "CPU and memory come with the machine: choose a `machine_type`.",
        ),
        Foreign(
            ("schedule", "cron", "period"),
            "fal runs apps on request and has no schedule.",
        ),
        Foreign(
            ("description", "version", "tags", "labels", "metadata"),
            "fal keeps no such note in pyproject.toml: write a comment.",
        ),
    ),
)

EXAMPLE = {"ref": "src/app.py::ImageGenerator", "auth": "private", "machine_type": "GPU-H100"}

FIELD = Field(
    "app",
    APP,
    "An app. The key is the name for `fal run` and `fal deploy`.",
    """\
The key is also the name that the app is deployed under, unless `name` gives another. Use letters, \
digits and `-`: a key that ends in `.py` or contains `::` cannot be addressed, since \
`fal run x.py` is taken for a file, and `--` marks an environment.

What to run is said by `ref` (a file), by `python_entry_point` (an installed package) or by \
`image` alone (a container with its own server).""",
    since="1.3.2",
    examples=(EXAMPLE,),
    url=urls.REFERENCE,
)
