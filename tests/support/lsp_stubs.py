"""Stubs for tests of the server: what features return and the check reports, as a test says.

A stub replaces a function of `fal_lsp.ide` while a server runs; the parser stays the real one.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from fal_lsp import toml

if TYPE_CHECKING:
    from fal_lsp.lint.diagnostic import Diagnostic
    from fal_lsp.toml import Document

_MODULES = {"prepare_rename": "rename"}
"""The module of a feature where it is not called like its function."""


class Stubs:
    """`features` are functions by their names, `found` what every check reports."""

    def __init__(
        self,
        features: Mapping[str, Callable[..., Any]] | None = None,
        found: tuple[Diagnostic, ...] = (),
    ) -> None:
        self.features = features or {}
        self.found = found
        self.parsed = 0
        """How many texts were parsed."""

    def check(self, document: Document) -> tuple[Diagnostic, ...]:
        """What the check of a document reports."""
        return self.found

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
                target = f"fal_lsp.ide.{_MODULES.get(name, name)}.{name}"
                stack.enter_context(patch(target, stub))
            stack.enter_context(patch(f"{checker}.warm_up", lambda _: None))
            stack.enter_context(patch(f"{checker}.project", lambda *_: None))
            for method in ("check", "check_in"):
                stack.enter_context(patch(f"{checker}.{method}", self._check))
            stack.enter_context(patch("fal_lsp.toml.parse", counted))
            yield

    @property
    def _check(self) -> Callable[..., tuple[Diagnostic, ...]]:
        return lambda _checker, document, *_: self.check(document)
