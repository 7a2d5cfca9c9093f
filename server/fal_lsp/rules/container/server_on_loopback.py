"""The server of a container is not reachable from outside.

## What it does
Reports a `cmd` or an `entrypoint` of an image-only app, or the `CMD` or `ENTRYPOINT` of its Dockerfile, that starts uvicorn, gunicorn, hypercorn, granian, Flask, FastAPI, vLLM or `http.server` with the host `127.0.0.1`, `localhost` or `::1`, or a script with `--listen 127.0.0.1` (ComfyUI) or with this `--host` and the exposed `--port`. It also reports a Dockerfile that starts uvicorn, hypercorn, granian, Flask or `fastapi dev` without a host, because their default is `127.0.0.1`. The server may be started by `uv run`, `poetry run`, `pdm run`, `tini` or `sh -c`, and variables have the values of `ENV`. A host that another environment variable or a settings file sets is not reported.

## Why
fal sends requests to the container from outside. A server on 127.0.0.1 only accepts connections from inside the container, so the app never becomes ready.

## Example
```toml
[tool.fal.apps.server]
exposed_port = 8000

[tool.fal.apps.server.image]
image = "my-org/server:latest"
cmd = ["uvicorn", "main:app", "--host", "127.0.0.1", "--port", "8000"]
```

## Use instead
```toml
[tool.fal.apps.server]
exposed_port = 8000

[tool.fal.apps.server.image]
image = "my-org/server:latest"
cmd = ["uvicorn", "main:app", "--host", "0.0.0.0", "--port", "8000"]
```

## Source in fal
fal's documentation of container apps: the server must listen on 0.0.0.0. `cmd` is sent unchanged (verified with fal 1.83.0).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..context import AppContext
from ..finding import Finding, Place, Related, Rule, Severity

if TYPE_CHECKING:
    from .server_command import Default

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1", "[::1]"})


def check(app: AppContext) -> Iterator[Finding]:
    """One finding on the host."""
    if app.lacks("image"):
        return
    from .server_command import listening

    found = listening(app)
    host = found.host
    if found.default_host is not None:
        yield _by_default(app, found.default_host)
    if host is None or host.text.lower() not in _LOOPBACK:
        return
    is_own = isinstance(host.place, Place)
    path = app.string("image", "dockerfile")
    yield Finding(
        RULE.name,
        f"The server listens on `{host.text}`, which is only reachable inside the container."
        if is_own
        else f"The server of `{path}` listens on `{host.text}`, which is only reachable inside the container.",
        host.place if isinstance(host.place, Place) else Place((*app.path, "image", "dockerfile")),
        related=() if is_own else (Related("The command is here.", host.place),),
        help="Use the host `0.0.0.0`.",
    )


def _by_default(app: AppContext, default: Default) -> Finding:
    is_own = isinstance(default.place, Place)
    option = "bind" if default.server == "hypercorn" else "host"
    return Finding(
        RULE.name,
        f"`{default.server}` listens on `{default.value}` by default, which is only reachable inside"
        " the container.",
        default.place
        if isinstance(default.place, Place)
        else Place((*app.path, "image", "dockerfile")),
        related=() if is_own else (Related("The command is here.", default.place),),
        help=f"Add `--{option} 0.0.0.0`.",
    )


RULE = Rule("server-on-loopback", Severity.WARNING, __doc__, check_app=check, cause_in_file=True)
