"""What the editor shows in a Python file that apps use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fal_lsp.project import open_project

from tests.support.lsp_client import PULL, InProcess, folders, pull, write

APP = """\
import fal


class Painter(fal.App):
    machine_type = "GPU-H100"

    @fal.endpoint("/")
    def run(self) -> dict: ...


class Other(fal.App):
    @fal.endpoint("/")
    def run(self) -> dict: ...
"""
TOML = """\
[tool.fal.apps.one]
ref = "app.py::Painter"

[tool.fal.apps.two]
ref = "app.py::Painter"
machine_type = "GPU-A100"
"""
COMMANDS = {"commands": ["fal-lsp.run", "fal-lsp.deploy", "fal-lsp.showApp"]}


@pytest.fixture
def client() -> Iterator[InProcess]:
    with InProcess() as client:
        yield client


def _start(
    client: InProcess,
    directory: Path,
    text: str = APP,
    manifest: str = TOML,
    capabilities: Any = None,
    **settings: Any,
) -> tuple[str, str]:
    """The URIs of the Python file, which is open, and of the pyproject.toml, which is not."""
    app, toml = write(directory, APP, "app.py"), write(directory, manifest)
    options = {**COMMANDS, **settings}
    client.initialize(
        capabilities, workspaceFolders=folders(directory), initializationOptions=options
    )
    client.open(app, text, language="python")
    return app, toml


def _lenses(client: InProcess, uri: str) -> list[tuple[int, str]] | None:
    found = client.request("textDocument/codeLens", {"textDocument": {"uri": uri}})
    if found is None:
        return None
    return [(each["range"]["start"]["line"], each["command"]["title"]) for each in found]


def _references(client: InProcess, uri: str, line: int, character: int) -> list[Any] | None:
    context = {"context": {"includeDeclaration": False}}
    found: list[Any] | None = client.at("textDocument/references", uri, line, character, **context)
    return found


def test_lenses_of_each_app_are_above_its_class(client: InProcess, tmp_path: Path) -> None:
    app, toml = _start(client, tmp_path)
    expected = [
        (3, f"{what} {name}{where}")
        for name in ("one", "two")
        for what, where in (("fal run", ""), ("fal deploy", ""), ("app", " in pyproject.toml"))
    ]
    assert _lenses(client, app) == expected
    lens = client.request("textDocument/codeLens", {"textDocument": {"uri": app}})[0]
    assert lens["command"]["command"] == "fal-lsp.run"
    assert lens["command"]["arguments"] == ["one", toml, 1]


def test_lenses_follow_their_class_while_the_file_is_malformed(
    client: InProcess, tmp_path: Path
) -> None:
    app, _ = _start(client, tmp_path)
    before = _lenses(client, app)
    assert before
    client.change(app, "import (\n" + APP, 2)
    assert _lenses(client, app) == [(line + 1, title) for line, title in before]
    client.change(app, APP.replace("Painter", "Renamed"), 3)
    assert _lenses(client, app) == []


def test_a_file_that_is_opened_again_has_nothing_from_before(
    client: InProcess, tmp_path: Path
) -> None:
    app, _ = _start(client, tmp_path)
    assert _lenses(client, app)
    client.close(app)
    client.open(app, "import (\n" + APP, language="python")
    assert _lenses(client, app) == []


def test_an_open_pyproject_counts_before_the_file(client: InProcess, tmp_path: Path) -> None:
    app, toml = _start(client, tmp_path)
    client.open(toml, '[tool.fal.apps.three]\nref = "app.py::Other"\n')
    assert [line for line, _ in _lenses(client, app) or ()] == [10, 10, 10]


@pytest.mark.parametrize(
    ("text", "settings"),
    [
        (APP.replace("fal", "fastapi"), {}),
        (APP, {"python": {"enable": False}}),
        (APP, {"codeLens": {"enable": False}, "references": {"enable": False}}),
    ],
    ids=["without fal", "off", "features off"],
)
def test_other_files_get_nothing(
    client: InProcess, tmp_path: Path, text: str, settings: dict[str, Any]
) -> None:
    app, _ = _start(client, tmp_path, text, **settings)
    assert _lenses(client, app) is None
    assert _references(client, app, 3, 8) is None


def test_references_lead_from_the_class_to_its_apps(client: InProcess, tmp_path: Path) -> None:
    app, toml = _start(client, tmp_path)
    found = _references(client, app, 3, 8)
    assert found is not None
    assert [(each["uri"], each["range"]["start"]["line"]) for each in found] == [
        (toml, 1),
        (toml, 4),
    ]
    assert _references(client, app, 10, 8) == []
    assert _references(client, app, 4, 8) == []


def test_references_lead_from_a_ref_to_the_class_and_all_of_its_apps(
    client: InProcess, tmp_path: Path
) -> None:
    app, toml = _start(client, tmp_path)
    client.open(toml, TOML)
    # Another project of the workspace uses the class, too.
    nested = write(tmp_path / "nested", '[tool.fal.apps.three]\nref = "../app.py::Painter"\n')
    name = {"start": {"line": 1, "character": 15}, "end": {"line": 1, "character": 22}}
    for declares, places in ((True, [(app, 3)]), (False, [])):
        found = client.at(
            "textDocument/references", toml, 1, 17, context={"includeDeclaration": declares}
        )
        assert [(each["uri"], each["range"]["start"]["line"]) for each in found] == [
            *places,
            (toml, 1),
            (toml, 4),
            (nested, 1),
        ]
        assert name in [each["range"] for each in found]
    highlighted = client.at("textDocument/documentHighlight", toml, 4, 22)
    assert next(each["range"] for each in highlighted) == name
    assert len(highlighted) == 2
    # The path is no name.
    assert client.at("textDocument/documentHighlight", toml, 1, 9) == []


def _hover(client: InProcess, uri: str, text: str, found: str) -> str | None:
    """The hover in the middle of the first place with some text."""
    before = text[: text.index(found) + len(found) // 2]
    line = before.count("\n")
    hover = client.at("textDocument/hover", uri, line, len(before.split("\n")[-1]))
    if hover is None:
        return None
    contents = hover["contents"]
    return str(contents["value"] if isinstance(contents, dict) else contents)


MARKDOWN = {"textDocument": {"hover": {"contentFormat": ["markdown"]}}}


def test_the_name_of_a_class_shows_what_is_deployed_of_it(
    client: InProcess, tmp_path: Path
) -> None:
    app, toml = _start(client, tmp_path, capabilities=MARKDOWN)
    docs = _hover(client, app, APP, "Painter")
    assert docs is not None
    assert docs.index("`fal deploy one`") < docs.index("\n---\n") < docs.index("`fal deploy two`")
    assert "more app" not in docs
    assert _hover(client, app, APP, "Other") is None
    assert _hover(client, app, APP, "class") is None
    many = "".join(f'[tool.fal.apps.a{n}]\nref = "app.py::Painter"\n' for n in range(5))
    client.open(toml, many)
    docs = _hover(client, app, APP, "Painter")
    assert docs is not None
    assert docs.endswith("2 more apps use it.")


def test_a_setting_has_its_documentation_and_what_each_app_gets(
    client: InProcess, tmp_path: Path
) -> None:
    app, _ = _start(client, tmp_path, capabilities=MARKDOWN)
    docs = _hover(client, app, APP, "machine_type")
    assert docs is not None
    assert docs.startswith("**`machine_type`**")
    assert '| `one` | `"GPU-H100"` | class Painter ([`app.py:5`]' in docs
    # The samples and what counts before what are about the other file.
    about = docs.index("The key `machine_type` of pyproject.toml:")
    assert docs.index("app.py:5") < about < docs.index("```toml")
    # The class has precedence over pyproject.toml.
    assert '| `two` | `"GPU-H100"` | class Painter ([`app.py:5`]' in docs
    value = _hover(client, app, APP, "GPU-H100")
    assert value is not None
    assert value.startswith("**`GPU-H100`**")


@pytest.mark.parametrize("where", ["import", "endpoint", "dict"])
def test_the_rest_of_a_file_has_no_hover(client: InProcess, tmp_path: Path, where: str) -> None:
    app, _ = _start(client, tmp_path)
    assert _hover(client, app, APP, where) is None


@pytest.mark.parametrize(
    ("text", "found", "begins"),
    [
        ('class A(fal.App):\n    app_auth = "public"\n', "app_auth", "**`app_auth`** · auth"),
        ("class A(fal.App, keep_alive=300):\n    pass\n", "300", "**5 min**"),
        ("@fal.function(\n    keep_alive=1,\n)\ndef f(): ...\n", "keep_alive", "**`keep_alive`**"),
        ("@x\n@fal.function(keep_alive=1)\ndef f(): ...\n", "keep_alive", "**`keep_alive`**"),
        ("class A(Base):\n    keep_alive = 1\n", "keep_alive", None),
        ("class A:\n    keep_alive = 1\n", "keep_alive", None),
        ("class A(fal.App):\n    ü = 'é'; keep_alive = 1\n", "keep_alive", "**`keep_alive`**"),
        ("class A(fal.App):\n    def f(self):\n        keep_alive = 1\n", "keep_alive", None),
        ("class A(fal.App):\n    keep_alive = 1\nx = (\n", "keep_alive", "**`keep_alive`**"),
    ],
)
def test_settings_are_those_of_apps(
    client: InProcess, tmp_path: Path, text: str, found: str, begins: str | None
) -> None:
    text = f"import fal\n\n{text}"
    app, _ = _start(client, tmp_path, text, capabilities=MARKDOWN)
    docs = _hover(client, app, text, found)
    assert docs is None if begins is None else (docs or "").startswith(begins)


def test_a_subclass_of_a_class_of_the_project_is_an_app(client: InProcess, tmp_path: Path) -> None:
    text = APP.replace("class Other(fal.App)", "class Other(Painter)").replace(
        "    @fal.endpoint", "    keep_alive = 5\n\n    @fal.endpoint"
    )
    app, _ = _start(client, tmp_path, text, capabilities=MARKDOWN)
    last = text[text.index("class Other") :]
    assert "keep_alive" in last
    line = text[: text.rindex("keep_alive")].count("\n")
    assert client.at("textDocument/hover", app, line, 6) is not None


BASES = {
    "base.py": """\
