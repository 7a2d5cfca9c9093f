"""Where files at the root of a repository run `fal deploy` or `fal run` for an app.

Knows how Makefiles, workflows and their like write a command; must not know which apps there are.
What only shows a command (a comment, an `echo`, the name of a step) runs nothing.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ...project import Project
from ...project.files import Unreadable

_FAL = re.compile(r"\bfal\s+(?:deploy|run)\s+([\w.-]+)(?=\s*(?:$|[&;|)\"'\\#>,]|--?\w))")
"""A command of fal that names an app, and nothing but options after it."""
_IN_FRONT = (
    r"(?:[^#\"'`]*(?:&&|\|\||;)\s*)?(?:(?:then|do|else|exec)\s+)?(?:\w+=\S*\s+)*"
    r"(?:(?:(?:uv|poetry|pdm|rye|hatch|pipenv|pipx)\s+run|uvx|python3?\s+-m)\s+)?(?:\S+/)?"
)
"""What a shell runs before `fal` on the same line, or to find it."""


def _line(frame: str) -> re.Pattern[str]:
    return re.compile(frame + _IN_FRONT)


_RECIPE = _line(r"[ \t]+[@+-]*")
_YAML = _line(r"\s*(?:-\s+)?(?:[\w-]+:\s+)?[\"']?")
_PYTHON = _line(r"[^#]*\b(?:run|system|call|check_call)\(\s*[\"']")
_FILES = {
    **dict.fromkeys(("Makefile", "makefile", "justfile", "Justfile"), _RECIPE),
    **dict.fromkeys(("Taskfile.yml", "Taskfile.yaml", ".gitlab-ci.yml"), _YAML),
    "package.json": _line(r".*\"(?!description\")[^\"]*\"\s*:\s*\""),
    "tox.ini": _line(r"(?:commands\s*=)?\s*"),
    **dict.fromkeys(("noxfile.py", "tasks.py"), _PYTHON),
    "deploy.sh": _line(r"\s*"),
}
"""Files of the root, and how a line with a command starts there."""
_WORKFLOWS = os.path.join(".github", "workflows")
_MOST_WORKFLOWS = 30
_LONGEST_LINE = 500
_YAML_KEY = re.compile(r"\s*(?:-\s+)?([\w-]+):\s")
_YAML_PARENT = re.compile(r"\s*(?:-\s+)?(?:([\w-]+):)?\s*(?:[|>][-+\d]*)?\s*(?:#.*)?")
_COMMAND_KEYS = frozenset(
    {"run", "script", "cmd", "cmds", "command", "commands", "before_script", "after_script"}
)
_LEAVES = re.compile(
    r"\b(?:cd|pushd)[\s(]|chdir|change_?dir|\bcwd\b|working[-_]directory|workdir|\bdir\b"
    r"|--(?:directory|project|prefix)\b|\s-C\b|\brepository:|\bpyproject\.toml\b|<<"
)
"""What runs commands in another directory, or may bring another pyproject.toml to this one, and
what begins a text that is only shown."""


class DeployCommand(NamedTuple):
    """A command that is run at the root; the text is that of its file without such commands."""

    app: str
    path: str
    line: int
    text: str


def deploy_commands(project: Project, root: str) -> Iterator[DeployCommand]:
    """The commands in files of the root that say of no other directory to run them there."""
    starts = {os.path.join(root, name): start for name, start in _FILES.items()}
    workflows = os.path.join(root, _WORKFLOWS)
    listing = project.list_dir(workflows) if project.is_dir(workflows) else None
    if listing is not None and not isinstance(listing, Unreadable):
        names = [each.name for each in listing.entries[:_MOST_WORKFLOWS]]
        starts.update((os.path.join(workflows, name), _YAML) for name in names)
    for path, start in starts.items():
        read = project.read_text(path) if project.is_file(path) else None
        if read is None or isinstance(read, Unreadable) or _LEAVES.search(read.text):
            continue
        lines = read.text.splitlines()
        text = "\n".join(_FAL.sub("", line) for line in lines)
        for number, line in enumerate(lines):
            for found in _FAL.finditer(line, 0, _LONGEST_LINE):
                if not start.fullmatch(line, 0, found.start()):
                    continue
                if start is not _YAML or _yaml_key(lines, number) in _COMMAND_KEYS:
                    yield DeployCommand(found[1], path, number, text)


def _yaml_key(lines: Sequence[str], number: int) -> str | None:
    """The key whose value a line of YAML is a part of: a string, a list or a block of text."""
    line = lines[number]
    own = _YAML_KEY.match(line)
    if own is not None:
        return own[1]
    depth, is_item = _depth(line), line.lstrip().startswith("-")
    for above in reversed(lines[:number]):
        stripped = above.strip()
        if not stripped:
            continue
        is_beside = is_item and _depth(above) == depth and not stripped.startswith("-")
        if _depth(above) < depth or is_beside:
            parent = _YAML_PARENT.fullmatch(above)
            if parent is not None and parent[1]:
                return parent[1]
            depth, is_item = _depth(above), stripped.startswith("-")
    return None


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())
