"""What is typed is what is there: whole files, at the pace of hands, with suggestions and pairs.

A sample is typed unless `FAL_LSP_TEST_TYPING` is `all`, or the paces at which everything is typed.
Each text is typed once without the server, too: there it has to come out as it is, so that each
difference is the server's.
"""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.editors.hands import Hands
from tests.editors.terminal import (
    PATIENCE,
    Editor,
    Emacs,
    Neovim,
    find_company,
    find_emacs,
    find_neovim,
)
from tests.support.docs import snippets
from tests.support.projects import APP, write

EXAMPLES = Path(__file__).parents[2] / "examples"
WISH = os.environ.get("FAL_LSP_TEST_TYPING", "")
PACES = (30, 60, 110, 250) if WISH in ("", "all") else tuple(map(int, WISH.split(",")))

PAIRS_FOR_NEOVIM = """
vim.o.autoindent = false
vim.o.indentexpr = ""
vim.api.nvim_create_autocmd("FileType", { callback = function() vim.bo.indentexpr = "" end })
local function next_letter()
  local column = vim.fn.col(".")
  return vim.api.nvim_get_current_line():sub(column, column)
end
for open, close in pairs({ ["["] = "]", ["{"] = "}", ['"'] = '"', ["'"] = "'" }) do
  local skip = "<C-G>U<Right>"
  vim.keymap.set("i", open, function()
    return open == close and next_letter() == close and skip or open .. close .. "<C-G>U<Left>"
  end, { expr = true })
  if open ~= close then
    vim.keymap.set("i", close, function()
      return next_letter() == close and skip or close
    end, { expr = true })
  end
end
"""
"""What the usual plugins do: close what is opened, and step over what was closed."""

PAIRS_FOR_EMACS = """
(require 'elec-pair)
(setq-default electric-pair-open-newline-between-pairs nil electric-pair-skip-whitespace nil)
(electric-pair-mode 1)
(electric-indent-mode -1)
"""

SHOWN_IN_NEOVIM = """
Shown = 0
vim.api.nvim_create_autocmd("CompleteChanged", { callback = function() Shown = Shown + 1 end })
"""

COMPANY = """
(defvar shown 0)
(add-hook 'company-completion-started-hook (lambda (_) (setq shown (1+ shown))))
(require 'company)
(setq company-minimum-prefix-length 1 company-idle-delay 0)
(global-company-mode 1)
"""


def neovim(folder: Path, *, server: bool) -> Editor:
    """Neovim with the lines of the page, in insert mode in an empty file."""
    program = find_neovim()
    assert program
    lines = snippets("editors/neovim.md", "Neovim 0.11 and later", "lua") if server else []
    configuration = "\n".join([*lines, PAIRS_FOR_NEOVIM, SHOWN_IN_NEOVIM])
    editor = Neovim(program, configuration, folder, folder.parent / "home")
    editor.ask("vim.cmd.edit('pyproject.toml')")
    if server:
        editor.wait("#vim.lsp.get_clients({ bufnr = 0 }) > 0")
        editor.wait("vim.lsp.get_clients({ bufnr = 0 })[1].initialized")
    editor.type("i")
    editor.wait("vim.fn.mode()", "i")
    return editor


def emacs(folder: Path, *, server: bool) -> Editor:
    """Emacs with company, in an empty file."""
    program, company = find_emacs(), find_company()
    assert program
    assert company
    mode, *_ = snippets("editors/emacs.md", "Eglot", "elisp")
    if not server:
        mode = mode.replace("(add-hook 'pyproject-mode-hook #'eglot-ensure)", "")
    keys = "\n".join(snippets("editors/emacs.md", "With company", "elisp"))
    configuration = (
        f'(add-to-list \'load-path "{company}")' + COMPANY + keys + PAIRS_FOR_EMACS + mode
    )
    editor = Emacs(program, configuration, folder, folder.parent / "home")
    editor.type("\x18\x06pyproject.toml\r")
    editor.wait('(and (get-buffer "pyproject.toml") t)')
    if server:
        editor.wait("(and (eglot-current-server) t)")
    return editor


class Kind(NamedTuple):
    """An editor with suggestions as one types."""

    opened: Callable[..., Editor]
    is_installed: bool
    text: str
    """The expression for what is in the buffer, without the end of the last line."""
    shown: str
    """The expression for how often suggestions were shown."""
    offered: str
    """The expression for the suggestion that would be taken."""
    ask: str
    """The keys that ask for suggestions, where a busy machine missed the moment to show them."""
    take: str
    """The keys that take it."""
    close: str
    """The key after it in quotes: Neovim leaves what it closed itself, and steps over it."""


EDITORS = {
    "neovim": Kind(
        neovim,
        bool(find_neovim()),
        "Test.text():sub(1, -2)",
        "Shown",
        "(vim.fn.complete_info({ 'matches' }).matches[1] or {}).abbr",
        "\x18\x0f",
        "\x0e\x19",
        '"',
    ),
    "emacs": Kind(
        emacs,
        bool(find_emacs() and find_company()),
        "(test-text)",
        "shown",
        "(nth company-selection company-candidates)",
        "\x1bxcompany-manual-begin\r",
        "\t",
        "",
    ),
}


