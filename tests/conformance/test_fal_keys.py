"""The keys and values that the installed fal accepts are those of the model, and no others.

A new release of fal that grows a key fails here with the key's name: give it an entry in
`schema/fal_schema/tool_fal/`, then regenerate the schemas.
"""

from __future__ import annotations

import ast
import inspect
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import pytest
from fal import sdk
from fal.cli import _utils as loader
from fal_schema.lookup import node_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

pytestmark = pytest.mark.peers

APP = ("apps", "x")
REFERENCE = (
    Path(os.environ.get("FAL_SPEC_DIR", Path(__file__).parents[3] / "shared" / "spec"))
    / "pyproject-toml-reference.md"
)

TABLES: tuple[tuple[tuple[str, ...], Callable[..., Any], str], ...] = (
    (APP, loader.get_app_data_from_toml, "app_data"),
    ((*APP, "health_check"), loader._build_health_check_config_from_toml, "health_check_data"),
    ((*APP, "image"), loader._build_container_image_from_toml, "image_config"),
)
"""Paths of tables, the function of fal that reads one, and the variable that it takes keys from."""


@pytest.mark.parametrize(
    ("path", "function", "variable"), TABLES, ids=["app", "health_check", "image"]
)
def test_keys(path: tuple[str, ...], function: Callable[..., Any], variable: str) -> None:
    read = _keys_taken(function, variable)
    if path[-1] == "image":
        read |= set(loader._IMAGE_PASSTHROUGH_KEYS)
    assert read == _model(path)


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ((*APP, "auth"), get_args(sdk.AuthModeLiteral)),
        ((*APP, "deployment_strategy"), get_args(sdk.DeploymentStrategyLiteral)),
        ((*APP, "regions", 0), loader.VALID_REGIONS),
        ((*APP, "skip_retry_conditions", 0), loader.VALID_RETRY_CONDITIONS),
    ],
    ids=["auth", "deployment_strategy", "regions", "skip_retry_conditions"],
)
def test_values(path: tuple[str | int, ...], values: Iterable[str]) -> None:
    node = node_at(path)
    assert node is not None
    assert {value.value for value in node.values} == set(values)
    assert not node.open


def test_retry_config() -> None:
    """fal checks these by a literal of conditions, each with exactly one key."""
    assert _model((*APP, "retry_config")) == set(loader.VALID_RETRY_CONDITIONS)
    for condition in loader.VALID_RETRY_CONDITIONS:
        assert _model((*APP, "retry_config", condition)) == {"retries"}
        sdk.validate_retry_config_dict({condition: {"retries": 1}})


def test_integers_on_the_wire() -> None:
    """The range of an integer is what fal's messages carry: 32 bits, also where it is a port.

    `retry_config` is sent as text, so its range is ours.
    """
    from isolate_proto import controller_pb2 as wire

    sent = {
        field.name
        for message in (
            wire.MachineRequirements,
            wire.RegisterApplicationRequest,
            wire.ApplicationHealthCheckConfig,
        )
        for field in message.DESCRIPTOR.fields
        if field.type == field.TYPE_INT32
    }
    renamed = {"scaling_delay": "scaling_delay_seconds"}
    for path in (APP, (*APP, "health_check")):
        node = node_at(path)
        assert node is not None
        names = [name for name, child in node.children.items() if child.types == {"integer"}]
        assert {renamed.get(name, name) for name in names} <= sent


@pytest.mark.skipif(not REFERENCE.is_file(), reason="the specification is not beside the project")
def test_specification() -> None:
    """Every row of the specification's tables is a key of the model, with the same type."""
    rows = {"App Fields": APP, "Health Check": (*APP, "health_check")}
    rows["Container Image"] = (*APP, "image")
    seen = 0
    for title, key, kind in _rows(REFERENCE.read_text(encoding="utf-8")):
        node = node_at((*rows[title], key))
        assert node is not None, f"{title}: {key}"
        assert _types(kind) == _types(node.type_name), f"{title}: {key}"
        seen += 1
    assert seen > 40


def _rows(text: str) -> Iterable[tuple[str, str, str]]:
    title = ""
    for line in text.splitlines():
        if line.startswith("## "):
            title = line[3:]
        row = re.match(r"\| `(\w+)` +\| (.*?) +\| ", line)
        if row:
            yield title, row[1], row[2].replace("`", "")


def _types(kind: str) -> set[str]:
    """`list[string] or list[list[string]]` is the same as `list[string or list[string]]`."""
    return set(re.findall(r"list\[list\[string\]\]|list\[string\]|\w+", kind)) - {"or", "list"}


def _model(path: tuple[str, ...]) -> set[str]:
    node = node_at(path)
    assert node is not None
    return set(node.children)


def _keys_taken(function: Callable[..., Any], variable: str) -> set[str]:
    """The constants that a function pops from a variable."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(inspect.getsource(function))):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id=name), attr="pop"),
                args=[ast.Constant(value=str() as key), *_],
            ) if name == variable:
                found.add(key)
    return found
