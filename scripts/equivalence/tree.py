"""Runs one tree on the subjects and writes what it finds as JSON lines: the adapter.

Knows where a tree keeps its functions, whatever it calls its modules: each name is looked for in a
few places. Whoever moves one of them adds the new place to `PLACES`. Runs in a process of its own,
with the tree on PYTHONPATH: `python tree.py TREE SUBJECTS RESULTS AREA...`.

The first line lists the names of the rules. Each other line is a subject: `versions` (per version
`diagnostics`, `remembered`: the same with a memory of the version before, null where there is no
difference, and `fixed`), `completions` and `hovers`.
"""

from __future__ import annotations

import importlib
import inspect
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from names import Translation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

PLACES = {
    "ALL": ("fal_lsp.rules", "fal_lsp.rules.registry"),
    "parse": ("fal_lsp.toml", "fal_lsp.toml.parser", "fal_lsp.toml.parsing"),
    "text_edits": ("fal_lsp.toml.edits", "fal_lsp.toml.editing", "fal_lsp.toml"),
    "open_project": ("fal_lsp.project", "fal_lsp.project.project"),
    "check": ("fal_lsp.lint.check", "fal_lsp.lint", "fal_lsp.check"),
    "Memo": ("fal_lsp.memo", "fal_lsp.lint.memo", "fal_lsp.lint", "fal_lsp.memo"),
    "Memory": ("fal_lsp.memory", "fal_lsp.lint.memory"),
    "fix_all": ("fal_lsp.lint.fixing", "fal_lsp.lint", "fal_lsp.fixing"),
    "completion": ("fal_lsp.ide.completion", "fal_lsp.ide.completion.completion"),
    "hover": ("fal_lsp.ide.hover", "fal_lsp.ide"),
}
"""The modules in which each function is looked for, one after the other."""


class MissingError(Exception):
    """Nothing of that name is where it is looked for."""


def load(name: str) -> Any:
    """What a tree has of that name."""
    for place in PLACES[name]:
        try:
            module = importlib.import_module(place)
        except ModuleNotFoundError as error:
            if not f"{place}.".startswith(f"{error.name}."):
                raise
            continue
        found = getattr(module, name, None)
        if found is not None and not inspect.ismodule(found):
            return found
    raise MissingError(f"no `{name}` in {', '.join(PLACES[name])}: add its module to {__file__}")


def field(item: object, *names: str) -> Any:
    """The first attribute of these names that something has."""
    for name in names:
        if hasattr(item, name):
            return getattr(item, name)
    raise MissingError(f"{type(item).__name__} has none of {names}: add its name to {__file__}")


def fitting(function: Callable[..., Any], **arguments: Any) -> dict[str, Any]:
    """Those of the arguments that a function takes."""
    taken = inspect.signature(function).parameters
    return {name: value for name, value in arguments.items() if name in taken}


class Tree:
    """The functions of a tree, all with the same arguments whatever the tree calls them."""

    def __init__(self) -> None:
        self.rules = frozenset(rule.name for rule in load("ALL"))
        self.parse = load("parse")
        self._text_edits = load("text_edits")
        self._open_project = load("open_project")
        self._check = load("check")
        self._fix_all = load("fix_all")
        self._completion = load("completion")
        self._hover = load("hover")
        try:
            self.memory = load("Memo")
        except MissingError:
            self.memory = load("Memory")

    def project(self, path: str | None, overlay: dict[str, str]) -> Any:
        """The files around a pyproject.toml, `None` without a path."""
        return None if path is None else self._open_project(path, overlay=overlay)

    @staticmethod
    def typed(project: Any, path: str | None) -> None:
        """Let a project know that the buffer of its own pyproject.toml changed."""
        if hasattr(project, "invalidate"):
            project.invalidate(path)
        elif hasattr(project, "refresh"):
            project.refresh([path])

    @staticmethod
    def current(project: Any) -> Any:
        """A project that looks at its files again."""
        if hasattr(project, "view"):
            return project.view()
        if hasattr(project, "refresh"):
            project.refresh()
        return project

    def check(
        self, text: Translation, document: Any, project: Any, memory: Any = None
    ) -> list[dict[str, Any]]:
        """The diagnostics as plain data; a rule that raises is a diagnostic of its own."""
        crashes: list[str] = []

        def on_crash(rule: str, error: Exception) -> None:
            crashes.append(f"{rule}: {error!r}")

        more = fitting(self._check, memory=memory, memo=memory, on_crash=on_crash)
        diagnostics = self._check(document, project, **more)
        found = [self._diagnostic(text, document, item) for item in diagnostics]
        return [*found, *({"rule": "crash", "span": [0, 0], "message": each} for each in crashes)]

    def _diagnostic(self, text: Translation, document: Any, item: Any) -> dict[str, Any]:
        return {
            "rule": item.rule,
            "severity": item.severity.value,
            "span": text.span(item.span),
            "related": [self._place(text, each.place) for each in item.related],
            "tags": sorted(item.tags),
            "message": item.message,
            "fixes": [
                {
                    "title": fix.title,
                    "safe": field(fix, "safe", "is_safe"),
                    "preferred": field(fix, "preferred", "is_preferred"),
                    "edits": edits(text, self._text_edits(document, fix.edits)),
                }
                for fix in item.fixes
            ],
        }

    @staticmethod
    def _place(text: Translation, place: Any) -> list[Any]:
        return [place.file, place.line] if hasattr(place, "file") else text.span(place)

    def fixed(self, text: str, path: str | None, unsafe: bool, again: bool) -> str | None:
        """The text after all fixes, run `again` until nothing changes; `None` if it is the same."""
        seen: set[str] = set()
        after = text
        while after not in seen and (again or not seen):
            seen.add(after)
            project = self.current(self.project(path, {path: after} if path else {}))

            def check(document: Any, project: Any = project) -> Any:
                return self._check(document, project)

            after = self._fix_all(self.parse(after), check, unsafe).document.text
        return None if after == text else after

    def completion(
        self, text: Translation, document: Any, offset: int, project: Any, snippets: bool
    ) -> list[list[Any]]:
        """Per item: label, kind, place and insert text, other edits, whether it is a snippet."""
        at = text.offset(offset)
        items = self._completion(document, at, project=project, snippets=snippets)
        return [
            [
                item.label,
                item.kind,
                edits(text, [item.edit]),
                edits(text, field(item, "also", "additional_edits")),
                field(item, "snippet", "is_snippet"),
            ]
            for item in items
        ]

    def hover(
        self, text: Translation, document: Any, offset: int, project: Any
    ) -> dict[str, Any] | None:
        """The span of the hover and its text."""
        hover = self._hover(document, text.offset(offset), project=project)
        if hover is None:
            return None
        return {"span": text.span(hover.span), "text": field(hover, "docs", "markdown", "text")}


