"""How long the server takes to answer `initialize`, side by side with a pygls server that does
nothing. Run it on a quiet machine: `python benchmarks/lsp_start.py [RUNS]`.

The two are started in turn, so that whatever else the machine does hits both alike. Prints the
medians and the ratio of each pair; the issue of the language server asks for at most 1.2.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

EMPTY = """
from lsprotocol import types
from pygls.lsp.server import LanguageServer

server = LanguageServer("empty", "1", text_document_sync_kind=types.TextDocumentSyncKind.Full)


@server.feature(types.TEXT_DOCUMENT_DID_OPEN)
def did_open(ls, params):
    pass


server.start_io()
"""
SERVERS = {
    "empty pygls": (sys.executable, "-c", EMPTY),
    "fal-lsp": (sys.executable, "-m", "fal_lsp", "--stdio"),
}
LIMIT = 1.2


def seconds_to_initialize(command: Sequence[str]) -> float:
    """Seconds from the start of a process to the first byte of its answer."""
    params = {"processId": None, "rootUri": None, "capabilities": {}}
    request = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params}
    body = json.dumps(request).encode()
    start = time.perf_counter()
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        process.stdin.flush()
        process.stdout.read(1)
        taken = time.perf_counter() - start
        process.kill()
    return taken


def main(runs: int) -> int:
    """Print the table; 1 where the median ratio is above the limit."""
    taken: dict[str, list[float]] = {name: [] for name in SERVERS}
    for _ in range(runs):
        for name, command in SERVERS.items():
            taken[name].append(seconds_to_initialize(command))
    for name, seconds in taken.items():
        print(f"{name:12} {statistics.median(seconds) * 1000:7.0f} ms")
    empty, ours = taken.values()
    ratio = statistics.median(b / a for a, b in zip(empty, ours, strict=True))
    print(f"ratio        {ratio:7.2f} (at most {LIMIT})")
    return int(ratio > LIMIT)


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 15))
