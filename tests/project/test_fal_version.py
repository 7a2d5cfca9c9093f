"""Where the versions of fal and of Python are found, and what they mean in PEP 440."""

from __future__ import annotations

from pathlib import Path

import pytest
import tomli
from fal_lsp.project import open_project
from fal_lsp.project.packages.fal_version import FalVersion, other_than
from fal_lsp.project.packages.version_requirements import poetry_specifier
from packaging.specifiers import SpecifierSet

from tests.support.projects import project, write

# A pyproject.toml, and the specifiers (`None` for an address) with the keys that lead to them.
REQUIRED: dict[str, list[tuple[str | None, str]]] = {
    "": [],
    "project = 3": [],
    "[project]\ndependencies = 'fal'": [],
    "[project]\ndependencies = ['fal']": [("", "project.dependencies.0")],
    "[project]\ndependencies = ['x', 'fal>=1.2']": [(">=1.2", "project.dependencies.1")],
    "[project]\nrequires-python = '>=3.10'\n"
    "dependencies = [' FAL  >= 1.2 , <2 ; python_version > \"3.9\"']": [
        (">= 1.2 , <2", "project.dependencies.0")
    ],
    "[project]\ndependencies = ['fal[a,b]==1.2.3']": [("==1.2.3", "project.dependencies.0")],
    "[project]\ndependencies = ['fal (>=1.2)']": [(">=1.2", "project.dependencies.0")],
    "[project]\ndependencies = ['fal @ https://x/fal.whl']": [(None, "project.dependencies.0")],
    "[project]\ndependencies = ['fal-client', 'falcon', 'fal.x', 'fal_x', 'xfal', 3]": [],
    "[project.optional-dependencies]\nall = ['fal~=1.2']": [
        ("~=1.2", "project.optional-dependencies.all.0")
    ],
    "[dependency-groups]\ndev = [{include-group = 'x'}, 'fal']": [("", "dependency-groups.dev.1")],
    "[tool.uv]\ndev-dependencies = ['fal<2']": [("<2", "tool.uv.dev-dependencies.0")],
    "[tool.pdm.dev-dependencies]\na = ['fal<2']": [("<2", "tool.pdm.dev-dependencies.a.0")],
    "[tool.hatch.envs.a]\ndependencies = ['fal<2']": [("<2", "tool.hatch.envs.a.dependencies.0")],
    "[tool.poetry.dependencies]\npython = '^3.10'\nfal = '^1.2'": [
        (">=1.2,<2", "tool.poetry.dependencies.fal")
    ],
    "[tool.poetry.group.dev.dependencies]\nfal = {version = '1.2', optional = true}": [
        ("==1.2", "tool.poetry.group.dev.dependencies.fal")
    ],
    "[tool.poetry.dev-dependencies]\nfal = {git = 'x'}": [
        (None, "tool.poetry.dev-dependencies.fal")
    ],
}


@pytest.mark.parametrize("text", REQUIRED)
def test_required_versions(text: str, tmp_path: Path) -> None:
    found = project(tmp_path, {"pyproject.toml": text}).fal_versions()
    assert [(each.specifier, ".".join(map(str, each.path))) for each in found] == REQUIRED[text]
    assert all(each.kind == "required" and not each.certain for each in found)
    assert all(each.source == str(tmp_path / "pyproject.toml") for each in found)


def test_a_pinned_version(tmp_path: Path) -> None:
    text = "[project]\ndependencies = ['fal == 1.2.3', 'fal===1.2', 'fal==1.*', 'fal==1.2,<3']"
    found = project(tmp_path, {"pyproject.toml": text}).fal_versions()
    assert [each.version for each in found] == ["1.2.3", "1.2", None, None]


