"""Whether an image certainly lacks a Python package of the project. Knows what a Dockerfile can get
packages from; must not know `[tool.fal]`.

Anything that is not understood may bring the package: a directory or an archive that is copied, a
download, another stage, a base image that is not known. What is left is a Dockerfile that installs
packages of an index by their names, none of which resembles that of the project.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Set
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .dockerfile import Dockerfile, Step

_PLAIN_IMAGES = frozenset(
    {
        *("alpine", "amazonlinux", "debian", "fedora", "node", "python", "rockylinux", "ubuntu"),
        *("continuumio/miniconda3", "mambaorg/micromamba", "nvidia/cuda", "pytorch/pytorch"),
        *("ghcr.io/astral-sh/uv", "nvcr.io/nvidia/cuda", "nvcr.io/nvidia/pytorch"),
        "tensorflow/tensorflow",
    }
)
"""Public images with nothing of anybody's project in them."""

_HARMLESS = frozenset({"ARG", "CMD", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL"})
_HARMLESS |= {"MAINTAINER", "ONBUILD", "SHELL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR"}
_TEXTS = (".cfg", ".conf", ".ini", ".json", ".lock", ".md", ".toml", ".txt", ".yaml", ".yml")
"""Files that are no code and hold none."""

_SOURCES = re.compile(
    # Here-documents, variables, mounts, downloads, archives, other indexes, and tools that read the
    # project. A directory to install is none: without these, nobody has put one into the image.
    r"<<|\$|--mount|://|git\+|git clone|git@|\.whl|\.tar|\.zip|index-url|find-links"
    r"|\b(?:curl|wget|aria2c|gsutil|aws|hf|rsync|scp)\s+[-\w]*[-./]|pip\b.*\s-[if]\s"
    r"|\b(?:uv sync|uv run|poetry|pdm|pipenv)\b",
    re.IGNORECASE,
)
_WITHOUT_PROJECT = re.compile(
    r"\b(?:uv sync|poetry install|pdm (?:install|sync))\b(?=[^&|;\n]*?\s"
    r"--(?:no-root|no-install-project|no-install-workspace|no-self)\b)"
    r"|\bpip3? install\b[^&|;\n]*?\s(?:poetry|pdm)\b|\bpoetry config\b"
)
"""Tools that install the requirements of the project alone, and how such a tool gets there."""


def certainly_lacks(
    dockerfile: Dockerfile, words: Set[str], read: Callable[[str], str | None]
) -> bool:
    """Whether nothing in a Dockerfile can bring a package with one of these words in its name.

    `read` returns the text of a file of the project, `None` where there is none.
    """
    if not dockerfile.is_standard or not dockerfile.stages:
        return False
    chain = [len(dockerfile.stages) - 1]
    while (base := dockerfile.stages[chain[-1]].base) is not None:
        chain.append(base)
    image = dockerfile.stages[chain[-1]].image
    name = re.sub(r"(?:@.*|:[^/]*)$", "", image).removeprefix("docker.io/").removeprefix("library/")
    steps = [step for step in dockerfile.steps if step.stage in chain]
    return name in _PLAIN_IMAGES and not any(
        _may_bring(dockerfile, step, words, read) for step in steps
    )


def _may_bring(
    dockerfile: Dockerfile, step: Step, words: Set[str], read: Callable[[str], str | None]
) -> bool:
    if step.keyword == "RUN":
        return _text_may_bring(step.rest, words)
    if step.keyword not in ("COPY", "ADD"):
        # A directory that is mounted at run time may be on the path.
        return step.keyword not in _HARMLESS or "PYTHONPATH" in step.rest
    copies = [copy.expanded for copy in dockerfile.copies if copy.line == step.line]
    if not copies:
        return True
    for source in copies:
        text = read(source.lstrip("/")) if source and source.endswith(_TEXTS) else None
        if text is None or ((source or "").endswith(".txt") and _text_may_bring(text, words)):
            return True
    return False


def _text_may_bring(text: str, words: Set[str]) -> bool:
    text = _WITHOUT_PROJECT.sub("", text)
    found = set(re.findall(r"[a-z0-9]+", text.lower()))
    return _SOURCES.search(text) is not None or not words.isdisjoint(found)
