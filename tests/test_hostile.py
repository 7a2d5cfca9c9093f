"""Texts that somebody wrote to hurt: no function raises, and no cost grows faster than the text."""

from __future__ import annotations

from cProfile import Profile
from io import BytesIO, TextIOWrapper
from typing import TYPE_CHECKING

import pytest
from fal_lsp.commands.check_file import Options, check_data
from fal_lsp.commands.diff import print_diff
from fal_lsp.ide.code_action import code_action
from fal_lsp.ide.completion import completion
from fal_lsp.ide.hover import hover
from fal_lsp.ide.virtual_text import inlay_hint
from fal_lsp.lint import fixing
from fal_lsp.lint.check import MOST_FINDINGS, check
from fal_lsp.lint.config import MOST_SUGGESTIONS
from fal_lsp.lint.new_apps import new_apps
from fal_lsp.memo import Memo, with_reads
from fal_lsp.project import open_project
from fal_lsp.project.docker.ignored import patterns
from fal_lsp.project.exclusion import ExcludeSettings, Exclusion, Patterns, is_listed
from fal_lsp.project.python import apps, run
from fal_lsp.rules import context, endpoint_errors, missing_names
from fal_lsp.rules.app_candidates import candidates
from fal_lsp.rules.context import FileContext
from fal_lsp.rules.did_you_mean import MOST_SUGGESTIONS as MOST_SUGGESTED
from fal_lsp.rules.did_you_mean import nearest
from fal_lsp.rules.finding import InsertKey
from fal_lsp.rules.python_class import app_file_not_loadable, unknown_attribute
from fal_lsp.text import Span
from fal_lsp.toml import parse
from fal_lsp.toml.edits import unchecked_text_edits
from fal_schema import report as schema_report

from tests.support.growing.files import FILES
from tests.support.growing.kinds import each
from tests.support.growing.python import PYTHON
from tests.support.growing.toml import TEXTS
from tests.support.projects import APP, project

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fal_lsp.commands.check_file import Outcome
    from fal_lsp.project import Project

DIGITS = "9" * 5_000
HEX = "0x" + "f" * 3_600
TABLE = '[tool.fal.apps.x]\nref = "app.py::App"\n'
NUMBERS = (
    *("keep_alive", "num_gpus", "min_concurrency", "max_concurrency", "exposed_port", "name"),
    *("startup_timeout", "request_timeout", "termination_grace_period_seconds", "unknown", "ref"),
    *("machine_type", "regions", "health_check.timeout_seconds", "image.dockerfile"),
)
VERSIONS = (
    *("\\t", ">=1,\\n", ",", "* ,", f"^{DIGITS}", f"~{DIGITS}.1", f">={DIGITS}", f"=={DIGITS}.*"),
    *(DIGITS, f"!={DIGITS},<{DIGITS}"),
)


@pytest.fixture(scope="module")
def around(tmp_path_factory: pytest.TempPathFactory) -> Project:
    folder = tmp_path_factory.mktemp("project")
    return project(folder, {"app.py": APP.format(name="App"), "Dockerfile": "FROM python:3.11\n"})


@pytest.mark.parametrize(
    "number", [DIGITS, "-" + DIGITS, HEX, "0b" + "1" * 20_000, '"' + DIGITS + '"']
)
@pytest.mark.parametrize("key", NUMBERS)
def test_a_number_of_thousands_of_digits(around: Project, key: str, number: str) -> None:
    """Python refuses to read or print an integer of more than 4,300 digits."""
    use(f"{TABLE}max_concurrency = 1\n{key} = {number}\n", around)
    use(f"{TABLE}{key} = {number}\n", around)


