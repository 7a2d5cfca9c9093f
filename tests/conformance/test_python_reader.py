"""The reader of Python beside the real fal, on generated classes.

Settings are placed in a class, its bases, mixins before and after `fal.App`, keywords, branches,
functions that make classes, and other modules. The real fal runs the file and makes an app of the
class; what the reader knows of each option must be what fal has. What it does not know is counted.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

import pytest
from fal_lsp.project import Unreadable
from fal_lsp.project.python import fal_names
from fal_lsp.project.python.app_class import AppClass
from fal_lsp.project.python.host_kwargs import PASSED
from fal_lsp.project.python.settings import setting
from hypothesis import given
from hypothesis import strategies as st

from tests.support.examples import examples
from tests.support.projects import project
from tests.support.real_fal import class_options

pytestmark = pytest.mark.peers

LIMITS = """\
import os
SIZE = "GPU-A100"
SIZES = ["L", SIZE]
COUNT = 2
COUNTS = {"few": 1, "many": COUNT * 10}
NOTHING = None
if COUNT > 1:
    REGIONS = ["us-east"]
else:
    REGIONS = ["us-west"]
"""

STRINGS = (
    *("'L'", "'S'", "limits.SIZE", "f'GPU-{\"A100\"}'", "limits.SIZES[0]", "'M' if limits.COUNT"),
    *("limits.NOTHING or 'XL'", "pick('GPU-H100')", "'GPU-' + 'L40'"),
)
NUMBERS = (
    *("1", "60", "5 * 60", "limits.COUNT", "limits.COUNTS['many']", "COUNT + 1", "pick(3)", "None"),
    *("limits.NOTHING", "len(limits.SIZES)", "max(1, 2)", "int('4')", "sum([1, 2])"),
)
LISTS = (
    *("['us-east']", "limits.REGIONS", "[*limits.REGIONS, 'us-west']", "REGIONS + ['x']", "None"),
    *("[each for each in limits.REGIONS]", "list(limits.REGIONS)", "sorted(['b', 'a'])"),
)
KEYS = {
    "machine_type": STRINGS,
    "num_gpus": NUMBERS,
    "regions": LISTS,
    "keep_alive": NUMBERS,
    "min_concurrency": NUMBERS,
    "max_concurrency": NUMBERS,
    "max_multiplexing": NUMBERS,
    "concurrency_buffer": NUMBERS,
    "request_timeout": NUMBERS,
    "startup_timeout": NUMBERS,
    "scaling_delay": NUMBERS,
    "secrets": LISTS,
    "data_mounts": LISTS,
}
PLACES = ("body", "base", "grandparent", "before", "behind", "keyword", "base keyword", "after")
WAYS = ("plain", "plain", "plain", "branch", "else", "loop", "try", "chance", "annotated", "twice")


class Placed(NamedTuple):
    """A setting: where, which, how the value is written, and the statements around it."""

    place: str
    key: str
    value: str
    way: str


def _value(key: str) -> st.SearchStrategy[str]:
    return st.sampled_from(KEYS[key]).map(
        lambda value: f"{value} else 'L'" if value.endswith("if limits.COUNT") else value
    )


PLACED = st.sampled_from(sorted(KEYS)).flatmap(
    lambda key: st.builds(
        Placed, st.sampled_from(PLACES), st.just(key), _value(key), st.sampled_from(WAYS)
    )
)

DRESS = {
    "plain": "{name} = {value}",
    "annotated": "{name}: object = {value}",
    "twice": "{name} = 1\n{name} = {value}",
    "branch": "if limits.COUNT == 2:\n    {name} = {value}\nelse:\n    {name} = 99",
    "else": "if os.sep == '/':\n    {name} = {value}\nelse:\n    {name} = {value}",
    "loop": "for _ in range(2):\n    {name} = {value}",
    "try": "try:\n    {name} = {value}\nfinally:\n    pass",
    "chance": "if os.environ.get('X_NOT_SET'):\n    {name} = {value}",
}


def source(placed: list[Placed], made: bool) -> str:
    """The file of an app: the class is made by a function where it is `made`."""
    bodies: dict[str, list[str]] = {place: [] for place in PLACES}
    keywords: dict[str, dict[str, str]] = {"keyword": {}, "base keyword": {}}
    for each in placed:
        if each.place in keywords:
            if each.key not in PASSED:
                keywords[each.place][each.key] = each.value
            continue
        owner = "A." if each.place == "after" else ""
        dressed = DRESS[each.way].format(name=owner + each.key, value=each.value)
        dressed = dressed.replace("A.", owner) if owner else dressed
        if not (owner and each.way == "annotated"):
            bodies[each.place] += dressed.split("\n")

    def statement(name: str, bases: str, place: str, more: dict[str, str], *lines: str) -> str:
        given = "".join(f", {key}={value}" for key, value in more.items())
        body = [*bodies[place], *lines] or ["pass"]
        return "\n".join([f"class {name}({bases}{given}):", *(f"    {line}" for line in body)])

    run = ("@fal.endpoint('/')", "def run(self): ...")
    last = statement("A", "Before, Base, Behind", "body", keywords["keyword"], *run)
    if made:
        inner = "\n".join(f"    {line}" for line in last.split("\n"))
        last = f"def make():\n{inner}\n    return A\nA = make()"
    return "\n".join(
        [
            "import os, fal, limits",
            "from limits import *",
            "def pick(value, *others):\n    return value if not others else others[0]",
            statement("Before", "object", "before", {}),
            statement("Behind", "object", "behind", {}),
            statement("Grandparent", "fal.App", "grandparent", {}),
            statement("Base", "Grandparent", "base", keywords["base keyword"]),
            last,
            *bodies["after"],
        ]
    )


UNKNOWN = object()
ABSENT = object()


def read_option(found: AppClass, key: str) -> Any:
    """What the reader says that fal has for an option; `ABSENT`, or `UNKNOWN` where it can't."""
    if key in PASSED:
        origin = found.attributes.get(key)
        if origin is None:
            return fal_names.APP_DEFAULTS[key] if found.is_complete else UNKNOWN
        value, is_conditional = origin.setting.value, origin.setting.conditional
    else:
        binding = found.collected.values.get(key)
        if not found.collected.is_certain:
            return UNKNOWN
        if binding is None:
            return ABSENT
        value, is_conditional = setting(binding).value, setting(binding).conditional
    return value.data if value.known and not is_conditional else UNKNOWN


