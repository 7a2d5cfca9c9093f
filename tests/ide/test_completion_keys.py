"""Which keys are suggested, in every notation of TOML."""

from __future__ import annotations

from typing import Any

import pytest
from fal_lsp.lint.config import read_config

from tests.support.completion import (
    FRAMES,
    INLINE,
    X,
    check_completion,
    check_completion_edit,
    suggestions,
)

TYPED = [
    ("nu", "num_gpus ..."),
    ("num_gpus", "num_gpus"),
    ("NUM", "num_gpus ..."),
    ("au", "auth ..."),
    ("ma", "machine_type max_concurrency max_multiplexing ..."),
    ("k", "keep_alive ..."),
    ("timeout", "request_timeout request_start_timeout startup_timeout"),
    ("gpu", "num_gpus machine_type"),
    ("ttl", "keep_alive"),
    ("min_replicas", "min_concurrency"),
    ("healthcheck", "health_check"),
    ("container", "image ..."),
    ("xyz", ""),
    ("_sch", "!_scheduler !_scheduler_options ..."),
    ("req", "requirements requirements_context_dir request_timeout request_start_timeout ..."),
    ("ret", "retry_config ..."),
    ("no_scal", "no_scale"),
    # as other tools write it
    ("machine-t", "machine_type"),
    ("max-con", "max_concurrency ..."),
    ("min-replicas", "min_concurrency"),
    ("machine-x", ""),
]


@pytest.mark.parametrize(("typed", "labels"), TYPED, ids=lambda row: row)
@pytest.mark.parametrize("frame", FRAMES)
def test_a_key_of_an_app_in_every_notation(frame: str, typed: str, labels: str) -> None:
    marked = FRAMES[frame].replace("@", f"{typed}$0")
    if labels.startswith("!"):
        found = {entry.label for entry in suggestions(marked)}
        assert not found & {"_scheduler", "_scheduler_options"}
        return
    check_completion(marked, labels)


@pytest.mark.parametrize("snippets", [False, True])
@pytest.mark.parametrize("frame", FRAMES)
def test_before_anything_is_typed_the_usual_keys_come_first(frame: str, snippets: bool) -> None:
    marked = FRAMES[frame].replace("@", "$0")
    found = [entry.label for entry in suggestions(marked, snippets=snippets)]
    assert found[:5] == ["ref", "python_entry_point", "image", "auth", "machine_type"]
    assert not {"no_scale", "_scheduler", "_scheduler_options"} & set(found)
    assert {"retry_config", "health_check", "metrics_port"} <= set(found)


TABLES = [
    # the tables below an app
    (X + "[tool.fal.apps.x.image]\n$0", "dockerfile image build_args registries secrets ..."),
    (X + "image.$0", "dockerfile image build_args registries secrets entrypoint cmd"),
    (X + "image = { $0 }", "dockerfile image build_args registries secrets entrypoint cmd"),
    (X + "image = {$0", "dockerfile image build_args registries secrets entrypoint cmd"),
    (X + "image = {\n  $0\n}", "dockerfile image build_args registries secrets entrypoint cmd"),
    (INLINE + "x = { image = { c$0 } }", "cmd ..."),
    (INLINE + "x = { image.en$0 }", "entrypoint"),
    (INLINE + "x.image.en$0", "entrypoint"),
    (X + "health_check.pa$0", "path"),
    (X + "health_check.$0", "path timeout_seconds failure_threshold start_period_seconds ..."),
    (X + "[tool.fal.apps.x.health_check]\nmeth$0", "method"),
    (X + "[tool.fal.apps.x.health_check]\ntimeout$0", "timeout_seconds"),
    (X + "retry_config.$0", "server_error timeout connection_error"),
    (X + "retry_config = { $0 }", "server_error timeout connection_error"),
    (X + "retry_config.timeout.$0", "retries"),
    (X + "retry_config = { timeout = { $0", "retries"),
    (X + "[tool.fal.apps.x.retry_config.timeout]\nmax$0", "retries"),
    (X + "image.registries.$0", "https://index.docker.io/v1/ ..."),
    (X + 'image.registries."h$0', "https://index.docker.io/v1/"),
    (X + 'image.registries."us$0"', "us-central1-docker.pkg.dev ..."),
    (X + 'image.registries."host".$0', "username password"),
    (X + "image.registries = { $0 }", "https://index.docker.io/v1/ ..."),
    (X + '[tool.fal.apps.x.image.registries."h"]\n$0', "username password ..."),
    (X + '[tool.fal.apps.x.image.registries."h"]\ntoken$0', "password"),
    ("[tool.fal]\nap$0", "apps ..."),
    ("[tool.fal]\nfunctions$0", "apps"),
    ("tool.fal.$0", "apps"),
    (X + "image.build_args.$0", ""),
    (X + "image.secrets = { $0 }", ""),
    # a table that is written elsewhere cannot be continued
    (X + "[tool.fal.apps.x.image]\n[tool.fal.apps.y]\n[tool.fal.apps]\nx.image.$0", ""),
    (X + "image = { }\nimage.$0", ""),
    (X + "image.cmd = []\nimage.$0", "dockerfile image build_args registries secrets entrypoint"),
    (X + "image.cmd = []\nim$0", "!image ..."),
    (X + "[tool.fal.apps.x.image.registries.h]\n" + X[:-3] + "y]\nimage.$0", "dockerfile ..."),
]