@pytest.mark.parametrize(
    "written",
    [
        "    keep_alive = {}\n",
        "    def setup(self, a: {}): ...\n",
        "    @fal.endpoint('/a')\n    def a(self, a: {}): ...\n",
        "    @fal.endpoint('/a')\n    def a(self, a: int = {}) -> {}: ...\n",
        "    x = dict(a=1)[{}]\n",
        "    x = [1][{}]\n",
        "    x = f'{<>}'\n",
        "    x = Color({})\n",
        "    x = str({}) + hex({})\n",
        "    class Model(pydantic.BaseModel):\n        a: {}\n",
        "    class Model(pydantic.BaseModel):\n        a: int = pydantic.Field(ge={})\n",
        "    class Inner({}): ...\n",
        "    match {}:\n        case {}: ...\n",
    ],
)
def test_an_integer_of_thousands_of_digits_in_python(tmp_path: Path, written: str) -> None:
    enum = "class Color(enum.Enum):\n    RED = 1\n    BLUE = {}\n".replace("{}", HEX)
    text = f"import enum\nimport fal\nimport pydantic\n{enum}class App(fal.App):\n"
    text += written.replace("<>", HEX).replace("{}", HEX)
    around = project(tmp_path, {**AROUND, "app.py": text})
    use(USES, around)
    use(f"{USES}keep_alive = 1\npython_version = '3.11'\n", around)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_version_that_is_none(around: Project, version: str) -> None:
    newer_key = f'{TABLE}python_version = "3.12"\nhealth_check = {{ path = "/" }}\n'
    for table in (
        f'[tool.poetry.dependencies]\nfal = "{version}"\npython = "{version}"\n',
        f'[project]\nrequires-python = "{version}"\ndependencies = ["fal{version}"]\n',
    ):
        use(table + newer_key, around)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_specifier_of_poetry(version: str) -> None:
    from fal_lsp.project.packages.version_requirements import fal_requirements, python_specifier

    data = {"tool": {"poetry": {"dependencies": {"fal": version, "python": version}}}}
    for specifier in (version, version.replace("\\t", "\t").replace("\\n", "\n")):
        data["tool"]["poetry"]["dependencies"] = {"fal": specifier, "python": specifier}
        assert all(isinstance(each.specifier, (str, type(None))) for each in fal_requirements(data))
        assert isinstance(python_specifier(data), str)


@pytest.mark.parametrize(
    "text",
    [
        '[tool.fal.""]\nkeep_alive = 1\n',
        '[tool.fal.apps.""]\nfoo = 1\n',
        '[tool.fal.apps.""]\nref = "a.py::B"\nhealth_check = { keep_alive = 1 }\n',
        TABLE + '"" = 1\n',
    ],
)
def test_a_name_that_is_empty_is_written_in_quotes(text: str) -> None:
    diagnostics = check(parse(text))
    assert diagnostics
    assert not [fix.title for item in diagnostics for fix in item.fixes if "``" in fix.title]


def test_a_link_to_itself_is_no_suggestion(tmp_path: Path) -> None:
    (tmp_path / "l.py").symlink_to("l.py")
    around = project(tmp_path, {"Dockerfile": "FROM python:3.11\n"})
    text = '[tool.fal.apps.x]\nref = "l.py::App"\n'
    found = [item for item in check(parse(text), around) if item.rule == "ref-file-missing"]
    assert [item.message for item in found] == ["`ref`: `l.py` does not exist."]


def test_a_link_behind_a_thousand_others_is_not_followed(tmp_path: Path) -> None:
    for number in range(1_500):
        (tmp_path / f"l{number}").symlink_to(f"l{number + 1}")
    (tmp_path / "l1500").write_text("")
    around = project(tmp_path, {"Dockerfile": "FROM a\nCOPY l0 l0/x . /\n"})
    image = 'app_files = ["l0"]\nimage.dockerfile = "Dockerfile"\nexposed_port = 80\n'
    text = f'[tool.fal.apps.x]\nref = "l0/x.py::App"\n{image}'
    assert check(parse(text), around, on_crash=crashed)


AROUND = {
    "app.py": APP.format(name="App"),
    "Dockerfile": "FROM a\nARG A\nCOPY x app.py /\nEXPOSE 80\n",
}
USES = """[project]
dependencies = ["fal"]
[tool.fal.apps.x]
ref = "app.py::App"
"""
USES_DOCKERFILE = """image.dockerfile = "Dockerfile"
exposed_port = 1
image.build_args = { A = "1" }
"""