def test_the_document_in_hand_wins_over_the_disk(tmp_path: Path) -> None:
    opened = project(tmp_path, {"pyproject.toml": "[project]\ndependencies = ['fal<1']"})
    data = tomli.loads("[project]\ndependencies = ['fal<2']\nrequires-python = '>=3.12'")
    assert [each.specifier for each in opened.fal_versions(data)] == ["<2"]
    assert [each.specifier for each in opened.fal_versions()] == ["<1"]
    assert opened.requires_python(data) == ">=3.12"
    assert opened.requires_python() is None


# A specifier, and whether what it allows is older or newer than 1.83.0.
OTHERS = {
    "": "",
    ">=1.60,<2": "",
    "~=1.40": "",
    "==1.*": "",
    "<1.60": "older",
    "<1.83": "older",
    "<=1.82": "older",
    "~=1.40.0": "older",
    "==1.82.*": "older",
    ">=2": "newer",
    ">1.83": "newer",
    "<3,>=1.84": "newer",
    "!=1.83.0": "newer older",
    "<1,>2": "newer older",
    "===x": "newer older",
}


@pytest.mark.parametrize("specifier", OTHERS)
def test_what_is_no_certain_release(specifier: str) -> None:
    required = FalVersion(None, specifier, "required", "pyproject.toml", (), False)
    assert " ".join(sorted(other_than(required, "1.83.0"))) == OTHERS[specifier]


@pytest.mark.parametrize(
    ("version", "other"), [("1.83.0", ""), ("1.9", "older"), ("1.100", "newer")]
)
def test_which_release_is_another(version: str, other: str) -> None:
    locked = FalVersion(version, None, "locked", "uv.lock", (), True)
    assert " ".join(other_than(locked, "1.83.0")) == other


# A constraint of Poetry, and versions that it allows and does not.
POETRY = {
    "^1.2.3": ("1.2.3 1.9", "1.2.2 2.0"),
    "^1": ("1.0 1.9", "0.9 2.0"),
    "^0.2.3": ("0.2.3 0.2.9", "0.3 0.2.2"),
    "^0.0.3": ("0.0.3", "0.0.4 0.0.2"),
    "^0": ("0.1", "1.0"),
    "~1.2.3": ("1.2.3 1.2.9", "1.3 1.2.2"),
    "~1.2": ("1.2.9", "1.3"),
    "~1": ("1.9", "2.0"),
    "~=1.2.3": ("1.2.9", "1.3"),
    "1.2.3": ("1.2.3", "1.2.4"),
    "1.2.*": ("1.2.9", "1.3"),
    ">=1.2,<1.5": ("1.4", "1.5 1.1"),
    ">= 1.2 , < 1.5": ("1.4", "1.5 1.1"),
    "^1.2,!=1.3": ("1.4", "1.3 2.0"),
    "*": ("0.1 9.9", ""),
    "": ("0.1 9.9", ""),
    "^1.0 || ^3.0": ("1.0 2.0", ""),
}


@pytest.mark.parametrize("constraint", POETRY)
def test_constraints_of_poetry(constraint: str) -> None:
    specifier = SpecifierSet(poetry_specifier(constraint))
    allowed, refused = POETRY[constraint]
    assert all(version in specifier for version in allowed.split())
    assert not any(version in specifier for version in refused.split())


LOCKED = {
    "uv.lock": 'version = 1\n\n[[package]]\nname = "fal"\nversion = "1.70.0"\nsource = {}\n',
    "poetry.lock": '[[package]]\nname = "fal"\nversion = "1.70.0"\ndescription = ""\n',
    "pdm.lock": '[[package]]\nname = "fal"\nversion = "1.70.0"\nrequires_python = ">=3"\n',
    "pylock.toml": '[[packages]]\nname = "fal"\nversion = "1.70.0"\n',
}


@pytest.mark.parametrize("name", LOCKED)
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_locked_versions(name: str, end: str, tmp_path: Path) -> None:
    text = LOCKED[name] + '[[package]]\nname = "fal-client"\nversion = "0.5"\n'
    (tmp_path / name).write_bytes(text.replace("\n", end).encode())
    (found,) = project(tmp_path).fal_versions()
    assert (found.version, found.kind, found.certain) == ("1.70.0", "locked", True)
    assert found.source == str(tmp_path / name)


