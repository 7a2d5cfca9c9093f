"""Which values are suggested, and how they are written: quotes, brackets, commas."""

from __future__ import annotations

import pytest
from fal_lsp.ide.completion import completion
from fal_lsp.toml import parse

from tests.support.completion import (
    check_completion,
    check_completion_edit,
    read,
    suggestions,
)

X = "[tool.fal.apps.x]\n"
INLINE = "[tool.fal.apps]\n"

# A frame is a place where a pair of an app goes; `@` stands for `key = ` and what is typed there.
FRAMES = {
    "table": "[tool.fal.apps.x]\n@\n",
    "table before a pair": '[tool.fal.apps.x]\n@\nteam = "t"\n',
    "table, CRLF": "[tool.fal.apps.x]\r\n@\r\n[tool.other]\r\n",
    "table with a comment": "[tool.fal.apps.x]\n@ # why 🎨\n",
    "dotted": "[tool.fal.apps]\nx.@\n",
    "dotted from the top": "tool.fal.apps.x.@\n",
    "inline": "[tool.fal.apps]\nx = { @ }\n",
    "inline, not closed": "[tool.fal.apps]\nx = { @",
    "inline, before a pair": "[tool.fal.apps]\nx = { @, team = 't' }\n",
    "inline over lines": "[tool.fal.apps]\nx = {\n  @,\n  team = 't'\n}\n",
    "behind an emoji": "# 🦅\u2028\n[tool.fal.apps.x] # 🦅\n@\n",
}

AUTH = "private public shared"
COMMAND = 'serve --port 8080|["--host", "0.0.0.0", "--port", "8080"]'
LIST = '["us-east"]|["eu-west"]|["us-west"]|["us-central"]|["eu-north"]'
VALUES = [
    ("auth = $0", AUTH),
    ("auth = p$0", "private public"),
    ("auth = PUB$0", "public"),
    ("auth = sh$0", "shared"),
    ("auth = 'p$0'", "private public"),
    ('auth = "$0"', AUTH),
    ('auth = "sh$0"', "shared"),
    ('auth = "private$0"', "private"),
    ('auth = $0"private"', AUTH),
    ('auth = "xyz$0"', ""),
    ("deployment_strategy = $0", "rolling recreate"),
    ('deployment_strategy = "rec$0"', "recreate"),
    ("private_logs = $0", "true false"),
    ("private_logs = t$0", "true"),
    ("private_logs = f$0", "false"),
    ("private_logs = Fals$0", "false"),
    ("private_logs = False$0", ""),
    (
        "machine_type = $0",
        "GPU-H100 GPU-A100 GPU-RTX4090 GPU-RTX5090 GPU-L40 GPU-A6000 GPU-RTXPRO6000 GPU-H200 "
        "GPU-B200 XS S M L XL ...",
    ),
    ('machine_type = "GPU-$0"', "GPU-H100 GPU-A100 GPU-RTX4090 ..."),
    ('machine_type = "h1$0"', "GPU-H100"),
    ('machine_type = "b200$0"', "GPU-B200"),
    ("machine_type = a100$0", "GPU-A100"),
    ('machine_type = ["$0"]', "GPU-H100 GPU-A100 GPU-RTX4090 ..."),
    ('machine_type = ["GPU-H100", "$0"]', "GPU-A100 GPU-RTX4090 ..."),
    ("machine_type = ['GPU-H100', a$0]", "GPU-A100 GPU-A6000"),
    ("regions = us$0", '["us-east"] ["us-west"] ["us-central"] ["eu-west"]'),
    ('regions = ["$0"]', "us-east eu-west us-west us-central eu-north"),
    ("regions = [$0]", "us-east eu-west us-west us-central eu-north"),
    ("regions = ['us-east', $0]", "eu-west us-west us-central eu-north"),
    ("regions = ['us-east', 'eu$0']", "eu-west eu-north"),
    ("regions = [$0, 'us-east', 'eu-west']", "us-west us-central eu-north"),
    ("regions = ['us-eas$0t', 'eu-west']", "us-east"),
    ("skip_retry_conditions = ['timeout', '$0']", "server_error connection_error"),
    ("keep_alive = $0", "300"),
    ("startup_timeout = $0", "1200 600"),
    ("termination_grace_period_seconds = $0", "20 5"),
    ("min_concurrency = $0", "1 0"),
    ("num_gpus = $0", "1 2 8"),
    ("num_gpus = 8$0", ""),
    ("exposed_port = 8$0", ""),
    ("metrics_port = 9$0", ""),
    ("python_version = $0", "3.12 3.11"),
    ('python_version = "3.1$0"', "3.12 3.11"),
    ("health_check.method = $0", "GET POST"),
    ("health_check.call_regularly = $0", "true false"),
    ("health_check.path = '$0'", "/health"),
    ("health_check = { failure_threshold = $0 }", "3"),
    ("health_check = { path = '/', method = 'p$0' }", "POST"),
    ("retry_config.timeout.retries = $0", "0"),
    ("image.secrets.PIP_TOKEN = $0", "$PIP_TOKEN"),
    ('image.secrets = { PIP_TOKEN = "$0" }', "$PIP_TOKEN"),
    # examples, for the registry that they are meant for
    ('image.registries."https://index.docker.io/v1/".password = "$0"', "$DOCKERHUB_TOKEN"),
    ('image.registries."h".password = "$0"', ""),
    ('image.registries."h".username = "$0"', "AWS _json_key_base64"),
    ('image.registries."h".username = "A$0"', "AWS ..."),
    ("image.secrets.OTHER = $0", "$OTHER"),
    ("image.build_args.CUDA_VERSION = '$0'", "12.4"),
    ("image.build_args.OTHER = '$0'", ""),
    ("data_mounts = ['$0']", "/data /data/.cache /data/models"),
    ("secrets = ['HF_TOKEN', '$0']", ""),
    ("team = '$0'", ""),
    ("name = $0", ""),
    ("image.image = $0", ""),
    # the words of a command mean nothing by themselves
    ("image.cmd = ['$0']", ""),
    ("image.cmd = ['--port', $0]", ""),
    ("image.entrypoint = [$0]", ""),
    ("auth = [$0]", ""),
    ("auth = { $0 }", ""),
    ("auth.x = $0", ""),
    ("unknown = $0", ""),
    ("unknown = ['$0']", ""),
    ("no_scale = $0", "true false"),
    ("num_gpus = '$0'", "1 2 8"),
    ("num_gpus = [$0]", ""),
    ("_scheduler_options.x = $0", ""),
]


