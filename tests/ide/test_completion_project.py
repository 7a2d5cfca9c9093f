"""What the files around supply: paths, classes, modules, arguments, ports, local projects."""

from __future__ import annotations

from pathlib import Path

import pytest
from fal_lsp.ide.completion import completion
from fal_lsp.project import Project
from fal_lsp.toml import parse

from tests.support.completion import (
    INLINE,
    X,
    check_completion,
    check_completion_edit,
    read,
    suggestions,
)
from tests.support.projects import project

NAMED = """\
[project]
name = "studio"

[project.optional-dependencies]
gpu = ["torch"]
cpu = []

"""
FILES = {
    "pyproject.toml": NAMED,
    "src/studio/__init__.py": "",
    "src/studio/upscaler.py": '''\
        import fal

        class Upscaler(fal.App, keep_alive=300):
            """Makes images larger.

            Not shown.
            """

        class Helper:
            pass

        @fal.function(machine_type="S")
        def resize(width: int) -> int:
            """Resizes."""
            return width

        def plain() -> None: ...
        ''',
    "src/studio/tools.py": "VALUE = 1\n",
    "src/studio/late.py": """\
        import fal
        from studio.upscaler import Upscaler

        class Late(fal.App): ...
        """,
    "setup.py": "import setuptools\n",
    "broken.py": "import fal\nclass (:\n",
    "Dockerfile": """\
        ARG CUDA=12.4
        FROM ghcr.io/acme/base:1 AS build
        ARG CUDA
        ARG NOTE="a }"
        FROM nvidia/cuda
        ARG TOKEN
        RUN --mount=type=secret,id=PIP_TOKEN --mount=type=secret,id=netrc pip install acme
        EXPOSE 8000 9000/tcp 53/udp 7000-7010
        """,
    "docker/gpu.Dockerfile": "FROM scratch\n",
    "docker/notes.txt": "",
    "prompts/default.txt": "",
    "projects/foo/pyproject.toml": '[project]\nname = "foo"\noptional-dependencies.fast = []\n',
    "projects/bar/pyproject.toml": "[tool.other]\n",
    ".venv/lib/secret.py": "import fal\nclass Secret(fal.App): ...\n",
}


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return project(tmp_path_factory.mktemp("studio"), FILES)


UPSCALER = "src/studio/upscaler.py"
LATE = "src/studio/late.py"
APPS = (
    f"{LATE}::Late {UPSCALER}::Upscaler {LATE}::Upscaler {UPSCALER}::resize "
    f"broken.py setup.py src/studio/__init__.py src/studio/tools.py {UPSCALER}"
)