# A lock file's entry of fal that says nothing about a release, and one that does.
ADDRESSES = {
    "uv.lock": (
        ('version = "1.70.0"\nsource = { git = "https://x/fal?subdirectory=a#b" }', None),
        ('version = "0.0.0"\nsource = { editable = "../fal" }', None),
        ('source = { directory = "../fal" }', None),
        ('version = "1.70.0"\nsource = { registry = "https://pypi.org/simple" }', "1.70.0"),
        ('version = "0.1.dev1+g1234567"\nsource = { registry = "../wheels" }', None),
        ('version = "1.70.0"\n<<<<<<<', None),
    ),
    "poetry.lock": (
        ('version = "1.70.0"\nfiles = []\n\n[package.source]\ntype = "git"\nurl = "x"', None),
        ('version = "1.70.0"\n\n[package.source]\ntype = "directory"\nurl = "x"', None),
        ('version = "1.70.0"\n\n[package.source]\ntype = "legacy"\nurl = "x"', "1.70.0"),
        ('version = "1.70.0"\n\n[package.extras]\ngit = ["x"]', "1.70.0"),
    ),
    "pdm.lock": (
        ('version = "1.70.0"\nrequires_python = ">=3.8"\ngit = "https://x/fal.git"', None),
        ('version = "1.70.0"\npath = "../fal"\neditable = true', None),
        ('version = "1.70.0"\nfiles = [\n    {url = "x", hash = "y"},\n]', "1.70.0"),
    ),
    "pylock.toml": (
        ('version = "1.70.0"\n[packages.vcs]\ntype = "git"\nurl = "x"', None),
        ('directory = { path = "../fal", editable = true }', None),
        ('version = "1.70.0"\n[[packages.wheels]]\nname = "fal.whl"\nurl = "x"', "1.70.0"),
    ),
}


@pytest.mark.parametrize(
    ("name", "entry", "version"), [(name, *each) for name, row in ADDRESSES.items() for each in row]
)
def test_what_comes_from_no_index_has_no_known_version(
    name: str, entry: str, version: str | None, tmp_path: Path
) -> None:
    header = "[[packages]]" if name == "pylock.toml" else "[[package]]"
    other = f'{header}\nname = "x"\nversion = "1"\nsource = {{ git = "x" }}\n'
    text = f'{other}\n{header}\nname = "fal"\n{entry}\n\n{other}\n[metadata]\nversion = "2"\n'
    files = {name: text, "pyproject.toml": "[project]\ndependencies = ['fal==1.60']"}
    (found,) = project(tmp_path, files).fal_versions()
    assert (found.version, found.kind, found.specifier) == (version, "locked", None)
    assert found.certain == (version is not None)
    assert bool(other_than(found, "1.70.0")) == (version is None)


@pytest.mark.parametrize(
    ("name", "file", "version"),
    [
        ("fal-0.1.dev1+gabc", "METADATA", None),
        ("fal-1.70.0", "direct_url.json", None),
        ("fal-1.70.0", "METADATA", "1.70.0"),
        ("fal-1.70.1.dev3+gabc", "METADATA", "1.70.1.dev3+gabc"),
    ],
)
def test_what_is_installed_from_a_directory_has_no_known_version(
    name: str, file: str, version: str | None, tmp_path: Path
) -> None:
    path = f".venv/lib/python3.11/site-packages/{name}.dist-info/{file}"
    (found,) = project(tmp_path, {path: "{}", "requirements.txt": "fal==1.60"}).fal_versions()
    assert (found.version, found.kind) == (version, "installed")


def test_a_lock_with_two_versions_is_not_certain(tmp_path: Path) -> None:
    entry = LOCKED["uv.lock"].removeprefix("version = 1\n")
    text = entry + entry.replace("1.70.0", "1.80.0")
    found = project(tmp_path, {"uv.lock": text}).fal_versions()
    assert [(each.version, each.certain) for each in found] == [
        ("1.70.0", False),
        ("1.80.0", False),
    ]


