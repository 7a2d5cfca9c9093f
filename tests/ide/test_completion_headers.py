"""Headers in their brackets and as whole lines, and whole new apps."""

from __future__ import annotations

import pytest
import tomli

from tests.support.completion import (
    applied,
    check_completion,
    check_completion_edit,
    fits,
    read,
    suggestions,
)

X = "[tool.fal.apps.x]\n"
IMAGE = "[tool.fal.apps.x.image]\n"
APPS = "[tool.fal.apps]\n"

IN_BRACKETS = [
    ("[$0", "tool.fal.apps. tool.fal.apps ..."),
    ("[$0]", "tool.fal.apps. tool.fal.apps ..."),
    ("[to$0", "tool.fal.apps. tool.fal.apps ..."),
    ("[tool$0]", "tool.fal.apps. tool.fal.apps ..."),
    ("[fal$0", "tool.fal.apps. tool.fal.apps ..."),
    ("[tool.$0", "fal.apps. fal.apps"),
    ("[tool.f$0", "fal.apps. fal.apps"),
    ("[tool.f$0]", "fal.apps. fal.apps"),
    ("[tool . f$0 ]", "fal.apps. fal.apps"),
    ("[tool.fal.$0", "apps. apps"),
    ("[tool.fal.ap$0]", "apps. apps"),
    ("[tool.fal.apps.$0", ""),
    ("[tool.fal.apps.n$0", ""),
    ("[tool.fal.apps.new.$0", "image retry_config health_check"),
    ("[tool.fal.apps.new.im$0", "image"),
    ("[tool.fal.apps.new.im$0]", "image"),
    ("[tool.fal.apps.new.image$0]", "image"),
    ('[tool.fal.apps."new app".im$0]', "image"),
    ("[tool.fal.apps.new.h$0\nref = 'a'\n", "health_check"),
    ("[tool.fal.apps.new.image.$0", "build_args ..."),
    ("[tool.fal.apps.new.image.re$0", '|registries."https://index.docker.io/v1/"|...'),
    ("[tool.fal.apps.new.image.registries.$0]", '"https://index.docker.io/v1/" ...'),
    ('[tool.fal.apps.new.image.registries."h$0"]', "https://index.docker.io/v1/"),
    ('[tool.fal.apps.new.image.registries."us$0', "us-central1-docker.pkg.dev ..."),
    ("[tool.fal.apps.new.retry_config.$0", "server_error timeout connection_error"),
    ("[tool.fal.apps.new.health_check.$0", ""),
    ("[tool.fal.apps.new.image.image.$0", ""),
    # below other apps: the table above may be continued
    (
        X + "[$0",
        "tool.fal.apps.x.image tool.fal.apps.x.retry_config tool.fal.apps.x.health_check ...",
    ),
    (
        X + "ref = 'a'\n[$0",
        "tool.fal.apps.x.retry_config tool.fal.apps.x.health_check "
        "tool.fal.apps.x.image tool.fal.apps. ...",
    ),
    (
        X + IMAGE + "image = 'a'\n\n[$0",
        'tool.fal.apps.x.image.registries."https://index.docker.io/v1/" ...',
    ),
    (X + IMAGE + "dockerfile = 'a'\n\n[$0", "tool.fal.apps.x.image.build_args ..."),
    (X + "\n[tool.fal.apps.$0", "x.image x.retry_config x.health_check x."),
    # a whole name: with `]` and Enter after it, nothing may be added to it
    (X + "\n[tool.fal.apps.x$0", ""),
    (X + "\n[tool.fal.apps$0]", ""),
    (X + "\n[tool.fal.apps.x.$0", "image retry_config health_check"),
    (X + "ref = 'a'\n[tool.fal.apps.x.$0", "retry_config health_check image"),
    (X + IMAGE + "[tool.fal.apps.x.$0", "retry_config health_check image.build_args ..."),
    (X + "[tool.fal.apps.x.$0]\n" + IMAGE, "retry_config health_check image.build_args ..."),
    (X + "image = {}\n[tool.fal.apps.x.$0", "retry_config health_check"),
    (X + "image.cmd = []\n[tool.fal.apps.x.$0", "retry_config health_check"),
    (X + "app_files = []\n[tool.fal.apps.x.$0", "retry_config health_check image"),
    (X + "[tool.fal.apps.y]\n[tool.fal.apps.$0", "y.image y.retry_config y.health_check x. y."),
    (X + "[tool.fal.apps.y]\n[tool.fal.apps.x$0", ""),
    (X + "[tool.other]\na = 1\n\n[$0", "tool.fal.apps.x.image ..."),
    ("[tool.fal.apps]\nx = {}\ny.ref = 'a'\n[tool.fal.apps.$0", ""),
    ("[tool.fal.apps]\nx = {}\n[tool.fal.apps.x.$0", ""),
    (
        '[tool.fal.apps.x.image.registries."https://index.docker.io/v1/"]\n'
        "[tool.fal.apps.x.image.registries.$0",
        '"us-central1-docker.pkg.dev" "123456789012.dkr.ecr.us-east-1.amazonaws.com"',
    ),
    # in the middle of a header only the part is replaced
    ("[tool.f$0al.apps.x]", "fal"),
    ("[to$0.fal.apps.x]", "tool"),
    ("[tool.fal.apps.x.im$0.registries.h]", "image"),
    ("[tool.fal.apps.x.im$0age.registries]", "image"),
    # ... and not by one that makes it the header of another table
    ("[tool.fal.apps.b.image]\n[tool.fal.apps.$0a.image]", ""),
    # of other tools nothing is known
    ("[pro$0", ""),
    ("[pro$0]", ""),
    ("[build$0", ""),
    ("[tool.r$0", ""),
    ("[tool.ruff.$0", ""),
    ("[tool.fals.$0", ""),
    ("[tool.fal.other.$0", ""),
    ("[[$0", ""),
    ("[[$0]]", ""),
    ("[$0[tool.fal]]", ""),
    ("[[tool.fal]]\napps = {}\n[$0", ""),
    ("[tool.fal]\napps = {}\n[tool.fal.$0", ""),
    ("[[tool.fal.apps.$0", ""),
    ("[tool.fal.apps.x] $0", ""),
    ("[tool.fal.apps.x]$0", ""),
    ("[tool.fal.apps.x # $0", ""),
]