@pytest.mark.parametrize(("marked", "labels"), TABLES)
def test_keys_of_the_tables_around(marked: str, labels: str) -> None:
    if labels == "!image ...":
        assert "image" not in [entry.label for entry in suggestions(marked)]
        return
    check_completion(marked, labels)


PRESENT = [
    (X + "auth = 'private'\nau$0", "!auth"),
    (X + "au$0\nauth = 'private'\n", "!auth"),
    (X + "[tool.fal.apps.x.image]\n[tool.fal.apps]\nx.im$0", "!image"),
    (X + "im$0\n[tool.fal.apps.x.image]\n", "!image"),
    (X + "\n$0\nref = 1\nauth = 2", "!ref"),
    (X + "\n$0\nref = 1\nauth = 2", "!auth"),
    (X + "'auth' = 1\na$0", "!auth"),
    (X + "auth = \nau$0", "!auth"),
    (INLINE + "x = { auth = 'private', a$0 }", "!auth"),
    (INLINE + "x = { a$0, auth = 'private' }", "!auth"),
    (INLINE + "x.auth = 1\nx.a$0", "!auth"),
    (X + "auth = 1\n[tool.fal.apps.y]\n$0", "auth"),
    (X + "au$0th = 1", "auth"),
    (X + "$0auth = 1", "auth"),
    (INLINE + "x = { au$0 = 1 }", "auth"),
]


@pytest.mark.parametrize(("marked", "label"), PRESENT)
def test_a_key_is_suggested_once(marked: str, label: str) -> None:
    labels = [entry.label for entry in suggestions(marked)]
    assert (label in labels) is not label.startswith("!")
    assert label.lstrip("!") in labels or label.startswith("!")
    assert (label.lstrip("!") in labels) is not label.startswith("!")


CONFLICTS = [
    (X + "ref = 'a.py'\n$0", "python_entry_point", "conflicts with ref"),
    (X + "python_entry_point = 'a:b'\n$0", "ref", "conflicts with python_entry_point"),
    (X + "app_files = []\nim$0", "image", "conflicts with app_files"),
    (X + "[tool.fal.apps.x.image]\n" + X + "app$0", "app_files", "conflicts with image"),
    (X + "app_f$0", "app_files_context_dir", "requires app_files"),
    (X + "app_files = ['a']\napp_f$0", "app_files_context_dir", ""),
    (X + "image = { image = 'a', $0 }", "dockerfile", "conflicts with image"),
    (X + "image = { image = 'a', $0 }", "build_args", "conflicts with image"),
    (X + "image = { image = 'a', $0 }", "secrets", "conflicts with image"),
    (X + "image = { dockerfile = 'a', $0 }", "image", "conflicts with dockerfile"),
    (X + "image = { dockerfile = 'a', $0 }", "build_args", ""),
    (X + "image = { build_args = {}, $0 }", "image", "conflicts with build_args"),
    (X + "image = { build_args = {}, $0 }", "dockerfile", ""),
]


