"""What Docker refuses in the name of an image. Must not know where the name is written.

The grammar is that of https://github.com/distribution/reference, which BuildKit and registries
share: a registry, a path in lower case, a tag and a digest.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_ALPHANUMERIC = "[a-z0-9]+"
_COMPONENT = re.compile(rf"{_ALPHANUMERIC}(?:(?:[._]|__|-+){_ALPHANUMERIC})*")
_LABEL = r"(?:[A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9-]*[A-Za-z0-9])"
_REGISTRY = re.compile(rf"(?:{_LABEL}(?:\.{_LABEL})*|\[[A-Fa-f0-9:]+\])(?::[0-9]+)?")
_TAG = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}")
_DIGEST = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[A-Fa-f0-9]{32,}")
_LENGTHS = {"sha256": 64, "sha384": 96, "sha512": 128}
_SCHEME = re.compile(r"(?:https?|docker|oci)://", re.IGNORECASE)


class BadName(NamedTuple):
    """What to do about a name that is refused, and the name that is meant if that is certain."""

    advice: str
    meant: str | None = None


def refused_name(name: str) -> BadName | None:
    """Why Docker refuses the name of an image; `None` where it takes it, or might.

    The name of a registry may have capitals. One without a dot, as in `My-Org/app`, leads nowhere.
    """
    scheme = _SCHEME.match(name)
    if scheme is not None:
        rest = name[scheme.end() :]
        return BadName(f"Remove `{scheme.group()}`.", rest if refused_name(rest) is None else None)
    registry, path, tag, digest = _parts(name)
    lowered = name[: len(name) - len(path + tag + digest)] + path.lower() + tag + digest
    if path != path.lower():
        advice = "Capital letters are only valid in the tag."
        return BadName(advice, lowered if refused_name(lowered) is None else None)
    if registry and not _REGISTRY.fullmatch(registry):
        return BadName(f"`{registry}` is no valid host of a registry.")
    if not all(map(_COMPONENT.fullmatch, path.split("/"))):
        return BadName(
            "A name has lower-case letters and digits, with `.`, `_`, `-` or `/` between."
        )
    if tag and not _TAG.fullmatch(tag[1:]):
        return BadName("A tag has letters, digits, `_`, `.` and `-`.")
    if digest and not _is_digest(digest[1:]):
        return BadName("A digest is `sha256:` with 64 hexadecimal digits.")
    return None


def _parts(name: str) -> tuple[str, str, str, str]:
    """The registry, the path, the tag with its `:` and the digest with its `@`."""
    rest, at, digest = name.partition("@")
    first, slash, inner = rest.partition("/")
    # A first part with a dot or a port is a registry, and so is `localhost`.
    registry = first if slash and (set(first) & set(".:") or first == "localhost") else ""
    path = inner if registry else rest
    path, colon, tag = path.partition(":")
    return registry, path, colon + tag, at + digest


def _is_digest(text: str) -> bool:
    algorithm, _, digits = text.partition(":")
    return bool(_DIGEST.fullmatch(text)) and len(digits) == _LENGTHS.get(algorithm, len(digits))
