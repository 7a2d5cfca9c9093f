"""The package LSP-fal for Sublime Text: starts fal-lsp for pyproject.toml."""

from __future__ import annotations

from LSP.plugin import AbstractPlugin, register_plugin, unregister_plugin


class Fal(AbstractPlugin):
    """The server, with the settings in LSP-fal.sublime-settings."""

    @classmethod
    def name(cls) -> str:
        return "fal"


def plugin_loaded() -> None:
    register_plugin(Fal)


def plugin_unloaded() -> None:
    unregister_plugin(Fal)
