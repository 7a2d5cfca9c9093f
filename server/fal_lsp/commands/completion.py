"""`fal-lsp completion`: prints the script with which a shell completes the command line.

Knows which argument names a rule, an app or a file; shtab, which is imported only here, makes the
script from the parser. The script asks `fal-lsp completion --list` for names, so that it stays
right when rules or apps are added.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from .arguments import SHELLS, UsageError, main_parser
from .console import for_programs, write
from .owners import default_manifest
from .read import FileProblem, decode, read_file

if TYPE_CHECKING:
    import argparse

_LISTS_OF_RULES = frozenset(("select", "ignore"))
_FILES = frozenset(("paths", "file", "output", "output_file", "log_file", "stdin_filename"))

# The last of several names that commas separate is completed.
_BASH: Final = """\
_fal_lsp_names() {
  local typed="$2" before=""
  [[ "$typed" == *,* ]] && before="${typed%,*},"
  compgen -P "$before" -W "$(fal-lsp completion --list "$1" 2> /dev/null)" -- "${typed##*,}"
}
_fal_lsp_rules() { _fal_lsp_names rules "$1"; }
_fal_lsp_rule() { _fal_lsp_rules "$1"; }
_fal_lsp_apps() { _fal_lsp_names apps "$1"; }
"""
_ZSH: Final = """\
_fal_lsp_names() { names=(${(f)"$(fal-lsp completion --list $1 2> /dev/null)"}) }
_fal_lsp_rules() { local -a names; _fal_lsp_names rules; _sequence compadd - $names }
_fal_lsp_rule() { local -a names; _fal_lsp_names rules; compadd - $names }
_fal_lsp_apps() { local -a names; _fal_lsp_names apps; compadd - $names }
"""
_PREAMBLES: Final = {"bash": _BASH, "zsh": _ZSH}


def run(arguments: argparse.Namespace) -> int:
    """Print the script, or for the script the names that it asks for.

    Raises `UsageError` where no shell is named.
    """
    for_programs(sys.stdout)
    if arguments.list is not None:
        names = _rules() if arguments.list == "rules" else _apps()
        write((f"{name}\n" for name in names), sys.stdout)
        return 0
    if arguments.shell is None:
        raise UsageError(f"give a SHELL: {', '.join(SHELLS)}")
    import shtab

    names_of = {
        **dict.fromkeys(_LISTS_OF_RULES, _names("rules", "_fal_lsp_rules", shtab.cmd)),
        "rule": _names("rules", "_fal_lsp_rule", shtab.cmd),
        "app": _names("apps", "_fal_lsp_apps", shtab.cmd),
        **dict.fromkeys(_FILES, shtab.FILE),
    }
    parser = main_parser()
    _describe(parser, names_of)
    preamble = _PREAMBLES.get(arguments.shell, "")
    write([shtab.complete(parser, arguments.shell, preamble=preamble), "\n"], sys.stdout)
    return 0


def _describe(parser: argparse.ArgumentParser, names_of: Mapping[str, object]) -> None:
    """Tell shtab what the arguments of a parser and of its commands name."""
    for action in parser._actions:
        if isinstance(action.choices, dict):
            for command in action.choices.values():
                _describe(command, names_of)
        elif action.dest in names_of:
            action.complete = names_of[action.dest]  # type: ignore[attr-defined]


def _names(kind: str, function: str, cmd: Callable[[str], object]) -> dict[str, object]:
    """What each shell runs: the function of its preamble where it has one, else the command."""
    found = cmd(f"fal-lsp completion --list {kind}")
    known: dict[str, object] = found if isinstance(found, dict) else {}
    return {**known, **dict.fromkeys(_PREAMBLES, function)}


def _rules() -> Iterator[str]:
    from ..rules import BY_NAME

    yield from BY_NAME


def _apps() -> Iterator[str]:
    """The apps that `fal-lsp show` would show whose names no shell would split."""
    content = read_file(default_manifest())
    text = decode(content) if isinstance(content, bytes) else content
    if isinstance(text, FileProblem):
        return
    from ..toml import parse

    node = parse(text).node(("tool", "fal", "apps"))
    for name in node.entries() if node is not None else ():
        if all(character.isalnum() or character in "-_." for character in name):
            yield name
