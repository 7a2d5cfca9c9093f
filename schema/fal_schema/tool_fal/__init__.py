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
    "The apps of this project, one table for each.",
    """\
`fal run NAME` and `fal deploy NAME` find an app by its key here. fal looks for pyproject.toml \
from the working directory upwards and stops at the first directory with `.git`, or with a \
pyproject.toml that has a table `[tool.fal]`: from a repository's root, a pyproject.toml in a \
sub-directory is not seen.""",
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
                "fal has no settings that all apps share: repeat them in each app.",
            ),
        ),
    ),
    "Configuration of fal Serverless apps.",
    "The command line tool `fal` reads it from pyproject.toml. It has one key, `apps`.",
    since="1.3.2",
    examples=({"apps": {"image-generator": app.EXAMPLE}},),
    url=urls.REFERENCE,
)
