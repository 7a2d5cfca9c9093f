"""A core for tests of the server: the real parser, no check, and features that the test gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fal_lsp.lsp.core import Core

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from fal_lsp.lint.diagnostic import Diagnostic


class FakeCore(Core):
    """`features` are functions by their names, `found` what every check answers."""

    def __init__(
        self,
        features: Mapping[str, Callable[..., Any]] | None = None,
        found: tuple[Diagnostic, ...] = (),
    ) -> None:
        self.features = features or {}
        self.found = found
        self.parsed = 0
        """How many texts were parsed."""

    def load(self) -> None:
        """There is nothing to load."""

    def parse(self, text: str, previous: Any = None) -> Any:
        self.parsed += 1
        return super().parse(text, previous)

    def check(self, *_: Any) -> tuple[Diagnostic, ...]:
        return self.found

    def project(self, path: str, folders: object, buffers: object) -> Any:
        return None

    def has_feature(self, module: str) -> bool:
        return module in self.features

    def feature(self, module: str, function: str) -> Callable[..., Any]:
        return self.features[function]
