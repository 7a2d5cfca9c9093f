"""The check: a document and the files around it in, diagnostics out.

Runs the rules and puts their findings into the text. Knows neither the protocol nor the formats
of the reports, and does no input or output but through the project that it is given.
"""

from __future__ import annotations

from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from fal_schema.lookup import app_node

from ..rules import ALL
from ..rules.context import APPS, FAL, AppContext, FileContext
from ..rules.file import file_too_large
from ..rules.finding import FilePlace, FileRange, Place, Related
from ..rules.python_values import judged
from ..text import Span
from .changes import begin
from .config import TABLE, read_config
from .diagnostic import RelatedSpan
from .elsewhere import in_files
from .reported import reported
from .silence import asked
from .suppressions import NEVER_HIDDEN, suppressions
from .templates import is_template

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ..memo import Memo
    from ..project import Project
    from ..rules.finding import Finding, Path, Rule
    from ..toml import Document, Node
    from .config import Config
    from .diagnostic import Diagnostic
    from .elsewhere import FileDiagnostics

    OnCrash = Callable[[str, Exception], object]

MOST_FINDINGS = 1000
"""How many findings of one rule in one app are reported."""

_FILE_RULES = tuple(rule for rule in ALL if rule.check_file is not None)


class Checked(NamedTuple):
    """What is wrong with a document, and with the Python files that its apps lead to."""

    diagnostics: tuple[Diagnostic, ...]
    elsewhere: tuple[FileDiagnostics, ...]


def check(
    document: Document,
    project: Project | None = None,
    config: Config | None = None,
    memo: Memo | None = None,
    on_crash: OnCrash | None = None,
) -> tuple[Diagnostic, ...]:
    """Everything that is wrong with `[tool.fal]` in a document, in the order of the text.

    The arguments are those of `check_all`.
    """
    return check_all(document, project, config, memo, on_crash).diagnostics


def check_all(
    document: Document,
    project: Project | None = None,
    config: Config | None = None,
    memo: Memo | None = None,
    on_crash: OnCrash | None = None,
    isolated: bool = False,
) -> Checked:
    """The same, with what is wrong in the Python files that the apps lead to.

    Without a project the rules that look at the files around are left out. `config` is what the
    command line or the editor sets, on top of `[tool.fal-lsp]`. A `memo` of the last version of
    the same document saves the work for what did not change. `on_crash` is told the name
    of a rule that raised, and what; without it the log is. What is `isolated` has no
    `[tool.fal-lsp]`. Never raises.
    """
    if is_template(document, "" if project is None else project.path):
        return Checked((), ())
    read = read_config(None if isolated else document.data(TABLE))
    settings = read.config if config is None else read.config.merged(config)
    comments = suppressions(document)
    elsewhere: list[Finding] = []
    findings = [*read.findings, *comments.findings]
    for finding in _findings(document, project, memo, on_crash or log_crash):
        (elsewhere if isinstance(finding.place, FileRange) else findings).append(finding)
    broken = [problem.span for problem in document.problems if problem.kind == "syntax"]
    locate = partial(_located, document, broken)
    lines, relate = partial(_comment_lines, document), partial(_related, document)
    diagnostics = reported(findings, settings, comments, locate, lines, relate)
    if project is None or not elsewhere:
        return Checked(diagnostics, ())

    def line(place: Place | Span) -> FilePlace:
        start = _span(document, place).start
        return FilePlace(project.path, document.lines.position(start)[0])

    return Checked(diagnostics, in_files(elsewhere, project, settings, line))


def _located(document: Document, broken: list[Span], finding: Finding) -> Span | None:
    """Where a finding is; `None` for one that only follows from malformed text."""
    assert not isinstance(finding.place, FileRange)
    span = _span(document, finding.place)
    counts = not broken or finding.rule in NEVER_HIDDEN
    return span if counts or not _follows(finding, span, document, broken) else None


def _comment_lines(document: Document, finding: Finding, span: Span) -> Iterator[int]:
    """The lines whose comments count for a finding: the first, and the last of its value."""
    yield document.lines.position(span.start)[0]
    yield document.lines.position(max(span.start, span.end - 1))[0]
    node = document.node(finding.place.path) if isinstance(finding.place, Place) else None
    if node is not None and (node.kind != "table" or node.form == "inline"):
        yield document.lines.position(max(node.span.start, node.span.end - 1))[0]


def _follows(finding: Finding, span: Span, document: Document, broken: list[Span]) -> bool:
    """Whether a finding only follows from malformed text: one problem, one finding.

    That is what lies in it or under a broken header, since nobody knows which table that is. And
    a setting that is among the apps, where something above it is broken: most likely that
    was the brace of its app.
    """
    if any(start <= span.start and span.end <= end for start, end in broken):
        return True
    header = document.header_span(span.start)
    above = [each for each in broken if header.start <= each.start < span.start]
    return any(each.start < header.end for each in above) or (
        bool(above) and isinstance(finding.place, Place) and _is_among_apps(finding.place.path)
    )


