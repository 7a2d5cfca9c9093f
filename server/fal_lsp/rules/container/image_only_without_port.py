"""A plain container image has no `exposed_port`.

## What it does
Reports an app with an `image` but none of `ref`, `python_entry_point` and `exposed_port`.

## Why
fal does not run its own server in such a container, so it requires the port on which your server listens (on 0.0.0.0).

## Example
```toml
[tool.fal.apps.server.image]
image = "my-org/server:latest"
```

## Use instead
```toml
[tool.fal.apps.server]
exposed_port = 8000

[tool.fal.apps.server.image]
image = "my-org/server:latest"
```

## Source in fal
fal's documentation of container apps; entry-point apps default to port 8080, image-only apps have no default (fal 1.83.0).
"""

from __future__ import annotations

from collections.abc import Iterator

from ..context import AppContext
from ..finding import Finding, Fix, InsertKey, Place, Rule, Severity
from .exposed_port_mismatch import only_port, tcp_ports

_EXAMPLE = 8000


def check(app: AppContext) -> Iterator[Finding]:
    """One finding on the app's key."""
    if not app.has("image") or not app.lacks("exposed_port"):
        return
    if not app.lacks("ref") or not app.lacks("python_entry_point") or app.is_refused("image"):
        return
    port = only_port(tcp_ports(app))
    text = str(_EXAMPLE if port is None else port)
    # Without an EXPOSE nobody knows the port: the author has to replace the example.
    add = Fix(
        f"Add `exposed_port = {text}`",
        (InsertKey(app.path, "exposed_port", text),),
        safe=False,
        preferred=port is not None,
    )
    yield Finding(
        RULE.name,
        f"`{app.name}` runs a plain container image without `exposed_port`.",
        Place(app.path, "key"),
        fixes=(add,),
        help="Set `exposed_port` so that fal knows where the server listens.",
    )


RULE = Rule(
    "image-only-without-port",
    Severity.WARNING,
    __doc__,
    check_app=check,
    claims_absence=True,
    fixable="unsafe",
)
