"""Safe fixes beside the real fal: a fix changes the setting that its title names, and no other.

Each project of the other tests here and each text of the corpus, with the files that it names, is
fixed as `fal-lsp check --fix` does. Where fal deploys an app before, it deploys it afterwards.
Set `FAL_LSP_PROJECTS` to a directory of projects to try those, too.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fal_lsp.lint.check import check
from fal_lsp.lint.fixing import fix_all
from fal_lsp.project import open_project
from fal_lsp.toml import parse
from fal_lsp.toml.types import RenameKey, ReplaceText

from tests.conformance import test_classes, test_effective, test_project_rules
from tests.support.corpus import cases as corpus
from tests.support.projects import APP, write_text
from tests.support.real_fal import sent

if TYPE_CHECKING:
    from fal_lsp.lint.diagnostic import Diagnostic

pytestmark = pytest.mark.peers

_PYTHON = re.compile(r"[\w/]+\.py")


def apps(text: str) -> list[str]:
    """The names of the apps of a pyproject.toml, none where it is no table."""
    found = parse(text).data(("tool", "fal", "apps"))
    return list(found) if isinstance(found, dict) else []


def compare(folder: Path, seen: Counter[str]) -> list[str]:
    """What the safe fixes of a project change of what fal would send, each in words."""
    path = folder / "pyproject.toml"
    text = path.read_text(encoding="utf-8")
    before = {app: sent(folder, app) for app in apps(text)}
    fixed = fix_all(parse(text), lambda text: check(text, open_project(str(path))), False)
    seen["projects"] += 1
    if fixed.document.text == text:
        return []
    seen["fixed projects"] += 1
    expected = {setting for each in fixed.repaired for setting in named(each)}
    path.write_text(fixed.document.text, encoding="utf-8")
    differences = []
    for app, old in before.items():
        new = sent(folder, app)
        seen["apps"] += 1
        if isinstance(old, str):
            seen["refused before"] += 1
            seen["deployed after"] += not isinstance(new, str)
            continue
        if isinstance(new, str):
            differences.append(f"{app}: {new}")
            continue
        seen["keys"] += len(new)
        changed = {(app, name) for name in new if old[name] != new[name]}
        seen["changed keys"] += len(changed)
        differences += [f"{app}.{name}" for _, name in sorted(changed - expected)]
    path.write_text(text, encoding="utf-8")
    return differences


def named(diagnostic: Diagnostic) -> Iterator[tuple[str, str]]:
    """The app and the key that each edit of the safe fixes of a diagnostic changes."""
    for edit in (edit for fix in diagnostic.fixes if fix.safe for edit in fix.edits):
        path = [] if isinstance(edit, ReplaceText) else [str(key) for key in edit.path[3:]]
        if isinstance(edit, RenameKey):
            path[-1] = edit.name
        if len(path) > 1:
            yield path[0], path[1]


def projects() -> Iterator[tuple[str, str]]:
    """A title and the files of each project."""
    for case in test_project_rules.cases():
        yield case.title, case.project
    for title, _, files in test_effective.projects_of_the_file():
        yield title, files
    for each in test_classes.cases():
        yield each.title, test_classes.MANIFEST + each.text
    for row in corpus():
        yield row.name, row.text + around(row.text)


def around(text: str) -> str:
    """The files that the apps of a pyproject.toml name, as far as a test can make them."""
    classes: dict[str, set[str]] = {}
    found = parse(text).data(("tool", "fal", "apps"))
    for app in found.values() if isinstance(found, dict) else ():
        ref = app.get("ref") if isinstance(app, dict) else None
        name, _, symbol = ref.partition("::") if isinstance(ref, str) else ("", "", "")
        if _PYTHON.fullmatch(name) and (symbol or "App").isidentifier():
            classes.setdefault(name, set()).add(symbol or "App")
    shown = []
    for name, symbols in classes.items():
        shown += [f"--- {name}\n", *(APP.format(name=symbol) for symbol in sorted(symbols))]
    return "".join(["\n", *shown, "--- Dockerfile\nFROM python:3.12\n"])


def test_safe_fixes_of_all_projects(tmp_path: Path) -> None:
    seen: Counter[str] = Counter()
    found = []
    for number, (title, files) in enumerate(projects()):
        folder = tmp_path / str(number)
        write_text(folder, files.replace("FOLDER", str(folder)))
        if (folder / "pyproject.toml").exists():
            found += [f"{title}: {each}" for each in compare(folder, seen)]
    test_effective.report(seen)
    assert found == [], "\n".join(found)


def test_safe_fixes_of_other_projects() -> None:
    """Those below the directory `FAL_LSP_PROJECTS`, for whoever has some; they are put back."""
    seen: Counter[str] = Counter()
    found = []
    for manifest in Path(os.environ.get("FAL_LSP_PROJECTS", os.devnull)).glob(
        "*/**/pyproject.toml"
    ):
        with contextlib.suppress(UnicodeDecodeError):
            found += [f"{manifest.parent}: {each}" for each in compare(manifest.parent, seen)]
    test_effective.report(seen)
    assert found == [], "\n".join(found)
