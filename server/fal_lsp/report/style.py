"""Colours and links on a terminal. Knows the escape sequences and when they are wanted.

`rich` could do this too, but takes 50 ms to import, half of what a whole check takes.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from typing import TextIO

    from ..rules.finding import Severity

BOLD: Final = "1"
RED: Final = "1;31"
GREEN: Final = "32"
YELLOW: Final = "1;33"
BLUE: Final = "1;34"
CYAN: Final = "36"

_SEVERITIES = {"error": RED, "warning": YELLOW, "information": BLUE, "hint": CYAN}

_LINKING_PROGRAMS = frozenset(("Hyper", "iTerm.app", "WezTerm", "ghostty", "vscode"))
_LINKING_TERMINALS = frozenset(
    ("alacritty", "alacritty-direct", "foot", "xterm-ghostty", "xterm-kitty")
)


def paint(text: str, code: str, color: bool) -> str:
    """The text in a colour, or as it is."""
    return f"\x1b[{code}m{text}\x1b[0m" if color and text else text


def link(text: str, url: str, links: bool) -> str:
    """The text as a hyperlink (OSC 8), or as it is."""
    return f"\x1b]8;;{url}\x1b\\{text}\x1b]8;;\x1b\\" if links else text


def severity_color(severity: Severity) -> str:
    """The colour of a severity."""
    return _SEVERITIES[severity.value]


def wants_color(stream: TextIO, choice: str = "auto") -> bool:
    """Whether to write colours to a stream.

    `choice` is `always`, `never` or `auto`: then NO_COLOR forbids, FORCE_COLOR demands, and
    without either a terminal gets colours unless it is a dumb one. This is the order that Python
    itself follows since 3.13.
    """
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    if os.environ.get("TERM") == "dumb" or not is_terminal(stream):
        return False
    return os.name != "nt" or _windows_terminal()


def wants_links(stream: TextIO) -> bool:
    """Whether to write hyperlinks to a stream that gets colours.

    FORCE_HYPERLINK decides; without it, a terminal that is known to show them gets them.
    """
    forced = os.environ.get("FORCE_HYPERLINK")
    if forced is not None:
        return forced.strip() != "0"
    if not is_terminal(stream):
        return False
    version = os.environ.get("VTE_VERSION", "")
    return (
        any(name in os.environ for name in ("WT_SESSION", "KONSOLE_VERSION", "DOMTERM"))
        or (version.isdecimal() and int(version) >= 5000)
        or os.environ.get("TERM_PROGRAM") in _LINKING_PROGRAMS
        or os.environ.get("TERM") in _LINKING_TERMINALS
    )


def is_terminal(stream: TextIO) -> bool:
    """Whether a person reads the stream; a closed or missing stream is no terminal."""
    try:
        return stream.isatty()
    except (AttributeError, ValueError):
        return False


def _windows_terminal() -> bool:
    """The old Windows console prints escape sequences instead of obeying them."""
    return any(name in os.environ for name in ("WT_SESSION", "TERM", "ANSICON", "TERM_PROGRAM"))
