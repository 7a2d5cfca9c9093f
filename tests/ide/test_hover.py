"""What the card says: `$0` is the cursor, the card holds the words, the span is what is marked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fal_lsp.ide.hover import hover
from fal_lsp.ide.markup import code
from fal_lsp.project import open_project
from fal_lsp.toml import parse
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tests.support.snapshots import check_snapshot

APP = '[tool.fal.apps.x]\nref = "src/app.py::Generator"\n'


def check_hover(
    marked: str, marked_text: str | None, *words: str, project: Path | None = None
) -> str:
    """The card's Markdown; `None` as the marked text means that there is no card."""
    offset = marked.index("$0")
    text = marked.replace("$0", "")
    if project is not None:
        (project / "pyproject.toml").write_text(text, encoding="utf-8")
    opened = open_project(str(project / "pyproject.toml")) if project is not None else None
    found = hover(parse(text), offset, project=opened)
    if marked_text is None:
        assert found is None
        return ""
    assert found is not None
    assert text[found.span.start : found.span.end] == marked_text
    for word in words:
        assert word in found.docs
    return found.docs


@pytest.mark.parametrize(
    ("marked", "span", "words"),
    [
        (APP + "keep$0_alive = 300\n", "keep_alive", ["integer, seconds", "Since fal 1.75.3"]),
        (APP + "keep_alive = 5$0400\n", "5400", ["1 h 30 min"]),
        (APP + "keep_alive = 3$00\n", "30", ["keep_alive"]),
        (APP + "keep_alive = 6$00 * 5\n", "60", ["keep_alive"]),
        (APP + 'auth = "sha$0red"\n', '"shared"', ["authenticated"]),
        (APP + 'machine_type = "GPU-H$0100"\n', '"GPU-H100"', ["80 GB"]),
        (APP + 'machine_type = ["S", "GPU-H$0200"]\n', '"GPU-H200"', ["141 GB"]),
        (APP + 'regions = ["us-$0east"]\n', '"us-east"', ["us-east"]),
        (APP + 'requirements = ["tor$0ch"]\n', '"torch"', ["requirements"]),
        (APP + "no_sca$0le = true\n", "no_scale", ["Deprecated", "app_scale_settings"]),
        (APP + "[tool.fal.apps.x.health_$0check]\n", "health_check", ["table"]),
        (APP + "[tool.fal.apps.x.health_check]\npa$0th = '/h'\n", "path", ["Required"]),
        (APP + "health_check.pa$0th = '/h'\n", "path", ["Required"]),
        (APP + "health_check = { pa$0th = '/h' }\n", "path", ["Required"]),
        (APP + "image.build_args = { CU$0DA = '1' }\n", "CUDA", ["**`CUDA`** · build argument"]),
        (APP + "image.secrets.a-b = '$$0X'\n", "'$X'", ["**`a-b`** · build secret"]),
        (APP + "image = $0{ image = 'a' }\n", "{ image = 'a' }", ["Container"]),
        (APP + "image = { image = 'a' $0}\n", "{ image = 'a' }", ["Container"]),
        (APP + "regions = $0['us-east']\n", "['us-east']", ["Regions"]),
        ("[tool.fal.apps]\nx = $0{}\n", "{}", ["fal deploy x"]),
        (APP + "image = {\n  im$0age = 'a/b',\n}\n", "image", ["container"]),
        ("[tool.fal.ap$0ps.x]\n", "apps", ["fal deploy NAME"]),
        ("# 🦅\u2028\n" + APP + "auth$0 = 'public'\n", "auth", ["Who can call"]),
        ("[tool.fal.apps.x]\nref = \"a.py\nau$0th = 'public'\n", "auth", ["Who can call"]),
        (APP.replace("\n", "\r\n") + "te$0am = 'a'\r\n", "team", ["Slug of the team"]),
    ],
)
def test_keys_and_values(marked: str, span: str, words: list[str]) -> None:
    check_hover(marked, span, *words)


@pytest.mark.parametrize(
    "marked",
    [
        "[pro$0ject]\nname = 'x'\n",
        "[tool.ru$0ff]\nline-length = 3\n",
        APP + "# keep$0_alive\n",
        APP + "colo$0ur = 'red'\n",
        APP + "\n$0\n",
        APP + "image = {\n  image = 'a', # w$0hy\n}\n",
        APP + "image = { image = 'a',$0  }\n",
        APP + "regions = [\n  'us-east', # w$0hy\n]\n",
        "[tool.fal.apps]\nx = {\n$0\n}\n",
        "$0",
    ],
)
def test_silence_elsewhere(marked: str) -> None:
    check_hover(marked, None)


