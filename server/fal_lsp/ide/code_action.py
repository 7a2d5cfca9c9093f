"""The changes on offer for a span: quick fixes, fix all, ignore, inline table to table and back.

Knows findings and edits; neither the rules nor the protocol.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from ..lint.check import check
from ..lint.fixing import offered
from ..lint.ignoring import ignore_comments
from ..rules.context import FAL
from ..toml.cursor import path_at
from ..toml.edits import text_edits
from ..toml.types import CollapseTable, ExpandInline
from .app_actions import additions, packaging
from .fix_all import fix_all
from .types import ACTION_KINDS, CodeAction

if TYPE_CHECKING:
    from ..lint.diagnostic import Diagnostic
    from ..lint.fixing import Check
    from ..project import Project
    from ..text import Span
    from ..toml import Document
    from .types import ActionKind


_MOST = 100
"""For how many findings changes are offered: a whole file may be selected."""


def code_action(
    document: Document,
    span: Span,
    diagnostics: Sequence[Diagnostic],
    *,
    kinds: Collection[ActionKind] = ACTION_KINDS,
    project: Project | None = None,
    look: Check | None = None,
    defers: bool = False,
    explains: bool = False,
    chosen: Collection[Span] = (),
) -> tuple[CodeAction, ...]:
    """The actions of the given kinds; `diagnostics` are all those of the document.

    Those at the `chosen` spans count as well as those that the span touches: an editor may ask for
    all diagnostics of a line wherever the cursor is on it.
    `look` checks a changed document. With `defers`, edits that take long to compute are left out:
    `fix_all` returns them on request. `explains` says that the editor can show the page of a rule.
    """
    here = [item for item in diagnostics if _touches(item.span, span) or item.span in chosen]
    del here[_MOST:]
    actions: list[CodeAction] = []
    if "quickfix" in kinds:
        actions += _quick_fixes(document, here)
        actions += _ignores(document, here)
        actions += _explanations(here) if explains else ()
        if project is not None:
            actions += additions(document, span, project)
    if "source.fixAll.fal-lsp" in kinds:
        actions += _fix_all(document, diagnostics, look, defers)
    if "refactor.rewrite" in kinds:
        actions += _rewrites(document, span)
        if project is not None:
            actions += packaging(document, span, project, diagnostics, look)
    return tuple(actions)


def _touches(one: Span, other: Span) -> bool:
    return one.start <= other.end and other.start <= one.end


def _quick_fixes(document: Document, diagnostics: Sequence[Diagnostic]) -> Iterator[CodeAction]:
    made = offered(document, (fix for item in diagnostics for fix in item.fixes))
    for item in diagnostics:
        for fix in item.fixes:
            if fix in made:
                yield CodeAction(fix.title, "quickfix", made[fix], (item,), fix.preferred)


def _ignores(document: Document, diagnostics: Sequence[Diagnostic]) -> Iterator[CodeAction]:
    """Switch a rule off on its line, by a comment at the end of it."""
    for item, edit in ignore_comments(document, diagnostics):
        yield CodeAction(f"Ignore `{item.rule}` on this line", "quickfix", (edit,), (item,))


def _explanations(diagnostics: Sequence[Diagnostic]) -> Iterator[CodeAction]:
    """Show the page of each rule that reports something here."""
    from ..rules import BY_NAME

    for name in dict.fromkeys(item.rule for item in diagnostics):
        page = BY_NAME[name].docs if name in BY_NAME else None
        if page:
            own = tuple(item for item in diagnostics if item.rule == name)
            yield CodeAction(f"Explain `{name}`", "quickfix", (), own, explains=name, page=page)


def _fix_all(
    document: Document, diagnostics: Sequence[Diagnostic], look: Check | None, defers: bool
) -> Iterator[CodeAction]:
    """All safe fixes, and those that they make possible."""
    safe = [item for item in diagnostics if any(fix.safe and fix.preferred for fix in item.fixes)]
    if not safe:
        return
    edits = () if defers else fix_all(document, look or check)
    if edits or defers:
        kind: ActionKind = "source.fixAll.fal-lsp"
        yield CodeAction("Fix all with safe fixes", kind, edits, tuple(safe), deferred=defers)


def _rewrites(document: Document, span: Span) -> Iterator[CodeAction]:
    """Turn the innermost table around the cursor from inline into a header, or back."""
    spot = path_at(document, span.start)
    path = spot.path if spot is not None else ()
    for length in range(len(path), len(FAL) + 1, -1):
        node = document.node(path[:length])
        if node is None or node.kind != "table":
            continue
        if node.form == "inline":
            edits = text_edits(document, (ExpandInline(node.path),))
            title = f"Convert `{node.path[-1]}` to a `[table]`"
        elif node.form == "header":
            edits = text_edits(document, (CollapseTable(node.path),))
            title = f"Convert `{node.path[-1]}` to an inline table"
        else:
            continue
        if edits:
            yield CodeAction(title, "refactor.rewrite", edits)
        return
