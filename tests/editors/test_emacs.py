"""The server in Emacs with Eglot, with the configuration that docs/editors/emacs.md shows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.editors.terminal import Emacs, find_emacs, find_lsp_mode
from tests.support.docs import snippets

PROGRAM = find_emacs()

pytestmark = [
    pytest.mark.editor,
    pytest.mark.skipif(not PROGRAM, reason="Emacs is not installed: make test-editors"),
]

COMPLETE, ACCEPT, GO = "\x1b\t", "\r", "\x1b."
"""`C-M-i`, `RET`, `M-.`"""


EGLOT, SETTINGS = snippets("editors/emacs.md", "Eglot", "elisp")
ON_SAVE = snippets("editors/emacs.md", "Fix on save", "elisp")
BESIDE = snippets("editors/emacs.md", "Alongside Tombi or Taplo", "elisp")
LSP_MODE = snippets("editors/emacs.md", "lsp-mode", "elisp")


def opened(folder: Path, file: str = "pyproject.toml", configuration: str = EGLOT) -> Emacs:
    """Emacs with lines of the page, and a file in it."""
    assert PROGRAM
    editor = Emacs(PROGRAM, configuration, folder, folder.parent / "home")
    editor.type(f"\x18\x06{file}\r")
    editor.wait(f'(and (get-buffer "{file}") t)')
    return editor


@pytest.fixture
def emacs(shop: Path) -> Iterator[Emacs]:
    with opened(shop) as editor:
        editor.wait("(test-problems)")
        yield editor


def test_the_misspelled_key_is_underlined(emacs: Emacs) -> None:
    [[message, underlined]] = emacs.ask("(test-problems)")
    assert "`machin_type`" in message
    assert underlined == "machin_type"


def test_a_key_is_completed_behind_an_emoji(emacs: Emacs) -> None:
    emacs.ask('(test-go ", machin_type")')
    emacs.type(", keep_al" + COMPLETE)
    emacs.wait('(string-search "keep_alive = " (test-text))')
    emacs.type("600")
    emacs.wait('(string-search "keep_alive = 600, machin_type" (test-text))')
    assert 'team = "🎨 漢", keep_alive = 600, machin_type = "M" }' in emacs.ask("(test-text)")


def test_hover_shows_the_docs(emacs: Emacs) -> None:
    emacs.ask('(test-go "team =")')
    # Emacs asks once the cursor has been moved and rests.
    emacs.type("\x06")
    emacs.wait("(test-has-docs)")
    emacs.type("\x1bxeldoc-doc-buffer\r")
    assert "ince fal 1.52.0" in emacs.wait('(test-window "*eldoc")')


def test_a_quick_fix_renames_the_key(emacs: Emacs) -> None:
    emacs.ask('(test-go "machin_type")')
    emacs.type("\x1bxeglot-code-action-quickfix\r")
    emacs.wait("(test-minibuffer)")
    emacs.type(ACCEPT)
    emacs.wait("(test-problems)", [])
    assert '🎨 漢", machine_type = "M" }' in emacs.ask("(test-text)")


def test_saving_applies_the_safe_fixes(shop: Path) -> None:
    file = shop / "pyproject.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('"/health"', '"health"'), encoding="utf-8")
    with opened(shop, configuration="".join([EGLOT, *ON_SAVE])) as editor:
        editor.wait("(cdr (append (test-problems) nil))")
        editor.ask("(progn (set-buffer-modified-p t) (save-buffer))")
        assert file.read_text(encoding="utf-8") == text


def test_an_app_is_renamed_wherever_it_is_written(emacs: Emacs) -> None:
    emacs.ask('(test-go "painter")')
    emacs.type("\x1bxeglot-rename\r")
    emacs.wait("(test-minibuffer)")
    emacs.type("artist" + ACCEPT)
    emacs.wait('(string-search "artist" (test-text))')
    text = emacs.ask("(test-text)")
    assert "[tool.fal.apps.artist]\n" in text
    assert "[tool.fal.apps.artist.health_check]\n" in text


def test_a_reference_leads_to_the_class(emacs: Emacs) -> None:
    emacs.ask('(test-go "Writer\\"")')
    emacs.type(GO)
    emacs.wait('(and (get-buffer "writer.py") t)')
    shown = "(with-current-buffer (window-buffer) (thing-at-point 'line t))"
    emacs.wait(shown, "class Writer(fal.App):\n")


def test_another_toml_file_is_left_alone(shop: Path) -> None:
    with opened(shop, "other.toml") as editor:
        in_buffer = (
            '(with-current-buffer "other.toml" (list (symbol-name major-mode) eglot--managed-mode))'
        )
        assert editor.ask(in_buffer) == ["conf-toml-mode", None]


def test_a_setting_reaches_the_server(shop: Path) -> None:
    file = shop / "pyproject.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('auth = "private"', "keep_alive = 5400"), encoding="utf-8")
    with opened(shop, configuration=EGLOT + SETTINGS) as editor:
        editor.wait("(test-problems)")
        hints = editor.wait(
            "(eglot--request (eglot-current-server) :textDocument/inlayHint"
            " (list :textDocument (eglot--TextDocumentIdentifier)"
            " :range (list :start '(:line 0 :character 0) :end '(:line 14 :character 0))))"
        )
        assert hints


def test_beside_tombi_both_are_heard(shop: Path) -> None:
    """Tombi formats, which our server does not; the findings are ours."""
    with opened(shop, configuration=EGLOT + "".join(BESIDE)) as editor:
        editor.wait(
            '(seq-some (lambda (each) (string-search "`machin_type`" (aref each 0)))'
            " (test-problems))"
        )
        editor.wait("(eglot-server-capable :documentFormattingProvider)")
        editor.ask('(test-go "Writer\\"")')
        editor.type(GO)
        editor.wait('(and (get-buffer "writer.py") t)')


@pytest.fixture
def lsp_mode(shop: Path) -> Iterator[Emacs]:
    folders = find_lsp_mode()
    if not folders:
        pytest.skip("lsp-mode was not unpacked: make test-editors")
    paths = "".join(f'(add-to-list \'load-path "{folder}")' for folder in folders)
    # As a package manager would.
    loaded = '(load "lsp-mode-autoloads")'
    guess = "(setq lsp-auto-guess-root t lsp-enable-snippet nil)"
    with opened(shop, configuration="\n".join([paths, loaded, guess, *LSP_MODE])) as editor:
        editor.wait("(test-problems)")
        yield editor


def test_lsp_mode_underlines_and_goes_to_the_class(lsp_mode: Emacs) -> None:
    [[message, underlined]] = lsp_mode.ask("(test-problems)")
    assert "`machin_type`" in message
    # lsp-mode 8.0 takes the protocol's UTF-16 units for characters, so after an emoji it marks a
    # place one too far; the page says so.
    assert underlined == "achin_type "
    lsp_mode.ask('(test-go "Writer\\"")')
    lsp_mode.type(GO)
    lsp_mode.wait("(with-current-buffer (window-buffer) (buffer-name))", "writer.py")
