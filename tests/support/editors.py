"""Starts an editor without a screen, types into it and asks it what it shows.

An editor runs in a folder of its own with nothing of the person's configuration. It is driven from
outside, by the means that it has for that (`nvim --server`, `emacsclient`), so that it does its
work as if a person sat before it. Knows no feature of the server.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "fal-lsp"
SCRIPTS = Path(__file__).parents[1] / "editors"
PATIENCE = 30.0
"""Seconds until a test gives up waiting; nothing is measured with it."""


def find_neovim() -> str | None:
    """The Neovim that `scripts/install-editors.sh` installs, or one on `PATH`."""
    ours = CACHE / "neovim" / "bin" / "nvim"
    return str(ours) if ours.exists() else shutil.which("nvim")


def find_emacs() -> str | None:
    """Emacs on `PATH`, where its client is, too."""
    return shutil.which("emacs") if shutil.which("emacsclient") else None


class Editor:
    """One running editor, which ends with the block that it was opened for."""

    def __init__(self, command: list[str], folder: Path, home: Path) -> None:
        home.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._environment = _environment(home)
        self._log = (home / "editor.log").open("wb")
        self._process = subprocess.Popen(
            command,
            cwd=folder,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=subprocess.STDOUT,
            # A group of its own: what the editor started ends with it.
            start_new_session=True,
        )

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait(PATIENCE)
        self._log.close()

    def log(self) -> str:
        """What the editor wrote, to be shown where a test fails."""
        return Path(self._log.name).read_text(encoding="utf-8", errors="replace")

    def ask(self, expression: str) -> Any:
        """The value of an expression in the editor's language."""
        raise NotImplementedError

    def wait(self, expression: str, expected: object = None) -> Any:
        """The value of an expression once it is true, or once it is what is expected.

        Raises AssertionError with the last value where it doesn't come to that.
        """
        end = time.monotonic() + PATIENCE
        while True:
            value = self.ask(expression)
            if value == expected if expected is not None else value:
                return value
            assert time.monotonic() < end, f"{expression} is {value!r}\n{self.log()}"
            time.sleep(0.05)

    def _run(self, *command: str) -> str:
        done = subprocess.run(
            command,
            env=self._environment,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=PATIENCE,
            check=False,
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}\n{self.log()}"
        return done.stdout


class Neovim(Editor):
    """Neovim; `ask` takes Lua."""

    def __init__(self, program: str, configuration: str, folder: Path, home: Path) -> None:
        self._program = program
        self._socket = home / "socket"
        home.mkdir(parents=True, exist_ok=True)
        script = home / "init.lua"
        script.write_text(configuration, encoding="utf-8")
        listen = ["--headless", "--listen", str(self._socket)]
        super().__init__(
            [program, "--clean", *listen, "-u", str(script), "-S", str(SCRIPTS / "neovim.lua")],
            folder,
            home,
        )
        _wait_for(self._socket, self)

    def ask(self, expression: str) -> Any:
        """The value of a Lua expression."""
        # In a string of Vim's script a quote is written twice.
        code = f"vim.json.encode(({expression}))".replace("'", "''")
        return json.loads(self._client("--remote-expr", f"luaeval('{code}')"))

    def type(self, keys: str) -> None:
        """Press keys, written as in a mapping: `A, <CR>`."""
        self._client("--remote-send", keys)

    def _client(self, *arguments: str) -> str:
        return self._run(self._program, "--server", str(self._socket), *arguments)


class Emacs(Editor):
    """Emacs as a daemon; `ask` takes Emacs Lisp."""

    def __init__(self, program: str, configuration: str, folder: Path, home: Path) -> None:
        self._socket = home / "socket"
        home.mkdir(parents=True, exist_ok=True)
        script = home / "init.el"
        script.write_text(
            ";; -*- lexical-binding: t; coding: utf-8 -*-\n" + configuration, encoding="utf-8"
        )
        load = ["-l", str(SCRIPTS / "emacs.el"), "-l", str(script)]
        super().__init__([program, "-Q", *load, f"--fg-daemon={self._socket}"], folder, home)
        _wait_for(self._socket, self)

    def ask(self, expression: str) -> Any:
        """The value of an expression, as JSON knows it: nil is `None`."""
        answer = self._run(
            "emacsclient", "--socket-name", str(self._socket), "--eval", f"(test-answer {expression})"
        )
        # Emacs prints a string, which is JSON: both write quotes and backslashes alike.
        return json.loads(json.loads(answer))


def _environment(home: Path) -> Mapping[str, str]:
    """The environment of a person who has installed our server and nothing else."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("XDG_", "NVIM"))}
    path = f"{home / 'bin'}{os.pathsep}{Path(sys.executable).parent}{os.pathsep}{kept['PATH']}"
    return kept | {"HOME": str(home), "PATH": path, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}


def _wait_for(path: Path, editor: Editor) -> None:
    end = time.monotonic() + PATIENCE
    while not path.exists():
        assert time.monotonic() < end, editor.log()
        time.sleep(0.02)
