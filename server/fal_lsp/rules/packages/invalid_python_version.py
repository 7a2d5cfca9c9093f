"""`python_version` is not a version such as `3.12`.

## What it does
Reports a `python_version` that is not `3.` and a number: a range, a name, or `3` alone.

## Why
fal does not check the string, and cannot build an environment from it.

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
`get_app_data_from_toml` checks only that it is a string; for `ref` apps fal later refuses a minor version other than that of the local interpreter (fal 1.83.0).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from fal_schema.literals import short

from ..context import AppContext
from ..did_you_mean import change_to
from ..finding import Finding, Place, Rule, Severity

_VERSION = r"3\.[0-9]+(?:\.[0-9]+)?"
_INSIDE = r"(?<![0-9.])3\.[0-9]+(?![0-9])"


def check(app: AppContext) -> Iterator[Finding]:
    """At most one finding."""
    version = app.string("python_version")
    if version is None or re.fullmatch(_VERSION, version):
        return
    place = Place((*app.path, "python_version"))
    versions = re.findall(_INSIDE, version)
    yield Finding(
        RULE.name,
        f'`python_version` must be a version such as `"3.12"`, not `{short(version)}`.',
        place,
        fixes=(change_to(place, versions[0], safe=False),) if len(versions) == 1 else (),
    )


RULE = Rule(
    "invalid-python-version",
    Severity.WARNING,
    __doc__,
    check_app=check,
    judges_values=True,
    fixable="unsafe",
)
