"""The differences of this tree from an older one that are right, each with its reason.

Knows no tree. The list is no history: an entry that no difference needs any more is removed.

An entry accepts what its reason says and nothing else: a kind of difference and, of that kind, what
a predicate on both sides and on the text finds to be so. Where a predicate can't say it, the entry
names the subject and words of the message.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

import tomli

BASE = "d871cfa"
"""The older tree: before the interpreter, the memo, and completion by a marker."""


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


def expected(difference: Difference) -> Expected | None:
    """The first entry that accepts a difference, `None` where nothing says that it is right."""
    for entry in EXPECTED:
        if re.fullmatch(entry.kind, difference.kind) and entry.is_right(difference):
            return entry
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
    """Whether a severity is a higher one."""
    severities = ("information", "warning", "error")
    return severities.index(difference.before) < severities.index(difference.after)


def _is_of_new_rule(difference: Difference) -> bool:
    return difference.kind.removeprefix("new: ") in difference.new_rules


def _in(subject: str, words: str = "") -> Callable[[Difference], bool]:
    """Whether regular expressions are in the name of the subject and in the message."""
    return lambda difference: (
        re.search(subject, difference.where) is not None
        and re.search(words, str(difference.after or difference.before)) is not None
    )


def _says(words: str) -> Callable[[Difference], bool]:
    """Whether the message has what a regular expression says."""
    return _in("", words)


def _text_has(words: str) -> Callable[[Difference], bool]:
    """Whether the text has what a regular expression says."""
    return lambda difference: re.search(words, difference.text, re.MULTILINE) is not None


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


def _has_more_fixes(difference: Difference) -> bool:
    """Whether a finding has the fixes that it had, and others that are unsafe."""
    old = [fix["edits"] for fix in difference.before]
    new = [fix["edits"] for fix in difference.after]
    return all(edits in new for edits in old) and not any(
        fix["safe"] for fix in difference.after if fix["edits"] not in old
    )


def _has_machines_by_size(difference: Difference) -> bool:
    """Whether the same machines are listed, those with a GPU first, the others by their size."""
    sizes = ("XS", "S", "M", "L", "XL")
    others = [label for label in difference.after if label in sizes]
    gpus = [label.startswith("GPU-") for label in difference.after]
    return (
        sorted(difference.before) == sorted(difference.after)
        and gpus == sorted(gpus, reverse=True)
        and others == sorted(others, key=sizes.index)
    )


def _lost_dot(difference: Difference) -> bool:
    """Whether a path that begins with `./` gets a slash instead of one more, by an unsafe fix."""
    before, after = difference.before, difference.after
    if isinstance(before, str):
        return bool(before.replace('"/./', '"/') == after != before)
    return bool(before["edits"][0][2].startswith('"/./') and not after["safe"])


def _is_at_method(difference: Difference) -> bool:
    """Whether a related place was the class, and is a line below in the same file."""
    ((path, line),), ((new_path, new_line),) = difference.before, difference.after
    return bool(path == new_path and line < new_line)


def _is_split(difference: Difference) -> bool:
    """Whether an edit was one replacement, and is a removal and an insertion after it."""
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
    is_before_number = re.search(r"[=,\[]\s*\d*$", line[0]) and re.match(r"\s*-?\d", line[1])
    is_key = re.fullmatch(r"\s*[\w-]+", line[0]) and re.match(r"\s*=", line[1])
    is_whole = is_key or line[0].startswith("[")
    is_whole = is_whole or not is_malformed("".join(line).replace("True", "true"))
    return not difference.after and bool(is_before_number or (is_behind_word and is_whole))


def _cuts_same_blank_lines(difference: Difference) -> bool:
    """Whether one of two removals begins with the line end that the other one ends with."""
    if len(difference.before) != 1 or len(difference.after) != 1:
        return False
    (start, end, old), (new_start, new_end, new) = difference.before[0], difference.after[0]
    return bool(
        old == new == "" and end - start == new_end - new_start and abs(start - new_start) == 1
    )


def _has_table_elsewhere(difference: Difference) -> bool:
    """Whether two texts mean the same and have the same lines, in another order."""
    lines = [
        sorted(line for line in text.splitlines() if line)
        for text in (difference.before, difference.after)
    ]
    if is_malformed(difference.before) or is_malformed(difference.after):
        return False
    return lines[0] == lines[1] and tomli.loads(difference.before) == tomli.loads(difference.after)


def _does_not_install_project(difference: Difference) -> bool:
    """Whether an app with the version of a message requires no directory."""
    version = re.search(r"`python_version` is (\S+),", str(difference.before))
    if version is None or is_malformed(difference.text):
        return False
    apps = tomli.loads(difference.text)["tool"]["fal"]["apps"].values()
    return any(
        app.get("python_version") == version[1] and "." not in app.get("requirements", ())
        for app in apps
    )


def _goes_on(difference: Difference) -> bool:
    """Whether a candidate is the same one, up to where the caret is once it is accepted."""
    (start, end, old), (new_start, new_end, new) = difference.before[1][0], difference.after[1][0]
    plain = re.sub(r"\$\{\d+:((?:[^\\}]|\\.)*)\}", r"\1", old)
    plain = re.sub(r"\$\d+", "", plain).replace("\\$", "$").replace("\\}", "}")
    plain = plain.replace("\\\\", "\\")
    is_key_alone = new.endswith("= ") and plain.replace(" ", "").startswith(new.replace(" ", ""))
    begins = new.startswith((plain.rstrip(" ,"), old.rstrip(" ,")))
    is_closed = start == new_start and new_end >= end and begins
    return bool(is_key_alone or is_closed)


_EVERY_CLASS = (
    "every class that is defined when the file runs counts, not only the class of the app"
)
_NO_PYTHON = "what no Python can parse is an error whatever Python the project uses"
_NO_ENDPOINT = "fal refuses a class without an endpoint: the error names the method that is not one"
_SET_IN_CLASS = "the class sets `app_files`, so that the cure is there"

EXPECTED = (
    # Rules and settings that are new.
    Expected("new: .*", _is_of_new_rule, "a rule that is new since"),
    Expected(
        "completions: labels new",
        lambda difference: difference.new_rules.issuperset(difference.after),
        "the name of a rule that is new since",
    ),
    Expected(
        "completions: labels new",
        lambda difference: difference.after == ["exclude", "extend-exclude"],
        "settings that are new since",
    ),
    # What is reported.
    Expected(
        "lost: pyproject-not-found-from-root",
        _always,
        "reported only where a file at the root runs fal with the name of an app",
    ),
    Expected(
        "instead of local-requirement-shadow: local-requirement-unbuildable",
        _in("local requirements|a name without a slash"),
        "a directory that fal cannot build is an error of its own",
    ),
    Expected(
        "new: local-requirement-unbuildable",
        _says(
            "has no `(version|requires)`|several top-level|a valid version|no build backend"
            r"|is not a key of `\[project\]`|of its `\[project\]` must be a"
            r"|`requires-python` is not valid"
        ),
        "what no build backend can build: no version, no `requires`, none of that name, several "
        "modules, what is not of `[project]`",
    ),
    Expected(
        "instead of ref-format: ref-file-missing",
        _says("does not exist|is a directory"),
        "a file that is not there is missing, whatever its name ends in",
    ),
    Expected(
        "severity of ref-format",
        lambda difference: (difference.before, difference.after) == ("warning", "information"),
        "fal runs a file of Python whatever its name ends in",
    ),
    Expected("new: python-syntax", _says(r"\(checked with Python 3\."), _NO_PYTHON),
    Expected("severity of python-syntax", _is_stricter, _NO_PYTHON),
    Expected("severity of class-without-endpoint", _is_stricter, _NO_ENDPOINT),
    Expected("related of class-without-endpoint", _is_at_method, _NO_ENDPOINT),
    Expected(
        "new: .*",
        _was_kept_back,
        "the project's own pyproject.toml, which the app requires, counts while its text is "
        "malformed elsewhere; with a memory of the version before it did already",
    ),
    Expected(
        "new: class-defines-init",
        _in(
            "examples/mistakes-around/|classes with a constructor",
            r"\(defined in `(Constructor|A)`\)",
        ),
        _EVERY_CLASS,
    ),
    Expected(
        "new: class-settings-conflict",
        _in(
            "examples/mistakes-around/|settings of a class that exclude",
            "`Conflict` sets `app_files_context_dir` without|sets both `image` and `app_files`",
        ),
        _EVERY_CLASS,
    ),
    Expected(
        "new: class-settings-conflict",
        _in("a container of a class with files", "`A` is a container app with `app_files`"),
        "a base can make a class a container",
    ),
    Expected(
        "new: overridden-by-class",
        _in("what the class sets", "`min_concurrency` has no effect: class `A`"),
        "what a module means is interpreted: a condition that is known",
    ),
    Expected(
        "(new:|related of) dockerfile-copy-source-missing",
        _in("what a Dockerfile copies"),
        "what a Dockerfile copies is compared with what fal uploads, pattern by pattern",
    ),
    Expected(
        "instead of dockerfile-copy-source-missing: dockerfile-syntax",
        _says("has no `FROM`"),
        "of a Dockerfile that has lost its FROM that is said, and not what it copies",
    ),
    Expected(
        "lost: python-version-mismatch",
        _text_has(r'^name = (-1|"")$|^requirements = ""$'),
        "the project is not what the app installs where its name or the requirements are no text",
    ),
    Expected(
        "lost: python-version-mismatch",
        _does_not_install_project,
        "what the project supports counts for an app that installs it",
    ),
    Expected(
        "new: entry-point-missing",
        _says("The build of the project leaves out the module"),
        "the settings of the build backend say what is installed",
    ),
    Expected(
        "new: class-without-endpoint",
        _in("an attribute named health_check", "has no endpoint"),
        "what a module means is interpreted: a health check of fal is no endpoint",
    ),
    Expected(
        "new: entry-point-without-package",
        _text_has("python_entry_point"),
        "requirements of other packages alone do not install the module of an entry point",
    ),
    Expected("related of app-files-ignore-unused", _in("files of the class"), _SET_IN_CLASS),
    # Fixes.
    Expected("fix of app-files-ignore-unused: preferred", _in("files of the class"), _SET_IN_CLASS),
    Expected(
        "fix of health-check-path-not-absolute: (result|safe)",
        _lost_dot,
        "a path behind a dot was only given one more slash, and no endpoint is there",
    ),
    Expected(
        "number of fixes of entry-point-format",
        lambda difference: (
            [fix["title"] for fix in difference.before] == ["Use `ref` instead"]
            and not difference.after
            and "requirements =" in difference.text
        ),
        "fal ignores the requirements of an app with a `ref`",
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
        "fix of ref-ambiguous: result",
        _in("ref-ambiguous: two classes"),
        "a class that fal can deploy is offered before one without an endpoint",
    ),
    Expected(
        "fix all, unsafe(| and again until nothing changes)",
        lambda difference: (
            re.search("^//", difference.text, re.MULTILINE) is not None
            and _has_table_elsewhere(difference)
        ),
        "a round of fixes reads the text before it, in which a comment with `//` is none yet",
    ),
    Expected(
        "fix of unknown-key: other edits with the same result",
        _cuts_same_blank_lines,
        "what is removed goes with the blank line above it, not with the one below",
    ),
    Expected(
        "fix of unknown-key: result",
        _has_table_elsewhere,
        "a new table of an app goes behind its last one, so that it takes no key from a table",
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
    # Completions.
    Expected(
        "completions: labels new",
        _text_has(r"fal-lsp: ignore\[[^\]\n]*\$0"),
        "the names of rules are completed in comments, those that were renamed too",
    ),
    Expected(
        "completions: labels new",
        lambda difference: (
            "bound by globals()" in difference.where and difference.after == ["app.py::B"]
        ),
        "what a module means is interpreted: a name that is bound by globals()",
    ),
    Expected(
        "completions: labels new",
        lambda difference: difference.text.startswith("\ufeff") and difference.after == ["apps"],
        "a header without brackets behind a byte order mark is completed as anywhere else",
    ),
    Expected(
        "completions: labels new",
        _text_has(r"^\w+:\$0"),
        "a value behind a colon is completed as behind the equals sign that is meant",
    ),
    Expected(
        "completions: labels (lost|new)",
        _only_lacks_invented,
        "names of images, secrets and teams that nobody has are not suggested",
    ),
    Expected(
        "completions: labels lost",
        lambda difference: (
            "modules that nobody can read off" in difference.where
            and difference.before == ["decorated.py::app", "decorated.py::on_gpu"]
        ),
        "a name that a module imports from a package that is not there is no class of the project",
    ),
    Expected(
        "completions: labels lost",
        _is_complete_at_cursor,
        "nothing is suggested behind what is complete or in front of a number, so that Enter and "
        "Tab keep their meaning",
    ),
    Expected(
        "completions: order",
        _has_machines_by_size,
        "machines are listed by kind and size",
    ),
    Expected(
        "completions: snippet",
        lambda difference: difference.before[1] and not difference.after[1],
        "what is accepted has no places to fill in, so that the caret is where the next key is "
        "expected",
    ),
    Expected(
        "completions: place and insert text",
        lambda difference: str(difference.before[0]).startswith("fal app: "),
        "the template of an app opens the list at each of its places",
    ),
    Expected(
        "completions: place and insert text",
        _goes_on,
        "a key is accepted alone, with the list of its values open again; a value with its "
        "closing quote or bracket, so that the caret is behind it",
    ),
)
"""The first entry that fits gives the reason."""
