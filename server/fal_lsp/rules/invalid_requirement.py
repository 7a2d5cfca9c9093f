"""A requirement cannot be parsed.

## What it does
Reports an item of `requirements` that is no requirement in the sense of PEP 508. Local paths, URLs and options of pip (`--extra-index-url ...`) are left alone.

## Why
fal does not read the items; pip refuses them in the remote build, minutes later.

## Example
```toml
[tool.fal.apps.image-generator]
python_entry_point = "my_package.server:ImageGenerator"
requirements = [".", "torch=2.4"]
```

## Use instead
```toml
[tool.fal.apps.image-generator]
python_entry_point = "my_package.server:ImageGenerator"
requirements = [".", "torch==2.4"]
```

## Source in fal
`_validate_requirements` checks only that the items are strings (fal 1.83.0).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ._base import Finding, Place, Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ._subject import App

# The common requirement, accepted without importing `packaging`, which costs 20 ms.
_PLAIN = re.compile(
    r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?(?:\[[A-Za-z0-9_-]+\])?(?:[=!<>~]=\d+(?:\.\d+)*)?"
)
_SINGLE_EQUALS = re.compile(r"(?P<name>[A-Za-z0-9][\w.-]*(?:\[[^\]]*\])?)\s*=\s*(?P<version>\d\S*)")


def check(app: App) -> Iterator[Finding]:
    """A finding for each item that pip would refuse."""
    for path, text in app.strings("requirements"):
        requirement = re.sub(r"(^|\s)#.*|\s--?[a-z].*", "", text).strip()
        if _PLAIN.fullmatch(requirement) or (text.strip() and _is_for_pip_alone(requirement)):
            continue
        reason = _refusal(requirement)
        if reason is not None:
            yield Finding(RULE.name, *_words(text, reason, Place(path, "item")))


def _words(text: str, reason: str, place: Place) -> tuple[str, Place]:
    if not text.strip():
        return "`requirements` has an empty item: remove it.", place
    return f"`requirements`: pip cannot read `{text}`: {reason}.", place


def _is_for_pip_alone(text: str) -> bool:
    """Whether the item is a path, a URL or an option: pip's own business."""
    return not text or text[0] in "-./~\\" or "://" in text or "/" in text or "\\" in text


def _refusal(text: str) -> str | None:
    single = _SINGLE_EQUALS.fullmatch(text)
    if single is not None:
        return f"a version is pinned with two equals signs, `{single['name']}=={single['version']}`"
    from packaging.requirements import InvalidRequirement, Requirement

    try:
        Requirement(text)
    except InvalidRequirement as error:
        return str(error).splitlines()[0].rstrip(".")
    return None


RULE = Rule("invalid-requirement", Severity.WARNING, __doc__, check_app=check)
