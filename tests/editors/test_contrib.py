"""The files for other projects, loaded by the programs that they are for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.editors.terminal import Emacs, Neovim, find_emacs, find_lsp_mode, find_neovim

CONTRIB = Path(__file__).parents[2] / "contrib"
NEOVIM, EMACS = find_neovim(), find_emacs()

pytestmark = pytest.mark.editor


@pytest.mark.skipif(not NEOVIM, reason="Neovim is not installed: make test-editors")
def test_neovim_finds_the_configuration(shop: Path) -> None:
    assert NEOVIM
    code = f"vim.opt.rtp:prepend('{CONTRIB}/nvim-lspconfig')\nvim.lsp.enable('fal_lsp')"
    with Neovim(NEOVIM, code, shop, shop.parent / "home") as editor:
        editor.ask("vim.cmd.edit('pyproject.toml')")
        editor.wait("#Test.problems() > 0")
        assert editor.ask("Test.problems()") == [["unknown-key", "machin_type"]]
        editor.ask("vim.cmd.edit('other.toml')")
        assert editor.ask("#vim.lsp.get_clients({ bufnr = 0 })") == 0


@pytest.mark.skipif(not EMACS, reason="Emacs is not installed: make test-editors")
def test_lsp_mode_loads_the_client(shop: Path) -> None:
    assert EMACS
    folders = (*find_lsp_mode(), CONTRIB / "lsp-mode")
    if len(folders) == 1:
        pytest.skip("lsp-mode was not unpacked: make test-editors")
    paths = [f'(add-to-list \'load-path "{folder}")' for folder in folders]
    guess = "(setq lsp-auto-guess-root t lsp-enable-snippet nil)"
    start = "(add-hook 'conf-toml-mode-hook #'lsp)"
    code = "\n".join([*paths, '(load "lsp-mode-autoloads")', guess, "(require 'lsp-fal)", start])
    with Emacs(EMACS, code, shop, shop.parent / "home") as editor:
        editor.type("\x18\x06pyproject.toml\r")
        editor.wait('(and (get-buffer "pyproject.toml") t)')
        editor.wait("(test-problems)")
        [[message, _]] = editor.ask("(test-problems)")
        assert "`machin_type`" in message
