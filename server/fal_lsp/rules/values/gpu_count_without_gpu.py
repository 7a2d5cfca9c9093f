"""`num_gpus` is set on a machine that has no GPU.

## What it does
Reports a positive `num_gpus` where every machine type is one of fal's CPU machines, or where none is set and fal's default is a CPU machine.

## Why
The key counts the GPUs of GPU machine types; a CPU machine has none to give.

## Example
```toml
[tool.fal.apps.image-generator]
ref = "src/app.py::ImageGenerator"
machine_type = "L"
num_gpus = 2
```

## Use instead
```toml
[tool.fal.apps.image-generator]
ref = "src/app.py::ImageGenerator"
machine_type = "GPU-H100"
num_gpus = 2
```

## Source in fal
fal's reference: "Number of GPUs to allocate for GPU machine types." The default of entry-point and image-only apps is XS; a class brings its own (fal 1.83.0).
"""

from __future__ import annotations

from collections.abc import Iterator

from ..context import AppContext
from ..finding import Finding, Place, Related, Rule, Severity


def check(app: AppContext) -> Iterator[Finding]:
    """One finding on `num_gpus`."""
    count = app.integer("num_gpus")
    if count is None or count <= 0:
        return
    place = Place((*app.path, "num_gpus"))
    if not app.has("machine_type"):
        if (
            app.lacks("machine_type")
            and app.lacks("ref")
            and (app.has("python_entry_point") or app.has("image"))
        ):
            yield Finding(
                RULE.name,
                "`num_gpus` has no effect: without a `machine_type` the app runs on a CPU machine; "
                'add one, such as `machine_type = "GPU-H100"`.',
                place,
            )
        return
    machines = app.strings("machine_type")
    if machines and all(_is_cpu(machine) for _, machine in machines):
        names = ", ".join(f"`{machine}`" for _, machine in machines)
        yield Finding(
            RULE.name,
            f"`num_gpus` has no effect: {names} has no GPU; choose a GPU machine type or remove it.",
            place,
            related=(Related("the machine is chosen here", Place((*app.path, "machine_type"))),),
        )


def _is_cpu(machine: str) -> bool:
    from fal_schema.lookup import node_at

    node = node_at(("apps", "x", "machine_type"))
    known = {value.value for value in node.values} if node is not None else set()
    return machine in known and not machine.startswith("GPU")


RULE = Rule("gpu-count-without-gpu", Severity.WARNING, __doc__, check_app=check)
