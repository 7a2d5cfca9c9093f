"""Nothing installs the package of a `python_entry_point`.

## What it does
Reports a `python_entry_point` in an app that has neither `requirements` nor an `image`. If its module is in this project, it also reports `requirements` of other packages alone (`["torch"]`), and a Dockerfile that starts from a public image and neither copies the project nor installs a package with a similar name.

## Why
fal imports the module on the runner. The import fails after the deploy unless `requirements = ["."]`, another requirement or an image installs the module.

## Example
```toml
[tool.fal.apps.image-generator]
python_entry_point = "my_package.server:ImageGenerator"
```

## Use instead
```toml
[tool.fal.apps.image-generator]
python_entry_point = "my_package.server:ImageGenerator"
requirements = ["."]
```

## Source in fal
fal's reference: "Use with `requirements = ["."]` or with a container image that already includes the package."
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...project.files import Unreadable
from ...project.python.imports import ModuleLocation
from ..app_source import entry_point
from ..context import AppContext
from ..finding import (
    FilePlace,
    Finding,
    Fix,
    InsertKey,
    Place,
    Related,
    ReplaceValue,
    Rule,
    Severity,
)
from ..fixes import THIS_PROJECT


def check(app: AppContext) -> Iterator[Finding]:
    """One finding on the entry point."""
    if entry_point(app) is None or app.has("ref"):
        return
    if not app.lacks("image"):
        yield from _image(app)
    elif not app.lacks("requirements"):
        yield from _requirements(app)
    else:
        yield _nothing(app, InsertKey(app.path, "requirements", THIS_PROJECT))


def _nothing(app: AppContext, edit: InsertKey | ReplaceValue) -> Finding:
    return Finding(
        RULE.name,
        "Nothing installs the package of `python_entry_point` on the runner.",
        Place((*app.path, "python_entry_point")),
        fixes=(Fix('Add `requirements = ["."]`', (edit,), safe=False),),
        help='Add `requirements = ["."]`, or an `image` that contains the package.',
    )


def _requirements(app: AppContext) -> Iterator[Finding]:
    from ...project.packages.requirements import is_another_package

    if not app.has("requirements") or app.is_refused("requirements"):
        return
    texts = [text for _, text in app.strings("requirements")]
    if not texts:
        if app.get("requirements") is not None:
            yield _nothing(app, ReplaceValue((*app.path, "requirements"), THIS_PROJECT))
        return
    words = _own_words(app)
    if words and all(is_another_package(text, words) for text in texts):
        yield Finding(
            RULE.name,
            "None of the `requirements` installs the package of `python_entry_point`.",
            Place((*app.path, "python_entry_point")),
            help='Add `"."` to `requirements`.',
        )


def _image(app: AppContext) -> Iterator[Finding]:
    from ...project.docker.contents import certainly_lacks

    path, project, words = app.string("image", "dockerfile"), app.project, _own_words(app)
    if not path or project is None or not words or app.has("requirements"):
        return
    dockerfile = project.dockerfile(path)

    def read(source: str) -> str | None:
        text = project.read_text(source)
        return None if isinstance(text, Unreadable) else text.text

    if isinstance(dockerfile, Unreadable) or not certainly_lacks(dockerfile, words, read):
        return
    line = dockerfile.stages[-1].line
    yield Finding(
        RULE.name,
        f"`{path}` does not install the package of `python_entry_point`.",
        Place((*app.path, "python_entry_point")),
        related=(Related("The image is built here.", FilePlace(project.absolute(path), line)),),
        help="Copy the project into the image, and install it there.",
    )


def _own_words(app: AppContext) -> frozenset[str]:
    """The words in the names of this project and of the module; none if the module isn't in it."""
    entry, project = entry_point(app), app.project
    if entry is None or project is None:
        return frozenset()
    located = project.find_module(entry.module)
    if not isinstance(located, ModuleLocation) or located.kind == "namespace":
        return frozenset()
    data = app.surroundings.data.get("project")
    name = data.get("name") if isinstance(data, dict) else None
    names = [entry.module.partition(".")[0], *([name] if isinstance(name, str) else [])]
    words = {word for each in names for word in re.split(r"[-_.]+", each.lower()) if word}
    return frozenset(words | {re.sub(r"[-_.]+", "", each.lower()) for each in names})


RULE = Rule(
    "entry-point-without-package",
    Severity.WARNING,
    __doc__,
    check_app=check,
    claims_absence=True,
    fixable="unsafe",
)
