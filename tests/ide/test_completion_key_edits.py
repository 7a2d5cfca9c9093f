"""What accepting a key makes of the text: its spelling, what is behind it, commas."""

from __future__ import annotations

import pytest

from tests.support.completion import INLINE, X, check_completion_edit, suggestions

EDITS = [
    # (before, label, after); without places to fill in the editor asks again behind `= `
    (X + "nu$0", "num_gpus", X + "num_gpus = "),
    (X + "$0", "auth", X + "auth = "),
    (X + "nu$0m = 1", "num_gpus", X + "num_gpus = 1"),
    (X + "nu$0=1", "num_gpus", X + "num_gpus=1"),
    (X + "  nu$0 # why", "num_gpus", X + "  num_gpus =  # why"),
    (X + "gpu$0\r\n", "machine_type", X + "machine_type = \r\n"),
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
    # A comma that is missing in front goes behind the value there, whatever comes between.
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
    """What is typed or accepted behind `= ` brings its own quotes and brackets."""
    check_completion_edit(before, label, after, snippets=True)
    entry = next(entry for entry in suggestions(before, snippets=True) if entry.label == label)
    assert not entry.snippet