ROWS = [
    # ref: apps with their files, then files; after `::` what is in the file
    (X + 'ref = "$0"', APPS),
    (X + "ref = $0", APPS),
    (X + 'ref = "upsc$0"', f"{UPSCALER}::Upscaler {UPSCALER}::resize {UPSCALER} ..."),
    (X + 'ref = "src/studio/up$0"', f"{UPSCALER}::Upscaler {UPSCALER}::resize {UPSCALER}"),
    (X + f'ref = "{UPSCALER}$0"', f"{UPSCALER}::Upscaler {UPSCALER}::resize {UPSCALER}"),
    (X + f'ref = "{UPSCALER}:$0"', f"{UPSCALER}::Upscaler {UPSCALER}::resize"),
    (X + f'ref = "{UPSCALER}::$0"', "Upscaler resize"),
    (X + f'ref = "./{UPSCALER}::$0"', "Upscaler resize"),
    (X + f'ref = "{UPSCALER}::up$0"', "Upscaler ..."),
    (X + f'ref = "{LATE}::$0', "Late Upscaler"),
    (X + 'ref = "src/studio/tools.py::$0"', ""),
    (X + 'ref = "broken.py::$0"', ""),
    (X + 'ref = "no.py::$0"', ""),
    (X + 'ref = "../$0"', ""),
    (X + 'ref = "/etc/$0"', ""),
    (X + 'ref = "secret$0"', ""),
    (X + 'ref = "./se$0"', "./setup.py ..."),
    ('[tool.fal.apps]\nx = { ref = "late$0" }', f"{LATE}::Late {LATE}::Upscaler"),
    # the name of a class or function finds it, but not what other files import
    (X + 'ref = "resi$0"', f"{UPSCALER}::resize"),
    (X + 'ref = "Late$0"', f"{LATE}::Late {LATE}::Upscaler"),
    (X + 'ref = "./resi$0"', f"./{UPSCALER}::resize"),
    (X + "ref = resi$0", f"{UPSCALER}::resize"),
    (X + 'ref = "plain$0"', ""),
    # entry points
    (
        X + 'python_entry_point = "$0"',
        "studio.late:Late studio.upscaler:Upscaler studio.late:Upscaler studio.upscaler:resize ...",
    ),
    (
        X + 'python_entry_point = "studio.up$0"',
        "studio.upscaler:Upscaler studio.upscaler:resize studio.upscaler",
    ),
    (X + 'python_entry_point = "studio.t$0"', "studio.tools ..."),
    (X + 'python_entry_point = "resi$0"', "studio.upscaler:resize"),
    (X + 'python_entry_point = "studio.upscaler:$0"', "Upscaler resize"),
    (X + 'python_entry_point = "studio.upscaler:re$0', "resize ..."),
    (X + 'python_entry_point = "studio.tools:$0"', ""),
    (X + 'python_entry_point = "studio:$0"', ""),
    (X + 'python_entry_point = "torch:$0"', ""),
    # paths
    (X + 'image.dockerfile = "$0"', "Dockerfile docker/gpu.Dockerfile"),
    (X + "image = { dockerfile = $0 }", "Dockerfile docker/gpu.Dockerfile"),
    (X + '[tool.fal.apps.x.image]\ndockerfile = "gpu$0"', "docker/gpu.Dockerfile"),
    (X + 'image.dockerfile = "docker/n$0"', "docker/notes.txt"),
    (X + 'app_files = ["prompts/$0"]', "prompts/default.txt"),
    (X + 'app_files = ["prom$0"]', "prompts prompts/default.txt ..."),
    (X + 'app_files = ["prompts", "prom$0"]', "prompts/default.txt ..."),
    (X + f'ref = "{UPSCALER}"\napp_files = ["$0"]', "__init__.py late.py tools.py upscaler.py"),
    (X + 'app_files_context_dir = "docker"\napp_files = ["$0"]', "gpu.Dockerfile notes.txt"),
    (X + 'app_files_context_dir = "none"\napp_files = ["$0"]', ""),
    (X + "app_files = prom$0", '["prompts"] ["prompts/default.txt"] ...'),
    (
        X + 'app_files_context_dir = "$0"',
        "docker projects prompts src projects/bar projects/foo src/studio",
    ),
    (X + 'requirements_context_dir = "pro$0"', "projects prompts projects/bar projects/foo"),
    # what is built from the project
    (NAMED + X + 'requirements = ["$0"]', ". .[gpu] .[cpu] projects/foo projects/foo[fast]"),
    (NAMED + X + 'requirements = [".", "$0"]', ".[gpu] .[cpu] projects/foo projects/foo[fast]"),
    (NAMED + X + 'requirements = [["$0"]]', ". .[gpu] .[cpu] projects/foo projects/foo[fast]"),
    (
        NAMED + X + "requirements = $0",
        '["."] [".[gpu]"] [".[cpu]"] ["projects/foo"] ["projects/foo[fast]"]',
    ),
    (NAMED + X + 'requirements = [".[$0"]', ".[gpu] .[cpu] ..."),
    (X + 'requirements = ["$0"]', "projects/foo projects/foo[fast]"),
    (X + 'requirements_context_dir = "projects"\nrequirements = ["$0"]', "foo foo[fast]"),
    # the Dockerfile of the app
    # A list of strings stays one, a list of lists too.
    (NAMED + X + 'requirements = [".", $0]', ".[gpu] .[cpu] projects/foo projects/foo[fast]"),
    (NAMED + X + 'requirements = [["."], $0]', '["."] [".[gpu]"] [".[cpu]"] ...'),
    (NAMED + X + 'requirements = [["."], ["$0"]]', ". .[gpu] .[cpu] ..."),
    (X + 'image.dockerfile = "Dockerfile"\nimage.build_args.$0', "CUDA NOTE TOKEN"),
    (X + 'image = { dockerfile = "Dockerfile", build_args = { CUDA = "1", $0 } }', "NOTE TOKEN"),
    (X + 'image.dockerfile = "Dockerfile"\nimage.build_args.CUDA = "$0"', "12.4"),
    (X + 'image.dockerfile = "Dockerfile"\nimage.build_args.TOKEN = "$0"', ""),
    (X + 'image.dockerfile = "none"\nimage.build_args.$0', ""),
    (X + "image.build_args.$0", ""),
    (
        X + '[tool.fal.apps.x.image]\ndockerfile = "Dockerfile"\n'
        "[tool.fal.apps.x.image.build_args]\nTO$0",
        "TOKEN ...",
    ),
    (X + 'image.dockerfile = "Dockerfile"\nimage.secrets.$0', "PIP_TOKEN netrc"),
    (X + 'image = { dockerfile = "Dockerfile", secrets = { netrc = "1", $0 } }', "PIP_TOKEN"),
    (X + 'image.dockerfile = "Dockerfile"\nimage.secrets = { "n$0" }', "netrc PIP_TOKEN"),
    (X + 'image.dockerfile = "Dockerfile"\nimage.secrets.PIP_TOKEN = "$0"', "$PIP_TOKEN"),
    (X + "image.secrets.$0", ""),
    (X + 'image.dockerfile = "Dockerfile"\nexposed_port = $0', "8000 9000"),
    (
        X + "[tool.fal.apps.x.image]\ndockerfile = 'Dockerfile'\n"
        "[tool.fal.apps.x.image.registries.$0]",
        '"ghcr.io" "https://index.docker.io/v1/" ...',
    ),
    (X + 'image.dockerfile = "Dockerfile"\nimage.registries.$0', "ghcr.io ..."),
    (X + 'image.image = "quay.io/a/b:1"\nimage.registries.$0', "quay.io ..."),
    (X + 'image.image = "localhost:5000/a"\nimage.registries."l$0"', "localhost:5000 ..."),
    (X + 'image.image = "acme/b:1"\nimage.registries."acme$0"', ""),
]


