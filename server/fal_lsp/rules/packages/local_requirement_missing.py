"""A requirement names a file or a directory that fal does not send.

## What it does
Reports a requirement that is a path to something else than an existing directory (`./lib`, `wheels/acme-1.0-py3-none-any.whl`), and options of pip that read a file (`-r requirements.txt`, `-e .`). Absolute paths, and apps with an `image`, which may bring the file, are left alone.

## Why
Of the project fal sends only directories that it can build. Everything else reaches pip on the runner as it is written, and there is no such file there.

## Example
```toml
[tool.fal.apps.image-generator]
python_entry_point = "acme.server:ImageGenerator"
requirements = ["acme", "-r requirements.txt"]
```
```text requirements.txt
torch==2.4.0
```

## Use instead
```toml
[tool.fal.apps.image-generator]
python_entry_point = "acme.server:ImageGenerator"
requirements = ["acme", "torch==2.4.0"]
```

## Source in fal
`_parse_local_path_requirement` in `fal/api/_sdist.py` takes directories alone; what else there is goes on unread (verified with fal 1.83.0). fal's documentation: "fal gives the requirements list to pip without changes."
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..context import AppContext
from ..finding import Finding, Place, Rule, Severity
from ..precedence import drops_requirements

if TYPE_CHECKING:
    from ...project import Project

_READS_FILE = (
    r"(?P<option>-r|-c|-e|--requirement|--constraint|--editable)(?:[ =]\s*|\b)(?P<path>\S.*)?"
)
_ARCHIVE = r"(?i)\.(?:whl|zip|tar\.gz|tgz|tar\.bz2)(?:\[[^\]]*\])?$"
_ADVICE = {
    "-r": "list its packages here",
    "-c": "pin the versions here",
    "-e": "write the directory alone, which fal builds and uploads",
}


def check(app: AppContext) -> Iterator[Finding]:
    """A finding for each requirement that only this machine could follow."""
    project = app.project
    if project is None or app.has("image") or drops_requirements(app):
        return
    base = project.requirements_base(app.string("requirements_context_dir"))
    if not project.is_dir(base):
        # That is the problem, and `app-files-missing` reports it.
        return
    texts = app.strings("requirements")
    items = ["", *(text.strip() for _, text in texts), ""]
    for index, (path, text) in enumerate(texts, 1):
        problem = _problem(text.strip(), items[index - 1], items[index + 1], project, base)
        if problem is not None:
            yield Finding(RULE.name, f"`requirements`: {problem}.", Place(path, "item"))


def _problem(text: str, before: str, after: str, project: Project, base: str) -> str | None:
    option = re.fullmatch(_READS_FILE, text)
    if option is not None:
        return _of_option(text, option["option"], option["path"] or after)
    if before.startswith("-") and "=" not in before and " " not in before:
        # The value of an option such as `--find-links`.
        return None
    if not _is_path(text) or project.local_requirement(text, base) is not None:
        return None
    if re.search(_ARCHIVE, text):
        return (
            f"`{text}` is a file that fal does not upload, so that pip on the runner finds none: "
            "name an address, or the directory that it was built from"
        )
    return f"`{text}` is no directory here, and fal sends no other path to the runner"


def _of_option(text: str, option: str, value: str) -> str | None:
    if "://" in value or value.startswith("/"):
        return None
    short = {"--requirement": "-r", "--constraint": "-c", "--editable": "-e"}.get(option, option)
    return f"pip on the runner has no file for `{text}`: {_ADVICE[short]}"


def _is_path(text: str) -> bool:
    """Whether a requirement is a relative path: pip takes one with a separator for it."""
    if "://" in text or "@" in text or text.startswith(("-", "/", "\\", "#")) or text[1:2] == ":":
        return False
    if text in (".", ".."):
        return True
    return text.startswith(("./", "../", "~", ".[", "..[")) or re.search(_ARCHIVE, text) is not None


RULE = Rule(
    "local-requirement-missing", Severity.WARNING, __doc__, check_app=check, reads_project=True
)
