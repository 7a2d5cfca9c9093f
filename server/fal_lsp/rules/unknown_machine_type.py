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

from typing import TYPE_CHECKING

from ._base import Finding, Fix, Place, ReplaceValue, Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ._base import Path
    from ._subject import App


def check(app: App) -> Iterator[Finding]:
    """A finding for each unknown name."""
    machines = app.strings("machine_type")
    if not machines or ("machine_type",) in app.refused:
        return
    from fal_schema.lookup import node_at

    node = node_at(("apps", app.name, "machine_type"))
    known = [value.value for value in node.values] if node is not None else []
    for path, machine in machines:
        if machine not in known:
            yield _finding(path, machine, known)


def _finding(path: Path, machine: str, known: list[str]) -> Finding:
    from difflib import get_close_matches

    close = get_close_matches(machine.upper().replace("_", "-"), known, 1, 0.7)
    if not machine.strip():
        return Finding(
            RULE.name, "`machine_type` is empty: name a machine, or leave it out.", Place(path)
        )
    message = f"`machine_type`: `{machine}` is not among the machines that fal documents"
    if not close:
        return Finding(
            RULE.name, f"{message}; fal's server decides whether it exists.", Place(path)
        )
    text = f'"{close[0]}"'
    return Finding(
        RULE.name,
        f"{message}: did you mean `{close[0]}`?",
        Place(path),
        fixes=(Fix(f"Write `{text}`", (ReplaceValue(path, text),), safe=False),),
    )


RULE = Rule("unknown-machine-type", Severity.INFORMATION, __doc__, check_app=check)
