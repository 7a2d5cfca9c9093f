"""A requirement is not valid.

## What it does
Reports an item of `requirements` that is not a valid requirement (PEP 508), and a pip option that shares an item with its value or with a requirement (`"--extra-index-url https://..."`): each item is a single argument. It also reports an option that pip does not have, or whose value is missing; `git@host:path`, relative URLs and those without a scheme (`git+github.com/...`); the page of a repository without `git+`; `${NAME}` in a URL; two versions of a package in one list; and the name of a module for that of its package, such as `cv2`, unless another index is named. Other paths, URLs and options are not reported.

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
`_validate_requirements` checks only that the items are strings. isolate, which builds the environment, runs `pip install` with each item as one argument (`VirtualPythonEnvironment._install_packages`). fal's documentation writes `"--extra-index-url"` and its URL as two items (fal 1.83.0, isolate 0.26.12, pip 24.0: "no such option: --extra-index-url https://..."). pip replaces `${NAME}` only in requirements files (`expand_env_variables` in `req_file.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from fal_schema.lookup import app_node

from ...project.packages.install_options import FLAGS, VALUED, misspelt, takes_next
from ...project.packages.module_names import cannot_be_installed, package_of_module
from ...project.packages.requirement_text import (
    LONGEST,
    NAMED,
    address_problem,
    is_plain,
    refusal,
    with_two_parts,
)
from ..context import AppContext
from ..did_you_mean import change_to, did_you_mean
from ..finding import Finding, Place, Rule, Severity

if TYPE_CHECKING:
    from ..finding import Path

_LONGEST_PIN = 100
_OPTION_AND_VALUE = r"(--[a-z][a-z-]*)\s+(\S.*)"
_QUOTED = r"""(?P<quote>["']?)(?P<value>[^\s"']+)(?P=quote)"""
_READS_FILE = ("--requirement", "--constraint", "--editable", "-r", "-c", "-e")
_INDEXES = (
    "--index",
    "--extra-index",
    "--find-links",
    "--default-index",
    "-i",
    "-f",
    "-r",
    "--req",
)
"""Options with which packages come from elsewhere, too."""
_OPTION = r"\s(?=--?[A-Za-z])"
_COMMENT = r"(?:^|\s)#"
_SINGLE_EQUALS = r"(?P<name>[A-Za-z0-9][\w.-]*(?:\[[^\]]*\])?)\s*=\s*(?P<version>\d\S*)"
_LATEST = r"(?P<name>[A-Za-z0-9][\w.-]*(?:\[[^\]]*\])?)\s*==?\s*[\"']?latest[\"']?"
_OF_POETRY = (
    r"(?P<name>[A-Za-z0-9][\w.-]*(?:\[[^\]]*\])?)\s*(?P<sign>[\^~])\s*(?P<version>\d+(?:\.\d+)*)"
)
_PIN = r"(?P<name>[A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?==(?P<version>\d+(?:\.\d+)*)"
_SCP_ADDRESS = rf"{NAMED}?(?:git\+)?git@(?P<host>[\w.-]+)[:/](?P<path>[^\s/:]\S*)"
_RELATIVE_ADDRESS = rf"{NAMED}(?:file:)?(?P<path>(?<=file:)[^/\s]\S*|\.{{1,2}}/\S*)"
_TWO_ITEMS = r"\.{1,2}(?:\[[^\]]*\])?\s+(?P<second>[A-Za-z0-9].*)"
_ROUND_EXTRAS = r"(?P<path>\.{1,2})\s*\((?P<extras>[^()]+)\)"
_VARIABLE = r"\$\{[A-Z0-9_]+\}"


def check(app: AppContext) -> Iterator[Finding]:
    """A finding for each item that pip would refuse."""
    items = [*app.valid_strings("requirements")]
    for _, layer in groupby(items, lambda item: item[0][:-1]):
        yield from _of_layer([*layer])
    if not any(text.strip().startswith(_INDEXES) for _, text in items):
        for path, text in items:
            yield from _named_as_module(app, text, Place(path, "item"))


def _of_layer(items: list[tuple[Path, str]]) -> Iterator[Finding]:
    """The findings in what pip installs in one step."""
    before, may_be_value = "", False
    pinned: dict[str, tuple[str, str]] = {}
    for path, text in items:
        requirement, place = text.strip(), Place(path, "item")
        may_be_value, before = takes_next(before), requirement
        problem = _variable(requirement) if may_be_value else None
        if may_be_value and problem is None:
            continue
        if is_plain(requirement) and not _misread(requirement):
            yield from _pinned_twice(requirement, place, pinned)
        elif not requirement:
            yield Finding(
                RULE.name, "`requirements` contains an empty item.", place, help="Remove the item."
            )
        elif (found := _shared(text, requirement, place)) is not None:
            yield found
        elif (problem := problem or _problem(requirement)) is not None:
            reason, advice = problem
            message = f"Invalid requirement `{text}`{reason}."
            yield Finding(RULE.name, message, place, help=advice)
    if not may_be_value and before in VALUED and before not in _READS_FILE:
        message = f"Invalid requirement `{before}`: the option requires a value."
        place = Place(items[-1][0], "item")
        yield Finding(RULE.name, message, place, help="Add its value as the next item of the list.")


def _pinned_twice(text: str, place: Place, pinned: dict[str, tuple[str, str]]) -> Iterator[Finding]:
    """A finding for a package that an item before pins to another version."""
    pin = re.fullmatch(_PIN, text) if "==" in text else None
    if pin is None or len(text) > _LONGEST_PIN:
        return
    name = re.sub(r"[-_.]+", "-", pin["name"]).lower()
    version = re.sub(r"\b0+(?=\d)|(?:\.0+)+$", "", pin["version"])
    other, written = pinned.setdefault(name, (version, text))
    if other != version:
        message = f"Invalid requirement `{text}`: the list also contains `{written}`."
        yield Finding(RULE.name, message, place, help="Keep one of the two.")


def _named_as_module(app: AppContext, text: str, place: Place) -> Iterator[Finding]:
    """A finding for a package that PyPI has under another name than that of its module."""
    name = re.match(r"\s*([A-Za-z0-9]+)(?![\w.-])", text)
    package = None if name is None else package_of_module(name[1])
    if name is None or package is None or not is_plain(text.strip()):
        return
    if app.project is not None and app.project.is_dir(name[1]):
        # fal builds that directory.
        return
    problem = f"PyPI has no package `{name[1]}`"
    if cannot_be_installed(name[1]):
        problem = f"The package `{name[1]}` on PyPI cannot be installed"
    yield did_you_mean(
        RULE.name,
        f"{problem}; that is the name of a module.",
        place,
        package,
        after=text[name.end() :].rstrip(),
    )


def _shared(text: str, item: str, place: Place) -> Finding | None:
    """The finding of an option that shares its item, or that does not exist."""
    message = f"Invalid requirement `{text}`: fal passes it to pip as a single argument."
    if not item.startswith("-"):
        option = re.search(_OPTION, item)
        if option is None or "'" in item or '"' in item:
            return None
        # An option after a requirement looks as if it applied to that one; it applies to all.
        second = item[option.end() :]
        return Finding(RULE.name, message, place, help=f"Make `{second}` a separate item.")
    name = re.split(r"[=\s]", item, maxsplit=1)[0]
    meant = misspelt(name)
    if meant is not None:
        message = f"Invalid requirement `{text}`: pip has no such option."
        return did_you_mean(RULE.name, message, place, meant, after=item[len(name) :])
    joined = re.fullmatch(_OPTION_AND_VALUE, item)
    # The file of some options is not on the runner (`local-requirement-missing`).
    if joined is None or name in _READS_FILE:
        return None
    if name in FLAGS:
        return Finding(RULE.name, message, place, help=f"Make `{joined[2]}` a separate item.")
    value = re.fullmatch(_QUOTED, joined[2])
    if value is None:
        return Finding(RULE.name, message, place, help="Make each argument a separate item.")
    # There is no shell that would remove the quotes.
    fix = change_to(place, f"{name}={value['value']}")
    return Finding(RULE.name, message, place, fixes=(fix,))


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
    if len(text) > LONGEST:
        return None
    problem = _address_problem(text)
    if problem is not None or _is_for_pip_alone(text):
        return problem
    misread = _misread(text)
    if misread:
        reason = (
            "it is not one requirement" if " " in text else "pip reads it as the name of a package"
        )
        return f": {reason}", f"{misread[0].upper()}{misread[1:]}."
    single = re.fullmatch(_SINGLE_EQUALS, text)
    if single is not None:
        return "", f"Use `==` to pin a version: `{single['name']}=={single['version']}`."
    latest = re.fullmatch(_LATEST, text)
    if latest is not None:
        return ": `latest` is not a version", f"Use `{latest['name']}` for the latest version."
    range_ = re.fullmatch(_OF_POETRY, text)
    if range_ is not None:
        sign, version = range_["sign"], range_["version"]
        wanted = ">=" if sign == "^" or "." not in version else "~="
        advice = f"Use `{wanted}` instead: `{range_['name']}{wanted}{version}`."
        return f": pip has no operator `{sign}`", advice
    refused = refusal(text)
    if refused is None:
        return None
    meant = with_two_parts(text)
    return f": {refused}", "" if meant is None else f"Use `{meant}`."


def _address_problem(text: str) -> tuple[str, str] | None:
    """What is wrong with a path or an address that pip refuses wherever it runs."""
    if (found := re.fullmatch(_TWO_ITEMS, text)) is not None:
        return ": it is two items", f"Make `{found['second']}` a separate item."
    if (found := re.fullmatch(_ROUND_EXTRAS, text)) is not None:
        return "", f"Extras are in square brackets: `{found['path']}[{found['extras']}]`."
    if (found := re.fullmatch(_SCP_ADDRESS, text)) is not None:
        meant = f"{found['name'] or ''}git+ssh://git@{found['host']}/{found['path']}"
        return ": it is not a URL", f"Use `{meant}`."
    if (found := re.fullmatch(_RELATIVE_ADDRESS, text)) is not None:
        return (
            ": its URL is relative",
            f"Use the directory alone: `{found['path']}`. fal builds and uploads it.",
        )
    if (problem := address_problem(text)) is not None:
        return f": {problem[0]}", problem[1]
    return _variable(text)


def _variable(text: str) -> tuple[str, str] | None:
    """What is wrong with an address with a variable in it."""
    found = re.search(_VARIABLE, text) if "://" in text else None
    if found is None:
        return None
    return (
        f": pip does not replace `{found[0]}`",
        "Only requirements files can contain variables.",
    )


RULE = Rule(
    "invalid-requirement",
    Severity.WARNING,
    __doc__,
    check_app=check,
    judges_values=True,
    fixable="safe",
)