def test_a_large_lock_is_read(tmp_path: Path) -> None:
    filler = '[[package]]\nname = "x"\nversion = "1"\n' * 100_000
    found = project(tmp_path, {"uv.lock": filler + LOCKED["uv.lock"]}).fal_versions()
    assert [each.version for each in found] == ["1.70.0"]


INSTALLED = "lib/python3.11/site-packages/fal-1.83.0.dist-info/METADATA"


def test_the_first_certain_source_wins(tmp_path: Path) -> None:
    files = {
        "pyproject.toml": "[project]\ndependencies = ['fal>=1']",
        "requirements.txt": "fal==1.5",
        "uv.lock": LOCKED["uv.lock"],
        ".venv/" + INSTALLED: "",
        ".venv/lib/python3.11/site-packages/fal_client-2.0.dist-info/x": "",
        ".venv/lib/python3.11/site-packages/fal/x": "",
        "active/lib/python3.13/site-packages/fal-1.2.dev1+g1.dist-info/x": "",
    }
    sources = [
        ("1.2.dev1+g1", "installed", True),
        ("1.83.0", "installed", True),
        ("1.70.0", "locked", True),
        (">=1", "required", False),
        ("1.5", "required", False),
    ]
    removed = ["active/", ".venv/", "uv.lock", "pyproject.toml"]
    for number, expected in enumerate(sources):
        folder = tmp_path / str(number)
        gone = tuple(removed[:number])
        left = {path: text for path, text in files.items() if not path.startswith(gone)}
        found = project(folder, left).fal_versions(virtual_env=str(folder / "active"))
        assert [(each.version or each.specifier, each.kind, each.certain) for each in found] == [
            expected
        ]


ABOVE = {".git/HEAD": "", "uv.lock": LOCKED["uv.lock"]}
OLD_ENVIRONMENT = {".git/HEAD": "", ".venv/lib/python3.11/site-packages/fal-1.60.0.dist-info/x": ""}
MEMBER = "[project]\nname = 'a'\n"
# The files above and in `apps/a`, and the version that is used there.
NESTED = {
    "a lock above is another project's": (ABOVE | {"apps/a/pyproject.toml": MEMBER}, None),
    "even where no project is named": (ABOVE | {"apps/a/pyproject.toml": ""}, None),
    "a workspace includes the project": (
        ABOVE
        | {
            "pyproject.toml": "[tool.uv.workspace]\nmembers = ['apps/*']",
            "apps/a/pyproject.toml": MEMBER,
        },
        "1.70.0",
    ),
    "a workspace of any depth": (
        ABOVE
        | {
            "pyproject.toml": "[tool.uv.workspace]\nmembers = ['**/a']",
            "apps/a/pyproject.toml": MEMBER,
        },
        "1.70.0",
    ),
    "a workspace excludes the project": (
        ABOVE
        | {
            "pyproject.toml": "[tool.uv.workspace]\nmembers = ['apps/*']\nexclude = ['apps/a']",
            "apps/a/pyproject.toml": MEMBER,
        },
        None,
    ),
    "a workspace of other directories": (
        ABOVE
        | {
            "pyproject.toml": "[tool.uv.workspace]\nmembers = ['*']",
            "apps/a/pyproject.toml": MEMBER,
        },
        None,
    ),
    "an environment above serves a directory without a project": (
        OLD_ENVIRONMENT | {"apps/a/pyproject.toml": "", "pyproject.toml": MEMBER},
        "1.60.0",
    ),
    "an environment above a project": (OLD_ENVIRONMENT | {"apps/a/pyproject.toml": MEMBER}, None),
    "an environment above a lock": (
        OLD_ENVIRONMENT | {"apps/a/pyproject.toml": "", "apps/a/uv.lock": LOCKED["uv.lock"]},
        "1.70.0",
    ),
    "an environment above a project in between": (
        OLD_ENVIRONMENT | {"apps/a/pyproject.toml": "", "apps/pyproject.toml": MEMBER},
        None,
    ),
}