import fal


class Gpu:
    machine_type = "GPU-H100"


class Base(Gpu, fal.App):
    keep_alive = 5
""",
    "app.py": """\
from base import Base


class Painter(Base):
    @fal.endpoint("/")
    def run(self) -> dict: ...
""",
}


@pytest.mark.parametrize(
    ("found", "row"),
    [
        ("keep_alive", "| `one` | `5` | class Base ([`base.py:9`]"),
        ("machine_type", '| `two` | `"GPU-H100"` | class Gpu ([`base.py:5`]'),
    ],
)
def test_a_setting_of_a_base_says_what_the_apps_get(
    client: InProcess, tmp_path: Path, found: str, row: str
) -> None:
    _start(client, tmp_path, capabilities=MARKDOWN)
    for name, text in BASES.items():
        client.open(write(tmp_path, text, name), text, language="python")
    base = (tmp_path / "base.py").as_uri()
    docs = _hover(client, base, BASES["base.py"], found)
    assert docs is not None
    head, _, rest = docs.partition(row)
    assert rest
    # An editor cuts off what is long: the apps stand before the rest of the documentation.
    assert "fal's documentation" not in head
    assert _lenses(client, base) == []


def _complete(client: InProcess, directory: Path, text: str, trigger: str = "") -> list[Any]:
    """The completion items at the `|` of a Python file."""
    before, behind = text.split("|")
    app, _ = _start(client, directory, before + behind)
    context = {"triggerKind": 2, "triggerCharacter": trigger} if trigger else {"triggerKind": 1}
    line, column = before.count("\n"), len(before.split("\n")[-1])
    found = client.at("textDocument/completion", app, line, column, context=context)
    return [] if found is None else list(found["items"])


def _accepted(text: str, item: Any) -> str:
    """The line after a completion item was accepted."""
    before, behind = text.split("|")
    lines = (before + behind).split("\n")
    where = item["textEdit"]["range"]
    line: str = lines[where["start"]["line"]]
    start, end = where["start"]["character"], where["end"]["character"]
    return line[:start] + str(item["textEdit"]["newText"]) + line[end:]


CLASS = (
    "import fal\n\n\nclass A(fal.App):\n    keep_alive = 3\n{}\n\n    def f(self):\n        pass\n"
)


@pytest.mark.parametrize(
    ("line", "label", "result"),
    [
        ('    machine_type = "|"', "GPU-H100", '    machine_type = "GPU-H100"'),
        ('    machine_type = "GPU-|A100"', "GPU-H100", '    machine_type = "GPU-H100"'),
        ('    machine_type = "GP|', "GPU-H100", '    machine_type = "GPU-H100"'),
        ("    machine_type: str = 'GP|'", "GPU-H100", "    machine_type: str = 'GPU-H100'"),
        ('    machine_type = ["GPU-A100", "|"]', "GPU-H100",
         '    machine_type = ["GPU-A100", "GPU-H100"]'),
        ('    machine_type = ["|', "GPU-H100", '    machine_type = ["GPU-H100"'),
        ('    machine_type = ["|, "M"]', "GPU-H100", '    machine_type = ["GPU-H100", "M"]'),
        ('    machine_type = ["G|"', "GPU-H100", '    machine_type = ["GPU-H100"'),
        ('    app_auth = "|"', "public", '    app_auth = "public"'),
        ('    skip_retry_conditions = ["|"]', "timeout", '    skip_retry_conditions = ["timeout"]'),
        ("    mach|", "machine_type", "    machine_type = "),
        ("    |", "app_auth", "    app_auth = "),
    ],
)  # fmt: skip
def test_settings_and_values_are_suggested(
    client: InProcess, tmp_path: Path, line: str, label: str, result: str
) -> None:
    text = CLASS.format(line)
    items = {each["label"]: each for each in _complete(client, tmp_path, text)}
    assert _accepted(text, items[label]) == result
    assert not any(each.get("preselect") for each in items.values())
    assert not any(each.startswith("_") for each in items)
    if '"' in result:
        # The cursor ends after the quote.
        assert items[label]["textEdit"]["newText"].endswith('"')


@pytest.mark.parametrize(
    ("text", "label", "result"),
    [
        ("class A(fal.App, ke|):\n    x = 1\n", "keep_alive", "class A(fal.App, keep_alive=):"),
        ("class A(\n    fal.App,\n    |\n):\n    x = 1\n", "keep_alive", "    keep_alive="),
        ("class A(\n    fal.App,\n    ke|\n    max_concurrency=2,\n):\n    x = 1\n",
         "keep_alive", "    keep_alive="),
        ("class A(fal.App,|):\n    x = (\n", "keep_alive", "class A(fal.App,keep_alive=):"),
        ("class A(fal.App, keep_alive=1, |):\n    x = 1\n", "keep_alive", None),
        ("class A(fal.App, mach|):\n    x = 1\n", "machine_type", None),
        ("class A(Base, ke|):\n    x = 1\n", "keep_alive", None),
        ("class A(fal.App, x='|'):\n    x = 1\n", "keep_alive", None),
        ("class A(fal.App, # |\n):\n    x = 1\n", "keep_alive", None),
        ("class A(fal.App):\n    x = f(|)\n", "keep_alive", None),
        ("@fal.function(|)\ndef f(): ...\n", "keep_alive", None),
    ],
)  # fmt: skip
def test_keywords_of_a_class_are_suggested(
    client: InProcess, tmp_path: Path, text: str, label: str, result: str | None
) -> None:
    text = f"import fal\n\n{text}"
    items = {each["label"]: each for each in _complete(client, tmp_path, text)}
    assert (_accepted(text, items[label]) if label in items else None) == result


@pytest.mark.parametrize(
    "text",
    [
        CLASS.format('    unknown = "|"'),
        CLASS.format('    """|"""'),
        CLASS.format('    machine_type = """|"""'),
        CLASS.format('    machine_type = f"|"'),
        CLASS.format('    machine_type = "a" + "|"'),
        CLASS.format("    # mach|"),
        CLASS.format("    machine_type = |"),
        CLASS.format("    x = |"),
        CLASS.format("    def g(self):\n        |"),
        CLASS.format("    x = (\n    |\n    )"),
        CLASS.format("    mach|").replace("fal.App", "Base"),
        'import fal\nmachine_type = "|"\n',
        'import fal\n\n\ndef f():\n    machine_type = "|"\n',
        "import fal\n\n\ndef f():\n    |\n",
    ],
)
def test_nothing_is_suggested_elsewhere(client: InProcess, tmp_path: Path, text: str) -> None:
    assert _complete(client, tmp_path, text) == []


def test_a_setting_that_the_class_has_is_not_suggested(client: InProcess, tmp_path: Path) -> None:
    text = CLASS.format("    k|\n    app_auth = 'public'")
    labels = [each["label"] for each in _complete(client, tmp_path, text)]
    assert "machine_type" in labels
    assert "keep_alive" not in labels
    assert "app_auth" not in labels


@pytest.mark.parametrize(
    ("text", "trigger"), [("    |", " "), ('    machine_type = "|"', " "), ("    a.|", ".")]
)
def test_only_a_quote_opens_suggestions_by_itself(
    client: InProcess, tmp_path: Path, text: str, trigger: str
) -> None:
    assert _complete(client, tmp_path, CLASS.format(text), trigger) == []


def test_a_quote_opens_the_values(client: InProcess, tmp_path: Path) -> None:
    assert _complete(client, tmp_path, CLASS.format('    machine_type = "|"'), '"')


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ('@fal.function(machine_type="|")\ndef f(): ...\n', "GPU-H100"),
        ('@fal.function(\n    machine_type="|",\n)\ndef f(): ...\n', "GPU-H100"),
        ('from fal import App\n\nclass A(App):\n    app_auth = "|"\n', "public"),
        ('class A(fal.App):\n    app_auth = "|"\n\nx = (\n', "public"),
    ],
)
def test_values_are_suggested_in_decorators_and_beside_mistakes(
    client: InProcess, tmp_path: Path, text: str, label: str
) -> None:
    items = _complete(client, tmp_path, f"import fal\n\n{text}")
    assert label in [each["label"] for each in items]


def test_a_python_file_that_no_project_reads_causes_no_check(
    client: InProcess, tmp_path: Path
) -> None:
    app, toml = _start(client, tmp_path, capabilities=PULL)
    client.open(toml, TOML)
    pull(client, toml)
    other = write(tmp_path, "x = 1\n", "other.py")
    client.open(other, "x = 1\n", language="python")
    client.settle()
    client.requests.clear()
    client.change(other, "x = 2\n", 2)
    client.settle()
    assert [each["method"] for each in client.requests] == []
    client.change(app, APP + "\n", 2)
    client.settle()
    assert [each["method"] for each in client.requests] == ["workspace/diagnostic/refresh"]


def _actions(client: InProcess, uri: str, line: int, **context: Any) -> list[Any]:
    place = {"line": line, "character": 8}
    params = {
        "textDocument": {"uri": uri},
        "range": {"start": place, "end": place},
        "context": {"diagnostics": [], **context},
    }
    return list(client.request("textDocument/codeAction", params))


VERSIONED = {"workspace": {"workspaceEdit": {"documentChanges": True}}}


@pytest.mark.parametrize("is_open", [True, False])
def test_a_class_that_no_app_uses_is_added(
    client: InProcess, tmp_path: Path, is_open: bool
) -> None:
    app, toml = _start(client, tmp_path, capabilities=VERSIONED)
    if is_open:
        client.open(toml, TOML, 7)
    (action,) = _actions(client, app, 10)
    assert action["title"] == "Add other to [tool.fal.apps]"
    assert action["kind"] == "quickfix"
    (change,) = action["edit"]["documentChanges"]
    assert change["textDocument"] == {"uri": toml, "version": 7 if is_open else None}
    (edit,) = change["edits"]
    assert edit["newText"].strip() == '[tool.fal.apps.other]\nref = "app.py::Other"'
    assert edit["range"]["start"]["line"] >= TOML.count("\n") - 1


@pytest.mark.parametrize(
    ("line", "edited"),
    [
        ('machine_type = "GPU-H1000"', "  # fal-lsp: ignore[unknown-machine-type]"),
        (
            'machine_type = "GPU-H1000"  # fal-lsp: ignore[unknown-key]',
            ", unknown-machine-type",
        ),
        ('machine_type = \\\n        "GPU-H1000"', "  # fal-lsp: ignore[unknown-machine-type]"),
        ('machine_type = "GPU-H1000" \\\n', ""),
    ],
)
def test_a_finding_is_ignored_and_explained(
    client: InProcess, tmp_path: Path, line: str, edited: str
) -> None:
    text = APP.replace('machine_type = "GPU-H100"', line)
    app, toml = _start(client, tmp_path, text, commands=["fal-lsp.explain"])
    client.open(toml, TOML)
    (found,) = client.diagnostics(app)
    actions = _actions(client, app, found["range"]["start"]["line"], diagnostics=[found])
    ignored = [action for action in actions if "edit" in action]
    texts = [change["newText"] for each in ignored for change in each["edit"]["changes"][app]]
    assert texts == ([edited] if edited else [])
    assert actions[-1]["title"] == "Explain `unknown-machine-type`"
    assert actions[-1]["diagnostics"] == [found]
    assert actions[-1]["command"]["arguments"][0] == "unknown-machine-type"


def test_findings_of_others_are_left_to_them(client: InProcess, tmp_path: Path) -> None:
    app, _ = _start(client, tmp_path, commands=["fal-lsp.explain"])
    place = {"line": 4, "character": 4}
    found = {"range": {"start": place, "end": place}, "message": "", "code": "unknown-key"}
    assert _actions(client, app, 4, diagnostics=[found, {**found, "source": "ruff"}]) == []
    strange = {**found, "source": "fal-lsp", "code": "of-a-newer-version"}
    assert _actions(client, app, 4, diagnostics=[strange]) == []


def test_nothing_is_added_twice_or_elsewhere(client: InProcess, tmp_path: Path) -> None:
    bare = "\n\nclass Bare(fal.App):\n    pass\n"
    app, _ = _start(client, tmp_path, APP + bare)
    for line in (3, 4, 6, 7, 11, (APP + bare).count("\n") - 2):
        assert _actions(client, app, line) == []
    assert _actions(client, app, 10, only=["source.fixAll"]) == []
    assert len(_actions(client, app, 10, only=["quickfix"])) == 1


def test_diagnostics_wait_until_the_typing_pauses(client: InProcess, tmp_path: Path) -> None:
    wrong = APP.replace("GPU-H100", "GPU-H1000")
    app, toml = _start(client, tmp_path)
    client.open(toml, TOML)
    client.settle()
    client.ls.python_pause.seconds = 60
    client.change(app, wrong, 2)
    client.request("textDocument/codeLens", {"textDocument": {"uri": app}})
    assert client.published(app) == []
    client.change(toml, TOML + "\n", 2)
    assert [each["code"] for each in client.diagnostics(app)] == ["unknown-machine-type"]


REFRESH = {"workspace": {"codeLens": {"refreshSupport": True}}}


def _refreshes(client: InProcess) -> int:
    client.settle()
    methods = [each["method"] for each in client.requests]
    client.requests.clear()
    return methods.count("workspace/codeLens/refresh")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (TOML.replace("apps.one", "apps.uno"), 1),
        ("\n" + TOML, 1),
        (TOML + "keep_alive = 3\n", 0),
        (TOML.replace("one", "two", 1), 1),
    ],
    ids=["renamed", "moved", "a setting", "malformed"],
)
def test_lenses_are_requested_again_when_only_pyproject_changes(
    client: InProcess, tmp_path: Path, text: str, count: int
) -> None:
    client.ls.lens_pause.seconds = 0.01
    app, toml = _start(client, tmp_path, capabilities=REFRESH)
    client.open(toml, TOML)
    assert _lenses(client, app)
    assert _refreshes(client) == 0
    client.change(toml, text, 2)
    assert _refreshes(client) == count


def test_lenses_cost_no_interpretation_while_somebody_types(
    client: InProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, _ = _start(client, tmp_path, capabilities=REFRESH)
    before = _lenses(client, app)
    assert before
    client.ls.python_pause.seconds = 60
    monkeypatch.setattr("fal_lsp.project.python.interpreter.read_module", None)
    client.change(app, "\n" + APP, 2)
    assert _lenses(client, app) == [(line + 1, title) for line, title in before]


def test_a_python_file_alone_has_its_diagnostics(client: InProcess, tmp_path: Path) -> None:
    def last() -> list[Any]:
        client.settle()
        return [each["code"] for each in client.published(app)[-1]["diagnostics"]]

    wrong = APP.replace("GPU-H100", "GPU-H1000")
    app, toml = _start(client, tmp_path, wrong, capabilities=REFRESH)
    assert last() == ["unknown-machine-type"]
    assert client.published(toml) == []
    client.change(app, APP, 2)
    assert last() == []
    client.change(app, wrong, 3)
    # An editor requests these before the typing pauses.
    assert _lenses(client, app)
    assert last() == ["unknown-machine-type"]
    client.open(toml, TOML)
    client.close(toml)
    assert last() == ["unknown-machine-type"]
    client.close(app)
    assert last() == []


def test_one_setting_turns_off_the_diagnostics_too(client: InProcess, tmp_path: Path) -> None:
    app, toml = _start(client, tmp_path, APP.replace("GPU-H100", "GPU-H1000"))
    client.open(toml, TOML)
    assert [each["code"] for each in client.diagnostics(app)] == ["unknown-machine-type"]
    for is_enabled in (False, True):
        settings = {"python": {"enable": is_enabled}}
        client.notify("workspace/didChangeConfiguration", {"settings": {"fal-lsp": settings}})
        client.settle()
        assert bool(client.published(app)[-1]["diagnostics"]) == is_enabled
        assert (_lenses(client, app) is not None) == is_enabled


def test_no_pyproject_outside_of_the_workspace_is_read(client: InProcess, tmp_path: Path) -> None:
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    inside.mkdir()
    outside.mkdir()
    app, toml = _start(client, inside)
    assert _lenses(client, app)
    (inside / "pyproject.toml").rename(outside / "pyproject.toml")
    (inside / "pyproject.toml").symlink_to(outside / "pyproject.toml")
    client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": toml, "type": 2}]})
    assert _lenses(client, app) == []


def test_projects_are_opened_only_where_there_is_a_pyproject(
    client: InProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = []

    def record(path: str, *more: Any) -> Any:
        opened.append(path)
        return open_project(path, *more)

    monkeypatch.setattr("fal_lsp.project.open_project", record)
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    _start(client, tmp_path, manifest=TOML.replace("app.py", "a/b/app.py"))
    app = write(deep, APP, "app.py")
    client.open(app, APP, language="python")
    assert _lenses(client, app)
    assert opened == [str(tmp_path / "pyproject.toml")]
