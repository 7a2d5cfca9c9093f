"""Whether the text of a file binds names, or reaches those of others, in ways that nobody follows.

Knows how such code is written; must not know what else a file says. What is in a comment counts,
too: it makes a check more silent at most.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_BINDING = {
    "globals": r"(?<![.\w])globals\s*\(\s*\)",
    "exec": r"(?<![.\w])exec\s*\(",
    "sys.modules": r"\bsys\.modules\b",
    "sys.meta_path": r"\bsys\.meta_path\b",
    "sys.path_hooks": r"\bsys\.path_hooks\b",
    "._convert_(": r"\._convert_\(",
}
"""What may bind any name of the module; each pattern with a word that is in all it matches."""

_OWN = {
    "locals": r"(?<![.\w])locals\s*\(\s*\)",
    "vars": r"(?<![.\w])vars\s*\(\s*\)",
}
"""What does so in some scopes."""

_REACHING = {
    # Names of other modules, of all modules, and of a class before its body runs.
    **{
        name: rf"\b{name}\b"
        for name in ("f_globals", "f_locals", "f_back", "__globals__", "get_referrers")
    },
    "__prepare__": r"\b__prepare__\b",
    "builtins": r"\b__builtins__\b|\bimport[ \t][^\n]*\bbuiltins\b",
    "gettext.install": r"\bgettext\.install\b",
    ").install": r"\btranslation\([^()]*\)\.install\b",
    # What fal, dataclasses, pydantic and enumerations read of a class or a function.
    "__annotations__": r"\b__annotations__\b",
    "__signature__": r"\b__signature__\b",
    "_member_map_": r"\b_member_map_\b",
    "_value2member_map_": r"\b_value2member_map_\b",
    "._missing_": r"\._missing_\s*=(?!=)",
    "model_config": r"\.model_config\b|[\"\']model_config[\"\']",
}


def may_bind_anything(text: str) -> bool:
    """Whether code in a file may bind any of its names."""
    return _has(text, _BINDING)


def asks_for_own_names(text: str) -> bool:
    """Whether a file has `locals()` or `vars()`, which bind names where a scope has them."""
    return _has(text, _OWN)


def may_reach_anything(text: str) -> bool:
    """Whether code in a file may change what it does not name."""
    return _has(text, _REACHING)


def _has(text: str, patterns: Mapping[str, str]) -> bool:
    # Looking for the bare word first is fifty times as fast, and nearly no file has one.
    return any(word in text and re.search(patterns[word], text) for word in patterns)
