"""`fal-lsp show --diff`: what has changed in the deployed apps since a commit.

Knows where the two versions come from; must not know how they are compared (`lint/comparison.py`)
or shown (`report/app_changes.py`).
"""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

from ..lint.check import subject
from ..lint.comparison import compare
from ..lint.effective import effective
from ..project.files import Disk, Text, Unreadable, decode
from ..project.revision import Revision, RevisionError
from ..report import app_changes
from ..report.escape import file_name
from ..rules.file.file_too_large import LIMIT
from ..toml import parse
from .arguments import UsageError, no_app
from .console import note, write
from .owners import default_manifest
from .project_here import project_here

if TYPE_CHECKING:
    import argparse

    from ..lint.setting import Effective
    from ..project.files import Files


def show_diff(arguments: argparse.Namespace) -> int:
    """Print the changes; 1 where neither version has a file, `UsageError` for a wrong name."""
    file = arguments.file or default_manifest()
    directory, name = os.path.split(os.path.abspath(file))
    root = os.path.realpath(directory)
    path = os.path.join(root, name)
    try:
        revision = Revision(root, arguments.diff)
    except RevisionError as error:
        raise UsageError(f"--diff: {error}") from None
    try:
        before = _apps(path, revision)
    except (RevisionError, OSError) as error:
        note(f"--diff: {error}", "error")
        return 1
    finally:
        revision.close()
    after = _apps(path, Disk())
    found = [each for each in (before, after) if isinstance(each, Unreadable)]
    problem = next((each for each in found if each.reason != "missing"), None)
    if len(found) == 2 or problem is not None:
        shown = problem if problem is not None else found[0]
        note(f"{file_name(file)} cannot be read: {shown.detail or shown.reason}", "error")
        return 1
    old, new = ([] if isinstance(each, Unreadable) else each for each in (before, after))
    if arguments.app is not None:
        names = list(dict.fromkeys(app.name for app in (*new, *old)))
        if arguments.app not in names:
            raise UsageError(no_app(arguments.app, file, names))
    changes = [
        each
        for each in compare(old, new)
        if arguments.app is None
        or arguments.app in {app.name for app in (each.before, each.after) if app is not None}
    ]
    base = arguments.diff
    if arguments.output_format == "json":
        output = app_changes.objects(changes, base, revision.commit, root)
        write([json.dumps(output, indent=2) + "\n"], sys.stdout)
    elif arguments.output_format == "github":
        write(app_changes.markdown(changes, base), sys.stdout)
    else:
        write(app_changes.text(changes, base), sys.stdout)
    return 0


def _apps(path: str, files: Files) -> list[Effective] | Unreadable:
    """The apps of one version."""
    content = files.read_bytes(files.real(path), LIMIT)
    text = decode(path, content) if isinstance(content, bytes) else content
    if not isinstance(text, Text):
        return text
    document = parse(text.text)
    if document.error is not None:
        version = "" if isinstance(files, Disk) else " of that commit"
        note(f"{file_name(path)}{version} is not valid TOML, so settings may be missing", "warning")
    apps = subject(document, project_here(path, files)).apps
    return [effective(app) for app in apps]