@pytest.mark.parametrize(("marked", "labels"), IN_BRACKETS)
def test_a_header_in_its_brackets(marked: str, labels: str) -> None:
    if labels.startswith("|"):
        check_completion(marked, labels[1:], separator="|")
    else:
        check_completion(marked, labels)


EDITS = [
    ("[to$0", "tool.fal.apps.", "[tool.fal.apps."),
    ("[to$0]", "tool.fal.apps.", "[tool.fal.apps.]"),
    ("[to$0]", "tool.fal.apps", "[tool.fal.apps]"),
    ("[to$0", "tool.fal.apps", "[tool.fal.apps]"),
    ("[tool.f$0", "fal.apps", "[tool.fal.apps]"),
    ("[tool . f$0 ]", "fal.apps", "[tool . fal.apps ]"),
    ("[tool.fal.a$0pps]\nx = {}\n", "apps", "[tool.fal.apps]\nx = {}\n"),
    (
        "[tool.fal.a$0.x]\n[tool.fal.apps.x.image]\n",
        "apps",
        "[tool.fal.apps.x]\n[tool.fal.apps.x.image]\n",
    ),
    (
        X + "[tool.fal.apps.x.im$0age]\n[tool.fal.apps.x.image.secrets]\n",
        "image",
        X + "[tool.fal.apps.x.image]\n[tool.fal.apps.x.image.secrets]\n",
    ),
    (X + "[tool.fal.apps.x.im$0", "image", X + "[tool.fal.apps.x.image]"),
    (X + "[tool.fal.apps.x.im$0]", "image", X + "[tool.fal.apps.x.image]"),
    (X + "[tool.fal.apps.x.im$0\nb = 1", "image", X + "[tool.fal.apps.x.image]\nb = 1"),
    (X + "[tool.fal.apps.x.im$0.cmd]", "image", X + "[tool.fal.apps.x.image.cmd]"),
    (X + "[$0]", "tool.fal.apps.x.image", X + "[tool.fal.apps.x.image]"),
    (X + "[tool.fal.apps.$0", "x.", X + "[tool.fal.apps.x."),
    (
        "[tool.fal.apps.'a b']\n[$0",
        'tool.fal.apps."a b".image',
        "[tool.fal.apps.'a b']\n[tool.fal.apps.\"a b\".image]",
    ),
    (
        "[tool.fal.apps.'a b']\n[tool.fal.apps.\"a$0\"]",
        "a b",
        "[tool.fal.apps.'a b']\n[tool.fal.apps.\"a b\".]",
    ),
    (
        "[tool.fal.apps.'a b']\n[tool.fal.apps.\"a$0",
        "a b",
        "[tool.fal.apps.'a b']\n[tool.fal.apps.\"a b\".",
    ),
    (
        "[tool.fal.apps.x.image.registries.$0",
        '"https://index.docker.io/v1/"',
        '[tool.fal.apps.x.image.registries."https://index.docker.io/v1/"]',
    ),
    (
        '[tool.fal.apps.x.image.registries."h$0',
        "https://index.docker.io/v1/",
        '[tool.fal.apps.x.image.registries."https://index.docker.io/v1/"]',
    ),
    (
        '[tool.fal.apps.x.image.registries."h$0"',
        "https://index.docker.io/v1/",
        '[tool.fal.apps.x.image.registries."https://index.docker.io/v1/"]',
    ),
    (
        '[tool.fal.apps.x.image.registries."h$0"]',
        "https://index.docker.io/v1/",
        '[tool.fal.apps.x.image.registries."https://index.docker.io/v1/"]',
    ),
]


