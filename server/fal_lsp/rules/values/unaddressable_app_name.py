"""An app name cannot be used on the command line.

## What it does
Reports an app name that is empty, ends in `.py`, or contains `::` or `--`.

## Why
`fal deploy x.py` and `fal deploy a::b` are read as a file. `--` separates the name from the environment (`name--env`), so such a name can collide with that of an app in an environment.

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
    """Why fal's commands cannot address an app of this name, in a sentence; `None` if they can."""
    if not name.strip():
        return "App names must not be empty: `fal deploy` cannot address an app without a name."
    if name.endswith(".py"):
        return f"App names must not end in `.py`: `fal deploy {name}` is read as a file path."
    if "::" in name:
        return f"App names must not contain `::`: `fal deploy {name}` is read as a class in a file."
    if "--" in name:
        return "App names must not contain `--`, which separates the name from the environment."
    return None


RULE = Rule("unaddressable-app-name", Severity.WARNING, __doc__, check_app=check)
