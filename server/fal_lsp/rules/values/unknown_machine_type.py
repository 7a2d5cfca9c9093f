"""A machine type is not in fal's documentation.

## What it does
Reports a `machine_type` that fal's documentation does not list, and suggests the nearest one that it does.

## Why
fal adds machine types without a release of its client, so this is only an informational message. But a typing error fails when the app is registered, after the remote build.

## Example
```toml
[tool.fal.apps.image-generator]
ref = "src/app.py::ImageGenerator"
machine_type = "GPU-H10"
```

## Use instead
```toml
[tool.fal.apps.image-generator]
ref = "src/app.py::ImageGenerator"
machine_type = "GPU-H100"
```

## Source in fal
The client sends `machine_type` unchecked, and the server decides (fal 1.83.0).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from fal_schema.lookup import app_node
from fal_schema.nearest import nearest, normal

from ..context import AppContext
from ..did_you_mean import did_you_mean
from ..finding import Finding, Place, Rule, Severity

if TYPE_CHECKING:
    from fal_schema.lookup import SchemaNode

    from ..finding import Path

_GPU = "GPU-"
_MOST_MEANT = 100
"""Items of a list for which it is looked for what was meant."""


def check(app: AppContext) -> Iterator[Finding]:
    """A finding for each unknown name."""
    machines = app.strings("machine_type")
    if not machines or app.is_refused("machine_type"):
        return
    node = app_node().children["machine_type"]
    for number, (path, machine) in enumerate(machines):
        if machine not in node.value_names:
            yield _finding(path, machine, _names(node) if number < _MOST_MEANT else {})


def _finding(path: Path, machine: str, names: Mapping[str, str]) -> Finding:
    if not machine.strip():
        return Finding(
            RULE.name,
            "`machine_type` is empty.",
            Place(path),
            help="Set a machine type, or remove `machine_type` to use the default.",
        )
    message = f"Unknown machine type `{machine}`."
    if "," in machine:
        # Of several, none is what was meant.
        return Finding(
            RULE.name, message, Place(path), help="Use a list for several machine types."
        )
    return did_you_mean(
        RULE.name,
        message,
        Place(path),
        _meant(machine, names),
        advice="fal's documentation does not list it, but the server may support it.",
    )


def _names(node: SchemaNode) -> Mapping[str, str]:
    """The machine types by their names without `GPU-`, and by what people call them."""
    names = {value.value.removeprefix(_GPU).lower(): value.value for value in node.values}
    return {**names, **{normal(alias): meant for alias, meant in node.meant.items()}}


def _meant(machine: str, names: Mapping[str, str]) -> str | None:
    """The machine type of another spelling, or of the GPU that is named: `NVIDIA H100`."""
    wanted = normal(machine.lower()).removeprefix(normal(_GPU) + "_")
    together = wanted.replace("_", "")
    parts = [wanted, together, *wanted.split("_")]
    match = next((part for part in parts if part in names), None) or nearest(wanted, names)
    return names[match] if match is not None else None


RULE = Rule(
    "unknown-machine-type",
    Severity.INFORMATION,
    __doc__,
    check_app=check,
    judges_values=True,
    fixable="unsafe",
)
