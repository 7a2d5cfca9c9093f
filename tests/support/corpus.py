"""Reads the corpus, texts of pyproject.toml files with the diagnostics they must get, and compares.

Knows the notation of the corpus and no rule. Three kinds of files:

- `*.toml`: one document, as it is, without expectations.
- `*.cases`: several documents. A line `#=== name` starts one; `#=== name (crlf, bom)` with flags.
- `*.rows`: a frame, a line `#===`, then one document a line: the line replaces the frame's `$0`.

Below a line of a document come its marker lines. They are no part of the document, which is why
files with broken syntax can be marked as well:

    auth = "Private"
           ^^^^^^^^^ error[invalid-value] words of the message
           + safe: Change to `"private"`
    ~ warning[unknown-key]

`^^^` is the exact span, `^~` only its start, and `~` anywhere on the line. Each `+` below is a fix
with its title, `safe` or `unsafe`; a finding has these fixes and no other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from fal_lsp.lint.diagnostic import Diagnostic
from fal_lsp.lint.elsewhere import FileDiagnostics
from fal_lsp.text import LineIndex

ROOT = Path(__file__).resolve().parent.parent / "corpus"

FLAGS = frozenset({"crlf", "cr-at-end", "bom", "no-newline", "tabs", "nul", "any-warnings"})
"""What a case's header may ask for.

