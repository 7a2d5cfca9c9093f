"""Local projects that `requirements` may name, with their extras. Read-only.

fal builds a directory with a `[project].name` in its pyproject.toml. The project's own name comes
from the document, where it can be read while other parts are half typed.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from .insert_text import string_offer

if TYPE_CHECKING:
    from ...project import Project
    from .candidate import Context, Offer

_MAX_PROJECTS = 50


def local_requirements(context: Context, project: Project) -> Iterator[Offer]:
    """`.` and `.[extra]`, and the same for projects below the directory where paths start."""
    base = project.requirements_base(context.app_string("requirements_context_dir") or None)
    root = project.real(project.root)
    own: Any = context.document.data(("project",))
    if base == root and isinstance(own, dict) and isinstance(own.get("name"), str):
        extras = own.get("optional-dependencies")
        yield from _offers(".", own["name"], extras if isinstance(extras, dict) else ())
    projects = project.local_projects(base)
    if len(projects) > _MAX_PROJECTS:
        context.left_off.append("projects")
    for found in projects[:_MAX_PROJECTS]:
        if base == root and found.directory == root:
            continue
        path = os.path.relpath(found.directory, base).replace(os.sep, "/")
        yield from _offers(path, found.name, found.extras)


def _offers(path: str, name: str, extras: Iterable[str]) -> Iterator[Offer]:
    yield string_offer(path, kind="folder")._replace(description=name)
    for extra in extras:
        yield string_offer(f"{path}[{extra}]", kind="folder")._replace(description=name)
