"""Python's own parser of regular expressions, which `re` does not offer. Knows where each Python
has it; must not know what a pattern is for.

To parse takes a fraction of the time to compile, and says what a pattern is made of.
"""

from __future__ import annotations

import sys
import warnings
from importlib import import_module
from typing import Any

PARSER: Any = import_module("re._parser" if sys.version_info >= (3, 11) else "sre_parse")
"""The parser, with the operators of what it finds."""


def parse(pattern: str) -> Any:
    """What a pattern is made of; `re.error` where it is refused, and whatever else `re` raises.

    Its warnings are left out: they are for whoever wrote the pattern.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return PARSER.parse(pattern)
