"""Chooses what both trees are run on, and writes it into a file of JSON lines.

Knows the corpus, the examples and the mutations of the tree that it runs with, and nothing of the
check. Runs in a process of its own: `python inputs.py FOLDER SEED SAMPLE [CASES]`.

A subject is a file with its versions: the text itself, or a text and the states it goes through
while it is edited. A subject of a project has the path of its pyproject.toml below FOLDER, and
`overlays`: for each version the buffers that differ from the files on disk.
"""

from __future__ import annotations

import ast
import json
import random
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fal_lsp.toml import parse

from tests.support.corpus import cases, cases_of
from tests.support.mutations import Original
from tests.support.projects import write_text

if TYPE_CHECKING:
    from collections.abc import Iterator

Subject = dict[str, Any]

TREE = Path(cases_of.__code__.co_filename).resolve().parents[2]
STATES = 3000
RUN = 12
"""How many states one text goes through."""
LINES = 6
"""How many lines of each project change."""
VALUES = ("-1", '"x"', '""', "[]")
COMPLETIONS = 5000
HOVERS = 2000
TYPED = """\
[tool.fal.apps.x]
"""


def main(folder: Path, seed: int, sample: int, more: Path | None) -> None:
    """Write `subjects.jsonl` and the files of the projects into a folder."""
    chance = random.Random(seed)
    texts = [*corpus(), *projects(folder, more)]
    subjects = [
        *texts,
        *edited(texts, chance),
        *changed_lines(texts, chance),
        *changed_around(texts, chance),
    ]
    typed = list(at_the_cursor())
    share = 1.0
    if 0 < sample < len(subjects):
        share = sample / len(subjects)
        subjects = chance.sample(subjects, sample)
        typed = chance.sample(typed, round(share * len(typed)))
    add_positions(subjects, "completions", round(share * COMPLETIONS), chance)
    add_positions(subjects, "hovers", round(share * HOVERS), chance)
    with (folder / "subjects.jsonl").open("w", encoding="utf-8") as file:
        for subject in [*subjects, *typed]:
            file.write(json.dumps(subject) + "\n")


def subject(name: str, versions: list[str], path: str | None = None) -> Subject:
    """A subject without positions."""
    return {"name": name, "path": path, "versions": versions, "completions": [], "hovers": []}


def corpus() -> Iterator[Subject]:
    """Every document of the corpus, without files around."""
    for case in cases():
        yield subject(f"corpus/{case.name}", [case.text])


def projects(folder: Path, more: Path | None) -> Iterator[Subject]:
    """Every pyproject.toml of the examples and of the projects of the tests."""
    repository = folder / "repository"
    shutil.copytree(TREE / "examples", repository / "examples", symlinks=True)
    shutil.copy(TREE / "pyproject.toml", repository)
    (repository / ".git").mkdir()
    yield from manifests(repository, repository)
    rules = cases_of(TREE / "tests" / "rules" / "projects.cases")
    for number, case in enumerate(rules):
        root = folder / "rules" / f"{number:03}"
        write_text(root, case.text)
        yield from manifests(root, folder, case.name)
    for number, (title, text) in enumerate(conformance_projects()):
        root = folder / "conformance" / f"{number:03}"
        write_text(root, text.replace("FOLDER", str(root)))
        yield from manifests(root, folder, title)
    if more is not None:
        shutil.copytree(more, folder / "cases", symlinks=True)
        for mark in list((folder / "cases").rglob("GIT-ROOT")):
            mark.with_name(".git").mkdir(exist_ok=True)
            mark.unlink()
        yield from manifests(folder / "cases", folder)


def manifests(root: Path, folder: Path, title: str = "") -> Iterator[Subject]:
    """Every pyproject.toml below a directory that is UTF-8."""
    for path in sorted(root.rglob("pyproject.toml")):
        try:
            text = path.read_bytes().decode("utf-8")
        except (UnicodeDecodeError, OSError):
            continue
        name = f"{path.relative_to(folder)} {title}".strip()
        yield subject(name, [text], str(path))


def conformance_projects() -> Iterator[tuple[str, str]]:
    """The titles and the texts of the projects that the tests run the real fal on."""
    content = (TREE / "tests" / "conformance" / "projects.cases").read_text(encoding="utf-8")
    for block in content.split("\n=== ")[1:]:
        title, *lines = block.split("\n")
        while lines[0].startswith(("fal: ", "later: ")) or lines[0] == "build":
            del lines[0]
        yield title, "\n".join(lines)


