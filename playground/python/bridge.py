"""What the page asks: files in, plain JSON out. Knows the editor features, nothing of the browser.

Offsets on the side of the page count UTF-16 code units, as JavaScript does; inside they are code
points. Everything happens below one directory, which in the browser is in memory.
"""

from __future__ import annotations

import json
import os
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from fal_lsp import toml
from fal_lsp.ide import completion, fix_all, hover
from fal_lsp.ide.python_file import completion as python_completion
from fal_lsp.ide.python_file import settings as python_settings
from fal_lsp.ide.python_file import uses as python_uses
from fal_lsp.lint.check import Checked, check_all, subject
from fal_lsp.lint.effective import Effective, Setting, effective
from fal_lsp.lint.mention import mentions_fal
from fal_lsp.memo import Memo
from fal_lsp.project import Unreadable, open_project
from fal_lsp.text import LineIndex, Span
from fal_lsp.toml.edits import text_edits

if TYPE_CHECKING:
    from fal_lsp.lint.diagnostic import Diagnostic, RelatedSpan
    from fal_lsp.toml.types import TextEdit

MANIFEST = "pyproject.toml"
TRIGGERS = frozenset(".[\"'= {,:/")
"""The characters after which suggestions are wanted, besides those of a word."""

Json = dict[str, Any]


