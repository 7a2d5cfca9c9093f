"""The name of an image is not valid.

## What it does
Reports an `image.image` that Docker refuses as the name of an image, and such a name after `FROM` or `--from` in a Dockerfile, also that of a class: capital letters before the tag, an address with `https://`, spaces, an invalid tag, or a digest that is too short. A misspelled stage counts as well: Docker reads it as an image of Docker Hub that does not exist. The host of a registry may have capital letters.

## Why
fal does not check the name, and the deployment fails once the image is fetched.

## Example
```toml
[tool.fal.apps.server]
exposed_port = 8000

[tool.fal.apps.server.image]
image = "My-Org/My-App:latest"
```

## Use instead
```toml
[tool.fal.apps.server]
exposed_port = 8000

[tool.fal.apps.server.image]
image = "my-org/my-app:latest"
```

## Source in fal
`_build_container_image_from_toml` only refuses an empty name (verified with fal 1.83.0). The grammar of names is that of https://github.com/distribution/reference: "invalid reference format".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..context import AppContext
from ..did_you_mean import MOST_SUGGESTIONS, change_to, nearest, question
from ..finding import Finding, Place, Related, Rule, Severity
from ..precedence import overridden
from .written_dockerfile import refused_first, written_dockerfile

if TYPE_CHECKING:
    from ...project.docker.dockerfile import Dockerfile
    from ...project.docker.image_names import BadName


def check(app: AppContext) -> Iterator[Finding]:
    """A finding for `image.image`, or for each name in the Dockerfile."""
    name = app.string("image", "image")
    bad = _refused_name(name) if name and name == name.strip() else None
    if name and bad is not None and "image" not in overridden(app):
        place = Place((*app.path, "image", "image"))
        yield Finding(
            RULE.name,
            f"`{name}` is not a valid image name.",
            place,
            fixes=() if bad.meant is None else (change_to(place, bad.meant, safe=False),),
            help=bad.advice,
        )
    written = written_dockerfile(app)
    if written is None or not written.dockerfile.is_standard:
        return
    refused, built = refused_first(written.dockerfile), written.dockerfile.built
    seen: set[str] = set()
    for image in written.dockerfile.images:
        if image.text in seen or image.stage not in built:
            continue
        bad = _refused_name(image.text)
        stage = None
        if bad is None and len(seen) < MOST_SUGGESTIONS:
            stage = _misspelt_stage(image.text, written.dockerfile)
        seen.add(image.text)
        if bad is None and stage is None:
            continue
        if refused is not None and refused.refusal.line == image.line:
            continue
        line = written.line(image.line)
        yield Finding(
            RULE.name,
            f"{written.name} uses the image `{image.text}`, which is not a valid image name."
            if bad is not None
            else f"{written.name} has no stage `{image.text}`. {question(stage or '')}",
            written.place,
            related=() if line is None else (Related("The image is used here.", line),),
            help="" if bad is None else bad.advice,
        )


def _refused_name(name: str) -> BadName | None:
    """Why Docker refuses the name of an image; read only where there is one."""
    from ...project.docker.image_names import refused_name

    return refused_name(name)


def _misspelt_stage(name: str, dockerfile: Dockerfile) -> str | None:
    """The stage that is meant by a name that no image of Docker Hub can have."""
    from ...project.docker.official_images import OFFICIAL_IMAGES

    # An image with a tag is meant as one, and without a `/` it is an official one.
    if re.search(r"[/:@]", name) or name in OFFICIAL_IMAGES:
        return None
    return nearest(name, [stage.name for stage in dockerfile.stages if stage.name])


RULE = Rule(
    "invalid-image-name",
    Severity.WARNING,
    __doc__,
    check_app=check,
    reads_project=False,
    fixable="unsafe",
)
