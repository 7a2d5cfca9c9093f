"""The program `fal-lsp`. Knows how a run begins and ends, and which command to run.

However a run ends (invalid usage, Ctrl-C, a closed pipe, a bug in fal-lsp), the caller gets an exit
code and at most one line of text, never a traceback.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING

from .commands.arguments import UsageError, main_parser, named_command, parse
from .commands.console import abandon, describe_crash, note, prepare

if TYPE_CHECKING:
    from typing import NoReturn

_INTERRUPTED = 130
_FAILED = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line and return its exit code; `None` runs that of the process and exits."""
    code = _guarded(sys.argv[1:] if arguments is None else arguments)
    if arguments is None:
        _leave(code)
    return code


def _leave(code: int) -> NoReturn:
    """End the process at once: to take its modules down one by one costs 15 ms and frees nothing.

    Nothing is lost: files are closed where they are written, and other processes have ended.
    """
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)


def _guarded(arguments: Sequence[str]) -> int:
    prepare()
    # To look for garbage while the modules load takes 5 ms and finds none. A command that goes on
    # after that turns it on again.
    gc.disable()
    try:
        return _run(arguments)
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:
        abandon(sys.stdout)
        return _FAILED
    except OSError as error:
        name = f": {error.filename}" if error.filename else ""
        note(f"{error.strerror or error}{name}", "error")
        return _FAILED
    except Exception as error:
        note(describe_crash(error), "error")
        return _FAILED
    finally:
        gc.enable()


def _run(arguments: Sequence[str]) -> int:
    command = named_command(arguments)
    try:
        options = parse(arguments)
        if options.command is None:
            main_parser().print_help(sys.stderr)
            return _FAILED
        code: int = import_module(f".commands.{options.command}", __package__).run(options)
    except UsageError as error:
        note(f"{' '.join(('fal-lsp', command)).strip()}: {error}", "error")
        return _FAILED
    except SystemExit as end:
        # argparse has printed a help text or the version.
        code = end.code if isinstance(end.code, int) else 0
    sys.stdout.flush()
    return code
