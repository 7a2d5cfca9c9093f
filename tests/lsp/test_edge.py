"""Messages that do not fit, over real stdio, and handlers that fail."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.lsp_client import InProcess, Process, ResponseError, folders, rules, write
from tests.support.lsp_stubs import LITERALS, Stubs

URI = "file:///nowhere/pyproject.toml"
PARSE_ERROR, INVALID_REQUEST, METHOD_NOT_FOUND, INVALID_PARAMS, INTERNAL_ERROR = (
    -32700,
    -32600,
    -32601,
    -32602,
    -32603,
)
NOT_INITIALIZED, REQUEST_CANCELLED, REQUEST_FAILED = -32002, -32800, -32803


@pytest.fixture(scope="module")
def client() -> Iterator[Process]:
    with Process() as client:
        client.initialize({"textDocument": LITERALS["textDocument"]})
        client.open(URI, "[tool.fal.apps.x]\nauht = 1\n")
        yield client


# Parameters of textDocument/codeAction, and where the answer says that they do not fit.
BAD_PARAMETERS: list[tuple[Any, str]] = [
    (None, "params"),
    ([], "params.textDocument"),
    ({}, "params.textDocument"),
    ({"textDocument": None}, "params.textDocument.uri"),
    ({"textDocument": {"uri": URI}}, "params.range"),
    ({"textDocument": {"uri": URI}, "range": 5, "context": {"diagnostics": []}}, "params.range"),
    (
        {
            "textDocument": {"uri": URI},
            "range": {"start": {"line": "a", "character": 0}, "end": {"line": 0, "character": 0}},
            "context": {"diagnostics": []},
        },
        "params.range.start.line",
    ),
    (
        {
            "textDocument": {"uri": URI},
            "range": {"start": {"line": -1, "character": 0}, "end": {"line": 0, "character": 0}},
            "context": {"diagnostics": []},
        },
        "params.range.start",
    ),
    ("text", "params"),
    (7, "params"),
]


@pytest.mark.parametrize(("params", "place"), BAD_PARAMETERS)
def test_parameters_that_do_not_fit_are_answered(client: Process, params: Any, place: str) -> None:
    with pytest.raises(ResponseError) as raised:
        client.request("textDocument/codeAction", params)
    assert raised.value.code == INVALID_PARAMS
    assert f"@ {place}" in str(raised.value)


def test_a_request_without_parameters_is_answered(client: Process) -> None:
    client.send({"id": "a", "method": "textDocument/codeAction"})
    with pytest.raises(ResponseError) as raised:
        client.result("a")
    assert raised.value.code == INVALID_PARAMS


WHOLE = {"start": {"line": 0, "character": 0}, "end": {"line": 9, "character": 0}}

# What a client may leave out, but says in a form that the protocol does not know, by method.
# Requests that hold it are answered as if it were not there.
MISFITS: list[tuple[str, dict[str, Any]]] = [
    ("codeAction", {"context": {"diagnostics": [], "triggerKind": 9}}),
    ("codeAction", {"context": {"diagnostics": [{"range": WHOLE, "message": "", "severity": 9}]}}),
    ("codeAction", {"context": {"diagnostics": [{"range": WHOLE, "message": "", "tags": [7, 1]}]}}),
    (
        "codeAction",
        {"context": {"diagnostics": [{"range": WHOLE, "message": "", "codeDescription": {}}]}},
    ),
    ("completion", {"context": {}}),
    ("completion", {"context": {"triggerKind": 0}}),
    ("completion", {"context": 5, "workDoneToken": {}}),
]


@pytest.mark.parametrize(("method", "params"), MISFITS)
def test_an_optional_member_that_does_not_fit_is_left_out(
    client: Process, method: str, params: dict[str, Any]
) -> None:
    place = {"textDocument": {"uri": URI}, "range": WHOLE, "position": WHOLE["start"]}
    assert client.request(f"textDocument/{method}", {**place, **params})


def test_a_change_is_taken_as_it_is_or_not_at_all(client: Process) -> None:
    """Without its range, which does not fit, the change would be one of the whole text."""
    uri = "file:///nowhere/changed/pyproject.toml"
    client.open(uri, "[tool.fal.apps.x]\n")
    where = {"start": {"line": -1, "character": 0}, "end": {"line": 0, "character": 0}}
    params = {
        "textDocument": {"uri": uri, "version": 2},
        "contentChanges": [{"range": where, "rangeLength": -1, "text": ""}],
    }
    client.notify("textDocument/didChange", params)
    (symbol,) = client.request("textDocument/documentSymbol", {"textDocument": {"uri": uri}})
    assert symbol["name"] == "x"


@pytest.mark.parametrize("params", [None, {}, [], 5])
def test_an_unknown_method_is_answered_with_and_without_parameters(
    client: Process, params: Any
) -> None:
    more = {} if params is None else {"params": params}
    client.send({"id": "b", "method": "no/such/method", **more})
    with pytest.raises(ResponseError) as raised:
        client.result("b")
    assert raised.value.code == METHOD_NOT_FOUND


# Frames that are no request, the id and the code of the answer.
BAD_FRAMES: list[tuple[str, object, int]] = [
    ("{", None, PARSE_ERROR),
    ("", None, PARSE_ERROR),
    ("\x00", None, PARSE_ERROR),
    ("[" * 100_000, None, PARSE_ERROR),
    ("[]", None, INVALID_REQUEST),
    ("5", None, INVALID_REQUEST),
    ('"text"', None, INVALID_REQUEST),
    ('{"jsonrpc": "2.0", "id": 1, "method": 5}', None, INVALID_REQUEST),
    ('{"jsonrpc": "2.0", "id": {}, "method": "shutdown"}', None, INVALID_REQUEST),
    ('{"jsonrpc": "2.0", "id": null, "method": "shutdown"}', None, INVALID_REQUEST),
    ('{"jsonrpc": "2.0", "id": true, "method": "shutdown"}', None, INVALID_REQUEST),
    ('{"jsonrpc": "1.0", "id": "c", "method": "shutdown"}', "c", INVALID_REQUEST),
    ('{"jsonrpc": "2.0", "id": "c", "method": "initialize", "params": {}}', "c", INVALID_REQUEST),
]


@pytest.mark.parametrize(("body", "identity", "code"), BAD_FRAMES)
def test_a_frame_that_is_no_request_is_answered(
    client: Process, body: str, identity: object, code: int
) -> None:
    client.frame(body)
    with pytest.raises(ResponseError) as raised:
        client.result(identity)
    assert raised.value.code == code


# Messages that ask for nothing. The server passes them over and lives.
NOISE = [
    '{"jsonrpc": "2.0"}',
    '{"jsonrpc": "2.0", "id": 999, "result": null}',
    '{"jsonrpc": "2.0", "id": "nobody", "error": {"code": 1, "message": "x"}}',
    '{"jsonrpc": "2.0", "id": [], "result": {}}',
    '{"jsonrpc": "2.0", "method": "$/cancelRequest"}',
    '{"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": 4711}}',
    '{"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": {}}}',
    '{"jsonrpc": "2.0", "method": "$/cancelRequest", "params": [1]}',
    '{"jsonrpc": "2.0", "method": "$/setTrace", "params": {"value": "loud"}}',
    '{"jsonrpc": "2.0", "method": "$/something"}',
    '{"jsonrpc": "2.0", "method": "textDocument/didChange"}',
    '{"jsonrpc": "2.0", "method": "textDocument/didChange", "params": {"textDocument": 5}}',
    '{"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": {}}}',
    '{"jsonrpc": "2.0", "method": "workspace/didChangeConfiguration", "params": 5}',
    '{"jsonrpc": "2.0", "method": "textDocument/didClose", "params": '
    '{"textDocument": {"uri": "file:///never/opened/pyproject.toml"}}}',
]


@pytest.mark.parametrize("body", NOISE)
def test_noise_is_passed_over_without_a_message_box(client: Process, body: str) -> None:
    client.frame(body)
    client.settle()
    assert client.diagnostics(URI)
    assert not [entry for entry in client.notifications if entry["method"] == "window/showMessage"]


def failing(failure: Exception) -> Stubs:
    """Features that raise."""

    def find(*_: object, **__: object) -> None:
        raise failure

    return Stubs({"hover": find, "rename": find, "prepare_rename": find})


def hover(core: Any) -> ResponseError:
    with InProcess(core) as client:
        client.initialize()
        client.open(URI, "x = 1\n")
        with pytest.raises(ResponseError) as raised:
            client.at("textDocument/hover", URI, 0, 0)
        assert client.at("textDocument/hover", "file:///other", 0, 0) is None
        methods = {entry["method"] for entry in client.notifications}
        assert methods <= {"textDocument/publishDiagnostics"}
        return raised.value


def test_a_handler_that_fails_answers_without_paths_or_traceback(
    caplog: pytest.LogCaptureFixture,
) -> None:
    error = hover(failing(KeyError("/home/secret/token")))
    assert error.code == INTERNAL_ERROR
    assert error.data is None
    assert str(error) == "fal-lsp failed to handle this request. See its log for details."
    assert "/home/secret/token" in caplog.text


def test_an_answer_that_cannot_be_written_is_a_failure_too() -> None:
    assert hover(Stubs({"hover": lambda *_, **__: object()})).code == INTERNAL_ERROR


def test_a_refusal_is_told_to_the_person_who_asked() -> None:
    from fal_lsp.ide.types import RefusedError

    with InProcess(failing(RefusedError("An app needs a name."))) as client:
        client.initialize()
        client.open(URI, "x = 1\n")
        with pytest.raises(ResponseError, match=r"^An app needs a name\.$") as raised:
            client.at("textDocument/rename", URI, 0, 0, newName="")
        assert raised.value.code == REQUEST_FAILED


def test_a_request_that_is_cancelled_before_its_turn_is_not_begun() -> None:
    begun = []
    core = Stubs({"hover": lambda *_, **__: begun.append(1)})
    params = {"textDocument": {"uri": URI}, "position": {"line": 0, "character": 0}}
    hover = {"jsonrpc": "2.0", "id": "x", "method": "textDocument/hover", "params": params}
    cancel = {"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": "x"}}
    bodies = [json.dumps(message).encode() for message in (hover, cancel)]
    with InProcess(core) as client:
        client.initialize()
        client.open(URI, "x = 1\n")
        client.settle()
        # One write, so that the server has read the cancellation when it comes to the request.
        client.raw(b"".join(b"Content-Length: %d\r\n\r\n%s" % (len(b), b) for b in bodies))
        with pytest.raises(ResponseError) as raised:
            client.result("x")
        assert raised.value.code == REQUEST_CANCELLED
        assert not begun
        client.frame(bodies[0])
        assert client.result("x") is None
        assert begun


def test_a_request_that_is_cancelled_while_it_is_computed_is_refused() -> None:
    def hover(*_: object, **__: object) -> None:
        # As the thread does that reads the cancellation meanwhile.
        session.ls.protocol.cancelled.add(7)

    with InProcess(Stubs({"hover": hover})) as session:
        session.initialize()
        session.open(URI, "x = 1\n")
        params = {"textDocument": {"uri": URI}, "position": {"line": 0, "character": 0}}
        session.send({"id": 7, "method": "textDocument/hover", "params": params})
        with pytest.raises(ResponseError) as raised:
            session.result(7)
        assert raised.value.code == REQUEST_CANCELLED
        session.notify("$/cancelRequest", {"id": 7})
        session.settle()
        assert not session.ls.protocol.cancelled


def test_a_file_that_is_too_large_gets_one_remark() -> None:
    with InProcess() as client:
        client.initialize()
        client.open(URI, "[tool.fal]\n" + "x = [\n" * 200_000)
        (remark,) = client.diagnostics(URI)
        assert remark["code"] == "file-too-large"
        assert remark["severity"] == 3
        assert remark["range"]["end"] == {"line": 0, "character": 10}
        assert client.at("textDocument/completion", URI, 1, 0)["items"] == []
        client.change(URI, "[tool.fal.apps]\n", 2)
        assert client.diagnostics(URI, 2) == []


def test_a_path_that_the_locale_cannot_spell(tmp_path: Path) -> None:
    folder = tmp_path / "漢"
    write(folder, "import fal\nclass A(fal.App):\n    def x(self): ...\n", "字.py")
    text = '[tool.fal.apps.x]\nref = "字.py::B"\n'
    uri = write(folder, text)
    locale = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    with Process(env={**os.environ, **locale}) as client:
        client.initialize(workspaceFolders=folders(tmp_path))
        client.open(uri, text)
        (found,) = client.diagnostics(uri)
        assert found["code"] == "ref-symbol-missing"
        (link,) = client.at("textDocument/documentLink", uri, 0, 0)
        assert link["target"] == (folder / "字.py").as_uri()


@pytest.mark.skipif(os.name == "nt", reason="names of files are text there")
def test_a_path_that_is_no_text(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path) + b"/\xff"
    os.mkdir(folder)  # noqa: PTH102
    text = '[tool.fal.apps.x]\nref = "a.py::B"\n'
    Path(os.fsdecode(folder), "a.py").write_text("import fal\n", encoding="utf-8")
    uri = tmp_path.as_uri() + "/%FF/pyproject.toml"
    with InProcess() as client:
        client.initialize(workspaceFolders=folders(tmp_path))
        client.open(uri, text)
        assert rules(client.diagnostics(uri)) == ["ref-symbol-missing"]


def test_nothing_is_answered_before_initialize() -> None:
    with InProcess() as client:
        client.open(URI, "x = \n")
        for method in ("textDocument/hover", "shutdown", "no/such/method"):
            with pytest.raises(ResponseError) as raised:
                client.request(method, {})
            assert raised.value.code == NOT_INITIALIZED
        client.initialize()
        client.settle()
        assert not client.published(URI)


def test_initialize_may_be_tried_again_where_its_parameters_did_not_fit() -> None:
    with InProcess() as client:
        with pytest.raises(ResponseError) as raised:
            client.request("initialize", {"capabilities": 5})
        assert raised.value.code == INVALID_PARAMS
        assert client.initialize()


# What clients say of themselves in `initialize`, and the protocol's types don't know.
ODD_CAPABILITIES: list[dict[str, Any]] = [
    {"textDocument": {"documentSymbol": {"symbolKind": {"valueSet": [1, 99]}}}},
    {"textDocument": {"publishDiagnostics": {"tagSupport": True}}},
    {"textDocument": {"completion": {"completionItem": {"documentationFormat": "markdown"}}}},
    {"textDocument": {"completion": {"completionItem": {"resolveSupport": {}}}}},
    {"textDocument": {"semanticTokens": {}, "foldingRange": {"rangeLimit": -1}}},
    {"workspace": {"codeLens": True, "workspaceEdit": {"failureHandling": "hope"}}},
    {"window": {"showDocument": {}}, "notebookDocument": {}},
    {"general": {"positionEncodings": "utf-8"}},
]


@pytest.mark.parametrize("odd", ODD_CAPABILITIES, ids=json.dumps)
def test_what_a_client_says_of_itself_in_another_form_costs_nothing_else(
    odd: dict[str, Any],
) -> None:
    told = {"workspace": {"configuration": True, **odd.get("workspace", {})}}
    with InProcess() as client:
        assert client.initialize({**odd, **told})["hoverProvider"]
        client.settle()
        assert "workspace/configuration" in {each["method"] for each in client.requests}


@pytest.mark.parametrize("result", [None, [None], [], {}, [1], ["x"], [{}]], ids=json.dumps)
def test_any_answer_about_settings_is_one_line_of_the_log_at_most(
    result: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with InProcess() as client:
        client.results = {"workspace/configuration": result}
        client.initialize({"workspace": {"configuration": True}})
        client.settle()
        assert client.request("shutdown") is None
    assert len(caplog.records) <= 1
    assert not any("Traceback" in each.getMessage() for each in caplog.records)
    assert not any(each.getMessage().endswith(": ") for each in caplog.records)


@pytest.mark.parametrize(
    "params",
    [
        {"trace": "compact"},
        {"clientInfo": {"version": "1"}},
        {"workspaceFolders": [{"uri": "file:///p"}], "rootUri": "file:///p"},
    ],
    ids=json.dumps,
)
def test_odd_parameters_of_initialize_are_passed_over(params: dict[str, Any]) -> None:
    with InProcess() as client:
        assert client.initialize(**params)


def test_initialized_may_come_without_parameters() -> None:
    with InProcess() as client:
        capabilities = {"workspace": {"configuration": True}}
        client.request("initialize", {"processId": None, "rootUri": None,
                                      "capabilities": capabilities})  # fmt: skip
        client.send({"method": "initialized"})
        client.settle()
        assert [each["method"] for each in client.requests] == ["workspace/configuration"]


def test_nothing_but_exit_is_taken_after_shutdown() -> None:
    with InProcess() as client:
        client.initialize()
        assert client.request("shutdown") is None
        with pytest.raises(ResponseError) as raised:
            client.request("shutdown")
        assert raised.value.code == INVALID_REQUEST
