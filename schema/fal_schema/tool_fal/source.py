"""The keys that say what an app is and how it is deployed. Knows no other group of keys."""

from __future__ import annotations

from ..model import Boolean, Deprecated, Field, String
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
the `fal.App` class or the `@fal.function` in that file; leave it out where the file holds only one.

With a `fal.App` class, a setting that the class makes itself wins over the same key here, except \
for `auth`, `name` and `exposed_port`. Its `requirements` are the class's alone: the key \
`requirements` is dropped without a word.

Not together with `python_entry_point`.""",
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
fal imports the module on the runner, so the package must be installed there: put `"."` into \
`requirements`, or use an `image` that contains it.

All settings come from this table. Class attributes and the options of `@fal.function` are not \
read, and what is left out here gets fal's plain defaults: machine type XS, 10 seconds of \
`keep_alive`.

Not together with `ref`.""",
        since="1.72.7",
        examples=("my_package.server:ImageGenerator", "my_package.app:generate"),
        url=urls.ENTRY_POINTS,
        aliases=("entry_point", "module", "python_entrypoint", "import_path", "target"),
    ),
    Field(
        "name",
        String(),
        "Name to deploy the app under, instead of its key.",
        """\
The name becomes part of the app's address. `fal run` ignores it.

Two apps that end up with the same name in the same team overwrite each other.""",
        since="1.69.6",
        examples=("image-generator",),
        url=urls.APP_FIELDS,
        default_note="the app's key under `[tool.fal.apps]`",
        wins="toml",
        aliases=("app_name", "deploy_name", "title"),
    ),
    Field(
        "auth",
        String(AUTH_MODES),
        "Who may call the deployed app.",
        """\
`fal deploy` uses it. `fal run` ignores it: a test run is public unless you pass `--auth`.

fal does not check the value: a word that it does not know deploys the app without the protection \
that was asked for.""",
        since="1.3.2",
        examples=("private", "public", "shared"),
        url=urls.DEPLOY,
        default="private",
        wins="toml",
        aliases=("app_auth", "auth_mode", "authentication", "visibility", "access"),
    ),
    Field(
        "team",
        String(),
        "Slug of the team that the app runs and deploys in.",
        "`--team` on the command line wins over it.",
        since="1.52.0",
        examples=("my-team",),
        url=urls.APP_FIELDS,
        default_note="the team of your login, or your own account",
        aliases=("team_name", "organization", "org", "account", "owner"),
    ),
    Field(
        "deployment_strategy",
        String(DEPLOYMENT_STRATEGIES),
        "When traffic moves to a new revision.",
        """\
With `rolling` the old revision serves until the new one has a runner. With `recreate` callers \
may have to wait for the new revision's first runner.

`fal deploy` with an app from pyproject.toml ignores `--strategy`: set it here.""",
        since="1.5.0",
        examples=("rolling", "recreate"),
        url=urls.DEPLOY,
        default="rolling",
        aliases=("strategy", "deploy_strategy", "rollout", "deployment"),
    ),
    Field(
        "app_scale_settings",
        Boolean(),
        "Whether a redeploy applies the scale settings written here.",
        """\
On a redeploy fal keeps what was tuned while the app ran (`fal apps scale`, the dashboard), and \
ignores `keep_alive`, `min_concurrency`, `max_concurrency`, the buffers, `scaling_delay`, \
`request_timeout` and `regions` of this table. `true` makes these win. The first deploy always \
applies them.

`fal deploy` with an app from pyproject.toml ignores `--reset-scale`: set it here.""",
        since="1.28.0",
        examples=(True, False),
        url=urls.SCALING_CONFIGURATION,
        default=False,
        aliases=("reset_scale", "scale_settings", "apply_scale_settings"),
    ),
    Field(
        "no_scale",
        Boolean(),
        "Old spelling of the opposite of `app_scale_settings`.",
        """\
`no_scale = true` is `app_scale_settings = false`, which is the default; `no_scale = false` is \
`app_scale_settings = true`. fal prints a warning when it sees this key.""",
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
