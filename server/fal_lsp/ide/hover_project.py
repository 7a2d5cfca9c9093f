"""What a value leads to in the project: a class, a module, a Dockerfile, a path. No protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..lint.check import subject
from ..markup import code, file_link, plain
from ..project.files import Unreadable
from ..rules.app_source import ref_target, shown_target

if TYPE_CHECKING:
    from ..project import Project
    from ..project.python.apps import Target
    from ..rules.context import AppContext
    from ..toml import Document, Node
    from ..toml.types import Path


def project_docs(document: Document, path: Path, node: Node, project: Project | None) -> str:
    """Markdown about what a value names, empty where that is nothing in the project."""
    if project is None or node.kind != "string" or len(path) < 5:
        return ""
    app = next((each for each in subject(document, project).apps if each.name == path[3]), None)
    if app is None:
        return ""
    text = str(node.value)
    key = path[4:]
    if key == ("ref",):
        return _target_docs(ref_target(app), project)
    if key == ("python_entry_point",):
        return _target_docs(shown_target(app), project)
    if key == ("image", "dockerfile"):
        return _dockerfile_docs(text, project)
    if key[0] == "requirements":
        return _requirement_docs(app, text, project)
    return _app_file_docs(app, text, project) if key[0] == "app_files" else ""


def _target_docs(target: Target | None, project: Project) -> str:
    if target is None or target.definition is None:
        return ""
    place = file_link(target.path, target.line, project.root)
    kind = {"app": "`fal.App` class", "function": "`@fal.function`"}.get(
        target.kind, "not a fal app"
    )
    doc = target.definition.doc
    return f"**{code(target.name)}** · {kind} · {place}" + (f"\n\n{plain(doc)}" if doc else "")


def _dockerfile_docs(text: str, project: Project) -> str:
    dockerfile = project.dockerfile(text)
    if isinstance(dockerfile, Unreadable):
        return ""
    count = len(dockerfile.stages)
    lines = [f"**{code(text)}** · {count} stage{'s' if count != 1 else ''}"]
    if dockerfile.stages:
        lines.append(f"From {code(dockerfile.stages[-1].image)}")
    if dockerfile.declared:
        lines.append("Arguments: " + ", ".join(map(code, sorted(dockerfile.declared))))
    if dockerfile.secrets:
        lines.append("Secrets: " + ", ".join(map(code, dockerfile.secrets)))
    if dockerfile.exposed:
        lines.append("Exposes: " + ", ".join(code(port.text) for port in dockerfile.exposed))
    return "\n\n".join(lines)


def _requirement_docs(app: AppContext, text: str, project: Project) -> str:
    base = project.requirements_base(app.string("requirements_context_dir"))
    local = project.local_requirement(text, base)
    if local is None:
        return ""
    name = f" · project {code(local.name)}" if local.name else ""
    return f"**{code(text)}** · local project {code(local.path)}{name}"


def _app_file_docs(app: AppContext, text: str, project: Project) -> str:
    path = project.absolute(text, project.absolute(app.string("app_files_context_dir") or ""))
    if project.is_dir(path):
        return f"**{code(text)}** · directory {code(path)}"
    return f"**{code(text)}** · file {code(path)}" if project.is_file(path) else ""
