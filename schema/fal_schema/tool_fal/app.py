"""The table of an app, put together from its groups. Knows how the groups exclude each other."""

from __future__ import annotations

from ..model import Excludes, Field, Foreign, OneOf, Requires, Shorthand, Table
from . import environment, health_check, image, machine, retries, scaling, source, urls

_GROUPS = (
    ("Source and deployment", source.FIELDS),
    ("Machine and network", machine.FIELDS),
    ("Packages, files and secrets", environment.FIELDS),
    ("Scaling and timeouts", scaling.FIELDS),
    ("Retries and health", (*retries.FIELDS, health_check.FIELD)),
    ("Container", (image.FIELD,)),
)

APP = Table(
    tuple(field for _, fields in _GROUPS for field in fields),
    groups=_GROUPS,
    rules=(
        Excludes(
            "python_entry_point",
            "ref",
            "ref-conflict",
            "`ref` and `python_entry_point` are mutually exclusive.",
            "Use `ref` to load a file, or `python_entry_point` to import an installed package.",
        ),
        Excludes(
            "image",
            "app_files",
            "app-files-in-container",
            "`app_files` is not supported together with `image`.",
            "Copy the files into the image instead.",
            unless_empty=True,
        ),
        Excludes(
            "app_scale_settings",
            "no_scale",
            "scale-settings-conflict",
            "`no_scale` is the deprecated inverse of `app_scale_settings`; the two cannot be "
            "combined.",
        ),
        Requires(
            "app_files_context_dir",
            "app_files",
            "app-files-required",
            "`app_files_context_dir` requires `app_files`.",
            "Add `app_files`, or remove `app_files_context_dir`.",
        ),
        OneOf(
            ("ref", "python_entry_point", "image"),
            "app-source-missing",
            "has no source.",
            "Set `ref` (a file), `python_entry_point` (a package) or `image` (a container).",
        ),
    ),
    shorthands=(
        Shorthand(r"::", "ref"),
        Shorthand(r"\.py$", "ref"),
        Shorthand(r"^[\w.]+:[\w.]+$", "python_entry_point"),
    ),
    foreign=(
        Foreign(
            ("local_python_modules", "kind", "host_kwargs", "resolver"),
            "fal supports it only in Python, as an attribute of the `fal.App` class.",
        ),
        Foreign(
            ("setup", "setup_function"),
            "Define a method `setup` in the `fal.App` class. It runs once when a runner starts.",
        ),
        Foreign(
            ("env", "environment", "env_vars", "environment_variables", "envs"),
            "fal has no key for environment variables. Store the value with `fal secrets set` and "
            "list its name in `secrets`.",
        ),
        Foreign(
            ("memory", "memory_mb", "cpu", "cpus", "cpu_count", "ram", "disk", "vram"),
            "CPU and memory depend on the machine. Set `machine_type`.",
        ),
        Foreign(
            ("schedule", "cron", "period"),
            "fal runs apps on request; schedules are not supported.",
        ),
        Foreign(
            ("description", "version", "tags", "labels", "metadata"),
            "fal has no key for notes. Use `fal deploy --message`, or a comment.",
        ),
    ),
)

EXAMPLE = {"ref": "src/app.py::ImageGenerator", "auth": "private", "machine_type": "GPU-H100"}

FIELD = Field(
    "app",
    APP,
    "An app. The key is the name for `fal run` and `fal deploy`.",
    """\
The app is deployed under this key, unless `name` is set. Use letters, digits and `-`. A key that \
ends in `.py` or contains `::` cannot be used on the command line, because `fal run x.py` is read \
as a file path, and `--` separates the name from an environment.

Set what to run with `ref` (a file), `python_entry_point` (a package) or `image` (a container).""",
    since="1.3.2",
    examples=(EXAMPLE,),
    url=urls.REFERENCE,
)
