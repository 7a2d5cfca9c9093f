"""The names that the room knows of fal, held against the installed package."""

from __future__ import annotations

import importlib
import io
import os
import pkgutil
import sys
from functools import cache
from importlib.metadata import packages_distributions, requires
from pathlib import Path
from typing import Any

import pytest
from fal_lsp.project.python import fal_modules, fal_names, pickling
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.support import fal_modules as written_fal_modules

pytestmark = pytest.mark.peers


def thing(name: str) -> Any:
    """What a dotted name leads to, imported as far as it is a module."""
    parts = name.split(".")
    found: Any = importlib.import_module(parts[0])
    for index, part in enumerate(parts[1:], 2):
        try:
            found = getattr(found, part)
        except AttributeError:
            found = importlib.import_module(".".join(parts[:index]))
    return found


# `fal.realtime` is a module that the class of the same name hides.
SAME = {name: same for name, same in fal_names._SAME.items() if name != "fal.realtime.realtime"}


@pytest.mark.parametrize("name", SAME)
def test_names_of_the_same_thing(name: str) -> None:
    module, _, attribute = name.rpartition(".")
    assert getattr(importlib.import_module(module), attribute) is thing(SAME[name])


def test_every_subclass_of_app_is_known() -> None:
    import fal

    found = set()
    for info in pkgutil.walk_packages(fal.__path__, "fal."):
        try:
            module = importlib.import_module(info.name)
        except Exception:
            continue
        found |= {
            fal_names.canonical(f"{info.name}.{name}")
            for name, each in vars(module).items()
            if isinstance(each, type) and issubclass(each, fal.App)
        }
    assert {name for name in found if thing(name).__module__.startswith("fal")} == (
        fal_names.APP_CLASSES
    )
    assert not any(name.startswith(fal_names.MODULES_WITHOUT_APPS) for name in found)


@pytest.mark.parametrize("name", fal_names.ATTRIBUTES)
def test_attributes_that_are_there(name: str) -> None:
    found = thing(name)
    modules = {each.name for each in pkgutil.iter_modules(getattr(found, "__path__", ()))}
    there = {each for each in {*dir(found), *modules} if each[0] != "_"}
    assert there <= fal_names.ATTRIBUTES[name]


@pytest.mark.parametrize("name", sorted(pickling.UNPICKLABLE - {pickling.TEMPLATE}))
def test_what_cannot_be_pickled(name: str) -> None:
    from isolate.server.interface import to_serialized_object

    if name == "typing.TypeAliasType" and sys.version_info < (3, 12):
        pytest.skip("came with Python 3.12")
    given: dict[str, list[object]] = {
        "contextvars.ContextVar": ["x"],
        "csv.reader": [[]],
        "csv.writer": [io.StringIO()],
        "functools.singledispatch": [print],
        "functools.singledispatchmethod": [print],
        "hashlib.new": ["md5"],
        "hmac.new": [b"key", b"", "md5"],
        "mmap.mmap": [-1, 1],
        "sqlite3.connect": [":memory:"],
        "struct.Struct": ["i"],
    }
    for module in ("typing", "typing_extensions"):
        given.update({f"{module}.{each}": ["x", int] for each in ("NewType", "TypeAliasType")})
        given.update({f"{module}.{each}": ["x"] for each in ("ParamSpec", "TypeVarTuple")})
    made = thing(name)(*given.get(name, []))
    with pytest.raises(Exception, match="serializing"):
        to_serialized_object(made, "cloudpickle")


def test_what_is_pickled_and_cannot_be_read_again() -> None:
    import cloudpickle  # type: ignore[import-untyped]

    pickled = cloudpickle.dumps(thing(pickling.TEMPLATE)("x"))
    with pytest.raises(TypeError, match="source"):
        cloudpickle.loads(pickled)


