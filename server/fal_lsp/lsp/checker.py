"""Checks a document with the session's settings and the files around it. Knows no request.

The check and the parser are imported when the first document needs them: `initialize` is answered
before that.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ..lint.mention import mentions_fal
from .projects import Projects
from .settings import SECTION

if TYPE_CHECKING:
    from ..lint.check import Checked
    from ..lint.config import Config
    from ..lint.diagnostic import Diagnostic
    from ..memo import Memo
    from ..project import Project
    from ..toml import Document
    from .documents import Documents
    from .state import SessionState

_WARM_UP = "[tool.fal.apps.x]\n"


class Checker:
    """Checks open and closed documents alike."""

    def __init__(
        self, state: SessionState, documents: Documents, log: Callable[[str], None]
    ) -> None:
        """`log` is called with a sentence for each mistake in the settings."""
        self._state = state
        self._documents = documents
        self._log = log
        self._config: tuple[object, Config] | None = None
        self.projects = Projects(self._open_project)

    def check(
        self,
        document: Document,
        path: str | None,
        memo: Memo | None = None,
        *,
        may_be_late: bool = False,
    ) -> Checked:
        """The diagnostics of a document and of the files it leads to. Never raises.

        With `may_be_late`, after a pause the files are as they were before it.

        A file that does not mention fal may be open in every Python project; its mistakes are for
        a TOML server to report.
        """
        return self.check_in(document, self.project(path, may_be_late=may_be_late), memo)

    def check_in(
        self, document: Document, project: Project | None, memo: Memo | None = None
    ) -> Checked:
        """The same, with the files around it as they were seen before."""
        from ..lint.check import Checked, check_all

        if not mentions_fal(document.text):
            return Checked((), ())
        checked = check_all(document, project, self.config, memo)
        if document.is_unread:
            # An error on the command line, which has no other way to say that nothing was checked.
            return checked._replace(diagnostics=tuple(map(_remark, checked.diagnostics)))
        return checked

    def project(self, path: str | None, *, may_be_late: bool = False) -> Project | None:
        """The files around a document, `None` where they may not or cannot be read."""
        if path is None or not self._state.settings["project.enable"]:
            return None
        return self.projects.get(path, may_be_late=may_be_late)

    @property
    def config(self) -> Config:
        """The rules' configuration from the settings."""
        settings = self._state.settings
        if self._config is None or self._config[0] is not settings:
            from ..lint.config import read_config

            read = read_config({name: settings[name] for name in ("ignore", "severity")})
            self._config = settings, read.config
            for finding in read.findings:
                text = f"{finding.message} {finding.help}".rstrip()
                self._log(f"In the settings of {SECTION}: {text}")
        return self._config[1]

    def warm_up(self) -> None:
        """Import what the first document needs, before it is opened."""
        from ..lint.check import check
        from ..toml import parse

        check(parse(_WARM_UP))

    def _open_project(self, path: str) -> Project | None:
        from ..project import open_project

        # Unsaved buffers count before the files.
        return open_project(path, self._state.folders.paths, self._documents.buffers)


def _remark(diagnostic: Diagnostic) -> Diagnostic:
    from ..rules.finding import Severity

    return diagnostic._replace(severity=Severity.INFORMATION)
