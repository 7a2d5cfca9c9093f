"""How a session begins and ends, as an operating system sees it."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.lsp_client import PATIENCE, SERVER, Client, Process, ResponseError

pytestmark = pytest.mark.slow


def test_exit_after_shutdown_is_0() -> None:
    with Process() as client:
        client.initialize()
        assert client.request("shutdown") is None
        client.notify("exit")
        assert client.exit_code() == 0


@pytest.mark.parametrize("initialized", [True, False])
def test_exit_without_shutdown_is_1(initialized: bool) -> None:
    with Process() as client:
        if initialized:
            client.initialize()
        client.notify("exit")
        assert client.exit_code() == 1


@pytest.mark.parametrize(("shut_down", "code"), [(True, 0), (False, 1)])
def test_the_end_of_the_input_ends_the_server(shut_down: bool, code: int) -> None:
    with Process() as client:
        client.initialize()
        if shut_down:
            client.request("shutdown")
        assert client.process.stdin is not None
        client.process.stdin.close()
        assert client.exit_code() == code


def test_what_was_said_before_the_end_of_the_input_is_answered() -> None:
    with Process() as client:
        client.initialize()
        client.open("file:///x/pyproject.toml", "[tool.fal.apps.x]\nauht = 1\n")
        assert client.process.stdin is not None
        client.process.stdin.close()
        client.end_of_stream()
        assert client.published("file:///x/pyproject.toml")


def test_a_client_that_stops_listening_ends_the_server() -> None:
    pipe = subprocess.PIPE
    with subprocess.Popen(SERVER, stdin=pipe, stdout=pipe, stderr=pipe) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        body = b'{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}'
        process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        process.stdin.flush()
        assert process.wait(PATIENCE) == 1
        assert b"Traceback" not in process.stderr.read()


def test_the_death_of_the_clients_process_ends_the_server() -> None:
    waiting = [sys.executable, "-c", "input()"]
    with subprocess.Popen(waiting, stdin=subprocess.PIPE) as parent, Process() as client:
        client.initialize(processId=parent.pid)
        client.settle()
        parent.kill()
        parent.wait()
        assert client.exit_code() == 1


def test_a_process_that_is_not_on_this_machine_says_nothing() -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        gone.wait()
    with Process() as client:
        client.initialize(processId=gone.pid)
        client.settle()
        assert client.process.poll() is None


def test_interrupting_the_server_leaves_no_traceback() -> None:
    import signal

    with Process(stderr=subprocess.PIPE) as client:
        client.initialize()
        client.settle()
        client.process.send_signal(signal.SIGINT)
        assert client.exit_code() in (1, 130)
        assert client.process.stderr is not None
        assert b"Traceback" not in client.process.stderr.read()


def test_tcp_serves_one_client_on_loopback() -> None:
    command = (*SERVER[:-1], "--tcp")
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        line = process.stderr.readline()
        match = re.fullmatch(r"Listening on 127\.0\.0\.1:(\d+)\n", line)
        assert match, line
        with socket.create_connection(("127.0.0.1", int(match[1]))) as connection:
            client = Client(connection.makefile("rb"), connection.makefile("wb"))
            client.initialize()
            client.open("file:///x/pyproject.toml", "[tool.fal.apps.x]\nauht = 1\n")
            assert client.diagnostics("file:///x/pyproject.toml", 1)
            client.request("shutdown")
            client.notify("exit")
        assert process.wait(PATIENCE) == 0


def test_tcp_warns_where_others_can_connect() -> None:
    command = (*SERVER[:-1], "--tcp", "--host", "0.0.0.0")
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        assert "no authentication" in process.stderr.readline()
        assert process.stderr.readline().startswith("Listening on 0.0.0.0:")
        process.terminate()


def test_an_address_that_is_taken_is_a_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        command = (*SERVER[:-1], "--tcp", "--port", port)
        run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 2
    assert re.fullmatch(r"fal-lsp: Could not listen on 127\.0\.0\.1:\d+: .*\n", run.stderr)


def test_the_log_goes_to_a_file(tmp_path: Path) -> None:
    log = tmp_path / "fal-lsp.log"
    with Process((*SERVER, "--log-file", str(log), "--log-level", "debug")) as client:
        client.initialize()
        client.request("shutdown")
        client.notify("exit")
        assert client.exit_code() == 0
    assert "DEBUG" in log.read_text(encoding="utf-8")


def test_a_log_file_that_cannot_be_opened_is_a_sentence(tmp_path: Path) -> None:
    command = (*SERVER, "--log-file", str(tmp_path / "no" / "such.log"))
    run = subprocess.run(command, capture_output=True, text=True, check=False, input="")
    assert run.returncode == 2
    assert "Could not open" in run.stderr
    assert run.stdout == ""


def test_what_prints_does_not_disturb_the_client() -> None:
    program = (
        "import fal_lsp.lsp.handlers.hover as hover\n"
        "from fal_lsp.lsp.checker import Checker\n"
        "Checker.warm_up = lambda self: print('loud')\n"
        "from fal_lsp.lsp import serve\n"
        "raise SystemExit(serve())\n"
    )
    with Process((sys.executable, "-c", program), stderr=subprocess.PIPE) as client:
        client.initialize()
        client.settle()
        with pytest.raises(ResponseError):
            client.request("fal-lsp/nothing")
        client.request("shutdown")
        client.notify("exit")
        assert client.exit_code() == 0
        assert client.process.stderr is not None
        assert b"loud" in client.process.stderr.read()
