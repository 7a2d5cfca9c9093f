"""The command line: every command and option. Knows what can be typed; must not do any work."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from .. import __version__
from ..report.escape import file_name
from . import manual
from .check_arguments import add_check_arguments
from .console import screen_width

if TYPE_CHECKING:
    from typing import NoReturn

FLAVOURS = ("tool", "pyproject", "schemastore", "tool-fal-lsp", "check-output", "show-output")
_WIDEST = 100
"""The widest line of a text in a help page."""

SHELLS = ("bash", "zsh", "fish", "tcsh", "powershell")


class UsageError(Exception):
    """The arguments contradict each other, or name something that does not exist."""


def closest(name: str, names: Collection[str]) -> str:
    """The name that may be meant; empty where none is like it."""
    from difflib import get_close_matches

    return "".join(get_close_matches(name, names, 1))


def as_clause(sentence: str) -> str:
    """A sentence as it goes on after a colon, without its capital."""
    return sentence[:1].lower() + sentence[1:]


def no_app(name: str, path: str, names: Sequence[str]) -> str:
    """That there is no app of this name, and which one may be meant."""
    guess = closest(name, names)
    defined = ", ".join(names) if names else "none"
    hint = f"Did you mean `{guess}`?" if guess else f"Apps: {defined}."
    return f"no app `{name}` in {file_name(path)}. {hint}"


def named_command(arguments: Sequence[str]) -> str:
    """The command that a command line names; empty where it names none."""
    if not arguments:
        return ""
    if arguments[0].startswith("--") and {"--stdio", "--tcp"} & {*arguments}:
        return "server"
    return arguments[0] if arguments[0] in _COMMANDS else ""


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """The options of a command line.

    Raises `UsageError` for invalid arguments and `SystemExit` after a help text.
    """
    command = named_command(arguments)
    if command:
        parser = command_parser(command)
        rest = arguments[1:] if arguments[0] == command else arguments
        options, unknown = parser.parse_known_args(rest)
        if unknown:
            raise UsageError(_unknown(unknown[0], parser))
        return options
    if arguments and not arguments[0].startswith("-"):
        raise UsageError(_not_a_command(arguments[0]))
    parser = main_parser()
    options, unknown = parser.parse_known_args(arguments)
    if unknown:
        raise UsageError(_unknown(unknown[0], command_parser("check"), "fal-lsp check "))
    return options


def main_parser() -> argparse.ArgumentParser:
    """The parser of everything: it prints the help and the version, and is what shells complete."""
    parser = _Parser(prog="fal-lsp", description=manual.MAIN)
    parser.add_argument("-V", "--version", action="version", version=f"fal-lsp {__version__}")
    commands = parser.add_subparsers(dest="command", title="commands", metavar="COMMAND")
    for name, command in _COMMANDS.items():
        command.add_arguments(commands.add_parser(name, help=command.help))
    return parser


def command_parser(name: str) -> argparse.ArgumentParser:
    """The parser of one command. Only that one is built: building one takes a millisecond."""
    command = _COMMANDS[name]
    parser = _Parser(prog=f"fal-lsp {name}", description=command.description, epilog=command.epilog)
    parser.set_defaults(command=name)
    command.add_arguments(parser)
    return parser


_MEANT = {"help": "--help", "version": "--version", "lint": "check", "validate": "check"}
"""What other programs call a command or an option of this one."""


def _not_a_command(name: str) -> str:
    import os

    guess = (
        f"check {name}" if os.path.exists(name) else _MEANT.get(name) or closest(name, _COMMANDS)
    )
    hint = f"Did you mean `fal-lsp {guess}`?" if guess else f"Commands: {', '.join(_COMMANDS)}."
    return f"unknown command `{name}`. {hint}"


def _unknown(argument: str, parser: argparse.ArgumentParser, prefix: str = "") -> str:
    """That an argument is unknown, and which option of a parser may be meant."""
    if not argument.startswith("-"):
        return f"unexpected argument `{argument}` (see `{parser.prog} --help`)"
    name = argument.partition("=")[0]
    guess = closest(name, parser._option_string_actions)
    hint = f"Did you mean `{prefix}{guess}`?" if guess else f"See `{parser.prog} --help`."
    return f"unknown option `{name}`. {hint}"


class _HelpFormatter(argparse.RawDescriptionHelpFormatter):
    """Wraps paragraphs to the terminal; those with indented lines stay as they are."""

    def __init__(self, prog: str) -> None:
        # One is made for each option: to ask `shutil` for the width, as argparse does, imports it.
        super().__init__(prog, width=screen_width(sys.stdout) - 2)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        import textwrap

        pieces = text.strip("\n").split("\n\n")
        return "\n\n".join(
            piece if "\n " in f"\n{piece}" else textwrap.fill(piece, min(width, _WIDEST))
            for piece in pieces
        )


class _Parser(argparse.ArgumentParser):
    """A parser without abbreviations, which a new option could make ambiguous."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(
            formatter_class=_HelpFormatter,
            allow_abbrev=False,
            **settings,
        )

    def error(self, message: str) -> NoReturn:
        """One line instead of the whole usage, which would hide what is wrong."""
        hint = "" if message.endswith((".", "?")) else f" (see `{self.prog} --help`)"
        raise UsageError(message + hint)

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        """As every other wrong name is reported; the words of argparse differ between Pythons."""
        if action.choices is None or value in action.choices:
            return
        names = [str(choice) for choice in action.choices]
        guess = closest(str(value), names)
        hint = f"Did you mean `{guess}`?" if guess else f"Choose from {', '.join(names)}."
        raise argparse.ArgumentError(action, f"unknown value `{value}`. {hint}")


