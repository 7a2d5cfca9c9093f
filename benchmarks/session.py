"""One client of one language server, made to measure: nothing runs but what is waited for.

Knows the protocol's frames and the few requests that the benchmark sends, no server.
"""

from __future__ import annotations

import json
import os
import select
import subprocess
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence


Message = dict[str, Any]

PATIENCE = 60.0
"""Seconds after which a server that says nothing is given up."""

CAPABILITIES: Message = {
    "workspace": {"configuration": True, "workspaceFolders": True},
    "textDocument": {
        "publishDiagnostics": {"versionSupport": True},
        "hover": {"contentFormat": ["markdown", "plaintext"]},
        "completion": {
            "completionItem": {
                "snippetSupport": True,
                "documentationFormat": ["markdown", "plaintext"],
                "resolveSupport": {"properties": ["documentation"]},
            }
        },
    },
}


class Session:
    """A server that was started in a folder, and its client. Every time is in seconds."""

    def __init__(self, command: Sequence[str], folder: Path) -> None:
        self.name = " ".join(command)
        self.process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self._stdin = self.process.stdin
        self._stdout = self.process.stdout.fileno()
        self._buffer = b""
        self._identity = 0
        self.version = 0
        self.uri = (folder / "pyproject.toml").as_uri()
        self.language = "toml"
        self._root = folder.as_uri()

    def initialize(self, settings: Message | None = None) -> float:
        """Shake hands; answers how long `initialize` took, from now on."""
        start = perf_counter()
        folders = [{"uri": self._root, "name": "benchmark"}]
        self.request(
            "initialize",
            {
                "processId": os.getpid(),
                "rootUri": self._root,
                "workspaceFolders": folders,
                "capabilities": CAPABILITIES,
                "initializationOptions": settings,
            },
        )
        taken = perf_counter() - start
        self.notify("initialized", {})
        return taken

    def notify(self, method: str, params: Message) -> None:
        """Send a notification."""
        self._send({"method": method, "params": params})

    def request(self, method: str, params: Message) -> Any:
        """Send a request; answers its result. What the server says meanwhile is dropped."""
        self._identity += 1
        identity = self._identity
        self._send({"id": identity, "method": method, "params": params})
        while True:
            message = self.receive()
            if message.get("id") == identity and "method" not in message:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']}")
                return message.get("result")

    def open(self, text: str) -> None:
        """Open the document."""
        self.version += 1
        item = {"uri": self.uri, "languageId": self.language, "version": self.version, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": item})

    def change(self, text: str) -> None:
        """Put another text in the place of the document's."""
        self.version += 1
        identifier = {"uri": self.uri, "version": self.version}
        changes = [{"text": text}]
        params = {"textDocument": identifier, "contentChanges": changes}
        self.notify("textDocument/didChange", params)

    def diagnosed(self, words: str) -> int:
        """Wait for the right answer to the last change: one diagnostic with the words in it.

        Answers the number of answers that came on the way, the right one included.
        """
        answers = 0
        while True:
            message = self.receive()
            if message.get("method") != "textDocument/publishDiagnostics":
                continue
            answers += 1
            found = message["params"]["diagnostics"]
            if len(found) == 1 and words in found[0]["message"]:
                return answers

    def at(self, feature: str, line: int, character: int) -> Any:
        """Ask for a feature at a position."""
        position = {"line": line, "character": character}
        params = {"textDocument": {"uri": self.uri}, "position": position}
        return self.request(f"textDocument/{feature}", params)

    def memory(self) -> float:
        """The resident memory of the server, in MB of 1,000,000 bytes."""
        with Path(f"/proc/{self.process.pid}/status").open(encoding="ascii") as status:
            line = next(line for line in status if line.startswith("VmRSS:"))
        return int(line.split()[1]) * 1024 / 1e6

    def end(self) -> None:
        """End the server."""
        self.process.kill()
        self.process.wait()
        self._stdin.close()
        os.close(self._stdout)
        self.process.stdout = None

    def receive(self) -> Message:
        """The next message that is no request; requests are answered on the way."""
        while True:
            message = self._message()
            if "method" not in message or "id" not in message:
                return message
            self._send({"id": message["id"], "result": _answer(message)})

    def _message(self) -> Message:
        while b"\r\n\r\n" not in self._buffer:
            self._read()
        header, _, rest = self._buffer.partition(b"\r\n\r\n")
        fields = dict(line.lower().split(b":", 1) for line in header.split(b"\r\n"))
        length = int(fields[b"content-length"])
        parts, have = [rest], len(rest)
        while have < length:
            self._buffer = b""
            self._read()
            parts.append(self._buffer)
            have += len(self._buffer)
        whole = b"".join(parts)
        self._buffer = whole[length:]
        found: Message = json.loads(whole[:length])
        return found

    def _read(self) -> None:
        if not select.select([self._stdout], [], [], PATIENCE)[0]:
            raise TimeoutError(f"{self.name} does not answer")
        chunk = os.read(self._stdout, 1 << 16)
        if not chunk:
            raise EOFError(f"{self.name} ended")
        self._buffer += chunk

    def _send(self, message: Message) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._stdin.flush()


def _answer(request: Message) -> Any:
    if request["method"] == "workspace/configuration":
        return [None for _ in request["params"]["items"]]
    return None