@pytest.mark.parametrize(("marked", "labels"), ROWS)
def test_the_files_around(studio: Project, marked: str, labels: str) -> None:
    check_completion(marked, labels, project=studio)


EDITS = [
    (X + 'ref = "$0"', f"{UPSCALER}::Upscaler", X + f'ref = "{UPSCALER}::Upscaler"'),
    (X + "ref = $0", f"{UPSCALER}::Upscaler", X + f'ref = "{UPSCALER}::Upscaler"'),
    (X + 'ref = "ups$0', f"{UPSCALER}::Upscaler", X + f'ref = "{UPSCALER}::Upscaler"'),
    (X + f'ref = "{UPSCALER}::U$0x"', "Upscaler", X + f'ref = "{UPSCALER}::Upscaler"'),
    (X + f"ref = './{UPSCALER}::$0'", "Upscaler", X + f"ref = './{UPSCALER}::Upscaler'"),
    (X + 'python_entry_point = "$0', "studio.tools", X + 'python_entry_point = "studio.tools:'),
    (X + 'python_entry_point = "$0"', "studio.tools", X + 'python_entry_point = "studio.tools:"'),
    (X + "python_entry_point = $0", "studio.tools", X + 'python_entry_point = "studio.tools:'),
    (
        X + 'python_entry_point = "studio.upscaler:$0',
        "resize",
        X + 'python_entry_point = "studio.upscaler:resize"',
    ),
    (NAMED + X + "requirements = $0", '["."]', NAMED + X + 'requirements = ["."]'),
    (NAMED + X + "requirements = [$0[]]", '["."]', NAMED + X + 'requirements = [["."], []]'),
    (NAMED + X + 'requirements = "$0"', '["."]', NAMED + X + 'requirements = ["."]'),
]


@pytest.mark.parametrize(("before", "label", "after"), EDITS)
def test_accepting_what_the_project_has(
    studio: Project, before: str, label: str, after: str
) -> None:
    check_completion_edit(before, label, after, project=studio)


