"""The server in Vim with ALE, with the lines that docs/editors/vim.md shows."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support.docs import snippets

ALE = Path("/usr/share/vim-ale")
"""Where Debian's package `vim-ale` puts it."""

pytestmark = [
    pytest.mark.editor,
    pytest.mark.skipif(
        not shutil.which("vim") or not ALE.is_dir(),
        reason="Vim with ALE is not installed: apt-get install vim-nox vim-ale",
    ),
]

SCRIPT = """\
set nocompatible encoding=utf-8
set runtimepath^={ale}
filetype plugin on
runtime plugin/ale.vim
{page}
edit {file}
let s:left = 100
while s:left && empty(get(get(g:ale_buffer_info, bufnr(''), {{}}), 'loclist', []))
  sleep 100m
  let s:left -= {step}
endwhile
let s:found = get(get(g:ale_buffer_info, bufnr(''), {{}}), 'loclist', [])
call writefile([json_encode([&filetype, s:found])], '{answer}')
qall!
"""


def problems(shop: Path, file: str, step: int = 1) -> tuple[str, list[Any]]:
    """The file type and ALE's list for a file; a larger step waits for a shorter time."""
    home = shop.parent / "home"
    home.mkdir()
    answer = home / "answer.json"
    page = "\n".join(snippets("editors/vim.md", "ALE", "vim"))
    script = home / "vimrc"
    script.write_text(
        SCRIPT.format(ale=ALE, page=page, file=file, answer=answer, step=step), encoding="utf-8"
    )
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    subprocess.run(
        ["vim", "-N", "-es", "-i", "NONE", "-u", str(script)],
        cwd=shop,
        env=os.environ | {"PATH": path, "HOME": str(home), "LC_ALL": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        check=False,
    )
    kind, found = json.loads(answer.read_text(encoding="utf-8"))
    return kind, found


def test_the_misspelled_key_is_in_the_list(shop: Path) -> None:
    lines = (shop / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    kind, (problem,) = problems(shop, "pyproject.toml")
    assert kind == "toml"
    assert (problem["code"], problem["lnum"]) == ("unknown-key", len(lines))
    # ALE takes the protocol's UTF-16 units for Vim's bytes, so it marks a place before the key in
    # this line, where an emoji stands before; the page says so.
    before = lines[-1].partition("machin_type")[0]
    assert problem["col"] == len(before.encode("utf-16-le")) // 2 + 1


def test_another_toml_file_is_left_alone(shop: Path) -> None:
    assert problems(shop, "other.toml", step=4) == ("toml", [])