@pytest.mark.parametrize(("marked", "label", "reason"), CONFLICTS)
def test_a_key_that_others_exclude_comes_last_and_says_so(
    marked: str, label: str, reason: str
) -> None:
    found = [entry for entry in suggestions(marked) if entry.kind in ("key", "table")]
    place = next(index for index, entry in enumerate(found) if entry.label == label)
    is_last = all(
        entry.description.startswith(("conflicts", "requires"))
        for entry in found[place:]
        if not entry.label.startswith("[")
    )
    assert (
        found[place].description == reason
        if reason
        else "conflicts" not in found[place].description
    )
    assert is_last is bool(reason)


def test_a_deprecated_key_is_marked_and_last() -> None:
    found = suggestions(X + "sc$0")
    assert [entry.label for entry in found][-1] == "no_scale"
    assert [entry.label for entry in found if entry.deprecated] == ["no_scale"]


def test_a_key_says_its_type_and_brings_its_page() -> None:
    (found,) = suggestions(X + "keep_a$0")
    assert (found.kind, found.description) == ("key", "integer, seconds")
    assert "Since fal 1.75.3" in found.docs
    (table,) = suggestions(X + "health_ch$0")[:1]
    assert (table.kind, table.description) == ("table", "table")


NOWHERE = [
    X + "# au$0",
    X + "auth = 1 # au$0",
    X + 'ref = "au$0"',
    X + "auth = 1 $0",
    X + 'auth = "private"$0',
    X + 'auth = "private" $0',
    X + "auth $0",
    X + "auth $0= 1",
    X + "$0 auth = 1",
    X + "$0[tool.other]",
    "[tool.fal.apps.x]\r$0\nauth = 1",
    INLINE + 'x = { auth = "private"$0 }',
    INLINE + 'x = { auth = "private"$0, ref = 1 }',
    INLINE + "x = { regions = ['a']$0 }",
    INLINE + "x = { # au$0\n}",
    "[tool.other]\nau$0",
    "[tool.other]\n$0",
    "[tool.other]\nau$0 = 1",
    "[tool.other]\nx = { au$0 }",
    "[project]\nau$0",
    "[project]\nname$0 = 1",
    "[project]\ndependencies = ['au$0']",
    "[tool]\nau$0",
    "[tool.fals.apps.x]\nau$0",
    "[tool.fal-lsp]\nau$0",
    "[tool.fal-lsp]\nignore = $0",
    "[tool.fal-lsp.other]\n$0",
    "[tool.fal-lsp-other]\n$0",
    "[[tool.fal.apps.x]]\n[tool.other]\nau$0",
    X + "image.image.$0",
    X + "unknown.$0",
    X + "unknown = { $0 }",
    X + "auth.$0",
    X + 'text = """\nau$0\n"""',
    "au$0",
]


@pytest.mark.parametrize("marked", NOWHERE)
@pytest.mark.parametrize("snippets", [False, True])
def test_nothing_elsewhere(marked: str, snippets: bool) -> None:
    assert suggestions(marked, snippets=snippets) == []


