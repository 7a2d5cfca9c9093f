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

from typing import TYPE_CHECKING

from ._base import Finding, Place, Related, Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ._subject import App, File


def check(file: File) -> Iterator[Finding]:
    """A finding on each app that takes a name which an earlier one has."""
    first: dict[tuple[str, str | None], App] = {}
    for app in file.apps:
        name = app.string("name") if app.has("name") else app.name
        team = app.string("team")
        if name is None or (team is None and app.has("team")):
            continue
        other = first.setdefault((name, team), app)
        if other is not app:
            yield Finding(
                RULE.name,
                f"`{app.name}` and `{other.name}` are both deployed as `{name}`: the later deploy "
                "replaces the other app; give one of them another `name`.",
                _place(app),
                related=(Related(f"`{other.name}` takes the name here", _place(other)),),
            )


def _place(app: App) -> Place:
    return Place((*app.path, "name")) if app.has("name") else Place(app.path, "key")


RULE = Rule("duplicate-deploy-name", Severity.WARNING, __doc__, check_file=check)
