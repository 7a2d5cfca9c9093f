"""The server in Neovim, with the configuration that docs/editors/neovim.md shows."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.editors.terminal import Neovim, find_neovim
from tests.support.docs import snippets

PROGRAM = find_neovim()
NEW, OLD = "Neovim 0.11 and later", "Neovim 0.8 to 0.10"

pytestmark = [
    pytest.mark.editor,
    pytest.mark.skipif(not PROGRAM, reason="Neovim is not installed: make test-editors"),
]


def opened(folder: Path, file: str = "pyproject.toml", *headings: str) -> Neovim:
    """Neovim with the lines of the page, and a file in it."""
    assert PROGRAM
    home = folder.parent / "home"
    code = [
        each
        for heading in headings or (NEW,)
        for each in snippets("editors/neovim.md", heading, "lua")
    ]
    editor = Neovim(PROGRAM, "\n".join(code), folder, home)
    editor.ask(f"vim.cmd.edit('{file}')")
    return editor


@pytest.fixture
def neovim(shop: Path) -> Iterator[Neovim]:
    with opened(shop) as editor:
        editor.wait("#Test.problems() > 0")
        yield editor


def test_the_misspelled_key_is_underlined(neovim: Neovim) -> None:
    assert neovim.ask("Test.problems()") == [["unknown-key", "machin_type"]]


def test_a_key_is_completed_behind_an_emoji(neovim: Neovim) -> None:
    neovim.ask("Test.go(', machin_type')")
    neovim.type("i, keep_al")
    neovim.wait("Test.menu()", ["keep_alive"])
    neovim.type("\x0e\x19")
    neovim.wait("Test.text():find('keep_alive = ', 1, true)")
    neovim.type("600\x1b")
    neovim.wait("vim.fn.mode()", "n")
    assert 'team = "🎨 漢", keep_alive = 600, machin_type = "M" }' in neovim.ask("Test.text()")


def test_a_value_is_completed_right_behind_the_sign(neovim: Neovim) -> None:
    """The text to insert begins with a blank, at which Neovim 0.11 would cut a plain text."""
    neovim.ask("Test.go('auth')")
    neovim.type("Odeployment_strategy =")
    neovim.wait("Test.menu()", ["rolling", "recreate"])
    neovim.type("\x0e\x19")
    neovim.wait("Test.text():find('\\ndeployment_strategy = \"rolling\"\\n', 1, true)")


def test_a_key_is_taken_by_another_name_for_it(neovim: Neovim) -> None:
    neovim.ask("Test.go('auth')")
    neovim.type("Oidle_t\x18\x0f")
    neovim.wait("Test.menu()", ["keep_alive"])
    neovim.type("\x0e\x19")
    neovim.wait("Test.text():find('\\nkeep_alive = \\n', 1, true)")


def test_hover_shows_the_docs(neovim: Neovim) -> None:
    neovim.ask("Test.go('team =')")
    neovim.type("K")
    assert "ince fal 1.52.0" in neovim.wait("Test.float()")


def test_a_quick_fix_renames_the_key(neovim: Neovim) -> None:
    neovim.ask("Test.go('machin_type')")
    neovim.type("gra")
    neovim.wait("Test.problems()", [])
    assert '🎨 漢", machine_type = "M" }' in neovim.ask("Test.text()")
    assert "machine_type" in neovim.ask("Test.offered")[0]


def test_saving_applies_the_safe_fixes(shop: Path) -> None:
    file = shop / "pyproject.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('"/health"', '"health"'), encoding="utf-8")
    with opened(shop, "pyproject.toml", NEW, "Fix on save") as editor:
        editor.wait("#Test.problems() > 1")
        editor.ask("vim.cmd.write()")
        assert file.read_text(encoding="utf-8") == text
        editor.wait("Test.problems()", [["unknown-key", "machin_type"]])


def test_an_app_is_renamed_wherever_it_is_written(neovim: Neovim) -> None:
    neovim.ask("Test.go('painter')")
    neovim.ask("vim.lsp.buf.rename('artist')")
    neovim.wait("Test.text():find('artist', 1, true)")
    text = neovim.ask("Test.text()")
    assert "[tool.fal.apps.artist]\n" in text
    assert "[tool.fal.apps.artist.health_check]\n" in text


def test_a_reference_leads_to_the_class(neovim: Neovim) -> None:
    neovim.ask("Test.go('Writer\"')")
    neovim.type("\x1d")
    neovim.wait("vim.fn.expand('%:.')", "src/shop/writer.py")
    assert neovim.ask("vim.api.nvim_get_current_line()") == "class Writer(fal.App):"


def test_code_lenses_stand_above_each_app(neovim: Neovim) -> None:
    lenses = neovim.wait("Test.lenses()")
    assert lenses == [["fal run", 5], ["fal deploy", 5], ["fal run", 13], ["fal deploy", 13]]


def test_code_lenses_have_the_new_name_of_an_app(neovim: Neovim) -> None:
    name = "(vim.lsp.codelens.get(0)[1] or { command = { arguments = {} } }).command.arguments[1]"
    neovim.wait(name, "painter")
    neovim.ask("Test.go('painter]')")
    neovim.type("cwartist\x1b")
    neovim.wait(name, "artist")
    neovim.type("u")
    neovim.wait(name, "painter")


def test_a_code_lens_runs_fal_with_the_name_of_the_app(neovim: Neovim, shop: Path) -> None:
    told = shop.parent / "told"
    fal = shop.parent / "home" / "bin" / "fal"
    fal.parent.mkdir()
    fal.write_text(f'#!/bin/sh\nprintf "%s," "$PWD" "$@" > {told}.new\nmv {told}.new {told}\n')
    fal.chmod(0o755)
    neovim.wait("Test.lenses()")
    neovim.ask("Test.go('writer')")
    neovim.type("grl")
    neovim.wait(f"vim.fn.filereadable('{told}')", 1)
    assert told.read_text() == f"{os.path.realpath(shop)},run,writer,"


def test_another_toml_file_is_left_alone(shop: Path) -> None:
    with opened(shop, "other.toml") as editor:
        assert editor.ask("vim.bo.filetype") == "toml"
        editor.ask("vim.cmd.edit('pyproject.toml')")
        editor.wait("#Test.problems() > 0")
        editor.ask("vim.cmd.edit('other.toml')")
        assert editor.ask("vim.lsp.get_clients({ bufnr = 0 })") == []


def test_the_lines_for_older_versions_attach_too(shop: Path) -> None:
    with opened(shop, "pyproject.toml", OLD) as editor:
        editor.wait("Test.problems()", [["unknown-key", "machin_type"]])
        editor.ask("vim.cmd.edit('other.toml')")
        assert editor.ask("vim.lsp.get_clients({ bufnr = 0 })") == []