ARG = X + 'image.dockerfile = "Dockerfile"\nimage.build_args.'
SECRET = X + 'image.dockerfile = "Dockerfile"\nimage.secrets.'
ASKING = [
    # (before, label, after): after `= ` the editor asks again, unless nothing is known there
    (ARG + "$0", "NOTE", ARG + "NOTE = "),
    (ARG + "NOTE = $0", "a }", ARG + 'NOTE = "a }"'),
    (ARG + "$0", "CUDA", ARG + "CUDA = "),
    (ARG + "CUDA = $0", "12.4", ARG + 'CUDA = "12.4"'),
    (ARG + "$0", "TOKEN", ARG + "TOKEN = "),
    (SECRET + "$0", "PIP_TOKEN", SECRET + "PIP_TOKEN = "),
    (SECRET + "PIP_TOKEN = $0", "$PIP_TOKEN", SECRET + 'PIP_TOKEN = "$PIP_TOKEN"'),
    (X + "re$0", "ref", X + "ref = "),
    (X + "ref = $0", "src/studio/tools.py", X + 'ref = "src/studio/tools.py"'),
    (X + "image.do$0", "dockerfile", X + "image.dockerfile = "),
    (
        X + "python_entry_point = $0",
        "studio.tools",
        X + 'python_entry_point = "studio.tools:$1"',
    ),
]


@pytest.mark.parametrize(("before", "label", "after"), ASKING)
def test_the_editor_asks_again_where_more_has_to_follow(
    studio: Project, before: str, label: str, after: str
) -> None:
    check_completion_edit(before, label, after, project=studio, snippets=True)
    found = suggestions(before, project=studio, snippets=True)
    entry = next(entry for entry in found if entry.label == label)
    is_known = after.endswith(("= ", '$1"')) and label != "TOKEN"
    assert entry.retrigger is is_known


def test_a_class_shows_its_docstring(studio: Project) -> None:
    found = {
        entry.label: entry for entry in suggestions(X + f'ref = "{UPSCALER}::$0"', project=studio)
    }
    app, function = found["Upscaler"], found["resize"]
    assert (app.kind, app.description, app.docs) == ("class", "fal.App", "Makes images larger.")
    assert (function.kind, function.description, function.docs) == (
        "function",
        "fal.function",
        "Resizes.",
    )


def test_what_is_most_likely_an_app_comes_first(tmp_path: Path) -> None:
    files = {
        "a.py": "import fal\n@fal.function()\ndef embed(): ...\n",
        "b.py": "import fal\n@fal.function(serve=True)\ndef run(): ...\n",
        "both.py": """\
            import fal
            @fal.function(serve=True)
            def one(): ...
            @fal.function()
            def two(): ...
            """,
        "z.py": "import fal\nclass Painter(fal.App): ...\n",
    }
    opened = project(tmp_path, files)
    # Without a name fal would not know which function of both.py is meant.
    symbols = "z.py::Painter b.py::run both.py::one a.py::embed both.py::two"
    check_completion(X + 'ref = "$0"', f"{symbols} a.py b.py z.py", project=opened)
    check_completion(X + 'ref = "both.py$0"', "both.py::one both.py::two", project=opened)
    modules = symbols.replace(".py::", ":")
    check_completion(X + 'python_entry_point = "$0"', f"{modules} a b both z", project=opened)


def test_a_key_that_the_class_decides_comes_last_and_says_so(tmp_path: Path) -> None:
    files = {
        "app.py": """\
            import fal
            class Base(fal.App):
                regions = ["us-east"]
            class Painter(Base, keep_alive=300):
                machine_type = "GPU-H100"
                app_auth = "public"
            class Plain(fal.App):
                kind = "container"
            class Late(fal.App):
                if input():
                    machine_type = "S"
            """,
        "function.py": """\
            import fal
            @fal.function(machine_type="S", requirements=["torch"])
            def run(): ...
            """,
    }
    opened = project(tmp_path, files)

    def avoided(marked: str) -> dict[str, str]:
        found = [
            each
            for each in suggestions(marked, project=opened)
            if each.kind in ("key", "table") and not each.label.startswith("[")
        ]
        begun = ("set by", "ignored", "requires", "conflicts")
        marks = [each.description.startswith(begun) for each in found]
        assert marks == sorted(marks)
        return {
            each.label: each.description
            for each in found
            if each.description.startswith(begun[:2]) or each.label == "image"
        }

    painter = {
        "machine_type": "set by Painter",
        "keep_alive": "set by Painter",
        "regions": "set by Base",
        "requirements": "ignored for Painter",
        "image": 'requires kind "container"',
    }
    assert avoided(X + 'ref = "app.py::Painter"\n$0') == painter
    assert avoided(INLINE + 'x = { ref = "app.py::Painter", $0 }') == painter
    assert avoided(INLINE + 'x.ref = "app.py::Painter"\nx.$0') == painter
    assert avoided(X + 'ref = "app.py::Painter"\nmach$0') == {"machine_type": "set by Painter"}
    assert avoided(X + 'ref = "app.py::Plain"\n$0') == {
        "requirements": "ignored for Plain",
        "image": "table",
    }
    # What depends on a condition, and what cannot be told, is left alone.
    assert "machine_type" not in avoided(X + 'ref = "app.py::Late"\n$0')
    assert avoided(X + 'ref = "app.py"\n$0') == {"image": "table"}
    assert avoided(X + 'ref = "app.py::Painter"\nimage.$0').keys() == {"image"}
    assert avoided(X + 'ref = "function.py"\n$0') == {
        "machine_type": "set by run",
        "requirements": "set by run",
        "image": 'requires kind "container"',
    }


