"""Docs for clients with and without Markdown. Knows the Markdown that this program writes."""

from __future__ import annotations

import re

from lsprotocol import types

_FENCE = re.compile(r"^```.*\n?", re.MULTILINE)
_LINK = re.compile(r"\[([^\]\n]*)\]\(([^)\s]*)\)")
_HEADING = re.compile(r"^#{1,6} +", re.MULTILINE)
_RULE = re.compile(r"^(?:---|\*\*\*)\n+", re.MULTILINE)
_EMPHASIS = re.compile(r"(\*\*|__|`)(.+?)\1")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>])")


def markup(markdown: str, supported: bool) -> types.MarkupContent:
    """Markdown as it is, or as plain text for a client that doesn't support it."""
    if supported:
        return types.MarkupContent(types.MarkupKind.Markdown, markdown)
    return types.MarkupContent(types.MarkupKind.PlainText, plain_text(markdown))


def plain_text(markdown: str) -> str:
    """The text of Markdown without its marks; a link keeps its address behind it."""
    text = _FENCE.sub("", markdown)
    text = _RULE.sub("", text)
    text = _LINK.sub(lambda link: link[1] if link[1] == link[2] else f"{link[1]} ({link[2]})", text)
    text = _EMPHASIS.sub(r"\2", _HEADING.sub("", text))
    return _ESCAPE.sub(r"\1", text).strip()