class File:
    """A text with both counts of its offsets."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        # Each of them takes two code units.
        self._wide = [at for at, char in enumerate(text) if char > "\uffff"]
        self._wide_units = [at + before for before, at in enumerate(self._wide)]

    @cached_property
    def lines(self) -> LineIndex:
        """The lines of the text."""
        return LineIndex(self.text)

    def unit(self, offset: int) -> int:
        """The code units in front of an offset."""
        return offset + bisect_left(self._wide, offset)

    def offset(self, unit: int) -> int:
        """The offset after so many code units; half a character is its start."""
        return min(unit - bisect_left(self._wide_units, unit), len(self.text))

    def range(self, span: Span) -> Json:
        """A span as the page has it."""
        return {"from": self.unit(span.start), "to": self.unit(span.end)}

    def changes(self, edits: Iterable[TextEdit]) -> list[Json]:
        """Edits as the page has them."""
        return [{**self.range(edit.span), "insert": edit.text} for edit in edits]


class Bridge:
    """The files of the page and what there is to say about them."""

    def __init__(self, root: str) -> None:
        """`root` is an empty directory, into which the files are written."""
        self._root = os.path.realpath(root)
        self._files: dict[str, File] = {}
        self._document = toml.parse("")
        self._memo = Memo()
        self._diagnostics: tuple[Diagnostic, ...] = ()
        self._project = open_project(self._path(MANIFEST))
        self._methods: dict[str, Callable[..., Any]] = {
            "files": self.files,
            "check": self.check,
            "hover": self.hover,
            "complete": self.complete,
            "fix": self.fix,
            "fixAll": self.fix_all,
            "app": self.app,
        }

    def ask(self, request: str) -> str:
        """The answer to a request, both JSON: `{"method": ..., "params": {...}}`."""
        question = json.loads(request)
        return json.dumps(self._methods[question["method"]](**question["params"]))

    def files(self, files: dict[str, str]) -> None:
        """Take the names and texts of all files as they are now."""
        for name in files:
            if not _is_below(name):
                raise ValueError(f"{name!r} is no name of a file below the project")
        gone = [name for name in self._files if name not in files]
        changed = [name for name, text in files.items() if self._text(name) != text]
        for name in gone:
            del self._files[name]
            Path(self._path(name)).unlink()
            for directory in _directories(name)[:-1]:
                with suppress(OSError):
                    Path(self._path(str(directory))).rmdir()
        for name in changed:
            self._files[name] = File(name, files[name])
            path = Path(self._path(name))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(files[name].encode("utf-8", "surrogatepass"))
        # A file that comes or goes changes its directories, too.
        touched = {*gone, *changed}
        touched.update(str(each) for name in (*gone, *changed) for each in _directories(name))
        self._project.refresh(map(self._path, touched))
        if MANIFEST in touched:
            self._document = toml.parse(files.get(MANIFEST, ""), self._document)

    def check(self) -> Json:
        """The findings of each file, and the names of the apps."""
        failed: list[str] = []
        checked = self._checked(self._document, self._memo, lambda rule, _: failed.append(rule))
        self._diagnostics = checked.diagnostics
        findings = {MANIFEST: self._findings(self._manifest, checked.diagnostics)}
        for report in checked.elsewhere:
            file = File(os.path.relpath(report.path, self._root), report.text)
            findings[file.name] = self._findings(file, report.diagnostics)
        return {
            "findings": findings,
            "fixable": sum(map(_has_safe_fix, checked.diagnostics)),
            "apps": [app.name for app in subject(self._document, self._project).apps],
            "failed": failed,
        }

    def hover(self, file: str, unit: int) -> Json | None:
        """The documentation of what is at a place."""
        at = self._files[file]
        offset = at.offset(unit)
        if file == MANIFEST:
            found = hover.hover(self._document, offset, project=self._project)
        elif file.endswith(".py"):
            manifest, path = self._uses_manifest, self._path(file)
            found = python_settings.hover(
                at.lines,
                offset,
                lambda: python_uses.uses(manifest, path),
                lambda: self._apps_of(file),
            )
        else:
            return None
        return None if found is None else {**at.range(found.span), "docs": found.docs}

    def complete(self, file: str, unit: int, explicit: bool) -> list[Json]:
        """The suggestions at a place, the best first."""
        at = self._files[file]
        offset = at.offset(unit)
        typed = at.text[offset - 1 : offset]
        trigger = typed if not explicit and typed in TRIGGERS else ""
        if not (explicit or trigger or typed.isalnum() or typed in "_-"):
            return []
        if file == MANIFEST:
            found = completion.completion(
                self._document, offset, project=self._project, snippets=True, trigger=trigger
            )
        elif file.endswith(".py"):
            found = python_completion.completion(
                at.lines, offset, lambda: self._apps_of(file), trigger
            )
        else:
            return []
        return [
            {
                "label": each.label,
                "kind": each.kind,
                "change": at.changes([each.edit])[0],
                "also": at.changes(each.also),
                "isSnippet": each.snippet,
                "docs": each.docs,
                "detail": " ".join(filter(None, (each.detail.strip(), each.description))),
                "retrigger": each.retrigger,
            }
            for each in found
        ]

    def fix(self, finding: int, choice: int) -> list[Json]:
        """The changes that one of the fixes of a finding makes: of the last check, by numbers."""
        fix = self._diagnostics[finding].fixes[choice]
        return self._manifest.changes(text_edits(self._document, fix.edits) or ())

    def fix_all(self) -> list[Json]:
        """The changes of pyproject.toml that make every safe fix."""

        def check(document: toml.Document) -> Sequence[Diagnostic]:
            return self._checked(document).diagnostics

        return self._manifest.changes(fix_all.fix_all(self._document, check))

    @property
    def _manifest(self) -> File:
        return self._files.get(MANIFEST) or File(MANIFEST, "")

    @property
    def _uses_manifest(self) -> python_uses.Manifest:
        return python_uses.Manifest("", self._document, self._project)

    def _path(self, name: str) -> str:
        return str(Path(self._root, name))

    def _text(self, name: str) -> str | None:
        return self._files[name].text if name in self._files else None

    def _checked(
        self,
        document: toml.Document,
        memo: Memo | None = None,
        on_crash: Callable[[str, Exception], object] | None = None,
    ) -> Checked:
        if not mentions_fal(document.text):
            return Checked((), ())
        return check_all(document, self._project, memo=memo, on_crash=on_crash)

    def _apps_of(self, file: str) -> frozenset[str]:
        """The names of the classes and functions of a Python file that fal takes for apps."""
        path = self._path(file)
        targets = self._project.targets(path)
        if isinstance(targets, Unreadable):
            return frozenset()
        classes = {each.definition.name for each in self._project.app_classes(path)}
        return frozenset({*classes, *(each.name for each in targets.functions)})

    def _findings(self, file: File, diagnostics: Iterable[Diagnostic]) -> list[Json]:
        return [
            {
                **file.range(each.span),
                "line": file.lines.position(each.span.start)[0] + 1,
                "severity": each.severity.value,
                "rule": each.rule,
                "url": each.url,
                "message": each.message,
                "help": each.help,
                "tags": list(each.tags),
                "related": [self._related(file, other) for other in each.related],
                "fixes": [fix.title for fix in each.fixes],
            }
            for each in diagnostics
        ]

    def _related(self, file: File, related: RelatedSpan) -> Json:
        place = related.place
        if isinstance(place, Span):
            name, line = file.name, file.lines.position(place.start)[0]
        else:
            name, line = os.path.relpath(place.file, self._root), place.line
        return {"message": related.message, "file": name, "line": line + 1}

    def app(self, name: str) -> Json | None:
        """What fal would deploy for an app."""
        apps = subject(self._document, self._project).apps
        found = next((app for app in apps if app.name == name), None)
        return None if found is None else self._app(effective(found))

    def _app(self, app: Effective) -> Json:
        target = app.target
        return {
            "name": app.name,
            "kind": app.kind,
            "deployedAs": app.deployed_as,
            "target": None if target is None else target.name,
            "place": None if target is None else self._place(target.path, target.line),
            "settings": [self._setting(each) for each in app.settings if each.text],
            "kept": list(app.kept),
        }

    def _setting(self, setting: Setting) -> Json:
        is_set = setting.source != "default" and setting.value is not None
        return {
            "name": setting.name,
            "value": setting.text,
            "isMarkdown": setting.is_words,
            "origin": setting.origin(self._root),
            "isSet": is_set,
            "place": self._place(setting.file, setting.line) if is_set and setting.file else None,
        }

    def _place(self, path: str, line: int) -> Json:
        return {"file": os.path.relpath(path, self._root), "line": line + 1}


def _is_below(name: str) -> bool:
    """Whether a name is that of a file below the directory of the project."""
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and str(path) == name != "."


def _directories(name: str) -> tuple[PurePosixPath, ...]:
    """The directories of a file, the innermost first and the project's last."""
    return tuple(PurePosixPath(name).parents)


def _has_safe_fix(diagnostic: Diagnostic) -> bool:
    return any(fix.safe and fix.preferred for fix in diagnostic.fixes)


def open_bridge(root: str) -> Bridge:
    """A bridge that has done each kind of work once, so that the first key does not wait for it."""
    Path(root).mkdir(parents=True, exist_ok=True)
    bridge = Bridge(root)
    manifest = '[tool.fal.apps.x]\nref = "x.py"\nkeep_aliv = "1"\n'
    source = "import fal\n\n\nclass X(fal.App):\n    keep_alive = 0\n"
    bridge.files({MANIFEST: manifest, "x.py": source})
    bridge.check()
    bridge.fix_all()
    bridge.app("x")
    for name, text, word in ((MANIFEST, manifest, "x.py"), ("x.py", source, "keep_alive")):
        bridge.hover(name, text.index(word))
        bridge.complete(name, text.index(word), True)
    bridge.files({})
    return bridge
