"""What the app's Dockerfile and image say: arguments, secrets, ports, registries. Read-only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...project import Unreadable
from .candidate import Offer
from .insert_text import source, string_offer
from .placeholders import string_stop

if TYPE_CHECKING:
    from ...project import Project
    from ...project.docker.dockerfile import Argument, Dockerfile
    from .candidate import Context


def arguments(context: Context, project: Project) -> Iterator[Offer]:
    """The names of the build arguments that the Dockerfile declares, with their defaults."""
    for argument in _arguments(context, project):
        default = argument.default or ""
        shown = f"ARG, default {default}" if default else "ARG"
        offer = Offer(argument.name, argument.name, "", kind="key", description=shown)
        if context.snippets:
            from .tabstops import Tabstops

            inner = source(default)
            stops = Tabstops()
            place = stops.placeholder(inner[1:-1]) if default else stops.empty()
            offer = offer._replace(text=f"{inner[0]}{place}{inner[-1]}")
        yield offer


def argument_defaults(context: Context, project: Project) -> Iterator[Offer]:
    """The default of the build argument at the cursor."""
    for argument in _arguments(context, project):
        if argument.name == context.keys[-1] and argument.default:
            yield string_offer(argument.default)._replace(description="default of the ARG")


def build_secrets(context: Context, project: Project) -> Iterator[Offer]:
    """The secrets that the Dockerfile mounts, each as the fal secret of the same name."""
    found = _dockerfile(context, project)
    for name in found.secrets if found else ():
        offer = Offer(name, name, "", kind="key", description="mounted by the Dockerfile")
        if context.snippets:
            from .tabstops import Tabstops

            offer = offer._replace(text=f'"{string_stop(f"${name}", Tabstops())}"')
        yield offer


def ports(context: Context, project: Project) -> Iterator[Offer]:
    """The ports that the Dockerfile exposes."""
    found = _dockerfile(context, project)
    for port in found.exposed if found else ():
        if port.first is not None and port.first == port.last and port.protocol == "tcp":
            text = str(port.first)
            yield Offer(text, text, text, description="EXPOSE of the Dockerfile")


def registries(context: Context, project: Project) -> Iterator[Offer]:
    """The hosts that the app's image and the stages of its Dockerfile are pulled from."""
    found = _dockerfile(context, project)
    images = [context.app_string("image", "image")]
    images += [stage.image for stage in found.stages if stage.base is None] if found else []
    for image in images:
        host, slash, _ = image.partition("/")
        # Without a dot or a port the first part of an image is a name on Docker Hub.
        if slash and ("." in host or ":" in host):
            yield Offer(host, host, "", kind="key", description=image)


def _arguments(context: Context, project: Project) -> Iterator[Argument]:
    found = _dockerfile(context, project)
    if found is None:
        return
    groups = (found.arguments, *(stage.arguments for stage in found.stages))
    named: dict[str, Argument] = {}
    for group in groups:
        for argument in group:
            known = named.get(argument.name)
            if known is None or known.default is None:
                named[argument.name] = argument
    yield from named.values()


def _dockerfile(context: Context, project: Project) -> Dockerfile | None:
    path = context.app_string("image", "dockerfile")
    found = project.dockerfile(path) if path else None
    return None if found is None or isinstance(found, Unreadable) else found