def test_what_is_known_is_what_fal_has(tmp_path_factory: pytest.TempPathFactory) -> None:
    seen: Counter[str] = Counter()

    @examples(250)
    @given(st.lists(PLACED, min_size=1, max_size=10), st.booleans())
    def compare(placed: list[Placed], made: bool) -> None:
        folder = tmp_path_factory.mktemp("generated")
        code = source(placed, made)
        opened = project(folder, {"limits.py": LIMITS, "app.py": code})
        try:
            real = class_options(folder, "app.py", "A")
        except Exception:
            seen["refused"] += 1
            return
        target = opened.target("app.py", "A")
        assert not isinstance(target, Unreadable)
        assert target.kind == "app", code
        found = opened.app_class(target)
        assert found is not None
        by_chance = {each.key for each in placed if each.way == "chance"}
        for key in KEYS:
            value = read_option(found, key)
            if value is UNKNOWN:
                seen["by chance" if key in by_chance else "unknown"] += 1
                continue
            seen["known"] += 1
            assert real.get(key, ABSENT) == value, f"{key}\n{code}"

    compare()
    # What depends on the environment nobody can know by reading.
    assert seen["known"] > 300
    assert seen["unknown"] <= 0.03 * (seen["known"] + seen["unknown"]), seen
    assert seen["refused"] <= 0.1 * seen["known"], seen
