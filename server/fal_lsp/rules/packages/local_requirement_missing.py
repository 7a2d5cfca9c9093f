"""A requirement refers to a file or directory that fal does not upload.

## What it does
Reports a requirement, in pyproject.toml or in the class, that is a path but not an existing directory (`./lib`, `wheels/acme-1.0-py3-none-any.whl`), and pip options that read a file (`-r requirements.txt`, `-e .`). Absolute paths are not reported, nor are apps with an `image`, which may contain the file.

## Why
fal only uploads directories that it can build. It passes everything else unchanged to pip on the runner, where the file does not exist.

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
`_parse_local_path_requirement` in `fal/api/_sdist.py` handles only directories; other items are passed on unchanged (verified with fal 1.83.0). fal's documentation: "fal gives the requirements list to pip without changes."
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...project.packages.install_options import takes_next
from ...project.packages.requirement_text import address_problem
from ..app_source import ref_target
from ..container.image_needs_container_kind import is_virtualenv
from ..context import AppContext
from ..finding import Finding, Rule, Severity
from .local_requirements import Requirement, of_python, of_toml

if TYPE_CHECKING:
    from ...project import Project

_READS_FILE = (
    r"(?P<option>-r|-c|-e|--requirement|--constraint|--editable)(?:[ =]\s*|\b)(?P<path>\S.*)?"
)
_ARCHIVE = r"(?i)\.(?:whl|zip|tar\.gz|tgz|tar\.bz2)(?:\[[^\]]*\])?$"
_NESTED = r"[\w.-]+(?:/[\w.-]+)+/?(?:\[[^\]]*\])?"
_HOST = r"(?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org)/"
_NOT_UPLOADED = "the file is not uploaded to the runner"
_OPTIONS = {
    "-r": (_NOT_UPLOADED, "List its packages in `requirements`."),
    "-c": (_NOT_UPLOADED, "Pin the versions in `requirements`."),
    "-e": (
        "the directory is not uploaded for an editable install",
        "Use the directory without the option; fal builds and uploads it.",
    ),
}
"""What is wrong with an option that reads a file, and the help."""


def check(app: AppContext) -> Iterator[Finding]:
    """A finding for each requirement that works only on this machine."""
    project = app.project
    if project is None or app.has("image"):
        return
    found = [*of_toml(app)]
    target = ref_target(app)
    if target is not None and is_virtualenv(app, target):
        found += of_python(app)
    for each in found:
        problem = _problem(each, project)
        if problem is not None:
            message, advice = problem
            yield Finding(RULE.name, f"`{each.text.strip()}`: {message}.", each.place, help=advice)


def _problem(each: Requirement, project: Project) -> tuple[str, str] | None:
    """The message and the help, `None` for a requirement that works on the runner."""
    text = each.text.strip()
    option = re.fullmatch(_READS_FILE, text)
    if option is not None:
        value = option["path"] or each.after
        return None if value is None else _of_option(option["option"], value)
    if takes_next(each.before):
        # The value of an option such as `--find-links`.
        return None
    if not all(map(project.is_dir, each.bases)) or not each.bases:
        # `app-files-missing` reports that.
        return None
    if not _is_path(text) or any(project.local_requirement(text, base) for base in each.bases):
        return None
    if address_problem(text) is not None:
        # `invalid-requirement` reports it.
        return None
    if re.search(_ARCHIVE, text):
        return _NOT_UPLOADED, "Use a URL, or the directory that the file was built from."
    if re.match(_HOST, text):
        return "the directory does not exist", f"Use `git+https://{text}` for the repository."
    return "the directory does not exist", "fal uploads only existing directories."


def _of_option(option: str, value: str) -> tuple[str, str] | None:
    if "://" in value or value.startswith("/"):
        return None
    short = {"--requirement": "-r", "--constraint": "-c", "--editable": "-e"}.get(option, option)
    return _OPTIONS[short]


def _is_path(text: str) -> bool:
    """Whether a requirement is a relative path; pip reads one with a separator as a path."""
    if "://" in text or "@" in text or text.startswith(("-", "/", "\\", "#")) or text[1:2] == ":":
        return False
    if text in (".", ".."):
        return True
    if text.startswith(("./", "../", "~", ".[", "..[")) or re.fullmatch(_NESTED, text):
        return True
    return re.search(_ARCHIVE, text) is not None


RULE = Rule(
    "local-requirement-missing", Severity.WARNING, __doc__, check_app=check, reads_project=True
)