def test_kinds_and_what_stands_beside(studio: Project) -> None:
    def kinds(marked: str) -> dict[str, tuple[str, str]]:
        found = suggestions(marked, project=studio)
        return {entry.label: (entry.kind, entry.description) for entry in found}

    assert kinds(X + 'ref = "setup$0"')["setup.py"] == ("file", "")
    assert kinds(X + 'app_files = ["$0"]')["prompts"] == ("folder", "")
    assert kinds(X + 'python_entry_point = "$0"')["studio"] == ("module", "")
    assert kinds(NAMED + X + 'requirements = ["$0"]')["."] == ("folder", "studio")
    arguments = kinds(X + 'image.dockerfile = "Dockerfile"\nimage.build_args.$0')
    assert arguments["CUDA"] == ("key", "ARG, default 12.4")
    assert arguments["TOKEN"] == ("key", "ARG")


def test_an_unsaved_file_counts(tmp_path: Path) -> None:
    overlay = {str(tmp_path / "app.py"): "import fal\nclass New(fal.App): ...\n"}
    opened = project(tmp_path, {"app.py": "import fal\nclass Old(fal.App): ...\n"}, overlay)
    check_completion(X + 'ref = "app.py::$0"', "New", project=opened)


def test_nothing_is_run_and_nothing_outside_is_read(tmp_path: Path) -> None:
    (tmp_path / "outside.py").write_text("import fal\nclass Far(fal.App): ...\n")
    seen: list[str] = []
    files = {
        "app.py": "raise SystemExit\nimport fal\nclass App(fal.App): ...\n",
        "evil.py": "open('../ran', 'w')\nimport fal\n",
    }
    inside = project(tmp_path / "inside", files, opened=seen)
    for typed in ("$0", "../outside.py::$0", "app.py::$0", "../$0", "evil.py::$0"):
        suggestions(X + f'ref = "{typed}"', project=inside)
        suggestions(X + f'image.dockerfile = "{typed}"', project=inside)
        suggestions(X + f'app_files_context_dir = ".."\napp_files = ["{typed}"]', project=inside)
        suggestions(
            X + f'requirements_context_dir = ".."\nrequirements = ["{typed}"]', project=inside
        )
    assert seen
    assert all(path.startswith(str(tmp_path / "inside")) for path in seen)
    assert not (tmp_path / "ran").exists()


def test_what_was_left_off_comes_when_more_is_typed(tmp_path: Path) -> None:
    apps = {f"app_{number:02}.py": "import fal\nclass A(fal.App): ...\n" for number in range(45)}
    files = {f"data/{number:03}.txt": "" for number in range(305)}
    large = project(tmp_path, {**apps, **files})
    for typed, is_cut in (
        ('ref = "$0"', True),
        ('ref = "app_44$0"', False),
        ('app_files = ["$0"]', True),
        ('app_files = ["data/304$0"]', False),
        ('image.dockerfile = "$0"', False),
        ("au$0", False),
    ):
        text, offset = read(X + typed)
        found = completion(parse(text), offset, project=large)
        assert found.is_incomplete is is_cut, typed


