"""The format `junit`: a test suite a file, a failed test a finding. Knows JUnit's XML.

The elements and attributes are those that Jenkins' schema allows (junit-10.xsd of its xUnit
plugin); the severity is the type of a failure, because JUnit only knows that something failed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from .escape import file_name, printable
from .paths import portable

if TYPE_CHECKING:
    from .entry import CheckedFile, Context, Entry


def render(files: Sequence[CheckedFile], context: Context) -> Iterator[str]:
    """The XML document in ASCII; a run without findings is one test that passed."""
    count = sum(len(file.entries) for file in files)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<testsuites name="fal-lsp" {_counts(max(count, 1), count)}>\n'
    if not count:
        yield f'  <testsuite name="fal-lsp" {_counts(1, 0)} package="fal-lsp">\n'
        yield '    <testcase name="no problems" classname="fal-lsp"/>\n'
        yield "  </testsuite>\n"
    for file in files:
        if file.entries:
            yield from _suite(file, context)
    yield "</testsuites>\n"


def _suite(file: CheckedFile, context: Context) -> Iterator[str]:
    count = len(file.entries)
    name = portable(file.path, context.directory)
    path = _text(file_name(file.path))
    yield f'  <testsuite name="{path}" {_counts(count, count)} package="fal-lsp">\n'
    for entry in file.entries:
        yield from _case(entry, name)
    yield "  </testsuite>\n"


def _case(entry: Entry, name: str) -> Iterator[str]:
    row, column = entry.location
    severity, message = entry.severity.value, _text(printable(entry.message))
    advice = f"{_text(printable(entry.help))}\n" if entry.help else ""
    yield (
        f'    <testcase name="fal-lsp.{_text(entry.rule)}" classname="{_text(name)}">\n'
        f'      <failure type="{severity}" message="{message}">'
        f"line {row}, column {column}: {message}\n{advice}{_text(entry.url)}</failure>\n"
        "    </testcase>\n"
    )


def _counts(tests: int, failures: int) -> str:
    return f'tests="{tests}" failures="{failures}" errors="0"'


def _text(text: str) -> str:
    for character, reference in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(character, reference)
    return text.encode("ascii", "xmlcharrefreplace").decode("ascii")
