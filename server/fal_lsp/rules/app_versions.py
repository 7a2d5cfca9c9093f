"""Whether an app may run with another release of a package than the one that the rules know.

Knows what the project installs, locks and requires; must not know what follows from it.
"""

from __future__ import annotations

from ..project.python.fal_names import VERSION
from .app_source import app_loading, reference
from .context import AppContext, memoized


@memoized
def has_newer_fal(app: AppContext) -> bool:
    """Whether the project installs, locks or asks for a newer fal than `fal_names.VERSION`.

    A newer fal may accept what the verified release refuses.
    """
    return _has_fal(app, "newer")


@memoized
def has_older_fal(app: AppContext) -> bool:
    """Whether the project installs, locks or asks for an older fal, which may have other names."""
    return _has_fal(app, "older")


@memoized
def may_have_pydantic_1(app: AppContext) -> bool:
    """Whether the code of the app may run with pydantic 1, which fal allows, too."""
    loading = app_loading(app)
    sources = [] if loading is None else [each.path for each in loading.running]
    is_local = reference(app) is not None
    return app.project is not None and app.project.may_have_pydantic_1(
        app.surroundings.data, sources, is_local=is_local
    )


def _has_fal(app: AppContext, side: str) -> bool:
    from ..project.packages.fal_version import other_than

    if app.project is None:
        return False
    found = app.project.fal_versions(app.surroundings.data)
    return any(side in other_than(each, VERSION) for each in found)
