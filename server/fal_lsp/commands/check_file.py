"""Checking one file from its path to its report. Knows which findings were asked for.

Everything that goes in and comes out can be pickled, because `workers.py` runs it in several
processes. Writes nothing: returns the fixed text.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..lint.mention import mentions_fal
from ..project.packages.pyproject_tables import PYPROJECT
from ..report.entry import CheckedFile, checked_file
from .console import describe_crash
from .project_here import project_here
from .read import FileProblem, decode, read_file

if TYPE_CHECKING:
    from ..lint.check import Checked
    from ..lint.diagnostic import Diagnostic
    from ..lint.elsewhere import FileDiagnostics
    from ..lint.fixing import Check
    from ..project import Project
    from ..project.trace import Trace, Traced
    from ..rules.finding import Fix
    from ..toml import Document
    from ..toml.types import TextEdit

ALWAYS = frozenset(
    ("unreadable-file", "file-too-large", "invalid-utf-8", "toml-syntax", "invalid-configuration")
)
"""Reported whatever `--select` asks for: where one of these is, not all was looked for."""

_FAL = ("tool", "fal")
_APPS = (*_FAL, "apps")


class Options(NamedTuple):
    """What the command line asks of the check of every file."""

    select: frozenset[str] = frozenset()
    """The rules to report; all where it is empty."""
    ignore: frozenset[str] = frozenset()
    threshold: int = 3
    """The greatest rank of a severity that is reported."""
    project: bool = True
    fix: bool = False
    unsafe: bool = False
    add_ignore: bool = False
    isolated: bool = False
    verbose: bool = False
    related: bool = False
    """Whether the report shows related places, so that one finding can stand for several."""
    traced: bool = False
    """Whether to say what was seen of a file in which nothing is found."""


class Repair(NamedTuple):
    """A file's text before and after, what is edited, and how many findings that repairs or hides.

    Not `converged`: fixes undo each other.
    """

    before: bytes
    after: bytes
    edits: tuple[TextEdit, ...]
    repaired: int
    converged: bool = True


class Clean(NamedTuple):
    """That nothing was found in a file: the digest of its bytes, and what was seen around it."""

    content: str
    around: Trace


class Outcome(NamedTuple):
    """A file as it is reported, the repair to make, and what fal-lsp itself did wrong.

    `elsewhere` is what is wrong in the Python files that its apps lead to, `note` what was done
    with the file, for `--verbose`. A file that is not `about_fal` was skipped. `clean` is what was
    seen where nothing was found.
    """

    file: CheckedFile
    repair: Repair | None = None
    failures: tuple[str, ...] = ()
    elsewhere: tuple[FileDiagnostics, ...] = ()
    note: str = ""
    about_fal: bool = True
    clean: Clean | None = None


def check_path(path: str, options: Options) -> Outcome:
    """Read a file and check it. Raises only for a mistake in fal-lsp."""
    data = read_file(path)
    if isinstance(data, FileProblem):
        return Outcome(_problem(path, data, options))
    if not mentions_fal(data):
        note = "skipped, since it does not mention fal" if options.verbose else ""
        return Outcome(CheckedFile(path, "", ()), note=note, about_fal=False)
    return check_data(path, data, options)


def check_data(path: str, data: bytes, options: Options, project: bool = True) -> Outcome:
    """Check the bytes of a file; `path` says where they are from.

    Without a `project` the path is no place on the disk that could have files around it.
    """
    text = decode(data)
    if isinstance(text, FileProblem):
        return Outcome(_problem(path, text, options))
    from ..lint.check import check_all
    from ..memo import Memo, OneVersion
    from ..toml import parse

    failures: dict[str, None] = {}

    def crashed(rule: str, error: Exception) -> None:
        failures[f"the rule {rule} failed: {describe_crash(error)}"] = None

    document = parse(text)
    # To record reads costs a tenth: it pays where more than one version is checked.
    memo = Memo() if options.fix else None
    around, files = None, _traced(path) if options.traced else None
    # fal reads the files around a pyproject.toml; those around a file of another name (a draft, a
    # template, a fixture) say nothing about it.
    has_project = project and os.path.basename(path) == PYPROJECT
    if has_project and options.project and document.node(_FAL) is not None:
        around = project_here(path, files, Memo() if options.fix else OneVersion())

    def checked(document: Document, memo: Memo | None = memo) -> Checked:
        found = check_all(document, around, memo=memo, on_crash=crashed, isolated=options.isolated)
        return found._replace(diagnostics=_reported(found.diagnostics, options))

    versions = memo or Memo()

    def findings(document: Document) -> Sequence[Diagnostic]:
        return checked(document, versions).diagnostics

    repair = None
    if options.fix:
        from ..lint.fixing import fix_all
        from ..lint.repeated import united

        fixed = fix_all(document, findings, options.unsafe)
        if fixed.document.text != text:
            after = fixed.document.text.encode("utf-8")
            # Counted as they were announced.
            repaired = len(united(fixed.repaired, (), options.related))
            repair = Repair(data, after, fixed.edits, repaired, fixed.converged)
        document, refused = fixed.document, fixed.refused
        result = checked(document)
    else:
        result = checked(document)
        if options.add_ignore and result.diagnostics:
            from ..lint.ignoring import add_ignores

            ignored = add_ignores(document, result.diagnostics)
            if ignored.hidden:
                after = ignored.document.text.encode("utf-8")
                repair = Repair(data, after, ignored.edits, ignored.hidden)
                document = ignored.document
                result = checked(document)
        refused = _refused(document, result.diagnostics, findings)
    report = _report(path, document, result.diagnostics, refused, related=options.related)
    elsewhere = tuple(
        file._replace(diagnostics=_reported(file.diagnostics, options)) for file in result.elsewhere
    )
    note = _note(document, path, around) if options.verbose else ""
    outcome = Outcome(report, repair, tuple(failures), elsewhere, note)
    return outcome if files is None else outcome._replace(clean=_clean(outcome, data, files))


def _traced(path: str) -> Traced:
    """The files of the disk, with a record of what is seen of them."""
    from ..project.files import Disk, repository_root
    from ..project.trace import Traced

    files = Traced(Disk())
    # What may be read also depends on where the repository begins.
    repository_root(os.path.dirname(os.path.abspath(path)), files.exists)
    return files


def _clean(outcome: Outcome, data: bytes, files: Traced) -> Clean | None:
    """What was seen, where nothing was found."""
    from ..project.trace import digest

    trace = files.trace()
    found = outcome.file.entries or outcome.elsewhere or outcome.failures or outcome.repair
    return None if found or trace is None else Clean(digest(data), trace)


def _note(document: Document, path: str, project: Project | None) -> str:
    """What was done with a file, as the rest of a sentence."""
    from ..lint.templates import is_template
    from ..report.summary import count

    if is_template(document, path):
        return "skipped, since it is a template"
    apps = document.data(_APPS)
    found = count(len(apps) if isinstance(apps, dict) else 0, "app")
    if project is None:
        return f"checked alone, {found}"
    fal = next(iter(project.fal_versions()), None)
    if fal is None:
        return f"checked with its project, {found}, fal not found"
    anything = "of an unknown version" if fal.specifier is None else "of any version"
    version = fal.version or fal.specifier or anything
    return f"checked with its project, {found}, fal {version} ({fal.kind} in {fal.source})"


def _reported(diagnostics: Iterable[Diagnostic], options: Options) -> tuple[Diagnostic, ...]:
    """The findings that were asked for."""
    return tuple(
        diagnostic
        for diagnostic in diagnostics
        if diagnostic.rule not in options.ignore
        and (not options.select or diagnostic.rule in options.select | ALWAYS)
        and diagnostic.severity.rank <= options.threshold
    )


def _refused(document: Document, diagnostics: Sequence[Diagnostic], check: Check) -> frozenset[Fix]:
    """The fixes that `--fix` or `--unsafe-fixes` would refuse, so that a report offers neither."""
    kinds = {fix.safe for each in diagnostics for fix in each.fixes if fix.preferred}
    if not kinds:
        return frozenset()
    from ..lint.fixing import fix_all

    def checked(current: Document) -> Sequence[Diagnostic]:
        return diagnostics if current is document else check(current)

    # `--unsafe-fixes` makes the safe ones, too. If it refuses none, they do no harm together.
    refused = fix_all(document, checked, unsafe=False in kinds, only_reported=True).refused
    if refused and len(kinds) > 1:
        refused |= fix_all(document, checked, unsafe=False, only_reported=True).refused
    return refused


def _report(
    path: str,
    document: Document,
    diagnostics: Sequence[Diagnostic],
    refused: Collection[Fix],
    *,
    related: bool,
) -> CheckedFile:
    if not diagnostics:
        return CheckedFile(path, "", ())
    from ..lint.repeated import united

    shown = united(diagnostics, refused, related)
    return checked_file(path, document.text, shown, _edits(document, shown, refused))


def _edits(
    document: Document, diagnostics: Iterable[Diagnostic], refused: Collection[Fix]
) -> dict[Fix, tuple[TextEdit, ...]]:
    """The text edits of every fix that can be made: in malformed text, say, some cannot."""
    fixes = [fix for diagnostic in diagnostics for fix in diagnostic.fixes if fix not in refused]
    if not fixes:
        return {}
    from ..lint.fixing import offered

    # The fix loop has tried the preferred ones.
    return offered(document, fixes, {fix for fix in fixes if fix.preferred})


def _problem(path: str, problem: FileProblem, options: Options) -> CheckedFile:
    from ..lint.diagnostic import Diagnostic
    from ..rules import BY_NAME

    rule = BY_NAME[problem.rule]
    diagnostic = Diagnostic(
        rule.name,
        rule.severity,
        problem.message,
        problem.span,
        rule.url,
        help=problem.help,
    )
    return checked_file(path, problem.text, _reported([diagnostic], options), {})