@pytest.mark.parametrize(("before", "label", "after"), EDITS)
def test_accepting_a_header(before: str, label: str, after: str) -> None:
    check_completion_edit(before, label, after)


LINES = [
    (X + "im$0", "[tool.fal.apps.x.image]", X + "\n[tool.fal.apps.x.image]"),
    (X + "ref = 'a'\n$0", "[tool.fal.apps.x.image]", X + "ref = 'a'\n\n[tool.fal.apps.x.image]"),
    (X + "ref = 'a'\n\n$0", "[tool.fal.apps.x.image]", X + "ref = 'a'\n\n[tool.fal.apps.x.image]"),
    (
        X + "ref = 'a'\n\nim$0\n\n[b]",
        "[tool.fal.apps.x.image]",
        X + "ref = 'a'\n\n[tool.fal.apps.x.image]\n\n[b]",
    ),
    (
        X + "ref = 'a'\r\n\r\n$0",
        "[tool.fal.apps.x.health_check]",
        X + "ref = 'a'\r\n\r\n[tool.fal.apps.x.health_check]",
    ),
    ("$0", "[tool.fal.apps]", "[tool.fal.apps]"),
    ("fa$0", "[tool.fal.apps]", None),
    ("app$0", "[tool.fal.apps]", "[tool.fal.apps]"),
    ("$0", "[tool.fal.apps.…]", "[tool.fal.apps.image-generator]"),
    (X + "$0\nref = 'a'\n", "[tool.fal.apps.x.image]", None),
    (X + "im$0 = 1", "[tool.fal.apps.x.image]", None),
    (X + "  im$0 # why", "[tool.fal.apps.x.image]", None),
    (X + "image.$0", "[tool.fal.apps.x.image]", None),
    (APPS + "x = { im$0", "[tool.fal.apps.x.image]", None),
    (APPS + "x = {\n  im$0\n}", "[tool.fal.apps.x.image]", None),
    (X + "image = {}\n$0", "[tool.fal.apps.x.image]", None),
    (X + "a = [\n$0\n]", "[tool.fal.apps.x.image]", None),
]


@pytest.mark.parametrize(("before", "label", "after"), LINES)
def test_a_header_for_a_line_of_its_own(before: str, label: str, after: str | None) -> None:
    if after is None:
        assert label not in [entry.label for entry in suggestions(before)]
        return
    check_completion_edit(before, label, after)


def test_below_an_empty_line_a_table_comes_before_keys() -> None:
    above = [entry.label for entry in suggestions(X + "ref = 'a'\n$0")]
    below = [entry.label for entry in suggestions(X + "ref = 'a'\n\n$0")]
    assert above[0] == "auth"
    assert below[0].startswith("[tool.fal.apps.x.")
    assert set(above) == set(below)


def test_a_header_asks_for_its_keys() -> None:
    check_completion_edit(
        X + "im$0",
        "[tool.fal.apps.x.image]",
        X + "\n[tool.fal.apps.x.image]\n$1",
        snippets=True,
    )
    check_completion_edit(
        "$0", "[tool.fal.apps.…]", "[tool.fal.apps.${1:image-generator}]\n$2", snippets=True
    )
    check_completion_edit(
        "[tool.$0", "fal.apps.", "[tool.fal.apps.${1:image-generator}]", snippets=True
    )


MACHINES = (
    "GPU-H100,XS,S,M,L,XL,GPU-RTX4090,GPU-RTX5090,GPU-A100,GPU-L40,GPU-A6000,GPU-RTXPRO6000,"
    "GPU-H200,GPU-B200"
)
REF = f"""\
[tool.fal.apps.${{1:image-generator}}]
ref = "${{2:src/app.py::MyApp}}"
auth = "${{3|private,shared,public|}}"
machine_type = "${{4|{MACHINES}|}}\""""
CONTAINER = f"""\
[tool.fal.apps.${{1:image-generator}}]
machine_type = "${{2|{MACHINES}|}}"
exposed_port = ${{3:8000}}

[tool.fal.apps.${{1:image-generator}}.image]
dockerfile = "${{4:Dockerfile}}\""""