@pytest.mark.parametrize("name", NESTED)
def test_what_lies_above(name: str, tmp_path: Path) -> None:
    files, expected = NESTED[name]
    project(tmp_path, files)
    found = project(tmp_path / "apps" / "a").fal_versions()
    assert [each.version for each in found] == ([] if expected is None else [expected])


OLD = "'fal==1.60; python_version < \"3.9\"'"
NEW = "'fal==1.83; python_version >= \"3.9\"'"
# A pyproject.toml, and the versions that may be used.
CONDITIONS: dict[str, list[str | None]] = {
    f"[project]\nrequires-python = '>=3.10'\ndependencies = [{OLD}]": [],
    f"[project]\nrequires-python = '>=3.10'\ndependencies = [{OLD}, {NEW}]": ["1.83"],
    f"[project]\ndependencies = [{OLD}]": [],
    f"[project]\ndependencies = [{OLD}, 'fal==1.70']": ["1.60", "1.70"],
    "[project]\ndependencies = ['fal==1.60; sys_platform == \"win32\"']": [],
    "[project]\ndependencies = ['fal==1.60; nonsense']": [],
    "[project]\ndependencies = ['fal==1.60', 'fal @ https://x/fal.whl']": [None],
    "[project]\ndependencies = ['fal==1.60']\n[dependency-groups]\na = ['fal==1.83']": ["1.60"],
    "[project]\ndependencies = ['x']\n[dependency-groups]\na = ['fal==1.83']": ["1.83"],
    "[project]\ndependencies = ['fal==1.60; python_version >= \"3.11\"']": ["1.60"],
    "[project]\ndependencies = ['fal==1.60; python_version == \"3.11\"']": [],
    f"[project]\ndependencies = [{OLD}, {NEW}]": ["1.60", "1.83"],
    "[tool.poetry.dependencies]\nfal = {version = '1.60', python = '<3.9'}": [],
    "[tool.poetry.dependencies]\nfal = [{version = '1.60', python = '<3.9'}]": [],
}


@pytest.mark.parametrize("text", CONDITIONS)
def test_conditional_requirements(text: str, tmp_path: Path) -> None:
    found = project(tmp_path, {"pyproject.toml": text}).fal_versions()
    assert [each.version for each in found] == CONDITIONS[text]


def test_a_requirements_file(tmp_path: Path) -> None:
    files = {
        "requirements.txt": "# fal==1.1\n-r requirements/base.txt\n-c requirements/c.txt\n",
        "requirements/base.txt": "-r ../requirements.txt\nfal-client==1.2\n"
        "fal==1.60 \\\n    --hash=sha256:abc  # pinned\n",
        "requirements/c.txt": "fal==1.3\n",
    }
    (found,) = project(tmp_path, files).fal_versions()
    assert (found.version, found.kind, found.path) == ("1.60", "required", ())
    assert Path(found.source).resolve() == tmp_path / "requirements" / "base.txt"


@pytest.mark.parametrize(
    ("entry", "version"),
    [
        ('{"hashes": ["sha256:a"], "version": "==1.60"}', "1.60"),
        ('{"git": "https://x/fal", "ref": "abc"}', None),
        ('{"editable": true, "path": "../fal"}', None),
        ('"*"', None),
    ],
)
def test_a_lock_of_pipenv(entry: str, version: str | None, tmp_path: Path) -> None:
    other = '{"version": "==1.2", "index": "pypi"}'
    text = (
        f'{{"_meta": {{}}, "default": {{"fal": {entry}, "fal-client": {other}}}, "develop": {{}}}}'
    )
    (found,) = project(tmp_path, {"Pipfile.lock": text}).fal_versions()
    assert (found.version, found.kind, found.certain) == (version, "locked", version is not None)