def edited(texts: list[Subject], chance: random.Random) -> Iterator[Subject]:
    """Texts while they are edited: one half typed character by character, one half at random."""
    valid = [each for each in texts if parse(each["versions"][0]).error is None]
    around = [each for each in valid if each["path"]]
    alone = [each for each in valid if not each["path"]]
    for number in range(STATES // RUN):
        origin = chance.choice(alone if number % 2 else around)
        text = origin["versions"][0]
        states = [state.text for state in Original(text).states()]
        if number % 4 < 2:
            start = chance.randrange(max(1, len(states) - RUN))
            versions = states[start : start + RUN]
        else:
            versions = [chance.choice(states) for _ in range(RUN)]
        yield subject(f"edited {number}: {origin['name']}", [text, *versions], origin["path"])


def changed_lines(texts: list[Subject], chance: random.Random) -> Iterator[Subject]:
    """Projects of which lines go or get another value, one at a time, and come back."""
    for origin in texts:
        if not origin["path"]:
            continue
        text = origin["versions"][0]
        lines = text.splitlines(keepends=True)
        versions = [text]
        for at in sorted(chance.sample(range(len(lines)), min(LINES, len(lines)))):
            key, equals, _ = lines[at].partition("=")
            other = f"{key}= {chance.choice(VALUES)}\n" if equals and len(versions) % 4 > 1 else ""
            versions += ["".join([*lines[:at], other, *lines[at + 1 :]]), text]
        yield subject(f"lines {origin['name']}", versions, origin["path"])


def changed_around(texts: list[Subject], chance: random.Random) -> Iterator[Subject]:
    """Projects of which other files change, one at a time, and change back."""
    for origin in texts:
        if not origin["path"] or "/repository/" in origin["path"]:
            continue
        root = Path(origin["path"]).parent
        files = [
            path
            for path in sorted(root.rglob("*"))
            if path.is_file() and path != Path(origin["path"]) and path.stat().st_size < 10_000
        ]
        overlays: list[dict[str, str]] = [{}]
        for path in files[:4]:
            try:
                lines = path.read_bytes().decode("utf-8").splitlines(keepends=True)
            except UnicodeDecodeError:
                continue
            at = chance.randrange(len(lines)) if lines else 0
            overlays += [{str(path): "".join([*lines[:at], *lines[at + 1 :]])}, {str(path): ""}, {}]
        if len(overlays) > 1:
            text = origin["versions"][0]
            made = subject(f"around {origin['name']}", [text] * len(overlays), origin["path"])
            yield {**made, "overlays": overlays}


def at_the_cursor() -> Iterator[Subject]:
    """The texts with a cursor of the tests, each with completion and hover there."""
    for path in sorted((TREE / "tests").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
                continue
            before, cursor, after = node.value.partition("$0")
            if not cursor or "$0" in after:
                continue
            if "[" not in before.partition("\n")[0]:
                before = TYPED + before
            name = f"{path.relative_to(TREE)}:{node.lineno}:{node.col_offset}"
            made = subject(name, [before + after])
            made["completions"] = [[0, len(before), False], [0, len(before), True]]
            made["hovers"] = [[0, len(before), False]]
            yield made


def add_positions(subjects: list[Subject], kind: str, count: int, chance: random.Random) -> None:
    """Positions all over the subjects, in an edited text every second one where the edit is."""
    for number in range(count):
        chosen = chance.choice(subjects)
        versions = chosen["versions"]
        version = chance.randrange(len(versions))
        text = versions[version]
        offset = (
            end_of_edit(versions[0], text) if version and number % 2 else anywhere(text, chance)
        )
        chosen[kind].append([version, offset, number % 3 > 0])


def anywhere(text: str, chance: random.Random) -> int:
    """An offset in a text, two out of three times where something may be written."""
    offset = chance.randint(0, len(text))
    end = text.find("\n", offset)
    end = len(text) if end < 0 else end
    equals = text.find("=", text.rfind("\n", 0, offset) + 1, end)
    choices = [offset, end]
    if equals >= 0:
        choices += [equals, min(end, equals + 2), min(end, equals + 3)]
    return chance.choice(choices)


def end_of_edit(before: str, after: str) -> int:
    """The offset in a text after what differs from another."""
    size = 0
    while size < min(len(before), len(after)) and before[-1 - size] == after[-1 - size]:
        size += 1
    return len(after) - size


if __name__ == "__main__":
    main(
        Path(sys.argv[1]),
        int(sys.argv[2]),
        int(sys.argv[3]),
        Path(sys.argv[4]) if len(sys.argv) > 4 else None,
    )
