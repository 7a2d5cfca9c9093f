"""Which names of images Docker refuses, by the grammar of https://github.com/distribution/reference."""

from __future__ import annotations

import pytest
from fal_lsp.project.docker.image_names import refused_name

VALID = (
    "ubuntu",
    "python:3.12-Slim_a.B",
    "my_org/my__app.x-y--z:1",
    "docker.io/org/app",
    "localhost:5000/app:1",
    "localhost/app",
    "127.0.0.1:5000/x",
    "[::1]:5000/x",
    "REG.Example.com/app:X",
    "registry.example.com:5000/a/b/c:v1",
    f"ghcr.io/org/app@sha256:{'0a' * 32}",
    f"org/app:tag@sha512:{'0a' * 64}",
)

REFUSED = {
    "Python:3.12": "python:3.12",
    "My-Org/App:Latest": "my-org/app:Latest",
    "reg.example.com:5000/Org/app": "reg.example.com:5000/org/app",
    "https://ghcr.io/org/app:1": "ghcr.io/org/app:1",
    "https://ghcr.io/Org/app:1": None,
    "My App": None,
    "my app:1": None,
    "app:": None,
    "app:tag:1": None,
    "app:-x": None,
    "app:3.12+slim": None,
    "org//app": None,
    "org/-app": None,
    "org/app_:1": None,
    "a..b/c/d": None,
    "$IMAGE": None,
    "-reg.example.com/app": None,
    "python@sha256:abcd": None,
    f"python@sha256:{'0a' * 20}": None,
    "python@": None,
    "": None,
}


@pytest.mark.parametrize("name", VALID)
def test_valid_names(name: str) -> None:
    assert refused_name(name) is None


@pytest.mark.parametrize(("name", "meant"), REFUSED.items())
def test_refused_names(name: str, meant: str | None) -> None:
    bad = refused_name(name)
    assert bad is not None
    assert bad.advice.endswith(".")
    assert bad.meant == meant