def test_what_poetry_exports(tmp_path: Path) -> None:
    marker = 'python_version >= "3.11" and python_version < "4.0"'
    files = {"requirements.txt": f"attrs==23.1.0 ; {marker}\nfal==1.60 ; {marker}\n"}
    (found,) = project(tmp_path, files).fal_versions()
    assert (found.version, found.kind) == ("1.60", "required")


def test_lock_files_that_disagree(tmp_path: Path) -> None:
    old = LOCKED["poetry.lock"].replace("1.70.0", "1.60.0")
    assert (
        project(tmp_path, {"uv.lock": LOCKED["uv.lock"], "poetry.lock": old}).fal_versions() == ()
    )


def test_an_active_environment_elsewhere(tmp_path: Path) -> None:
    project(tmp_path, {"env/" + INSTALLED: "secret"})
    opened: list[str] = []
    inside = project(tmp_path / "in", {"a.py": ""}, opened=opened)
    (found,) = inside.fal_versions(virtual_env=str(tmp_path / "env"))
    assert found.version == "1.83.0"
    # Directories are listed, no file is opened.
    assert all(Path(path).is_dir() for path in opened)
    assert [each.version for each in inside.fal_versions(virtual_env="/nowhere")] == []


@pytest.mark.parametrize(
    ("source", "specifier"),
    [
        ('{ path = "../fal" }', None),
        ('{ git = "https://example.com/fal" }', None),
        ("{ workspace = true }", None),
        ('[{ path = "../fal" }]', None),
        ('{ index = "internal" }', "<1.70"),
    ],
)
def test_a_source_of_uv_takes_the_place_of_a_release(
    source: str, specifier: str | None, tmp_path: Path
) -> None:
    text = f'[project]\ndependencies = ["fal<1.70"]\n[tool.uv.sources]\nfal = {source}\n'
    (found,) = project(tmp_path, {"pyproject.toml": text}).fal_versions()
    assert (found.version, found.specifier) == (None, specifier)


OVERRIDES: dict[str, list[str | None]] = {
    "[tool.uv]\noverride-dependencies = ['fal==1.83.0']": ["==1.83.0"],
    "[tool.uv]\noverride-dependencies = ['fal>=1.40', 'x']": [">=1.40"],
    "[tool.uv]\noverride-dependencies = ['fal @ git+https://x/fal']": [None],
    "[tool.uv]\noverride-dependencies = ['fal==1.83; sys_platform == \"win32\"']": [],
    "[tool.uv]\noverride-dependencies = ['x==1.83']": ["==1.60"],
    "[tool.uv]\nconstraint-dependencies = ['fal==1.60']": ["==1.60"],
    "[tool.pdm.resolution.overrides]\nfal = '1.83.0'": ["==1.83.0"],
    "[tool.pdm.resolution.overrides]\nfal = 'git+https://x/fal'": [None],
}


@pytest.mark.parametrize("text", OVERRIDES)
def test_an_override_takes_the_place_of_a_requirement(text: str, tmp_path: Path) -> None:
    files = {"pyproject.toml": f"[project]\ndependencies = ['fal==1.60']\n{text}"}
    found = project(tmp_path, files).fal_versions()
    assert [each.specifier for each in found] == OVERRIDES[text]


@pytest.mark.parametrize(
    ("shared", "specifier"),
    [
        ('override-dependencies = ["fal==1.83.0"]', "==1.83.0"),
        ('sources.fal = { git = "https://x/fal" }', None),
        ("", "==1.60"),
    ],
)
def test_a_workspace_has_the_overrides_of_its_members(
    shared: str, specifier: str | None, tmp_path: Path
) -> None:
    root = f"[tool.uv]\n{shared}\n[tool.uv.workspace]\nmembers = ['apps/*']"
    member = "[project]\ndependencies = ['fal==1.60']"
    files = {".git/HEAD": "", "pyproject.toml": root, "apps/a/pyproject.toml": member}
    project(tmp_path, files)
    (found,) = project(tmp_path / "apps" / "a").fal_versions()
    assert found.specifier == specifier


