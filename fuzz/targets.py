"""What is fuzzed: a function for each kind of input, which raises where something does not hold.

Knows what must be true of any bytes; must not know how they are made (`__main__.py`).
"""

from __future__ import annotations

import asyncio
import json
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import tomli
from fal_lsp.ide.code_action import code_action
from fal_lsp.ide.completion import completion
from fal_lsp.ide.hover import hover
from fal_lsp.ide.navigation import definition, document_link, highlights, references
from fal_lsp.ide.ranges import folding_range, selection_range
from fal_lsp.ide.rename import rename
from fal_lsp.ide.symbols import document_symbol
from fal_lsp.ide.types import RefusedError
from fal_lsp.ide.virtual_text import code_lens, inlay_hint
from fal_lsp.lint.check import check
from fal_lsp.lint.fixing import fix_all
from fal_lsp.lsp.frames import frames
from fal_lsp.lsp.main import create_server
from fal_lsp.lsp.settings import read_settings
from fal_lsp.lsp.transport import Session
from fal_lsp.memo import Memo
from fal_lsp.project import Project, open_project
from fal_lsp.text import Span
from fal_lsp.toml import Document, parse

Target = Callable[[bytes], None]

PYPROJECT = """\
[project]
name = "p"
dependencies = ["fal"]

[tool.fal.apps.a]
ref = "app.py::App"

[tool.fal.apps.b]
ref = "app.py"
image = { dockerfile = "Dockerfile", build_args = { A = "1" } }
exposed_port = 80
health_check = { path = "/" }
"""
LOCKED = """\
[project]
name = "p"

[tool.fal.apps.a]
ref = "app.py::App"
health_check = { path = "/" }
"""
"""Nothing but a file around it says which fal is used, and a key that is not in every fal."""

AROUND = {
    "app.py": "import fal\n\n\nclass App(fal.App):\n    @fal.endpoint('/')\n    def f(self): ...\n",
    "Dockerfile": "FROM python:3.11\nARG A\nCOPY app.py /\n",
}

LOCKS = ("uv.lock", "poetry.lock", "pdm.lock", "pylock.toml", "Pipfile.lock")

_folder = tempfile.TemporaryDirectory(prefix="fal-lsp-fuzz-")
FOLDER = Path(_folder.name)


def toml(data: bytes) -> None:
    """The TOML tree: tomli decides what is valid, an edit changes nothing else, and fixes help."""
    text = data.decode("utf-8", "replace")
    document = parse(text)
    _agrees_with_tomli(document)
    middle = len(text) // 2
    edited = text[:middle] + '"' + text[middle:]
    again = parse(edited, document)
    fresh = parse(edited)
    assert again.problems == fresh.problems, "an edit gives other problems than a fresh reading"
    assert repr(again.data(())) == repr(fresh.data(())), "an edit gives other values"
    memo = Memo()
    diagnostics = check(document, memo=memo, on_crash=crashed)
    assert check(again, memo=memo, on_crash=crashed) == check(fresh, on_crash=crashed)
    ask_everything(document, None)
    code_action(document, Span(0, len(text)), diagnostics)
    for unsafe in (False, True):
        fixed = fix_all(document, lambda document: check(document, on_crash=crashed), unsafe)
        assert fixed.converged, f"fixes undo each other (unsafe: {unsafe})"
        if document.error is None:
            assert fixed.document.error is None, f"a fix breaks the file (unsafe: {unsafe})"
    around("pyproject.toml", data, text)


