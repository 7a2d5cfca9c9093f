"""The Dockerfile that an app's image is built from: that of pyproject.toml, or that of the class.
Knows how findings name it and where they are; must not know what is wrong with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fal_schema.nearest import nearest

from ...project.files import Unreadable
from ..context import AppContext, memoized
from ..finding import FilePlace, FileRange, Place
from ..precedence import overridden
from ..python_values import value_range
from .class_image import build_texts, class_image

if TYPE_CHECKING:
    from ...project.docker.dockerfile import Dockerfile
    from ...project.docker.refusals import Refusal


class WrittenDockerfile(NamedTuple):
    """A Dockerfile, how messages name it, and the place of the key or the argument that names it."""

    dockerfile: Dockerfile
    name: str
    file: str | None
    """The absolute path, where it is a file."""
    place: Place | FileRange
    ignored: list[str] | None
    """The patterns of `dockerignore` of the class."""

    def line(self, number: int) -> FilePlace | None:
        """A line of the file, counted from 0."""
        return None if self.file is None else FilePlace(self.file, number)


class Refused(NamedTuple):
    """What Docker refuses first in a Dockerfile, and the word that was meant."""

    refusal: Refusal
    meant: str | None


def refused_first(dockerfile: Dockerfile) -> Refused | None:
    """The first instruction that Docker certainly refuses; `None` with a frontend of its own."""
    for refusal in dockerfile.refusals if dockerfile.steps and dockerfile.is_standard else ():
        meant = nearest(refusal.word, refusal.among) if refusal.word else None
        if meant is not None or not refusal.if_misspelt:
            return Refused(refusal, meant)
    return None


@memoized
def written_dockerfile(app: AppContext) -> WrittenDockerfile | None:
    """The Dockerfile that fal certainly builds from."""
    project = app.project
    if project is None:
        return None
    path = app.string("image", "dockerfile")
    if path:
        if "image" in overridden(app):
            return None
        dockerfile = project.dockerfile(path, build_args(app))
        if isinstance(dockerfile, Unreadable):
            return None
        place = Place((*app.path, "image", "dockerfile"))
        return WrittenDockerfile(dockerfile, f"`{path}`", project.absolute(path), place, None)
    found = class_image(app)
    if found is None:
        return None
    name = "The Dockerfile" if found.path is None else f"`{found.path}`"
    file = None if found.path is None else project.absolute(found.path)
    return WrittenDockerfile(found.dockerfile, name, file, value_range(found.origin), found.ignored)


def build_args(app: AppContext) -> dict[str, str]:
    """The build arguments of pyproject.toml."""
    given = app.get("image", "build_args")
    return build_texts(given) if isinstance(given, dict) else {}
