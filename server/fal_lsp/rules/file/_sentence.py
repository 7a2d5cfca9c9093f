"""Words of the parser as sentences. Knows English punctuation, no rule."""

from __future__ import annotations


def sentence(words: str) -> str:
    """A fragment with a capital letter at its start and a full stop at its end.

    A fragment that starts with a name in backticks keeps it as it is written.
    """
    return words[:1].upper() + words[1:] + ("" if words.endswith((".", "?", "!")) else ".")
