"""What accepting a key makes of the text: its spelling, what is after it, commas."""

from __future__ import annotations

import pytest
from fal_lsp.toml.edits import apply

from tests.support.completion import INLINE, X, check_completion_edit, read, suggestions

EDITS = [
    # (before, label, after); without places to fill in the editor asks again after `= `
    (X + "nu$0", "num_gpus", X + "num_gpus = "),
    (X + "$0", "auth", X + "auth = "),
    (X + "nu$0m = 1", "num_gpus", X + "num_gpus = 1"),
    (X + "nu$0=1", "num_gpus", X + "num_gpus=1"),
    (X + "  nu$0 # why", "num_gpus", X + "  num_gpus =  # why"),
    (X + "gpu$0\r\n", "machine_type", X + "machine_type = \r\n"),
    (X + "num-g$0", "num_gpus", X + "num_gpus = "),
    (X + "num-g$0 = 1", "num_gpus", X + "num_gpus = 1"),
    (X + '"num-g$0"', "num_gpus", X + '"num_gpus" = '),
    (X + '"nu$0', "num_gpus", X + '"num_gpus" = '),
    (X + '"nu$0"', "num_gpus", X + '"num_gpus" = '),
    (X + '"nu$0" = 1', "num_gpus", X + '"num_gpus" = 1'),
    (X + "'nu$0", "num_gpus", X + "'num_gpus' = "),
    (X + "im$0.cmd = 1", "image", X + "image.cmd = 1"),
    (X + "image.do$0", "dockerfile", X + "image.dockerfile = "),
    (X + "image . do$0", "dockerfile", X + "image . dockerfile = "),
    (
        X + "image.registries.$0",
        "https://index.docker.io/v1/",
        X + 'image.registries."https://index.docker.io/v1/" = ',
    ),
    (
        X + 'image.registries."h$0',
        "https://index.docker.io/v1/",
        X + 'image.registries."https://index.docker.io/v1/" = ',
    ),
    (
        X + "image.registries.'h$0'.username = 1",
        "https://index.docker.io/v1/",
        X + "image.registries.'https://index.docker.io/v1/'.username = 1",
    ),
    (INLINE + "x = { $0 }", "ref", INLINE + "x = { ref =  }"),
    (INLINE + "x = {$0", "ref", INLINE + "x = {ref = "),
    (INLINE + "x = { a = 1,$0 }", "ref", INLINE + "x = { a = 1, ref =  }"),
    # A comma that is missing in front goes after the value there, whatever comes between.
    (INLINE + "x = { a = 1 r$0 }", "ref", INLINE + "x = { a = 1, ref =  }"),
    (INLINE + "x = { a = 1 'r$0 }", "ref", INLINE + "x = { a = 1, 'ref' =  }"),
    (INLINE + 'x = { a = 1 "$0" }', "ref", INLINE + 'x = { a = 1, "ref" =  }'),
    (INLINE + "x = { a = 'b'r$0 }", "ref", INLINE + "x = { a = 'b', ref =  }"),
    (INLINE + "x = { a = [1] r$0 }", "ref", INLINE + "x = { a = [1], ref =  }"),
    (INLINE + "x = { a.b = {} r$0 }", "ref", INLINE + "x = { a.b = {}, ref =  }"),
    # Behind `ref = ` the value is typed; it brings the comma along.
    (INLINE + "x = { $0 a = 1 }", "ref", INLINE + "x = { ref =  a = 1 }"),
    (INLINE + "x = { r$0, a = 1 }", "ref", INLINE + "x = { ref = , a = 1 }"),
    (INLINE + "x = {\n  r$0\n  a = 1\n}", "ref", INLINE + "x = {\n  ref = \n  a = 1\n}"),
    (INLINE + "x = {\n  a = 1\n  r$0\n}", "ref", INLINE + "x = {\n  a = 1,\n  ref = \n}"),
    (INLINE + "x = {\n  a = 1 # 🦅\n  $0\n}", "ref", INLINE + "x = {\n  a = 1, # 🦅\n  ref = \n}"),
    ("# 🦅\n" + X + "nu$0", "num_gpus", "# 🦅\n" + X + "num_gpus = "),
]


@pytest.mark.parametrize(("before", "label", "after"), EDITS)
def test_accepting_a_key(before: str, label: str, after: str) -> None:
    check_completion_edit(before, label, after)
    entry = next(entry for entry in suggestions(before) if entry.label == label)
    assert entry.retrigger is not after.replace(" ", "").endswith("=1")


@pytest.mark.parametrize(("before", "label", "after"), EDITS)
def test_a_key_is_the_same_where_the_editor_has_snippets(
    before: str, label: str, after: str
) -> None:
    """What is typed or accepted after `= ` brings its own quotes and brackets."""
    check_completion_edit(before, label, after, snippets=True)
    entry = next(entry for entry in suggestions(before, snippets=True) if entry.label == label)
    assert not entry.snippet


PLACES = [
    X + "$0",
    INLINE + "x = { $0 }",
    X + "image.$0",
    X + "image.secrets.$0",
    X + 'image.registries."ghcr.io".$0',
    X + 'image.registries."https://index.docker.io/v1/".$0',
    X + "image = $0",
    X + "image.secrets = $0",
    X + "secrets = $0",
    X + "regions = $0",
    X + "health_check.$0",
    X + "retry_config.$0",
    "[tool.fal-lsp]\n$0",
    "[tool.fal-lsp]\nseverity.out$0",
]


@pytest.mark.parametrize("snippets", [False, True])
@pytest.mark.parametrize("marked", PLACES)
def test_the_editor_asks_again_only_where_something_is_suggested(
    marked: str, snippets: bool
) -> None:
    """An empty list says "No suggestions" in VS Code."""
    text, _ = read(marked)
    for item in suggestions(marked, snippets=snippets):
        if item.kind not in ("key", "table", "value") or item.label.startswith("[tool."):
            continue
        written, place, rest = item.edit.text.partition("$1" if item.snippet else "\0")
        after = apply(text, (*item.also, item.edit._replace(text=written + "$0" + rest)))
        if item.retrigger or (item.kind == "key" and not place):
            assert bool(suggestions(after, snippets=snippets)) is item.retrigger, item
        elif place:
            assert not suggestions(after, snippets=snippets), item
