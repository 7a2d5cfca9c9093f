"""The keys that say what an app is and how it is deployed. Knows no other group of keys."""

from __future__ import annotations

from ..model import Boolean, Deprecated, Field, InPython, String
from . import urls
from .values import AUTH_MODES, DEPLOYMENT_STRATEGIES

# Nearly a Python name: those are Unicode's, which no two dialects of patterns write alike.
_NAME = r"[^\s:/\\().,0-9-][^\s:/\\().,-]*"

FIELDS = (
    Field(
        "ref",
        # A file has no colon but that of a drive, or ends in `.py` all the same.
        String(outline=rf"^([A-Za-z]:)?(\s*[^:\s][^:]*|.+\.py)(::{_NAME})?$"),
        "Python file and name of the app to load, such as `src/app.py::MyApp`.",
        """\
The part before `::` is a path, relative to the directory of pyproject.toml. The part after it is \
the `fal.App` class or the `@fal.function` in that file. It can be omitted if the file has only one.

A value set on the `fal.App` class takes precedence over the same key here, except for `auth`, \
`name` and `exposed_port`. fal only uses the `requirements` of the class and silently ignores the \
key `requirements`.

Cannot be combined with `python_entry_point`.""",
        since="1.3.2",
        examples=("src/app.py::MyApp", "app.py::generate", "app.py"),
        url=urls.APP_FIELDS,
        aliases=("file", "app_ref", "reference", "source"),
    ),
    Field(
        "python_entry_point",
        String(outline=rf"^{_NAME}(\.{_NAME})*:{_NAME}(\.{_NAME})*$"),
        "Import path of the app in an installed package, as `module:symbol`.",
        """\
fal imports the module on the runner, so the package must be installed there: add `"."` to \
`requirements`, or use an `image` that contains it.

All settings come from this table. Class attributes and `@fal.function` options are ignored. \
Settings that are not in the table use fal's defaults, such as machine type XS and a `keep_alive` \
of 10 seconds.

Cannot be combined with `ref`.""",
        since="1.72.7",
        examples=("my_package.server:ImageGenerator", "my_package.app:generate"),
        url=urls.ENTRY_POINTS,
        aliases=("entry_point", "module", "python_entrypoint", "import_path", "target"),
    ),
    Field(
        "name",
        String(),
        "Name of the deployed app, if it differs from the key.",
        """\
The name is part of the app's URL. `fal run` ignores it.

Two apps deployed under the same name in the same team replace each other.""",
        since="1.69.6",
        examples=("image-generator",),
        invented=True,
        url=urls.APP_FIELDS,
        default_note="the app's key under `[tool.fal.apps]`",
        wins="toml",
        aliases=("app_name", "deploy_name", "title"),
    ),
    Field(
        "auth",
        String(AUTH_MODES),
        "Who can call the deployed app.",
        """\
`fal deploy` uses this mode. `fal run` ignores it: a run is public unless you pass `--auth`.

With a `ref` to a `fal.App` class, `app_auth` of the class counts if this key is not set.

fal does not check the value. It ignores an unknown mode, and the app gets the default.""",
        since="1.3.2",
        examples=("private", "public", "shared"),
        url=urls.DEPLOY,
        default="private",
        wins="toml",
        python=InPython("app_auth"),
        aliases=("app_auth", "auth_mode", "authentication", "visibility", "access"),
    ),
    Field(
        "team",
        String(),
        "Slug of the team to run and deploy the app in.",
        "`--team` on the command line takes precedence.",
        since="1.52.0",
        examples=("my-team",),
        invented=True,
        url=urls.APP_FIELDS,
        default_note="the team of your login, or your own account",
        aliases=("team_name", "organization", "org", "account", "owner"),
    ),
    Field(
        "deployment_strategy",
        String(DEPLOYMENT_STRATEGIES),
        "How traffic moves to a new revision.",
        """\
With `rolling`, the old revision serves requests until the new one has a runner. With `recreate`, \
requests may have to wait for the first runner of the new revision.

For apps in pyproject.toml, `fal deploy` ignores `--strategy`. Set it here instead.""",
        since="1.5.0",
        examples=("rolling", "recreate"),
        url=urls.DEPLOY,
        default="rolling",
        aliases=("strategy", "deploy_strategy", "rollout", "deployment"),
    ),
    Field(
        "app_scale_settings",
        Boolean(),
        "Whether a redeploy applies the scale settings from this table.",
        """\
By default, a redeploy keeps the scale settings of the running app, as tuned with `fal apps scale` \
or in the dashboard. It ignores `keep_alive`, `min_concurrency`, `max_concurrency`, the buffers, \
`scaling_delay`, `request_timeout`, `request_start_timeout` and `regions` of this table. With \
`true`, the table takes precedence. The first deploy always applies it.

For apps in pyproject.toml, `fal deploy` ignores `--reset-scale`. Set this key instead.""",
        since="1.28.0",
        examples=(True, False),
        url=urls.SCALING_CONFIGURATION,
        default=False,
        aliases=("reset_scale", "scale_settings", "apply_scale_settings"),
    ),
    Field(
        "no_scale",
        Boolean(),
        "Opposite of `app_scale_settings`.",
        """\
`no_scale = true` means `app_scale_settings = false`, which is the default, and `no_scale = false` \
means `app_scale_settings = true`. fal warns about this key.""",
        since="1.6.1",
        examples=(True, False),
        url=urls.APP_FIELDS,
        deprecated=Deprecated(
            "Use `app_scale_settings` with the opposite value.",
            "app_scale_settings",
            opposite=True,
        ),
    ),
)