@pytest.mark.snapshot
def test_names_of_the_modules_of_fal() -> None:
    path = Path(fal_modules.__file__)
    there = path.read_text(encoding="utf-8")
    expected = written_fal_modules.text(there)
    if os.environ.get("UPDATE_SNAPSHOTS"):
        path.write_text(expected, encoding="utf-8")
        return
    assert there == expected


def test_names_that_fastapi_has_itself() -> None:
    modules = ("fastapi._compat.v2", "fastapi.dependencies.utils", "fastapi.utils")
    names = {name for each in modules for name in dir(importlib.import_module(each))}
    assert {name for name in names if name[0].isupper()} <= fal_names.FASTAPI_NAMES


def test_modules_of_fal() -> None:
    import fal

    names = {info.name for info in pkgutil.iter_modules(fal.__path__)}
    assert {name for name in names if name[0] != "_"} == fal_names.MODULES


def test_what_fal_exports() -> None:
    import fal

    assert set(fal.__all__) == fal_names.EXPORTS


@pytest.mark.parametrize("name", sorted(fal_names.NOT_APPS | {fal_names.FUNCTION}))
def test_what_is_no_app(name: str) -> None:
    import fal

    found = thing(name)
    assert not (isinstance(found, type) and issubclass(found, fal.App))


@pytest.mark.parametrize("name", sorted(fal_names.DEPENDENCIES | fal_names.ALSO_INSTALLED))
def test_what_fal_is_built_on(name: str) -> None:
    owners, needed = owners_of_modules().get(name, set()), needed_by_fal()
    assert owners & needed, f"{name} is not among what fal needs"


@cache
def owners_of_modules() -> dict[str, set[str]]:
    """The distributions that install each module."""
    return {
        module: {each.lower().replace("_", "-") for each in owners}
        for module, owners in packages_distributions().items()
    }


@cache
def needed_by_fal() -> set[str]:
    """The distributions that fal requires, and those that these require."""
    needed, waiting = set[str](), [Requirement("fal")]
    while waiting:
        required = waiting.pop()
        needed.add(canonicalize_name(required.name))
        for each in map(Requirement, requires(required.name) or ()):
            extras = ("", *required.extras)
            is_wanted = each.marker is None or any(
                each.marker.evaluate({"extra": e}) for e in extras
            )
            if is_wanted and canonicalize_name(each.name) not in needed:
                waiting.append(each)
    return needed


def test_what_a_class_statement_may_have() -> None:
    from fal.api import FalServerlessHost as Host

    environment = set().union(*Host._ENVIRONMENT_KEYS_BY_KIND.values())
    # `env_yml` is read into `env_dict` before the names are looked at (`Host.parse_key`).
    taken = {*Host._SUPPORTED_KEYS, *environment, "name", "kind", "env_yml"}
    assert taken - fal_names.PASSED_KEYWORDS == fal_names.CLASS_KEYWORDS


def test_the_attributes_of_an_app() -> None:
    import fal

    assert {name for name in fal_names.APP_ATTRIBUTES if not hasattr(fal.App, name)} == (
        set(fal.App.host_kwargs)
    )
    assert all(hasattr(fal.App, name) for name in fal_names.APP_MACHINERY - {"__getattr__"})


def test_what_an_app_starts_with() -> None:
    import fal

    values = {name: getattr(fal.App, name) for name in fal_names.APP_DEFAULTS}
    assert values == fal_names.APP_DEFAULTS
    assert fal.App.host_kwargs == fal_names.HOST_KWARGS
    names = {name for name in dir(fal.App) if not name.startswith("__")}
    assert names == fal_names.APP_DEFAULTS.keys() | fal_names.APP_METHODS


@pytest.mark.parametrize("name", fal_names.APP_DEFAULTS)
def test_the_attributes_that_an_app_collects(name: str) -> None:
    import fal

    value = ["x"]
    needed = {"app_files": ["x"]} if name == "app_files_context_dir" else {}
    app: Any = type("A", (fal.App,), {**needed, name: value})
    assert (app.host_kwargs.get(name) == value) == (name in fal_names.COLLECTED)


