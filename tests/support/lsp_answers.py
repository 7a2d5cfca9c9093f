"""Answers of the server to requests about one text, with features that answer what a test says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fal_lsp.text import Span

from tests.support.lsp_client import InProcess
from tests.support.lsp_stubs import Stubs

if TYPE_CHECKING:
    from fal_lsp.lint.diagnostic import Diagnostic

URI = "file:///p/pyproject.toml"
TEXT = "😀 = 1\nab = 2\ncd = 3\n"
AB, CD = Span(6, 8), Span(13, 15)
"""Where `ab` and `cd` stand, in code points."""
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
    """A feature that remembers what it was asked and answers what it was told to."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer
        self.arguments: tuple[Any, ...] = ()
        self.options: dict[str, Any] = {}

    def __call__(self, _: Any, *arguments: Any, **options: Any) -> Any:
        self.arguments, self.options = arguments, options
        return self.answer


def answer(
    method: str,
    feature: str,
    result: Any,
    params: dict[str, Any],
    capabilities: dict[str, Any] | None = None,
    settings: dict[str, Any] | None = None,
    found: tuple[Diagnostic, ...] = (),
) -> Any:
    """The answer to a request about `TEXT` where a feature answers `result`."""
    find = result if isinstance(result, Asked) else Asked(result)
    with InProcess(Stubs({feature: find}, found)) as client:
        client.initialize(capabilities, initializationOptions=settings)
        client.open(URI, TEXT)
        return client.request(method, {**DOCUMENT, **params})


def at(line: int, character: int) -> dict[str, Any]:
    return {"position": {"line": line, "character": character}}