@pytest.mark.slow
@pytest.mark.parametrize("kind", TEXTS)
def test_ten_times_the_text_costs_ten_times_the_calls(around: Project, kind: str) -> None:
    assert_linear(lambda count: calls(TEXTS[kind](count), around))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "kind"), [(name, kind) for name, kinds in FILES.items() for kind in kinds]
)
def test_ten_times_the_file_costs_ten_times_the_calls(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, kind: str
) -> None:
    # Below its limit, what is limited may grow as it likes.
    for module in (app_file_not_loadable, endpoint_errors, missing_names, unknown_attribute):
        monkeypatch.setattr(module, "MOST_SUGGESTIONS", 2)
    monkeypatch.setattr(apps, "_MOST_ATTRIBUTES", 10)
    monkeypatch.setattr(run, "MAX_STEPS", 100)
    text = USES + USES_DOCKERFILE if name in ("Dockerfile", ".dockerignore") else USES

    def cost(count: int) -> int:
        around = project(tmp_path, {**AROUND, name: FILES[name][kind](count)})
        return calls(text, around, complete=False)

    assert_linear(cost)


@pytest.mark.slow
@pytest.mark.parametrize(
    "key",
    [
        "image.registries = {{ {} }}",
        "image.registries = {{ x = {{ {} }} }}",
        "app_files = [ {} ]",
        "regions = [ {} ]",
        "health_check = {{ {} }}",
    ],
)
@pytest.mark.parametrize(
    "item", ["a{} = {{ a = 1 }}, ", "{}, ", '["{}"], ', "max_concurency{} = 1, "]
)
def test_ten_times_the_findings_cost_ten_times_the_calls_to_report(
    monkeypatch: pytest.MonkeyPatch, key: str, item: str
) -> None:
    """A report says of each whether there is a fix: each is made, and all are tried together."""
    # Below its limit, what is limited may grow as it likes.
    monkeypatch.setattr(fixing, "_MOST_OFFERED", 1_000)
    monkeypatch.setattr(schema_report, "_GUESSES", 5)

    def cost(count: int) -> int:
        text = f"{TABLE}{key.format(each(count, item))}\n".encode()
        return counted(lambda: check_data("pyproject.toml", text, Options(project=False)))

    assert_linear(cost)


@pytest.mark.slow
def test_ten_times_the_classes_with_an_app_each_cost_ten_times_the_calls(tmp_path: Path) -> None:
    def cost(count: int) -> int:
        classes = each(10 * count, "class A{}(fal.App): ...\n")
        text = each(10 * count, '[tool.fal.apps.a{0}]\nref = "app.py::A{0}"\n')
        around = project(tmp_path, {"app.py": f"import fal\n{classes}"})
        return calls(text, around, complete=False)

    assert_linear(cost)


@pytest.mark.slow
def test_ten_times_the_functions_cost_ten_times_the_calls_to_find_new_apps(tmp_path: Path) -> None:
    def cost(count: int) -> int:
        functions = each(count, "@fal.function(serve=True)\ndef a{}(): ...\n")
        around = project(tmp_path, {**AROUND, "app.py": AROUND["app.py"] + functions})
        document = parse(USES)
        return counted(lambda: new_apps(document, around))

    assert_linear(cost)


def many_apps(count: int, text: str) -> str:
    """Apps that are alike."""
    return '[project]\ndependencies = ["fal"]\n' + each(count, f"[tool.fal.apps.a{{}}]\n{text}\n")


