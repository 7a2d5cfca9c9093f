"""A small language client over real stdio, TCP or a socket, and documents for it.

It records what the server sends and does nothing by itself but answer the server's requests. `raw`
sends bytes as they are, so that a test can send what no library would.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import queue
import socket
import subprocess
import sys
import threading
import time
from itertools import count
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from lsprotocol.converters import get_converter

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import IO

    from tests.support.lsp_stubs import Stubs

SERVER = (sys.executable, "-m", "fal_lsp", "--stdio")
PATIENCE = 30.0
"""Seconds until a test gives up waiting; nothing is measured with it."""

Message = dict[str, Any]

_CONVERTER = get_converter()


class ResponseError(Exception):
    """The server answered an error."""

    def __init__(self, error: Message) -> None:
        super().__init__(error["message"])
        self.code: int = error["code"]
        self.data = error.get("data")


class Client:
    """One session. `settings` is its response to `workspace/configuration`."""

    def __init__(self, incoming: IO[bytes], outgoing: IO[bytes]) -> None:
        self.settings: object = None
        self.server: Message = {}
        """The server's capabilities, once initialized."""
        self.notifications: list[Message] = []
        self.requests: list[Message] = []
        """The server's requests, in the order in which they came."""
        self.refuses: set[str] = set()
        self.results: dict[str, Any] = {}
        """What to answer to methods of the server, instead of what a usual client does."""
        """Methods for which the client responds with an error."""
        self._incoming = incoming
        self._outgoing = outgoing
        self._responses: dict[Any, Message] = {}
        self._inbox: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
        self._ids = count(1)
        self._ended = False
        threading.Thread(target=self._read, daemon=True).start()

    # Sending

    def raw(self, data: bytes) -> None:
        """Send bytes as they are."""
        self._outgoing.write(data)
        self._outgoing.flush()

    def frame(self, body: str | bytes) -> None:
        """Send a frame with this body."""
        data = body.encode() if isinstance(body, str) else body
        self.raw(b"Content-Length: %d\r\n\r\n%s" % (len(data), data))

    def send(self, message: Message) -> None:
        """Send a message."""
        self.frame(json.dumps({"jsonrpc": "2.0", **message}))

    def notify(self, method: str, params: Any = None) -> None:
        """Send a notification."""
        self.send({"method": method, "params": params})

    def ask(self, method: str, params: Any = None) -> int:
        """Send a request without waiting; returns its id."""
        identity = next(self._ids)
        self.send({"id": identity, "method": method, "params": params})
        return identity

    def request(self, method: str, params: Any = None) -> Any:
        """Send a request; returns its result or raises `ResponseError`.

        A result that does not have the type that lsprotocol gives it fails the test.
        """
        result = self.result(self.ask(method, params))
        if method in types.METHOD_TO_TYPES:
            response: Any = types.METHOD_TO_TYPES[method][1]
            whole = {"jsonrpc": "2.0", "id": 1, "result": result}
            again = _CONVERTER.unstructure(_CONVERTER.structure(whole, response))
            # lsprotocol takes an action that has a command for a command.
            is_misread = method == types.TEXT_DOCUMENT_CODE_ACTION
            assert is_misread or again == whole, f"not as lsprotocol has it: {method}"
        return result

    # Receiving

    def result(self, identity: object) -> Any:
        """The result of a request that was sent before, or `ResponseError`."""
        self.wait_until(lambda: identity in self._responses)
        response = self._responses.pop(identity)
        if "error" in response:
            raise ResponseError(response["error"])
        return response["result"]

    def wait_until(self, done: Callable[[], object]) -> None:
        """Take messages until a condition holds; `TimeoutError` if it doesn't come to that."""
        while not done():
            if self._ended:
                raise EOFError("the server ended")
            try:
                message = self._inbox.get(timeout=PATIENCE)
            except queue.Empty:
                raise TimeoutError from None
            self._take(message)

    def settle(self) -> None:
        """Take everything that the server says at once because of what was sent so far."""
        identity = self.ask("fal-lsp/nothing")
        self.wait_until(lambda: identity in self._responses)
        del self._responses[identity]

    def end_of_stream(self) -> None:
        """Take messages until the server closes its side."""
        self.wait_until(lambda: self._ended)

    # What a session consists of

    def initialize(self, capabilities: Message | None = None, **params: Any) -> Message:
        """Shake hands; return the server's capabilities."""
        defaults = {"processId": None, "rootUri": None, "capabilities": capabilities or {}}
        self.server = self.request("initialize", {**defaults, **params})["capabilities"]
        self.notify("initialized", {})
        return self.server

    def open(self, uri: str, text: str, version: int = 1, language: str = "toml") -> None:
        """Open a document."""
        item = {"uri": uri, "languageId": language, "version": version, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": item})

    def change(self, uri: str, text: str, version: int) -> None:
        """Put another text in the place of a document's."""
        params = {
            "textDocument": {"uri": uri, "version": version},
            "contentChanges": [{"text": text}],
        }
        self.notify("textDocument/didChange", params)

    def close(self, uri: str) -> None:
        """Close a document."""
        self.notify("textDocument/didClose", {"textDocument": {"uri": uri}})

    def at(self, method: str, uri: str, line: int, character: int, **more: Any) -> Any:
        """Send a request about a position; returns its result."""
        position = {"line": line, "character": character}
        return self.request(method, {"textDocument": {"uri": uri}, "position": position, **more})

    def published(self, uri: str) -> list[Message]:
        """The parameters of every publishDiagnostics for a document so far."""
        return [
            entry["params"]
            for entry in self.notifications
            if entry["method"] == "textDocument/publishDiagnostics"
            and entry["params"]["uri"] == uri
        ]

    def diagnostics(self, uri: str, version: int | None = None) -> list[Message]:
        """The diagnostics that a client would show, once those of a version have come."""
        self.wait_until(
            lambda: any(version in (None, entry.get("version")) for entry in self.published(uri))
        )
        latest: list[Message] = self.published(uri)[-1]["diagnostics"]
        return latest

    def logged(self) -> list[str]:
        """What the server wrote into the client's log."""
        return [
            entry["params"]["message"]
            for entry in self.notifications
            if entry["method"] == "window/logMessage"
        ]

    def _take(self, message: Message | None) -> None:
        if message is None:
            self._ended = True
        elif "method" not in message:
            self._responses[message["id"]] = message
        elif "id" in message:
            self.requests.append(message)
            self._answer(message)
        else:
            kind: Any = types.METHOD_TO_TYPES[message["method"]][0]
            again = _CONVERTER.unstructure(_CONVERTER.structure(message, kind))
            assert again == message, f"not as lsprotocol has it: {message['method']}"
            self.notifications.append(message)

    def _answer(self, message: Message) -> None:
        if message["method"] in self.refuses:
            error = {"code": -32601, "message": "not here"}
            self.send({"id": message["id"], "error": error})
            return
        results = {"workspace/configuration": [self.settings], **self.results}
        self.send({"id": message["id"], "result": results.get(message["method"])})

    def _read(self) -> None:
        try:
            while True:
                length = 0
                while (line := self._incoming.readline()) not in (b"\r\n", b""):
                    name, _, value = line.partition(b":")
                    if name.lower() == b"content-length":
                        length = int(value)
                if not length:
                    break
                self._inbox.put(json.loads(self._incoming.read(length)))
        except (OSError, ValueError):
            pass
        self._inbox.put(None)


class Process(Client):
    """A client of a server that it started itself."""

    def __init__(self, command: tuple[str, ...] = SERVER, **options: Any) -> None:
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, **options
        )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        super().__init__(self.process.stdout, self.process.stdin)

    def __enter__(self) -> Process:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(PATIENCE)
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()

    def exit_code(self) -> int:
        """The exit code of the process, once it has ended."""
        return self.process.wait(PATIENCE)


