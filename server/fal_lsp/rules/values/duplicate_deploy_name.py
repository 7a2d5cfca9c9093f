"""Two apps are deployed under the same name.

## What it does
Reports an app whose deployed name (`name`, or else its key) is that of an earlier app of the same `team`.

## Why
The second deploy replaces the first app.

## Example
```toml
[tool.fal.apps.generator]
ref = "src/app.py::Generator"

[tool.fal.apps.captioner]
ref = "src/captioner.py::Captioner"
name = "generator"
```

## Use instead
```toml
[tool.fal.apps.generator]
ref = "src/app.py::Generator"

[tool.fal.apps.captioner]
ref = "src/captioner.py::Captioner"
```

## Source in fal
The name is the alias that a deploy moves to the new revision (fal 1.83.0).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..context import AppContext, FileContext
from ..finding import Finding, Place, Related, Rule, Severity


class _Deployed(NamedTuple):
    """What an app is deployed as, and where that is written."""

    name: str
    team: str | None
    place: Place


def check(file: FileContext) -> Iterator[Finding]:
    """A finding on each app that takes a name which an earlier one has."""
    first: dict[tuple[str, str | None], tuple[str, Place]] = {}
    for app, deployed in file.facts(_deployed):
        if deployed is None:
            continue
        name, team, place = deployed
        other, taken = first.setdefault((name, team), (app, place))
        if other != app:
            yield Finding(
                RULE.name,
                f"`{app}` and `{other}` are both deployed as `{name}`: the later deploy "
                "replaces the other app; give one of them another `name`.",
                place,
                related=(Related(f"`{other}` takes the name here", taken),),
            )


def _deployed(app: AppContext) -> _Deployed | None:
    team = app.string("team")
    if team is None and app.has("team"):
        return None
    if not app.has("name"):
        return _Deployed(app.name, team, Place(app.path, "key"))
    name = app.string("name")
    return None if name is None else _Deployed(name, team, Place((*app.path, "name")))


RULE = Rule("duplicate-deploy-name", Severity.WARNING, __doc__, check_file=check)
