"""The apps of the code that can be added at the cursor, and an app that can run from its package.

Knows what the project has that pyproject.toml lacks; must not know how it is found.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from fal_schema.lookup import node_at

from ..lint.check import check, subject
from ..lint.new_apps import new_apps, packaged, with_apps
from ..rules.app_source import ref_target
from ..rules.context import APPS, FAL
from ..rules.finding import Severity
from ..toml import parse
from ..toml.cursor import path_at
from ..toml.edits import apply, text_edits
from ..toml.types import InsertKey, RenameKey, ReplaceValue
from .types import CodeAction

if TYPE_CHECKING:
    from ..lint.diagnostic import Diagnostic
    from ..lint.fixing import Check
    from ..project import Project
    from ..rules.context import AppContext
    from ..text import Span
    from ..toml import Document
    from ..toml.types import Edit, Path, TextEdit

_NOTHING = re.compile(r"[^\n]*\n(?:[ \t]*(?:#[^\n]*)?\n)*[ \t]*(?:#[^\n]*)?")
_MOST = 10
"""The number of apps that are offered one by one."""


def additions(document: Document, span: Span, project: Project) -> Iterator[CodeAction]:
    """What `fal-lsp init` would add, where the table of apps is empty."""
    if not _is_in_empty_table(document, span.start):
        return
    apps = [app for app in new_apps(document, project) if app.is_likely]
    choices = [(f"Add `{app.name}`: {app.runs}", [app]) for app in apps[:_MOST]]
    if len(apps) > 1:
        choices.insert(0, (f"Add the {len(apps)} apps of this project", apps))
    for title, chosen in choices:
        edits = with_apps(document, chosen)
        if edits:
            yield CodeAction(title, "quickfix", edits)


def _is_in_empty_table(document: Document, offset: int) -> bool:
    """Whether a header of `[tool.fal]` is in front of an offset, and nothing but blank lines."""
    apps = document.node(APPS)
    if apps is not None and any(apps.entries()):
        return False
    for node in filter(None, (apps, document.node(FAL))):
        for key in node.keys:
            start = document.text.rfind("\n", 0, key.start) + 1
            if start <= offset and _NOTHING.fullmatch(document.text[start:offset] + "\n"):
                return True
    return False


def packaging(
    document: Document,
    span: Span,
    project: Project,
    diagnostics: Sequence[Diagnostic],
    look: Check | None = None,
) -> Iterator[CodeAction]:
    """Run the app of a `ref` from its package, for which fal no longer reads the class.

    Not where that leads to an error; `diagnostics` are all those of the document, and `look` checks
    a changed one.
    """
    spot = path_at(document, span.start)
    if spot is None or spot.path[:-2] != APPS or spot.path[-1] != "ref":
        return
    app = next(
        (each for each in subject(document, project).apps if each.path == spot.path[:-1]), None
    )
    target = ref_target(app) if app is not None else None
    if app is None or target is None or target.kind in ("missing", "other"):
        # No other way to load it makes an app of it.
        return
    settings = packaged(project, target)
    if not settings:
        return
    (_, entry), *rest = settings
    edits: list[Edit] = [
        ReplaceValue(spot.path, entry),
        RenameKey(spot.path, "python_entry_point"),
        *(_set(app, str(path[-1]), text) for path, text in rest if _counts(app, path)),
    ]
    changed = text_edits(document, edits)
    if changed and not _adds_errors(document, changed, diagnostics, look or _check_in(project)):
        what = f"Run `{target.name}` from its package, with its current settings"
        yield CodeAction(what, "refactor.rewrite", changed)


def _counts(app: AppContext, path: Path) -> bool:
    """Whether the app gets a setting of its class now: it is not overridden by pyproject.toml."""
    schema = node_at(("apps", app.name, *path))
    return app.lacks(str(path[0])) or (schema is not None and schema.wins != "toml")


def _adds_errors(
    document: Document, edits: Sequence[TextEdit], before: Sequence[Diagnostic], look: Check
) -> bool:
    """Whether a rule reports more errors after the edits."""
    after = look(parse(apply(document.text, edits), document))
    return bool(_errors(after) - _errors(before))


def _errors(diagnostics: Sequence[Diagnostic]) -> Counter[str]:
    return Counter(each.rule for each in diagnostics if each.severity is Severity.ERROR)


def _check_in(project: Project) -> Check:
    return lambda document: check(document, project)


def _set(app: AppContext, name: str, text: str) -> Edit:
    if app.lacks(name):
        return InsertKey(app.path, name, text)
    return ReplaceValue((*app.path, name), text)
