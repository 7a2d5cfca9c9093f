"""What the real fal sends for a Docker build, beside what is read here.

fal's own code runs on generated Dockerfiles, `.dockerignore` files and directories: its parser
(`DockerfileParser`), its patterns (`DockerignoreHandler`) and its walk (`FileSync.collect_files`).
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from fal.container import DockerfileParser, DockerignoreHandler
from fal.exceptions import FalServerlessException
from fal.file_sync import FileSync
from fal_lsp.project import open_project
from fal_lsp.project.docker.ignored import DEFAULT, dockerignore
from fal_lsp.project.docker.reader import read_dockerfile
from fal_lsp.project.docker.uploads import uploads
from hypothesis import given
from hypothesis import strategies as st

from tests.support.examples import examples

if TYPE_CHECKING:
    from fal_lsp.project.docker.build_context import BuildContext

pytestmark = pytest.mark.peers

# --- The Dockerfile -------------------------------------------------------------------------------

_PIECES = st.sampled_from(
    [
        "COPY",
        "ADD",
        "copy ",
        "RUN",
        "FROM x",
        " ",
        "  ",
        "\t",
        "\n",
        "\n",
        "\\\n",
        "\\ \n",
        "\\\r\n",
        "\r\n",
        "\r",
        "\\",
        "#",
        "# no\n",
        "a",
        "b.txt",
        "src/",
        "/src",
        "./src",
        "../x",
        ".",
        "*.py",
        "--from=build ",
        "--chown=1:1 ",
        "--link ",
        '--chmod="6 4"',
        "--keep-git-dir=true",
        "a--b",
        '["a", "b"]',
        '["a",',
        '"b"]',
        "[",
        "]",
        '"',
        "'",
        "$X",
        "${X:-y}",
        "<<EOF",
        "EOF\n",
        "https://x.y/z",
        "HTTP://x",
        "git@x",
        "\xa0",
        "\u2028",
        "\x0c",
        "é",
        "1",
        "[1, 2]",
        "{}",
    ]
)
TEXTS = st.lists(_PIECES, max_size=14).map("".join)
LINES = st.lists(
    st.tuples(st.sampled_from(["COPY ", "ADD ", "  COPY ", "COPY\t"]), TEXTS).map("".join),
    max_size=4,
).map("\n".join)


def fals_sources(text: str) -> list[str]:
    """What fal reads from a Dockerfile of this text."""
    # `open` joins the ends of lines.
    with contextlib.redirect_stdout(io.StringIO()):
        return DockerfileParser(io.StringIO(text, newline=None).read()).parse_copy_add_sources()


@examples(1500)
@given(TEXTS | LINES)
def test_the_same_paths_are_read(text: str) -> None:
    assert [each.source for each in uploads(text)] == fals_sources(text)


@examples(300)
@given(st.lists(st.sampled_from(["FROM x", "# no", "RUN a \\", " b", "COPY s d", "  d", ""])))
def test_the_line_is_that_of_the_instruction(lines: list[str]) -> None:
    lines = [*lines, "COPY here there"]
    found = [each.line for each in uploads("\n".join(lines)) if each.source == "here"]
    assert found == [len(lines) - 1] * len(found)


# --- .dockerignore --------------------------------------------------------------------------------

_SIGNS = st.sampled_from(
    [
        "a",
        "b",
        "src",
        ".py",
        ".",
        "*",
        "**",
        "?",
        "/",
        "//",
        "!",
        "#",
        "\\",
        "\\ ",
        " ",
        "[ab]",
        "[!a]",
        "[^a]",
        "[]]",
        "[",
        "]",
        "[a-",
        "[b-a]",
        "\n",
        "\n",
        "\r\n",
        "\x0c",
        "é",
        "-",
    ]
)
IGNORES = st.lists(_SIGNS, max_size=8).map("".join)
PATHS = st.lists(
    st.sampled_from(["a", "b", "src", "a.py", ".py", "]", "[", "-", "é", "ab", " ", "\\"]),
    min_size=1,
    max_size=4,
).map("/".join)


def fals_patterns(text: str) -> list[re.Pattern[str]] | None:
    """The expressions that fal makes of a `.dockerignore`, `None` where it refuses one."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, ".dockerignore").write_text(text, encoding="utf-8", newline="")
        try:
            found = DockerignoreHandler(context_dir=Path(folder)).get_regex_patterns()
            return [re.compile(each) for each in found]
        except (ValueError, re.error):
            return None