def test_the_card_of_an_app_tells_where_each_setting_comes_from(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "app.py").write_text(
        'import fal\n\n\nclass Generator(fal.App, keep_alive=300):\n    """Makes pictures."""\n\n'
        '    machine_type = "GPU-H100"\n'
    )
    card = check_hover(
        '[tool.fal.apps.pic$0tures]\nref = "src/app.py::Generator"\nmachine_type = "S"\n'
        'auth = "public"\nname = "prod"\n',
        "pictures",
        "\n\nMakes pictures.\n\n",
        '| `auth` | `"public"` | pyproject.toml |',
        '| `machine_type` | `"GPU-H100"` | class Generator (src/app.py:7) |',
        "| `keep_alive` | `300` | class Generator (src/app.py:4) |",
        "`fal run pictures`",
        project=tmp_path,
    )
    # What does not fit into VS Code's card is scrolled out of sight: the command comes first.
    assert card.partition("\n")[0] == (
        "**`fal deploy pictures`** deploys a `fal.App` class as **`prod`**: "
        '`auth` `"public"`, `machine_type` `"GPU-H100"`.'
    )
    assert re.search(r"\| `max_concurrency` \| .* \| default \|", card)


def test_a_path_is_told_by_what_it_leads_to(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text('import fal\nclass A(fal.App):\n    """Doc of A."""\n')
    (tmp_path / "Dockerfile").write_text(
        "ARG CUDA=12\nFROM nvidia/cuda:$CUDA\nRUN --mount=type=secret,id=TOKEN true\nEXPOSE 8000\n"
    )
    (tmp_path / "models").mkdir()
    text = (
        "[tool.fal.apps.x]\nref = 'app.py::A'\napp_files = ['models']\n"
        "[tool.fal.apps.y.image]\ndockerfile = 'Dockerfile'\n"
    )
    check_hover(
        text.replace("::A", "::$0A"), "'app.py::A'", "Doc of A.", "app.py:2", project=tmp_path
    )
    check_hover(text.replace("models", "mo$0dels"), "'models'", "directory", project=tmp_path)
    check_hover(
        text.replace("'Dockerfile", "'Docker$0file"), "'Dockerfile'",
        "nvidia/cuda:12", "`TOKEN`", "8000", project=tmp_path,
    )  # fmt: skip


def test_a_name_with_marks_of_markdown_or_the_shell_shows_as_it_is() -> None:
    card = check_hover(
        "[tool.fal.apps.'a `b| \"c'$0]\nname = 'x`y|z'\n",
        "'a `b| \"c'",
        "**``fal deploy 'a `b| \"c'``**",
        '| `name` | ``"x`y\\|z"`` | pyproject.toml |',
        "as **``x`y|z``**",
        "``fal run 'a `b| \"c'`` runs it without deploying",
    )
    assert len([line for line in card.splitlines() if line.startswith("|")]) > 3


@given(st.text(min_size=1))
@example(" ")
@example("\x85")
@example("\n")
@example(" a ")
@example("`")
@example("` `` ")
def test_any_text_is_one_code_span(text: str) -> None:
    (paragraph,) = [
        token for token in MarkdownIt().parse(f"x {code(text)} y") if token.type == "inline"
    ]
    assert paragraph.children is not None
    _, span, _ = paragraph.children
    assert span.type == "code_inline"
    # A reader of Markdown takes a NUL for a character that cannot be shown.
    assert span.content == re.sub(r"[\r\n]+", " ", text).replace("\0", "\ufffd")


EXAMPLE = Path(__file__).parents[2] / "examples" / "good" / "pyproject.toml"


@pytest.mark.snapshot
def test_every_hover_of_an_example() -> None:
    """Each text once, below the places in the example that show it."""
    text = EXAMPLE.read_text(encoding="utf-8")
    document, around = parse(text), open_project(str(EXAMPLE))
    places: dict[str, dict[str, None]] = {}
    for offset in range(len(text)):
        shown = hover(document, offset, project=around)
        if shown is not None:
            line, column = document.lines.position(shown.span.start)
            place = f"{line + 1}:{column + 1} {text[slice(*shown.span)]}"
            places.setdefault(shown.docs, {})[place] = None
    pages = [
        "\n".join(["=" * 80, *shown_at, "-" * 80, docs, ""]) for docs, shown_at in places.items()
    ]
    snapshot = "\n".join(pages).replace(str(EXAMPLE.parent), "FOLDER")
    check_snapshot(Path(__file__).parent / "expected" / "hover.md", snapshot)