APP_LINE = "[tool.fal.apps.x]\n"
OWN = [
    ("[tool.fal-lsp]\n$0", "ignore exclude extend-exclude severity"),
    ("[tool.fal-lsp]\nignore = []\n$0", "exclude extend-exclude severity"),
    ("[tool.fal-lsp]\nig$0", "ignore"),
    ('[tool.fal-lsp]\nignore = ["negative$0"]', "negative-value"),
    ('[tool.fal-lsp]\nignore = ["negative-value", "negative$0"]', ""),
    ("[tool.fal-lsp]\nignore = [\n  unknown-k$0\n]", "unknown-key"),
    ("[tool.fal-lsp.severity]\nnegative$0", "negative-value"),
    ("[tool.fal-lsp]\nseverity = { negative$0 }", "negative-value"),
    ("[tool.fal-lsp]\nseverity.negative-value = $0", "error warning information hint"),
    ('[tool.fal-lsp.severity]\nnegative-value = "h$0"', "hint"),
    (APP_LINE + "auth = 'a' # fal-lsp: ignore[invalid-val$0]", "invalid-value"),
    (APP_LINE + "auth = 'a' # why # fal-lsp: ignore[wrong-type, invalid-val$0", "invalid-value"),
    (APP_LINE + "# fal-lsp: ignore[invalid-value, invalid-val$0]", ""),
    (APP_LINE + "# fal-lsp: ignore[invalid-val$0, invalid-value] 🎨", ""),
    (APP_LINE + "# fal-lsp: ignore[invalid-value]$0", ""),
    (APP_LINE + "# fal-lsp: ignore[byte-order$0]", ""),
    (APP_LINE + "# fal-lsp: $0", "ignore[]"),
    (APP_LINE + "auth = 'a' # why # fal-lsp:$0", "ignore[]"),
    (APP_LINE + "# fal-lsp: ig$0", "ignore[]"),
    (APP_LINE + "# fal-lsp: other$0", ""),
    (APP_LINE + "# fal-lsp: ignore[invalid-value] $0", ""),
    # what is reported on the line first, or in the file where the comment is for that
    (
        APP_LINE + "auth = 'privat' # fal-lsp: ignore[$0]\nkeep_alive = -1",
        "invalid-value ...",
    ),
    (APP_LINE + "auth = 'privat' # fal-lsp: ignore[i$0", "invalid-value ..."),
    (
        APP_LINE + "keep_alive = [\n  1\n] # fal-lsp: ignore[$0]\nauth = 'privat'",
        "wrong-type ...",
    ),
    (
        "# fal-lsp: ignore[$0]\n" + APP_LINE + "ref = 'a.py'\nauth = 'privat'\nkeep_alive = -1",
        "invalid-value negative-value ...",
    ),
    (APP_LINE + "# ignore[invalid-val$0]", ""),
]


@pytest.mark.parametrize(("marked", "labels"), OWN)
@pytest.mark.parametrize("snippets", [False, True])
def test_our_own_table(marked: str, labels: str, snippets: bool) -> None:
    check_completion(marked, labels, snippets=snippets)


def test_accepting_a_setting_of_our_own() -> None:
    own = "[tool.fal-lsp]\n"
    check_completion_edit(own + "ig$0", "ignore", own + "ignore = ")
    check_completion_edit(own + "ig$0", "ignore", own + 'ignore = ["$1"]', snippets=True)
    (rule,) = suggestions(own + 'ignore = ["negative-va$0"]')
    assert "What it does" in rule.docs
    assert rule.description == "warning"


def test_accepting_a_rule_in_a_comment() -> None:
    before = "[tool.fal]\n# fal-lsp: ignore[wrong-type, neg$0tive]\n"
    after = "[tool.fal]\n# fal-lsp: ignore[wrong-type, negative-value]\n"
    check_completion_edit(before, "negative-value", after)


def test_accepting_the_brackets_of_a_comment() -> None:
    own = "[tool.fal]\n# fal-lsp:"
    check_completion_edit(own + "$0", "ignore[]", own + " ignore[")
    check_completion_edit(own + "$0", "ignore[]", own + " ignore[$1]", snippets=True)
    check_completion_edit(own + " ig$0", "ignore[]", own + " ignore[$1]", snippets=True)
    check_completion_edit(own + " i$0g[x]", "ignore[]", own + " ignore[x]", snippets=True)
    (item,) = suggestions(own + "$0")
    assert item.retrigger


def test_our_own_table_has_the_keys_that_are_read() -> None:
    labels = {entry.label for entry in suggestions("[tool.fal-lsp]\n$0")}
    table: dict[str, Any] = {label: {} if label == "severity" else [] for label in labels}
    assert read_config(table).findings == ()
    assert len(read_config({**table, "other": 1}).findings) == 1