@pytest.mark.parametrize("name", fal_names.ABOVE)
def test_the_bases_of_a_class_of_fal(name: str) -> None:
    above = tuple(thing(each) for each in fal_names.ABOVE[name])
    assert thing(name).__mro__[1 : len(above) + 1] == above


def test_the_release_that_is_known() -> None:
    from importlib.metadata import version

    assert version("fal") == fal_names.VERSION


def test_what_the_other_apps_of_fal_set() -> None:
    import fal.wma.app
    import fal.wma.sdk

    apps = {"fal.wma.App": fal.wma.sdk.App, "fal.wma.app.RealtimeApp": fal.wma.app.RealtimeApp}
    assert apps.keys() == fal_names.OTHER_APPS.keys() == fal_names.APP_CLASSES - {"fal.App"}
    for name, app in apps.items():
        settings = fal_names.APP_DEFAULTS.keys() - {"app_name", "version"}
        own = {key: value for key, value in vars(app).items() if key in settings}
        assert own == fal_names.OTHER_APPS[name]


def test_defaults_are_those_of_fal() -> None:
    from fal import sdk
    from fal.api import api
    from fal.cli import deploy_check

    names = {"machine_types": "machine_type", "valid_regions": "regions"}
    assert {names.get(name, name) for name in deploy_check.INHERITED_SCALE_FIELDS} == (
        fal_names.KEPT_BY_REDEPLOY
    )
    of_server = {
        names.get(name, name): value
        for name, value in deploy_check.SERVER_DEFAULT_SCALE_VALUES.items()
        if value not in (None, [])
    }
    known = {**fal_names.SERVER_DEFAULTS, **fal_names.DEPLOY_DEFAULTS, "machine_type": ["XS"]}
    assert of_server == {name: known[name] for name in of_server}
    assert fal_names.DEPLOY_DEFAULTS["machine_type"] == api.FAL_SERVERLESS_DEFAULT_MACHINE_TYPE
    assert fal_names.DEPLOY_DEFAULTS["keep_alive"] == sdk.FAL_SERVERLESS_DEFAULT_KEEP_ALIVE
    assert fal_names.SERVED == {
        "exposed_port": api._SERVE_PORT,
        "metrics_port": api._METRICS_PORT,
    }


@pytest.mark.parametrize("name", fal_names.PARAMETERS)
def test_the_parameters_of_what_fal_calls(name: str) -> None:
    import inspect

    positional, by_keyword, required = fal_names.PARAMETERS[name]
    parameters = inspect.signature(thing(name)).parameters.values()
    kinds = inspect.Parameter
    assert positional == tuple(
        each.name for each in parameters if each.kind is kinds.POSITIONAL_OR_KEYWORD
    )
    assert required == sum(
        each.default is kinds.empty
        for each in parameters
        if each.kind is kinds.POSITIONAL_OR_KEYWORD
    )
    own = tuple(each.name for each in parameters if each.kind is kinds.KEYWORD_ONLY)
    if any(each.kind is kinds.VAR_KEYWORD for each in parameters):
        # They go to `ContainerImage`, which has the text already.
        own = fal_names.PARAMETERS["fal.ContainerImage"][0][1:]
    assert by_keyword == own


def test_the_options_of_an_environment() -> None:
    from fal.api.api import FalServerlessHost
    from fal.container import BUILDERS

    assert FalServerlessHost._ENVIRONMENT_KEYS_BY_KIND == fal_names.ENVIRONMENT_OPTIONS
    keys = FalServerlessHost._SUPPORTED_KEYS | FalServerlessHost._GATEWAY_KEYS
    assert keys == fal_names.HOST_OPTIONS
    assert set(fal_names.IMAGE_BUILDERS) == BUILDERS


def test_what_can_be_imported_from_fal() -> None:
    import fal

    modules = {info.name for info in pkgutil.iter_modules(fal.__path__)}
    public = {name for name in (*vars(fal), *modules) if not name.startswith("_")}
    assert public <= fal_names.PUBLIC
