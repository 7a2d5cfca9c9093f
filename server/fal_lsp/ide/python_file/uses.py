"""The apps that use the classes and functions of a Python file: code lenses, references, hover.

Knows which app leads to which class; must not know the protocol or how a manifest is found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from ...lint.check import subject
from ...rules.app_source import ref_target, shown_target
from ...text import LineIndex, Span
from ..hover_app import app_docs
from ..types import CodeAction, Hover, Lens

if TYPE_CHECKING:
    from ...project import Project
    from ...project.python.apps import Target
    from ...rules.context import AppContext
    from ...toml import Document

_NAME = re.compile(r"^[ \t]*(?:class|(?:async[ \t]+)?def)[ \t]+(\w+)", re.MULTILINE)
_MOST_CARDS = 3
"""Apps of one class that a hover shows; more would fill the window."""
_ACTIONS = (("fal run", "fal-lsp.run"), ("fal deploy", "fal-lsp.deploy"))


class Manifest(NamedTuple):
    """A pyproject.toml whose apps may use the file."""

    uri: str
    document: Document
    project: Project


class Use(NamedTuple):
    """An app that runs a class or a function of the file."""

    manifest: Manifest
    app: AppContext
    target: str
    """The name of the class or the function, as its definition has it."""
    line: int
    """The line of its definition, from 0."""
    span: Span
    """The `ref` or the entry point of the app in the manifest."""


def uses(manifest: Manifest, path: str) -> tuple[Use, ...]:
    """The uses of a Python file by the apps of a manifest, in the order of the apps."""
    real = manifest.project.real(path)
    return tuple(
        Use(manifest, app, target.definition.name, target.definition.line, span)
        for app, target, span in _targets(manifest)
        if target.path == real and target.definition is not None
    )


def inherited(manifest: Manifest, path: str) -> tuple[Use, ...]:
    """The classes of a Python file from which those of apps inherit, in the order of the apps."""
    real = manifest.project.real(path)
    found = []
    for app, target, span in _targets(manifest):
        app_class = manifest.project.app_class(target)
        for base in app_class.ancestors if app_class is not None else ():
            if base.path == real:
                found.append(Use(manifest, app, base.name, base.line, span))
    return tuple(found)


def _targets(manifest: Manifest) -> Iterator[tuple[AppContext, Target, Span]]:
    """Each app with the class or function that it runs, and its `ref` or entry point."""
    for app in subject(manifest.document, manifest.project).apps:
        target = ref_target(app) or shown_target(app)
        key = "ref" if app.has("ref") else "python_entry_point"
        node = manifest.document.node((*app.path, key))
        if target is not None and node is not None:
            yield app, target, node.span


def name_span(text: LineIndex, name: str, line: int) -> Span | None:
    """Where a class or a function is named: the definition that is nearest to a line.

    Found without parsing, so that the place is right while another part of the file is malformed.
    """
    spans = [Span(*each.span(1)) for each in _NAME.finditer(text.text) if each[1] == name]
    return min(spans, key=lambda span: abs(text.position(span.start)[0] - line), default=None)


def code_lens(text: LineIndex, used: Iterable[Use]) -> Iterator[tuple[Lens, Use]]:
    """The lenses of each use above its class; the argument is the app's name."""
    for use in used:
        span = name_span(text, use.target, use.line)
        if span is None:
            continue
        name = use.app.name
        for title, command in _ACTIONS:
            yield Lens(span, f"{title} {name}", command, (name,)), use
        title = f"app {name} in pyproject.toml"
        yield Lens(span, title, "fal-lsp.showApp", (name,)), use


def defined_at(text: LineIndex, offset: int) -> str:
    """The class or function that is defined on the line of an offset; empty for another line."""
    named = _NAME.match(text.line_text(text.position(offset)[0]))
    return named[1] if named is not None else ""


def addition(name: str, path: str, used: Iterable[Use], manifest: Manifest) -> CodeAction | None:
    """An edit of a manifest that adds a class or function of a Python file as an app.

    `None` where an app uses it already, or fal could not deploy it.
    """
    if any(each.target == name for each in used):
        return None
    from ...lint.new_apps import new_app, with_apps

    app = new_app(manifest.document, manifest.project, path, name)
    edits = None if app is None else with_apps(manifest.document, [app])
    if app is None or edits is None:
        return None
    return CodeAction(f"Add {app.name} to [tool.fal.apps]", "quickfix", edits)


def hover(text: LineIndex, offset: int, used: Callable[[], Iterable[Use]]) -> Hover | None:
    """What fal deploys of the class or function whose name is at an offset, for each of its apps.

    `used` returns the uses of the file; it is only called where something is defined.
    """
    if not defined_at(text, offset):
        return None
    found = references(text, offset, used())
    span = name_span(text, found[0].target, found[0].line) if found else None
    if span is None:
        return None
    cards = [
        app_docs(use.manifest.document, use.app.name, use.manifest.project)
        for use in found[:_MOST_CARDS]
    ]
    more = len(found) - len(cards)
    if more:
        cards.append(f"{more} more {'app uses' if more == 1 else 'apps use'} it.")
    return Hover(span, "\n\n---\n\n".join(cards))


def references(text: LineIndex, offset: int, used: Iterable[Use]) -> tuple[Use, ...]:
    """The uses of the class or function whose name is at an offset, where it is defined."""
    found = []
    for use in used:
        span = name_span(text, use.target, use.line)
        if span is not None and span.start <= offset <= span.end:
            found.append(use)
    return tuple(found)
