"""The node at a path: what hover and completion read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fal_schema.lookup import SchemaNode, node_at, root
from fal_schema.violation import Path

APP: Path = ("apps", "x")

TYPES = [
    ((), "table"),
    (("apps",), "table"),
    (APP, "table"),
    ((*APP, "ref"), "string"),
    ((*APP, "keep_alive"), "integer"),
    ((*APP, "private_logs"), "boolean"),
    ((*APP, "regions"), "list[string]"),
    ((*APP, "regions", 0), "string"),
    ((*APP, "machine_type"), "string or list[string]"),
    ((*APP, "machine_type", 3), "string"),
    ((*APP, "requirements"), "list[string] or list[list[string]]"),
    ((*APP, "requirements", 0), "string or list[string]"),
    ((*APP, "requirements", 0, 0), "string"),
    ((*APP, "image"), "table"),
    ((*APP, "image", "cmd"), "string or list[string]"),
    ((*APP, "image", "build_args"), "table"),
    ((*APP, "image", "build_args", "ANY"), "string"),
    ((*APP, "image", "secrets", "ANY"), "string"),
    ((*APP, "image", "registries", "h"), "table"),
    ((*APP, "image", "registries", "h", "username"), "string"),
    ((*APP, "retry_config", "timeout", "retries"), "integer"),
    ((*APP, "_scheduler_options"), "table"),
]

NOWHERE: list[Path] = [
    ("nope",),
    (*APP, "nope"),
    (*APP, "ref", "x"),
    (*APP, "ref", 0),
    (*APP, "regions", 0, 0),
    (*APP, "regions", "x"),
    (*APP, "image", "nope"),
    (*APP, "_scheduler_options", "x"),
    (0,),
    ("apps", 0),
]


def node(*path: str | int) -> SchemaNode:
    found = node_at((*APP, *path))
    assert found is not None
    return found


def _all(start: SchemaNode) -> Iterator[SchemaNode]:
    yield start
    for child in (*start.children.values(), start.entry, start.item):
        if child is not None:
            yield from _all(child)


@pytest.mark.parametrize(("path", "type_name"), TYPES)
def test_type(path: Path, type_name: str) -> None:
    found = node_at(path)
    assert found is not None
    assert found.type_name == type_name


@pytest.mark.parametrize("path", NOWHERE)
def test_no_such_path(path: Path) -> None:
    assert node_at(path) is None


def test_key() -> None:
    found = node("keep_alive")
    assert (found.name, found.unit, found.since) == ("keep_alive", "seconds", "1.75.3")
    assert found.summary == "Seconds that an idle runner is kept alive."
    assert found.summary in found.markdown
    assert found.docs in found.markdown
    assert found.url.startswith("https://fal.ai/docs/")
    assert found.examples == (300,)
    assert found.wins == "class"
    assert (found.required, found.internal, found.deprecated) == (False, False, "")
    assert found.values == ()
    assert found.parent is node()


def test_defaults() -> None:
    assert (node("startup_timeout").default, node("startup_timeout").default_text) == (
        600,
        "`600` seconds",
    )
    assert node("keep_alive").default is None
    assert node("keep_alive").default_text.startswith("60 for `fal.App` classes")
    assert node("health_check", "path").default_text == "Required"
    assert node("app_scale_settings").default is False


@pytest.mark.parametrize(
    ("path", "first", "closed"),
    [
        (("auth",), "private", True),
        (("deployment_strategy",), "rolling", True),
        (("regions", 0), "us-west", True),
        (("skip_retry_conditions", 0), "timeout", True),
        (("machine_type",), "XS", False),
        (("machine_type", 0), "XS", False),
        (("health_check", "method"), "GET", False),
    ],
)
def test_values(path: Path, first: str, closed: bool) -> None:
    found = node(*path)
    assert found.values[0].value == first
    assert found.open is not closed
    assert all(value.docs for value in found.values)


def test_facts_of_machines() -> None:
    facts = {value.value: value.facts for value in node("machine_type").values}
    assert facts["GPU-H100"] == {"cpu": "12", "memory": "112 GB", "vram": "80 GB"}
    assert facts["XS"] == {"cpu": "0.5", "memory": "512 MB"}
    assert node("regions").values == ()
    assert not node("auth").values[0].facts


def test_what_people_mean() -> None:
    assert node("auth").meant["team"] == "private"
    assert not node("ref").meant


def test_children_are_in_order_and_hide_what_nobody_should_write() -> None:
    names = list(node().children)
    assert names[:3] == ["ref", "python_entry_point", "name"]
    assert set(names) - set(node().suggested) == {"no_scale", "_scheduler", "_scheduler_options"}
    assert list(root().children) == ["apps"]


def test_deprecated_and_internal() -> None:
    assert node("no_scale").deprecated == "Use `app_scale_settings` with the opposite value."
    assert node("no_scale").instead == "app_scale_settings"
    assert node("no_scale").opposite
    assert node("_scheduler").internal


def test_maps() -> None:
    apps = node_at(("apps",))
    assert apps is not None
    assert apps.entry is not None
    assert apps.entry is node()
    assert apps.entry.name == "app"
    registries = node("image", "registries")
    assert registries.keys[0].value == "https://index.docker.io/v1/"
    assert registries.entry is node("image", "registries", "anything")
    assert node().entry is None


def test_required() -> None:
    assert [name for name, child in node("health_check").children.items() if child.required] == [
        "path"
    ]
    assert node("image", "registries", "h", "password").required


def test_excludes() -> None:
    assert node("ref").excludes == {"python_entry_point"}
    assert node("python_entry_point").excludes == {"ref"}
    assert node("image", "image").excludes == {"dockerfile", "build_args", "secrets"}
    assert node("image").excludes == {"app_files"}
    assert node("name").excludes == set()


def test_items_know_that_they_are() -> None:
    assert node("regions", 0).is_item
    assert not node("regions").is_item


@pytest.mark.parametrize("found", list(_all(root())), ids=repr)
def test_every_node_answers_everything(found: SchemaNode) -> None:
    names = [name for name in dir(SchemaNode) if not name.startswith("_") and name != "child"]
    answers: dict[str, Any] = {name: getattr(found, name) for name in names}
    assert answers["type_name"]
    assert answers["types"] - {""}
    if not found.is_item:
        assert answers["summary"]
        assert answers["markdown"]
        assert answers["since"]
    assert {rule.rule for rule in answers["rules"]} <= {
        "app-files-in-container",
        "app-files-required",
        "app-source-missing",
        "dockerfile-only-key",
        "image-conflict",
        "image-source-missing",
        "ref-conflict",
        "scale-settings-conflict",
    }
