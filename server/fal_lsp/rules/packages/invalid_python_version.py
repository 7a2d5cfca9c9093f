"""A `python_version` is not a version such as `3.12`.

## What it does
Reports a `python_version` that is not `3.` and a number: a range, a name, `3` alone.

## Why
fal does not check the string; the environment cannot be built from it.

## Example
```toml
[tool.fal.apps.image-generator]
python_entry_point = "my_package.server:ImageGenerator"
requirements = ["."]
python_version = ">=3.12"
```

## Use instead
```toml
[tool.fal.apps.image-generator]
python_entry_point = "my_package.server:ImageGenerator"
requirements = ["."]
python_version = "3.12"
```

## Source in fal
`get_app_data_from_toml` checks only that it is a string; for `ref` apps a minor version other than the local interpreter's is rejected later (fal 1.83.0).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..context import AppContext
from ..finding import Finding, Fix, Place, ReplaceValue, Rule, Severity

_VERSION = r"3\.[0-9]+(?:\.[0-9]+)?"
_INSIDE = r"(?<![0-9.])3\.[0-9]+(?![0-9])"


def check(app: AppContext) -> Iterator[Finding]:
    """One finding at most."""
    version = app.string("python_version")
    if version is None or re.fullmatch(_VERSION, version):
        return
    place = Place((*app.path, "python_version"))
    found = re.findall(_INSIDE, version)
    fixes: tuple[Fix, ...] = ()
    if len(found) == 1:
        text = f'"{found[0]}"'
        fixes = (Fix(f"Write `{text}`", (ReplaceValue(place.path, text),), safe=False),)
    yield Finding(
        RULE.name,
        '`python_version` names one Python version, such as `"3.12"`; '
        + (f"`{version}` is none." if version.strip() else "this one is empty."),
        place,
        fixes=fixes,
    )


RULE = Rule("invalid-python-version", Severity.WARNING, __doc__, check_app=check)
