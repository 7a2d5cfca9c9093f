"""Docs for clients with and without Markdown. Knows the Markdown that this program writes."""

from __future__ import annotations

import re

from lsprotocol import types

_MARKDOWN, _PLAIN_TEXT = types.MarkupKind.Markdown.value, types.MarkupKind.PlainText.value

_BLOCK = re.compile(r"^```[^\n]*\n(.*?)^```[^\n]*\n?", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#{1,6} +", re.MULTILINE)
_RULE = re.compile(r"^(?:---|\*\*\*)\n+", re.MULTILINE)
_DIVIDER = re.compile(r"^\|(?: *:?-+:? *\|)+\n", re.MULTILINE)
_ROW = re.compile(r"^\| *(.*?) *\|$", re.MULTILINE)
_BAR = re.compile(r" *(?<!\\)\| *")
_MARK = re.compile(
    r"(?P<ticks>`+)(?P<code>.+?)(?<!`)(?P=ticks)(?!`)"
    r"|\[(?P<label>[^\]\n]*)\]\((?P<address>[^)\s]*)\)"
    r"|(?P<stars>\*\*|__)(?P<strong>.+?)(?P=stars)"
    r"|\\(?P<escaped>[\\`*_{}\[\]()#+\-.!|<>&~:@=])"
)


def markup(markdown: str, supported: bool) -> types.MarkupContent:
    """Markdown as it is, or as plain text for a client that doesn't support it."""
    if supported:
        return types.MarkupContent(types.MarkupKind.Markdown, markdown)
    return types.MarkupContent(types.MarkupKind.PlainText, plain_text(markdown))


def markup_json(markdown: str, supported: bool) -> dict[str, str]:
    """The same as it is sent."""
    if supported:
        return {"kind": _MARKDOWN, "value": markdown}
    return {"kind": _PLAIN_TEXT, "value": plain_text(markdown)}


def plain_text(markdown: str) -> str:
    """The text of Markdown without its marks; a link to a page keeps its address after it.

    Code stays as it is, including backslashes and underscores.
    """
    parts = _BLOCK.split(markdown)
    parts[::2] = [_prose(part) for part in parts[::2]]
    return "".join(parts).strip()


def _prose(text: str) -> str:
    text = _DIVIDER.sub("", _RULE.sub("", _HEADING.sub("", text)))
    return _MARK.sub(_unmarked, _ROW.sub(lambda row: _BAR.sub(" · ", row[1]), text))


def _unmarked(mark: re.Match[str]) -> str:
    if mark["ticks"]:
        code = mark["code"].replace("\\|", "|")
        # A blank on both sides keeps backticks of the code apart from those around it.
        return code[1:-1] if code[0] == code[-1] == " " and code.strip() else code
    if mark["stars"]:
        return _MARK.sub(_unmarked, mark["strong"])
    if mark["escaped"]:
        return mark["escaped"]
    label = _MARK.sub(_unmarked, mark["label"])
    if mark["address"].startswith("file:"):
        return label
    return label if label == mark["address"] else f"{label} ({mark['address']})"
