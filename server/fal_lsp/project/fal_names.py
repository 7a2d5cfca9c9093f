"""The names by which fal's own things can be imported. Knows the package `fal` 1.83.0; must not
know files. Held against the real package by `tests/project/test_fal_names.py`.
"""

from __future__ import annotations

_SAME = {
    "fal.app.App": "fal.App",
    "fal.app.endpoint": "fal.endpoint",
    "fal.app.realtime": "fal.realtime",
    "fal.realtime.realtime": "fal.realtime",
    "fal.isolated": "fal.function",
    "fal.api.function": "fal.function",
    "fal.api.api.function": "fal.function",
    "fal.app.fal_function": "fal.function",
    "fal.api.cached": "fal.cached",
    "fal.api.api.cached": "fal.cached",
    "fal.wma.sdk.App": "fal.wma.App",
    "fal.wma.sdk.FalApp": "fal.App",
    "fal.container.ContainerImage": "fal.ContainerImage",
    "fal.app.ContainerImage": "fal.ContainerImage",
    "fal.sdk.HealthCheck": "fal.HealthCheck",
    "fal.app.HealthCheck": "fal.HealthCheck",
}

APP_BASES = frozenset({"fal.App", "fal.wma.App"})
"""The classes of fal that a file may hold without having an app (`_find_target`, fal/utils.py:56:
`fal.App` itself, and `_is_abstract_app_base`, which is `fal.wma.App`)."""

APP_CLASSES = APP_BASES | {"fal.wma.app.RealtimeApp"}
"""All the subclasses of `fal.App` in fal, itself included. `RealtimeApp` counts as an app of every
file that imports it."""

FUNCTION = "fal.function"
"""The decorator that makes an `IsolatedFunction`."""

ENDPOINTS = {"fal.endpoint": "endpoint", "fal.realtime": "realtime"}

NOT_APPS = frozenset({"fal.ContainerImage", "fal.HealthCheck", "fal.cached", "fal.endpoint"})
"""Other things of fal that are neither an app nor something that makes one."""

CLASSES = APP_CLASSES | {"fal.ContainerImage", "fal.HealthCheck"}
"""Classes whose instances are neither an app nor something that makes one."""

MODULES_WITHOUT_APPS = ("fal.toolkit.", "fal.api.", "fal.sdk.", "fal.exceptions.", "fal.auth.")
"""Beginnings of names behind which no subclass of `fal.App` is."""

EXPORTS = frozenset(
    {"function", "cached", "App", "endpoint", "realtime", "HealthCheck", "BillingComponents"}
    | {"BillingDeclaration", "FalServerlessKeyCredentials", "sync_dir", "ContainerImage"}
    | {"__version__", "version_tuple"}
)
"""What `from fal import *` binds."""

DEPENDENCIES = frozenset(
    {"pydantic", "pydantic_core", "fastapi", "starlette", "httpx", "typing_extensions", "uvicorn"}
    | {"annotated_types", "anyio", "attrs", "attr", "PIL", "rich", "grpc", "tomli", "packaging"}
)
"""Packages that fal itself needs: no class of theirs is a `fal.App`."""


def canonical(name: str) -> str:
    """The shortest name of something in fal: `fal.App` for `fal.app.App`."""
    return _SAME.get(name, name)