def _texts() -> Iterator[tuple[str, str]]:
    """The files to type by their names, without the comments, which explain the examples."""
    for file in sorted(EXAMPLES.glob("**/pyproject.toml")):
        try:
            text = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        name = str(file.parent.relative_to(EXAMPLES))
        text = re.sub(r"(?m)^#.*\n|\s+#.*$", "", text.removeprefix("\ufeff")).strip("\n")
        if text:
            yield name, text


TEXTS = dict(_texts())
TEXTS["dotted"] = """\
[tool.fal]
apps.image-generator.ref = "src/app.py::ImageGenerator"
apps.image-generator.auth = "private"
apps.image-generator.machine_type = "GPU-H100"
apps.image-generator.regions = ["us-east", "us-west"]
apps.image-generator.health_check.path = "/health"
apps.image-generator.max_concurrency = 1
apps.image-generator.private_logs = true
apps.image-generator.num_gpus = 2"""
TEXTS["inline"] = """\
[tool.fal.apps]
one = { ref = "src/app.py::ImageGenerator", auth = "private", regions = ["us-east", "us-west"] }
two = { image = { image_url = "nginx:1" }, max_concurrency = 1, private_logs = true, num_gpus = 2 }
three = { ref = "src/app.py", health_check = { path = "/health", call_regularly = true } }"""

SAMPLE = [("spec/health-check", 60), ("inline", 110), ("dotted", 30)]
PLAN = [(name, pace) for name in TEXTS for pace in PACES] if WISH else SAMPLE

pytestmark = pytest.mark.editor


def _typed(editor: str, folder: Path, text: str, pace: int, *, server: bool) -> tuple[str, int]:
    """What is in the buffer once a text was typed, and how often suggestions were shown."""
    kind = EDITORS[editor]
    write(folder, {"src/app.py": APP.format(name="ImageGenerator")})
    with kind.opened(folder, server=server) as running:
        Hands(running, pace).type(text)
        with contextlib.suppress(AssertionError):
            # The last keys are on their way.
            running.wait(kind.text, text)
        return running.ask(kind.text), running.ask(kind.shown)


@cache
def _typed_without(editor: str, name: str) -> str:
    """The same where no server runs, as fast as machines type."""
    with tempfile.TemporaryDirectory() as folder:
        return _typed(editor, Path(folder, "work"), TEXTS[name], 4, server=False)[0]


@pytest.mark.parametrize(("name", "pace"), PLAN, ids=str)
@pytest.mark.parametrize("editor", EDITORS)
def test_what_is_typed_is_what_is_there(editor: str, name: str, pace: int, tmp_path: Path) -> None:
    if not EDITORS[editor].is_installed:
        pytest.skip(f"{editor} or a package of it is not installed: make test-editors")
    assert _typed_without(editor, name) == TEXTS[name], "the keys are wrong: nothing of ours ran"
    text, shown = _typed(editor, tmp_path / "work", TEXTS[name], pace, server=True)
    assert text == TEXTS[name]
    if pace >= 60:
        assert shown > 0, "no suggestion was ever shown: nothing was tested"


TAKEN = """\
[tool.fal.apps.image-generator]
ref = "src/app.py::ImageGenerator"
auth = "shared"
max_concurrency = 1
private_logs = true
regions = ["us-east"]
num_gpus = 2"""


@pytest.mark.parametrize("editor", EDITORS)
def test_what_is_taken_is_what_is_there(editor: str, tmp_path: Path) -> None:
    """Each suggestion is taken, and the next key is the one that a person would press."""
    kind = EDITORS[editor]
    if not kind.is_installed:
        pytest.skip(f"{editor} or a package of it is not installed: make test-editors")
    write(tmp_path / "work", {"src/app.py": APP.format(name="ImageGenerator")})
    with kind.opened(tmp_path / "work", server=True) as running:
        hands = Hands(running, 60)

        def take(typed: str, offered: str) -> None:
            hands.type(typed)
            for seconds in (3.0, 3.0, PATIENCE):
                with contextlib.suppress(AssertionError):
                    running.wait(kind.offered, offered, seconds)
                    break
                hands.press(*kind.ask)
            assert running.ask(kind.offered) == offered
            hands.press(*kind.take)
            if '"' in typed:
                hands.type(kind.close)

        hands.type("[tool.fal.apps.image-generator]\n")
        take("re", "ref")
        take('"s', "src/app.py::ImageGenerator")
        take("\naut", "auth")
        take('"sh', "shared")
        take("\nmax_c", "max_concurrency")
        take("1\npriv", "private_logs")
        take("t", "true")
        take("\nregi", "regions")
        take('["us-e', "us-east")
        take("]\nnum_g", "num_gpus")
        hands.type("2")
        running.wait(kind.text, TAKEN)
