"""`exposed_port` is not the port of the server in the container.

## What it does
Reports an `exposed_port` that is not among the ports of the Dockerfile's `EXPOSE`, and warns of one that differs from the port in the command: `cmd` or `entrypoint`, or else the Dockerfile's `CMD` or `ENTRYPOINT` (`uvicorn main:app --port 8001`), also where the value of an `ENV` decides (`--port $PORT`), or the server's default.

## Why
`EXPOSE` documents the port on which the server listens. If it is right, fal sends requests to the wrong port and the app never becomes ready.

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
`exposed_port` is sent unchanged; fal reads neither `EXPOSE` nor `cmd` (verified with fal 1.83.0).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...project.files import Unreadable
from ..context import AppContext
from ..finding import FilePlace, Finding, Fix, Place, Related, ReplaceValue, Rule, Severity

if TYPE_CHECKING:
    from ...project.docker.dockerfile import Port
    from .image_command import Part
    from .server_command import Default


def check(app: AppContext) -> Iterator[Finding]:
    """One finding on the port."""
    path, port = app.string("image", "dockerfile"), app.integer("exposed_port")
    if port is None or app.is_refused("exposed_port"):
        return
    from .server_command import listening

    address = listening(app)
    listens, default = address.port, address.default_port
    # What runs decides, whatever the Dockerfile exposes.
    if listens is not None:
        if int(listens.text) != port:
            yield _other_port(app, port, listens)
        return
    if default is not None:
        if int(default.value) != port:
            yield _default_port(app, port, default)
        return
    if not path or app.project is None:
        return
    ports = tcp_ports(app)
    if not ports or any(
        each.first is None or each.last is None or each.first <= port <= each.last for each in ports
    ):
        return
    place = Place((*app.path, "exposed_port"))
    names = " and ".join(f"{each.text}" for each in ports[:3])
    fixes: tuple[Fix, ...] = ()
    only = only_port(ports)
    if only is not None:
        edit = ReplaceValue(place.path, str(only))
        fixes = (Fix(f"Change to `{only}`", (edit,), safe=False),)
    yield Finding(
        RULE.name,
        f"`exposed_port` is {port}, but `{path}` exposes {names}.",
        place,
        related=tuple(
            Related(f"`EXPOSE {each.text}`", FilePlace(app.project.absolute(path), each.line))
            for each in ports
        ),
        fixes=fixes,
    )


def _other_port(app: AppContext, port: int, listens: Part) -> Finding:
    words = f"the server listens on port {listens.text}"
    where = Related(f"The command sets port {listens.text}.", listens.place)
    return _of_command(app, f"`exposed_port` is {port}, but {words}.", listens.text, where)


def _default_port(app: AppContext, port: int, default: Default) -> Finding:
    words = f"`{default.server}` listens on port {default.value} by default"
    where = Related("The command is here.", default.place)
    found = _of_command(app, f"`exposed_port` is {port}, but {words}.", str(default.value), where)
    return found._replace(help=f"Add `--port {port}` to the command.")


def _of_command(app: AppContext, message: str, listens: str, where: Related) -> Finding:
    """What the command of the container says of the port, which may be meant instead."""
    place = Place((*app.path, "exposed_port"))
    fix = Fix(f"Change to `{listens}`", (ReplaceValue(place.path, listens),), False)
    return Finding(
        RULE.name, message, place, severity=Severity.WARNING, related=(where,), fixes=(fix,)
    )


def tcp_ports(app: AppContext) -> list[Port]:
    """What the Dockerfile of an app exposes; empty where there is none that can be read."""
    path = app.string("image", "dockerfile")
    if not path or app.project is None:
        return []
    arguments = app.get("image", "build_args")
    values = arguments if isinstance(arguments, dict) else {}
    texts = {name: value for name, value in values.items() if isinstance(value, str)}
    dockerfile = app.project.dockerfile(path, texts)
    if isinstance(dockerfile, Unreadable) or not dockerfile.is_standard:
        return []
    return [each for each in dockerfile.exposed if each.protocol == "tcp"]


def only_port(ports: list[Port]) -> int | None:
    """The port where exactly one is exposed."""
    if len(ports) == 1 and ports[0].first == ports[0].last:
        return ports[0].first
    return None


RULE = Rule(
    "exposed-port-mismatch",
    Severity.INFORMATION,
    __doc__,
    check_app=check,
    reads_project=True,
    fixable="unsafe",
)
