"""A release names one version, and only when every file does."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]


def test_the_packages_have_one_version() -> None:
    script: dict[str, Any] = runpy.run_path(str(ROOT / "scripts/release_version.py"))
    found = script["versions"](ROOT)
    # The changelog names it only once it is released.
    found.pop("CHANGELOG.md")
    assert len(set(found.values())) == 1
    assert None not in found.values()