`crlf`: lines end in CR LF. `cr-at-end`: a lone CR ends the text. `bom`: the text starts with a
byte order mark. `no-newline`: no line end at the end. `tabs`: `→` means a tab. `nul`: `␀` means a
NUL. `any-warnings`: only errors are compared.
"""

_MARKER = re.compile(
    r"^(?P<indent>\s*)(?P<mark>\^+~?|~) (?P<severity>error|warning|information|hint)"
    r"\[(?P<rule>[a-z0-9-]+)\](?: (?P<words>.*))?$"
)
_FIX = re.compile(r"^\s*\+ (?P<fix>(?:safe|unsafe): .+)$")
_HEADER = re.compile(r"^#=== (?P<name>.*?)(?: \((?P<flags>[a-z, -]+)\))?$")


class Expected(NamedTuple):
    """One diagnostic that must be reported: lines and columns count from 0, in code points.

    `start` and `end` are `None` where the notation leaves them open. `fixes` are `safe: title` or
    `unsafe: title`; `None` means that any will do.
    """

    rule: str
    severity: str
    line: int
    start: int | None
    end: int | None
    words: str
    fixes: tuple[str, ...] | None


class Case(NamedTuple):
    """One document of the corpus. `where` is the place to look at when its test fails."""

    name: str
    folder: str
    where: str
    text: str
    expected: tuple[Expected, ...]
    flags: frozenset[str]

    @property
    def valid(self) -> bool:
        """Whether nothing in the document is an error."""
        return self.folder != "invalid"


@cache
def cases() -> tuple[Case, ...]:
    """Every case of the corpus, in the order of the files."""
    result = [case for path in sorted(ROOT.rglob("*")) for case in _read(path)]
    names = [case.name for case in result]
    doubles = (
        {name for name in names if names.count(name) > 1} if len(set(names)) < len(names) else ()
    )
    if doubles:
        raise ValueError(f"two cases of the corpus have the same name: {sorted(doubles)}")
    return tuple(result)


def cases_of(path: Path) -> list[Case]:
    """The cases of one file in the notation of `*.cases`, which need not be of the corpus."""
    return _cases(path.stem, "", path, path.read_text(encoding="utf-8").split("\n"))


def _read(path: Path) -> list[Case]:
    if path.suffix not in (".toml", ".cases", ".rows"):
        return []
    relative = path.relative_to(ROOT)
    folder = relative.parts[0]
    stem = str(relative.with_suffix("").as_posix())
    content = path.read_text(encoding="utf-8")
    if path.suffix == ".toml":
        return [Case(stem, folder, f"{path}:1", content, (), frozenset())]
    lines = content.split("\n")
    if path.suffix == ".rows":
        return _rows(stem, folder, path, lines)
    return _cases(stem, folder, path, lines)


def _cases(stem: str, folder: str, path: Path, lines: list[str]) -> list[Case]:
    starts = [number for number, line in enumerate(lines) if line.startswith("#===")]
    result = []
    for start, stop in zip(starts, [*starts[1:], len(lines)], strict=True):
        header = _HEADER.match(lines[start])
        if not header:
            raise ValueError(f"{path}:{start + 1}: write `#=== name` or `#=== name (flag)`")
        flags = frozenset((header["flags"] or "").split(", ")) - {""}
        if not flags <= FLAGS:
            raise ValueError(f"{path}:{start + 1}: the flags are {sorted(FLAGS)}")
        body = lines[start + 1 : stop]
        while body and not body[-1].strip():
            body.pop()
        text, expected = _split(body)
        name = f"{stem}: {header['name']}"
        where = f"{path}:{start + 1}"
        result.append(Case(name, folder, where, _apply(text, flags), expected, flags))
    return result


def _rows(stem: str, folder: str, path: Path, lines: list[str]) -> list[Case]:
    cut = lines.index("#===")
    frame = lines[:cut]
    hole = frame.index("$0")
    result: list[Case] = []
    number = cut + 1
    while number < len(lines):
        if not lines[number].strip() or lines[number].startswith("#"):
            number += 1
            continue
        first = number
        number += 1
        while number < len(lines) and (_MARKER.match(lines[number]) or _FIX.match(lines[number])):
            number += 1
        text, expected = _split([*frame[:hole], *lines[first:number], *frame[hole + 1 :]])
        name = f"{stem}: {lines[first]}"
        result.append(Case(name, folder, f"{path}:{first + 1}", text, expected, frozenset()))
    return result


def _split(lines: list[str]) -> tuple[str, tuple[Expected, ...]]:
    """The document without its marker lines, and what the marker lines say."""
    document: list[str] = []
    expected: list[Expected] = []
    is_below_marker = False
    for line in lines:
        marker = _MARKER.match(line)
        fix = _FIX.match(line) if is_below_marker else None
        is_below_marker = marker is not None or fix is not None
        if fix:
            expected[-1] = expected[-1]._replace(fixes=(*(expected[-1].fixes or ()), fix["fix"]))
            continue
        if not marker:
            document.append(line)
            continue
        column = len(marker["indent"])
        width = marker["mark"].count("^")
        expected.append(
            Expected(
                rule=marker["rule"],
                severity=marker["severity"],
                line=len(document) - 1,
                start=column if width else None,
                end=None if "~" in marker["mark"] else column + width,
                words=marker["words"] or "",
                fixes=(),
            )
        )
    return "\n".join([*document, ""]), tuple(expected)


def _apply(text: str, flags: frozenset[str]) -> str:
    if "tabs" in flags:
        text = text.replace("→", "\t")
    if "nul" in flags:
        text = text.replace("␀", "\0")
    if "no-newline" in flags:
        text = text.removesuffix("\n")
    if "crlf" in flags:
        text = text.replace("\n", "\r\n")
    if "cr-at-end" in flags:
        text = text.removesuffix("\n") + "\r"
    if "bom" in flags:
        text = "\ufeff" + text
    return text


class _Actual(NamedTuple):
    """A diagnostic by lines and columns of code points from 0; `end` is None over several lines.

    `message` is followed by the help and the titles of the fixes: all the words that a user reads.
    """

    rule: str
    severity: str
    line: int
    start: int
    end: int | None
    message: str
    fixes: tuple[str, ...]


def _actual(text: str, diagnostics: Iterable[Diagnostic]) -> list[_Actual]:
    """The diagnostics of a text as the corpus writes them."""
    lines = LineIndex(text)
    result = []
    for item in diagnostics:
        line, start = lines.position(item.span.start)
        last, end = lines.position(item.span.end)
        result.append(
            _Actual(
                item.rule,
                item.severity.value,
                line,
                start,
                end if last == line else None,
                " ".join((item.message, item.help, *(fix.title for fix in item.fixes))),
                tuple(f"{'safe' if fix.safe else 'unsafe'}: {fix.title}" for fix in item.fixes),
            )
        )
    return result


def difference(
    case: Case,
    diagnostics: Iterable[Diagnostic],
    ignore: str = "",
    elsewhere: Iterable[FileDiagnostics] = (),
) -> str:
    """What is missing, too much or elsewhere, for a person to read; "" where all is as expected.

    `elsewhere` are diagnostics of the files that follow after `--- path` in the text of the case.
    """
    left = _actual(case.text, diagnostics)
    for file in elsewhere:
        start = _first_line(case.text, file.path)
        left += [
            item._replace(line=item.line + start) for item in _actual(file.text, file.diagnostics)
        ]
    if "any-warnings" in case.flags:
        left = [item for item in left if item.severity == "error"]
    missing: list[Expected] = []
    for want in case.expected:
        fitting = [item for item in left if _fits(want, item)]
        if fitting:
            left.remove(fitting[0])
        else:
            missing.append(want)
    left = [item for item in left if item.rule != ignore]
    if not missing and not left:
        return ""
    lines = [f"{case.where}: {case.name}", ""]
    lines += [f"  {number:3} {line}" for number, line in enumerate(case.text.split("\n"))]
    lines += [f"missing:  {item}" for item in missing]
    lines += [f"reported: {item}" for item in left]
    return "\n".join(lines)


def _first_line(text: str, path: str) -> int:
    """The line of a case that a file begins with."""
    for number, line in enumerate(text.split("\n")):
        if line.startswith("--- ") and path.endswith(f"/{line[4:]}"):
            return number + 1
    raise ValueError(f"{path} is no file of the case")


def _fits(want: Expected, item: _Actual) -> bool:
    return (
        (want.rule, want.severity, want.line) == (item.rule, item.severity, item.line)
        and want.start in (None, item.start)
        and want.end in (None, item.end)
        and want.words in item.message
        and want.fixes in (None, item.fixes)
    )
