"""Two apps are deployed under the same name.

## What it does
Reports an app whose deployed name (`name`, or its key by default) is already used by an earlier app of the same `team`.

## Why
Deploying one of them replaces the other.

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
A deploy moves the alias of this name to the new revision (fal 1.83.0).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..context import AppContext, FileContext
from ..finding import Finding, Place, Related, Rule, Severity


class _Deployed(NamedTuple):
    """The name that an app is deployed under, and the place that sets it."""

    name: str
    team: str | None
    place: Place


def check(file: FileContext) -> Iterator[Finding]:
    """A finding on each app whose deployed name an earlier app already has."""
    first: dict[tuple[str, str | None], tuple[str, Place]] = {}
    for app, deployed in file.facts(_deployed):
        if deployed is None:
            continue
        name, team, place = deployed
        other, earlier = first.setdefault((name, team), (app, place))
        if other != app:
            yield Finding(
                RULE.name,
                f"`{app}` and `{other}` are both deployed as `{name}`, so one replaces the other.",
                place,
                related=(Related(f"`{other}` also has this name", earlier),),
                help="Give one of them a different `name`.",
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
