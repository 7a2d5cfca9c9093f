"""Documents, folders and capabilities for the tests of the server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.lsp_client import Client

# Nothing in it names a file, so that it is right wherever it lies.
RIGHT = '[tool.fal.apps.x]\nexposed_port = 80\nimage = { image = "x:1" }\n'
WRONG = RIGHT + "auht = 1\n"
OTHER = RIGHT + "numgpus = 1\n"
URI = "file:///nowhere/pyproject.toml"

PULL = {
    "textDocument": {"diagnostic": {"dynamicRegistration": True}},
    "workspace": {"diagnostics": {"refreshSupport": True}},
}
"""A client that pulls diagnostics and can be told to pull again."""

WORKSPACE = {"diagnosticMode": "workspace", "project": {"enable": False}}


def rules(diagnostics: list[dict[str, Any]]) -> list[str]:
    """The rules of diagnostics on the wire."""
    return [item["code"] for item in diagnostics]


def write(folder: Path, text: str, name: str = "pyproject.toml") -> str:
    """Write a file, its folder made where it is missing; answers its URI."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path.as_uri()


def folders(*paths: Path) -> list[dict[str, str]]:
    """Workspace folders."""
    return [{"uri": path.as_uri(), "name": path.name} for path in paths]


def pull(client: Client, uri: str, previous: str | None = None) -> dict[str, Any]:
    """The answer to textDocument/diagnostic."""
    params = {"textDocument": {"uri": uri}, "previousResultId": previous}
    answer: dict[str, Any] = client.request("textDocument/diagnostic", params)
    return answer
