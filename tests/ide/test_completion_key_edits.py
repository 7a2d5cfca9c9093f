"""What accepting a key makes of the text: its spelling, what is behind it, commas."""

from __future__ import annotations

import pytest

from tests.support.completion import FRAMES, INLINE, X, check_completion_edit, suggestions

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


SNIPPETS = [
    # (label, what is written, whether the editor asks again)
    ("auth", 'auth = "${1|private,shared,public|}"', False),
    ("deployment_strategy", 'deployment_strategy = "${1|rolling,recreate|}"', False),
    ("app_scale_settings", "app_scale_settings = ${1|true,false|}", False),
    ("machine_type", 'machine_type = "$1"', True),
    ("keep_alive", "keep_alive = ${1:300}", False),
    ("exposed_port", "exposed_port = ${1:8000}", False),
    ("regions", 'regions = ["$1"]', True),
    ("skip_retry_conditions", 'skip_retry_conditions = ["$1"]', True),
    ("secrets", 'secrets = [${1:"HF_TOKEN", "OPENAI_API_KEY"}]', False),
    ("data_mounts", 'data_mounts = [${1:"/data"}]', False),
    ("python_version", 'python_version = "${1:3.12}"', False),
    ("ref", 'ref = "${1:src/app.py::MyApp}"', False),
    ("health_check", 'health_check = { path = "${1:/health}" }', False),
    ("image", "image = { $1 }", True),
    ("retry_config", "retry_config = { $1 }", True),
]


@pytest.mark.parametrize(("label", "text", "asks"), SNIPPETS)
@pytest.mark.parametrize("frame", ["table", "dotted", "inline", "inline over lines"])
def test_accepting_a_key_with_places_to_fill_in(
    frame: str, label: str, text: str, asks: bool
) -> None:
    before, after = FRAMES[frame].split("@")
    marked = f"{before}{label[:3]}$0{after}"
    check_completion_edit(marked, label, before + text + after, snippets=True)
    entry = next(entry for entry in suggestions(marked, snippets=True) if entry.label == label)
    assert (entry.snippet, entry.retrigger) == (True, asks)


MORE_SNIPPETS = [
    (X + "image.p$0", "build_args", None),
    (X + "image.bu$0", "build_args", X + "image.build_args = { $1 }"),
    (X + "image.cm$0", "cmd", X + 'image.cmd = [${1:"--host", "0.0.0.0", "--port", "8080"}]'),
    (X + "retry_config.ti$0", "timeout", X + "retry_config.timeout = { retries = ${1:0} }"),
    (
        X + "image.registries.$0",
        "https://index.docker.io/v1/",
        X + 'image.registries."https://index.docker.io/v1/" = '
        '{ username = "${1:myuser}", password = "\\$${2:DOCKERHUB_TOKEN}" }',
    ),
    (X + "au$0 = 1", "auth", X + "auth = 1"),
    (
        INLINE + "x = { $0 a = 1 }",
        "auth",
        INLINE + 'x = { auth = "${1|private,shared,public|}", a = 1 }',
    ),
    (X + '"au$0"', "auth", X + '"auth" = "${1|private,shared,public|}"'),
    (
        X + "app_files_i$0",
        "app_files_ignore",
        X + 'app_files_ignore = [${1:"\\\\\\\\.pyc\\$", "__pycache__/"}]',
    ),
]


@pytest.mark.parametrize(("before", "label", "after"), MORE_SNIPPETS)
def test_shapes_of_values(before: str, label: str, after: str | None) -> None:
    if after is None:
        assert label not in [entry.label for entry in suggestions(before, snippets=True)]
        return
    check_completion_edit(before, label, after, snippets=True)