def _is_among_apps(path: Path) -> bool:
    """Whether a path is that of an app whose name is rather a setting's."""
    return path[:-1] == APPS and path[-1] in app_node().children


def log_crash(rule: str, error: Exception) -> None:
    """Write the crash of a rule into the log, which takes 3 ms to import: nobody else pays that."""
    import logging

    logging.getLogger(__name__).error("the rule %s failed", rule, exc_info=error)


def subject(document: Document, project: Project | None = None) -> FileContext:
    """The document as the rules see it."""
    return FileContext(document, project)


def _findings(
    document: Document, project: Project | None, memo: Memo | None, on_crash: OnCrash
) -> list[Finding]:
    file = subject(document, project) if memo is None else begin(memo, document, project)
    findings: list[Finding] = []
    is_malformed = document.error is not None and document.is_malformed(FAL)
    for rule in _FILE_RULES:
        assert rule.check_file is not None
        if project is None and rule.reads_project:
            continue
        if not (is_malformed and rule.claims_absence):
            findings += _collected(rule.name, rule.check_file(file), on_crash)
    for name in file.sources:
        question = (_app_findings, name)
        findings += file.memo.ask(question, partial(_app_findings, file, name, on_crash))
    return findings


def _app_findings(file: FileContext, name: str, on_crash: OnCrash) -> list[Finding]:
    app, memo = file.app(name), file.memo
    # Few apps are edited. One that is new is asked about as a whole, one that has changed is likely
    # to change again.
    is_edited = memo.was_asked((_app_findings, name))
    findings: list[Finding] = []
    needed: dict[object, bool] = {None: True}
    for rule in asked(app):
        if rule.claims_absence and app.is_malformed:
            continue
        if rule.needs not in needed:
            needed[rule.needs] = _has_what_is_needed(rule, app)
        if not needed[rule.needs]:
            continue
        if is_edited:
            ask = partial(_rule_findings, rule, app, on_crash)
            findings += memo.ask((rule.name, name), ask)
        else:
            findings += _rule_findings(rule, app, on_crash)
    return findings


def _has_what_is_needed(rule: Rule, app: AppContext) -> bool:
    """Whether a rule needs nothing or has it; so if that cannot be found out, either."""
    try:
        return rule.needs is None or rule.needs(app) is not None
    except Exception:
        return True


def _rule_findings(rule: Rule, app: AppContext, on_crash: OnCrash) -> list[Finding]:
    assert rule.check_app is not None
    found: list[Finding] = []
    check = partial(_first, rule.check_app)
    try:
        found.extend(judged(check, app) if rule.judges_values else check(app))
    except Exception as error:
        on_crash(rule.name, error)
    if len(found) >= MOST_FINDINGS:
        found.append(file_too_large.only_the_first(MOST_FINDINGS, rule.name, app))
    return _with_app(found, app) if found else found


def _first(check: Callable[[AppContext], Iterator[Finding]], app: AppContext) -> Iterator[Finding]:
    """As many findings as are looked at: nobody reads more."""
    return islice(check(app), MOST_FINDINGS)


def _with_app(findings: list[Finding], app: AppContext) -> list[Finding]:
    """The findings, those in a Python file with the app that leads there."""
    if not any(isinstance(each.place, FileRange) for each in findings):
        return findings
    used = Related(f"App `{app.name}` uses it.", Place(app.path, "key"))
    return [
        each._replace(related=(*each.related, used)) if isinstance(each.place, FileRange) else each
        for each in findings
    ]


def _collected(rule: str, findings: Iterable[Finding], on_crash: OnCrash) -> list[Finding]:
    """The findings of a rule up to the point where it crashes: our bug, not theirs."""
    collected: list[Finding] = []
    try:
        collected.extend(findings)
    except Exception as error:
        on_crash(rule, error)
    return collected


def _related(document: Document, related: Related) -> RelatedSpan:
    place = related.place
    if isinstance(place, FileRange):
        place = FilePlace(place.file, place.start[0])
    elif not isinstance(place, FilePlace):
        place = _span(document, place)
    return RelatedSpan(related.message, place)


def _span(document: Document, place: Place | Span) -> Span:
    """Where a place is in the text: the narrowest span that shows it.

    A place that the text does not write (a table that only follows from its sub-tables) is shown
    at the nearest one around it that it does, and a table that is no value at its name.
    """
    if isinstance(place, Span):
        return place
    path = place.path
    part = place.part
    while path:
        node = document.node(path)
        if node is not None:
            named = part == "key" or node.form not in (None, "inline")
            if named and node.keys:
                return node.keys[0]
            return _narrowed(document, node, place)
        path, part = path[:-1], "key"
    return Span(0, 0)


def _narrowed(document: Document, node: Node, place: Place) -> Span:
    span = node.span
    if place.within is None or place.path != node.path or node.kind != "string":
        return span
    content = document.text[span.start + 1 : span.end - 1]
    if content != node.value:
        return span
    start, end = place.within
    return Span(span.start + 1 + start, span.start + 1 + end)
