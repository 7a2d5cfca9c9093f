"""`None` is a malformed value: the key counts as set, and the value is not checked."""

from __future__ import annotations

from typing import Any

import pytest

from tests.schema.violations import check_data

QUIET: list[dict[str, Any]] = [
    {"ref": None},
    {"reff": None},
    {"python_entry_point": None},
    {"image": None},
    {"image": {"dockerfile": None}},
    {"image": {"image": None}},
    {"image": {"image": None, "dockerfile": None}},
    {"image": {"image": "i", "build_args": None}},
    {"ref": "a.py", "keep_alive": None, "machine_type": None, "regions": None},
    {"ref": "a.py", "foo": None},
    {"ref": None, "python_entry_point": "a:b"},
    {"ref": "a.py", "regions": [None, "us-east"], "requirements": [None]},
    {"ref": "a.py", "requirements": [["a"], None, [None]]},
    {"ref": "a.py", "health_check": None},
    {"ref": "a.py", "health_check": {"path": None}},
    {"ref": "a.py", "retry_config": {"timeout": None}},
    {"ref": "a.py", "app_files": None, "app_files_context_dir": "src"},
    {"image": {"image": "i", "registries": {"h": None}}},
    {"image": {"image": "i", "registries": {"h": {"username": None, "password": None}}}},
    {"image": {"dockerfile": "D", "build_args": {"A": None}, "secrets": {"B": None}}},
    {"image": {"image": "i"}, "app_files": None},
]


@pytest.mark.parametrize("table", QUIET)
def test_a_malformed_value_is_not_checked(table: dict[str, Any]) -> None:
    check_data({"apps": {"x": table}})


@pytest.mark.parametrize("data", [None, {"apps": None}, {"apps": {"x": None}}, {"foo": None}])
def test_malformed_tables(data: Any) -> None:
    check_data(data)


def test_a_malformed_key_is_present_for_the_others() -> None:
    data = {"apps": {"x": {"ref": "a.py", "python_entry_point": None}}}
    check_data(data, "error ref-conflict apps.x.ref")


def test_the_rest_is_still_checked() -> None:
    data = {"apps": {"x": {"ref": None, "regions": [None, "mars"], "keep_alive": "1"}}}
    check_data(data, "error invalid-value apps.x.regions.1", "error wrong-type apps.x.keep_alive")
