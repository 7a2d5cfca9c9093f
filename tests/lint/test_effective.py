"""What is shown of an app, whatever a half-written file says. What is right is compared with the
real fal, in `tests/conformance/test_effective.py`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from fal_lsp.lint.check import subject
from fal_lsp.lint.comparison import compare
from fal_lsp.lint.effective import Effective, effective
from fal_lsp.report import app_changes
from fal_lsp.toml import parse
from fal_schema.lookup import node_at
from hypothesis import given
from hypothesis import strategies as st

from tests.support.examples import examples
from tests.support.projects import project

if TYPE_CHECKING:
    import pytest

VALUES = (
    *("5", "-1", "nan", "inf", "1979-05-27", "true", '"x"', '"""a\nb"""', "", "9" * 30),
    *("[]", "[[1]]", '["a", 1]', "{}", "{ a = { b = 1 } }", "{ path = 5 }", "{ dockerfile = 5 }"),
    *('{ path = "/x", method = 5 }', '{ dockerfile = "app.py", secrets = [1] }', "{ timeout = 5 }"),
    '{ image = "a", registries = { a = 5, b = { password = [1] } } }',
)
SOURCES = ('ref = "app.py::A"', 'ref = "app.py::f"', 'ref = "app.py"', "ref = 5", "")
CODE = 'import fal\nclass A(fal.App):\n    @fal.endpoint("/")\n    def run(self): ...\n'
CODE += "@fal.function()\ndef f(): ...\n"


def _keys() -> list[str]:
    node = node_at(("apps", "a"))
    assert node is not None
    return sorted(node.children.keys() - {"ref"})


def test_values_of_any_type_are_shown(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("any")
    around = project(folder, {"app.py": CODE})
    last: list[Effective] = []

    @examples(80)
    @given(
        st.sampled_from(SOURCES),
        st.dictionaries(st.sampled_from(_keys()), st.sampled_from(VALUES), max_size=8),
        st.booleans(),
    )
    def shown(source: str, written: dict[str, str], has_project: bool) -> None:
        lines = [source, *(f"{key} = {value}" for key, value in written.items())]
        document = parse("\n".join(["[tool.fal.apps.a]", *lines, ""]))
        found = [effective(app) for app in subject(document, around if has_project else None).apps]
        assert [app.name for app in found] == ["a"]
        assert all(isinstance(each.text, str) for app in found for each in app.settings)
        changes = compare(last, found)
        root = str(folder)
        json.dumps(app_changes.objects(changes, "x", "y", root), allow_nan=False)
        table = "".join(app_changes.markdown(changes, "x"))
        rows = [line for line in table.splitlines() if line.startswith("| `")]
        bars = 4 if last else 3
        assert all(row.replace("\\|", "").count("|") == bars for row in rows)
        last[:] = found

    shown()
