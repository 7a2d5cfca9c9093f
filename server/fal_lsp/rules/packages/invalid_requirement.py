"""A requirement is not valid.

## What it does
Reports an item of `requirements` that is not a valid requirement (PEP 508), and a pip option that shares an item with its value or with a requirement (`"--extra-index-url https://..."`): each item is a single argument. Local paths, URLs and options on their own are not reported.

## Why
fal does not parse the items. pip rejects them minutes later, in the remote build.

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
`_validate_requirements` checks only that the items are strings. isolate, which builds the environment, runs `pip install` with each item as one argument (`VirtualPythonEnvironment._install_packages`). fal's documentation writes `"--extra-index-url"` and its URL as two items (fal 1.83.0, isolate 0.26.12, pip 24.0: "no such option: --extra-index-url https://...").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from fal_schema.lookup import app_node

from ...project.packages.install_options import takes_next
from ..context import AppContext
from ..did_you_mean import change_to
from ..finding import Finding, Place, Rule, Severity

# The common requirement, accepted without importing `packaging`, which costs 20 ms.
_LONGEST = 2_000
"""Characters of a requirement that is read: what packaging reads takes the square of them."""
_PLAIN = (
    r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?(?:\[[A-Za-z0-9_-]+\])?(?:[=!<>~]=\d+(?:\.\d+)*)?"
)
_OPTION_AND_VALUE = r"(--[a-z][a-z-]*)\s+(\S.*)"
_READS_FILE = ("--requirement", "--constraint", "--editable")
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
        may_be_value, before = takes_next(before), requirement
        if may_be_value:
            continue
        if re.fullmatch(_PLAIN, requirement) and not _misread(requirement):
            continue
        if not requirement:
            yield Finding(
                RULE.name, "`requirements` contains an empty item.", place, help="Remove the item."
            )
            continue
        parts = _arguments(requirement)
        if parts is not None:
            yield _joined(text, parts, place)
            continue
        problem = _problem(requirement)
        if problem is not None:
            reason, advice = problem
            message = f"Invalid requirement `{text}`{reason}."
            yield Finding(RULE.name, message, place, help=advice)


def _arguments(text: str) -> tuple[str, str] | None:
    """The two arguments that were written as one item, `None` where it is one argument."""
    if text.startswith("-"):
        match = re.fullmatch(_OPTION_AND_VALUE, text)
        # The file of these options is not on the runner (`local-requirement-missing`).
        return (match[1], match[2]) if match is not None and match[1] not in _READS_FILE else None
    option = re.search(_OPTION, text)
    if option is None or "'" in text or '"' in text:
        return None
    return text[: option.start()].rstrip(), text[option.end() :]


def _joined(text: str, parts: tuple[str, str], place: Place) -> Finding:
    first, second = parts
    message = f"Invalid requirement `{text}`: fal passes it to pip as a single argument."
    if not first.startswith("-"):
        # An option after a requirement looks as if it applied to that one; it applies to all.
        return Finding(RULE.name, message, place, help=f"Make `{second}` a separate item.")
    return Finding(RULE.name, message, place, fixes=(change_to(place, f"{first}={second}"),))


def _misread(text: str) -> str:
    """What to do about the name of a file, which pip reads as a package; empty for others."""
    node = app_node().children["requirements"].item
    return "" if node is None else node.misread(text)


def _is_for_pip_alone(text: str) -> bool:
    """Whether the item is a path, a URL or an option, which only pip can check."""
    return text[0] in "-./~\\" or "://" in text or "/" in text or "\\" in text


def _problem(text: str) -> tuple[str, str] | None:
    """The rest of the message and the help, `None` for a valid requirement."""
    if re.search(_COMMENT, text):
        return ": comments are not allowed in an item", "Use a TOML comment after the item."
    if _is_for_pip_alone(text) or len(text) > _LONGEST:
        return None
    misread = _misread(text)
    if misread:
        return ": pip reads it as the name of a package", f"{misread[0].upper()}{misread[1:]}."
    single = re.fullmatch(_SINGLE_EQUALS, text)
    if single is not None:
        return "", f"Use `==` to pin a version: `{single['name']}=={single['version']}`."
    from packaging.requirements import InvalidRequirement, Requirement

    try:
        Requirement(text)
    except InvalidRequirement as error:
        return f": {str(error).splitlines()[0].rstrip('.')}", ""
    except RecursionError:
        # Hundreds of brackets: pip fails as well, but not with a sentence.
        return ": its marker is nested too deeply", ""
    return None


RULE = Rule(
    "invalid-requirement",
    Severity.WARNING,
    __doc__,
    check_app=check,
    judges_values=True,
    fixable="safe",
)