@examples(1500)
@given(IGNORES, st.lists(PATHS, max_size=6))
def test_the_same_paths_are_excluded(text: str, paths: list[str]) -> None:
    ours, theirs = dockerignore(text), fals_patterns(text)
    if ours is None or theirs is None:
        assert theirs is None or text.count("*") + text.count("[") > 8
        return
    for path in paths:
        excluded = any(each.expression.search(path) for each in ours)
        assert excluded == any(each.search(path) for each in theirs)


def test_fals_default_patterns() -> None:
    assert DockerignoreHandler().get_patterns() == list(DEFAULT)


# --- The directory --------------------------------------------------------------------------------

FILES = ("a.txt", "b.md", "src/a.py", "src/.env", "src/deep/c.py", "src/deep/d.pyc", "lib/e f.txt")
EMPTY = ("empty", "src/hollow")
LINKS = {
    "link.txt": "a.txt",
    "linked": "src",
    "src/up": "../lib",
    "src/out.txt": "../../outside.txt",
    "gone.txt": "nowhere",
    "src/deep/file": "../../lib/e f.txt",
    "away": "..",
}
_SOURCES = st.sampled_from(
    [
        ".",
        "/",
        "./",
        "src",
        "src/",
        "/src/deep",
        "lib",
        "'lib/e f.txt'",
        "a.txt",
        "./b.md",
        "*.txt",
        "src/../a.txt",
        "linked",
        "linked/deep",
        "link.txt",
        "linked/../a.txt",
        "src/up",
        "$X",
        "src/up/e",
        "empty",
        "gone.txt",
        "src/out.txt",
        "src/.env",
        "none",
        "../a.txt",
        "away/x",
        "src/deep/file",
        "src/hollow",
    ]
)
_RULES = st.sampled_from(
    [
        "*.md",
        "*.py",
        "src",
        "src/",
        "!src/a.py",
        "**",
        "*",
        "src/deep/*",
        "/a.txt",
        "linked",
        "lib",
        "**/*.pyc",
        "!lib",
        "a.txt",
        "linked/",
        "src/**/c.py",
        "link.txt",
        "up",
        "away",
        "out.txt",
    ]
)


def _sent(root: Path, sources: list[str], ignored: list[re.Pattern[str]]) -> set[str] | None:
    """The paths of what fal sends, `None` where it refuses something."""
    sync = FileSync(str(root), credentials=object())
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            found = sync.collect_files(sources, str(root), ignored)
    except FalServerlessException:
        return None
    paths = {each.relative_path for each in found}
    return {path for path in paths if not sync._matches_patterns(path, ignored)}


@examples(250)
@given(st.data())
def test_the_same_files_are_sent(data: Any) -> None:
    sources = data.draw(st.lists(_SOURCES, min_size=1, max_size=3))
    rules = data.draw(st.none() | st.lists(_RULES, max_size=3))
    links = data.draw(st.sets(st.sampled_from(sorted(LINKS)), max_size=3))
    text = "FROM x\n" + "".join(f"COPY {source} /app/\n" for source in sources)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve() / "project"
        _write(root, links, rules)
        project = open_project(str(root / "pyproject.toml"))
        context = project.build_context(read_dockerfile(text))
        ignored = [
            re.compile(each) for each in DockerignoreHandler(context_dir=root).get_regex_patterns()
        ]
        sent = _sent(root, fals_sources(text), ignored)
        assert context is not None
        if sent is None:
            # A link below a directory that is copied whole is not looked for.
            assert context.refused or "src/out.txt" in links
            return
        assert not context.refused
        _compare(root, context, sent)


def _write(root: Path, links: set[str], rules: list[str] | None) -> None:
    for path in (*FILES, "pyproject.toml"):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(path)
    (root.parent / "outside.txt").write_text("")
    for path in EMPTY:
        (root / path).mkdir()
    for path in links:
        (root / path).symlink_to(LINKS[path])
    if rules is not None:
        (root / ".dockerignore").write_text("\n".join(rules))


def _compare(root: Path, context: BuildContext, sent: set[str]) -> None:
    # A link that is sent with its directory brings the file that it leads to.
    brought = {"lib/e f.txt"} if (root / "src/deep/file").is_symlink() else set()
    brought |= {"a.txt"} if (root / "link.txt").is_symlink() else set()
    for directory, names, files in os.walk(root):
        for name in (*names, *files):
            path = Path(directory, name).relative_to(root).as_posix()
            expected = any(each == path or each.startswith(f"{path}/") for each in sent)
            if path in brought | {"lib"} and expected:
                continue
            assert context.has(path) == expected, (path, sent)
