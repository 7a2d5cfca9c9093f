"""The words of the findings: short sentences in plain English, wherever a finding comes from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest
from fal_lsp.commands.read import FileProblem, decode
from fal_lsp.lint.check import check, check_all
from fal_lsp.lint.diagnostic import Diagnostic
from fal_lsp.project import Project, open_project
from fal_lsp.rules import ALL
from fal_lsp.rules.finding import Rule
from fal_lsp.rules.page import bad_files, manifest
from fal_lsp.toml import parse

from tests.support.corpus import cases, cases_of
from tests.support.projects import files, write, write_text

LONGEST = 120
"""Code points of a message, of which a Problems panel shows about 80."""

USUAL = 30
"""Code points that a quoted name or value counts at most: only longer ones are unusual input."""

FOREIGN_WORDS = {"python-syntax": 40}
"""Code points more for the messages that quote a sentence of somebody else, here of Python."""

TESTS = Path(__file__).parent
EXAMPLES = TESTS.parent / "examples"

# What is read aloud badly, with the reason or the better word.
BANNED = {
    r"\bis none\b": "is not one",
    r"\bstands?\b": "is, is set",
    r"\bbeside\b": "together with",
    r"\btakes?\b(?! precedence)": "supports, uses, must be",
    r"\bleads? (to|out|back|nowhere)\b": "is, causes, points to",
    r"\bknows?\b(?! where)": "supports",
    r"\bin(to)? the place of\b": "instead of",
    r"\b(tells?|told)\b": "reports, says",
    r"\bnames an?\b": "is, refers to",
    r"\blacks?\b": "is missing",
    r"\bexclude each other\b": "are mutually exclusive",
    r"\bwins?\b": "takes precedence",
    r"\bgrants?\b": "allows",
    r"\bwhich (fal|Docker) refuses\b": "which ... rejects",
    r"\bnames of (secrets|modules)\b": "secret names, module names",
    r"\bback ends?\b": "backend",
    r"\basks? for\b": "requires",
    r"\bamong those\b": "in the list",
    r"\bthere is no such\b": "does not exist",
    r"\bbut for\b": "except",
    r"\bnobody\b": "easy to miss",
    r": did you mean\b": "a second sentence: Did you mean ...?",
    r"\(run with fal\b": "(verified with fal ...)",
}

# Only in a finding: on a page a colon may introduce what fal prints, and an app may need a file.
BANNED_IN_FINDINGS = {
    **BANNED,
    r", and [^.]*:": "`but` for a contrast, and the help for the cure",
    r"\bneeds\b": "requires",
}

TITLES = re.compile(
    r"(Add|Copy|Change to|Convert|Move|Remove|Rename to|Start|Use) .*[^.]", re.DOTALL
)


class Words(NamedTuple):
    """What a person reads of one finding."""

    rule: str
    message: str
    help: str
    titles: tuple[str, ...]


@cache
def findings() -> frozenset[Words]:
    """Of every case of the corpus, every example and page, and every project of the tests."""
    with TemporaryDirectory() as folder:
        return frozenset((*_in_texts(), *_in_projects(Path(folder)), *_in_files()))


def _in_texts() -> Iterator[Words]:
    for case in cases():
        yield from _words(check(parse(case.text)))


def _in_projects(folder: Path) -> Iterator[Words]:
    for path in EXAMPLES.rglob("pyproject.toml"):
        if path.parent.name != "not-utf-8":
            yield from _words(_checked(path.read_bytes().decode("utf-8"), path))
    for number, rule in enumerate(ALL):
        if page := bad_files(rule):
            root = folder / "pages" / str(number)
            write(root, page)
            yield from _words(_checked(page[manifest(page)], root / manifest(page)))
    for number, case in enumerate(cases_of(TESTS / "rules" / "projects.cases")):
        root = folder / "cases" / str(number) / "project"
        write_text(root, case.text)
        text = files(case.text)["pyproject.toml"]
        yield from _words(_checked(text, root / "pyproject.toml"))


def _in_files() -> Iterator[Words]:
    for data in (b"\xff", b" " * 2_000_000):
        problem = decode(data)
        assert isinstance(problem, FileProblem)
        yield Words(problem.rule, problem.message, problem.help, ())


def _checked(text: str, path: Path) -> tuple[Diagnostic, ...]:
    project: Project = open_project(str(path))
    checked = check_all(parse(text), project)
    elsewhere = (each for report in checked.elsewhere for each in report.diagnostics)
    return (*checked.diagnostics, *elsewhere)


def _words(diagnostics: Iterable[Diagnostic]) -> Iterator[Words]:
    for item in diagnostics:
        yield Words(item.rule, item.message, item.help, tuple(fix.title for fix in item.fixes))


def _banned(text: str, phrases: dict[str, str]) -> list[str]:
    """The banned phrases of a text, without what it quotes."""
    quoted = r'```.*?^```|`[^`]*`|"[^"\n]*"'
    prose = re.sub(quoted, "`x`", text, flags=re.DOTALL | re.MULTILINE)
    return [
        f"{bad[0]!r}: {why}" for each, why in phrases.items() for bad in re.finditer(each, prose)
    ]


def _length(message: str) -> int:
    """The code points of a message, had it been made of usual input."""
    quoted = re.findall(r'`[^`]*`|"[^"]*"', message)
    return len(message) - sum(max(len(each) - USUAL, 0) for each in quoted)


def _is_sentence(text: str, ends: tuple[str, ...]) -> bool:
    return text.endswith(ends) and (
        text[:1] in "`\"'" or text[:1].isupper() or text.startswith("fal")
    )


by_rule = pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.name)


@by_rule
def test_a_message_is_a_short_sentence(rule: Rule) -> None:
    of_rule = [words for words in findings() if words.rule == rule.name]
    for words in of_rule:
        longest = LONGEST + FOREIGN_WORDS.get(rule.name, 0)
        assert _length(words.message) <= longest, (len(words.message), words.message)
        assert _is_sentence(words.message, (".", "?")), words.message
        assert not words.help or _is_sentence(words.help, (".",)), words.help
        assert not _banned(f"{words.message} {words.help}", BANNED_IN_FINDINGS), words
        assert all(TITLES.fullmatch(title) for title in words.titles), words.titles


def test_every_rule_has_a_message_here() -> None:
    assert {words.rule for words in findings()} >= {rule.name for rule in ALL} - {
        "unreadable-file",
        "path-case-mismatch",
    }


@by_rule
def test_a_page_is_in_plain_english(rule: Rule) -> None:
    assert _is_sentence(rule.summary, (".",))
    assert not _banned(rule.docs or "", BANNED)


@pytest.mark.parametrize(
    "text",
    [
        "`app_files` stands beside `image`.",
        "`python_version` names one version, such as `3.12`; `python3.12` is none.",
        "`exposed_port` is 80, and `Dockerfile` exposes 8080: change one.",
        "fal takes those of `P`.",
        "`health_check` lacks `path`.",
        "`auth` is unknown: did you mean `private`?",
        "the class `L` wins over pyproject.toml.",
    ],
)
def test_a_banned_phrase_is_found(text: str) -> None:
    assert _banned(text, BANNED_IN_FINDINGS)


@pytest.mark.parametrize("text", ["`stands` is not a key.", "Class `L` takes precedence."])
def test_a_quoted_or_better_phrase_is_not(text: str) -> None:
    assert not _banned(text, BANNED_IN_FINDINGS)
