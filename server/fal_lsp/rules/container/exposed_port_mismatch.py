"""The Dockerfile exposes other ports than `exposed_port`.

## What it does
Reports an `exposed_port` that is not among the ports of the Dockerfile's `EXPOSE`.

## Why
`EXPOSE` documents where the server listens; if it is right, fal asks the wrong port and the app never gets ready.

## Example
```toml
[tool.fal.apps.server]
exposed_port = 8080

[tool.fal.apps.server.image]
dockerfile = "Dockerfile"
```
```dockerfile Dockerfile
FROM python:3.12
EXPOSE 8000
```

## Use instead
```toml
[tool.fal.apps.server]
exposed_port = 8000

[tool.fal.apps.server.image]
dockerfile = "Dockerfile"
```

## Source in fal
`exposed_port` goes into the options as it is; nothing in fal reads `EXPOSE` (verified with fal 1.83.0).
"""

from __future__ import annotations

from collections.abc import Iterator

from ..context import AppContext
from ..finding import FilePlace, Finding, Fix, Place, Related, ReplaceValue, Rule, Severity


def check(app: AppContext) -> Iterator[Finding]:
    """One finding on the port."""
    from ...project.files import Unreadable

    path, port = app.string("image", "dockerfile"), app.integer("exposed_port")
    if not path or port is None or app.project is None or app.is_refused("exposed_port"):
        return
    arguments = app.get("image", "build_args")
    values = arguments if isinstance(arguments, dict) else {}
    texts = {name: value for name, value in values.items() if isinstance(value, str)}
    found = app.project.dockerfile(path, texts)
    if isinstance(found, Unreadable) or not found.is_standard:
        return
    ports = [each for each in found.exposed if each.protocol == "tcp"]
    if not ports or any(
        each.first is None or each.last is None or each.first <= port <= each.last for each in ports
    ):
        return
    place = Place((*app.path, "exposed_port"))
    names = " and ".join(f"{each.text}" for each in ports[:3])
    fixes: tuple[Fix, ...] = ()
    if len(ports) == 1 and ports[0].first == ports[0].last:
        edit = ReplaceValue(place.path, str(ports[0].first))
        fixes = (Fix(f"Write `{ports[0].first}`", (edit,), safe=False),)
    yield Finding(
        RULE.name,
        f"`exposed_port` is {port}, and `{path}` exposes {names}.",
        place,
        related=tuple(
            Related(f"`EXPOSE {each.text}`", FilePlace(app.project.absolute(path), each.line))
            for each in ports
        ),
        fixes=fixes,
    )


RULE = Rule(
    "exposed-port-mismatch", Severity.INFORMATION, __doc__, check_app=check, reads_project=True
)
