"""The server of a container is not reachable from outside.

## What it does
Reports a `cmd` or an `entrypoint` of an image-only app, or the `CMD` or `ENTRYPOINT` of its Dockerfile, that starts uvicorn, gunicorn, hypercorn, granian, Flask, FastAPI, vLLM or `http.server` with the host `127.0.0.1`, `localhost` or `::1`. It also reports a Dockerfile that starts uvicorn, hypercorn, granian or Flask without a host, because their default is `127.0.0.1`. A host that is set by an environment variable or a settings file is not reported.

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

from ...project.files import Unreadable
from ..context import AppContext
from ..finding import Finding, Place, Related, Rule, Severity
from .server_command import Part, listening

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1", "[::1]"})


def check(app: AppContext) -> Iterator[Finding]:
    """One finding on the host."""
    found = listening(app)
    host = found.host
    if found.unset is not None and _is_default(app):
        yield _unset(app, found.unset)
    if host is None or host.text.lower() not in _LOOPBACK:
        return
    is_own = isinstance(host.place, Place)
    path = app.string("image", "dockerfile")
    yield Finding(
        RULE.name,
        f"The server listens on `{host.text}`, which only the container itself can reach."
        if is_own
        else f"The server of `{path}` listens on `{host.text}`, which is only reachable inside the container.",
        host.place if isinstance(host.place, Place) else Place((*app.path, "image", "dockerfile")),
        related=() if is_own else (Related("The command is here.", host.place),),
        help="Use the host `0.0.0.0`.",
    )


def _is_default(app: AppContext) -> bool:
    """Whether no variable of the environment, as `UVICORN_HOST`, sets the host."""
    path, project = app.string("image", "dockerfile"), app.project
    text = project.read_text(path) if path and project is not None else None
    # What the build of another image sets is not known.
    return text is not None and not isinstance(text, Unreadable) and "HOST" not in text.text


def _unset(app: AppContext, server: Part) -> Finding:
    name = server.text.rpartition("/")[2]
    is_own = isinstance(server.place, Place)
    return Finding(
        RULE.name,
        f"`{name}` listens on `127.0.0.1` by default, which only the container itself can reach.",
        server.place
        if isinstance(server.place, Place)
        else Place((*app.path, "image", "dockerfile")),
        related=() if is_own else (Related("The command is here.", server.place),),
        help=f"Add `--{'bind' if name == 'hypercorn' else 'host'} 0.0.0.0`.",
    )


RULE = Rule("server-on-loopback", Severity.WARNING, __doc__, check_app=check)
