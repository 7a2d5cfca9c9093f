"""A project that was made to do harm. Knows files, and neither rules nor the room `project`."""

from __future__ import annotations

import os
from pathlib import Path

from tests.support.projects import write


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