@pytest.mark.parametrize(
    ("name", "line", "app"),
    [
        ("app.py", "import a{}\n", 'ref = "app.py::App"'),
        ("app.py", "    regionss_{} = 1\n", 'ref = "app.py::App"'),
        ("Dockerfile", "COPY f{} /\n", 'exposed_port = 1\nimage = {{ dockerfile = "Dockerfile" }}'),
    ],
)
def test_a_line_of_a_file_is_looked_at_once_for_all_apps(
    tmp_path: Path, name: str, line: str, app: str
) -> None:
    def cost(apps: int, lines: int) -> int:
        text = AROUND[name] + each(lines, line)
        around = project(tmp_path, {**AROUND, name: text})
        return calls(many_apps(apps, app), around, complete=False)

    more = cost(100, 50) - cost(100, 0)
    # Fifty times the apps; what is left is what a rule reads of a file for each of them.
    assert more < 6 * (cost(2, 50) - cost(2, 0))


def test_apps_without_a_source_look_once_at_what_the_others_run(around: Project) -> None:
    """What is read for each of them is no more where there are more of them, either."""

    def cost(count: int) -> tuple[int, int]:
        memo = Memo()
        file = FileContext(parse(many_apps(count, "")), around, memo)
        made = counted(lambda: [candidates(app) for app in file.apps])
        app = file.app("a000000")
        return made, len(with_reads(lambda: candidates(app))[1])

    (few, read), (many, still_read) = cost(20), cost(200)
    assert many < 11 * few
    assert still_read == read


def test_the_line_end_of_a_long_line_is_looked_for_once() -> None:
    """With what it cost before, this takes half a minute."""
    text = "tool.fal.apps = { " + each(10_000, "a{} = {{ auth = 1 }}, ") + "z = {} }\n"
    document = parse(text)
    for number in range(2_000):
        edit = InsertKey(("tool", "fal", "apps", f"a{number:06}"), "ref", '"a.py"')
        assert unchecked_text_edits(document, [edit])


WILD = ("*a*a*a*a*a*a*a*b", "*" * 200 + "b", "**/a/**/a/**/a/**/a/**/a/**/a/**/b", "[a]*" * 4 + "b")


@pytest.mark.parametrize("pattern", WILD)
def test_wildcards_take_time_that_grows_with_a_path(tmp_path: Path, pattern: str) -> None:
    """With what they cost before, this takes hours."""
    paths = "a" * 250, "/".join("a" * 2_000)
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text(f"{pattern}\n")
    directory = str(tmp_path)
    settings = ExcludeSettings((Patterns(directory, (pattern,)),))
    found = patterns([pattern])
    assert found is not None
    for path in paths:
        assert not Exclusion(directory, settings).excludes(f"{directory}/{path[:250]}")
        assert not is_listed(path, [pattern])
        assert not found[0].expression.search(path)
        assert found[0].expression.search(path + "/aaaaaaab/a/a/a/a/a/a/b")


def test_a_name_is_compared_with_so_many_that_are_alike() -> None:
    def cost(names: int) -> int:
        listed = [f"painter{number:04}" for number in range(names)]
        return counted(lambda: nearest("paitner9999", listed))

    assert cost(500) < 3 * cost(50)
    assert nearest("paitner0499", [f"painter{number:04}" for number in range(40, 45)]) is not None


def test_undeclared_arguments_of_a_build_are_compared_up_to_a_limit(tmp_path: Path) -> None:
    around = project(tmp_path, {**AROUND, "Dockerfile": "FROM a\n" + each(200, "ARG ABC{}\n")})

    def cost(count: int) -> int:
        arguments = each(count, "ACB{} = '1', ")
        text = f"{TABLE}image.dockerfile = 'Dockerfile'\nimage.build_args = {{ {arguments} }}\n"
        return calls(text, around, complete=False)

    limit = MOST_SUGGESTED
    assert cost(3 * limit) - cost(2 * limit) < (cost(limit) - cost(1)) / 5


