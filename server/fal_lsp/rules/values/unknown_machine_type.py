"""A machine type is not among those that fal documents.

## What it does
Reports a `machine_type` that fal's documentation does not list, with the closest one that it does.

## Why
The list is open: fal adds machines without a release of its client, so this is only a remark. A typing mistake, though, fails when the app is registered, after the remote build.

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
`machine_type` is sent as it is written; the server decides (fal 1.83.0).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..context import AppContext
from ..finding import Finding, Fix, Place, ReplaceValue, Rule, Severity

if TYPE_CHECKING:
    from fal_schema.lookup import SchemaNode

    from ..finding import Path

_GPU = "GPU-"


def check(app: AppContext) -> Iterator[Finding]:
    """A finding for each unknown name."""
    machines = app.strings("machine_type")
    if not machines or app.is_refused("machine_type"):
        return
    from fal_schema.lookup import node_at

    node = node_at(("apps", app.name, "machine_type"))
    known = {value.value for value in node.values} if node is not None else set()
    for path, machine in machines:
        if machine not in known:
            yield _finding(path, machine, node)


def _finding(path: Path, machine: str, node: SchemaNode | None) -> Finding:
    if not machine.strip():
        return Finding(
            RULE.name, "`machine_type` is empty: name a machine, or leave it out.", Place(path)
        )
    meant = _meant(machine, node) if node is not None else None
    message = f"`machine_type`: `{machine}` is not among the machines that fal documents"
    if meant is None:
        return Finding(
            RULE.name, f"{message}; fal's server decides whether it exists.", Place(path)
        )
    text = f'"{meant}"'
    return Finding(
        RULE.name,
        f"{message}: did you mean `{meant}`?",
        Place(path),
        fixes=(Fix(f"Write `{text}`", (ReplaceValue(path, text),), safe=False),),
    )


def _meant(machine: str, node: SchemaNode) -> str | None:
    """The machine of a name that is spelled another way, or of the card in it: `NVIDIA H100`."""
    from fal_schema.nearest import nearest, normal

    names = {value.value.removeprefix(_GPU).lower(): value.value for value in node.values}
    names.update({normal(alias): meant for alias, meant in node.meant.items()})
    wanted = normal(machine.lower()).removeprefix(normal(_GPU) + "_")
    together = wanted.replace("_", "")
    parts = [wanted, together, *wanted.split("_")]
    found = next((part for part in parts if part in names), None) or nearest(wanted, names)
    return names[found] if found is not None else None


RULE = Rule("unknown-machine-type", Severity.INFORMATION, __doc__, check_app=check)
