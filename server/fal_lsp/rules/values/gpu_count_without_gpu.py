"""`num_gpus` is set for a machine without a GPU.

## What it does
Reports a positive `num_gpus` if all machine types of the app are CPU machines, or if none is set and fal's default is a CPU machine.

## Why
`num_gpus` only applies to GPU machine types; CPU machines have no GPUs to allocate.

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
fal's reference: "Number of GPUs to allocate for GPU machine types." The default machine of entry-point and image-only apps is XS; a class has a default of its own (fal 1.83.0).
"""

from __future__ import annotations

from collections.abc import Iterator

from fal_schema.lookup import app_node
from fal_schema.words import join

from ..context import AppContext
from ..finding import Finding, Fix, Place, Related, RemoveKey, Rule, Severity


def check(app: AppContext) -> Iterator[Finding]:
    """One finding on `num_gpus`."""
    count = app.integer("num_gpus")
    if count is None or count <= 0 or app.is_refused("num_gpus"):
        return
    place = Place((*app.path, "num_gpus"))
    # The machine may be what is wrong.
    remove = Fix("Remove `num_gpus`", (RemoveKey(place.path),), safe=False, preferred=False)
    if not app.has("machine_type"):
        if (
            app.lacks("machine_type")
            and app.lacks("ref")
            and (app.has("python_entry_point") or app.has("image"))
        ):
            yield Finding(
                RULE.name,
                "`num_gpus` has no effect: without `machine_type`, the app runs on a CPU machine.",
                place,
                fixes=(remove,),
                help='Set a GPU machine type, such as `machine_type = "GPU-H100"`.',
            )
        return
    machines = app.strings("machine_type")
    if machines and all(_is_cpu(machine) for _, machine in machines):
        names = join(list(dict.fromkeys(machine for _, machine in machines)))
        are = "are CPU machines" if len(machines) > 1 else "is a CPU machine"
        yield Finding(
            RULE.name,
            f"`num_gpus` has no effect: {names} {are}.",
            place,
            related=(Related("the machine type is set here", Place((*app.path, "machine_type"))),),
            fixes=(remove,),
            help="Use a GPU machine type, or remove `num_gpus`.",
        )


def _is_cpu(machine: str) -> bool:
    known = app_node().children["machine_type"].value_names
    return machine in known and not machine.startswith("GPU")


RULE = Rule(
    "gpu-count-without-gpu",
    Severity.WARNING,
    __doc__,
    check_app=check,
    judges_values=True,
    fixable="unsafe",
)
