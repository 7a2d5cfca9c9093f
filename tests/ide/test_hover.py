"""What the card says: `$0` is the cursor, the card holds the words, the span is what is marked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fal_lsp.ide.hover import hover
from fal_lsp.markup import code, plain
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
        '| `machine_type` | `"GPU-H100"` | class Generator ([`src/app.py:7`](file:',
        "| `keep_alive` | `300` | class Generator ([`src/app.py:4`](file:",
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


@given(st.text(alphabet=st.sampled_from("ab1 \n\t\\`*_[](){}<>&;#+-=.!|~:/@w\"'")))
@example("![x](https://example.com/pixel.png)")
@example("[click](command:workbench.action.quit) <https://a.b> https://a.b www.a.b a@b.c")
@example("<img src='https://example.com/p.png'> &lt;b&gt;")
@example("# Title\n1. one\n- two\n    code\n===\n| a | b |\n| - | - |")
@example("```\nx\n```\n[a]: https://a.b")
@example("a\n \nb")
def test_text_of_somebody_else_is_shown_as_text(text: str) -> None:
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    shown = []
    for token in reader.parse(plain(text)):
        assert token.type in ("paragraph_open", "inline", "paragraph_close")
        for child in token.children or ():
            assert child.type in ("text", "softbreak", "text_special"), child
            shown.append(" " if child.type == "softbreak" else child.content)
        shown.append(" " * (token.type == "paragraph_close"))
    assert "".join(shown).split() == text.split()


@pytest.mark.parametrize("address", ["https://a.b/c", "www.a.b", "a@b.c", "HTTP://a.b"])
def test_an_address_in_a_text_is_no_link(address: str) -> None:
    assert address not in plain(f"see {address} now")


def test_a_docstring_cannot_load_or_run_anything(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(
        "import fal\n\nclass A(fal.App):\n"
        '    """![pixel](https://example.com/p.png) <img src=x> [run](command:x)"""\n'
    )
    for marked in (
        "[tool.fal.apps.x]\nref = 'app.py::$0A'\n",
        "[tool.fal.apps.x$0]\nref = 'app.py::A'\n",
    ):
        docs = check_hover(marked, "'app.py::A'" if "$0A" in marked else "x", project=tmp_path)
        assert "\\[pixel\\](https" in docs
        assert "\\<img" in docs
        assert "\\[run\\](command" in docs


def test_where_a_class_is_defined_is_a_link(tmp_path: Path) -> None:
    (tmp_path / "my app.py").write_text("import fal\n\nclass A(fal.App):\n    keep_alive = 300\n")
    root = tmp_path.resolve().as_uri()
    docs = check_hover(
        "[tool.fal.apps.x]\nref = 'my app.py::$0A'\n", "'my app.py::A'", project=tmp_path
    )
    assert f"[`my app.py:3`]({root}/my%20app.py#L3)" in docs
    docs = check_hover("[tool.fal.apps.x$0]\nref = 'my app.py::A'\n", "x", project=tmp_path)
    assert f"class A ([`my app.py:4`]({root}/my%20app.py#L4))" in docs


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
    snapshot = "\n".join(pages).replace(EXAMPLE.parent.as_uri(), "file:FOLDER")
    snapshot = snapshot.replace(str(EXAMPLE.parent), "FOLDER")
    check_snapshot(Path(__file__).parent / "expected" / "hover.md", snapshot)
