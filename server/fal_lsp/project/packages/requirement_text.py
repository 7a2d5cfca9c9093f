"""Whether the installers read the text of a requirement. Knows its grammar (PEP 508) and what pip
and uv take for an address; must not know files.

Each refusal was seen with packaging 26, pip 24 and 26, and uv 0.13.
"""

from __future__ import annotations

import re

LONGEST = 2_000
"""Characters of a requirement that is read: what packaging reads takes the square of them."""

_NAME = r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?"
# The common requirement, accepted without importing `packaging`, which costs 20 ms.
_PLAIN = re.compile(rf"{_NAME}(?:\[{_NAME}\])?(?:[=!<>]=\d+(?:\.\d+)*|~=\d+(?:\.\d+)+)?", re.ASCII)
_ONE_PART = re.compile(r"~=\s*(?:\d+!)?\d+(?![\d.!])")

# Those of addresses are compiled when one is read, which takes a hundredth of a check.
NAMED = r"(?P<name>[A-Za-z0-9][\w.-]*(?:\[[^\]]*\])?\s*@\s*)"
"""What precedes the address of a package that is named."""
_VCS = r"(?P<vcs>(?:git|hg|svn|bzr)\+)"
_HOST = r"(?:[\w-]+\.)+[A-Za-z]{2,}"
_WITHOUT_SCHEME = rf"{NAMED}?{_VCS}(?://)?(?P<user>\w+@)?(?P<rest>{_HOST}(?::\d+)?/\S*)"
_WITHOUT_COLON = rf"{NAMED}?{_VCS}?(?P<scheme>https?|ssh)//(?P<user>\w+@)?(?P<rest>{_HOST}\S*)"
_WITHOUT_VCS = rf"{NAMED}?(?P<scheme>ssh|git)://(?P<rest>(?:\w+@)?{_HOST}(?::\d+)?/\S*)"
_PAGE = (
    rf"{NAMED}?(?P<url>https?://(?:www\.)?(?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org)"
    r"/[\w.-]+/[\w.-]+/?(?:[@#]\S*)?)"
)
_NAMED_WORD = rf"{NAMED}v?(?:(?P<version>latest|\d+(?:\.\d+)*)|[A-Za-z0-9][^\s:;]*)(?:\s*;.*)?"
_ARCHIVE = re.compile(r"\.(?:whl|zip|t?gz|tar|bz2|tbz|xz|txz|tlz|lzma)\b", re.IGNORECASE)


def is_plain(text: str) -> bool:
    """Whether a text is a name, with an extra and a version at most, that is certainly valid."""
    return _PLAIN.fullmatch(text) is not None


def refusal(text: str) -> str | None:
    """Why a requirement that is neither path, address nor option is not valid; else `None`.

    What is too long to be read in a short time counts as valid.
    """
    if is_plain(text) or len(text) > LONGEST:
        return None
    from packaging.requirements import InvalidRequirement, Requirement

    try:
        Requirement(text)
    except InvalidRequirement as error:
        if _ONE_PART.search(text):
            return "`~=` requires a version with at least two parts"
        return str(error).splitlines()[0].rstrip(".")
    except RecursionError:
        # Hundreds of brackets: pip fails as well, but not with a sentence.
        return "its marker is nested too deeply"
    return None


def with_two_parts(text: str) -> str | None:
    """A requirement with each `~=2` as `~=2.0`, which means the same; `None` if that is not it."""
    changed = _ONE_PART.sub(lambda found: f"{found[0]}.0", text)
    return changed if changed != text and refusal(changed) is None else None


def address_problem(text: str) -> tuple[str, str] | None:
    """What is wrong with an address that neither pip nor uv can use, and the cure."""
    if len(text) > LONGEST:
        return None
    found = re.fullmatch(_WITHOUT_SCHEME, text, re.ASCII) or re.fullmatch(
        _WITHOUT_COLON, text, re.ASCII
    )
    if found is not None:
        parts = found.groupdict("")
        scheme = parts.get("scheme") or ("ssh" if parts["user"] else "https")
        meant = f"{parts['name']}{parts['vcs']}{scheme}://{parts['user']}{parts['rest']}"
        return "it is not a URL", f"Use `{meant}`."
    if (found := re.fullmatch(_WITHOUT_VCS, text, re.ASCII)) is not None:
        scheme = "https" if found["scheme"] == "git" else "ssh"
        meant = f"{found['name'] or ''}git+{scheme}://{found['rest']}"
        return f"pip has no `{found['scheme']}://`", f"Use `{meant}`."
    if (found := re.fullmatch(_PAGE, text, re.ASCII)) is not None and not _ARCHIVE.search(text):
        meant = f"{found['name'] or ''}git+{found['url']}"
        return "a repository requires `git+`", f"Use `{meant}`."
    if (found := re.fullmatch(_NAMED_WORD, text, re.ASCII)) is not None:
        name, version = found["name"].partition("@")[0].rstrip(), found["version"]
        meant = name if version == "latest" else f"{name}=={version}"
        advice = f"Use `{meant}`." if version else "Use a URL, or a directory without the name."
        return "it is not a URL", advice
    return None