def _explain(explain: argparse.ArgumentParser) -> None:
    explain.add_argument("rule", nargs="?", metavar="RULE", help="the name of a rule")
    explain.add_argument("--all", action="store_true", help="list all rules")
    explain.add_argument(
        "--output-format",
        choices=("text", "json"),
        default="text",
        metavar="FORMAT",
        help="text or json (default: text)",
    )


def _show(show: argparse.ArgumentParser) -> None:
    show.add_argument("app", nargs="?", metavar="APP", help="the key of an app (default: all)")
    show.add_argument(
        "--file",
        metavar="PATH",
        help="the file to read (default: pyproject.toml in this directory or above)",
    )
    show.add_argument(
        "--output-format",
        "--format",
        choices=("text", "json", "github"),
        default="text",
        metavar="FORMAT",
        help="text, json, or with --diff github: a comment in Markdown (default: text)",
    )
    show.add_argument(
        "--diff",
        metavar="REV",
        help="show what has changed since a git commit; `REV...` compares with the commit where "
        "this branch left REV",
    )


def _init(init: argparse.ArgumentParser) -> None:
    init.add_argument(
        "apps", nargs="*", metavar="APP", help="the names of apps to add (default: ask for each)"
    )
    init.add_argument(
        "--file",
        metavar="PATH",
        help="the file to write (default: pyproject.toml in this directory or above)",
    )
    init.add_argument("-y", "--yes", action="store_true", help="add the likely apps without asking")
    init.add_argument(
        "--diff",
        action="store_true",
        help="print what would be added as a unified diff; do not write the file",
    )


def _schema(schema: argparse.ArgumentParser) -> None:
    schema.add_argument(
        "--flavour",
        "--flavor",
        choices=FLAVOURS,
        default=FLAVOURS[0],
        metavar="FLAVOUR",
        help=f"{', '.join(FLAVOURS)} (default: {FLAVOURS[0]})",
    )
    schema.add_argument("-o", "--output", metavar="FILE", help="write to a file")


def _completion(completion: argparse.ArgumentParser) -> None:
    what = completion.add_mutually_exclusive_group()
    what.add_argument("shell", nargs="?", choices=SHELLS, metavar="SHELL", help=", ".join(SHELLS))
    # For the scripts: what they complete.
    what.add_argument("--list", choices=("rules", "apps"), help=argparse.SUPPRESS)


def _server(server: argparse.ArgumentParser) -> None:
    transport = server.add_mutually_exclusive_group(required=True)
    transport.add_argument(
        "--stdio", action="store_true", help="communicate over standard input and output"
    )
    transport.add_argument(
        "--tcp",
        action="store_true",
        help="wait for one client on a TCP port, without authentication",
    )
    # Editors based on VS Code's client add it; `initialize` names the same process.
    server.add_argument("--clientProcessId", type=int, help=argparse.SUPPRESS)
    server.add_argument("--host", default="127.0.0.1", help="with --tcp (default: 127.0.0.1)")
    server.add_argument(
        "--port", type=int, default=0, help="with --tcp (default: 0, a free port)", metavar="PORT"
    )
    server.add_argument("--log-file", metavar="FILE", help="write a log to a file")
    server.add_argument(
        "--log-level",
        choices=("debug", "info", "warning", "error"),
        default="warning",
        metavar="LEVEL",
        help="debug, info, warning or error (default: warning)",
    )


class _Command(NamedTuple):
    """A command: its line in the list of commands, the texts of its own help, its arguments."""

    help: str
    description: str
    epilog: str
    add_arguments: Callable[[argparse.ArgumentParser], None]


_COMMANDS = {
    "check": _Command(
        "check pyproject.toml files", manual.CHECK, manual.CHECK_END, add_check_arguments
    ),
    "explain": _Command("explain a rule", manual.EXPLAIN, "", _explain),
    "show": _Command("show what fal would deploy", manual.SHOW, "", _show),
    "init": _Command("add the apps of a project", manual.INIT, manual.INIT_END, _init),
    "schema": _Command("print a JSON Schema", manual.SCHEMA, manual.SCHEMA_END, _schema),
    "completion": _Command(
        "print the completion script of a shell",
        manual.COMPLETION,
        manual.COMPLETION_END,
        _completion,
    ),
    "server": _Command("start the language server", manual.SERVER, "", _server),
}