def _agrees_with_tomli(document: Document) -> None:
    try:
        data = tomli.loads(document.text.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        assert document.error is not None, "tomli refuses what we take"
        return
    if document.error is None:
        assert repr(document.data(())) == repr(data), "other values than tomli's"


def python(data: bytes) -> None:
    """The reader of Python files."""
    around("app.py", data)


def dockerfile(data: bytes) -> None:
    """The reader of Dockerfiles and, after a NUL, of the .dockerignore file beside it."""
    first, _, second = data.partition(b"\0")
    (FOLDER / ".dockerignore").write_bytes(second)
    around("Dockerfile", first)


def locks(data: bytes) -> None:
    """The readers of lock files and requirements; the bytes are the content of all of them."""
    for name in LOCKS:
        (FOLDER / name).write_bytes(data)
    project = around("requirements.txt", data, LOCKED)
    for fal in project.fal_versions():
        assert fal.specifier is None or fal.kind == "required", "a locked fal has a specifier"
    for name in LOCKS:
        (FOLDER / name).unlink()
    around("requirements.txt", data, LOCKED).fal_versions()
    (FOLDER / "requirements.txt").unlink()


def around(name: str, data: bytes, pyproject: str = PYPROJECT) -> Project:
    """Check a project in which one file has other bytes; returns it."""
    for other, text in {**AROUND, "pyproject.toml": pyproject}.items():
        (FOLDER / other).write_text(text, encoding="utf-8")
    (FOLDER / name).write_bytes(data)
    project = open_project(str(FOLDER / "pyproject.toml"))
    document = parse(pyproject)
    memo = Memo()
    found = check(document, project, memo=memo, on_crash=crashed)
    assert found == check(document, project, on_crash=crashed), "a memo changes the findings"
    ask_everything(document, project)
    return project


def ask_everything(document: Document, project: Project | None) -> None:
    """Ask what an editor asks, at some places of a document."""
    for offset in set(_places(document.text)):
        completion(document, offset, project=project)
        hover(document, offset, project=project)
        definition(document, offset, project=project)
        references(document, offset)
        highlights(document, offset)
        selection_range(document, offset)
        with suppress(RefusedError):
            rename(document, offset, "renamed")
    document_link(document, project=project)
    document_symbol(document)
    folding_range(document)
    code_lens(document, project=project)
    inlay_hint(document, Span(0, len(document.text)))


def _places(text: str) -> Iterator[int]:
    """Where something may be typed: both ends, and places that depend on the text."""
    yield from (0, len(text), max(text.find("app.py"), 0), text.find("::App") + 5)
    for number in range(4):
        place = zlib.crc32(f"{number}{text}".encode("utf-8", "replace")) % (len(text) + 1)
        # In front of what stands there, and after the next sign of TOML.
        yield place
        yield 1 + min((at for sign in "'\"[{=." if (at := text.find(sign, place)) >= 0), default=-1)


def settings(data: bytes) -> None:
    """The settings of an editor, and `[tool.fal-lsp]`."""
    with suppress(ValueError, RecursionError):
        layer = json.loads(data)
        read, mistakes = read_settings(layer, {"fal-lsp": layer})
        assert all(isinstance(sentence, str) for sentence in mistakes)
        assert isinstance(read.whole_workspace, bool)
    text = data.decode("utf-8", "replace")
    document = parse(f"[tool.fal-lsp]\n{text}\n")
    check(document, on_crash=crashed)


def messages(data: bytes) -> None:
    """The message loop: each request is answered once, and what is written is JSON."""
    sent: list[bytes] = []
    chunks = [data[at : at + 997] for at in range(0, len(data), 997)]
    server = create_server()
    session = Session(
        server.protocol,
        server.on_idle,
        lambda _: chunks.pop(0) if chunks else b"",
        sent.append,
    )
    assert asyncio.run(session.run()) in (0, 1)
    left = [b"".join(sent), b""]
    answers = [json.loads(body) for bodies in frames(lambda _: left.pop(0)) for body in bodies]
    asked = _identities(data)
    answered = [
        each["id"] for each in answers if "method" not in each and each.get("id") is not None
    ]
    assert len(answered) == len(set(map(repr, answered))) or len(asked) != len(set(asked))
    text = json.dumps(answers)
    assert "Traceback" not in text, "a traceback is sent to the client"


def _identities(data: bytes) -> list[str]:
    left = [data, b""]
    found: list[str] = []
    for bodies in frames(lambda _: left.pop(0)):
        for body in bodies:
            with suppress(ValueError, RecursionError):
                message: Any = json.loads(body)
                if isinstance(message, dict) and "id" in message and "method" in message:
                    found.append(repr(message["id"]))
    return found


def crashed(rule: str, error: Exception) -> None:
    """A rule that raises is isolated in the product; here it is what we look for."""
    raise AssertionError(f"the rule {rule} failed") from error


TARGETS: dict[str, Target] = {
    each.__name__: each for each in (toml, python, dockerfile, locks, settings, messages)
}