def test_names_of_a_module_are_bound_up_to_a_limit(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(run, "MAX_STEPS", 100)

    def more(names: int) -> int:
        """What ten more `import *` cost."""

        def cost(stars: int) -> int:
            text = "from other import *\n" * stars + AROUND["app.py"]
            files = {"app.py": text, "other.py": each(names, "a{} = 1\n")}
            return calls(USES, project(tmp_path, {**AROUND, **files}), complete=False)

        return cost(30) - cost(20)

    assert more(1_000) < 2 * more(100)


def test_spaces_in_a_comment_are_read_once() -> None:
    """With what they cost before, this takes minutes."""
    spaces = " " * 200_000
    text = f"{TABLE}a = 1  #{spaces}fal-lsp:{spaces}ignore[unknown-key]{spaces}x\n"
    assert not check(parse(text))
    text = f"{TABLE}a = 1  # fal_lsp{spaces}ignore{spaces}[x{spaces}x\n"
    assert {item.rule for item in check(parse(text))} == {"unknown-key", "invalid-configuration"}


REPAIRED = (
    *("empty apps", "unknown keys", "apps of one name", "apps as arrays", "apps with conflicts"),
    *("malformed headers", "keys with wrong escapes", "unclosed strings in an array"),
    *("wrong items", "unknown keys in inline tables", "apps beside the table of apps"),
)


@pytest.mark.slow
@pytest.mark.parametrize(
    "options",
    [Options(), Options(fix=True), Options(fix=True, unsafe=True), Options(add_ignore=True)],
    ids=["report", "fix", "unsafe", "ignore"],
)
@pytest.mark.parametrize("kind", REPAIRED)
def test_ten_times_the_text_costs_ten_times_the_calls_to_repair(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: str, options: Options
) -> None:
    monkeypatch.setattr(fixing, "_MOST_TRIED", 0)
    monkeypatch.setattr(fixing, "_MOST_OFFERED", 0)
    path = str(tmp_path / "pyproject.toml")

    def cost(count: int) -> int:
        data = TEXTS[kind](count).encode()
        return counted(lambda: shown(check_data(path, data, options)))

    assert_linear(cost)


def shown(outcome: Outcome) -> None:
    """Print what would be changed to nowhere."""
    if outcome.repair is not None:
        print_diff(
            outcome.repair.before, outcome.repair.edits, "pyproject.toml", TextIOWrapper(BytesIO())
        )


@pytest.mark.slow
@pytest.mark.parametrize("kind", REPAIRED)
def test_ten_times_the_text_costs_ten_times_the_calls_to_offer_changes(
    monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(fixing, "_MOST_TRIED", 0)
    monkeypatch.setattr(fixing, "_MOST_OFFERED", 0)

    def cost(count: int) -> int:
        document = parse(TEXTS[kind](count))
        everywhere = Span(0, len(document.text))
        found = check(document)
        return counted(lambda: code_action(document, everywhere, found))

    assert_linear(cost)


def test_apps_beyond_a_limit_are_not_checked_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(context, "MOST_APPS", 1_100)
    apps = each(1_102, "[tool.fal.apps.a{}]\nref = 1 #" + " " * 70 + "\n")
    small = each(300, "a{}.ref = 1\n")
    for text, most in ((apps, 1_100), ("[tool.fal.apps]\n" + small, 200)):
        found = check(parse(text))
        last = [item for item in found if item.rule != "wrong-type"]
        assert [item.message for item in last] == [f"Only the first {most:,} apps are checked."]
        assert text[last[0].span.start :].startswith(f"a{most:06}")
        assert len(found) == most + 1


def test_findings_of_a_rule_beyond_a_limit_are_not_reported_and_that_is_said() -> None:
    for count in (MOST_FINDINGS - 1, MOST_FINDINGS + 1):
        items = each(count, '"GPU-M{}", ')
        found = check(parse(f"{TABLE}machine_type = [{items}]\n"))
        said = [item.message for item in found if item.rule == "file-too-large"]
        assert len(found) - len(said) == min(count, MOST_FINDINGS)
        limit = "Only the first 1,000 findings of `unknown-machine-type` are reported."
        assert said == ([limit] if count > MOST_FINDINGS else [])


def test_files_are_compared_with_patterns_up_to_a_limit(around: Project) -> None:
    def cost(count: int) -> int:
        files, ignored = '"app.py", ' * count, each(count, '"x{}", ')
        text = f"{TABLE}app_files = [{files}]\napp_files_ignore = [{ignored}]\n"
        return calls(text, around, complete=False)

    assert cost(400) < 3 * cost(200)


def test_a_long_chain_of_bases_is_read_once(tmp_path: Path) -> None:
    def cost(count: int) -> int:
        chain = "".join(f"class C{n + 1}(C{n}): ...\n" for n in range(count))
        text = f"import fal\nclass C0(fal.App): ...\n{chain}App = C{count}\n"
        return calls(USES, project(tmp_path, {**AROUND, "app.py": text}))

    assert cost(50) < 30 * cost(2)


def test_imports_beyond_a_limit_are_not_followed(tmp_path: Path) -> None:
    def cost(count: int) -> int:
        text = PYTHON["imports"](count)
        return calls(USES, project(tmp_path, {**AROUND, "app.py": text}))

    assert cost(3_000) < 2 * cost(1_000)


def test_a_name_is_suggested_for_the_first_mistakes_of_a_list() -> None:
    names = '"unknown-kye", ' * (MOST_SUGGESTIONS + 1)
    found = check(parse(f"[tool.fal-lsp]\nignore = [{names}]\n"))
    assert ["Did you mean" in item.message for item in found] == [True] * MOST_SUGGESTIONS + [False]
    long = f'[tool.fal-lsp]\nignore = ["{"unknown-key" * 2_000}"]\n'
    assert [item.help for item in check(parse(long))] == [found[-1].help]


def assert_linear(cost: Callable[[int], int]) -> None:
    """Ten times as much costs ten times the calls, or a few more, and each third of it the same."""
    # What is imported and compiled on first use is no part of it, nor is what only a second one
    # costs: the counts of a failure are taken again, and then larger ones.
    for first, small, large in ((1, 3, 21), (1, 3, 21), (3, 9, 63)):
        counted = cost(first), cost(small), cost(large)
        # What is kept from the first time may make the larger one cheaper.
        if counted[2] - counted[0] <= 12 * max(counted[1] - counted[0], 0) + 1_500:
            break
    else:
        raise AssertionError("{:,} calls, then {:,}, then {:,}".format(*counted))
    # What is quadratic and cheap is still small there, but each step costs more than the last one.
    for step in (16, 24, 32):
        thirds = cost(step), cost(2 * step), cost(3 * step)
        if thirds[2] - thirds[1] <= 1.35 * (thirds[1] - thirds[0]) + 500:
            return
    raise AssertionError("{:,} calls, then {:,}, then {:,}".format(*thirds))


def calls(text: str, around: Project, *, complete: bool = True) -> int:
    """How many functions are called to check a text, to check it again and to complete it."""
    memo = Memo()
    again = open_project(around.path)

    def use() -> None:
        document = parse(text)
        check(document, again, memo=memo)
        edited = parse(text + "q", document)
        check(edited, again, memo=memo)
        if complete:
            completion(edited, len(text) + 1, project=again)

    return counted(use)


def counted(run: Callable[[], object]) -> int:
    """How many functions are called, of C too."""
    profile = Profile()
    profile.enable()
    try:
        run()
    finally:
        profile.disable()
    return sum(entry.callcount for entry in profile.getstats())


def crashed(rule: str, error: Exception) -> None:
    """A rule that crashes is only logged elsewhere."""
    raise AssertionError(f"the rule {rule} crashed") from error


def use(text: str, around: Project) -> None:
    """Do with a document what an editor does."""
    memo = Memo()
    document = parse(text)
    check(document)
    diagnostics = check(document, around, memo=memo)
    check(parse(text.replace("= ", "=  "), document), around, memo=memo)
    code_action(document, Span(0, len(text)), diagnostics, project=around)
    inlay_hint(document, Span(0, len(text)))
    starts = [index for index, char in enumerate(text) if char in "\n=["]
    for offset in (*starts, *(start + 3 for start in starts)):
        hover(document, min(offset, len(text)), project=around)
        completion(document, min(offset, len(text)), project=around)