@pytest.mark.parametrize(("pair", "labels"), VALUES)
@pytest.mark.parametrize("frame", FRAMES)
def test_a_value_in_every_notation(frame: str, pair: str, labels: str) -> None:
    check_completion(FRAMES[frame].replace("@", pair), labels)


WHOLE = [
    ("image.cmd = $0", COMMAND),
    ("image.cmd = '$0'", "serve --port 8080"),
    ('image.registries."h" = $0', "{ }"),
    (
        'image.registries."https://index.docker.io/v1/" = $0',
        '{ username = "myuser", password = "$DOCKERHUB_TOKEN" }',
    ),
]


@pytest.mark.parametrize(("pair", "labels"), WHOLE)
@pytest.mark.parametrize("frame", FRAMES)
def test_an_example_is_whole(frame: str, pair: str, labels: str) -> None:
    check_completion(FRAMES[frame].replace("@", pair), labels, separator="|")


@pytest.mark.parametrize("frame", FRAMES)
def test_a_list_is_suggested_for_a_key_that_takes_nothing_else(frame: str) -> None:
    check_completion(FRAMES[frame].replace("@", "regions = $0"), LIST, separator="|")


EDITS = [
    # a bare word, quotes that are open, closed, single
    (X + "auth = $0", "private", X + 'auth = "private"'),
    (X + "auth =$0", "private", X + 'auth = "private"'),
    (X + "auth = pri$0", "private", X + 'auth = "private"'),
    (X + "auth = pri$0\nref = 1", "private", X + 'auth = "private"\nref = 1'),
    (X + 'auth = "$0', "private", X + 'auth = "private"'),
    (X + 'auth = "pri$0', "private", X + 'auth = "private"'),
    (X + 'auth = "pri$0\nref = 1', "private", X + 'auth = "private"\nref = 1'),
    (X + 'auth = "pri$0\r\n[a]', "private", X + 'auth = "private"\r\n[a]'),
    (X + 'auth = "pri$0" # why', "private", X + 'auth = "private" # why'),
    (X + 'auth = "p$0ublic"', "private", X + 'auth = "private"'),
    (X + 'auth = $0"public"', "private", X + 'auth = "private"'),
    (X + "auth = $0 public", "private", X + 'auth = "private"'),
    (X + "auth = 'pri$0'", "private", X + "auth = 'private'"),
    (X + "auth = 'pri$0", "private", X + "auth = 'private'"),
    (X + 'auth = """pri$0"""', "private", X + 'auth = """private"""'),
    (X + 'auth = """pri$0', "private", X + 'auth = """private"""'),
    (X + 'auth = "🦅$0"', "private", None),
    # what is no string, in the place of a string
    (X + "private_logs = tr$0", "true", X + "private_logs = true"),
    (X + 'private_logs = "tr$0"', "true", X + "private_logs = true"),
    (X + 'private_logs = "tr$0', "true", X + "private_logs = true"),
    (X + 'num_gpus = "$0" # why', "8", X + "num_gpus = 8 # why"),
    (X + 'num_gpus = """$0"""', "8", None),
    # lists
    (X + "regions = $0", '["us-east"]', X + 'regions = ["us-east"]'),
    (X + "regions =$0", '["us-east"]', X + 'regions = ["us-east"]'),
    (X + "regions = us$0", '["us-east"]', X + 'regions = ["us-east"]'),
    (X + 'regions = "us$0"', '["us-east"]', X + 'regions = ["us-east"]'),
    (X + 'regions = "us$0', '["us-east"]', X + 'regions = ["us-east"]'),
    (X + "regions = [$0]", "us-east", X + 'regions = ["us-east"]'),
    (X + "regions = [$0", "us-east", X + 'regions = ["us-east"'),
    (X + "regions = [us$0]", "us-east", X + 'regions = ["us-east"]'),
    (X + 'regions = ["us$0]', "us-east", X + 'regions = ["us-east"]'),
    (X + "regions = ['a',$0]", "us-east", X + "regions = ['a', \"us-east\"]"),
    (X + "regions = ['a', $0]", "us-east", X + "regions = ['a', \"us-east\"]"),
    (X + "regions = ['a' $0]", "us-east", X + "regions = ['a', \"us-east\"]"),
    (X + "regions = ['a' '$0']", "us-east", X + "regions = ['a', 'us-east']"),
    (X + "regions = [$0 'a']", "us-east", X + "regions = [\"us-east\", 'a']"),
    (X + "regions = [$0'a']", "us-east", X + "regions = [\"us-east\", 'a']"),
    (X + "regions = ['b', $0'a']", "us-east", X + "regions = ['b', \"us-east\", 'a']"),
    (X + "regions = [\n  'a',\n  $0\n]", "us-east", X + "regions = [\n  'a',\n  \"us-east\"\n]"),
    (X + "regions = [\n  'a'\n  $0\n]", "us-east", X + "regions = [\n  'a',\n  \"us-east\"\n]"),
    (X + "regions = [\n  $0\n  'a'\n]", "us-east", X + "regions = [\n  \"us-east\",\n  'a'\n]"),
    (X + "regions = [\n  \"us$0\n  'a'\n]", "us-east", X + "regions = [\n  \"us-east\",\n  'a'\n]"),
    (X + "data_mounts = $0", '["/data"]', X + 'data_mounts = ["/data"]'),
    (X + "secrets = $0", '["HF_TOKEN"]', None),
    (X + "requirements = [[$0]]", "setuptools", None),
    # tables
    (X + "image = $0", "{ }", X + "image = { }"),
    (X + "image =$0", '{ dockerfile = "Dockerfile" }', X + 'image = { dockerfile = "Dockerfile" }'),
    (X + "health_check = $0", '{ path = "/health" }', X + 'health_check = { path = "/health" }'),
    (X + 'image = "$0"', "{ }", None),
    # inline tables
    (INLINE + "x = { auth = p$0 }", "public", INLINE + 'x = { auth = "public" }'),
    (INLINE + 'x = { auth = "p$0 }', "public", INLINE + 'x = { auth = "public" }'),
    (INLINE + "x = { auth = $0 ref = 1 }", "public", INLINE + 'x = { auth = "public", ref = 1 }'),
    (
        INLINE + 'x = {\n  auth = "p$0\n  ref = 1\n}',
        "public",
        INLINE + 'x = {\n  auth = "public",\n  ref = 1\n}',
    ),
    # quotes that an editor closed itself, and one that the next string seems to close
    (
        INLINE + 'x = { auth = "p$0" ref = 1 }',
        "public",
        INLINE + 'x = { auth = "public", ref = 1 }',
    ),
    (
        INLINE + 'x = { auth = "$0 ref = "a" }',
        "public",
        INLINE + 'x = { auth = "public", ref = "a" }',
    ),
    (
        INLINE + "x = { auth = '$0 ref = 'a' }",
        "public",
        INLINE + "x = { auth = 'public', ref = 'a' }",
    ),
    (X + "regions = ['$0' 'a']", "us-east", X + "regions = ['us-east', 'a']"),
    (X + "regions = ['us$0 'a']", "us-east", X + "regions = ['us-east', 'a']"),
    (
        INLINE + 'x = {\n  auth = "$0"\n  ref = 1\n}',
        "public",
        INLINE + 'x = {\n  auth = "public",\n  ref = 1\n}',
    ),
    # what a string needs
    (X + "app_files_ignore = [$0]", r"\.pyc$", X + r"app_files_ignore = ['\.pyc$']"),
    (X + "app_files_ignore = ['$0']", r"\.pyc$", X + r"app_files_ignore = ['\.pyc$']"),
    (X + 'app_files_ignore = ["$0"]', r"\.pyc$", X + r'app_files_ignore = ["\\.pyc$"]'),
    ("# 🦅\u2028\n" + X + 'auth = "pri$0"', "private", "# 🦅\u2028\n" + X + 'auth = "private"'),
]


