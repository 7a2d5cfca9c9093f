"""The versions of fal and of Python that the tables of a pyproject.toml ask for.

Knows the tables of the packaging standards and of Poetry, PDM, uv and Hatch; must not know files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from .pyproject_tables import table

Keys = tuple[str | int, ...]

# The name of a requirement (PEP 508), what extras it has, and what precedes a marker. A
# requirement by address (`fal @ https://...`) says nothing about the version.
_FAL = re.compile(
    r"\s*fal\s*(?:\[[^\]]*\])?\s*(?P<versions>\(?[^;@]*)(?P<address>@?)", re.IGNORECASE
)
_POETRY = re.compile(r"(?P<sign>\^|~(?!=))\s*(?P<version>\d{1,9}(?:\.\d{1,9})*)(?P<rest>[^\s]*)")
# fal takes its version from git's tags (setuptools-scm): what a checkout without tags gets.
_UNTAGGED = re.compile(r"0(?:\.0)*|0\..*dev.*")

_MAIN: tuple[Keys, ...] = (("project", "dependencies"), ("tool", "poetry", "dependencies"))
_UNKNOWN_MARKER = "?"
_LATEST_MINOR = 16
_PLATFORMS = (
    {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
    {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
)


class FalRequirement(NamedTuple):
    """A requirement of fal: its keys, its specifier (PEP 440; `None` for an address), its marker.

    `marker` is empty where it has none, `?` where it has a condition of another form.
    """

    path: Keys
    specifier: str | None
    marker: str

    @property
    def is_main(self) -> bool:
        """Whether it is installed with the project, without an extra or a group."""
        return self.path[:-1] in _MAIN


def fal_requirements(data: Mapping[str, Any]) -> Iterator[FalRequirement]:
    """Every requirement of fal, whether or not it applies."""
    for path, requirement in _requirements(data):
        if is_fal(requirement):
            yield FalRequirement(path, specifier_of(requirement), marker_of(requirement))
    for path, version, is_conditional in _poetry(data):
        if path[-1] == "fal":
            specifier = None if version is None else poetry_specifier(version)
            yield FalRequirement(path, specifier, _UNKNOWN_MARKER if is_conditional else "")


def fal_overrides(data: Mapping[str, Any]) -> Iterator[FalRequirement]:
    """What uv and PDM install in place of every requirement of fal."""
    uv = ("tool", "uv", "override-dependencies")
    for path, requirement in _texts(uv, table(data, *uv[:-1]).get(uv[-1])):
        if is_fal(requirement):
            yield FalRequirement(path, specifier_of(requirement), marker_of(requirement))
    pdm = ("tool", "pdm", "resolution", "overrides")
    version = table(data, *pdm).get("fal")
    if isinstance(version, str):
        specifier = None if ":" in version else poetry_specifier(version)
        yield FalRequirement((*pdm, "fal"), specifier, "")


def marker_of(requirement: str) -> str:
    """The environment marker of a requirement, empty where it has none."""
    # An address may contain a semicolon; its marker follows white space.
    address = re.match(r"[^;]*@", requirement)
    _, found, marker = requirement.partition(" ;" if address else ";")
    return marker.strip() if found else ""


@lru_cache(maxsize=256)
def applies(marker: str, requires_python: str | None) -> bool | None:
    """Whether a marker holds for every Python that a project may use; `None` where for some only.

    A lower bound holds, also with the `<4.0` that Poetry exports: an older Python has no fal.
    `requires_python` is a specifier of PEP 440; without one, any Python from 3.8 on is possible.
    """
    if not marker:
        return True
    from packaging.markers import InvalidMarker, Marker, UndefinedComparison
    from packaging.specifiers import SpecifierSet

    held: list[bool] = []
    try:
        allowed = SpecifierSet(requires_python or "")
        parsed = Marker(marker)
        for minor in range(8, _LATEST_MINOR):
            # `>=3.10.4` allows some patch release of 3.10.
            versions = [f"3.{minor}.{patch}" for patch in (0, 30)]
            for version in filter(allowed.contains, versions):
                python = {"python_version": f"3.{minor}", "python_full_version": version}
                results = {parsed.evaluate({"extra": "", **python, **each}) for each in _PLATFORMS}
                if len(results) > 1:
                    return None
                held += results
    except (InvalidMarker, UndefinedComparison, ValueError, RecursionError):
        return None
    if not any(held):
        return False if held else None
    # Nothing that does not hold may follow what holds.
    return True if all(held[held.index(True) :]) else None


def python_specifier(data: Mapping[str, Any]) -> str | None:
    """`[project].requires-python`, or its equivalent in Poetry."""
    found = table(data, "project").get("requires-python")
    if isinstance(found, str):
        return found.strip()
    for path, version, _ in _poetry(data):
        if path[-1] == "python" and version is not None:
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


def _poetry(data: Mapping[str, Any]) -> Iterator[tuple[Keys, str | None, bool]]:
    """The keys and the constraint of each dependency of Poetry, and whether it is conditional."""
    poetry: Keys = ("tool", "poetry")
    groups = table(data, "tool", "poetry", "group")
    places: list[Keys] = [(*poetry, "dependencies"), (*poetry, "dev-dependencies")]
    places += [(*poetry, "group", group, "dependencies") for group in groups]
    for place in places:
        for name, value in table(data, *(str(key) for key in place)).items():
            # Several constraints of one package are conditional on each other.
            for each in value if isinstance(value, list) else [value]:
                options = each if isinstance(each, dict) else {}
                version = options.get("version") if isinstance(each, dict) else each
                conditional = isinstance(value, list) or bool({"python", "markers"} & set(options))
                yield (
                    (*place, name),
                    version if isinstance(version, str) else None,
                    conditional,
                )


def is_fal(requirement: str) -> bool:
    """Whether a requirement names fal; `falcon` and `fal-client` begin with the name, too."""
    return bool(re.match(r"\s*fal(?![A-Za-z0-9._-])", requirement, re.IGNORECASE))


def release_of(version: str) -> str | None:
    """A version of fal; `None` for one that is built without knowing which release it is."""
    return None if _UNTAGGED.fullmatch(version) else version


def specifier_of(requirement: str) -> str | None:
    """The specifier of a requirement of fal; `None` for an address, and for other packages."""
    found = _FAL.match(requirement) if is_fal(requirement) else None
    return None if found is None or found["address"] else found["versions"].strip().strip("() ")


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
