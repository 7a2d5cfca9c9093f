"""The name of an app cannot be used on the command line.

## What it does
Reports an app's key that is empty, ends in `.py`, contains `::`, or contains `--`.

## Why
`fal deploy x.py` and `fal deploy a::b` mean a file. `--` separates the name from the environment (`name--env`), so such a name collides with an app in an environment.

## Example
```toml
[tool.fal.apps."generator.py"]
ref = "src/app.py::Generator"
```

## Use instead
```toml
[tool.fal.apps.generator]
ref = "src/app.py::Generator"
```

## Source in fal
`fal.cli._utils.is_app_name`, `RefAction.split_ref`, `ENVIRONMENT_SEPARATOR` (fal 1.83.0).
"""

from __future__ import annotations

from collections.abc import Iterator

from ..context import AppContext
from ..finding import Finding, Place, Rule, Severity


def check(app: AppContext) -> Iterator[Finding]:
    """One finding on the app's key."""
    message = unaddressable(app.name)
    if message is not None:
        yield Finding(RULE.name, message, Place(app.path, "key"))


def unaddressable(name: str) -> str | None:
    """Why fal's commands cannot be told an app of this name, in a sentence; `None` if they can."""
    if not name.strip():
        return "An app needs a name that can be typed: `fal deploy` cannot reach an empty one."
    if name.endswith(".py"):
        return f"`fal deploy {name}` means a file: give the app a name that does not end in `.py`."
    if "::" in name:
        return f"`fal deploy {name}` means a class in a file: give the app a name without `::`."
    if "--" in name:
        return (
            f"`{name}` contains `--`, which fal puts between an app's name and its environment: "
            "use a single `-`."
        )
    return None


RULE = Rule("unaddressable-app-name", Severity.WARNING, __doc__, check_app=check)