def test_an_environment_may_be_called_venv(tmp_path: Path) -> None:
    found = project(tmp_path, {"venv/" + INSTALLED: "", "uv.lock": LOCKED["uv.lock"]})
    assert [each.kind for each in found.fal_versions()] == ["installed"]
    python = found.local_python()
    assert python is not None
    assert python.version == "3.11"


def test_the_active_environment_of_a_tool_does_not_count(tmp_path: Path) -> None:
    write(tmp_path, {"env/lib/python3.9/site-packages/ruff-1.dist-info/METADATA": ""})
    write(tmp_path, {"in/.venv/" + INSTALLED: "", "in/pyproject.toml": ""})
    tool = open_project(str(tmp_path / "in/pyproject.toml"), virtual_env=str(tmp_path / "env"))
    found = tool.local_python()
    assert found is not None
    assert found.version == "3.11"
    assert [each.version for each in tool.fal_versions()] == ["1.83.0"]


def test_the_active_environment_with_fal_comes_first(tmp_path: Path) -> None:
    write(tmp_path, {"env/lib/python3.9/site-packages/fal-1.60.0.dist-info/METADATA": ""})
    write(tmp_path, {"in/.venv/" + INSTALLED: "", "in/pyproject.toml": ""})
    active = open_project(str(tmp_path / "in/pyproject.toml"), virtual_env=str(tmp_path / "env"))
    found = active.local_python()
    assert found is not None
    assert found.version == "3.9"
    assert [each.version for each in active.fal_versions()] == ["1.60.0"]


def test_an_environment_that_leads_out(tmp_path: Path) -> None:
    project(tmp_path, {"env/" + INSTALLED: "", "half/x": ""})
    opened: list[str] = []
    inside = project(tmp_path / "in", {"a/.venv/x": "", "b.py": ""}, opened=opened)
    (tmp_path / "in" / ".venv").symlink_to("../env")
    assert inside.fal_versions() == ()
    (tmp_path / "in" / ".venv").unlink()
    (tmp_path / "in" / ".venv").mkdir()
    (tmp_path / "in" / ".venv" / "lib").symlink_to("../../env/lib")
    assert inside.fal_versions() == ()
    assert inside.local_python() is None
    assert all(path.startswith(str(tmp_path / "in")) for path in opened)


PYTHONS = {
    "environment": ({".venv/lib/python3.11/site-packages/x": ""}, "3.11"),
    "free-threaded": ({".venv/lib/python3.13t/site-packages/x": ""}, "3.13"),
    "pyvenv.cfg": ({".venv/pyvenv.cfg": "home = /usr\nversion = 3.12.1\n"}, "3.12"),
    "pyvenv.cfg of uv": ({".venv/pyvenv.cfg": "home = /usr\nversion_info = 3.12.1\n"}, "3.12"),
    ".python-version": ({".python-version": "3.10\n"}, "3.10"),
    ".python-version in full": ({".python-version": "cpython-3.10.4\n"}, "3.10"),
    "another Python": ({".python-version": "pypy3.10\n"}, None),
    "environment before pin": (
        {".venv/lib/python3.11/site-packages/x": "", ".python-version": "3.10"},
        "3.11",
    ),
    "nothing": ({}, None),
}


@pytest.mark.parametrize("name", PYTHONS)
def test_the_local_python(name: str, tmp_path: Path) -> None:
    files, expected = PYTHONS[name]
    found = project(tmp_path, files).local_python()
    assert (found.version if found else None) == expected


REQUIRES_PYTHON = {
    "[project]\nrequires-python = '>=3.10'": ">=3.10",
    "[tool.poetry.dependencies]\npython = '^3.10'": ">=3.10,<4",
    "[project]\nrequires-python = 3": None,
    "": None,
}


@pytest.mark.parametrize("text", REQUIRES_PYTHON)
def test_requires_python(text: str, tmp_path: Path) -> None:
    found = project(tmp_path, {"pyproject.toml": text}).requires_python()
    assert found == REQUIRES_PYTHON[text]
