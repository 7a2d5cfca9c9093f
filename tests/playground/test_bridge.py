"""What the playground asks of Python: files in, JSON out, offsets as JavaScript counts them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from playground.python.bridge import Bridge, File, open_bridge

APP = """import fal


class Painter(fal.App):
    \"\"\"Paints.\"\"\"

    keep_alive = 60

    @fal.endpoint("/")
    def run(self) -> dict:
        return {}
"""


@pytest.fixture
def bridge(tmp_path: Path) -> Bridge:
    return Bridge(str(tmp_path))


def ask(bridge: Bridge, method: str, **params: object) -> Any:
    return json.loads(bridge.ask(json.dumps({"method": method, "params": params})))


def changed(text: str, changes: list[dict[str, Any]]) -> str:
    """The text with changes, as a page makes them: offsets count UTF-16 code units."""
    wide = text.encode("utf-16-le")
    for each in sorted(changes, key=lambda each: -each["from"]):
        start, end = 2 * each["from"], 2 * each["to"]
        wide = wide[:start] + each["insert"].encode("utf-16-le") + wide[end:]
    return wide.decode("utf-16-le")


def rules(checked: Any, file: str = "pyproject.toml") -> list[str]:
    return [each["rule"] for each in checked["findings"].get(file, [])]


def test_offsets_count_code_units() -> None:
    text = "a😀b😀\n"
    file = File("x", text)
    for offset in range(len(text) + 1):
        units = len(text[:offset].encode("utf-16-le")) // 2
        assert file.unit(offset) == units
        assert file.offset(units) == offset
    assert file.offset(2) == 1, "half a character is its start"
    assert file.offset(99) == len(text)


def test_a_finding_and_its_fix(bridge: Bridge) -> None:
    text = '# 😀\n[tool.fal.apps.x]\npython_entry_point = "a.b:c"\nkeep_aliv = 1 # 😀\n'
    bridge.files({"pyproject.toml": text})
    checked = ask(bridge, "check")
    at = rules(checked).index("unknown-key")
    finding = checked["findings"]["pyproject.toml"][at]
    assert changed(text, [{**finding, "insert": "KEY"}]) == text.replace("keep_aliv", "KEY")
    assert finding["line"] == 4
    assert finding["fixes"][0] == "Rename to `keep_alive`"
    fixed = changed(text, ask(bridge, "fix", finding=at, choice=0))
    assert fixed == text.replace("keep_aliv ", "keep_alive ")


def test_fix_all_makes_the_safe_fixes(bridge: Bridge) -> None:
    text = '[tool.fal.apps.x]\npython_entry_point = "a.b:c"\nkeep_alive = "300"\n'
    bridge.files({"pyproject.toml": text})
    assert ask(bridge, "check")["fixable"] == 1
    fixed = changed(text, ask(bridge, "fixAll"))
    assert fixed == text.replace('"300"', "300")


def test_files_come_and_go(bridge: Bridge, tmp_path: Path) -> None:
    manifest = '[tool.fal.apps.x]\nref = "src/app.py"\n'
    bridge.files({"pyproject.toml": manifest})
    assert rules(ask(bridge, "check")) == ["ref-file-missing"]
    bridge.files({"pyproject.toml": manifest, "src/app.py": APP})
    assert rules(ask(bridge, "check")) == []
    bridge.files({"pyproject.toml": manifest, "app.py": APP})
    assert rules(ask(bridge, "check")) == ["ref-file-missing"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["app.py", "pyproject.toml"]
    bridge.files({})
    assert ask(bridge, "check") == {
        "findings": {"pyproject.toml": []},
        "fixable": 0,
        "apps": [],
        "failed": [],
    }


def test_a_python_file(bridge: Bridge) -> None:
    source = APP.replace("keep_alive", "keep_aliv")
    bridge.files({"pyproject.toml": '[tool.fal.apps.x]\nref = "app.py"\n', "app.py": source})
    checked = ask(bridge, "check")
    assert rules(checked, "app.py") == ["class-attribute-unused"]
    related = {each["file"] for each in checked["findings"]["app.py"][0]["related"]}
    assert related == {"pyproject.toml"}
    bridge.files({"pyproject.toml": '[tool.fal.apps.x]\nref = "app.py"\n', "app.py": APP})
    hover = ask(bridge, "hover", file="app.py", unit=APP.index("keep_alive"))
    assert "| `x` | `60` |" in hover["docs"]
    at = APP.index("    @fal")
    bridge.files({"pyproject.toml": "", "app.py": f"{APP[:at]}    mach\n{APP[at:]}"})
    labels = [
        each["label"] for each in ask(bridge, "complete", file="app.py", unit=at + 8, explicit=True)
    ]
    assert "machine_type" in labels


@pytest.mark.parametrize(
    ("typed", "explicit", "expected"),
    [
        ('auth = "pu', False, "public"),
        ("keep_al", False, "keep_alive"),
        ("", True, "[tool.fal.apps.x.image]"),
        ("", False, None),
        ("auth]", False, None),
    ],
)
def test_suggestions(bridge: Bridge, typed: str, explicit: bool, expected: str | None) -> None:
    text = f'[tool.fal.apps.x]\nref = "app.py"\n{typed}'
    bridge.files({"pyproject.toml": text})
    found = ask(bridge, "complete", file="pyproject.toml", unit=len(text), explicit=explicit)
    labels = [each["label"] for each in found]
    assert (expected in labels) if expected else labels == []


def test_what_fal_deploys(bridge: Bridge) -> None:
    bridge.files(
        {
            "pyproject.toml": '[tool.fal.apps.x]\nref = "app.py::Painter"\nauth = "public"\n',
            "app.py": APP,
        }
    )
    app = ask(bridge, "app", name="x")
    assert app["target"], app["place"] == ("Painter", {"file": "app.py", "line": 4})
    settings = {each["name"]: each for each in app["settings"]}
    assert settings["keep_alive"]["place"] == {"file": "app.py", "line": 7}
    assert settings["auth"]["place"] == {"file": "pyproject.toml", "line": 3}
    assert not settings["regions"]["isSet"]
    assert ask(bridge, "app", name="y") is None


@pytest.mark.parametrize("name", ["../x", "/x", "a/../../x", ".", "", "a//b", "./a"])
def test_nothing_is_written_outside(bridge: Bridge, tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="no name of a file"):
        bridge.files({name: ""})
    assert not list(tmp_path.iterdir())


def test_it_starts_with_a_workout_and_no_file(tmp_path: Path) -> None:
    assert ask(open_bridge(str(tmp_path / "project")), "check")["apps"] == []
