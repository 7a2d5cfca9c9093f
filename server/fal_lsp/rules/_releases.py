"""Whether a project has a newer fal than the one that the rules were held against. No rule."""

from __future__ import annotations

from ._reads import once_an_app
from .context import AppContext


@once_an_app
def is_newer_than_known(app: AppContext) -> bool:
    """Whether a fal is installed, locked or pinned that is newer than `fal_names.VERSION`.

    It may have learnt what the known one refuses.
    """
    from packaging.version import InvalidVersion, Version

    from ..project.python.fal_names import VERSION

    if app.project is None:
        return False
    for found in app.project.fal_versions(app.surroundings.data):
        try:
            if found.version is not None and Version(found.version) > Version(VERSION):
                return True
        except InvalidVersion:
            return True
    return False