APP_EDITS = [
    ("$0", "fal app: ref", REF),
    ("fal$0", "fal app: ref", REF),
    ("[$0", "fal app: ref", REF),
    ("[$0]", "fal app: ref", REF),
    ("[to$0 ]", "fal app: ref", REF),
    ("[project]\nname = 'a'\n\n$0", "fal app: ref", "[project]\nname = 'a'\n\n" + REF),
    ("[project]\nname = 'a'\n\n[$0", "fal app: ref", "[project]\nname = 'a'\n\n" + REF),
    (X + "ref = 'a'\n$0", "fal app: ref", X + "ref = 'a'\n\n" + REF),
    ("docker$0", "fal app: Dockerfile", CONTAINER),
    (
        APPS + "$0",
        "fal app: image",
        APPS + '${1:image-generator} = { machine_type = "${2|' + MACHINES + '|}", '
        'exposed_port = ${3:8000}, image = { image = "${4:my-org/my-app:latest}" } }',
    ),
    (
        APPS + "fal$0",
        "fal app: python_entry_point",
        APPS + "${1:image-generator} = { python_entry_point = "
        '"${2:my_package.server:ImageGenerator}", requirements = [${3:"."}], '
        'auth = "${4|private,shared,public|}", machine_type = "${5|' + MACHINES + '|}" }',
    ),
]


@pytest.mark.parametrize(("before", "label", "after"), APP_EDITS)
def test_accepting_a_new_app(before: str, label: str, after: str) -> None:
    check_completion_edit(before, label, after, snippets=True)


NEW = ["fal app: ref", "fal app: python_entry_point", "fal app: Dockerfile", "fal app: image"]


@pytest.mark.parametrize("snippets", [False, True])
@pytest.mark.parametrize(
    "marked",
    [
        "$0",
        "\n$0\n[project]\n",
        "[$0",
        "[$0]",
        APPS + "$0",
        APPS + "x = { ref = 'a.py' }\n$0\n",
        APPS + "x = { ref = 'a.py' }\n\nfal$0\n",
        X + "ref = 'a.py'\n\n$0\n",
        X + "ref = 'a.py'\n\n$0\n[tool.other]\n",
        "[tool.fal]\n$0",
        "[project]\nname = 'a'\n\n$0",
        "[tool.fal.apps.image-generator]\nref = 'a.py'\n\n$0",
        "[project]\r\nname = 'a'\r\n\r\n$0",
    ],
)
def test_every_kind_of_app_is_valid_as_it_stands(marked: str, snippets: bool) -> None:
    text, _ = read(marked)
    found = [entry for entry in suggestions(marked, snippets=snippets) if entry.kind == "snippet"]
    assert [entry.label for entry in found] == NEW
    for entry in found:
        after = applied(text, entry)
        if "[\x00" not in after:
            apps = tomli.loads(after)["tool"]["fal"]["apps"]
            assert any(name.startswith("image-generator") for name in apps)
        assert ("\r\n" in text) == ("\r\n" in after)
        assert "\n" not in after.replace("\r\n", "") or "\r\n" not in text
        assert "```toml\n[tool.fal.apps." in entry.docs


def test_a_new_app_takes_no_name_that_is_taken() -> None:
    marked = (
        "[tool.fal.apps.image-generator]\nref = 'a.py'\n[tool.fal.apps.image-generator-2]\n\n$0"
    )
    (found,) = (entry for entry in suggestions(marked) if entry.label == "fal app: ref")
    assert "[tool.fal.apps.image-generator-3]" in found.edit.text


@pytest.mark.parametrize("snippets", [False, True])
@pytest.mark.parametrize(
    "marked",
    [
        "[project]\n$0",
        "[project]\nfal$0",
        "[project]\nname = 'a'\nfal$0",
        "[project]\n\n$0\nname = 'a'\n",
        "[project]\n\n$0\n\n[tool.other]\n",
        "a = 1\n$0\nb = 2\n",
        "[tool.other]\n\nre$0",
        "# fal$0",
        "x = [\n$0\n]",
        'x = """\n$0\n"""',
        X + "ref = 'a'\n$0\nauth = 'private'\n",
        "[$0\nauth = 'private'\n",
        "[to$0]\nauth = 'private'\n",
        "[$0auth = 'private'\n",
        "[to$0] # why\n",
        X + "do$0",
        "[[tool.fal]]\napps = {}\n\n$0",
        "[tool.fal]\napps = {}\n\n$0",
        "[tool]\nfal = {}\n\n$0",
        "[tool.$0",
        "[[$0",
    ],
)
def test_no_new_app_in_the_middle_of_a_table(marked: str, snippets: bool) -> None:
    found = suggestions(marked, snippets=snippets)
    assert not [entry.label for entry in found if entry.kind == "snippet"]


@pytest.mark.parametrize("name", ["a", "n", "new", "app"])
def test_the_example_of_a_name_is_for_the_empty_one_alone(name: str) -> None:
    """An editor filters the suggestions of `[tool.fal.apps.` by what is typed after it."""
    (example,) = suggestions("[tool.fal.apps.$0]\n", snippets=True)
    assert example.label == "new app"
    assert not fits(name, example.filter_text)
