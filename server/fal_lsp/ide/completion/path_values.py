"""Paths that the keys of an app may name: Dockerfiles, files to upload, directories. Read-only."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING

from .insert_text import string_offer
from .ranking import grade

if TYPE_CHECKING:
    from ...project import Project
    from .candidate import Context, Offer

_MAX_LISTED = 300


def dockerfiles(context: Context, project: Project) -> Iterator[Offer]:
    """Files named like a Dockerfile; any file where a directory is typed."""
    found = project.dockerfiles().names
    yield from _paths(context, (), found)
    if "/" in context.cursor.prefix:
        yield from _paths(context, (), project.tree().files)


def app_files(context: Context, project: Project) -> Iterator[Offer]:
    """Files and directories from where `app_files` start: its context or the app's own file."""
    base = context.app_string("app_files_context_dir")
    if not base:
        base = os.path.dirname(context.app_string("ref").partition("::")[0])
    found = project.tree(base)
    yield from _paths(context, found.directories, found.files)


def directories(context: Context, project: Project) -> Iterator[Offer]:
    """The directories of the project, and the one around it inside of a repository."""
    found = project.directories().names
    outside = project.repository is not None and project.repository != project.root
    yield from _paths(context, (*found, *([".."] if outside else [])), ())


def _paths(context: Context, directories: Iterable[str], files: Iterable[str]) -> Iterator[Offer]:
    typed = context.cursor.prefix
    lead = "./" if typed.startswith("./") else ""
    typed = typed[len(lead) :]
    listed = 0
    named = chain(((path, True) for path in directories), ((path, False) for path in files))
    for path, is_directory in sorted(named, key=lambda entry: entry[0].count("/")):
        if grade(typed, path) is None:
            continue
        listed += 1
        if listed > _MAX_LISTED:
            context.left_off.append("paths")
            return
        yield string_offer(lead + path, kind="folder" if is_directory else "file")