@pytest.mark.parametrize(("before", "label", "after"), EDITS)
def test_accepting_a_value(before: str, label: str, after: str | None) -> None:
    if after is None:
        assert label not in [entry.label for entry in suggestions(before)]
        return
    check_completion_edit(before, label, after)


HUB = X + 'image.registries."https://index.docker.io/v1/".password = '
SNIPPETS = [
    (X + "machine_type = $0", '[""]', X + 'machine_type = ["$1"]'),
    (X + "regions = $0", '[""]', X + 'regions = ["$1"]'),
    (X + "image = $0", "{ }", X + "image = { $1 }"),
    (
        X + "health_check = $0",
        '{ path = "/health" }',
        X + 'health_check = { path = "/health" }',
    ),
    (X + "secrets = $0", '[""]', X + 'secrets = ["$1"]'),
    (
        HUB + "$0",
        "$DOCKERHUB_TOKEN",
        HUB + '"$DOCKERHUB_TOKEN"',
    ),
    (
        HUB + "'$0'",
        "$DOCKERHUB_TOKEN",
        HUB + "'$DOCKERHUB_TOKEN'",
    ),
    (X + "auth = $0", "private", X + 'auth = "private"'),
]


@pytest.mark.parametrize(("before", "label", "after"), SNIPPETS)
def test_accepting_a_value_with_places_to_fill_in(before: str, label: str, after: str) -> None:
    check_completion_edit(before, label, after, snippets=True)


