"""Whether an app may run with another release of a package or of Python than the rules know.

Knows what the project installs, locks and requires; must not know what follows from it.
"""

from __future__ import annotations

import re

from ..project.python.fal_names import VERSION
from .app_source import app_loading, reference
from .context import AppContext, memoized
from .finding import Severity
from .precedence import Outcome, Outcomes, outcomes

_MINORS = range(60)
_PATCHES = (*range(31), 99)


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


def before_python(app: AppContext, version: tuple[int, int]) -> Severity | None:
    """How certain it is that the Python that loads an app is older: `None` where it may not be.

    For a `ref` that is the local one, and the runner has the same; else the one that is asked for.
    """
    project, is_local = app.project, reference(app) is not None
    if project is None or (app.has("image") and not is_local):
        return None
    local = project.local_python() if is_local else None
    asked = _python_version(app) if local is None else local.version
    if asked is not None:
        major, _, minor = asked.partition(".")
        is_older = (int(major), int(minor.partition(".")[0])) < version
        return Severity.ERROR if is_older else None
    specifier = project.requires_python(app.surroundings.data)
    if not specifier:
        return None
    from packaging.specifiers import SpecifierSet

    later = (f"{version[0]}.{version[1] + minor}" for minor in _MINORS)
    try:
        allowed = SpecifierSet(specifier)
        may_be_later = any(
            allowed.contains(f"{each}.{patch}", prereleases=True)
            for each in later
            for patch in _PATCHES
        )
    except ValueError:  # invalid, or with more digits than Python reads
        return None
    return None if may_be_later else Severity.WARNING


def _python_version(app: AppContext) -> str | None:
    """The `python_version` that fal certainly uses."""
    known = outcomes(app).get("python_version", Outcomes((Outcome("toml"),)))
    texts = {
        app.string("python_version")
        if each.source == "toml"
        else each.value.data
        if each.value is not None and each.value.known
        else None
        for each in known.possible
    }
    text = texts.pop() if len(texts) == 1 else None
    return (
        text if isinstance(text, str) and re.fullmatch(r"3\.[0-9]{1,3}(\.[0-9]+)?", text) else None
    )


def _has_fal(app: AppContext, side: str) -> bool:
    from ..project.packages.fal_version import other_than

    if app.project is None:
        return False
    found = app.project.fal_versions(app.surroundings.data)
    return any(side in other_than(each, VERSION) for each in found)
