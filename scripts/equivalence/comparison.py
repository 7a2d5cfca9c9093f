"""Compares what two trees found in the same subjects. Knows neither the trees nor how they run.

Messages, titles and the words of hovers change on purpose: they are counted, not compared.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

import tomli
from names import renamed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


class Difference(NamedTuple):
    """What is not as it was: what of it, in which subject, and both sides."""

    kind: str
    where: str
    before: Any
    after: Any
    text: str


EXPECTED: list[tuple[str, Callable[[Difference], bool], str]] = [
    *(
        (
            f"new: {rule}",
            lambda difference: True,
            "every class that is defined when the file runs counts, not only the class of the app",
        )
        for rule in ("class-defines-init", "class-settings-conflict")
    ),
    *(
        (
            kind,
            lambda difference: True,
            "what a module means is interpreted: conditions that are known, order of the bases",
        )
        for kind in (
            "new: overridden-by-class",
            "new: class-without-endpoint",
            "lost: class-app-files-in-container",
        )
    ),
    *(
        (f"new: {rule}", lambda difference: True, "a new rule")
        for rule in ("app-class-not-loadable", "ref-import-missing")
    ),
    (
        "completions: order",
        lambda difference: {"unreadable-file", "toml-syntax"} <= set(difference.before),
        "the names of the rules are listed by family, as in the documentation",
    ),
    (
        "fix all, unsafe",
        lambda difference: True,
        "an unsafe fix is made only for what the first check reported; once `--unsafe-fixes` runs "
        "until nothing changes, the text has to be the same",
    ),
    *(
        (
            f"fix of {rule}: other edits with the same result",
            lambda difference: _is_split(difference.before, difference.after),
            "what moves down is removed and inserted by two edits that touch, not by one",
        )
        for rule in ("toml-1-1-syntax", "unknown-key")
    ),
    *(
        (
            f"new: {rule}",
            lambda difference: _is_malformed(difference.text) and "entry_point" in difference.text,
            "the project's own pyproject.toml, which the app requires, counts while its text is "
            "malformed elsewhere; with a memory of the version before it did already",
        )
        for rule in (
            *("class-setting-ignored", "class-defines-init", "class-settings-conflict"),
            *("class-without-endpoint", "entry-point-missing", "entry-point-not-an-app"),
            *("invalid-class-keyword", "python-syntax", "python-version-mismatch"),
        )
    ),
    (
        "fix all, unsafe and again until nothing changes",
        lambda difference: _is_malformed(difference.text) and "entry_point" in difference.text,
        "the findings that malformed text kept back are fixed, too",
    ),
    (
        "completions: labels lost",
        lambda difference: not difference.after,
        "nothing is offered behind what is complete or in front of a number, so that Enter and "
        "Tab keep their meaning",
    ),
    (
        "completions: labels new",
        lambda difference: difference.text.startswith("\ufeff") and difference.after == ["apps"],
        "a header without brackets behind a byte order mark is completed as anywhere else",
    ),
    (
        "completions: snippet",
        lambda difference: difference.before[1] and not difference.after[1],
        "what is accepted has no places to fill in, so that the caret is where the next key is "
        "expected",
    ),
    (
        "completions: place and insert text",
        lambda difference: _goes_on(difference.before[1], difference.after[1]),
        "a key is accepted alone, with the list of its values open again; a value with its "
        "closing quote or bracket, so that the caret is behind it",
    ),
]
"""Differences that are right: their kind, which of that kind, and the reason."""


_RUNS = ("safe", "unsafe", "unsafe and again until nothing changes")


def _is_malformed(text: str) -> bool:
    try:
        tomli.loads(text)
    except (ValueError, RecursionError):
        return True
    return False


def _is_split(before: list[Any], after: list[Any]) -> bool:
    """Whether an edit was one replacement, and is a removal and an insertion behind it."""
    if len(before) != 1 or len(after) != 2:
        return False
    removal, insertion = after
    return bool(removal[2] == "" and removal[1] == insertion[0] == insertion[1])


def _goes_on(before: Any, after: Any) -> bool:
    """Whether a candidate is the same one, up to where the caret is once it is accepted."""
    (start, end, old), (new_start, new_end, new) = before[0], after[0]
    plain = re.sub(r"\$\{\d+:((?:[^\\}]|\\.)*)\}", r"\1", old)
    plain = re.sub(r"\$\d+", "", plain).replace("\\$", "$").replace("\\}", "}")
    plain = plain.replace("\\\\", "\\")
    is_key_alone = new.endswith("= ") and plain.replace(" ", "").startswith(new.replace(" ", ""))
    is_closed = start == new_start and new_end >= end and new.startswith(plain.rstrip(" ,"))
    return is_key_alone or is_closed


class Outcome:
    """All differences by kind, and the counts of what was compared."""

    def __init__(self) -> None:
        self.differences: dict[str, list[Difference]] = {}
        self.expected: Counter[str] = Counter()
        self.counts: Counter[str] = Counter()

    def add(self, difference: Difference) -> None:
        """Take a difference, as expected where the list says so."""
        for kind, is_right, reason in EXPECTED:
            if kind == difference.kind and is_right(difference):
                self.expected[f"{kind}: {reason}"] += 1
                return
        self.differences.setdefault(difference.kind, []).append(difference)


def compare(
    subject: dict[str, Any], before: dict[str, Any], after: dict[str, Any], outcome: Outcome
) -> None:
    """Compare what was found in one subject."""
    before, after = renamed(before), renamed(after)
    outcome.counts["subjects"] += 1
    pairs = zip(before["versions"], after["versions"], strict=True)
    for number, (text, (old, new)) in enumerate(zip(subject["versions"], pairs, strict=False)):
        outcome.counts["texts"] += 1
        where = f"{subject['name']}, version {number}" if number else subject["name"]
        differences = list(_diagnostics(where, text, old["diagnostics"], new["diagnostics"]))
        if old["remembered"] is not None and new["remembered"] is None:
            # A memory that was out of date is no finding to keep.
            outcome.counts["texts that a memory no longer gets wrong"] += 1
        elif new["remembered"] is not None:
            differences += _diagnostics(
                f"{where} (with a memory of the version before)",
                text,
                old["diagnostics"] if old["remembered"] is None else old["remembered"],
                new["remembered"],
            )
        for each in differences:
            outcome.add(each)
        _count_words(old["diagnostics"], new["diagnostics"], outcome)
        fixed = zip(old.get("fixed", ()), new.get("fixed", ()), strict=True)
        for kind, (old_text, new_text) in zip(_RUNS, fixed, strict=False):
            outcome.counts["texts after all fixes"] += 1
            if old_text != new_text:
                outcome.add(Difference(f"fix all, {kind}", where, old_text, new_text, text))
    _positions(subject, "completions", before, after, outcome, _completion)
    _positions(subject, "hovers", before, after, outcome, _hover)


def _count_words(old: Sequence[Any], new: Sequence[Any], outcome: Outcome) -> None:
    outcome.counts["diagnostics"] += len(old)
    outcome.counts["fixes"] += sum(len(item.get("fixes", ())) for item in old)
    for before, after in zip(old, new, strict=False):
        outcome.counts["messages worded differently"] += before["message"] != after["message"]


def _diagnostics(
    where: str, text: str, before: list[Any], after: list[Any]
) -> Iterator[Difference]:
    """The differences between two lists of diagnostics: first those at the same span are paired."""
    old = list(before)
    new = list(after)
    for is_pair in (_is_same_place, _is_same_rule):
        for item in list(old):
            other = next((each for each in new if is_pair(item, each)), None)
            if other is None:
                continue
            old.remove(item)
            new.remove(other)
            yield from _pair(where, text, item, other)
    for item in old:
        yield Difference(f"lost: {item['rule']}", where, _short(item), None, text)
    for item in new:
        yield Difference(f"new: {item['rule']}", where, None, _short(item), text)


def _is_same_place(item: Any, other: Any) -> bool:
    return bool(item["rule"] == other["rule"] and item["span"] == other["span"])


def _is_same_rule(item: Any, other: Any) -> bool:
    return bool(item["rule"] == other["rule"])


def _short(item: Any) -> str:
    return f"{item.get('severity')} at {item['span']}: {item['message']}"


def _pair(where: str, text: str, old: Any, new: Any) -> Iterator[Difference]:
    """What differs between two diagnostics of the same rule."""
    rule = old["rule"]
    for name in ("span", "severity", "related", "tags"):
        if old.get(name) != new.get(name):
            yield Difference(f"{name} of {rule}", where, old.get(name), new.get(name), text)
    old_fixes, new_fixes = old.get("fixes", []), new.get("fixes", [])
    if len(old_fixes) != len(new_fixes):
        yield Difference(f"number of fixes of {rule}", where, old_fixes, new_fixes, text)
        return
    for before, after in zip(old_fixes, new_fixes, strict=True):
        for name in ("safe", "preferred"):
            if before[name] != after[name]:
                yield Difference(f"fix of {rule}: {name}", where, before, after, text)
        if before["edits"] != after["edits"]:
            results = (made(text, before["edits"]), made(text, after["edits"]))
            if results[0] == results[1]:
                kind = f"fix of {rule}: other edits with the same result"
                yield Difference(kind, where, before["edits"], after["edits"], text)
            else:
                yield Difference(f"fix of {rule}: result", where, *results, text)


def made(text: str, edits: list[Any] | None) -> str | None:
    """A text after edits, `None` where they could not be made."""
    if edits is None:
        return None
    for start, end, new in sorted(edits, key=lambda edit: edit[:2], reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _positions(
    subject: dict[str, Any],
    kind: str,
    before: dict[str, Any],
    after: dict[str, Any],
    outcome: Outcome,
    differences: Callable[[Any, Any], Iterator[tuple[str, Any, Any]]],
) -> None:
    if not before[kind] and not after[kind]:
        return
    pairs = zip(subject[kind], before[kind], after[kind], strict=True)
    for (version, offset, snippets), old, new in pairs:
        outcome.counts[kind] += 1
        text = subject["versions"][version]
        where = f"{subject['name']}, version {version}, offset {offset}"
        where += ", snippets" if snippets and kind == "completions" else ""
        if isinstance(old, str) or isinstance(new, str):
            if isinstance(new, str) and not isinstance(old, str):
                outcome.add(Difference(f"{kind}: crash", where, old, new, text))
            else:
                outcome.counts[f"{kind} that crashed before"] += 1
            continue
        if kind == "hovers" and old and new:
            outcome.counts["hovers worded differently"] += old["text"] != new["text"]
        if kind == "completions":
            outcome.counts["completions with items"] += bool(old)
            outcome.counts["items of completions"] += len(old)
        marked = f"{text[:offset]}$0{text[offset:]}"
        for name, one, other in differences(old, new):
            outcome.add(Difference(f"{kind}: {name}", where, one, other, marked))


def _completion(old: list[Any], new: list[Any]) -> Iterator[tuple[str, Any, Any]]:
    labels = [item[0] for item in old]
    new_labels = [item[0] for item in new]
    lost = [label for label in labels if label not in new_labels]
    more = [label for label in new_labels if label not in labels]
    if lost:
        yield "labels lost", lost, new_labels[:10]
    if more:
        yield "labels new", labels[:10], more
    if not lost and not more and labels != new_labels:
        yield "order", labels, new_labels
    others = {item[0]: item for item in new}
    names = ("label", "kind", "place and insert text", "additional edits", "snippet")
    reported = set()
    for item in old:
        for name, one, other in zip(names, item, others.get(item[0], item), strict=True):
            if one != other and name not in reported:
                reported.add(name)
                yield name, [item[0], one], [item[0], other]


def _hover(old: Any, new: Any) -> Iterator[tuple[str, Any, Any]]:
    if (old is None) != (new is None):
        yield "lost" if new is None else "new", old, new
    elif old is not None and old["span"] != new["span"]:
        yield "span", old["span"], new["span"]