COMPLETE = [
    "num_gpus = 1$0",
    "num_gpus = 1$00",
    "num_gpus = $01",
    "num_gpus = -$0",
    "keep_alive = 3_00$0",
    "private_logs = true$0",
    "private_logs = false$0",
    "private_logs = [true$0]",
    'auth = "private"$0',
    "auth = 'private'$0",
    "regions = ['us-east'$0]",
    "regions = ['us-east']$0",
    "regions = []$0",
    "image = {}$0",
    "image = { dockerfile = 'Dockerfile' }$0",
    "python_version = 3$0",
    "python_version = 3.12$0",
    "unknown = 2020-01-01$0",
    "auth$0 = 'private'",
    "auth$0.x = 1",
]


@pytest.mark.parametrize("pair", COMPLETE)
@pytest.mark.parametrize("frame", FRAMES)
def test_nothing_is_suggested_behind_what_is_complete(frame: str, pair: str) -> None:
    """Enter and Tab mean themselves there."""
    for snippets in (False, True):
        assert not suggestions(FRAMES[frame].replace("@", pair), snippets=snippets)


def test_a_trigger_that_more_was_typed_behind_is_none() -> None:
    """Neovim names the character that it asked because of, and asks with what came after it."""
    text, offset = read(X + "image = { cmd = [], do$0 }")
    assert completion(parse(text), offset, trigger=",")


