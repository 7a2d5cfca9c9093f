"""The names of Python's modules, beside the Python that runs."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

import pytest
from fal_lsp.project.python.python_names import PYTHON_NAMES, lacks


@pytest.mark.parametrize("owner", PYTHON_NAMES)
def test_all_names_are_known(owner: str) -> None:
    module, _, name = owner.partition(".")
    imported = import_module(module)
    found: object = getattr(imported, name) if name else imported
    public = [each for each in dir(found) if not isinstance(getattr(found, each), ModuleType)]
    assert [each for each in public if lacks(owner, each)] == []


def test_what_is_missing() -> None:
    assert lacks("datetime", "now")
    assert lacks("datetime.datetime", "datetime")
    assert not lacks("datetime.datetime", "mro")
    assert not lacks("json", "decoder")
    assert not lacks("shutil", "os")
    assert not lacks("numpy", "anything")
