"""What is known of a document from its last version, app by app. Knows no rule and no format."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..rules.context import APPS, FAL, FileContext, Known, Surroundings
from .inquiry import Inquiry

if TYPE_CHECKING:
    from ..project import Project
    from ..rules._reads import Answer
    from ..rules.context import AppContext
    from ..rules.finding import Finding
    from ..toml import Document


class Around:
    """What is around the apps of a document; the same object as long as nothing of it changes."""

    __slots__ = ("outside", "project", "surroundings")

    def __init__(
        self, project: Project | None, outside: tuple[str, ...], surroundings: Surroundings
    ) -> None:
        self.project = project
        self.outside = outside
        """The text outside of `[tool.fal]`."""
        self.surroundings = surroundings


class Remembered(Known):
    """An app's own text, and what was found in it and in the files around."""

    __slots__ = ("around", "findings", "in_project", "torn")

    def __init__(self, torn: bool) -> None:
        super().__init__()
        self.torn = torn
        self.findings: tuple[Finding, ...] | None = None
        self.in_project: tuple[Finding, ...] = ()
        self.around: Around | None = None
        """What was around when the files were looked at; None where they never were."""


class Recollection(NamedTuple):
    """A document as the rules see it, and what is known of each of its apps, by name."""

    file: FileContext
    around: Around
    apps: dict[str, Remembered]
    typed: str | None
    """The only app whose text has changed; `None` where none has, or several have."""


class Memory:
    """What is known of each app of the last document, for the next version of it.

    Findings hold no offsets, so they are true as long as the app's own text is the same. Those
    about the files around are also kept only as long as the project is the same object, which its
    owner replaces when a file changes, and as long as the rest of the document says the same.
    """

    def __init__(self) -> None:
        self._apps: dict[object, Remembered] = {}
        self._around: Around | None = None
        self._inquiry: Inquiry | None = None

    def answers(self, app: AppContext, around: Around, is_torn: bool) -> dict[str, Answer]:
        """What the rules that need not be asked again say of the app that is typed."""
        self._inquiry = Inquiry(app, is_torn, around, self._inquiry)
        return self._inquiry.answers

    def recall(self, document: Document, project: Project | None) -> Recollection:
        """What is still true of a document; all else is forgotten."""
        torn_apps = document.malformed_entries(APPS)
        known, self._apps = self._apps, {}
        by_name: dict[str, Remembered] = {}
        changed: list[str] = []

        def remember(name: str, source: tuple[str, ...]) -> Known:
            torn = name in torn_apps
            key = (name, torn, source)
            found = known.get(key)
            if found is None:
                found = Remembered(torn)
                changed.append(name)
            self._apps[key] = by_name[name] = found
            return found

        around = self._look_around(document, project)
        file = FileContext(document, project, around.surroundings, remember)
        return Recollection(file, around, by_name, changed[0] if len(changed) == 1 else None)

    def _look_around(self, document: Document, project: Project | None) -> Around:
        outside = tuple(
            [section.text for section in document.sections if section.path[: len(FAL)] != FAL]
        )
        around = self._around
        if around is None or around.project is not project:
            around = Around(project, outside, Surroundings(document))
        elif around.outside != outside:
            # While a header is typed, the text changes but not what it says.
            surroundings = Surroundings(document)
            if surroundings.data == around.surroundings.data:
                around.outside = outside
            else:
                around = Around(project, outside, surroundings)
        self._around = around
        return around
