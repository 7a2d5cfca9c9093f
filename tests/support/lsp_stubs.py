"""Stubs for tests of the server's handlers: what features return and what the check reports.

A stub replaces a function of `fal_lsp.ide` while a server runs; the parser stays the real one.
"""

from __future__ import annotations

import contextlib
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from fal_lsp import ide, toml
from fal_lsp.lint.check import Checked
from fal_lsp.text import Span

from tests.support.lsp_client import InProcess

if TYPE_CHECKING:
    from fal_lsp.lint.diagnostic import Diagnostic
    from fal_lsp.toml import Document


def _module(feature: str) -> str:
    """The module of `fal_lsp.ide` that defines a feature."""
    for each in pkgutil.iter_modules(ide.__path__, f"{ide.__name__}."):
        found = getattr(importlib.import_module(each.name), feature, None)
        if inspect.isfunction(found) and found.__module__ == each.name:
            return each.name
    raise ValueError(f"no module in fal_lsp/ide defines a function `{feature}`")


class Stubs:
    """`features` are functions by their names, `diagnostics` what every check reports."""

    def __init__(
        self,
        features: Mapping[str, Callable[..., Any]] | None = None,
        diagnostics: tuple[Diagnostic, ...] = (),
    ) -> None:
        self.features = features or {}
        self.diagnostics = diagnostics
        self.parsed = 0
        """How many texts were parsed."""

    def check(self, document: Document) -> tuple[Diagnostic, ...]:
        """What the check of a document reports."""
        return self.diagnostics

    @contextlib.contextmanager
    def installed(self) -> Iterator[None]:
        """Put the stubs in place of the real functions."""
        parse = toml.parse

        def counted(*arguments: Any) -> Any:
            self.parsed += 1
            return parse(*arguments)

        checker = "fal_lsp.lsp.checker.Checker"
        with contextlib.ExitStack() as stack:
            for name, stub in self.features.items():
                target = f"{_module(name)}.{name}"
                stack.enter_context(patch(target, stub))
            stack.enter_context(patch(f"{checker}.warm_up", lambda _: None))
            stack.enter_context(patch(f"{checker}.project", lambda *_, **__: None))
            for method in ("check", "check_in"):
                stack.enter_context(patch(f"{checker}.{method}", self._check))
            stack.enter_context(patch("fal_lsp.toml.parse", counted))
            yield

    @property
    def _check(self) -> Callable[..., Checked]:
        return lambda _checker, document, *_, **__: Checked(self.check(document), ())


# --- One text, and requests about it -------------------------------------------------------------

URI = "file:///p/pyproject.toml"
TEXT = "😀 = 1\nab = 2\ncd = 3\n"
AB, CD = Span(6, 8), Span(13, 15)
"""The spans of `ab` and `cd`, in code points."""
WIRE_AB = {"start": {"line": 1, "character": 0}, "end": {"line": 1, "character": 2}}
WIRE_CD = {"start": {"line": 2, "character": 0}, "end": {"line": 2, "character": 2}}
DOCUMENT = {"textDocument": {"uri": URI}}
KINDS = {"codeActionKind": {"valueSet": ["quickfix"]}}
LITERALS: dict[str, Any] = {
    "textDocument": {"codeAction": {"codeActionLiteralSupport": KINDS}},
    "workspace": {"workspaceEdit": {"documentChanges": True}},
}
"""A client that takes code actions, and edits of a version."""


class Asked:
    """A feature that records its arguments and returns what a test says."""

    def __init__(self, result: Any) -> None:
        self.result = result
        self.arguments: tuple[Any, ...] = ()
        self.options: dict[str, Any] = {}

    def __call__(self, _: Any, *arguments: Any, **options: Any) -> Any:
        self.arguments, self.options = arguments, options
        return self.result


def answer(
    method: str,
    feature: str,
    result: Any,
    params: dict[str, Any],
    capabilities: dict[str, Any] | None = None,
    settings: dict[str, Any] | None = None,
    diagnostics: tuple[Diagnostic, ...] = (),
) -> Any:
    """The response to a request about `TEXT` for which a feature returns `result`."""
    find = result if isinstance(result, Asked) else Asked(result)
    with InProcess(Stubs({feature: find}, diagnostics)) as client:
        client.initialize(capabilities, initializationOptions=settings)
        client.open(URI, TEXT)
        return client.request(method, {**DOCUMENT, **params})


def at(line: int, character: int) -> dict[str, Any]:
    return {"position": {"line": line, "character": character}}
