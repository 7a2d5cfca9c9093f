"""A path differs in case from the file that it refers to.

## What it does
On macOS and Windows, reports a path of `ref`, `app_files`, `app_files_context_dir` or a Dockerfile whose case differs from the name on disk. This is only checked where file names are case-insensitive.

## Why
Your machine finds the file anyway. Linux, where CI deploys and where fal runs the app, does not: `ref` fails there, and a file in `app_files` is uploaded under the name in the path.

## Example
```toml
[tool.fal.apps.painter]
ref = "src/Painter.py::Painter"
```

## Use instead
```toml
[tool.fal.apps.painter]
ref = "src/painter.py::Painter"
```

## Source in fal
None; `_load_from_path` and `FileSync` in fal open the path as it is written, and leave case to the file system (verified with fal 1.83.0).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..app_source import file_place, reference
from ..context import AppContext
from ..finding import Finding, Place, Rule, Severity
from .app_files import app_files_base, uses_app_files

if TYPE_CHECKING:
    from ...project import Project

_BY_ITSELF = (("app_files_context_dir",), ("image", "dockerfile"))


def check(app: AppContext) -> Iterator[Finding]:
    """A finding for each path that only a file system that ignores case finds."""
    project = app.project
    if project is None or not project.ignores_case():
        return
    for place, text, base in _paths(app, project):
        named = project.spelling(text, base)
        if named is not None and named != text:
            yield Finding(
                RULE.name,
                f"`{text}` differs in case from `{named}`, so Linux does not find it.",
                place,
                help=f"Write `{named}`.",
            )


def _paths(app: AppContext, project: Project) -> Iterator[tuple[Place, str, str]]:
    """Where each path is set, the path, and the directory that it starts from."""
    ref = reference(app)
    if ref is not None:
        yield file_place(app, ref), ref.file, project.root
    for keys in _BY_ITSELF:
        text = app.string(*keys)
        if text:
            yield Place((*app.path, *keys)), text, project.root
    if uses_app_files(app):
        base = app_files_base(app, project)
        for path, text in app.valid_strings("app_files"):
            yield Place(path), text, base


RULE = Rule("path-case-mismatch", Severity.WARNING, __doc__, check_app=check, reads_project=True)