class InProcess(Client):
    """A client of a server in this process, with stubs after it if some are given."""

    def __init__(self, stubs: Stubs | None = None) -> None:
        from fal_lsp.lsp.main import create_server
        from fal_lsp.lsp.transport import Session

        ours, theirs = socket.socketpair()
        self._installed = contextlib.ExitStack()
        if stubs is not None:
            self._installed.enter_context(stubs.installed())
        self.ls = create_server()
        self.code: int | None = None

        def serve() -> None:
            session = Session(self.ls.protocol, self.ls.on_idle, theirs.recv, theirs.sendall)
            self.code = asyncio.run(session.run())
            with contextlib.suppress(OSError):
                theirs.shutdown(socket.SHUT_RDWR)

        self._socket = ours
        self._thread = threading.Thread(target=serve, daemon=True)
        self._thread.start()
        super().__init__(ours.makefile("rb"), ours.makefile("wb"))

    def settle(self) -> None:
        """Take all that the server says because of what was sent so far, once it rests."""
        super().settle()
        while self.ls.python_pause.is_awaited or self.ls.lens_pause.is_awaited:
            time.sleep(0.01)
        ended = self.ls.protocol.ended
        assert ended is not None
        rests = threading.Event()
        ended.get_loop().call_soon_threadsafe(rests.set)
        assert rests.wait(PATIENCE)
        super().settle()

    def __enter__(self) -> InProcess:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(PATIENCE)
        self._installed.close()


# --- Documents, folders and capabilities ----------------------------------------------------------

# Nothing in it names a file, so that it is right wherever it lies.
RIGHT = '[tool.fal.apps.x]\nexposed_port = 80\nimage = { image = "x:1" }\n'
WRONG = RIGHT + "auht = 1\n"
OTHER = RIGHT + "numgpus = 1\n"
URI = "file:///nowhere/pyproject.toml"

PULL = {
    "textDocument": {"diagnostic": {"dynamicRegistration": True}},
    "workspace": {"diagnostics": {"refreshSupport": True}},
}
"""A client that pulls diagnostics and supports workspace/diagnostic/refresh."""

WORKSPACE = {"diagnosticMode": "workspace", "project": {"enable": False}}


def rules(diagnostics: list[dict[str, Any]]) -> list[str]:
    """The rules of diagnostics on the wire."""
    return [item["code"] for item in diagnostics]


def write(folder: Path, text: str, name: str = "pyproject.toml") -> str:
    """Write a file, its folder made where it is missing; returns its URI."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path.as_uri()


def folders(*paths: Path) -> list[dict[str, str]]:
    """Workspace folders."""
    return [{"uri": path.as_uri(), "name": path.name} for path in paths]


def pull(client: Client, uri: str, previous: str | None = None) -> dict[str, Any]:
    """The response to textDocument/diagnostic."""
    params = {"textDocument": {"uri": uri}, "previousResultId": previous}
    response: dict[str, Any] = client.request("textDocument/diagnostic", params)
    return response
