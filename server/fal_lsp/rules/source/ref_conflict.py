"""An app has both `ref` and `python_entry_point`.

## What it does
Reports `ref` in an app that also sets `python_entry_point`.

## Why
Both say what to run, and fal refuses the two together.

## Example
```toml
[tool.fal.apps.image-generator]
ref = "src/my_package/server.py::ImageGenerator"
python_entry_point = "my_package.server:ImageGenerator"
requirements = ["."]
```

## Use instead
```toml
[tool.fal.apps.image-generator]
python_entry_point = "my_package.server:ImageGenerator"
requirements = ["."]
```

## Source in fal
`get_app_data_from_toml`: "cannot have both ref and python_entry_point keys" (fal 1.83.0).
"""

from __future__ import annotations

from ..finding import Rule, Severity
from ..fixes import remove_either
from ..violations import app_check

RULE = Rule(
    "ref-conflict",
    Severity.ERROR,
    __doc__,
    check_app=app_check("ref-conflict", remove_either),
    fixable="unsafe",
)
