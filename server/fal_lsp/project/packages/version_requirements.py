"""The versions of fal and of Python that the tables of a pyproject.toml ask for.

Knows the tables of the packaging standards and of Poetry, PDM, uv and Hatch; must not know files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from .package_roots import table

Keys = tuple[str | int, ...]

# The name of a requirement (PEP 508), what extras it has, and what stands before a marker. A
# requirement by address (`fal @ https://...`) says nothing about the version.
_FAL = re.compile(
    r"\s*fal\s*(?:\[[^\]]*\])?\s*(?P<versions>\(?[^;@]*)(?P<address>@?)", re.IGNORECASE
)
_NEXT = re.compile(r"[A-Za-z0-9._-]")
_POETRY = re.compile(r"(?P<sign>\^|~(?!=))\s*(?P<version>\d{1,9}(?:\.\d{1,9})*)(?P<rest>[^\s]*)")


def fal_specifiers(data: Mapping[str, Any]) -> Iterator[tuple[Keys, str]]:
    """Every requirement of fal: the keys that lead to it, and its specifier as PEP 440 has it."""
    for path, requirement in _requirements(data):
        specifier = _specifier(requirement)
        if specifier is not None:
            yield path, specifier
    for path, version in _poetry(data):
        if path[-1] == "fal":
            yield path, poetry_specifier(version)


def python_specifier(data: Mapping[str, Any]) -> str | None:
    """`[project].requires-python`, or what stands for it in Poetry."""
    found = table(data, "project").get("requires-python")
    if isinstance(found, str):
        return found.strip()
    for path, version in _poetry(data):
        if path[-1] == "python":
            return poetry_specifier(version)
    return None


def poetry_specifier(version: str) -> str:
    """A constraint of Poetry as PEP 440 has it: `^1.2` is `>=1.2,<2`, `~1.2` is `>=1.2,<1.3`.

    Alternatives (`||`) have no such form and allow any version.
    """
    if "|" in version:
        return ""
    return ",".join(
        _poetry_part(part.strip()) for part in version.split(",") if part.strip("* \t\r\n")
    )


def _requirements(data: Mapping[str, Any]) -> Iterator[tuple[Keys, str]]:
    project = table(data, "project")
    yield from _texts(("project", "dependencies"), project.get("dependencies"))
    for keys in (
        ("project", "optional-dependencies"),
        ("dependency-groups",),
        ("tool", "pdm", "dev-dependencies"),
    ):
        for group, requirements in table(data, *keys).items():
            yield from _texts((*keys, group), requirements)
    uv = ("tool", "uv", "dev-dependencies")
    yield from _texts(uv, table(data, *uv[:-1]).get(uv[-1]))
    hatch = ("tool", "hatch", "envs")
    for name, environment in table(data, *hatch).items():
        requirements = environment.get("dependencies") if isinstance(environment, dict) else None
        yield from _texts((*hatch, name, "dependencies"), requirements)


def _texts(keys: Keys, requirements: Any) -> Iterator[tuple[Keys, str]]:
    for index, requirement in enumerate(requirements if isinstance(requirements, list) else []):
        if isinstance(requirement, str):
            yield (*keys, index), requirement


def _poetry(data: Mapping[str, Any]) -> Iterator[tuple[Keys, str]]:
    poetry: Keys = ("tool", "poetry")
    groups = table(data, "tool", "poetry", "group")
    places: list[Keys] = [(*poetry, "dependencies"), (*poetry, "dev-dependencies")]
    places += [(*poetry, "group", group, "dependencies") for group in groups]
    for place in places:
        for name, version in table(data, *(str(key) for key in place)).items():
            if isinstance(version, dict):
                version = version.get("version")
            if isinstance(version, str):
                yield (*place, name), version


def _specifier(requirement: str) -> str | None:
    found = _FAL.match(requirement)
    if found is None or found["address"]:
        return None
    versions = found["versions"].strip()
    # `falcon` and `fal-client` begin with the name, too.
    if requirement.lstrip()[3:4] and _NEXT.match(requirement.lstrip()[3:4]):
        return None
    return versions.strip("() ")


def _poetry_part(part: str) -> str:
    found = _POETRY.fullmatch(part)
    if found is None:
        # A bare version is that version; `1.2.*` any below it.
        return f"=={part}" if part[0].isdigit() else part
    numbers = [int(number) for number in found["version"].split(".")[:6]]
    if found["sign"] == "~":
        place = min(1, len(numbers) - 1)
    else:
        # The caret keeps the first number that is not 0.
        place = next((at for at, number in enumerate(numbers) if number), len(numbers) - 1)
    end = ".".join(map(str, [*numbers[:place], numbers[place] + 1]))
    return f">={found['version']}{found['rest']},<{end}"
