"""The image that the class of a `ref` builds from a Dockerfile. Knows the arguments of
`fal.ContainerImage`; must not know what is wrong with them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from ...project.files import Unreadable
from ..app_source import ref_target
from ..context import AppContext, memoized

if TYPE_CHECKING:
    from ...project.docker.dockerfile import Dockerfile
    from ...project.python.settings import Data, Origin

_FILE = "fal.ContainerImage.from_dockerfile"
_TEXT = "fal.ContainerImage.from_dockerfile_str"


class ClassImage(NamedTuple):
    """What the image is built from, `path` where that is a file, and where the class says so."""

    dockerfile: Dockerfile
    path: str | None
    ignored: list[str] | None
    """The patterns of `dockerignore`."""
    origin: Origin


@memoized
def class_image(app: AppContext) -> ClassImage | None:
    """The image of the class; `None` where it has none, or where any of it is not certain."""
    from ...project.python.candidates import of_class

    target, project = ref_target(app), app.project
    if target is None or project is None or target.kind != "app" or app.has("image"):
        return None
    found = project.app_class(target)
    seen = of_class(found, "image") if found is not None else None
    if seen is None or seen.origin is None or len(seen.values) != 1:
        return None
    value, source = seen.values[0].value, project.source(seen.origin.path)
    if value is None or value.made_by not in (_FILE, _TEXT) or isinstance(source, Unreadable):
        return None
    given = _arguments(value)
    # The directory of the build is that of pyproject.toml unless it is given.
    if given is None or {"context_dir", "dockerignore_path"} & set(given):
        return None
    if "add_dockerignore" in source:
        return None
    ignored = given.get("dockerignore")
    if ignored is not None and not (isinstance(ignored, list) and _all_strings(ignored)):
        return None
    first, arguments = given["first"], given.get("build_args") or {}
    if not isinstance(first, str) or not isinstance(arguments, dict):
        return None
    texts = build_texts(arguments)
    path = project.shown(first) if value.made_by == _FILE else None
    read = (
        project.dockerfile_text(first, texts) if path is None else project.dockerfile(path, texts)
    )
    return None if isinstance(read, Unreadable) else ClassImage(read, path, ignored, seen.origin)


def build_texts(given: Mapping[Any, object]) -> dict[str, str]:
    """Build arguments as Docker gets them: a number becomes a text."""
    values = given.items()
    return {str(name): str(each) for name, each in values if isinstance(each, (str, int, float))}


def _arguments(value: Data) -> Mapping[str, object] | None:
    """The arguments by name, the first as `first`; `None` where one is not known."""
    if value.arguments is None or len(value.arguments.positional) > 1:
        return None
    named = dict(value.arguments.keywords)
    first = named.pop("path", None) or named.pop("text", None)
    if value.arguments.positional:
        first = value.arguments.positional[0]
    secret = {"secrets", "registries", "entrypoint", "cmd"}
    named = {name: each for name, each in named.items() if name not in secret}
    if first is None or not all(each.known for each in (first, *named.values())):
        return None
    return {"first": first.data, **{name: each.data for name, each in named.items()}}


def _all_strings(values: list[object]) -> bool:
    """Whether a list holds strings alone."""
    return all(isinstance(each, str) for each in values)
