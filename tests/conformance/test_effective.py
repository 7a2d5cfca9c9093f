"""`effective` beside the real fal: what it says of each setting is what fal would send.

The projects are those of `projects.cases` and generated ones: settings are placed in
pyproject.toml, a class, its bases, mixins, keywords, `host_kwargs` and decorators. Each key is
equal or unknown.
Set `FAL_LSP_PROJECTS` to a directory of projects to compare those, too.
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from fal.api import SERVE_REQUIREMENTS
from fal.app import REALTIME_APP_REQUIREMENTS, WMA_APP_REQUIREMENTS
from fal_lsp.lint.check import subject
from fal_lsp.lint.effective import effective
from fal_lsp.lint.sent_values import Unknown
from fal_lsp.project import open_project
from fal_lsp.toml import parse
from fal_schema.lookup import node_at
from hypothesis import given

from tests.conformance.test_project_rules import Case, cases
from tests.support.examples import examples
from tests.support.generated_apps import PYTHON_VALUES, TOML_VALUES, Generated, projects
from tests.support.projects import write_text
from tests.support.real_fal import sent

pytestmark = pytest.mark.peers

NOT_SENT = frozenset({"ref", "python_entry_point"})
OF_FAL = {*SERVE_REQUIREMENTS, *REALTIME_APP_REQUIREMENTS, *WMA_APP_REQUIREMENTS}
"""What fal adds for a server of its own."""
FOUND_IN_FILES = ("docker_context_dir", "docker_files_list", "docker_ignore")
"""What fal finds out from files for an image."""

DEPENDS = {
    "auth": {"app_auth"},
    "exposed_port": {"serve"},
    "metrics_port": {"serve", "exposed_port"},
    "requirements": {"serve"},
}
"""What else a key follows from."""


def compare(folder: Path, seen: Counter[str], by_chance: frozenset[str] = frozenset()) -> list[str]:
    """The differences of a project, each in words; counts apps, keys and what is not known."""
    path = folder / "pyproject.toml"
    document = parse(path.read_text(encoding="utf-8"))
    differences = []
    for app in subject(document, open_project(str(path))).apps:
        request = sent(folder, app.name)
        if isinstance(request, str):
            seen["refused"] += 1
            continue
        seen["apps"] += 1
        for setting in effective(app).settings:
            if setting.name in NOT_SENT:
                continue
            seen["keys"] += 1
            if isinstance(setting.value, Unknown):
                is_chance = {setting.name, *DEPENDS.get(setting.name, ())} & by_chance
                seen["by chance" if is_chance else "unknown"] += 1
                if not is_chance:
                    seen[f"{setting.name}: {setting.value.expression}"] += 1
                continue
            real = as_shown(setting.name, request.get(setting.name), folder)
            shown = as_sent(setting.name, setting.value, folder)
            if real != shown or type(real) is not type(shown):
                differences.append(f"{app.name}.{setting.name}: fal {real!r}, show {shown!r}")
    return differences


def as_shown(name: str, real: Any, folder: Path) -> Any:
    """What fal sends without its own additions, in the form in which it is shown."""
    if name == "requirements":
        return [each for each in _rows(real or []) if each not in OF_FAL]
    if name.endswith("_context_dir"):
        default = str(folder) if name.startswith("requirements") else None
        return default if real is None else str(folder / real)
    if name == "image" and isinstance(real, dict):
        return {key: each for key, each in real.items() if key not in FOUND_IN_FILES}
    if name == "health_check" and real is not None:
        check = {key: each for key, each in dataclasses.asdict(real).items() if each is not None}
        return {**check, "method": check["method"].upper()} if check.get("method") else check
    if name == "app_scale_settings":
        return bool(real)
    return list(real) if isinstance(real, tuple) else real


def as_sent(name: str, shown: Any, folder: Path) -> Any:
    """What is shown in the form in which fal sends it."""
    if name == "machine_type" and isinstance(shown, str):
        return [shown]
    if name == "requirements":
        return _rows(shown or [])
    if name.endswith("_context_dir"):
        return as_shown(name, shown, folder)
    if name == "image" and isinstance(shown, dict):
        return {key: each for key, each in shown.items() if key != "dockerfile"}
    return shown


def _rows(requirements: list[Any]) -> list[str]:
    return [each for item in requirements for each in (item if isinstance(item, list) else [item])]


MANIFESTS = "*/**/pyproject.toml"


def test_every_key_is_generated() -> None:
    app = node_at(("apps", "a"))
    assert app is not None
    internal = {name for name, node in app.children.items() if node.internal}
    assert set(TOML_VALUES) == app.children.keys() - NOT_SENT - internal
    in_python = {name for node in app.children.values() if node.python for name in node.python[:3]}
    # The health check of a class is that of an endpoint.
    others = {"", "health_check_config", *internal}
    assert set(PYTHON_VALUES) == (in_python - others) | {"serve"}


def test_generated_projects(tmp_path_factory: pytest.TempPathFactory) -> None:
    seen: Counter[str] = Counter()
    parent = tmp_path_factory.mktemp("generated")
    differences: list[str] = []

    @examples(300)
    @given(projects())
    def tried(generated: Generated) -> None:
        folder = parent / str(sum(seen.values()))
        for name, text in generated.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        found = compare(folder, seen, generated.by_chance)
        shown = [generated.files["pyproject.toml"], generated.files["app.py"]]
        differences.extend("\n".join([each, *shown]) for each in found)

    tried()
    report(seen)
    assert differences == [], f"{len(differences)}\n{min(differences, key=len)}"
    assert seen["unknown"] <= 0.03 * (seen["keys"] - seen["by chance"])


def test_projects_of_the_rules(tmp_path: Path) -> None:
    """The projects that fal deploys, whatever a rule says of them."""
    seen: Counter[str] = Counter()
    found = []
    for number, case in enumerate(filter(_deploys, cases())):
        folder = tmp_path / str(number)
        write_text(folder, case.project.replace("FOLDER", str(folder)))
        found += [f"{case.title}: {each}" for each in compare(folder, seen)]
    report(seen)
    assert found == []
    # Some cases are about classes that code changes in ways that nobody follows.
    assert seen["unknown"] <= 0.045 * seen["keys"]


def _deploys(case: Case) -> bool:
    return not case.build and any(words.startswith(("deploys", "sends")) for words in case.fal)


PROJECTS = Path(__file__).with_name("effective.cases")


def projects_of_the_file() -> list[tuple[str, str, str]]:
    """The title of each project, what is not known of it, and its files."""
    _, *blocks = PROJECTS.read_text(encoding="utf-8").split("\n=== ")
    parts = [block.split("\n", 2) for block in blocks]
    return [(title, hidden.removeprefix("unknown:"), files) for title, hidden, files in parts]


@pytest.mark.parametrize("case", projects_of_the_file(), ids=lambda case: case[0])
def test_projects_of_every_shape(case: tuple[str, str, str], tmp_path: Path) -> None:
    _, hidden, files = case
    write_text(tmp_path, files)
    seen: Counter[str] = Counter()
    assert compare(tmp_path, seen) == []
    assert seen["refused"] == 0
    path = tmp_path / "pyproject.toml"
    unknown = {
        f"{app.name}.{setting.name}"
        for app in subject(parse(path.read_text(encoding="utf-8")), open_project(str(path))).apps
        for setting in effective(app).settings
        if isinstance(setting.value, Unknown)
    }
    expected = {each.strip() for each in hidden.split(",")} - {""}
    whole = {each.removesuffix("*") for each in expected if each.endswith("*")}
    assert {each for each in unknown if not each.startswith(tuple(whole))} == {
        each for each in expected if not each.endswith("*")
    }


def test_other_projects() -> None:
    """Those below the directory `FAL_LSP_PROJECTS`, for whoever has some."""
    seen: Counter[str] = Counter()
    found = []
    for manifest in sorted(Path(os.environ.get("FAL_LSP_PROJECTS", os.devnull)).glob(MANIFESTS)):
        with contextlib.suppress(UnicodeDecodeError):
            found += [f"{manifest.parent.name}: {each}" for each in compare(manifest.parent, seen)]
    report(seen)
    assert found == [], "\n".join(found)


def report(seen: Counter[str]) -> None:
    """Print what was compared, for whoever runs it with `-s`."""
    print(*(f"{key}: {count}" for key, count in seen.most_common()), sep="\n")