def test_in_a_repository_the_directory_above_is_there(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    opened = project(tmp_path / "service", {"src/app.py": ""})
    check_completion(X + 'requirements_context_dir = "$0"', "src ..", project=opened)


def test_without_a_project_examples_stand_in() -> None:
    check_completion(X + 'ref = "$0"', "src/app.py::MyApp app.py::generate app.py")
    check_completion(X + 'image.dockerfile = "$0"', "Dockerfile docker/Dockerfile.gpu")
    check_completion(X + 'requirements = ["$0"]', ". torch>=2.4 diffusers")


def test_an_empty_project_has_nothing_to_say(tmp_path: Path) -> None:
    empty = project(tmp_path, {})
    for key in ("ref", "python_entry_point", "image.dockerfile", "app_files_context_dir"):
        check_completion(X + f'{key} = "$0"', "", project=empty)
    check_completion(X + 'requirements = ["$0"]', "", project=empty)


def test_a_large_project_is_answered_within_limits(tmp_path: Path) -> None:
    files = {f"pkg/module_{number:04}.py": "import fal\n" for number in range(700)}
    large = project(tmp_path, {**files, "zzz/last.py": "import fal\nclass Last(fal.App): ...\n"})
    assert len(suggestions(X + 'ref = "$0"', project=large)) == 300
    check_completion(X + 'ref = "last$0"', "zzz/last.py::Last zzz/last.py", project=large)
    assert len(suggestions(X + 'app_files = ["$0"]', project=large)) == 300


def test_a_new_app_runs_what_the_project_has(tmp_path: Path) -> None:
    files = {
        "pyproject.toml": NAMED,
        "src/studio/__init__.py": "",
        "src/studio/a.py": "import fal\nclass A(fal.App): ...\nclass B(fal.App): ...\n",
        "src/studio/models.py": "from fal import App\nfrom .a import A\n",
        "docker/Dockerfile": "FROM python\nEXPOSE 9000\n",
    }
    found = project(tmp_path, files)
    used = '[tool.fal.apps.one]\nref = "src/studio/a.py::A"\n\n'
    new = {
        each.label: each.edit.text
        for each in suggestions(used + "$0", project=found, snippets=True)
        if each.kind == "snippet"
    }
    # The class that no app runs yet comes first; what it needs is written in it.
    assert new["fal app: ref"] == (
        "[tool.fal.apps.${1:b}]\n"
        'ref = "${2|src/studio/a.py::B,src/studio/a.py::A|}"\n'
        'auth = "${3|private,shared,public|}"'
    )
    assert (
        'python_entry_point = "${2|studio.a:A,studio.a:B|}"' in new["fal app: python_entry_point"]
    )
    assert 'dockerfile = "${4:docker/Dockerfile}"' in new["fal app: Dockerfile"]
    assert "exposed_port = ${3:9000}" in new["fal app: Dockerfile"]
    # Without snippets, the first of each.
    plain = {each.label: each.edit.text for each in suggestions(used + "$0", project=found)}
    assert 'ref = "src/studio/a.py::B"\n' in plain["fal app: ref"]


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("TextToImage", "[tool.fal.apps.${1:text-to-image}]"),
        ("Tool", "[tool.fal.apps.${1:tool}]"),
        ("Ö", '[tool.fal.apps."${1:ö}"]'),
        ("Taken", "[tool.fal.apps.${1:taken-2}]"),
    ],
)
def test_a_new_app_is_named_like_its_class(tmp_path: Path, name: str, header: str) -> None:
    files = {"pyproject.toml": "", "a.py": f"import fal\nclass {name}(fal.App): ...\n"}
    found = project(tmp_path, files)
    marked = "[tool.fal.apps.taken]\nref = 'b.py::B'\n\n$0"
    (new,) = (
        each.edit.text
        for each in suggestions(marked, project=found, snippets=True)
        if each.label == "fal app: ref"
    )
    assert new.splitlines()[0] == header


def test_what_a_file_imports_from_elsewhere_is_no_app_of_the_project(tmp_path: Path) -> None:
    files = {"client.py": "import fal_client\nfrom aiortc import RTCPeerConnection\n"}
    found = project(tmp_path, files)
    check_completion(X + 'ref = "$0"', "client.py", project=found)
    check_completion(X + 'ref = "client.py::$0"', "RTCPeerConnection", project=found)


def test_a_new_app_follows_the_files(tmp_path: Path) -> None:
    source = "import fal\nclass {}(fal.App): ...\n"
    found = project(tmp_path, {"pyproject.toml": NAMED, "a.py": source.format("A")})
    assert [each.ref for each in found.app_names()] == ["a.py::A"]
    (tmp_path / "a.py").write_text(source.format("Other"), encoding="utf-8")
    assert [each.ref for each in found.app_names()] == ["a.py::A"]
    found.refresh([str(tmp_path / "a.py")])
    assert [each.ref for each in found.app_names()] == ["a.py::Other"]
