"""The data: every key of `[tool.fal]` with its type, values and docs. Knows no JSON Schema.

This is the only place where a key is written down. `python -m fal_schema.generate` prints the
schemas and the reference from it. What fal accepts is taken from fal's reference of
pyproject.toml and from its loader, `fal.cli._utils.get_app_data_from_toml` (fal 1.83.0).
"""

from __future__ import annotations

from ..model import Field, Foreign, Map, Table
from . import app, urls

APPS = Field(
    "apps",
    Map(app.FIELD),
    "The apps of this project, one table per app.",
    """\
`fal run NAME` and `fal deploy NAME` look up an app by its key. fal searches for pyproject.toml \
from the working directory upwards and stops at the first directory that has a `.git`, or a \
pyproject.toml with a `[tool.fal]` table. From the root of a repository, fal does not find a \
pyproject.toml in a subdirectory.""",
    since="1.3.2",
    examples=({"image-generator": app.EXAMPLE},),
    url=urls.REFERENCE,
    aliases=("app", "applications", "application", "functions", "services", "endpoints"),
)

TOOL_FAL = Field(
    "fal",
    Table(
        (APPS,),
        level="warning",
        foreign=(
            Foreign(
                ("default", "defaults", "common", "shared", "global", "env", "settings"),
                "fal has no settings shared by all apps. Repeat them in each app.",
            ),
        ),
    ),
    "Configuration of fal Serverless apps.",
    "Read by the `fal` command-line tool. The only key is `apps`.",
    since="1.3.2",
    examples=({"apps": {"image-generator": app.EXAMPLE}},),
    url=urls.REFERENCE,
)