def test_a_typed_bracket_or_comma_opens_no_list() -> None:
    """Enter goes on below it. In front of a value only a hand opens a list."""
    for pair, trigger in (
        ("regions = [$0]", "["),
        ("regions = ['us-east',$0]", ","),
        ("image = {$0}", "{"),
        ("image = { cmd = [],$0 }", ","),
        ("image = { cmd = [] $0 }", " "),
        ("regions = ['us-east' $0]", " "),
        ("regions = [ $0'us-east']", " "),
        ("regions = [ $0 'us-east']", " "),
        ("auth = $0'private'", " "),
        ("private_logs = $0true", " "),
    ):
        text, offset = read(X + pair)
        assert completion(parse(text), offset)
        assert not completion(parse(text), offset, trigger=trigger)


def test_a_machine_type_shows_its_size() -> None:
    by_label = {entry.label: entry for entry in suggestions(X + 'machine_type = "$0"')}
    gpu, cpu = by_label["GPU-H100"], by_label["M"]
    assert (gpu.detail, gpu.description) == (" 80 GB VRAM", "12 CPU, 112 GB")
    assert (cpu.detail, cpu.description) == ("", "2 CPU, 2 GB")
    assert by_label["GPU-RTX4090"].detail == " 24 GB VRAM"
    assert "80 GB" in gpu.docs


def test_both_forms_of_the_machine_type_are_there() -> None:
    found = suggestions(X + "machine_type = $0", snippets=True)
    (several,) = (entry for entry in found if entry.label == '[""]')
    assert several.retrigger
    assert "order of preference" in several.docs


@pytest.mark.parametrize(
    ("pair", "label", "description"),
    [
        ("auth = $0", "private", "default"),
        ("startup_timeout = $0", "600", "10 min, default"),
        ("startup_timeout = $0", "1200", "20 min"),
        ("min_concurrency = $0", "0", "default"),
        ("min_concurrency = $0", "1", ""),
        ("app_scale_settings = $0", "false", "default"),
        ("requirements_context_dir = $0", "..", "example"),
    ],
)
def test_a_value_says_what_it_is(pair: str, label: str, description: str) -> None:
    found = {entry.label: entry for entry in suggestions(X + pair)}
    assert found[label].description == description


@pytest.mark.parametrize("snippets", [False, True])
@pytest.mark.parametrize(
    "marked",
    [
        X + "regions = ['us-east'$0]",
        X + "regions = [['us-east']$0]",
        X + "auth = 'a'$0",
        X + "auth = 'a' '$0'",
        X + "auth = # $0",
        # a value that is longer than the line is there already
        X + 'keep_alive = $0"""\n60"""',
        X + "regions = $0 [\n]",
        INLINE + "x =$0 {\n  ref = 'a'\n}",
        INLINE + "x = { image = $0 {\n} }",
        X + "regions = ['a', # $0\n]",
        "[tool.other]\nauth = $0",
        "[tool.other]\nmachine_type = '$0'",
        "[project]\nrequires-python = '$0'",
        "[project]\ndependencies = ['$0']",
        X + "auth = 2024-01-01 $0",
    ],
)
def test_no_value_elsewhere(marked: str, snippets: bool) -> None:
    assert suggestions(marked, snippets=snippets) == []
