"""Compares what two trees found in the same subjects. Knows neither the trees nor how they run.

Messages, titles and the words of hovers change on purpose: they are counted, not compared.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from expected import Difference, Expected, expected
from names import renamed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


_RUNS = ("safe", "unsafe", "unsafe and again until nothing changes")


class Outcome:
    """All differences by kind, and the counts of what was compared."""

    def __init__(self, new_rules: frozenset[str] = frozenset()) -> None:
        self.new_rules = new_rules
        self.found_before: frozenset[str] = frozenset()
        self.differences: dict[str, list[Difference]] = {}
        self.expected: Counter[tuple[str, Expected]] = Counter()
        self.counts: Counter[str] = Counter()

    def add(self, difference: Difference) -> None:
        """Take a difference, as expected where the list says so."""
        difference = difference._replace(found_before=self.found_before, new_rules=self.new_rules)
        entry = expected(difference)
        if entry is None:
            self.differences.setdefault(difference.kind, []).append(difference)
        else:
            self.expected[difference.kind, entry] += 1


def compare(
    subject: dict[str, Any], before: dict[str, Any], after: dict[str, Any], outcome: Outcome
) -> None:
    """Compare what was found in one subject."""
    before, after = renamed(before), renamed(after)
    outcome.counts["subjects"] += 1
    original = before["versions"][0]["diagnostics"] if before["versions"] else ()
    outcome.found_before = frozenset(item["rule"] for item in original)
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
        for name, one, other in _fixed(old.get("fixed", ()), new.get("fixed", ()), differences):
            outcome.add(Difference(f"fix all, {name}", where, one, other, text))
        outcome.counts["texts after all fixes"] += len(old.get("fixed", ()))
    _positions(subject, "completions", before, after, outcome, _completion)
    _positions(subject, "hovers", before, after, outcome, _hover)


def _fixed(
    old: Sequence[Any], new: Sequence[Any], differences: Sequence[Difference]
) -> Iterator[tuple[str, Any, Any]]:
    """What differs between the texts after each run of all fixes."""
    has_other_fixes = any(
        each.kind.startswith(("new: ", "lost: ", "instead of "))
        or (" of " in each.kind and not each.kind.endswith("same result"))
        for each in differences
    )
    for kind, one, other in zip(_RUNS, old, new, strict=False):
        if one == other:
            continue
        if has_other_fixes:
            yield f"{kind} of other fixes", one, other
        elif kind == "unsafe" and old[2] == new[2]:
            yield f"{kind}, the same once nothing changes", one, other
        else:
            yield kind, one, other


def _count_words(old: Sequence[Any], new: Sequence[Any], outcome: Outcome) -> None:
    outcome.counts["diagnostics"] += len(old)
    outcome.counts["fixes"] += sum(len(item.get("fixes", ())) for item in old)
    for before, after in zip(old, new, strict=False):
        outcome.counts["messages worded differently"] += before["message"] != after["message"]


def _diagnostics(
    where: str, text: str, before: list[Any], after: list[Any]
) -> Iterator[Difference]:
    """The differences between two lists of diagnostics.

    Those of the same rule are paired, first at the same span; then those of two rules at one span.
    """
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
    for item in list(old):
        other = next((each for each in new if each["span"] == item["span"]), None)
        if other is not None:
            old.remove(item)
            new.remove(other)
            kind = f"instead of {item['rule']}: {other['rule']}"
            yield Difference(kind, where, _short(item), _short(other), text)
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
