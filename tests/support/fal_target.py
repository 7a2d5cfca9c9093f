"""Asks the real fal what a file holds for it. Runs the file, which is one that a test wrote."""

from __future__ import annotations

import contextlib
import io
import os
import runpy
import sys
from pathlib import Path
from typing import Any


def target(folder: Path, path: str, symbol: str | None) -> str:
    """What `_find_target` (fal/utils.py) makes of a file, run as fal runs it.

    `app` or `function` where it takes it; `other`, `missing`, `several` or `none` by the words of
    its refusal; `raises` where the file itself does.
    """
    from fal.api import IsolatedFunction
    from fal.exceptions import FalServerlessException
    from fal.utils import _find_target

    try:
        module = _run(folder, path)
    except Exception:
        return "raises"
    try:
        found, *_ = _find_target(module, symbol)
    except FalServerlessException as error:
        return _refusal(str(error))
    return "function" if isinstance(found, IsolatedFunction) else "app"


def _run(folder: Path, path: str) -> dict[str, Any]:
    before, modules, search = Path.cwd(), set(sys.modules), list(sys.path)
    os.chdir(folder)
    try:
        # fal appends the working directory, from which it is meant to be run.
        sys.path.append(str(folder))
        with contextlib.redirect_stdout(io.StringIO()):
            return runpy.run_path(str(folder / path))
    finally:
        os.chdir(before)
        sys.path[:] = search
        for name in set(sys.modules) - modules:
            if str(folder) in str(getattr(sys.modules[name], "__file__", "")):
                del sys.modules[name]
        sys.path_importer_cache.pop(str(folder), None)


def _refusal(message: str) -> str:
    for words, answer in (
        ("not found in module", "missing"),
        ("is not a fal.App or a fal.function", "other"),
        ("Multiple fal.Apps", "several"),
        ("Multiple fal.functions", "several"),
        ("No fal.App or fal.function", "none"),
    ):
        if words in message:
            return answer
    raise AssertionError(message)
