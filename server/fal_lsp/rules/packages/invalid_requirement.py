"""A requirement cannot be parsed.

## What it does
Reports an item of `requirements` that is no requirement in the sense of PEP 508, and an option of pip that shares an item with its value or with a requirement (`"--extra-index-url https://..."`): each item is one argument. Local paths, URLs and options by themselves are left alone.

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
`_validate_requirements` checks only that the items are strings. isolate, which builds the environment, runs `pip install` with each item as one argument (`VirtualPythonEnvironment._install_packages`); fal's documentation writes `"--extra-index-url"` and its address as two items (fal 1.83.0, isolate 0.26.12, pip 24.0: "no such option: --extra-index-url https://...").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from fal_schema.literals import literal

from ..context import AppContext
from ..finding import Finding, Fix, Place, ReplaceValue, Rule, Severity

# The common requirement, accepted without importing `packaging`, which costs 20 ms.
_PLAIN = (
    r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?(?:\[[A-Za-z0-9_-]+\])?(?:[=!<>~]=\d+(?:\.\d+)*)?"
)
_OPTION_AND_VALUE = r"(--[a-z][a-z-]*)\s+(\S.*)"
_READS_FILE = ("--requirement", "--constraint", "--editable")
_TAKES_VALUE = frozenset(
    {*_READS_FILE, "-r", "-c", "-e", "-i", "--index-url", "--extra-index-url", "-f", "--find-links"}
    | {"--trusted-host", "--no-binary", "--only-binary", "--index", "--default-index", "--platform"}
)
"""Options whose value is the next item."""
_OPTION = r"\s(?=--?[A-Za-z])"
_COMMENT = r"(?:^|\s)#"
_SINGLE_EQUALS = r"(?P<name>[A-Za-z0-9][\w.-]*(?:\[[^\]]*\])?)\s*=\s*(?P<version>\d\S*)"


def check(app: AppContext) -> Iterator[Finding]:
    """A finding for each item that pip would refuse."""
    if app.is_refused("requirements"):
        return
    before = ""
    for path, text in app.strings("requirements"):
        requirement, place = text.strip(), Place(path, "item")
        is_value, before = before in _TAKES_VALUE, requirement
        if is_value:
            continue
        if re.fullmatch(_PLAIN, requirement) and not _misread(requirement):
            continue
        if not requirement:
            yield Finding(RULE.name, "`requirements` has an empty item: remove it.", place)
            continue
        parts = _arguments(requirement)
        if parts is not None:
            yield _joined(text, parts, place)
            continue
        reason = _refusal(requirement)
        if reason is not None:
            message = f"`requirements`: pip cannot read `{text}`: {reason}."
            yield Finding(RULE.name, message, place)


def _arguments(text: str) -> tuple[str, str] | None:
    """The two arguments that were written as one item, `None` where it is one."""
    if text.startswith("-"):
        found = re.fullmatch(_OPTION_AND_VALUE, text)
        # What these name is not on the runner in the first place (`local-requirement-missing`).
        return (found[1], found[2]) if found is not None and found[1] not in _READS_FILE else None
    option = re.search(_OPTION, text)
    if option is None or "'" in text or '"' in text:
        return None
    return text[: option.start()].rstrip(), text[option.end() :]


def _joined(text: str, parts: tuple[str, str], place: Place) -> Finding:
    first, second = parts
    message = f"`requirements`: `{text}` reaches pip as one argument, which it cannot read"
    if not first.startswith("-"):
        # Behind a requirement an option looks as if it meant that one; it means all of them.
        return Finding(RULE.name, f"{message}: make `{second}` an item of its own.", place)
    option = f"{first}={second}"
    fix = Fix(f"Write `{option}`", (ReplaceValue(place.path, literal(option)),))
    return Finding(RULE.name, f"{message}: write `{option}`, or two items.", place, fixes=(fix,))


def _misread(text: str) -> str:
    """What to do about the name of a file, which pip takes for a package; empty for another."""
    from fal_schema.lookup import node_at

    node = node_at(("apps", "x", "requirements", 0))
    return "" if node is None else node.misread(text)


def _is_for_pip_alone(text: str) -> bool:
    """Whether the item is a path, a URL or an option: pip's own business."""
    return text[0] in "-./~\\" or "://" in text or "/" in text or "\\" in text


def _refusal(text: str) -> str | None:
    if re.search(_COMMENT, text):
        return "an item takes no comment, write it behind the item in TOML"
    if _is_for_pip_alone(text):
        return None
    misread = _misread(text)
    if misread:
        return f"it is taken for the name of a package; {misread}"
    single = re.fullmatch(_SINGLE_EQUALS, text)
    if single is not None:
        return f"a version is pinned with two equals signs, `{single['name']}=={single['version']}`"
    from packaging.requirements import InvalidRequirement, Requirement

    try:
        Requirement(text)
    except InvalidRequirement as error:
        return str(error).splitlines()[0].rstrip(".")
    return None


RULE = Rule("invalid-requirement", Severity.WARNING, __doc__, check_app=check)
