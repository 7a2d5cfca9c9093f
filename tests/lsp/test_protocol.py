"""The private members of pygls that `lsp/protocol.py` uses; an upgrade fails by their names.

They are used because pygls 2.1.1 has no public way to do what the docstring of `protocol.py` says.
"""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import fal_lsp.lsp.protocol
import fal_lsp.lsp.server
import pytest
from fal_lsp.lsp.main import create_server
from lsprotocol import types
from pygls.feature_manager import FeatureManager
from pygls.lsp.server import LanguageServer
from pygls.protocol import JsonRPCProtocol, LanguageServerProtocol

METHODS = {
    "_handle_cancel_notification": ["self", "msg_id"],
    "_handle_notification": ["self", "method_name", "params"],
    "_handle_request": ["self", "msg_id", "method_name", "params"],
    "_handle_response": ["self", "msg_id", "result", "error"],
    "_send_data": ["self", "data"],
    "_send_handler_result": ["self", "future", "msg_id"],
    "_send_response": ["self", "msg_id", "result", "error"],
    "_serialize_message": ["self", "data"],
}
"""Methods that are called or overridden, with their parameters."""

ATTRIBUTES = {"_converter", "_request_futures", "_result_types", "_shutdown"}

OWN = {
    "_call",
    "_cancel",
    "_encode",
    "_initialized",
    "_params",
    "_refusal",
    "_refuse",
    "_take",
    "_take_response",
}
"""Private members that `Protocol` adds; pygls must not have any of the same name."""


@pytest.mark.parametrize("name", METHODS)
def test_pygls_has_the_method(name: str) -> None:
    method = inspect.getattr_static(LanguageServerProtocol, name)
    function = method.__func__ if isinstance(method, staticmethod) else method
    assert list(inspect.signature(function).parameters) == METHODS[name]


@pytest.mark.parametrize("name", sorted(ATTRIBUTES))
def test_pygls_has_the_attribute(name: str) -> None:
    assert name in vars(create_server().protocol)
    assert f"self.{name}" in inspect.getsource(inspect.getmodule(JsonRPCProtocol) or ast) + (
        inspect.getsource(inspect.getmodule(LanguageServerProtocol) or ast)
    )


def test_pygls_keeps_its_own_handlers_where_they_can_be_removed() -> None:
    assert isinstance(create_server().protocol.fm, FeatureManager)
    assert set(fal_lsp.lsp.protocol._OURS) <= set(_builtin_features())


def _builtin_features() -> set[str]:
    """The methods that an untouched pygls server handles by itself."""
    server = LanguageServer("x", "1", types.TextDocumentSyncKind.Full)
    return set(server.protocol.fm.builtin_features)


@pytest.mark.parametrize("name", sorted(OWN))
def test_pygls_has_no_member_of_that_name(name: str) -> None:
    assert not hasattr(LanguageServerProtocol, name)


def test_every_private_member_that_is_used_is_named_here() -> None:
    used = _private(Path(fal_lsp.lsp.protocol.__file__))
    assert used == METHODS.keys() | ATTRIBUTES | OWN


def test_no_other_file_touches_a_private_member_of_pygls() -> None:
    folder = Path(fal_lsp.lsp.protocol.__file__).parent
    for path in folder.rglob("*.py"):
        if path.name != "protocol.py":
            assert not _private(path) & (METHODS.keys() | ATTRIBUTES), path
            assert not _private_of_others(path), path


def test_the_server_shares_no_private_member_with_that_of_pygls() -> None:
    own = _private(Path(fal_lsp.lsp.server.__file__))
    pygls = LanguageServer("x", "1", types.TextDocumentSyncKind.Full)
    assert not own & {*dir(pygls)}


def _private_of_others(path: Path) -> set[str]:
    """The private attributes that a file reads of objects of classes from elsewhere."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    reads = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    own = {node.attr for node in reads if ast.unparse(node.value) in ("self", "cls")}
    # `_replace` is public in a named tuple, and so is `os._exit`.
    return (
        {
            node.attr
            for node in reads
            if node.attr.startswith("_") and not node.attr.startswith("__")
            if ast.unparse(node) != "os._exit"
        }
        - own
        - {"_replace"}
    )


def _private(path: Path) -> set[str]:
    """The private attributes that a file reads, and the private methods that it defines."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            names |= {each.name for each in node.body if isinstance(each, ast.FunctionDef)}
    return {name for name in names if name.startswith("_") and not name.startswith("__")}
