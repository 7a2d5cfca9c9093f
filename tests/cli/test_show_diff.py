"""`fal-lsp show --diff`: what has changed in the deployed apps, read from real repositories."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any

import pytest
from fal_lsp.project import revision

from tests.support.git import commit, git

if TYPE_CHECKING:
    from tests.support.cli import Cli

TOML = """\
[tool.fal.apps.painter]
ref = "src/app.py::Painter"
keep_alive = 60

[tool.fal.apps.old]
ref = "src/app.py::Painter"

[tool.fal.apps.box]
exposed_port = 80
image = { dockerfile = "docker/Dockerfile", secrets = { TOKEN = "zyx" } }
"""
CODE = """\
import fal
from limits import Limits
class Painter(Limits, fal.App):
    machine_type = "GPU-A100"
    @fal.endpoint("/")
    def run(self) -> dict: ...
"""
LIMITS = "class Limits:\n    max_concurrency = 3\n"


@pytest.fixture
def repository(cli: Cli) -> Cli:
    """The project, committed."""
    git(cli.directory, "init", "-q", "-b", "main")
    cli.write(
        {
            "pyproject.toml": TOML,
            "src/app.py": CODE,
            "limits.py": LIMITS,
            "docker/Dockerfile": "FROM a\nRUN x\n",
        }
    )
    commit(cli.directory)
    return cli


def changes(cli: Cli, *arguments: str) -> dict[str, Any]:
    """The changes of each app by its key, as JSON has them."""
    run = cli.run("show", "--diff", *(arguments or ("HEAD",)), "--format", "json")
    assert run.code == 0, run.err
    return {app["name"]: app for app in json.loads(run.out)["apps"]}


def values(app: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    return {
        each["name"]: (each["before"]["value"], each["after"]["value"]) for each in app["settings"]
    }


def test_nothing_has_changed(repository: Cli) -> None:
    run = repository.run("show", "--diff", "HEAD")
    assert (run.code, run.out, run.err) == (0, "No changes to deployed apps since HEAD.\n", "")


def test_classes_dockerfiles_and_toml_count(repository: Cli) -> None:
    repository.write(
        {
            "pyproject.toml": TOML.replace("60", "300").replace("apps.old", "apps.new"),
            "src/app.py": CODE.replace("A100", "H100"),
            "limits.py": LIMITS.replace("3", "8"),
            "docker/Dockerfile": "FROM b\nRUN x\nRUN y\n",
        }
    )
    found = changes(repository)
    assert list(found) == ["painter", "new", "box", "old"]
    assert values(found["painter"]) == {
        "machine_type": ("GPU-A100", "GPU-H100"),
        "max_concurrency": (3, 8),
        "keep_alive": (60, 300),
    }
    assert found["painter"]["kept_by_redeploy"] == ["max_concurrency", "keep_alive"]
    (limit,) = (each for each in found["painter"]["settings"] if each["name"] == "max_concurrency")
    assert (limit["after"]["file"], limit["after"]["line"]) == ("limits.py", 2)
    assert (found["new"]["status"], found["old"]["status"]) == ("added", "removed")
    assert values(found["box"]) == {
        "image.dockerfile_str": ("FROM a\nRUN x\n", "FROM b\nRUN x\nRUN y\n")
    }
    text = repository.run("show", "--diff", "HEAD").out
    assert "image.dockerfile_str  2 lines  ->  3 lines (+2 -1)\n" in text
    assert "keeps the running app's max_concurrency, keep_alive: app_scale_settings is" in text
    assert "kept\n" in text


def test_a_name_that_changes_is_a_second_app(repository: Cli) -> None:
    renamed = TOML.replace("keep_alive = 60", 'name = "prod"\nkeep_alive = 70')
    repository.write({"pyproject.toml": renamed})
    (app,) = changes(repository).values()
    assert app["deployed_as"] == {"before": "painter", "after": "prod"}
    # A new app has nothing that a deploy would keep.
    assert (app["renamed"], app["kept_by_redeploy"]) == (True, [])
    assert "a new app prod; painter keeps running" in repository.run("show", "--diff", "HEAD").out
    repository.write({"pyproject.toml": renamed.replace("prod", "pr`od")})
    assert "a new app pr`od; painter keeps" in repository.run("show", "--diff", "HEAD").out


def test_a_new_app_has_values_and_no_change(repository: Cli) -> None:
    new = '\n[tool.fal.apps.new]\nref = "app.py::Painter"\nauth = "public"\n'
    repository.write({"pyproject.toml": TOML + new})
    assert '  auth  "public"\n' in repository.run("show", "--diff", "HEAD").out
    out = repository.run("show", "--diff", "HEAD", "--format", "github").out
    assert "| Setting | Value |\n| --- | --- |\n" in out
    assert '| `auth` | `"public"` |\n' in out


def test_a_key_may_change_while_the_app_is_the_same(repository: Cli) -> None:
    renamed = TOML.replace("apps.painter]", 'apps.artist]\nname = "painter"')
    repository.write({"pyproject.toml": renamed})
    (app,) = changes(repository).values()
    assert (app["status"], app["renamed"]) == ("changed", False)
    assert app["key"] == {"before": "painter", "after": "artist"}


def test_a_comment_holds_what_a_stranger_wrote_as_text(repository: Cli) -> None:
    name = "a|b `x` @octocat <!-- ![](http://x.test)"
    repository.write({"pyproject.toml": TOML.replace("keep_alive = 60", f'name = "{name}"')})
    run = repository.run("show", "painter", "--diff", "HEAD", "--format", "github")
    assert (run.code, run.err) == (0, "")
    assert f"``{name}``" in run.out
    row = TOML.replace("keep_alive = 60", "secrets = ['a|b`c']\nkeep_alive = 61")
    repository.write({"pyproject.toml": row})
    out = repository.run("show", "--diff", "HEAD", "--format", "github").out
    assert out.startswith("### What a deploy changes\n\n**`painter`, deployed as `painter`**\n\n")
    assert "| `keep_alive` | `60` | `61` (kept by a redeploy) |\n" in out
    assert '| `secrets` | `not set (the default of your account)` | ``["a\\|b`c"]`` |\n' in out


def test_a_secret_is_not_shown(repository: Cli) -> None:
    repository.write({"pyproject.toml": TOML.replace('"zyx"', '"wvu"')})
    for form in ("text", "json", "github"):
        out = repository.run("show", "--diff", "HEAD", "--format", form).out
        assert "image.secrets" in out
        assert "zyx" not in out
        assert "wvu" not in out


def test_since_a_branch_began(repository: Cli) -> None:
    folder = repository.directory
    git(folder, "checkout", "-q", "-b", "work")
    repository.write({"pyproject.toml": TOML.replace("60", "61")})
    commit(folder)
    git(folder, "checkout", "-q", "main")
    repository.write({"limits.py": LIMITS.replace("3", "9")})
    commit(folder)
    git(folder, "checkout", "-q", "work")
    assert values(changes(repository, "main...")["painter"]) == {"keep_alive": (60, 61)}
    assert values(changes(repository, "main")["painter"]) == {
        "max_concurrency": (9, 3),
        "keep_alive": (60, 61),
    }


def test_a_file_that_is_new_or_gone(repository: Cli) -> None:
    path = repository.directory / "pyproject.toml"
    path.unlink()
    assert {app["status"] for app in changes(repository).values()} == {"removed"}
    commit(repository.directory)
    assert repository.run("show", "--diff", "HEAD").code == 1
    repository.write({"pyproject.toml": TOML})
    assert {app["status"] for app in changes(repository).values()} == {"added"}
    added = values(changes(repository)["painter"])
    assert added["auth"] == (None, None)
    assert added["machine_type"] == (None, "GPU-A100")


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need a permission")
def test_links_lead_where_they_led(repository: Cli) -> None:
    folder = repository.directory
    (folder / "linked").symlink_to("src")
    (folder / "loop").symlink_to("loop")
    (folder / "outside").symlink_to("/etc")
    (folder / "docker" / "up").symlink_to("../docker/Dockerfile")
    linked = TOML.replace("src/app", "linked/app", 1).replace("docker/Dockerfile", "docker/up")
    linked = linked.replace('apps.old]\nref = "src', 'apps.old]\nref = "loop')
    linked += '[tool.fal.apps.far]\nref = "outside/app.py"\n'
    repository.write({"pyproject.toml": linked})
    commit(folder)
    assert changes(repository) == {}
    (folder / "linked").unlink()
    repository.write({"linked/app.py": CODE.replace("A100", "H100")})
    assert values(changes(repository)["painter"]) == {"machine_type": ("GPU-A100", "GPU-H100")}


def test_what_is_no_commit(repository: Cli, tmp_path_factory: pytest.TempPathFactory) -> None:
    for name in ("nope", "--output=x", "-h", "HEAD:limits.py", "a\nb", "", "nope..."):
        run = repository.run("show", f"--diff={name}")
        assert (run.code, run.out) == (2, "")
        assert run.err.startswith("error: fal-lsp show: --diff: "), run.err
    assert not (repository.directory / "x").exists()
    assert repository.run("show", "--format", "github").code == 2
    run = repository.run("show", "panter", "--diff", "HEAD")
    assert (run.code, "Did you mean `painter`?" in run.err) == (2, True)
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "pyproject.toml"
    elsewhere.write_text(TOML, encoding="utf-8")
    run = repository.run("show", "--diff", "HEAD", "--file", str(elsewhere))
    assert (run.code, "not a git repository" in run.err) == (2, True)


@pytest.mark.skipif(sys.platform == "win32", reason="the traps are shell scripts")
def test_nothing_of_a_repository_is_run_or_written(repository: Cli) -> None:
    folder = repository.directory
    trap, sprung = folder / "trap.sh", folder / "sprung"
    trap.write_text(f"#!/bin/sh\ntouch {sprung}\ncat\n", encoding="utf-8")
    trap.chmod(0o755)
    repository.write({".gitattributes": "* filter=trap diff=trap\n"})
    commit(folder)
    for hook in ("post-checkout", "pre-commit", "post-index-change", "reference-transaction"):
        path = folder / ".git" / "hooks" / hook
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(trap.read_bytes())
        path.chmod(0o755)
    for name, value in {
        "core.fsmonitor": str(trap),
        "core.pager": str(trap),
        "core.editor": str(trap),
        "core.sshCommand": str(trap),
        "core.gitProxy": str(trap),
        "core.hooksPath": str(folder / ".git" / "hooks"),
        "diff.external": str(trap),
        "diff.trap.textconv": str(trap),
        "diff.trap.command": str(trap),
        "filter.trap.clean": str(trap),
        "filter.trap.smudge": str(trap),
        "filter.trap.process": str(trap),
        "alias.cat-file": f"!{trap}",
        "credential.helper": f"!{trap}",
        "pager.rev-parse": str(trap),
        "protocol.ext.allow": "always",
        "remote.origin.url": f"ext::{trap}",
        "remote.origin.promisor": "true",
        "remote.origin.fetch": "+refs/heads/*:refs/remotes/origin/*",
        "extensions.partialClone": "origin",
    }.items():
        git(folder, "config", name, value)
    git(folder, "config", "core.repositoryFormatVersion", "1")
    missing = git(folder, "-c", "core.fsmonitor=false", "rev-parse", "HEAD:limits.py")
    (folder / ".git" / "objects" / missing[:2] / missing[2:]).unlink()
    before = {path: path.stat().st_mtime_ns for path in (folder / ".git").rglob("*")}
    repository.write({"pyproject.toml": TOML.replace("60", "61")})
    found = changes(repository)
    # The mixin is not in this clone, and nobody may fetch it.
    assert values(found["painter"])["max_concurrency"] == ({"unknown": "a base class"}, 3)
    assert not sprung.exists()
    assert {path: path.stat().st_mtime_ns for path in (folder / ".git").rglob("*")} == before
    git(folder, "status")
    assert sprung.exists(), "the traps do not work"


def test_variables_do_not_lead_git_elsewhere(repository: Cli) -> None:
    repository.write({"pyproject.toml": TOML.replace("60", "61")})
    elsewhere = {"GIT_DIR": "/nowhere", "GIT_WORK_TREE": "/", "GIT_OBJECT_DIRECTORY": "/nowhere"}
    run = repository.run("show", "--diff", "HEAD", environment=elsewhere)
    assert (run.code, "keep_alive" in run.out) == (0, True)


@pytest.mark.skipif(sys.platform == "win32", reason="another name there")
def test_git_is_not_taken_from_the_project(repository: Cli) -> None:
    fake = repository.directory / "git"
    fake.write_text("#!/bin/sh\ntouch sprung\n", encoding="utf-8")
    fake.chmod(0o755)
    path = os.pathsep.join([".", "", os.environ["PATH"]])
    assert repository.run("show", "--diff", "HEAD", environment={"PATH": path}).code == 0
    assert not (repository.directory / "sprung").exists()
    run = repository.run("show", "--diff", "HEAD", environment={"PATH": "."})
    assert (run.code, run.err) == (2, "error: fal-lsp show: --diff: git is not installed\n")


def test_size_and_time_are_bounded(repository: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(revision, "MAX_BYTES", 100)
    run = repository.run("show", "--diff", "HEAD")
    assert (run.code, run.out) == (1, "")
    assert "MB of the commit would be read" in run.err
    monkeypatch.undo()
    monkeypatch.setattr(revision, "MAX_NAMING_SECONDS", 0)
    run = repository.run("show", "--diff", "HEAD", "--file", str(repository.directory / "x.toml"))
    assert (run.code, "git took more than 0 seconds" in run.err) == (2, True)


@pytest.mark.skipif(os.name == "nt", reason="named pipes of POSIX")
def test_git_is_not_waited_for_where_it_reads_a_pipe(
    repository: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(revision, "MAX_NAMING_SECONDS", 0.2)
    head = repository.directory / ".git" / "HEAD"
    head.unlink()
    os.mkfifo(head)
    run = repository.run("show", "--diff", "HEAD")
    assert (run.code, "git took more than 0.2 seconds" in run.err) == (2, True)


def test_broken_toml_of_a_commit_is_said(repository: Cli) -> None:
    repository.write({"pyproject.toml": TOML + "[tool\n"})
    commit(repository.directory)
    repository.write({"pyproject.toml": TOML})
    run = repository.run("show", "--diff", "HEAD")
    assert (run.code, "of that commit is not valid TOML" in run.err) == (0, True)


def test_a_package_in_a_directory_of_a_repository(cli: Cli) -> None:
    git(cli.directory, "init", "-q")
    cli.write({"svc/pyproject.toml": TOML, "svc/src/app.py": CODE, "svc/limits.py": LIMITS})
    commit(cli.directory)
    cli.write({"svc/limits.py": LIMITS.replace("3", "4")})
    run = cli.run("show", "--diff", "HEAD", "--file", "svc/pyproject.toml", "--format", "json")
    (app, other) = json.loads(run.out)["apps"]
    assert values(app) == values(other) == {"max_concurrency": (3, 4)}
    assert app["settings"][0]["before"]["file"] == "limits.py"