def edits(text: Translation, found: Iterable[Any] | None) -> list[list[Any]] | None:
    """Text edits as lists of start, end and new text."""
    if found is None:
        return None
    return [[*text.span(edit.span), field(edit, "text", "new_text")] for edit in found]


def run(tree: Tree, subject: dict[str, Any], areas: set[str]) -> dict[str, Any]:
    """What a tree finds in a subject."""
    path = subject["path"]
    texts = [Translation(version, tree.rules) for version in subject["versions"]]
    # As in an editor, the text that is checked is the buffer of the pyproject.toml.
    buffers = [
        {**others, **({path: text.text} if path else {})}
        for text, others in zip(texts, subject.get("overlays") or [{}] * len(texts), strict=True)
    ]
    result: dict[str, Any] = {"versions": [], "completions": [], "hovers": []}
    if areas & {"check", "fix"} and not subject["name"].startswith("tests/"):
        result["versions"] = list(checked(tree, path, texts, buffers, "fix" in areas))
    asked = [("completions", *each) for each in subject["completions"]]
    asked += [("hovers", *each) for each in subject["hovers"]]
    for kind, number, offset, snippets in asked:
        text = texts[number]
        around = tree.current(tree.project(path, buffers[number]))
        fresh = tree.parse(text.text)
        try:
            if kind == "hovers" and "hover" in areas:
                result[kind].append(tree.hover(text, fresh, offset, around))
            elif kind == "completions" and "completion" in areas:
                result[kind].append(tree.completion(text, fresh, offset, around, snippets))
        except Exception as error:
            result[kind].append(f"crash: {error!r}")
    return result


def checked(
    tree: Tree,
    path: str | None,
    texts: list[Translation],
    buffers: list[dict[str, str]],
    with_fixes: bool,
) -> Iterator[dict[str, Any]]:
    """What a tree finds in each version: from scratch, and with a memory of the version before.

    What is remembered has one project, which sees the buffers change, as in an editor.
    """
    memory, document, shown = tree.memory(), None, dict[str, str]()
    project = tree.project(path, shown)
    remembering = tree.current(project)
    scratch: dict[str, list[dict[str, Any]]] = {}
    before: dict[str, str] = {}
    for text, now in zip(texts, buffers, strict=True):
        shown.clear()
        shown.update(now)
        if now.keys() | before.keys() <= {path}:
            tree.typed(remembering, path)
        else:
            remembering = tree.current(project)
        before = now
        around = tree.current(tree.project(path, now))
        fresh = tree.parse(text.text)
        state = json.dumps(now) if now else text.text
        if state not in scratch:
            scratch[state] = tree.check(text, fresh, around)
        diagnostics = scratch[state]
        document = tree.parse(text.text, document)
        remembered = tree.check(text, document, remembering, memory)
        version: dict[str, Any] = {"diagnostics": diagnostics}
        version["remembered"] = None if remembered == diagnostics else remembered
        if with_fixes and now.keys() <= {path}:
            fixes = [fix for item in diagnostics for fix in item.get("fixes", ())]
            version["fixed"] = [
                tree.fixed(text.text, path, unsafe, again)
                if any(fix["safe"] or unsafe for fix in fixes)
                else None
                for unsafe, again in ((False, False), (True, False), (True, True))
            ]
        yield version


def main(root: str, subjects: str, results: str, areas: set[str]) -> None:
    """Run the tree in a directory on a file of subjects."""
    import fal_lsp

    assert Path(fal_lsp.__file__).is_relative_to(root), f"{fal_lsp.__file__} is not in {root}"
    tree = Tree()
    with (
        Path(subjects).open(encoding="utf-8") as lines,
        Path(results).open("w", encoding="utf-8") as file,
    ):
        file.write(json.dumps(sorted(tree.rules)) + "\n")
        for line in lines:
            file.write(json.dumps(run(tree, json.loads(line), areas)) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], set(sys.argv[4:]))
