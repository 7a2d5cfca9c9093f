"""Starts an editor in a terminal that nobody sees, types into it and asks it what it shows.

An editor runs in a terminal of its own with nothing of the person's configuration. Keys go in
through the terminal; what it knows is asked by the means that it has for that (`nvim --server`,
`emacsclient`). Knows no feature of the server.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import pty
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

_CACHES = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
CACHE = Path(os.environ.get("FAL_LSP_CACHE") or Path(_CACHES, "fal-lsp"))
SCRIPTS = Path(__file__).parent
PATIENCE = 30.0
"""Seconds until a test gives up waiting; nothing is measured with it."""


def find_neovim() -> str | None:
    """The Neovim that `scripts/install-editors.sh` installs, or one on `PATH`."""
    ours = sorted(CACHE.glob("neovim-*/bin/nvim"))
    return str(ours[-1]) if ours else shutil.which("nvim")


def find_emacs() -> str | None:
    """Emacs on `PATH`, where its client is, too."""
    return shutil.which("emacs") if shutil.which("emacsclient") else None


def find_lsp_mode() -> tuple[Path, ...]:
    """The folders of lsp-mode for Emacs and what it needs, where they were unpacked."""
    return tuple(sorted(each for each in CACHE.glob("emacs-lsp-mode/*") if each.is_dir()))


def find_company() -> Path | None:
    """The folder of company, which completes as one types in Emacs, where it was unpacked."""
    return next(iter(CACHE.glob("emacs-company/company-*")), None)


class Editor:
    """One running editor, which ends with the block that it was opened for."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.folder = folder
        self._environment = _environment(home)
        # Not in the folder of the test, whose path can be too long for a socket.
        self._sockets = tempfile.TemporaryDirectory()
        self._socket = Path(self._sockets.name, "socket")

    def _start(self, command: list[str]) -> None:
        self._screen = bytearray()
        self._terminal, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        # A session of its own: what the editor started gets the hang-up of the terminal.
        self._process = subprocess.Popen(
            command,
            cwd=self.folder,
            env=self._environment,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            # Emacs opens /dev/tty.
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(theirs)
        threading.Thread(target=self._read, daemon=True).start()

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
        os.close(self._terminal)
        self._sockets.cleanup()

    def type(self, keys: str) -> None:
        """Press keys, as a terminal sends them."""
        os.write(self._terminal, keys.encode())

    def log(self) -> str:
        """What the editor drew last, to be shown where a test fails."""
        return self._screen[-4000:].decode("utf-8", "replace")

    def ask(self, expression: str) -> Any:
        """The value of an expression in the editor's language."""
        raise NotImplementedError

    def wait(self, expression: str, expected: object = None, seconds: float = PATIENCE) -> Any:
        """The value of an expression once it is true, or once it is what is expected.

        Raises AssertionError with the last value where it doesn't come to that in time.
        """
        end = time.monotonic() + seconds
        while True:
            value = self.ask(expression)
            if value == expected if expected is not None else value:
                return value
            assert time.monotonic() < end, f"{expression} is {value!r}\n{self.log()}"
            time.sleep(0.05)

    def _read(self) -> None:
        """Take what the editor draws, without which it would wait."""
        with contextlib.suppress(OSError):
            while drawn := os.read(self._terminal, 1 << 16):
                self._screen += drawn

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
        super().__init__(folder, home)
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        script = home / "init.lua"
        script.write_text(configuration, encoding="utf-8")
        start = [program, "--clean", "--listen", str(self._socket), "-u", str(script)]
        self._start([*start, "-S", str(SCRIPTS / "neovim.lua")])
        _wait_for(self._socket, self)
        # It answers before it has read its configuration.
        self.wait("vim.v.vim_did_enter", 1)

    def ask(self, expression: str) -> Any:
        """The value of a Lua expression."""
        # In a string of Vim's script a quote is written twice.
        code = f"vim.json.encode(({expression}))".replace("'", "''")
        return json.loads(self._client("--remote-expr", f"luaeval('{code}')"))

    def _client(self, *arguments: str) -> str:
        return self._run(self._program, "--server", str(self._socket), *arguments)


class Emacs(Editor):
    """Emacs in a terminal; `ask` takes Emacs Lisp."""

    def __init__(self, program: str, configuration: str, folder: Path, home: Path) -> None:
        super().__init__(folder, home)
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        script = home / "init.el"
        script.write_text(
            ";; -*- lexical-binding: t; coding: utf-8 -*-\n" + configuration, encoding="utf-8"
        )
        load = ["-l", str(SCRIPTS / "emacs.el"), "-l", str(script)]
        ready = home / "ready"
        serve = f'(setq server-name "{self._socket}") (server-start) (make-empty-file "{ready}")'
        start = f"(progn {serve})"
        self._start([program, "-nw", "-Q", *load, "--eval", start])
        _wait_for(ready, self)

    def ask(self, expression: str) -> Any:
        """The value of an expression, as JSON knows it: nil is `None`."""
        answer = self._run(
            "emacsclient",
            "--socket-name",
            str(self._socket),
            "--eval",
            f"(test-answer {expression})",
        )
        # Emacs prints a string, which is JSON: both write quotes and backslashes alike.
        return json.loads(json.loads(answer))


def _environment(home: Path) -> Mapping[str, str]:
    """The environment of a person who has installed our server and nothing else."""
    inherited = {
        key: value for key, value in os.environ.items() if not key.startswith(("XDG_", "NVIM"))
    }
    path = f"{home / 'bin'}{os.pathsep}{Path(sys.executable).parent}{os.pathsep}{inherited['PATH']}"
    return inherited | {"HOME": str(home), "PATH": path, "LC_ALL": "C.UTF-8", "TERM": "xterm"}


def _wait_for(path: Path, editor: Editor) -> None:
    end = time.monotonic() + PATIENCE
    while not path.exists():
        assert time.monotonic() < end, editor.log()
        time.sleep(0.02)
