"""Projects that a test writes to disk, one of them hostile. Knows files and `project`, no rule."""

from __future__ import annotations

import os
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from fal_lsp.lint.check import Checked, check_all
from fal_lsp.project import Project, open_project
from fal_lsp.toml import parse

if TYPE_CHECKING:
    from fal_lsp.memo import Memo
    from fal_lsp.toml import Document

APP = """
import fal


class {name}(fal.App):
    @fal.endpoint("/")
    def run(self) -> dict:
        return {{}}
"""


def write(folder: Path, files: dict[str, str]) -> None:
    """Writes files below a folder, their common indentation taken off."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text), encoding="utf-8")


def files(text: str) -> dict[str, str]:
    """The files of a small project, written as one text.

    A line `--- path` starts a file, `--- path (latin-1)` one in another encoding, `--- link ->
    target` makes a symbolic link, `--- directory/` an empty directory. What comes before the first
    is pyproject.toml.
    """
    contents: dict[str, list[str]] = {}
    name = "pyproject.toml"
    for line in textwrap.dedent(text).strip("\n").split("\n"):
        if line.startswith("--- "):
            name = line[4:]
            contents[name] = []
        else:
            contents.setdefault(name, []).append(line)
    return {name: "\n".join(lines) + "\n" if lines else "" for name, lines in contents.items()}


def write_text(folder: Path, text: str) -> None:
    """Writes the files of `files` below a folder."""
    for name, content in files(text).items():
        name, _, encoding = name.removesuffix(")").partition(" (")
        link, arrow, to = name.partition(" -> ")
        path = folder / link
        path.parent.mkdir(parents=True, exist_ok=True)
        if arrow:
            path.symlink_to(to)
        elif name.endswith("/"):
            path.mkdir(parents=True, exist_ok=True)
        else:
            path.write_text(content, encoding=encoding or "utf-8")


def project(
    folder: Path,
    files: dict[str, str] | None = None,
    overlay: dict[str, str] | None = None,
    opened: list[str] | None = None,
    roots: tuple[Path, ...] = (),
) -> Project:
    """A project of some files; `opened` is filled with each path that it opens or lists."""
    write(folder, files or {})
    return open_project(
        str(folder / "pyproject.toml"),
        [str(root) for root in roots],
        overlay,
        None if opened is None else opened.append,
    )


def found(
    folder: Path,
    document: Document | None = None,
    memo: Memo | None = None,
    on_crash: Callable[[str, Exception], object] | None = None,
) -> Checked:
    """What a check of the pyproject.toml of a folder finds, in the Python files too."""
    path = folder / "pyproject.toml"
    if document is None:
        document = parse(path.read_bytes().decode("utf-8"))
    return check_all(document, open_project(str(path)), memo=memo, on_crash=on_crash)


def rules_of(checked: Checked) -> list[str]:
    """The rules of all diagnostics, those of the pyproject.toml first."""
    files = [each for file in checked.elsewhere for each in file.diagnostics]
    return [each.rule for each in (*checked.diagnostics, *files)]


def many_apps(folder: Path, files: int = 20, apps: int = 50, lines: int = 500) -> list[str]:
    """A large project: Python files of about so many lines with so many apps; returns their refs.

    Every fourth file takes its base class from another module.
    """
    (folder / "pkg").mkdir(parents=True)
    write(folder, {"pyproject.toml": '[project]\nname = "large"\n', "pkg/__init__.py": ""})
    write(folder, {"pkg/base.py": APP.format(name="Base").replace('"/"', '"/base"')})
    refs = []
    for number in range(files):
        share = apps // files + (number < apps % files)
        names = [f"App{number}_{index}" for index in range(share)]
        refs += [f"pkg/apps_{number}.py::{name}" for name in names]
        path = folder / "pkg" / f"apps_{number}.py"
        path.write_text(_source(names, number % 4 == 0, lines), encoding="utf-8")
    return refs


def _source(names: list[str], derives: bool, lines: int) -> str:
    text = ['"""Apps."""', "import os", "import fal", "from pydantic import BaseModel"]
    text += ["from pkg.base import Base" if derives else "from fal import App as Base", ""]
    for name in names:
        text += [f"class {name}Input(BaseModel):"]
        text += [f"    field_{index}: str = 'x'" for index in range(10)]
        text += [f"class {name}(Base, keep_alive=300):", '    """An app."""']
        text += ["    machine_type = 'GPU-H100'", "    requirements = ['torch==2.1', 'diffusers']"]
        for index in range(4):
            text += [f"    @fal.endpoint('/{index}')", f"    def run_{index}(self, data) -> dict:"]
            text += [f"        step_{step} = self.pipe(data.field_{step})" for step in range(10)]
            text += ["        return {'result': step_1}", ""]
    while len(text) < lines:
        text += [f"def helper_{len(text)}(items):", "    return [item for item in items]", ""]
    return "\n".join(text) + "\n"


def hostile_project(folder: Path) -> Path:
    """Makes the project in a folder, beside another directory that it has no business in."""
    root = folder / "project"
    source = 'import fal\nclass App(fal.App):\n    @fal.endpoint("/")\n    def run(self): ...\n'
    write(
        folder,
        {
            "outside/secret.py": "TOKEN = 1\n",
            "outside/pyproject.toml": '[project]\nname = "secret"\n',
            "outside/lib/python3.11/site-packages/fal-9.9.9.dist-info/METADATA": "",
            "project/good.py": source,
            "project/pyproject.toml": '[project]\nname = "x"\n[tool.setuptools.packages.find]\n'
            'where = ["../../..", "/", "loop"]\n',
            "project/imports.py": "from up.secret import *\nfrom ....... import x\n"
            "class App(x.App): pass\n",
            "project/with\nnewline.py": source,
            "project/nul.py": "a\0b",
            "project/syntax.py": "class App(:",
            "project/pkg/__init__.py": "",
        },
    )
    with (root / "huge.py").open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    (root / "nested.py").write_text("(" * 100_000 + ")" * 100_000)
    (root / "minus.py").write_text("-" * 1_000_000 + "1")
    (root / "chain.py").write_text("1" + "+1" * 500_000)
    (root / "dots.py").write_text("import a" + ".a" * 500_000)
    os.mkfifo(root / "<unknown>")
    (root / "text.py").write_bytes(b"\xff\xfe\x00")
    os.mkfifo(root / "app.py")
    for name, target in (
        ("slash", "/"),
        ("loop", "loop"),
        ("up", "../outside"),
        ("here", "."),
        ("zero.py", "/dev/zero"),
        ("passwd.py", "/etc/passwd"),
        (".venv", "../outside"),
        ("uv.lock", "/etc/passwd"),
    ):
        (root / name).symlink_to(target)
    return root
