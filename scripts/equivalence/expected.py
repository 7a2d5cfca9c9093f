"""The differences between two trees that are right, each with its reason. Knows no tree.

An entry accepts what its reason says and nothing else: a kind of difference and, of that kind, what
a predicate on both sides and on the text finds to be so. Where a predicate can't say it, the entry
names the subject and words of the message.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

import tomli


class Difference(NamedTuple):
    """What is not as it was: what of it, in which subject, and both sides.

    `found_before` are the rules that the old tree found broken in the text that the subject begins
    with, and `new_rules` those that only the new tree has.
    """

    kind: str
    where: str
    before: Any
    after: Any
    text: str
    found_before: frozenset[str] = frozenset()
    new_rules: frozenset[str] = frozenset()


class Expected(NamedTuple):
    """Differences of a kind, as a regular expression, of which `is_right` holds."""

    kind: str
    is_right: Callable[[Difference], bool]
    reason: str


def reason(difference: Difference) -> str | None:
    """Why a difference is right, `None` where nothing says so."""
    for entry in EXPECTED:
        if re.fullmatch(entry.kind, difference.kind) and entry.is_right(difference):
            return entry.reason
    return None


def _always(_: Difference) -> bool:
    return True


def _only_lacks_invented(difference: Difference) -> bool:
    """Whether nothing is suggested but what was, without invented names, or what is empty."""
    invented = re.compile(r"my-|image-generator|HF_TOKEN|OPENAI|\$[A-Z_]+|docker\.io|team")
    kept = {label for label in difference.before or () if not invented.search(label)}
    added = set(difference.after or ()) - set(difference.before or ())
    return kept <= set(difference.after or ()) and all(
        not re.search("[A-Za-z]", label) or label == '{ dockerfile = "Dockerfile" }'
        for label in added
    )


def _is_stricter(difference: Difference) -> bool:
    """Whether a severity is the next higher one."""
    steps = (("information", "warning"), ("warning", "error"))
    return (difference.before, difference.after) in steps


def _is_of_new_rule(difference: Difference) -> bool:
    return difference.kind.removeprefix("new: ") in difference.new_rules


def _in(subject: str, words: str = "") -> Callable[[Difference], bool]:
    """Whether a difference is in a subject of that name, and its message has these words."""
    return lambda difference: (
        subject in difference.where
        and (not words or words in str(difference.after or difference.before))
    )


def _was_kept_back(difference: Difference) -> bool:
    """Whether malformed text hid a finding that the text has before it is edited."""
    return (
        "entry_point" in difference.text
        and difference.kind.removeprefix("new: ") in difference.found_before
        and is_malformed(difference.text)
    )


def is_malformed(text: str) -> bool:
    """Whether a text is no TOML."""
    try:
        tomli.loads(text)
    except (ValueError, RecursionError):
        return True
    return False


def _became_unsafe(*titles: str) -> Callable[[Difference], bool]:
    """Whether a fix was safe and is not, and its title begins with one of these words."""
    return lambda difference: (
        difference.before["safe"]
        and not difference.after["safe"]
        and difference.before["edits"] == difference.after["edits"]
        and difference.after["title"].startswith(titles)
    )


def _keeps_more(difference: Difference) -> bool:
    """Whether a fixed text has all the settings that it had, and more."""
    before, after = (_settings(text or difference.text) for text in difference[2:4])
    return before < after


def _settings(text: str) -> set[tuple[str, str]]:
    """Each key of the tables that is no table, with its value."""
    tables = [tomli.loads(text)]
    found = set()
    for table in tables:
        for key, value in table.items():
            if isinstance(value, dict):
                tables.append(value)
            else:
                found.add((key, repr(value)))
    return found


def _has_more_fixes(difference: Difference) -> bool:
    """Whether a finding has the fixes that it had, and others that are unsafe."""
    old = [fix["edits"] for fix in difference.before]
    new = [fix["edits"] for fix in difference.after]
    return all(edits in new for edits in old) and not any(
        fix["safe"] for fix in difference.after if fix["edits"] not in old
    )


def _as_string(text: str | None) -> str:
    return (text or "").replace('{ ref = "acme.py::A" }', '"acme:A"')


def _is_split(difference: Difference) -> bool:
    """Whether an edit was one replacement, and is a removal and an insertion behind it."""
    before, after = difference.before, difference.after
    if len(before) != 1 or len(after) != 2:
        return False
    removal, insertion = after
    return bool(removal[2] == "" and removal[1] == insertion[0] == insertion[1])


def _is_complete_at_cursor(difference: Difference) -> bool:
    """Whether nothing is suggested any more where the line of the cursor wants nothing more."""
    before, _, after = difference.text.partition("$0")
    line = before.rpartition("\n")[2], after.partition("\n")[0].rstrip("\r")
    is_behind_word = re.search(r"\w$", line[0]) is not None
    is_before_number = re.search(r"=\s*$", line[0]) and re.match(r"\s*-?\d", line[1])
    is_header = line[0].startswith("[") or not is_malformed("".join(line))
    return not difference.after and bool(is_before_number or (is_behind_word and is_header))


def _goes_on(difference: Difference) -> bool:
    """Whether a candidate is the same one, up to where the caret is once it is accepted."""
    (start, end, old), (new_start, new_end, new) = difference.before[1][0], difference.after[1][0]
    plain = re.sub(r"\$\{\d+:((?:[^\\}]|\\.)*)\}", r"\1", old)
    plain = re.sub(r"\$\d+", "", plain).replace("\\$", "$").replace("\\}", "}")
    plain = plain.replace("\\\\", "\\")
    is_key_alone = new.endswith("= ") and plain.replace(" ", "").startswith(new.replace(" ", ""))
    is_closed = start == new_start and new_end >= end and new.startswith(plain.rstrip(" ,"))
    return bool(is_key_alone or is_closed)


_EVERY_CLASS = (
    "every class that is defined when the file runs counts, not only the class of the app"
)
_KEPT_BACK = (
    "the project's own pyproject.toml, which the app requires, counts while its text is malformed "
    "elsewhere; with a memory of the version before it did already"
)
_CONTAINER = "what a Dockerfile copies is compared with what fal uploads, pattern by pattern"
_UNBUILDABLE = "a directory that fal cannot build is an error of its own"
_NO_PYTHON = "what no Python can parse is an error whatever Python the project uses"

EXPECTED = (
    Expected("new: .*", _is_of_new_rule, "a rule that is new since"),
    Expected(
        "completions: labels new",
        lambda difference: difference.new_rules.issuperset(difference.after),
        "the name of a rule that is new since",
    ),
    Expected(
        "completions: labels new",
        lambda difference: re.search(r"fal-lsp: ignore\[[^\]\n]*\$0", difference.text) is not None,
        "the names of rules are completed in comments, those that were renamed too",
    ),
    Expected(
        "completions: labels new",
        lambda difference: difference.after == ["exclude", "extend-exclude"],
        "settings that are new since",
    ),
    Expected(
        "completions: place and insert text",
        lambda difference: str(difference.before[0]).startswith("fal app: "),
        "the template of an app opens the list at each of its places",
    ),
    Expected(
        "lost: pyproject-not-found-from-root",
        _always,
        "reported only where a file at the root runs fal with the name of an app",
    ),
    Expected("lost: local-requirement-shadow", _in("local requirements"), _UNBUILDABLE),
    Expected("lost: local-requirement-shadow", _in("a name without a slash"), _UNBUILDABLE),
    Expected(
        "new: local-requirement-unbuildable",
        lambda difference: (
            re.search(
                r"has no `version`|several top-level|a valid version|no build back end",
                difference.after,
            )
            is not None
        ),
        "what no build back end can build: no version, none of that name, several modules",
    ),
    Expected(
        "new: python-syntax",
        lambda difference: "(checked with Python 3." in difference.after,
        _NO_PYTHON,
    ),
    Expected("severity of python-syntax", _is_stricter, _NO_PYTHON),
    Expected(
        "severity of class-without-endpoint",
        _is_stricter,
        "a class without an endpoint does nothing once it is deployed",
    ),
    Expected("new: .*", _was_kept_back, _KEPT_BACK),
    Expected(
        "new: class-defines-init",
        _in("examples/mistakes-around/", "(defined in `Constructor`)"),
        _EVERY_CLASS,
    ),
    Expected(
        "new: class-defines-init",
        _in("projects: classes with a constructor", "(defined in `A`)"),
        _EVERY_CLASS,
    ),
    Expected(
        "new: class-settings-conflict",
        _in("examples/mistakes-around/", "Class `Conflict` sets `app_files_context_dir` without"),
        _EVERY_CLASS,
    ),
    Expected(
        "new: class-settings-conflict",
        _in("projects: settings of a class that exclude", "sets both `image` and `app_files`"),
        _EVERY_CLASS,
    ),
    Expected(
        "new: overridden-by-class",
        _in("projects: what the class sets", "`min_concurrency` has no effect: class `A`"),
        "what a module means is interpreted: a condition that is known",
    ),
    Expected(
        "(new:|related of) dockerfile-copy-source-missing",
        _in("projects: what a Dockerfile copies"),
        _CONTAINER,
    ),
    Expected(
        "lost: dockerfile-copy-source-missing",
        lambda difference: re.search(r"around .*/15[3-6]/", difference.where) is not None,
        "nothing is said of a Dockerfile that has lost its FROM",
    ),
    Expected(
        "lost: python-version-mismatch",
        lambda difference: (
            re.search(r'^name = -1$|^requirements = ""$', difference.text, re.M) is not None
        ),
        "the project is not what the app installs where its name or the requirements are no text",
    ),
    Expected(
        "completions: order",
        lambda difference: {"unreadable-file", "toml-syntax"} <= set(difference.before),
        "the names of the rules are listed by family, as in the documentation",
    ),
    Expected(
        "fix of (health-check-setting-unused|overridden-by-class): safe",
        _became_unsafe("Remove "),
        "it is left to the author to remove a setting",
    ),
    Expected(
        "fix of local-requirement-shadow: safe",
        _became_unsafe("Change to `./"),
        "another package is installed: the fix changes what is deployed",
    ),
    Expected(
        "fix of wrong-type: safe",
        _became_unsafe("Change to `{ python_entry_point ="),
        "that a string of an app is an entry point is a guess",
    ),
    Expected(
        "fix of unknown-key: safe",
        _became_unsafe("Move `retries` to "),
        "which condition of retry_config the retries are for is a guess",
    ),
    Expected(
        "fix of invalid-value: safe",
        _became_unsafe("Change to `"),
        "fal ignores an unknown `auth`: the fix changes who can use the app",
    ),
    Expected(
        "new: entry-point-without-package",
        lambda difference: "python_entry_point" in difference.text,
        "requirements of other packages alone do not install the module of an entry point",
    ),
    Expected(
        "number of fixes of (app-files-(ignore-unused|required)|image-.*-port|ref-format)",
        _has_more_fixes,
        "what the project shows is a fix to choose",
    ),
    Expected(
        "fix of (toml-1-1-syntax|unknown-key): other edits with the same result",
        _is_split,
        "what moves down is removed and inserted by two edits that touch, not by one",
    ),
    Expected(
        "fix all, unsafe, the same once nothing changes",
        _always,
        "an unsafe fix is made only for what the first check reported",
    ),
    Expected(
        "fix all, .* of other fixes",
        _always,
        "the text after all fixes follows from fixes and findings that differ for a reason",
    ),
    Expected(
        "fix all, safe",
        _keeps_more,
        "it is left to the author to remove a setting, also one that a fix before brought to light",
    ),
    Expected(
        "fix all, unsafe.*",
        _in("local-requirement-unbuildable: no name", "requirements = []"),
        "a fix that makes an error is refused, also where it went with one that mends another",
    ),
    Expected(
        "fix all, unsafe.*",
        lambda difference: _as_string(difference.before) == _as_string(difference.after),
        "the project shows which file an app that is written as a string is in",
    ),
    Expected(
        "completions: labels lost",
        _is_complete_at_cursor,
        "nothing is suggested behind what is complete or in front of a number, so that Enter and "
        "Tab keep their meaning",
    ),
    Expected(
        "completions: labels (lost|new)",
        _only_lacks_invented,
        "names of images, secrets and teams that nobody has are not suggested",
    ),
    Expected(
        "completions: labels new",
        lambda difference: difference.text.startswith("\ufeff") and difference.after == ["apps"],
        "a header without brackets behind a byte order mark is completed as anywhere else",
    ),
    Expected(
        "completions: snippet",
        lambda difference: difference.before[1] and not difference.after[1],
        "what is accepted has no places to fill in, so that the caret is where the next key is "
        "expected",
    ),
    Expected(
        "completions: place and insert text",
        _goes_on,
        "a key is accepted alone, with the list of its values open again; a value with its "
        "closing quote or bracket, so that the caret is behind it",
    ),
)
"""The first entry that fits gives the reason."""
