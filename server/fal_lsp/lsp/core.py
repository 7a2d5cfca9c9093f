"""The program's own parts behind the server, loaded when they are first needed.

Knows where they live, not what they do; a test gives others in their place. Loading late keeps the
start short: `initialize` is answered before any of this is imported.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from ..lint.mention import mentions_fal

if TYPE_CHECKING:
    from ..lint.config import Config
    from ..lint.diagnostic import Diagnostic
    from ..lint.memory import Memory
    from ..project import Project
    from ..toml import Document

_WARM_UP = "[tool.fal.apps.x]\n"


class Core:
    """The calls from the server into the rooms below it."""

    def parse(self, text: str, previous: Document | None = None) -> Document:
        """The tree of a text; `previous` is that of the text before the edit. Never raises."""
        from ..toml import parse

        return parse(text, previous)

    def load(self) -> None:
        """Load what the first document needs, in the moment before it is opened."""
        from ..lint.check import check
        from ..toml import parse

        check(parse(_WARM_UP))

    def memory(self) -> Memory:
        """What `check` may keep of one document between its versions."""
        from ..lint.memory import Memory

        return Memory()

    def check(
        self, document: Document, project: Project | None, config: Config, memory: Memory | None
    ) -> tuple[Diagnostic, ...]:
        """Everything that is wrong with a document, in the order of the text. Never raises.

        A file that does not mention fal is somebody else's: it may be open in every Python project,
        and its mistakes are for a TOML server to tell.
        """
        if not mentions_fal(document.text):
            return ()
        from ..lint.check import check

        return check(document, project, config, memory)

    def project(
        self, path: str, folders: tuple[str, ...], buffers: Mapping[str, str]
    ) -> Project | None:
        """The files around a pyproject.toml, as far as they lie in the workspace.

        `buffers` are the texts that the editor has open, by their paths; they count before the
        files and may change at any time.
        """
        from ..project import open_project

        return open_project(path, folders, buffers)

    def config(self, table: Mapping[str, Any]) -> tuple[Config, tuple[str, ...]]:
        """The rules' configuration from `ignore` and `severity`, and the mistakes in them."""
        from ..lint.config import read_config

        read = read_config(table)
        return read.config, tuple(finding.message for finding in read.findings)

    def has_feature(self, module: str) -> bool:
        """Whether an editor feature exists in `ide/`."""
        spec = find_spec(f"fal_lsp.ide.{module}")
        # A directory without code has a spec, too, but comes from nowhere.
        return spec is not None and spec.origin is not None

    def feature(self, module: str, function: str) -> Callable[..., Any]:
        """The function of an editor feature."""
        found: Callable[..., Any] = getattr(import_module(f"fal_lsp.ide.{module}"), function)
        return found
